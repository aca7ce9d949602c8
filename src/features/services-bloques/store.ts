import { sql } from 'kysely';
import { parisDate } from '../../domain/date.ts';
import type { Demarche, Obstacle } from '../../domain/nomenclatures.ts';
import type { Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { SUIVI } from '../accompagnements/ligne/store.ts';
import type { DitDuService, Origine } from './rules/origine.ts';
import type { NatureSuite, Suite, Suivi } from './rules.ts';

/** What is told of a blocked service, from a record or by itself. */
export type SaisieService = DitDuService;

/** A step as it was noted; `par` is null once nobody bears that account. */
export type SuiteNotee = Suite & {
  readonly id: string;
  readonly auteurId: string | null;
  readonly par: string | null;
  readonly noteeLe: Temporal.PlainDate;
};

export type ServiceBloque = SaisieService & {
  readonly id: string;
  readonly agentId: string;
  readonly agent: string;
  /** Whether a record told of it: it then goes on following the record. */
  readonly dunAccompagnement: boolean;
  /** Where the record took place; null: not told, or in no lieu. */
  readonly lieuId: string | null;
  readonly suivi: Suivi;
  /** The first first. */
  readonly suites: readonly SuiteNotee[];
};

async function suitesDe(db: Db, territoireId: string, serviceId: string | null): Promise<Map<string, SuiteNotee[]>> {
  const rows = await db
    .selectFrom('serviceBloqueSuite as x')
    .leftJoin('compte as c', (join) =>
      join.onRef('c.territoireId', '=', 'x.territoireId').onRef('c.id', '=', 'x.createdBy'),
    )
    .select([
      'x.id',
      'x.serviceBloqueId',
      sql<NatureSuite>`x.suite_nature`.as('nature'),
      'x.suiteLe as le',
      'x.suiteA as a',
      'x.suiteTexte as texte',
      'x.createdBy as auteurId',
      'x.createdAt',
      'c.nom as par',
    ])
    .where('x.territoireId', '=', territoireId)
    .$if(serviceId !== null, (query) => query.where('x.serviceBloqueId', '=', serviceId ?? ''))
    .orderBy('x.createdAt')
    .orderBy('x.id')
    .execute();
  const found = rows.map(({ serviceBloqueId, createdAt, ...suite }) => ({
    serviceBloqueId,
    suite: { ...suite, noteeLe: parisDate(createdAt) },
  }));
  const groups = Map.groupBy(found, ({ serviceBloqueId }) => serviceBloqueId);
  return new Map([...groups].map(([key, list]) => [key, list.map(({ suite }) => suite)]));
}

async function services(db: Db, territoireId: string, id: string | null): Promise<ServiceBloque[]> {
  const rows = await db
    .selectFrom('serviceBloque as s')
    .innerJoin('agent as a', (join) =>
      join.onRef('a.territoireId', '=', 's.territoireId').onRef('a.id', '=', 's.agentId'),
    )
    .leftJoin('accompagnement as n', (join) =>
      join.onRef('n.territoireId', '=', 's.territoireId').onRef('n.id', '=', 's.accompagnementId'),
    )
    .select([
      's.id',
      's.agentId',
      sql<string>`a.prenom || ' ' || a.nom`.as('agent'),
      sql<boolean>`s.accompagnement_id is not null`.as('dunAccompagnement'),
      'n.lieuId',
      's.operateur',
      's.serviceNom as service',
      sql<Demarche | null>`s.demarche`.as('demarche'),
      sql<Obstacle>`s.obstacle`.as('obstacle'),
      's.obstacleTexte',
      's.constateLe',
      sql<Suivi>`s.suivi`.as('suivi'),
    ])
    .where('s.territoireId', '=', territoireId)
    .$if(id !== null, (query) => query.where('s.id', '=', id ?? ''))
    .orderBy('s.constateLe', 'desc')
    .orderBy('s.id', 'desc')
    .execute();
  const suites = await suitesDe(db, territoireId, id);
  return rows.map((row) => ({ ...row, suites: suites.get(row.id) ?? [] }));
}

/** Every report of the territoire, the last first. */
export async function tousLesServices(db: Db, territoireId: string): Promise<readonly ServiceBloque[]> {
  return services(db, territoireId, null);
}

export async function findService(db: Db, territoireId: string, id: string): Promise<ServiceBloque | undefined> {
  return (await services(db, territoireId, id))[0];
}

/**
 * What became of the record that reported a service and that it no longer follows; null: none did, it is not followed yet, or the
 * record is older than its versions.
 */
export async function origineDe(db: Db, territoireId: string, id: string): Promise<Origine | null> {
  type Ligne = Omit<DitDuService, 'constateLe' | 'operateur'> & {
    readonly jour: Temporal.PlainDate | null;
    readonly operateur: string | null;
  };
  const { rows } =
    await sql<Ligne>`select a.jour, a.demarches[1] as demarche, v.saisie->'blocage'->>'operateur' as operateur,
      v.saisie->'blocage'->>'service' as service, v.saisie->'blocage'->>'obstacle' as obstacle,
      v.saisie->'blocage'->>'obstacleTexte' as obstacle_texte
    from service_bloque s
      left join accompagnement a on a.territoire_id = s.territoire_id and a.id = s.accompagnement_id
      left join accompagnement_operation v on v.territoire_id = a.territoire_id and v.id = a.version_id
    where s.territoire_id = ${territoireId} and s.id = ${id} and ${SUIVI('s')} and (v.id is not null or a.id is null
      and exists (select from accompagnement_operation o where o.territoire_id = s.territoire_id and o.accompagnement_id = s.id))`.execute(
      db,
    );
  const [row] = rows;
  if (row === undefined) return null;
  const { jour, operateur, ...dit } = row;
  if (jour === null) return 'supprime';
  return { dit: operateur === null ? null : { ...dit, operateur, constateLe: jour } };
}

/** The same, held until the end of the transaction: two steps are noted one after the other. */
export async function holdService(db: Db, territoireId: string, id: string): Promise<ServiceBloque | undefined> {
  await db
    .selectFrom('serviceBloque')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .forUpdate()
    .execute();
  return findService(db, territoireId, id);
}

function toColonnes({ service: serviceNom, ...saisie }: SaisieService) {
  return { ...saisie, serviceNom };
}

/** Reports a service that blocks, out of any record; returns its id. */
export async function signalerService(
  db: Db,
  territoireId: string,
  saisie: SaisieService,
  { agentId, compteId }: { readonly agentId: string; readonly compteId: string },
): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('serviceBloque')
    .values({ territoireId, id, agentId, createdBy: compteId, ...toColonnes(saisie) })
    .execute();
  return id;
}

export async function corrigerService(db: Db, territoireId: string, id: string, saisie: SaisieService): Promise<void> {
  await db
    .updateTable('serviceBloque')
    .set(toColonnes(saisie))
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

async function ecrireSuivi(db: Db, territoireId: string, id: string, suivi: Suivi): Promise<void> {
  await db
    .updateTable('serviceBloque')
    .set({ suivi })
    .where('territoireId', '=', territoireId)
    .where('id', '=', id)
    .execute();
}

/** Adds a step, and what the report becomes by it. */
export async function noterSuite(
  db: Db,
  territoireId: string,
  { id, suite, suivi }: { readonly id: string; readonly suite: Suite; readonly suivi: Suivi },
  { compteId, now }: { readonly compteId: string; readonly now: Temporal.Instant },
): Promise<void> {
  await db
    .insertInto('serviceBloqueSuite')
    .values({
      ...{ territoireId, id: uuidv7(), serviceBloqueId: id, createdBy: compteId, createdAt: now },
      ...{ suiteNature: suite.nature, suiteLe: suite.le, suiteA: suite.a, suiteTexte: suite.texte },
    })
    .execute();
  await ecrireSuivi(db, territoireId, id, suivi);
}

/** Takes a step back, and what the report was before it. */
export async function retirerSuite(
  db: Db,
  territoireId: string,
  { id, suiteId, suivi }: { readonly id: string; readonly suiteId: string; readonly suivi: Suivi },
): Promise<void> {
  await db
    .deleteFrom('serviceBloqueSuite')
    .where('territoireId', '=', territoireId)
    .where('serviceBloqueId', '=', id)
    .where('id', '=', suiteId)
    .execute();
  await ecrireSuivi(db, territoireId, id, suivi);
}
