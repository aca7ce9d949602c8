import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { cellsOf, poste } from '../../../../test/portefeuille.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { SheetCell } from '../../../platform/spreadsheet/read.ts';
import { writeSheet } from '../../../platform/spreadsheet/write.ts';
import { statutAu } from '../rules.ts';
import { allConventions, saveEvenements } from '../store.ts';
import { type Cle, COLONNE_DE } from './colonnes.ts';

describe('exporter puis reprendre ne perd rien', () => {
  const base = useBase({ demo: true });
  let site: ReturnType<typeof openSite>;
  let equipe: Visitor;
  let ailleurs: Visitor;
  const ici = poste(
    () => base.request,
    () => equipe,
  );
  const vide = poste(
    () => base.request,
    () => ailleurs,
    '98',
  );

  beforeAll(async () => {
    site = openSite(base.request);
    equipe = await site.signedIn(demo.comptes.equipe, { confirme: true });
    const {
      hote: _,
      parDefaut: __,
      ...territoire
    } = await base.owner.selectFrom('territoire').selectAll().where('id', '=', '66').executeTakeFirstOrThrow();
    const other = { ...territoire, id: '98', hote: 'vide.localhost', parDefaut: false };
    await base.owner
      .insertInto('territoire')
      .values({ ...other, dureesConservation: '{}' })
      .execute();
    const compte = { territoireId: '98', id: uuidv7(), courriel: 'equipe@exemple.fr', nom: 'Équipe', role: 'equipe' };
    await base.owner.insertInto('compte').values(compte).execute();
    ailleurs = await site.signedIn(compte.id, { territoireId: '98', host: 'vide.localhost', confirme: true });
    // What no column shows: an event and its cancellation, two insurances, a letter, a name that looks like a formula.
    const jour = Temporal.PlainDate.from;
    const [noteId, demeureId] = [uuidv7(), uuidv7()];
    const courrier = {
      numero: '1A',
      envoyeLe: jour('2022-12-01'),
      recuLe: jour('2022-12-03'),
      premierePresentationLe: null,
      sort: 'remis',
    } as const;
    await inTerritoire(base.request, '66', (db) =>
      saveEvenements(
        db,
        '66',
        demo.conventions.alberes2022,
        [
          { id: noteId, type: 'note', date: jour('2022-11-01'), texte: '=cmd|"calc"\n<b>é</b>' },
          { id: uuidv7(), type: 'annulation', evenementId: noteId, date: jour('2022-11-02'), motif: 'erreur' },
          { id: demeureId, type: 'mise_en_demeure', auteur: 'departement', motif: 'bureau', courrier },
          { id: uuidv7(), type: 'remede', miseEnDemeureId: demeureId, date: jour('2022-12-05'), complet: false },
          {
            id: uuidv7(),
            type: 'constat',
            miseEnDemeureId: demeureId,
            date: jour('2023-01-05'),
            resultat: 'remediee',
          },
          // Told after the constat, and older than it.
          { id: uuidv7(), type: 'remede', miseEnDemeureId: demeureId, date: jour('2022-12-10'), complet: true },
          {
            id: uuidv7(),
            type: 'assurance',
            assureur: 'A',
            valableDu: jour('2022-01-01'),
            valableAu: jour('2022-12-31'),
          },
          {
            id: uuidv7(),
            type: 'assurance',
            assureur: 'B;"',
            valableDu: jour('2023-01-01'),
            valableAu: jour('2023-12-31'),
          },
        ],
        null,
      ),
    );
  });

  const octets = async (visitor: Visitor, path: string): Promise<Uint8Array> => {
    const { status, bytes } = await visitor.get(path);
    expect(status).toBe(200);
    return bytes;
  };

  test.each(['/conventions/registre.xlsx', '/conventions/registre.csv'])(
    '%s relu sur place : chaque ligne est inchangée',
    async (path) => {
      const { text } = await ici.analyser(await octets(equipe, path), path.split('/').at(-1));
      expect(text).toContain('Il n’y a rien à écrire');
      expect(text).not.toMatch(/lignes? (nouvelle|à corriger|qui change)/);
    },
  );

  test('repris dans un territoire vide, puis exporté : le même tableau, au même état', async () => {
    const book = await octets(equipe, '/conventions/registre.xlsx');
    const [titres = [], ...lignes] = await cellsOf(book);
    // Models of one's own are not in the file.
    await sql`insert into modele (territoire_id, id, nom) select '98', id, nom from modele where territoire_id = '66'`.execute(
      base.owner,
    );
    await sql`insert into modele_version (territoire_id, id, modele_id, numero, libelle, origine, contenu)
      select '98', id, modele_id, numero, libelle, origine, contenu from modele_version where territoire_id = '66'`.execute(
      base.owner,
    );
    // Structures first, then their lieux, as the page says; then everything.
    const of = (cle: Cle) => titres.indexOf(COLONNE_DE[cle].titre);
    const isOfStructure = titres.map((_, index) => index < of('reference'));
    const structures = lignes.map((cells) => cells.filter((_, index) => isOfStructure[index]));
    const first = await writeSheet('S', titres.slice(0, of('reference')).map(String), structures);
    expect((await vide.importer(first, 'structures.xlsx')).status).toBe(303);
    await sql`insert into lieu (territoire_id, id, structure_id, nom, adresse, code_postal, code_insee)
      select '98', gen_random_uuid(), s98.id, l.nom, l.adresse, l.code_postal, l.code_insee from lieu l
      join structure s on s.territoire_id = l.territoire_id and s.id = l.structure_id
      join structure s98 on s98.territoire_id = '98' and s98.siret = s.siret where l.territoire_id = '66'`.execute(
      base.owner,
    );
    const { status, analyse } = await vide.importer(book, 'registre.xlsx');
    expect(analyse.match(/lignes? à corriger/)).toBeNull();
    expect(status).toBe(303);
    const anywhere = (cells: (readonly SheetCell[])[]) => JSON.stringify(cells).replaceAll(/lieuId[^,]+,/g, '');
    expect(anywhere(await cellsOf(await octets(ailleurs, '/conventions/registre.xlsx')))).toBe(
      anywhere(await cellsOf(book)),
    );
    expect((await vide.importer(book, 'registre.xlsx')).analyse).toContain('Il n’y a rien à écrire');
    const read = (id: string) => inTerritoire(base.request, id, (db) => allConventions(db, id));
    const today = Temporal.Now.plainDateISO('Europe/Paris');
    const states = async (id: string) =>
      new Map(
        (await read(id)).map((one) => [
          one.reference,
          [statutAu(one, today), one.clauses, one.note, one.evenements.length],
        ]),
      );
    expect(await states('98')).toEqual(await states('66'));
  });
});
