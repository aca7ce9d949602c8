import type { Db } from '../../platform/db.ts';
import type { LogoRecu } from '../territoires/logo-recu.ts';

export type LogoStructure = { readonly type: string; readonly octets: Uint8Array };

/** The logo of a structure; undefined when it gave none: papers then frame its name. */
export async function findLogoStructure(
  db: Db,
  territoireId: string,
  structureId: string,
): Promise<LogoStructure | undefined> {
  return db
    .selectFrom('structureLogo')
    .select(['type', 'octets'])
    .where('territoireId', '=', territoireId)
    .where('structureId', '=', structureId)
    .executeTakeFirst();
}

/** Replaces the logo of a structure. */
export async function saveLogoStructure(
  db: Db,
  territoireId: string,
  structureId: string,
  logo: LogoRecu,
): Promise<void> {
  const values = { type: logo.type, octets: Buffer.from(logo.octets) };
  await db
    .insertInto('structureLogo')
    .values({ territoireId, structureId, ...values })
    .onConflict((conflict) => conflict.columns(['territoireId', 'structureId']).doUpdateSet(values))
    .execute();
}

export async function deleteLogoStructure(db: Db, territoireId: string, structureId: string): Promise<void> {
  await db
    .deleteFrom('structureLogo')
    .where('territoireId', '=', territoireId)
    .where('structureId', '=', structureId)
    .execute();
}
