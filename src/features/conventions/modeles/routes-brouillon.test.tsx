import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { articleDe, brouillonDe, changer, creerModele, lu, publier, vueDe } from '../../../../test/modeles.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { type Answer, openSite, type Visitor } from '../../../../test/visitor.ts';
import { uuidv7 } from '../../../platform/ids.ts';

const base = useBase();
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let equipe: Visitor;
let collegue: Visitor;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  const id = uuidv7();
  await base.owner
    .insertInto('compte')
    .values({ territoireId: '66', id, courriel: 'collegue@exemple.fr', nom: 'Nour Collègue', role: 'equipe' })
    .execute();
  site = openSite(base.request);
  equipe = await site.signedIn(small.comptes.equipe);
  collegue = await site.signedIn(id);
});

describe('écrire un brouillon', () => {
  let url = '';
  beforeEach(async () => {
    url = await creerModele(equipe);
  });

  test('un article : son numéro, son titre, son texte', async () => {
    const { cle } = await articleDe(base, url, '6');
    const path = `${url}/elements/${cle}`;
    const form = await equipe.get(path);
    expect(form.text).toContain('[si finAuPlusTard] Elle prend fin au plus tard le {finAuPlusTard}.');
    const saved = await changer(equipe, path, {
      numero: '6 bis',
      titre: 'Durée et fin',
      texte: 'Pour {duree}.\r\n\r\n- un\r\n- deux',
    });
    expect(saved.location).toBe(`${url}#e-${cle}`);
    expect((await articleDe(base, url, '6 bis')).blocs).toEqual([
      { texte: 'Pour {duree}.' },
      { liste: ['un', 'deux'] },
    ]);
    expect((await equipe.get(path)).text).toContain('Pour {duree}.\n\n- un\n- deux');
  });

  test('ce qui ne peut pas être imprimé est refusé, ligne par ligne, et reste dans la page', async () => {
    const { cle } = await articleDe(base, url, '6');
    const texte = '\n\nPour {durée}.\n\nFin le {finAuPlusTard}.\n{';
    const refused = await changer(equipe, `${url}/elements/${cle}`, { numero: '7', titre: 'Durée {duree}', texte });
    expect(refused.status).toBe(422);
    const said = lu(refused);
    expect(said).toContain('Ligne 3 : {durée} n’est pas un paramètre.');
    expect(said).toContain('Ligne 5 : {finAuPlusTard} peut être vide.');
    expect(said).toContain('Ligne 6 : une accolade « { » n’est pas fermée.');
    expect(said).toContain('Le numéro 7 est déjà pris');
    expect(said).toContain('Un titre ne cite pas de paramètre');
    expect(refused.text).toContain('Pour {durée}.\n\nFin le {finAuPlusTard}.');
    expect((await articleDe(base, url, '6')).titre).toBe('Durée');
  });

  test('un texte trop long, invisible ou à l’envers est refusé, et rendu entier', async () => {
    const { cle } = await articleDe(base, url, '6');
    const path = `${url}/elements/${cle}`;
    const long = `${'mot '.repeat(5250)}fin`;
    const refused = await changer(equipe, path, { numero: '6', titre: 'Durée', texte: long });
    expect(refused.status).toBe(422);
    expect(lu(refused)).toContain('Ce texte est trop long : 21003 caractères, 20000 au plus.');
    expect(refused.text).toContain(long);
    for (const texte of ['à l’\u202Eenvers', 'nul\0', 'seul \u0007']) {
      expect((await changer(equipe, path, { numero: '6', titre: 'Durée', texte })).status).toBe(422);
    }
    expect((await changer(equipe, path, { numero: '6', titre: 'Durée', texte: 'mot '.repeat(5000) })).status).toBe(303);
  });

  test('un modèle entier a une longueur et un nombre d’articles au plus', async () => {
    const { cle } = await articleDe(base, url, '1');
    let answer: Answer | undefined;
    for (let part = 1; part <= 16; part += 1) {
      answer = await equipe.post(`${url}/ajouter`, {
        dans: cle,
        numero: `1.${part + 10}`,
        titre: 'Long',
        texte: 'x'.repeat(20_000),
      });
      if (answer.status !== 303) break;
    }
    expect(answer?.status).toBe(422);
    expect(answer && lu(answer)).toContain('dépassent 300 000 caractères');
  });

  test('ajouter un article, une annexe, une partie ; les déplacer ; les retirer après confirmation', async () => {
    const add = async (dans: string, numero: string) => {
      const added = await equipe.post(`${url}/ajouter`, { dans, numero, titre: 'Ajout <b>', texte: '' });
      expect(added.status).toBe(303);
      return added.location?.split('#e-')[1] ?? '';
    };
    const nouveau = await add('articles', '9');
    const annexe = await add('annexes', '4');
    const partie = await add(nouveau, '9.1');
    expect((await equipe.get(`${url}/ajouter?dans=${partie}`)).status).toBe(404);
    expect(lu(await equipe.get(`${url}/ajouter?dans=${nouveau}`))).toContain('Ajouter une partie : Article 9');
    expect(lu(await equipe.get(url))).toContain('Annexe 4. Ajout <b>');

    const order = async () => (await brouillonDe(base, url))?.contenu.articles.map(({ numero }) => numero);
    expect((await equipe.post(`${url}/deplacer`, { deplacement: `avant/${nouveau}` })).status).toBe(303);
    expect((await order())?.slice(-2)).toEqual(['9', '8']);
    for (const deplacement of ['', `dessous/${nouveau}`]) {
      expect((await equipe.post(`${url}/deplacer`, { deplacement })).status).toBe(404);
    }
    for (const deplacement of ['avant', `apres/${uuidv7()}`]) {
      expect((await equipe.post(`${url}/deplacer`, { deplacement })).location).toBe(url);
    }

    const path = `${url}/elements/${nouveau}/retirer`;
    const asked = await equipe.get(path);
    expect(lu(asked)).toContain('Retirer Article 9 ?');
    expect(lu(asked)).toContain('9.1. Ajout <b>');
    expect((await order())?.includes('9')).toBe(true);
    expect((await changer(equipe, path, {})).location).toBe(url);
    expect((await order())?.includes('9')).toBe(false);
    expect((await equipe.get(path)).status).toBe(404);
    expect((await equipe.post(path, { vue: vueDe(asked) })).location).toBe(url);
    expect((await changer(equipe, `${url}/elements/${annexe}/retirer`, {})).status).toBe(303);
  });

  test('les clauses proposées : chaque choix laissé ouvert a sa question (art. 6, art. 7.1, art. 7.2)', async () => {
    const clauses = {
      dureeMois: '12',
      reconduction: 'limitee',
      reconductions: '3',
      finAuPlusTard: '2099-12-31',
      reconductionPourUnJour: 'oui',
      preavisMois: '3',
      oppositionCompteDe: 'envoi',
      delaiRemedeJours: '45',
      courrierNonRetire: 'sans_effet',
      delaiForceMajeureJours: '20',
      forceMajeureCompteDe: 'envoi',
      demiJourneesParSemaine: '2',
    };
    const refused = await changer(equipe, `${url}/parametres`, { ...clauses, preavisMois: '12' });
    expect(refused.status).toBe(422);
    expect(lu(refused)).toContain('Le préavis doit être plus court que la durée d’une période');
    expect((await changer(equipe, `${url}/parametres`, clauses)).location).toBe(`${url}#clauses`);
    const version = await publier(equipe, url);
    const id = version.split('/').at(-1) ?? '';
    const form = await equipe.get(`/conventions/nouvelle?modele=${id}&structure=${small.structure}`);
    for (const [name, value] of Object.entries(clauses)) {
      const isChoice = new RegExp(`name="${name}"[^>]*value="${value}"[^>]*checked`).test(form.text);
      expect(isChoice || new RegExp(`name="${name}"[^>]*value="${value}"`).test(form.text), name).toBe(true);
    }
  });
});

describe('deux personnes sur le même brouillon', () => {
  let url = '';
  beforeEach(async () => {
    url = await creerModele(equipe);
  });

  test('sur le même article : la seconde est prévenue, les deux textes sont devant elle', async () => {
    const { cle } = await articleDe(base, url, '6');
    const path = `${url}/elements/${cle}`;
    const seen = vueDe(await equipe.get(path));
    expect((await changer(collegue, path, { numero: '6', titre: 'Durée', texte: 'Le texte de Nour.' })).status).toBe(
      303,
    );
    const mine = { numero: '6', titre: 'Durée', texte: 'Mon texte.' };
    const told = await equipe.post(path, { ...mine, vue: seen });
    expect(told.status).toBe(422);
    expect(lu(told)).toContain('par Nour Collègue');
    expect(lu(told)).toContain('Le texte de Nour.');
    expect(told.text).toContain('\nMon texte.</textarea>');
    expect((await articleDe(base, url, '6')).blocs).toEqual([{ texte: 'Le texte de Nour.' }]);
    // Having read it, she may replace it.
    expect((await equipe.post(path, { ...mine, vue: vueDe(told) })).status).toBe(303);
    expect((await articleDe(base, url, '6')).blocs).toEqual([{ texte: 'Mon texte.' }]);
  });

  test('sur deux articles : personne ne gêne l’autre', async () => {
    const [six, cinq] = [await articleDe(base, url, '6'), await articleDe(base, url, '5')];
    const seen = vueDe(await equipe.get(`${url}/elements/${six.cle}`));
    expect(
      (await changer(collegue, `${url}/elements/${cinq.cle}`, { numero: '5', titre: 'Autre', texte: 'x' })).status,
    ).toBe(303);
    expect(
      (await equipe.post(`${url}/elements/${six.cle}`, { numero: '6', titre: 'Durée', texte: 'y', vue: seen })).status,
    ).toBe(303);
    expect((await articleDe(base, url, '5')).titre).toBe('Autre');
  });

  test('en même temps : une seule écriture passe, l’autre est prévenue', async () => {
    const { cle } = await articleDe(base, url, '6');
    const path = `${url}/elements/${cle}`;
    const vue = vueDe(await equipe.get(path));
    const answers = await Promise.all(
      [equipe, collegue].map((one, index) => one.post(path, { numero: '6', titre: `Titre ${index}`, texte: '', vue })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422]);
  });

  test('l’article a été retiré : le texte est gardé, prêt à être ajouté', async () => {
    const { cle } = await articleDe(base, url, '6');
    const path = `${url}/elements/${cle}`;
    const vue = vueDe(await equipe.get(path));
    expect((await changer(collegue, `${path}/retirer`, {})).status).toBe(303);
    const told = await equipe.post(path, { numero: '6', titre: 'Durée', texte: 'Mon texte.', vue });
    expect(told.status).toBe(422);
    expect(lu(told)).toContain('Ce texte a été retiré du brouillon');
    expect(told.text).toContain('\nMon texte.</textarea>');
    expect(told.text).toContain(`action="${url}/ajouter"`);
  });

  test('le brouillon a été publié ou abandonné : ce qui était écrit est rendu', async () => {
    const { cle } = await articleDe(base, url, '6');
    const path = `${url}/elements/${cle}`;
    const vue = vueDe(await equipe.get(path));
    await publier(equipe, url);
    const told = await equipe.post(path, { numero: '6', titre: 'Durée', texte: 'Mon long <texte>.', vue });
    expect(told.status).toBe(422);
    expect(lu(told)).toContain('Ce brouillon n’existe plus');
    expect(lu(told)).toContain('Mon long <texte>.');
    for (const other of ['deplacer', 'ajouter', 'publier', 'abandonner', 'entete', `elements/${cle}/retirer`]) {
      expect((await equipe.post(`${url}/${other}`, { vue })).status, other).toBe(422);
    }
  });

  test('publier, retirer ou abandonner ce que quelqu’un vient de changer redemande', async () => {
    const { cle } = await articleDe(base, url, '6');
    const seen: Record<string, string> = {};
    for (const path of ['publier', 'abandonner', `elements/${cle}/retirer`]) {
      seen[path] = vueDe(await equipe.get(`${url}/${path}`));
    }
    await changer(collegue, `${url}/elements/${cle}`, { numero: '6', titre: 'Durée', texte: '{mention}' });
    for (const [path, vue] of Object.entries(seen)) {
      const told = await equipe.post(`${url}/${path}`, { vue });
      expect(told.status, path).toBe(422);
      expect(lu(told), path).toContain('Le brouillon a changé depuis l’ouverture de cette page');
    }
    expect((await articleDe(base, url, '6')).blocs).toEqual([{ texte: '{mention}' }]);
  });
});
