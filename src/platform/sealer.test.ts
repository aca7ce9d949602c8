import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { useBase } from '../../test/base.ts';
import { seedSmallTerritoire } from '../../test/small-territoire.ts';
import { inTerritoire } from './db.ts';
import { uuidv7 } from './ids.ts';
import { record } from './journal.ts';
import { type Tete, verifierChaine } from './journal-verification.ts';
import { sealAll, startSealing } from './sealer.ts';

const base = useBase();
const NOW = Temporal.Now.instant().add({ hours: 1 });
const TABLES = ['journal_attente', 'journal_maillon', 'journal_entree'] as const;

beforeAll(async () => {
  await seedSmallTerritoire(base.owner);
});

/** What only the owner of the tables can do, and what the verification is there to find. */
async function tamper(statement: string): Promise<void> {
  for (const table of TABLES) await sql`alter table ${sql.table(table)} disable trigger user`.execute(base.owner);
  await sql.raw(statement).execute(base.owner);
  for (const table of TABLES) await sql`alter table ${sql.table(table)} enable trigger user`.execute(base.owner);
}

afterEach(() => tamper(TABLES.map((table) => `delete from ${table}`).join('; ')));

const write = (acte: string, territoireId = '66') =>
  inTerritoire(base.request, territoireId, (db) => record(db, territoireId, { acteur: uuidv7(), acte }));
const verify = (heads: readonly Tete[] = [], territoireId = '66') =>
  inTerritoire(base.request, territoireId, (db) => verifierChaine(db, territoireId, NOW, heads));

async function filled(count = 12): Promise<Tete> {
  for (let entry = 0; entry < count; entry += 1) await write(`acte ${entry}`);
  await sealAll(base.request, ['66', '00']);
  const verdict = await verify();
  if (!verdict.bon) throw new Error(verdict.defaut);
  return verdict.tete;
}

describe('Le journal', () => {
  test.each(['escale_application', 'propriétaire'])('ne se modifie ni ne s’efface, même par %s', async (who) => {
    await filled(2);
    const isOwner = who === 'propriétaire';
    for (const table of ['journal_entree', 'journal_maillon']) {
      for (const statement of [
        `update ${table} set territoire_id = territoire_id`,
        `delete from ${table}`,
        `truncate ${table} cascade`,
      ]) {
        const run = isOwner
          ? sql.raw(statement).execute(base.owner)
          : inTerritoire(base.request, '66', (db) => sql.raw(statement).execute(db));
        await expect(run, statement).rejects.toThrow(/le journal ne se modifie ni ne s’efface|permission denied/);
      }
    }
    expect((await verify()).bon).toBe(true);
  });

  test('ne garde rien de ce qui a été annulé', async () => {
    const undone = inTerritoire(base.request, '66', async (db) => {
      await record(db, '66', { acteur: null, acte: 'annulé' });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect((await filled(0)).rang).toBe(0);
  });

  test('se scelle sans attendre ceux qui écrivent, ni les faire attendre', async () => {
    await filled(1);
    await inTerritoire(base.request, '66', async (db) => {
      await record(db, '66', { acteur: null, acte: 'en cours' });
      // Meanwhile, others write and are sealed.
      await write('pendant');
      expect(await sealAll(base.request, ['66'])).toBe(1);
    });
    expect(await sealAll(base.request, ['66'])).toBe(1);
    expect(await verify()).toMatchObject({ bon: true, entrees: 3 });
  });

  test('n’a qu’une chaîne, quels que soient ceux qui écrivent et scellent ensemble', async () => {
    const step = fc.constantFrom('66' as const, '00' as const, 'sceau' as const);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        await Promise.all(
          steps.map((one) => (one === 'sceau' ? sealAll(base.request, ['66', '00']) : write('acte', one))),
        );
        await sealAll(base.request, ['66', '00']);
        expect((await verify()).bon).toBe(true);
        expect((await verify([], '00')).bon).toBe(true);
      }),
      { numRuns: 8 },
    );
    const { rows } = await sql`select 1 from journal_attente`.execute(base.owner);
    expect(rows).toEqual([]);
  });
});

describe('Le scelleur', () => {
  test('scelle ce qui vient d’être écrit, même s’il s’arrête aussitôt', async () => {
    const sealing = startSealing(
      base.request,
      async () => ['66', '00'],
      (error) => expect.unreachable(String(error)),
    );
    await write('premier');
    sealing.soon();
    sealing.soon();
    await write('second', '00');
    await sealing.stop();
    expect(await verify()).toMatchObject({ bon: true, entrees: 1 });
    expect(await verify([], '00')).toMatchObject({ bon: true, entrees: 1 });
  });

  test('se remet d’une base absente', async () => {
    const errors: unknown[] = [];
    let isAway = true;
    const territoires = async (): Promise<string[]> => {
      if (isAway) throw new Error('away');
      return ['66'];
    };
    const sealing = startSealing(base.request, territoires, (error) => {
      errors.push(error);
      isAway = false;
      sealing.soon();
    });
    await write('pendant');
    sealing.soon();
    await vi.waitFor(async () => expect(await verify()).toMatchObject({ bon: true, entrees: 1 }), 5_000);
    await sealing.stop();
    expect(errors).toHaveLength(1);
  });

  test('trouve une courte attente au bout d’un long journal', async () => {
    await sql`insert into journal_entree (territoire_id, id, acte)
      select '66', gen_random_uuid(), 'ancien' from generate_series(1, 2500)`.execute(base.owner);
    await sql`insert into journal_attente select territoire_id, id from journal_entree`.execute(base.owner);
    expect(await sealAll(base.request, ['66'])).toBe(2_500);
    await write('nouveau');
    expect(await sealAll(base.request, ['66'])).toBe(1);
    expect(await verify()).toMatchObject({ bon: true, entrees: 2_501 });
  });
});

describe('La vérification nomme', () => {
  test.each([
    ['une entrée réécrite', `update journal_entree set acte = 'faux' where acte = 'acte 6'`, 7],
    ['un auteur changé', `update journal_entree set acteur = gen_random_uuid() where acte = 'acte 0'`, 1],
    ['une date changée', `update journal_entree set at = at + interval '1 microsecond' where acte = 'acte 3'`, 4],
    ['un maillon réécrit', `update journal_maillon set empreinte = sha256('x') where rang = 5`, 5],
    ['un maillon retiré', `delete from journal_maillon where rang = 5`, 5],
    ['le premier retiré', `delete from journal_maillon where rang = 1`, 1],
  ])('%s', async (_, statement, rang) => {
    await filled();
    await tamper(statement);
    expect(await verify()).toMatchObject({ bon: false, rang });
  });

  test('une entrée jamais scellée, dont on a effacé l’attente', async () => {
    await filled();
    await write('cachée');
    await inTerritoire(base.request, '66', (db) => sql`delete from journal_attente`.execute(db));
    await sealAll(base.request, ['66']);
    expect(await verify()).toMatchObject({ bon: false, defaut: expect.stringContaining('n’a jamais été scellée') });
  });

  test('une fin coupée, ou une chaîne refaite, par une tête exportée', async () => {
    const tete = await filled();
    expect((await verify([tete])).bon).toBe(true);
    await tamper(`delete from journal_maillon where rang > 8;
      delete from journal_entree e where not exists (select from journal_maillon m where m.entree_id = e.id)`);
    expect((await verify()).bon).toBe(true);
    expect(await verify([tete])).toMatchObject({
      bon: false,
      rang: 9,
      defaut: expect.stringContaining('la fin manque'),
    });
    await tamper(TABLES.map((table) => `delete from ${table}`).join('; '));
    await filled();
    expect(await verify([tete])).toMatchObject({ bon: false, rang: 12 });
  });

  test('l’échange de deux chaînes', async () => {
    await filled();
    await tamper(`alter table journal_maillon disable trigger user; update journal_maillon set empreinte =
      sha256(empreinte) where rang = 1`);
    expect(await verify()).toMatchObject({ bon: false, rang: 1 });
  });
});
