import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { type Answer, type Fields, openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { closePdf } from '../../../platform/pdf/render.ts';
import { MODELE_2022 } from './integres.ts';
import { allModeles, findBrouillon, versionsPubliees } from './store.ts';

const base = useBase();
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let equipe: Visitor;
let collegue: Visitor;
let voisin: Visitor;
const COLLEGUE = uuidv7();

const ORIGINE = MODELE_2022.versions[1]?.id ?? '';

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  await base.owner
    .insertInto('compte')
    .values({ territoireId: '66', id: COLLEGUE, courriel: 'collegue@exemple.fr', nom: 'Nour Collègue', role: 'equipe' })
    .execute();
  site = openSite(base.request);
  equipe = await site.signedIn(small.comptes.equipe);
  collegue = await site.signedIn(COLLEGUE);
  voisin = await site.signedIn(small.comptes.voisin, { territoireId: '00', host: 'voisin.localhost' });
});
afterAll(closePdf);

/** What a page says, without its marks; a textarea's text included. */
function lu({ text }: Answer): string {
  return text
    .replaceAll(/<(style|script)[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll(/\s+/g, ' ');
}

const vueDe = ({ text }: Answer): string => /name="vue" value="([0-9a-f]+)"/.exec(text)?.[1] ?? '';
const brouillonDe = (url: string) =>
  inTerritoire(base.request, '66', (db) => findBrouillon(db, '66', url.split('/')[2] ?? ''));

let rank = 0;
/** A new model with its draft; « /modeles/ID/brouillon ». */
async function creer(origine = ORIGINE): Promise<string> {
  rank += 1;
  const created = await equipe.post('/modeles/nouveau', { nom: `Modèle d’essai ${rank}`, origine });
  expect(created.status).toBe(303);
  return created.location ?? '';
}

async function article(url: string, numero: string) {
  const found = (await brouillonDe(url))?.contenu.articles.find((one) => one.numero === numero);
  if (found === undefined) throw new Error(`No article ${numero}`);
  return found;
}

/** Opens a page, and sends what it asks with the view that it holds. */
async function changer(visitor: Visitor, path: string, fields: Fields): Promise<Answer> {
  return visitor.post(path, { vue: vueDe(await visitor.get(path)), ...fields });
}

async function publier(url: string): Promise<string> {
  const published = await changer(equipe, `${url}/publier`, {});
  expect(published.status).toBe(303);
  return published.location ?? '';
}

describe('créer un modèle, puis son brouillon', () => {
  test('tout territoire commence avec le modèle de 2022, que personne ne change', async () => {
    expect(lu(await equipe.get('/modeles'))).toContain('Convention de 2022');
    const page = await equipe.get(`/modeles/${MODELE_2022.id}`);
    expect(lu(page)).toContain('Fourni avec Escale');
    expect(lu(page)).toContain('Créer un modèle à partir de celui-ci');
    expect((await equipe.get(`/modeles/${MODELE_2022.id}/brouillon`)).status).toBe(404);
    expect((await equipe.get(`/modeles/${MODELE_2022.id}/brouillon/nouveau`)).status).toBe(404);
    expect((await equipe.post(`/modeles/${MODELE_2022.id}/brouillon/nouveau`, { origine: ORIGINE })).status).toBe(404);
    expect((await equipe.post(`/modeles/${MODELE_2022.id}/brouillon/entete`, {})).status).toBe(404);
    const version = await equipe.get(`/modeles/${MODELE_2022.id}/versions/${ORIGINE}`);
    expect(lu(version)).toContain('Ce qui a changé depuis « Convention de 2022, version 1 »');
    expect((await equipe.get(`/modeles/${uuidv7()}/versions/${ORIGINE}`)).status).toBe(404);
    expect((await voisin.get(`/modeles/${MODELE_2022.id}`)).status).toBe(200);
  });

  test('il part d’une version publiée, sous un nom à lui', async () => {
    const url = await creer();
    const page = lu(await equipe.get(url));
    expect(page).toContain('Brouillon de la version 1');
    expect(page).toContain('À partir de « Convention de 2022, version 2 »');
    expect(page).toContain('Article 6. Durée');
    expect(page).toContain('Si finAuPlusTard est renseigné');

    const again = await equipe.post('/modeles/nouveau', { nom: `Modèle d’essai ${rank}`, origine: ORIGINE });
    expect(again.status).toBe(422);
    expect(lu(again)).toContain('Un autre modèle porte déjà ce nom.');
    for (const origine of ['', 'nulle', uuidv7()]) {
      const refused = await equipe.post('/modeles/nouveau', { nom: '', origine });
      expect(refused.status).toBe(422);
      expect(lu(refused)).toContain('Indiquez le nom du modèle.');
    }
    // A double press makes one model.
    const _cle = uuidv7();
    const fields = { _cle, nom: 'Une seule fois', origine: ORIGINE };
    const [first, second] = [
      await equipe.post('/modeles/nouveau', fields),
      await equipe.post('/modeles/nouveau', fields),
    ];
    expect(second.location).toBe(first.location);
  });

  test('un seul brouillon à la fois : commencer de nouveau mène à celui qui existe', async () => {
    const url = await creer();
    await changer(equipe, `${url}/entete`, { titre: 'Titre changé', sousTitre: 'Sous-titre' });
    expect((await equipe.get(`${url}/nouveau`)).location).toBe(url);
    const again = await equipe.post(`${url}/nouveau`, { origine: ORIGINE });
    expect(again.location).toBe(url);
    expect((await brouillonDe(url))?.contenu.titre).toBe('Titre changé');
    await expect(
      sql`insert into modele_brouillon (territoire_id, modele_id, origine, contenu)
        values ('66', ${url.split('/')[2]}, '', '{}')`.execute(base.owner),
    ).rejects.toThrow(/modele_brouillon_pkey/);
  });
});

describe('écrire un brouillon', () => {
  let url = '';
  beforeEach(async () => {
    url = await creer();
  });

  test('un article : son numéro, son titre, son texte', async () => {
    const { cle } = await article(url, '6');
    const path = `${url}/elements/${cle}`;
    const form = await equipe.get(path);
    expect(form.text).toContain('[si finAuPlusTard] Elle prend fin au plus tard le {finAuPlusTard}.');
    const saved = await changer(equipe, path, {
      numero: '6 bis',
      titre: 'Durée et fin',
      texte: 'Pour {duree}.\r\n\r\n- un\r\n- deux',
    });
    expect(saved.location).toBe(`${url}#e-${cle}`);
    expect((await article(url, '6 bis')).blocs).toEqual([{ texte: 'Pour {duree}.' }, { liste: ['un', 'deux'] }]);
    expect((await equipe.get(path)).text).toContain('Pour {duree}.\n\n- un\n- deux');
  });

  test('ce qui ne peut pas être imprimé est refusé, ligne par ligne, et reste dans la page', async () => {
    const { cle } = await article(url, '6');
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
    expect((await article(url, '6')).titre).toBe('Durée');
  });

  test('un texte trop long, invisible ou à l’envers est refusé, et rendu entier', async () => {
    const { cle } = await article(url, '6');
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
    const { cle } = await article(url, '1');
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

    const order = async () => (await brouillonDe(url))?.contenu.articles.map(({ numero }) => numero);
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
    const version = await publier(url);
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
    url = await creer();
  });

  test('sur le même article : la seconde est prévenue, les deux textes sont devant elle', async () => {
    const { cle } = await article(url, '6');
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
    expect((await article(url, '6')).blocs).toEqual([{ texte: 'Le texte de Nour.' }]);
    // Having read it, she may replace it.
    expect((await equipe.post(path, { ...mine, vue: vueDe(told) })).status).toBe(303);
    expect((await article(url, '6')).blocs).toEqual([{ texte: 'Mon texte.' }]);
  });

  test('sur deux articles : personne ne gêne l’autre', async () => {
    const [six, cinq] = [await article(url, '6'), await article(url, '5')];
    const seen = vueDe(await equipe.get(`${url}/elements/${six.cle}`));
    expect(
      (await changer(collegue, `${url}/elements/${cinq.cle}`, { numero: '5', titre: 'Autre', texte: 'x' })).status,
    ).toBe(303);
    expect(
      (await equipe.post(`${url}/elements/${six.cle}`, { numero: '6', titre: 'Durée', texte: 'y', vue: seen })).status,
    ).toBe(303);
    expect((await article(url, '5')).titre).toBe('Autre');
  });

  test('en même temps : une seule écriture passe, l’autre est prévenue', async () => {
    const { cle } = await article(url, '6');
    const path = `${url}/elements/${cle}`;
    const vue = vueDe(await equipe.get(path));
    const answers = await Promise.all(
      [equipe, collegue].map((one, index) => one.post(path, { numero: '6', titre: `Titre ${index}`, texte: '', vue })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422]);
  });

  test('l’article a été retiré : le texte est gardé, prêt à être ajouté', async () => {
    const { cle } = await article(url, '6');
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
    const { cle } = await article(url, '6');
    const path = `${url}/elements/${cle}`;
    const vue = vueDe(await equipe.get(path));
    await publier(url);
    const told = await equipe.post(path, { numero: '6', titre: 'Durée', texte: 'Mon long <texte>.', vue });
    expect(told.status).toBe(422);
    expect(lu(told)).toContain('Ce brouillon n’existe plus');
    expect(lu(told)).toContain('Mon long <texte>.');
    for (const other of ['deplacer', 'ajouter', 'publier', 'abandonner', 'entete', `elements/${cle}/retirer`]) {
      expect((await equipe.post(`${url}/${other}`, { vue })).status, other).toBe(422);
    }
  });

  test('publier, retirer ou abandonner ce que quelqu’un vient de changer redemande', async () => {
    const { cle } = await article(url, '6');
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
    expect((await article(url, '6')).blocs).toEqual([{ texte: '{mention}' }]);
  });
});

describe('publier et abandonner', () => {
  test('la confirmation dit ce qui change et qui porte quoi ; la version publiée ne change plus', async () => {
    const url = await creer();
    const { cle } = await article(url, '6');
    await changer(equipe, `${url}/elements/${cle}`, { numero: '6', titre: 'Durée', texte: 'Rien. Voir l’annexe 12.' });
    const asked = lu(await equipe.get(`${url}/publier`));
    expect(asked).toContain('Publier la version 1 ?');
    expect(asked).toMatch(/Aucune convention existante ne change|Aucune convention n’existe encore/);
    expect(asked).toContain('Aucun texte ne cite {duree}');
    expect(asked).toContain('Article 6 renvoie à l’annexe 12, que ce modèle n’a pas.');
    expect(asked).toMatch(/\[ajouté : [^\]]*Rien\. Voir/);
    const version = await publier(url);
    expect((await equipe.get(url)).status).toBe(404);
    const page = lu(await equipe.get(version));
    expect(page).toContain(`« modèle « Modèle d’essai ${rank} » n° 1 »`);
    expect(page).toContain('Aucune convention ne porte cette version.');

    const id = version.split('/').at(-1) ?? '';
    for (const change of [
      sql`update modele_version set contenu = '{}' where id = ${id}`,
      sql`update modele_version set libelle = 'x' where id = ${id}`,
      sql`delete from modele_version where id = ${id}`,
    ]) {
      await expect(change.execute(base.owner)).rejects.toThrow(/une version publiée ne se modifie/);
    }

    // The next one starts from it.
    const [, , modeleId = ''] = url.split('/');
    expect((await equipe.post(`/modeles/${modeleId}/brouillon/nouveau`, { origine: id })).location).toBe(url);
    expect(lu(await equipe.get(url))).toContain('Brouillon de la version 2');
    expect(lu(await equipe.get(`${url}/comparaison`))).toContain('Rien n’a changé');
    expect((await publier(url)).split('/').at(-1)).not.toBe(id);
    const numeros = await inTerritoire(base.request, '66', (db) => versionsPubliees(db, '66'));
    expect(numeros.filter((one) => one.modeleId === modeleId).map(({ numero }) => numero)).toEqual([1, 2]);
  });

  test('deux personnes publient au même instant : une seule version paraît', async () => {
    const url = await creer();
    const vue = vueDe(await equipe.get(`${url}/publier`));
    const answers = await Promise.all([equipe, collegue].map((one) => one.post(`${url}/publier`, { vue })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422]);
    const told = answers.find(({ status }) => status === 422);
    expect(told && lu(told)).toContain('Quelqu’un l’a publié ou abandonné');
    const all = await inTerritoire(base.request, '66', (db) => versionsPubliees(db, '66'));
    expect(all.filter(({ modeleId }) => modeleId === url.split('/')[2])).toHaveLength(1);
  });

  test('sans la mention de l’article 5, un brouillon ne se publie pas (art. 5)', async () => {
    const url = await creer();
    const { cle } = await article(url, '5');
    await changer(equipe, `${url}/elements/${cle}`, { numero: '5', titre: 'Communication', texte: 'Rien.' });
    const page = await equipe.get(`${url}/publier`);
    expect(lu(page)).toContain('Aucun article ne cite {mention}');
    expect(page.text).not.toContain(`action="${url}/publier"`);
    const forced = await equipe.post(`${url}/publier`, { vue: '' });
    expect(forced.status).toBe(422);
    expect((await equipe.get(url)).status).toBe(200);
  });

  test('abandonner : le modèle jamais publié disparaît, l’autre garde ses versions', async () => {
    const url = await creer();
    expect(lu(await equipe.get(`${url}/abandonner`))).toContain('il disparaît avec son brouillon');
    expect((await changer(equipe, `${url}/abandonner`, {})).location).toBe('/modeles');
    const [, , gone = ''] = url.split('/');
    expect((await equipe.get(`/modeles/${gone}`)).status).toBe(404);

    const other = await creer();
    await publier(other);
    const [, , modeleId = ''] = other.split('/');
    await equipe.post(`${other}/nouveau`, { origine: ORIGINE });
    expect(lu(await equipe.get(`${other}/abandonner`))).toContain('Les versions publiées restent.');
    expect((await changer(equipe, `${other}/abandonner`, {})).location).toBe(`/modeles/${modeleId}`);
    const modeles = await inTerritoire(base.request, '66', (db) => allModeles(db, '66'));
    expect(modeles.find(({ id }) => id === modeleId)).toMatchObject({ brouillon: null, integre: false });
    expect(modeles.find(({ id }) => id === modeleId)?.versions).toHaveLength(1);
  });

  test('un territoire ne voit ni les modèles ni les brouillons de son voisin', async () => {
    const url = await creer();
    const version = await publier(url);
    const other = await creer();
    const [, , modeleId = ''] = url.split('/');
    for (const path of [`/modeles/${modeleId}`, version, `${version}/apercu.pdf`, other, `${other}/apercu.pdf`]) {
      expect((await voisin.get(path)).status, path).toBe(404);
    }
    expect((await voisin.post(`${other}/entete`, { titre: 'x', sousTitre: 'y' })).status).toBe(404);
    expect(lu(await voisin.get('/modeles'))).not.toContain('Modèle d’essai');
    const refused = await voisin.post('/modeles/nouveau', { nom: 'Vol', origine: version.split('/').at(-1) ?? '' });
    expect(refused.status).toBe(422);
    // Row security says the same.
    const seen = await inTerritoire(base.request, '00', (db) => db.selectFrom('modeleBrouillon').selectAll().execute());
    expect(seen).toEqual([]);
  });
});

describe('l’aperçu d’un brouillon', () => {
  test('est le même octet pour octet, et imprime n’importe quel texte comme du texte', async () => {
    const url = await creer();
    const hostile = '#let x = 1 #read("/etc/passwd") *gras* $x$ @ref \\ // fin /* */ <étiquette> `code` = Titre 你好';
    const added = await equipe.post(`${url}/ajouter`, {
      dans: 'articles',
      numero: '#panic',
      titre: hostile.slice(0, 60),
      texte: `${hostile.repeat(190)}\n\n- ${hostile}`.slice(0, 20_000),
    });
    expect(added.status).toBe(303);
    const first = await equipe.get(`${url}/apercu.pdf`);
    expect(first.headers.get('content-type')).toBe('application/pdf');
    expect(first.text.slice(0, 5)).toBe('%PDF-');
    expect((await equipe.get(`${url}/apercu.pdf`)).text).toBe(first.text);
  });
});

describe('une convention et son modèle', () => {
  const clauses = {
    dureeMois: '6',
    reconduction: 'illimitee',
    reconductions: '',
    finAuPlusTard: '',
    reconductionPourUnJour: 'non',
    preavisMois: '2',
    oppositionCompteDe: 'reception',
    delaiRemedeJours: '30',
    courrierNonRetire: 'premiere_presentation',
    delaiForceMajeureJours: '30',
    forceMajeureCompteDe: 'reception',
    demiJourneesParSemaine: '4',
  };
  let version = '';
  let conventions = 0;

  beforeAll(async () => {
    const url = await creer();
    const { cle } = await article(url, '8');
    await changer(equipe, `${url}/elements/${cle}`, { numero: '8', titre: 'Titre de ce modèle', texte: '' });
    version = (await publier(url)).split('/').at(-1) ?? '';
  });

  async function conclure(modele: string): Promise<string> {
    conventions += 1;
    const fields = { ...clauses, structureId: small.structure, reference: `M-${conventions}`, modele };
    const created = await equipe.post('/conventions/nouvelle', fields);
    expect(created.status).toBe(303);
    return created.location ?? '';
  }

  async function signer(url: string): Promise<void> {
    for (const partie of ['departement', 'beneficiaire']) {
      const deliberation = { type: 'deliberation', partie, numero: '1', date: '2025-01-06' };
      expect((await equipe.post(`${url}/evenements/nouveau`, deliberation)).status).toBe(303);
    }
    const signature = {
      type: 'signature',
      partie: 'beneficiaire',
      date: '2025-02-03',
      signataire: 'Camille Exemple',
      qualite: 'Maire',
    };
    expect((await equipe.post(`${url}/evenements/nouveau`, signature)).status).toBe(303);
  }

  const modeleDe = async (url: string) =>
    base.owner
      .selectFrom('convention')
      .select(['modele', 'modeleVersionId', 'clauses'])
      .where('id', '=', url.split('/')[2] ?? '')
      .executeTakeFirstOrThrow();

  test('le formulaire propose la dernière version de chaque modèle, et la page dit laquelle elle porte', async () => {
    const form = await equipe.get('/conventions/nouvelle');
    expect(form.text).toContain(`<option value="${version}" selected`);
    expect(form.text).toContain('Convention de 2022, version 2</option>');
    expect(form.text).not.toContain('Convention de 2022, version 1</option>');
    const url = await conclure(version);
    expect(await modeleDe(url)).toMatchObject({ modele: null, modeleVersionId: version });
    const page = await equipe.get(url);
    expect(lu(page)).toContain(`modèle « Modèle d’essai ${rank} » n° 1`);
    expect((await equipe.get(`${url}/convention.pdf`)).text.slice(0, 5)).toBe('%PDF-');
    const deDeux = await conclure(ORIGINE);
    expect(await modeleDe(deDeux)).toMatchObject({ modele: 'convention-2022-2', modeleVersionId: null });
    const refused = await equipe.post('/conventions/nouvelle', {
      ...clauses,
      structureId: small.structure,
      reference: 'M-0',
      modele: uuidv7(),
    });
    expect(refused.status).toBe(422);
    expect(lu(refused)).toContain('Ce modèle n’existe pas');
    // A model that is gone between two clicks is never taken from a neighbour: the keys begin with the territoire.
    await expect(
      sql`insert into convention (territoire_id, id, structure_id, reference, clauses, modele_version_id)
        values ('00', ${uuidv7()}, ${small.structureVoisine}, 'V', '{}', ${version})`.execute(base.owner),
    ).rejects.toThrow(/convention_modele_version/);
    await expect(
      sql`update convention set modele = 'convention-2022' where id = ${url.split('/')[2]}`.execute(base.owner),
    ).rejects.toThrow(/convention_un_modele/);
  });

  test('tant que personne n’a signé, elle peut en changer, avec ou sans ses clauses (art. 8.2)', async () => {
    const url = await conclure(version);
    const form = await equipe.get(`${url}/modele`);
    expect(form.text).not.toContain(`<option value="${version}"`);
    expect((await equipe.post(`${url}/modele`, {})).status).toBe(422);
    expect((await equipe.post(`${url}/modele`, { modele: uuidv7(), clauses: 'garder' })).status).toBe(422);
    expect((await equipe.post(`${url}/modele`, { modele: ORIGINE, clauses: 'garder' })).location).toBe(`${url}#modele`);
    expect(await modeleDe(url)).toMatchObject({ modele: 'convention-2022-2', clauses: { demiJourneesParSemaine: 4 } });
    await equipe.post(`${url}/modele`, { modele: version, clauses: 'reprendre' });
    expect(await modeleDe(url)).toMatchObject({ modeleVersionId: version, clauses: { demiJourneesParSemaine: 1 } });
  });

  test('dès la première signature elle garde sa version, sur la page comme dans PostgreSQL (art. 8.2)', async () => {
    const url = await conclure(version);
    await signer(url);
    expect((await equipe.get(url)).text).not.toContain(`${url}/modele`);
    expect((await equipe.get(`${url}/modele`)).location).toBe(url);
    expect((await equipe.post(`${url}/modele`, { modele: ORIGINE, clauses: 'garder' })).location).toBe(url);
    const change = sql`update convention set modele = 'convention-2022', modele_version_id = null where id = ${url.split('/')[2]}`;
    await expect(change.execute(base.owner)).rejects.toThrow(/une partie a signé/);
    expect(await modeleDe(url)).toMatchObject({ modele: null, modeleVersionId: version });

    // Recorded by mistake and cancelled: nobody has signed.
    const { id } = await base.owner
      .selectFrom('conventionEvenement')
      .select('id')
      .where('conventionId', '=', url.split('/')[2] ?? '')
      .where('type', '=', 'signature')
      .executeTakeFirstOrThrow();
    expect((await equipe.post(`${url}/evenements/${id}/annuler`, { motif: 'Erreur de saisie.' })).status).toBe(303);
    expect((await equipe.post(`${url}/modele`, { modele: ORIGINE, clauses: 'garder' })).location).toBe(`${url}#modele`);
  });

  test('une version publiée ensuite ne change pas celles qui existent ; son papier reste le même', async () => {
    const url = await conclure(version);
    const papier = async () => (await equipe.get(`${url}/convention.pdf`)).text;
    const before = await papier();
    const { modeleId } = (await inTerritoire(base.request, '66', (db) => versionsPubliees(db, '66'))).find(
      ({ id }) => id === version,
    ) ?? { modeleId: '' };
    const brouillon = `/modeles/${modeleId}/brouillon`;
    await equipe.post(`${brouillon}/nouveau`, { origine: version });
    await changer(equipe, `${brouillon}/entete`, { titre: 'Un autre titre', sousTitre: 'x' });
    const suivante = await publier(brouillon);
    expect(await papier()).toBe(before);
    expect(await modeleDe(url)).toMatchObject({ modeleVersionId: version });
    expect((await equipe.get('/conventions/nouvelle')).text).toContain(
      `<option value="${suivante.split('/').at(-1)}" selected`,
    );
    expect((await equipe.get('/conventions/nouvelle')).text).not.toContain(`<option value="${version}"`);
    // A form opened before keeps what it showed.
    expect(await modeleDe(await conclure(version))).toMatchObject({ modeleVersionId: version });
    const page = lu(await equipe.get(`/modeles/${modeleId}/versions/${version}`));
    expect(page).toMatch(/\d conventions/);
  });
});
