import { sql } from 'kysely';
import type { NatureStructure } from '../../domain/nomenclatures.ts';
import type { Siret } from '../../domain/siret.ts';
import { attempt, type Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import type { Appartenance } from './rules.ts';

export type SaisieMembre = Appartenance & {
  readonly nom: string;
  readonly nature: NatureStructure;
  readonly siret: Siret | null;
  readonly codeInsee: string;
  readonly conseillers: number;
  readonly contactNom: string | null;
  readonly contactFonction: string | null;
  readonly contactCourriel: string | null;
  readonly contactTelephone: string | null;
};

export type Membre = Omit<SaisieMembre, 'siret'> & {
  readonly id: string;
  readonly siret: string | null;
  readonly commune: string;
};

function selectMembres(db: Db, territoireId: string) {
  return db
    .selectFrom('membre')
    .innerJoin('commune', 'commune.codeInsee', 'membre.codeInsee')
    .select([
      'membre.id',
      'membre.nom',
      'membre.siret',
      'membre.codeInsee',
      'membre.conseillers',
      'membre.du',
      'membre.au',
      'membre.contactNom',
      'membre.contactFonction',
      'membre.contactCourriel',
      'membre.contactTelephone',
      'commune.nom as commune',
    ])
    .select((eb) => eb.ref('membre.nature').$castTo<NatureStructure>().as('nature'))
    .where('membre.territoireId', '=', territoireId);
}

/** Every other member of the dispositif, past ones included, by name. */
export async function allMembres(db: Db, territoireId: string): Promise<Membre[]> {
  return selectMembres(db, territoireId).orderBy('membre.nom').orderBy('membre.id').execute();
}

export async function findMembre(db: Db, territoireId: string, id: string): Promise<Membre | undefined> {
  return selectMembres(db, territoireId).where('membre.id', '=', id).executeTakeFirst();
}

/** Records a member, new when `id` is null. `null` when its SIRET is another member's. */
export async function saveMembre(
  db: Db,
  territoireId: string,
  id: string | null,
  saisie: SaisieMembre,
): Promise<{ readonly id: string } | null> {
  const saved = await attempt(db, () =>
    id === null
      ? db
          .insertInto('membre')
          .values({ territoireId, id: uuidv7(), ...saisie })
          .returning('id')
          .executeTakeFirstOrThrow()
      : db
          .updateTable('membre')
          .set({ ...saisie, updatedAt: sql`now()` })
          .where('territoireId', '=', territoireId)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirstOrThrow(),
  );
  if ('value' in saved) return saved.value;
  if (saved.constraint !== 'membre_siret_unique') throw new Error(`A membre was refused by ${saved.constraint}`);
  return null;
}

/** Sets the last day of a member; null: it goes on. */
export async function endMembre(
  db: Db,
  territoireId: string,
  id: string,
  au: Temporal.PlainDate | null,
): Promise<void> {
  await db
    .updateTable('membre')
    .set({ au, updatedAt: sql`now()` })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}
