import { type CalendrierOptions, nomFerie } from '../../../domain/calendrier.ts';
import type { Db } from '../../../platform/db.ts';
import { enVigueurLe } from '../../conventions/rules.ts';
import { conventionsDe } from '../../conventions/store.ts';
import { conformites } from '../../lieux/conformite/store.ts';
import { accordsDe, isConvenu } from '../../lieux/rules.ts';
import { findLieu } from '../../lieux/store.ts';
import { lockPlanning, type SeancePlanning } from '../seances/store.ts';
import { agentsPlanifiables, findPermanence } from '../store.ts';
import { exceptionsDe, type Occurrence, type RefusModification, verifierModification } from './rules.ts';
import { modifierSeance } from './store.ts';

type Jour = { readonly today: Temporal.PlainDate; readonly calendrier: CalendrierOptions };

/** What its series gives for a séance: the day that it stands for, with the lieu, the hours and the agent of today. */
export async function occurrenceDeSerie(
  db: Db,
  territoireId: string,
  { permanenceId, jourPrevu, jour }: SeancePlanning,
  today: Temporal.PlainDate,
): Promise<Occurrence | undefined> {
  if (permanenceId === null) return undefined;
  const serie = await findPermanence(db, territoireId, permanenceId, today);
  if (serie === undefined) return undefined;
  const { lieuId, agentId, heureDebut, heureFin } = serie;
  return { jour: jourPrevu ?? jour, lieuId, agentId, heureDebut, heureFin };
}

/**
 * Holds one séance on another day, at other hours or in another lieu. Only that date changes: the series keeps its own, and does
 * not plan it again. Returns every refusal at once; empty: it is done.
 */
export async function deplacerUneSeance(
  db: Db,
  territoireId: string,
  { seance, vers }: { readonly seance: SeancePlanning; readonly vers: Occurrence },
  { today, calendrier }: Jour,
): Promise<readonly RefusModification[]> {
  await lockPlanning(db, territoireId);
  const lieu = vers.lieuId === null ? undefined : await findLieu(db, territoireId, vers.lieuId);
  const structureId = lieu?.structureId ?? null;
  const conventions = structureId === null ? null : await conventionsDe(db, territoireId, structureId);
  const agent = (await agentsPlanifiables(db, territoireId, today)).find(({ id }) => id === vers.agentId);
  const { usages } = (await conformites(db, territoireId, today, vers.lieuId ?? undefined)).de(vers.lieuId ?? '');
  const refus = verifierModification(
    {
      seance,
      vers,
      ferie: nomFerie(vers.jour, calendrier),
      lieuFermeLe: lieu?.fermeLe ?? null,
      usage: usages.permanence,
      lieuConvenu: lieu !== undefined && isConvenu(accordsDe(lieu), today),
      conventions,
      contrats: agent === undefined ? [] : [{ debut: agent.contratDebut, fin: agent.contratFin }],
    },
    today,
  );
  if (refus.length > 0) return refus;
  const serie = await occurrenceDeSerie(db, territoireId, seance, today);
  const outcome = await modifierSeance(db, territoireId, {
    ...vers,
    id: seance.id,
    conventionId: conventions?.find((one) => enVigueurLe(one, vers.jour))?.id ?? null,
    exceptions: serie === undefined ? [] : exceptionsDe(vers, serie),
  });
  return 'value' in outcome ? [] : [{ refus: outcome.conflit }];
}

/** Holds a séance again as its series says, when that is still possible. Returns every refusal at once; empty: it is done. */
export async function revenirALaSerie(
  db: Db,
  territoireId: string,
  seance: SeancePlanning,
  jour: Jour,
): Promise<readonly RefusModification[]> {
  const serie = await occurrenceDeSerie(db, territoireId, seance, jour.today);
  if (serie === undefined) return [{ refus: 'aide_ponctuelle' }];
  const refus = await deplacerUneSeance(db, territoireId, { seance, vers: serie }, jour);
  return refus.map((one) => (one.refus === 'rien_ne_change' ? { refus: 'deja_dans_la_serie' } : one));
}
