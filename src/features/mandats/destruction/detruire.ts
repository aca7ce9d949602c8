import type { Territoire } from '../../../domain/territoire.ts';
import { type Database, type Db, inTerritoire } from '../../../platform/db.ts';
import { destroyServed, type Etrangere, whyNotServed } from '../../../platform/keys/served.ts';
import type { DataKeys } from '../../../platform/keys/store.ts';
import { SealerRefusal } from '../../../platform/seal/sealer.ts';
import type { Sealers } from '../../../platform/seal/sealers.ts';
import { reglagesDe } from '../reglages/store.ts';
import { renderCertificat } from './certificats/document.ts';
import { aCertifier, prochainNumero, saveCertificat } from './certificats/store.ts';
import { decider, effacer, noterTermes } from './store.ts';

/** Things destroyed at once: their mandats are held meanwhile. */
const LOT = 100;
/** Destructions that one certificate lists at most. */
const LIGNES_MAX = 1_000;

export type Outils = {
  readonly database: Database;
  readonly cles: DataKeys;
  /** Absent: certificates bear no seal. */
  readonly sealers?: Sealers | undefined;
};

export type Bilan = { readonly detruites: number; readonly certificats: number; readonly cachet?: 'a_renouveler' };

/** A place of keys is away. What it holds still opens: nothing is said to be destroyed. Its message is read by administrateurs. */
export class PlaceAbsente extends Error {
  override name = 'PlaceAbsente';
}

/**
 * Destroys what is due in a territoire at `now`, by batches: decided in one transaction, the keys destroyed in every place, then
 * what they sealed emptied in another; at the end, what is destroyed is certified. Each step is found again by the next run,
 * wherever this one was cut; a run with nothing to do changes nothing. Without the visa, decides nothing.
 * Returns why when the keys do not serve this database. A seal whose certificate is over leaves what is destroyed to be certified by
 * a later run, and is told (`cachet`). Throws PlaceAbsente when a place of keys is away: what it
 * concerns waits, what was destroyed before is certified all the same.
 *
 * Source: art. 2, « détruites au terme de la démarche, lors du retrait ou au terme légal ».
 */
export async function detruire(
  outils: Outils,
  territoire: Pick<Territoire, 'id' | 'nomComplet' | 'couleur'>,
  now: Temporal.Instant,
): Promise<Bilan | { readonly refus: Etrangere }> {
  const { database, cles } = outils;
  const { id } = territoire;
  const refus = await inTerritoire(database, id, (db) => whyNotServed({ db, cles }, id));
  if (refus !== undefined) return { refus };
  await inTerritoire(database, id, (db) => noterTermes(db, id, now));
  const destroyKeys = async (db: Db, ids: readonly string[]): Promise<void> => {
    const isDone = await destroyServed({ db, cles }, id, ids).catch((cause: unknown) => {
      throw new PlaceAbsente('Une place des clés ne répond pas : la destruction reprendra d’elle-même.', { cause });
    });
    if (!isDone) throw new Error('These keys have been given to another database');
  };
  let detruites = 0;
  let absente: unknown;
  try {
    for (;;) {
      const decidees = await inTerritoire(database, id, async (db) => {
        const { visa } = await reglagesDe(db, id);
        return decider(db, id, { visa, now, limit: LOT });
      });
      const effacees = await inTerritoire(database, id, (db) =>
        effacer(db, id, { now, limit: LOT, readVisa: async () => (await reglagesDe(db, id)).visa }, (ids) =>
          destroyKeys(db, ids),
        ),
      );
      detruites += effacees;
      if (decidees + effacees === 0) break;
    }
  } catch (error) {
    if (!(error instanceof PlaceAbsente)) throw error;
    absente = error;
  }
  const certifie = await certifier(outils, territoire, now);
  if (absente !== undefined) throw absente;
  return { detruites, ...certifie };
}

/** Whether a territoire cannot seal any more until somebody changes its file: its certificate is over, or its file is not right. */
export async function isCachetARenouveler(
  sealers: Sealers | undefined,
  territoire: Pick<Territoire, 'id' | 'nomComplet'>,
): Promise<boolean> {
  try {
    await sealers?.sealerOf(territoire);
    return false;
  } catch (error) {
    if (!(error instanceof SealerRefusal)) throw error;
    return true;
  }
}

/** Certifies all that is destroyed and is not certified yet, unless it cannot be sealed; returns how many certificates it took. */
async function certifier(
  { database, sealers }: Outils,
  territoire: Pick<Territoire, 'id' | 'nomComplet' | 'couleur'>,
  now: Temporal.Instant,
): Promise<Omit<Bilan, 'detruites'>> {
  const { id } = territoire;
  for (let certificats = 0; ; certificats += 1) {
    const { destructions, numero } = await inTerritoire(database, id, async (db) => ({
      destructions: await aCertifier(db, id, LIGNES_MAX),
      numero: await prochainNumero(db, id),
    }));
    if (destructions.length === 0) return { certificats };
    if (await isCachetARenouveler(sealers, territoire)) return { certificats, cachet: 'a_renouveler' };
    const pdf = await renderCertificat({ numero, territoire, etabliAt: now, destructions });
    const document = sealers === undefined ? pdf : (await sealers.seal(territoire, pdf, now)).pdf;
    const objetIds = destructions.map(({ objetId }) => objetId);
    const isKept = await inTerritoire(database, id, (db) =>
      saveCertificat(db, id, { numero, document, objetIds, at: now }),
    );
    // Another run certifies at this moment: what it leaves is for the next one.
    if (!isKept) return { certificats };
  }
}
