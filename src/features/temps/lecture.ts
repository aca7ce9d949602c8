import type { Periode } from '../../domain/periode.ts';
import type { Db } from '../../platform/db.ts';
import type { Agent } from '../equipe/store.ts';
import { minutesDeRoute } from '../permanences/absences/rules.ts';
import { vitesseDe } from '../permanences/absences/store.ts';
import { heuresDuMois, type MoisHeures } from './rules/heures.ts';
import { type ContexteTemps, type RefusTemps, type SaisieTemps, verifierTemps } from './rules/temps.ts';
import { type TrajetPropose, trajetsProposes } from './rules/trajets.ts';
import { actesHorsSeance, saveTemps, seancesDuJour, seancesTenues, tempsDeclares, verrouillerTemps } from './store.ts';

/** Where and when something is read: the territoire, the day in Paris and the instant. */
export type Ici = {
  readonly db: Db;
  readonly territoire: { readonly id: string };
  readonly today: Temporal.PlainDate;
  readonly now: Temporal.Instant;
};

function periodeDe(mois: Temporal.PlainYearMonth): Periode {
  return { debut: mois.toPlainDate({ day: 1 }), fin: mois.toPlainDate({ day: mois.daysInMonth }) };
}

async function faitsDe({ db, territoire, now }: Ici, agentId: string, periode: Periode) {
  return {
    seances: await seancesTenues(db, territoire.id, agentId, periode, now),
    actes: await actesHorsSeance(db, territoire.id, agentId, periode),
    temps: await tempsDeclares(db, territoire.id, agentId, periode),
  };
}

/** The hours of an agent in a month. */
export async function lireHeures(ici: Ici, agentId: string, mois: Temporal.PlainYearMonth): Promise<MoisHeures> {
  return heuresDuMois(mois, await faitsDe(ici, agentId, periodeDe(mois)));
}

/** The roads of a month that the agent may accept. */
export async function lireTrajets(
  ici: Ici,
  agentId: string,
  mois: Temporal.PlainYearMonth,
): Promise<readonly TrajetPropose[]> {
  const { seances, temps } = await faitsDe(ici, agentId, periodeDe(mois));
  const noted = temps.flatMap(({ nature, seanceId }) => (nature === 'trajet' && seanceId !== null ? [seanceId] : []));
  const vitesseKmh = await vitesseDe(ici.db, ici.territoire.id);
  return trajetsProposes(seances, (a, b) => minutesDeRoute(a, b, vitesseKmh), new Set(noted));
}

async function contexteDe(
  ici: Ici,
  { id: agentId, contratDebut, contratFin }: Pick<Agent, 'id' | 'contratDebut' | 'contratFin'>,
  { jour, existingId }: { readonly jour: Temporal.PlainDate; readonly existingId: string | null },
): Promise<ContexteTemps> {
  const { seances, actes, temps } = await faitsDe(ici, agentId, { debut: jour, fin: jour });
  const others = temps.filter(({ id }) => id !== existingId);
  const { totalMinutes } = heuresDuMois(jour.toPlainYearMonth(), { seances, actes, temps: others });
  const planned = await seancesDuJour(ici.db, ici.territoire.id, agentId, jour);
  return {
    contrat: { debut: contratDebut, fin: contratFin },
    dejaMinutes: totalMinutes,
    seances: planned.map(({ id }) => id),
  };
}

/** Notes a time of the agent unless something refuses it, and returns why; empty: it is noted. */
export async function noterTemps(
  ici: Ici,
  agent: Pick<Agent, 'id' | 'contratDebut' | 'contratFin'>,
  saisie: SaisieTemps,
  { compteId, existingId = null }: { readonly compteId: string; readonly existingId?: string | null },
): Promise<readonly RefusTemps[]> {
  await verrouillerTemps(ici.db, ici.territoire.id, agent.id);
  const contexte = await contexteDe(ici, agent, { jour: saisie.jour, existingId });
  const refus = verifierTemps(saisie, contexte, ici.today);
  if (refus.length === 0) {
    await saveTemps(ici.db, ici.territoire.id, existingId, saisie, { agentId: agent.id, compteId });
  }
  return refus;
}
