import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import {
  evenementsDeType,
  isStatutEnVigueur,
  type LieuConvenu,
  type Partie,
  statutAu,
  verifierEvenement,
} from '../../conventions/rules.ts';
import { conventionsDe, lockConvention, saveEvenements } from '../../conventions/store.ts';
import { etatLieu, type RefusAccord, verifierAccord } from '../rules.ts';
import { findLieu } from '../store.ts';
import { visitesDe } from '../visites/store.ts';
import { donnerAccord, lockLieu } from './store.ts';

/** Writes in each convention in force that this lieu is agreed: an event, not an avenant. Returns whether one says it. */
async function noterConvenu(
  db: Db,
  territoireId: string,
  lieu: { readonly id: string; readonly structureId: string },
  { today, compteId }: { today: Temporal.PlainDate; compteId: string },
): Promise<boolean> {
  let said = false;
  for (const { id } of await conventionsDe(db, territoireId, lieu.structureId)) {
    const convention = await lockConvention(db, territoireId, id);
    if (convention === undefined || !isStatutEnVigueur(statutAu(convention, today))) continue;
    const known = evenementsDeType(convention, 'lieu_convenu').some(({ lieuId }) => lieuId === lieu.id);
    const evenement: LieuConvenu = { id: uuidv7(), type: 'lieu_convenu', lieuId: lieu.id, date: today };
    if (!known && verifierEvenement(convention, evenement).length > 0) continue;
    if (!known) await saveEvenements(db, territoireId, id, [evenement], compteId);
    said = true;
  }
  return said;
}

/**
 * Dates today the agreement of a party to a lieu. Once both have agreed, the conventions in force say it.
 *
 * Source: art. 1.2, « défini par le Bénéficiaire en accord avec le Département ». Returns why not,
 * or whether both now agree, and a convention in force says it.
 */
export async function accorder(
  db: Db,
  territoireId: string,
  { lieuId, partie }: { readonly lieuId: string; readonly partie: Partie },
  options: { readonly today: Temporal.PlainDate; readonly compteId: string },
): Promise<RefusAccord | { readonly convenu: boolean; readonly ecrit: boolean }> {
  await lockLieu(db, territoireId, lieuId);
  const before = await findLieu(db, territoireId, lieuId);
  if (before === undefined) throw new Error('The lieu was there a moment ago');
  const refus = verifierAccord(before, partie, (await visitesDe(db, territoireId, lieuId)).length);
  if (refus !== null) return refus;
  await donnerAccord(db, territoireId, lieuId, { partie, le: options.today });
  const after = await findLieu(db, territoireId, lieuId);
  if (after?.structureId == null || etatLieu(after, options.today) !== 'ouvert') {
    return { convenu: false, ecrit: false };
  }
  const ecrit = await noterConvenu(db, territoireId, { id: lieuId, structureId: after.structureId }, options);
  return { convenu: true, ecrit };
}
