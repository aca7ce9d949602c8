import { type Fin, REGLAGES_PROPOSES } from '../src/features/mandats/rules.ts';
import { finirDemarches } from '../src/features/mandats/store.ts';
import { inTerritoire } from '../src/platform/db.ts';
import { uuidv7 } from '../src/platform/ids.ts';
import type { Base } from './base.ts';

export const TERRITOIRE = { id: '66', nomComplet: 'Département des Pyrénées-Orientales', couleur: '#0b5468' } as const;

/** Gives a territoire the standing visa of its Archives, or takes it away. */
export async function poserVisa(base: Pick<Base, 'owner'>, reference: string | null = 'AD66-2026-014'): Promise<void> {
  const { piecesAcceptees, visa: _, ...reglages } = REGLAGES_PROPOSES;
  const visa = {
    visaReference: reference,
    visaDate: reference === null ? null : Temporal.PlainDate.from('2026-03-02'),
    visaPortee: reference === null ? null : 'Mandats d’aide numérique, à leur terme',
  };
  await base.owner
    .insertInto('mandatReglages')
    .values({ territoireId: '66', piecesAcceptees: [...piecesAcceptees], ...reglages, ...visa })
    .onConflict((conflict) => conflict.column('territoireId').doUpdateSet(visa))
    .execute();
}

/** Ends démarches of a mandat, all of them unless told. */
export function finir(
  base: Pick<Base, 'request'>,
  mandatId: string,
  fin: Partial<Fin> & { readonly demarcheIds?: readonly string[]; readonly delaiTiersHeures?: number } = {},
): Promise<string[]> {
  return inTerritoire(base.request, '66', (db) =>
    finirDemarches(db, '66', mandatId, {
      at: Temporal.Now.instant(),
      cause: 'achevement',
      canal: 'agent',
      compteId: null,
      delaiTiersHeures: 0,
      ...fin,
    }),
  );
}

/** Sets a legal hold on a mandat. */
export async function poserSursis(base: Pick<Base, 'owner'>, mandatId: string): Promise<void> {
  // Held as the application does, when `owner` is a transaction.
  await base.owner.selectFrom('mandat').select('id').where('id', '=', mandatId).forNoKeyUpdate().execute();
  await base.owner
    .insertInto('mandatSursis')
    .values({ territoireId: '66', id: uuidv7(), mandatId, motif: 'Réquisition fictive, pour un essai' })
    .execute();
}

/** Lifts the legal hold of a mandat. */
export async function leverSursis(base: Pick<Base, 'owner'>, mandatId: string): Promise<void> {
  await base.owner
    .updateTable('mandatSursis')
    .set({ leveAt: Temporal.Now.instant() })
    .where('territoireId', '=', '66')
    .where('mandatId', '=', mandatId)
    .where('leveAt', 'is', null)
    .execute();
}
