import { calendrierDe } from '../../domain/calendrier.ts';
import { formatDate, formatHeure } from '../../domain/date.ts';
import { rythmeCourt, type Vacances } from '../../domain/rythme.ts';
import type { Territoire } from '../../domain/territoire.ts';
import type { Lieu } from '../lieux/store.ts';
import { type Calendrier, direAccueil } from '../permanences/rules.ts';
import type { DonneesAffiche, PermanenceAffichee } from './affiche.ts';
import { datesAnnoncees, formatDateAffichee, SEMAINES_AFFICHEES } from './rules.ts';
import { type DateDePermanence, toDatePrevue } from './store.ts';

type Fenetre = { readonly du: Temporal.PlainDate; readonly au: Temporal.PlainDate };

/** The days that a poster printed `today` announces. Example: 2026-11-24 → to 2027-01-05. */
export function fenetreAffiche(today: Temporal.PlainDate): Fenetre {
  return { du: today, au: today.add({ weeks: SEMAINES_AFFICHEES }) };
}

function toPermanenceAffichee(
  seances: readonly DateDePermanence[],
  fenetre: Fenetre & { readonly calendrier: Calendrier },
): PermanenceAffichee[] {
  const [first] = seances;
  if (first === undefined) return [];
  const { heureDebut, heureFin } = first;
  const serie = { ...first, jour: first.jourSemaine };
  const dates = datesAnnoncees(serie, seances.map(toDatePrevue), { ...fenetre, max: SEMAINES_AFFICHEES });
  // Stopped: its later dates are cancelled, and nothing is left to announce.
  if (dates.length === 0) return [];
  return [
    {
      jour: serie.rangs.length > 0 ? `${rythmeCourt(serie)} du mois` : rythmeCourt(serie),
      horaires: `${formatHeure(heureDebut)} – ${formatHeure(heureFin)}`,
      modalite: serie.horsVacances ? `${direAccueil(first)}. Hors vacances scolaires` : direAccueil(first),
      dates: dates.map(({ jour, ferme, horaire }) => ({
        texte:
          horaire === undefined
            ? formatDateAffichee(jour)
            : `${formatDateAffichee(jour)}, ${formatHeure(horaire.heureDebut)}`,
        ferme,
      })),
    },
  ];
}

/** Announced in the order of the week. */
function byWeekday(a: readonly DateDePermanence[], b: readonly DateDePermanence[]): number {
  const [first, second] = [a[0], b[0]];
  if (first === undefined || second === undefined) return 0;
  return first.jourSemaine - second.jourSemaine || Temporal.PlainTime.compare(first.heureDebut, second.heureDebut);
}

/**
 * What the poster of a lieu says today, from the live planning: its permanences in the order of the week, where to call,
 * what to bring. `url`: where people reach the site, for the QR code.
 *
 * Source: art. 1.2, « affichés de façon visible »; art. 5, for the mention and the logo.
 */
export function donneesAffiche(options: {
  readonly lieu: Lieu;
  readonly territoire: Territoire;
  readonly seances: readonly DateDePermanence[];
  readonly logos: { readonly departement: Uint8Array | null; readonly beneficiaire: Uint8Array | null };
  /** School holidays of the zone of the territoire. Default: none is known. */
  readonly vacances?: readonly Vacances[];
  readonly url: string;
  readonly today: Temporal.PlainDate;
}): DonneesAffiche {
  const { lieu, territoire, seances, logos, vacances = [], url, today } = options;
  const calendrier = { ...calendrierDe(territoire.codeDepartement), vacances };
  const groups = [...Map.groupBy(seances, ({ permanenceId }) => permanenceId).values()].sort(byWeekday);
  return {
    lieu: { nom: lieu.nom, adresse: lieu.adresse, commune: `${lieu.codePostal} ${lieu.commune}` },
    permanences: groups.flatMap((group) => toPermanenceAffichee(group, { ...fenetreAffiche(today), calendrier })),
    telephone: lieu.telephone ?? territoire.telephone,
    apporter: (lieu.aApporter ?? '')
      .split(/[\n;]/)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    page: { complete: new URL(`/lieux/${lieu.id}`, url).href, courte: new URL(url).host },
    mention: territoire.mention,
    couleur: territoire.couleur,
    departement: { nom: territoire.nomComplet, logo: logos.departement },
    beneficiaire: lieu.structureNom === null ? null : { nom: lieu.structureNom, logo: logos.beneficiaire },
    etablie: { iso: today.toString(), texte: formatDate(today) },
  };
}
