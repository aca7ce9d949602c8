import type { Breadcrumb } from '../../platform/http/reply.ts';
import type { Rq } from '../../platform/http/route.ts';
import { type Demande, findDemande } from './store.ts';

export const LISTE = { href: '/demandes', label: 'Demandes' } as const;

/** The demande that the path names. */
export const loadDemande = (rq: Rq): Promise<Demande | undefined> =>
  findDemande(rq.db, rq.territoire.id, rq.params['demande'] ?? '');

export const pathOf = ({ id }: Demande): string => `/demandes/${id}`;

/** The way to the page of a demande, itself included. */
export const pathTo = (demande: Demande): readonly Breadcrumb[] => [
  LISTE,
  { href: pathOf(demande), label: demande.nom },
];
