import type { Compte } from '../../../domain/compte.ts';
import { page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { estAnnoncable } from '../../lieux/rules.ts';
import { findLieu, type Lieu } from '../../lieux/store.ts';
import { affichage, affichePage, demandeDe, refusDePeriode } from './page.tsx';
import { savePose } from './store.ts';

/** On the spot: an agent, the référent of the structure, or the équipe technique during a visit. */
const surPlace = {
  equipe: true,
  agent: true,
  referent: (compte: Compte, of: Lieu) => of.structureId !== null && of.structureId === compte.structureId,
} as const;

/** A lieu that has a poster: one that is only proposed has none yet. */
async function lieu(rq: Rq): Promise<Lieu | undefined> {
  const found = await findLieu(rq.db, rq.territoire.id, rq.params['lieu'] ?? '');
  return found !== undefined && estAnnoncable(found, rq.today) ? found : undefined;
}

async function show(rq: SignedRq, of: Lieu): Promise<Reply> {
  const demande = await demandeDe(rq, of, rq.query.getAll('periode'));
  return (await refusDePeriode(rq, of, demande)) ?? page(await affichePage(rq, of, demande));
}

async function confirm(rq: SignedRq, of: Lieu): Promise<Reply> {
  const demande = await demandeDe(rq, of, rq.form.values['periode'] ?? []);
  const refused = await refusDePeriode(rq, of, demande);
  if (refused !== null) return refused;
  if (of.fermeLe !== null) {
    const error = { field: '', message: 'Ce lieu est fermé : son affiche est à retirer.' };
    return refusal(await affichePage(rq, of, demande, { values: {}, errors: [error] }));
  }
  const { actuel: contenu } = await affichage(rq, of, demande.choix);
  const pose = { lieuId: of.id, poseeLe: rq.today, contenu };
  const id = await savePose(rq.db, rq.territoire.id, pose, rq.compte.id);
  return redirect(`/lieux/${of.id}/fiche#affiche`, {
    flash: 'C’est noté : l’affiche est posée, et elle est à jour.',
    objet: ['affiche', id],
  });
}

/** The poster on the door: confirmed, dated, and compared with what would be printed today. */
export const affichageRoutes: readonly Route[] = [
  get('/lieux/:lieu/affiche', {
    access: surPlace,
    load: lieu,
    handle: show,
  }),
  post('/lieux/:lieu/affiche', {
    acte: 'confirmer la pose d’une affiche',
    collecte: 'rien',
    access: surPlace,
    load: lieu,
    handle: confirm,
  }),
];
