import { estRetenue, masquer, type Nombre, SEUIL_PUBLICATION } from '../../accompagnements/rules.ts';

/** A table in one version of a relevé: its cells, the total that they are read beside, and how it is masked on its own. */
export interface Table {
  readonly nombres: readonly number[];
  readonly total: number;
  readonly masquer: (nombres: readonly number[], total: number) => readonly Nombre[];
}

/** The tables of one version that count the same people, and how many these are. */
export interface Groupe {
  readonly total: number;
  readonly tables: readonly Table[];
}

/** What is published of a version: the rank of the version whose tables are shown, and their cells. */
export interface Publication {
  readonly rang: number;
  readonly tables: readonly (readonly Nombre[])[];
}

const PLUS_GRAND_PETIT = SEUIL_PUBLICATION - 1;

function estPetit(nombre: number): boolean {
  return nombre > 0 && nombre < SEUIL_PUBLICATION;
}

/**
 * A number that stands alone, in the last of several versions. It may move by one: the référent reads what he certifies, and how many
 * came tells nothing of who they are. Once it was one to four, it is told again from nine on, so that it tells nothing of what it was.
 *
 * Source: art. 4.1 (règlement européen 2016/679).
 * Example: 12, then 13 → 13; 4, then 5 → `'masque'`; 4, then 9 → 9; 6, then 4 → `'<5'`.
 */
export function publierNombre(versions: readonly number[]): Nombre {
  const last = versions.at(-1) ?? 0;
  const isTelling = last >= SEUIL_PUBLICATION && last < SEUIL_PUBLICATION + PLUS_GRAND_PETIT;
  return isTelling && versions.some(estPetit) ? 'masque' : masquer(last);
}

type Publie = { readonly groupe: Groupe; readonly publication: Publication };

/** Whether two totals are five apart at least, whatever the first one is when it is hidden. */
function estLoin(avant: number, apres: number): boolean {
  return estPetit(avant) ? apres >= SEUIL_PUBLICATION + PLUS_GRAND_PETIT : Math.abs(apres - avant) >= SEUIL_PUBLICATION;
}

function estInchangee(avant: Table, apres: Table): boolean {
  return avant.total === apres.total && apres.nombres.every((nombre, rang) => nombre === avant.nombres[rang]);
}

/** A table beside what was published of it in one earlier version; null: it would tell what moved. */
function comparer(avant: Table, vue: readonly Nombre[], apres: Table): readonly Nombre[] | null {
  if (estInchangee(avant, apres)) return vue;
  const seule = apres.masquer(apres.nombres, apres.total);
  if (estRetenue(vue)) return estLoin(avant.total, apres.total) ? seule : null;
  const isQuiet = apres.nombres.every((nombre, rang) => {
    const move = nombre - (avant.nombres[rang] ?? 0);
    // A cell hidden then may not move at all, nor may another have to be hidden: it is known from before.
    return typeof vue[rang] === 'number' ? !estPetit(Math.abs(move)) && typeof seule[rang] === 'number' : move === 0;
  });
  return isQuiet
    ? apres.nombres.map((nombre, rang) => (typeof vue[rang] === 'number' ? nombre : (vue[rang] ?? nombre)))
    : null;
}

/** A version beside all that was published before; null: its tables would tell what moved. */
function comparerTout(publies: readonly Publie[], groupe: Groupe): readonly (readonly Nombre[])[] | null {
  // Where nobody was counted, everybody came since: nothing is compared.
  const avants = groupe.total === 0 ? [] : publies.filter((one) => one.groupe.total > 0);
  const shown = groupe.tables.map((table, rang): readonly Nombre[] | null => {
    const vues = avants.map(({ groupe: avant, publication }) => {
      const before = avant.tables[rang];
      return before === undefined ? null : comparer(before, publication.tables[rang] ?? [], table);
    });
    if (vues.length === 0) return table.masquer(table.nombres, table.total);
    const told = vues.filter((vue) => vue !== null);
    const last = told.at(-1);
    if (last === undefined || told.length < vues.length) return null;
    return told.some(estRetenue) && !told.every(estRetenue) ? null : last;
  });
  const all = shown.filter((table) => table !== null);
  return all.length < shown.length ? null : all;
}

/**
 * What is published of the last of several versions, outside of the team. Its tables are those of this version when nothing can be
 * told by reading them beside those published before: no cell moved by one to four, those that are hidden did not move, and none has
 * to be hidden that was not. Otherwise the tables of the earlier version stay, all of them together: only one that stayed would tell
 * what was corrected.
 *
 * Source: art. 4.1 (règlement européen 2016/679): the act that a correction adds or removes is somebody's.
 * Example: [12, 20], then [13, 20] → the first stays; [12, 20], then [18, 20] → the second; [3, 9, 20], then [5, 9, 20] → the first.
 */
export function publier(versions: readonly Groupe[]): Publication {
  const publies: Publie[] = [];
  for (const [rang, groupe] of versions.entries()) {
    const isTold = typeof publierNombre(versions.slice(0, rang + 1).map(({ total }) => total)) === 'number';
    const tables = isTold || publies.length === 0 ? comparerTout(publies, groupe) : null;
    if (tables !== null) publies.push({ groupe, publication: { rang, tables } });
  }
  return publies.at(-1)?.publication ?? { rang: 0, tables: [] };
}
