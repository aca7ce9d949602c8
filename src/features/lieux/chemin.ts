import type { Compte } from '../../domain/compte.ts';
import type { Breadcrumb } from '../../platform/http/reply.ts';
import type { Rq, SignedRq } from '../../platform/http/route.ts';
import { findLieu, type Lieu } from './store.ts';

/** The lieu that the path names. */
export function lieuDemande(rq: Rq): Promise<Lieu | undefined> {
  return findLieu(rq.db, rq.territoire.id, rq.params['lieu'] ?? '');
}

/** A référent sees the lieux of his own structure. */
export function estSien(compte: Compte, { structureId }: Pick<Lieu, 'structureId'>): boolean {
  return structureId !== null && structureId === compte.structureId;
}

export const LISTE: Breadcrumb = { href: '/lieux', label: 'Lieux' };

/** Where each role comes from. */
export function racine(rq: SignedRq): Breadcrumb {
  return rq.compte.role === 'referent' ? { href: '/ma-structure', label: 'Ma structure' } : LISTE;
}

export function ficheDe(of: Pick<Lieu, 'id' | 'nom'>): Breadcrumb {
  return { href: `/lieux/${of.id}/fiche`, label: of.nom };
}
