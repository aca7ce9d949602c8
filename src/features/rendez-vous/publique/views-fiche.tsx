import { ButtonLink, PrintButton, SubmitButton } from '../../../ui/button.tsx';
import { Alert, PageHeader } from '../../../ui/content.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import { ErrorSummary, Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { Creneau } from '../creneaux.ts';
import { direQuand } from '../dire.ts';
import type { RendezVous } from '../store.ts';
import { ChoixCreneau, Ticket, type TicketProps } from '../views.tsx';
import { PRENDRE } from './views.tsx';

export type FicheProps = TicketProps & {
  /** The secret of its link. */
  readonly jeton: string;
  /** Why it may not be changed here; null when it may. */
  readonly fige: string | null;
  /** It has just been taken, or moved. */
  readonly nouveau: boolean;
  readonly state: FormState;
  readonly cle: string;
};

const TITRES: Readonly<Partial<Record<RendezVous['statut'], string>>> = {
  annule: 'Votre rendez-vous est annulé',
  a_replacer: 'Votre rendez-vous est à replacer',
};

/** The rendez-vous of one person, as the link or the code shows it. */
export function FichePage(props: FicheProps) {
  const { rdv, jeton, fige } = props;
  const isOn = rdv.statut !== 'annule' && rdv.statut !== 'a_replacer';
  const title = props.nouveau && isOn ? 'C’est noté' : (TITRES[rdv.statut] ?? 'Votre rendez-vous');
  return (
    <>
      <PageHeader title={title} lead={isOn ? 'Imprimez ce ticket, ou recopiez le code.' : undefined} />
      {fige !== null && <ErrorSummary state={props.state} />}
      {rdv.statut === 'a_replacer' && (
        <Alert tone="warning">La permanence du {direQuand(rdv)} n’a pas lieu. Choisissez un autre moment.</Alert>
      )}
      {rdv.statut === 'annule' ? (
        <p>
          La place est rendue. <a href={PRENDRE}>Prendre un autre rendez-vous</a>.
        </p>
      ) : (
        <>
          {isOn && <Ticket rdv={rdv} site={props.site} telephone={props.telephone} />}
          {isOn && (
            <div class="e-actions e-ecran">
              <PrintButton>Imprimer le ticket</PrintButton>
              <ButtonLink href={`/rdv/${jeton}/calendrier`} icon="calendar" download>
                Ajouter à mon calendrier
              </ButtonLink>
            </div>
          )}
          {fige === null ? <Changer {...props} /> : <p class="e-ecran">{fige}</p>}
        </>
      )}
    </>
  );
}

function Changer({ jeton, state, cle }: FicheProps) {
  return (
    <div class="e-ecran">
      <p>
        <ButtonLink href={`/rdv/${jeton}/changer`} variant="primary">
          Choisir un autre moment
        </ButtonLink>
      </p>
      <Disclosure summary="Annuler ce rendez-vous" open={state.errors.length > 0}>
        <Form state={state} action="/rdv/annuler" idempotencyKey={cle}>
          <HiddenField name="jeton" value={jeton} />
          <p>La place sera donnée à quelqu’un d’autre.</p>
          <FormActions>
            <SubmitButton danger>Annuler mon rendez-vous</SubmitButton>
          </FormActions>
        </Form>
      </Disclosure>
    </div>
  );
}

/** Another moment for the same rendez-vous. */
export function ChangerPage(props: {
  readonly rdv: RendezVous;
  readonly jeton: string;
  readonly creneaux: readonly Creneau[];
  readonly state: FormState;
  readonly cle: string;
}) {
  const { rdv, jeton, creneaux, state } = props;
  return (
    <>
      <PageHeader title="Choisir un autre moment" lead={`Votre rendez-vous actuel : ${direQuand(rdv)}, ${rdv.lieu}.`} />
      {creneaux.length === 0 ? (
        <p>
          Aucune autre heure n’est libre près de là. <a href={`/rdv/${jeton}`}>Revenir à mon rendez-vous</a>.
        </p>
      ) : (
        <Form state={state} action="/rdv/changer" idempotencyKey={props.cle}>
          <HiddenField name="jeton" value={jeton} />
          <ChoixCreneau state={state} creneaux={creneaux} label="Quel moment vous convient ?" />
          <FormActions>
            <SubmitButton>Changer</SubmitButton>
            <ButtonLink href={`/rdv/${jeton}`}>Garder mon rendez-vous</ButtonLink>
          </FormActions>
        </Form>
      )}
    </>
  );
}

/** A link that leads nowhere, or no longer. */
export function LienMortPage() {
  return (
    <>
      <PageHeader title="Ce lien ne sert plus" />
      <p>Le rendez-vous est passé, ou le lien a été mal recopié.</p>
      <p>
        <a href="/mon-rendez-vous">Retrouver un rendez-vous avec son code</a>
      </p>
    </>
  );
}
