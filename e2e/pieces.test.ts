import { describe, expect, test } from 'vitest';
import { demo } from '../db/demo/ids.ts';
import { certifier } from '../test/certificats.ts';
import { signerPdf } from '../test/pdf-signe.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const pdf = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/pdf', buffer });

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  test('un PDF est figé, revient signé, se vérifie sans compte ; un document se joint, se retire', {
    timeout: 240_000,
  }, async () => {
    const url = site().url;
    const visit = await Visit.start(browser(), { url, name: 'pieces', width });
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    const form = new Formulaire(visit.page);
    const page = `/conventions/${demo.conventions.brouillon}`;

    await visit.goto(page);
    await visit.see(/./);
    await visit.page.getByText('Aucune pièce n’est jointe.').waitFor();
    await visit.follow(visit.link('Figer le PDF pour signature'), 'Figer le PDF pour signature');
    await visit.page.getByText('rien n’est bloqué').waitFor();
    await visit.follow(visit.button('Figer le PDF'), /./);
    const code = /code (\S{14})/.exec(await visit.flash())?.[1] ?? '';
    expect(code).toMatch(/^[0-9A-Z-]{14}$/);

    const figee = await visit.pdf(visit.link('Télécharger le PDF à signer'));
    const camille = await certifier('Camille Exemple');
    const signee = await signerPdf(figee, camille);
    await visit.follow(visit.link('Joindre un PDF signé'), 'Joindre un PDF signé');
    const fichier = visit.page.getByLabel('PDF signé');
    await fichier.setInputFiles(pdf('figee.pdf', figee));
    expect(await visit.refused(visit.button('Lire et joindre'), 'Joindre un PDF signé')).toContain('aucune signature');
    const changed = Buffer.from(signee);
    changed.writeUInt8(changed.readUInt8(5_000) ^ 1, 5_000);
    await fichier.setInputFiles(pdf('changee.pdf', changed));
    expect(await visit.refused(visit.button('Lire et joindre'), 'Joindre un PDF signé')).toContain('un octet a changé');
    await fichier.setInputFiles(pdf('convention-signée.pdf', Buffer.concat([signee, Buffer.alloc(21 * 1024 * 1024)])));
    await visit.page.getByText('Ce fichier dépasse 20 Mo').waitFor();
    await fichier.setInputFiles(pdf('convention-signée.pdf', signee));
    await visit.follow(visit.button('Lire et joindre'), 'convention-signée.pdf');
    await visit.page.getByText(/Signé par Camille Exemple .*contenu intact, chaîne non vérifiée/).waitFor();

    await visit.follow(visit.link(/^Enregistrer la signature du Bénéficiaire/), 'Signature');
    expect(await form.valeur('Nom du signataire')).toBe('Camille Exemple');
    await visit.goto(page);
    await visit.see(/./);
    await visit.page.getByText('l’autre partie signe').waitFor();

    await visit.follow(visit.link('Joindre un document'), 'Joindre un document');
    await visit.refused(visit.button('Joindre le document'), 'Joindre un document');
    await visit.page
      .getByLabel('Fichier', { exact: true })
      .setInputFiles(pdf('original numérisé.pdf', Buffer.from('%PDF-1.4\n%%EOF\n')));
    await visit.follow(visit.button('Joindre le document'), /./);
    await visit.follow(visit.link('original numérisé.pdf'), 'original numérisé.pdf');
    await visit.follow(visit.link('Retirer'), 'Retirer cette pièce ?');
    await visit.refused(visit.button('Retirer la pièce'), 'Retirer cette pièce ?');
    await form.remplir({ 'Motif du retrait': 'Mauvais fichier' });
    await visit.follow(visit.button('Retirer la pièce'), /./);
    expect(await visit.flash()).toContain('La pièce est retirée');
    await visit.page.getByText('Une pièce retirée').waitFor();
    await visit.end();

    const passant = await Visit.start(browser(), { url, name: 'pieces-verifier', width });
    await passant.goto('/verifier');
    await passant.see('Vérifier un document');
    await passant.page.getByLabel('Choisir le fichier').setInputFiles(pdf('recue.pdf', signee));
    await passant.page.getByText('Fichier connu, à l’octet près : PDF de convention signé').waitFor();
    await passant.see('Vérifier un document');
    await passant.page.getByLabel('Choisir le fichier').setInputFiles(pdf('recue.pdf', changed));
    await passant.page.getByText('Ce fichier n’est pas connu ici').waitFor();
    await passant.see('Vérifier un document');
    await passant.end();

    const sansScript = await Visit.start(browser(), { url, name: 'pieces-sans-script', width, javaScript: false });
    await sansScript.goto('/verifier');
    expect(await sansScript.page.getByLabel('Choisir le fichier').isVisible()).toBe(false);
    await sansScript.page.getByLabel(/^Code de vérification/).fill(code.toLowerCase().replaceAll('-', ' '));
    await sansScript.page.getByRole('button', { name: 'Vérifier', exact: true }).click();
    await sansScript.page.getByText('Code connu : PDF de convention figé pour signature').waitFor();
    await sansScript.context.close();
  });
});
