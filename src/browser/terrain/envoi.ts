import type { Journee } from '../../domain/terrain.ts';
import { aEnvoyer, type Element, type Reponse, recevoir, sansRecues } from './file.ts';
import { estPleine, type Magasin } from './magasin.ts';
import { lireMemoire, type Memoire } from './memoire.ts';
import * as PHRASES from './phrases.ts';
import { demander, type Issue } from './reseau.ts';
import { seul } from './verrou.ts';

/** Records of one sending: few enough for a slow network to carry before it falls again. */
const LOT = 40;

/**
 * How the device stands with the server: `a-jour`, all that could leave has left; `autre-compte`, somebody else is signed in;
 * `occupe`, another tab is sending; `pleine`, the device has no room to keep an answer; `muette`, its memory cannot be read.
 */
export type Bilan =
  | { readonly etat: 'a-jour' | 'hors-ligne' | 'portail' | 'session' | 'interdit' | 'autre-compte' | 'occupe' }
  | { readonly etat: 'pleine' | 'muette' }
  | { readonly etat: 'plus-tard'; readonly retryAfter: number | null };

type Options = {
  /** Asks for the day again even when nothing waits to leave. */
  readonly relire: boolean;
};

/** Sends what waits for an account, then reads its day again. One tab at a time; whoever asks meanwhile is told so. */
export async function synchroniser(magasin: Magasin, compte: string, options: Options): Promise<Bilan> {
  const bilan = await seul(magasin.base, 'envoi', () => faire(magasin, compte, options), { attendre: false });
  return bilan ?? { etat: 'occupe' };
}

async function faire(magasin: Magasin, compte: string, { relire }: Options): Promise<Bilan> {
  const waiting = aEnvoyer(await magasin.file(compte), 1).length > 0;
  if (!waiting && !relire) return { etat: 'a-jour' };
  // First the day: it says who is signed in, and what time it is.
  const read = await lireJournee(magasin, compte);
  // A server that cannot tell the day may still receive what waits.
  const isHeard = read.etat === 'a-jour' || read.etat === 'plus-tard' || read.etat === 'interdit';
  if (!waiting || !isHeard) return read;
  const sent = await envoyerTout(magasin, compte);
  return sent.etat === 'a-jour' ? lireJournee(magasin, compte) : sent;
}

async function lireJournee(magasin: Magasin, compte: string): Promise<Bilan> {
  const issue = await demander('/accompagnements/journee', {}, (ms) => magasin.regler(ms));
  if (issue.etat !== 'ok') return bilanDe(issue);
  return (await garder(magasin, issue.json as Journee)) === compte ? { etat: 'a-jour' } : { etat: 'autre-compte' };
}

/** Keeps a day, whose account works here from now on. */
async function garder(magasin: Magasin, journee: Journee): Promise<string> {
  await magasin.adopter(journee.compte);
  await magasin.regler(Date.parse(journee.maintenant));
  await magasin.garderJournee(journee);
  return journee.compte;
}

/** Longest wait for the server to say who is signed in, before the device shows what it knows. */
const QUI_MS = 3_000;

/**
 * What this device shows, of whom: whoever is signed in, as the server says; as the device remembers without network or when nobody is
 * signed in any more. Somebody who did not sign out is so never shown to the next one.
 */
export async function quiTravaille(magasin: Magasin): Promise<Memoire | undefined> {
  const memoire = lireMemoire(magasin);
  const known = navigator.onLine ? undefined : await memoire;
  if (known !== undefined) return known;
  const asked = demander('/accompagnements/journee', {}, (ms) => magasin.regler(ms));
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, QUI_MS));
  const issue = await ((await memoire) === undefined ? asked : Promise.race([asked, late]));
  return issue?.etat === 'ok' ? lireMemoire(magasin, await garder(magasin, issue.json as Journee)) : memoire;
}

function bilanDe(issue: Exclude<Issue, { readonly etat: 'ok' }>): Bilan {
  return issue.etat === 'refus' ? { etat: 'interdit' } : issue;
}

async function envoyerTout(magasin: Magasin, compte: string): Promise<Bilan> {
  let lot = LOT;
  for (;;) {
    const next = aEnvoyer(await magasin.file(compte), lot);
    if (next.length === 0) return { etat: 'a-jour' };
    const issue = await envoyer(magasin, compte, next);
    if (issue.etat === 'ok') continue;
    if (issue.etat === 'pleine') return issue;
    const isTooHeavy = issue.etat === 'refus' && (issue.status === 413 || issue.status === 400);
    if (!isTooHeavy) return bilanDe(issue);
    if (next.length > 1) lot = Math.ceil(next.length / 2);
    else await refuser(magasin, compte, next);
  }
}

type Envoi = Issue | { readonly etat: 'pleine' };

async function envoyer(magasin: Magasin, compte: string, next: readonly Element[]): Promise<Envoi> {
  const ids = next.map(({ operation }) => operation.id);
  const kept = await magasin.partent(compte, ids);
  // As they are now: one may have been changed or taken away since they were chosen.
  const operations = kept.filter(({ operation }) => ids.includes(operation.id)).map(({ operation }) => operation);
  const maintenant = await magasin.maintenant();
  const issue = await demander(
    '/accompagnements/envoi',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ compte, operations: operations.map((one) => dater(one, maintenant)) }),
    },
    (ms) => magasin.regler(ms),
  );
  if (issue.etat !== 'ok') return issue;
  const reponses = lireReponses(issue.json, ids);
  // An answer that answers nothing would be asked for again and again.
  if (reponses.length === 0) return { etat: 'plus-tard', retryAfter: null };
  return (await retenir(magasin, compte, reponses)) ? issue : { etat: 'pleine' };
}

/** False: there was room to take away what was received, not to write why the rest was not. */
async function retenir(magasin: Magasin, compte: string, reponses: readonly Reponse[]): Promise<boolean> {
  try {
    await magasin.changer(compte, (file) => recevoir(file, reponses));
    return true;
  } catch (error) {
    if (!estPleine(error)) throw error;
    await magasin.changer(compte, (file) => sansRecues(file, reponses));
    return false;
  }
}

/** Typed by a clock that ran ahead, it is dated of its sending at the latest. */
function dater<O extends { readonly saisiAt: string }>(operation: O, maintenant: number): O {
  return Date.parse(operation.saisiAt) <= maintenant
    ? operation
    : { ...operation, saisiAt: new Date(maintenant).toISOString() };
}

function lireReponses(json: unknown, ids: readonly string[]): readonly Reponse[] {
  const { reponses } = Object(json) as { reponses?: unknown };
  if (!Array.isArray(reponses)) return [];
  return (reponses as Reponse[]).filter(({ id }) => ids.includes(id));
}

async function refuser(magasin: Magasin, compte: string, next: readonly Element[]): Promise<void> {
  const raisons = [{ field: '', message: PHRASES.tropLourde }];
  await magasin.changer(compte, (file) =>
    recevoir(
      file,
      next.map(({ operation }) => ({ id: operation.id, etat: 'refusee', raisons })),
    ),
  );
}
