import { createHash, randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { demo } from '../../db/demo/ids.ts';
import { saveLien } from '../../src/features/comptes/store.ts';
import { inTerritoire } from '../../src/platform/db.ts';
import { sessionCookie } from '../../src/platform/http/server.ts';
import { type Authenticator, makeAuthenticator } from '../authenticator.ts';
import { useCible } from './cible.ts';

// Each attack comes from an address of its own: what is tried here is not stopped by the limits, but by the codes themselves.
const cible = useCible({ proxies: 1 });
const { comptes, structures } = demo;
let attackers = 0;
const from = (): Record<string, string> => {
  attackers += 1;
  return { 'x-forwarded-for': `203.0.113.${attackers % 250}` };
};
const as = (token: string) => ({ headers: { cookie: `${sessionCookie(false)}=${token}` } });
const isIn = async (token: string): Promise<boolean> => (await cible.ask('/mon-compte', as(token))).status === 200;
/** The session that an answer opens; '' when it opens none. */
const opened = (answer: { headers: Headers }): string =>
  new RegExp(`${sessionCookie(false)}=([\\w-]+)`).exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '';

async function courrielOf(compteId: string): Promise<string> {
  const row = await cible.base.owner
    .selectFrom('compte')
    .select('courriel')
    .where('id', '=', compteId)
    .executeTakeFirstOrThrow();
  return row.courriel;
}

/** The code that a demo account's application shows, `steps` half-minutes from now. */
async function codeOf(compteId: string, steps = 0): Promise<string> {
  const secret = createHash('sha256')
    .update(`démonstration|${await courrielOf(compteId)}`)
    .digest()
    .subarray(0, 20);
  const totp = new TOTP({ secret: new Secret({ buffer: new Uint8Array(secret).buffer }) });
  return totp.generate({ timestamp: Date.now() + steps * 30_000 });
}

const half = (compteId: string) => cible.token(compteId, { niveau: 'lien' });
const tryCode = async (compteId: string, code: string) =>
  cible.send('/connexion/code', { code }, { token: await half(compteId), headers: from() });

describe('Rejouer', () => {
  test('un lien de connexion : il ne sert qu’une fois, même à vingt voleurs à la fois', async () => {
    const jeton = await inTerritoire(cible.base.request, '66', (db) =>
      saveLien(db, '66', comptes.direction, Temporal.Now.instant()),
    );
    const use = () => cible.send('/connexion/lien', { jeton }, { headers: from() });
    const answers = await Promise.all(Array.from({ length: 20 }, use));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect((await use()).status).toBe(422);
  });

  test('un lien ne donne que la moitié d’une connexion', async () => {
    const jeton = await inTerritoire(cible.base.request, '66', (db) =>
      saveLien(db, '66', comptes.direction, Temporal.Now.instant()),
    );
    const token = opened(await cible.send('/connexion/lien', { jeton }, { headers: from() }));
    expect(token).not.toBe('');
    expect(await isIn(token)).toBe(false);
    expect((await cible.ask('/pilotage', as(token))).location).toMatch(/^\/connexion\/code/);
  });

  test('un code d’application lu par-dessus l’épaule : il ne sert qu’une fois', async () => {
    const code = await codeOf(comptes.equipe);
    const first = await tryCode(comptes.equipe, code);
    expect(await isIn(opened(first))).toBe(true);
    const replayed = await tryCode(comptes.equipe, code);
    expect(replayed.location).toMatch(/refus=/);
    expect(opened(replayed)).toBe('');
  });

  test('le même code, vingt fois à la fois : une seule session s’ouvre', async () => {
    const code = await codeOf(comptes.dpo);
    const answers = await Promise.all(Array.from({ length: 20 }, () => tryCode(comptes.dpo, code)));
    expect(answers.filter((answer) => opened(answer) !== '')).toHaveLength(1);
  });

  test('un code d’avant celui qui a servi ne sert plus', async () => {
    const [before, current] = [await codeOf(comptes.referent, -1), await codeOf(comptes.referent)];
    expect(opened(await tryCode(comptes.referent, current))).not.toBe('');
    expect(opened(await tryCode(comptes.referent, before))).toBe('');
  });

  test('le code d’une personne n’ouvre pas le compte d’une autre', async () => {
    expect(opened(await tryCode(comptes.autreReferent, await codeOf(comptes.direction)))).toBe('');
  });

  test('un code de secours : il ne sert qu’une fois, et la personne en est prévenue', async () => {
    const { agent } = comptes;
    const token = await cible.token(agent, { confirme: true });
    await cible.send('/mon-compte/codes-de-secours/nouveaux', {}, { token });
    const { text } = await cible.ask('/mon-compte/codes-de-secours', as(token));
    const code = /<code>([a-z0-9-]{11})</.exec(text)?.[1] ?? '';
    const use = async () => cible.send('/connexion/secours', { code }, { token: await half(agent), headers: from() });
    const answers = await Promise.all(Array.from({ length: 10 }, use));
    expect(answers.filter((answer) => opened(answer) !== '')).toHaveLength(1);
    const mails = await cible.base.owner
      .selectFrom('courriel')
      .select('texte')
      .where('destinataire', '=', await courrielOf(agent))
      .execute();
    expect(mails.filter(({ texte }) => texte.includes('code de secours a ouvert votre compte'))).toHaveLength(1);
  });

  test('la réponse d’une clé d’accès, dans la même session ou dans une autre', async () => {
    const key: Authenticator = makeAuthenticator();
    const here = { origin: cible.url, rpId: 'localhost' };
    const compte = comptes.administrateur;
    const challengeOf = async (path: string, token: string): Promise<string> => {
      await cible.send(`${path}/defi`, {}, { token });
      const { text } = await cible.ask(path, as(token));
      return /&quot;challenge&quot;:&quot;([\w-]+)&quot;/.exec(text)?.[1] ?? '';
    };
    const owner = await cible.token(compte, { confirme: true });
    const made = key.create({ ...here, challenge: await challengeOf('/mon-compte/cle/nouvelle', owner) });
    expect((await cible.send('/mon-compte/cle/nouvelle', { reponse: made }, { token: owner })).location).toBe(
      '/mon-compte',
    );

    const token = await half(compte);
    const reponse = key.use({ ...here, challenge: await challengeOf('/connexion/cle', token) });
    const use = (in_: string) => cible.send('/connexion/cle', { reponse }, { token: in_, headers: from() });
    const answers = await Promise.all(Array.from({ length: 4 }, () => use(token)));
    expect(answers.filter((answer) => opened(answer) !== '')).toHaveLength(1);
    const thief = await half(compte);
    await challengeOf('/connexion/cle', thief);
    expect(opened(await use(thief))).toBe('');
  });

  test('un formulaire déjà envoyé, vingt fois à la fois : une seule écriture', async () => {
    const token = await cible.token(comptes.equipe);
    const fields = { _cle: randomUUID(), nom: 'Une seule fois', fonction: 'Maire', courriel: '', telephone: '' };
    const path = `/structures/${structures.alberes}/referents/nouveau`;
    const answers = await Promise.all(Array.from({ length: 20 }, () => cible.send(path, fields, { token })));
    expect(new Set(answers.map(({ location }) => location)).size).toBe(1);
    const rows = await cible.base.owner
      .selectFrom('referent')
      .select('id')
      .where('nom', '=', 'Une seule fois')
      .execute();
    expect(rows).toHaveLength(1);
  });
});

describe('Deviner', () => {
  test('un code, de cent adresses à la fois, bloque la boîte aux lettres ; le bon code attend aussi', async () => {
    const compte = comptes.autreAdministrateur;
    const guesses = Array.from({ length: 100 }, (_, guess) => String(guess).padStart(6, '0'));
    const right = await codeOf(compte);
    const answers = await Promise.all(
      guesses.filter((guess) => guess !== right).map((guess) => tryCode(compte, guess)),
    );
    expect(answers.filter(({ location }) => location?.includes('refus=faux'))).toHaveLength(4);
    expect(answers.every((answer) => opened(answer) === '')).toBe(true);
    expect((await tryCode(compte, await codeOf(compte))).location).toContain('refus=attendre');
    const row = await cible.base.owner
      .selectFrom('identifiant')
      .select(['echecs', 'bloqueJusque'])
      .where('courriel', '=', await courrielOf(compte))
      .executeTakeFirstOrThrow();
    // What comes while the mailbox waits is not even tried.
    expect(row.echecs).toBe(5);
    expect(row.bloqueJusque).not.toBeNull();
  });

  test('un code, d’une seule adresse, s’arrête à trente', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.7' };
    const token = await half(comptes.direction);
    const answers: number[] = [];
    for (let guess = 0; guess < 32; guess += 1) {
      answers.push((await cible.send('/connexion/code', { code: '000000' }, { token, headers })).status);
    }
    expect(answers.filter((status) => status === 429)).toHaveLength(2);
  });

  test('le jeton d’un lien ou d’une session : aucun essai n’ouvre rien', async () => {
    for (const jeton of ['', '0', 'a'.repeat(43), '%00', '../..', `${'A'.repeat(42)}=`, 'x'.repeat(10_000)]) {
      expect((await cible.send('/connexion/lien', { jeton }, { headers: from() })).status, jeton.slice(0, 50)).toBe(
        422,
      );
      const cookie = `${sessionCookie(false)}=${encodeURIComponent(jeton)}`;
      const { status } = await cible.ask('/mon-compte', { headers: { cookie } });
      expect([303, 431]).toContain(status);
    }
  });
});

describe('Glisser un en-tête', () => {
  test.each(['/accueil\r\nSet-Cookie: a=b', '/accueil%0d%0aSet-Cookie:%20a=b', '/accueil\nLocation: //evil.invalid'])(
    'dans une redirection, par la suite %j',
    async (suite) => {
      const answer = await cible.send('/connexion/demo', { compte: comptes.equipe, suite });
      expect(answer.status).toBe(303);
      expect(answer.headers.getSetCookie().every((cookie) => cookie.startsWith(sessionCookie(false)))).toBe(true);
      expect(answer.location).not.toMatch(/[\r\n]/);
      expect(new URL(answer.location ?? '', cible.url).origin).toBe(cible.url);
    },
  );

  test('dans un courriel, par le nom ou l’adresse de la personne invitée', async () => {
    const token = await cible.token(comptes.administrateur, { confirme: true });
    const invite = (nom: string, courriel: string) =>
      cible.send('/administration/comptes/inviter', { nom, courriel, role: 'equipe' }, { token });
    for (const [nom, courriel] of [
      ['Ève Piège', 'x@exemple.fr\r\nBcc: evil@exemple.fr'],
      ['Ève Piège', 'x@exemple.fr, evil@exemple.fr'],
      ['Ève Piège', 'x@exemple.fr%0ABcc:evil@exemple.fr'],
      ['Ève Piège', '"x\r\nBcc: evil"@exemple.fr'],
      ['Ève\r\nBcc: evil@exemple.fr\r\n\r\nPiège', 'eve.piege@exemple.fr'],
      ['Ève\nPiège', 'eve.piege@exemple.fr'],
      ['Ève\u2028Piège', 'eve.piege@exemple.fr'],
    ] as const) {
      expect((await invite(nom, courriel)).status, `${nom} <${courriel}>`).toBe(422);
    }
    const { count } = await cible.base.owner
      .selectFrom('courriel')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('destinataire', 'like', '%x@exemple.fr%')
      .executeTakeFirstOrThrow();
    expect(count).toBe(0);
    expect((await invite('Ève Piège', 'eve.piege@exemple.fr')).status).toBe(303);
  });
});

describe('Voler un cookie', () => {
  test('après la fermeture du compte, il n’ouvre plus rien', async () => {
    const stolen = await cible.token(comptes.equipeAdjoint);
    expect(await isIn(stolen)).toBe(true);
    const token = await cible.token(comptes.administrateur, { confirme: true });
    await cible.send(`/administration/comptes/${comptes.equipeAdjoint}/fermer`, {}, { token });
    expect(await isIn(stolen)).toBe(false);
  });

  test('après le retrait des seconds facteurs, il n’ouvre plus rien', async () => {
    const stolen = await cible.token(comptes.autreReferent);
    const token = await cible.token(comptes.administrateur, { confirme: true });
    await cible.send(
      `/administration/comptes/${comptes.autreReferent}/telephone-perdu`,
      { motif: 'perdu', identite: 'oui' },
      { token },
    );
    expect(await isIn(stolen)).toBe(false);
  });

  test('dans la base, aucun jeton ne se lit', async () => {
    const token = await cible.token(comptes.equipe);
    const rows = await cible.base.owner.selectFrom('session').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
    for (const { jetonHash } of rows) {
      const printed = Buffer.from(jetonHash).toString('base64url');
      expect(await isIn(printed)).toBe(false);
    }
  });

  test('un script de la page ne le lit pas, un autre site ne l’envoie pas', async () => {
    const answer = await cible.send('/connexion/demo', { compte: comptes.equipe });
    const cookie = answer.headers.getSetCookie().find((one) => one.startsWith(sessionCookie(false)));
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    expect(cookie).not.toMatch(/Domain=/i);
  });
});
