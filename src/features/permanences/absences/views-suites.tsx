import { formatDate, formatDateLongue, formatPlage } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/choice.tsx';
import { Alert, DescriptionList, PageHeader, Section } from '../../../ui/content.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { RendezVousTouche } from '../exceptions/store.ts';
import { RendezVousTable } from '../exceptions/views.tsx';
import type { SeancePlanning } from '../seances/store.ts';
import { EtatSeance } from '../seances/views.tsx';
import type { ARendre } from './declarer.ts';
import { direAbsence, etatAbsence, NATURES_ABSENCE } from './rules.ts';
import type { AbsenceNotee } from './store.ts';

function quoi(seance: SeancePlanning): string {
  return `${formatDateLongue(seance.jour)}, ${formatPlage(seance.heureDebut, seance.heureFin)}`;
}

function SeancesTable({ caption, seances }: { readonly caption: string; readonly seances: readonly SeancePlanning[] }) {
  return (
    <SimpleTable
      caption={caption}
      captionHidden
      columns={[{ label: 'Séance' }, { label: 'Lieu' }, { label: 'Agent' }, { label: 'État' }]}
      rows={seances.map((seance) => [quoi(seance), seance.endroit, seance.agentNom, <EtatSeance seance={seance} />])}
    />
  );
}

/** Who is told how, said in the order of what remains to be done. */
export function PrevenusSection({ rendezVous }: { readonly rendezVous: readonly RendezVousTouche[] }) {
  const aAppeler = rendezVous.filter((one) => one.aAppeler).length;
  const aReplacer = rendezVous.filter(({ statut }) => statut === 'a_replacer').length;
  if (rendezVous.length === 0) return null;
  return (
    <Section title="Les personnes attendues">
      {aAppeler > 0 && (
        <Alert
          tone="warning"
          title={aAppeler === 1 ? 'Une personne est à appeler' : `${aAppeler} personnes sont à appeler`}
        >
          Ni SMS ni courriel ne {aAppeler === 1 ? 'l’atteint' : 'les atteint'}.{' '}
          <a href="/appels">Voir les appels à passer</a>
        </Alert>
      )}
      {aReplacer > 0 && (
        <p>
          {aReplacer === 1 ? 'Un rendez-vous est à replacer' : `${aReplacer} rendez-vous sont à replacer`} :{' '}
          <a href="/a-replacer">choisir de nouveaux moments</a>.
        </p>
      )}
      <RendezVousTable caption="Rendez-vous touchés" rendezVous={rendezVous} avecJour avecEtat />
    </Section>
  );
}

export function AbsencePage(props: {
  readonly absence: AbsenceNotee;
  readonly seances: readonly SeancePlanning[];
  readonly rendezVous: readonly RendezVousTouche[];
  readonly today: Temporal.PlainDate;
}) {
  const { absence, seances, rendezVous, today } = props;
  const etat = etatAbsence(absence, today);
  const confiees = seances.filter(({ statut }) => statut === 'prevue');
  const annulees = seances.filter(({ statut }) => statut === 'annulee');
  return (
    <>
      <PageHeader
        kicker={absence.agentNom}
        title={`Absence ${direAbsence(absence)}`}
        actions={
          (etat === 'en_cours' || etat === 'a_venir') && (
            <ButtonLink href={`/absences/${absence.id}/lever`}>Lever l’absence</ButtonLink>
          )
        }
      />
      {etat === 'levee' && <Alert tone="info">Cette absence est levée : elle n’empêche plus rien.</Alert>}
      <PrevenusSection rendezVous={rendezVous} />
      {seances.length === 0 && <p>Aucune séance n’est touchée par cette absence.</p>}
      {confiees.length > 0 && (
        <Section title="Séances confiées à un autre agent">
          <SeancesTable caption="Séances confiées à un autre agent" seances={confiees} />
        </Section>
      )}
      {annulees.length > 0 && (
        <Section title="Séances annulées">
          <SeancesTable caption="Séances annulées" seances={annulees} />
        </Section>
      )}
      {seances.length > 0 && (
        <p>
          Les lieux concernés et les agents ont reçu un courriel ; affiches et pages publiques sont à jour. Aucun de ces
          messages ne dit qui est absent, ni pourquoi, ni qui était attendu.
        </p>
      )}
      <DescriptionList
        items={[
          { term: 'Nature', details: NATURES_ABSENCE[absence.nature] },
          { term: 'Notée par', details: absence.auteur ?? 'un compte effacé' },
        ]}
      />
    </>
  );
}

export function LeverPage(props: {
  readonly absence: AbsenceNotee;
  readonly aRendre: ARendre;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { absence, aRendre, state, cle } = props;
  const { annulees, confiees } = aRendre;
  return (
    <>
      <PageHeader
        kicker={absence.agentNom}
        title="Lever l’absence ?"
        lead={`Absence ${direAbsence(absence)}. Les séances qu’elle avait annulées et qui sont encore à venir sont de nouveau prévues, si rien n’a pris leur place.`}
      />
      {annulees.length > 0 && (
        <Section title="Séances à rétablir">
          <SeancesTable caption="Séances à rétablir" seances={annulees} />
          <p>
            Les personnes déjà prévenues de l’annulation restent dans la liste « à replacer » : leur moment est libre de
            nouveau.
          </p>
        </Section>
      )}
      {annulees.length + confiees.length === 0 && <p>Aucune séance à venir n’est à rendre.</p>}
      <Form state={state} action={`/absences/${absence.id}/lever`} idempotencyKey={cle}>
        {confiees.length > 0 && (
          <Section title="Séances confiées à un autre agent">
            <SeancesTable caption="Séances confiées à un autre agent" seances={confiees} />
            <Checkbox
              state={state}
              name="rendre"
              label="Les rendre à l’agent qui revient"
              hint="Sinon, chacune reste à l’agent qui la tient."
            />
          </Section>
        )}
        <FormActions>
          <SubmitButton>Lever l’absence</SubmitButton>
          <ButtonLink href={`/absences/${absence.id}`}>Laisser l’absence du {formatDate(absence.du)}</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
