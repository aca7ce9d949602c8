import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Hono } from 'hono';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { testCles } from '../../../test/cles-partagees.ts';
import { testCoffre } from '../../../test/coffre.ts';
import { createApp } from '../../app.ts';
import { toNomRecherche } from '../../domain/commune.ts';
import { openDatabase } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';

const base = useBase();
/** Tuesday 24 November 2026, 10 h in Paris. */
const NOW = Temporal.Instant.from('2026-11-24T09:00:00Z');

let app: Hono;
let clock = NOW;
const ids = new Map<string, string>();

function id(name: string): string {
  const known = ids.get(name) ?? uuidv7();
  ids.set(name, known);
  return known;
}

async function lire(path: string, host = 'escale66.exemple.fr') {
  const response = await app.request(`http://${host}${path}`, { headers: { host } });
  const html = await response.text();
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  return { status: response.status, html, texte: toTexte(main) };
}

function toTexte(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\s\u00a0]+/g, ' ')
    .replaceAll(' ,', ',');
}

/** Names of the lieux of a page, in order. */
function lieux({ html }: { html: string }): string[] {
  return [...html.matchAll(/<a href="\/lieux\/[^"]*">([^<]*)<\/a>/g)].map(([, nom]) => nom ?? '');
}

async function territoire(code: string, nom: string): Promise<void> {
  await base.owner
    .insertInto('territoire')
    .values({
      id: code,
      nom,
      nomComplet: `Département ${nom}`,
      codeDepartement: code,
      hote: `escale${code}.exemple.fr`,
      couleur: '#8a1538',
      adresse: '1 rue de l’Exemple',
      representantNom: 'La Présidente',
      representantFonction: 'Présidente',
      telephone: '04 00 00 00 01',
      mention: `Opération menée par le Département ${nom}`,
    })
    .execute();
  await base.owner
    .insertInto('agent')
    .values({
      territoireId: code,
      id: id(`agent ${code}`),
      prenom: 'Prénomsecret',
      nom: 'Nomsecret',
      nature: 'conseiller',
      contratDebut: '2026-01-01' as never,
      contratFin: '2027-12-31' as never,
      portAttache: '66049',
    })
    .execute();
}

type Lieu = { code?: string; insee?: string; fermeLe?: string; telephone?: string; point?: [number, number] };

async function lieu(
  nom: string,
  { code = '66', insee = '66049', fermeLe, telephone, point }: Lieu = {},
): Promise<string> {
  await base.owner
    .insertInto('lieu')
    .values({
      territoireId: code,
      id: id(nom),
      nom,
      adresse: '2 place du Marché',
      codePostal: '66400',
      codeInsee: insee,
      acces: 'Entrée de plain-pied.\nSonnez.',
      telephone: telephone ?? null,
      latitude: point?.[0] ?? null,
      longitude: point?.[1] ?? null,
      fermeLe: (fermeLe ?? null) as never,
    })
    .execute();
  return id(nom);
}

async function seance(nom: string, jour: string, options: { statut?: string; debut?: string; code?: string } = {}) {
  const { statut = 'prevue', debut = '09:00', code = '66' } = options;
  const agent = uuidv7();
  await base.owner
    .insertInto('agent')
    .columns(['territoireId', 'id', 'prenom', 'nom', 'nature', 'contratDebut', 'contratFin', 'portAttache'])
    .expression((q) =>
      q
        .selectFrom('agent')
        .select((e) => [
          'territoireId',
          e.val(agent).as('id'),
          'prenom',
          'nom',
          'nature',
          'contratDebut',
          'contratFin',
          'portAttache',
        ])
        .where('territoireId', '=', code)
        .where('id', '=', id(`agent ${code}`)),
    )
    .execute();
  await base.owner
    .insertInto('seance')
    .values({
      territoireId: code,
      id: uuidv7(),
      agentId: agent,
      lieuId: id(nom),
      jour: jour as never,
      heureDebut: debut as never,
      heureFin: Temporal.PlainTime.from(debut).add({ hours: 3 }).toString() as never,
      statut,
      motif: 'Motif secret',
      endroit: 'ici',
      createdBy: uuidv7(),
    })
    .execute();
}

const COMMUNES: readonly [string, string, string[], string | null, number | null, number | null][] = [
  ['66049', 'Céret', ['66400'], 'E1', 42.4853, 2.7481],
  ['66160', 'Reynès', ['66400'], 'E1', null, null],
  ['66024', 'Le Boulou', ['66160'], 'E1', 42.5243, 2.8372],
  ['66136', 'Perpignan', ['66000', '66100'], 'E2', 42.6976, 2.8954],
  ['66999', 'Sans Position', ['66990'], null, null, null],
  ['66172', 'Saint-Estève', ['66240'], 'E2', null, null],
  ['66171', 'Saint-Cyprien', ['66750'], 'E3', null, null],
  ['24396', 'Saint-Cyprien', ['24220'], null, null, null],
  ['11262', 'Narbonne', ['11100'], 'E9', 43.1839, 3.0042],
];

beforeAll(async () => {
  await base.owner
    .insertInto('commune')
    .values(
      COMMUNES.map(([codeInsee, nom, codesPostaux, epciSiren, latitude, longitude]) => ({
        codeInsee,
        nom,
        nomRecherche: toNomRecherche(nom),
        codesPostaux,
        departement: codeInsee.slice(0, 2),
        epciSiren,
        latitude,
        longitude,
      })),
    )
    .execute();
  await territoire('66', 'des Pyrénées-Orientales');
  await territoire('11', 'de l’Aude');
  await lieu('Mairie de Céret', { telephone: '04 00 00 00 12' });
  await lieu('Mairie du Boulou', { insee: '66024' });
  await lieu('Médiathèque de Perpignan', { insee: '66136' });
  await lieu('Foyer de Reynès', { insee: '66160' });
  await lieu('Salle perdue', { insee: '66999' });
  await lieu('Lieu fermé', { fermeLe: '2026-11-01' });
  await lieu('Lieu qui ferme', { fermeLe: '2026-12-01', insee: '66024' });
  await lieu('Lieu sans date');
  await lieu('Maison de Narbonne', { code: '11', insee: '11262' });
  await seance('Mairie de Céret', '2026-11-24', { debut: '06:00' });
  await seance('Mairie de Céret', '2026-12-01');
  await seance('Mairie de Céret', '2026-12-08', { statut: 'annulee' });
  await seance('Mairie du Boulou', '2026-11-24', { debut: '08:30' });
  await seance('Médiathèque de Perpignan', '2026-11-25', { statut: 'annulee' });
  await seance('Médiathèque de Perpignan', '2026-11-27');
  await seance('Foyer de Reynès', '2026-11-30');
  await seance('Salle perdue', '2027-03-02');
  await seance('Lieu fermé', '2026-11-26');
  await seance('Lieu qui ferme', '2026-12-03');
  await seance('Maison de Narbonne', '2026-11-25', { code: '11' });
  app = createApp({
    database: base.request,
    demo: false,
    url: 'http://escale66.exemple.fr',
    coffre: testCoffre,
    cles: testCles,
    clock: () => clock,
  });
});

describe('accueil', () => {
  test('les cinq prochaines permanences, par date, sans celles annulées, finies ou d’un lieu fermé', async () => {
    const page = await lire('/');
    expect(page.status).toBe(200);
    expect(lieux(page)).toEqual([
      'Mairie du Boulou',
      'Médiathèque de Perpignan',
      'Foyer de Reynès',
      'Mairie de Céret',
      'Salle perdue',
    ]);
    expect(page.texte).toContain('Aujourd’hui, mardi 24 novembre, de 8 h 30 à 11 h 30');
    expect(page.texte).toContain('vendredi 27 novembre, de 9 h à 12 h');
    expect(page.texte).toContain('mardi 2 mars 2027');
    expect(page.texte).toMatch(/gratuit/);
    expect(page.texte).toMatch(/confidentiel/);
  });

  test('l’heure est celle de Paris, été comme hiver, et la séance en cours compte encore', async () => {
    clock = Temporal.Instant.from('2026-11-24T10:29:00Z');
    expect(lieux(await lire('/'))).toContain('Mairie du Boulou');
    clock = Temporal.Instant.from('2026-11-24T10:30:00Z');
    expect(lieux(await lire('/'))).not.toContain('Mairie du Boulou');
    clock = NOW;
  });

  test('chaque territoire ne montre que le sien', async () => {
    expect(lieux(await lire('/', 'escale11.exemple.fr'))).toEqual(['Maison de Narbonne']);
    expect(lieux(await lire('/?ou=Narbonne'))).not.toContain('Maison de Narbonne');
    expect((await lire(`/lieux/${id('Maison de Narbonne')}`)).status).toBe(404);
    expect((await lire(`/lieux/${id('Mairie de Céret')}`, 'escale11.exemple.fr')).status).toBe(404);
  });
});

describe('recherche', () => {
  test.each(['Céret', 'ceret', 'CERET', 'cer', '66400 Ceret'])('« %s » : les plus proches d’abord', async (ou) => {
    const page = await lire(`/?ou=${encodeURIComponent(ou)}`);
    expect(page.texte).toContain('Permanences près de Céret');
    expect(lieux(page)).toEqual([
      'Mairie de Céret',
      'Foyer de Reynès',
      'Mairie du Boulou',
      'Médiathèque de Perpignan',
      'Salle perdue',
    ]);
    expect(page.texte).toContain('Céret, dans cette commune');
    expect(page.texte).toContain('Perpignan, à environ 27 km');
    expect(page.texte).toContain('Sans Position, distance inconnue');
  });

  test('une commune sans coordonnées prend le milieu de son intercommunalité', async () => {
    const page = await lire('/?ou=Reynes');
    expect(page.texte).toContain('Reynès, dans cette commune');
    expect(page.texte).toContain('dans les environs');
    expect(page.texte).toContain('Perpignan, à environ 25 km');
  });

  test('sans aucune coordonnée : par ordre de nom, et c’est dit', async () => {
    const page = await lire('/?ou=66990');
    expect(lieux(page)[0]).toBe('Salle perdue');
    expect(lieux(page).slice(1)).toEqual([
      'Foyer de Reynès',
      'Mairie de Céret',
      'Mairie du Boulou',
      'Médiathèque de Perpignan',
    ]);
    expect(page.texte).toContain('dans l’ordre de leur nom');
    expect(page.texte).toContain('distance inconnue');
  });

  test('un code postal partagé montre ce qui entoure toutes ses communes', async () => {
    const page = await lire('/?ou=66400');
    expect(page.texte).toContain('Permanences près de 66400');
    expect(lieux(page)).toHaveLength(5);
  });

  test('un nom ambigu propose un choix, que l’on suit', async () => {
    const page = await lire('/?ou=saint');
    expect(page.texte).toContain('Quelle est votre commune');
    const [, href = ''] = /href="(\/\?ou=Saint-Est[^"]*)"/.exec(page.html) ?? [];
    expect((await lire(href.replaceAll('&amp;', '&'))).texte).toContain('Permanences près de Saint-Estève');
  });

  test('une commune d’ailleurs est dite d’ailleurs', async () => {
    expect((await lire('/?ou=Narbonne')).texte).toContain('Narbonne n’est pas dans le département');
  });

  test('inconnue : une phrase simple et toutes les permanences', async () => {
    const page = await lire('/?ou=Zzyzx');
    expect(page.status).toBe(200);
    expect(page.texte).toContain('Nous ne connaissons pas « Zzyzx »');
    expect(lieux(page)).toHaveLength(5);
  });

  test.each([
    ['une balise', '<script>alert(1)</script>'],
    ['un attribut', '"><img src=x onerror=alert(1)>'],
    ['un renversement de sens', '\u202etxt.exe'],
    ['un NUL', 'a\0b'],
    ['un joker', '%'],
    ['des jokers', '_____'],
    ['du SQL', "' or 1=1 --"],
    ['5 000 lettres', 'x'.repeat(5000)],
    ['un demi-caractère', '\ud800'],
    ['100 émojis', '🙂'.repeat(100)],
    ['300 lettres accentuées', 'é'.repeat(300)],
    ['un code postal qui n’existe pas', '99999'],
    ['une barre inverse', '\\'],
    ['une ligature', 'ﷺ'],
  ])('%s ne casse rien', async (_, ou) => {
    const page = await lire(`/?${new URLSearchParams({ ou })}`);
    expect(page.status).toBe(200);
    expect(page.html).not.toContain('<script>alert');
    expect(page.html).not.toContain('<img src=x');
    expect(page.html).not.toMatch(/[\0\u202e]/);
    expect(page.html.length).toBeLessThan(30_000);
  });

  test.each(['%00', '%ff', '%', 'a&ou=b', 'a&commune=%27', 'a&commune=66049%00', 'a&page=-1', 'a&page=9999999999'])(
    'une adresse abîmée ne casse rien : ?ou=%s',
    async (query) => {
      expect((await lire(`/?ou=${query}`)).status).toBe(200);
    },
  );

  test('toutes les permanences, page par page', async () => {
    expect(lieux(await lire('/?page=1'))).toHaveLength(5);
    expect((await lire('/?page=40')).status).toBe(200);
  });
});

describe('page d’un lieu', () => {
  test('ses dates, son adresse, son téléphone, sa mention ; jamais un nom d’agent ni un motif', async () => {
    const page = await lire(`/lieux/${id('Mairie de Céret')}`);
    expect(page.status).toBe(200);
    expect(page.texte).toContain('mardi 1er décembre de 9 h à 12 h');
    expect(page.texte).toContain('mardi 8 décembre Pas de permanence');
    expect(page.texte).not.toContain('24 novembre');
    expect(page.html).toContain('href="tel:0400000012"');
    expect(page.texte).toContain('Un conseiller numérique du Département');
    expect(page.texte).toContain('Opération menée par le Département des Pyrénées-Orientales');
    expect(page.texte).toContain('Nous ne l’avons pas encore vérifié');
    expect(page.html).not.toMatch(/secret<|Prénomsecret|Nomsecret|Motif secret|Gérer ce lieu/);
  });

  test('sans séance à venir, il le dit et propose les plus proches', async () => {
    const page = await lire(`/lieux/${id('Lieu sans date')}`);
    expect(page.texte).toContain('Aucune permanence n’est prévue ici');
    expect(lieux(page)[0]).toBe('Mairie de Céret');
    expect(lieux(page)).toHaveLength(3);
  });

  test('fermé, il le dit et ne montre plus aucune date', async () => {
    const page = await lire(`/lieux/${id('Lieu fermé')}`);
    expect(page.texte).toContain('ne reçoit plus depuis le 1er novembre 2026');
    expect(page.texte).not.toContain('26 novembre');
    expect((await lire(`/lieux/${id('Lieu qui ferme')}`)).texte).toContain('Aucune permanence n’est prévue ici');
  });

  test('une date lointaine se montre quand il n’y en a pas d’autre', async () => {
    expect((await lire(`/lieux/${id('Salle perdue')}`)).texte).toContain('mardi 2 mars 2027');
  });

  test.each(['/lieux/nimporte', `/lieux/${uuidv7()}`, '/lieux/%00', "/lieux/'%20or%201=1"])(
    '%s : introuvable',
    async (path) => {
      expect((await lire(path)).status).toBe(404);
    },
  );
});

describe('pages légales', () => {
  test.each([
    ['/mentions-legales', 'GeoNames'],
    ['/donnees-personnelles', '15 minutes'],
    ['/accessibilite', 'non conforme'],
    ['/plan-du-site', 'Toutes les permanences'],
  ])('%s', async (path, words) => {
    const page = await lire(path);
    expect(page.status).toBe(200);
    expect(page.texte).toContain(words);
  });
});

describe('GET /sante', () => {
  test('200 quand la base répond et que toutes ses migrations y sont', async () => {
    const response = await app.request('http://nimporte/sante');
    expect(response.status).toBe(200);
    const { migrations, ...rest } = await response.json();
    expect(rest).toEqual({ statut: 'ok', base: 'joignable', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect(migrations.appliquees).toBe(migrations.attendues);
  });

  test('503 vite, sans rien dire d’elle, quand la base est partie', async () => {
    const mute = createServer();
    await once(mute.listen(0, '127.0.0.1'), 'listening');
    const { port } = mute.address() as AddressInfo;
    for (const host of ['127.0.0.1:9', `127.0.0.1:${port}`]) {
      const database = openDatabase(`postgres://escale_requete:motdepasse@${host}/escale`);
      const away = createApp({
        database,
        demo: false,
        url: 'http://localhost',
        coffre: testCoffre,
        cles: testCles,
        onBug: () => undefined,
      });
      const began = performance.now();
      const response = await away.request('http://localhost/sante');
      // Two seconds, and what a busy machine adds; the database itself is waited for fifteen.
      expect(performance.now() - began).toBeLessThan(10_000);
      expect(response.status).toBe(503);
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({ statut: 'en_panne', base: 'injoignable', migrations: null });
      expect(text).not.toMatch(/escale_requete|motdepasse|127/);
    }
    mute.close();
  });
});
