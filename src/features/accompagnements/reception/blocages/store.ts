import { sql } from 'kysely';
import type { Db } from '../../../../platform/db.ts';
import { SUIVI } from '../../ligne/store.ts';
import type { Blocage, Saisie } from '../../rules/saisie.ts';
import type { Changement } from '../journal.ts';
import type { Auteur } from '../recevoir.ts';

function blocageDe(saisie: Saisie | null): Blocage | null {
  return saisie?.typeActivite === 'Individuel' ? saisie.blocage : null;
}

/** What a record tells of a service that blocks. */
type Dit = { readonly accompagnementId: string; readonly colonnes: ReturnType<typeof colonnesDe> };

function colonnesDe(saisie: Saisie, { operateur, service: serviceNom, obstacle, obstacleTexte }: Blocage) {
  const demarche = saisie.typeActivite === 'Individuel' ? (saisie.demarches[0] ?? null) : null;
  return { operateur, serviceNom, obstacle, obstacleTexte, demarche, constateLe: saisie.jour };
}

function ditsDe(changements: readonly Changement[]): readonly Dit[] {
  return changements.flatMap(({ accompagnementId, saisie }) => {
    const blocage = blocageDe(saisie);
    return saisie === null || blocage === null ? [] : [{ accompagnementId, colonnes: colonnesDe(saisie, blocage) }];
  });
}

const sansSuite = sql<boolean>`not ${SUIVI('service_bloque')}`;

/**
 * The blocked services that records tell of. One that nobody follows yet changes, and goes, with what told of it; once told to its
 * operator it stays as it was told. It bears the id of its record, so that a record deleted then brought back finds it again.
 */
export async function ecrireBlocages(
  db: Db,
  territoireId: string,
  auteur: Auteur,
  changements: readonly Changement[],
): Promise<void> {
  const withdrawn = changements
    .filter(({ existait, saisie }) => existait && blocageDe(saisie) === null)
    .map(({ accompagnementId }) => accompagnementId);
  if (withdrawn.length > 0) {
    await db
      .deleteFrom('serviceBloque')
      .where('territoireId', '=', territoireId)
      .where('accompagnementId', 'in', withdrawn)
      .where(sansSuite)
      .execute();
  }
  const dits = ditsDe(changements);
  if (dits.length > 0) await direBlocages(db, territoireId, auteur, dits);
}

async function direBlocages(db: Db, territoireId: string, { agentId, compteId }: Auteur, dits: readonly Dit[]) {
  const ids = dits.map(({ accompagnementId }) => accompagnementId);
  const known = await db
    .selectFrom('serviceBloque')
    .select(['id', sql<string>`coalesce(accompagnement_id, id)`.as('accompagnementId')])
    .where('territoireId', '=', territoireId)
    .where(({ and, eb, or }) =>
      or([eb('accompagnementId', 'in', ids), and([eb('id', 'in', ids), eb('accompagnementId', 'is', null)])]),
    )
    .execute();
  const byRecord = new Map(known.map((one) => [one.accompagnementId, one.id]));
  const news = dits.filter(({ accompagnementId }) => !byRecord.has(accompagnementId));
  if (news.length > 0) {
    await db
      .insertInto('serviceBloque')
      .values(
        news.map(({ accompagnementId, colonnes }) => ({
          ...{ territoireId, id: accompagnementId, accompagnementId, agentId, createdBy: compteId },
          ...colonnes,
        })),
      )
      .execute();
  }
  for (const { accompagnementId, colonnes } of dits) {
    const id = byRecord.get(accompagnementId);
    if (id === undefined) continue;
    const its = db.updateTable('serviceBloque').where('territoireId', '=', territoireId).where('id', '=', id);
    await its.set({ accompagnementId }).where('accompagnementId', 'is', null).execute();
    await its.set(colonnes).where(sansSuite).execute();
  }
}
