import { z } from 'zod';
import {
  AUTONOMIES,
  AXES,
  cles,
  DEMARCHES,
  DUREES,
  ECHELONS,
  estCle,
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
} from '../../domain/nomenclatures.ts';
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
} from '../../platform/http/fields.ts';
import type { FormState } from '../../ui/form-state.ts';
import {
  type Blocage,
  type Cadre,
  type Collectif,
  type Coordination,
  DUREE_MAX_MINUTES,
  type Individuel,
  PARTICIPANTS_MAX,
  type RefusSaisie,
  type Saisie,
} from './rules/saisie.ts';

/** What is typed of a record: the values of its form, field by field. A device keeps them as they are until they are sent. */
export type Valeurs = Readonly<Record<string, readonly string[]>>;

/** The number of the form that this code shows: one more when a field appears, goes or changes its meaning. */
export const FORMULAIRE = 2;

const cadreShape = {
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

/** The kind that a form says it records: individual help when it says none. */
export function typeDe(valeurs: Valeurs): TypeActivite | null {
  const said = valeurs['typeActivite']?.[0] ?? 'Individuel';
  return TOUS_LES_TYPES.find((one) => one === said) ?? null;
}

export function formDe(type: TypeActivite): z.ZodObject {
  if (type === 'Individuel') return individuelForm;
  return type === 'Collectif' ? collectifForm : coordinationForm;
}

/** The form of a séance before anything is typed: the commonest answers are already there. */
export const saisieInitiale: FormState['values'] = {
  thematiques: ['AideAuxDemarchesAdministratives'],
  duree: '30',
  typeLieu: 'LieuActivite',
  issue: 'faite',
  genre: 'NonCommunique',
  trancheAge: 'NonCommunique',
  statutSocial: 'NonCommunique',
  objectif: 'permanence',
};

const LISTES: ReadonlySet<string> = new Set(['thematiques', 'demarches', 'materiels']);

/** Values as a page shows them: one text a field, a list for those that hold several. */
export function toState(valeurs: Valeurs): FormState['values'] {
  return Object.fromEntries(
    Object.entries(valeurs).map(([name, list]) => [name, LISTES.has(name) ? list : (list[0] ?? '')]),
  );
}

type Erreurs = FormState['errors'];
/** A record as its form says it, or what is wrong with the form itself. */
export type Lue = { readonly saisie: Saisie } | { readonly erreurs: Erreurs };

type CadreLu = z.output<z.ZodObject<typeof cadreShape>>;

/** The day and the place: those of the séance when there is one, whatever else was typed. */
export interface SeanceDuCadre {
  readonly jour: Temporal.PlainDate;
  readonly lieuId: string | null;
  readonly codeInsee: string | null;
}

function toCadre(lu: CadreLu, seance: SeanceDuCadre | undefined, today: Temporal.PlainDate): Cadre {
  const dureeMinutes = lu.duree === 'personnaliser' ? (lu.dureeAutre ?? 0) : Number(lu.duree);
  const commun = { heureDebut: lu.heureDebut, dureeMinutes, axe: lu.axe, binomeId: lu.binome, seanceId: lu.seance };
  if (seance !== undefined) {
    const isElsewhere = lu.typeLieu !== 'LieuActivite' || seance.lieuId === null;
    const typeLieu = seance.lieuId === null && lu.typeLieu === 'LieuActivite' ? 'Autre' : lu.typeLieu;
    const lieuId = isElsewhere ? null : seance.lieuId;
    return { ...commun, jour: seance.jour, typeLieu, lieuId, codeInsee: seance.codeInsee };
  }
  const lieuId = lu.typeLieu === 'LieuActivite' ? lu.lieu : null;
  const codeInsee = lu.typeLieu === 'ADistance' || lu.typeLieu === 'LieuActivite' ? null : lu.codeInsee;
  return { ...commun, jour: lu.jour ?? today, typeLieu: lu.typeLieu, lieuId, codeInsee };
}

function toBlocage(lu: z.output<typeof individuelForm>, erreurs: { field: string; message: string }[]): Blocage | null {
  if (!lu.bloque) return null;
  const need = (field: string, message: string) => erreurs.push({ field, message });
  if (lu.bloqueOperateur === null) need('bloqueOperateur', 'Indiquez l’opérateur du service qui bloque.');
  if (lu.bloqueService === null) need('bloqueService', 'Indiquez le service en ligne qui bloque.');
  if (lu.obstacle === null) need('obstacle', 'Choisissez ce qui bloque.');
  if (lu.obstacle === 'autre' && lu.obstacleTexte === null) need('obstacleTexte', 'Dites ce qui bloque.');
  if (lu.bloqueOperateur === null || lu.bloqueService === null || lu.obstacle === null) return null;
  return {
    operateur: lu.bloqueOperateur,
    service: lu.bloqueService,
    obstacle: lu.obstacle,
    obstacleTexte: lu.obstacleTexte,
  };
}

function toIndividuel(lu: z.output<typeof individuelForm>, cadre: Cadre): Lue {
  const erreurs: { field: string; message: string }[] = [];
  const operateur = lu.operateur === 'autre' ? lu.operateurNom : lu.operateur;
  if (lu.operateur === 'autre' && operateur === null) {
    erreurs.push({ field: 'operateurNom', message: 'Indiquez le nom de l’opérateur.' });
  }
  const blocage = toBlocage(lu, erreurs);
  if (erreurs.length > 0) return { erreurs };
  const saisie: Individuel = {
    ...cadre,
    typeActivite: 'Individuel',
    thematiques: lu.thematiques,
    demarches: lu.demarches,
    operateur,
    materiels: lu.materiels,
    autonomie: lu.autonomie,
    objectif: lu.objectif,
    issue: lu.issue,
    issuePrecision: lu.issuePrecision,
    orientation: lu.orientation,
    genre: lu.genre,
    trancheAge: lu.trancheAge,
    statutSocial: lu.statutSocial,
    rendezVousId: lu.rendezVous,
    mandatId: lu.mandat,
    personneId: lu.personne,
    blocage,
  };
  return { saisie };
}

function lireComptes<N extends Nomenclature>(
  lu: Readonly<Record<string, unknown>>,
  prefix: string,
  nomenclature: N,
): Partial<Record<keyof N & string, number>> {
  const counted: Partial<Record<keyof N & string, number>> = {};
  for (const cle of cles(nomenclature)) {
    const nombre = lu[`${prefix}${cle}`];
    if (typeof nombre === 'number' && nombre > 0) counted[cle] = nombre;
  }
  return counted;
}

function toCollectif(lu: z.output<typeof collectifForm>, cadre: Cadre): Lue {
  const saisie: Collectif = {
    ...cadre,
    typeActivite: 'Collectif',
    thematiques: lu.thematiques,
    demarches: lu.demarches,
    materiels: lu.materiels,
    objectif: lu.objectif,
    participants: lu.participants,
    collectif: {
      titre: lu.titreAtelier,
      niveau: lu.niveau,
      dejaAides: lu.dejaAides ?? 0,
      genres: lireComptes(lu, 'nbGenre', GENRES),
      tranchesAge: lireComptes(lu, 'nbAge', TRANCHES_AGE),
      statutsSociaux: lireComptes(lu, 'nbStatut', STATUTS_SOCIAUX),
    },
  };
  return { saisie };
}

function toCoordination(lu: z.output<typeof coordinationForm>, type: TypeCoordination, cadre: Cadre): Lue {
  const listes: Readonly<Record<string, Nomenclature | null>> = LISTES_COORDINATION[type];
  const erreurs: { field: string; message: string }[] = [];
  const lire = (field: string, liste: Nomenclature | null | undefined, code: string | null): string | null => {
    if (liste === null || liste === undefined) return null;
    if (code !== null && estCle(liste, code)) return code;
    erreurs.push({
      field,
      message: code === null ? 'Choisissez une réponse.' : 'Choisissez une réponse dans la liste.',
    });
    return null;
  };
  const coordination = {
    nom: lu.coordNom,
    nature: lire('coordNature', listes['nature'], lu.coordNature) ?? '',
    avec: lire('coordAvec', listes['avec'], lu.coordAvec),
    echelon: lire('coordEchelon', listes['echelon'], lu.coordEchelon),
    theme: lire('coordTheme', listes['theme'], lu.coordTheme),
    participants: lu.coordParticipants,
  };
  if (erreurs.length > 0) return { erreurs };
  const saisie: Coordination = { ...cadre, typeActivite: type, coordination };
  return { saisie };
}

/** The record that a valid form describes. `seance`: the one it names, when it is known; `today`: the day when it says none. */
export function toSaisie(
  type: TypeActivite,
  data: unknown,
  seance: SeanceDuCadre | undefined,
  today: Temporal.PlainDate,
): Lue {
  const cadre = toCadre(data as CadreLu, seance, today);
  if (type === 'Individuel') return toIndividuel(data as z.output<typeof individuelForm>, cadre);
  if (type === 'Collectif') return toCollectif(data as z.output<typeof collectifForm>, cadre);
  return toCoordination(data as z.output<typeof coordinationForm>, type, cadre);
}

const CHAMPS_COMPTES = {
  genres: 'nbGenreMasculin',
  tranchesAge: 'nbAgeSoixanteDixPlus',
  statutsSociaux: 'nbStatutRetraite',
} as const;
const CHAMPS_INCONNUS = {
  seance: '',
  lieu: 'lieu',
  commune: 'codeInsee',
  mandat: 'mandat',
  personne: 'personne',
  rendez_vous: 'rendezVous',
  binome: 'binome',
} as const;

/** The field of a form that a refusal is about; '' above the form. */
export function champDe(refus: RefusSaisie): string {
  switch (refus.refus) {
    case 'thematique_manquante':
      return 'thematiques';
    case 'demarche_manquante':
    case 'demarche_en_trop':
      return 'demarches';
    case 'duree_impossible':
      return 'dureeAutre';
    case 'raison_manquante':
      return 'issuePrecision';
    case 'orientation_manquante':
    case 'orientation_en_trop':
      return 'orientation';
    case 'lieu_manquant':
    case 'lieu_sans_convention':
      return 'lieu';
    case 'commune_manquante':
      return 'codeInsee';
    case 'participants_impossibles':
      return 'participants';
    case 'comptes_trop_grands':
      return refus.quoi === 'dejaAides' ? 'dejaAides' : CHAMPS_COMPTES[refus.quoi];
    case 'inconnu':
      return CHAMPS_INCONNUS[refus.quoi];
    case 'date_a_venir':
    case 'hors_contrat':
      return 'jour';
    case 'seance_annulee':
    case 'certifie':
      return '';
  }
}

function texte(value: string | number | null | undefined): readonly string[] {
  return value === null || value === undefined ? [] : [String(value)];
}

/** What the form of a record holds: the way back from `toSaisie`. */
export function toValeurs(saisie: Saisie): Valeurs {
  const isUsual = estCle(DUREES, String(saisie.dureeMinutes));
  const cadre: Valeurs = {
    typeActivite: [saisie.typeActivite],
    seance: texte(saisie.seanceId),
    jour: [saisie.jour.toString()],
    heureDebut: texte(saisie.heureDebut?.toString().slice(0, 5)),
    typeLieu: [saisie.typeLieu],
    lieu: texte(saisie.lieuId),
    codeInsee: texte(saisie.codeInsee),
    duree: [isUsual ? String(saisie.dureeMinutes) : 'personnaliser'],
    dureeAutre: isUsual ? [] : [String(saisie.dureeMinutes)],
    axe: texte(saisie.axe),
    binome: texte(saisie.binomeId),
  };
  if (saisie.typeActivite === 'Individuel') return { ...cadre, ...valeursIndividuel(saisie) };
  if (saisie.typeActivite === 'Collectif') return { ...cadre, ...valeursCollectif(saisie) };
  const { nom, nature, avec, echelon, theme, participants } = saisie.coordination;
  return {
    ...cadre,
    coordNom: [nom],
    coordNature: [nature],
    coordAvec: texte(avec),
    coordEchelon: texte(echelon),
    coordTheme: texte(theme),
    coordParticipants: texte(participants),
  };
}

function valeursIndividuel(saisie: Individuel): Valeurs {
  const { operateur, blocage } = saisie;
  const isListed = operateur === null || estCle(OPERATEURS, operateur);
  return {
    thematiques: saisie.thematiques,
    demarches: saisie.demarches,
    operateur: isListed ? texte(operateur) : ['autre'],
    operateurNom: isListed ? [] : texte(operateur),
    materiels: saisie.materiels,
    autonomie: texte(saisie.autonomie),
    issue: [saisie.issue],
    issuePrecision: texte(saisie.issuePrecision),
    orientation: texte(saisie.orientation),
    trancheAge: [saisie.trancheAge],
    genre: [saisie.genre],
    statutSocial: [saisie.statutSocial],
    objectif: [saisie.objectif],
    rendezVous: texte(saisie.rendezVousId),
    mandat: texte(saisie.mandatId),
    personne: texte(saisie.personneId),
    bloque: blocage === null ? [] : ['oui'],
    bloqueOperateur: texte(blocage?.operateur),
    bloqueService: texte(blocage?.service),
    obstacle: texte(blocage?.obstacle),
    obstacleTexte: texte(blocage?.obstacleTexte),
  };
}

function valeursCollectif({
  thematiques,
  demarches,
  materiels,
  objectif,
  participants,
  collectif,
}: Collectif): Valeurs {
  const counts = (prefix: string, values: Readonly<Record<string, number>>) =>
    Object.entries(values).map(([cle, nombre]): [string, readonly string[]] => [`${prefix}${cle}`, [String(nombre)]]);
  return {
    titreAtelier: texte(collectif.titre),
    thematiques,
    demarches,
    materiels,
    niveau: texte(collectif.niveau),
    objectif: [objectif],
    participants: [String(participants)],
    dejaAides: [String(collectif.dejaAides)],
    ...Object.fromEntries([
      ...counts('nbGenre', collectif.genres),
      ...counts('nbAge', collectif.tranchesAge),
      ...counts('nbStatut', collectif.statutsSociaux),
    ]),
  };
}
