import type { Kysely } from 'kysely';
import type { DB } from '../db/types.ts';
import { uuidv7 } from '../src/platform/ids.ts';

/** A month of a convention whose relevé is certified, whatever it counts; `numero`: more than one, after a correction. */
export async function certifierMois(db: Kysely<DB>, conventionId: string, mois: string, numero = 1): Promise<void> {
  const now = Temporal.Instant.from('2026-11-20T09:00:00Z');
  await db
    .insertInto('releve')
    .values({
      ...{ territoireId: '66', id: uuidv7(), conventionId, mois: Temporal.PlainDate.from(`${mois}-01`), numero },
      ...{ correctionMotif: numero > 1 ? 'Une erreur' : null, etat: 'certifie', envoyeAt: now, certifieAt: now },
      ...{ certifieNom: 'A. Fictif, maire', contenu: '{}', partBeneficiaire: '{}', contenuSha256: Buffer.alloc(32) },
    })
    .execute();
}
