import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { type Fields, openSite, type Visitor } from '../../../test/visitor.ts';
import { inTerritoire } from '../../platform/db.ts';
import { appliquerConservation } from '../donnees-personnelles/nuit.ts';

const base = useBase();
const today = Temporal.Now.plainDateISO('Europe/Paris');
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let agent: Visitor;
let equipe: Visitor;
let dpo: Visitor;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  site = openSite(base.request);
  agent = await site.signedIn(small.comptes.agent);
  equipe = await site.signedIn(small.comptes.equipe);
  dpo = await site.signedIn(small.comptes.dpo);
});
beforeEach(async () => {
  await sql`truncate echange, echange_version cascade`.execute(base.owner);
});

const saisie = {
  le: today.toString(),
  demandeur: 'Claire Fictive, assistante sociale',
  service: 'Maison sociale de Céret',
  destinataire: 'departement',
  natures: ['logement', 'identite'],
  precisions: '',
  fondement: 'accord',
  finalite: 'Demande d’aide au logement',
  personnes: '3',
  envoyePar: 'Compte agent',
  canal: 'plateforme',
};

async function noter(qui: Visitor, fields: Fields = {}): Promise<string> {
  const sent = await qui.post('/echanges/nouveau', { ...saisie, ...fields });
  expect(sent.status, sent.text).toBe(303);
  return sent.location?.split('/').at(-1) ?? '';
}

describe('noter un échange', () => {
  test('l’agent et l’équipe technique le notent, la déléguée le lit', async () => {
    const [parAgent, parEquipe] = [await noter(agent), await noter(equipe, { service: 'Caisse d’essai' })];
    for (const id of [parAgent, parEquipe]) {
      expect((await dpo.get(`/echanges/${id}`)).status).toBe(200);
      expect((await equipe.get(`/echanges/${id}/corriger`)).status).toBe(200);
    }
    expect((await dpo.get('/echanges')).text).toContain('Caisse d’essai');
    expect((await dpo.get('/echanges/nouveau')).status).toBe(403);
    expect((await dpo.get(`/echanges/${parAgent}/corriger`)).status).toBe(403);
  });

  test('un agent ne lit et ne corrige que les siens', async () => {
    const [sien, autre] = [await noter(agent), await noter(equipe, { service: 'Caisse d’essai' })];
    expect((await agent.get('/echanges')).text).not.toContain('Caisse d’essai');
    expect((await agent.get(`/echanges/${sien}`)).status).toBe(200);
    for (const path of [`/echanges/${autre}`, `/echanges/${autre}/corriger`]) {
      expect((await agent.get(path)).status).toBe(404);
    }
    expect((await agent.post(`/echanges/${autre}/corriger`, { ...saisie, raisonCorrection: 'x' })).status).toBe(404);
    expect((await agent.get('/echanges.csv')).status).toBe(403);
  });

  test('un formulaire vide dit toutes ses erreurs à la fois', async () => {
    const refused = await agent.post('/echanges/nouveau');
    expect(refused.status).toBe(422);
    for (const said of [
      'Indiquez la date de l’échange.',
      'Indiquez qui a demandé.',
      'Indiquez le service.',
      'Choisissez à qui.',
      'Choisissez les sortes de données.',
      'Choisissez le fondement.',
      'Indiquez la raison de l’échange.',
      'Indiquez le nombre de personnes.',
      'Indiquez qui a envoyé.',
      'Choisissez le canal.',
    ])
      expect(refused.text).toContain(said);
    expect(refused.text).toContain('data-donnee="echanges"');
  });

  test.each([
    ['le', today.add({ days: 1 }).toString(), 'ne peut pas être à venir'],
    ['natures', ['autre'], 'Précisez de quelle autre sorte'],
    ['natures', ['logement', 'chateau'], 'dans la liste'],
    ['personnes', '0', 'nombre entier'],
    ['service', 'a\u202Eb', 'caractère invisible'],
    ['canal', 'pigeon', 'dans la liste'],
    ['finalite', 'a'.repeat(500), '300 au plus'],
  ])('%s = %j est refusé, ce qui est saisi reste', async (field, value, said) => {
    const refused = await agent.post('/echanges/nouveau', { ...saisie, [field]: value });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(said);
    expect(refused.text).toContain('Claire Fictive');
    expect((await agent.get('/echanges')).text).toContain('Aucun échange n’est noté');
  });
});

describe('corriger', () => {
  test('la correction dit pourquoi et ce qu’elle change ; ce qui était inscrit reste', async () => {
    const id = await noter(agent);
    const same = await agent.post(`/echanges/${id}/corriger`, { ...saisie, raisonCorrection: 'Rien' });
    expect(same.text).toContain('Rien n’a changé');
    const noReason = await agent.post(`/echanges/${id}/corriger`, { ...saisie, personnes: '4' });
    expect(noReason.text).toContain('Indiquez la raison de la correction.');
    const fields = { ...saisie, personnes: '4', raisonCorrection: 'Une personne oubliée' };
    expect((await agent.post(`/echanges/${id}/corriger`, fields)).location).toBe(`/echanges/${id}`);
    const page = (await dpo.get(`/echanges/${id}`)).text;
    for (const said of [
      'Personnes : 3 → 4',
      'environ 4',
      'environ 3',
      'Une personne oubliée',
      'Ce qui était d’abord inscrit',
    ]) {
      expect(page).toContain(said);
    }
    await expect(sql`update echange_version set personnes = 9`.execute(base.owner)).rejects.toThrow();
  });
});

describe('lire', () => {
  test('la liste se cherche, se filtre, se trie et s’exporte, sans rien qu’un tableur exécuterait', async () => {
    await noter(equipe, { service: '=Formule', canal: 'courriel' });
    await noter(equipe, { service: 'Caisse', natures: ['sante'], le: today.subtract({ days: 3 }).toString() });
    const list = (await dpo.get('/echanges?q=caisse')).text;
    expect(list).toContain('Données sensibles');
    expect(list).not.toContain('=Formule');
    expect((await dpo.get('/echanges?donnees=sante')).text).toContain('Caisse');
    expect((await dpo.get('/echanges?canal=courriel')).text).toContain('rien ne protège');
    expect((await dpo.get('/echanges?canal=x&tri=zzz&page=999&sens=%00')).status).toBe(200);
    const { text: csv, bytes } = await dpo.get('/echanges.csv?tri=le&sens=croissant');
    const lines = csv.trim().split('\r\n');
    // The mark by which a spreadsheet knows UTF-8.
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(csv.startsWith('Date;')).toBe(true);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain('Caisse');
    expect(lines[2]).toContain(";'=Formule;");
  });

  test('vingt par page', async () => {
    for (let rank = 0; rank < 21; rank += 1) await noter(equipe, { service: `Service ${rank}` });
    expect((await dpo.get('/echanges?page=2')).text).toContain('21 résultats');
  });
});

describe('ce qui est gardé', () => {
  test('cinq ans après l’échange, corrigé ou non, tout part', async () => {
    const [ancien, recent] = [
      await noter(equipe, { le: today.subtract({ years: 5, days: 1 }).toString() }),
      await noter(equipe, { le: today.subtract({ years: 5 }).toString() }),
    ];
    const removed = await inTerritoire(base.request, '66', (db) =>
      appliquerConservation(db, { id: '66', dureesConservation: {} }, today, Temporal.Now.instant()),
    );
    expect(removed['echanges']).toBe(1);
    expect((await dpo.get(`/echanges/${ancien}`)).status).toBe(404);
    expect((await dpo.get(`/echanges/${recent}`)).status).toBe(200);
  });
});
