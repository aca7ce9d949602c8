import type { Db } from '../../../platform/db.ts';
import { lireRecherche } from '../../conventions/pieces/rules.ts';
import { findSigne, type MandatSigne } from '../../mandats/recherche/signe.ts';
import { mandatDuCode } from '../../mandats/recherche/store.ts';

const CODES_MAX = 20;

/** The mandats that codes name, or what is wrong with them: one code a line, as the person's copy bears it. */
export async function lireCodes(
  db: Db,
  territoireId: string,
  typed: string | null,
): Promise<{ readonly mandats: readonly MandatSigne[] } | { readonly message: string }> {
  const lines = [...new Set((typed ?? '').split(/[\n,;]/).map((line) => line.trim()))].filter(Boolean);
  if (lines.length > CODES_MAX) return { message: `Écrivez ${CODES_MAX} codes au plus à la fois.` };
  const mandats = new Map<string, MandatSigne>();
  for (const [rank, line] of lines.entries()) {
    const read = lireRecherche(line);
    const id = read !== null && 'code' in read ? await mandatDuCode(db, territoireId, read.code) : undefined;
    const mandat = id === undefined ? undefined : await findSigne(db, territoireId, id);
    // Told by its rank: what was typed in the place of a code may be a name.
    const which = lines.length === 1 ? 'Ce code' : `Le code n° ${rank + 1}`;
    if (mandat === undefined)
      return { message: `${which} n’est celui d’aucun mandat signé : relisez-le sur la copie.` };
    if (mandat.detruitAt !== null)
      return { message: `${which} est celui d’un mandat détruit : il n’y a plus rien à geler.` };
    if (mandat.isRetenu) return { message: `${which} est celui d’un mandat déjà en sursis.` };
    mandats.set(mandat.id, mandat);
  }
  return { mandats: [...mandats.values()] };
}
