import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { SIRETS, type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { inTerritoire } from '../../platform/db.ts';
import { identify, record } from '../../platform/journal.ts';
import { sealAll } from '../../platform/sealer.ts';

const base = useBase();
const ACTEUR = '01900000-0000-7000-8000-00000000000a';
let ids: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let dpo: Visitor;

beforeAll(async () => {
  ids = await seedSmallTerritoire(base.owner);
  site = openSite(base.request);
  dpo = await site.signedIn(ids.comptes.dpo);
  await inTerritoire(base.request, '66', async (db) => {
    const who = { compteId: ids.comptes.equipe, nom: 'Rose Fictive', role: 'equipe', adresse: '192.0.2.7' };
    await identify(db, '66', { acteur: ACTEUR, niveau: 'double', ...who });
    for (let number = 0; number < 120; number += 1) {
      await record(db, '66', { acteur: ACTEUR, acte: `acte n${number}`, objet: ['structure', ids.structure] });
    }
    await record(db, '66', { acteur: '01900000-0000-7000-8000-00000000000b', acte: 'acte =cmd()' });
  });
  await inTerritoire(base.request, '00', (db) => record(db, '00', { acteur: null, acte: 'acte du voisin' }));
  await sealAll(base.request, ['66', '00']);
});

describe('La page du journal', () => {
  test('montre du plus récent au plus ancien, page après page, sans rien perdre', async () => {
    const seen: string[] = [];
    let path = '/journal?q=acte';
    for (let pages = 0; pages < 5 && path !== ''; pages += 1) {
      const { text, status } = await dpo.get(path);
      expect(status).toBe(200);
      seen.push(...[...text.matchAll(/acte n(\d+)</g)].map(([, number]) => number ?? ''));
      path = (/href="(\/journal\?[^"]*avant=[^"]*)"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&');
    }
    expect(seen).toEqual(Array.from({ length: 120 }, (_, number) => String(119 - number)));
  });

  test('ne montre pas celui d’un autre territoire, et dit quand une identité est effacée', async () => {
    const { text } = await dpo.get('/journal?q=acte');
    expect(text).not.toContain('acte du voisin');
    expect(text).toContain('Rose Fictive (Équipe technique)');
    expect(text).toContain('Identité effacée');
  });

  test('note qu’elle a été lue', async () => {
    await dpo.get('/journal');
    const { text } = await dpo.get('/journal?q=consulter');
    expect(text).toContain('consulter le journal');
  });

  test.each(['%', '_', "' or 1=1", '\\', '%00', 'é'.repeat(300)])('cherche %j tel quel', async (q) => {
    const { status, text } = await dpo.get(`/journal?q=${encodeURIComponent(q)}&du=x&au=2026-13-45&avant=zz`);
    expect(status).toBe(200);
    expect(text).not.toContain('acte n5<');
  });

  test('se limite à une période', async () => {
    const demain = Temporal.Now.plainDateISO('Europe/Paris').add({ days: 1 });
    expect((await dpo.get(`/journal?du=${demain}`)).text).toContain('Rien ne correspond');
    expect((await dpo.get(`/journal?au=${demain}`)).text).toContain('acte n119');
  });

  test('s’exporte après confirmation, sans formule', async () => {
    expect((await dpo.get('/journal.csv?q=acte')).location).toBe('/confirmer?suite=%2Fjournal.csv%3Fq%3Dacte');
    const confirmed = await site.signedIn(ids.comptes.dpo, { confirme: true });
    const { text, headers } = await confirmed.get('/journal.csv?q=acte');
    expect(headers.get('content-type')).toContain('text/csv');
    expect(text.trim().split('\r\n').length).toBeGreaterThanOrEqual(122);
    expect(text).not.toMatch(/(^|;)=/m);
  });
});

describe('Ce que chaque écriture laisse', () => {
  const entries = async (acte: string) =>
    base.owner.selectFrom('journalEntree').selectAll().where('acte', '=', acte).execute();

  test('une ligne quand elle aboutit, aucune quand elle est refusée', async () => {
    const equipe = await site.signedIn(ids.comptes.equipe);
    const before = await base.owner.selectFrom('journalEntree').select('id').execute();
    const form = { nom: '', fonction: '', courriel: '', telephone: '' };
    expect((await equipe.post(`/structures/${ids.structure}/referents/nouveau`, form)).status).toBe(422);
    expect(await base.owner.selectFrom('journalEntree').select('id').execute()).toHaveLength(before.length);
    const good = { nom: 'Ange Fictif', fonction: 'Maire', courriel: '', telephone: '' };
    const acte = 'ajouter un référent';
    expect((await equipe.post(`/structures/${ids.structure}/referents/nouveau`, good)).status).toBe(303);
    const [entry, ...others] = await entries(acte);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ objetType: 'structure', objetId: ids.structure });
    expect(JSON.stringify(entry)).not.toContain('Ange');
  });

  test('qui crée un objet, le nomme', async () => {
    const equipe = await site.signedIn(ids.comptes.equipe);
    const saisie = {
      nom: 'Association des Essais',
      nature: 'association',
      siret: SIRETS[2],
      adresse: '3 rue Neuve',
      codePostal: '66000',
      commune: 'Perpignan',
      representantNom: 'Zoé Fictive',
      representantFonction: 'Présidente',
    };
    const answer = await equipe.post('/structures/nouvelle', saisie);
    expect(answer.status).toBe(303);
    const [entry] = await entries('ajouter une structure');
    expect(answer.location).toBe(`/structures/${entry?.objetId}`);
    expect(entry?.objetType).toBe('structure');
  });
});
