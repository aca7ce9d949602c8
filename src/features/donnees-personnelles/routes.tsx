import { parseForm } from '../../platform/http/form.ts';
import { file, page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { saveDurees } from '../territoires/store.ts';
import { dureesForm, dureesState, lireDurees, REGLABLES } from './form.ts';
import { aEffacer, aProposerAuxArchives } from './nuit.ts';
import { DONNEES } from './registre.ts';
import { derniersPassages } from './store.ts';
import {
  AffichettePage,
  ConservationPage,
  colonnesRegistre,
  DureesPage,
  type NuitPassee,
  RegistrePage,
} from './views.tsx';

const NUITS_MONTREES = 14;
const dpo = { dpo: true } as const;
const CONSERVATION = { href: '/conservation', label: 'Conservation' } as const;

async function nuits(rq: Rq): Promise<NuitPassee[]> {
  const passages = await derniersPassages(rq.db, rq.territoire.id, NUITS_MONTREES);
  return [...Map.groupBy(passages, ({ jour }) => jour.toString()).values()].flatMap((nombres) =>
    nombres[0] === undefined ? [] : [{ jour: nombres[0].jour, nombres }],
  );
}

function durees(rq: Rq, state = dureesState(rq.territoire.dureesConservation)) {
  return {
    title: 'Changer les durées',
    breadcrumbs: [CONSERVATION],
    body: <DureesPage donnees={REGLABLES} state={state} cle={rq.key} />,
  };
}

export const donneesPersonnellesRoutes: readonly Route[] = [
  get('/conservation', {
    access: dpo,
    handle: async (rq) => {
      const { db, territoire, today, now } = rq;
      const { dureesConservation: reglages } = territoire;
      // The next night is that of tomorrow.
      const demain = { today: today.add({ days: 1 }), now: now.add({ hours: 24 }) };
      const propositions = await aProposerAuxArchives(db, territoire.id, reglages, today);
      const body = (
        <ConservationPage
          reglages={reglages}
          dues={await aEffacer(db, territoire, demain.today, demain.now)}
          nuits={await nuits(rq)}
          propositions={propositions.map(({ convention, fin }) => ({
            id: convention.id,
            reference: convention.reference,
            structure: convention.structure.nom,
            fin,
          }))}
        />
      );
      return page({ title: 'Conservation des données', body });
    },
  }),

  get('/conservation/durees', { access: dpo, niveau: 'confirme', handle: async (rq) => page(durees(rq)) }),

  post('/conservation/durees', {
    access: dpo,
    niveau: 'confirme',
    acte: 'changer les durées de conservation',
    collecte: 'rien',
    handle: async (rq) => {
      const form = parseForm(dureesForm, rq.form);
      if (!form.ok) return refusal(durees(rq, form.state));
      const { reglages, changees } = lireDurees(form.data, rq.territoire.dureesConservation);
      if (changees.length === 0) return redirect('/conservation', { flash: 'Aucune durée n’a changé.' });
      await saveDurees(rq.db, rq.territoire.id, reglages);
      for (const cle of changees) await rq.note('changer une durée de conservation', ['donnee', cle]);
      return redirect('/conservation', { flash: 'Les durées sont enregistrées. Elles valent dès la nuit prochaine.' });
    },
  }),

  get('/registre-des-traitements', {
    access: dpo,
    handle: async ({ territoire, today }) =>
      page({ title: 'Registre des traitements', body: <RegistrePage territoire={territoire} today={today} /> }),
  }),

  get('/registre-des-traitements.csv', {
    access: dpo,
    handle: async ({ territoire, today }) =>
      file({
        bytes: toCsv(colonnesRegistre(territoire.dureesConservation), DONNEES),
        type: 'text/csv; charset=utf-8',
        name: `registre-des-traitements-${today}.csv`,
      }),
  }),

  get('/donnees-personnelles/affichette', {
    access: 'public',
    handle: async ({ territoire }) =>
      page({
        title: 'Affichette des données',
        breadcrumbs: [{ href: '/donnees-personnelles', label: 'Données personnelles' }],
        body: <AffichettePage territoire={territoire} />,
      }),
  }),
];
