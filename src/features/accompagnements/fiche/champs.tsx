import type { Child } from 'hono/jsx';
import {
  AUTONOMIES,
  AXES,
  DEMARCHES,
  GENRES,
  ISSUES,
  MATERIELS,
  OBJECTIFS,
  OBSTACLES,
  OPERATEURS,
  STATUTS_SOCIAUX,
  STRUCTURES_DE_REDIRECTION,
  TRANCHES_AGE,
} from '../../../domain/nomenclatures.ts';
import { Checkbox, CheckboxGroup, type Option, RadioGroup, SelectField, toOptions } from '../../../ui/choice.tsx';
import { Alert } from '../../../ui/content.tsx';
import { fieldErrors, NumberField, TextField, TimeField, typedValue, typedValues } from '../../../ui/field.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import { HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { FORMULAIRE } from '../formulaire.ts';
import { DUREES_PROPOSEES, OU, THEMES, THEMES_COURANTS } from './listes.ts';

type Options = Parameters<typeof SelectField>[0]['options'];

/** What a record may be linked to, when it is known: a list that is empty is not asked. */
export type Choix = {
  readonly rendezVous?: readonly Option[];
  readonly mandats?: readonly Option[];
  readonly personnes?: readonly Option[];
  readonly binomes?: Options;
  /** Where help was given out of the lieu: their INSEE codes. A page that a device keeps does not ask it. */
  readonly communes?: readonly Option[];
  /** The followed report of the service that blocked, as the record told it. */
  readonly signalement?: string | null;
};

type Props = { readonly state: FormState };

/** Whether a folded part has something to show: an answer other than the usual one, or a refusal. */
function isOpen(state: FormState, names: readonly string[], usual: Readonly<Record<string, string>> = {}): boolean {
  return names.some(
    (name) =>
      fieldErrors(state, name).length > 0 ||
      typedValues(state, name).some((value) => value !== '' && value !== usual[name]),
  );
}

/**
 * The fields of help to one person, without the form around them: what is asked every time, then what is seldom, folded. They take
 * no séance: whoever shows them says it. `ou`: where it took place is asked here, unless it is asked beside. `connu`: answers that
 * the page says above, which open nothing.
 */
export function ChampsIndividuel(
  props: Props & {
    readonly choix?: Choix;
    readonly ou?: boolean;
    readonly connu?: Readonly<Record<string, string>>;
  },
) {
  const { state, choix = {}, ou = true, connu = {} } = props;
  return (
    <div class="e-fiche">
      <HiddenField name="formulaire" value={String(FORMULAIRE)} />
      <HiddenField name="typeActivite" value="Individuel" />
      <Quoi state={state} />
      <Profil state={state} />
      <Precisions state={state} />
      <Circonstances state={state} ou={ou} connu={connu} communes={choix.communes} />
      {/* A person that is left as it was shown is not said again: whoever links the record meanwhile is not contradicted. */}
      {choix.personnes !== undefined && <HiddenField name="personneVue" value={typedValue(state, 'personneVue')} />}
      <Liens state={state} choix={choix} connu={connu} />
      <Blocage state={state} signalement={choix.signalement ?? null} />
    </div>
  );
}

function Quoi({ state }: Props) {
  return (
    <>
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
      <RadioGroup state={state} name="duree" label="Durée" options={DUREES_PROPOSEES} columns="inline" />
      <div class="e-fiche__duree">
        <NumberField state={state} name="dureeAutre" label="Autre durée" unit="minutes" width={4} optional />
      </div>
      <RadioGroup state={state} name="issue" label="Résultat" options={toOptions(ISSUES)} columns="inline" />
      <div class="e-fiche__raison">
        <TextField
          state={state}
          name="issuePrecision"
          label="Pourquoi, en quelques mots"
          hint="À dire si la démarche était impossible. Ni nom, ni numéro, ni adresse."
          autocomplete="off"
          optional
        />
      </div>
      <div class="e-fiche__orientation">
        <SelectField
          state={state}
          name="orientation"
          label="Vers qui la personne est-elle orientée ?"
          options={toOptions(STRUCTURES_DE_REDIRECTION)}
          blank="Vers personne"
          optional
        />
      </div>
    </>
  );
}

function Profil({ state }: Props) {
  return (
    <>
      <RadioGroup
        state={state}
        name="trancheAge"
        label="Âge de la personne"
        options={toOptions(TRANCHES_AGE)}
        columns="inline"
      />
      <RadioGroup state={state} name="genre" label="Genre" options={toOptions(GENRES)} columns="inline" />
      <RadioGroup
        state={state}
        name="statutSocial"
        label="Situation"
        options={toOptions(STATUTS_SOCIAUX)}
        columns="inline"
      />
    </>
  );
}

function Pli(props: {
  readonly state: FormState;
  readonly summary: string;
  readonly names: readonly string[];
  readonly usual?: Readonly<Record<string, string>>;
  readonly open?: boolean;
  readonly children?: Child;
}) {
  return (
    <Disclosure summary={props.summary} open={props.open === true || isOpen(props.state, props.names, props.usual)}>
      {props.children}
    </Disclosure>
  );
}

function Precisions({ state }: Props) {
  return (
    <Pli
      state={state}
      summary="Opérateur, matériel, autonomie"
      names={['operateur', 'operateurNom', 'materiels', 'autonomie']}
    >
      <SelectField
        state={state}
        name="operateur"
        label="Opérateur de la démarche"
        options={[...toOptions(OPERATEURS), { value: 'autre', label: 'Un autre opérateur' }]}
        blank="Aucun, ou non précisé"
        optional
      />
      <div class="e-fiche__operateur">
        <TextField state={state} name="operateurNom" label="Nom de cet opérateur" autocomplete="off" optional />
      </div>
      <CheckboxGroup
        state={state}
        name="materiels"
        label="Matériel"
        options={toOptions(MATERIELS)}
        columns="inline"
        optional
      />
      <SelectField
        state={state}
        name="autonomie"
        label="Autonomie de la personne"
        options={toOptions(AUTONOMIES)}
        blank="Non précisée"
        optional
      />
    </Pli>
  );
}

type Connu = { readonly connu: Readonly<Record<string, string>> };

/** The commune of help given out of the lieu: asked at once, and told by its code, so that a device may send it later as it is. */
function Commune({ state, communes }: Props & { readonly communes: readonly Option[] }) {
  return (
    <div class="e-fiche__commune">
      <SelectField
        state={state}
        name="codeInsee"
        label="Commune"
        hint="À domicile, ou ailleurs. La commune seule, jamais l’adresse."
        options={communes}
        blank="Non précisée"
        optional
      />
    </div>
  );
}

function Circonstances(
  props: Props & Connu & { readonly ou: boolean; readonly communes: readonly Option[] | undefined },
) {
  const { state, ou, connu, communes } = props;
  const asked = typedValue(state, 'codeInsee');
  return (
    <Pli
      state={state}
      summary={ou ? 'Lieu, heure, objectif, axe' : 'Heure, objectif, axe'}
      names={[...(ou ? ['typeLieu', 'codeInsee'] : []), 'heureDebut', 'objectif', 'axe']}
      usual={{ ...connu, typeLieu: 'LieuActivite', codeInsee: asked, objectif: 'permanence' }}
    >
      {ou && (
        <>
          <RadioGroup state={state} name="typeLieu" label="Où" options={OU} columns="inline" />
          {communes !== undefined && <Commune state={state} communes={communes} />}
        </>
      )}
      <TimeField state={state} name="heureDebut" label="Heure de début" optional />
      <SelectField state={state} name="objectif" label="Objectif de l’intervention" options={toOptions(OBJECTIFS)} />
      <SelectField
        state={state}
        name="axe"
        label="Axe de la stratégie départementale"
        options={toOptions(AXES)}
        blank="Non précisé"
        optional
      />
    </Pli>
  );
}

function Liens({ state, choix, connu }: Props & Connu & { readonly choix: Choix }) {
  const liens = [
    ['rendezVous', 'Rendez-vous', 'Sans rendez-vous', choix.rendezVous ?? []],
    ['personne', 'Personne suivie', 'Personne anonyme', choix.personnes ?? []],
    ['mandat', 'Mandat', 'Sans mandat', choix.mandats ?? []],
    ['binome', 'Avec un autre agent', 'Personne d’autre', choix.binomes ?? []],
  ] as const;
  const asked = liens.filter(([name, , , options]) => options.length > 0 || isOpen(state, [name]));
  if (asked.length === 0) return null;
  const summary = asked.map(([, label], rank) => (rank === 0 ? label : label.toLowerCase())).join(', ');
  return (
    <Pli state={state} summary={summary} names={asked.map(([name]) => name)} usual={connu}>
      {asked.map(([name, label, blank, options]) => (
        <SelectField state={state} name={name} label={label} options={options} blank={blank} optional />
      ))}
    </Pli>
  );
}

function Blocage({ state, signalement }: Props & { readonly signalement: string | null }) {
  return (
    <Pli
      state={state}
      summary="Un service en ligne bloque"
      names={['bloque', 'bloqueOperateur', 'bloqueService', 'obstacle', 'obstacleTexte']}
      open={signalement !== null}
    >
      {signalement !== null && (
        <Alert tone="info">
          Ce service est déjà suivi par l’équipe technique : ce que vous changez ici reste dans l’accompagnement, et ne
          change plus <a href={`/services-bloques/${signalement}`}>son signalement</a>.
        </Alert>
      )}
      <Checkbox
        state={state}
        name="bloque"
        label="Signaler un service en ligne qui bloque"
        hint="Il sera suivi jusqu’à la réponse de l’opérateur. Rien ne désigne la personne."
        optional
      />
      <div class="e-fiche__bloque">
        <TextField
          state={state}
          name="bloqueOperateur"
          label="Opérateur du service"
          suggestions={Object.values(OPERATEURS)}
          autocomplete="off"
          optional
        />
        <TextField
          state={state}
          name="bloqueService"
          label="Service ou page du site"
          hint="Par exemple : création du compte, dépôt des pièces."
          autocomplete="off"
          optional
        />
        <SelectField state={state} name="obstacle" label="Ce qui bloque" options={toOptions(OBSTACLES)} optional />
        <TextField state={state} name="obstacleTexte" label="En quelques mots" autocomplete="off" optional />
      </div>
    </Pli>
  );
}
