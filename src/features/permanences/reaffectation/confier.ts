import type { Db } from '../../../platform/db.ts';
import { conventionsDe } from '../../conventions/store.ts';
import { conformites } from '../../lieux/conformite/store.ts';
import { accordsDe, isConvenu } from '../../lieux/rules.ts';
import { findLieu } from '../../lieux/store.ts';
import type { Seance } from '../rules.ts';
import { type Conflit, lockPlanning, type SeancePlanning, seancesDePermanence } from '../seances/store.ts';
import { type AgentChoix, agentsPlanifiables, type PermanenceSuivie } from '../store.ts';
import {
  type Disponibilite,
  disponibilite,
  type RefusReaffectation,
  verifierReaffectation,
  verifierSeanceAConfier,
} from './rules.ts';
import { confierPermanence, confierSeance, prevuesCesJours } from './store.ts';

type Date = Temporal.PlainDate;

/** From a first day to a last one, both inclusive; without a last one, for good. */
export type Fenetre = { readonly du: Date; readonly au: Date | null };

const toSeance = ({ jour: date, heureDebut, heureFin }: SeancePlanning): Seance => ({ date, heureDebut, heureFin });

function isWithin({ jour }: SeancePlanning, { du, au }: Fenetre): boolean {
  return Temporal.PlainDate.compare(jour, du) >= 0 && (au === null || Temporal.PlainDate.compare(jour, au) <= 0);
}

/**
 * The séances of a permanence that a change of agent concerns: its agent's own and those that nobody holds any more. One
 * handed to somebody else on purpose stays with them.
 */
async function concernees(db: Db, territoireId: string, of: PermanenceSuivie, fenetre: Fenetre) {
  const all = await seancesDePermanence(db, territoireId, of.id, fenetre.du);
  return all.filter(
    (seance) => isWithin(seance, fenetre) && !seance.tenue && (seance.agentId === of.agentId || seance.sansAgent),
  );
}

/** Who could hold these séances, the freest first. */
export type Candidat = AgentChoix & Disponibilite;

async function candidats(
  db: Db,
  territoireId: string,
  seances: readonly SeancePlanning[],
  today: Date,
): Promise<readonly Candidat[]> {
  const planned = seances.filter(({ statut }) => statut === 'prevue');
  const days = planned.map(toSeance);
  const prevues = await prevuesCesJours(
    db,
    territoireId,
    days.map(({ date }) => date),
  );
  return (await agentsPlanifiables(db, territoireId, today))
    .filter(({ id }) => planned.some(({ agentId }) => agentId !== id))
    .map((agent) => ({
      ...agent,
      ...disponibilite(days, {
        contrats: [{ debut: agent.contratDebut, fin: agent.contratFin }],
        prevues: prevues.get(agent.id) ?? [],
      }),
    }))
    .sort((a, b) => a.prises + a.horsContrat - (b.prises + b.horsContrat));
}

export function candidatsSeance(db: Db, territoireId: string, of: SeancePlanning, today: Date) {
  return candidats(db, territoireId, [of], today);
}

export async function candidatsPermanence(
  db: Db,
  territoireId: string,
  of: PermanenceSuivie,
  fenetre: Fenetre,
  today: Date,
): Promise<{ readonly candidats: readonly Candidat[]; readonly seances: number }> {
  const seances = (await concernees(db, territoireId, of, fenetre)).filter(({ statut }) => statut === 'prevue');
  return { candidats: await candidats(db, territoireId, seances, today), seances: seances.length };
}

/** What the rule needs to know of the lieu, the conventions and the agent, read under the lock of the planning. */
async function verifier(
  db: Db,
  territoireId: string,
  { seances, agent, lieuId }: { seances: readonly SeancePlanning[]; agent: AgentChoix; lieuId: string | null },
  today: Date,
): Promise<readonly RefusReaffectation[]> {
  const lieu = lieuId === null ? undefined : await findLieu(db, territoireId, lieuId);
  const structureId = lieu?.structureId ?? null;
  const prevues = await prevuesCesJours(
    db,
    territoireId,
    seances.map(({ jour }) => jour),
  );
  return verifierReaffectation({
    seances: seances.map((seance) => ({ ...toSeance(seance), agentId: seance.agentId })),
    agentId: agent.id,
    lieu:
      lieu === undefined
        ? null
        : {
            usage: (await conformites(db, territoireId, today, lieu.id)).de(lieu.id).usages.permanence,
            lieuConvenu: isConvenu(accordsDe(lieu), today),
          },
    conventions: structureId === null ? null : await conventionsDe(db, territoireId, structureId),
    contrats: [{ debut: agent.contratDebut, fin: agent.contratFin }],
    prevues: prevues.get(agent.id) ?? [],
  });
}

/** A refusal that only the database tells, without its dates; null: checking again names them. */
function sansDates(conflit: Conflit): RefusReaffectation | null {
  if (conflit === 'agent_occupe' || conflit === 'lieu_occupe' || conflit === 'salle_a_nommer') return null;
  return { refus: conflit };
}

/** Hands one séance to another agent. Returns every refusal at once; empty: it is done. */
export async function confierUneSeance(
  db: Db,
  territoireId: string,
  { seance, agent }: { readonly seance: SeancePlanning; readonly agent: AgentChoix },
  today: Date,
): Promise<readonly RefusReaffectation[]> {
  await lockPlanning(db, territoireId);
  const kept = verifierSeanceAConfier(seance, today);
  if (kept !== null) return [kept];
  const of = { seances: [seance], agent, lieuId: seance.lieuId };
  const refus = await verifier(db, territoireId, of, today);
  if (refus.length > 0) return refus;
  const outcome = await confierSeance(db, territoireId, { id: seance.id, agentId: agent.id });
  if ('value' in outcome) return [];
  const said = sansDates(outcome.conflit);
  if (said !== null) return [said];
  return verifier(db, territoireId, of, today);
}

/**
 * Hands a permanence to another agent from a day on, for good or until another day. Returns every refusal at once, or how
 * many séances changed hands.
 */
export async function confierUnePermanence(
  db: Db,
  territoireId: string,
  change: { readonly permanence: PermanenceSuivie; readonly agent: AgentChoix; readonly fenetre: Fenetre },
  today: Date,
): Promise<{ readonly refus: readonly RefusReaffectation[] } | { readonly seances: number }> {
  const { permanence, agent, fenetre } = change;
  await lockPlanning(db, territoireId);
  const toMove = await concernees(db, territoireId, permanence, fenetre);
  const planned = toMove.filter(({ statut }) => statut === 'prevue');
  const of = { seances: planned, agent, lieuId: permanence.lieuId };
  const refus = await verifier(db, territoireId, of, today);
  if (refus.length > 0) return { refus };
  const outcome = await confierPermanence(db, territoireId, {
    id: permanence.id,
    agentId: agent.id,
    seanceIds: toMove.map(({ id }) => id),
    pourDeBon: fenetre.au === null,
  });
  if ('value' in outcome) return { seances: outcome.value };
  const said = sansDates(outcome.conflit);
  if (said !== null) return { refus: [said] };
  // Something wrote without taking the lock: by now the check sees it, and names the dates.
  return { refus: await verifier(db, territoireId, of, today) };
}
