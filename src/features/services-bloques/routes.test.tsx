import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { type Fields, openSite, type Visitor } from '../../../test/visitor.ts';
import { inTerritoire } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { readSheet } from '../../platform/spreadsheet/read.ts';
import { PURGES } from '../donnees-personnelles/store.ts';

const base = useBase();
let now = Temporal.Instant.from('2026-11-24T09:00:00Z');
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let agent: Visitor;
let equipe: Visitor;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  site = openSite(base.request, { clock: () => now });
});
beforeEach(async () => {
  now = Temporal.Instant.from('2026-11-24T09:00:00Z');
  await base.owner.deleteFrom('serviceBloque').execute();
  agent = await site.signedIn(small.comptes.agent);
  equipe = await site.signedIn(small.comptes.equipe);
});

const dit = {
  bloqueOperateur: 'CAF',
  bloqueService: 'Mon compte',
  obstacle: 'panne',
  obstacleTexte: 'Le bouton « Valider » ne répond pas.',
  bloqueLe: '2026-11-20',
};

async function signaler(autres: Fields = {}, par = agent): Promise<string> {
  const sent = await par.post('/services-bloques/nouveau', { ...dit, ...autres });
  expect(sent.status, sent.text).toBe(303);
  return sent.location?.split('/').at(-1) ?? '';
}
const lire = (id: string) =>
  base.owner.selectFrom('serviceBloque').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const suites = (id: string) =>
  base.owner.selectFrom('serviceBloqueSuite').selectAll().where('serviceBloqueId', '=', id).orderBy('id').execute();
const noter = (id: string, fields: Fields, par = equipe) =>
  par.post(`/services-bloques/${id}/suites`, { suiteJour: '2026-11-24', ...fields });
const transmis = { suite: 'transmis', suiteA: 'Service des usagers' };

describe('Signaler', () => {
  test('un agent signale, corrige le sien tant que rien n’est transmis, et pas celui d’un autre', async () => {
    const id = await signaler();
    expect(await lire(id)).toMatchObject({ operateur: 'CAF', suivi: 'ouvert', accompagnementId: null });
    const changed = { ...dit, bloqueService: 'Mes paiements' };
    expect((await agent.post(`/services-bloques/${id}/modifier`, changed)).status).toBe(303);
    expect((await lire(id)).serviceNom).toBe('Mes paiements');
    const autre = await site.signedIn(small.comptes.autreAgent);
    expect((await autre.get(`/services-bloques/${id}`)).text).toContain('Mes paiements');
    expect((await autre.get(`/services-bloques/${id}/modifier`)).status).toBe(404);
    expect((await autre.post(`/services-bloques/${id}/modifier`, dit)).status).toBe(404);
    await noter(id, transmis);
    await agent.post(`/services-bloques/${id}/modifier`, dit);
    expect((await lire(id)).serviceNom).toBe('Mes paiements');
    expect((await agent.get(`/services-bloques/${id}/modifier`)).status).toBe(303);
  });

  test.each([
    ['bloqueOperateur', '', 'Indiquez l’opérateur'],
    ['bloqueService', '', 'Indiquez le service'],
    ['bloqueService', 'x'.repeat(121), '120 au plus'],
    ['obstacle', 'inconnu', 'dans la liste'],
    ['bloqueLe', '2026-11-25', 'jour à venir'],
    ['bloqueLe', '2026-02-31', 'date'],
    ['bloqueDemarche', 'Piratage', 'dans la liste'],
    ['obstacleTexte', 'Son NIR : 1 84 12 76 451 089 46', 'sécurité sociale'],
  ])('%s = %j est refusé', async (field, value, said) => {
    const refused = await agent.post('/services-bloques/nouveau', { ...dit, [field]: value });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(said);
    expect(await base.owner.selectFrom('serviceBloque').select('id').execute()).toEqual([]);
  });

  test('ni un référent ni le public ne voit quoi que ce soit ; la direction lit sans les auteurs', async () => {
    const id = await signaler();
    const paths = ['/services-bloques', '/services-bloques.csv', '/services-bloques.xlsx', `/services-bloques/${id}`];
    for (const compte of [small.comptes.referent, small.comptes.dpo, small.comptes.administrateur]) {
      const visitor = await site.signedIn(compte);
      for (const path of paths) expect((await visitor.get(path)).status, path).toBe(403);
    }
    for (const path of paths) expect((await site.anonymous().get(path)).status, path).toBe(303);
    const direction = await site.signedIn(small.comptes.direction);
    for (const path of paths) expect((await direction.get(path)).status, path).toBe(200);
    const fiche = (await direction.get(`/services-bloques/${id}`)).text;
    expect(fiche).toContain('Mon compte');
    expect(fiche).not.toContain('Tramontane');
    expect(fiche).not.toContain('Noter une étape');
    expect((await agent.get(`/services-bloques/${id}`)).text).toContain('Tramontane');
    expect((await direction.post(`/services-bloques/${id}/suites`, transmis)).status).toBe(403);
    expect((await agent.post(`/services-bloques/${id}/suites`, transmis)).status).toBe(403);
    expect((await equipe.post('/services-bloques/nouveau', dit)).status).toBe(403);
    const voisin = await site.signedIn(small.comptes.voisin, { territoireId: '00', host: 'voisin.localhost' });
    expect((await voisin.get(`/services-bloques/${id}`)).status).toBe(404);
    expect((await voisin.get('/services-bloques')).text).not.toContain('Mon compte');
  });
});

describe('La liste', () => {
  test('cherche, filtre, groupe par service, et s’exporte', async () => {
    await signaler();
    await signaler({ bloqueOperateur: 'caf', bloqueService: 'MON COMPTE', obstacle: 'telephone' });
    const autre = await site.signedIn(small.comptes.autreAgent);
    const last = await signaler({ bloqueOperateur: '=cmd|’x’', bloqueService: 'Ameli' }, autre);
    await noter(last, transmis);
    const text = async (query: string) => (await equipe.get(`/services-bloques${query}`)).text;
    expect(await text('')).toContain('3 résultats');
    expect(await text('?q=ameli')).toContain('1 résultat');
    expect(await text('?suivi=transmis')).toContain('1 résultat');
    expect(await text('?obstacle=telephone')).toContain('1 résultat');
    expect(await text(`?operateur=${encodeURIComponent('Caisse d’allocations familiales (CAF)')}`)).toContain(
      '2 résultats',
    );
    expect(await text('?suivi=x&obstacle=%00&operateur=y&tri=z&page=-1')).toContain('3 résultats');
    expect(await text('?vue=services')).toContain('2 résultats');
    const csv = (await equipe.get('/services-bloques.csv?tri=service&sens=croissant')).text;
    const lines = csv.trimEnd().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^Opérateur;Service en ligne;/);
    expect(lines[1]).toMatch(/^'=cmd/);
    expect(csv).not.toMatch(/Tramontane|Micocoulier/);
    const xlsx = await equipe.get('/services-bloques.xlsx?suivi=transmis');
    expect(xlsx.headers.get('content-type')).toContain('spreadsheetml');
    const sheet = await Array.fromAsync(readSheet(xlsx.bytes, { rows: 100, columns: 100 }));
    expect(JSON.stringify(sheet)).toContain('Ameli');
    expect(JSON.stringify(sheet)).not.toContain('Mon compte');
  });

  test('compte les lieux des accompagnements qui le disent', async () => {
    const id = await signaler();
    const lieuId = uuidv7();
    await base.owner
      .insertInto('lieu')
      .values({
        ...{ territoireId: '66', id: lieuId, nom: 'Médiathèque', structureId: small.structure },
        ...{ adresse: '1 place', codePostal: '66400', codeInsee: '66049' },
      })
      .execute();
    const accompagnementId = uuidv7();
    await base.owner
      .insertInto('accompagnement')
      .values({
        ...{ territoireId: '66', id: accompagnementId, agentId: small.agent, lieuId, codeInsee: '66049' },
        ...{
          jour: Temporal.PlainDate.from('2026-11-20'),
          dureeMinutes: 30,
          thematiques: ['AideAuxDemarchesAdministratives'],
        },
        ...{
          objectif: 'permanence',
          issue: 'faite',
          genre: 'Feminin',
          trancheAge: 'NonCommunique',
          statutSocial: 'Retraite',
        },
      } as never)
      .execute();
    await base.owner.updateTable('serviceBloque').set({ accompagnementId }).where('id', '=', id).execute();
    await signaler();
    const fiche = (await equipe.get(`/services-bloques/${id}`)).text;
    expect(fiche).toContain('2 signalements, dans 1 lieu');
    expect(fiche).toContain('Autres signalements du même service');
  });
});

describe('Le suivi', () => {
  test('se note étape par étape, et la dernière se retire le jour même par son auteur', async () => {
    const id = await signaler();
    expect((await noter(id, transmis)).status).toBe(303);
    expect((await lire(id)).suivi).toBe('transmis');
    expect((await noter(id, { suite: 'repondu', suiteTexte: 'Corrigé au printemps.' })).status).toBe(303);
    const [, derniere] = await suites(id);
    expect((await equipe.get(`/services-bloques/${id}`)).text).toContain('Retirer cette étape');
    // Only the last one.
    const [premiere] = await suites(id);
    await equipe.post(`/services-bloques/${id}/suites/retirer`, { suite: premiere?.id ?? '' });
    expect(await suites(id)).toHaveLength(2);
    await equipe.post(`/services-bloques/${id}/suites/retirer`, { suite: derniere?.id ?? '' });
    expect([(await lire(id)).suivi, (await suites(id)).length]).toEqual(['transmis', 1]);
    now = Temporal.Instant.from('2026-11-25T09:00:00Z');
    const later = await site.signedIn(small.comptes.equipe);
    expect((await later.get(`/services-bloques/${id}`)).text).not.toContain('Retirer cette étape');
    await later.post(`/services-bloques/${id}/suites/retirer`, { suite: premiere?.id ?? '' });
    expect(await suites(id)).toHaveLength(1);
  });

  test.each<[Fields, string]>([
    [{ suite: 'repondu', suiteTexte: 'Oui' }, 'étapes proposées'],
    [{ suite: 'transmis' }, 'quelle fonction'],
    [{ ...transmis, suiteJour: '2026-11-25' }, 'à venir'],
    [{ ...transmis, suiteJour: '2026-11-19' }, 'constaté le 20 novembre 2026'],
    [{ suite: 'sans_suite' }, 'en quelques mots'],
    [{ suite: 'piratage' }, 'dans la liste'],
    [{}, 'Choisissez'],
    [{ ...transmis, suiteTexte: 'x'.repeat(1001) }, '1000 au plus'],
  ])('%j est refusé', async (fields, said) => {
    const id = await signaler();
    const refused = await noter(id, fields);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(said);
    expect(await suites(id)).toEqual([]);
  });

  test('deux étapes au même instant : l’une est notée, l’autre dit ce qui ne va pas', async () => {
    const id = await signaler();
    const both = await Promise.all([noter(id, transmis), noter(id, transmis)]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(await suites(id)).toHaveLength(1);
  });

  test('le texte pour l’opérateur ne reprend rien de ce qu’un agent a écrit', async () => {
    const id = await signaler({ obstacleTexte: 'Madame Arbousier n’a pas pu.' });
    const lettre = /<textarea[^>]*name="texteLettre"[^>]*>([^<]*)/.exec(
      (await equipe.get(`/services-bloques/${id}`)).text,
    );
    expect(lettre?.[1]).toContain('Mon compte');
    expect(lettre?.[1]).not.toContain('Arbousier');
    expect((await agent.get(`/services-bloques/${id}`)).text).not.toContain('texteLettre');
  });

  test('passé 30 jours sans réponse, le tableau de bord le rappelle', async () => {
    const id = await signaler();
    expect((await equipe.get('/tableau-de-bord')).text).toContain('1 service qui bloque à transmettre');
    await noter(id, transmis);
    expect((await equipe.get('/tableau-de-bord')).text).not.toContain('qui bloque');
    now = Temporal.Instant.from('2026-12-25T09:00:00Z');
    const later = await site.signedIn(small.comptes.equipe);
    expect((await later.get('/tableau-de-bord')).text).toContain('transmis depuis plus de 30 jours sans réponse');
    expect((await later.get(`/services-bloques/${id}`)).text).toContain('L’opérateur n’a pas répondu');
  });

  test('passé la durée, le signalement part avec son suivi', async () => {
    const id = await signaler();
    await noter(id, transmis);
    const nuit = (limite: string) =>
      inTerritoire(base.request, '66', async (db) =>
        PURGES['servicesbloques']?.appliquer(db, { territoireId: '66', now, limite: Temporal.PlainDate.from(limite) }),
      );
    expect(await nuit('2026-11-19')).toBe(0);
    expect(await nuit('2026-11-20')).toBe(1);
    expect(await suites(id)).toEqual([]);
  });
});
