import type { Role } from '../../domain/compte.ts';
import type { SignedRq } from '../../platform/http/route.ts';
import { type Affichage, affichages } from '../communication/affichage/etat.ts';
import { type Conformite, conformites } from './conformite/store.ts';
import { type DecisionLieu, decisionsDe } from './decisions/store.ts';
import { type Proposition, propositionDe } from './propositions/store.ts';
import { type EcheanceConformite, echeancesConformite, estADecider, type ReglesLieu } from './rules.ts';
import { type Lieu, seancesPrevues } from './store.ts';
import { type Visite, visitesDe } from './visites/store.ts';

/** All that the sheet of a lieu shows. */
export type Fiche = {
  readonly lieu: Lieu;
  readonly role: Role;
  readonly today: Temporal.PlainDate;
  readonly regles: ReglesLieu;
  readonly conformite: Conformite;
  readonly echeances: readonly EcheanceConformite[];
  readonly visites: readonly Visite[];
  readonly proposition: Proposition | undefined;
  readonly decisions: readonly DecisionLieu[];
  /** Somebody has to decide what becomes of the permanences. */
  readonly aDecider: boolean;
  readonly affichage: Affichage | undefined;
};

export async function lireFiche(rq: SignedRq, lieu: Lieu): Promise<Fiche> {
  const { db, territoire, today, compte } = rq;
  const { de, regles } = await conformites(db, territoire.id, today, lieu.id);
  const conformite = de(lieu.id);
  const { constats, usages } = conformite;
  const decisions = await decisionsDe(db, territoire.id, lieu.id);
  const seances = await seancesPrevues(db, territoire.id, lieu.id, today);
  return {
    lieu,
    role: compte.role,
    today,
    regles,
    conformite,
    echeances: echeancesConformite([{ ...lieu, constats }], today, regles),
    visites: await visitesDe(db, territoire.id, lieu.id),
    proposition: await propositionDe(db, territoire.id, lieu.id),
    decisions,
    aDecider: estADecider({ usage: usages.permanence, seances }, decisions, constats, today),
    affichage: (await affichages(db, territoire, [lieu], today)).get(lieu.id),
  };
}
