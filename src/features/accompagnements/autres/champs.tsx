import {
  DEMARCHES,
  GENRES,
  MATERIELS,
  NIVEAUX_ATELIER,
  type Nomenclature,
  OBJECTIFS,
  STATUTS_SOCIAUX,
  THEMATIQUES,
  type Thematique,
  TRANCHES_AGE,
  type TypeCoordination,
} from '../../../domain/nomenclatures.ts';
import { CheckboxGroup, Fieldset, RadioGroup, SelectField, toOptions } from '../../../ui/choice.tsx';
import { fieldErrors, NumberField, TextField, typedValue } from '../../../ui/field.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { LISTES_COORDINATION } from '../formulaire.ts';

type Champs = { readonly state: FormState };

/** The themes of most ateliers, shown first. */
const THEMES_COURANTS: readonly string[] = [
  'PrendreEnMainDuMateriel',
  'NavigationSurInternet',
  'Email',
  'Bureautique',
  'SecuriteNumerique',
  'AideAuxDemarchesAdministratives',
] satisfies readonly Thematique[];

const THEMES = [
  ...THEMES_COURANTS.flatMap((theme) => toOptions(THEMATIQUES).filter(({ value }) => value === theme)),
  ...toOptions(THEMATIQUES).filter(({ value }) => !THEMES_COURANTS.includes(value)),
];

export function ChampsThemes({ state }: Champs) {
  return (
    <div class="e-fiche">
      <CheckboxGroup
        state={state}
        name="thematiques"
        label="Thèmes"
        options={THEMES}
        columns="inline"
        fold={{ from: THEMES_COURANTS.length, summary: 'Un autre thème' }}
      />
      <div class="e-fiche__demarches">
        <CheckboxGroup
          state={state}
          name="demarches"
          label="Démarches administratives"
          options={toOptions(DEMARCHES)}
          columns="inline"
        />
      </div>
    </div>
  );
}

/** How each group of counts is said; each is counted alone. */
const GROUPES = [
  { prefix: 'nbGenre', legend: 'Participants par genre', liste: GENRES },
  { prefix: 'nbAge', legend: 'Participants par âge', liste: TRANCHES_AGE },
  { prefix: 'nbStatut', legend: 'Participants par situation', liste: STATUTS_SOCIAUX },
] as const satisfies readonly { prefix: string; legend: string; liste: Nomenclature }[];

type Groupe = (typeof GROUPES)[number];

function champsDe({ prefix, liste }: Groupe) {
  return toOptions(liste).map(({ value, label }) => ({ name: `${prefix}${value}`, label }));
}

function nombre(state: FormState, name: string): number {
  const typed = typedValue(state, name).trim();
  return /^[0-9]{1,9}$/.test(typed) ? Number(typed) : 0;
}

/** « 14 personnes comptées sur 12 participants »: said beside a form that was refused, so that nobody adds up by hand. */
function compte(state: FormState, groupe: Groupe): string | undefined {
  if (state.errors.length === 0) return undefined;
  const total = champsDe(groupe).reduce((sum, { name }) => sum + nombre(state, name), 0);
  if (total === 0) return undefined;
  const participants = nombre(state, 'participants');
  return `${total} ${total > 1 ? 'personnes comptées' : 'personne comptée'} sur ${participants} ${participants > 1 ? 'participants' : 'participant'}.`;
}

function ChampsGroupe({ state, groupe }: Champs & { readonly groupe: Groupe }) {
  return (
    <Fieldset legend={groupe.legend} hint={compte(state, groupe)}>
      <div class="e-comptes">
        {champsDe(groupe).map(({ name, label }) => (
          <NumberField state={state} name={name} label={label} width={4} optional />
        ))}
      </div>
    </Fieldset>
  );
}

/** An atelier, besides when and where: its themes, and how many came. Counts stay counts: nobody is described one by one. */
export function ChampsAtelier({ state }: Champs) {
  const names = GROUPES.flatMap((groupe) => champsDe(groupe)).map(({ name }) => name);
  const isOpen = names.some((name) => typedValue(state, name) !== '' || fieldErrors(state, name).length > 0);
  return (
    <>
      <TextField state={state} name="titreAtelier" label="Titre de l’atelier" optional />
      <ChampsThemes state={state} />
      <RadioGroup
        state={state}
        name="niveau"
        label="Niveau"
        options={toOptions(NIVEAUX_ATELIER)}
        columns="inline"
        optional
      />
      <NumberField state={state} name="participants" label="Participants" width={4} />
      <NumberField
        state={state}
        name="dejaAides"
        label="Dont déjà aidés auparavant"
        hint="Parmi les participants, ceux que l’équipe avait déjà accompagnés."
        width={4}
        optional
      />
      <Disclosure summary="Compter par genre, par âge, par situation" open={isOpen}>
        <p class="e-muted">
          Chaque groupe se compte seul, et peut rester incomplet. Rien n’est croisé : ces nombres ne décrivent personne.
        </p>
        {GROUPES.map((groupe) => (
          <ChampsGroupe state={state} groupe={groupe} />
        ))}
      </Disclosure>
      <CheckboxGroup
        state={state}
        name="materiels"
        label="Matériel"
        options={toOptions(MATERIELS)}
        columns="inline"
        optional
      />
      <SelectField state={state} name="objectif" label="Objectif de l’intervention" options={toOptions(OBJECTIFS)} />
    </>
  );
}

const LIBELLES = {
  Evenement: { coordNom: 'Nom de l’évènement', coordNature: 'Type d’évènement', coordAvec: 'Organisé par' },
  Partenariat: { coordNom: 'Objet du partenariat', coordNature: 'Nature du partenariat', coordAvec: 'Avec qui' },
  Animation: { coordNom: 'Objet de l’animation', coordNature: 'Type d’animation', coordAvec: 'À l’initiative de qui' },
} as const satisfies Record<TypeCoordination, Record<'coordNom' | 'coordNature' | 'coordAvec', string>>;

/** A closed list, whole when it is short. */
function ChampListe(props: Champs & { readonly name: string; readonly label: string; readonly liste: Nomenclature }) {
  const { liste, ...field } = props;
  const options = toOptions(liste);
  return options.length > 6 ? (
    <SelectField {...field} options={options} />
  ) : (
    <RadioGroup {...field} options={options} />
  );
}

/** What was done for the programme, besides when and where. */
export function ChampsCoordination({ state, type }: Champs & { readonly type: TypeCoordination }) {
  const { nature, avec, echelon, theme } = LISTES_COORDINATION[type];
  const labels = LIBELLES[type];
  return (
    <>
      <TextField state={state} name="coordNom" label={labels.coordNom} hint="Sans nommer de personne accompagnée." />
      <ChampListe state={state} name="coordNature" label={labels.coordNature} liste={nature} />
      <ChampListe state={state} name="coordAvec" label={labels.coordAvec} liste={avec} />
      {echelon !== null && <ChampListe state={state} name="coordEchelon" label="Échelon" liste={echelon} />}
      {theme !== null && <ChampListe state={state} name="coordTheme" label="Thème" liste={theme} />}
      <NumberField state={state} name="coordParticipants" label="Nombre de participants" optional />
    </>
  );
}
