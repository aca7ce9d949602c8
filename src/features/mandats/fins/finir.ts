import type { Rq } from '../../../platform/http/route.ts';
import { avertirAgents } from '../avis.ts';
import { demanderDestruction } from '../destruction/store.ts';
import { type CanalFin, type CauseFin, estADire, type MoyenFin } from '../rules.ts';
import { type DemarcheRangee, finirDemarches, type Mandat } from '../store.ts';

export type FinDite = {
  readonly cause: CauseFin;
  readonly canal: CanalFin;
  readonly demarches: readonly DemarcheRangee[];
  readonly moyen?: MoyenFin;
  readonly evenementLe?: Temporal.PlainDate;
};

/**
 * The instant that an end is known by: that of the request, in whole milliseconds, so that what PostgreSQL keeps of it is the
 * same instant and not one rounded up.
 */
export function instantDeFin(now: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(now.epochMilliseconds);
}

/**
 * Ends démarches of a mandat at the instant of the request, tells the agents whom it names, and returns those that it ended:
 * fewer than asked when somebody else was faster. Their keys wait, or go at once, as `destructibleAt` says of the delay
 * that the notice promised.
 */
export async function finir(
  rq: Pick<Rq, 'db' | 'territoire' | 'compte' | 'now'>,
  url: string,
  mandat: Mandat,
  { demarches, ...fin }: FinDite,
): Promise<readonly string[]> {
  const { db, territoire, compte, now } = rq;
  const { delaiTiersHeures } = mandat;
  if (delaiTiersHeures === null) throw new Error('Only what is signed ends');
  const ended = await finirDemarches(db, territoire.id, mandat.id, {
    ...fin,
    at: instantDeFin(now),
    compteId: compte?.id ?? null,
    delaiTiersHeures,
    demarcheIds: demarches.map(({ id }) => id),
  });
  if (ended.length > 0) await demanderDestruction(db, territoire.id);
  if (ended.length > 0 && estADire(fin.cause)) {
    await avertirAgents(db, { territoire, url }, mandat, { cause: fin.cause, sauf: compte?.agentId ?? null });
  }
  return ended;
}
