import { calendrierDe } from './domain/calendrier.ts';
import type { Territoire } from './domain/territoire.ts';
import { fermerComptesEchus } from './features/comptes/administration/store.ts';
import { appliquerConservation } from './features/donnees-personnelles/nuit.ts';
import { prolongerPermanences } from './features/permanences/planification.ts';
import { type Database, inTerritoire } from './platform/db.ts';

/**
 * What keeps a territoire in order: séances twelve months ahead, accounts of agents whose contract is over closed, what is
 * past its time removed. Idempotent; run every night, or at the next start. Returns how many séances were added.
 */
export async function entretenir(
  database: Database,
  territoire: Pick<Territoire, 'id' | 'codeDepartement' | 'dureesConservation'>,
  now: Temporal.Instant,
): Promise<number> {
  const { id, codeDepartement } = territoire;
  const today = now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  return inTerritoire(database, id, async (db) => {
    await fermerComptesEchus(db, id, today, now);
    await appliquerConservation(db, territoire, today, now);
    return prolongerPermanences(db, id, today, calendrierDe(codeDepartement));
  });
}
