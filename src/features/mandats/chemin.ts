import type { Compte } from '../../domain/compte.ts';
import type { Coffre } from '../../platform/coffre.ts';
import type { Breadcrumb } from '../../platform/http/reply.ts';
import type { Rq } from '../../platform/http/route.ts';
import type { DataKeys } from '../../platform/keys/store.ts';
import { holdDemarches } from './fins/store.ts';
import { findMandat, type Lisible, lireMandats, type Mandat } from './store.ts';

/** What the routes of mandats need besides a request. */
export type MandatsOptions = {
  /** Where people reach the installation, for the mails and the links. */
  readonly url: string;
  readonly coffre: Coffre;
  readonly cles: DataKeys;
};

export const LISTE = { href: '/mandats', label: 'Mandats' } as const;

/** The mandataire, or the substitute named when it was signed: nobody else reads a mandat. */
export function sien({ agentId }: Compte, mandat: Pick<Mandat, 'agentId' | 'suppleantId'>): boolean {
  return agentId !== null && (agentId === mandat.agentId || agentId === mandat.suppleantId);
}

/** The mandataire alone: what they were entrusted with is theirs to give up. Source: Code civil, 2007. */
export function estMandataire({ agentId }: Compte, mandat: Pick<Mandat, 'agentId'>): boolean {
  return agentId !== null && agentId === mandat.agentId;
}

export const access = { agent: sien } as const;

/** The mandat that the path names, signed or not. */
export const loadMandat = (rq: Rq): Promise<Mandat | undefined> =>
  findMandat(rq.db, rq.territoire.id, rq.params['mandat'] ?? '');

/** The signed mandat that the path names. */
export async function loadSigne(rq: Rq): Promise<Mandat | undefined> {
  const found = await loadMandat(rq);
  return found?.etat === 'signe' ? found : undefined;
}

/** The same, held: what is in force is decided, then ended, by one request at a time. */
export async function loadHeld(rq: Rq): Promise<Mandat | undefined> {
  await holdDemarches(rq.db, rq.territoire.id, rq.params['mandat'] ?? '');
  return loadSigne(rq);
}

export const pathOf = ({ id }: Pick<Mandat, 'id'>): string => `/mandats/${id}`;

/** The way to the page of a mandat, itself included. It names nobody: titles stay in the history of a browser. */
export const pathTo = (mandat: Mandat): readonly Breadcrumb[] => [LISTE, { href: pathOf(mandat), label: 'Mandat' }];

const RIEN: Lisible = { identite: null, objets: new Map() };

/** What one mandat says, as far as it may be read now. */
export async function lire(rq: Rq, cles: DataKeys, mandat: Mandat): Promise<Lisible> {
  const lus = await lireMandats({ db: rq.db, cles }, rq.territoire.id, [mandat], rq.now);
  return lus.get(mandat.id) ?? RIEN;
}
