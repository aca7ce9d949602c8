import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { articleDe, brouillonDe, changer, creerModele, lu, ORIGINE, publier, vueDe } from '../../../../test/modeles.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { closePdf } from '../../../platform/pdf/render.ts';
import { MODELE_2022 } from './integres.ts';
import { allModeles, versionsPubliees } from './store.ts';

const base = useBase();
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let equipe: Visitor;
let collegue: Visitor;
let voisin: Visitor;

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
  voisin = await site.signedIn(small.comptes.voisin, { territoireId: '00', host: 'voisin.localhost' });
});
afterAll(closePdf);

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
    const url = await creerModele(equipe);
    const page = lu(await equipe.get(url));
    expect(page).toContain('Brouillon de la version 1');
    expect(page).toContain('À partir de « Convention de 2022, version 2 »');
    expect(page).toContain('Article 6. Durée');
    expect(page).toContain('Si finAuPlusTard est renseigné');

    const nom = (await brouillonDe(base, url))?.modeleNom ?? '';
    const again = await equipe.post('/modeles/nouveau', { nom, origine: ORIGINE });
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
    const url = await creerModele(equipe);
    await changer(equipe, `${url}/entete`, { titre: 'Titre changé', sousTitre: 'Sous-titre' });
    expect((await equipe.get(`${url}/nouveau`)).location).toBe(url);
    const again = await equipe.post(`${url}/nouveau`, { origine: ORIGINE });
    expect(again.location).toBe(url);
    expect((await brouillonDe(base, url))?.contenu.titre).toBe('Titre changé');
    await expect(
      sql`insert into modele_brouillon (territoire_id, modele_id, origine, contenu)
        values ('66', ${url.split('/')[2]}, '', '{}')`.execute(base.owner),
    ).rejects.toThrow(/modele_brouillon_pkey/);
  });
});

describe('publier et abandonner', () => {
  test('la confirmation dit ce qui change et qui porte quoi ; la version publiée ne change plus', async () => {
    const url = await creerModele(equipe);
    const { cle } = await articleDe(base, url, '6');
    await changer(equipe, `${url}/elements/${cle}`, { numero: '6', titre: 'Durée', texte: 'Rien. Voir l’annexe 12.' });
    const asked = lu(await equipe.get(`${url}/publier`));
    expect(asked).toContain('Publier la version 1 ?');
    expect(asked).toMatch(/Aucune convention existante ne change|Aucune convention n’existe encore/);
    expect(asked).toContain('Aucun texte ne cite {duree}');
    expect(asked).toContain('Article 6 renvoie à l’annexe 12, que ce modèle n’a pas.');
    expect(asked).toMatch(/\[ajouté : [^\]]*Rien\. Voir/);
    const version = await publier(equipe, url);
    expect((await equipe.get(url)).status).toBe(404);
    const page = lu(await equipe.get(version));
    expect(page).toMatch(/« modèle « Modèle d’essai \d+ » n° 1 »/);
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
    expect((await publier(equipe, url)).split('/').at(-1)).not.toBe(id);
    const numeros = await inTerritoire(base.request, '66', (db) => versionsPubliees(db, '66'));
    expect(numeros.filter((one) => one.modeleId === modeleId).map(({ numero }) => numero)).toEqual([1, 2]);
  });

  test('deux personnes publient au même instant : une seule version paraît', async () => {
    const url = await creerModele(equipe);
    const vue = vueDe(await equipe.get(`${url}/publier`));
    const answers = await Promise.all([equipe, collegue].map((one) => one.post(`${url}/publier`, { vue })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422]);
    const told = answers.find(({ status }) => status === 422);
    expect(told && lu(told)).toContain('Quelqu’un l’a publié ou abandonné');
    const all = await inTerritoire(base.request, '66', (db) => versionsPubliees(db, '66'));
    expect(all.filter(({ modeleId }) => modeleId === url.split('/')[2])).toHaveLength(1);
  });

  test('sans la mention de l’article 5, un brouillon ne se publie pas (art. 5)', async () => {
    const url = await creerModele(equipe);
    const { cle } = await articleDe(base, url, '5');
    await changer(equipe, `${url}/elements/${cle}`, { numero: '5', titre: 'Communication', texte: 'Rien.' });
    const page = await equipe.get(`${url}/publier`);
    expect(lu(page)).toContain('Aucun article ne cite {mention}');
    expect(page.text).not.toContain(`action="${url}/publier"`);
    const forced = await equipe.post(`${url}/publier`, { vue: '' });
    expect(forced.status).toBe(422);
    expect((await equipe.get(url)).status).toBe(200);
  });

  test('abandonner : le modèle jamais publié disparaît, l’autre garde ses versions', async () => {
    const url = await creerModele(equipe);
    expect(lu(await equipe.get(`${url}/abandonner`))).toContain('il disparaît avec son brouillon');
    expect((await changer(equipe, `${url}/abandonner`, {})).location).toBe('/modeles');
    const [, , gone = ''] = url.split('/');
    expect((await equipe.get(`/modeles/${gone}`)).status).toBe(404);

    const other = await creerModele(equipe);
    await publier(equipe, other);
    const [, , modeleId = ''] = other.split('/');
    await equipe.post(`${other}/nouveau`, { origine: ORIGINE });
    expect(lu(await equipe.get(`${other}/abandonner`))).toContain('Les versions publiées restent.');
    expect((await changer(equipe, `${other}/abandonner`, {})).location).toBe(`/modeles/${modeleId}`);
    const modeles = await inTerritoire(base.request, '66', (db) => allModeles(db, '66'));
    expect(modeles.find(({ id }) => id === modeleId)).toMatchObject({ brouillon: null, integre: false });
    expect(modeles.find(({ id }) => id === modeleId)?.versions).toHaveLength(1);
  });

  test('un territoire ne voit ni les modèles ni les brouillons de son voisin', async () => {
    const url = await creerModele(equipe);
    const version = await publier(equipe, url);
    const other = await creerModele(equipe);
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
    const url = await creerModele(equipe);
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
