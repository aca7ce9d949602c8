import type { Db } from '../../../platform/db.ts';
import { conformites } from '../conformite/store.ts';
import { type Critere, type Manque, manquesPour, type UsagePossible } from '../rules.ts';
import { type ConstatLieu, seancesPrevues } from '../store.ts';
import { type DecisionLieu, decisionsDe } from './store.ts';

/** What somebody who decides of a lieu must know. */
export type Dossier = {
  readonly usage: UsagePossible;
  /** What is missing for a permanence, whatever dérogation admits it. */
  readonly manques: readonly Manque[];
  readonly criteres: readonly Critere[];
  readonly constats: readonly ConstatLieu[];
  readonly decisions: readonly DecisionLieu[];
  /** Séances planned there from today on. */
  readonly seances: number;
};

export async function lireDossier(
  db: Db,
  territoireId: string,
  lieuId: string,
  today: Temporal.PlainDate,
): Promise<Dossier> {
  const { de, regles } = await conformites(db, territoireId, today, lieuId);
  const { constats, usages } = de(lieuId);
  const manques = manquesPour('permanence', constats, today, regles);
  return {
    usage: usages.permanence,
    manques,
    criteres: manques.map(({ critere }) => critere),
    constats,
    decisions: await decisionsDe(db, territoireId, lieuId),
    seances: await seancesPrevues(db, territoireId, lieuId, today),
  };
}
