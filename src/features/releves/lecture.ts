import { dureeDe, premierMoisGarde, seuil } from '../../domain/conservation.ts';
import { parisDate } from '../../domain/date.ts';
import { lePlusTard } from '../../domain/periode.ts';
import type { Territoire } from '../../domain/territoire.ts';
import type { Db } from '../../platform/db.ts';
import { ACCOMPAGNEMENTS } from '../accompagnements/conservation.ts';
import { type ConventionSuivie, portefeuille } from '../conventions/store.ts';
import type { Lecture } from '../statistiques/rules.ts';
import { type AgentDuMois, agentsDesMois, cleDuMois, premiereSeance } from './activite/store.ts';
import { type Attente, type Avancement, attente, type Frequence, frequence, moisDus } from './rules.ts';
import { derniersReleves, type Resume } from './store.ts';

type Jour = Temporal.PlainDate;

/** A month of which a relevé is due, or exists, as lists show it. */
export type LigneReleve = {
  readonly convention: ConventionSuivie;
  readonly mois: Jour;
  /** Null: nobody has opened it yet. */
  readonly releve: Resume | null;
  readonly attente: Attente | null;
  readonly isLate: boolean;
  readonly agents: readonly AgentDuMois[];
};

type Chez = Pick<Territoire, 'id' | 'dureesConservation'>;

/** The first month that Escale can count: that of its first séance, as long as its records are kept one by one. */
async function premierMois(db: Db, territoire: Chez, today: Jour): Promise<Jour | null> {
  const first = await premiereSeance(db, territoire.id);
  const duree = dureeDe(ACCOMPAGNEMENTS, territoire.dureesConservation);
  if (first === null || duree === null) return first;
  return lePlusTard(first, premierMoisGarde(seuil(today, duree))).with({ day: 1 });
}

/** Where a month stands. */
export function avancementDe(mois: Jour, releve: Resume | null): Avancement {
  if (releve === null) {
    return { mois, numero: 1, etat: 'a_envoyer', envoyeLe: null, retourneLe: null, ouvertLe: null };
  }
  const { numero, etat, envoyeAt, retourneAt, createdAt } = releve;
  return {
    ...{ mois, numero, etat },
    envoyeLe: envoyeAt && parisDate(envoyeAt),
    retourneLe: retourneAt && parisDate(retourneAt),
    ouvertLe: parisDate(createdAt),
  };
}

type De = { readonly agentId?: string; readonly structureId?: string; readonly conventionId?: string };

/** Every month that is due or begun, the latest first; of an agent, of a structure or of a convention when told. */
export async function lireLignes(
  db: Db,
  territoire: Chez,
  today: Jour,
  { agentId, structureId, conventionId }: De = {},
  known?: readonly ConventionSuivie[],
): Promise<LigneReleve[]> {
  const depuis = await premierMois(db, territoire, today);
  if (depuis === null) return [];
  const all = known ?? (await portefeuille(db, territoire.id));
  const conventions = all.filter(
    (one) =>
      (structureId === undefined || one.structureId === structureId) &&
      (conventionId === undefined || one.id === conventionId),
  );
  const isPart = conventions.length < all.length;
  const conventionIds = isPart ? conventions.map(({ id }) => id) : undefined;
  const releves = new Map(
    (await derniersReleves(db, territoire.id, conventionIds)).map((one) => [cle(one.conventionId, one.mois), one]),
  );
  const agents = Map.groupBy(await agentsDesMois(db, territoire.id, { depuis, today, agentId, conventionIds }), (one) =>
    cle(one.conventionId, one.mois),
  );
  const lignes = conventions.flatMap((convention) => {
    const begun = [...releves.values()].filter((one) => one.conventionId === convention.id).map(({ mois }) => mois);
    const dus = moisDus(convention, { depuis, aujourdhui: today });
    const months = new Map([...dus, ...begun].map((mois) => [mois.toString(), mois]));
    return [...months.values()].map((mois): LigneReleve => {
      const releve = releves.get(cle(convention.id, mois)) ?? null;
      const waited = attente(avancementDe(mois, releve));
      const isLate = waited !== null && Temporal.PlainDate.compare(today, waited.enRetardLe) >= 0;
      return { convention, mois, releve, attente: waited, isLate, agents: agents.get(cle(convention.id, mois)) ?? [] };
    });
  });
  return lignes
    .filter((ligne) => agentId === undefined || ligne.agents.length > 0)
    .sort((a, b) => Temporal.PlainDate.compare(b.mois, a.mois));
}

function cle(conventionId: string, mois: Jour): string {
  return cleDuMois({ conventionId, jour: mois });
}

/**
 * What a référent reads of each month of a convention in a bilan, which adds months up: those that are certified, whose records no
 * longer move, and those that no relevé counts. Of one that was corrected, its permanences: its tables may be of an earlier version.
 */
export async function lectureDesMois(
  db: Db,
  territoire: Chez,
  today: Jour,
  conventionId: string,
): Promise<(mois: Jour) => Lecture> {
  const lignes = await lireLignes(db, territoire, today, { conventionId });
  const byMonth = new Map(lignes.map(({ mois, releve }) => [mois.toString(), releve]));
  return (mois) => {
    const releve = byMonth.get(mois.toString());
    if (releve === undefined) return 'entier';
    if (releve !== null && releve.numero > 1) return 'permanences';
    return releve?.etat === 'certifie' ? 'entier' : 'rien';
  };
}

/** A convention and the pace of its relevés. */
export type LigneFrequence = {
  readonly convention: ConventionSuivie;
  readonly frequence: Frequence;
  /** Names of the agents who are waited for; empty: none is, or none is left. */
  readonly agents: readonly string[];
};

/** The pace of each convention that has relevés, the one that is late for longest first. */
export function lireFrequences(lignes: readonly LigneReleve[], today: Jour): LigneFrequence[] {
  const byConvention = Map.groupBy(lignes, ({ convention }) => convention.id);
  return [...byConvention.values()]
    .flatMap((own): LigneFrequence[] => {
      const [first] = own;
      if (first === undefined) return [];
      const late = own.filter(({ isLate, attente: waited }) => isLate && waited?.partie === 'agent');
      const names = late.flatMap(({ agents }) => agents.filter((one) => estLa(one, today)).map(({ nom }) => nom));
      return [
        {
          convention: first.convention,
          frequence: frequence(
            own.map(({ mois, releve }) => avancementDe(mois, releve)),
            today,
          ),
          agents: [...new Set(names)],
        },
      ];
    })
    .sort((a, b) => depuis(a).localeCompare(depuis(b)) || byName(a, b));
}

const depuis = ({ frequence: of }: LigneFrequence): string => of.depuis?.toString() ?? '9999';
const byName = (a: LigneFrequence, b: LigneFrequence): number =>
  a.convention.structure.nom.localeCompare(b.convention.structure.nom, 'fr');

export function estLa({ contratFin }: Pick<AgentDuMois, 'contratFin'>, today: Jour): boolean {
  return Temporal.PlainDate.compare(contratFin, today) >= 0;
}
