import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { runJobs } from '../../../test/jobs.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { type Answer, openSite, Visitor } from '../../../test/visitor.ts';
import { inTerritoire } from '../../platform/db.ts';
import { parseForm, readForm } from '../../platform/http/form.ts';
import { saveSort } from '../courriels/store.ts';
import { appliquerConservation } from '../donnees-personnelles/nuit.ts';
import { suiteSure } from './ouverture.ts';
import { connexionForm } from './routes.tsx';

const base = useBase();
const START = Temporal.Instant.from('2026-11-24T09:00:00Z');
let now = START;
let ids: SmallTerritoire;
let site: ReturnType<typeof openSite>;

beforeAll(async () => {
  ids = await seedSmallTerritoire(base.owner);
  const demo = [ids.comptes.equipe, ids.comptes.voisin];
  await base.owner.updateTable('compte').set({ demo: true }).where('id', 'in', demo).execute();
});
beforeEach(() => {
  now = START;
  site = openSite(base.request, { demo: false, clock: () => now });
});
afterEach(async () => {
  for (const table of ['session', 'lienConnexion', 'courriel', 'envoi'] as const) {
    await base.owner.deleteFrom(table).execute();
  }
});

const later = (minutes: number) => {
  now = START.add({ minutes });
};
/** What was written once the jobs asked for are done. */
const courriels = async () => {
  await runJobs(base, { clock: () => now });
  return base.owner.selectFrom('courriel').selectAll().orderBy('createdAt').execute();
};

/** Asks for a link and reads it in the mail. */
async function askLink(courriel = 'equipe@exemple.fr', fields: Record<string, string> = {}): Promise<URL> {
  await site.anonymous().post('/connexion', { courriel, ...fields });
  const sent = (await courriels()).at(-1);
  return new URL(/http\S+/.exec(sent?.texte ?? '')?.[0] ?? 'about:blank');
}

const useLink = (link: URL, fields: Record<string, string> = {}) =>
  site.anonymous().post('/connexion/lien', { jeton: link.searchParams.get('jeton') ?? '', ...fields });

/** Whoever received this answer's session. */
function holder(answer: Answer): Visitor {
  const [, token] = /escale_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
  return new Visitor(site.app, { token });
}

describe('Le lien de connexion', () => {
  test('part par courriel, se confirme par un bouton, ouvre une session de 12 heures', async () => {
    const link = await askLink('  Equipe@Exemple.FR ');
    const [sent] = await courriels();
    expect(sent).toMatchObject({ destinataire: 'equipe@exemple.fr', sujet: 'Votre lien de connexion à Escale' });
    expect(sent?.texte).toContain('Bonjour Compte equipe,');
    expect(sent?.texte).toContain('Il sert une seule fois, pendant 15 minutes.');
    expect(link.origin + link.pathname).toBe('http://localhost/connexion/lien');
    const answer = await useLink(link);
    expect(answer.location).toBe('/connexion/code');
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toContain('HttpOnly; SameSite=Lax; Max-Age=43200');
    // The mailbox alone opens nothing.
    expect((await holder(answer).get('/accueil')).location).toBe('/connexion/code?suite=%2Faccueil');
  });

  test('donne un nom à qui se trompe ensuite de code, et ne reste pas dans le courriel une fois parti', async () => {
    const answer = await useLink(await askLink());
    await holder(answer).post('/connexion/code', { code: '000000' });
    const refused = await base.owner
      .selectFrom('journalEntree')
      .innerJoin('journalIdentite', 'journalIdentite.acteur', 'journalEntree.acteur')
      .select(['journalIdentite.nom', 'niveau'])
      .where('acte', '=', 'code refusé')
      .execute();
    expect(refused).toEqual([{ nom: 'Compte equipe', niveau: 'lien' }]);
    const [{ id = '' } = {}] = await base.owner.selectFrom('courriel').select('id').execute();
    await inTerritoire(base.request, '66', (db) => saveSort(db, '66', id, { envoyeAt: now }));
    expect((await courriels())[0]?.texte).toBe('');
  });

  test('n’est pas usé par ce qui l’ouvre sans appuyer sur le bouton', async () => {
    const link = await askLink();
    for (let time = 0; time < 3; time += 1) {
      const page = await site.anonymous().get(link.pathname + link.search);
      expect(page.text).toContain('Me connecter');
      expect(page.headers.get('set-cookie')).toBeNull();
    }
    expect((await useLink(link)).status).toBe(303);
  });

  test('ne sert qu’une fois, même à deux à la fois', async () => {
    const link = await askLink();
    const answers = await Promise.all(Array.from({ length: 8 }, () => useLink(link)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array.from({ length: 7 }, () => 422)]);
    const refused = await useLink(link);
    expect(refused.text).toContain('Ce lien ne fonctionne plus');
    expect(refused.headers.get('set-cookie')).toBeNull();
  });

  test('vaut 15 minutes', async () => {
    const link = await askLink();
    later(14);
    const other = await askLink();
    later(15);
    expect((await useLink(link)).status).toBe(422);
    expect((await useLink(other)).status).toBe(303);
  });

  test('ne sert plus quand le compte est fermé, et n’est plus envoyé', async () => {
    const link = await askLink('dpo@exemple.fr');
    const close = (fermeLe: Temporal.Instant | null) =>
      base.owner.updateTable('compte').set({ fermeLe }).where('id', '=', ids.comptes.dpo).execute();
    await close(now);
    expect((await useLink(link)).status).toBe(422);
    await site.anonymous().post('/connexion', { courriel: 'dpo@exemple.fr' });
    expect(await courriels()).toHaveLength(1);
    await close(null);
  });

  test('d’un territoire n’ouvre rien dans un autre', async () => {
    const link = await askLink();
    const jeton = link.searchParams.get('jeton') ?? '';
    expect((await site.anonymous('voisin.localhost').post('/connexion/lien', { jeton })).status).toBe(422);
    expect((await useLink(link)).status).toBe(303);
  });

  test.each(['', 'x', '\0', 'a'.repeat(5000), "' or 1=1 --", '<script>'])('inventé (%j), est refusé', async (jeton) => {
    const answer = await site.anonymous().post('/connexion/lien', { jeton });
    expect(answer.status).toBe(422);
    expect(answer.text).not.toContain('<script>');
    const page = await site.anonymous().get(`/connexion/lien?jeton=${encodeURIComponent(jeton)}`);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('<script>');
  });

  test('n’est pas conservé : la base n’en a que l’empreinte', async () => {
    const link = await askLink();
    const [row] = await base.owner.selectFrom('lienConnexion').select('jetonHash').execute();
    expect(Buffer.from(row?.jetonHash ?? []).toString('base64url')).not.toBe(link.searchParams.get('jeton'));
    expect(row?.jetonHash).toHaveLength(32);
  });
});

describe('Demander un lien', () => {
  test('reçoit la même réponse, que le compte existe ou non', async () => {
    const ask = async (courriel: string) => {
      const { status, text, location, headers } = await site.anonymous().post('/connexion', { courriel });
      // The number of the request is its own, whoever asks.
      headers.delete('x-request-id');
      return { status, text, location, headers: [...headers] };
    };
    const known = await ask('equipe@exemple.fr');
    expect(known.location).toBe('/connexion/envoye');
    for (const courriel of ['inconnu@exemple.fr', 'voisin@exemple.fr']) expect(await ask(courriel)).toEqual(known);
    for (let time = 0; time < 4; time += 1) expect(await ask('equipe@exemple.fr')).toEqual(known);
    expect((await site.anonymous().get('/connexion/envoye')).text).toContain('Si cette adresse correspond à un compte');
  });

  test('trois fois par quart d’heure au plus, même tous à la fois', async () => {
    const ask = () => site.anonymous().post('/connexion', { courriel: 'equipe@exemple.fr' });
    await Promise.all(Array.from({ length: 8 }, ask));
    await Promise.all([courriels(), courriels(), courriels()]);
    expect(await courriels()).toHaveLength(3);
    later(14);
    await ask();
    expect(await courriels()).toHaveLength(3);
    later(15);
    await ask();
    expect(await courriels()).toHaveLength(4);
  });

  test('n’envoie rien à un agent dont le contrat est fini', async () => {
    const contratFin = now.toZonedDateTimeISO('Europe/Paris').toPlainDate().subtract({ days: 1 });
    const agent = base.owner.updateTable('agent').where('id', '=', ids.agent);
    const before = await base.owner
      .selectFrom('agent')
      .select('contratFin')
      .where('id', '=', ids.agent)
      .executeTakeFirstOrThrow();
    await agent.set({ contratFin }).execute();
    await site.anonymous().post('/connexion', { courriel: 'agent@exemple.fr' });
    expect(await courriels()).toEqual([]);
    await agent.set(before).execute();
  });

  test('ne laisse dans la file des travaux aucune adresse lisible', async () => {
    await site.anonymous().post('/connexion', { courriel: 'equipe@exemple.fr' });
    const { rows } = await sql<{ data: unknown }>`select data from travaux.job`.execute(base.owner);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('equipe');
    await courriels();
  });

  test.each(['', 'x', 'a\0b@exemple.fr', 'a@exemple.fr\r\nBcc: b@exemple.fr', '<script>@exemple.fr', 'é@exemple.fr'])(
    'avec une adresse fausse (%j) est refusé, sans la perdre',
    async (courriel) => {
      const answer = await site.anonymous().post('/connexion', { courriel });
      expect(answer.status).toBe(422);
      expect(answer.text).toMatch(/Indiquez l’adresse électronique|Cette adresse électronique est incomplète/);
      expect(answer.text).not.toContain('<script>@');
      expect(await courriels()).toEqual([]);
    },
  );

  test('n’est jamais une panne', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (courriel) => {
        const form = new FormData();
        form.set('courriel', courriel);
        const read = parseForm(connexionForm, readForm(form));
        if (read.ok) expect(read.data.courriel).toMatch(/^[\x21-\x7e]+@[a-z0-9.-]+$/);
        else expect(read.state.errors[0]?.message).toMatch(/\.$/);
      }),
    );
  });
});

describe('Après la connexion', () => {
  test.each([
    '//evil.invalid',
    '/\\evil.invalid',
    'https://evil.invalid',
    '\\\\evil',
    'javascript:alert(1)',
    '/\t/evil',
    '',
    ' /x',
    '/a\\b',
    '/é',
    `/${'a'.repeat(300)}`,
  ])('%j ne mène nulle part', async (suite) => {
    expect(suiteSure(suite)).toBeUndefined();
    const link = await askLink('equipe@exemple.fr', { suite });
    expect(link.searchParams.has('suite')).toBe(false);
    expect((await useLink(link, { suite })).location).toBe('/connexion/code');
  });

  test('une page d’Escale revient', async () => {
    const suite = '/structures?page=2';
    const link = await askLink('equipe@exemple.fr', { suite });
    expect(link.searchParams.get('suite')).toBe(suite);
    expect((await useLink(link, { suite })).location).toBe('/connexion/code?suite=%2Fstructures%3Fpage%3D2');
  });

  test('aucune suite, quelle qu’elle soit, ne quitte le site', () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '//',
      '%2F',
      '%5c',
      '.',
      '..',
      '@',
      ':',
      '?',
      '#',
      '\t',
      '\n',
      'evil.invalid',
      'http',
    );
    const suites = fc.oneof(
      fc.array(part, { maxLength: 8 }).map((parts) => `/${parts.join('')}`),
      fc.string(),
    );
    fc.assert(
      fc.property(suites, (suite) => {
        const kept = suiteSure(suite);
        if (kept === undefined) return;
        for (const from of ['https://escale.exemple.fr/connexion/lien?jeton=x', 'http://localhost:3000/']) {
          expect(new URL(kept, from).origin).toBe(new URL(from).origin);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('La session', () => {
  test('dure 12 heures au plus, même utilisée sans cesse', async () => {
    const visitor = await site.signedIn(ids.comptes.equipe);
    for (let hours = 2; hours < 12; hours += 2) {
      later(hours * 60);
      expect((await visitor.get('/accueil')).location).toBe('/tableau-de-bord');
    }
    later(12 * 60 - 1);
    expect((await visitor.get('/accueil')).location).toBe('/tableau-de-bord');
    later(12 * 60);
    expect((await visitor.get('/accueil')).location).toBe('/connexion?suite=%2Faccueil');
  });

  test('se ferme après 3 heures sans rien faire', async () => {
    const visitor = await site.signedIn(ids.comptes.equipe);
    later(3 * 60 - 1);
    expect((await visitor.get('/accueil')).location).toBe('/tableau-de-bord');
    later(6 * 60 - 1);
    expect((await visitor.get('/accueil')).location).toBe('/connexion?suite=%2Faccueil');
  });

  test('d’un agent s’arrête le lendemain de son contrat', async () => {
    const contratFin = now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
    await base.owner.updateTable('agent').set({ contratFin }).where('id', '=', ids.autreAgent).execute();
    const visitor = await site.signedIn(ids.comptes.autreAgent);
    expect((await visitor.get('/accueil')).location).toBe('/agenda');
    later(24 * 60);
    const other = await site.signedIn(ids.comptes.autreAgent);
    expect((await other.get('/accueil')).location).toBe('/connexion?suite=%2Faccueil');
  });

  test('note quand on l’a vue, toutes les cinq minutes au plus', async () => {
    const visitor = await site.signedIn(ids.comptes.equipe);
    const seen = async () => String((await base.owner.selectFrom('session').select('seenAt').execute())[0]?.seenAt);
    later(4);
    await visitor.get('/accueil');
    expect(await seen()).toBe(String(START));
    later(6);
    await visitor.get('/accueil');
    expect(await seen()).toBe(String(now));
  });

  test('d’un compte fermé n’ouvre plus rien', async () => {
    const visitor = await site.signedIn(ids.comptes.direction);
    const close = (fermeLe: Temporal.Instant | null) =>
      base.owner.updateTable('compte').set({ fermeLe }).where('id', '=', ids.comptes.direction).execute();
    expect((await visitor.get('/accueil')).location).toBe('/pilotage');
    await close(now);
    expect((await visitor.get('/accueil')).location).toBe('/connexion?suite=%2Faccueil');
    await close(null);
  });

  test('se ferme par « Se déconnecter », dans la base et dans le navigateur', async () => {
    const visitor = await site.signedIn(ids.comptes.equipe);
    const answer = await visitor.post('/deconnexion');
    expect(answer.location).toBe('/');
    expect(answer.headers.get('set-cookie')).toMatch(/escale_session=;.*Max-Age=0/);
    expect((await visitor.get('/accueil')).location).toBe('/connexion?suite=%2Faccueil');
    // Without a script nothing waits on a device: there is nothing to forget there.
    expect(answer.headers.get('clear-site-data')).toBeNull();
    // Its session over, a page left open still leaves in peace.
    expect((await visitor.post('/deconnexion')).location).toBe('/');
  });

  test('fait oublier au navigateur tout ce qu’il garde, quand la page dit que rien n’y attend', async () => {
    const oublie = async (fields: Readonly<Record<string, string>>) => {
      const visitor = await site.signedIn(ids.comptes.agent);
      const { location, headers } = await visitor.post('/deconnexion', fields);
      expect(location).toBe('/');
      return headers.get('clear-site-data');
    };
    expect(await oublie({ appareil: 'vide' })).toBe('"cache", "storage"');
    for (const appareil of ['', 'plein', 'VIDE', '"storage"\r\nx: y']) expect(await oublie({ appareil })).toBeNull();
    // Whoever is not signed in any more leaves the device as clean.
    const { headers } = await site.anonymous().post('/deconnexion', { appareil: 'vide' });
    expect(headers.get('clear-site-data')).toBe('"cache", "storage"');
  });

  test('d’avant est fermée par une nouvelle connexion', async () => {
    const first = await site.signedIn(ids.comptes.equipe);
    const link = await askLink('dpo@exemple.fr');
    await first.post('/connexion/lien', { jeton: link.searchParams.get('jeton') ?? '' });
    expect((await first.get('/accueil')).location).toBe('/connexion?suite=%2Faccueil');
  });

  test('expirée, est effacée, avec les liens ; clés et courriels le sont après 30 jours', async () => {
    await useLink(await askLink());
    for (const table of ['envoi', 'courriel'] as const) {
      await base.owner.updateTable(table).set({ createdAt: now }).execute();
    }
    const left = async () => {
      const tables = ['session', 'lienConnexion', 'envoi', 'courriel'] as const;
      const chez = { id: '66', dureesConservation: {} };
      const today = now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
      await inTerritoire(base.request, '66', (db) => appliquerConservation(db, chez, today, now));
      return Promise.all(
        tables.map(async (table) => (await base.owner.selectFrom(table).selectAll().execute()).length),
      );
    };
    expect(await left()).toEqual([1, 1, 2, 1]);
    later(16);
    expect(await left()).toEqual([1, 0, 2, 1]);
    later(12 * 60 + 1);
    expect(await left()).toEqual([0, 0, 2, 1]);
    later(31 * 24 * 60);
    expect(await left()).toEqual([0, 0, 0, 0]);
  });
});

describe('La démonstration', () => {
  test('n’existe pas hors d’elle', async () => {
    expect((await site.anonymous().post('/connexion/demo', { compte: ids.comptes.equipe })).status).toBe(404);
    expect((await site.anonymous().get('/demo/courriels')).status).toBe(404);
    const { text } = await site.anonymous().get('/connexion');
    expect(text).not.toContain('Essayer la démonstration');
    expect(text).not.toContain('Voisin');
  });

  test('ouvre un compte d’un bouton', async () => {
    site = openSite(base.request, { demo: true });
    const page = await site.anonymous().get('/connexion');
    expect(page.text).toContain('Compte equipe');
    expect(page.text).not.toContain('Compte voisin');
    expect(page.text).toContain('<a href="http://voisin.localhost/connexion">Département Voisin</a>');
    const answer = await site
      .anonymous()
      .post('/connexion/demo', { compte: ids.comptes.equipe, suite: '//evil.invalid' });
    expect(answer.location).toBe('/accueil');
    expect((await holder(answer).get('/accueil')).location).toBe('/tableau-de-bord');
  });

  test('mène au choix de sa casquette une personne qui en a deux', async () => {
    site = openSite(base.request, { demo: true });
    const dpo = {
      territoireId: '66',
      id: randomUUID(),
      courriel: 'equipe@exemple.fr',
      nom: 'Compte equipe',
      role: 'dpo',
    };
    await base.owner.insertInto('compte').values(dpo).execute();
    const answer = await site.anonymous().post('/connexion/demo', { compte: ids.comptes.equipe });
    expect(answer.location).toBe('/connexion/casquette');
    await base.owner.deleteFrom('session').where('compteId', '=', dpo.id).execute();
    await base.owner.deleteFrom('compte').where('id', '=', dpo.id).execute();
  });

  test('refuse un compte d’un autre territoire, un compte réel, un compte inventé', async () => {
    site = openSite(base.request, { demo: true });
    for (const compte of [ids.comptes.voisin, ids.comptes.administrateur, randomUUID(), '', "' or 1=1", '\0']) {
      const answer = await site.anonymous().post('/connexion/demo', { compte });
      expect(answer.status, compte).toBe(422);
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
  });

  test('montre les courriels, sans les exécuter', async () => {
    site = openSite(base.request, { demo: true });
    await askLink('equipe@exemple.fr');
    await base.owner.updateTable('courriel').set({ sujet: '<b>x</b>' }).execute();
    const page = await site.anonymous().get('/demo/courriels');
    expect(page.text).toContain('equipe@exemple.fr');
    expect(page.text).toMatch(/<a href="http:\/\/localhost\/connexion\/lien\?jeton=[\w-]{43}">/);
    expect(page.text).toContain('&lt;b&gt;x&lt;/b&gt;');
  });
});
