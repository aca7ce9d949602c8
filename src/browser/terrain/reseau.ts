/** What came of a question to the server. */
export type Issue =
  | { readonly etat: 'ok'; readonly json: unknown }
  /** No network, or an answer that never comes; `portail`: a network that answers in the place of the server. */
  | { readonly etat: 'hors-ligne' | 'portail' }
  /** It asks to sign in. */
  | { readonly etat: 'session' }
  /** It is busy, away or wants less: later. `retryAfter` in seconds. */
  | { readonly etat: 'plus-tard'; readonly retryAfter: number | null }
  | { readonly etat: 'refus'; readonly status: number };

/** Longest wait for an answer: a network that hangs is no network. */
const PATIENCE_MS = 30_000;

/** `quandHeure`: told of the hour of the server, in milliseconds, each time that it is heard. */
export async function demander(
  path: string,
  init: RequestInit,
  quandHeure: (ms: number) => Promise<void>,
): Promise<Issue> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const response = await fetch(path, {
      ...init,
      redirect: 'manual',
      credentials: 'same-origin',
      cache: 'no-store',
      signal: stop.signal,
    });
    const date = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(date)) await quandHeure(date);
    return await issueDe(response);
  } catch {
    return { etat: 'hors-ligne' };
  } finally {
    clearTimeout(timer);
  }
}

async function issueDe(response: Response): Promise<Issue> {
  // To the page where one signs in, or to that of a hotel: a redirection does not say where it leads.
  if (response.type === 'opaqueredirect') return { etat: (await joindre()) === 'escale' ? 'session' : 'portail' };
  if (response.status === 429 || response.status >= 500) {
    const retry = Number(response.headers.get('retry-after') ?? '');
    return { etat: 'plus-tard', retryAfter: Number.isFinite(retry) && retry > 0 ? retry : null };
  }
  if (!response.ok) return { etat: 'refus', status: response.status };
  // The portal of a hotel answers 200 to everything: what is not ours is no answer.
  if (!typeDe(response).startsWith('application/json')) return { etat: 'portail' };
  return { etat: 'ok', json: await response.json() };
}

const typeDe = (response: Response): string => response.headers.get('content-type') ?? '';

/** Longest wait to know whether the network leads to the server. */
const SONDE_MS = 5_000;

/** Whether the network leads to the server, asked by a file that it gives to anybody. */
export async function joindre(): Promise<'escale' | 'portail' | 'rien'> {
  if (!navigator.onLine) return 'rien';
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), SONDE_MS);
  try {
    const answer = await fetch('/sw.js', {
      method: 'HEAD',
      redirect: 'manual',
      cache: 'no-store',
      signal: stop.signal,
    });
    return answer.ok && typeDe(answer).startsWith('text/javascript') ? 'escale' : 'portail';
  } catch {
    return 'rien';
  } finally {
    clearTimeout(timer);
  }
}
