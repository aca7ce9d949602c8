import { phrase } from '../../../domain/refus.ts';
import { writeCookie } from '../../../platform/http/cookies.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { isUuid } from '../../../platform/http/idempotence.ts';
import { RYTHME_PUBLIC, type Rythme } from '../../../platform/http/limits.ts';
import { file, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { COURRIELS } from '../../courriels/conservation.ts';
import { lire, type MandatsOptions } from '../chemin.ts';
import { type Choix, lireChoix, lireRangs } from '../choix.ts';
import { PREUVES_MANDAT } from '../conservation.ts';
import { instantDeFin } from '../fins/finir.ts';
import { recuDe, renderRecu } from '../fins/recu.ts';
import { holdDemarches } from '../fins/store.ts';
import type { Recu } from '../fins/views-recu.tsx';
import { enCours, PHRASES_CODES } from '../rules.ts';
import { findMandat, type Mandat } from '../store.ts';
import { demandeForm, lireCode } from './forms.ts';
import { lireJeton } from './jeton.ts';
import { demanderLienRetrait } from './lien.ts';
import { openRecu, RECU_MINUTES, type RecuOuvert, sealRecu } from './preuve.ts';
import { retirer } from './retirer.ts';
import { findLien, lienServi, useLien } from './store.ts';
import {
  DemandePage,
  EnvoyePage,
  LienMortPage,
  LienPage,
  RecuPublicPage,
  TITRE_LIEN_MORT,
} from './views-publiques.tsx';

const DEMANDE = '/retirer-un-mandat';
const RECU = '/retrait/recu';
/** What the receipt is known by on the device that withdrew: neither an address nor a row of ours tells it. */
const COOKIE = 'escale_recu';
/** Nobody asks for ten links an hour, from one place. */
const RYTHME_DEMANDE: Rythme = { fois: 10, minutes: 60 };

/**
 * A link that serves no more answers as one that never was, or was cut or mistyped: neither its text nor its status tells whether
 * somebody has signed anything. The page says what to do in each case.
 */
const MORT: PageContent = { title: TITRE_LIEN_MORT, body: <LienMortPage /> };

/** The mandat that a link leads to when it leads nowhere: no row bears this id. */
const AUCUN = '00000000-0000-0000-0000-000000000000';

/**
 * The mandat of a link that serves, when something of it is in force and may be read. One is looked for whatever the link: how
 * long it takes tells no more than the answer whether somebody has signed anything.
 */
async function mandatDuLien(rq: Rq, lien: string): Promise<Mandat | undefined> {
  const id = isUuid(lien) ? await findLien(rq.db, rq.territoire.id, lien, rq.now) : undefined;
  const mandat = await findMandat(rq.db, rq.territoire.id, id ?? AUCUN);
  return mandat !== undefined && enCours(mandat, rq.now).length > 0 ? mandat : undefined;
}

async function lienPage(
  rq: Rq,
  { cles }: MandatsOptions,
  mandat: Mandat,
  lien: string,
  choix: Choix,
): Promise<PageContent> {
  const props = { mandat, inForce: enCours(mandat, rq.now), lisible: await lire(rq, cles, mandat), cle: rq.key };
  return { title: 'Retirer votre mandat', body: <LienPage {...props} lien={lien} choix={choix} /> };
}

async function montrer(rq: Rq, options: MandatsOptions): Promise<Reply> {
  const lien = lireJeton(rq.params['lien'] ?? '');
  const mandat = await mandatDuLien(rq, lien);
  if (mandat === undefined) return page(MORT, 404);
  const choix = lireChoix(enCours(mandat, rq.now), rq.query);
  const content = await lienPage(rq, options, mandat, lien, choix);
  return 'state' in choix && choix.state.errors.length > 0 ? refusal(content) : page(content);
}

const lienDe = (rq: Rq): string => rq.form.values['lien']?.[0] ?? '';

/** For this visit of the browser alone: it forgets it when it closes, and what is sealed in it is soon over. */
function cookieDuRecu({ coffre, url }: MandatsOptions, recu: RecuOuvert): string {
  return writeCookie(COOKIE, sealRecu(coffre, recu), { secure: url.startsWith('https:') });
}

/** The receipt once more, for the form that has just withdrawn and is sent again. */
async function recuEncore(rq: Rq, options: MandatsOptions): Promise<readonly string[]> {
  const served = await lienServi(rq.db, rq.territoire.id, lienDe(rq), rq.now.subtract({ minutes: RECU_MINUTES }));
  return served === undefined ? [] : [cookieDuRecu(options, served)];
}

/** The secret of the link is in the form, never in the path that is kept of it. */
async function retirerParLien(rq: Rq, options: MandatsOptions): Promise<Reply> {
  const lien = lienDe(rq);
  const known = await mandatDuLien(rq, lien);
  if (known !== undefined) await holdDemarches(rq.db, rq.territoire.id, known.id);
  const mandat = known && (await mandatDuLien(rq, lien));
  if (mandat === undefined) return page(MORT, 404);
  const choix = lireRangs(enCours(mandat, rq.now), (rq.form.values['rang'] ?? []).slice(0, 20));
  if ('state' in choix) return refusal(await lienPage(rq, options, mandat, lien, choix));
  // Two taps on two devices: one alone uses it up, and the other waits here to be told that it serves no more.
  const at = instantDeFin(rq.now);
  if ((await useLien(rq.db, rq.territoire.id, lien, at)) === undefined) return page(MORT, 404);
  // Whoever is signed in on this device withdraws as the person all the same.
  await retirer({ ...rq, compte: undefined }, options, mandat, { canal: 'lien', demarches: choix.demarches });
  const cookies = [cookieDuRecu(options, { mandat: mandat.id, at })];
  return redirect(RECU, { cookies, objet: ['mandat', mandat.id] });
}

async function recuOuvert(rq: Rq, options: MandatsOptions): Promise<Recu | null> {
  const opened = openRecu(options.coffre, rq.cookie(COOKIE) ?? '', rq.now);
  const mandat = opened && (await findMandat(rq.db, rq.territoire.id, opened.mandat));
  if (opened === undefined || mandat === undefined) return null;
  const recu = await recuDe(rq, options, { mandat, lisible: await lire(rq, options.cles, mandat), at: opened.at });
  return recu.finies.length === 0 ? null : recu;
}

function demandePage(rq: Rq, state: FormState): PageContent {
  const { telephone } = rq.territoire;
  return { title: 'Retirer un mandat', body: <DemandePage state={state} cle={rq.key} telephone={telephone} /> };
}

/** What the person does alone, without account nor JavaScript. */
export function retraitPublicRoutes(options: MandatsOptions): readonly Route[] {
  return [
    get(DEMANDE, { access: 'public', handle: async (rq) => page(demandePage(rq, blankForm())) }),

    post(DEMANDE, {
      access: 'public',
      rythme: RYTHME_DEMANDE,
      anonyme: true,
      acte: 'demander un lien pour retirer un mandat',
      collecte: [COURRIELS],
      handle: async (rq) => {
        const form = parseForm(demandeForm, rq.form);
        if (!form.ok) return refusal(demandePage(rq, form.state));
        const code = lireCode(form.data.code);
        if (code === null) {
          const message = phrase(PHRASES_CODES, { refus: 'code_mandat' });
          return refusal(demandePage(rq, withErrors(form.state, [{ field: 'code', message }])));
        }
        await demanderLienRetrait(rq.db, rq.territoire.id, options.coffre, code);
        return redirect(`${DEMANDE}/envoye`);
      },
    }),

    get(`${DEMANDE}/envoye`, {
      access: 'public',
      handle: async () => page({ title: 'C’est noté', body: <EnvoyePage /> }),
    }),

    get(RECU, {
      access: 'public',
      handle: async (rq) => {
        const recu = await recuOuvert(rq, options);
        return page({
          title: recu === null ? 'Ce reçu ne s’affiche plus' : 'C’est retiré',
          body: <RecuPublicPage recu={recu} cle={rq.key} />,
        });
      },
    }),

    post(`${RECU}/fermer`, {
      access: 'public',
      anonyme: true,
      acte: 'fermer le reçu d’un retrait',
      collecte: 'rien',
      handle: async () => {
        const cookies = [writeCookie(COOKIE, '', { secure: options.url.startsWith('https:'), maxAgeSeconds: 0 })];
        return redirect(RECU, { cookies });
      },
    }),

    get(`${RECU}.pdf`, {
      access: 'public',
      rythme: RYTHME_PUBLIC,
      handle: async (rq) => {
        const recu = await recuOuvert(rq, options);
        if (recu === null) return redirect(RECU);
        return file({ bytes: await renderRecu(rq, recu), type: 'application/pdf', name: 'recu.pdf' });
      },
    }),

    // A page with a button, so that the scanner of a mail server, which opens every link, withdraws nothing.
    get('/retrait/:lien', {
      access: 'public',
      libre: true,
      rythme: RYTHME_PUBLIC,
      collecte: [PREUVES_MANDAT, COURRIELS],
      handle: (rq) => montrer(rq, options),
    }),

    // Cut before its secret, or with a slash too many: to the page of a link that opens nothing.
    ...['/retrait', '/retrait/', '/retrait/*/*'].map((path) =>
      get(path, {
        access: 'public',
        libre: true,
        rythme: RYTHME_PUBLIC,
        handle: async () => redirect('/retrait/mal-recopie'),
      }),
    ),

    post('/retrait', {
      access: 'public',
      anonyme: true,
      acte: 'retirer un mandat par le lien',
      collecte: [PREUVES_MANDAT, COURRIELS],
      cookiesEncore: (rq) => recuEncore(rq, options),
      handle: (rq) => retirerParLien(rq, options),
    }),
  ];
}
