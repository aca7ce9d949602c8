import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { type Fields, openSite, type Visitor } from '../../../test/visitor.ts';
import { dureeDe } from '../../domain/conservation.ts';
import { inTerritoire } from '../../platform/db.ts';
import { parseForm } from '../../platform/http/form.ts';
import { champ, dureesForm, dureesState, lireDurees, REGLABLES } from './form.ts';
import { appliquerConservation } from './nuit.ts';
import { DONNEES } from './registre.ts';

const base = useBase();
const today = Temporal.Now.plainDateISO('Europe/Paris');
const now = Temporal.Now.instant();
let ids: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let dpo: Visitor;

beforeAll(async () => {
  ids = await seedSmallTerritoire(base.owner);
});

beforeEach(async () => {
  await base.owner.updateTable('territoire').set({ dureesConservation: '{}' }).execute();
  // A site of its own: settings are kept in memory for a while.
  site = openSite(base.request);
  dpo = await site.signedIn(ids.comptes.dpo, { confirme: true });
});

const defaults = (changes: Fields = {}): Fields => ({ ...(dureesState({}).values as Fields), ...changes });

const stored = async (territoireId = '66') =>
  (
    await base.owner
      .selectFrom('territoire')
      .select('dureesConservation')
      .where('id', '=', territoireId)
      .executeTakeFirstOrThrow()
  ).dureesConservation;

const acts = async () =>
  (await base.owner.selectFrom('journalEntree').select(['acte', 'objetId']).orderBy('id').execute()).filter(
    ({ acte }) => acte.startsWith('changer'),
  );

describe('La page de conservation', () => {
  test('dit de chaque donnée sa durée, sa base, sa suite, et ce qui part la nuit prochaine', async () => {
    await base.owner
      .updateTable('compte')
      .set({ fermeLe: now.subtract({ hours: 24 * 800 }) })
      .where('id', '=', ids.comptes.direction)
      .execute();
    const { status, text } = await dpo.get('/conservation');
    expect(status).toBe(200);
    for (const { nom } of DONNEES) expect(text).toContain(nom);
    expect(text).toContain('12 mois après la fermeture du compte');
    expect(text).toMatch(/Comptes<\/th>(?:(?!<\/tr>).)*>1<\/td>/s);
    expect(text).toContain('Aucune nuit n’est encore passée');
    await inTerritoire(base.request, '66', (db) =>
      appliquerConservation(db, { id: '66', dureesConservation: {} }, today, now),
    );
    const after = (await dpo.get('/conservation')).text;
    expect(after).toMatch(/Comptes : 1/);
    expect(after).toMatch(/Comptes<\/th>(?:(?!<\/tr>).)*>0<\/td>/s);
    await base.owner.deleteFrom('conservationPassage').execute();
  });

  test('ne s’ouvre à aucun autre rôle, ni à quelqu’un qui n’est pas connecté', async () => {
    for (const role of ['agent', 'equipe', 'referent', 'direction', 'administrateur'] as const) {
      const visitor = await site.signedIn(ids.comptes[role], { confirme: true });
      const status = role === 'direction' ? 303 : 403;
      for (const path of ['/conservation', '/conservation/durees', '/registre-des-traitements']) {
        expect((await visitor.get(path)).status, `${role} ${path}`).toBe(status);
      }
      expect((await visitor.post('/conservation/durees', defaults({ duree_comptes: '1' }))).status).toBe(status);
    }
    expect((await site.anonymous().get('/conservation')).location).toBe('/connexion?suite=%2Fconservation');
    expect(await stored()).toEqual({});
  });
});

describe('Changer les durées', () => {
  test('demande le code, puis vaut partout, et le journal dit lesquelles', async () => {
    const hasty = await site.signedIn(ids.comptes.dpo);
    expect((await hasty.post('/conservation/durees', defaults({ duree_agents: '6' }))).location).toBe(
      '/confirmer?suite=%2Fconservation%2Fdurees',
    );
    expect(await stored()).toEqual({});
    const before = (await acts()).length;
    const answer = await dpo.post('/conservation/durees', defaults({ duree_agents: '6', duree_conventions: '15' }));
    expect(answer.location).toBe('/conservation');
    expect(await stored()).toEqual({ agents: 6, conventions: 15 });
    expect(await stored('00')).toEqual({});
    expect((await acts()).slice(before)).toEqual([
      { acte: 'changer une durée de conservation', objetId: 'agents' },
      { acte: 'changer une durée de conservation', objetId: 'conventions' },
      { acte: 'changer les durées de conservation', objetId: null },
    ]);
    const sentence = '6 mois après la fin du contrat';
    for (const path of ['/conservation', '/registre-des-traitements', '/donnees-personnelles']) {
      expect((await dpo.get(path)).text, path).toContain(sentence);
    }
    const equipe = await site.signedIn(ids.comptes.equipe);
    expect((await equipe.get('/agents/nouveau')).text).toContain(sentence);
    expect((await site.anonymous('voisin.localhost').get('/donnees-personnelles')).text).toContain(
      '12 mois après la fin du contrat',
    );
  });

  test('revenir à la durée proposée, ou ne rien changer, ne laisse aucun réglage', async () => {
    await dpo.post('/conservation/durees', defaults({ duree_agents: '6' }));
    await dpo.post('/conservation/durees', defaults());
    expect(await stored()).toEqual({});
    const before = (await acts()).length;
    await dpo.post('/conservation/durees', defaults());
    expect((await acts()).slice(before).map(({ acte }) => acte)).toEqual(['changer les durées de conservation']);
  });

  test.each(['0', '61', '-1', '6.5', '', 'toujours', '1e9', '٦', '6 mois', '9'.repeat(400)])(
    'refuse %j en français, et garde ce qui était saisi',
    async (value) => {
      const { status, text } = await dpo.post(
        '/conservation/durees',
        defaults({ duree_agents: value, duree_comptes: '7' }),
      );
      expect(status).toBe(422);
      expect(text).toMatch(/la durée de « Agents »/i);
      expect(text).toContain('value="7"');
      expect(await stored()).toEqual({});
    },
  );

  test('toutes les erreurs se disent ensemble, et un champ inventé ne règle rien', async () => {
    const { text } = await dpo.post('/conservation/durees', defaults({ duree_agents: '0', duree_comptes: '99' }));
    expect(text).toContain('2 réponses sont à corriger');
    const answer = await dpo.post(
      '/conservation/durees',
      defaults({ duree_liens: '1', duree___proto__: '1', durees: '{}' }),
    );
    expect(answer.status).toBe(303);
    expect(await stored()).toEqual({});
  });

  test('ce que le formulaire lit est toujours dans les bornes, et se relit pareil', () => {
    const values = fc.record(
      Object.fromEntries(
        REGLABLES.map((donnee) => [
          champ(donnee),
          fc.oneof(fc.integer({ min: -5, max: 100 }).map(String), fc.string()),
        ]),
      ),
    );
    fc.assert(
      fc.property(values, (typed) => {
        const sent = Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, [String(value)]]));
        const form = parseForm(dureesForm, { values: sent, files: {} });
        if (!form.ok) return;
        const { reglages } = lireDurees(form.data as Record<string, number>, {});
        for (const donnee of REGLABLES) {
          const { min, max } = donnee.duree;
          const nombre = dureeDe(donnee, reglages)?.nombre ?? 0;
          expect(nombre).toBeGreaterThanOrEqual(min);
          expect(nombre).toBeLessThanOrEqual(max);
          expect(String(nombre)).toBe(String(form.data[champ(donnee)]));
        }
        expect(lireDurees(form.data as Record<string, number>, reglages).changees).toEqual([]);
      }),
    );
  });
});

describe('Le registre des traitements (RGPD, art. 30)', () => {
  test('dit le responsable, les finalités, les personnes, les destinataires et les durées', async () => {
    const { text } = await dpo.get('/registre-des-traitements');
    for (const { nom, pourquoi, personnes } of DONNEES)
      for (const said of [nom, pourquoi, personnes]) expect(text).toContain(said);
    for (const said of [
      'Département des Essais, 1 rue Fictive',
      'Anne Fictive',
      'Union européenne',
      'Mesures de sécurité',
    ]) {
      expect(text).toContain(said);
    }
  });

  test('s’exporte, une donnée par ligne', async () => {
    const { headers, text } = await dpo.get('/registre-des-traitements.csv');
    expect(headers.get('content-type')).toContain('text/csv');
    expect(headers.get('content-disposition')).toContain('registre-des-traitements-');
    const lines = text.trim().split('\r\n');
    expect(lines).toHaveLength(DONNEES.length + 1);
    expect(lines[0]).toContain('Base légale');
  });
});

describe('Ce que le public lit', () => {
  test('la page « Données personnelles » a une ligne par donnée', async () => {
    const { text } = await site.anonymous().get('/donnees-personnelles');
    for (const { nom, quoi } of DONNEES) expect(text).toContain(`${nom} : ${quoi}`);
  });

  test('l’affichette du guichet s’ouvre sans compte, avec la durée réglée', async () => {
    await dpo.post('/conservation/durees', defaults({ duree_accompagnements: '3' }));
    const { status, text } = await site.anonymous().get('/donnees-personnelles/affichette');
    expect(status).toBe(200);
    expect(text).toContain('3 ans. Ensuite');
    expect(text).toContain('secret professionnel');
  });
});
