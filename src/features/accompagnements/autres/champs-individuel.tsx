import {
  GENRES,
  ISSUES,
  OBJECTIFS,
  STATUTS_SOCIAUX,
  STRUCTURES_DE_REDIRECTION,
  TRANCHES_AGE,
} from '../../../domain/nomenclatures.ts';
import { type Option, RadioGroup, SelectField, toOptions } from '../../../ui/choice.tsx';
import { TextField, TimeField } from '../../../ui/field.tsx';
import { HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { FORMULAIRE } from '../formulaire.ts';
import { ChampAxe, ChampBinome, ChampsDuree } from './cadre.tsx';
import { ChampsThemes } from './champs.tsx';

/** Answers of a record that these fields do not ask, kept as they are. */
const GARDES = ['rendezVous', 'mandat', 'personne', 'operateur', 'operateurNom', 'autonomie', 'materiels'] as const;
const BLOCAGE = ['bloque', 'bloqueOperateur', 'bloqueService', 'obstacle', 'obstacleTexte'] as const;

export function ChampsIndividuel(props: {
  readonly state: FormState;
  readonly choix?: { readonly binomes?: readonly Option[] };
  readonly ou?: boolean;
}) {
  const { state, choix = {} } = props;
  const kept = [...GARDES, ...BLOCAGE].flatMap((name) =>
    [state.values[name] ?? []].flat().map((value) => ({ name, value })),
  );
  return (
    <>
      <HiddenField name="formulaire" value={String(FORMULAIRE)} />
      <HiddenField name="typeActivite" value="Individuel" />
      {kept.map(({ name, value }) => value !== '' && <HiddenField name={name} value={value} />)}
      <ChampsThemes state={state} />
      <ChampsDuree state={state} />
      <RadioGroup state={state} name="issue" label="Résultat" options={toOptions(ISSUES)} columns="inline" />
      <TextField state={state} name="issuePrecision" label="Pourquoi n’était-ce pas possible ?" optional />
      <SelectField
        state={state}
        name="orientation"
        label="Vers qui la personne est-elle orientée ?"
        options={toOptions(STRUCTURES_DE_REDIRECTION)}
        blank="Vers personne"
        optional
      />
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
      <SelectField state={state} name="objectif" label="Objectif de l’intervention" options={toOptions(OBJECTIFS)} />
      <TimeField state={state} name="heureDebut" label="Heure de début" optional />
      <ChampAxe state={state} />
      <ChampBinome state={state} binomes={choix.binomes ?? []} />
    </>
  );
}
