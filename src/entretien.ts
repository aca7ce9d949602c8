import { calendrierDe } from './domain/calendrier.ts';
import { fermerComptesEchus } from './features/comptes/administration/store.ts';
import { prolongerPermanences } from './features/permanences/planification.ts';
import { allTerritoires } from './features/territoires/store.ts';
import { type Database, inTerritoire } from './platform/db.ts';
import { purgeExpired } from './platform/session.ts';

/**
 * What keeps an installation in order, territoire by territoire: séances twelve months ahead, accounts of agents whose
 * contract is over closed, expired sessions, links and form keys removed. Idempotent; run at start, then every few hours.
 * Returns how many séances were added.
 */
export async function entretenir(database: Database, now: Temporal.Instant): Promise<number> {
  const today = now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  let added = 0;
  for (const { id, codeDepartement } of await allTerritoires(database)) {
    added += await inTerritoire(database, id, async (db) => {
      await purgeExpired(db, id, now);
      await fermerComptesEchus(db, id, today, now);
      return prolongerPermanences(db, id, today, calendrierDe(codeDepartement));
    });
  }
  return added;
}
