import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { IBAN_ECRIT } from '../../../test/numeros.ts';
import { SIRETS, type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import type { Siret } from '../../domain/siret.ts';
import { inTerritoire } from '../../platform/db.ts';
import { parseForm } from '../../platform/http/form.ts';
import { isUuid } from '../../platform/http/idempotence.ts';
import { referentForm, structureForm } from './forms.ts';
import { findStructureBySiret, referentsDe, saveStructure } from './store.ts';

const base = useBase();
let small: SmallTerritoire;
let equipe: Visitor;
let site: ReturnType<typeof openSite>;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  site = openSite(base.request);
  equipe = await site.signedIn(small.comptes.equipe);
});

const saisie = {
  nom: 'Association des Essais',
  nature: 'association',
  siret: SIRETS[2],
  adresse: '3 rue Neuve',
  codePostal: '66000',
  commune: 'perpignan',
  representantNom: 'Zoé Fictive',
  representantFonction: 'Présidente',
  telephone: '04.00.00.00.02',
  courriel: 'Essais@Exemple.fr',
};

function idOf(location: string | null): string {
  return location?.split('/')[2] ?? '';
}

async function inBase<T>(work: (db: Parameters<Parameters<typeof inTerritoire>[2]>[0]) => Promise<T>): Promise<T> {
  return inTerritoire(base.request, '66', work) as Promise<T>;
}

async function compteOf(courriel: string) {
  return base.owner
    .selectFrom('compte')
    .select(['id', 'role', 'nom', 'structureId', 'fermeLe'])
    .where('territoireId', '=', '66')
    .where('courriel', '=', courriel)
    .executeTakeFirst();
}

describe('registre des structures', () => {
  test('une structure s’ajoute, se lit et se corrige', async () => {
    const created = await equipe.post('/structures/nouvelle', saisie);
    expect(created.status).toBe(303);
    const fiche = await equipe.get(created.location ?? '');
    expect(fiche.text).toContain('Association des Essais');
    expect(fiche.text).toContain('3 rue Neuve, 66000 Perpignan');
    expect(fiche.text).toContain('tel:0400000002');
    expect(fiche.text).toContain('essais@exemple.fr');

    const form = await equipe.get(`${created.location}/modifier`);
    expect(form.text).toContain('value="Perpignan (66136)"');
    const changed = await equipe.post(`${created.location}/modifier`, {
      ...saisie,
      nom: 'Association rebaptisée',
      codePostal: '66100',
      commune: 'Perpignan (66136)',
    });
    expect(changed.location).toBe(created.location);
    expect((await equipe.get(changed.location ?? '')).text).toContain('Association rebaptisée');
  });

  test('la liste se cherche, se filtre, se trie et s’exporte', async () => {
    const all = await equipe.get('/structures');
    expect(all.text).toContain('Mairie de Céret');
    expect(all.text).not.toContain('Mairie voisine');
    const found = await equipe.get('/structures?q=ceret%20mairie');
    expect(found.text).toContain('Mairie de Céret');
    const bySiret = await equipe.get('/structures?q=999%20999%20999%2000009');
    expect(bySiret.text).toContain('1 résultat');
    const none = await equipe.get('/structures?nature=bailleur_social');
    expect(none.text).toContain('Rien ne correspond à ce choix.');
    const absurd = await equipe.get('/structures?nature=%00&tri=mot_de_passe&sens=x&page=-1&q=%00%F0');
    expect(absurd.status).toBe(200);
    const csv = await equipe.get('/structures.csv?nature=commune');
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.text).toContain('Mairie de Céret;Commune;999\u00a0999\u00a0999\u00a000009');
  });

  test('un formulaire vide est refusé, toutes les erreurs à la fois', async () => {
    const refused = await equipe.post('/structures/nouvelle', {});
    expect(refused.status).toBe(422);
    for (const sentence of [
      'Indiquez le nom de la structure.',
      'Choisissez la nature de la structure.',
      'Indiquez le numéro SIRET.',
      'Indiquez l’adresse.',
      'Indiquez le code postal.',
      'Indiquez la commune.',
      'Indiquez le nom du représentant.',
      'Indiquez la fonction du représentant.',
    ]) {
      expect(refused.text).toContain(sentence);
    }
  });

  test('un IBAN ou un mot de passe est refusé avec le reste ; le SIRET et le téléphone passent', async () => {
    const answer = await equipe.post('/structures/nouvelle', {
      ...saisie,
      nom: '',
      adresse: `3 rue Neuve, ${IBAN_ECRIT}`,
      representantFonction: 'Présidente (mdp : Tournesol66)',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('N’écrivez pas d’IBAN ici : Escale n’en garde aucun.');
    expect(answer.text).toContain('N’écrivez pas de mot de passe ici : Escale n’en garde aucun.');
    expect(answer.text).toContain('Indiquez le nom de la structure.');
    expect(answer.text).toContain('value="3 rue Neuve, [IBAN retiré]"');
    expect(answer.text).toContain('value="Présidente (mdp : [mot de passe retiré])"');
    expect(answer.text).toContain(`value="${saisie.telephone}"`);
    expect(answer.text).not.toMatch(/SIRET[^<]*existe pas/);
  });

  test('ce que seule la base sait est dit avec le reste, et rien de ce qui est saisi ne se perd', async () => {
    const refused = await equipe.post('/structures/nouvelle', {
      ...saisie,
      nom: '',
      siret: SIRETS[0],
      codePostal: '75001',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Indiquez le nom de la structure.');
    expect(refused.text).toContain('déjà celui de la structure « Mairie de Céret »');
    expect(refused.text).toContain(`href="/structures/${small.structure}"`);
    expect(refused.text).toContain('Les codes postaux de Perpignan sont 66000 et 66100.');
    expect(refused.text).toContain('value="3 rue Neuve"');
  });

  test.each([
    ['siret', '12345678901234', 'sa clé de contrôle est fausse'],
    ['siret', '1234', 'comporte 14 chiffres'],
    ['nature', 'chateau', 'Choisissez la nature de la structure dans la liste.'],
    ['nom', 'a'.repeat(151), '151 caractères, 150 au plus'],
    ['nom', 'Mairie\u202Eételbod', 'caractère invisible'],
    ['nom', 'Mairie\0', 'caractère invisible'],
    ['commune', 'Atlantide', 'Aucune commune ne s’appelle « Atlantide »'],
    ['commune', '99999', 'Aucune commune'],
    ['codePostal', '6640', 'comporte 5 chiffres'],
    ['telephone', '12', 'comporte 10 chiffres'],
    ['courriel', 'pas une adresse', 'adresse électronique est incomplète'],
  ])('%s « %s » est refusé en français', async (field, value, sentence) => {
    const refused = await equipe.post('/structures/nouvelle', { ...saisie, siret: SIRETS[3], [field]: value });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(sentence);
  });

  test('un nom hostile est montré comme du texte', async () => {
    const created = await equipe.post('/structures/nouvelle', {
      ...saisie,
      siret: SIRETS[3],
      nom: '<script>alert(1)</script>',
    });
    const fiche = await equipe.get(created.location ?? '');
    expect(fiche.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(fiche.text).not.toContain('<script>alert');
  });

  test('une commune que plusieurs portent se choisit dans la liste', async () => {
    const elsewhere = { ...saisie, siret: '99999999900041', commune: 'St Hippolyte', codePostal: '66999' };
    const refused = await equipe.post('/structures/nouvelle', elsewhere);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('De quelle commune s’agit-il ?');
    expect(refused.text).toMatch(/type="radio"[^>]*value="66176"/);
    expect(refused.text).toMatch(/type="radio"[^>]*value="12226"/);

    const chosen = await equipe.post('/structures/nouvelle', {
      ...elsewhere,
      communeChoix: '66176',
      codePostal: '66510',
    });
    expect(chosen.status).toBe(303);
    expect((await equipe.get(chosen.location ?? '')).text).toContain('66510 Saint-Hippolyte');
  });

  test('un début de nom propose, il ne décide pas ; le code postal départage les homonymes', async () => {
    const barcares = { ...saisie, siret: '99999999900058', commune: 'barcares', codePostal: '66420' };
    const refused = await equipe.post('/structures/nouvelle', barcares);
    expect(refused.text).toContain('Le Barcarès (66017)');
    const settled = await equipe.post('/structures/nouvelle', {
      ...barcares,
      commune: 'Saint-Hippolyte',
      codePostal: '68590',
    });
    expect(settled.status).toBe(303);
  });

  test('deux envois du même formulaire ne font qu’une structure', async () => {
    const twice = { ...saisie, siret: '99999999900066', _cle: crypto.randomUUID() };
    const [first, second] = await Promise.all([
      equipe.post('/structures/nouvelle', twice),
      equipe.post('/structures/nouvelle', twice),
    ]);
    expect(first.location).toBe(second.location);
    expect(isUuid(idOf(first.location))).toBe(true);
  });
});

describe('numéro SIRET unique', () => {
  const facts = {
    nom: 'Concurrente',
    nature: 'association',
    siret: '99999999900074' as Siret,
    adresse: '1 rue Double',
    codePostal: '66400',
    codeInsee: '66049',
    representantNom: 'Léo Fictif',
    representantFonction: 'Président',
    telephone: null,
    courriel: null,
  } as const;

  test('de deux enregistrements au même moment, un seul passe : structure_siret_unique', async () => {
    const save = () => inBase((db) => saveStructure(db, '66', null, facts));
    const saved = await Promise.all([save(), save()]);
    const [kept] = saved.filter((one) => 'id' in one);
    const [refused] = saved.filter((one) => 'refus' in one);
    expect(refused).toEqual({
      refus: 'siret_pris',
      structure: { id: kept && 'id' in kept && kept.id, nom: 'Concurrente' },
    });
  });

  test('un autre territoire peut avoir la même structure', async () => {
    const saved = await inTerritoire(base.request, '00', (db) => saveStructure(db, '00', null, facts));
    expect('id' in saved).toBe(true);
    const here = await inBase((db) => findStructureBySiret(db, '66', facts.siret));
    expect(here?.id).not.toBe('id' in saved && saved.id);
  });
});

describe('qui lit une structure', () => {
  test('l’équipe, les agents, et le référent de cette structure seulement', async () => {
    const own = `/structures/${small.structure}`;
    const other = `/structures/${small.autreStructure}`;
    const status = async (role: keyof SmallTerritoire['comptes'], path: string) =>
      (await (await site.signedIn(small.comptes[role])).get(path)).status;
    expect(await status('equipe', own)).toBe(200);
    expect(await status('agent', own)).toBe(200);
    expect(await status('referent', own)).toBe(200);
    expect(await status('referent', other)).toBe(404);
    for (const role of ['direction', 'dpo', 'administrateur'] as const) expect(await status(role, own)).toBe(403);
    for (const role of ['agent', 'referent', 'direction', 'dpo', 'administrateur'] as const) {
      expect(await status(role, '/structures')).toBe(403);
      expect(await status(role, '/structures.csv')).toBe(403);
      expect(await status(role, `${own}/modifier`)).toBe(403);
    }
    expect((await site.anonymous().get(own)).location).toContain('/connexion');
  });

  test('un agent voit comment la joindre, pas ses papiers', async () => {
    const agent = await site.signedIn(small.comptes.agent);
    const { text } = await agent.get(`/structures/${small.structure}`);
    expect(text).toContain('1 place de la Mairie');
    expect(text).toContain('Compte referent');
    expect(text).not.toContain('Conventions');
    expect(text).not.toContain('99999999900009');
    expect(text).not.toContain('/modifier');
  });

  test('la structure d’un autre territoire est introuvable, dans les deux sens', async () => {
    expect((await equipe.get(`/structures/${small.structureVoisine}`)).status).toBe(404);
    const voisin = await site.signedIn(small.comptes.voisin, { territoireId: '00', host: 'voisin.localhost' });
    expect((await voisin.get(`/structures/${small.structure}`)).status).toBe(404);
    expect((await voisin.post(`/structures/${small.structure}/modifier`, saisie)).status).toBe(404);
  });

  test.each(['x', '0', '%00', '..%2F', '00000000-0000-7000-8000-000000000000'])('/structures/%s → 404', async (id) => {
    expect((await equipe.get(`/structures/${id}`)).status).toBe(404);
  });
});

describe('référents et leurs comptes', () => {
  const path = () => `/structures/${small.autreStructure}/referents`;
  const referent = { nom: 'Rose Fictive', fonction: 'Directrice', telephone: '', courriel: 'rose@exemple.fr' };

  async function referents() {
    return inBase((db) => referentsDe(db, '66', small.autreStructure));
  }

  test('une adresse ouvre un compte ; la changer le déplace ; l’effacer et retirer le référent le ferment', async () => {
    expect((await equipe.post(`${path()}/nouveau`, referent)).status).toBe(303);
    expect(await compteOf('rose@exemple.fr')).toMatchObject({
      role: 'referent',
      structureId: small.autreStructure,
      nom: 'Rose Fictive',
      fermeLe: null,
    });
    const [rose] = await referents();
    expect(rose?.peutSeConnecter).toBe(true);

    const account = await compteOf('rose@exemple.fr');
    const signedIn = await site.signedIn(account?.id ?? '');
    expect((await signedIn.get(`/structures/${small.autreStructure}`)).status).toBe(200);

    const moved = { ...referent, courriel: 'rose.neuve@exemple.fr', telephone: '0400000009' };
    expect((await equipe.post(`${path()}/${rose?.id}/modifier`, moved)).status).toBe(303);
    expect((await compteOf('rose@exemple.fr'))?.fermeLe).not.toBeNull();
    expect((await compteOf('rose.neuve@exemple.fr'))?.fermeLe).toBeNull();
    expect((await signedIn.get(`/structures/${small.autreStructure}`)).location).toContain('/connexion');

    expect((await equipe.post(`${path()}/${rose?.id}/modifier`, referent)).status).toBe(303);
    expect(await compteOf('rose@exemple.fr')).toMatchObject({ id: account?.id, fermeLe: null });

    const asked = await equipe.get(`${path()}/${rose?.id}/retirer`);
    expect(asked.text).toContain('Son compte est fermé aussitôt');
    expect(await referents()).toHaveLength(1);
    expect((await equipe.post(`${path()}/${rose?.id}/retirer`)).status).toBe(303);
    expect(await referents()).toEqual([]);
    expect((await compteOf('rose@exemple.fr'))?.fermeLe).not.toBeNull();
  });

  test('un compte fermé par un administrateur reste fermé quand on corrige un téléphone, et se rouvre quand on le demande', async () => {
    await equipe.post(`${path()}/nouveau`, referent);
    const [rose] = await referents();
    const account = await compteOf('rose@exemple.fr');
    await base.owner
      .updateTable('compte')
      .set({ fermeLe: Temporal.Now.instant() })
      .where('id', '=', account?.id ?? '')
      .execute();
    const card = `${path()}/${rose?.id}/modifier`;
    expect((await equipe.get(card)).text).toContain('Rouvrir le compte de cette adresse');
    expect((await equipe.post(card, { ...referent, nom: 'Rose Autre' })).status).toBe(303);
    expect((await compteOf('rose@exemple.fr'))?.fermeLe).not.toBeNull();
    expect((await equipe.post(card, { ...referent, rouvrir: 'oui' })).status).toBe(303);
    expect(await compteOf('rose@exemple.fr')).toMatchObject({ nom: 'Rose Fictive', fermeLe: null });
    expect((await equipe.get(card)).text).not.toContain('Rouvrir le compte');
    await equipe.post(`${path()}/${rose?.id}/retirer`);
  });

  test('l’adresse d’un autre compte donne à la même personne une casquette de plus', async () => {
    const form = { ...referent, courriel: 'equipe@exemple.fr' };
    expect((await equipe.post(`${path()}/nouveau`, form)).status).toBe(303);
    const comptes = await base.owner
      .selectFrom('compte')
      .select('role')
      .where('courriel', '=', 'equipe@exemple.fr')
      .orderBy('role')
      .execute();
    expect(comptes.map(({ role }) => role)).toEqual(['equipe', 'referent']);
    const [added] = await referents();
    expect((await equipe.post(`${path()}/${added?.id}/retirer`)).status).toBe(303);
  });

  test('deux référents d’une structure n’ont pas la même adresse', async () => {
    const refused = await equipe.post(`/structures/${small.structure}/referents/nouveau`, {
      ...referent,
      courriel: 'referent@exemple.fr',
    });
    expect(refused.text).toContain('déjà celle de Compte referent, référent de cette structure');
  });

  test('un référent ne s’atteint pas par une autre structure, ni par un autre rôle', async () => {
    const [own] = await inBase((db) => referentsDe(db, '66', small.structure));
    expect((await equipe.get(`${path()}/${own?.id}/modifier`)).status).toBe(404);
    expect((await equipe.post(`${path()}/${own?.id}/retirer`)).status).toBe(404);
    const self = await site.signedIn(small.comptes.referent);
    expect((await self.post(`/structures/${small.structure}/referents/${own?.id}/retirer`)).status).toBe(403);
  });
});

describe('les formulaires acceptent ou refusent en français, quoi qu’on leur envoie', () => {
  test.each([
    ['structure', structureForm],
    ['référent', referentForm],
  ] as const)('%s', (_, schema) => {
    const names = Object.keys(schema.shape);
    const values = fc.dictionary(fc.constantFrom(...names), fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }));
    fc.assert(
      fc.property(values, (typed) => {
        const read = parseForm<typeof schema>(schema, { values: typed, files: {} });
        for (const { field, message } of read.state.errors) {
          expect(names).toContain(field);
          expect(message).toMatch(/[.…]$/);
          expect(message).not.toMatch(/Invalid|expected/);
        }
        expect(read.ok).toBe(read.state.errors.length === 0);
      }),
      { numRuns: 200 },
    );
  });
});
