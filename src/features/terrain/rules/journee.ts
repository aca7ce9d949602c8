import { formatDuree } from '../../../domain/date.ts';
import { DEMARCHES, DUREES, estCle, OPERATEURS, THEMATIQUES } from '../../../domain/nomenclatures.ts';
import type { Periode } from '../../../domain/periode.ts';
import type { Valeurs } from '../../../domain/terrain.ts';

const SEANCES_JOURS = 14;
const PRENOMS_JOURS = 7;
const DERNIERS_JOURS = 30;
/** How many of the last choices a device offers. */
export const DERNIERS_MAX = 5;

/**
 * The séances that a device keeps: those of the 14 days before, whose records are still corrected, and of the 14 days ahead.
 * Example: on 24 November 2026, from 10 November to 8 December, both included.
 */
export function fenetreSeances(today: Temporal.PlainDate): Periode {
  return { debut: today.subtract({ days: SEANCES_JOURS }), fin: today.add({ days: SEANCES_JOURS }) };
}

/**
 * The days whose first names a device keeps: the day before, since one notes in the evening or the next morning, the day, and the
 * next 7. A device that is lost tells of no more people than that.
 * Example: on 24 November 2026, from 23 November to 1 December, both included.
 */
export function fenetrePrenoms(today: Temporal.PlainDate): Periode {
  return { debut: today.subtract({ days: 1 }), fin: today.add({ days: PRENOMS_JOURS }) };
}

/** The records among which last choices are looked for: those of the last 30 days. */
export function fenetreDerniers(today: Temporal.PlainDate): Periode {
  return { debut: today.subtract({ days: DERNIERS_JOURS }), fin: today };
}

/** What a choice takes again of a record: what was done. Nothing of who it was done for, where, when, or what came of it. */
const REPRIS = [
  'typeActivite',
  'thematiques',
  'demarches',
  'operateur',
  'operateurNom',
  'duree',
  'dureeAutre',
  'materiels',
  'objectif',
  'axe',
] as const;

/**
 * The last different choices of an agent, the last first, from the values of his records in that order; at most `DERNIERS_MAX`.
 * A workshop and a coordination act give none: the form of a person helped would not know what to do with them.
 * Example: three records « Logement, CAF, 30 min » for three people give one choice, without their age, nor their rendez-vous.
 */
export function derniersChoix(records: readonly Valeurs[]): readonly { libelle: string; valeurs: Valeurs }[] {
  const choix = new Map<string, { libelle: string; valeurs: Valeurs }>();
  for (const record of records) {
    if (record['typeActivite']?.[0] !== 'Individuel') continue;
    const kept = REPRIS.flatMap((name): [string, readonly string[]][] => {
      const list = record[name] ?? [];
      return list.length === 0 ? [] : [[name, list]];
    });
    const valeurs = Object.fromEntries(kept);
    const key = JSON.stringify(kept.map(([name, list]) => [name, list.toSorted()]));
    if (!choix.has(key)) choix.set(key, { libelle: libelleDe(valeurs), valeurs });
    if (choix.size === DERNIERS_MAX) break;
  }
  return [...choix.values()];
}

/** « Logement, CAF, 45 min »: the démarche tells the theme that asks for one. */
function libelleDe(valeurs: Valeurs): string {
  const demarches = (valeurs['demarches'] ?? []).flatMap((one) => (estCle(DEMARCHES, one) ? [DEMARCHES[one]] : []));
  const themes = (valeurs['thematiques'] ?? []).flatMap((one) => {
    const isTold = one === 'AideAuxDemarchesAdministratives' && demarches.length > 0;
    return estCle(THEMATIQUES, one) && !isTold ? [THEMATIQUES[one]] : [];
  });
  const operateur = valeurs['operateurNom']?.[0] ?? valeurs['operateur']?.[0];
  const known = operateur !== undefined && estCle(OPERATEURS, operateur) ? OPERATEURS[operateur] : operateur;
  const nom = /\(([A-Z]+)\)/.exec(known ?? '')?.[1] ?? known;
  const [duree = '', autre = ''] = [valeurs['duree']?.[0], valeurs['dureeAutre']?.[0]];
  const minutes = Number(duree === 'personnaliser' || !estCle(DUREES, duree) ? autre : duree);
  return [
    ...themes,
    ...demarches,
    ...(nom === undefined ? [] : [nom]),
    ...(minutes > 0 ? [formatDuree(minutes)] : []),
  ].join(', ');
}
