import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();

/** A red square of 8 pixels. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mM4oKCAFTEMLQkAKj9AAQUJSn0AAAAASUVORK5CYII=',
  'base64',
);

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  test('l’administrateur corrige les coordonnées du Département', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'administrateur', width });
    await signInAs(visit, /Paul Cyprès/, 'Réglages');
    const form = new Formulaire(visit.page);
    await form.remplir({ Adresse: '', Téléphone: '12' });
    const errors = await visit.refused(visit.button('Enregistrer'), 'Réglages');
    expect(errors).toMatch(/2 réponses sont à corriger/);
    expect(await form.valeur('Téléphone')).toBe('12');
    await form.remplir({ Adresse: '1 quai de la Démonstration, 66000 Perpignan', Téléphone: '04 00 00 00 99' });
    await form.remplir({ 'Thème de couleurs': 'Garrigue' });
    await visit.follow(visit.button('Enregistrer'), 'Réglages');
    expect(await visit.flash()).toContain('Les réglages sont enregistrés.');
    expect(await form.valeur('Adresse')).toBe('1 quai de la Démonstration, 66000 Perpignan');
    for (const path of ['/structures', '/agenda', '/pilotage', '/conventions']) {
      expect(await visit.status(path), path).toBe(403);
    }
    await visit.goto('/mentions-legales');
    await visit.see('Mentions légales');
    expect(await visit.page.getByText('1 quai de la Démonstration').count()).toBeGreaterThan(0);
    await visit.end();
  });

  test('un faux logo est refusé, un vrai est posé sur toutes les pages', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'administrateur-logo', width });
    await signInAs(visit, /Paul Cyprès/, 'Réglages');
    const file = new Formulaire(visit.page).champ('Fichier du logo');
    await visit.refused(visit.button('Remplacer le logo'), 'Réglages');
    const fake = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    await file.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: fake });
    expect(await visit.refused(visit.button('Remplacer le logo'), 'Réglages')).toMatch(/PNG|image/i);
    await file.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: PNG });
    await visit.follow(visit.button('Remplacer le logo'), 'Réglages');
    expect(await visit.flash()).toContain('Le logo est enregistré.');
    const src = (await visit.page.getByRole('img', { name: /Logo actuel/ }).getAttribute('src')) ?? '';
    const logo = await visit.context.request.get(src);
    expect(logo.headers()['content-type']).toBe('image/png');
    expect(await logo.body()).toEqual(PNG);
    await visit.goto('/');
    await visit.see(/démarches sur Internet/);
    await visit.end();
  });
});
