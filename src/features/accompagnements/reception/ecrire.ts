import type { Db } from '../../../platform/db.ts';
import { toColonnes } from '../ligne.ts';
import type { Saisie } from '../rules/saisie.ts';
import type { Operation } from '../rules/versions.ts';
import { noterVenues } from '../venues/store.ts';
import { ecrireBlocages } from './blocages/store.ts';
import type { Changement } from './journal.ts';
import type { Auteur } from './recevoir.ts';

/** An operation as it is kept, or about to be. */
export type OperationGardee = Operation & {
  readonly accompagnementId: string;
  /** Null: a deletion, a link, or one read back for its place alone. */
  readonly saisie: Saisie | null;
  /** The person that it bears, which it may have left as its form showed them. */
  readonly personneId: string | null;
  readonly mandatId: string | null;
  /** Null: a link. */
  readonly empreinte: Buffer | null;
  readonly agentId: string;
  readonly jour: Temporal.PlainDate;
};

/** What a version says, as it is kept: whom it is about stands beside, to go with the person's record. */
function texteDe(saisie: Saisie | null): string | null {
  return saisie && JSON.stringify({ ...saisie, personneId: undefined });
}

/** Writes what was accepted: the operations, then what the records become. */
export async function ecrire(
  db: Db,
  territoireId: string,
  auteur: Auteur,
  ecrits: { readonly operations: readonly OperationGardee[]; readonly changements: readonly Changement[] },
  now: Temporal.Instant,
): Promise<void> {
  const { operations, changements } = ecrits;
  if (operations.length === 0) return;
  await db
    .insertInto('accompagnementOperation')
    .values(
      operations.map(({ saisie, personne, mandatId: _, ...operation }) => ({
        ...operation,
        territoireId,
        saisie: texteDe(saisie),
        personneDite: personne !== undefined,
        createdBy: auteur.compteId,
      })),
    )
    .execute();
  await noterVenues(db, territoireId, changements, now);
  const ligne = ({ accompagnementId, saisie, conventionId, codeInsee, versionId }: Changement) =>
    saisie && { ...toColonnes(saisie), id: accompagnementId, conventionId, codeInsee, versionId };
  const news = changements
    .filter(({ existait, saisie }) => !existait && saisie !== null)
    .flatMap((one) => ligne(one) ?? []);
  if (news.length > 0) {
    const { compteId: createdBy, agentId } = auteur;
    await db
      .insertInto('accompagnement')
      .values(news.map((one) => ({ ...one, territoireId, agentId, createdBy })))
      .execute();
  }
  for (const changement of changements.filter(({ existait }) => existait)) {
    const line = ligne(changement);
    if (line === null) continue;
    const { id, ...columns } = line;
    await db
      .updateTable('accompagnement')
      .set({ ...columns, updatedAt: now })
      .where('territoireId', '=', territoireId)
      .where('id', '=', id)
      .execute();
  }
  await ecrireBlocages(db, territoireId, auteur, changements);
  const gone = changements
    .filter(({ existait, saisie }) => existait && saisie === null)
    .map((one) => one.accompagnementId);
  if (gone.length > 0) {
    await db.deleteFrom('accompagnement').where('territoireId', '=', territoireId).where('id', 'in', gone).execute();
  }
}
