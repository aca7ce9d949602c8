import { type CalendrierOptions, calendrierDe } from '../../domain/calendrier.ts';
import type { Breadcrumb } from '../../platform/http/reply.ts';
import type { Rq } from '../../platform/http/route.ts';
import { type DemandeDroit, findDemande } from './store.ts';

export const LISTE = { href: '/droits', label: 'Droits des personnes' } as const;

/** The request that the path names. */
export const loadDemande = (rq: Rq): Promise<DemandeDroit | undefined> =>
  findDemande(rq.db, rq.territoire.id, rq.params['droit'] ?? '');

/** The same while it waits for an answer: what is answered does not change any more. */
export const loadOuverte = async (rq: Rq): Promise<DemandeDroit | undefined> => {
  const demande = await loadDemande(rq);
  return demande?.repondueLe === null ? demande : undefined;
};

/** The same, of somebody whose identity is established: without it nothing is handed over nor erased. */
export const loadIdentifiee = async (rq: Rq): Promise<DemandeDroit | undefined> => {
  const demande = await loadDemande(rq);
  return demande?.identite === true ? demande : undefined;
};

export const pathOf = ({ id }: DemandeDroit): string => `/droits/${id}`;

/** The way to the page of a request, itself included. */
export const pathTo = (demande: DemandeDroit): readonly Breadcrumb[] => [
  LISTE,
  { href: pathOf(demande), label: demande.reference },
];

/** The holidays that put a last day off. */
export const calendrier = (rq: Rq): CalendrierOptions => calendrierDe(rq.territoire.codeDepartement);
