/** What is typed of a record itself. */
export type NatureSaisie = 'creer' | 'modifier' | 'supprimer';
/** What is said beside it: that it is about a followed person, or no longer. */
export type NatureLien = 'lier' | 'delier';

/** One thing asked of a record, as it is kept. */
export interface Operation {
  readonly id: string;
  readonly nature: NatureSaisie | NatureLien;
  /** The operation that made what was seen when it was typed; null: a creation, a link, or typed over a record that bears none. */
  readonly base: string | null;
  /** By the clock of the device, put right by that of the server. */
  readonly saisiAt: Temporal.Instant;
  /** Whom it says that the record is about, null for nobody; undefined: it leaves this as it was. */
  readonly personne?: string | null | undefined;
}

function compare(a: Operation, b: Operation): number {
  return Temporal.Instant.compare(a.saisiAt, b.saisiAt) || (a.id < b.id ? -1 : 1);
}

export function estLien({ nature }: Pick<Operation, 'nature'>): boolean {
  return nature === 'lier' || nature === 'delier';
}

/**
 * The versions that made a record what it is, from its creation to the one that says it, among all that was received of it; empty
 * when none was.
 *
 * Each one follows what was seen when it was typed. Two that follow the same come from two devices that did not see each
 * other: the one typed last is kept, the other stays beside it. Nothing here depends on which was received first, so that any
 * order of arrival ends in the same record. A link follows none, and none follows it: a device goes on correcting what it knows.
 */
function versionsSuivies<O extends Operation>(operations: readonly O[]): readonly O[] {
  const versions = operations.filter((one) => !estLien(one));
  const following = Map.groupBy(versions, ({ base, nature }) =>
    nature === 'creer' ? 'creation' : (base ?? 'origine'),
  );
  const last = (key: string): O | undefined => following.get(key)?.toSorted(compare).at(-1);
  const kept: O[] = [];
  // A record older than operations has no creation: what was typed over it follows nothing.
  let next = last('creation') ?? last('origine');
  while (next !== undefined) {
    kept.push(next);
    next = last(next.id);
  }
  return kept;
}

/**
 * The operation that says what a record is; undefined when none was received.
 * Example: created; modified on the tablet at 10 h; modified on the telephone, without having seen it, at 11 h → that of 11 h.
 */
export function versionRetenue<O extends Operation>(operations: readonly O[]): O | undefined {
  return versionsSuivies(operations).at(-1);
}

/** Those that somebody typed and that the record does not say: no other follows them, and another was kept. */
export function versionsEcartees<O extends Operation>(operations: readonly O[]): readonly O[] {
  const followed = new Set(operations.map(({ base }) => base));
  const kept = versionRetenue(operations);
  return operations
    .filter((one) => one !== kept && one.nature !== 'creer' && !estLien(one) && !followed.has(one.id))
    .toSorted(compare);
}

/**
 * Whom a record is about, among all that was received of it; null: nobody.
 *
 * Its versions say it, and so do the links made and unmade beside them: the last to have spoken is believed. A version that leaves
 * the person as its form showed them has said nothing, so that a link, or its end, outlives what a device corrects without having
 * heard of it.
 * Example: noted at 9 h for nobody; linked to Zoé at 10 h; its length corrected at 11 h, on a telephone that had not seen the link → Zoé.
 */
export function personneRetenue(operations: readonly Operation[]): string | null {
  const said = versionsSuivies(operations).findLast(({ personne }) => personne !== undefined);
  const spoken = said === undefined ? operations.filter(estLien) : [...operations.filter(estLien), said];
  return spoken.toSorted(compare).at(-1)?.personne ?? null;
}

/** Whether one was typed before another, whatever was received first. */
export function estTapeeAvant(a: Operation, b: Operation): boolean {
  return compare(a, b) < 0;
}
