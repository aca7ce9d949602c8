import { beforeAll, describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { Clavier } from './pages/clavier.ts';
import { signInAs } from './pages/connexion.ts';
import { useSite } from './site.ts';
import { Visit } from './visit.ts';

const browser = useBrowser();
const site = useSite();
let code = '';

const start = (name: string, options: { width?: number; javaScript?: boolean } = {}): Promise<Visit> =>
  Visit.start(browser(), { url: site().url, name: `rendez-vous-${name}`, ...options });

describe.each([
  { width: 360, javaScript: false, how: 'sur un téléphone, sans JavaScript' },
  { width: 360, javaScript: true, how: 'sur un téléphone' },
])('une personne prend rendez-vous $how', ({ width, javaScript }) => {
  test('de la page d’accueil au ticket, puis elle l’annule avec son code', async () => {
    const visit = await start(javaScript ? 'personne' : 'personne-sans-js', { width, javaScript });
    const { page } = visit;
    await visit.goto('/');
    await visit.see(/démarches sur Internet/);
    await visit.follow(visit.link('Prendre rendez-vous'), 'Prendre rendez-vous');
    await page.getByLabel('Votre commune ou votre code postal').fill('Argelès-sur-Mer');
    await visit.follow(visit.button('Chercher'), 'Pour quoi venez-vous ?');
    await visit.follow(visit.link('Carte d’identité, passeport, permis'), /Rendez-vous près d’Argelès/);
    await visit.follow(page.locator('.e-creneaux a').first(), 'Votre rendez-vous');
    const refused = await visit.refused(visit.button('Prendre ce rendez-vous'), 'Votre rendez-vous');
    expect(refused).toContain('Indiquez le prénom.');
    await page.getByLabel('Votre prénom').fill('Joséphine');
    await visit.follow(visit.button('Prendre ce rendez-vous'), 'C’est noté');
    code = await page.locator('.e-ticket__code strong').innerText();
    expect(code).toMatch(/^[2-9A-Z]{4}\s[2-9A-Z]{4}$/);
    expect(await page.getByRole('button', { name: 'Imprimer le ticket' }).count()).toBe(javaScript ? 1 : 0);

    await visit.goto('/mon-rendez-vous');
    await visit.see('Mon rendez-vous');
    await page.getByLabel('Code du ticket').fill(code.toLowerCase());
    await page.getByLabel('Prénom donné pour le rendez-vous').fill('josephine');
    await visit.follow(visit.button('Voir mon rendez-vous'), 'Votre rendez-vous');
    await visit.follow(visit.link('Choisir un autre moment'), 'Choisir un autre moment');
    await page.locator('input[name="creneau"]').first().check();
    await visit.follow(visit.button('Changer'), 'C’est noté');
    expect(await page.locator('.e-ticket__code strong').innerText()).not.toBe(code);
    await page.getByText('Annuler ce rendez-vous', { exact: true }).click();
    await visit.follow(visit.button('Annuler mon rendez-vous'), 'Votre rendez-vous est annulé');
    await visit.end();
  });
});

describe('l’équipe technique', () => {
  let visit: Visit;
  beforeAll(() => {
    code = '';
  });

  test('au téléphone, au clavier seul : un rendez-vous pour quelqu’un qui n’a qu’un fixe', async () => {
    visit = await start('operateur');
    const { page } = visit;
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    const clavier = new Clavier(page);
    await visit.goto('/rendez-vous/nouveau');
    await visit.see('Nouveau rendez-vous');
    const began = performance.now();
    const gestures = await visit.countGestures();
    await clavier.allerA(page.getByLabel('Commune ou code postal'));
    await page.keyboard.type('66700');
    await clavier.presser('Enter');
    await page.locator('input[name="creneau"]').first().waitFor();
    await visit.see('Nouveau rendez-vous');
    await clavier.allerA(page.locator('input[name="creneau"]').first());
    await clavier.presser('Space');
    await clavier.allerA(page.getByLabel('Prénom de la personne'));
    await page.keyboard.type('Paulette');
    await clavier.allerA(page.getByLabel('Téléphone', { exact: false }).first());
    await page.keyboard.type('01 99 00 00 12');
    await clavier.allerA(visit.button('Prendre ce rendez-vous'));
    await clavier.presser('Enter');
    await visit.see('Paulette');
    expect(await page.locator('main').innerText()).toContain('par un appel');
    // Without a mouse, and with fewer keys than sixty seconds hold.
    const { clicks, keys } = gestures();
    expect(clicks).toBe(0);
    expect(keys).toBeLessThan(120);
    console.log(`opérateur : ${keys} touches, ${Math.round((performance.now() - began) / 1000)} s`);
    await visit.end();
  });

  test('voit qui est attendu, et les types de rendez-vous', async () => {
    for (const width of [360, 1280]) {
      const seen = await start('equipe', { width });
      await signInAs(seen, /Nour Bourdaine/, 'Tableau de bord');
      await seen.goto('/rendez-vous');
      await seen.see('Rendez-vous');
      await seen.goto('/rendez-vous/motifs');
      await seen.see('Types de rendez-vous');
      await seen.follow(seen.link('Faire une démarche en ligne'), 'Faire une démarche en ligne');
      await seen.goto('/rendez-vous/nouveau?ou=Perpignan');
      await seen.see('Nouveau rendez-vous');
      await seen.end();
    }
  });
});
