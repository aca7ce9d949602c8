import { DEMARCHES } from '../../../domain/nomenclatures.ts';
import { Checkbox, Fieldset, RadioGroup, SelectField, toOptions } from '../../../ui/choice.tsx';
import { DateField, fieldErrors, NumberField, TextArea, TextField, typedValue } from '../../../ui/field.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import {
  AUTRE_OPERATEUR,
  EXECUTIONS,
  OPERATEURS,
  PIECES_IDENTITE,
  QUALITES_REPRESENTANT,
  type Reglages,
  ROLES_TIERS,
} from '../rules.ts';
import { champ, RANGS } from './lignes.ts';

type Props = { readonly state: FormState };

/** Whether a folded part has something to show: an answer, or a refusal. */
function isOpen(state: FormState, names: readonly string[]): boolean {
  return names.some((name) => typedValue(state, name) !== '' || fieldErrors(state, name).length > 0);
}

export function Personne({ state }: Props) {
  return (
    <Fieldset legend="La personne">
      <div class="e-cote-a-cote">
        <TextField state={state} name="mandantPrenom" label="Prénom" autocomplete="off" />
        <TextField state={state} name="mandantNom" label="Nom" autocomplete="off" />
      </div>
      <DateField state={state} name="mandantNaissance" label="Date de naissance" />
      <div class="e-cote-a-cote">
        <TextField state={state} name="mandantTelephone" label="Téléphone" type="tel" autocomplete="off" optional />
        <TextField state={state} name="mandantCourriel" label="Courriel" type="email" autocomplete="off" optional />
      </div>
      <Disclosure
        summary="Personne mineure ou protégée : qui signe pour elle"
        open={isOpen(state, ['protege', 'representantPrenom', 'representantNom', 'representantQualite'])}
      >
        <Checkbox
          state={state}
          name="protege"
          label="Une mesure protège cette personne (tutelle, curatelle, habilitation familiale…)"
          optional
        />
        <div class="e-cote-a-cote">
          <TextField
            state={state}
            name="representantPrenom"
            label="Prénom du représentant"
            autocomplete="off"
            optional
          />
          <TextField state={state} name="representantNom" label="Nom du représentant" autocomplete="off" optional />
        </div>
        <SelectField
          state={state}
          name="representantQualite"
          label="Qualité du représentant"
          hint="Il est là, montre son document et signe."
          options={toOptions(QUALITES_REPRESENTANT)}
          blank="Pas de représentant"
          optional
        />
      </Disclosure>
      <Disclosure summary="Interprète ou témoin présent" open={isOpen(state, ['tiersRole', 'tiersNom', 'tiersLangue'])}>
        <SelectField
          state={state}
          name="tiersRole"
          label="Cette personne est"
          options={toOptions(ROLES_TIERS)}
          blank="Personne d’autre"
          optional
        />
        <div class="e-cote-a-cote">
          <TextField
            state={state}
            name="tiersNom"
            label="Prénom et nom de cette personne"
            autocomplete="off"
            optional
          />
          <TextField state={state} name="tiersLangue" label="Langue de l’interprète" autocomplete="off" optional />
        </div>
      </Disclosure>
    </Fieldset>
  );
}

export function Verification({ state, reglages }: Props & { readonly reglages: Reglages }) {
  const options = reglages.piecesAcceptees.map((piece) => ({ value: piece, label: PIECES_IDENTITE[piece] }));
  return (
    <Fieldset
      legend="L’identité vérifiée"
      hint="Regardez le document, puis rendez-le. Ni numéro, ni copie, ni photographie : seuls son genre et votre vérification sont gardés."
    >
      <RadioGroup
        state={state}
        name="pieceVue"
        label="Document montré par la personne qui signe"
        options={options}
        columns="inline"
      />
      {reglages.perimeesAcceptees && <Checkbox state={state} name="perimee" label="Ce document est périmé" optional />}
    </Fieldset>
  );
}

/** What is asked most often: proposed while typing, any other is accepted too. */
const EXEMPLES = [
  'Demander l’aide au logement',
  'Demander la prime d’activité',
  'Actualiser ma situation chaque mois',
  'Déclarer mes revenus',
  'Demander une carte d’identité',
  'Demander un permis de conduire',
  'Demander une carte grise',
  'Demander ma retraite',
  'Demander la complémentaire santé solidaire',
  'Demander le RSA',
  'Mon relevé de carrière',
  'Mon attestation de droits',
  'Mon attestation de paiement',
];

const NATURES = [
  { value: 'demarche', label: 'Faire une démarche' },
  { value: 'donnees', label: 'Demander des données sur la personne' },
];

function Ligne({ state, rang }: Props & { readonly rang: number }) {
  return (
    <Fieldset legend={`Démarche ${rang}`}>
      <RadioGroup
        state={withDefault(state, champ(rang, 'nature'), 'demarche')}
        name={champ(rang, 'nature')}
        label="Il s’agit de"
        options={NATURES}
        columns="inline"
      />
      <TextField
        state={state}
        name={champ(rang, 'objet')}
        label="Ce qui est à faire, ou à demander"
        hint={rang === 1 ? 'Précisément : « Demander l’aide au logement ». Ni paiement, ni vente.' : undefined}
        suggestions={EXEMPLES}
        autocomplete="off"
        optional={rang > 1}
      />
      <div class="e-cote-a-cote">
        <SelectField
          state={state}
          name={champ(rang, 'theme')}
          label="Thème, pour une démarche"
          options={toOptions(DEMARCHES)}
          optional={rang > 1}
        />
        <SelectField
          state={state}
          name={champ(rang, 'operateur')}
          label="Organisme"
          options={[...toOptions(OPERATEURS), { value: AUTRE_OPERATEUR, label: 'Un autre, à nommer' }]}
          optional={rang > 1}
        />
      </div>
      <TextField
        state={state}
        name={champ(rang, 'autre')}
        label="Nom de l’organisme, s’il n’est pas dans la liste"
        autocomplete="off"
        optional
      />
    </Fieldset>
  );
}

function withDefault(state: FormState, name: string, value: string): FormState {
  return typedValue(state, name) === '' ? { ...state, values: { ...state.values, [name]: value } } : state;
}

const champsDe = (rang: number) => (['theme', 'objet', 'operateur', 'autre'] as const).map((nom) => champ(rang, nom));
const PROPOSEES = 3;

export function Lignes({ state }: Props) {
  const others = RANGS.slice(PROPOSEES);
  const folded = (rang: number) => (
    <Disclosure summary={`Démarche ${rang}`} open={isOpen(state, champsDe(rang))}>
      <Ligne state={state} rang={rang} />
    </Disclosure>
  );
  return (
    <Fieldset
      legend="Les démarches confiées"
      hint="Chaque démarche est nommée, avec son organisme. Ce qui n’est pas nommé n’est pas permis."
    >
      <Ligne state={state} rang={1} />
      {RANGS.slice(1, PROPOSEES).map(folded)}
      <Disclosure
        summary={`Plus de ${PROPOSEES} démarches (${RANGS.length} au plus)`}
        open={others.some((rang) => isOpen(state, champsDe(rang)))}
      >
        {others.map(folded)}
      </Disclosure>
    </Fieldset>
  );
}

export function Conditions({
  state,
  reglages,
  suppleants,
}: Props & {
  readonly reglages: Reglages;
  readonly suppleants: readonly { readonly value: string; readonly label: string }[];
}) {
  return (
    <Fieldset legend="Comment, et jusqu’à quand">
      <RadioGroup
        state={state}
        name="execution"
        label="Les démarches seront faites"
        options={toOptions(EXECUTIONS)}
        columns="inline"
      />
      <NumberField
        state={state}
        name="dureeMois"
        label="Durée du mandat"
        hint={`Le temps nécessaire, ${reglages.dureeMaxMois} mois au plus.`}
        unit="mois"
        width={3}
      />
      <SelectField
        state={state}
        name="suppleant"
        label="Suppléant : l’agent qui peut vous remplacer"
        hint="Seulement si la personne le désigne : un autre agent ferait signer un nouveau mandat."
        options={suppleants}
        blank="Personne"
        optional
      />
      <Disclosure summary="Ce que la personne exclut" open={isOpen(state, ['exclusions'])}>
        <TextArea
          state={state}
          name="exclusions"
          label="Ce que l’agent ne fera pas"
          hint="Une exclusion par ligne, cinq au plus. Les paiements et les ventes sont toujours exclus."
          rows={3}
          optional
        />
      </Disclosure>
    </Fieldset>
  );
}
