import { phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { adresse, chezDe, type RendezVousOptions } from '../chemin.ts';
import { RENDEZ_VOUS } from '../conservation.ts';
import { type Creneau, creneauxLibres } from '../creneaux.ts';
import { listMotifs } from '../motifs/store.ts';
import { prendre } from '../prise.ts';
import { lireOu, perimetreDe, queryDe } from '../recherche.ts';
import { estOuvert, PHRASES_PRISE } from '../rules.ts';
import { guichetForm, lirePersonne } from '../saisie.ts';
import { NouveauPage } from './views-nouveau.tsx';

export const LISTE = { href: '/rendez-vous', label: 'Rendez-vous' } as const;
const NOUVEAU = '/rendez-vous/nouveau';
const HEURES = 12;

/** The page of a search, from an address or from the form that was refused. */
async function nouveauPage(
  rq: SignedRq,
  asked: Pick<URLSearchParams, 'get'>,
  state: FormState,
  autres?: readonly Creneau[],
) {
  const { db, territoire, now } = rq;
  const motifs = (await listMotifs(db, territoire.id)).filter((one) => estOuvert(one, 'agent'));
  const motif = motifs.find(({ id }) => id === asked.get('motif')) ?? motifs[0];
  const ou = await lireOu(rq, asked);
  const isFound = ou.ou === 'autour' || ou.ou === 'lieu';
  const creneaux =
    autres ??
    (isFound && motif !== undefined
      ? await creneauxLibres(db, territoire.id, { ...perimetreDe(ou), motif, canal: 'telephone', limite: HEURES, now })
      : undefined);
  return {
    title: 'Nouveau rendez-vous',
    breadcrumbs: [LISTE],
    body: (
      <NouveauPage
        motifs={motifs}
        motif={motif}
        ou={'texte' in ou ? ou.texte : ''}
        query={queryDe(ou)}
        titreOu={isFound ? ou.nom : undefined}
        inconnue={ou.ou === 'inconnue'}
        communes={ou.ou === 'a_choisir' ? ou.communes : []}
        creneaux={creneaux}
        attente={adresse('/attente/nouvelle', { motif: motif?.id, lieu: ou.ou === 'lieu' ? ou.id : undefined })}
        state={state}
        cle={rq.key}
      />
    ),
  };
}

/** What the search was, as the form carries it. */
function searchOf({ form }: SignedRq): Pick<URLSearchParams, 'get'> {
  return { get: (name) => form.values[name === 'motif' ? 'motifId' : name]?.[0] ?? null };
}

async function prendreAuGuichet(rq: SignedRq, options: RendezVousOptions): Promise<Reply> {
  const form = parseForm(guichetForm, rq.form);
  const lu = form.ok ? lirePersonne(form.data, true) : { errors: [] };
  if (!form.ok || 'errors' in lu) {
    const state = 'errors' in lu ? withErrors(form.state, lu.errors, guichetForm) : form.state;
    return refusal(await nouveauPage(rq, searchOf(rq), state));
  }
  const { creneau, motifId, canal } = form.data;
  const demande = { ...lu.identite, ...creneau, motifId, canal, createdBy: rq.compte.id };
  const outcome = await prendre(rq.db, chezDe(rq, options), demande);
  if ('refus' in outcome) {
    const values = { ...form.state.values, creneau: '' };
    const errors = [{ field: 'creneau', message: phrase(PHRASES_PRISE, outcome.refus) }];
    const autres = outcome.alternatives.length === 0 ? undefined : outcome.alternatives;
    return refusal(await nouveauPage(rq, searchOf(rq), { values, errors }, autres));
  }
  return redirect(`/rendez-vous/${outcome.rdv.id}`, {
    flash: 'Le rendez-vous est pris. Donnez le code à la personne, ou imprimez le ticket.',
    objet: ['rendezvous', outcome.rdv.id],
  });
}

/** How an agent, or whoever answers the telephone, takes a rendez-vous for somebody. */
export function nouveauRoutes(options: RendezVousOptions): readonly Route[] {
  const access = { agent: true, equipe: true } as const;
  return [
    get(NOUVEAU, {
      access,
      handle: async (rq) => {
        const canal = rq.compte.role === 'agent' ? 'agent' : 'telephone';
        return page(await nouveauPage(rq, rq.query, blankForm({ canal })));
      },
    }),
    post(NOUVEAU, {
      access,
      acte: 'prendre un rendez-vous pour quelqu’un',
      collecte: [RENDEZ_VOUS],
      handle: (rq) => prendreAuGuichet(rq, options),
    }),
  ];
}
