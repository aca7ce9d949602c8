import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { demo } from '../db/demo/ids.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const site = useSite();

/** Sends the form of a letter, and reads the file that it answers: its name, once its first bytes are those of a PDF. */
async function telecharge(visit: Visit): Promise<string> {
  const [download] = await Promise.all([
    visit.page.waitForEvent('download'),
    visit.button('Télécharger le PDF').click(),
  ]);
  expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-');
  return download.suggestedFilename();
}

describe.each(WIDTHS)('à %i px', (width) => {
  test('l’équipe technique prépare une lettre, réimprime celle qui est partie, atteste des dates', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'documents', width });
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    const form = new Formulaire(visit.page);

    await visit.goto(`/conventions/${demo.conventions.miseEnDemeure}`);
    await visit.see(/Barcarès/);
    await visit.follow(visit.link('Papiers'), 'Papiers');
    await visit.page.getByText('Le délai court jusqu’au').first().waitFor();
    await visit.pdf(visit.link(/^Copie de la lettre/));

    await visit.follow(visit.link(/^Préparer : mise en demeure/), 'Mise en demeure');
    const signataire = await form.valeur('Nom du signataire');
    expect(signataire).not.toBe('');
    await form.remplir({ 'Date de la lettre': '1990-01-01', 'Nom du signataire': '' });
    const refused = await visit.refused(visit.button('Télécharger le PDF'), 'Mise en demeure');
    expect(refused).toContain('Indiquez les manquements reprochés.');
    expect(refused).toContain('Indiquez le nom du signataire.');
    await form.remplir({
      'Date de la lettre': Temporal.Now.plainDateISO('Europe/Paris').toString(),
      'Manquements reprochés': 'Horaires non affichés (art. 1.2)\nBureau fermé à clé deux mardis de suite (art. 1.2)',
      'Nom du signataire': signataire,
    });
    await visit.page.getByText('Si elle part aujourd’hui').waitFor();
    expect(await telecharge(visit)).toMatch(/^mise-en-demeure-cnv-.*\.pdf$/);
    await visit.see('Mise en demeure');

    await visit.follow(visit.link('Revenir aux papiers'), 'Papiers');
    await form.remplir({ 'Dates et clauses au': '1850-01-01' });
    expect(await visit.refused(visit.button('Attestation (PDF)'), 'Papiers')).toContain('L’année doit être comprise');
    expect(await visit.status(`/conventions/${demo.conventions.miseEnDemeure}/attestation.pdf?au=2026-03-12`)).toBe(
      200,
    );

    await visit.goto('/conventions');
    await visit.see('Conventions');
    await visit.pdf(visit.link('Registre (PDF)'));
    await visit.end();
  });

  test('la référente s’oppose au nom de sa structure, et lit ses seuls papiers', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'documents-referente', width });
    await signInAs(visit, /Hélène Salsepareille/, /Communauté de communes Albères/);
    const form = new Formulaire(visit.page);

    await visit.goto(`/conventions/${demo.conventions.alberes}/documents`);
    await visit.see('Papiers');
    await visit.pdf(visit.link(/^Avenant \(PDF\)/));
    await visit.follow(visit.link(/^Préparer : opposition/), 'Opposition à la reconduction');
    await visit.page.getByText('Reçue par l’autre partie au plus tard le').waitFor();
    await form.choisir('Comment part-elle ?', 'Remise en main propre');
    expect(await telecharge(visit)).toMatch(/^opposition-a-la-reconduction-cnv-.*\.pdf$/);

    expect(await visit.status(`/conventions/${demo.conventions.prades}/documents`)).toBe(404);
    expect(await visit.status(`/conventions/${demo.conventions.prades}/attestation.pdf`)).toBe(404);
    expect(await visit.status('/conventions/registre.pdf')).toBe(403);
    await visit.end();
  });
});
