import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { inTerritoire } from '../src/platform/db.ts';
import { readMigrationState } from '../src/platform/migrations.ts';
import { useBase } from './base.ts';

describe('base de test', () => {
  const base = useBase();

  test('elle est migrée, et le rôle des requêtes peut le lire', async () => {
    const state = await readMigrationState(base.request);
    expect(state.pending).toEqual([]);
    expect(state.unknown).toEqual([]);
    expect(state.executed.length).toBeGreaterThan(0);
  });

  test('le rôle des requêtes n’est ni superutilisateur, ni propriétaire, ni dispensé du cloisonnement', async () => {
    const { rows } = await sql<{ superuser: boolean; bypass: boolean; owned: number }>`
      select rolsuper as superuser, rolbypassrls as bypass,
        (select count(*) from pg_class where relowner = pg_roles.oid) as owned
      from pg_roles where rolname = current_user`.execute(base.request);
    expect(rows).toEqual([{ superuser: false, bypass: false, owned: 0 }]);
  });

  test('sans territoire, aucune ligne n’est visible', async () => {
    await sql`insert into territoire (id, nom, nom_complet, code_departement, couleur, adresse, representant_nom, representant_fonction, mention)
      values ('66', 'Essai', 'Département d’essai', '66', '#123456', '1 rue Fictive', 'A. Fictif', 'Présidente', 'Mention')`.execute(
      base.owner,
    );
    await sql`insert into envoi (territoire_id, cle, chemin) values ('66', gen_random_uuid(), '/')`.execute(base.owner);
    const { rows } = await sql`select * from envoi`.execute(base.request);
    expect(rows).toEqual([]);
    const seen = await inTerritoire(base.request, '66', (db) => sql`select * from envoi`.execute(db));
    expect(seen.rows).toHaveLength(1);
  });
});
