import { formatDateCourte, formatDuree } from '../../../../domain/date.ts';
import {
  AUTONOMIES,
  AXES,
  DEMARCHES,
  GENRES,
  ISSUES,
  MATERIELS,
  NIVEAUX_ATELIER,
  type Nomenclature,
  OBJECTIFS,
  OBSTACLES,
  OPERATEURS,
  STATUTS_SOCIAUX,
  STRUCTURES_DE_REDIRECTION,
  THEMATIQUES,
  TRANCHES_AGE,
  TYPES_ACTIVITE,
  TYPES_COORDINATION,
  TYPES_LIEU,
  type TypeActivite,
} from '../../../../domain/nomenclatures.ts';
import type { WrittenCell } from '../../../../platform/spreadsheet/write.ts';
import { toCsv } from '../../../../ui/csv.ts';
import type { Column } from '../../../../ui/table.tsx';
import { LISTES_COORDINATION } from '../../formulaire.ts';
import type { Accompagnement } from '../../ligne.ts';
import { details, resume } from '../../resume.ts';
import type { Collectif, Coordination, Individuel } from '../../rules/saisie.ts';

/** A record with the names of where it took place. */
export type LigneNotee = {
  readonly note: Accompagnement;
  readonly lieu: string | null;
  readonly structure: string | null;
  readonly commune: string | null;
  /** The relevé that certifies its month: it changes no more; null: none does. */
  readonly releveId: string | null;
};

const TYPES: Readonly<Record<TypeActivite, string>> = { ...TYPES_ACTIVITE, ...TYPES_COORDINATION };

/** Where it took place, in a few words. */
export function ouDe({ note, lieu, commune }: LigneNotee): string {
  const place = lieu ?? TYPES_LIEU[note.typeLieu];
  return commune === null || place.includes(commune) ? place : `${place}, ${commune}`;
}

/** What a list shows, sorts and searches. */
export const COLONNES_LISTE: readonly Column<LigneNotee>[] = [
  {
    key: 'quoi',
    label: 'Ce qui a été fait',
    value: ({ note }) => [resume(note), ...details(note)].join(' · '),
    sortable: true,
  },
  {
    key: 'jour',
    label: 'Jour',
    value: ({ note }) => `${note.jour} ${note.heureDebut?.toString().slice(0, 5) ?? ''}`,
    render: ({ note }) => formatDateCourte(note.jour),
    sortable: true,
  },
  { key: 'type', label: 'Type', value: ({ note }) => TYPES[note.typeActivite], sortable: true },
  { key: 'ou', label: 'Où', value: ouDe, sortable: true },
  {
    key: 'duree',
    label: 'Durée',
    value: ({ note }) => note.dureeMinutes,
    render: ({ note }) => formatDuree(note.dureeMinutes),
    sortable: true,
    numeric: true,
  },
];

type Colonne = { readonly label: string; readonly value: (ligne: LigneNotee) => WrittenCell };

/** A code by its label; what is written in full stays as it is. */
function mot(liste: Nomenclature | null, code: string | null): string | null {
  return code === null ? null : (liste?.[code] ?? code);
}

const mots = (liste: Nomenclature, codes: readonly string[]) => codes.map((code) => mot(liste, code)).join(' ; ');
const ouiNon = (is: boolean) => (is ? 'oui' : 'non');

const dIndividuel = (label: string, value: (note: Individuel) => WrittenCell): Colonne => ({
  label,
  value: ({ note }) => (note.typeActivite === 'Individuel' ? value(note) : null),
});
const dAtelier = (label: string, value: (note: Collectif) => WrittenCell): Colonne => ({
  label,
  value: ({ note }) => (note.typeActivite === 'Collectif' ? value(note) : null),
});
const dAide = (label: string, value: (note: Individuel | Collectif) => WrittenCell): Colonne => ({
  label,
  value: ({ note }) => (note.typeActivite === 'Individuel' || note.typeActivite === 'Collectif' ? value(note) : null),
});
const deCoordination = (label: string, value: (note: Coordination) => WrittenCell): Colonne => ({
  label,
  value: ({ note }) => (note.typeActivite === 'Individuel' || note.typeActivite === 'Collectif' ? null : value(note)),
});

/** One column for each value of a list: how many participants of an atelier. */
function comptes(
  title: string,
  liste: Nomenclature,
  of: (note: Collectif) => Readonly<Record<string, number>>,
): Colonne[] {
  return Object.entries(liste).map(([code, label]) => dAtelier(`${title} : ${label}`, (note) => of(note)[code] ?? 0));
}

/** One column a field. The agent of a binôme and the person followed are not named: whether there is one is told. */
export const COLONNES_EXPORT: readonly Colonne[] = [
  { label: 'Jour', value: ({ note }) => note.jour },
  { label: 'Mois', value: ({ note }) => note.jour.toPlainYearMonth().toString() },
  { label: 'Heure de début', value: ({ note }) => note.heureDebut?.toString().slice(0, 5) ?? null },
  { label: 'Durée (minutes)', value: ({ note }) => note.dureeMinutes },
  { label: 'Type', value: ({ note }) => TYPES[note.typeActivite] },
  { label: 'En séance', value: ({ note }) => ouiNon(note.seanceId !== null) },
  { label: 'Type de lieu', value: ({ note }) => TYPES_LIEU[note.typeLieu] },
  { label: 'Lieu', value: ({ lieu }) => lieu },
  { label: 'Structure', value: ({ structure }) => structure },
  { label: 'Commune', value: ({ commune }) => commune },
  { label: 'Code INSEE', value: ({ note }) => note.codeInsee },
  { label: 'Axe', value: ({ note }) => mot(AXES, note.axe) },
  { label: 'En binôme', value: ({ note }) => ouiNon(note.binomeId !== null) },
  dAide('Thèmes', (note) => mots(THEMATIQUES, note.thematiques)),
  dAide('Démarches', (note) => mots(DEMARCHES, note.demarches)),
  dAide('Matériel', (note) => mots(MATERIELS, note.materiels)),
  dAide('Objectif', (note) => OBJECTIFS[note.objectif]),
  dAide('Participants', (note) => (note.typeActivite === 'Collectif' ? note.participants : 1)),
  dIndividuel('Opérateur', (note) => mot(OPERATEURS, note.operateur)),
  dIndividuel('Autonomie', (note) => mot(AUTONOMIES, note.autonomie)),
  dIndividuel('Résultat', (note) => ISSUES[note.issue]),
  dIndividuel('Pourquoi', (note) => note.issuePrecision),
  dIndividuel('Orientation', (note) => mot(STRUCTURES_DE_REDIRECTION, note.orientation)),
  dIndividuel('Âge', (note) => TRANCHES_AGE[note.trancheAge]),
  dIndividuel('Genre', (note) => GENRES[note.genre]),
  dIndividuel('Situation', (note) => STATUTS_SOCIAUX[note.statutSocial]),
  dIndividuel('Sur rendez-vous', (note) => ouiNon(note.rendezVousId !== null)),
  dIndividuel('Avec mandat', (note) => ouiNon(note.mandatId !== null)),
  dIndividuel('Personne suivie', (note) => ouiNon(note.personneId !== null)),
  dIndividuel('Service bloqué : opérateur', (note) => note.blocage?.operateur ?? null),
  dIndividuel('Service bloqué : service', (note) => note.blocage?.service ?? null),
  dIndividuel('Service bloqué : obstacle', (note) => mot(OBSTACLES, note.blocage?.obstacle ?? null)),
  dAtelier('Atelier : titre', (note) => note.collectif.titre),
  dAtelier('Atelier : niveau', (note) => mot(NIVEAUX_ATELIER, note.collectif.niveau)),
  dAtelier('Atelier : déjà aidés', (note) => note.collectif.dejaAides),
  ...comptes('Genre', GENRES, (note) => note.collectif.genres),
  ...comptes('Âge', TRANCHES_AGE, (note) => note.collectif.tranchesAge),
  ...comptes('Situation', STATUTS_SOCIAUX, (note) => note.collectif.statutsSociaux),
  deCoordination('Coordination : nom', (note) => note.coordination.nom),
  deCoordination('Coordination : nature', (note) =>
    mot(LISTES_COORDINATION[note.typeActivite].nature, note.coordination.nature),
  ),
  deCoordination('Coordination : avec', (note) =>
    mot(LISTES_COORDINATION[note.typeActivite].avec, note.coordination.avec),
  ),
  deCoordination('Coordination : échelon', (note) =>
    mot(LISTES_COORDINATION[note.typeActivite].echelon, note.coordination.echelon),
  ),
  deCoordination('Coordination : thème', (note) =>
    mot(LISTES_COORDINATION[note.typeActivite].theme, note.coordination.theme),
  ),
  deCoordination('Coordination : participants', (note) => note.coordination.participants),
];

/** The rows of a workbook, one a record. */
export function cellules(lignes: readonly LigneNotee[]): readonly (readonly WrittenCell[])[] {
  return lignes.map((ligne) => COLONNES_EXPORT.map(({ value }) => value(ligne)));
}

export function csvDe(lignes: readonly LigneNotee[]): string {
  const columns = COLONNES_EXPORT.map(({ label, value }) => ({
    label,
    value: (ligne: LigneNotee) => {
      const cell = value(ligne);
      return cell instanceof Temporal.PlainDate ? formatDateCourte(cell) : cell;
    },
  }));
  return toCsv(columns, lignes);
}
