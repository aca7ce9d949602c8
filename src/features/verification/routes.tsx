import { parisDate } from '../../domain/date.ts';
import { RYTHME_PUBLIC } from '../../platform/http/limits.ts';
import { page, refusal } from '../../platform/http/reply.ts';
import { get, type Route, type Rq } from '../../platform/http/route.ts';
import type { FormState } from '../../ui/form-state.ts';
import { lireRecherche, type Recherche } from '../conventions/pieces/rules.ts';
import { chercherPieces } from '../conventions/pieces/store.ts';
import { chercherMandat } from '../mandats/recherche/store.ts';
import { etatAu, verdictDe } from '../mandats/rules.ts';
import { type MandatVerifie, VerifierPage } from './views.tsx';

const TITRE = 'Vérifier un document';
/** What somebody pastes: the answer of a command holds the name of the file besides. */
const LONGUEUR = 400;

/** A signed mandat, in three words and a day: nothing else of it is anybody's business. */
async function verifierMandat(rq: Rq, recherche: Recherche): Promise<MandatVerifie | null> {
  const mandat = await chercherMandat(rq.db, rq.territoire.id, recherche);
  if (mandat === undefined) return null;
  const verdict = verdictDe(etatAu(mandat, rq.now));
  return verdict === null ? null : { verdict, scelleLe: parisDate(mandat.signeAt) };
}

async function verifier(rq: Rq) {
  const saisie = (rq.query.get('q') ?? '').slice(0, LONGUEUR);
  const recherche = saisie.trim() === '' ? null : lireRecherche(saisie);
  if (recherche === null) {
    const isEmpty = saisie.trim() === '';
    const message =
      'Ce n’est ni un code de vérification (12 signes, comme 7K3M-QX2F-9TRB), ni une empreinte SHA-256 (64 chiffres et lettres de a à f).';
    const state: FormState = { values: { q: saisie }, errors: isEmpty ? [] : [{ field: 'q', message }] };
    const content = {
      title: TITRE,
      script: 'verifier.js',
      body: <VerifierPage territoire={rq.territoire} state={state} reponse={null} />,
    };
    return isEmpty ? page(content) : refusal(content);
  }
  // Both are always asked: what is known takes no other time than what is not.
  const pieces = await chercherPieces(rq.db, rq.territoire.id, recherche);
  const mandat = await verifierMandat(rq, recherche);
  const reponse = { recherche, pieces, mandat };
  return page({
    title: TITRE,
    script: 'verifier.js',
    body: <VerifierPage territoire={rq.territoire} state={{ values: { q: saisie }, errors: [] }} reponse={reponse} />,
  });
}

/** Whether a paper that somebody holds is one of ours: asked by its code or its digest, never by its content. */
export const verificationRoutes: readonly Route[] = [
  get('/verifier', { access: 'public', rythme: RYTHME_PUBLIC, handle: verifier }),
];
