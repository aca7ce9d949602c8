import { randomBytes } from 'node:crypto';
import { TOUS } from '../../../domain/compte.ts';
import { urlDe } from '../../../domain/territoire.ts';
import { attempt } from '../../../platform/db.ts';
import { RYTHME_PORTE } from '../../../platform/http/limits.ts';
import { page, redirect } from '../../../platform/http/reply.ts';
import { get, post, type Route, type SignedRq } from '../../../platform/http/route.ts';
import { confirmSession, saveDefi, takeDefi } from '../../../platform/session.ts';
import { avertir } from '../avis.ts';
import { COMPTES, CONNEXION } from '../conservation.ts';
import { entrer, ouvrir, retourDe, suiteDe } from '../ouverture.ts';
import { avecSuite, nomNavigateur } from '../rules.ts';
import type { SecondFacteurOptions } from '../second-facteur/routes.tsx';
import { renouvelerSecours } from '../second-facteur/secours/store.ts';
import { essayer, facteursDe, holdIdentifiant } from '../second-facteur/store.ts';
import { ajouterCle, clesDe, noterUsage } from './store.ts';
import { optionsCreation, optionsUsage, type Site, verifierCreation, verifierUsage } from './verification.ts';
import { CleNouvellePage, CleUsagePage, PreparerPage } from './views.tsx';

export type ClesOptions = SecondFacteurOptions & { readonly url: string };

/** What follows, and where to go back: as the address or the form says. */
const suites = (rq: SignedRq) => ({ suite: suiteDe(rq), retour: retourDe(rq) });

/** The three places where a key is made or used, and what each session must have proved before. */
type Porte = '/connexion/cle' | '/confirmer/cle';
type Ajout = '/connexion/cle/nouvelle' | '/mon-compte/cle/nouvelle';

export function clesRoutes({ secure, coffre, url }: ClesOptions): readonly Route[] {
  const siteOf = (rq: SignedRq): Site => {
    const { origin, hostname } = new URL(urlDe(url, rq.territoire));
    return { origin, hote: hostname, nom: `Escale, ${rq.territoire.nom}` };
  };

  /** The challenge is made by a write, so that it is stored; the page that follows carries it to the browser. */
  const preparer = (path: Porte | Ajout, niveau: Route['niveau']) =>
    post(`${path}/defi`, {
      access: TOUS,
      niveau,
      acte: 'préparer une clé d’accès',
      collecte: 'rien',
      handle: async (rq) => {
        await saveDefi(rq.db, rq.territoire.id, rq.session.id, randomBytes(32), rq.now);
        return redirect(avecSuite(path, suiteDe(rq), retourDe(rq)));
      },
    });

  const usage = (
    path: Porte,
    niveau: Route['niveau'],
    ensuite: (rq: SignedRq) => Promise<ReturnType<typeof redirect>>,
  ) => [
    preparer(path, niveau),
    get(path, {
      access: TOUS,
      niveau,
      handle: async (rq) => {
        const title = 'Utiliser ma clé d’accès';
        const { defi } = rq.session;
        const refus = rq.query.get('refus') !== null;
        if (defi === null) {
          const body = <PreparerPage titre={title} action={path} cle={rq.key} {...suites(rq)} refus={refus} />;
          return page({ title, body, hasErrors: refus });
        }
        const cles = await clesDe(rq.db, rq.territoire.id, rq.compte.courriel);
        const options = await optionsUsage(siteOf(rq), defi, cles);
        const body = <CleUsagePage action={path} cle={rq.key} {...suites(rq)} options={options} />;
        return page({ title, script: 'cle.js', body });
      },
    }),
    post(path, {
      access: TOUS,
      niveau,
      acte: 'donner sa clé d’accès',
      collecte: CONNEXION,
      rythme: RYTHME_PORTE,
      handle: async (rq) => {
        const { db, territoire, compte, session } = rq;
        const refus = await essayer(db, territoire.id, compte.courriel, rq.now, async () => {
          // Good once, whatever comes of it.
          const defi = await takeDefi(db, territoire.id, session);
          if (defi === null) return false;
          const cles = await clesDe(db, territoire.id, compte.courriel);
          const used = await verifierUsage(siteOf(rq), defi, rq.form.values['reponse']?.[0] ?? '', cles);
          if (used !== null) await noterUsage(db, territoire.id, used.id, used.compteur, rq.now);
          return used !== null;
        });
        if (refus === null) return ensuite(rq);
        await rq.note('clé d’accès refusée');
        return redirect(avecSuite(`${path}?refus=${refus.refus}`, suiteDe(rq), retourDe(rq)));
      },
    }),
  ];

  const ajout = (path: Ajout, niveau: Route['niveau']) => [
    preparer(path, niveau),
    get(path, {
      access: TOUS,
      niveau,
      handle: async (rq) => {
        const title = 'Ajouter une clé d’accès';
        if (await isTaken(rq, niveau)) return redirect('/connexion/code');
        const { defi } = rq.session;
        const refus = rq.query.get('refus') !== null;
        if (defi === null) {
          const body = <PreparerPage titre={title} action={path} cle={rq.key} {...suites(rq)} refus={refus} />;
          return page({ title, body, hasErrors: refus });
        }
        const cles = await clesDe(rq.db, rq.territoire.id, rq.compte.courriel);
        const options = await optionsCreation(siteOf(rq), rq.compte.courriel, defi, cles);
        const body = <CleNouvellePage action={path} cle={rq.key} {...suites(rq)} options={options} />;
        return page({ title, script: 'cle.js', body });
      },
    }),
    post(path, {
      access: TOUS,
      niveau,
      acte: 'ajouter une clé d’accès',
      collecte: [COMPTES],
      handle: async (rq) => {
        const { db, territoire, compte, session } = rq;
        await holdIdentifiant(db, territoire.id, compte.courriel);
        if (await isTaken(rq, niveau)) return redirect('/connexion/code');
        const defi = await takeDefi(db, territoire.id, session);
        const made =
          defi === null ? null : await verifierCreation(siteOf(rq), defi, rq.form.values['reponse']?.[0] ?? '');
        const nom = `Clé de ${nomNavigateur(rq.navigateur)}`.slice(0, 60);
        const saved =
          made !== null &&
          (await attempt(db, () => ajouterCle(db, territoire.id, compte.courriel, { ...made, nom }, rq.now)));
        if (saved === false || 'constraint' in saved) return redirect(avecSuite(`${path}?refus=faux`, suiteDe(rq)));
        await avertir(rq, 'facteur_ajoute');
        if (niveau !== 'lien') return redirect('/mon-compte', { flash: 'La clé d’accès est ajoutée.' });
        await renouvelerSecours(db, territoire.id, compte.courriel, rq.now, coffre);
        const { cookies } = await ouvrir(rq, compte, 'double', secure, rq.now);
        return redirect(avecSuite('/mon-compte/codes-de-secours', suiteDe(rq)), { cookies });
      },
    }),
  ];

  /** Half signed in, one may only make the very first factor. */
  const isTaken = async (rq: SignedRq, niveau: Route['niveau']): Promise<boolean> =>
    niveau === 'lien' && (await facteursDe(rq.db, rq.territoire.id, rq.compte.courriel)).length > 0;

  return [
    ...usage('/connexion/cle', 'lien', async (rq) => entrer(rq, rq.compte, suiteDe(rq), secure)),
    ...usage('/confirmer/cle', 'double', async (rq) => {
      await confirmSession(rq.db, rq.territoire.id, rq.session.id, rq.now);
      return redirect(suiteDe(rq) ?? '/mon-compte');
    }),
    ...ajout('/connexion/cle/nouvelle', 'lien'),
    ...ajout('/mon-compte/cle/nouvelle', 'confirme'),
  ];
}
