import { estAvant } from '../../../domain/periode.ts';
import type { Db } from '../../../platform/db.ts';
import { type Retour, rendreAuPlanning } from '../../permanences/absences/retour.ts';
import { type RendezVousTouche, rendezVousTouches } from '../../permanences/exceptions/store.ts';
import {
  lockPlanning,
  lockSeances,
  type SeancePlanning,
  seancesChangeesPar,
  seancesDeLieu,
} from '../../permanences/seances/store.ts';
import type { Lieu } from '../store.ts';
import { type Fermeture, type RefusFermeture, verifierFermeture } from './rules.ts';
import { annulerPourFermeture, type FermetureNotee, fermeturesDe, leverFermeture, saveFermeture } from './store.ts';

type Date = Temporal.PlainDate;

/** What a closure takes: séances of every agent, and the rendez-vous that counted on them. */
export type ImpactFermeture = {
  readonly seances: readonly SeancePlanning[];
  readonly rendezVous: readonly RendezVousTouche[];
};

async function avecRendezVous(db: Db, territoireId: string, seances: readonly SeancePlanning[]) {
  const ids = seances.map(({ id }) => id);
  return { seances, rendezVous: await rendezVousTouches(db, territoireId, ids) };
}

/** What a closure would take, in order; what was held already is left alone. */
export async function lireImpact(
  db: Db,
  territoireId: string,
  lieuId: string,
  fermeture: Fermeture,
): Promise<ImpactFermeture> {
  const all = await seancesDeLieu(db, territoireId, lieuId, fermeture);
  const seances = all.filter(({ statut, tenue }) => statut === 'prevue' && !tenue);
  return avecRendezVous(db, territoireId, seances);
}

/** What a closure took, and that waits for the lieu to open again. */
export async function lireSuites(db: Db, territoireId: string, fermetureId: string): Promise<ImpactFermeture> {
  return avecRendezVous(db, territoireId, await seancesChangeesPar(db, territoireId, { fermetureId }));
}

/** Every reason not to close a lieu for some days. */
export async function verifierJours(
  db: Db,
  territoireId: string,
  lieu: Lieu,
  fermeture: Fermeture,
  today: Date,
): Promise<readonly RefusFermeture[]> {
  const autres = (await fermeturesDe(db, territoireId, lieu.id)).filter(({ leveeAt }) => leveeAt === null);
  return verifierFermeture(fermeture, { autres, lieuFermeLe: lieu.fermeLe }, today);
}

/**
 * Closes a lieu for some days: the séances of every agent there are cancelled with the reason, in one transaction. Returns every
 * refusal at once, or the closure with what it took.
 */
export async function fermerQuelquesJours(
  db: Db,
  territoireId: string,
  lieu: Lieu,
  demande: Fermeture & { readonly motif: string; readonly compteId: string; readonly today: Date },
): Promise<{ readonly refus: readonly RefusFermeture[] } | { readonly id: string; readonly impact: ImpactFermeture }> {
  const { du, au, motif, compteId, today } = demande;
  await lockPlanning(db, territoireId);
  const refus = await verifierJours(db, territoireId, lieu, { du, au }, today);
  if (refus.length > 0) return { refus };
  const { seances } = await lireImpact(db, territoireId, lieu.id, { du, au });
  await lockSeances(
    db,
    territoireId,
    seances.map(({ id }) => id),
  );
  const saved = await saveFermeture(db, territoireId, { du, au, motif, compteId, lieuId: lieu.id });
  if ('refus' in saved) return { refus: [{ refus: saved.refus, du, au }] };
  await annulerPourFermeture(db, territoireId, { du, au, motif, fermetureId: saved.id, lieuId: lieu.id });
  return { id: saved.id, impact: await lireSuites(db, territoireId, saved.id) };
}

/** The séances to come that opening the lieu again would give back. */
export async function lireRetour(
  db: Db,
  territoireId: string,
  fermetureId: string,
  today: Date,
): Promise<readonly SeancePlanning[]> {
  const all = await seancesChangeesPar(db, territoireId, { fermetureId });
  return all.filter(({ jour, statut }) => statut === 'annulee' && !estAvant(jour, today));
}

/** Opens a lieu again: what its closure had cancelled and nothing has taken meanwhile is planned again. */
export async function rouvrir(
  db: Db,
  territoireId: string,
  { id }: FermetureNotee,
  { today, now }: { readonly today: Date; readonly now: Temporal.Instant },
): Promise<Retour> {
  await lockPlanning(db, territoireId);
  const seances = await lireRetour(db, territoireId, id, today);
  await leverFermeture(db, territoireId, id, now);
  return rendreAuPlanning(db, territoireId, seances, today);
}
