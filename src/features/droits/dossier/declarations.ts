import type { Db } from '../../../platform/db.ts';
import { DONNEES } from '../../donnees-personnelles/registre.ts';
import { effacerLignes, estEffacable } from '../../donnees-personnelles/store.ts';
import { COMPTE_OUVERT, CONTRAT_EN_COURS, PART_AVEC, raisonDeGarder } from '../rules.ts';
import type { Cle, Effacement, Ligne, Sort, Source, Trouvaille } from './source.ts';
import {
  chercherDans,
  type Endroit,
  estCompteOuvert,
  estSousContrat,
  lireLignes,
  lireTables,
  type TableLue,
} from './store.ts';
import { estVide, termesDe } from './termes.ts';

const NOM = 'declarations';

/** Kinds in which nobody is looked for, each with its reason. */
export const SANS_RECHERCHE: Readonly<Record<string, string>> = {
  mandats:
    'Scellés, chacun sous sa clé : demandez-le, depuis la demande, aux agents qu’ils nomment ; chacun remet à la personne le fichier des siens.',
  accompagnements:
    'Aucune identité n’y est écrite : ceux qu’un agent a rattachés à la fiche d’une personne se lisent avec elle.',
};

/** Kinds in which nobody is looked for, and whose rows are read with the one row that they hang from: its column, by table. */
const AVEC_LEUR_PARENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  accompagnements: { accompagnement: 'personne_id' },
};

/** Tables of a kind in which nobody is looked for: the rest of the kind says it. */
export const TABLES_TUES: Readonly<Record<string, string>> = {
  mandat_demarche: 'Une démarche de mandat ne porte ni nom ni agent : le mandat dont elle dépend porte le sien.',
  journal_entree: 'Un acte du journal ne porte qu’un nom tiré au hasard ; l’identité qu’il désigne est cherchée.',
};

/**
 * Rows that are a person, or that a person sent: what hangs from them is about them too. Any declared table with a column of
 * that name hangs from it, whoever declares it.
 */
const PARENTS: Readonly<Record<string, string>> = {
  compte: 'compte_id',
  agent: 'agent_id',
  demande: 'demande_id',
  droit_demande: 'droit_demande_id',
  import_registre: 'import_id',
  personne: 'personne_id',
};

/** What protects a mailbox hangs from the address of the account. */
const PAR_COURRIEL: ReadonlySet<string> = new Set(['identifiant', 'facteur', 'code_secours']);

/** Rows shown of one table: beyond, the search is to be made narrower. */
const MAX = 50;

type Place = Endroit & { readonly donnee: string };

/** Every place of the kinds that this source reads. */
export function placesDe(tables: ReadonlyMap<string, TableLue>): readonly Place[] {
  return DONNEES.filter(({ cle }) => SOURCE_DECLAREE.couvre.includes(cle)).flatMap(({ cle: donnee, colonnes }) =>
    Object.entries(colonnes).flatMap(([nom, list]) => {
      const table = tables.get(nom);
      return table === undefined || nom in TABLES_TUES ? [] : [{ donnee, table, colonnes: list }];
    }),
  );
}

/** Places read with what they hang from, and never searched. */
function placesAvecParent(tables: ReadonlyMap<string, TableLue>): readonly Place[] {
  return DONNEES.flatMap(({ cle: donnee, colonnes }) =>
    Object.keys(AVEC_LEUR_PARENT[donnee] ?? {}).flatMap((nom) => {
      const table = tables.get(nom);
      return table === undefined ? [] : [{ donnee, table, colonnes: colonnes[nom] ?? [] }];
    }),
  );
}

/** Does what a place holds hang from a row by that column? */
function pendPar({ donnee, table }: Place, column: string): boolean {
  const only = AVEC_LEUR_PARENT[donnee];
  return table.types.has(column) && (only === undefined || only[table.nom] === column);
}

const nomDe = ({ donnee, table, cle }: Omit<Ligne, 'source'>): string =>
  JSON.stringify([donnee, table, Object.entries(cle).sort(([a], [b]) => (a < b ? -1 : 1))]);

/** Where what hangs from a row is, and what names it there. */
function pendants(ligne: Trouvaille, places: readonly Place[]): readonly { readonly place: Place; readonly ou: Cle }[] {
  const column = PARENTS[ligne.table];
  const { id } = ligne.cle;
  const { courriel } = ligne.valeurs;
  const byId = column === undefined || id === undefined ? [] : places.filter((place) => pendPar(place, column));
  const isMailbox = ligne.table === 'compte' && typeof courriel === 'string';
  return [
    ...byId.map((place) => ({ place, ou: { [column ?? '']: id ?? '' } })),
    ...(isMailbox ? places.filter(({ table }) => PAR_COURRIEL.has(table.nom)) : []).map((place) => ({
      place,
      ou: { courriel: String(courriel) },
    })),
  ];
}

/** A row is named by the whole key of its table, and by nothing else. */
function estSaCle({ cle: columns }: TableLue, cle: Cle): boolean {
  return new Set(columns).symmetricDifference(new Set(Object.keys(cle))).size === 0;
}

async function lireAvecPendants(
  db: Db,
  territoireId: string,
  lignes: readonly Ligne[],
  places: readonly Place[],
): Promise<Trouvaille[]> {
  const found = new Map<string, Trouvaille>();
  const todo: { readonly place: Place; readonly ou: Cle }[] = lignes.flatMap(({ donnee, table, cle }) =>
    places
      .filter((place) => place.donnee === donnee && place.table.nom === table && estSaCle(place.table, cle))
      .map((place) => ({ place, ou: cle })),
  );
  for (let next = todo.shift(); next !== undefined; next = todo.shift()) {
    const { place } = next;
    for (const row of await lireLignes(db, territoireId, place, next.ou)) {
      const one = { source: NOM, donnee: place.donnee, table: place.table.nom, ...row };
      if (found.has(nomDe(one))) continue;
      found.set(nomDe(one), one);
      todo.push(...pendants(one, places));
    }
  }
  return [...found.values()];
}

async function placesLues(db: Db): Promise<readonly Place[]> {
  const tables = await lireTables(db);
  return [...placesDe(tables), ...placesAvecParent(tables)];
}

/** Why a row stays; null when it may go. */
async function raison(
  db: Db,
  { territoireId, today }: Effacement,
  { donnee, table, cle }: Ligne,
): Promise<string | null> {
  const declared = DONNEES.find((one) => one.cle === donnee);
  const kept = declared && raisonDeGarder(declared);
  if (kept !== null && kept !== undefined) return kept;
  if (!estEffacable(donnee, table)) return PART_AVEC;
  const id = cle['id'] ?? '';
  if (table === 'compte' && (await estCompteOuvert(db, territoireId, id))) return COMPTE_OUVERT;
  if (table === 'agent' && (await estSousContrat(db, territoireId, id, today))) return CONTRAT_EN_COURS;
  return null;
}

/** Reads every kind from its declaration: a new kind is found without anybody thinking of it. */
export const SOURCE_DECLAREE: Source = {
  nom: NOM,
  couvre: DONNEES.map(({ cle }) => cle).filter((cle) => !(cle in SANS_RECHERCHE)),

  async chercher(db, territoireId, personne) {
    const termes = termesDe(personne);
    if (estVide(termes)) return { trouvailles: [], deTrop: [] };
    const trouvailles: Trouvaille[] = [];
    const deTrop: string[] = [];
    for (const place of placesDe(await lireTables(db))) {
      const rows = await chercherDans(db, territoireId, place, { termes, max: MAX + 1 });
      if (rows.length > MAX) deTrop.push(place.donnee);
      const found = rows.slice(0, MAX);
      trouvailles.push(...found.map((row) => ({ source: NOM, donnee: place.donnee, table: place.table.nom, ...row })));
    }
    return { trouvailles, deTrop: [...new Set(deTrop)] };
  },

  async exporter(db, territoireId, lignes) {
    const places = await placesLues(db);
    return lireAvecPendants(db, territoireId, lignes, places);
  },

  async effacer(db, effacement, ligne) {
    const places = await placesLues(db);
    const [own, ...hanging] = await lireAvecPendants(db, effacement.territoireId, [ligne], places);
    // Already gone: with something else, or by the night.
    if (own === undefined) return [{ ligne, fait: 'effacee' }];
    const kept = await raison(db, effacement, own);
    if (kept !== null) return [{ ligne, fait: 'gardee', raison: kept }];
    const sorts: Sort[] = [{ ligne, fait: 'effacee' }];
    for (const one of hanging) {
      const reason = await raison(db, effacement, one);
      if (reason === null) await effacerLignes(db, effacement, one, one.cle);
      else if (reason !== PART_AVEC) sorts.push({ ligne: one, fait: 'gardee', raison: reason });
    }
    // Last: what hung from it was found by what it said.
    await effacerLignes(db, effacement, own, own.cle);
    return sorts;
  },
};
