import { z } from 'zod';
import { type Role, TOUS } from '../../domain/compte.ts';
import { estJoignable, urlDe } from '../../domain/territoire.ts';
import type { Coffre } from '../../platform/coffre.ts';
import { writeCookie } from '../../platform/http/cookies.ts';
import { courriel } from '../../platform/http/fields.ts';
import { parseForm } from '../../platform/http/form.ts';
import { isUuid } from '../../platform/http/idempotence.ts';
import { RYTHME_PORTE } from '../../platform/http/limits.ts';
import { page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../platform/http/route.ts';
import { sessionCookie } from '../../platform/http/server.ts';
import { closeSession } from '../../platform/session.ts';
import { blankForm } from '../../ui/form-state.ts';
import { territoiresOuverts } from '../territoires/store.ts';
import { clesRoutes } from './cles/routes.tsx';
import { CONNEXION } from './conservation.ts';
import { demanderLien } from './lien.ts';
import { monCompteRoutes } from './mon-compte/routes.tsx';
import { entrer, ouvrir, suiteDe } from './ouverture.ts';
import { avecSuite } from './rules.ts';
import { secondFacteurRoutes } from './second-facteur/routes.tsx';
import { comptesDemo, findCompte, findCompteDemo, LIEN_MINUTES, useLien } from './store.ts';
import { ConnexionPage, LienEnvoyePage, LienPage } from './views.tsx';

/** The hidden field of « Se déconnecter » where a script says that nothing waits on the device. */
const APPAREIL_FIELD = 'appareil';
const APPAREIL_VIDE = 'vide';

export const connexionForm = z.object({ courriel: courriel() });

export type ComptesOptions = {
  readonly demo: boolean;
  /** Address of the installation: what a passkey is bound to. */
  readonly url: string;
  readonly secure: boolean;
  readonly accueil: (role: Role) => string;
  readonly coffre: Coffre;
};

/** The other Départements of a demonstration, where their own doors are. */
async function voisinsDe(rq: Rq, url: string) {
  return (await territoiresOuverts(rq.db))
    .filter((one) => one.id !== rq.territoire.id && estJoignable(url, one))
    .map((one) => ({ nom: one.nomComplet, href: `${urlDe(url, one)}/connexion` }));
}

export function comptesRoutes(options: ComptesOptions): readonly Route[] {
  const showConnexion = async (rq: Rq, state = blankForm()) => ({
    title: 'Se connecter',
    body: (
      <ConnexionPage
        state={state}
        cle={rq.key}
        suite={suiteDe(rq)}
        comptes={options.demo ? await comptesDemo(rq.db, rq.territoire.id) : []}
        voisins={options.demo ? await voisinsDe(rq, options.url) : []}
      />
    ),
  });

  return [
    get('/connexion', { access: 'public', handle: async (rq) => page(await showConnexion(rq)) }),

    post('/connexion', {
      access: 'public',
      acte: 'demander un lien de connexion',
      collecte: CONNEXION,
      rythme: RYTHME_PORTE,
      handle: async (rq) => {
        const form = parseForm(connexionForm, rq.form);
        if (!form.ok) return refusal(await showConnexion(rq, form.state));
        await demanderLien(rq.db, rq.territoire.id, options.coffre, {
          courriel: form.data.courriel,
          suite: suiteDe(rq),
        });
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
          body: <LienPage cle={rq.key} jeton={rq.query.get('jeton') ?? ''} suite={suiteDe(rq)} refuse={false} />,
        }),
    }),

    post('/connexion/lien', {
      access: 'public',
      acte: 'se connecter : ouvrir un lien',
      collecte: CONNEXION,
      rythme: RYTHME_PORTE,
      handle: async (rq) => {
        const jeton = rq.form.values['jeton']?.[0] ?? '';
        const suite = suiteDe(rq);
        const used = jeton.length > 100 ? undefined : await useLien(rq.db, rq.territoire.id, jeton, rq.now);
        const compte = used && (await findCompte(rq.db, rq.territoire.id, used.compteId));
        if (compte !== undefined) {
          // Half signed in: the mailbox is proved, the second factor is asked next.
          const { cookies } = await ouvrir(rq, compte, 'lien', options.secure);
          return redirect(avecSuite('/connexion/code', suite), { cookies });
        }
        return refusal({
          title: 'Lien expiré',
          body: <LienPage cle={rq.key} jeton="" suite={suite} refuse />,
        });
      },
    }),

    post('/connexion/demo', {
      access: 'public',
      demo: true,
      acte: 'se connecter à la démonstration',
      collecte: CONNEXION,
      handle: async (rq) => {
        const id = rq.form.values['compte']?.[0] ?? '';
        const found = isUuid(id) ? await findCompteDemo(rq.db, rq.territoire.id, id) : undefined;
        const compte = found && (await findCompte(rq.db, rq.territoire.id, found.id));
        if (compte === undefined) return refusal(await showConnexion(rq));
        return entrer(rq, compte, suiteDe(rq), options.secure);
      },
    }),

    // Open to all: a session that has just expired is left as well, without having to sign in first.
    post('/deconnexion', {
      access: 'public',
      acte: 'se déconnecter',
      collecte: 'rien',
      handle: async (rq) => {
        if (rq.token !== undefined) await closeSession(rq.db, rq.territoire.id, rq.token);
        const cookie = writeCookie(sessionCookie(options.secure), '', { secure: options.secure, maxAgeSeconds: 0 });
        // A script says so, once nothing waits on the device or its person gave it up: without a script, nothing ever waits there.
        const oublier = rq.form.values[APPAREIL_FIELD]?.[0] === APPAREIL_VIDE;
        return redirect('/', { flash: 'Vous êtes déconnecté.', cookies: [cookie], oublier });
      },
    }),

    get('/accueil', {
      access: TOUS,
      handle: async (rq) => redirect(options.accueil(rq.compte.role)),
    }),

    ...secondFacteurRoutes(options),
    ...clesRoutes(options),
    ...monCompteRoutes(options.coffre),
  ];
}
