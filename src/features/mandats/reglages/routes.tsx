import type { Role } from '../../../domain/compte.ts';
import { type PageContent, page, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type SignedRq } from '../../../platform/http/route.ts';
import type { FormState } from '../../../ui/form-state.ts';
import { demanderDestruction } from '../destruction/store.ts';
import { reglagesChanges } from '../rules.ts';
import { lireReglages, reglagesState } from './form.ts';
import { reglagesDe, reglagesDepuis, saveReglages } from './store.ts';
import { ModifierReglagesPage, ReglagesPage } from './views.tsx';

const acces = { equipe: true, dpo: true } as const;
const REGLAGES = { href: '/mandats/reglages', label: 'Réglages des mandats' } as const;

/** Where these settings stand for each role. */
function dela(role: Role) {
  return role === 'dpo'
    ? { href: '/mandats/acces', label: 'Mandats' }
    : { href: '/mandats/suivi', label: 'Suivi des mandats' };
}

function formPage(rq: SignedRq, state: FormState): PageContent {
  return {
    title: 'Changer les réglages des mandats',
    breadcrumbs: [dela(rq.compte.role), REGLAGES],
    body: <ModifierReglagesPage state={state} cle={rq.key} />,
  };
}

/** What a territoire chooses about its mandats: the équipe technique and the DPO, both, each change in the journal. */
export const reglagesRoutes: readonly Route[] = [
  get('/mandats/reglages', {
    access: acces,
    handle: async (rq) => {
      const { db, territoire } = rq;
      const body = (
        <ReglagesPage reglages={await reglagesDe(db, territoire.id)} depuis={await reglagesDepuis(db, territoire.id)} />
      );
      return page({ title: REGLAGES.label, breadcrumbs: [dela(rq.compte.role)], body });
    },
  }),

  get('/mandats/reglages/modifier', {
    access: acces,
    niveau: 'confirme',
    handle: async (rq) => page(formPage(rq, reglagesState(await reglagesDe(rq.db, rq.territoire.id)))),
  }),

  post('/mandats/reglages/modifier', {
    acte: 'changer les réglages des mandats',
    collecte: 'rien',
    access: acces,
    niveau: 'confirme',
    handle: async (rq) => {
      const { db, territoire, compte, now } = rq;
      const read = lireReglages(rq.form, rq.today);
      if ('refused' in read) return refusal(formPage(rq, read.refused));
      const changes = reglagesChanges(await reglagesDe(db, territoire.id), read.reglages);
      if (changes.length === 0) return redirect(REGLAGES.href, { flash: 'Aucun réglage n’a changé.' });
      await saveReglages(db, territoire.id, read.reglages, { changes, compteId: compte.id, now });
      // What waited for the visa alone.
      if (changes.includes('visa')) await demanderDestruction(db, territoire.id);
      for (const cle of changes) await rq.note('changer un réglage des mandats', ['reglage', cle]);
      return redirect(REGLAGES.href, {
        flash: 'Les réglages sont enregistrés. Les mandats déjà signés ne changent pas.',
      });
    },
  }),
];
