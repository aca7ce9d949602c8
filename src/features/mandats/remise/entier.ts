import type { Rq } from '../../../platform/http/route.ts';
import { type Acte, actesDe } from '../actes/store.ts';
import { lire, type MandatsOptions } from '../chemin.ts';
import { demarchesFinies, recuDe, renderRecu } from '../fins/recu.ts';
import { type Rectification, rectificationsDe } from '../rectification/store.ts';
import { type Lisible, lireDocument, type Mandat } from '../store.ts';

/** All that a mandat says, in clear, while its person's file is being made: it is kept nowhere. */
export type MandatEntier = {
  readonly mandat: Mandat;
  readonly lisible: Lisible;
  readonly actes: readonly Acte[];
  readonly rectifications: readonly Rectification[];
  /** The document as it was signed, byte for byte. */
  readonly document: Uint8Array | null;
  /** The receipt of what has ended, as the person may print it. */
  readonly recu: Uint8Array | null;
};

/** Opens a mandat whole; undefined when its identity may not be read. The caller has checked who reads. */
export async function lireEntier(rq: Rq, options: MandatsOptions, mandat: Mandat): Promise<MandatEntier | undefined> {
  const lisible = await lire(rq, options.cles, mandat);
  if (lisible.identite === null) return undefined;
  const places = { db: rq.db, cles: options.cles };
  const { id: territoireId } = rq.territoire;
  const ids = mandat.demarches.map(({ id }) => id);
  const isOver = demarchesFinies(mandat).length > 0;
  return {
    mandat,
    lisible,
    actes: await actesDe(places, territoireId, ids, new Set(lisible.objets.keys())),
    rectifications: await rectificationsDe(places, territoireId, mandat.id),
    document: await lireDocument(places, territoireId, mandat.id),
    recu: isOver ? await renderRecu(rq, await recuDe(rq, options, { mandat, lisible })) : null,
  };
}
