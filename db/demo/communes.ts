import type { Kysely } from 'kysely';
import type { DB } from '../types.ts';

export interface CommuneDemo {
  readonly codeInsee: string;
  readonly nom: string;
  readonly codePostal: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

/** Communes of a département, by INSEE code. */
export async function communesDe(db: Kysely<DB>, departement: string): Promise<ReadonlyMap<string, CommuneDemo>> {
  const rows = await db
    .selectFrom('commune')
    .select(['codeInsee', 'nom', 'codesPostaux', 'latitude', 'longitude'])
    .where('departement', '=', departement)
    .execute();
  return new Map(
    rows.map(({ codeInsee, nom, codesPostaux: [codePostal], latitude, longitude }) => [
      codeInsee,
      { codeInsee, nom, codePostal: codePostal ?? '', latitude, longitude },
    ]),
  );
}

/** Distance as the crow flies, in kilometres; far away when one of the two is not known. */
export function distanceKm(a: CommuneDemo, b: CommuneDemo): number {
  if (a.latitude === null || a.longitude === null || b.latitude === null || b.longitude === null) return 1000;
  const east = (a.longitude - b.longitude) * Math.cos((a.latitude * Math.PI) / 180);
  return 111 * Math.hypot(a.latitude - b.latitude, east);
}
