/** Lets a number in at once; whoever comes beyond it is told to come back. */
export interface Room {
  /** A place, left by disposing of it; undefined when there is none. */
  enter(who?: string): Disposable | undefined;
}

/** Room for `max` at once, and for `each` of the same `who`. */
export function createRoom({ max, each = max }: { readonly max: number; readonly each?: number }): Room {
  let inside = 0;
  const byWho = new Map<string, number>();
  return {
    enter(who = '') {
      const own = byWho.get(who) ?? 0;
      if (inside >= max || own >= each) return undefined;
      inside += 1;
      byWho.set(who, own + 1);
      return {
        [Symbol.dispose]: () => {
          inside -= 1;
          const left = (byWho.get(who) ?? 1) - 1;
          if (left === 0) byWho.delete(who);
          else byWho.set(who, left);
        },
      };
    },
  };
}
