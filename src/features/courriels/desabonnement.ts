import { z } from 'zod';
import type { Coffre } from '../../platform/coffre.ts';
import { GENRES, type Genre, REFUSABLES } from './rules.ts';

const place = (territoireId: string): string => `desabonnement:${territoireId}`;
const contenu = z.object({ courriel: z.string(), genre: z.enum(REFUSABLES as [Genre, ...Genre[]]) });
export type Desabonnement = z.infer<typeof contenu>;

/** The link at the foot of a message that may be refused: it works without signing in, for one mailbox and one kind. */
export function adresseDesabonnement(
  coffre: Coffre,
  url: string,
  territoireId: string,
  { destinataire, genre }: { readonly destinataire: string; readonly genre: Genre },
): string | undefined {
  if (GENRES[genre].refusable === undefined) return undefined;
  const jeton = coffre.seal(Buffer.from(JSON.stringify({ courriel: destinataire, genre })), place(territoireId));
  return `${url}/desabonnement?jeton=${jeton.toString('base64url')}`;
}

/** Whom and what a link is about; undefined when it was not made here, or was cut on its way. */
export function lireDesabonnement(coffre: Coffre, territoireId: string, jeton: string): Desabonnement | undefined {
  if (jeton.length > 1_000) return undefined;
  try {
    const texte = coffre.open(Buffer.from(jeton, 'base64url'), place(territoireId)).toString('utf8');
    return contenu.safeParse(JSON.parse(texte)).data;
  } catch {
    return undefined;
  }
}
