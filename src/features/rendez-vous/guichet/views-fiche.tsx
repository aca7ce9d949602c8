import { ButtonLink, PrintButton, SubmitButton } from '../../../ui/button.tsx';
import { RadioGroup } from '../../../ui/choice.tsx';
import { Alert, DescriptionList, PageHeader, Section } from '../../../ui/content.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ErrorSummary, Form, FormActions } from '../../../ui/form.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import type { Creneau } from '../creneaux.ts';
import { direQuand } from '../dire.ts';
import { CANAUX, type Prevenir } from '../rules.ts';
import type { RendezVous } from '../store.ts';
import { ChoixCreneau, Ticket } from '../views.tsx';
import { EtatTag, Venues } from './views.tsx';

const PREVENIR: Readonly<Record<Prevenir, string>> = {
  sms: 'par SMS',
  courriel: 'par courriel',
  appel: 'par un appel',
  guichet: 'au guichet, avec le code',
};

/** Nothing to bring on that day: a slip on paper would send somebody to a closed door. */
const SANS_TICKET: ReadonlySet<RendezVous['statut']> = new Set(['a_replacer', 'annule', 'deplace']);

export type RdvProps = {
  readonly rdv: RendezVous;
  readonly site: string;
  readonly telephone: string | null;
  /** Why it may no longer be changed; null when it may. */
  readonly fige: string | null;
  /** Its day has come. */
  readonly venuesOuvertes: boolean;
  readonly errors: FormState['errors'];
  readonly cle: string;
};

/** One rendez-vous, as those who receive see it, with its slip to print. */
export function RdvPage({ rdv, site, telephone, fige, venuesOuvertes, errors, cle }: RdvProps) {
  const prescripteur = [rdv.prescripteurNom, rdv.prescripteurStructure, rdv.prescripteurCourriel].filter(
    (text) => text !== null,
  );
  return (
    <>
      <PageHeader title={rdv.prenom ?? 'Rendez-vous'} lead={direQuand(rdv)} status={<EtatTag statut={rdv.statut} />} />
      <ErrorSummary state={{ ...blankForm(), errors }} />
      {venuesOuvertes && <Venues rdv={rdv} cle={cle} />}
      {rdv.statut === 'a_replacer' && (
        <Alert tone="warning">
          La permanence n’a pas lieu ce jour-là : ce ticket ne vaut plus tant qu’une autre heure n’est pas choisie.
        </Alert>
      )}
      <Ticket rdv={rdv} site={site} telephone={telephone} />
      <div class="e-ecran">
        <div class="e-actions">
          {!SANS_TICKET.has(rdv.statut) && <PrintButton>Imprimer le ticket</PrintButton>}
          {fige === null && (
            <>
              <ButtonLink href={`/rendez-vous/${rdv.id}/deplacer`}>Déplacer</ButtonLink>
              <ButtonLink href={`/rendez-vous/${rdv.id}/annuler`}>Annuler</ButtonLink>
            </>
          )}
          {rdv.prenom !== null && (
            <ButtonLink
              href={rdv.personneId === null ? `/personnes/nouvelle?rdv=${rdv.id}` : `/personnes/${rdv.personneId}`}
              variant="tertiary"
            >
              {rdv.personneId === null ? 'Rattacher à une fiche' : 'Sa fiche'}
            </ButtonLink>
          )}
        </div>
        {fige !== null && <p>{fige}</p>}
        <Section title="Pour vous">
          <DescriptionList
            items={[
              { term: 'Pris', details: CANAUX[rdv.canal] },
              { term: 'Prévenir', details: PREVENIR[rdv.prevenir] },
              { term: 'Téléphone', details: rdv.telephone },
              { term: 'Adresse électronique', details: rdv.courriel },
              { term: 'De quoi il s’agit', details: rdv.besoin },
              ...(prescripteur.length === 0 ? [] : [{ term: 'Professionnel', details: prescripteur.join(', ') }]),
            ]}
          />
        </Section>
      </div>
    </>
  );
}

export function AnnulerPage(props: { readonly rdv: RendezVous; readonly state: FormState; readonly cle: string }) {
  const { rdv, state } = props;
  return (
    <>
      <PageHeader
        title="Annuler le rendez-vous"
        lead={`${rdv.prenom ?? 'Sans nom'}, ${direQuand(rdv)}, ${rdv.lieu}.`}
      />
      <Form state={state} action={`/rendez-vous/${rdv.id}/annuler`} idempotencyKey={props.cle}>
        <RadioGroup
          state={state}
          name="demandePar"
          label="Qui annule ?"
          options={[
            { value: 'personne', label: 'La personne le demande' },
            { value: 'nous', label: 'Nous', hint: 'La personne est prévenue, ou un appel est à passer.' },
          ]}
        />
        <TextField state={state} name="annuleMotif" label="Raison" hint="Sans rien dire de la santé." optional />
        <FormActions>
          <SubmitButton danger>Annuler le rendez-vous</SubmitButton>
          <ButtonLink href={`/rendez-vous/${rdv.id}`}>Ne rien changer</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function DeplacerPage(props: {
  readonly rdv: RendezVous;
  readonly creneaux: readonly Creneau[];
  readonly state: FormState;
  readonly cle: string;
}) {
  const { rdv, state, creneaux } = props;
  return (
    <>
      <PageHeader
        title="Déplacer le rendez-vous"
        lead={`${rdv.prenom ?? 'Sans nom'}, ${direQuand(rdv)}, ${rdv.lieu}.`}
      />
      {creneaux.length === 0 ? (
        <p>
          Aucune autre heure n’est libre près de là. <a href={`/rendez-vous/${rdv.id}`}>Revenir au rendez-vous</a>.
        </p>
      ) : (
        <Form state={state} action={`/rendez-vous/${rdv.id}/deplacer`} idempotencyKey={props.cle}>
          <ChoixCreneau state={state} creneaux={creneaux} label="Nouveau moment" />
          <FormActions>
            <SubmitButton>Déplacer</SubmitButton>
            <ButtonLink href={`/rendez-vous/${rdv.id}`}>Ne rien changer</ButtonLink>
          </FormActions>
        </Form>
      )}
    </>
  );
}
