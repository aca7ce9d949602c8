import { formatDateLongue, formatHeure, formatPlage } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { EmptyState, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { Tone } from '../../../ui/tone.ts';
import { type AFaire, AFaireRendezVous } from '../a-faire.tsx';
import { direCode } from '../code.ts';
import { direQuand } from '../dire.ts';
import { type Venue, venuesPossibles } from '../rules/etat.ts';
import { STATUTS, type Statut } from '../rules.ts';
import type { RendezVous } from '../store.ts';
import type { SeanceDuJour } from './store.ts';

const TONS: Readonly<Record<Statut, Tone>> = {
  tenu: 'neutral',
  confirme: 'info',
  arrive: 'warning',
  recu: 'success',
  absent: 'danger',
  annule: 'neutral',
  a_replacer: 'warning',
  deplace: 'neutral',
};

export function EtatTag({ statut }: { readonly statut: Statut }) {
  const label = STATUTS[statut];
  return <StatusTag tone={TONS[statut]} label={label.charAt(0).toUpperCase() + label.slice(1)} />;
}

/** What the button that notes a state says. */
const GESTES: Readonly<Record<Venue, string>> = {
  confirme: 'Remettre en attente',
  arrive: 'Arrivé',
  recu: 'Reçu',
  absent: 'Absent',
};

/** One press: each state that may follow is a button. */
export function Venues({ rdv, cle }: { readonly rdv: RendezVous; readonly cle: string }) {
  const possibles = venuesPossibles(rdv.statut);
  if (possibles.length === 0) return null;
  return (
    <form class="e-actions" method="post" action={`/rendez-vous/${rdv.id}/venue`}>
      <HiddenField name="_cle" value={cle} />
      {possibles.map((venue) => (
        <button class="ds-button" type="submit" data-variant="secondary" name="venue" value={venue}>
          {GESTES[venue]}
          <span class="ds-sr-only">
            {' '}
            : {rdv.prenom ?? 'sans nom'}, {formatHeure(rdv.debut)}
          </span>
        </button>
      ))}
    </form>
  );
}

export function ChercheForm({ state, cle }: { readonly state: FormState; readonly cle: string }) {
  return (
    <Form state={state} action="/rendez-vous/recherche" idempotencyKey={cle}>
      <TextField
        state={state}
        name="cherche"
        label="Code du ticket, ou prénom"
        hint="Exemples : K7BX 2MQD, Josette."
        autocomplete="off"
        width={20}
      />
      <FormActions>
        <SubmitButton variant="secondary">Chercher</SubmitButton>
      </FormActions>
    </Form>
  );
}

export type JourProps = {
  readonly jour: Temporal.PlainDate;
  readonly today: Temporal.PlainDate;
  readonly seances: readonly { readonly seance: SeanceDuJour; readonly rdvs: readonly RendezVous[] }[];
  /** A fresh idempotency key, one a form. */
  readonly cle: () => string;
  readonly equipe: boolean;
  /** What waits for whoever reads. */
  readonly aFaire: AFaire;
};

/** Who is awaited on a day, by place and hour. */
export function JourPage({ jour, today, seances, cle, equipe, aFaire }: JourProps) {
  const isOpen = Temporal.PlainDate.compare(jour, today) <= 0;
  return (
    <>
      <PageHeader
        title="Rendez-vous"
        lead={formatDateLongue(jour)}
        actions={
          <>
            <ButtonLink href="/rendez-vous/nouveau" variant="primary">
              Nouveau rendez-vous
            </ButtonLink>
            {equipe && <ButtonLink href="/rendez-vous/motifs">Types de rendez-vous</ButtonLink>}
            <ButtonLink href="/appels" variant="tertiary">
              Appels à passer
            </ButtonLink>
            <ButtonLink href="/a-replacer" variant="tertiary">
              À replacer
            </ButtonLink>
            <ButtonLink href="/attente" variant="tertiary">
              Liste d’attente
            </ButtonLink>
            <ButtonLink href="/personnes" variant="tertiary">
              Personnes
            </ButtonLink>
          </>
        }
      />
      <nav class="e-actions" aria-label="Autres jours">
        <ButtonLink href={`/rendez-vous?jour=${jour.subtract({ days: 1 })}`} icon="previous">
          Veille
        </ButtonLink>
        {!jour.equals(today) && <ButtonLink href="/rendez-vous">Aujourd’hui</ButtonLink>}
        <a class="ds-button" data-variant="secondary" href={`/rendez-vous?jour=${jour.add({ days: 1 })}`}>
          Lendemain
          <Icon name="next" />
        </a>
      </nav>
      <AFaireRendezVous aFaire={aFaire} />
      {seances.length === 0 && (
        <EmptyState title="Aucune permanence ne reçoit sur rendez-vous ce jour-là.">
          Les permanences sans rendez-vous se voient dans{' '}
          {equipe ? (
            <a href={`/planning?vue=jour&jour=${jour}`}>le planning</a>
          ) : (
            <a href={`/agenda?jour=${jour}`}>votre agenda</a>
          )}
          .
        </EmptyState>
      )}
      {seances.map(({ seance, rdvs }) => (
        <Section title={`${seance.lieu}, ${formatPlage(seance.heureDebut, seance.heureFin)}`}>
          <p class="e-muted">
            {seance.agent}
            {seance.statut === 'annulee' && '. Permanence annulée'}
          </p>
          {rdvs.length === 0 ? <p>Personne n’a pris rendez-vous.</p> : <Liste rdvs={rdvs} isOpen={isOpen} cle={cle} />}
        </Section>
      ))}
      <Section title="Retrouver un rendez-vous">
        <ChercheForm state={blankForm()} cle={cle()} />
      </Section>
    </>
  );
}

function Liste(props: { readonly rdvs: readonly RendezVous[]; readonly isOpen: boolean; readonly cle: () => string }) {
  return (
    <ol class="e-rdvs">
      {props.rdvs.map((rdv) => (
        <li>
          <p>
            <strong class="e-heures">{formatHeure(rdv.debut)}</strong>{' '}
            <a href={`/rendez-vous/${rdv.id}`}>{rdv.prenom ?? 'Sans nom'}</a> <EtatTag statut={rdv.statut} />
          </p>
          <p class="e-muted">
            {rdv.motif}
            {rdv.besoin !== null && ` : ${rdv.besoin}`}
          </p>
          {props.isOpen && <Venues rdv={rdv} cle={props.cle()} />}
        </li>
      ))}
    </ol>
  );
}

/** What a code or a first name finds. */
export function TrouvesPage(props: {
  readonly rdvs: readonly RendezVous[];
  readonly state: FormState;
  readonly cle: () => string;
}) {
  const { rdvs } = props;
  return (
    <>
      <PageHeader title="Retrouver un rendez-vous" />
      <ChercheForm state={props.state} cle={props.cle()} />
      {rdvs.length === 0 && props.state.errors.length === 0 && (
        <EmptyState title="Aucun rendez-vous ne répond.">
          Vérifiez le code, ou essayez le début du prénom. Un prénom se cherche parmi les rendez-vous de vos lieux.
        </EmptyState>
      )}
      {rdvs.length > 0 && (
        <ol class="e-rdvs">
          {rdvs.map((rdv) => (
            <li>
              <p>
                <a href={`/rendez-vous/${rdv.id}`}>
                  {rdv.prenom ?? 'Sans nom'}, {direQuand(rdv)}
                </a>{' '}
                <EtatTag statut={rdv.statut} />
              </p>
              <p class="e-muted">
                {rdv.lieu}. {rdv.motif}. Code {direCode(rdv.codeRdv)}
              </p>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
