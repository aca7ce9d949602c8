import { StartupRefusal } from '../startup-refusal.ts';
import type { MasterKeys } from './master.ts';
import { askPlace, type KeyPlace } from './place.ts';
import { openTerritoireKey, printOfTerritoireKey, type TerritoireKeyRow } from './territoire.ts';

/** What a place says of itself. */
type Etat = {
  readonly isFilling: boolean;
  /** Of each territoire, the print of its key, version by version; null when no master key at hand opens it. */
  readonly versions: ReadonlyMap<string, ReadonlyMap<number, string | null>>;
  /** Territoires of which it holds keys that seal something. */
  readonly territoires: ReadonlySet<string>;
};

/** Whether a place is being filled: it is not a copy of the others until Escale has started with it. */
export async function isFilling(place: KeyPlace): Promise<boolean> {
  return (await askPlace(place, 'select from remplissage')).length > 0;
}

async function readEtat(place: KeyPlace, masters: MasterKeys): Promise<Etat> {
  const rows = await askPlace<TerritoireKeyRow & { id: string; sert: boolean }>(
    place,
    `select t.territoire_id as id, t.version, t.maitre, t.enveloppe,
       exists (select from cle c where c.territoire_id = t.territoire_id) as sert
     from cle_territoire t order by t.territoire_id, t.version`,
  );
  const versions = new Map<string, Map<number, string | null>>();
  for (const { id, sert: _, ...row } of rows) {
    versions.set(id, (versions.get(id) ?? new Map()).set(row.version, printOf(masters, id, row)));
  }
  const territoires = new Set(rows.filter(({ sert }) => sert).map(({ id }) => id));
  return { isFilling: await isFilling(place), versions, territoires };
}

function printOf(masters: MasterKeys, territoireId: string, row: TerritoireKeyRow): string | null {
  try {
    return printOfTerritoireKey(openTerritoireKey(masters, territoireId, row));
  } catch {
    // It opens nowhere else either: who asks for it is told then.
    return null;
  }
}

/** Whether two places hold the keys of the same territoire: one version in common at least, and none that is two keys. */
function agree(one: ReadonlyMap<number, string | null>, other: ReadonlyMap<number, string | null>): boolean {
  const shared = [...one].filter(([version]) => other.has(version));
  return (
    shared.length > 0 &&
    shared.every(([version, print]) => {
      const twin = other.get(version);
      return print === null || twin == null || print === twin;
    })
  );
}

/**
 * Refuses places that are not copies of one another, before anything is read from them or written there: one made anew and left
 * empty, where what is sealed would not open and other keys would be made; one that a rotation or an adoption never reached.
 * Throws a StartupRefusal that says which, by its rank in CLES_URL, and what to do.
 */
export async function checkPlacesAgree(places: readonly KeyPlace[], masters: MasterKeys): Promise<void> {
  const etats = await Promise.all(places.map((place) => readEtat(place, masters)));
  const filling = etats.findIndex((etat) => etat.isFilling);
  if (filling !== -1) {
    throw new StartupRefusal(
      `CLES_URL : la place des clés n° ${filling + 1} se remplit encore. Démarrez Escale avec elle, à la fin de CLES_URL : elle finit de la remplir. Ou retirez-la de CLES_URL.`,
    );
  }
  for (const [rank, { versions }] of etats.entries()) {
    const full = etats.findIndex(({ territoires }) => [...territoires].some((id) => !versions.has(id)));
    if (full === -1) continue;
    throw new StartupRefusal(
      `CLES_URL : la place des clés n° ${rank + 1} est vide, et la n° ${full + 1} ne l’est pas. Escale ne s’en sert pas : ce qui est scellé ne s’y ouvrirait pas. Mettez-la à la fin de CLES_URL et remplissez-la depuis l’autre avec « npm run cles:remplir », ou retirez-la de CLES_URL.`,
    );
  }
  for (const [rank, { versions }] of etats.entries()) {
    const other = etats
      .slice(0, rank)
      .findIndex((one) =>
        [...versions].some(([id, own]) => one.versions.has(id) && !agree(own, one.versions.get(id) ?? own)),
      );
    if (other === -1) continue;
    throw new StartupRefusal(
      `CLES_URL : les places des clés n° ${other + 1} et n° ${rank + 1} ne gardent pas les mêmes clés : l’une des deux vient d’ailleurs, ou d’avant un changement des clés. Retirez-la de CLES_URL et détruisez son disque.`,
    );
  }
}
