import { formatDate, formatDuree } from '../../../domain/date.ts';
import {
  DEMARCHES,
  GENRES,
  OBJECTIFS,
  STATUTS_SOCIAUX,
  STRUCTURES_DE_REDIRECTION,
  TRANCHES_AGE,
} from '../../../domain/nomenclatures.ts';
import { type Colonne, champ, commun, LIGNES_DE_PLUS, LIGNES_MAX, RAISONS } from '../../../domain/serie.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { SelectField, toOptions } from '../../../ui/choice.tsx';
import { PageHeader, Section } from '../../../ui/content.tsx';
import { controlAttributes, FieldErrors, typedValue } from '../../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { Choix } from '../fiche/champs.tsx';
import { OU, THEMES } from '../fiche/listes.ts';
import { FORMULAIRE } from '../formulaire.ts';
import type { SeanceAgent } from '../store.ts';
import { sansRang } from './lignes.ts';

type Option = { readonly value: string; readonly label: string };
type Groupe = { readonly label: string; readonly options: readonly Option[] };

const MINUTES = [10, 15, 20, 30, 45, 60, 75, 90, 120, 150, 180];
const DUREES: readonly Option[] = MINUTES.map((minutes) => ({ value: String(minutes), label: formatDuree(minutes) }));

function suites(prefix: string, labels: Readonly<Record<string, string>>): readonly Option[] {
  return toOptions(labels).map(({ value, label }) => ({ value: `${prefix}:${value}`, label }));
}

const RESULTATS: readonly (Option | Groupe)[] = [
  { value: 'faite', label: 'Démarche faite' },
  { value: 'commencee', label: 'Démarche commencée' },
  { label: 'Orientée vers', options: suites('orientee', STRUCTURES_DE_REDIRECTION) },
  { label: 'Impossible', options: suites('impossible', RAISONS) },
];

/** As chosen for all. */
const COMME_EN_HAUT = 'Idem';

/** The columns of a line: their label, their list, and what a line that says nothing means. */
const COLONNES: Readonly<
  Record<Colonne, { readonly label: string; readonly options: readonly (Option | Groupe)[]; readonly blank: string }>
> = {
  theme: { label: 'Thème', options: THEMES, blank: COMME_EN_HAUT },
  demarche: { label: 'Démarche', options: toOptions(DEMARCHES), blank: COMME_EN_HAUT },
  duree: { label: 'Durée', options: DUREES, blank: COMME_EN_HAUT },
  age: { label: 'Âge', options: toOptions(TRANCHES_AGE), blank: 'Âge…' },
  genre: { label: 'Genre', options: toOptions(GENRES), blank: 'Genre…' },
  situation: { label: 'Situation', options: toOptions(STATUTS_SOCIAUX), blank: 'Situation…' },
  resultat: { label: 'Résultat', options: RESULTATS, blank: COMME_EN_HAUT },
};

export function SeriePage(props: {
  readonly seance: SeanceAgent;
  readonly state: FormState;
  readonly ids: readonly string[];
  readonly cle: string;
  readonly binomes: Choix['binomes'];
}) {
  const { seance, state, ids, cle, binomes = [] } = props;
  return (
    <>
      <PageHeader
        title="Noter une demi-journée"
        lead={`${seance.endroit}, ${formatDate(seance.jour)} : une ligne par personne reçue.`}
      />
      <div class="e-serie">
        <Form state={state} action={`/seances/${seance.id}/accompagnements/serie`} idempotencyKey={cle}>
          <HiddenField name="formulaire" value={String(FORMULAIRE)} />
          <HiddenField name="lignes" value={String(ids.length)} />
          <Section title="Pour toutes les personnes">
            <Communs state={state} binomes={binomes} />
          </Section>
          <Section title="Les personnes reçues">
            <p class="e-muted">
              Une ligne compte dès que vous y choisissez quelque chose ; les lignes vides sont ignorées. « Idem » :
              comme pour toutes les personnes. Un âge, un genre ou une situation sans réponse est « non communiqué ».
            </p>
            <div>
              {ids.map((id, index) => (
                <LigneChamps state={state} rang={index + 1} id={id} />
              ))}
            </div>
          </Section>
          <FormActions>
            <SubmitButton>Enregistrer</SubmitButton>
            {ids.length < LIGNES_MAX && (
              <SubmitButton variant="secondary" name="suite" value="lignes">
                Ajouter {LIGNES_DE_PLUS} lignes
              </SubmitButton>
            )}
            <ButtonLink href={`/seances/${seance.id}`} variant="tertiary">
              Annuler
            </ButtonLink>
          </FormActions>
        </Form>
      </div>
    </>
  );
}

function Communs({ state, binomes }: { readonly state: FormState; readonly binomes: NonNullable<Choix['binomes']> }) {
  const { theme, demarche, duree, resultat } = COLONNES;
  return (
    <div class="e-serie__commun">
      <SelectField state={state} name={commun('theme')} label="Thème" options={theme.options} />
      <SelectField
        state={state}
        name={commun('demarche')}
        label="Démarche"
        options={demarche.options}
        blank="À dire par ligne"
        optional
      />
      <SelectField state={state} name={commun('duree')} label="Durée" options={duree.options} />
      <SelectField state={state} name={commun('resultat')} label="Résultat" options={resultat.options} />
      <SelectField state={state} name={commun('objectif')} label="Objectif" options={toOptions(OBJECTIFS)} />
      <SelectField state={state} name={commun('typeLieu')} label="Où" options={OU} />
      {binomes.length > 0 && (
        <SelectField
          state={state}
          name={commun('binome')}
          label="Avec un autre agent"
          options={binomes}
          blank="Personne d’autre"
          optional
        />
      )}
    </div>
  );
}

function LigneChamps({ state, rang, id }: { readonly state: FormState; readonly rang: number; readonly id: string }) {
  return (
    <fieldset class="ds-fieldset e-serie__ligne">
      <legend>
        <span>Personne </span>
        {rang}
      </legend>
      <HiddenField name={champ(rang, 'id')} value={id} />
      {Object.entries(COLONNES).map(([colonne, { label, options, blank }]) => (
        <Choisir state={state} name={champ(rang, colonne as Colonne)} label={label} options={options} blank={blank} />
      ))}
    </fieldset>
  );
}

/** A list of a line: never required, and never said to be « facultatif » ten times over. */
function Choisir(props: {
  readonly state: FormState;
  readonly name: string;
  readonly label: string;
  readonly options: readonly (Option | Groupe)[];
  readonly blank: string;
}) {
  const { state, name, label, options, blank } = props;
  const attributes = controlAttributes({ state, name, label, optional: true });
  const chosen = typedValue(state, name);
  return (
    <div class="ds-field">
      <label class="ds-label" for={attributes.id}>
        {label}
      </label>
      <select class="ds-input" {...attributes}>
        <option value="">{blank}</option>
        {options.map((one) =>
          'options' in one ? (
            <optgroup label={one.label}>
              {one.options.map((option) => (
                <option value={option.value} selected={option.value === chosen}>
                  {option.label}
                </option>
              ))}
            </optgroup>
          ) : (
            <option value={one.value} selected={one.value === chosen}>
              {one.label}
            </option>
          ),
        )}
      </select>
      <FieldErrors state={{ ...state, errors: state.errors.map(sansRang) }} name={name} />
    </div>
  );
}
