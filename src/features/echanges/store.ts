import type { Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import type { Canal, Destinataire, Echange, Fondement, NatureDonnees } from './rules.ts';

/** One state of an exchange: what was first written, or a correction with its reason. */
export type Version = {
  readonly rang: number;
  readonly echange: Echange;
  readonly raisonCorrection: string | null;
  /** Name of the account; null once nobody bears it. */
  readonly par: string | null;
  readonly at: Temporal.Instant;
};

export type EchangeInscrit = Echange & {
  readonly id: string;
  /** The account that recorded it first. */
  readonly createdBy: string | null;
  readonly inscritAt: Temporal.Instant;
  /** Oldest first; the last one is what counts. */
  readonly versions: readonly Version[];
};

/** Records an exchange; returns its id. */
export async function saveEchange(db: Db, territoireId: string, echange: Echange, createdBy: string): Promise<string> {
  const id = uuidv7();
  await db.insertInto('echange').values({ territoireId, id, createdBy }).execute();
  await insertVersion(db, territoireId, id, { rang: 1, raisonCorrection: null, echange, createdBy });
  return id;
}

/** Corrects an exchange: a version is added, those before it stay. `echange` must be held. */
export async function corrigerEchange(
  db: Db,
  territoireId: string,
  { id, versions }: EchangeInscrit,
  correction: { readonly echange: Echange; readonly raisonCorrection: string },
  createdBy: string,
): Promise<void> {
  await insertVersion(db, territoireId, id, { rang: versions.length + 1, ...correction, createdBy });
}

async function insertVersion(
  db: Db,
  territoireId: string,
  echangeId: string,
  version: {
    readonly rang: number;
    readonly raisonCorrection: string | null;
    readonly echange: Echange;
    readonly createdBy: string;
  },
): Promise<void> {
  const { echange, ...rest } = version;
  await db
    .insertInto('echangeVersion')
    .values({ territoireId, echangeId, ...rest, ...echange, natures: [...echange.natures] })
    .execute();
}

async function echanges(
  db: Db,
  territoireId: string,
  which: { readonly id?: string; readonly createdBy?: string },
): Promise<EchangeInscrit[]> {
  let query = db
    .selectFrom('echangeVersion as v')
    .innerJoin('echange as e', (join) =>
      join.onRef('e.territoireId', '=', 'v.territoireId').onRef('e.id', '=', 'v.echangeId'),
    )
    .leftJoin('compte as auteur', (join) =>
      join.onRef('auteur.territoireId', '=', 'v.territoireId').onRef('auteur.id', '=', 'v.createdBy'),
    )
    .select([
      'e.id',
      'e.createdBy',
      'e.createdAt as inscritAt',
      'v.rang',
      'v.le',
      'v.demandeur',
      'v.service',
      'v.precisions',
      'v.finalite',
      'v.personnes',
      'v.envoyePar',
      'v.raisonCorrection',
      'v.createdAt as at',
      'auteur.nom as par',
    ])
    .select((eb) => [
      eb.ref('v.destinataire').$castTo<Destinataire>().as('destinataire'),
      eb.ref('v.natures').$castTo<NatureDonnees[]>().as('natures'),
      eb.ref('v.fondement').$castTo<Fondement>().as('fondement'),
      eb.ref('v.canal').$castTo<Canal>().as('canal'),
    ])
    .where('v.territoireId', '=', territoireId);
  if (which.id !== undefined) query = query.where('e.id', '=', which.id);
  if (which.createdBy !== undefined) query = query.where('e.createdBy', '=', which.createdBy);
  const rows = await query.orderBy('e.id').orderBy('v.rang').execute();
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((own) => {
    const versions = own.map(
      ({ id: _, createdBy: __, inscritAt: ___, rang, raisonCorrection, par, at, ...echange }) => ({
        rang,
        raisonCorrection,
        par,
        at,
        echange,
      }),
    );
    const [first] = own;
    const last = versions.at(-1);
    if (first === undefined || last === undefined) return [];
    const { id, createdBy, inscritAt } = first;
    return { ...last.echange, id, createdBy, inscritAt, versions };
  });
}

/** Every exchange of the territoire. */
export async function allEchanges(db: Db, territoireId: string): Promise<readonly EchangeInscrit[]> {
  return echanges(db, territoireId, {});
}

/** Those that an account recorded. */
export async function echangesInscritsPar(
  db: Db,
  territoireId: string,
  compteId: string,
): Promise<readonly EchangeInscrit[]> {
  return echanges(db, territoireId, { createdBy: compteId });
}

export async function findEchange(db: Db, territoireId: string, id: string): Promise<EchangeInscrit | undefined> {
  return (await echanges(db, territoireId, { id }))[0];
}

/** The same exchange, held until the end of the transaction: two corrections are made one after the other. */
export async function holdEchange(db: Db, territoireId: string, id: string): Promise<EchangeInscrit | undefined> {
  await db
    .selectFrom('echange')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .forUpdate()
    .execute();
  return findEchange(db, territoireId, id);
}
