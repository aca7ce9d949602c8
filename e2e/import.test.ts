import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { donnerCode } from './pages/portes.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();

const TITRES =
  'SIRET;Structure;Nature;Adresse;Code postal;Commune;Représentant;Fonction du représentant;Référence;Délibération du Département : numéro;Délibération du Département : date';
const CSV = [
  TITRES,
  '999 999 999 00041;Commune d’Alénya;Commune;1 place de la Mairie;66200;Alénya;Madame Aliénor Fictive;Maire;CNV-REPRISE-1;CD-18;12/01/2026',
  '999 999 999 00058;Association du Rivage;Association;3 rue Basse;66200;Alénya;Monsieur Basile Fictif;Président;CNV-REPRISE-2;;',
];

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  test('un portefeuille se reprend : erreurs dites, fichier corrigé, analysé, confirmé, écrit une fois', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'import', width });
    const form = new Formulaire(visit.page);
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    await visit.goto('/conventions');
    await visit.see('Conventions');
    await visit.follow(visit.link('Importer ou exporter le registre'), 'Importer ou exporter le registre');
    await visit.follow(visit.link('Ce que contient chaque colonne'), 'Ce que contient chaque colonne');
    await visit.page.goBack();
    await visit.see('Importer ou exporter le registre');
    await visit.refused(visit.button('Analyser le fichier'), 'Importer ou exporter le registre');

    const send = async (name: string, lines: readonly string[]) => {
      await visit.goto('/conventions/importer');
      await visit.see('Importer ou exporter le registre');
      const buffer = Buffer.from(lines.join('\r\n'));
      await form.champ('Fichier').setInputFiles({ name, mimeType: 'text/csv', buffer });
      await visit.button('Analyser le fichier').click();
      await visit.page.getByRole('heading', { name: 'Ligne par ligne' }).waitFor();
      await visit.see(name);
    };

    await send('faux.csv', [...CSV, '12;Sans clé;Château;;;;;;;;']);
    await visit.page.getByText('Rien ne peut être écrit tel quel').waitFor();
    await visit.page.getByText('« Château » ne convient pas').waitFor();

    await send('portefeuille.csv', CSV);
    expect(await visit.page.getByText('Nouvelle', { exact: true }).count()).toBe(2);
    await visit.link('Écrire au registre').click();
    await visit.see('Confirmez avec votre code');
    await donnerCode(visit, 'Écrire au registre ?');
    await visit.button('Écrire au registre').click();
    await visit.page.getByText('Le fichier est au registre').waitFor();
    await visit.see('portefeuille.csv');

    await send('encore.csv', CSV);
    await visit.page.getByText('Il n’y a rien à écrire').waitFor();
    await visit.follow(visit.button('Abandonner cet import'), 'Importer ou exporter le registre');

    for (const path of [
      '/conventions/registre.xlsx',
      '/conventions/registre.csv',
      '/conventions/importer/modele.xlsx',
    ]) {
      expect(await visit.status(path), path).toBe(200);
    }
    await visit.goto('/conventions?q=CNV-REPRISE-1');
    await visit.see('Conventions');
    await visit.link('CNV-REPRISE-1').waitFor();
    await visit.end();
  });
});
