import { formatDate, formatDateLongue, formatHeure, formatPlage } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { type Option, SelectField } from '../../../ui/choice.tsx';
import { Alert, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { DateField, TimeField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { SeancePlanning } from '../seances/store.ts';
import { direException, type Occurrence } from './rules.ts';
import type { RendezVousTouche } from './store.ts';

const CANAUX: Readonly<Record<RendezVousTouche['prevenir'], string>> = {
  sms: 'par SMS',
  courriel: 'par courriel',
  appel: 'par téléphone, à appeler',
  guichet: 'au guichet, ou à appeler',
};

/** How the person of a rendez-vous is told, or was. */
function direCanal({ prevenir, aDire, aAppeler }: RendezVousTouche): string {
  if (aAppeler) return 'à appeler';
  return aDire ? `${CANAUX[prevenir]} (message à partir)` : CANAUX[prevenir];
}

/** The rendez-vous of some séances: who comes, when, and how they are told. For the agents and the équipe technique alone. */
export function RendezVousTable(props: {
  readonly caption: string;
  readonly rendezVous: readonly RendezVousTouche[];
  /** Several days are listed: each line says its own. */
  readonly avecJour?: boolean;
  /** What happened is said: kept, or to be placed again. */
  readonly avecEtat?: boolean;
}) {
  const { caption, rendezVous, avecJour = false, avecEtat = false } = props;
  return (
    <SimpleTable
      caption={caption}
      captionHidden
      columns={[
        { label: 'Quand' },
        { label: 'Qui' },
        { label: 'Pour' },
        { label: 'Prévenu' },
        ...(avecEtat ? [{ label: 'Rendez-vous' }] : []),
      ]}
      rows={rendezVous.map((one) => [
        avecJour ? `${formatDateLongue(one.jour)}, ${formatHeure(one.debut)}` : formatHeure(one.debut),
        one.prenom ?? 'identité effacée',
        one.motif,
        direCanal(one),
        ...(avecEtat
          ? [
              one.statut === 'a_replacer' ? (
                <StatusTag tone="warning" label="à replacer" />
              ) : (
                <StatusTag tone="success" label="maintenu" />
              ),
            ]
          : []),
      ])}
    />
  );
}

const prevue = (seance: Occurrence): string =>
  `${formatDateLongue(seance.jour)}, ${formatPlage(seance.heureDebut, seance.heureFin)}`;

type Props = {
  readonly seance: SeancePlanning;
  /** Where giving up leads. */
  readonly retour: string;
  readonly state: FormState;
  readonly cle: string;
  readonly rendezVous: readonly RendezVousTouche[];
};

function RendezVousSection({ rendezVous }: Pick<Props, 'rendezVous'>) {
  if (rendezVous.length === 0) return <p>Aucun rendez-vous n’est pris dans cette séance.</p>;
  return (
    <Section title={rendezVous.length === 1 ? 'Un rendez-vous suit la séance' : 'Les rendez-vous suivent la séance'}>
      <p>
        Chacun garde son rang dans la demi-journée, et la personne est prévenue dès l’enregistrement. Ce qui ne tient
        plus dans des heures plus courtes passe dans la liste « à replacer ».
      </p>
      <RendezVousTable caption="Rendez-vous de la séance" rendezVous={rendezVous} />
    </Section>
  );
}

export function ModifierSeancePage(props: Props & { readonly lieux: readonly Option[] }) {
  const { seance, retour, state, cle, lieux, rendezVous } = props;
  const exception = direException(seance);
  return (
    <>
      <PageHeader
        kicker={seance.endroit}
        title="Modifier cette séance"
        lead={`${prevue(seance)}, avec ${seance.agentNom}. Cette date seule change : la permanence garde son rythme.`}
      />
      {exception !== null && (
        <Alert tone="info" title="Cette séance diffère déjà de sa permanence">
          Elle se tient {exception}. <a href={`/seances/${seance.id}/revenir`}>Revenir à la série</a>
        </Alert>
      )}
      <Form state={state} action={`/seances/${seance.id}/modifier`} idempotencyKey={cle}>
        <DateField state={state} name="seanceLe" label="Jour" />
        <TimeField state={state} name="heureDebut" label="Heure de début" />
        <TimeField state={state} name="heureFin" label="Heure de fin" />
        <SelectField state={state} name="lieuId" label="Lieu" blank="Choisir un lieu" options={lieux} />
        <RendezVousSection rendezVous={rendezVous} />
        <FormActions>
          <SubmitButton>Modifier cette séance</SubmitButton>
          <ButtonLink href={retour} variant="tertiary">
            Ne rien changer
          </ButtonLink>
        </FormActions>
      </Form>
      <ul class="e-links">
        <li>
          <a href={`/seances/${seance.id}/reaffecter`}>Confier cette séance à un autre agent</a>
        </li>
        <li>
          <a href={`/seances/${seance.id}/annuler`}>Annuler cette séance</a>
        </li>
      </ul>
    </>
  );
}

export function RevenirPage(
  props: Props & {
    readonly serie: Occurrence;
    /** Where, and with whom, its series holds it. */
    readonly lieuNom: string;
    readonly agentNom: string;
  },
) {
  const { seance, serie, lieuNom, agentNom, retour, state, cle, rendezVous } = props;
  return (
    <>
      <PageHeader
        kicker={seance.endroit}
        title="Revenir à la série ?"
        lead={`Aujourd’hui : ${prevue(seance)}, ${seance.endroit}, avec ${seance.agentNom}.`}
      />
      <p>
        La séance se tiendrait de nouveau comme sa permanence la prévoit : {prevue(serie)}, {lieuNom}, avec {agentNom}.
      </p>
      <Form state={state} action={`/seances/${seance.id}/revenir`} idempotencyKey={cle}>
        <RendezVousSection rendezVous={rendezVous} />
        <FormActions>
          <SubmitButton>Revenir à la série</SubmitButton>
          <ButtonLink href={retour}>Laisser l’exception du {formatDate(seance.jour)}</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
