import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seanceDuJour } from '../db/demo/ids.ts';
import { lireCachets } from '../test/cachet.ts';
import { useBrowser } from './browser.ts';
import { seanceAujourdhui, signInAsAgent } from './pages/accompagnement.ts';
import { signInAs } from './pages/connexion.ts';
import { MandatForm } from './pages/mandat.ts';
import { donnerCode } from './pages/portes.ts';
import { useSite } from './site.ts';
import { Visit } from './visit.ts';

/** A telephone, a tablet held upright, a desk. */
const WIDTHS = [360, 820, 1280] as const;

const browser = useBrowser();
const today = Temporal.Now.plainDateISO('Europe/Paris');
const dixHeures = today.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '10:00' }).toInstant();
const start = performance.now();
let minutes = 0;
const clock = () => dixHeures.add({ minutes, milliseconds: Math.round(performance.now() - start) });
const site = useSite(clock);

beforeAll(async () => {
  // Whatever the day, the séance of the demo agent is held in the morning.
  await site()
    .owner.updateTable('seance')
    .set({ heureDebut: Temporal.PlainTime.from('09:00'), heureFin: Temporal.PlainTime.from('12:00') })
    .where('id', '=', seanceDuJour(today))
    .execute();
});

/** What a stranger with the file alone can tell of it: our reader, and pdfsig where it is installed. */
async function verifierHorsDuServeur(pdf: Buffer): Promise<void> {
  expect(await lireCachets(pdf)).toMatchObject([{ kind: 'ETSI.CAdES.detached', name: /^Cachet du / }]);
  const changed = Buffer.from(pdf);
  changed[2_000] = (changed[2_000] ?? 0) ^ 1;
  expect(await lireCachets(changed)).not.toMatchObject([{ kind: 'ETSI.CAdES.detached' }]);
  const folder = await mkdtemp(join(tmpdir(), 'escale-mandat-'));
  try {
    await writeFile(join(folder, 'mandat.pdf'), pdf);
    const { stdout, error } = spawnSync('pdfsig', [join(folder, 'mandat.pdf')], { encoding: 'utf8' });
    if (error === undefined) {
      expect(stdout).toContain('Signature is Valid');
      expect(stdout).toContain('Total document signed');
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const kept = await site()
    .owner.selectFrom('mandat')
    .select('id')
    .where('documentSha256', '=', createHash('sha256').update(pdf).digest())
    .execute();
  expect(kept).toHaveLength(1);
}

// A code serves once: each person waits for the next one.
beforeEach(() => {
  minutes += 1;
});

describe.each(WIDTHS)('à %i px', (width) => {
  test('scénario 1 : un mandat se prépare, se lit, se signe à deux, et se vérifie hors du serveur', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'mandat', width });
    await signInAsAgent(visit);
    await visit.goto(seanceAujourdhui());
    await visit.see(/./);
    await visit.follow(visit.link('Faire signer un mandat'), 'Nouveau mandat');
    const form = new MandatForm(visit);
    await form.remplir({ Prénom: 'Colette', 'Ce qui est à faire, ou à demander': 'Toutes les démarches' });
    const errors = await visit.refused(visit.button('Lire et signer'), 'Nouveau mandat');
    expect(errors).toContain('Indiquez le nom.');
    expect(errors).toContain('un mandat pour tout faire n’est pas permis');
    await form.personneEtDemarche();
    await visit.follow(visit.button('Lire et signer'), 'Confirmez avec votre code');
    await donnerCode(visit, 'Lire et signer');

    const refused = await visit.refused(visit.button('Signer le mandat'), 'Lire et signer');
    expect(refused).toContain('La signature manque');
    await visit.page.getByLabel(/^La notice a été lue/).check();
    await visit.page.getByLabel(/^La personne donne ce mandat/).check();
    await form.dessiner(/^Le mandant/, width);
    expect(await form.estSigne(/^Le mandant/)).toBe(true);
    await visit.button(/^Effacer la signature de Colette/).press('Enter');
    expect(await form.estSigne(/^Le mandant/)).toBe(false);
    await form.dessiner(/^Le mandant/, width + 0.4);
    await form.dessiner(/^Le mandataire/, width + 0.7);
    await visit.follow(visit.button('Signer le mandat'), 'Le mandat est signé');
    expect(await visit.flash()).not.toContain('Colette');

    await verifierHorsDuServeur(await visit.pdf(visit.link(/^Lire le document scellé/)));
    const copie = await visit.pdf(visit.link(/^Imprimer la copie/));
    expect(copie.length).toBeGreaterThan(20_000);
    await visit.end();
  });
});

test('préparé puis abandonné, un mandat ne laisse rien', async () => {
  const visit = await Visit.start(browser(), { url: site().url, name: 'mandat-abandon', width: 820 });
  await signInAsAgent(visit);
  await visit.goto(`${seanceAujourdhui()}/mandats/nouveau`);
  await visit.see('Nouveau mandat');
  await new MandatForm(visit).personneEtDemarche();
  await visit.follow(visit.button('Lire et signer'), 'Confirmez avec votre code');
  await donnerCode(visit, 'Lire et signer');
  await visit.follow(visit.link('Modifier le mandat'), 'Modifier le mandat');
  await visit.follow(visit.button('Lire et signer'), 'Lire et signer');
  await visit.follow(visit.link('Abandonner'), 'Abandonner ce mandat ?');
  await visit.follow(visit.button('Abandonner'), /./);
  expect(await visit.flash()).toContain('Le mandat est abandonné');
  const drafts = await site().owner.selectFrom('mandat').select('id').where('etat', '=', 'brouillon').execute();
  expect(drafts).toEqual([]);
  await visit.end();
});

test('sans JavaScript, le mandat se prépare, se lit, et dit de signer sur papier', async () => {
  const visit = await Visit.start(browser(), { url: site().url, name: 'mandat-nu', width: 820, javaScript: false });
  await signInAsAgent(visit);
  await visit.goto(`${seanceAujourdhui()}/mandats/nouveau`);
  await visit.see('Nouveau mandat');
  await new MandatForm(visit).personneEtDemarche();
  await visit.follow(visit.button('Lire et signer'), 'Confirmez avec votre code');
  await donnerCode(visit, 'Lire et signer');
  expect(await visit.page.getByText('Cet appareil ne permet pas de signer ici').isVisible()).toBe(true);
  expect(await visit.button('Signer le mandat').count()).toBe(0);
  // Nothing to tick either, that no button would send.
  expect(await visit.page.getByRole('checkbox').count()).toBe(0);
  await visit.follow(visit.link('abandonnez celui-ci'), 'Abandonner ce mandat ?');
  await visit.follow(visit.button('Abandonner'), /./);
  await visit.end();
});

describe('la lecture à voix haute', () => {
  /** What a device says of its voices, and what it was asked to say. */
  type Voix = { readonly lang: string; readonly localService: boolean };
  const parle = (voices: readonly Voix[], fails: boolean) => {
    const said: string[] = [];
    Object.assign(window, { dit: said });
    class Utterance {
      onend?: () => void;
      onerror?: (event: { error: string }) => void;
      readonly text: string;
      constructor(text: string) {
        this.text = text;
      }
    }
    const speechSynthesis = {
      getVoices: () => voices,
      addEventListener: () => undefined,
      cancel: () => undefined,
      speak: (one: Utterance) => {
        said.push(one.text);
        if (fails) one.onerror?.({ error: 'synthesis-failed' });
      },
    };
    Object.defineProperty(window, 'speechSynthesis', { value: speechSynthesis, configurable: true });
    Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: Utterance, configurable: true });
  };
  const FRANCAISE = { lang: 'fr-FR', localService: true };
  const ailleurs = { lang: 'fr-FR', localService: false };

  test('lit, ou dit pourquoi elle ne lit pas', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'mandat-voix', width: 360 });
    const { page } = visit;
    await signInAsAgent(visit);
    await visit.goto(`${seanceAujourdhui()}/mandats/nouveau`);
    await visit.see('Nouveau mandat');
    await new MandatForm(visit).personneEtDemarche();
    await visit.follow(visit.button('Lire et signer'), 'Confirmez avec votre code');
    await donnerCode(visit, 'Lire et signer');
    const lire = visit.button('Lire à voix haute');
    for (const [voices, fails, dit] of [
      [[], false, /n’a pas de voix française/],
      [[{ lang: 'en-GB', localService: true }], false, /n’a pas de voix française/],
      // What it would read must not leave the device.
      [[ailleurs], false, /sans passer par un autre serveur/],
      [[ailleurs, FRANCAISE], true, /s’est arrêtée d’elle-même/],
    ] as const) {
      await page.addInitScript(`(${parle})(${JSON.stringify(voices)}, ${fails})`);
      await page.reload();
      await lire.click();
      await page.getByRole('status').filter({ hasText: dit }).waitFor();
      await lire.waitFor();
    }
    await visit.see('Lire et signer');

    await page.addInitScript(`(${parle})(${JSON.stringify([FRANCAISE])}, false)`);
    await page.reload();
    await lire.click();
    await visit.button('Arrêter la lecture').waitFor();
    expect(await page.evaluate('dit.length')).toBeGreaterThan(9);
    await visit.button('Arrêter la lecture').click();
    await lire.waitFor();

    await page.addInitScript(`Object.defineProperty(window, 'speechSynthesis', { value: undefined })`);
    await page.reload();
    await page.getByText('Ce navigateur ne sait pas lire à voix haute').first().waitFor();
    expect(await lire.count()).toBe(0);
    await visit.see('Lire et signer');
    await visit.follow(page.getByRole('link', { name: 'Abandonner', exact: true }), 'Abandonner ce mandat ?');
    await visit.follow(visit.button('Abandonner'), /./);
    await visit.end();
  });
});

describe.each([360, 1280])('sur papier, à %i px', (width) => {
  test('un mandat se numérote d’avance, puis s’enregistre avec son scan', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'mandat-papier', width });
    await signInAsAgent(visit);
    await visit.goto('/mandats/papier');
    await visit.see('Mandats papier');
    const form = new MandatForm(visit);
    await form.remplir({ 'Nombre de formulaires': '21' });
    expect(await visit.refused(visit.button('Préparer les formulaires'), 'Mandats papier')).toContain('de 1 à 20');
    await form.remplir({ 'Nombre de formulaires': '2' });
    await visit.follow(visit.button('Préparer les formulaires'), 'Mandats papier');
    const formulaires = await visit.pdf(visit.link(/^Ouvrir le PDF à imprimer/));

    await visit.follow(visit.link(/^Enregistrer 2/), 'Confirmez avec votre code');
    await donnerCode(visit, 'Enregistrer un mandat papier');
    await form.remplir({ 'Jour de la signature': today.toString(), 'Heure de la signature': '11:30' });
    await form.personneEtDemarche();
    const early = await visit.refused(visit.button('Enregistrer le mandat'), 'Enregistrer un mandat papier');
    expect(early).toContain('ne peuvent pas être à venir');
    expect(early).toContain('Joignez le mandat numérisé');
    const signeA = clock().toZonedDateTimeISO('Europe/Paris').toPlainTime().toString({ smallestUnit: 'minute' });
    await form.remplir({ 'Heure de la signature': signeA });
    await visit.page
      .getByLabel('Le formulaire signé, numérisé')
      .setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: formulaires });
    await visit.follow(visit.button('Enregistrer le mandat'), 'Le mandat est signé');
    await verifierHorsDuServeur(await visit.pdf(visit.link(/^Lire le document scellé/)));
    await visit.pdf(visit.link(/^Imprimer la copie/));

    await visit.goto('/mandats/papier');
    await visit.see('Mandats papier');
    await form.remplir({ Pourquoi: 'Perdu' });
    await visit.page.getByLabel('Numéro', { exact: true }).selectOption({ index: 1 });
    await visit.follow(visit.button('Annuler ce numéro'), 'Mandats papier');
    expect(await visit.flash()).toContain('est annulé');
    await visit.end();
  });

  test('la déléguée lit la notice, en voit l’aperçu, en publie une autre', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'mandat-notice', width });
    await signInAs(visit, /Irène Obsidienne/, /./);
    await visit.goto('/mandats/notice');
    await visit.see('Notice des mandats');
    const form = new MandatForm(visit);
    await form.remplir({ 'Le secret professionnel': `L’agent ne répète rien (essai ${width}). Vu à {adresse}.` });
    await visit.follow(visit.button('Voir l’aperçu'), 'Notice des mandats');
    expect(await visit.page.locator('#apercu').innerText()).toContain(
      `L’agent ne répète rien (essai ${width}). Vu à Hôtel du Département`,
    );
    await visit.follow(visit.button('Publier cette version'), 'Confirmez avec votre code');
    await donnerCode(visit, /^Publier la version \d+ \?$/);
    expect((await visit.page.locator('ins').allInnerTexts()).join(' ')).toContain(String(width));
    await visit.follow(visit.button(/^Publier la version/), 'Notice des mandats');
    expect(await visit.flash()).toMatch(/La version \d+ de la notice est en vigueur/);
    await visit.end();
  });
});
