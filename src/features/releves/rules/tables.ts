import {
  AXES,
  cles,
  DEMARCHES,
  GENRES,
  ISSUES,
  MATERIELS,
  type Nomenclature,
  OBJECTIFS,
  STATUTS_SOCIAUX,
  THEMATIQUES,
  TRANCHES_AGE,
} from '../../../domain/nomenclatures.ts';
import { masquerCouverture, masquerPartition } from '../../accompagnements/rules.ts';
import type { ContenuReleve } from './contenu.ts';
import type { Groupe, Table } from './publication.ts';

/** A table of a relevé: its title, what it counts, its lines, and what a month has in it. */
export interface Definition {
  readonly titre: string;
  readonly unite: 'personnes aidées' | 'participants' | 'ateliers';
  readonly nomenclature: Nomenclature;
  readonly de: (contenu: ContenuReleve) => Table;
}

type Compte = Readonly<Partial<Record<string, number>>>;

function somme(nombres: readonly number[]): number {
  return nombres.reduce((total, nombre) => total + nombre, 0);
}

function nombresDe(nomenclature: Nomenclature, comptes: Compte = {}): readonly number[] {
  return cles(nomenclature).map((cle) => comptes[cle] ?? 0);
}

function partition(nombres: readonly number[]): Table {
  return { nombres, total: somme(nombres), masquer: masquerPartition };
}

const PROFILS = [
  ['genres', 'Genre', GENRES],
  ['tranchesAge', 'Âge', TRANCHES_AGE],
  ['statutsSociaux', 'Situation', STATUTS_SOCIAUX],
] as const;

const AIDES = 'personnes aidées';

/** Who was helped one by one. */
export const PROFILS_AIDES: readonly Definition[] = PROFILS.map(([cle, titre, nomenclature]) => ({
  ...{ titre, unite: AIDES, nomenclature },
  de: ({ aides }) => partition(nombresDe(nomenclature, aides[cle])),
}));

/** What the help given to one person was about. Each act has a theme at least, and a démarche when it is an administrative one. */
export const THEMES_AIDES: readonly Definition[] = [
  {
    ...{ titre: 'Thèmes', unite: AIDES, nomenclature: THEMATIQUES },
    de: ({ aides }) => ({
      ...{ nombres: nombresDe(THEMATIQUES, aides.thematiques), total: aides.nombre },
      masquer: masquerCouverture,
    }),
  },
  {
    ...{ titre: 'Démarches administratives', unite: AIDES, nomenclature: DEMARCHES },
    de: ({ aides }) => ({
      nombres: nombresDe(DEMARCHES, aides.demarches),
      total: aides.thematiques.AideAuxDemarchesAdministratives ?? 0,
      masquer: masquerCouverture,
    }),
  },
  {
    ...{ titre: 'Objectifs (art. 1.1)', unite: AIDES, nomenclature: OBJECTIFS },
    de: ({ aides }) => partition(nombresDe(OBJECTIFS, aides.objectifs)),
  },
  {
    ...{ titre: 'Résultats', unite: AIDES, nomenclature: ISSUES },
    de: ({ aides }) => partition(nombresDe(ISSUES, aides.issues)),
  },
];

/** Who came to the ateliers. Counted beside their total: those of whom nothing was noted are a cell too. */
export const PROFILS_ATELIERS: readonly Definition[] = PROFILS.map(([cle, titre, nomenclature]) => ({
  titre: `${titre}, en atelier`,
  unite: 'participants',
  nomenclature: { ...nomenclature, reste: 'Non compté' },
  de: ({ ateliers }) => {
    const comptes = nombresDe(nomenclature, ateliers[cle]);
    return partition([...comptes, Math.max(0, ateliers.participants - somme(comptes))]);
  },
}));

/** Ateliers, not people: an atelier with two themes counts in both. */
export const THEMES_ATELIERS: readonly {
  readonly titre: string;
  readonly nomenclature: Nomenclature;
  readonly de: (ateliers: ContenuReleve['ateliers']) => readonly number[];
}[] = [
  {
    ...{ titre: 'Thèmes des ateliers', nomenclature: THEMATIQUES },
    de: ({ thematiques }) => nombresDe(THEMATIQUES, thematiques),
  },
  {
    ...{ titre: 'Démarches administratives, en atelier', nomenclature: DEMARCHES },
    de: ({ demarches }) => nombresDe(DEMARCHES, demarches),
  },
  {
    ...{ titre: 'Objectifs des ateliers (art. 1.1)', nomenclature: OBJECTIFS },
    de: ({ objectifs }) => nombresDe(OBJECTIFS, objectifs),
  },
  {
    ...{ titre: 'Matériel des ateliers', nomenclature: MATERIELS },
    de: ({ materiels }) => nombresDe(MATERIELS, materiels),
  },
  { ...{ titre: 'Axes des ateliers', nomenclature: AXES }, de: ({ axes }) => nombresDe(AXES, axes) },
];

/** All that is told of the people helped one by one, which is published together. */
export function groupeAides(contenu: ContenuReleve): Groupe {
  return {
    total: contenu.aides.nombre,
    tables: [...PROFILS_AIDES, ...THEMES_AIDES].map(({ de }) => de(contenu)),
  };
}

/** All that is told of the participants; those who had been helped before come last, beside those who had not. */
export function groupeAteliers(contenu: ContenuReleve): Groupe {
  const { participants, dejaAides } = contenu.ateliers;
  return {
    total: participants,
    tables: [
      ...PROFILS_ATELIERS.map(({ de }) => de(contenu)),
      partition([dejaAides, Math.max(0, participants - dejaAides)]),
    ],
  };
}
