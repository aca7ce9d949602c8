/** How often something may be done by one address or one account: `fois` in `minutes`. */
export type Rythme = { readonly fois: number; readonly minutes: number };

/** A form that anybody may send: a whole mairie may stand behind one address. */
export const RYTHME_PUBLIC: Rythme = { fois: 60, minutes: 10 };
/** What proves who one is: tried by hand, never in hundreds. */
export const RYTHME_PORTE: Rythme = { fois: 30, minutes: 15 };
/** The writes of an account, a day's queue sent at once included. */
export const RYTHME_COMPTE: Rythme = { fois: 3_000, minutes: 10 };

const KEPT = 50_000;

type Seau = { used: number; until: number };

export interface Limiter {
  /** Counts one more for `key`; 0 when it may go on, else the seconds to wait. */
  take(key: string, rythme: Rythme, nowMs: number): number;
}

/**
 * Counts in the memory of the process, which is the only one that serves: a restart forgives, and what must outlive it (the
 * failures of a mailbox) is in the database. At most 50 000 keys are kept; the oldest are forgotten first, so that a flood of
 * addresses costs no more memory than that.
 */
export function createLimiter(): Limiter {
  const seaux = new Map<string, Seau>();
  return {
    take(key, { fois, minutes }, nowMs) {
      const known = seaux.get(key);
      const seau = known !== undefined && known.until > nowMs ? known : { used: 0, until: nowMs + minutes * 60_000 };
      seau.used += 1;
      // Put back last: what is used stays, what is not leaves first.
      seaux.delete(key);
      seaux.set(key, seau);
      if (seaux.size > KEPT) {
        const [oldest] = seaux.keys();
        if (oldest !== undefined) seaux.delete(oldest);
      }
      return seau.used > fois ? Math.max(1, Math.ceil((seau.until - nowMs) / 1000)) : 0;
    },
  };
}

export interface Turnstile {
  /** A place, to be left by disposing of it; undefined when all are taken. */
  enter(): Disposable | undefined;
}

/** `places` for what is done by a few at once. */
export function createTurnstile(places: number): Turnstile {
  let taken = 0;
  return {
    enter() {
      if (taken >= places) return undefined;
      taken += 1;
      return {
        [Symbol.dispose]: () => {
          taken -= 1;
        },
      };
    },
  };
}

/** What one subscriber holds: an IPv4 address, or the first 64 bits of an IPv6 one, which has as many as it likes. */
export function abonne(adresse: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(adresse)?.[1];
  if (mapped !== undefined) return mapped;
  if (!adresse.includes(':')) return adresse;
  const [head = '', tail] = adresse.toLowerCase().split('%')[0]?.split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':');
}
