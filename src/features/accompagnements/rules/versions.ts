/** One thing asked of a record, as it is kept. */
export interface Operation {
  readonly id: string;
  readonly nature: 'creer' | 'modifier' | 'supprimer';
  /** The operation that made what was seen when it was typed; null: a creation, or typed over a record that bears none. */
  readonly base: string | null;
  /** By the clock of the device, put right by that of the server. */
  readonly saisiAt: Temporal.Instant;
}

function compare(a: Operation, b: Operation): number {
  return Temporal.Instant.compare(a.saisiAt, b.saisiAt) || (a.id < b.id ? -1 : 1);
}

/**
 * The operation that says what a record is, among all that were received of it; undefined when none was.
 *
 * Each one follows what was seen when it was typed. Two that follow the same come from two devices that did not see each
 * other: the one typed last is kept, the other stays beside it. Nothing here depends on which was received first, so that any
 * order of arrival ends in the same record.
 * Example: created; modified on the tablet at 10 h; modified on the telephone, without having seen it, at 11 h → that of 11 h.
 */
export function versionRetenue<O extends Operation>(operations: readonly O[]): O | undefined {
  const following = Map.groupBy(operations, ({ base, nature }) =>
    nature === 'creer' ? 'creation' : (base ?? 'origine'),
  );
  const last = (key: string): O | undefined => following.get(key)?.toSorted(compare).at(-1);
  let kept = last('creation');
  // A record older than operations has no creation: what was typed over it follows nothing.
  let next = last(kept?.id ?? 'origine');
  while (next !== undefined) {
    kept = next;
    next = last(kept.id);
  }
  return kept;
}

/** Those that somebody typed and that the record does not say: no other follows them, and another was kept. */
export function versionsEcartees<O extends Operation>(operations: readonly O[]): readonly O[] {
  const followed = new Set(operations.map(({ base }) => base));
  const kept = versionRetenue(operations);
  return operations.filter((one) => one !== kept && one.nature !== 'creer' && !followed.has(one.id)).toSorted(compare);
}
