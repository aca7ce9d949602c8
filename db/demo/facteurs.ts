import { createHash } from 'node:crypto';
import type { Insertable, Transaction } from 'kysely';
import type { Coffre } from '../../src/platform/coffre.ts';
import type { DB } from '../types.ts';
import { demoId } from './ids.ts';
import { insertAll } from './insert.ts';

/**
 * Gives every demo account an application as its second factor. Its secret is drawn from the address, and the demo shows
 * the code where it asks for it: nobody here holds the telephone of a fictional person.
 */
export async function insertFacteurs(
  db: Transaction<DB>,
  comptes: readonly Insertable<DB['compte']>[],
  coffre: Coffre,
): Promise<void> {
  const titulaires = new Map(comptes.filter(({ demo }) => demo).map((compte) => [compte.courriel, compte]));
  const facteurs = [...titulaires.values()].map(({ territoireId, courriel, createdAt }) => {
    const id = demoId(territoireId, 'facteur', courriel);
    const secret = createHash('sha256').update(`démonstration|${courriel}`).digest().subarray(0, 20);
    return {
      territoireId,
      id,
      courriel,
      genre: 'application',
      nom: 'Téléphone',
      secret: coffre.seal(secret, `facteur:${id}`),
      prouveAt: createdAt ?? null,
    };
  });
  await insertAll(
    db,
    'identifiant',
    facteurs.map(({ territoireId, courriel }) => ({ territoireId, courriel })),
  );
  // Not as JSON, which does not carry bytes.
  if (facteurs.length > 0) await db.insertInto('facteur').values(facteurs).execute();
}
