import type { Child } from 'hono/jsx';
import { type Compte, type Role, rolesLibelles } from '../../../domain/compte.ts';
import { formatDateLongue, formatHeure, parisDate, parisTime } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { Facteur } from '../second-facteur/store.ts';
import type { Casquette } from '../store.ts';

type OpenSession = {
  readonly id: string;
  readonly navigateur: string;
  readonly seenAt: Temporal.Instant;
  readonly role: Role;
};

const GENRES: Record<Facteur['genre'], string> = { application: 'Application', cle: 'Clé d’accès' };
const PEU_DE_CODES = 3;

function quand(at: Temporal.Instant): string {
  return `${formatDateLongue(parisDate(at))} à ${formatHeure(parisTime(at))}`;
}

/** Who sees something of dates: deadlines, or the séances that an agent holds. */
function suitUnCalendrier(role: Role): boolean {
  return role === 'agent' || role === 'equipe' || role === 'referent';
}

export function MonComptePage(props: {
  readonly cle: string;
  readonly compte: Compte;
  readonly casquettes: readonly Casquette[];
  readonly facteurs: readonly Facteur[];
  readonly secours: number;
  readonly sessions: readonly OpenSession[];
  readonly session: string;
}) {
  return (
    <>
      <PageHeader
        title="Mon compte"
        lead={`${props.compte.nom}, ${rolesLibelles[props.compte.role]}. ${props.compte.courriel}`}
      />
      {props.casquettes.length > 1 && (
        <Section
          title="Mes casquettes"
          actions={<ButtonLink href="/connexion/casquette">Changer de casquette</ButtonLink>}
        >
          <ul>
            {props.casquettes.map((casquette) => (
              <li>
                {rolesLibelles[casquette.role]}
                {casquette.structure && `, ${casquette.structure}`}
                {casquette.id === props.compte.id && ' (en ce moment)'}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Facteurs {...props} />
      <Section
        title="Mes codes de secours"
        actions={<ButtonLink href="/mon-compte/codes-de-secours/nouveaux">Refaire mes codes</ButtonLink>}
      >
        <p>
          {props.secours === 0
            ? 'Il ne vous reste aucun code.'
            : `Il vous reste ${props.secours} code${props.secours > 1 ? 's' : ''}, pour le jour où vous perdriez votre téléphone.`}
        </p>
        {props.secours < PEU_DE_CODES && (
          <Alert tone="warning">
            Refaites vos codes avant d’en manquer : ce sont eux qui vous laisseraient entrer.
          </Alert>
        )}
      </Section>
      <Sessions {...props} />
      {suitUnCalendrier(props.compte.role) && (
        <Section
          title="Mon calendrier"
          actions={<ButtonLink href="/mon-compte/calendrier">Régler mon calendrier</ButtonLink>}
        >
          <p>
            Suivez {props.compte.role === 'agent' ? 'vos permanences' : 'les échéances'} dans le calendrier de votre
            téléphone ou de votre ordinateur.
          </p>
        </Section>
      )}
      <Section
        title="Mes courriels"
        actions={<ButtonLink href="/mon-compte/courriels">Régler mes courriels</ButtonLink>}
      >
        <p>Choisissez ce qu’Escale vous envoie.</p>
      </Section>
    </>
  );
}

function Facteurs(props: { readonly cle: string; readonly facteurs: readonly Facteur[] }) {
  return (
    <Section title="Mes seconds facteurs">
      <p>Ce qui prouve que c’est vous, en plus de votre messagerie.</p>
      {props.facteurs.length > 0 && (
        <SimpleTable
          caption="Mes seconds facteurs"
          captionHidden
          columns={[{ label: 'Nom' }, { label: 'Genre' }, { label: 'Dernier usage' }, { label: 'Actions' }]}
          rows={props.facteurs.map((facteur) => [
            facteur.nom,
            GENRES[facteur.genre],
            facteur.usedAt === null ? 'Jamais' : quand(facteur.usedAt),
            <>
              <a
                href={`/mon-compte/facteurs/renommer?facteur=${facteur.id}`}
                aria-label={`Renommer « ${facteur.nom} »`}
              >
                Renommer
              </a>{' '}
              {props.facteurs.length > 1 && (
                <a
                  href={`/mon-compte/facteurs/retirer?facteur=${facteur.id}`}
                  aria-label={`Retirer « ${facteur.nom} »`}
                >
                  Retirer
                </a>
              )}
            </>,
          ])}
        />
      )}
      {props.facteurs.length === 1 && (
        <p class="e-muted">Ajoutez-en un autre : le jour où l’un manque, l’autre vous laisse entrer.</p>
      )}
      <div class="e-actions">
        <ButtonLink href="/mon-compte/application/nouvelle">Ajouter une application</ButtonLink>
        <ButtonLink href="/mon-compte/cle/nouvelle">Ajouter une clé d’accès</ButtonLink>
      </div>
    </Section>
  );
}

function Sessions(props: {
  readonly cle: string;
  readonly sessions: readonly OpenSession[];
  readonly session: string;
}) {
  return (
    <Section title="Mes connexions ouvertes">
      <p>Si vous ne reconnaissez pas l’une d’elles, fermez-la, puis prévenez un administrateur.</p>
      <SimpleTable
        caption="Mes connexions ouvertes"
        captionHidden
        columns={[{ label: 'Navigateur' }, { label: 'Vue pour la dernière fois' }, { label: 'Action' }]}
        rows={props.sessions.map((session) => [
          session.navigateur || 'Navigateur inconnu',
          quand(session.seenAt),
          session.id === props.session ? (
            <StatusTag tone="success" label="Celle-ci" />
          ) : (
            <form method="post" action="/mon-compte/sessions/fermer">
              <HiddenField name="_cle" value={props.cle} />
              <HiddenField name="session" value={session.id} />
              <SubmitButton variant="tertiary">Fermer</SubmitButton>
            </form>
          ),
        ])}
      />
      {props.sessions.length > 1 && (
        <form method="post" action="/mon-compte/sessions/autres/fermer">
          <HiddenField name="_cle" value={props.cle} />
          <SubmitButton variant="secondary">Fermer toutes les autres</SubmitButton>
        </form>
      )}
    </Section>
  );
}

export function RenommerPage(props: { readonly cle: string; readonly facteur: string; readonly state: FormState }) {
  return (
    <>
      <PageHeader title="Renommer" />
      <Form state={props.state} action="/mon-compte/facteurs/renommer" idempotencyKey={props.cle}>
        <TextField state={props.state} name="nom" label="Nom" hint="Par exemple « Téléphone du travail »." width={30} />
        <HiddenField name="facteur" value={props.facteur} />
        <FormActions>
          <SubmitButton />
          <ButtonLink href="/mon-compte">Annuler</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** Says what an action ends before doing it. */
export function ConfirmerPage(props: {
  readonly title: string;
  readonly action: string;
  readonly bouton: string;
  readonly cle: string;
  readonly children?: Child;
}) {
  return (
    <>
      <PageHeader title={props.title} />
      {props.children}
      <Form state={blankForm()} action={props.action} idempotencyKey={props.cle}>
        <FormActions>
          <SubmitButton danger>{props.bouton}</SubmitButton>
          <ButtonLink href="/mon-compte">Annuler</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
