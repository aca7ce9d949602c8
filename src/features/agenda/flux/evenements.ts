import type { Fenetre } from '../rules.ts';
import { direRendezVous } from '../rules.ts';
import { calendrierDesSeances, type EvenementSeance } from './calendrier.ts';
import type { SeanceDuFlux } from './store.ts';

/** What has passed stays that long in a calendar; what is to come is there as far as séances are planned. */
const PASSE_JOURS = 31;
const AVENIR_MOIS = 13;

/** The days that a calendar holds, read on a day. Example: 2026-11-24 → from 2026-10-24 to 2027-12-24. */
export function fenetreDuFlux(today: Temporal.PlainDate): Fenetre {
  return { du: today.subtract({ days: PASSE_JOURS }), au: today.add({ months: AVENIR_MOIS }) };
}

function ou({ endroit, adresse, salle }: SeanceDuFlux): string {
  return [endroit, salle, adresse].filter(Boolean).join(', ');
}

/** Its rendez-vous changed after it did: they are said to its agent, who is told when. */
function laPlusTardive(a: Temporal.Instant, b: Temporal.Instant | null): Temporal.Instant {
  return b !== null && Temporal.Instant.compare(a, b) < 0 ? b : a;
}

function pourAgent(seance: SeanceDuFlux): EvenementSeance {
  const combien = direRendezVous(seance.rendezVous);
  return {
    ...seance,
    titre: [`Permanence, ${seance.endroit}`, combien].filter(Boolean).join(', '),
    endroit: ou(seance),
    description: combien === '' ? null : `${combien}. Les heures et les prénoms se lisent dans Escale.`,
    href: `/seances/${seance.id}`,
    modifieeAt: laPlusTardive(seance.modifieeAt, seance.rendezVousAt),
  };
}

function pourLePublic(seance: SeanceDuFlux): EvenementSeance {
  return {
    ...seance,
    titre: 'Aide numérique gratuite',
    endroit: ou(seance),
    description: seance.statut === 'a_confirmer' ? 'À confirmer : téléphonez avant de venir.' : null,
    href: seance.lieuId === null ? null : `/lieux/${seance.lieuId}`,
  };
}

/** The calendar of an agent: his séances, how many people are expected in each, and nobody's name. */
export function calendrierDeLAgent(seances: readonly SeanceDuFlux[], { url }: { readonly url: string }): string {
  return calendrierDesSeances(seances.map(pourAgent), { nom: 'Mes permanences', url });
}

/** The calendar of a lieu, for anybody: when help is given there. Neither agents nor rendez-vous. */
export function calendrierDuLieu(
  seances: readonly SeanceDuFlux[],
  { url, lieuNom }: { readonly url: string; readonly lieuNom: string },
): string {
  return calendrierDesSeances(seances.map(pourLePublic), { nom: `Aide numérique : ${lieuNom}`, url });
}
