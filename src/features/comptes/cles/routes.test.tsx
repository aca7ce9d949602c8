import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Authenticator, makeAuthenticator } from '../../../../test/authenticator.ts';
import { useBase } from '../../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { type Answer, openSite, Visitor } from '../../../../test/visitor.ts';

const base = useBase();
const START = Temporal.Instant.from('2026-11-24T09:00:00Z');
const HERE = { origin: 'http://localhost', rpId: 'localhost' };
let now = START;
let ids: SmallTerritoire;
let site: ReturnType<typeof openSite>;

beforeAll(async () => {
  ids = await seedSmallTerritoire(base.owner);
});
beforeEach(() => {
  now = START;
  site = openSite(base.request, { demo: false, clock: () => now });
});
afterEach(async () => {
  for (const table of ['session', 'facteur', 'codeSecours', 'identifiant', 'courriel', 'envoi'] as const) {
    await base.owner.deleteFrom(table).execute();
  }
});

const later = (seconds: number) => {
  now = now.add({ seconds });
};

function holder(answer: Answer): Visitor {
  const [, token] = /escale_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
  return new Visitor(site.app, { token });
}

const halfSigned = (compte = ids.comptes.equipe) => site.signedIn(compte, { niveau: 'lien' });

/** Asks for a challenge, and reads the one that the page gives the browser. */
async function challengeOf(visitor: Visitor, path: string): Promise<string> {
  expect((await visitor.post(`${path}/defi`)).location).toBe(path);
  const { text } = await visitor.get(path);
  return /&quot;challenge&quot;:&quot;([\w-]+)&quot;/.exec(text)?.[1] ?? '';
}

/** Makes a key as the first second factor of an account. */
async function enrol(compte = ids.comptes.equipe): Promise<Authenticator> {
  const half = await halfSigned(compte);
  const key = makeAuthenticator();
  const challenge = await challengeOf(half, '/connexion/cle/nouvelle');
  const answer = await half.post('/connexion/cle/nouvelle', { reponse: key.create({ ...HERE, challenge }) });
  expect(answer.location).toBe('/mon-compte/codes-de-secours');
  expect((await holder(answer).get('/mon-compte')).text).toContain('Clé d’accès');
  return key;
}

/** Half signed in, presents a key that says how many times it signed. */
async function present(key: Authenticator, counter: number, compte = ids.comptes.equipe): Promise<Answer> {
  const half = await halfSigned(compte);
  const challenge = await challengeOf(half, '/connexion/cle');
  return half.post('/connexion/cle', { reponse: key.use({ ...HERE, challenge, counter }) });
}

const REFUSED = '/connexion/cle?refus=faux';
const kept = () => base.owner.selectFrom('facteur').select(['compteur', 'usedAt']).executeTakeFirstOrThrow();

describe('Une clé d’accès', () => {
  test('est le premier second facteur, puis ouvre une session neuve et note son usage', async () => {
    const key = await enrol();
    later(60);
    const half = await halfSigned();
    const challenge = await challengeOf(half, '/connexion/cle');
    const answer = await half.post('/connexion/cle', { reponse: key.use({ ...HERE, challenge, counter: 1 }) });
    expect(answer.location).toBe('/accueil');
    expect((await holder(answer).get('/structures')).status).toBe(200);
    expect((await half.get('/structures')).location).toBe('/connexion?suite=%2Fstructures');
    expect(await kept()).toEqual({ compteur: 1, usedAt: now });
  });

  test('ne rejoue pas une réponse : un défi ne sert qu’une fois, même refusé, même vingt fois en même temps', async () => {
    const key = await enrol();
    const half = await halfSigned();
    const challenge = await challengeOf(half, '/connexion/cle');
    const reponse = key.use({ ...HERE, challenge });
    const answers = await Promise.all(Array.from({ length: 20 }, () => half.post('/connexion/cle', { reponse })));
    expect(answers.filter(({ location }) => location === '/accueil')).toHaveLength(1);

    // The losers were counted as failures: they are forgotten by the next success.
    later(3600);
    expect((await present(key, 0)).location).toBe('/accueil');

    // Recorded, then sent in the session of a challenge of its own.
    const thief = await halfSigned();
    await challengeOf(thief, '/connexion/cle');
    expect((await thief.post('/connexion/cle', { reponse })).location).toBe(REFUSED);

    const other = await halfSigned();
    const used = await challengeOf(other, '/connexion/cle');
    await other.post('/connexion/cle', { reponse: 'rien' });
    const late = key.use({ ...HERE, challenge: used, counter: 9 });
    expect((await other.post('/connexion/cle', { reponse: late })).location).toBe(REFUSED);
  });

  test('ne signe pas un défi de plus de cinq minutes', async () => {
    const key = await enrol();
    const half = await halfSigned();
    const challenge = await challengeOf(half, '/connexion/cle');
    later(5 * 60 + 1);
    const reponse = key.use({ ...HERE, challenge });
    expect((await half.post('/connexion/cle', { reponse })).location).toBe(REFUSED);
  });

  test('dont le compteur recule est refusée, et le compteur gardé ne bouge pas', async () => {
    const key = await enrol();
    expect((await present(key, 8)).location).toBe('/accueil');
    expect((await present(key, 8)).location).toBe(REFUSED);
    expect((await present(key, 7)).location).toBe(REFUSED);
    expect(await kept()).toMatchObject({ compteur: 8 });
    expect((await present(key, 9)).location).toBe('/accueil');
  });

  test('d’une personne n’ouvre pas le compte d’une autre, ni une clé que personne n’a ajoutée', async () => {
    const key = await enrol();
    await enrol(ids.comptes.dpo);
    expect((await present(key, 1, ids.comptes.dpo)).location).toBe(REFUSED);
    expect((await present(makeAuthenticator(), 1)).location).toBe(REFUSED);
  });

  test('déjà ajoutée par une personne n’est pas prise par une autre', async () => {
    const key = await enrol();
    const half = await halfSigned(ids.comptes.dpo);
    const challenge = await challengeOf(half, '/connexion/cle/nouvelle');
    const answer = await half.post('/connexion/cle/nouvelle', { reponse: key.create({ ...HERE, challenge }) });
    expect(answer.location).toBe('/connexion/cle/nouvelle?refus=faux');
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  test('n’est pas ajoutée à côté d’une autre par qui n’a que la messagerie', async () => {
    await enrol();
    const thief = await halfSigned();
    await thief.post('/connexion/cle/nouvelle/defi');
    expect((await thief.get('/connexion/cle/nouvelle')).location).toBe('/connexion/code');
    expect((await thief.post('/connexion/cle/nouvelle', { reponse: '{}' })).location).toBe('/connexion/code');
    expect((await thief.get('/mon-compte/cle/nouvelle')).location).toMatch(/^\/connexion\/code/);
  });

  test('présentée en vain, fait attendre la boîte aux lettres comme un code', async () => {
    const key = await enrol();
    for (let time = 0; time < 4; time += 1) {
      expect((await present(makeAuthenticator(), 1)).location).toBe(REFUSED);
    }
    expect((await present(makeAuthenticator(), 1)).location).toBe('/connexion/cle?refus=attendre');
    expect((await present(key, 1)).location).toBe('/connexion/cle?refus=attendre');
    later(61);
    expect((await present(key, 1)).location).toBe('/accueil');
  });

  test('confirme ce qui est grave, dix minutes', async () => {
    const key = await enrol();
    const signed = await site.signedIn(ids.comptes.equipe);
    expect((await signed.get('/mon-compte/cle/nouvelle')).location).toMatch(/^\/confirmer/);
    const followed = '/confirmer/cle?suite=%2Fmon-compte&retour=%2Fstructures';
    for (const said of ['href="/structures"', 'href="/confirmer?suite=%2Fmon-compte&amp;retour=%2Fstructures"']) {
      expect((await signed.get(followed)).text).toContain(said);
    }
    const prepared = await signed.post('/confirmer/cle/defi', { suite: '/mon-compte', retour: '/structures' });
    expect(prepared.location).toBe(followed);
    const challenge = await challengeOf(signed, '/confirmer/cle');
    const confirmed = await signed.post('/confirmer/cle', { reponse: key.use({ ...HERE, challenge, counter: 1 }) });
    expect(confirmed.location).toBe('/mon-compte');
    expect((await signed.get('/mon-compte/cle/nouvelle')).status).toBe(200);
    later(10 * 60 + 1);
    expect((await signed.get('/mon-compte/cle/nouvelle')).location).toMatch(/^\/confirmer/);
  });
});
