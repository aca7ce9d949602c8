import { parisDate } from '../../../domain/date.ts';
import { type Database, type Db, inTerritoire } from '../../../platform/db.ts';
import type { SmsTransport } from '../../../platform/sms.ts';
import { abandonnerSms } from '../../sms/store.ts';
import { tenuesEnCours } from '../attente/places/store.ts';
import { type ChezAttente, passerUneEchue } from '../attente/proposer.ts';
import { rangerAttentes } from '../attente/store.ts';
import { instantDe } from '../rules.ts';
import { appeler, type ChezAvis, direLesChangements, parLaVoix, prevenir } from './prevenir.ts';
import { type Evenement, estUneHeureDecente, momentDuRappel } from './rules.ts';
import { messagesRefuses, prendreRappel, rappelsPossibles, rendezVousADire } from './store.ts';

/** Places passed on in one run, so that it ends. */
const ECHUES_MAX = 500;
/** After so long, the gateway is not waited for any more: somebody telephones. */
const PATIENCE_HEURES = 6;

/** Reminds of each rendez-vous whose moment has come, once: its reminder is taken in the transaction that writes it. */
export async function rappeler(db: Db, chez: ChezAvis): Promise<number> {
  const today = parisDate(chez.now);
  const possible = await rappelsPossibles(db, chez.territoire.id, { du: today, au: today.add({ days: 1 }) });
  let count = 0;
  for (const rdv of possible) {
    const due = momentDuRappel(rdv);
    if (due === null || Temporal.Instant.compare(due, chez.now) > 0) continue;
    // Nobody is reminded of what has begun: the machine was stopped since yesterday.
    if (Temporal.Instant.compare(instantDe(rdv.jour, rdv.debut), chez.now) <= 0) continue;
    if (!(await prendreRappel(db, chez.territoire.id, rdv.id, chez.now))) continue;
    await prevenir(db, chez, [rdv.id], 'rappel');
    count += 1;
  }
  return count;
}

const SELON_STATUT: Readonly<Record<string, Evenement>> = {
  tenu: 'place',
  confirme: 'pris',
  annule: 'annule',
  a_replacer: 'a_replacer',
};

/** A message that was refused for good becomes a call: nothing that was to be said is lost. Returns how many were written. */
export async function rattraperRefus(db: Db, chez: ChezAvis): Promise<number> {
  const refused = await messagesRefuses(db, chez.territoire.id, parisDate(chez.now));
  const about = await rendezVousADire(
    db,
    chez.territoire.id,
    refused.map(({ rendezVousId }) => rendezVousId),
  );
  let count = 0;
  for (const { id, rendezVousId, par } of refused) {
    const rdv = about.find((one) => one.id === rendezVousId);
    const evenement = rdv && SELON_STATUT[rdv.statut];
    if (rdv === undefined || evenement === undefined || parLaVoix(evenement, rdv) === 'rien') continue;
    if (await appeler(db, chez, evenement, rdv, `refus ${par} ${id}`)) count += 1;
  }
  return count;
}

/**
 * What is done every five minutes: tells what happened to séances and was not told, reminds, tells in the morning of the places
 * held at night, passes on those whose time is over, and makes calls of the messages that were refused. Each in its own
 * transaction: none waits for what another could not do. Idempotent; throws once all are tried when one failed.
 */
export async function tenirLesAvis(
  { database, sms }: { readonly database: Database; readonly sms?: SmsTransport | undefined },
  chez: ChezAttente,
): Promise<void> {
  const { id } = chez.territoire;
  const isDecent = estUneHeureDecente(chez.now);
  const within = <T>(work: (db: Db) => Promise<T>): Promise<T> => inTerritoire(database, id, work);
  const steps: readonly (() => Promise<unknown>)[] = [
    () => within((db) => direLesChangements(db, chez, { isWaiting: true })),
    async () => isDecent && (await within((db) => rappeler(db, chez))),
    async () => isDecent && (await passerLesEchues(within, chez)),
    () => within((db) => rangerAttentes(db, id, parisDate(chez.now))),
    () =>
      within(async (db) => {
        if (sms !== undefined) await abandonnerSms(db, id, chez.now.subtract({ hours: PATIENCE_HEURES }));
        await rattraperRefus(db, chez);
      }),
  ];
  const failed: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw failed.length === 1 ? failed[0] : new AggregateError(failed);
}

async function passerLesEchues(
  within: <T>(work: (db: Db) => Promise<T>) => Promise<T>,
  chez: ChezAttente,
): Promise<number> {
  let count = 0;
  while (count < ECHUES_MAX && (await within((db) => passerUneEchue(db, chez)))) count += 1;
  await within(async (db) => prevenir(db, chez, await tenuesEnCours(db, chez.territoire.id, chez.now), 'place'));
  return count;
}
