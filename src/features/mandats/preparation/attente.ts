import type { Rq } from '../../../platform/http/route.ts';
import type { DataKeys } from '../../../platform/keys/store.ts';
import { findSeance } from '../../accompagnements/store.ts';
import { reglagesDe } from '../reglages/store.ts';
import { direAttente, initiale } from '../rules.ts';
import { agentsActifs, obstaclesDe } from './contexte.ts';
import { lireBrouillon } from './store.ts';

/** A mandat that waits for its signatures, told from another without saying whose it is. */
export type EnAttente = {
  readonly id: string;
  readonly createdAt: Temporal.Instant;
  /** « C… », null when it does not open any more. */
  readonly initiale: string | null;
  /** What it waits for, or what stops it, a sentence each. */
  readonly manques: readonly string[];
};

type Brouillon = { readonly id: string; readonly createdAt: Temporal.Instant; readonly seanceId: string };

/** Each of these drafts, of which only an initial leaves the key. Who may read is the caller's decision. */
export async function enAttente(
  rq: Pick<Rq, 'db' | 'territoire' | 'now' | 'today'>,
  cles: DataKeys,
  brouillons: readonly Brouillon[],
): Promise<readonly EnAttente[]> {
  if (brouillons.length === 0) return [];
  const { db, territoire, now, today } = rq;
  const reglages = await reglagesDe(db, territoire.id);
  const actifs = new Map((await agentsActifs(rq, today)).map(({ id, nom }) => [id, nom]));
  const all: EnAttente[] = [];
  for (const { id, createdAt, seanceId } of brouillons) {
    const seance = await findSeance(db, territoire.id, seanceId);
    const lu = await lireBrouillon({ db, cles }, territoire.id, id);
    const suppleant = actifs.get(lu?.suppleantId ?? '') ?? null;
    const obstacles = lu === undefined ? [] : obstaclesDe(lu, { reglages, jour: today, suppleant });
    all.push({
      id,
      createdAt,
      initiale: lu === undefined ? null : initiale(lu.identite.prenom),
      manques: [
        ...obstacles.map(({ message }) => message),
        ...(seance === undefined ? [] : [direAttente(seance, now)]),
      ],
    });
  }
  return all;
}
