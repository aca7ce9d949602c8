/** What the bench of recordings writes in: an invented territoire of many agents, each with a séance already held. */
import { randomUUID } from 'node:crypto';
import { CompiledQuery, sql } from 'kysely';
import { FORMULAIRE } from '../src/features/accompagnements/formulaire.ts';
import { type Database, inTerritoire } from '../src/platform/db.ts';

export type AgentDuBanc = { readonly agentId: string; readonly compteId: string; readonly seanceId: string };

const TABLES = ['accompagnement_operation', 'accompagnement'] as const;
type Ligne = Readonly<Record<string, unknown>>;
/** The rows of a day, table by table. */
export type Lignes = Readonly<Record<(typeof TABLES)[number], readonly Ligne[]>>;

/** Writes as many agents as told, with their accounts and a séance of yesterday. */
export async function insertAgents(owner: Database, combien: number, hier: Temporal.PlainDate): Promise<AgentDuBanc[]> {
  await sql`
    with a as (
      insert into agent (territoire_id, id, prenom, nom, nature, contrat_debut, contrat_fin, port_attache)
      select '66', gen_random_uuid(), 'Camille', 'Banc ' || rang, 'conseiller', ${hier}::date - 300, ${hier}::date + 300, '66136'
      from generate_series(1, ${combien}) rang returning *
    ), c as (
      insert into compte (territoire_id, id, courriel, nom, role, agent_id)
      select '66', gen_random_uuid(), 'banc-' || a.id || '@exemple.fr', a.nom, 'agent', a.id from a
    )
    insert into seance (territoire_id, id, agent_id, jour, heure_debut, heure_fin, motif, endroit, created_by)
    select '66', gen_random_uuid(), a.id, ${hier}, '09:00', '12:00', 'Banc', 'Banc', a.id from a`.execute(owner);
  const { rows } = await sql<AgentDuBanc>`select s.agent_id, c.id as compte_id, s.id as seance_id
    from seance s join compte c on c.agent_id = s.agent_id where s.motif = 'Banc' order by s.agent_id`.execute(owner);
  return rows;
}

/** Every row of a day, as text that PostgreSQL reads back. */
export async function lireLignes(owner: Database): Promise<Lignes> {
  const read = async (table: string) => {
    const { rows } = await sql<{ ligne: Ligne }>`
      select (select jsonb_object_agg(key, value) from jsonb_each_text(to_jsonb(t))) as ligne from ${sql.table(table)} t`.execute(
      owner,
    );
    return rows.map(({ ligne }) => ligne);
  };
  return {
    accompagnement: await read('accompagnement'),
    accompagnement_operation: await read('accompagnement_operation'),
  };
}

export async function vider(owner: Database): Promise<void> {
  for (const table of TABLES) await sql`delete from ${sql.table(table)}`.execute(owner);
  // What a server does by itself while nobody writes.
  for (const table of TABLES) await sql`vacuum analyze ${sql.table(table)}`.execute(owner);
}

/** The same rows by plain SQL: a transaction an agent, one INSERT a row, all its columns. */
export async function insererTelles(request: Database, lignes: Lignes): Promise<void> {
  const parts = new Map<string, { readonly texte: string; readonly valeurs: unknown[] }[]>();
  for (const table of TABLES) {
    for (const ligne of lignes[table]) {
      const colonnes = Object.keys(ligne);
      const texte = `insert into ${table} (${colonnes.join(', ')}) values (${colonnes.map((_, rang) => `$${rang + 1}`).join(', ')})`;
      const agent = String(ligne['agent_id']);
      const part = parts.get(agent) ?? [];
      part.push({ texte, valeurs: colonnes.map((colonne) => toParametre(colonne, ligne[colonne])) });
      parts.set(agent, part);
    }
  }
  await Promise.all(
    [...parts.values()].map((part) =>
      inTerritoire(request, '66', async (db) => {
        for (const { texte, valeurs } of part) await db.executeQuery(CompiledQuery.raw(texte, valeurs));
      }),
    ),
  );
}

const LISTES: ReadonlySet<string> = new Set(['thematiques', 'demarches', 'materiels']);

/** Arrays come out of JSON as JSON. */
function toParametre(colonne: string, valeur: unknown): unknown {
  return LISTES.has(colonne) ? (JSON.parse(String(valeur)) as unknown) : valeur;
}

/** What a device keeps of an ordinary day: half of it help with a démarche, some of it sent elsewhere. */
export function file({ compteId, seanceId }: AgentDuBanc, combien: number, saisiAt: Temporal.Instant): string {
  const operations = Array.from({ length: combien }, (_, rang) => {
    const id = randomUUID();
    const themes: Record<string, string[]> =
      rang % 2 === 0
        ? { thematiques: ['AideAuxDemarchesAdministratives', 'Email'], demarches: ['SocialSante'] }
        : { thematiques: ['Email'], demarches: [] };
    const suite: Record<string, string[]> =
      rang % 5 === 0
        ? { issue: ['impossible'], issuePrecision: ['Service en panne, rendez-vous repris la semaine prochaine'] }
        : { issue: ['faite'], issuePrecision: [''] };
    const valeurs = {
      typeActivite: ['Individuel'],
      seance: [seanceId],
      ...themes,
      ...suite,
      operateur: ['caf'],
      duree: ['30'],
      dureeAutre: [''],
      typeLieu: ['LieuActivite'],
      materiels: ['Ordinateur'],
      autonomie: ['Autonome'],
      orientation: [''],
      trancheAge: ['SoixanteDixPlus'],
      genre: ['Feminin'],
      statutSocial: ['Retraite'],
      objectif: ['permanence'],
      axe: [''],
    };
    const when = `${saisiAt.add({ minutes: rang })}`;
    return { id, nature: 'creer', accompagnement: id, base: null, formulaire: FORMULAIRE, saisiAt: when, valeurs };
  });
  return JSON.stringify({ compte: compteId, operations });
}
