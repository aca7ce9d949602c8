import type { Compte } from '../../domain/compte.ts';
import { writeCookie } from '../../platform/http/cookies.ts';
import { type Reply, redirect } from '../../platform/http/reply.ts';
import type { Rq } from '../../platform/http/route.ts';
import { sessionCookie } from '../../platform/http/server.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { identify } from '../../platform/journal.ts';
import { closeSession, type Niveau, openSession, SESSION_HOURS } from '../../platform/session.ts';
import { avecSuite, nomNavigateur } from './rules.ts';
import { comptesDuCourriel } from './store.ts';

/** Only a path of ours may follow a sign-in: never another site. */
export function suiteSure(suite: string | null | undefined): string | undefined {
  return suite !== null && suite !== undefined && /^\/(?![/\\])[\x21-\x7e]{0,200}$/.test(suite) && !suite.includes('\\')
    ? suite
    : undefined;
}

/** The page asked for before signing in, from the address or from the form. */
export function suiteDe(rq: Rq): string | undefined {
  return suiteSure(rq.query.get('suite') ?? rq.form.values['suite']?.[0]);
}

/** Where whoever gives up a confirmation goes back: as safe as what follows one. */
export function retourDe(rq: Rq): string | undefined {
  return suiteSure(rq.query.get('retour') ?? rq.form.values['retour']?.[0]);
}

/**
 * Opens a session in place of the one that came with the request: a token known before proves nothing after, whoever
 * planted it. The journal learns who hides behind the session's random name. `confirmeAt`: when the code was last given
 * besides, for what asks it again.
 */
export async function ouvrir(
  rq: Rq,
  compte: Compte,
  niveau: Niveau,
  secure: boolean,
  confirmeAt: Temporal.Instant | null = null,
): Promise<{ readonly cookies: readonly string[] }> {
  if (rq.token !== undefined) await closeSession(rq.db, rq.territoire.id, rq.token);
  const acteur = uuidv7();
  const navigateur = nomNavigateur(rq.navigateur);
  const token = await openSession(rq.db, rq.territoire.id, compte.id, rq.now, {
    niveau,
    navigateur,
    acteur,
    ...(confirmeAt === null ? {} : { confirmeAt }),
  });
  const { id: compteId, nom, role } = compte;
  await identify(rq.db, rq.territoire.id, { acteur, compteId, nom, role, niveau, adresse: rq.adresse });
  return { cookies: [writeCookie(sessionCookie(secure), token, { secure, maxAgeSeconds: SESSION_HOURS * 3600 })] };
}

/** Once both factors are proved: a new session, then the page asked for, or the choice of a casquette when there are several. */
export async function entrer(
  rq: Rq,
  compte: Compte,
  suite: string | undefined,
  secure: boolean,
  confirmeAt: Temporal.Instant | null = null,
): Promise<Reply> {
  const casquettes = await comptesDuCourriel(rq.db, rq.territoire.id, compte.courriel, rq.today);
  const { cookies } = await ouvrir(rq, compte, 'double', secure, confirmeAt);
  const to = casquettes.length > 1 ? avecSuite('/connexion/casquette', suite) : (suite ?? '/accueil');
  return redirect(to, { cookies });
}
