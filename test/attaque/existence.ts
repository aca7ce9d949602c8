import { randomBytes, randomUUID } from 'node:crypto';
import { demo, voisin } from '../../db/demo/ids.ts';
import { codeVerification } from '../../src/features/conventions/pieces/rules.ts';
import { creerLien, useLien } from '../../src/features/mandats/retrait/store.ts';
import { finirDemarches } from '../../src/features/mandats/store.ts';
import { inTerritoire } from '../../src/platform/db.ts';
import type { DataKeys } from '../../src/platform/keys/store.ts';
import { type MandatPose, poserMandat } from '../mandats.ts';
import type { Cible } from './serveur.ts';
import { as, BASTIEN, MAELLE } from './signature.ts';

type Reponse = Awaited<ReturnType<Cible['ask']>>;

/** Two requests that differ by whether what they name exists: the answer, the work and the time must be the same. */
export type Paire = {
  readonly nom: string;
  readonly connu: (round: number) => Promise<Reponse>;
  readonly inconnu: (round: number) => Promise<Reponse>;
  /** Whether it is the answer that both must get. */
  readonly attendu: (reponse: Reponse) => boolean;
};

const INTROUVABLE = ({ status }: Reponse) => status === 404;
const one = <T>(all: readonly T[], rank: number): T => all[rank % all.length] as T;
const inventedCode = (round: number): string => `0000-0000-${String(round).padStart(4, '0')}`;

let addresses = 0;
/** Each from another address: the limits are not what is looked at. */
export const ailleurs = (): Record<string, string> => {
  addresses += 1;
  return { 'x-forwarded-for': `198.51.${addresses >> 8}.${addresses & 255}` };
};

export type Mandats = {
  readonly deMaelle: readonly MandatPose[];
  readonly deBastien: MandatPose;
  readonly duVoisin: MandatPose;
};

export async function poserMandats(cible: Cible, cles: DataKeys, count: number): Promise<Mandats> {
  const poser = (agentId: string, territoireId = '66') => poserMandat(cible.base, cles, { agentId, territoireId });
  return {
    deMaelle: await Promise.all(Array.from({ length: count }, () => poser(MAELLE.agentId))),
    deBastien: await poser(BASTIEN.agentId),
    duVoisin: await poser(voisin.agents.seul, voisin.territoire),
  };
}

/** A link by which the person withdraws a mandat, good for some hours, or over since as many. */
export const lienDe = ({ base }: Cible, { id }: MandatPose, hours = 1): Promise<string> =>
  inTerritoire(base.request, '66', (db) =>
    creerLien(db, '66', id, { origine: 'copie', expireAt: Temporal.Now.instant().add({ hours }) }),
  );

/** The address of somebody who has an account, or not. */
export function paireDuCompte(cible: Cible): Paire {
  const ask = (courriel: string) => cible.send('/connexion', { courriel }, { headers: ailleurs() });
  return {
    nom: 'une adresse qui a un compte',
    connu: () => ask('irene.obsidienne@exemple.fr'),
    inconnu: (round) => ask(`inconnue${round}@exemple.fr`),
    attendu: ({ status }) => status === 303,
  };
}

/** Somebody else's mandat, by its id: read, withdrawn, read by an access that nobody opened. */
export async function pairesDesIdentifiants(cible: Cible, { deMaelle, deBastien }: Mandats) {
  const tokens = await Promise.all([MAELLE, BASTIEN].map(({ compteId }) => cible.token(compteId)));
  const equipe = await Promise.all(
    [demo.comptes.equipe, demo.comptes.equipeAdjoint].map((compte) => cible.token(compte, { confirme: true })),
  );
  const lire = (id: string) => cible.ask(`/mandats/${id}`, as(one(tokens, 0)));
  const retirer = (id: string) => cible.send(`/mandats/${id}/retirer`, { rang: '1' }, { token: one(tokens, 1) });
  // Refused more than 300 times, an account waits: two share the tries.
  const forcer = (id: string, round: number) => cible.ask(`/mandats/${id}/lecture`, as(one(equipe, round)));
  return {
    collegue: {
      nom: 'le mandat d’un collègue, par son identifiant',
      connu: () => lire(deBastien.id),
      inconnu: () => lire(randomUUID()),
      attendu: INTROUVABLE,
    },
    retirer: {
      nom: 'le même, par un formulaire qui le retirerait',
      connu: (round) => retirer(one(deMaelle, round).id),
      inconnu: () => retirer(randomUUID()),
      attendu: INTROUVABLE,
    },
    lecture: {
      nom: 'un mandat qui n’est pas ouvert, par un accès exceptionnel',
      connu: (round) => forcer(deBastien.id, round),
      inconnu: (round) => forcer(randomUUID(), round),
      attendu: INTROUVABLE,
    },
  } as const satisfies Record<string, Paire>;
}

/** The code of a mandat: with a wrong code of withdrawal, to ask for a link, and of a draft or a neighbour at /verifier. */
export async function pairesDesCodes(cible: Cible, { deMaelle, deBastien, duVoisin }: Mandats) {
  const token = await cible.token(MAELLE.compteId);
  const donner = (code: string) => {
    const fields = { ou: 'telephone', code, codeRetrait: '0000-0000' };
    return cible.send('/retraits/nouveau', fields, { token, headers: ailleurs() });
  };
  const demander = (code: string) => cible.send('/retirer-un-mandat', { code }, { headers: ailleurs() });
  const verifier = (code: string) => cible.ask(`/verifier?q=${code}`, { headers: ailleurs() });
  const code = codeVerification(randomBytes(12));
  const seance = await cible.base.owner
    .selectFrom('mandat')
    .select(['seanceId', 'agentId'])
    .where('id', '=', deBastien.id)
    .executeTakeFirstOrThrow();
  const draft = { territoireId: '66', id: randomUUID(), forme: 'tablette', noticeVersion: 1, code, ...seance };
  await cible.base.owner.insertInto('mandat').values(draft).execute();
  const mute = [code, duVoisin.code];
  return {
    codes: {
      nom: 'le code d’un mandat, avec un code de retrait faux',
      connu: (round) => donner(one(deMaelle, round).code),
      inconnu: (round) => donner(inventedCode(round)),
      attendu: ({ location }) => location === '/retraits/nouveau?refus=faux',
    },
    demande: {
      nom: 'un lien demandé avec le code d’un mandat',
      connu: (round) => demander(one(deMaelle, round).code),
      inconnu: (round) => demander(inventedCode(round)),
      attendu: ({ location }) => location === '/retirer-un-mandat/envoye',
    },
    verifier: {
      nom: 'le code d’un brouillon ou d’un mandat voisin, à la vérification',
      connu: (round) => verifier(one(mute, round)),
      inconnu: (round) => verifier(inventedCode(round)),
      attendu: ({ text }) => text.includes('Ce code n’est pas connu ici'),
    },
  } as const satisfies Record<string, Paire>;
}

/** A link that serves no more: used or expired, or of a mandat that is over. */
export async function pairesDesLiens(cible: Cible, cles: DataKeys, { deMaelle }: Mandats) {
  const { request } = cible.base;
  const ask = (lien: string) => cible.ask(`/retrait/${lien}`, { headers: ailleurs() });
  const morts = await Promise.all(deMaelle.map((mandat, rank) => lienDe(cible, mandat, rank % 2 === 0 ? -1 : 1)));
  for (const lien of morts) {
    await inTerritoire(request, '66', (db) => useLien(db, '66', lien, Temporal.Now.instant()));
  }
  const { deMaelle: over } = await poserMandats(cible, cles, 10);
  const finis = await Promise.all(over.map((mandat) => lienDe(cible, mandat)));
  const fin = { at: Temporal.Now.instant(), cause: 'achevement', canal: 'agent' } as const;
  for (const { id } of over) {
    await inTerritoire(request, '66', (db) =>
      finirDemarches(db, '66', id, { ...fin, compteId: null, delaiTiersHeures: 0 }),
    );
  }
  return {
    morts: {
      nom: 'un lien qui a servi, ou expiré',
      connu: (round) => ask(one(morts, round)),
      inconnu: () => ask(randomUUID()),
      attendu: INTROUVABLE,
    },
    finis: {
      nom: 'un lien dont le mandat est fini',
      connu: (round) => ask(one(finis, round)),
      inconnu: () => ask(randomUUID()),
      attendu: INTROUVABLE,
    },
  } as const satisfies Record<string, Paire>;
}
