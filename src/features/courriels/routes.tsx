import { z } from 'zod';
import { TOUS } from '../../domain/compte.ts';
import { urlDe } from '../../domain/territoire.ts';
import type { Coffre } from '../../platform/coffre.ts';
import { choices } from '../../platform/http/fields.ts';
import { parseForm } from '../../platform/http/form.ts';
import { RYTHME_PORTE } from '../../platform/http/limits.ts';
import { file, page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { COMPTES } from '../comptes/conservation.ts';
import { type Adresses, poserLiens } from '../rendez-vous/avis/liens.ts';
import { adresseDesabonnement, lireDesabonnement } from './desabonnement.ts';
import { lettre } from './lettre.tsx';
import { REFUSABLES } from './rules.ts';
import { type CourrielEcrit, courrielsRecents, refusDe, saveRefus } from './store.ts';
import { CourrielsDemoPage, DesabonnementPage, DesabonnePage, PreferencesPage } from './views.tsx';

const preferencesForm = z.object({ recus: choices('les courriels', REFUSABLES) });

function preferences(rq: SignedRq, state: FormState) {
  return {
    title: 'Mes courriels',
    breadcrumbs: [{ href: '/mon-compte', label: 'Mon compte' }],
    body: <PreferencesPage state={state} cle={rq.key} courriel={rq.compte.courriel} />,
  };
}

/** As they would have left. */
async function recents(rq: Rq, adresses: Adresses): Promise<readonly CourrielEcrit[]> {
  const all = await courrielsRecents(rq.db, rq.territoire.id);
  return all.map((one) => ({ ...one, texte: poserLiens(adresses, rq.territoire, one.texte) }));
}

export function courrielsRoutes({ coffre, url }: { readonly coffre: Coffre; readonly url: string }): readonly Route[] {
  const desabonnement = (rq: Rq, jeton: string) => ({
    title: 'Ne plus recevoir ce message',
    body: (
      <DesabonnementPage cle={rq.key} jeton={jeton} genre={lireDesabonnement(coffre, rq.territoire.id, jeton)?.genre} />
    ),
  });

  return [
    get('/mon-compte/courriels', {
      access: TOUS,
      handle: async (rq) => {
        const refus = await refusDe(rq.db, rq.territoire.id, rq.compte.courriel);
        const recus = REFUSABLES.filter((genre) => !refus.includes(genre));
        return page(preferences(rq, blankForm({ recus })));
      },
    }),

    post('/mon-compte/courriels', {
      access: TOUS,
      acte: 'régler ses courriels',
      collecte: [COMPTES],
      handle: async (rq) => {
        const form = parseForm(preferencesForm, rq.form);
        if (!form.ok) return refusal(preferences(rq, form.state));
        const refus = REFUSABLES.filter((genre) => !form.data.recus.includes(genre));
        await saveRefus(rq.db, rq.territoire.id, rq.compte.courriel, refus);
        return redirect('/mon-compte', { flash: 'Vos courriels sont réglés.' });
      },
    }),

    // A page with a button: the scanner of a mail server, which opens every link, unsubscribes nobody.
    get('/desabonnement', {
      access: 'public',
      handle: async (rq) => page(desabonnement(rq, rq.query.get('jeton') ?? '')),
    }),

    post('/desabonnement', {
      access: 'public',
      acte: 'refuser un courriel',
      collecte: [COMPTES],
      rythme: RYTHME_PORTE,
      handle: async (rq) => {
        const jeton = rq.form.values['jeton']?.[0] ?? '';
        const lu = lireDesabonnement(coffre, rq.territoire.id, jeton);
        if (lu === undefined) return refusal(desabonnement(rq, ''));
        const refus = new Set(await refusDe(rq.db, rq.territoire.id, lu.courriel));
        await saveRefus(rq.db, rq.territoire.id, lu.courriel, [...refus.add(lu.genre)]);
        return redirect('/desabonnement/fait');
      },
    }),

    get('/desabonnement/fait', {
      access: 'public',
      handle: async () => page({ title: 'C’est noté', body: <DesabonnePage /> }),
    }),

    get('/demo/courriels', {
      access: 'public',
      demo: true,
      handle: async (rq) =>
        page({
          title: 'Courriels de la démonstration',
          body: <CourrielsDemoPage courriels={await recents(rq, { url, coffre })} />,
        }),
    }),

    get('/demo/courriels/:courriel', {
      access: 'public',
      demo: true,
      load: async (rq): Promise<CourrielEcrit | undefined> =>
        (await recents(rq, { url, coffre })).find(({ id }) => id === rq.params['courriel']),
      handle: async (rq, courriel) => {
        const { territoire } = rq;
        const adresse = adresseDesabonnement(coffre, urlDe(url, territoire), territoire.id, courriel);
        const { html } = lettre({ courriel, territoire, desabonnement: adresse });
        return file({
          bytes: html,
          type: 'text/html; charset=utf-8',
          name: 'courriel.html',
          inline: true,
          styled: true,
        });
      },
    }),
  ];
}
