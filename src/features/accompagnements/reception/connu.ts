import { sql } from 'kysely';
import { parseDate } from '../../../domain/date.ts';
import { estAvant, type Periode } from '../../../domain/periode.ts';
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

type Jour = Temporal.PlainDate;

export type SeanceConnue = {
  readonly id: string;
  readonly jour: Jour;
  readonly statut: 'prevue' | 'annulee';
  readonly lieuId: string | null;
  readonly conventionId: string | null;
  readonly codeInsee: string | null;
};

type LieuConnu = {
  readonly codeInsee: string;
  /** Null: a lieu of the Département, which needs no convention. */
  readonly structureId: string | null;
};

/** What the records at hand touch, read once. */
export type Connu = {
  readonly operations: readonly OperationGardee[];
  readonly accompagnements: ReadonlyMap<string, Accompagnement>;
  /** Of this agent alone, by id. */
  readonly seances: ReadonlyMap<string, SeanceConnue>;
  readonly contexte: (saisie: Saisie) => Contexte;
  readonly conventionDe: (saisie: Saisie) => string | null;
  readonly communeDe: (saisie: Saisie) => string | null;
  readonly estCertifie: (conventionId: string | null, jour: Jour) => boolean;
};

/** The ids that a field holds in all that was sent. */
function idsDe(envois: readonly Envoi[], field: string): readonly string[] {
  return [...new Set(envois.flatMap(({ form }) => form.values[field] ?? []).filter(isUuid))].sort();
}

async function idsExistants(
  db: Db,
  territoireId: string,
  table: 'mandat' | 'personne' | 'agent',
  ids: readonly string[],
  agentId?: string,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom(table)
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', 'in', [...ids])
    .$if(agentId !== undefined, (query) => query.where(sql<boolean>`agent_id = ${agentId}`))
    .execute();
  return new Set(rows.map(({ id }) => id));
}

async function seancesConnues(db: Db, territoireId: string, agentId: string, ids: readonly string[]) {
  if (ids.length === 0) return [];
  // Noting something in a séance and cancelling it wait for each other; nobody else's is held, whatever was sent.
  await db
    .selectFrom('seance')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('agentId', '=', agentId)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forShare()
    .execute();
  return db
    .selectFrom('seance')
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .select([
      'seance.id',
      'seance.jour',
      'seance.lieuId',
      'seance.conventionId',
      'lieu.codeInsee',
      sql<'prevue' | 'annulee'>`seance.statut`.as('statut'),
    ])
    .where('seance.territoireId', '=', territoireId)
    .where('seance.agentId', '=', agentId)
    .where('seance.id', 'in', [...ids])
    .execute();
}

async function lieuxConnus(db: Db, territoireId: string, ids: readonly string[]): Promise<Map<string, LieuConnu>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('lieu')
    .select(['id', 'codeInsee', 'structureId'])
    .where('territoireId', '=', territoireId)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, ...lieu }) => [id, lieu]));
}

async function rendezVousConnus(db: Db, territoireId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('rendezVous')
    .select(['id', 'seanceId'])
    .where('territoireId', '=', territoireId)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, seanceId }) => [id, seanceId]));
}

async function communesConnues(db: Db, envois: readonly Envoi[]): Promise<ReadonlySet<string>> {
  const codes = [...new Set(envois.flatMap(({ form }) => form.values['codeInsee'] ?? []))].filter((one) =>
    /^[0-9A-Z]{5}$/.test(one),
  );
  if (codes.length === 0) return new Set();
  const rows = await db.selectFrom('commune').select('codeInsee').where('codeInsee', 'in', codes).execute();
  return new Set(rows.map(({ codeInsee }) => codeInsee));
}

async function operationsConnues(db: Db, territoireId: string, envois: readonly Envoi[]): Promise<OperationGardee[]> {
  const ids = [...new Set(envois.map(({ id }) => id))];
  const records = [...new Set(envois.map(({ accompagnement }) => accompagnement))];
  const rows = await db
    .selectFrom('accompagnementOperation')
    .select([
      'id',
      'accompagnementId',
      'base',
      'saisiAt',
      'empreinte',
      'agentId',
      'jour',
      sql<OperationGardee['nature']>`nature`.as('nature'),
      sql<null>`null`.as('saisie'),
    ])
    .where('territoireId', '=', territoireId)
    .where(({ or, eb }) => or([eb('id', 'in', ids), eb('accompagnementId', 'in', records)]))
    .execute();
  return rows.map(({ empreinte, ...row }) => ({ ...row, empreinte: Buffer.from(empreinte) }));
}

const cleDuMois = (conventionId: string, jour: Jour) => `${conventionId} ${jour.with({ day: 1 })}`;

/** The months that are certified and not opened again. The database checks it once more as a record is written. */
async function moisCertifies(
  db: Db,
  territoireId: string,
  conventionIds: readonly string[],
  jours: readonly Jour[],
): Promise<ReadonlySet<string>> {
  const mois = [...new Set(jours.map((jour) => jour.with({ day: 1 }).toString()))];
  if (conventionIds.length === 0 || mois.length === 0) return new Set();
  const rows = await db
    .selectFrom('releve')
    .select(['conventionId', 'mois', 'etat'])
    .where('territoireId', '=', territoireId)
    .where('conventionId', 'in', [...conventionIds])
    .where(
      'mois',
      'in',
      mois.map((one) => Temporal.PlainDate.from(one)),
    )
    .orderBy('numero')
    .execute();
  const last = new Map(rows.map(({ conventionId, mois: one, etat }) => [cleDuMois(conventionId, one), etat]));
  return new Set([...last].flatMap(([key, etat]) => (etat === 'certifie' ? [key] : [])));
}

/** The contract of the agent, who is held until the end. */
async function contratDe(db: Db, territoireId: string, agentId: string): Promise<Periode> {
  const { contratDebut, contratFin } = await db
    .selectFrom('agent')
    .select(['contratDebut', 'contratFin'])
    .where('territoireId', '=', territoireId)
    .where('id', '=', agentId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return { debut: contratDebut, fin: contratFin };
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
 * Holds the séances, then the agent, then reads all that the records touch. In this order, as whoever cancels a séance never waits
 * for an agent.
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
  const operations = await operationsConnues(db, territoireId, envois);
  const records = [...new Set(envois.map(({ accompagnement }) => accompagnement))];
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
  const mandats = await idsExistants(db, territoireId, 'mandat', idsDe(envois, 'mandat'), agentId);
  const personnes = await idsExistants(db, territoireId, 'personne', idsDe(envois, 'personne'));
  const agents = await idsExistants(db, territoireId, 'agent', idsDe(envois, 'binome'));
  const rendezVous = await rendezVousConnus(db, territoireId, idsDe(envois, 'rendezVous'));
  const communes = await communesConnues(db, envois);

  const inconnusDe = (saisie: Saisie): readonly Inconnu[] => {
    const { seanceId, lieuId, codeInsee, binomeId } = saisie;
    const isFree = seanceId === null;
    const checks: readonly (readonly [boolean, Inconnu])[] = [
      [seanceId !== null && !seances.has(seanceId), 'seance'],
      [isFree && lieuId !== null && !lieux.has(lieuId), 'lieu'],
      [isFree && codeInsee !== null && !communes.has(codeInsee), 'commune'],
      [binomeId !== null && (binomeId === agentId || !agents.has(binomeId)), 'binome'],
      ...(saisie.typeActivite === 'Individuel'
        ? ([
            [saisie.mandatId !== null && !mandats.has(saisie.mandatId), 'mandat'],
            [saisie.personneId !== null && !personnes.has(saisie.personneId), 'personne'],
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
    contexte: (saisie) => ({
      seance: saisie.seanceId === null ? null : (seances.get(saisie.seanceId) ?? null),
      contrat,
      lieuCouvert:
        saisie.lieuId !== null &&
        (lieux.get(saisie.lieuId)?.structureId === null ||
          // A day to come is refused by itself.
          estAvant(today, saisie.jour) ||
          conventionDuLieu(saisie.lieuId, saisie.jour) !== null),
      certifie: estCertifie(conventionDe(saisie), saisie.jour),
      inconnus: inconnusDe(saisie),
    }),
  };
}
