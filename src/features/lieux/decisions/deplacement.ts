import type { CalendrierOptions } from '../../../domain/calendrier.ts';
import { formatPlage } from '../../../domain/date.ts';
import { JOURS } from '../../../domain/demi-journee.ts';
import { estApres } from '../../../domain/periode.ts';
import { couperSerie } from '../../../domain/rythme.ts';
import type { Db } from '../../../platform/db.ts';
import { planifier } from '../../permanences/planification.ts';
import type { RefusPermanence } from '../../permanences/rules.ts';
import { cancelSeance, type SeancePlanning, seancesDePermanence } from '../../permanences/seances/store.ts';
import { agentsPlanifiables, allPermanences, type PermanenceSuivie, stopPermanence } from '../../permanences/store.ts';
import type { Lieu } from '../store.ts';

type Jour = Temporal.PlainDate;

/** The permanences of a lieu that are not over on a day. */
export async function permanencesDuLieu(
  db: Db,
  territoireId: string,
  lieuId: string,
  jour: Jour,
): Promise<readonly PermanenceSuivie[]> {
  return (await allPermanences(db, territoireId, jour)).filter(
    (one) => one.lieuId === lieuId && (one.au === null || !estApres(jour, one.au)),
  );
}

/** A permanence that has not begun lasts at least its first day: the séance of that day goes with the others. */
async function annulerLe(
  db: Db,
  territoireId: string,
  { permanenceId, jour, motif }: { readonly permanenceId: string; readonly jour: Jour; readonly motif: string },
): Promise<number> {
  const seances = (await seancesDePermanence(db, territoireId, permanenceId, jour)).filter(
    (one) => one.jour.equals(jour) && one.statut === 'prevue' && !one.tenue,
  );
  for (const { id } of seances) await cancelSeance(db, territoireId, id, motif);
  return seances.length;
}

export type Deplacement = {
  readonly deplacees: number;
  /** Séances cancelled in the lieu that is left. */
  readonly annulees: number;
  /** Séances planned in the other lieu. */
  readonly prevues: readonly SeancePlanning[];
  /** Why a permanence cannot be held there, named as people say it: « mardi, de 9 h à 12 h ». */
  readonly refus: readonly { readonly permanence: string; readonly refus: RefusPermanence }[];
};

/**
 * Moves every permanence of a lieu to another from the day after `au` on: same day, same hours, same agent, checked as any
 * new one is. With a refusal, the caller must write nothing.
 */
export async function deplacer(
  db: Db,
  territoireId: string,
  { de, vers, au, motif }: { readonly de: Lieu; readonly vers: Lieu; readonly au: Jour; readonly motif: string },
  options: { readonly today: Jour; readonly compteId: string; readonly calendrier: CalendrierOptions },
): Promise<Deplacement> {
  const suivant = au.add({ days: 1 });
  const permanences = await permanencesDuLieu(db, territoireId, de.id, suivant);
  const agents = new Map((await agentsPlanifiables(db, territoireId, options.today)).map((one) => [one.id, one]));
  let annulees = 0;
  // All of them leave first: what one frees, another may take.
  for (const { id, du } of permanences) {
    const isToCome = estApres(du, au);
    annulees += await stopPermanence(db, territoireId, { id, au: isToCome ? du : au, motif });
    if (isToCome) annulees += await annulerLe(db, territoireId, { permanenceId: id, jour: du, motif });
  }
  const refus: Deplacement['refus'][number][] = [];
  const prevues: SeancePlanning[] = [];
  // The second of two held side by side follows the first.
  const suites = new Map<string, string>();
  for (const permanence of permanences.toSorted((a, b) => Number(a.binomeDe !== null) - Number(b.binomeDe !== null))) {
    const { agentId, jour, heureDebut, heureFin, accueil, rdvDebut, rdvFin, pasMinutes } = permanence;
    const nom = `${JOURS[jour]}, ${formatPlage(heureDebut, heureFin)}`;
    const agent = agents.get(agentId);
    if (agent === undefined) {
      refus.push({ permanence: nom, refus: { refus: 'agent_hors_contrat', dates: [suivant] } });
      continue;
    }
    const { toutesLes, rangs, horsVacances, au: fin } = permanence;
    // « One week in two » keeps its weeks.
    const du = couperSerie({ ...permanence, au: null }, suivant).apres?.du ?? suivant;
    const projet = {
      permanence: { jour, toutesLes, rangs, horsVacances, heureDebut, heureFin, du, au: fin },
      accueil: { accueil, rdvDebut, rdvFin, pasMinutes },
      binomeDe: suites.get(permanence.binomeDe ?? '') ?? null,
      agent,
      lieu: vers,
    };
    const outcome = await planifier(db, territoireId, projet, options);
    if ('refus' in outcome) refus.push(...outcome.refus.map((one) => ({ permanence: nom, refus: one })));
    else {
      suites.set(permanence.id, outcome.id);
      prevues.push(...(await seancesDePermanence(db, territoireId, outcome.id, du)));
    }
  }
  return { deplacees: permanences.length, annulees, prevues, refus };
}
