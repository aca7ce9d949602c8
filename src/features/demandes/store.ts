import { sql } from 'kysely';
import { parisDate } from '../../domain/date.ts';
import type { NatureStructure } from '../../domain/nomenclatures.ts';
import type { Siret } from '../../domain/siret.ts';
import type { Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import type { Convention } from '../conventions/rules.ts';
import { conventionsDesStructures } from '../conventions/store.ts';
import type { Critere } from '../lieux/rules.ts';
import { conventionDeLaDemande, type FaitsDemande, type LieuDemande, type MotifSansSuite } from './rules.ts';

type Jour = Temporal.PlainDate;

export type SaisieDemande = {
  readonly nom: string;
  readonly nature: NatureStructure;
  readonly siret: Siret | null;
  readonly codeInsee: string;
  readonly contactNom: string;
  readonly contactFonction: string;
  readonly contactCourriel: string;
  readonly contactTelephone: string | null;
  readonly message: string | null;
};

export type LieuPropose = {
  readonly nom: string;
  readonly adresse: string | null;
  readonly criteres: readonly Critere[];
};

/** A demande with what the registers say of its structure since. */
export type Demande = Omit<SaisieDemande, 'siret'> &
  FaitsDemande & {
    readonly id: string;
    readonly siret: string | null;
    readonly commune: string;
    readonly recueLe: Jour;
    readonly structureNom: string | null;
    readonly prochaineAction: string | null;
    readonly prochaineActionLe: Jour | null;
    readonly sansSuiteMotif: MotifSansSuite | null;
    readonly sansSuitePrecision: string | null;
    readonly convention: (Convention & { readonly id: string; readonly reference: string }) | null;
  };

/** Records what a structure asks, with the places it thinks of. Returns its identifier. */
export async function saveDemande(
  db: Db,
  territoireId: string,
  saisie: SaisieDemande,
  lieux: readonly LieuPropose[],
): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('demande')
    .values({ territoireId, id, ...saisie })
    .execute();
  if (lieux.length > 0) {
    await db
      .insertInto('demandeLieu')
      .values(
        lieux.map(({ nom, adresse, criteres }, index) => ({
          territoireId,
          demandeId: id,
          rang: index + 1,
          nom,
          adresse,
          criteres: [...criteres],
        })),
      )
      .execute();
  }
  return id;
}

/** Frozen at the request of its person: kept, and neither seen nor used until that is lifted (RGPD, articles 18 and 21). */
const GELEE = sql<boolean>`exists (select from droit_ligne g where g.territoire_id = demande.territoire_id
  and g.de_table = 'demande' and g.fait = 'gelee' and g.cle ->> 'id' = demande.id::text)`;

/** How many demandes are frozen, of whom nothing is told. */
export async function countGelees(db: Db, territoireId: string): Promise<number> {
  const { nombre } = await db
    .selectFrom('demande')
    .select((eb) => eb.fn.countAll<number>().as('nombre'))
    .where('demande.territoireId', '=', territoireId)
    .where(GELEE)
    .executeTakeFirstOrThrow();
  return nombre;
}

function selectDemandes(db: Db, territoireId: string) {
  return db
    .selectFrom('demande')
    .innerJoin('commune', 'commune.codeInsee', 'demande.codeInsee')
    .leftJoin('structure', (join) =>
      join
        .onRef('structure.territoireId', '=', 'demande.territoireId')
        .onRef('structure.id', '=', 'demande.structureId'),
    )
    .select([
      'demande.id',
      'demande.nom',
      'demande.siret',
      'demande.codeInsee',
      'demande.contactNom',
      'demande.contactFonction',
      'demande.contactCourriel',
      'demande.contactTelephone',
      'demande.message',
      'demande.structureId',
      'demande.contacteeLe',
      'demande.visitePrevueLe',
      'demande.prochaineAction',
      'demande.prochaineActionLe',
      'demande.sansSuiteLe',
      'demande.sansSuitePrecision',
      'demande.createdAt',
      'commune.nom as commune',
      'structure.nom as structureNom',
    ])
    .select((eb) => [
      eb.ref('demande.nature').$castTo<NatureStructure>().as('nature'),
      eb.ref('demande.sansSuiteMotif').$castTo<MotifSansSuite | null>().as('sansSuiteMotif'),
    ])
    .where('demande.territoireId', '=', territoireId)
    .where((eb) => eb.not(GELEE));
}

type Row = Awaited<ReturnType<ReturnType<typeof selectDemandes>['execute']>>[number];

/** Open lieux of structures, each with the day of its last visit. */
async function lieuxDesStructures(
  db: Db,
  territoireId: string,
  structureIds: readonly string[],
): Promise<(LieuDemande & { readonly structureId: string | null })[]> {
  return db
    .selectFrom('lieu')
    .select(['id', 'nom', 'structureId', 'accordBeneficiaireLe', 'accordDepartementLe'])
    .select((eb) =>
      eb
        .selectFrom('lieuConstat')
        .select((q) => q.fn.max('lieuConstat.constateLe').as('le'))
        .whereRef('lieuConstat.territoireId', '=', 'lieu.territoireId')
        .whereRef('lieuConstat.lieuId', '=', 'lieu.id')
        .as('visiteLe'),
    )
    .where('territoireId', '=', territoireId)
    .where('structureId', 'in', [...structureIds])
    .where('fermeLe', 'is', null)
    .orderBy('nom')
    .execute();
}

/** How many référents of each structure have an open account. */
async function referentsConnectes(
  db: Db,
  territoireId: string,
  structureIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('compte')
    .select(['structureId'])
    .select((q) => q.fn.countAll<number>().as('nombre'))
    .where('territoireId', '=', territoireId)
    .where('role', '=', 'referent')
    .where('structureId', 'in', [...structureIds])
    .where('fermeLe', 'is', null)
    .groupBy('structureId')
    .execute();
  return new Map(rows.map(({ structureId, nombre }) => [structureId ?? '', nombre]));
}

async function complete(db: Db, territoireId: string, rows: readonly Row[]): Promise<Demande[]> {
  const ids = [...new Set(rows.flatMap(({ structureId }) => structureId ?? []))];
  const hasStructures = ids.length > 0;
  const lieux = Map.groupBy(hasStructures ? await lieuxDesStructures(db, territoireId, ids) : [], (l) => l.structureId);
  const referents = hasStructures ? await referentsConnectes(db, territoireId, ids) : new Map<string, number>();
  const conventions = Map.groupBy(
    hasStructures ? await conventionsDesStructures(db, territoireId, ids) : [],
    (convention) => convention.structureId,
  );
  return rows.map(({ createdAt, ...row }) => {
    const recueLe = parisDate(createdAt);
    const of = row.structureId ?? '';
    const own = (conventions.get(of) ?? []).map((one) => ({ ...one, ouverteLe: parisDate(one.createdAt) }));
    return {
      ...row,
      recueLe,
      lieux: lieux.get(of) ?? [],
      referentsConnectes: referents.get(of) ?? 0,
      convention: conventionDeLaDemande(own, recueLe),
    };
  });
}

/** Every demande of the territoire, the latest first. */
export async function allDemandes(db: Db, territoireId: string): Promise<Demande[]> {
  const rows = await selectDemandes(db, territoireId)
    .orderBy('demande.createdAt', 'desc')
    .orderBy('demande.id')
    .execute();
  return complete(db, territoireId, rows);
}

export async function findDemande(db: Db, territoireId: string, id: string): Promise<Demande | undefined> {
  const rows = await selectDemandes(db, territoireId).where('demande.id', '=', id).execute();
  const [demande] = await complete(db, territoireId, rows);
  return demande;
}

/** The places that a demande proposes, in the order typed. */
export async function lieuxProposes(db: Db, territoireId: string, demandeId: string): Promise<LieuPropose[]> {
  return db
    .selectFrom('demandeLieu')
    .select(['nom', 'adresse'])
    .select((eb) => eb.ref('criteres').$castTo<Critere[]>().as('criteres'))
    .where('territoireId', '=', territoireId)
    .where('demandeId', '=', demandeId)
    .orderBy('rang')
    .execute();
}

export type Note = {
  readonly texte: string;
  readonly createdAt: Temporal.Instant;
  /** Name of the account. */
  readonly createdBy: string | null;
};

/** The notes of a demande, the latest first. */
export async function notesDe(db: Db, territoireId: string, demandeId: string): Promise<Note[]> {
  return db
    .selectFrom('demandeNote')
    .leftJoin('compte', (join) =>
      join
        .onRef('compte.territoireId', '=', 'demandeNote.territoireId')
        .onRef('compte.id', '=', 'demandeNote.createdBy'),
    )
    .select(['demandeNote.texte', 'demandeNote.createdAt', 'compte.nom as createdBy'])
    .where('demandeNote.territoireId', '=', territoireId)
    .where('demandeNote.demandeId', '=', demandeId)
    .orderBy('demandeNote.id', 'desc')
    .execute();
}

export async function saveNote(
  db: Db,
  territoireId: string,
  demandeId: string,
  note: { readonly texte: string; readonly createdBy: string },
): Promise<void> {
  await db
    .insertInto('demandeNote')
    .values({ territoireId, id: uuidv7(), demandeId, ...note })
    .execute();
}

export type SuiviDemande = {
  readonly contacteeLe: Jour | null;
  readonly visitePrevueLe: Jour | null;
  readonly prochaineAction: string | null;
  readonly prochaineActionLe: Jour | null;
};

type Changement = Partial<SuiviDemande> & {
  readonly structureId?: string;
  readonly sansSuiteLe?: Jour | null;
  readonly sansSuiteMotif?: MotifSansSuite | null;
  readonly sansSuitePrecision?: string | null;
};

/** Changes what is known of a demande: its follow-up, its structure, or that it stops (all null: it goes on again). */
export async function updateDemande(db: Db, territoireId: string, id: string, changement: Changement): Promise<void> {
  await db
    .updateTable('demande')
    .set({ ...changement, updatedAt: sql`now()` })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

/** Erases a demande, its places and its notes: what was sent by mistake, or must not be kept. */
export async function deleteDemande(db: Db, territoireId: string, id: string): Promise<void> {
  await db.deleteFrom('demande').where('territoireId', '=', territoireId).where('id', '=', id).execute();
}

export type StructureProche = {
  readonly id: string;
  readonly nom: string;
  readonly commune: string;
  readonly raison: 'siret' | 'nom';
};

const PROCHES_MAX = 5;

/**
 * Structures of the register that a demande may come from: the one of its SIRET, and those of the same commune or of nearly
 * the same name. The one of the SIRET first.
 */
export async function structuresProches(
  db: Db,
  territoireId: string,
  { nom, siret, codeInsee }: { readonly nom: string; readonly siret: string | null; readonly codeInsee: string },
): Promise<StructureProche[]> {
  const words = nom
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 3)
    .slice(0, 6);
  const patterns = words.map((word) => `%${word}%`);
  const { rows } = await sql<StructureProche>`
    select s.id, s.nom, c.nom as commune, case when s.siret = ${siret ?? ''} then 'siret' else 'nom' end as raison
    from structure s join commune c on c.code_insee = s.code_insee
    where s.territoire_id = ${territoireId} and s.fermee_le is null
      and (s.siret = ${siret ?? ''} or lower(s.nom) = lower(${nom})
        or (s.code_insee = ${codeInsee} and s.nom ilike any (${patterns}::text[])))
    order by s.siret = ${siret ?? ''} desc, s.nom limit ${PROCHES_MAX}`.execute(db);
  return rows;
}
