import type { Classement, Donnee } from '../../domain/conservation.ts';
import { classement as technique } from '../../platform/conservation.ts';
import { classement as accompagnements } from '../accompagnements/conservation.ts';
import { classement as affichage } from '../communication/affichage/conservation.ts';
import { classement as comptes } from '../comptes/conservation.ts';
import { classement as conventions } from '../conventions/conservation.ts';
import { classement as filtres } from '../conventions/filtres/conservation.ts';
import { classement as manquements } from '../conventions/manquements/conservation.ts';
import { classement as imports } from '../conventions/portefeuille/conservation.ts';
import { classement as courriels } from '../courriels/conservation.ts';
import { classement as demandes } from '../demandes/conservation.ts';
import { classement as dossiers } from '../dossiers/conservation.ts';
import { classement as droits } from '../droits/conservation.ts';
import { classement as echanges } from '../echanges/conservation.ts';
import { classement as echeancier } from '../echeancier/conservation.ts';
import { classement as equipe } from '../equipe/conservation.ts';
import { classement as lieux } from '../lieux/conservation.ts';
import { classement as mandats } from '../mandats/conservation.ts';
import { classement as membres } from '../membres/conservation.ts';
import { classement as permanences } from '../permanences/conservation.ts';
import { classement as personnes } from '../personnes/conservation.ts';
import { classement as releves } from '../releves/conservation.ts';
import { classement as rendezVous } from '../rendez-vous/conservation.ts';
import { classement as servicesBloques } from '../services-bloques/conservation.ts';
import { classement as sms } from '../sms/conservation.ts';
import { classement as structures } from '../structures/conservation.ts';
import { classement as temps } from '../temps/conservation.ts';
import { classement as territoires } from '../territoires/conservation.ts';
import { classement as violations } from '../violations/conservation.ts';

const CLASSEMENTS: readonly Classement[] = [
  accompagnements,
  servicesBloques,
  rendezVous,
  personnes,
  sms,
  mandats,
  equipe,
  permanences,
  temps,
  conventions,
  releves,
  filtres,
  imports,
  structures,
  demandes,
  membres,
  lieux,
  affichage,
  manquements,
  territoires,
  comptes,
  courriels,
  echeancier,
  droits,
  violations,
  echanges,
  dossiers,
  technique,
];

/** Every kind of personal data that Escale keeps, in the order in which people read of them. */
export const DONNEES: readonly Donnee[] = CLASSEMENTS.flatMap(({ donnees }) => donnees);

/**
 * Columns that say the same thing in every table: which row, since when, and which other row. A reference to a person is a
 * random id: it names nobody once the row that it leads to names nobody.
 */
const PARTOUT: ReadonlySet<string> = new Set([
  'territoire_id',
  'id',
  'created_at',
  'updated_at',
  'created_by',
  'agent_id',
  'compte_id',
  'convention_id',
  'lieu_id',
  'permanence_id',
  'seance_id',
  'structure_id',
]);

export type Colonne = { readonly table: string; readonly colonne: string };

/**
 * What is wrong between the columns of the database and the declarations, a sentence each: a column that nobody classed, one
 * classed twice, a declared one that does not exist.
 */
export function verifierClassement(
  colonnes: readonly Colonne[],
  classements: readonly Classement[] = CLASSEMENTS,
): readonly string[] {
  const real = new Set(colonnes.map(({ table, colonne }) => `${table}.${colonne}`));
  const personal = classements.flatMap(({ donnees }) => donnees.flatMap((donnee) => colonnesDe(donnee)));
  const plain = classements.flatMap(({ sansDonneePersonnelle }) =>
    Object.entries(sansDonneePersonnelle).flatMap(([table, list]) =>
      list === 'toutes' ? [] : list.map((colonne) => `${table}.${colonne}`),
    ),
  );
  const whole = new Set(
    classements.flatMap(({ sansDonneePersonnelle }) =>
      Object.entries(sansDonneePersonnelle).flatMap(([table, list]) => (list === 'toutes' ? [table] : [])),
    ),
  );
  const said = new Set([...personal, ...plain]);
  const unsaid = colonnes.filter(
    ({ table, colonne }) => !whole.has(table) && !PARTOUT.has(colonne) && !said.has(`${table}.${colonne}`),
  );
  const twice = [...new Set(plain.filter((one) => personal.includes(one)))];
  return [
    ...unsaid.map(
      ({ table, colonne }) =>
        `La colonne ${table}.${colonne} n’est classée nulle part : déclarez-la dans le fichier conservation.ts de ce qui la range, comme donnée personnelle ou non.`,
    ),
    ...twice.map((one) => `La colonne ${one} est déclarée à la fois personnelle et sans donnée personnelle.`),
    ...[...said].filter((one) => !real.has(one)).map((one) => `La colonne ${one} est déclarée, mais n’existe pas.`),
    ...[...whole]
      .filter((table) => !colonnes.some((one) => one.table === table))
      .map((table) => `La table ${table} est déclarée, mais n’existe pas.`),
  ];
}

/** « agent.nom », for each column that a kind covers. */
export function colonnesDe({ colonnes }: Pick<Donnee, 'colonnes'>): readonly string[] {
  return Object.entries(colonnes).flatMap(([table, list]) => list.map((colonne) => `${table}.${colonne}`));
}
