import { formatDuree } from '../../../domain/date.ts';
import { AXES, cles, DUREES, TYPES_LIEU } from '../../../domain/nomenclatures.ts';
import { type Option, RadioGroup, SelectField, toOptions } from '../../../ui/choice.tsx';
import { DateField, NumberField, TimeField, typedValue } from '../../../ui/field.tsx';
import { HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { LookupField } from '../../../ui/lookup-field.tsx';

/** Lieux as a list proposes them: those of the agent first. */
export type GroupeDeLieux = { readonly label: string; readonly options: readonly Option[] };

/** What the fields of when and where propose; a device that has no network gives what it keeps. */
export type ChoixDuCadre = {
  readonly lieux: readonly GroupeDeLieux[];
  /** Names of the communes of the département, proposed while typing. */
  readonly communes?: readonly string[] | undefined;
  /** Communes that fit what was typed, when several do. */
  readonly communesPossibles?: readonly Option[] | undefined;
  /** The other agents. */
  readonly binomes?: readonly Option[] | undefined;
};

const DUREES_PROPOSEES: readonly Option[] = cles(DUREES).map((value) => ({
  value,
  label: value === 'personnaliser' ? 'Une autre durée' : formatDuree(Number(value)),
}));

export function ChampsDuree({ state }: { readonly state: FormState }) {
  return (
    <>
      <RadioGroup state={state} name="duree" label="Durée" options={DUREES_PROPOSEES} columns="inline" />
      <div class="e-cadre__duree">
        <NumberField state={state} name="dureeAutre" label="Autre durée" unit="minutes" width={4} optional />
      </div>
    </>
  );
}

export function ChampAxe({ state }: { readonly state: FormState }) {
  return (
    <SelectField
      state={state}
      name="axe"
      label="Axe de la stratégie départementale"
      options={toOptions(AXES)}
      blank="Aucun en particulier"
      optional
    />
  );
}

export function ChampBinome({ state, binomes }: { readonly state: FormState; readonly binomes: readonly Option[] }) {
  return <SelectField state={state} name="binome" label="En binôme avec" options={binomes} blank="Personne" optional />;
}

/** The day, the hour and the place: what is asked of what was not done in a séance. */
function ChampsLieu({ state, lieux, communes, communesPossibles = [] }: ChoixDuCadre & { readonly state: FormState }) {
  return (
    <>
      <DateField state={state} name="jour" label="Jour" />
      <RadioGroup
        state={state}
        name="typeLieu"
        label="Où cela s’est passé"
        options={toOptions(TYPES_LIEU)}
        columns="inline"
      />
      <div class="e-cadre__lieu">
        <SelectField
          state={state}
          name="lieu"
          label="Quel lieu ?"
          hint="Seulement si c’était dans un lieu d’activité."
          options={lieux}
          blank="Aucun de ces lieux"
          optional
        />
      </div>
      <HiddenField name="codeInsee" value={typedValue(state, 'codeInsee')} />
      <div class="e-cadre__commune">
        <LookupField
          state={state}
          name="commune"
          label="Commune"
          hint="Seulement à domicile, ou dans un autre lieu. Jamais d’adresse."
          suggestions={communes}
          candidates={communesPossibles}
          candidatesLabel="De quelle commune s’agit-il ?"
          autocomplete="off"
          optional
        />
      </div>
    </>
  );
}

/**
 * When, where, for how long, with whom and for which axis. `enSeance`: the day and the place are those of the séance, and are not
 * asked; `sauf`: what other fields of the same form ask already.
 */
export function ChampsCadre(
  props: ChoixDuCadre & {
    readonly state: FormState;
    readonly enSeance?: boolean | undefined;
    readonly sauf?: readonly ('heure' | 'duree' | 'axe' | 'binome')[] | undefined;
  },
) {
  const { state, enSeance = false, sauf = [], binomes = [] } = props;
  return (
    <div class="e-cadre">
      {enSeance ? (
        ['typeLieu', 'codeInsee'].map((name) => <HiddenField name={name} value={typedValue(state, name)} />)
      ) : (
        <ChampsLieu {...props} />
      )}
      {!sauf.includes('heure') && <TimeField state={state} name="heureDebut" label="Heure de début" optional />}
      {!sauf.includes('duree') && <ChampsDuree state={state} />}
      {!sauf.includes('axe') && <ChampAxe state={state} />}
      {!sauf.includes('binome') && binomes.length > 0 && <ChampBinome state={state} binomes={binomes} />}
    </div>
  );
}
