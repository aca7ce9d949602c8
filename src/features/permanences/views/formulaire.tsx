import { formatDateCourte } from '../../../domain/date.ts';
import { JOURS, type Jour } from '../../../domain/demi-journee.ts';
import { direRang, RANGS, SEMAINES_MAX } from '../../../domain/rythme.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Checkbox, CheckboxGroup, Fieldset, RadioGroup, SelectField, toOptions } from '../../../ui/choice.tsx';
import { PageHeader } from '../../../ui/content.tsx';
import { DateField, NumberField, TimeField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { Derogation } from '../../lieux/rules.ts';
import { type EcartFrequence, phraseEcartCourte } from '../frequence/rules.ts';
import { MODES_ACCUEIL } from '../rules.ts';
import type { AgentChoix } from '../store.ts';

const JOURS_SEMAINE: readonly Jour[] = [1, 2, 3, 4, 5, 6, 7];

const RYTHMES = [
  { value: '1', label: 'Chaque semaine' },
  ...Array.from({ length: SEMAINES_MAX - 1 }, (_, rank) => ({
    value: String(rank + 2),
    label: `Une semaine sur ${['deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit'][rank]}`,
  })),
  { value: 'rangs', label: 'Certaines semaines du mois' },
];

export type LieuChoix = {
  readonly id: string;
  readonly nom: string;
  readonly commune: string;
  readonly structureNom: string | null;
  readonly derogation: Derogation | null;
  /** Undefined: its structure has what its convention says. */
  readonly ecart: EcartFrequence | undefined;
};

export type SalleChoix = {
  readonly id: string;
  readonly nom: string;
  readonly places: number;
  readonly lieuNom: string;
};

/** The lieu, and its room where one has several. */
export function ChampsLieu(props: {
  readonly state: FormState;
  readonly lieux: readonly LieuChoix[];
  readonly salles: readonly SalleChoix[];
}) {
  const { state, salles } = props;
  const parLieu = [...Map.groupBy(salles, ({ lieuNom }) => lieuNom)];
  return (
    <>
      <SelectField
        state={state}
        name="lieuId"
        label="Lieu"
        hint="« 1 demi-journée par semaine sur 2 » : une est prévue dans les lieux de la structure, sa convention en dit deux (art. 1.2)."
        blank="Choisir un lieu"
        options={props.lieux.map((lieu) => ({
          value: lieu.id,
          label: `${lieu.nom} — ${lieu.commune} (${lieu.structureNom ?? 'Département'})${
            lieu.derogation === null ? '' : `, par dérogation jusqu’au ${formatDateCourte(lieu.derogation.au)}`
          }${lieu.ecart === undefined ? '' : `, ${phraseEcartCourte(lieu.ecart)}`}`,
        }))}
      />
      {salles.length > 0 && (
        <SelectField
          state={state}
          name="salleId"
          label="Salle"
          hint="Pour un lieu qui en a plusieurs : deux permanences s’y tiennent alors en même temps, chacune dans la sienne. Sans salle, une permanence occupe tout le lieu."
          blank="Aucune : tout le lieu"
          options={parLieu.map(([label, list]) => ({
            label,
            options: list.map(({ id, nom, places }) => ({ value: id, label: `${nom} (${places} places)` })),
          }))}
          optional
        />
      )}
    </>
  );
}

/** The day of the week, how often it comes back, and the hours. */
export function ChampsRythme({ state }: { readonly state: FormState }) {
  return (
    <>
      <SelectField
        state={state}
        name="jour"
        label="Jour de la semaine"
        blank="Choisir un jour"
        options={JOURS_SEMAINE.map((jour) => ({ value: String(jour), label: JOURS[jour] }))}
      />
      <SelectField
        state={state}
        name="rythme"
        label="Rythme"
        hint="« Une semaine sur deux » se compte à partir du premier jour."
        blank="Chaque semaine"
        options={RYTHMES}
        optional
      />
      <CheckboxGroup
        state={state}
        name="rangs"
        label="Semaines du mois"
        hint="Pour « Certaines semaines du mois » : le 2e et le 4e jeudi, par exemple. La 5e n’existe que dans les mois où ce jour tombe cinq fois."
        columns="inline"
        options={RANGS.map((rang) => ({
          value: String(rang),
          label: rang === -1 ? 'dernière' : rang === 1 ? '1re' : direRang(rang),
        }))}
        optional
      />
      <Checkbox
        state={state}
        name="horsVacances"
        label="Hors vacances scolaires"
        hint="Celles de la zone du Département, aussi loin que leur calendrier est connu. Les jours fériés sont toujours exclus."
        optional
      />
      <TimeField state={state} name="heureDebut" label="Heure de début" />
      <TimeField state={state} name="heureFin" label="Heure de fin" />
    </>
  );
}

/** As people come, by rendez-vous, or both. */
export function ChampsAccueil({ state }: { readonly state: FormState }) {
  return (
    <Fieldset legend="Comment on y est reçu">
      <RadioGroup state={state} name="accueil" label="Accueil" options={toOptions(MODES_ACCUEIL)} optional />
      <TimeField
        state={state}
        name="rdvDebut"
        label="Rendez-vous à partir de"
        hint="Seulement si l’on reçoit des deux façons."
        optional
      />
      <TimeField state={state} name="rdvFin" label="Rendez-vous jusqu’à" optional />
      <NumberField
        state={state}
        name="pasMinutes"
        label="Un rendez-vous toutes les"
        hint="De 10 à 120 minutes. Sans réponse : 30."
        unit="minutes"
        optional
      />
    </Fieldset>
  );
}

export function ChampAgent(props: { readonly state: FormState; readonly agents: readonly AgentChoix[] }) {
  const { state } = props;
  return (
    <SelectField
      state={state}
      name="agentId"
      label="Agent"
      blank="Choisir un agent"
      options={props.agents.map((agent) => ({
        value: agent.id,
        label: `${agent.nom} (contrat jusqu’au ${formatDateCourte(agent.contratFin)})`,
      }))}
    />
  );
}

export function PermanenceFormPage(props: {
  readonly state: FormState;
  readonly cle: string;
  readonly lieux: readonly LieuChoix[];
  readonly salles: readonly SalleChoix[];
  readonly agents: readonly AgentChoix[];
}) {
  const { state, cle } = props;
  return (
    <>
      <PageHeader
        title="Nouvelle permanence"
        lead="Escale vérifie le lieu, la convention, le contrat et les horaires avant d’enregistrer quoi que ce soit."
      />
      <Form state={state} action="/permanences/nouvelle" idempotencyKey={cle}>
        <ChampsLieu {...props} />
        <ChampAgent {...props} />
        <ChampsRythme state={state} />
        <DateField state={state} name="du" label="À partir du" />
        <DateField
          state={state}
          name="au"
          label="Jusqu’au"
          hint="Dernier jour inclus. Laissez vide pour une permanence sans fin prévue : ses séances sont tenues douze mois à l’avance."
          optional
        />
        <ChampsAccueil state={state} />
        <FormActions>
          <SubmitButton>Mettre en place</SubmitButton>
          <ButtonLink href="/permanences" variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
