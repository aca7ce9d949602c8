import { formatDuree } from '../../../domain/date.ts';
import { cles, DUREES, THEMATIQUES, type Thematique } from '../../../domain/nomenclatures.ts';
import { toOptions } from '../../../ui/choice.tsx';

/** The themes most often noted, shown first; the official list holds the others in its own order. */
export const THEMES_COURANTS: readonly string[] = [
  'AideAuxDemarchesAdministratives',
  'Email',
  'NavigationSurInternet',
  'PrendreEnMainDuMateriel',
  'Sante',
  'InsertionProfessionnelle',
] satisfies readonly Thematique[];

export const THEMES = [
  ...THEMES_COURANTS.flatMap((theme) => toOptions(THEMATIQUES).filter(({ value }) => value === theme)),
  ...toOptions(THEMATIQUES).filter(({ value }) => !THEMES_COURANTS.includes(value)),
];

/** The usual lengths, then « une autre durée ». */
export const DUREES_PROPOSEES = cles(DUREES).map((value) => ({
  value,
  label: value === 'personnaliser' ? 'Une autre durée' : formatDuree(Number(value)),
}));

/** Where help is given, seen from a séance. */
export const OU = [
  { value: 'LieuActivite', label: 'Sur place' },
  { value: 'ADistance', label: 'À distance' },
  { value: 'Domicile', label: 'À domicile' },
  { value: 'Autre', label: 'Ailleurs' },
] as const;
