import { z } from 'zod';
import { TOUS } from '../../../domain/compte.ts';
import { phrase } from '../../../domain/refus.ts';
import type { Coffre } from '../../../platform/coffre.ts';
import { line } from '../../../platform/http/fields.ts';
import { parseForm } from '../../../platform/http/form.ts';
import { RYTHME_PORTE } from '../../../platform/http/limits.ts';
import { page, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { confirmSession } from '../../../platform/session.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { avertir } from '../avis.ts';
import { COMPTES, CONNEXION } from '../conservation.ts';
import { entrer, ouvrir, retourDe, suiteDe } from '../ouverture.ts';
import { avecSuite, PHRASES_CODE, type RefusCode } from '../rules.ts';
import { comptesDuCourriel, findCompte } from '../store.ts';
import { essayerSecours, oublierSecours, renouvelerSecours, secoursANoter, secoursRestants } from './secours/store.ts';
import {
  attenteDe,
  codeDemo,
  essayerCode,
  facteursDe,
  holdIdentifiant,
  preparerApplication,
  secretEnAttente,
} from './store.ts';
import { adresseTotp, secretLisible } from './totp.ts';
import {
  ApplicationPage,
  CasquettePage,
  ChoixPage,
  CodePage,
  NouvelleApplicationPage,
  SecoursANoterPage,
  SecoursPage,
} from './views.tsx';

const codeForm = z.object({ code: line('le code', 20) });
const compteForm = z.object({ compte: z.uuid('Choisissez une casquette.') });

export type SecondFacteurOptions = {
  readonly demo: boolean;
  readonly secure: boolean;
  readonly coffre: Coffre;
};

/**
 * A code that is wrong is counted, and what is counted must be committed: it leads back to the page by a redirect, which
 * says the refusal, where any other form would be refused in place.
 */
function essayerEncore(path: string, refus: RefusCode, suite: string | undefined, retour?: string) {
  return redirect(avecSuite(`${path}?refus=${refus.refus}`, suite, retour));
}

/** The refusal that brought back here; the minutes left are those of now. */
async function etatDuCode(rq: SignedRq): Promise<FormState> {
  const minutes = await attenteDe(rq.db, rq.territoire.id, rq.compte.courriel, rq.now);
  const faux = rq.query.get('refus') === 'faux';
  if (minutes === 0 && !faux) return blankForm();
  const refus: RefusCode = minutes > 0 ? { refus: 'attendre', minutes } : { refus: 'faux' };
  return { values: {}, errors: [{ field: 'code', message: phrase(PHRASES_CODE, refus) }] };
}

const saisi = (rq: Rq): string => (rq.form.values['code']?.[0] ?? '').slice(0, 100);

export function secondFacteurRoutes({ demo, secure, coffre }: SecondFacteurOptions): readonly Route[] {
  /** What a page that asks for a code shows, at sign-in or to confirm. */
  const demander = async (rq: SignedRq, titre: string, action: '/connexion/code' | '/confirmer') => {
    const { courriel } = rq.compte;
    const facteurs = await facteursDe(rq.db, rq.territoire.id, courriel);
    const suite = suiteDe(rq);
    const state = await etatDuCode(rq);
    const body = (
      <CodePage
        titre={titre}
        action={action}
        state={state}
        cle={rq.key}
        suite={suite}
        retour={retourDe(rq)}
        application={facteurs.some(({ genre }) => genre === 'application')}
        passkey={facteurs.some(({ genre }) => genre === 'cle')}
        demo={demo ? { code: await codeDemo(rq.db, rq.territoire.id, courriel, rq.now, coffre) } : undefined}
      />
    );
    return page({ title: titre, body, hasErrors: state.errors.length > 0 });
  };

  const application = async (rq: SignedRq, action: string, retour: string) => {
    const secret = await secretEnAttente(rq.db, rq.territoire.id, rq.compte.courriel, coffre);
    if (secret === undefined) return redirect(retour);
    const state = await etatDuCode(rq);
    const body = (
      <ApplicationPage
        action={action}
        state={state}
        cle={rq.key}
        suite={suiteDe(rq)}
        adresse={adresseTotp(secret, `${rq.compte.courriel} (${rq.territoire.nom})`)}
        secret={secretLisible(secret)}
      />
    );
    return page({ title: 'Votre application', body, hasErrors: state.errors.length > 0 });
  };

  /** A page that asks for what a mailbox already has leads on; one that has nothing leads to its first factor. */
  const aUnFacteur = async (rq: SignedRq) => (await facteursDe(rq.db, rq.territoire.id, rq.compte.courriel)).length > 0;

  return [
    get('/connexion/code', {
      access: TOUS,
      niveau: 'lien',
      handle: async (rq) => {
        if (rq.session.niveau === 'double') return redirect(suiteDe(rq) ?? '/accueil');
        if (!(await aUnFacteur(rq))) return redirect(avecSuite('/connexion/second-facteur', suiteDe(rq)));
        return demander(rq, 'Votre code', '/connexion/code');
      },
    }),

    post('/connexion/code', {
      access: TOUS,
      niveau: 'lien',
      acte: 'se connecter : donner un code',
      collecte: CONNEXION,
      rythme: RYTHME_PORTE,
      handle: async (rq) => {
        const { compte } = rq;
        const refus = await essayerCode(rq.db, rq.territoire.id, compte.courriel, saisi(rq), rq.now, coffre);
        if (refus === null) return entrer(rq, compte, suiteDe(rq), secure);
        await rq.note('code refusé');
        return essayerEncore('/connexion/code', refus, suiteDe(rq));
      },
    }),

    get('/connexion/secours', {
      access: TOUS,
      niveau: 'lien',
      handle: async (rq) => {
        const state = await etatDuCode(rq);
        const restants = await secoursRestants(rq.db, rq.territoire.id, rq.compte.courriel);
        const body = <SecoursPage state={state} cle={rq.key} suite={suiteDe(rq)} restants={restants} />;
        return page({ title: 'Téléphone perdu', body, hasErrors: state.errors.length > 0 });
      },
    }),

    post('/connexion/secours', {
      access: TOUS,
      niveau: 'lien',
      acte: 'se connecter : donner un code de secours',
      collecte: CONNEXION,
      rythme: RYTHME_PORTE,
      handle: async (rq) => {
        const { compte, territoire } = rq;
        const refus = await essayerSecours(rq.db, territoire.id, compte.courriel, saisi(rq), rq.now, coffre);
        if (refus !== null) {
          await rq.note('code de secours refusé');
          return essayerEncore('/connexion/secours', refus, suiteDe(rq));
        }
        await avertir(rq, 'secours');
        // Confirmed by the code itself: whoever lost the telephone has nothing else to confirm with, to add the next one.
        return entrer(rq, compte, suiteDe(rq) ?? '/mon-compte', secure, rq.now);
      },
    }),

    // The first second factor: compulsory, before anything opens.
    get('/connexion/second-facteur', {
      access: TOUS,
      niveau: 'lien',
      handle: async (rq) => {
        if (await aUnFacteur(rq)) return redirect(avecSuite('/connexion/code', suiteDe(rq)));
        return page({ title: 'Protéger votre compte', body: <ChoixPage cle={rq.key} suite={suiteDe(rq)} /> });
      },
    }),

    post('/connexion/second-facteur', {
      access: TOUS,
      niveau: 'lien',
      acte: 'préparer une application',
      collecte: 'rien',
      handle: async (rq) => {
        if (await aUnFacteur(rq)) return redirect('/connexion/code');
        await preparerApplication(rq.db, rq.territoire.id, rq.compte.courriel, 'Application', coffre);
        return redirect(avecSuite('/connexion/application', suiteDe(rq)));
      },
    }),

    get('/connexion/application', {
      access: TOUS,
      niveau: 'lien',
      handle: (rq) => application(rq, '/connexion/application', '/connexion/second-facteur'),
    }),

    post('/connexion/application', {
      access: TOUS,
      niveau: 'lien',
      acte: 'ajouter une application',
      collecte: [COMPTES],
      rythme: RYTHME_PORTE,
      handle: async (rq) => {
        const { compte, db, territoire } = rq;
        // Half signed in, one may only set up the very first factor: never one beside those of the person, even at once.
        await holdIdentifiant(db, territoire.id, compte.courriel);
        if (await aUnFacteur(rq)) return redirect('/connexion/code');
        const refus = await essayerCode(db, territoire.id, compte.courriel, saisi(rq), rq.now, coffre, {
          prouvees: false,
        });
        if (refus !== null) return essayerEncore('/connexion/application', refus, suiteDe(rq));
        await renouvelerSecours(db, territoire.id, compte.courriel, rq.now, coffre);
        await avertir(rq, 'facteur_ajoute');
        const { cookies } = await ouvrir(rq, compte, 'double', secure, rq.now);
        return redirect(avecSuite('/mon-compte/codes-de-secours', suiteDe(rq)), { cookies });
      },
    }),

    get('/mon-compte/codes-de-secours', {
      access: TOUS,
      niveau: 'confirme',
      acte: 'lire ses codes de secours',
      handle: async (rq) => {
        const codes = await secoursANoter(rq.db, rq.territoire.id, rq.compte.courriel, rq.now, coffre);
        if (codes.length === 0) return redirect('/mon-compte');
        const body = (
          <SecoursANoterPage cle={rq.key} codes={codes} suite={suiteDe(rq)} territoire={rq.territoire.nomComplet} />
        );
        return page({ title: 'Vos codes de secours', body });
      },
    }),

    post('/mon-compte/codes-de-secours', {
      access: TOUS,
      acte: 'noter ses codes de secours',
      collecte: 'rien',
      handle: async (rq) => {
        await oublierSecours(rq.db, rq.territoire.id, rq.compte.courriel);
        const casquettes = await comptesDuCourriel(rq.db, rq.territoire.id, rq.compte.courriel, rq.today);
        const suite = suiteDe(rq);
        return redirect(casquettes.length > 1 ? avecSuite('/connexion/casquette', suite) : (suite ?? '/accueil'), {
          flash: 'Votre compte est protégé.',
        });
      },
    }),

    get('/mon-compte/application', {
      access: TOUS,
      niveau: 'confirme',
      handle: (rq) => application(rq, '/mon-compte/application', '/mon-compte'),
    }),

    get('/mon-compte/application/nouvelle', {
      access: TOUS,
      niveau: 'confirme',
      handle: async (rq) => page({ title: 'Ajouter une application', body: <NouvelleApplicationPage cle={rq.key} /> }),
    }),

    post('/mon-compte/application/nouvelle', {
      access: TOUS,
      niveau: 'confirme',
      acte: 'préparer une application',
      collecte: 'rien',
      handle: async (rq) => {
        await preparerApplication(rq.db, rq.territoire.id, rq.compte.courriel, 'Application', coffre);
        return redirect('/mon-compte/application');
      },
    }),

    post('/mon-compte/application', {
      access: TOUS,
      niveau: 'confirme',
      acte: 'ajouter une application',
      collecte: [COMPTES],
      rythme: RYTHME_PORTE,
      handle: async (rq) => {
        const { compte, db, territoire } = rq;
        const refus = await essayerCode(db, territoire.id, compte.courriel, saisi(rq), rq.now, coffre, {
          prouvees: false,
        });
        if (refus !== null) return essayerEncore('/mon-compte/application', refus, undefined);
        await avertir(rq, 'facteur_ajoute');
        return redirect('/mon-compte', { flash: 'L’application est ajoutée.' });
      },
    }),

    get('/confirmer', {
      access: TOUS,
      handle: (rq) => demander(rq, 'Confirmez avec votre code', '/confirmer'),
    }),

    post('/confirmer', {
      access: TOUS,
      acte: 'confirmer avec son code',
      collecte: 'rien',
      rythme: RYTHME_PORTE,
      handle: async (rq) => {
        const form = parseForm(codeForm, rq.form);
        const { courriel } = rq.compte;
        const code = form.ok ? form.data.code : '';
        const refus = await essayerCode(rq.db, rq.territoire.id, courriel, code, rq.now, coffre);
        if (refus !== null) {
          await rq.note('code refusé');
          return essayerEncore('/confirmer', refus, suiteDe(rq), retourDe(rq));
        }
        await confirmSession(rq.db, rq.territoire.id, rq.session.id, rq.now);
        return redirect(suiteDe(rq) ?? '/mon-compte');
      },
    }),

    get('/connexion/casquette', {
      access: TOUS,
      handle: async (rq) => {
        const casquettes = await comptesDuCourriel(rq.db, rq.territoire.id, rq.compte.courriel, rq.today);
        const body = <CasquettePage cle={rq.key} casquettes={casquettes} portee={rq.compte.id} suite={suiteDe(rq)} />;
        return page({ title: 'Choisir une casquette', body });
      },
    }),

    post('/connexion/casquette', {
      access: TOUS,
      acte: 'changer de casquette',
      collecte: CONNEXION,
      handle: async (rq) => {
        const form = parseForm(compteForm, rq.form);
        const casquettes = await comptesDuCourriel(rq.db, rq.territoire.id, rq.compte.courriel, rq.today);
        const choisie = form.ok ? casquettes.find(({ id }) => id === form.data.compte) : undefined;
        const compte = choisie && (await findCompte(rq.db, rq.territoire.id, choisie.id));
        if (compte === undefined) {
          const body = <CasquettePage cle={rq.key} casquettes={casquettes} portee={rq.compte.id} suite={suiteDe(rq)} />;
          return refusal({ title: 'Choisir une casquette', body });
        }
        const { cookies } = await ouvrir(rq, compte, 'double', secure, rq.session.confirmeAt);
        return redirect(suiteDe(rq) ?? '/accueil', { cookies });
      },
    }),
  ];
}
