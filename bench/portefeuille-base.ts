/** The invented portfolio, written beside the demo: two conventions a structure, spread over the communes. */
import { sql } from 'kysely';
import { v5 } from 'uuid';
import { conventionRow, evenementRow } from '../db/demo/conventions.ts';
import { demo } from '../db/demo/ids.ts';
import { insertAll } from '../db/demo/insert.ts';
import { NATURES_STRUCTURE, type NatureStructure } from '../src/domain/nomenclatures.ts';
import type { Database } from '../src/platform/db.ts';
import { conventionDeRang } from './portefeuille.ts';

const NAMESPACE = '4b0b5a52-9a3c-4a56-8d0e-3f1f0f0f2c11';
const id = (...parts: readonly (string | number)[]): string => v5(parts.join(' '), NAMESPACE);

/** Writes `nombre` conventions and their events for the demo territoire. Returns how many events that makes. */
export async function insertPortefeuille(owner: Database, nombre: number, today: Temporal.PlainDate): Promise<number> {
  const communes = await owner
    .selectFrom('commune')
    .select(['codeInsee', 'nom', 'codesPostaux'])
    .where('departement', '=', '66')
    .orderBy('codeInsee')
    .execute();
  const natures = Object.keys(NATURES_STRUCTURE) as NatureStructure[];
  const structures = Array.from({ length: Math.ceil(nombre / 2) }, (_, rang) => {
    const commune = communes[rang % communes.length];
    if (commune === undefined) throw new Error('Import the communes first');
    return {
      territoireId: demo.territoire,
      id: id('structure', rang),
      nom: `Structure d’essai n° ${rang}, ${commune.nom}`,
      nature: natures[rang % natures.length] ?? 'commune',
      siret: `1${String(rang).padStart(13, '0')}`,
      adresse: `${rang} rue des Exemples`,
      codePostal: commune.codesPostaux[0] ?? '66000',
      codeInsee: commune.codeInsee,
      representantNom: 'Camille Exemple',
      representantFonction: 'Présidente',
    };
  });
  const all = Array.from({ length: nombre }, (_, rang) => ({
    id: id('convention', rang),
    reference: `ESSAI-${String(rang).padStart(5, '0')}`,
    note: null,
    pointAccueil: null,
    createdOn: today.subtract({ years: 3 }),
    structureId: id('structure', rang % structures.length),
    convention: conventionDeRang(rang, today, (evenement) => id('evenement', rang, evenement)),
  }));
  const equipe = demo.comptes.equipe;
  const evenements = all.flatMap((one) =>
    one.convention.evenements.map((evenement) => evenementRow(demo.territoire, one.id, evenement, equipe)),
  );
  await owner.transaction().execute(async (db) => {
    await sql`select set_config('escale.territoire', ${demo.territoire}, true)`.execute(db);
    await insertAll(db, 'structure', structures);
    await insertAll(
      db,
      'convention',
      all.map((one) => conventionRow(demo.territoire, one.structureId, one, equipe)),
    );
    await insertAll(db, 'conventionEvenement', evenements);
  });
  return evenements.length;
}
