/** What came of a question to the server. */
export type Issue =
  | { readonly etat: 'ok'; readonly json: unknown }
  /** No network, or an answer that never comes. */
  | { readonly etat: 'hors-ligne' }
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
  if (response.type === 'opaqueredirect') return { etat: 'session' };
  if (response.status === 429 || response.status >= 500) {
    const retry = Number(response.headers.get('retry-after') ?? '');
    return { etat: 'plus-tard', retryAfter: Number.isFinite(retry) && retry > 0 ? retry : null };
  }
  if (!response.ok) return { etat: 'refus', status: response.status };
  // The portal of a hotel answers 200 to everything: what is not ours is no answer.
  if (!(response.headers.get('content-type') ?? '').startsWith('application/json')) return { etat: 'hors-ligne' };
  return { etat: 'ok', json: await response.json() };
}
