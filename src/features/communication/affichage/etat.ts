import { calendrierDe } from '../../../domain/calendrier.ts';
import type { Vacances } from '../../../domain/rythme.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import type { Db } from '../../../platform/db.ts';
import type { Lieu } from '../../lieux/store.ts';
import { vacancesDe } from '../../permanences/vacances/store.ts';
import { type ContenuAffiche, type EtatAffiche, etatAffiche, type LigneAffichee } from '../rules/affichage.ts';
import { datesAnnoncees, SEMAINES_AFFICHEES } from '../rules.ts';
import { type DateDePermanence, datesDesLieux, toDatePrevue } from '../store.ts';
import { type PoseDuLieu, posesDe } from './store.ts';

type Jour = Temporal.PlainDate;
type Chez = Pick<Territoire, 'id' | 'codeDepartement' | 'telephone'>;

/** Last day that a poster printed `today` announces: its six dates of each permanence are then all said. */
function dernierJourAffiche(today: Jour): Jour {
  return today.add({ days: SEMAINES_AFFICHEES * 7 - 1 });
}

/** What the poster of a lieu, printed `today`, says of the days up to `au`. */
export function contenuAffiche(
  {
    lieu,
    territoire,
    dates,
    vacances = [],
  }: {
    lieu: Pick<Lieu, 'nom' | 'adresse' | 'codePostal' | 'commune' | 'telephone' | 'aApporter'>;
    territoire: Pick<Chez, 'codeDepartement' | 'telephone'>;
    dates: readonly DateDePermanence[];
    vacances?: readonly Vacances[];
  },
  { today, au }: { today: Jour; au: Jour },
): ContenuAffiche {
  const calendrier = { ...calendrierDe(territoire.codeDepartement), vacances };
  const lignes = [...Map.groupBy(dates, ({ permanenceId }) => permanenceId).values()].flatMap(
    (group): LigneAffichee[] => {
      const [first] = group;
      if (first === undefined) return [];
      const serie = { ...first, jour: first.jourSemaine };
      const options = { du: today, au, max: SEMAINES_AFFICHEES, calendrier };
      return datesAnnoncees(serie, group.map(toDatePrevue), options).map(({ jour, ferme, horaire }) => ({
        jour,
        ferme,
        debut: horaire?.heureDebut ?? first.heureDebut,
        fin: horaire?.heureFin ?? first.heureFin,
      }));
    },
  );
  const { nom, adresse, codePostal, commune, aApporter } = lieu;
  return {
    au,
    lignes: lignes.sort(
      (a, b) => Temporal.PlainDate.compare(a.jour, b.jour) || Temporal.PlainTime.compare(a.debut, b.debut),
    ),
    textes: {
      nom,
      adresse: `${adresse}, ${codePostal} ${commune}`,
      telephone: lieu.telephone ?? territoire.telephone,
      aApporter,
    },
  };
}

/** What a poster says today, and where the one on the door stands. */
export type Affichage = {
  readonly actuel: ContenuAffiche;
  readonly etat: EtatAffiche;
  /** Every time that it was put up, the latest first; of several lieux, the latest alone. */
  readonly poses: readonly PoseDuLieu[];
};

/** The posters of these lieux, by lieu. With one lieu, all that was said of its poster. */
export async function affichages(
  db: Db,
  territoire: Chez,
  lieux: readonly Lieu[],
  today: Jour,
): Promise<ReadonlyMap<string, Affichage>> {
  const only = lieux.length === 1 ? lieux[0]?.id : undefined;
  const au = dernierJourAffiche(today);
  const dates = Map.groupBy(await datesDesLieux(db, territoire.id, { du: today, au }, only), (one) => one.lieuId);
  const vacances = await vacancesDe(db, territoire.id);
  const poses = Map.groupBy(await posesDe(db, territoire.id, only), (one) => one.lieuId);
  return new Map(
    lieux.map((lieu) => {
      const actuel = contenuAffiche({ lieu, territoire, dates: dates.get(lieu.id) ?? [], vacances }, { today, au });
      const own = poses.get(lieu.id) ?? [];
      return [lieu.id, { actuel, poses: own, etat: etatAffiche(own[0], actuel, today) }] as const;
    }),
  );
}
