import type { SignedRq } from '../../platform/http/route.ts';
import { type Affichage, affichages } from '../communication/affichage/etat.ts';
import { manquementsOuverts } from '../conventions/manquements/store.ts';
import { conformites } from '../lieux/conformite/store.ts';
import { decisionsDe } from '../lieux/decisions/store.ts';
import { type EcheanceConformite, echeancesConformite, estADecider, etatLieu, type Manque } from '../lieux/rules.ts';
import { allLieux, type Lieu } from '../lieux/store.ts';
import { JOURS_ECHEANCES } from './rules.ts';
import { seancesAVenirParLieu } from './store.ts';

export type LieuAReprendre = {
  readonly lieu: Lieu;
  readonly manques: readonly Manque[];
  readonly seances: number;
  /** Nothing is decided yet of its permanences. */
  readonly aDecider: boolean;
};

/** What the lieux ask of the équipe technique. */
export type SuiviDesLieux = {
  readonly proposes: readonly Lieu[];
  readonly aReprendre: readonly LieuAReprendre[];
  readonly aRenouveler: readonly EcheanceConformite[];
  readonly affiches: readonly { readonly lieu: Lieu; readonly affichage: Affichage }[];
  readonly manquements: number;
};

export async function suiviDesLieux({ db, territoire, today }: SignedRq): Promise<SuiviDesLieux> {
  const lieux = await allLieux(db, territoire.id);
  const { de, regles } = await conformites(db, territoire.id, today);
  const decisions = Map.groupBy(await decisionsDe(db, territoire.id), ({ lieuId }) => lieuId);
  const seances = await seancesAVenirParLieu(db, territoire.id, today);
  const posters = await affichages(db, territoire, lieux, today);
  const soon = today.add({ days: JOURS_ECHEANCES });
  const opened = lieux.filter((lieu) => ['ouvert', 'a_convenir'].includes(etatLieu(lieu, today)));
  return {
    proposes: lieux.filter((lieu) => etatLieu(lieu, today) === 'propose'),
    aReprendre: lieux.flatMap((lieu): LieuAReprendre[] => {
      const count = seances.get(lieu.id) ?? 0;
      const { usages, constats } = de(lieu.id);
      const { permanence: usage } = usages;
      if (count === 0 || usage.possible) return [];
      const aDecider = estADecider({ usage, seances: count }, decisions.get(lieu.id) ?? [], constats, today);
      return [{ lieu, manques: usage.manques, seances: count, aDecider }];
    }),
    aRenouveler: echeancesConformite(
      opened.map((lieu) => ({ ...lieu, constats: de(lieu.id).constats })),
      today,
      regles,
    ).filter(({ date }) => Temporal.PlainDate.compare(date, soon) <= 0),
    affiches: opened.flatMap((lieu) => {
      const affichage = posters.get(lieu.id);
      const isWanted = affichage !== undefined && affichage.actuel.lignes.length > 0;
      return isWanted && affichage.etat.etat !== 'a_jour' ? [{ lieu, affichage }] : [];
    }),
    manquements: await manquementsOuverts(db, territoire.id),
  };
}
