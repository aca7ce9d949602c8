import { formatDate, parisDate } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { CheckboxGroup, RadioGroup, toOptions } from '../../../ui/choice.tsx';
import { Alert, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { DateField, TextField } from '../../../ui/field.tsx';
import { ErrorSummary, Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { moment, nomDe } from '../recit.ts';
import { CANAUX_REMISE, type Identite } from '../rules.ts';
import type { Mandat } from '../store.ts';
import { nombreDit } from './recit.tsx';
import type { RemiseDemandee } from './store.ts';

/** A mandat that may be the person's, as far as it may be read. */
export type Candidat = { readonly mandat: Mandat; readonly identite: Identite };

type Props = {
  readonly remise: RemiseDemandee;
  readonly agentId: string;
  /** The name looked for among the agent's mandats. */
  readonly nom: string;
  readonly candidats: readonly Candidat[];
  /** More answered than what is shown. */
  readonly deTrop: boolean;
  readonly choix: FormState;
  readonly remis: FormState;
  readonly cle: string;
  readonly today: Temporal.PlainDate;
};

export function RemisePage(props: Props) {
  const { remise } = props;
  return (
    <>
      <PageHeader
        kicker={remise.reference}
        title="Remettre à une personne ce que disent ses mandats"
        lead={`Une personne a demandé, le ${formatDate(remise.recueLe)}, ce qui est gardé d’elle. Ce que dit un mandat, vous seul pouvez le lire : vous seul pouvez le lui remettre.`}
      />
      <Section title="Qui demande">
        <p>
          <strong>{remise.nom}</strong>. La personne déléguée à la protection des données a établi que c’est bien elle.
        </p>
      </Section>
      <Chercher {...props} />
      <Remis {...props} />
      <Aucun {...props} />
    </>
  );
}

function Chercher({ remise, agentId, nom, candidats, deTrop, choix, cle }: Props) {
  return (
    <Section title="1. Faire le fichier" id="fichier">
      <form class="e-form" method="post" action={`/remises/${remise.id}/recherche`}>
        <HiddenField name="_cle" value={cle} />
        <TextField
          state={blankForm({ recherche: nom })}
          name="recherche"
          label="Nom cherché parmi vos mandats"
          hint="Essayez aussi un nom de naissance, ou celui d’un représentant."
          autocomplete="off"
        />
        <FormActions>
          <SubmitButton variant="secondary">Chercher</SubmitButton>
        </FormActions>
      </form>
      {deTrop && <Alert tone="warning">Seuls les premiers mandats sont montrés : précisez le nom.</Alert>}
      {candidats.length === 0 ? (
        <EmptyState title="Aucun mandat lisible ne porte ce nom">
          <p>Un mandat fini ou retenu ne se lit plus : il n’est plus remis par ce fichier.</p>
        </EmptyState>
      ) : (
        <form class="e-form" method="get" action={`/remises/${remise.id}/fichier`}>
          <ErrorSummary state={choix} />
          <CheckboxGroup
            state={choix}
            name="mandat"
            label="Cochez les mandats de cette personne"
            hint="Un homonyme n’est pas elle : comparez la date de naissance avec ce qu’elle vous dit."
            options={candidats.map(({ mandat, identite }) => ({
              value: mandat.id,
              label: `${nomDe(identite)}, naissance le ${formatDate(Temporal.PlainDate.from(identite.naissance))}`,
              hint: `${direSignature(mandat)} ; vous en êtes ${mandat.agentId === agentId ? 'mandataire' : 'le suppléant'}.`,
            }))}
          />
          <p>
            Le fichier contient une page à lire, les mêmes faits pour un ordinateur, les documents signés et les reçus.
            Il se fait à l’instant : Escale n’en garde rien. Effacez-le de votre appareil une fois remis.
          </p>
          <FormActions>
            <SubmitButton>Faire le fichier</SubmitButton>
          </FormActions>
        </form>
      )}
    </Section>
  );
}

function direSignature({ signeAt, endroit }: Mandat): string {
  return signeAt === null ? endroit : `Signé le ${formatDate(parisDate(signeAt))}, ${endroit}`;
}

function Remis({ remise, remis, cle, today }: Props) {
  return (
    <Section title="2. Noter qu’il est remis" id="remis">
      {remise.fichierAt !== null && (
        <p>
          Dernier fichier fait le {moment(remise.fichierAt)} : {nombreDit(remise.mandats)}.
        </p>
      )}
      <Form state={remis} action={`/remises/${remise.id}/remis`} idempotencyKey={cle}>
        <RadioGroup state={remis} name="canal" label="Comment" options={toOptions(CANAUX_REMISE)} />
        <DateField state={remis} name="closeLe" label="Le" max={today.toString()} />
        <FormActions>
          <SubmitButton>Le fichier est remis</SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}

function Aucun({ remise, cle }: Props) {
  return (
    <Section title="Aucun mandat n’est à elle ?" id="aucun">
      <p>Dites-le aussi : la personne déléguée saura que vous avez cherché.</p>
      <form class="e-form" method="post" action={`/remises/${remise.id}/aucun`}>
        <HiddenField name="_cle" value={cle} />
        <FormActions>
          <SubmitButton variant="secondary">Aucun de mes mandats n’est à elle</SubmitButton>
          <ButtonLink href="/mandats" variant="tertiary">
            Revenir à mes mandats
          </ButtonLink>
        </FormActions>
      </form>
    </Section>
  );
}

/** On the list of an agent: what persons wait for. */
export function RemisesEnAttente({ remises }: { readonly remises: readonly RemiseDemandee[] }) {
  if (remises.length === 0) return null;
  return (
    <Alert
      tone="warning"
      title={
        remises.length === 1
          ? 'Une personne demande ce que disent ses mandats'
          : `${remises.length} personnes demandent ce que disent leurs mandats`
      }
    >
      <ul>
        {remises.map(({ id, reference, recueLe }) => (
          <li>
            <a href={`/remises/${id}`}>
              Demande {reference}, du {formatDate(recueLe)}
            </a>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
