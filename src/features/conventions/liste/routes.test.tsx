import { beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { type Db, inTerritoire } from '../../../platform/db.ts';
import { statutAu } from '../rules.ts';
import { allConventions, type ConventionSuivie, portefeuille } from '../store.ts';
import { manquesDe } from './rules.ts';
import { toListe } from './views.tsx';

const base = useBase({ demo: true });
let today: Temporal.PlainDate;
let equipe: Visitor;
let all: ConventionSuivie[];

beforeAll(async () => {
  today = Temporal.Now.plainDateISO('Europe/Paris');
  equipe = await openSite(base.request).signedIn(demo.comptes.equipe);
  all = await inBase((db) => portefeuille(db, '66'));
});

function inBase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  return inTerritoire(base.request, '66', work);
}

/** The references that the exported list holds, in its order. */
async function exportees(requete: string): Promise<string[]> {
  const { status, text } = await equipe.get(`/conventions.csv?${requete}`);
  expect(status).toBe(200);
  return text
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(';')[0] ?? '');
}

const references = (kept: readonly ConventionSuivie[]) => kept.map(({ reference }) => reference).sort();
const retenues = async (requete: string) => (await exportees(requete)).sort();

test('l’export écrit les jours comme un tableur français les lit', async () => {
  const { text } = await equipe.get('/conventions.csv');
  expect(text).toMatch(/;\d{2}\/\d{2}\/\d{4};/);
  expect(text).not.toMatch(/;\d{4}-\d{2}-\d{2};/);
});

describe('le portefeuille', () => {
  test('dit des conventions la même chose que leur lecture complète', async () => {
    const complete = await inBase((db) => allConventions(db, '66'));
    expect(all.map(({ id }) => id)).toEqual(complete.map(({ id }) => id));
    for (const [rank, one] of all.entries()) {
      const whole = complete[rank];
      if (whole === undefined) throw new Error('As many of both');
      const { structure } = whole;
      expect(JSON.parse(JSON.stringify(one.clauses))).toEqual(JSON.parse(JSON.stringify(whole.clauses)));
      const plain = (list: ConventionSuivie['evenements'] = []): unknown =>
        JSON.parse(JSON.stringify(list.toSorted((a, b) => (a.id < b.id ? -1 : 1))));
      expect(plain(one.evenements)).toEqual(plain(whole.evenements));
      expect(one.beneficiaireTransmet).toBe(whole.beneficiaireTransmet);
      expect(one.structure).toMatchObject({ nom: structure.nom, nature: structure.nature });
    }
    expect(await inTerritoire(base.request, '00', (db) => portefeuille(db, '66'))).toEqual([]);
  });

  test('une convention sans aucun événement y est', async () => {
    const { structureId, clauses } = all[0] ?? {};
    if (structureId === undefined || clauses === undefined) throw new Error('The demo has conventions');
    const id = '0197e000-0000-7000-8000-000000000001';
    const row = { territoireId: '66', id, structureId, reference: 'VIDE', modele: 'convention-2022', clauses };
    await base.owner
      .insertInto('convention')
      .values({ ...row, clauses: JSON.stringify(clauses) })
      .execute();
    const found = await inBase((db) => portefeuille(db, '66'));
    expect(found.find((one) => one.id === id)?.evenements).toEqual([]);
    await base.owner.deleteFrom('convention').where('id', '=', id).execute();
  });
});

describe('les filtres', () => {
  test('état, nature, pièce qui manque, échéance : chacun garde ce que les règles disent', async () => {
    const opposees = all.filter((one) => statutAu(one, today) === 'opposee');
    expect(opposees.length).toBeGreaterThan(0);
    expect(await retenues('etat=opposee')).toEqual(references(opposees));

    const mairies = all.filter(({ structure }) => structure.nature === 'commune');
    expect(mairies.length).toBeGreaterThan(0);
    expect(await retenues('nature=commune')).toEqual(references(mairies));

    const aTransmettre = all.filter((one) => manquesDe(one, today).includes('transmission'));
    expect(await retenues('manque=transmission')).toEqual(references(aTransmettre));

    const soon = all.filter((one) => {
      const { echeance } = toListe(one, today);
      return echeance !== null && Temporal.PlainDate.compare(echeance.date, today.add({ days: 60 })) <= 0;
    });
    expect(soon.length).toBeGreaterThan(0);
    expect(soon.length).toBeLessThan(all.length);
    expect(await retenues('sous=60')).toEqual(references(soon));
    expect(await retenues('sous=60&nature=commune')).toEqual(
      references(soon.filter(({ structure }) => structure.nature === 'commune')),
    );
  });

  test('l’intercommunalité se choisit parmi celles des conventions', async () => {
    const { structure } = all.find((one) => one.structure.epciSiren !== null) ?? {};
    const siren = structure?.epciSiren ?? '';
    const { text } = await equipe.get(`/conventions?epci=${siren}`);
    expect(text).toMatch(new RegExp(`<option value="${siren}" selected[^>]*>`));
    expect(await retenues(`epci=${siren}`)).toEqual(references(all.filter((one) => one.structure.epciSiren === siren)));
  });

  test('la recherche, le tri et les pages gardent le filtre dans l’adresse', async () => {
    const { text } = await equipe.get('/conventions?etat=en_vigueur&tri=fin&sens=croissant');
    expect(text).toContain('etat=en_vigueur&amp;tri=structure');
    expect(text).toContain('/conventions.csv?etat=en_vigueur&amp;tri=fin&amp;sens=croissant');
    expect(text).toContain('/conventions/imprimer?etat=en_vigueur&amp;tri=fin&amp;sens=croissant');
    expect(text).toContain('Enregistrer ce filtre sous un nom');
    const fins = (await exportees('tri=fin&sens=croissant')).length;
    expect(fins).toBe(all.length);
    expect((await equipe.get('/conventions?q=introuvable')).text).toContain('Rien ne correspond à « introuvable ».');
  });

  test('une adresse absurde montre tout, sans erreur', async () => {
    for (const requete of ['etat=x&epci=1&nature=%00&sous=1e9&manque=constructor', `q=${'a'.repeat(10_000)}`]) {
      expect((await equipe.get(`/conventions?${requete}`)).status).toBe(200);
    }
    expect(await retenues('etat=x&sous=-3')).toEqual(references(all));
  });
});

describe('imprimer', () => {
  test('toutes les lignes du filtre, sur une page, avec ce qu’il demande', async () => {
    const { text } = await equipe.get('/conventions/imprimer?nature=commune');
    for (const { reference, structure } of all) {
      if (structure.nature === 'commune') expect(text).toContain(`>${reference}<`);
      else expect(text).not.toContain(`>${reference}<`);
    }
    expect(text).toContain('structure : Commune.');
    expect(text).not.toContain('rel="next"');
  });
});

describe('mes filtres', () => {
  const ROUTE = '/conventions/filtres';
  const mine = async () =>
    base.owner
      .selectFrom('filtreConventions')
      .select(['id', 'nom', 'requete'])
      .where('compteId', '=', demo.comptes.equipe)
      .orderBy('nom')
      .execute();
  const enregistrer = (nom: string, requete = 'sous=30', cle?: string) =>
    equipe.post(`${ROUTE}/nouveau`, { nom, requete, ...(cle === undefined ? {} : { _cle: cle }) });

  test('s’enregistrent sous un nom, s’ouvrent, se renomment et se suppriment après confirmation', async () => {
    expect((await equipe.get(ROUTE)).text).toContain('Aucun filtre n’est enregistré');
    expect((await equipe.get(`${ROUTE}/nouveau?sous=30&manque=assurance`)).text).toContain(
      'échéance dans les 30 jours ; il manque : Assurance valable aujourd’hui',
    );
    const saved = await enregistrer('Assurances', 'page=3&manque=assurance&sous=30');
    expect(saved.location).toBe('/conventions?sous=30&manque=assurance&tri=reference&sens=decroissant');
    expect((await equipe.get(saved.location ?? '')).text).toContain('Mes filtres : Assurances');

    const [{ id = '' } = {}] = await mine();
    const renamed = await equipe.post(`${ROUTE}/${id}/renommer`, { nom: 'À relancer' });
    expect(renamed.location).toBe(ROUTE);
    expect((await equipe.get('/conventions')).text).toContain('À relancer');

    expect((await equipe.get(`${ROUTE}/${id}/supprimer`)).text).toContain('Supprimer « À relancer » ?');
    expect(await mine()).toHaveLength(1);
    expect((await equipe.post(`${ROUTE}/${id}/supprimer`)).status).toBe(303);
    expect(await mine()).toEqual([]);
  });

  test('deux n’ont pas le même nom, un nom vide ou trop long est refusé, un script reste du texte', async () => {
    await enregistrer('Échéances');
    for (const [nom, said] of [
      ['Échéances', 'Vous avez déjà un filtre de ce nom'],
      ['', 'Indiquez le nom du filtre.'],
      ['a'.repeat(10_000), 'Le nom du filtre :'],
    ] as const) {
      const { status, text } = await enregistrer(nom);
      expect(status).toBe(422);
      expect(text).toContain(said);
      expect(text).toContain('échéance dans les 30 jours');
    }
    await enregistrer('<script>alert(1)</script>', '"><script>alert(2)</script>');
    const { text } = await equipe.get(ROUTE);
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).not.toContain('<script>alert');
    const script = (await mine()).find(({ nom }) => nom.startsWith('<'));
    const taken = await equipe.post(`${ROUTE}/${script?.id}/renommer`, { nom: 'Échéances' });
    expect([taken.status, taken.text.includes('Vous avez déjà un filtre de ce nom')]).toEqual([422, true]);
  });

  test('un double envoi n’en fait qu’un, et trente suffisent', async () => {
    const cle = crypto.randomUUID();
    await enregistrer('Une fois', 'sous=7', cle);
    expect((await enregistrer('Une fois', 'sous=7', cle)).status).toBe(303);
    expect((await mine()).filter(({ nom }) => nom === 'Une fois')).toHaveLength(1);
    for (let rang = (await mine()).length; rang < 30; rang += 1) await enregistrer(`Filtre ${rang}`);
    const { status, text } = await enregistrer('De trop');
    expect(status).toBe(422);
    expect(text).toContain('Vous avez déjà 30 filtres');
  });

  test('personne d’autre ne les voit, ni la même équipe, ni un autre territoire', async () => {
    const id = (await mine())[0]?.id ?? '';
    const collegue = await base.owner
      .insertInto('compte')
      .values({
        territoireId: '66',
        id: crypto.randomUUID(),
        courriel: 'collegue@exemple.fr',
        nom: 'Camille Collègue',
        role: 'equipe',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const site = openSite(base.request);
    const visitors = [
      await site.signedIn(collegue.id),
      await site.signedIn(voisin.comptes.equipe, { territoireId: voisin.territoire, host: voisin.hote }),
    ];
    for (const visitor of visitors) {
      expect((await visitor.get(ROUTE)).text).toContain('Aucun filtre n’est enregistré');
      expect((await visitor.get(`${ROUTE}/${id}/renommer`)).status).toBe(404);
      expect((await visitor.post(`${ROUTE}/${id}/supprimer`)).status).toBe(404);
    }
    expect((await (await site.signedIn(demo.comptes.referent)).get('/conventions')).status).toBe(403);
    expect((await mine()).some((one) => one.id === id)).toBe(true);
  });
});
