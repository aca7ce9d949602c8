import { z } from 'zod';
import {
  AUTONOMIES,
  AXES,
  cles,
  DEMARCHES,
  DUREES,
  ECHELONS,
  GENRES,
  INITIATIVES,
  ISSUES,
  MATERIELS,
  NATURES_PARTENARIAT,
  NIVEAUX_ATELIER,
  type Nomenclature,
  OBJECTIFS,
  OBSTACLES,
  OPERATEURS,
  ORGANISATEURS,
  PARTENAIRES,
  STATUTS_SOCIAUX,
  STRUCTURES_DE_REDIRECTION,
  THEMATIQUES,
  THEMES_ANIMATION,
  TRANCHES_AGE,
  TYPES_ACTIVITE,
  TYPES_ANIMATION,
  TYPES_COORDINATION,
  TYPES_EVENEMENT,
  TYPES_LIEU,
  type TypeActivite,
  type TypeCoordination,
} from '../../../domain/nomenclatures.ts';
import {
  box,
  choice,
  choices,
  line,
  optionalChoice,
  optionalDate,
  optionalId,
  optionalLine,
  optionalTime,
  optionalWhole,
  whole,
} from '../../../platform/http/fields.ts';
import { DUREE_MAX_MINUTES, PARTICIPANTS_MAX } from '../rules/saisie.ts';

export const cadreShape = {
  seance: optionalId('la séance'),
  jour: optionalDate('le jour'),
  heureDebut: optionalTime('l’heure'),
  typeLieu: choice('où cela s’est passé', cles(TYPES_LIEU)),
  lieu: optionalId('le lieu'),
  codeInsee: optionalLine('la commune', 5),
  duree: choice('la durée', cles(DUREES)),
  dureeAutre: optionalWhole('l’autre durée', { min: 1, max: DUREE_MAX_MINUTES, unite: 'minutes' }),
  axe: optionalChoice('l’axe', cles(AXES)),
  binome: optionalId('le binôme'),
};

const themesShape = {
  thematiques: choices('au moins un thème', cles(THEMATIQUES), 1),
  demarches: choices('les démarches', cles(DEMARCHES)),
};

export const individuelForm = z.object({
  ...themesShape,
  operateur: optionalChoice('l’opérateur', [...cles(OPERATEURS), 'autre']),
  operateurNom: optionalLine('le nom de l’opérateur', 80),
  ...cadreShape,
  materiels: choices('le matériel', cles(MATERIELS)),
  autonomie: optionalChoice('l’autonomie', cles(AUTONOMIES)),
  issue: choice('le résultat', cles(ISSUES)),
  issuePrecision: optionalLine('la raison', 200),
  orientation: optionalChoice('vers qui la personne est orientée', cles(STRUCTURES_DE_REDIRECTION)),
  trancheAge: choice('la tranche d’âge', cles(TRANCHES_AGE)),
  genre: choice('le genre', cles(GENRES)),
  statutSocial: choice('la situation', cles(STATUTS_SOCIAUX)),
  objectif: choice('l’objectif', cles(OBJECTIFS)),
  rendezVous: optionalId('le rendez-vous'),
  mandat: optionalId('le mandat'),
  personne: optionalId('la personne suivie'),
  bloque: box(),
  bloqueOperateur: optionalLine('l’opérateur du service', 80),
  bloqueService: optionalLine('le service en ligne', 120),
  obstacle: optionalChoice('l’obstacle', cles(OBSTACLES)),
  obstacleTexte: optionalLine('ce qui bloque', 500),
});

/** « nbGenreFeminin »: the field that counts each value of a list. */
function compteurs<P extends string, N extends Nomenclature>(prefix: P, nomenclature: N) {
  const nombre = optionalWhole('un nombre de personnes', { min: 0, max: PARTICIPANTS_MAX });
  return Object.fromEntries(cles(nomenclature).map((cle) => [`${prefix}${cle}`, nombre])) as Record<
    `${P}${keyof N & string}`,
    typeof nombre
  >;
}

export const collectifForm = z.object({
  titreAtelier: optionalLine('le titre de l’atelier', 120),
  ...themesShape,
  ...cadreShape,
  niveau: optionalChoice('le niveau', cles(NIVEAUX_ATELIER)),
  materiels: choices('le matériel', cles(MATERIELS)),
  objectif: choice('l’objectif', cles(OBJECTIFS)),
  participants: whole('le nombre de participants', { min: 1, max: PARTICIPANTS_MAX }),
  dejaAides: optionalWhole('le nombre de personnes déjà aidées', { min: 0, max: PARTICIPANTS_MAX }),
  ...compteurs('nbGenre', GENRES),
  ...compteurs('nbAge', TRANCHES_AGE),
  ...compteurs('nbStatut', STATUTS_SOCIAUX),
});

/** What each kind of coordination asks: its lists, by field of the form. */
export const LISTES_COORDINATION = {
  Evenement: { nature: TYPES_EVENEMENT, avec: ORGANISATEURS, echelon: ECHELONS, theme: null },
  Partenariat: { nature: NATURES_PARTENARIAT, avec: PARTENAIRES, echelon: ECHELONS, theme: null },
  Animation: { nature: TYPES_ANIMATION, avec: INITIATIVES, echelon: null, theme: THEMES_ANIMATION },
} as const satisfies Record<TypeCoordination, Record<string, Nomenclature | null>>;

export const coordinationForm = z.object({
  coordNom: line('le nom', 120),
  coordNature: optionalLine('la nature', 40),
  coordAvec: optionalLine('avec qui', 40),
  coordEchelon: optionalLine('l’échelon', 40),
  coordTheme: optionalLine('le thème', 40),
  coordParticipants: optionalWhole('le nombre de participants', { min: 0, max: 100_000 }),
  ...cadreShape,
});

export const TOUS_LES_TYPES: readonly TypeActivite[] = [...cles(TYPES_ACTIVITE), ...cles(TYPES_COORDINATION)];

export function formDe(type: TypeActivite): z.ZodObject {
  if (type === 'Individuel') return individuelForm;
  return type === 'Collectif' ? collectifForm : coordinationForm;
}
