import { parseDate } from '../../../domain/date.ts';
import { estAvant } from '../../../domain/periode.ts';
import { estRefus } from '../../../domain/refus.ts';
import type { Db } from '../../../platform/db.ts';
import { isUuid } from '../../../platform/http/idempotence.ts';
import { enVigueurLe } from '../../conventions/rules.ts';
import { conventionsDesStructures } from '../../conventions/store.ts';
import type { Accompagnement } from '../ligne.ts';
import type { Contexte, Inconnu, Saisie } from '../rules/saisie.ts';
import { accompagnementsParId } from '../store.ts';
import type { OperationGardee } from './ecrire.ts';
import { jourDe } from './journal.ts';
import type { Auteur, Envoi, Moment } from './recevoir.ts';
import {
  agentsConnus,
  cleDuMois,
  communesConnues,
  contratDe,
  lieuxConnus,
  mandatsConnus,
  moisCertifies,
  operationsConnues,
  personnesConnues,
  rendezVousConnus,
  type SeanceConnue,
  seancesConnues,
  tenirAccompagnements,
} from './store.ts';

type Jour = Temporal.PlainDate;

export type Intacts = { readonly personne: boolean; readonly mandat: boolean };

/** What the records at hand touch, read once. */
export type Connu = {
  readonly operations: readonly OperationGardee[];
  readonly accompagnements: ReadonlyMap<string, Accompagnement>;
  /** Of this agent alone, by id. */
  readonly seances: ReadonlyMap<string, SeanceConnue>;
  /** `intacts`: the links that a correction leaves as it found them, which nothing asks to be possible today. */
  readonly contexte: (saisie: Saisie, intacts: Intacts) => Contexte;
  /** The records of persons named here that still exist, each with the one that it is kept in. */
  readonly personnes: ReadonlyMap<string, string>;
  readonly conventionDe: (saisie: Saisie) => string | null;
  readonly communeDe: (saisie: Saisie) => string | null;
  readonly estCertifie: (conventionId: string | null, jour: Jour) => boolean;
};

/** The ids that a field holds in all that was sent. */
function idsDe(envois: readonly Envoi[], field: string): readonly string[] {
  return [...new Set(envois.flatMap(({ form }) => form.values[field] ?? []).filter(isUuid))].sort();
}

/** The days that records may bear: told, of their séances, or of what they correct. */
function joursPossibles(
  envois: readonly Envoi[],
  seances: Iterable<SeanceConnue>,
  records: Iterable<Accompagnement>,
): readonly Jour[] {
  const told = envois.flatMap(({ form, saisiAt }) => {
    const [typed] = form.values['jour'] ?? [];
    const read = parseDate(typed ?? '');
    return [jourDe(saisiAt), ...(estRefus(read) ? [] : [read])];
  });
  return [...told, ...[...seances].map(({ jour }) => jour), ...[...records].map(({ jour }) => jour)];
}

/**
 * Holds the séances, then the agent, then the records, and reads all that they touch. In this order, as whoever cancels a séance
 * never waits for an agent.
 */
export async function chargerConnu(
  db: Db,
  territoireId: string,
  { agentId }: Auteur,
  envois: readonly Envoi[],
  { today }: Moment,
): Promise<Connu> {
  const seanceIds = idsDe(envois, 'seance');
  const seances = new Map((await seancesConnues(db, territoireId, agentId, seanceIds)).map((one) => [one.id, one]));
  const contrat = await contratDe(db, territoireId, agentId);
  const records = [...new Set(envois.map(({ accompagnement }) => accompagnement))];
  const sent = [...new Set(envois.map(({ id }) => id))];
  await tenirAccompagnements(db, territoireId, records);
  const operations = await operationsConnues(db, territoireId, sent, records);
  const accompagnements = new Map((await accompagnementsParId(db, territoireId, records)).map((one) => [one.id, one]));
  const lieux = await lieuxConnus(db, territoireId, idsDe(envois, 'lieu'));
  const structureIds = [...new Set([...lieux.values()].flatMap(({ structureId }) => structureId ?? []))];
  const conventions = structureIds.length === 0 ? [] : await conventionsDesStructures(db, territoireId, structureIds);
  const conventionDuLieu = (lieuId: string, jour: Jour): string | null => {
    const structureId = lieux.get(lieuId)?.structureId ?? null;
    return conventions.find((one) => one.structureId === structureId && enVigueurLe(one, jour))?.id ?? null;
  };
  const conventionDe = ({ seanceId, lieuId, jour }: Saisie): string | null => {
    if (seanceId !== null) return seances.get(seanceId)?.conventionId ?? null;
    return lieuId === null ? null : conventionDuLieu(lieuId, jour);
  };
  const conventionIds = new Set([
    ...[...seances.values()].flatMap((one) => one.conventionId ?? []),
    ...[...accompagnements.values()].flatMap((one) => one.conventionId ?? []),
    ...conventions.map(({ id }) => id),
  ]);
  const jours = joursPossibles(envois, seances.values(), accompagnements.values());
  const certifies = await moisCertifies(db, territoireId, [...conventionIds], jours);
  const estCertifie = (conventionId: string | null, jour: Jour): boolean =>
    conventionId !== null && certifies.has(cleDuMois(conventionId, jour));
  const mandats = await mandatsConnus(db, territoireId, agentId, idsDe(envois, 'mandat'));
  const personnes = await personnesConnues(db, territoireId, [
    ...idsDe(envois, 'personne'),
    ...operations.flatMap(({ personneId }) => personneId ?? []),
  ]);
  const agents = await agentsConnus(db, territoireId, idsDe(envois, 'binome'));
  const rendezVous = await rendezVousConnus(db, territoireId, idsDe(envois, 'rendezVous'));
  const typed = new Set(envois.flatMap(({ form }) => form.values['codeInsee'] ?? []));
  const communes = await communesConnues(
    db,
    [...typed].filter((one) => /^[0-9A-Z]{5}$/.test(one)),
  );

  const inconnusDe = (saisie: Saisie, intacts: Intacts): readonly Inconnu[] => {
    const { seanceId, lieuId, codeInsee, binomeId } = saisie;
    const isFree = seanceId === null;
    const ofSeance = seances.get(seanceId ?? '');
    const checks: readonly (readonly [boolean, Inconnu])[] = [
      [!isFree && ofSeance === undefined, 'seance'],
      [isFree && lieuId !== null && !lieux.has(lieuId), 'lieu'],
      [codeInsee !== null && codeInsee !== ofSeance?.codeInsee && !communes.has(codeInsee), 'commune'],
      [binomeId !== null && (binomeId === agentId || !agents.has(binomeId)), 'binome'],
      ...(saisie.typeActivite === 'Individuel'
        ? ([
            [saisie.mandatId !== null && !intacts.mandat && !mandats.has(saisie.mandatId), 'mandat'],
            [saisie.personneId !== null && !intacts.personne && !personnes.has(saisie.personneId), 'personne'],
            [saisie.rendezVousId !== null && rendezVous.get(saisie.rendezVousId) !== seanceId, 'rendez_vous'],
          ] as const)
        : []),
    ];
    return checks.flatMap(([failed, quoi]) => (failed ? [quoi] : []));
  };

  return {
    operations,
    accompagnements,
    seances,
    conventionDe,
    communeDe: ({ seanceId, lieuId, codeInsee }) =>
      seanceId === null && lieuId !== null ? (lieux.get(lieuId)?.codeInsee ?? null) : codeInsee,
    estCertifie,
    personnes,
    contexte: (saisie, intacts) => ({
      seance: saisie.seanceId === null ? null : (seances.get(saisie.seanceId) ?? null),
      contrat,
      lieuCouvert:
        saisie.lieuId !== null &&
        (lieux.get(saisie.lieuId)?.structureId === null ||
          // A day to come is refused by itself.
          estAvant(today, saisie.jour) ||
          conventionDuLieu(saisie.lieuId, saisie.jour) !== null),
      certifie: estCertifie(conventionDe(saisie), saisie.jour),
      inconnus: inconnusDe(saisie, intacts),
    }),
  };
}
