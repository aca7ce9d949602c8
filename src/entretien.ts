import { calendrierDe } from './domain/calendrier.ts';
import type { Territoire } from './domain/territoire.ts';
import { fermerComptesEchus } from './features/comptes/administration/store.ts';
import { oublierSecoursNonNotes } from './features/comptes/second-facteur/secours/store.ts';
import { appliquerConservation } from './features/donnees-personnelles/nuit.ts';
import { expirerMandats } from './features/mandats/rappels/rappels.ts';
import { prolongerPermanences } from './features/permanences/planification.ts';
import { type Database, inTerritoire } from './platform/db.ts';

/**
 * What keeps a territoire in order: séances twelve months ahead, accounts of agents whose contract is over closed, mandats that
 * reached their term ended, what is past its time removed. Each is done on its own: none waits for what another could not do. Idempotent; run every night, or
 * at the next start. Returns how many séances were added; throws once all are tried when one failed.
 */
export async function entretenir(
  database: Database,
  territoire: Pick<Territoire, 'id' | 'codeDepartement' | 'dureesConservation'>,
  now: Temporal.Instant,
): Promise<number> {
  const { id, codeDepartement } = territoire;
  const today = now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  const results = await Promise.allSettled([
    inTerritoire(database, id, (db) => prolongerPermanences(db, id, today, calendrierDe(codeDepartement))),
    inTerritoire(database, id, async (db) => {
      await fermerComptesEchus(db, id, today, now);
      await oublierSecoursNonNotes(db, id, now);
    }),
    inTerritoire(database, id, (db) => expirerMandats(db, id, now)),
    inTerritoire(database, id, (db) => appliquerConservation(db, territoire, today, now)),
  ]);
  const failed = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
  if (failed.length > 0) throw failed.length === 1 ? failed[0] : new AggregateError(failed);
  const [added] = results;
  return added.status === 'fulfilled' ? added.value : 0;
}
