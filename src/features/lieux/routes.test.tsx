import { beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../../db/demo/ids.ts';
import { useBase } from '../../../test/base.ts';
import { expectFrenchOrData } from '../../../test/hostile-form.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { formatDate } from '../../domain/date.ts';
import { lieuForm, lieuModifieForm } from './forms.ts';
import { exigences2022 } from './rules.ts';
import { visiteForm } from './visites/forms.ts';

const base = useBase({ demo: true });
let today: Temporal.PlainDate;
let site: ReturnType<typeof openSite>;
let equipe: Visitor;

beforeAll(async () => {
  today = Temporal.Now.plainDateISO('Europe/Paris');
  site = openSite(base.request);
  equipe = await site.signedIn(demo.comptes.equipe);
});

const saisie = {
  structureId: '',
  nom: 'Maison des Essais',
  adresse: '3 rue Neuve',
  codePostal: '66400',
  commune: 'ceret',
  communeChoix: '',
  telephone: '04.00.00.00.02',
  acces: 'Arrêt de bus « Mairie ».\nRampe à gauche.',
  aApporter: '',
  accordBeneficiaireLe: '',
  accordDepartementLe: '',
};

async function declare(autres: Partial<typeof saisie> = {}): Promise<string> {
  const created = await equipe.post('/lieux/nouveau', { ...saisie, ...autres });
  expect(created.status).toBe(303);
  return created.location?.split('/')[2] ?? '';
}

/** Everything seen there, but what is told. */
function visite(reponses: Readonly<Record<string, string>> = {}) {
  const oui = Object.fromEntries(exigences2022.permanence.map((critere) => [critere, 'oui']));
  return { constateLe: `${today}`, constatePar: 'Nour Bourdaine', precision: '', ...oui, ...reponses };
}

function rowOf(id: string) {
  return base.owner.selectFrom('lieu').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

describe('déclarer un lieu (art. 1.2)', () => {
  test('du Département : sans convention ni accord à recueillir', async () => {
    const id = await declare();
    expect(await rowOf(id)).toMatchObject({ territoireId: '66', structureId: null, codeInsee: '66049' });
    const { text } = await equipe.get(`/lieux/${id}/fiche`);
    expect(text).toContain('Lieu du Département');
    expect(text).toContain('3 rue Neuve, 66400 Céret');
    expect(text).toContain('04 00 00 00 02');
    expect(text).not.toContain('accord à recueillir');
  });

  test('d’un Bénéficiaire : l’accord des deux parties reste à recueillir', async () => {
    const id = await declare({ structureId: demo.structures.alberes, accordBeneficiaireLe: `${today}` });
    expect((await equipe.get(`/lieux/${id}/fiche`)).text).toContain('accord à recueillir');
    const { structureId: _, ...champs } = saisie;
    const accords = { accordBeneficiaireLe: `${today}`, accordDepartementLe: `${today}` };
    await equipe.post(`/lieux/${id}/modifier`, { ...champs, ...accords });
    const { text } = await equipe.get(`/lieux/${id}/fiche`);
    expect(text).not.toContain('accord à recueillir');
    expect((await rowOf(id)).structureId).toBe(demo.structures.alberes);
  });

  test('les coordonnées suivent la commune', async () => {
    const id = await declare();
    const before = await rowOf(id);
    const { structureId: _, ...champs } = saisie;
    await equipe.post(`/lieux/${id}/modifier`, { ...champs, codePostal: '66000', commune: 'Perpignan' });
    const after = await rowOf(id);
    expect(after.codeInsee).toBe('66136');
    expect(after.latitude).not.toBe(before.latitude);
    await base.owner.updateTable('lieu').set({ latitude: 42.5 }).where('id', '=', id).execute();
    await equipe.post(`/lieux/${id}/modifier`, { ...champs, codePostal: '66100', commune: 'Perpignan (66136)' });
    expect((await rowOf(id)).latitude).toBe(42.5);
  });

  test('une commune ambiguë se choisit, ou se règle par le code postal', async () => {
    const ambigu = { ...saisie, commune: 'Saint-Hippolyte', codePostal: '99999' };
    const asked = await equipe.post('/lieux/nouveau', ambigu);
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('De quelle commune s’agit-il ?');
    expect(asked.text).toContain('value="66176"');
    const settled = await equipe.post('/lieux/nouveau', { ...ambigu, codePostal: '66510' });
    expect(settled.status).toBe(303);
    const chosen = await equipe.post('/lieux/nouveau', { ...ambigu, codePostal: '66510', communeChoix: '66176' });
    expect(chosen.status).toBe(303);
  });

  test('tout ce qui ne va pas est dit à la fois, et rien de ce qui est écrit ne se perd', async () => {
    const refused = await equipe.post('/lieux/nouveau', {
      ...saisie,
      structureId: voisin.structures.commune,
      nom: '',
      codePostal: '66000',
      telephone: '12',
      accordDepartementLe: '2026-02-31',
    });
    expect(refused.status).toBe(422);
    for (const phrase of [
      'Indiquez le nom du lieu.',
      'Choisissez la structure dans la liste.',
      'Le code postal de Céret est 66400.',
      'Le numéro de téléphone comporte 10 chiffres',
      'cette date n’existe pas dans le calendrier',
      'value="3 rue Neuve"',
      'Rampe à gauche.',
    ]) {
      expect(refused.text).toContain(phrase);
    }
  });

  test.each([
    ['commune', 'Atlantide', 'Aucune commune ne s’appelle « Atlantide »'],
    ['commune', '99999', 'Aucune commune'],
    ['commune', '', 'Indiquez la commune.'],
    ['codePostal', '6640', 'Le code postal comporte 5 chiffres.'],
    ['nom', 'x'.repeat(151), '151 caractères, 150 au plus'],
    ['nom', 'Mai\u202Eson', 'caractère invisible'],
    ['adresse', 'rue\0', 'caractère invisible'],
    ['acces', 'a'.repeat(501), '501 caractères, 500 au plus'],
    ['structureId', 'x', 'Choisissez la structure dans la liste.'],
  ])('%s « %s » est refusé en français', async (champ, valeur, phrase) => {
    const { status, text } = await equipe.post('/lieux/nouveau', { ...saisie, [champ]: valeur });
    expect(status).toBe(422);
    expect(text).toContain(phrase);
  });

  test('un nom hostile est montré comme du texte', async () => {
    const id = await declare({ nom: '<script>alert(1)</script>' });
    const { text } = await equipe.get(`/lieux/${id}/fiche`);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toContain('<script>alert');
  });
});

describe('noter une visite (art. 1.2)', () => {
  test('tous les critères vus : la permanence devient possible, l’atelier dit ce qui manque', async () => {
    const id = await declare();
    const before = await equipe.get(`/lieux/${id}/fiche`);
    expect(before.text).toContain('Bureau fermé et confidentiel : jamais constaté');
    expect((await equipe.post(`/lieux/${id}/visite`, visite())).location).toMatch(/^\/visites\/[0-9a-f-]{36}$/);
    const { text } = await equipe.get(`/lieux/${id}/fiche`);
    expect(text).toContain('Tous les critères sont constatés.');
    expect(text).not.toContain('Bureau fermé et confidentiel : jamais constaté');
    expect(text).toContain('Salle pour 6 à 8 personnes au moins : jamais constaté');
  });

  test('le constat le plus récent compte, avec sa date et qui l’a fait', async () => {
    const id = await declare();
    const hier = today.subtract({ days: 1 });
    await equipe.post(`/lieux/${id}/visite`, visite());
    await equipe.post(`/lieux/${id}/visite`, { ...visite(), constateLe: `${hier}`, internet: 'non' });
    expect((await equipe.get(`/lieux/${id}/fiche`)).text).toContain('Tous les critères sont constatés.');
    const panne = {
      constateLe: `${today}`,
      constatePar: 'Gabriel Sorbier',
      internet: 'non',
      remarque_internet: 'Panne',
    };
    await equipe.post(`/lieux/${id}/visite`, panne);
    expect((await equipe.get(`/lieux/${id}/fiche`)).text).toContain(
      `Accès à Internet : absent, constaté le ${formatDate(today)} par Gabriel Sorbier`,
    );
    expect((await equipe.get(`/lieux/${id}/fiche`)).text).toContain('Gabriel Sorbier : Panne');
    const rows = await base.owner.selectFrom('lieuConstat').select('createdBy').where('lieuId', '=', id).execute();
    expect(rows).toHaveLength(2 * exigences2022.permanence.length + 1);
    expect(new Set(rows.map(({ createdBy }) => createdBy))).toEqual(new Set([demo.comptes.equipe]));
  });

  test('une visite à venir, sans nom ni réponse : tout est dit à la fois', async () => {
    const id = await declare();
    const demain = `${today.add({ days: 1 })}`;
    const refused = await equipe.post(`/lieux/${id}/visite`, { constateLe: demain, constatePar: '' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('La date de la visite ne peut pas être dans le futur.');
    expect(refused.text).toContain('Indiquez qui a constaté.');
    expect(refused.text).toContain('Répondez oui ou non pour au moins un critère.');
    expect(refused.text).toContain(`value="${demain}"`);
    expect((await equipe.post(`/lieux/${id}/visite`, visite({ wifi: 'peut-être' }))).text).toContain('dans la liste.');
  });
});

describe('fermer et rouvrir un lieu', () => {
  test('refusé tant que des séances y sont prévues', async () => {
    const refused = await equipe.post(`/lieux/${demo.lieux.alberes}/fermer`);
    expect(refused.status).toBe(422);
    expect(refused.text).toMatch(/\d+ séances y sont encore prévues/);
    expect((await rowOf(demo.lieux.alberes)).fermeLe).toBeNull();
  });

  test('fermé, il dit depuis quand ; fermer deux fois ne le rouvre pas', async () => {
    const id = await declare();
    expect((await equipe.get(`/lieux/${id}/fermer`)).text).toContain('Fermer ce lieu ?');
    await equipe.post(`/lieux/${id}/fermer`);
    await equipe.post(`/lieux/${id}/fermer`);
    expect((await rowOf(id)).fermeLe).toEqual(today);
    expect((await equipe.get(`/lieux/${id}/fiche`)).text).toContain('Rouvrir ce lieu');
    await equipe.post(`/lieux/${id}/rouvrir`);
    await equipe.post(`/lieux/${id}/rouvrir`);
    expect((await rowOf(id)).fermeLe).toBeNull();
  });
});

describe('qui lit les lieux', () => {
  test('un référent lit ceux de sa structure, et n’y écrit rien', async () => {
    const referent = await site.signedIn(demo.comptes.referent);
    const own = await referent.get(`/lieux/${demo.lieux.alberes}/fiche`);
    expect(own.status).toBe(200);
    expect(own.text).not.toContain('Noter une visite');
    expect((await referent.get(`/lieux/${demo.lieux.prades}/fiche`)).status).toBe(404);
    expect((await referent.get(`/lieux/${demo.lieux.departement}/fiche`)).status).toBe(404);
    expect((await referent.get('/lieux')).status).toBe(403);
    expect((await referent.post(`/lieux/${demo.lieux.alberes}/visite`, visite())).status).toBe(403);
  });

  test('un lieu d’un autre territoire n’existe pas', async () => {
    expect((await equipe.get(`/lieux/${voisin.lieux.mairie}/fiche`)).status).toBe(404);
    expect((await equipe.post(`/lieux/${voisin.lieux.mairie}/fermer`)).status).toBe(404);
  });

  test('la liste se cherche et s’exporte', async () => {
    await declare({ nom: '=Tableur; « piégé »' });
    const { headers, text } = await equipe.get('/lieux.csv?q=tableur');
    expect(headers.get('content-type')).toContain('text/csv');
    expect(text).toBe(
      'Lieu;Commune;À qui est le lieu;Peut accueillir;À renouveler le;État\r\n' +
        '"\'=Tableur; « piégé »";Céret;Le Département;Aucun;;ouvert\r\n',
    );
    const all = (await equipe.get('/lieux.csv')).text;
    expect(all).toMatch(/;\d{2}\/\d{2}\/\d{4};/);
    expect(all).not.toMatch(/\d{4}-\d{2}-\d{2}/);
    expect((await equipe.get('/lieux?q=argeles')).text).toContain(`/lieux/${demo.lieux.alberes}/fiche`);
    const agent = await site.signedIn(demo.comptes.agent);
    expect((await agent.get('/lieux')).text).not.toContain('Déclarer un lieu');
  });
});

test.each([
  ['lieu', lieuForm],
  ['lieu modifié', lieuModifieForm],
  ['visite', visiteForm],
])('formulaire « %s » : quoi qu’on y écrive, il répond en français', (_, schema) => {
  expectFrenchOrData(schema);
});
