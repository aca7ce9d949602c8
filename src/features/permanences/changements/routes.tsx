import type { Compte } from '../../../domain/compte.ts';
import { phrase } from '../../../domain/refus.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../../platform/http/route.ts';
import { direLesChangements } from '../../rendez-vous/avis/prevenir.ts';
import { findPermanence } from '../store.ts';
import { annulerChangement, refusChangement } from './annuler.ts';
import { PHRASES_CHANGEMENT, type RefusChangementFait } from './rules.ts';
import { type ChangementSuivi, findChangement } from './store.ts';
import { AnnulerChangementPage } from './views.tsx';

/** Whoever made it takes it back: to anybody else it is not there. */
const sien = { equipe: (compte: Compte, of: ChangementSuivi) => of.createdBy === compte.id } as const;

const changement = (rq: Rq): Promise<ChangementSuivi | undefined> =>
  findChangement(rq.db, rq.territoire.id, rq.params['changement'] ?? '');

async function annulerPage(rq: Rq, of: ChangementSuivi, refus: readonly RefusChangementFait[]): Promise<PageContent> {
  const permanence = await findPermanence(rq.db, rq.territoire.id, of.permanenceId, rq.today);
  const lieuNom = permanence?.lieuNom ?? 'Permanence';
  return {
    title: 'Annuler ce changement',
    breadcrumbs: [
      { href: '/permanences', label: 'Permanences' },
      { href: `/permanences/${of.permanenceId}`, label: lieuNom },
    ],
    body: (
      <AnnulerChangementPage
        changement={of}
        lieuNom={lieuNom}
        raisons={refus.map((one) => phrase(PHRASES_CHANGEMENT, one))}
        cle={rq.key}
      />
    ),
  };
}

async function annuler(rq: Rq, of: ChangementSuivi, url: string): Promise<Reply> {
  const refus = await annulerChangement(rq.db, rq.territoire.id, of.id, { today: rq.today, now: rq.now });
  if (refus.length > 0) return refusal(await annulerPage(rq, of, refus));
  await direLesChangements(rq.db, { territoire: rq.territoire, url, now: rq.now });
  return redirect(`/permanences/${of.permanenceId}`, {
    flash:
      'Le changement est annulé : la permanence et ses séances sont comme avant. L’affiche et la page publique le disent déjà.',
    objet: ['permanence', of.permanenceId],
  });
}

/** `url`: where people reach the site. */
export const changementsRoutes = (url: string): readonly Route[] => [
  get('/permanences/changements/:changement/annuler', {
    access: sien,
    load: changement,
    handle: async (rq, of) => {
      const refus = await refusChangement(rq.db, rq.territoire.id, of, rq.today);
      return page(await annulerPage(rq, of, refus));
    },
  }),
  post('/permanences/changements/:changement/annuler', {
    acte: 'annuler un changement de permanence',
    collecte: 'rien',
    access: sien,
    load: changement,
    handle: (rq, of) => annuler(rq, of, url),
  }),
];
