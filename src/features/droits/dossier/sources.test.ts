import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../../../../db/demo/ids.ts';
import { type Base, useBase } from '../../../../test/base.ts';
import { objectsOf } from '../../../../test/objets.ts';
import { type Database, inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { openSession } from '../../../platform/session.ts';
import { DONNEES } from '../../donnees-personnelles/registre.ts';
import { placesDe, SANS_RECHERCHE, SOURCE_DECLAREE, TABLES_TUES } from './declarations.ts';
import type { Personne } from './source.ts';
import { chercherPersonne, exporterLignes, SOURCES } from './sources.ts';
import { colonnesLisibles, lireTables, type TableLue } from './store.ts';

const base = useBase({ demo: true });
const INTROUVABLE: Personne = { nom: 'Ysoline Quarantain', courriel: null, telephone: null };

const chercher = (personne: Personne, territoireId = '66') =>
  inTerritoire(base.request, territoireId, (db) => chercherPersonne(db, territoireId, personne), { readOnly: true });

/** Columns by which a row hangs from a person: no name is needed there. */
const LIENS = ['compte_id', 'agent_id', 'demande_id', 'droit_demande_id', 'import_id', 'courriel'];

/** Tables in which no name can be written: their rows come with what they hang from. */
const SANS_MOTS = [
  'absences absence',
  'calendriers calendrier_flux',
  'comptes code_secours',
  'comptes identifiant',
  'droits droit_verification',
  'liens lien_connexion',
  'preuvesmandats mandat',
  'preuvesmandats mandat_acte',
  'preuvesmandats mandat_rectification',
  'preuvesmandats mandat_sursis',
];

/** What an account leaves behind. */
const SUIT_LE_COMPTE = [
  'calendrier_flux',
  'code_secours',
  'echeance_rappel',
  'envoi',
  'facteur',
  'filtre_conventions',
  'identifiant',
  'journal_identite',
  'lien_connexion',
  'session',
];

let tables: ReadonlyMap<string, TableLue>;

beforeAll(async () => {
  await objectsOf(base, '66', demo.structures.alberes, demo.lieux.alberes, demo.agents.demo);
  await remplir(base);
  tables = await inTerritoire(base.request, '66', lireTables);
});

/** What an account leaves behind in tables that the demo leaves empty, and a paper taken back. */
async function remplir({ owner, request }: Base): Promise<void> {
  const of = { territoireId: '66', compteId: demo.comptes.agent };
  const now = Temporal.Now.instant();
  const { id: pieceId } = await owner
    .selectFrom('piece')
    .select('id')
    .where('territoireId', '=', '66')
    .executeTakeFirstOrThrow();
  await owner.insertInto('pieceRetrait').values({ territoireId: '66', pieceId, motif: 'Essai' }).execute();
  await owner
    .insertInto('journalIdentite')
    .values({ ...of, acteur: uuidv7(), nom: 'Essai', role: 'agent', niveau: 'double' })
    .execute();
  const { courriel } = await owner
    .selectFrom('compte')
    .select('courriel')
    .where('id', '=', of.compteId)
    .executeTakeFirstOrThrow();
  await owner
    .insertInto('codeSecours')
    .values({ territoireId: '66', courriel, empreinte: Buffer.from('code') })
    .execute();
  await owner
    .insertInto('lienConnexion')
    .values({ ...of, jetonHash: Buffer.from('lien'), expireAt: now })
    .execute();
  await owner
    .insertInto('envoi')
    .values({ ...of, cle: uuidv7(), chemin: '/agenda' })
    .execute();
  await owner
    .insertInto('echeanceRappel')
    .values({ ...of, cle: 'fin essai', pas: 30, envoyeLe: now.toZonedDateTimeISO('Europe/Paris').toPlainDate() })
    .execute();
  await owner
    .insertInto('calendrierFlux')
    .values({ ...of, jetonHash: Buffer.from('flux') })
    .execute();
  await owner
    .insertInto('filtreConventions')
    .values({ ...of, id: uuidv7(), nom: 'Essai', requete: '' })
    .execute();
  await inTerritoire(request, '66', (db) => openSession(db, '66', of.compteId, now));
}

/** Writes words in the first row of a table, wherever a column takes them; false when none does. */
async function ecrire(owner: Database, table: TableLue, colonnes: readonly string[]): Promise<boolean> {
  const owned = table.types.has('territoire_id') ? 'territoire_id' : 'id';
  for (const colonne of colonnes) {
    const value =
      table.types.get(colonne) === 'jsonb'
        ? sql`jsonb_build_object('de', 'Mme QUARANTAIN, Ysoline')`
        : sql`'Mme QUARANTAIN, Ysoline'`;
    const [of, name] = [sql.table(table.nom), sql.ref(colonne)];
    const write = sql`update ${of} set ${name} = ${value}
      where ctid = (select ctid from ${of} where ${sql.ref(owned)} = '66' limit 1)`;
    // Rows that never change take the words too.
    const done = await owner
      .transaction()
      .execute(async (db) => {
        await sql`alter table ${of} disable trigger user`.execute(db);
        return ((await write.execute(db)).numAffectedRows ?? 0n) > 0n;
      })
      .catch(() => false);
    if (done) return true;
  }
  return false;
}

describe('personne n’est oublié', () => {
  test('chaque donnée déclarée a une source et une seule, ou une raison de n’en avoir pas', () => {
    for (const { cle } of DONNEES) {
      const count = SOURCES.filter(({ couvre }) => couvre.includes(cle)).length;
      expect(count, cle).toBe(cle in SANS_RECHERCHE ? 0 : 1);
    }
    for (const reason of [...Object.values(SANS_RECHERCHE), ...Object.values(TABLES_TUES)]) {
      expect(reason).toMatch(/^[A-Z].{40,}\.$/);
    }
    for (const cle of Object.keys(SANS_RECHERCHE)) expect(DONNEES.map((one) => one.cle)).toContain(cle);
  });

  test('chaque table déclarée se lit, par ses mots ou par ce dont elle dépend', () => {
    const declared = DONNEES.filter(({ cle }) => SOURCE_DECLAREE.couvre.includes(cle)).flatMap(({ cle, colonnes }) =>
      Object.keys(colonnes).map((table) => `${cle} ${table}`),
    );
    const read = placesDe(tables).map(({ donnee, table }) => `${donnee} ${table.nom}`);
    const silent = declared.filter((one) => Object.keys(TABLES_TUES).some((table) => one.endsWith(` ${table}`)));
    expect([...read, ...silent].sort()).toEqual(declared.sort());
    for (const place of placesDe(tables)) {
      const hangs = LIENS.some((colonne) => place.table.types.has(colonne));
      expect(colonnesLisibles(place).length > 0 || hangs, `${place.donnee} ${place.table.nom}`).toBe(true);
    }
  });

  test('un nom écrit dans n’importe laquelle de ces tables est trouvé', async () => {
    expect((await chercher(INTROUVABLE)).trouvailles).toEqual([]);
    const planted: string[] = [];
    const unable: string[] = [];
    for (const place of placesDe(tables)) {
      const named = `${place.donnee} ${place.table.nom}`;
      (await ecrire(base.owner, place.table, colonnesLisibles(place))) ? planted.push(named) : unable.push(named);
    }
    const { trouvailles } = await chercher(INTROUVABLE);
    const found = new Set(trouvailles.map(({ donnee, table }) => `${donnee} ${table}`));
    expect(planted.filter((one) => !found.has(one))).toEqual([]);
    // Prints, days and codes of a closed list: no column of theirs can bear a name.
    expect(unable.sort()).toEqual(SANS_MOTS);
    expect((await chercher(INTROUVABLE, '00')).trouvailles).toEqual([]);
  });
});

describe('ce qui dépend d’une ligne vient avec elle', () => {
  test('un compte apporte ses connexions, ses facteurs, ses rappels ; un agent, son compte', async () => {
    const { trouvailles } = await chercher({ nom: 'Maëlle Tramontane', courriel: null, telephone: null });
    const agent = trouvailles.filter(({ table }) => table === 'agent');
    expect(agent).toHaveLength(1);
    const all = await inTerritoire(base.request, '66', (db) => exporterLignes(db, '66', agent));
    const kinds = new Set(all.map(({ table }) => table));
    for (const table of [...SUIT_LE_COMPTE, 'agent', 'compte']) expect(kinds, table).toContain(table);
    expect(new Set(all.map((one) => JSON.stringify([one.donnee, one.table, one.cle]))).size).toBe(all.length);
    // What opens a door is never read.
    expect(JSON.stringify(all.filter(({ table }) => table === 'facteur'))).toMatch(/"secret":(null|\{"octets":\d+\})/);
  });
});

describe('la recherche', () => {
  test.each([
    [{ nom: 'tramontane maelle', courriel: null, telephone: null }, true],
    [{ nom: 'MAËLLE', courriel: null, telephone: null }, true],
    [{ nom: 'Maëlle Personne', courriel: null, telephone: null }, false],
    [{ nom: null, courriel: 'MAELLE.TRAMONTANE@exemple.fr', telephone: null }, true],
    [{ nom: null, courriel: 'elle.tramontane@exemple.fr', telephone: null }, false],
    [{ nom: '…', courriel: null, telephone: '12' }, false],
    [{ nom: "'; drop table agent; --%", courriel: "' or 1=1 --", telephone: null }, false],
  ])('%j : %s', async (personne, expected) => {
    const { trouvailles } = await chercher(personne);
    expect(trouvailles.some(({ table }) => table === 'agent')).toBe(expected);
  });

  test('un téléphone se trouve comme on l’écrit, d’ici ou de l’étranger', async () => {
    const { telephone } = await base.owner
      .selectFrom('referent')
      .select('telephone')
      .where('territoireId', '=', '66')
      .where('telephone', 'is not', null)
      .executeTakeFirstOrThrow();
    for (const typed of [telephone, telephone?.replaceAll(' ', ''), telephone?.replace(/^0/, '+33 ')]) {
      const { trouvailles } = await chercher({ nom: null, courriel: null, telephone: typed ?? '' });
      expect(
        trouvailles.map(({ table }) => table),
        typed ?? '',
      ).toContain('referent');
    }
  });
});
