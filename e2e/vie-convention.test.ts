import { describe, expect, test } from 'vitest';
import { formatDate, formatDateCourte } from '../src/domain/date.ts';
import { useBrowser } from './browser.ts';
import { signInAs } from './pages/connexion.ts';
import { ConventionPage, type Jours } from './pages/convention.ts';
import { demanderUnePermanence, piecesQuiManquent } from './pages/demande.ts';
import { Formulaire } from './pages/formulaire.ts';
import { choisirApplication, parLien } from './pages/portes.ts';
import { chercher, permanencesListees } from './pages/recherche.ts';
import { plain } from './pages/texte.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();
const today = Temporal.Now.plainDateISO('Europe/Paris');

const STRUCTURE = 'Commune d’Alénya';
const REFERENTE = 'ondine.myrte@exemple.fr';
const LIEU = 'Salle des mariages';
const LONG_MS = 240_000;

// Five months ago, for six months: the last day to oppose is past, the last day of the convention is near.
const EFFET = today.subtract({ months: 5 });
const LIMITE = EFFET.add({ months: 6 }).subtract({ months: 2 });
const FIN = EFFET.add({ months: 6 }).subtract({ days: 1 });
const AVENANT = EFFET.add({ days: 40 });
const RECUE = LIMITE.subtract({ days: 3 });

const [veille, lendemain] = [{ days: -1 }, { days: 1 }];
const dit = (jour: Temporal.PlainDate): string => plain(formatDate(jour));
const both = (jour: Temporal.PlainDate): Jours => ({ departement: jour, beneficiaire: jour });

// One story told in chapters: each begins where the one before ended.
describe.each(WIDTHS)('la vie d’une convention à %i px', (width) => {
  const site = useSite();
  const open = (name: string, javaScript = true): Promise<Visit> =>
    Visit.start(browser(), { url: site().url, name: `vie-${name}`, width, javaScript });
  const equipe = async (name: string): Promise<Visit> => {
    const visit = await open(name);
    await signInAs(visit, /Nour Bourdaine/, 'Tableau de bord');
    return visit;
  };
  /** The référent of the structure, from her invitation to the end. */
  let elle: Visit;
  /** The pages that the story comes back to. */
  const adresses = { demande: '', lieu: '', convention: '' };
  const ici = (visit: Visit): string => new URL(visit.page.url()).pathname;

  /** Opens the demande, and reads what it lacks. */
  async function piecesDeLaDemande(visit: Visit): Promise<string[]> {
    await visit.goto(adresses.demande);
    await visit.see(STRUCTURE);
    return piecesQuiManquent(visit);
  }

  async function surLaConvention(visit: Visit): Promise<ConventionPage> {
    await visit.goto(adresses.convention);
    await visit.see(STRUCTURE);
    return new ConventionPage(visit, STRUCTURE);
  }

  test('1. une structure demande, l’équipe la contacte et invite sa référente', { timeout: LONG_MS }, async () => {
    const passant = await open('demande-publique', false);
    await demanderUnePermanence(passant, {
      'Nom de la structure': STRUCTURE,
      Commune: 'Alénya',
      'Prénom et nom': 'Ondine Myrte',
      Fonction: 'Secrétaire de mairie',
      Courriel: REFERENTE,
      'Nom du lieu': LIEU,
    });
    await passant.end();

    const visit = await equipe('demande');
    const form = new Formulaire(visit.page);
    await visit.goto('/demandes');
    await visit.see('Demandes');
    await visit.follow(visit.link(STRUCTURE), STRUCTURE);
    adresses.demande = ici(visit);
    await form.remplir({
      'Premier contact le': today.toString(),
      'Prochaine action': 'Fixer la visite',
      'À faire le': today.add({ days: 3 }).toString(),
    });
    await visit.follow(visit.button('Enregistrer le suivi'), STRUCTURE);
    await visit.goto('/demandes');
    await visit.see('Demandes');
    const contactees = visit.page.locator('.e-board__column').filter({ hasText: 'Contactées' });
    await visit.follow(contactees.getByRole('link', { name: STRUCTURE }), STRUCTURE);

    await visit.follow(visit.link('L’inscrire au registre'), 'Inscrire la structure au registre');
    await form.remplir({
      'Numéro SIRET': '999 999 999 00041',
      Adresse: '1 place de la Mairie',
      'Code postal': '66200',
      'Nom du représentant': 'Madame Aliénor Fictive',
      'Fonction du représentant': 'Maire',
    });
    await visit.follow(visit.button('Enregistrer la structure'), STRUCTURE);
    await visit.follow(visit.link('Inviter le référent'), 'Inviter le référent');
    await visit.follow(visit.button('Envoyer l’invitation'), STRUCTURE);
    expect(await visit.flash()).toContain(`L’invitation part à ${REFERENTE}.`);

    elle = await open('referente');
    await parLien(elle, REFERENTE);
    await choisirApplication(elle);
    await elle.follow(elle.button('J’ai noté mes codes'), STRUCTURE);
    expect(await piecesDeLaDemande(visit)).toEqual([
      'Aucun lieu n’est déclaré',
      'La convention n’est pas encore ouverte',
    ]);
    await visit.end();
  });

  test('2. un lieu est proposé, visité, puis convenu par les deux parties', { timeout: LONG_MS }, async () => {
    await elle.follow(elle.link('Proposer un lieu'), 'Proposer un lieu');
    await new Formulaire(elle.page).remplir({
      'Nom du lieu': LIEU,
      Adresse: '1 place de la Mairie',
      'Code postal': '66200',
      Commune: 'Alénya',
    });
    await elle.follow(elle.button('Proposer ce lieu'), LIEU);
    adresses.lieu = ici(elle);
    await elle.follow(elle.link('Donner l’accord'), 'Donner l’accord du Bénéficiaire ?');
    await elle.follow(elle.button('Donner l’accord'), LIEU);

    const visit = await equipe('lieu');
    expect(await piecesDeLaDemande(visit)).toEqual([
      `Lieu à visiter : ${LIEU}`,
      `Lieu à convenir : ${LIEU} (il manque l’accord du Département)`,
      'La convention n’est pas encore ouverte',
    ]);
    await visit.follow(visit.link('Noter la visite'), 'Noter une visite');
    for (const yes of await visit.page.getByRole('radio', { name: 'Oui', exact: true }).all()) await yes.check();
    await visit.follow(visit.button('Enregistrer la visite'), /^Visite du /);
    await visit.follow(visit.link('Fiche du lieu'), LIEU);
    expect(await visit.page.getByText('Tous les critères sont constatés.').count()).toBe(2);
    await visit.follow(visit.link('Donner l’accord'), 'Donner l’accord du Département ?');
    await visit.follow(visit.button('Donner l’accord'), LIEU);
    expect(plain(await visit.flash())).toContain('Les deux parties sont d’accord : le lieu est convenu.');
    expect(await piecesDeLaDemande(visit)).toEqual(['La convention n’est pas encore ouverte']);
    await visit.end();
  });

  test('3. la convention est délibérée, signée, transmise : rien ne manque plus', { timeout: LONG_MS }, async () => {
    const visit = await equipe('convention');
    const form = new Formulaire(visit.page);
    await piecesDeLaDemande(visit);
    await visit.follow(visit.link('Ouvrir la convention'), 'Nouvelle convention');
    await visit.page.getByText('D’après « Convention départementale », version 1').waitFor();
    expect(await form.valeur('Durée d’une période')).toBe('6');
    expect(await form.valeur('Préavis')).toBe('2');
    await visit.page.getByLabel(/^La convention signée est elle-même à transmettre/).check();
    await visit.follow(visit.button('Créer la convention'), STRUCTURE);
    expect(await piecesDeLaDemande(visit)).toEqual([
      'Délibération à prendre par le Département',
      'Délibération à prendre par le Bénéficiaire',
      'Attestation d’assurance du Bénéficiaire',
      'Signature par le Département',
      'Signature par le Bénéficiaire',
    ]);
    await visit.follow(visit.link(/^CNV-/), STRUCTURE);
    adresses.convention = ici(visit);
    await visit.page.getByText('modèle « Convention départementale » n° 1').waitFor();

    const convention = new ConventionPage(visit, STRUCTURE);
    await convention.deliberer(both(EFFET.subtract({ days: 30 })), both(EFFET.subtract({ days: 25 })));
    expect(await piecesDeLaDemande(visit)).toHaveLength(3);
    await surLaConvention(visit);
    await convention.signer({ beneficiaire: EFFET.add(veille), departement: EFFET });
    await visit.page.getByText(/^L’accusé de réception en préfecture manque pour la convention/).waitFor();
    await convention.transmettre(EFFET.add(lendemain));
    await convention.assurer(EFFET, EFFET.add({ years: 2 }));
    expect(await visit.page.getByText('accusé de réception en préfecture manque').count()).toBe(0);
    expect((await convention.periodes())[0]).toEqual([
      'Période 1 (en cours)',
      ...[EFFET, FIN, FIN.add(lendemain), LIMITE].map(dit),
    ]);
    await visit.pdf(visit.link('Convention (PDF)'));

    expect(await piecesDeLaDemande(visit)).toEqual([]);
    await visit.page.getByText('Rien ne manque : les permanences peuvent commencer.').waitFor();
    await visit.end();
  });

  test('4. une permanence y ouvre : le public, l’agente et la référente la voient', { timeout: LONG_MS }, async () => {
    const visit = await equipe('permanence');
    const form = new Formulaire(visit.page);
    await surLaConvention(visit);
    await visit.follow(visit.link('Ouvrir une permanence'), 'Nouvelle permanence');
    await form.remplir({
      Lieu: LIEU,
      Agent: 'Tramontane Maëlle',
      'Jour de la semaine': 'mercredi',
      'Heure de début': '09:00',
      'Heure de fin': '12:00',
      'À partir du': today.add(lendemain).toString(),
      'Jusqu’au': FIN.add({ days: 90 }).toString(),
    });
    await visit.follow(visit.button('Mettre en place'), LIEU);
    await visit.end();

    const passant = await open('public', false);
    await chercher(passant, 'Alénya', /^Permanences près/);
    expect((await permanencesListees(passant)).filter((une) => une.includes(LIEU))).not.toEqual([]);
    await passant.follow(passant.link(LIEU), LIEU);
    await passant.page.getByText('Prochaines permanences').waitFor();
    await passant.end();

    const agente = await open('agente');
    await signInAs(agente, /Maëlle Tramontane/, 'Mon agenda');
    await agente.page.getByText(LIEU).first().waitFor();
    await agente.end();

    await elle.goto('/ma-structure');
    await elle.see(STRUCTURE);
    await elle.page.locator('#permanences').getByRole('link', { name: LIEU }).first().waitFor();
  });

  test('5. un avenant double la fréquence, du projet à l’effet', { timeout: LONG_MS }, async () => {
    const visit = await equipe('avenant');
    const convention = await surLaConvention(visit);
    await convention.preparerAvenant(AVENANT.subtract({ days: 10 }), 'Doubler la fréquence', 2);
    await convention.signerAvenant('beneficiaire', AVENANT.subtract({ days: 5 }));
    await visit.page.getByText('Pas encore signé par les deux parties').waitFor();
    await convention.signerAvenant('departement', AVENANT);
    await visit.page.locator('#avenants').getByText('En vigueur depuis le').waitFor();

    const before = await convention.auJour(AVENANT.add(veille).toString());
    expect(before).toContain('1 demi-journée par semaine');
    expect(before).toContain('Signature de l’avenant n° 1 attendue de la part du Département');
    const after = await convention.auJour(AVENANT.add(lendemain).toString());
    expect(after).toContain(
      `2 demi-journées par semaine avenant n° 1 (Doubler la fréquence), en vigueur depuis le ${dit(AVENANT)}`,
    );
    await visit.end();
  });

  test('6. une opposition reçue à temps ; les séances au-delà sont annulées', { timeout: LONG_MS }, async () => {
    const visit = await equipe('opposition');
    const convention = await surLaConvention(visit);
    await convention.opposer('beneficiaire', RECUE.subtract({ days: 2 }), RECUE);
    await visit.page.getByText('En vigueur, ne sera pas reconduite').first().waitFor();

    const suites = 'Fin de la convention et séances prévues';
    await visit.follow(visit.link('Fin et séances prévues'), suites);
    await visit.page.getByText('par une opposition à sa reconduction').waitFor();
    const attendues = visit.page.getByText(/^\d+ séances attendent une décision$/);
    const nombre = Number.parseInt(await attendues.innerText(), 10);
    expect(nombre).toBeGreaterThan(8);
    const dernierJour = dit(FIN);
    const question = `Annuler ${nombre} séances d’après le ${dernierJour} ?`;
    await visit.follow(visit.link(`Annuler les séances d’après le ${dernierJour}`), question);
    await new Formulaire(visit.page).remplir({ Motif: 'Convention non reconduite' });
    await visit.follow(visit.button(`Annuler ${nombre} séances`), suites);
    expect(await visit.flash()).toContain('Les agents et la structure en sont avertis.');
    await visit.page.getByText('Aucune séance n’est prévue après le dernier jour').waitFor();
    await visit.page.getByText(/: rien ne change, la convention les couvre/).waitFor();
    await visit.end();
  });

  test('7. le dernier jour et le lendemain, l’état et les dates concordent', { timeout: LONG_MS }, async () => {
    const visit = await equipe('fin');
    const convention = await surLaConvention(visit);
    expect(await convention.auJour(RECUE.add(veille).toString())).toContain('Fin connue ce jour-là aucune');
    const dernier = await convention.auJour(FIN.toString());
    expect(dernier).toContain('En vigueur, ne sera pas reconduite');
    expect(dernier).toContain(`Lieux convenus ${LIEU}, Alénya, depuis le ${dit(today)}`);
    expect(dernier).toContain(`Fin connue ce jour-là ${dit(FIN)}, par une opposition`);
    const apres = await convention.auJour(FIN.add(lendemain).toString());
    expect(apres).toContain('Terminée, non reconduite');
    expect(apres).toContain('les interventions de ce jour ne sont pas couvertes');

    await visit.goto('/conventions?q=Alénya');
    await visit.see('Conventions');
    const ligne = await visit.page.locator('tbody tr').filter({ hasText: STRUCTURE }).innerText();
    for (const dite of ['En vigueur, ne sera pas reconduite', formatDateCourte(EFFET), formatDateCourte(FIN)]) {
      expect(ligne).toContain(dite);
    }
    const registre = await visit.context.request.get('/conventions.csv?q=Alénya');
    expect(await registre.text()).toMatch(
      new RegExp(`${formatDateCourte(EFFET)}.*Dernier jour de la convention.*${formatDateCourte(FIN)}`),
    );
    await visit.pdf(visit.link('Registre (PDF)'));

    await visit.goto('/echeancier?q=Alénya&type=fin');
    await visit.see('Échéancier');
    const echeance = visit.page.locator('tbody tr').filter({ hasText: STRUCTURE });
    expect(await echeance.innerText()).toContain(formatDateCourte(FIN));
    await visit.end();

    await elle.follow(elle.link('Vos échéances'), 'Vos échéances');
    const sienne = elle.page.getByRole('row').filter({ hasText: 'Dernier jour de la convention' });
    expect(await sienne.innerText()).toContain(formatDateCourte(FIN));
    await elle.end();
  });
});
