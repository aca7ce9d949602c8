import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { type ChoixDecision, type Decision, lireCriteres } from '../rules.ts';

type Jour = Temporal.PlainDate;

export type DecisionLieu = Decision & {
  readonly lieuId: string;
  readonly motif: string;
  readonly auteur: string;
  readonly versLieuId: string | null;
  readonly versLieuNom: string | null;
  readonly seancesAnnulees: number;
};

/** The decisions about every lieu, or one, the latest first. */
export async function decisionsDe(db: Db, territoireId: string, lieuId?: string): Promise<DecisionLieu[]> {
  const all = db
    .selectFrom('lieuDecision')
    .leftJoin('compte', (join) =>
      join
        .onRef('compte.territoireId', '=', 'lieuDecision.territoireId')
        .onRef('compte.id', '=', 'lieuDecision.createdBy'),
    )
    .leftJoin('lieu as vers', (join) =>
      join
        .onRef('vers.territoireId', '=', 'lieuDecision.territoireId')
        .onRef('vers.id', '=', 'lieuDecision.versLieuId'),
    )
    .select([
      'lieuDecision.id',
      'lieuDecision.lieuId',
      sql<ChoixDecision>`lieu_decision.choix`.as('choix'),
      'lieuDecision.criteres',
      'lieuDecision.jour',
      'lieuDecision.echeance',
      'lieuDecision.motif',
      'lieuDecision.versLieuId',
      'vers.nom as versLieuNom',
      'lieuDecision.seancesAnnulees',
      sql<string>`coalesce(compte.nom, 'L’équipe technique')`.as('auteur'),
    ])
    .where('lieuDecision.territoireId', '=', territoireId)
    .orderBy('lieuDecision.jour', 'desc')
    .orderBy('lieuDecision.id', 'desc');
  const rows = await (lieuId === undefined ? all : all.where('lieuDecision.lieuId', '=', lieuId)).execute();
  return rows.map((row) => ({ ...row, criteres: lireCriteres(row.criteres) }));
}

export type SaisieDecision = Omit<Decision, 'id'> & {
  readonly lieuId: string;
  readonly motif: string;
  readonly versLieuId: string | null;
  readonly seancesAnnulees: number;
};

export async function saveDecision(
  db: Db,
  territoireId: string,
  saisie: SaisieDecision,
  compteId: string,
): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('lieuDecision')
    .values({ territoireId, id, ...saisie, criteres: [...saisie.criteres], createdBy: compteId })
    .execute();
  return id;
}

function aSuspendre(db: Db, territoireId: string, lieuId: string, du: Jour, au: Jour) {
  return db
    .selectFrom('seance')
    .select(['id', 'jour'])
    .where('territoireId', '=', territoireId)
    .where('lieuId', '=', lieuId)
    .where('permanenceId', 'is not', null)
    .where('statut', '=', 'prevue')
    .where('jour', '>=', du)
    .where('jour', '<=', au)
    .where(sql<boolean>`not exists (select from accompagnement a
      where a.territoire_id = seance.territoire_id and a.seance_id = seance.id)`)
    .orderBy('jour')
    .orderBy('heureDebut');
}

/** The séances of permanences planned in a lieu from a day to another, both included, those where help is noted apart. */
export async function seancesASuspendre(
  db: Db,
  territoireId: string,
  lieuId: string,
  { du, au }: { du: Jour; au: Jour },
): Promise<{ readonly id: string; readonly jour: Jour }[]> {
  return aSuspendre(db, territoireId, lieuId, du, au).execute();
}

/** The same, held until the end of the transaction: whoever notes an accompagnement in one of them is waited for. */
export async function lockSeancesASuspendre(
  db: Db,
  territoireId: string,
  lieuId: string,
  { du, au }: { du: Jour; au: Jour },
): Promise<{ readonly id: string; readonly jour: Jour }[]> {
  await aSuspendre(db, territoireId, lieuId, du, au).forUpdate().execute();
  return seancesASuspendre(db, territoireId, lieuId, { du, au });
}
