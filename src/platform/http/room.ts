/** Lets a number in at once; whoever comes beyond it is told to come back. */
export interface Room {
  /** A place, or as many as `weight` says, left by disposing of it; undefined when there is no room. */
  enter(who?: string, weight?: number): Disposable | undefined;
}

/** Room for `max` at once, and for `each` of the same `who`. */
export function createRoom({ max, each = max }: { readonly max: number; readonly each?: number }): Room {
  let inside = 0;
  const byWho = new Map<string, number>();
  return {
    enter(who = '', weight = 1) {
      const own = byWho.get(who) ?? 0;
      if (inside + weight > max || own + weight > each) return undefined;
      inside += weight;
      byWho.set(who, own + weight);
      return {
        [Symbol.dispose]: () => {
          inside -= weight;
          const left = (byWho.get(who) ?? weight) - weight;
          if (left === 0) byWho.delete(who);
          else byWho.set(who, left);
        },
      };
    },
  };
}
