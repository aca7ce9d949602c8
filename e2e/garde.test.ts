import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { signInAsAgent } from './pages/accompagnement.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { donnerCode } from './pages/portes.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const pdf = (name: string) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n'),
});

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  test('un agent signale une fuite sans JavaScript ; la déléguée la voit, la notifie, la clôt', async () => {
    const { url } = site();
    const agent = await Visit.start(browser(), { url, name: 'garde-agent', width, javaScript: false });
    await signInAsAgent(agent);
    await agent.follow(
      agent.link('Signaler une fuite ou une perte de données'),
      'Signaler une fuite ou une perte de données',
    );
    const form = new Formulaire(agent.page);
    await agent.button('Envoyer le signalement').click();
    await agent.page.locator('#erreurs').waitFor();
    await agent.see('Signaler une fuite ou une perte de données');
    await form.choisir('Ce qui est arrivé', /vues ou reçues/);
    await form.remplir({
      'Comment cela s’est passé': 'Un justificatif est parti à une mauvaise adresse.',
      'Sortes de données': 'copie d’un papier',
      'Nombre de personnes, à peu près': '1',
    });
    await agent.follow(agent.button('Envoyer le signalement'), 'Votre signalement est envoyé');
    await agent.follow(agent.link('Voir où en sont vos signalements'), 'Signaler une fuite ou une perte de données');
    await agent.page.getByText('À notifier ou non').first().waitFor();
    await agent.goto('/echanges');
    await agent.see('Échanges de données');
    await agent.follow(agent.link('Noter un échange'), 'Noter un échange de données');
    await form.remplir({
      'Qui a demandé': 'Claire Fictive, assistante sociale',
      'Service ou organisme': 'Maison sociale des Essais',
      'Pourquoi cet échange': 'Demande d’aide au logement',
      'Par quel canal': 'Courrier postal',
    });
    await form.choisir('À qui', 'Un autre service du Département');
    await form.choisir(/^Sortes de données/, 'Logement');
    await form.choisir('Fondement', 'Accord de la personne');
    await agent.follow(agent.button('Enregistrer l’échange'), /^Maison sociale des Essais/);
    await agent.follow(agent.link('Corriger'), 'Corriger un échange de données');
    await form.remplir({ 'Combien de personnes, à peu près': '2', 'Pourquoi cette correction': 'Un couple' });
    await agent.follow(agent.button('Enregistrer la correction'), /^Maison sociale des Essais/);
    await agent.page.getByText('Ce qui était d’abord inscrit').waitFor();
    await agent.end();

    const dpo = await Visit.start(browser(), { url, name: 'garde-dpo', width });
    const gestes = new Formulaire(dpo.page);
    await signInAs(dpo, /Irène Obsidienne/, 'Tableau du DPO');
    await dpo.page.getByText(/Il reste 7[01]\sh/).waitFor();
    await dpo.follow(dpo.link(/copie d’un papier/), /^V-/);
    await dpo.follow(dpo.link('Clore la violation'), 'Clore la violation');
    await gestes.choisir('Dénouement', /^Traitée/);
    expect(await dpo.refused(dpo.button('Clore la violation'), 'Clore la violation')).toContain('au moins une mesure');
    await dpo.follow(dpo.link(/^V-/), /^V-/);
    await dpo.follow(dpo.link('Noter la notification à la CNIL'), 'Noter la notification à la CNIL');
    await gestes.remplir({ 'Numéro de la notification': 'ESSAI-2026' });
    await dpo.follow(dpo.button('Enregistrer la notification'), /^V-/);
    expect(await dpo.flash()).toContain('le délai ne court plus');
    await dpo.follow(dpo.link('Ne pas informer les personnes'), 'Ne pas informer les personnes');
    await gestes.choisir('Le cas', /^Des mesures prises/);
    await gestes.remplir({ 'Pourquoi il s’applique ici': 'Le destinataire l’a effacé devant témoin.' });
    await dpo.follow(dpo.button('Enregistrer cette décision'), /^V-/);
    await dpo.follow(dpo.link('Noter une mesure'), 'Noter une mesure');
    await gestes.remplir({ 'Mesure prise': 'Rappel fait à toute l’équipe.' });
    await dpo.follow(dpo.button('Enregistrer la mesure'), /^V-/);
    await dpo.follow(dpo.link('Clore la violation'), 'Clore la violation');
    await gestes.choisir('Dénouement', /^Traitée/);
    await dpo.follow(dpo.button('Clore la violation'), /^V-/);
    await dpo.page.getByText('Close', { exact: true }).first().waitFor();
    await dpo.goto('/violations');
    await dpo.see('Violations de données');
    expect(await dpo.status('/violations.csv')).toBe(200);
    await dpo.goto('/echanges?q=essais');
    await dpo.see('Échanges de données');
    await dpo.page.getByText('Maison sociale des Essais').waitFor();
    await dpo.end();
  });

  test('la déléguée ajoute une AIPD, et la signe après avoir redonné son code ; un administrateur homologue', async () => {
    const { url } = site();
    const dpo = await Visit.start(browser(), { url, name: 'garde-dossiers', width });
    const form = new Formulaire(dpo.page);
    const today = Temporal.Now.plainDateISO('Europe/Paris');
    await signInAs(dpo, /Irène Obsidienne/, 'Tableau du DPO');
    await dpo.goto('/dossiers');
    await dpo.see('Dossiers');
    await dpo.page.getByText('Les deux dossiers sont en vigueur').waitFor();
    await dpo.follow(
      dpo.page.locator('#aipd').getByRole('link', { name: 'Ajouter une version' }),
      'Ajouter une version',
    );
    expect(await dpo.refused(dpo.button('Ajouter la version'), 'Ajouter une version')).toContain(
      'Choisissez le fichier',
    );
    await dpo.page.getByLabel('Document', { exact: true }).setInputFiles(pdf('aipd-nouvelle.pdf'));
    await form.remplir({
      'Date du document': today.toString(),
      Auteur: 'Irène Obsidienne',
      'Prochaine révision': today.add({ years: 2 }).toString(),
    });
    await dpo.follow(dpo.button('Ajouter la version'), 'Dossiers');
    expect(await dpo.flash()).toContain('attend la signature');
    await dpo.follow(dpo.link(/^Signer la version/), 'Confirmez avec votre code');
    await donnerCode(dpo, 'Signer l’analyse d’impact');
    await form.remplir({ 'Votre avis': 'Avis favorable.' });
    await dpo.follow(dpo.button('Signer cette version'), 'Dossiers');
    expect(await dpo.flash()).toContain('est signée');
    await dpo.page.emulateMedia({ media: 'print' });
    expect(await dpo.page.getByRole('navigation').first().isVisible()).toBe(false);
    await dpo.end();

    const admin = await Visit.start(browser(), { url, name: 'garde-administrateur', width });
    const decision = new Formulaire(admin.page);
    await signInAs(admin, /Paul Cyprès/, 'Réglages');
    await admin.goto('/dossiers');
    await admin.see('Dossiers');
    await admin.follow(
      admin.page.locator('#homologation').getByRole('link', { name: 'Ajouter une version' }),
      'Ajouter une version',
    );
    await admin.page.getByLabel('Document', { exact: true }).setInputFiles(pdf('homologation.pdf'));
    await decision.remplir({
      'Date du document': today.toString(),
      Auteur: 'Direction des systèmes d’information',
      'Prochaine révision': today.add({ years: 1 }).toString(),
    });
    await admin.follow(admin.button('Ajouter la version'), 'Dossiers');
    await admin.follow(admin.link(/^Enregistrer la décision/), 'Confirmez avec votre code');
    await donnerCode(admin, 'Enregistrer la décision d’homologation');
    await decision.remplir({
      'Date de la décision': today.toString(),
      Durée: '36',
      'Fonction du signataire': 'Directrice générale des services',
    });
    await admin.follow(admin.button('Enregistrer la décision'), 'Dossiers');
    expect(await admin.flash()).toContain('La décision d’homologation est enregistrée');
    await admin.end();
  });
});
