import { calendrierDe } from '../../domain/calendrier.ts';
import { formatDate, formatHeure } from '../../domain/date.ts';
import { estApres } from '../../domain/periode.ts';
import { rythmeCourt, type Vacances } from '../../domain/rythme.ts';
import type { Territoire } from '../../domain/territoire.ts';
import type { Lieu } from '../lieux/store.ts';
import { direAccueil } from '../permanences/rules.ts';
import type { DonneesAffiche, PermanenceAffichee } from './affiche.ts';
import { dernierJourLisible, direSuite, PERMANENCES_PAR_AFFICHE, type PeriodeAffiche } from './rules/periode.ts';
import { type DateAnnoncee, datesAnnoncees, formatDateAffichee } from './rules.ts';
import { type DateDePermanence, toDatePrevue } from './store.ts';

/** A permanence of the lieu, with the dates that are announced of it. */
export type PermanenceAnnoncee = { readonly serie: DateDePermanence; readonly dates: readonly DateAnnoncee[] };

/** What a poster announces: its permanences in the order of the week, up to `au`; `demande` was asked for. */
export type Annonce = {
  readonly permanences: readonly PermanenceAnnoncee[];
  readonly au: Temporal.PlainDate;
  readonly demande: Temporal.PlainDate;
};

/** Every date announced from `du` to `au`, both inclusive, whatever room it takes. */
export function annoncer(
  seances: readonly DateDePermanence[],
  options: {
    readonly du: Temporal.PlainDate;
    readonly au: Temporal.PlainDate;
    readonly codeDepartement: string;
    readonly vacances: readonly Vacances[];
  },
): PermanenceAnnoncee[] {
  const { du, au, codeDepartement, vacances } = options;
  const calendrier = { ...calendrierDe(codeDepartement), vacances };
  const groups = [...Map.groupBy(seances, ({ permanenceId }) => permanenceId).values()].sort(byWeekday);
  return groups.flatMap((group) => {
    const [serie] = group;
    if (serie === undefined) return [];
    const rythme = { ...serie, jour: serie.jourSemaine };
    const dates = datesAnnoncees(rythme, group.map(toDatePrevue), { du, au, calendrier });
    // Stopped: its later dates are cancelled, and nothing is left to announce.
    return dates.length === 0 ? [] : [{ serie, dates }];
  });
}

/** The same, up to the day that one page shows legibly. */
export function annonceLisible(seances: readonly DateDePermanence[], options: Parameters<typeof annoncer>[1]): Annonce {
  const { du, au: demande } = options;
  const all = annoncer(seances, options);
  const jours = all.map(({ dates }) => dates.map(({ jour }) => jour));
  const au = dernierJourLisible(jours, du, demande);
  // One that begins after that day waits for the next poster.
  const permanences = all.map(({ serie, dates }) => ({
    serie,
    dates: dates.filter(({ jour }) => !estApres(jour, au)),
  }));
  return { permanences: permanences.filter(({ dates }) => dates.length > 0), au, demande };
}

function toPermanenceAffichee({ serie, dates }: PermanenceAnnoncee): PermanenceAffichee {
  const { heureDebut, heureFin } = serie;
  return {
    jour: rythmeCourt({ ...serie, jour: serie.jourSemaine }),
    horaires: `${formatHeure(heureDebut)} – ${formatHeure(heureFin)}`,
    modalite: serie.horsVacances ? `${direAccueil(serie)}. Hors vacances scolaires` : direAccueil(serie),
    dates: dates.map(({ jour, ferme, horaire }) => ({
      texte:
        horaire === undefined
          ? formatDateAffichee(jour)
          : `${formatDateAffichee(jour)}, ${formatHeure(horaire.heureDebut)}`,
      ferme,
    })),
  };
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
  readonly annonce: Annonce;
  readonly periode: PeriodeAffiche;
  readonly logos: { readonly departement: Uint8Array | null; readonly beneficiaire: Uint8Array | null };
  readonly url: string;
  readonly today: Temporal.PlainDate;
}): DonneesAffiche {
  const { lieu, territoire, annonce, periode, logos, url, today } = options;
  const autres = Math.max(0, annonce.permanences.length - PERMANENCES_PAR_AFFICHE);
  return {
    lieu: { nom: lieu.nom, adresse: lieu.adresse, commune: `${lieu.codePostal} ${lieu.commune}` },
    permanences: annonce.permanences.map(toPermanenceAffichee),
    suite: direSuite({ ...annonce, periode, autres }),
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
