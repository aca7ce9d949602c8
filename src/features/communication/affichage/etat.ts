import { lePlusTard } from '../../../domain/periode.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import type { Db } from '../../../platform/db.ts';
import type { Lieu } from '../../lieux/store.ts';
import { vacancesDe } from '../../permanences/vacances/store.ts';
import { type Annonce, annonceLisible, annoncer } from '../annonce.ts';
import { type ContenuAffiche, type EtatAffiche, etatAffiche, type LigneAffichee } from '../rules/affichage.ts';
import { dernierJourUsuel } from '../rules/periode.ts';
import { datesDesLieux } from '../store.ts';
import { type PoseDuLieu, posesDe } from './store.ts';

type Jour = Temporal.PlainDate;
type Chez = Pick<Territoire, 'id' | 'codeDepartement' | 'telephone'>;

/** What the poster of a lieu says of these permanences, up to `au`. */
export function contenuAffiche(
  lieu: Pick<Lieu, 'nom' | 'adresse' | 'codePostal' | 'commune' | 'telephone' | 'aApporter'>,
  { telephone }: Pick<Chez, 'telephone'>,
  { permanences, au }: Pick<Annonce, 'permanences' | 'au'>,
): ContenuAffiche {
  const lignes = permanences.flatMap(({ serie, dates }) =>
    dates.map(
      ({ jour, ferme, horaire }): LigneAffichee => ({
        jour,
        ferme,
        debut: horaire?.heureDebut ?? serie.heureDebut,
        fin: horaire?.heureFin ?? serie.heureFin,
      }),
    ),
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
      telephone: lieu.telephone ?? telephone,
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

/**
 * The posters of these lieux, by lieu. With one lieu, all that was said of its poster. `demande`: last day asked of the poster
 * that would be printed today. The one on the door is compared up to the last day that it announces, whatever was chosen then.
 */
export async function affichages(
  db: Db,
  territoire: Chez,
  lieux: readonly Lieu[],
  today: Jour,
  demande: Jour = dernierJourUsuel(today),
): Promise<ReadonlyMap<string, Affichage>> {
  const only = lieux.length === 1 ? lieux[0]?.id : undefined;
  const poses = Map.groupBy(await posesDe(db, territoire.id, only), (one) => one.lieuId);
  const last = [...poses.values()].reduce((far, [pose]) => (pose ? lePlusTard(far, pose.contenu.au) : far), demande);
  const dates = Map.groupBy(await datesDesLieux(db, territoire.id, { du: today, au: last }, only), (one) => one.lieuId);
  const vacances = await vacancesDe(db, territoire.id);
  const options = { du: today, codeDepartement: territoire.codeDepartement, vacances };
  return new Map(
    lieux.map((lieu) => {
      const own = dates.get(lieu.id) ?? [];
      const [pose, ...others] = poses.get(lieu.id) ?? [];
      const actuel = contenuAffiche(lieu, territoire, annonceLisible(own, { ...options, au: demande }));
      const au = lePlusTard(pose?.contenu.au ?? demande, today);
      const compare = contenuAffiche(lieu, territoire, { permanences: annoncer(own, { ...options, au }), au });
      const etat = etatAffiche(pose, compare, today);
      return [lieu.id, { actuel, etat, poses: pose === undefined ? [] : [pose, ...others] }] as const;
    }),
  );
}
