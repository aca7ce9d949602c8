import { z } from 'zod';
import type { Role } from '../../domain/compte.ts';
import type { Coffre } from '../../platform/coffre.ts';
import { writeCookie } from '../../platform/http/cookies.ts';
import { courriel } from '../../platform/http/fields.ts';
import { parseForm } from '../../platform/http/form.ts';
import { isUuid } from '../../platform/http/idempotence.ts';
import { page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../platform/http/route.ts';
import { SESSION_COOKIE } from '../../platform/http/server.ts';
import { queueMail } from '../../platform/mail.ts';
import { closeSession, openSession } from '../../platform/session.ts';
import { blankForm } from '../../ui/form-state.ts';
import {
  comptesDemo,
  courrielsRecents,
  findCompteDemo,
  holdCompteByCourriel,
  LIEN_MINUTES,
  liensRecents,
  saveLien,
  useLien,
} from './store.ts';
import { ConnexionPage, CourrielsDemoPage, LienEnvoyePage, LienPage, texteDuLien } from './views.tsx';

const LIENS_PAR_QUART_D_HEURE = 3;
const SESSION_SECONDS = 12 * 3600;

export const connexionForm = z.object({ courriel: courriel() });

export type ComptesOptions = {
  readonly demo: boolean;
  readonly url: string;
  readonly secure: boolean;
  readonly accueil: (role: Role) => string;
  readonly coffre: Coffre;
};

/** Only a path of ours may follow a sign-in: never another site. */
export function suiteSure(suite: string | null | undefined): string | undefined {
  return suite !== null && suite !== undefined && /^\/(?![/\\])[\x21-\x7e]{0,200}$/.test(suite) && !suite.includes('\\')
    ? suite
    : undefined;
}

export function comptesRoutes(options: ComptesOptions): readonly Route[] {
  const showConnexion = async (rq: Rq, state = blankForm()) => ({
    title: 'Se connecter',
    body: (
      <ConnexionPage
        state={state}
        cle={rq.key}
        suite={suiteSure(rq.query.get('suite') ?? rq.form.values['suite']?.[0])}
        comptes={options.demo ? await comptesDemo(rq.db, rq.territoire.id) : []}
      />
    ),
  });

  async function signIn(rq: Rq, compteId: string, suite: string | undefined) {
    if (rq.token !== undefined) await closeSession(rq.db, rq.territoire.id, rq.token);
    const token = await openSession(rq.db, rq.territoire.id, compteId, rq.now);
    const cookie = writeCookie(SESSION_COOKIE, token, { secure: options.secure, maxAgeSeconds: SESSION_SECONDS });
    return redirect(suite ?? '/accueil', { cookies: [cookie] });
  }

  return [
    get('/connexion', { access: 'public', handle: async (rq) => page(await showConnexion(rq)) }),

    post('/connexion', {
      access: 'public',
      handle: async (rq) => {
        const form = parseForm(connexionForm, rq.form);
        if (!form.ok) return refusal(await showConnexion(rq, form.state));
        const suite = suiteSure(rq.form.values['suite']?.[0]);
        const compte = await holdCompteByCourriel(rq.db, rq.territoire.id, form.data.courriel);
        // The answer never tells whether the account exists.
        if (
          compte !== undefined &&
          (await liensRecents(rq.db, rq.territoire.id, compte.id, rq.now)) < LIENS_PAR_QUART_D_HEURE
        ) {
          const token = await saveLien(rq.db, rq.territoire.id, compte.id, rq.now);
          const lien = new URL(`/connexion/lien?jeton=${token}`, options.url);
          if (suite !== undefined) lien.searchParams.set('suite', suite);
          await queueMail(rq.db, rq.territoire.id, {
            destinataire: compte.courriel,
            sujet: 'Votre lien de connexion à Escale',
            texte: texteDuLien({ nom: compte.nom, lien: lien.href, minutes: LIEN_MINUTES }),
          });
        }
        return redirect('/connexion/envoye');
      },
    }),

    get('/connexion/envoye', {
      access: 'public',
      handle: async () =>
        page({ title: 'Lien envoyé', body: <LienEnvoyePage demo={options.demo} minutes={LIEN_MINUTES} /> }),
    }),

    // A page with a button, so that the scanner of a mail server, which opens every link, does not use it up.
    get('/connexion/lien', {
      access: 'public',
      handle: async (rq) =>
        page({
          title: 'Confirmer la connexion',
          body: (
            <LienPage
              cle={rq.key}
              jeton={rq.query.get('jeton') ?? ''}
              suite={suiteSure(rq.query.get('suite'))}
              refuse={false}
            />
          ),
        }),
    }),

    post('/connexion/lien', {
      access: 'public',
      handle: async (rq) => {
        const jeton = rq.form.values['jeton']?.[0] ?? '';
        const suite = suiteSure(rq.form.values['suite']?.[0]);
        const used = jeton.length > 100 ? undefined : await useLien(rq.db, rq.territoire.id, jeton, rq.now);
        if (used !== undefined) return signIn(rq, used.compteId, suite);
        return refusal({
          title: 'Lien expiré',
          body: <LienPage cle={rq.key} jeton="" suite={suite} refuse />,
        });
      },
    }),

    post('/connexion/demo', {
      access: 'public',
      demo: true,
      handle: async (rq) => {
        const id = rq.form.values['compte']?.[0] ?? '';
        const compte = isUuid(id) ? await findCompteDemo(rq.db, rq.territoire.id, id) : undefined;
        if (compte === undefined) return refusal(await showConnexion(rq));
        return signIn(rq, compte.id, suiteSure(rq.form.values['suite']?.[0]));
      },
    }),

    get('/demo/courriels', {
      access: 'public',
      demo: true,
      handle: async (rq) =>
        page({
          title: 'Courriels de la démonstration',
          body: <CourrielsDemoPage courriels={await courrielsRecents(rq.db, rq.territoire.id)} />,
        }),
    }),

    // Open to all: a session that has just expired is left as well, without having to sign in first.
    post('/deconnexion', {
      access: 'public',
      handle: async (rq) => {
        if (rq.token !== undefined) await closeSession(rq.db, rq.territoire.id, rq.token);
        const cookie = writeCookie(SESSION_COOKIE, '', { secure: options.secure, maxAgeSeconds: 0 });
        return redirect('/', { flash: 'Vous êtes déconnecté.', cookies: [cookie] });
      },
    }),

    get('/accueil', {
      access: { agent: true, equipe: true, referent: true, direction: true, dpo: true, administrateur: true },
      handle: async (rq) => redirect(options.accueil(rq.compte.role)),
    }),
  ];
}
