import { calendrierDe } from './domain/calendrier.ts';
import type { Territoire } from './domain/territoire.ts';
import { fermerComptesEchus } from './features/comptes/administration/store.ts';
import { prolongerPermanences } from './features/permanences/planification.ts';
import { type Database, inTerritoire } from './platform/db.ts';
import { purgeExpired } from './platform/session.ts';

/**
 * What keeps a territoire in order: séances twelve months ahead, accounts of agents whose contract is over closed, expired
 * sessions, links and form keys removed. Idempotent; run every night, or at the next start. Returns how many séances were added.
 */
export async function entretenir(
  database: Database,
  { id, codeDepartement }: Pick<Territoire, 'id' | 'codeDepartement'>,
  now: Temporal.Instant,
): Promise<number> {
  const today = now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  return inTerritoire(database, id, async (db) => {
    await purgeExpired(db, id, now);
    await fermerComptesEchus(db, id, today, now);
    return prolongerPermanences(db, id, today, calendrierDe(codeDepartement));
  });
}
