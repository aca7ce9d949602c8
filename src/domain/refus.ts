/**
 * A refusal foreseen by an article is a value carrying its own code; a bug throws.
 *
 * Each rule declares its union (`RefusSiret`, `RefusPermanence`…) and one `Phrases<…>` table, so that the compiler
 * fails when a refusal has no French sentence.
 */
export interface Refus {
  readonly refus: string;
}

/** One French sentence per refusal of the union `R`; a missing or an extra code does not compile. */
export type Phrases<R extends Refus> = {
  readonly [K in R['refus']]: (refus: Extract<R, { readonly refus: K }>) => string;
};

/** Says a refusal in French. Example: `phrase(PHRASES_SIRET, { refus: 'siret_cle' })`. */
export function phrase<R extends Refus>(phrases: Phrases<R>, refus: R): string {
  const sentences: Readonly<Record<string, (refus: never) => string>> = phrases;
  const sentence = sentences[refus.refus];
  if (sentence === undefined) throw new Error(`No sentence for the refusal ${refus.refus}`);
  return sentence(refus as never);
}

/** Tells a refusal from an accepted value: `const siret = parseSiret(texte); if (estRefus(siret)) …`. */
export function estRefus<T>(valeur: T): valeur is Extract<T, Refus> {
  return typeof valeur === 'object' && valeur !== null && 'refus' in valeur && typeof valeur.refus === 'string';
}
