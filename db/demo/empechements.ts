import type { Insertable } from 'kysely';
import { demiJourneeDe } from '../../src/domain/demi-journee.ts';
import type { DB } from '../types.ts';
import { demo, demoId } from './ids.ts';
import { lundi } from './jours.ts';
import type { PermanenceDemo } from './permanences.ts';

type Date = Temporal.PlainDate;
type SeanceRow = Insertable<DB['seance']>;
type Absence = Insertable<DB['absence']>;
type Fermeture = Insertable<DB['lieuFermeture']>;

/** Days when somebody was or will be away, when a lieu will not open, and the séances as these leave them. */
export interface Empechements {
  readonly absences: readonly Absence[];
  readonly fermetures: readonly Fermeture[];
  readonly seances: readonly SeanceRow[];
}

/** What séances that were cancelled say, when it is their agent who was away. */
const NATURES: Readonly<Record<string, string>> = { 'Agent en formation': 'formation', 'Agent absent': 'imprevue' };
const CONGES = 'Congés de la mairie';

const noted = (du: Date): Temporal.Instant =>
  du.subtract({ days: 10 }).toZonedDateTime('Europe/Paris').add({ hours: 9 }).toInstant();

/** The half-day of a past séance that its agent was away for. */
function absencePassee({ jour, heureDebut, agentId, motif }: SeanceRow): Absence {
  const absentMoment = demiJourneeDe(heureDebut as Temporal.PlainTime);
  return {
    territoireId: demo.territoire,
    id: demoId('66', 'absence', agentId, String(jour), absentMoment),
    agentId,
    absentDu: jour as Date,
    absentAu: jour as Date,
    absentMoment,
    absentNature: NATURES[motif ?? ''] ?? 'autre',
    createdBy: demo.comptes.equipe,
    createdAt: noted(jour as Date),
  };
}

/** Whose week, and which place, may be missed: neither those of the demo accounts, nor what people are shown first. */
function manquables(planning: readonly PermanenceDemo[]): readonly PermanenceDemo[] {
  const shown = new Set<string>([...Object.values(demo.agents), ...Object.values(demo.lieux)]);
  return planning.filter(
    ({ agent, lieu, toutesLes, rangs }) =>
      toutesLes === 1 && rangs.length === 0 && !shown.has(agent.id) && !shown.has(lieu.id),
  );
}

/**
 * Every séance cancelled since its agent was away has its absence; somebody is on leave next week; a lieu that receives by
 * rendez-vous is closed the week after. `recoit` says which permanences receive so.
 */
export function empechements(
  seances: readonly SeanceRow[],
  planning: readonly PermanenceDemo[],
  { today, recoit }: { readonly today: Date; readonly recoit: (permanence: PermanenceDemo) => boolean },
): Empechements {
  const passees = new Map(
    seances
      .filter(({ statut, motif }) => statut === 'annulee' && (motif ?? '') in NATURES)
      .map((seance) => [seance.id, absencePassee(seance)]),
  );
  const [conge, ...others] = manquables(planning).filter(recoit);
  const travaux = others.find(({ agent, lieu }) => agent.id !== conge?.agent.id && lieu.id !== conge?.lieu.id);
  const semaine = (weeks: number) => {
    const du = lundi(today).add({ weeks });
    return { du, au: du.add({ days: 4 }) };
  };
  const of = { territoireId: demo.territoire, createdBy: demo.comptes.equipe };
  const [absent, ferme] = [semaine(1), semaine(2)];
  const aVenir = conge && {
    ...of,
    id: demoId('66', 'absence', 'conge'),
    agentId: conge.agent.id,
    absentDu: absent.du,
    absentAu: absent.au,
    absentMoment: 'journee',
    absentNature: 'conge',
    createdAt: noted(absent.du),
  };
  const fermeture = travaux && {
    ...of,
    id: demoId('66', 'fermeture', 'conges'),
    lieuId: travaux.lieu.id,
    ...ferme,
    motif: CONGES,
    createdAt: noted(ferme.du),
  };
  const within = (jour: Date, { du, au }: { readonly du: Date; readonly au: Date }) =>
    Temporal.PlainDate.compare(jour, du) >= 0 && Temporal.PlainDate.compare(jour, au) <= 0;
  const touchee = (seance: SeanceRow): Partial<SeanceRow> => {
    const jour = seance.jour as Date;
    if (seance.statut === 'annulee') return { absenceId: passees.get(seance.id)?.id ?? null };
    if (aVenir !== undefined && seance.agentId === aVenir.agentId && within(jour, absent))
      return { statut: 'annulee', motif: 'Agent absent', absenceId: aVenir.id };
    if (fermeture !== undefined && seance.lieuId === fermeture.lieuId && within(jour, ferme))
      return { statut: 'annulee', motif: `Lieu fermé : ${CONGES}`, fermetureId: fermeture.id };
    return {};
  };
  return {
    absences: [...passees.values(), ...(aVenir === undefined ? [] : [aVenir])],
    fermetures: fermeture === undefined ? [] : [fermeture],
    seances: seances.map((seance) => ({
      ...seance,
      ...{ absenceId: null, fermetureId: null },
      ...touchee(seance),
    })),
  };
}
