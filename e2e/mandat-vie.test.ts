import { describe, expect, test } from 'vitest';
import { creerLien } from '../src/features/mandats/retrait/store.ts';
import { inTerritoire } from '../src/platform/db.ts';
import { testCles } from '../test/cles-partagees.ts';
import { AIDE_LOGEMENT, PERSONNE, poserMandat, RELEVE_CARRIERE } from '../test/mandats.ts';
import { useBrowser } from './browser.ts';
import { signInAsAgent } from './pages/accompagnement.ts';
import { signInAs } from './pages/connexion.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit } from './visit.ts';

const browser = useBrowser();
const PAPIERS = {
  nature: 'demarche',
  theme: 'PapiersElectionsCitoyennete',
  objet: 'Renouveler la carte d’identité',
  operateur: 'France Titres (fictif)',
} as const;
/** A tablet held upright. */
const TABLETTE = 820;
const TELEPHONE = 360;

describe('la vie d’un mandat', () => {
  const site = useSite();
  const poser = (nom: string) =>
    poserMandat(site(), testCles, {
      identite: { ...PERSONNE, nom },
      objets: [AIDE_LOGEMENT, RELEVE_CARRIERE, PAPIERS],
    });
  const lienDe = (id: string) =>
    inTerritoire(site().request, '66', (db) =>
      creerLien(db, '66', id, { origine: 'copie', expireAt: Temporal.Now.instant().add({ hours: 24 }) }),
    );

  test('l’agent, sur sa tablette, retrouve un mandat, note un acte, achève, puis enregistre un retrait et ses suites', async () => {
    await poser('Autrement');
    await poser('Parcours');
    const visit = await Visit.start(browser(), { url: site().url, name: 'mandat-agent', width: TABLETTE });
    const form = new Formulaire(visit.page);
    await signInAsAgent(visit);
    await visit.goto('/mandats');
    await visit.see('Mandats');
    await visit.page.getByLabel('Nom de la personne').fill('parcours');
    await visit.follow(visit.button('Rechercher'), 'Mandats');
    await visit.page.getByText('1 mandat pour « parcours »').waitFor();
    expect(visit.page.url()).not.toContain('parcours');
    await visit.follow(visit.link('Colette Parcours'), 'Colette Parcours');

    await visit.follow(visit.link('Noter un acte'), 'Noter un acte');
    expect(await visit.refused(visit.button('Noter l’acte'), 'Noter un acte')).toContain('Indiquez ce qui a été fait.');
    await form.choisir(/^Démarche/, /Demander l’aide au logement/);
    await form.remplir({ 'Ce qui a été fait': 'Formulaire envoyé, accusé reçu.' });
    await form.choisir(/^Comment/, /À distance/);
    await visit.follow(visit.button('Noter l’acte'), 'Colette Parcours');
    expect(await visit.flash()).toContain('L’acte est noté.');
    await visit.follow(visit.link('Comptes du mandat'), 'Comptes du mandat');
    await visit.page.getByText('Formulaire envoyé, accusé reçu.').waitFor();
    await visit.pdf(visit.link('Télécharger le PDF'));
    await visit.page.goBack();
    await visit.see('Colette Parcours');

    await visit.follow(visit.link('Achever : Démarche n° 1'), 'Achever, sans retour');
    await visit.follow(visit.button('Achever'), 'Colette Parcours');
    expect(await visit.flash()).toContain('La démarche est achevée.');
    expect(await visit.page.getByText('Demander l’aide au logement').count()).toBe(0);

    await visit.follow(visit.link(/^La personne retire/), 'Retirer le mandat');
    await visit.refused(visit.button('Retirer ce qui est coché'), 'Retirer le mandat');
    await form.choisir(/^Ce que la personne retire/, 'Mon relevé de carrière');
    await visit.follow(visit.button('Retirer ce qui est coché'), 'Retirer, sans retour');
    await visit.follow(visit.button('Retirer'), 'Reçu et organismes à prévenir');
    await visit.pdf(visit.link('Télécharger le PDF'));
    await visit.page.getByText('ce lien sert une fois').waitFor();
    await form.choisir(/^Prévenus aujourd’hui/, /CARSAT/);
    await visit.follow(visit.button('Noter comme prévenus'), 'Reçu et organismes à prévenir');
    await visit.page.getByText('prévenu le').waitFor();

    for (const [link, title] of [
      ['Je renonce à ce mandat', 'Renoncer au mandat'],
      ['Une mesure de protection est ouverte', 'Une mesure de protection est ouverte'],
      ['La personne est décédée', 'La personne est décédée'],
    ] as const) {
      await visit.follow(
        visit.page.getByRole('navigation').getByRole('link', { name: 'Mandat', exact: true }),
        /Colette/,
      );
      await visit.follow(visit.link(link), title);
    }
    expect(await visit.refused(visit.button('Noter le décès'), 'La personne est décédée')).toContain('date du décès');
    await form.remplir({ 'Date du décès': Temporal.Now.plainDateISO('Europe/Paris').toString() });
    await form.choisir(/^Comment vous le savez/, 'Dit par un proche');
    await visit.follow(visit.button('Noter le décès'), 'Reçu et organismes à prévenir');
    await visit.end();
  });

  test.each([
    ['sans JavaScript', false],
    ['avec', true],
  ])('la personne, sur son téléphone, retire une démarche par son lien, puis le reste (%s)', async (_, javaScript) => {
    const { id } = await poser('Parcours');
    const lien = await lienDe(id);
    const name = javaScript ? 'mandat-lien' : 'mandat-lien-sans';
    const visit = await Visit.start(browser(), { url: site().url, name, width: TELEPHONE, javaScript });
    const form = new Formulaire(visit.page);
    await visit.goto(`/retrait/${lien}`);
    await visit.see('Retirer votre mandat');
    await visit.button('Retirer ce qui est coché').click();
    await visit.page.locator('#erreurs').waitFor();
    await visit.see('Retirer votre mandat');
    await form.choisir(/^Je retire/, 'Mon relevé de carrière');
    await visit.follow(visit.button('Retirer ce qui est coché'), 'Vous allez retirer');
    await visit.follow(visit.button('Oui, je retire'), 'C’est retiré');
    await visit.page.getByText('CARSAT (fictive)').first().waitFor();
    await visit.follow(visit.link(/\/retrait\/[0-9a-f-]{36}$/), 'Retirer votre mandat');
    await visit.follow(visit.button('Tout retirer'), 'Vous allez retirer');
    await visit.follow(visit.button('Oui, je retire'), 'C’est retiré');
    await visit.page.getByText('plus personne n’agit').waitFor();
    await visit.pdf(visit.link('Télécharger le reçu'));
    expect(await visit.goto(`/retrait/${lien}`)).toBe(404);
    await visit.see('Ce lien ne sert plus, ou il est mal recopié');
    for (const mal of ['/retrait/', `/retrait/${lien.slice(0, 20)}`, `/retrait/${lien} /`]) {
      expect(await visit.goto(mal)).toBe(404);
      await visit.see('Ce lien ne sert plus, ou il est mal recopié');
    }
    await visit.follow(visit.link('demandez un nouveau lien'), 'Retirer un mandat');
    await visit.page.getByLabel('Code du mandat').fill('0000 0000 0000');
    await visit.follow(visit.button('Recevoir un lien'), 'C’est noté');
    await visit.end();
  });

  test('l’équipe technique retire au téléphone, avec les codes, sans rien lire', async () => {
    const { code, codeRetrait } = await poser('Parcours');
    const visit = await Visit.start(browser(), { url: site().url, name: 'mandat-codes', width: TELEPHONE });
    const form = new Formulaire(visit.page);
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    await visit.goto('/plan-du-site');
    await visit.see('Plan du site');
    await visit.follow(visit.link('Retirer un mandat avec ses codes'), 'Retirer un mandat avec ses codes');
    await form.choisir(/^La personne est/, 'Au téléphone');
    await form.remplir({ 'Code du mandat': code, 'Code de retrait': '0000-0000' });
    expect(await visit.refused(visit.button('Continuer'), 'Retirer un mandat avec ses codes')).toContain(
      'aucun mandat',
    );
    await form.choisir(/^La personne est/, 'Au téléphone');
    await form.remplir({ 'Code du mandat': code, 'Code de retrait': codeRetrait });
    await visit.follow(visit.button('Continuer'), 'Ce que la personne retire');
    await form.choisir(/^Ce que la personne retire/, 'Demande de données n° 2');
    await visit.follow(visit.button('Retirer ce qui est coché'), 'Retirer, sans retour');
    await visit.follow(visit.button('Retirer'), 'Le retrait est enregistré');
    expect(await visit.page.getByText(/carrière|CARSAT|Colette/).count()).toBe(0);
    await visit.end();
  });
});
