import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import {
  type Canal,
  type Decision,
  type Demandeur,
  type Droit,
  identiteEtablie,
  type MotifProlongation,
  type MotifRefus,
  type Moyen,
  type Rappel,
} from './rules.ts';

type Jour = Temporal.PlainDate;

export type SaisieDroit = {
  readonly droit: Droit;
  readonly demandeur: Demandeur;
  readonly nom: string;
  readonly courriel: string | null;
  readonly telephone: string | null;
  readonly adresse: string | null;
  readonly message: string | null;
  readonly origine: 'formulaire' | 'guichet';
  readonly recueLe: Jour;
};

/** A request, with what was decided and answered. */
export type DemandeDroit = SaisieDroit & {
  readonly id: string;
  readonly reference: string;
  readonly prolongeeLe: Jour | null;
  readonly prolongationMotif: MotifProlongation | null;
  readonly prolongationPrecision: string | null;
  readonly rappelAvantLe: Jour | null;
  readonly rappelRetardLe: Jour | null;
  readonly decision: Decision | null;
  readonly decideeLe: Jour | null;
  readonly motif: MotifRefus | null;
  readonly precision: string | null;
  readonly repondueLe: Jour | null;
  readonly canal: Canal | null;
  /** Is it established who asks? The last check says so. */
  readonly identite: boolean;
};

/** Neither 0 nor O, neither 1, I nor L: it is said on the telephone. */
const SIGNES = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** « DR-7K3M-9QXA » */
function nouvelleReference(): string {
  const signes = Array.from({ length: 8 }, () => SIGNES[randomInt(SIGNES.length)]).join('');
  return `DR-${signes.slice(0, 4)}-${signes.slice(4)}`;
}

/** Records a request. Returns what names it: its id, and the reference that the person keeps. */
export async function saveDemande(
  db: Db,
  territoireId: string,
  saisie: SaisieDroit,
  createdBy: string | null,
): Promise<{ readonly id: string; readonly reference: string }> {
  const created = { id: uuidv7(), reference: nouvelleReference() };
  await db
    .insertInto('droitDemande')
    .values({ territoireId, ...created, ...saisie, createdBy })
    .execute();
  return created;
}

function selectDemandes(db: Db, territoireId: string) {
  return db
    .selectFrom('droitDemande')
    .select([
      'id',
      'reference',
      'nom',
      'courriel',
      'telephone',
      'adresse',
      'message',
      'recueLe',
      'prolongeeLe',
      'prolongationPrecision',
      'rappelAvantLe',
      'rappelRetardLe',
      'decideeLe',
      'precision',
      'repondueLe',
    ])
    .select((eb) => [
      eb.ref('droit').$castTo<Droit>().as('droit'),
      eb.ref('demandeur').$castTo<Demandeur>().as('demandeur'),
      eb.ref('origine').$castTo<SaisieDroit['origine']>().as('origine'),
      eb.ref('prolongationMotif').$castTo<MotifProlongation | null>().as('prolongationMotif'),
      eb.ref('decision').$castTo<Decision | null>().as('decision'),
      eb.ref('motif').$castTo<MotifRefus | null>().as('motif'),
      eb.ref('canal').$castTo<Canal | null>().as('canal'),
      eb
        .selectFrom('droitVerification')
        .select('etablie')
        .whereRef('droitVerification.territoireId', '=', 'droitDemande.territoireId')
        .whereRef('droitVerification.droitDemandeId', '=', 'droitDemande.id')
        .orderBy('createdAt', 'desc')
        .orderBy('droitVerification.id', 'desc')
        .limit(1)
        .as('derniere'),
    ])
    .where('territoireId', '=', territoireId);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectDemandes>['execute']>>[number];

function lue({ derniere, ...row }: Row): DemandeDroit {
  return { ...row, identite: identiteEtablie(derniere === null ? [] : [{ etablie: derniere }]) };
}

/** Every request that is still kept, the last received first. */
export async function allDemandes(db: Db, territoireId: string): Promise<DemandeDroit[]> {
  return (await selectDemandes(db, territoireId).orderBy('recueLe', 'desc').orderBy('id', 'desc').execute()).map(lue);
}

/** The requests that wait for an answer, held until the end of the transaction: two runs remind of nothing twice. */
export async function holdSansReponse(db: Db, territoireId: string): Promise<DemandeDroit[]> {
  const rows = await selectDemandes(db, territoireId)
    .where('repondueLe', 'is', null)
    .orderBy('recueLe')
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(lue);
}

export async function findDemande(db: Db, territoireId: string, id: string): Promise<DemandeDroit | undefined> {
  const row = await selectDemandes(db, territoireId).where('id', '=', id).executeTakeFirst();
  return row && lue(row);
}

/** What changes in a request as it is treated. */
type Suite = Partial<
  Pick<
    DemandeDroit,
    | 'prolongeeLe'
    | 'prolongationMotif'
    | 'prolongationPrecision'
    | 'rappelAvantLe'
    | 'decision'
    | 'decideeLe'
    | 'motif'
    | 'precision'
    | 'repondueLe'
    | 'canal'
  >
>;

export async function updateDemande(db: Db, territoireId: string, id: string, suite: Suite): Promise<void> {
  await db
    .updateTable('droitDemande')
    .set({ ...suite, updatedAt: sql`now()` })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

/** Notes that the DPO was reminded of a request. */
export async function noterRappel(
  db: Db,
  territoireId: string,
  id: string,
  rappel: Rappel,
  today: Jour,
): Promise<void> {
  await db
    .updateTable('droitDemande')
    .set(rappel === 'avant' ? { rappelAvantLe: today } : { rappelRetardLe: today })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

export type Verification = {
  readonly moyen: Moyen;
  readonly etablie: boolean;
  readonly jour: Jour;
  /** Who checked; null once their account has lost its name. */
  readonly par: string | null;
};

export async function saveVerification(
  db: Db,
  territoireId: string,
  demandeId: string,
  { par: createdBy, ...fait }: Verification,
): Promise<void> {
  const row = { territoireId, id: uuidv7(), droitDemandeId: demandeId, ...fait, createdBy };
  await db.insertInto('droitVerification').values(row).execute();
}

/** How it was checked who asks, the oldest first, each with the name of who did. */
export async function verificationsDe(db: Db, territoireId: string, demandeId: string): Promise<Verification[]> {
  return db
    .selectFrom('droitVerification as verification')
    .leftJoin('compte', (join) =>
      join
        .onRef('compte.territoireId', '=', 'verification.territoireId')
        .onRef('compte.id', '=', 'verification.createdBy'),
    )
    .select(['verification.etablie', 'verification.jour', 'compte.nom as par'])
    .select((eb) => eb.ref('verification.moyen').$castTo<Moyen>().as('moyen'))
    .where('verification.territoireId', '=', territoireId)
    .where('verification.droitDemandeId', '=', demandeId)
    .orderBy('verification.createdAt')
    .orderBy('verification.id')
    .execute();
}
