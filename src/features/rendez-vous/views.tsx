import { formatDuree } from '../../domain/date.ts';
import { RadioGroup } from '../../ui/choice.tsx';
import { DescriptionList } from '../../ui/content.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { direCode } from './code.ts';
import type { Creneau } from './creneaux.ts';
import { direOu, direQuand, dureeDe, majuscule } from './dire.ts';
import { creneauDe } from './saisie.ts';
import type { RendezVous } from './store.ts';

export type TicketProps = {
  readonly rdv: RendezVous;
  /** Where people reach the territoire, as they type it. */
  readonly site: string;
  /** The number to call when the link cannot be followed. */
  readonly telephone: string | null;
};

/** The slip: what is kept on paper, in a pocket. It says the hour, the place and a code; not what it is about. */
export function Ticket({ rdv, site, telephone }: TicketProps) {
  const numero = rdv.lieuTelephone ?? telephone;
  return (
    <section class="e-ticket" aria-label="Ticket de rendez-vous">
      <p class="e-ticket__quand">{direQuand(rdv)}</p>
      <p class="e-ticket__ou">
        <strong>{rdv.lieu}</strong>
        <br />
        {rdv.adresse}
      </p>
      <p class="e-ticket__code">
        <span>Votre code</span> <strong>{direCode(rdv.codeRdv)}</strong>
      </p>
      <DescriptionList
        items={[
          { term: 'Au nom de', details: rdv.prenom ?? 'effacé' },
          { term: 'Pour', details: `${rdv.motif} (${formatDuree(dureeDe(rdv))})` },
          { term: 'À apporter', details: rdv.aApporter ?? 'Vos papiers, vos courriers, votre téléphone.' },
          {
            term: 'Pour changer ou annuler',
            details: (
              <>
                {site}/mon-rendez-vous, avec ce code et ce prénom
                {numero !== null && (
                  <>
                    , ou au <span class="e-heures">{numero}</span>
                  </>
                )}
                .
              </>
            ),
          },
        ]}
      />
    </section>
  );
}

/** Moments to choose from, as radio buttons: where a place was lost, or where one moves. */
export function ChoixCreneau(props: {
  readonly state: FormState;
  readonly creneaux: readonly Creneau[];
  readonly label: string;
  readonly hint?: string | undefined;
}) {
  return (
    <RadioGroup
      state={props.state}
      name="creneau"
      label={props.label}
      hint={props.hint}
      options={props.creneaux.map((creneau) => ({
        value: creneauDe(creneau),
        label: majuscule(direQuand(creneau)),
        hint: direOu(creneau),
      }))}
    />
  );
}
