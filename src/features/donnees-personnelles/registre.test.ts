import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import type { Classement } from '../../domain/conservation.ts';
import { type Colonne, colonnesDe, DONNEES, verifierClassement } from './registre.ts';

const base = useBase();

async function catalogue(): Promise<readonly Colonne[]> {
  const { rows } = await sql<Colonne>`select c.relname as "table", a.attname as colonne
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped
    order by 1, 2`.execute(base.owner);
  return rows;
}

describe('chaque colonne est déclarée', () => {
  test('celles de la base le sont toutes, une fois', async () => {
    const colonnes = await catalogue();
    expect(colonnes.length).toBeGreaterThan(150);
    expect(verifierClassement(colonnes)).toEqual([]);
  });

  test('hors de ce schéma, il n’y a que les travaux, qui ne nomment que des lignes', async () => {
    const { rows } = await sql<{ nom: string }>`select nspname as nom from pg_namespace
      where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1`.execute(base.owner);
    expect(rows.map(({ nom }) => nom).filter((nom) => nom !== 'travaux')).toEqual(['public']);
  });

  test('une colonne nouvelle que personne n’a classée est nommée', async () => {
    await sql`alter table agent add numero_securite_sociale text`.execute(base.owner);
    try {
      expect(verifierClassement(await catalogue())).toEqual([
        'La colonne agent.numero_securite_sociale n’est classée nulle part : déclarez-la dans le fichier conservation.ts de ce qui la range, comme donnée personnelle ou non.',
      ]);
    } finally {
      await sql`alter table agent drop numero_securite_sociale`.execute(base.owner);
    }
  });

  test('une table nouvelle aussi, colonne par colonne', async () => {
    await sql`create table essai_nouveau (territoire_id text, nom text, jour date)`.execute(base.owner);
    try {
      const said = verifierClassement(await catalogue());
      expect(said).toHaveLength(2);
      expect(said.join('\n')).toContain('essai_nouveau.nom');
    } finally {
      await sql`drop table essai_nouveau`.execute(base.owner);
    }
  });

  test('une déclaration fausse se voit : colonne absente, table absente, colonne dite deux fois', () => {
    const agents: Classement = {
      donnees: DONNEES.filter(({ cle }) => cle === 'agents').map((one) => ({
        ...one,
        colonnes: { agent: ['nom', 'age'] },
      })),
      sansDonneePersonnelle: { agent: ['nom'], fantome: 'toutes' },
    };
    expect(verifierClassement([{ table: 'agent', colonne: 'nom' }], [agents])).toEqual([
      'La colonne agent.nom est déclarée à la fois personnelle et sans donnée personnelle.',
      'La colonne agent.age est déclarée, mais n’existe pas.',
      'La table fantome est déclarée, mais n’existe pas.',
    ]);
  });
});

describe('les déclarations', () => {
  test('chacune a sa clé, ses phrases et ses colonnes', () => {
    expect(new Set(DONNEES.map(({ cle }) => cle)).size).toBe(DONNEES.length);
    for (const donnee of DONNEES) {
      expect(donnee.cle).toMatch(/^[a-z]+$/);
      expect(colonnesDe(donnee).length, donnee.cle).toBeGreaterThan(0);
      for (const text of [donnee.nom, donnee.quoi, donnee.pourquoi, donnee.personnes, donnee.destinataires]) {
        expect(text, donnee.cle).toMatch(/[^.]$/);
        expect(text, donnee.cle).not.toMatch(/'/);
      }
    }
  });

  test('leurs durées de départ sont dans leurs bornes', () => {
    for (const { cle, duree } of DONNEES) {
      if ('fixe' in duree) continue;
      expect(duree.defaut.nombre, cle).toBeGreaterThanOrEqual(duree.min);
      expect(duree.defaut.nombre, cle).toBeLessThanOrEqual(duree.max);
      expect(duree.min, cle).toBeGreaterThanOrEqual(1);
    }
  });
});
