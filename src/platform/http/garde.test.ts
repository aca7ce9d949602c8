import { beforeEach, describe, expect, test } from 'vitest';
import { useSmallSite } from '../../../test/small-site.tsx';
import { Visitor } from '../../../test/visitor.ts';
import { inTerritoire } from '../db.ts';
import { uuidv7 } from '../ids.ts';
import { openSession, SESSION_HOURS } from '../session.ts';
import { ACCES_REFUSE } from './garde.ts';
import { notFound, page, redirect } from './reply.ts';
import { get, post, type Route } from './route.ts';

const site = useSmallSite();
const AUTRE = uuidv7();
const ABSENT = uuidv7();

const secret = (id: string | undefined) => (id === undefined || id === ABSENT ? undefined : { id });
const routes: readonly Route[] = [
  get('/secrets', { access: { agent: true }, garde: 'secret', handle: async () => page({ title: 'Liste', body: '' }) }),
  get('/secrets/:secret', {
    garde: 'secret',
    load: async (rq) => secret(rq.params['secret']),
    access: { agent: (_, { id }) => id !== AUTRE },
    handle: async (rq) => (rq.query.has('detruit') ? notFound() : page({ title: 'Secret', body: '' })),
  }),
  post('/secrets/:secret', {
    garde: 'secret',
    load: async (rq) => secret(rq.params['secret']),
    access: { agent: (_, { id }) => id !== AUTRE },
    handle: async () => redirect('/secrets'),
  }),
  get('/ouvert/:secret', {
    access: { agent: () => false },
    handle: async () => page({ title: 'Sans garde', body: '' }),
  }),
];

async function visitor(compte: 'agent' | 'dpo', at = Temporal.Now.instant()): Promise<{ token: string; as: Visitor }> {
  const token = await inTerritoire(site.base.request, '66', (db) =>
    openSession(db, '66', site.ids.comptes[compte], at),
  );
  return { token, as: new Visitor(site.open({ routes }), { token }) };
}

const refusals = () =>
  site.base.owner
    .selectFrom('journalEntree')
    .select(['acteur', 'objetType', 'objetId'])
    .where('acte', '=', ACCES_REFUSE)
    .orderBy('id')
    .execute();
const acteurs = async () =>
  new Set((await site.base.owner.selectFrom('session').select('acteur').execute()).map(({ acteur }) => acteur));

let before = 0;
beforeEach(async () => {
  before = (await refusals()).length;
});
const nouvelles = async () => (await refusals()).slice(before);

describe('Un accès refusé à ce qui est gardé', () => {
  test('scénario 12 : l’objet d’un autre et celui qui n’existe pas ont la même réponse et la même ligne', async () => {
    const { as } = await visitor('agent');
    const plain = ({ status, text }: Awaited<ReturnType<Visitor['get']>>) => [
      status,
      text.replaceAll(/nonce="[^"]*"|value="[^"]*"/g, ''),
    ];
    expect(plain(await as.get(`/secrets/${AUTRE}`))).toEqual(plain(await as.get(`/secrets/${ABSENT}`)));
    expect(plain(await as.post(`/secrets/${AUTRE}`))).toEqual(plain(await as.post(`/secrets/${ABSENT}`)));
    const lines = await nouvelles();
    expect(lines.map(({ objetType, objetId }) => [objetType, objetId])).toEqual([
      ['secret', AUTRE],
      ['secret', ABSENT],
      ['secret', AUTRE],
      ['secret', ABSENT],
    ]);
    expect(await acteurs()).toContain(lines[0]?.acteur);
    // The key of the form that was undone is not spent: only the line stays.
    const envois = await site.base.owner
      .selectFrom('envoi')
      .select('cle')
      .where('chemin', 'like', '/secrets%')
      .execute();
    expect(envois).toEqual([]);
  });

  test('scénario 12 : un rôle qui n’y a pas droit, ou une page qui ne trouve plus rien', async () => {
    expect((await (await visitor('dpo')).as.get(`/secrets/${AUTRE}`)).status).toBe(403);
    expect((await (await visitor('dpo')).as.get('/secrets')).status).toBe(403);
    const mine = uuidv7();
    expect((await (await visitor('agent')).as.get(`/secrets/${mine}?detruit`)).status).toBe(404);
    expect((await nouvelles()).map(({ objetId }) => objetId)).toEqual([AUTRE, null, mine]);
  });

  test('ce qui est permis, ce qui n’est pas gardé, et qui n’est pas connecté n’en laissent pas', async () => {
    const { as } = await visitor('agent');
    expect((await as.get(`/secrets/${uuidv7()}`)).status).toBe(200);
    expect((await as.post(`/secrets/${uuidv7()}`)).status).toBe(303);
    expect((await as.get(`/ouvert/${AUTRE}`)).status).toBe(404);
    const anonymous = new Visitor(site.open({ routes }));
    const invented = new Visitor(site.open({ routes }), { token: 'inventé' });
    for (const one of [anonymous, invented]) expect((await one.get(`/secrets/${AUTRE}`)).status).toBe(303);
    for (const one of [anonymous, invented]) expect((await one.get('/secrets/1')).status).toBe(404);
    expect((await as.get('/ouvert/1')).status).toBe(404);
    expect(await nouvelles()).toEqual([]);
  });

  test.each([
    ['un nombre', '1', '1'],
    ['un identifiant en majuscules', AUTRE.toUpperCase(), AUTRE.toUpperCase()],
    [
      'une chaîne hostile',
      encodeURIComponent('<script>alert("1")</script>'),
      '%3Cscript%3Ealert(%221%22)%3C%2Fscript%3E',
    ],
    ['une requête', encodeURIComponent("' or 1=1 --"), "'%20or%201%3D1%20--"],
    ['un sens de lecture renversé, un zéro, une ligne', '%E2%80%AE%00%0A', '%E2%80%AE%00%0A'],
    ['une chaîne longue', 'a'.repeat(3_000), `${'a'.repeat(60)}…`],
    ['des signes longs à écrire', '%E2%80%AE'.repeat(500), `${'%E2%80%AE'.repeat(7).slice(0, 60)}…`],
  ])(
    'scénario 12 : par ce qui n’est pas un identifiant, %s, laisse la même ligne, courte et sans danger',
    async (_, sent, kept) => {
      const { as } = await visitor('agent');
      const answers = [await as.get(`/secrets/${sent}`), await as.post(`/secrets/${sent}`)];
      expect(answers.map(({ status }) => status)).toEqual([404, 404]);
      const lines = await nouvelles();
      expect(lines.map(({ objetType, objetId }) => [objetType, objetId])).toEqual([
        ['secret', kept],
        ['secret', kept],
      ]);
      expect(await acteurs()).toContain(lines[0]?.acteur);
    },
  );

  test('ce qui ressemble à un secret dans l’adresse n’entre pas au journal', async () => {
    const { as } = await visitor('agent');
    await as.get(`/secrets/${encodeURIComponent('mdp : Tournesol66')}`);
    const [line] = await nouvelles();
    expect(line?.objetId).not.toContain('Tournesol');
    expect(line?.objetId).toContain('retir');
  });

  test('compte avec les autres refus : au-delà, il attend, et rien de plus ne s’écrit', {
    timeout: 60_000,
  }, async () => {
    const { as } = await visitor('agent');
    const statuses: number[] = [];
    for (let time = 0; time < 151; time += 1) {
      statuses.push((await as.get(`/secrets/${time}`)).status, (await as.get(`/secrets/${ABSENT}`)).status);
    }
    expect(statuses.slice(0, 300)).toEqual(Array.from({ length: 300 }, () => 404));
    expect(statuses.slice(300)).toEqual([429, 429]);
    expect(await nouvelles()).toHaveLength(300);
  });

  test('scénario 12 : une session périmée, ou d’un agent parti, est renvoyée à la porte et nommée', async () => {
    const longAgo = Temporal.Now.instant().subtract({ hours: SESSION_HOURS + 1 });
    const { as, token } = await visitor('agent', longAgo);
    const [mine, absent] = [await as.get(`/secrets/${uuidv7()}`), await as.get(`/secrets/${ABSENT}`)];
    expect([mine.status, absent.status]).toEqual([303, 303]);
    expect(mine.location).toMatch(/^\/connexion\?suite=/);
    const lines = await nouvelles();
    expect(lines).toHaveLength(2);
    expect(await acteurs()).toContain(lines[0]?.acteur);
    await site.base.owner
      .updateTable('session')
      .set({ expireAt: Temporal.Now.instant().add({ hours: 1 }), seenAt: Temporal.Now.instant() })
      .execute();
    const fired = site.base.owner.updateTable('agent').where('id', '=', site.ids.agent);
    await fired.set({ contratFin: Temporal.PlainDate.from('2026-01-01') }).execute();
    expect((await new Visitor(site.open({ routes }), { token }).get(`/secrets/${AUTRE}`)).status).toBe(303);
    expect(await nouvelles()).toHaveLength(3);
    await fired.set({ contratFin: Temporal.PlainDate.from('2027-08-31') }).execute();
  });

  test('qui en cherche des centaines doit attendre, et n’en remplit pas le journal', async () => {
    const { as } = await visitor('agent');
    const statuses = new Map<number, number>();
    for (let rank = 0; rank < 310; rank += 1) {
      const { status } = await as.get(`/secrets/${rank % 2 === 0 ? AUTRE : ABSENT}`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([
      [404, 300],
      [429, 10],
    ]);
    expect(await nouvelles()).toHaveLength(300);
    // What is theirs still opens.
    expect((await as.get(`/secrets/${uuidv7()}`)).status).toBe(200);
  });
});
