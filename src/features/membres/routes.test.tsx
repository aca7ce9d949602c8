import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { SIRETS, type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';

const base = useBase();
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let equipe: Visitor;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  site = openSite(base.request);
  equipe = await site.signedIn(small.comptes.equipe);
});

const saisie = {
  nom: 'Bailleur des Essais',
  nature: 'bailleur_social',
  siret: SIRETS[2],
  commune: 'Perpignan',
  conseillers: '2',
  du: '2026-01-01',
  au: '',
  contactNom: 'Gaspard Fictif',
  contactFonction: 'Responsable',
  contactCourriel: 'Gaspard@Exemple.fr',
  contactTelephone: '04 00 00 00 08',
};

async function idOf(nom: string): Promise<string> {
  const { id } = await base.owner.selectFrom('membre').select('id').where('nom', '=', nom).executeTakeFirstOrThrow();
  return id;
}

describe('les autres membres du dispositif', () => {
  test('rien n’est encore enregistré : la page dit quoi faire', async () => {
    expect((await equipe.get('/membres')).text).toContain('Aucun autre membre pour l’instant');
  });

  test('un membre s’ajoute, se corrige, se termine, se cherche et s’exporte', async () => {
    expect((await equipe.post('/membres/nouveau', saisie)).location).toBe('/membres');
    const list = (await equipe.get('/membres')).text;
    expect(list).toContain('Aujourd’hui : 1 organisme, 2 conseillers numériques.');
    expect(list).toContain('mailto:gaspard@exemple.fr');
    const id = await idOf('Bailleur des Essais');
    expect((await equipe.get(`/membres/${id}/modifier`)).text).toContain('value="Perpignan (66136)"');
    await equipe.post(`/membres/${id}/modifier`, { ...saisie, nom: '=Bailleur', conseillers: '1' });
    const early = await equipe.post(`/membres/${id}/fin`, { au: '2025-12-31' });
    expect(early.status).toBe(422);
    expect(early.text).toContain('Le dernier jour ne peut pas précéder le premier.');
    await equipe.post(`/membres/${id}/fin`, { au: '2026-02-01' });
    expect((await equipe.get('/membres?etat=ancien&q=bailleur')).text).toContain('1 résultat');
    expect((await equipe.get('/membres?etat=%00')).status).toBe(200);
    const csv = await equipe.get('/membres.csv');
    expect(csv.text).toContain(`'=Bailleur;Bailleur social;`);
    expect(csv.text).toContain('01/01/2026;01/02/2026;Ancien membre');
  });

  test('un formulaire vide est refusé, toutes les erreurs à la fois', async () => {
    const refused = await equipe.post('/membres/nouveau', {});
    expect(refused.status).toBe(422);
    for (const sentence of [
      'Indiquez le nom de l’organisme.',
      'Choisissez la nature de l’organisme.',
      'Indiquez la commune.',
      'Indiquez le nombre de conseillers numériques.',
      'Indiquez le premier jour.',
    ]) {
      expect(refused.text).toContain(sentence);
    }
  });

  test.each([
    ['conseillers', '0', 'un nombre entier de 1 à 999'],
    ['siret', '1234', 'comporte 14 chiffres'],
    ['siret', SIRETS[2], 'Un autre membre porte déjà ce numéro SIRET.'],
    ['au', '2025-01-01', 'Le dernier jour ne peut pas précéder le premier.'],
    ['du', '2026-02-31', 'n’existe pas dans le calendrier'],
    ['nom', 'a'.repeat(10_000), '150 au plus'],
    ['commune', 'Atlantide', 'Aucune commune'],
  ])('%s : ce qui ne va pas est refusé en français', async (field, value, sentence) => {
    const refused = await equipe.post('/membres/nouveau', { ...saisie, siret: SIRETS[3], [field]: value });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(sentence);
  });

  test('ni un autre rôle, ni un autre territoire', async () => {
    const id = await idOf('=Bailleur');
    for (const role of ['agent', 'referent', 'direction', 'dpo', 'administrateur'] as const) {
      expect((await (await site.signedIn(small.comptes[role])).get('/membres')).status, role).toBe(403);
    }
    const voisin = await site.signedIn(small.comptes.voisin, { territoireId: '00', host: 'voisin.localhost' });
    expect((await voisin.get(`/membres/${id}/modifier`)).status).toBe(404);
    expect((await voisin.post(`/membres/${id}/fin`, { au: '2026-12-31' })).status).toBe(404);
  });
});
