import type { Rq } from '../../platform/http/route.ts';
import { findViolation, type ViolationInscrite } from './store.ts';

export const LISTE = { href: '/violations', label: 'Violations' } as const;

/** The breach that the path names. */
export const loadViolation = (rq: Rq): Promise<ViolationInscrite | undefined> =>
  findViolation(rq.db, rq.territoire.id, rq.params['violation'] ?? '');

export const pathOf = ({ id }: Pick<ViolationInscrite, 'id'>): string => `/violations/${id}`;
