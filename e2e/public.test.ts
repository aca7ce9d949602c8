import { describe, expect, test } from 'vitest';
import { demo } from '../db/demo/ids.ts';
import { useBrowser } from './browser.ts';
import { premiereVue } from './pages/premiere-vue.ts';
import { chercher, permanencesListees } from './pages/recherche.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();

const LIEU = `/lieux/${demo.lieux.alberes}`;
const ACCUEIL = /démarches sur Internet/;
/** Every page that needs no account, with the start of its title. */
const PUBLIC_PAGES: readonly (readonly [string, RegExp])[] = [
  ['/', ACCUEIL],
  ['/?page=1', /Toutes les permanences/],
  ['/?ou=C%C3%A9ret', /Permanences près de Céret/],
  ['/?ou=saint', /Quelle est votre commune/],
  ['/?ou=Xyzzy', /Nous ne trouvons pas/],
  [LIEU, /Argelès/],
  ['/mentions-legales', /Mentions légales/],
  ['/donnees-personnelles', /Données personnelles/],
  ['/accessibilite', /Accessibilité/],
  ['/plan-du-site', /Plan du site/],
  ['/connexion', /Se connecter/],
];
const MAX_BYTES = 40_000;
const MAX_REQUESTS = 5;

const SCRIPTS = [
  { javaScript: true, how: 'avec JavaScript' },
  { javaScript: false, how: 'sans JavaScript' },
] as const;
const VISITS = WIDTHS.flatMap((width) => SCRIPTS.map((script) => ({ width, ...script })));

describe.each(VISITS)('à $width px, $how', ({ width, javaScript }) => {
  const start = (name: string): Promise<Visit> =>
    Visit.start(browser(), {
      url: site().url,
      name: `public-${name}${javaScript ? '' : '-sans-js'}`,
      width,
      javaScript,
    });

  test('une personne trouve la permanence la plus proche, par sa commune ou son code postal', async () => {
    const visit = await start('recherche');
    await visit.goto('/');
    await visit.see(ACCUEIL);
    await chercher(visit, 'Céret', /Permanences près de Céret/);
    const [first] = await permanencesListees(visit);
    expect(first).toMatch(/\d+\sh/);
    await chercher(visit, '66400', /66400|Quelle est votre commune/);
    await chercher(visit, 'Argelès-sur-Mer', /Permanences près de Argelès|Permanences près d’Argelès/);
    expect((await permanencesListees(visit))[0]).toMatch(/Argelès-sur-Mer/);
    await visit.follow(visit.page.locator('.e-passages a').first(), /Argelès/);
    await visit.end();
  });

  test('une commune ambiguë est demandée, une commune inconnue ne laisse personne sans réponse', async () => {
    const visit = await start('ambigue');
    await chercher(visit, 'saint', /Quelle est votre commune/);
    await visit.follow(visit.page.locator('.e-communes a').first(), /Permanences près d/);
    expect((await permanencesListees(visit)).length).toBeGreaterThan(0);
    await chercher(visit, 'Xyzzy <script>', /Nous ne trouvons pas/);
    expect((await permanencesListees(visit)).length).toBeGreaterThan(0);
    await visit.end();
  });

  test('la page d’un lieu dit quand, où, et comment appeler', async () => {
    const visit = await start('lieu');
    await visit.goto(LIEU);
    await visit.see(/Argelès/);
    expect(await visit.page.getByRole('link', { name: /^04/ }).first().getAttribute('href')).toMatch(/^tel:/);
    expect(await visit.page.locator('.e-dates li').count()).toBeGreaterThan(0);
    expect(await visit.page.getByText('Opération menée par le Département').count()).toBeGreaterThan(0);
    await visit.end();
  });

  test('les pages légales et le plan du site se lisent', async () => {
    const visit = await start('legales');
    await visit.goto('/');
    await visit.see(ACCUEIL);
    for (const title of ['Mentions légales', 'Données personnelles', 'Accessibilité', 'Plan du site']) {
      await visit.follow(visit.page.getByRole('contentinfo').getByRole('link', { name: title }), title);
    }
    expect(await visit.goto('/nulle-part')).toBe(404);
    await visit.see('Page introuvable');
    await visit.end();
  });

  test('la galerie de composants respecte les mêmes règles', async () => {
    const visit = await start('composants');
    await visit.goto('/demo/composants');
    await visit.see('Composants');
    await visit.end();
  });
});

test.each(PUBLIC_PAGES)('la première vue de %s pèse moins de 40 Ko en cinq requêtes au plus', async (path, title) => {
  const { requests, bytes, addresses } = await premiereVue(browser(), `${site().url}${path}`);
  console.log(`${path} ${title.source} : ${bytes} octets, ${requests} requêtes`);
  expect(requests, addresses.join('\n')).toBeLessThanOrEqual(MAX_REQUESTS);
  expect(bytes).toBeLessThan(MAX_BYTES);
});
