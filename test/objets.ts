import { sql } from 'kysely';
import type { Role } from '../src/domain/compte.ts';
import { queueMail } from '../src/features/courriels/store.ts';
import { fluxDe, ouvrirFlux } from '../src/features/echeancier/calendrier/store.ts';
import { inTerritoire } from '../src/platform/db.ts';
import type { Permission, Route } from '../src/platform/http/route.ts';
import type { Base } from './base.ts';
import { testCoffre } from './coffre.ts';

/** One object of each kind that a path may name. */
export type Objects = Readonly<Record<string, string>>;

/** Objects hanging from a structure, one of its lieux and one agent, found in the database as its owner sees it. */
export async function objectsOf(
  base: Base,
  territoireId: string,
  structure: string,
  lieu: string,
  agent: string,
): Promise<Objects> {
  const first = async (
    table: 'referent' | 'convention' | 'permanence' | 'seance' | 'accompagnement' | 'conventionEvenement' | 'compte',
    where: Objects,
  ) => {
    let query = base.owner.selectFrom(table).select('id').where('territoireId', '=', territoireId).orderBy('id');
    for (const [column, value] of Object.entries(where)) query = query.where(column as 'id', '=', value);
    return (await query.executeTakeFirst())?.id ?? '00000000-0000-7000-8000-000000000000';
  };
  const convention = await first('convention', { structureId: structure });
  return {
    structure,
    lieu,
    agent,
    convention,
    referent: await first('referent', { structureId: structure }),
    evenement: await first('conventionEvenement', { conventionId: convention }),
    permanence: await first('permanence', { lieuId: lieu }),
    seance: await first('seance', { agentId: agent }),
    accompagnement: await first('accompagnement', { agentId: agent }),
    compte: await first('compte', { structureId: structure }),
    jeton: await calendar(base, territoireId),
    ...(await abandoned(base, territoireId)),
  };
}

/** The secret of the calendar that somebody of the équipe technique opened. */
async function calendar(base: Base, territoireId: string): Promise<string> {
  const { id } = await base.owner
    .selectFrom('compte')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('role', '=', 'equipe')
    .where('fermeLe', 'is', null)
    .orderBy('id')
    .executeTakeFirstOrThrow();
  return inTerritoire(base.request, territoireId, async (db) => {
    const open = await fluxDe(db, territoireId, id, testCoffre);
    if (open === undefined) await ouvrirFlux(db, territoireId, id, { coffre: testCoffre, now: Temporal.Now.instant() });
    return (await fluxDe(db, territoireId, id, testCoffre))?.jeton ?? '';
  });
}

/** A message that the mail server refused, and the job that tried to send it, abandoned. */
async function abandoned(base: Base, territoireId: string): Promise<{ courriel: string; travail: string }> {
  const message = { genre: 'compte', destinataire: 'x@exemple.fr', sujet: 'Essai', texte: 'Essai' } as const;
  await inTerritoire(base.request, territoireId, (db) => queueMail(db, territoireId, message));
  const { id } = await base.owner
    .updateTable('courriel')
    .set({ echec: '550' })
    .where('territoireId', '=', territoireId)
    .returning('id')
    .executeTakeFirstOrThrow();
  const { rows } = await sql<{ id: string }>`
    update travaux.job set state = 'failed' where data->>'courriel' = ${id} returning id`.execute(base.owner);
  return { courriel: id, travail: rows[0]?.id ?? '' };
}

/** What an address must say besides its path. */
const QUERIES: Objects = { '/conventions/:convention/evenements/nouveau': '?type=note' };

export function pathOf(route: Route, of: Objects): string {
  const path = route.path.replace(/:([a-z]+)/g, (_, name: string) => {
    const id = of[name];
    if (id === undefined) throw new Error(`The test knows no object for :${name} of ${route.path}`);
    return id;
  });
  return `${path}${QUERIES[route.path] ?? ''}`;
}

export function permissionOf(route: Route, role: Role): Permission<unknown> | undefined {
  return route.access === 'public' ? true : route.access[role];
}
