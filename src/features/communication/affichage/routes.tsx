import type { Compte } from '../../../domain/compte.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { estAnnoncable } from '../../lieux/rules.ts';
import { findLieu, type Lieu } from '../../lieux/store.ts';
import { type Affichage, affichages } from './etat.ts';
import { savePose } from './store.ts';
import { AffichePage } from './views.tsx';

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

async function affichage(rq: Rq, of: Lieu): Promise<Affichage> {
  const found = (await affichages(rq.db, rq.territoire, [of], rq.today)).get(of.id);
  if (found === undefined) throw new Error('A lieu has a poster');
  return found;
}

async function affichePage(rq: SignedRq, of: Lieu, state: FormState): Promise<PageContent> {
  const racine =
    rq.compte.role === 'referent'
      ? { href: '/ma-structure', label: 'Ma structure' }
      : { href: '/lieux', label: 'Lieux' };
  return {
    title: 'L’affiche posée',
    breadcrumbs: [racine, { href: `/lieux/${of.id}/fiche`, label: of.nom }],
    body: <AffichePage lieu={of} affichage={await affichage(rq, of)} state={state} cle={rq.key} today={rq.today} />,
  };
}

async function confirm(rq: SignedRq, of: Lieu): Promise<Reply> {
  if (of.fermeLe !== null) {
    const error = { field: '', message: 'Ce lieu est fermé : son affiche est à retirer.' };
    return refusal(await affichePage(rq, of, { values: {}, errors: [error] }));
  }
  const { actuel: contenu } = await affichage(rq, of);
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
    handle: async (rq, of) => page(await affichePage(rq, of, blankForm())),
  }),
  post('/lieux/:lieu/affiche', {
    acte: 'confirmer la pose d’une affiche',
    collecte: 'rien',
    access: surPlace,
    load: lieu,
    handle: confirm,
  }),
];
