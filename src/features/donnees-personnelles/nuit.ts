import { dureeDe, estDu, type Reglages, seuil } from '../../domain/conservation.ts';
import type { Territoire } from '../../domain/territoire.ts';
import type { Db } from '../../platform/db.ts';
import { record } from '../../platform/journal.ts';
import { CONVENTIONS } from '../conventions/conservation.ts';
import { derniereJournee } from '../conventions/rules.ts';
import { type ConventionSuivie, portefeuille } from '../conventions/store.ts';
import { DONNEES } from './registre.ts';
import { type Nuit, PURGES, type Purge, savePassage } from './store.ts';

type Chez = Pick<Territoire, 'id' | 'dureesConservation'>;

/** Kinds that a night removes something of, each with its night. */
function aPurger(
  { id, dureesConservation }: Chez,
  today: Temporal.PlainDate,
  now: Temporal.Instant,
): readonly { readonly cle: string; readonly purge: Purge; readonly nuit: Nuit }[] {
  return DONNEES.flatMap((donnee) => {
    const purge = PURGES[donnee.cle];
    const duree = dureeDe(donnee, dureesConservation);
    // Where the machine leaves no choice, the hour says it all.
    const limite = duree === null ? today : seuil(today, duree);
    return purge === undefined ? [] : [{ cle: donnee.cle, purge, nuit: { territoireId: id, now, limite } }];
  });
}

/**
 * Applies the durations of a territoire: what is past its time is removed, made anonymous or added up, and how many of each
 * kind is written down. Running it twice removes nothing more. Returns how many rows each kind lost.
 *
 * Source: art. 2, « destruction lors de l’aboutissement de la démarche »; art. 4.1 (règlement européen 2016/679).
 */
export async function appliquerConservation(
  db: Db,
  territoire: Chez,
  today: Temporal.PlainDate,
  now: Temporal.Instant,
): Promise<Readonly<Record<string, number>>> {
  const removed: Record<string, number> = {};
  for (const { cle, purge, nuit } of aPurger(territoire, today, now)) {
    const nombre = await purge.appliquer(db, nuit);
    removed[cle] = nombre;
    await savePassage(db, territoire.id, { jour: today, donnee: cle, nombre });
    if (nombre > 0) {
      const objet = ['donnee', cle] as const;
      await record(db, territoire.id, { acteur: null, acte: 'effacer ce qui a passé sa durée', objet });
    }
  }
  return removed;
}

/** How many rows of each kind the night of `today` will remove. */
export async function aEffacer(
  db: Db,
  territoire: Chez,
  today: Temporal.PlainDate,
  now: Temporal.Instant,
): Promise<ReadonlyMap<string, number>> {
  const due = new Map<string, number>();
  for (const { cle, purge, nuit } of aPurger(territoire, today, now)) due.set(cle, await purge.compter(db, nuit));
  return due;
}

export type Proposee = { readonly convention: ConventionSuivie; readonly fin: Temporal.PlainDate };

/** Conventions over long enough to be proposed to the archives, the oldest first. Nothing of them is destroyed. */
export async function aProposerAuxArchives(
  db: Db,
  territoireId: string,
  reglages: Reglages,
  today: Temporal.PlainDate,
): Promise<readonly Proposee[]> {
  const duree = dureeDe(CONVENTIONS, reglages);
  if (duree === null) return [];
  const limite = seuil(today, duree);
  return (await portefeuille(db, territoireId))
    .flatMap((convention): Proposee[] => {
      const fin = derniereJournee(convention);
      return fin === null || !estDu(fin, limite) ? [] : [{ convention, fin }];
    })
    .sort((a, b) => Temporal.PlainDate.compare(a.fin, b.fin));
}
