import type { z } from 'zod';
import { phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { file, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { COURRIELS } from '../../courriels/conservation.ts';
import { access, estMandataire, lire, loadHeld, loadSigne, type MandatsOptions, pathOf, pathTo } from '../chemin.ts';
import { type Choix, lireChoix, lireRangs } from '../choix.ts';
import { PREUVES_MANDAT } from '../conservation.ts';
import { demanderDestruction } from '../destruction/store.ts';
import { retirer } from '../retrait/retirer.ts';
import { type CauseFin, enCours, type MoyenFin, PHRASES_FIN } from '../rules.ts';
import type { Mandat } from '../store.ts';
import { finir } from './finir.ts';
import { decesForm, protectionForm, renoncerForm } from './forms.ts';
import { demarchesFinies, recuDe, renderRecu } from './recu.ts';
import { savePrevenus } from './store.ts';
import { suiteDe } from './suite.ts';
import { AcheverPage, DecesPage, ProtectionPage, RenoncerPage, RetirerPage } from './views.tsx';
import { RecuPage } from './views-recu.tsx';

const load = loadSigne;
const rangs = (rq: Rq): readonly string[] => (rq.form.values['rang'] ?? []).slice(0, 20);
const recuOf = (mandat: Mandat): string => `${pathOf(mandat)}/recu`;

type Chosen = { readonly title: string; readonly Page: typeof AcheverPage };
const ACHEVER: Chosen = { title: 'Achever une démarche', Page: AcheverPage };
const RETIRER: Chosen = { title: 'Retirer le mandat', Page: RetirerPage };

async function choixPage(
  rq: Rq,
  { cles }: MandatsOptions,
  mandat: Mandat,
  { title, Page }: Chosen,
  choix: Choix,
): Promise<PageContent> {
  const lisible = await lire(rq, cles, mandat);
  const suite = await suiteDe(rq, mandat);
  const props = { mandat, lisible, inForce: enCours(mandat, rq.now), suite, cle: rq.key };
  return { title, breadcrumbs: pathTo(mandat), body: <Page {...props} choix={choix} /> };
}

/** A page of choice, then of confirmation; refused when the address names what is not in force. */
async function choisir(rq: Rq, options: MandatsOptions, mandat: Mandat, chosen: Chosen): Promise<Reply> {
  const choix = lireChoix(enCours(mandat, rq.now), rq.query);
  const content = await choixPage(rq, options, mandat, chosen, choix);
  return 'state' in choix && choix.state.errors.length > 0 ? refusal(content) : page(content);
}

async function achever(rq: SignedRq, options: MandatsOptions, mandat: Mandat): Promise<Reply> {
  const choix = lireRangs(enCours(mandat, rq.now), rangs(rq));
  if ('state' in choix) return refusal(await choixPage(rq, options, mandat, ACHEVER, choix));
  const { demarches } = choix;
  await finir(rq, options.url, mandat, { cause: 'achevement', canal: 'agent', demarches });
  const flash = demarches.length === 1 ? 'La démarche est achevée.' : 'Les démarches sont achevées.';
  return redirect(`${pathOf(mandat)}#demarches`, { flash });
}

async function retirerIci(rq: SignedRq, options: MandatsOptions, mandat: Mandat): Promise<Reply> {
  const choix = lireRangs(enCours(mandat, rq.now), rangs(rq));
  if ('state' in choix) return refusal(await choixPage(rq, options, mandat, RETIRER, choix));
  await retirer(rq, options, mandat, { canal: 'guichet', demarches: choix.demarches });
  return redirect(recuOf(mandat), { flash: 'Le retrait est enregistré. Imprimez le reçu pour la personne.' });
}

/** An end of all that is in force, told by a form. */
type FinDuTout<S extends z.ZodObject> = {
  readonly path: string;
  readonly title: string;
  readonly acte: string;
  readonly cause: CauseFin;
  /** Who alone may send it: either of the two agents, unless told. */
  readonly access?: typeof access;
  readonly form: S;
  readonly Page: typeof RenoncerPage;
  readonly lire: (data: z.output<S>) => { readonly moyen: MoyenFin; readonly evenementLe?: Temporal.PlainDate };
  readonly flash: string;
};

function finDuTout<S extends z.ZodObject>(options: MandatsOptions, fin: FinDuTout<S>): readonly Route[] {
  const path = `/mandats/:mandat/${fin.path}`;
  const content = async (rq: SignedRq, mandat: Mandat, state: FormState): Promise<PageContent> => {
    const lisible = await lire(rq, options.cles, mandat);
    const suite = await suiteDe(rq, mandat);
    const isMandataire = estMandataire(rq.compte, mandat);
    const props = { mandat, lisible, inForce: enCours(mandat, rq.now), suite, isMandataire, cle: rq.key, state };
    return { title: fin.title, breadcrumbs: pathTo(mandat), body: <fin.Page {...props} /> };
  };
  return [
    get(path, {
      load,
      access,
      acte: `ouvrir un mandat : ${fin.acte}`,
      handle: async (rq, mandat) => page(await content(rq, mandat, blankForm())),
    }),

    post(path, {
      load: loadHeld,
      access: fin.access ?? access,
      acte: fin.acte,
      collecte: [PREUVES_MANDAT, COURRIELS],
      handle: async (rq, mandat) => {
        const form = parseForm(fin.form, rq.form);
        const demarches = enCours(mandat, rq.now);
        const refuse = async (errors: FormState['errors']) =>
          refusal(await content(rq, mandat, withErrors(form.state, errors, fin.form)));
        if (demarches.length === 0)
          return refuse([{ field: '', message: phrase(PHRASES_FIN, { refus: 'fin_rien_en_cours' }) }]);
        if (!form.ok) return refuse([]);
        const said = fin.lire(form.data);
        if (said.evenementLe !== undefined && Temporal.PlainDate.compare(said.evenementLe, rq.today) > 0) {
          return refuse([{ field: 'survenuLe', message: phrase(PHRASES_FIN, { refus: 'fin_a_venir' }) }]);
        }
        await finir(rq, options.url, mandat, { cause: fin.cause, canal: 'agent', demarches, ...said });
        return redirect(recuOf(mandat), { flash: fin.flash });
      },
    }),
  ];
}

/** What has ended, and the boxes of those who were told. */
async function recuPage(rq: Rq, options: MandatsOptions, mandat: Mandat, state: FormState): Promise<PageContent> {
  const recu = await recuDe(rq, options, { mandat, lisible: await lire(rq, options.cles, mandat) });
  return {
    title: 'Reçu et organismes à prévenir',
    breadcrumbs: pathTo(mandat),
    body: <RecuPage {...recu} cle={rq.key} state={state} />,
  };
}

async function prevenir(rq: SignedRq, options: MandatsOptions, mandat: Mandat): Promise<Reply> {
  const sent = rangs(rq);
  const told = demarchesFinies(mandat).filter(({ rang }) => sent.includes(String(rang)));
  const ids = told.map(({ id }) => id);
  if (ids.length === 0 || (await savePrevenus(rq.db, rq.territoire.id, mandat.id, ids, rq.now)) === 0) {
    const message = 'Cochez les organismes que vous avez prévenus.';
    return refusal(
      await recuPage(rq, options, mandat, { values: { rang: sent }, errors: [{ field: 'rang', message }] }),
    );
  }
  await demanderDestruction(rq.db, rq.territoire.id);
  const suite = await suiteDe(rq, mandat);
  return redirect(recuOf(mandat), { flash: `C’est noté : ce qui les concerne ne se lit plus ; ${suite}.` });
}

/** How a mandat ends by its two agents, and what follows. */
export function finsRoutes(options: MandatsOptions): readonly Route[] {
  return [
    get('/mandats/:mandat/achever', {
      load,
      access,
      acte: 'ouvrir un mandat : achever une démarche',
      handle: (rq, mandat) => choisir(rq, options, mandat, ACHEVER),
    }),

    post('/mandats/:mandat/achever', {
      load: loadHeld,
      access,
      acte: 'achever une démarche d’un mandat',
      collecte: [PREUVES_MANDAT],
      handle: (rq, mandat) => achever(rq, options, mandat),
    }),

    get('/mandats/:mandat/retirer', {
      load,
      access,
      acte: 'ouvrir un mandat : le retirer',
      handle: (rq, mandat) => choisir(rq, options, mandat, RETIRER),
    }),

    post('/mandats/:mandat/retirer', {
      load: loadHeld,
      access,
      acte: 'retirer un mandat au guichet',
      collecte: [PREUVES_MANDAT, COURRIELS],
      handle: (rq, mandat) => retirerIci(rq, options, mandat),
    }),

    ...finDuTout(options, {
      path: 'renoncer',
      title: 'Renoncer au mandat',
      acte: 'renoncer à un mandat',
      cause: 'renonciation',
      access: { agent: estMandataire },
      form: renoncerForm,
      Page: RenoncerPage,
      lire: ({ annonce }) => ({ moyen: annonce }),
      flash: 'Vous avez renoncé à ce mandat. Prévenez les organismes.',
    }),

    ...finDuTout(options, {
      path: 'deces',
      title: 'La personne est décédée',
      acte: 'noter un décès',
      cause: 'deces',
      form: decesForm,
      Page: DecesPage,
      lire: ({ survenuLe, preuve }) => ({ moyen: preuve, evenementLe: survenuLe }),
      flash: 'Le mandat a pris fin. Prévenez les organismes.',
    }),

    ...finDuTout(options, {
      path: 'protection',
      title: 'Une mesure de protection est ouverte',
      acte: 'noter une mesure de protection',
      cause: 'protection',
      form: protectionForm,
      Page: ProtectionPage,
      lire: ({ survenuLe, preuve }) => ({ moyen: preuve, evenementLe: survenuLe }),
      flash: 'Le mandat a pris fin. Prévenez les organismes.',
    }),

    get('/mandats/:mandat/recu', {
      load,
      access,
      acte: 'consulter le reçu d’un mandat',
      handle: async (rq, mandat) => page(await recuPage(rq, options, mandat, blankForm())),
    }),

    post('/mandats/:mandat/recu', {
      load: loadHeld,
      access,
      acte: 'noter les organismes prévenus de la fin d’un mandat',
      collecte: 'rien',
      handle: (rq, mandat) => prevenir(rq, options, mandat),
    }),

    get('/mandats/:mandat/recu.pdf', {
      load,
      access,
      acte: 'télécharger le reçu d’un mandat',
      handle: async (rq, mandat) => {
        const recu = await recuDe(rq, options, { mandat, lisible: await lire(rq, options.cles, mandat) });
        if (recu.finies.length === 0) return redirect(recuOf(mandat));
        return file({ bytes: await renderRecu(rq, recu), type: 'application/pdf', name: `recu-${mandat.id}.pdf` });
      },
    }),
  ];
}
