import type { Db } from '../../../platform/db.ts';
import type { Partie } from '../../conventions/rules.ts';
import { type Critere, lireCriteres } from '../rules.ts';
import { type SaisieLieu, saveLieu } from '../store.ts';

type Jour = Temporal.PlainDate;

/** A lieu as the référent describes it; what it has, as he declares it, is to be seen. */
export type SaisieProposition = {
  readonly lieu: Omit<SaisieLieu, 'accordBeneficiaireLe' | 'accordDepartementLe'> & { readonly structureId: string };
  readonly declares: readonly Critere[];
  readonly message: string | null;
};

export type Proposition = {
  readonly lieuId: string;
  readonly proposeLe: Jour;
  readonly declares: readonly Critere[];
  readonly message: string | null;
  readonly refuseeLe: Jour | null;
  readonly refusMotif: string | null;
  readonly auteur: string | null;
};

/** Records a proposed lieu: nobody is told of it and nothing is planned there until both agree. Returns its identifier. */
export async function saveProposition(
  db: Db,
  territoireId: string,
  { lieu, declares, message }: SaisieProposition,
  { today, compteId }: { today: Jour; compteId: string },
): Promise<string> {
  const lieuId = await saveLieu(db, territoireId, { ...lieu, accordBeneficiaireLe: null, accordDepartementLe: null });
  await db
    .insertInto('lieuProposition')
    .values({ territoireId, lieuId, proposeLe: today, declares: [...declares], message, createdBy: compteId })
    .execute();
  return lieuId;
}

/** How a lieu was proposed; undefined for one that the équipe technique declared. */
export async function propositionDe(db: Db, territoireId: string, lieuId: string): Promise<Proposition | undefined> {
  const row = await db
    .selectFrom('lieuProposition')
    .leftJoin('compte', (join) =>
      join
        .onRef('compte.territoireId', '=', 'lieuProposition.territoireId')
        .onRef('compte.id', '=', 'lieuProposition.createdBy'),
    )
    .select([
      'lieuProposition.lieuId',
      'lieuProposition.proposeLe',
      'lieuProposition.declares',
      'lieuProposition.message',
      'lieuProposition.refuseeLe',
      'lieuProposition.refusMotif',
      'compte.nom as auteur',
    ])
    .where('lieuProposition.territoireId', '=', territoireId)
    .where('lieuProposition.lieuId', '=', lieuId)
    .executeTakeFirst();
  return row && { ...row, declares: lireCriteres(row.declares) };
}

/** Refuses a proposal, or forgets that it was with null: the référent proposes it again. */
export async function refuserProposition(
  db: Db,
  territoireId: string,
  lieuId: string,
  refus: { readonly le: Jour; readonly motif: string } | null,
): Promise<void> {
  await db
    .updateTable('lieuProposition')
    .set({ refuseeLe: refus?.le ?? null, refusMotif: refus?.motif ?? null })
    .where('territoireId', '=', territoireId)
    .where('lieuId', '=', lieuId)
    .execute();
}

/** Dates the agreement of a party. */
export async function donnerAccord(
  db: Db,
  territoireId: string,
  lieuId: string,
  accord: { readonly partie: Partie; readonly le: Jour },
): Promise<void> {
  await db
    .updateTable('lieu')
    .set(accord.partie === 'departement' ? { accordDepartementLe: accord.le } : { accordBeneficiaireLe: accord.le })
    .where('territoireId', '=', territoireId)
    .where('id', '=', lieuId)
    .execute();
}

/** Holds a lieu until the end of the transaction: what both parties do of it is done one after the other. */
export async function lockLieu(db: Db, territoireId: string, lieuId: string): Promise<void> {
  await db
    .selectFrom('lieu')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', '=', lieuId)
    .forUpdate()
    .execute();
}
