import type { Db } from '../../../platform/db.ts';
import { SOURCE_DECLAREE } from './declarations.ts';
import type { Effacement, Ligne, Personne, Sort, Source, Trouvaille } from './source.ts';

/** Every place where data about persons are looked for: what is stored otherwise than in plain columns adds its own here. */
export const SOURCES: readonly Source[] = [SOURCE_DECLAREE];

const lignesDe = ({ nom }: Source, lignes: readonly Ligne[]) => lignes.filter(({ source }) => source === nom);

/** Rows of every source that may be about somebody. */
export async function chercherPersonne(
  db: Db,
  territoireId: string,
  personne: Personne,
): Promise<{ readonly trouvailles: readonly Trouvaille[]; readonly deTrop: readonly string[] }> {
  const trouvailles: Trouvaille[] = [];
  const deTrop: string[] = [];
  for (const source of SOURCES) {
    const found = await source.chercher(db, territoireId, personne);
    trouvailles.push(...found.trouvailles);
    deTrop.push(...found.deTrop);
  }
  return { trouvailles, deTrop };
}

/** What rows say now, with all that hangs from them. */
export async function exporterLignes(db: Db, territoireId: string, lignes: readonly Ligne[]): Promise<Trouvaille[]> {
  const all: Trouvaille[] = [];
  for (const source of SOURCES) all.push(...(await source.exporter(db, territoireId, lignesDe(source, lignes))));
  return all;
}

/** Erases rows one after the other, each by its source. */
export async function effacerToutes(db: Db, effacement: Effacement, lignes: readonly Ligne[]): Promise<Sort[]> {
  const sorts: Sort[] = [];
  for (const source of SOURCES) {
    for (const ligne of lignesDe(source, lignes)) sorts.push(...(await source.effacer(db, effacement, ligne)));
  }
  return sorts;
}
