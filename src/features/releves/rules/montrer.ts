import { formatDuree } from '../../../domain/date.ts';
import {
  cles,
  DEMARCHES,
  GENRES,
  ISSUES,
  type Nomenclature,
  OBJECTIFS,
  STATUTS_SOCIAUX,
  THEMATIQUES,
  TRANCHES_AGE,
} from '../../../domain/nomenclatures.ts';
import {
  estRetenue,
  formatNombre,
  masquer,
  masquerCouverture,
  masquerPartition,
  type Nombre,
} from '../../accompagnements/rules.ts';
import type { ContenuReleve, SeanceReleve } from './contenu.ts';

export type LigneTableau = { readonly libelle: string; readonly nombre: Nombre };

/** A list of numbers under a title; `lignes` null: none is published, since together they would tell small ones. */
export interface Tableau {
  readonly titre: string;
  /** What is counted: « personnes aidées », « participants », « ateliers ». */
  readonly unite: string;
  readonly lignes: readonly LigneTableau[] | null;
}

/** A relevé as one reads it: exact for the team, without small numbers for anybody else. */
export interface Montre {
  readonly isPublic: boolean;
  readonly tenues: number;
  readonly manquees: number;
  readonly heuresPermanence: string;
  readonly personnesAidees: Nombre;
  /** « 12 h 30 », « non publié ». */
  readonly heuresAide: string;
  readonly ateliers: number;
  readonly participants: Nombre;
  readonly dejaAides: Nombre;
  readonly heuresAtelier: string;
  readonly coordinations: number;
  readonly heuresCoordination: string;
  readonly servicesBloques: Nombre;
  readonly profils: readonly Tableau[];
  readonly themes: readonly Tableau[];
  /** `personnes` null: not said, one séance receives too few. */
  readonly seances: readonly (Omit<SeanceReleve, 'personnes'> & { readonly personnes: number | null })[];
}

const NON_PUBLIE = 'non publié';

function somme(nombres: readonly number[]): number {
  return nombres.reduce((total, nombre) => total + nombre, 0);
}

type Compte = Readonly<Partial<Record<string, number>>>;

function nombresDe(nomenclature: Nomenclature, comptes: Compte): readonly number[] {
  return cles(nomenclature).map((cle) => comptes[cle] ?? 0);
}

function tableau(titre: string, unite: string, nomenclature: Nomenclature, shown: readonly Nombre[]): Tableau {
  const lignes = cles(nomenclature).map((cle, rang) => ({
    libelle: nomenclature[cle] ?? cle,
    nombre: shown[rang] ?? 0,
  }));
  return { titre, unite, lignes: estRetenue(shown) ? null : lignes };
}

const PROFILS = [
  ['genres', 'Genre', GENRES],
  ['tranchesAge', 'Âge', TRANCHES_AGE],
  ['statutsSociaux', 'Situation', STATUTS_SOCIAUX],
] as const;

function profilsAides({ aides }: ContenuReleve, isPublic: boolean): Tableau[] {
  return PROFILS.map(([cle, titre, nomenclature]) => {
    const nombres = nombresDe(nomenclature, aides[cle]);
    return tableau(titre, 'personnes aidées', nomenclature, isPublic ? masquerPartition(nombres) : nombres);
  });
}

/** Counted beside their total: those of whom nothing was noted are a cell too. */
function profilsAteliers({ ateliers }: ContenuReleve, isPublic: boolean): Tableau[] {
  if (ateliers.nombre === 0) return [];
  return PROFILS.map(([cle, titre, nomenclature]) => {
    const comptes = nombresDe(nomenclature, ateliers[cle]);
    const nombres = [...comptes, Math.max(0, ateliers.participants - somme(comptes))];
    const listed = { ...nomenclature, reste: 'Non compté' };
    return tableau(`${titre}, en atelier`, 'participants', listed, isPublic ? masquerPartition(nombres) : nombres);
  });
}

function themes({ aides, ateliers }: ContenuReleve, isPublic: boolean): Tableau[] {
  const administratives = aides.thematiques.AideAuxDemarchesAdministratives ?? 0;
  const partition = (nombres: readonly number[]) => (isPublic ? masquerPartition(nombres) : nombres);
  const couverture = (nombres: readonly number[], total: number) =>
    isPublic ? masquerCouverture(nombres, total) : nombres;
  const of = 'personnes aidées';
  const thematiques = couverture(nombresDe(THEMATIQUES, aides.thematiques), aides.nombre);
  const demarches = couverture(nombresDe(DEMARCHES, aides.demarches), administratives);
  return [
    tableau('Thèmes', of, THEMATIQUES, thematiques),
    tableau('Démarches administratives', of, DEMARCHES, demarches),
    tableau('Objectifs (art. 1.1)', of, OBJECTIFS, partition(nombresDe(OBJECTIFS, aides.objectifs))),
    tableau('Résultats', of, ISSUES, partition(nombresDe(ISSUES, aides.issues))),
    ...(ateliers.nombre === 0
      ? []
      : [tableau('Thèmes des ateliers', 'ateliers', THEMATIQUES, nombresDe(THEMATIQUES, ateliers.thematiques))]),
  ];
}

/**
 * A relevé as its reader may read it. `isPublic`: outside of the team, where no number of one to four is told, nor any that would
 * let it be found.
 *
 * Source: art. 3.4; art. 4.1 (règlement européen 2016/679).
 * Example: 3 people helped, for a référent → « moins de 5 », no profile, no hours of help.
 */
export function montrer(contenu: ContenuReleve, { isPublic }: { readonly isPublic: boolean }): Montre {
  const { permanences, aides, ateliers, coordination } = contenu;
  const nombre = (value: number): Nombre => (isPublic ? masquer(value) : value);
  const heures = (minutes: number, people: number): string =>
    typeof nombre(people) === 'number' ? formatDuree(minutes) : NON_PUBLIE;
  const deja = isPublic
    ? (masquerPartition([ateliers.dejaAides, ateliers.participants - ateliers.dejaAides])[0] ?? 'masque')
    : ateliers.dejaAides;
  return {
    isPublic,
    tenues: permanences.tenues,
    manquees: permanences.manquees,
    heuresPermanence: formatDuree(permanences.minutes),
    personnesAidees: nombre(aides.nombre),
    heuresAide: heures(aides.minutes, aides.nombre),
    ateliers: ateliers.nombre,
    participants: nombre(ateliers.participants),
    dejaAides: deja,
    heuresAtelier: formatDuree(ateliers.minutes),
    coordinations: coordination.nombre,
    heuresCoordination: formatDuree(coordination.minutes),
    servicesBloques: nombre(contenu.servicesBloques),
    profils: [...profilsAides(contenu, isPublic), ...profilsAteliers(contenu, isPublic)],
    themes: themes(contenu, isPublic),
    seances: permanences.seances.map(({ personnes, ...seance }) => ({
      ...seance,
      personnes: isPublic ? null : personnes,
    })),
  };
}

export type LigneSynthese = { readonly libelle: string; readonly valeur: Nombre | string };

/** The figures of a relevé, a line each, besides its tables. */
export function lignesSynthese(montre: Montre): readonly LigneSynthese[] {
  return [
    { libelle: 'Permanences tenues', valeur: montre.tenues },
    { libelle: 'Permanences manquées', valeur: montre.manquees },
    { libelle: 'Heures de permanence', valeur: montre.heuresPermanence },
    { libelle: 'Personnes aidées', valeur: montre.personnesAidees },
    { libelle: 'Heures d’aide individuelle', valeur: montre.heuresAide },
    { libelle: 'Ateliers', valeur: montre.ateliers },
    { libelle: 'Participants aux ateliers', valeur: montre.participants },
    { libelle: 'Participants déjà aidés', valeur: montre.dejaAides },
    { libelle: 'Heures d’atelier', valeur: montre.heuresAtelier },
    { libelle: 'Actions de coordination', valeur: montre.coordinations },
    { libelle: 'Heures de coordination', valeur: montre.heuresCoordination },
    { libelle: 'Services en ligne bloqués', valeur: montre.servicesBloques },
  ];
}

/** « 12 », « moins de 5 », « 3 h 30 ». */
export function direValeur(valeur: Nombre | string): string {
  return valeur === '<5' || valeur === 'masque' || typeof valeur === 'number' ? formatNombre(valeur) : valeur;
}
