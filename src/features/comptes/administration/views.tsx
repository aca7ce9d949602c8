import { rolesLibelles } from '../../../domain/compte.ts';
import { formatDate, formatDateCourte, parisDate } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Checkbox, RadioGroup, toOptions } from '../../../ui/choice.tsx';
import { Alert, DescriptionList, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import type { CsvColumn } from '../../../ui/csv.ts';
import { TextField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { type Column, DataTable } from '../../../ui/table.tsx';
import type { TableQuery } from '../../../ui/table-query.ts';
import type { Tone } from '../../../ui/tone.ts';
import { MOTIFS_OUBLI } from './forms.ts';
import { ETATS_COMPTE, type EtatCompte, estInvite, etatCompte, ROLES_INVITES } from './rules.ts';
import type { CompteGere } from './store.ts';

const TONES: Record<EtatCompte, Tone> = { ouvert: 'success', invite: 'info', ferme: 'neutral' };

export function etatDe(compte: CompteGere): EtatCompte {
  return etatCompte({
    ferme: compte.fermeLe !== null,
    facteurs: compte.facteurs,
    connu: compte.derniereConnexion !== null || compte.sessions > 0,
  });
}

function Etat({ compte }: { readonly compte: CompteGere }) {
  const etat = etatDe(compte);
  return <StatusTag tone={TONES[etat]} label={ETATS_COMPTE[etat]} />;
}

function venuLe({ derniereConnexion }: CompteGere): Temporal.PlainDate | null {
  return derniereConnexion === null ? null : parisDate(derniereConnexion);
}

function roleDe({ role, structure }: CompteGere): string {
  return structure === null ? rolesLibelles[role] : `${rolesLibelles[role]} (${structure})`;
}

export const colonnes: readonly Column<CompteGere>[] = [
  {
    key: 'nom',
    label: 'Nom',
    sortable: true,
    value: ({ nom }) => nom,
    render: ({ id, nom }) => <a href={`/administration/comptes/${id}`}>{nom}</a>,
  },
  { key: 'courriel', label: 'Courriel', sortable: true, value: ({ courriel }) => courriel },
  { key: 'role', label: 'Rôle', sortable: true, value: roleDe },
  {
    key: 'etat',
    label: 'État',
    sortable: true,
    value: (compte) => ETATS_COMPTE[etatDe(compte)],
    render: (compte) => <Etat compte={compte} />,
  },
  {
    key: 'connexion',
    label: 'Dernière connexion',
    sortable: true,
    value: (compte) => venuLe(compte)?.toString() ?? null,
    render: (compte) => {
      const le = venuLe(compte);
      return le === null ? 'Aucune connue' : formatDateCourte(le);
    },
  },
];

export const colonnesCsv: readonly CsvColumn<CompteGere>[] = [
  { label: 'Nom', value: ({ nom }) => nom },
  { label: 'Courriel', value: ({ courriel }) => courriel },
  { label: 'Rôle', value: ({ role }) => rolesLibelles[role] },
  { label: 'Structure', value: ({ structure }) => structure },
  { label: 'État', value: (compte) => ETATS_COMPTE[etatDe(compte)] },
  {
    label: 'Dernière connexion',
    value: (compte) => {
      const le = venuLe(compte);
      return le === null ? null : formatDateCourte(le);
    },
  },
  { label: 'Seconds facteurs', value: ({ facteurs }) => facteurs },
];

/** Said until a second administrateur is there. */
function SeulAlert() {
  return (
    <Alert tone="warning" title="Un seul administrateur">
      <p>
        Il en faut au moins deux : si l’un perd son téléphone ou s’absente, l’autre peut l’aider.{' '}
        <a href="/administration/comptes/inviter">Inviter un second administrateur</a>
      </p>
    </Alert>
  );
}

export function AdministrationPage({ seul }: { readonly seul: boolean }) {
  return (
    <>
      <PageHeader title="Administration" lead="Qui peut se connecter, et ce que les pages portent du Département." />
      {seul && <SeulAlert />}
      <DescriptionList
        items={[
          {
            term: 'Comptes',
            details: <a href="/administration/comptes">Inviter, fermer, aider qui a perdu son téléphone</a>,
          },
          { term: 'Réglages', details: <a href="/reglages">Coordonnées, représentant, thème et logo</a> },
          {
            term: 'Territoires',
            details: <a href="/administration/territoires">Les Départements que sert cette installation</a>,
          },
          {
            term: 'Travaux',
            details: <a href="/administration/travaux">Ce qui attend, ce qui a échoué, à relancer</a>,
          },
        ]}
      />
    </>
  );
}

export function ComptesPage(props: {
  readonly rows: readonly CompteGere[];
  readonly total: number;
  readonly query: TableQuery;
  readonly kept: { readonly role: string; readonly etat: string };
  readonly seul: boolean;
}) {
  const { seul, ...list } = props;
  const actions = (
    <ButtonLink href="/administration/comptes/inviter" variant="primary">
      Inviter une personne
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Comptes"
        lead="Les comptes des agents et des référents s’ouvrent depuis leurs fiches, par l’équipe technique."
        actions={actions}
      />
      {seul && <SeulAlert />}
      <DataTable
        caption="Comptes"
        columns={colonnes}
        {...list}
        path="/administration/comptes"
        csvPath="/administration/comptes.csv"
        searchLabel="Rechercher par nom ou courriel"
        filters={[
          { name: 'role', label: 'Rôle', blank: 'Tous', options: toOptions(rolesLibelles) },
          { name: 'etat', label: 'État', blank: 'Tous', options: toOptions(ETATS_COMPTE) },
        ]}
        empty={{ title: 'Aucun compte' }}
      />
    </>
  );
}

/** A button that sends one fact and asks nothing. */
function Geste(props: { readonly action: string; readonly cle: string; readonly children: string }) {
  return (
    <Form state={blankForm()} action={props.action} idempotencyKey={props.cle}>
      <SubmitButton variant="secondary">{props.children}</SubmitButton>
    </Form>
  );
}

/** Where an account is opened, when that is not here: the card of the agent or of the structure. */
function origine({ agentId, structureId, structure }: CompteGere): string | null {
  if (agentId !== null) return 'Ce compte s’ouvre et se rouvre depuis la fiche de l’agent, par l’équipe technique.';
  if (structureId === null) return null;
  return `Ce compte s’ouvre et se rouvre depuis la fiche de la structure (${structure ?? ''}), par l’équipe technique.`;
}

export function ComptePage(props: {
  readonly compte: CompteGere;
  readonly casquettes: readonly CompteGere[];
  readonly estSoi: boolean;
  /** Why what was asked is refused. */
  readonly refus: string | null;
  readonly cle: string;
}) {
  const { compte, casquettes, estSoi, refus, cle } = props;
  const etat = etatDe(compte);
  const path = `/administration/comptes/${compte.id}`;
  const autres = casquettes.filter(({ id }) => id !== compte.id);
  const le = venuLe(compte);
  const ouvertureAilleurs = origine(compte);
  return (
    <>
      <PageHeader kicker="Compte" title={compte.nom} status={<Etat compte={compte} />} />
      {refus !== null && (
        <Alert tone="danger" title="Ce n’est pas possible">
          <p>{refus}</p>
        </Alert>
      )}
      <DescriptionList
        items={[
          { term: 'Courriel', details: compte.courriel },
          { term: 'Rôle', details: roleDe(compte) },
          { term: 'Ouvert le', details: formatDate(parisDate(compte.createdAt)) },
          ...(compte.fermeLe === null ? [] : [{ term: 'Fermé le', details: formatDate(parisDate(compte.fermeLe)) }]),
          { term: 'Dernière connexion', details: le === null ? 'Aucune connue depuis 12 mois' : formatDate(le) },
          { term: 'Seconds facteurs', details: String(compte.facteurs) },
          { term: 'Connexions ouvertes', details: String(compte.sessions) },
        ]}
      />
      {autres.length > 0 && (
        <Section title="Autres casquettes de la même adresse">
          <ul class="e-links">
            {autres.map((autre) => (
              <li>
                <a href={`/administration/comptes/${autre.id}`}>{roleDe(autre)}</a> : {ETATS_COMPTE[etatDe(autre)]}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Ce que vous pouvez faire">
        {ouvertureAilleurs !== null && <p>{ouvertureAilleurs}</p>}
        {estSoi ? (
          <p>
            C’est votre propre compte : un autre administrateur peut le fermer ou vous aider. Vos connexions se voient
            dans <a href="/mon-compte">Mon compte</a>.
          </p>
        ) : (
          <div class="e-actions">
            {etat === 'invite' && estInvite(compte.role) && (
              <Geste action={`${path}/relancer`} cle={cle}>
                Renvoyer l’invitation
              </Geste>
            )}
            {etat === 'ferme' && estInvite(compte.role) && (
              <Geste action={`${path}/rouvrir`} cle={cle}>
                Rouvrir ce compte
              </Geste>
            )}
            {etat !== 'ferme' && (
              <>
                <Geste action={`${path}/deconnecter`} cle={cle}>
                  Déconnecter partout
                </Geste>
                <ButtonLink href={`${path}/telephone-perdu`}>Téléphone perdu</ButtonLink>
                <ButtonLink href={`${path}/fermer`}>Fermer ce compte</ButtonLink>
              </>
            )}
          </div>
        )}
      </Section>
    </>
  );
}

export function InviterPage({ state, cle }: { readonly state: FormState; readonly cle: string }) {
  const options = ROLES_INVITES.map((role) => ({ value: role, label: rolesLibelles[role] }));
  return (
    <>
      <PageHeader
        title="Inviter une personne"
        lead="Un compte est ouvert à son adresse, et un courriel lui dit comment se connecter."
      />
      <Form state={state} action="/administration/comptes/inviter" idempotencyKey={cle}>
        <TextField state={state} name="nom" label="Prénom et nom" autocomplete="off" />
        <TextField state={state} name="courriel" label="Courriel" type="email" autocomplete="off" />
        <RadioGroup state={state} name="role" label="Rôle" options={options} />
        <FormActions>
          <SubmitButton>Envoyer l’invitation</SubmitButton>
          <ButtonLink href="/administration/comptes" variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function FermerPage({ compte, cle }: { readonly compte: CompteGere; readonly cle: string }) {
  const path = `/administration/comptes/${compte.id}`;
  return (
    <>
      <PageHeader
        kicker={roleDe(compte)}
        title={`Fermer le compte de ${compte.nom}`}
        lead="Ce qui prend fin aussitôt :"
      />
      <ul>
        <li>ses connexions ouvertes sur ce compte ({compte.sessions}), même en cours d’utilisation ;</li>
        <li>ses liens de connexion encore valables ;</li>
        <li>tout nouvel accès par ce compte. Ses autres casquettes, s’il y en a, restent ouvertes.</li>
      </ul>
      <p>Ce que la personne a enregistré reste, à son nom.</p>
      <Form state={blankForm()} action={`${path}/fermer`} idempotencyKey={cle}>
        <FormActions>
          <SubmitButton danger>Fermer ce compte</SubmitButton>
          <ButtonLink href={path} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function OublierPage(props: { readonly compte: CompteGere; readonly state: FormState; readonly cle: string }) {
  const { compte, state, cle } = props;
  const path = `/administration/comptes/${compte.id}`;
  return (
    <>
      <PageHeader
        kicker={compte.nom}
        title="Retirer les seconds facteurs"
        lead="La personne choisira un nouveau second facteur à sa prochaine connexion. Ses connexions ouvertes prennent fin. Elle en est avertie par courriel, ainsi que les autres administrateurs."
      />
      <Form state={state} action={`${path}/telephone-perdu`} idempotencyKey={cle}>
        <RadioGroup state={state} name="motif" label="Motif" options={toOptions(MOTIFS_OUBLI)} />
        <Checkbox
          state={state}
          name="identite"
          label="J’ai vérifié l’identité de cette personne, en face à face"
          hint="Jamais sur un simple appel ni un courriel : c’est ainsi qu’un compte se vole."
        />
        <FormActions>
          <SubmitButton danger>Retirer ses seconds facteurs</SubmitButton>
          <ButtonLink href={path} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
