import { formatDate, formatHeure, parisDate } from '../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { Checkbox, type Option } from '../../ui/choice.tsx';
import { MailLink, PhoneLink } from '../../ui/contact.tsx';
import { Alert, DescriptionList, EmptyState, PageHeader, Section } from '../../ui/content.tsx';
import { NumberField, TextField } from '../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { LookupField } from '../../ui/lookup-field.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { STATUTS, type Statut } from '../rendez-vous/rules.ts';
import type { Fusion } from './fusion/store.ts';
import { RAISONS, type Raison } from './rules.ts';
import type { Personne, RendezVousDePersonne } from './store.ts';
import { type SuiviProps, SuiviSections } from './suivi/views.tsx';

export const nomDe = ({ prenom, nom }: Pick<Personne, 'prenom' | 'nom'>): string =>
  [prenom, nom].filter(Boolean).join(' ');

/** What tells two people of one name apart. */
export function precision({ anneeNaissance, commune, telephone }: Personne): string {
  const parts = [anneeNaissance === null ? null : `${anneeNaissance}`, commune, telephone];
  return parts.filter((part) => part !== null).join(', ') || 'rien d’autre n’est connu';
}

/** Nobody is listed before being looked for. */
export function RecherchePage(props: {
  readonly state: FormState;
  readonly cle: string;
  readonly trouvees: readonly Personne[] | null;
  readonly isAgent: boolean;
}) {
  const { state, cle, trouvees } = props;
  return (
    <>
      <PageHeader
        title="Personnes"
        lead="Pour qui veut être reconnu d’une fois à l’autre. Une fiche n’est jamais obligatoire : un prénom suffit pour être aidé."
        actions={
          <>
            <ButtonLink href="/personnes/nouvelle" variant="primary">
              Nouvelle fiche
            </ButtonLink>
            {props.isAgent && <ButtonLink href="/personnes?miennes=1">Personnes que je suis</ButtonLink>}
          </>
        }
      />
      <Form state={state} action="/personnes/recherche" idempotencyKey={cle}>
        <TextField
          state={state}
          name="cherche"
          label="Chercher une personne"
          hint="Son nom ou le début, son téléphone ou son courriel. Les accents ne comptent pas."
          type="search"
          autocomplete="off"
        />
        <FormActions>
          <SubmitButton>Chercher</SubmitButton>
        </FormActions>
      </Form>
      {trouvees !== null && trouvees.length === 0 && (
        <EmptyState title="Aucune fiche ne répond à cette recherche">Cherchez un mot plus court.</EmptyState>
      )}
      {trouvees !== null && trouvees.length > 0 && (
        <SimpleTable
          caption={trouvees.length === 1 ? 'Une fiche trouvée' : `${trouvees.length} fiches trouvées`}
          columns={[{ label: 'Personne' }, { label: 'Née en' }, { label: 'Commune' }, { label: 'Téléphone' }]}
          rows={trouvees.map((one) => [
            <a href={`/personnes/${one.id}`}>{nomDe(one)}</a>,
            one.anneeNaissance === null ? '—' : String(one.anneeNaissance),
            one.commune ?? '—',
            <PhoneLink number={one.telephone} />,
          ])}
        />
      )}
    </>
  );
}

export type Doublon = { readonly personne: Personne; readonly raisons: readonly Raison[] };

export const direRaisons = (raisons: readonly Raison[]): string => raisons.map((raison) => RAISONS[raison]).join(', ');

/** The form of a record; with the records that may be the same person, when there are. */
export function SaisiePage(props: {
  readonly titre: string;
  readonly action: string;
  readonly retour: string;
  readonly state: FormState;
  readonly cle: string;
  readonly communes: readonly string[];
  readonly candidates: readonly Option[];
  readonly doublons: readonly Doublon[];
  readonly pourRdv: string;
  /** A key for each of the small forms. */
  readonly cleDe: () => string;
}) {
  const { titre, state, cle, doublons, pourRdv } = props;
  return (
    <>
      <PageHeader title={titre} />
      {doublons.length > 0 && (
        <Alert tone="warning" title="Cette personne a peut-être déjà une fiche">
          <ul class="e-links">
            {doublons.map(({ personne, raisons }) => (
              <li>
                <a href={`/personnes/${personne.id}`}>{nomDe(personne)}</a> ({precision(personne)}) :{' '}
                {direRaisons(raisons)}
                {pourRdv !== '' && (
                  <form method="post" action={`/personnes/${personne.id}/rattacher`}>
                    <HiddenField name="_cle" value={props.cleDe()} />
                    <HiddenField name="pourRdv" value={pourRdv} />
                    <SubmitButton variant="secondary">
                      C’est elle<span class="ds-sr-only"> : {nomDe(personne)}</span>
                    </SubmitButton>
                  </form>
                )}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <Form state={state} action={props.action} idempotencyKey={cle}>
        <HiddenField name="pourRdv" value={pourRdv} />
        <TextField state={state} name="prenom" label="Prénom" autocomplete="off" width={24} />
        <TextField state={state} name="nom" label="Nom" autocomplete="off" width={24} optional />
        <TextField state={state} name="telephone" label="Téléphone" type="tel" autocomplete="off" width={16} optional />
        <TextField
          state={state}
          name="courriel"
          label="Adresse électronique"
          type="email"
          autocomplete="off"
          optional
        />
        <NumberField state={state} name="anneeNaissance" label="Année de naissance" optional />
        <LookupField
          state={state}
          name="commune"
          label="Commune"
          suggestions={props.communes}
          candidates={props.candidates}
          candidatesLabel="De quelle commune s’agit-il ?"
          autocomplete="off"
          optional
        />
        {doublons.length > 0 && (
          <Checkbox state={state} name="malgre" label="C’est une autre personne : créer la fiche quand même" optional />
        )}
        <FormActions>
          <SubmitButton>Enregistrer la fiche</SubmitButton>
          <ButtonLink href={props.retour} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

function derniereVenue({ updatedAt }: Personne, derniereAide: Temporal.PlainDate | null): Temporal.PlainDate {
  const touched = parisDate(updatedAt);
  return derniereAide !== null && Temporal.PlainDate.compare(derniereAide, touched) > 0 ? derniereAide : touched;
}

export function PersonnePage(props: {
  readonly personne: Personne;
  readonly rendezVous: readonly RendezVousDePersonne[];
  readonly fusions: readonly Fusion[];
  readonly doublons: readonly Doublon[];
  readonly cle: string;
  readonly suivi: SuiviProps;
  /** The day of the last act of help linked to the record; null: none is. */
  readonly derniereAide: Temporal.PlainDate | null;
}) {
  const { personne, rendezVous, fusions, doublons, cle } = props;
  const { id, fusionneeDans } = personne;
  if (fusionneeDans !== null) {
    return (
      <>
        <PageHeader kicker="Fiche réunie à une autre" title={nomDe(personne)} />
        <p>
          <ButtonLink href={`/personnes/${fusionneeDans}`} variant="primary">
            Voir la fiche gardée
          </ButtonLink>
        </p>
      </>
    );
  }
  return (
    <>
      <PageHeader
        kicker="Personne"
        title={nomDe(personne)}
        actions={<ButtonLink href={`/personnes/${id}/modifier`}>Modifier</ButtonLink>}
      />
      <DescriptionList
        items={[
          { term: 'Téléphone', details: personne.telephone && <PhoneLink number={personne.telephone} /> },
          { term: 'Courriel', details: personne.courriel && <MailLink address={personne.courriel} /> },
          { term: 'Née en', details: personne.anneeNaissance === null ? null : String(personne.anneeNaissance) },
          { term: 'Commune', details: personne.commune },
          { term: 'Dernière venue ou modification', details: formatDate(derniereVenue(personne, props.derniereAide)) },
        ]}
      />
      <SuiviSections {...props.suivi} />
      <Section title="Rendez-vous">
        {rendezVous.length === 0 ? (
          <p>Aucun rendez-vous n’est rattaché à cette fiche.</p>
        ) : (
          <SimpleTable
            caption="Rendez-vous de cette personne"
            captionHidden
            columns={[{ label: 'Quand' }, { label: 'Où' }, { label: 'Pour' }, { label: 'État' }]}
            rows={rendezVous.map((rdv) => [
              <a href={`/rendez-vous/${rdv.id}`}>
                {formatDate(rdv.jour)} à {formatHeure(rdv.debut)}
              </a>,
              rdv.lieu,
              rdv.motif,
              STATUTS[rdv.statut as Statut] ?? rdv.statut,
            ])}
          />
        )}
      </Section>
      {doublons.length > 0 && (
        <Section title="Fiches qui lui ressemblent" id="doublons">
          <ul class="e-links">
            {doublons.map(({ personne: other, raisons }) => (
              <li>
                <a href={`/personnes/${other.id}`}>{nomDe(other)}</a> ({precision(other)}) : {direRaisons(raisons)}
              </li>
            ))}
          </ul>
          <p>
            <ButtonLink href={`/personnes/${id}/fusionner`}>Réunir avec une autre fiche</ButtonLink>
          </p>
        </Section>
      )}
      {fusions.length > 0 && <Fusions personne={personne} fusions={fusions} cle={cle} />}
    </>
  );
}

function Fusions(props: { readonly personne: Personne; readonly fusions: readonly Fusion[]; readonly cle: string }) {
  const { personne, fusions, cle } = props;
  return (
    <Section title="Fiches réunies ici" id="reunions">
      <SimpleTable
        caption="Fiches réunies ici, la dernière d’abord"
        captionHidden
        columns={[
          { label: 'Fiche' },
          { label: 'Quand' },
          { label: 'Par' },
          { label: 'Ce qui a suivi' },
          { label: 'Action' },
        ]}
        rows={fusions.map((fusion) => [
          fusion.autre,
          formatDate(parisDate(fusion.createdAt)),
          fusion.par ?? 'Compte effacé',
          `${fusion.rdvDeplaces.length} rendez-vous, ${fusion.attentesDeplacees.length} attente, ${fusion.accompagnementsDeplaces.length} accompagnement, ${fusion.colonnesCompletees.filter((one) => one !== 'suivieDepuis').length} réponse complétée`,
          fusion.defaiteAt !== null ? (
            'Défaite'
          ) : (
            <form method="post" action={`/personnes/${personne.id}/defusionner`}>
              <HiddenField name="_cle" value={cle} />
              <HiddenField name="fusion" value={fusion.id} />
              <SubmitButton variant="tertiary">
                Défaire<span class="ds-sr-only"> la réunion avec {fusion.autre}</span>
              </SubmitButton>
            </form>
          ),
        ])}
      />
    </Section>
  );
}
