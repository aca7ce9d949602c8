import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { type Answer, openSite, Visitor } from '../../../../test/visitor.ts';

const base = useBase();
const START = Temporal.Instant.from('2026-11-24T09:00:00Z');
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

/** Whoever received this answer's session. */
function holder(answer: Answer): Visitor {
  const [, token] = /escale_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
  return new Visitor(site.app, { token });
}

/** The code an application shows at this moment, `steps` half-minutes from now. */
function codeOf(secret: string, steps = 0): string {
  const timestamp = now.epochMilliseconds + steps * 30_000;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

/** Where « Annuler » leads. */
function annuler({ text }: Answer): string | undefined {
  return /<a class="ds-button" href="([^"]*)"[^>]*>Annuler</.exec(text)?.[1];
}

const halfSigned = (compte = ids.comptes.equipe) => site.signedIn(compte, { niveau: 'lien' });

/** Sets an application up from the first page to the codes; returns its secret, the codes, and who is signed in. */
async function enrol(compte = ids.comptes.equipe) {
  const half = await halfSigned(compte);
  expect((await half.get('/connexion/code')).location).toBe('/connexion/second-facteur');
  expect((await half.post('/connexion/second-facteur')).location).toBe('/connexion/application');
  const { text } = await half.get('/connexion/application');
  const secret = /<strong class="e-code">([A-Z2-7 ]+)</.exec(text)?.[1]?.replaceAll(' ', '') ?? '';
  const answer = await half.post('/connexion/application', { code: codeOf(secret) });
  expect(answer.location).toBe('/mon-compte/codes-de-secours');
  const signed = holder(answer);
  const page = await signed.get('/mon-compte/codes-de-secours');
  const codes = [...page.text.matchAll(/<code>([a-z0-9]{5}-[a-z0-9]{5})</g)].map(([, code]) => code ?? '');
  return { half, secret, signed, codes };
}

describe('Le premier second facteur', () => {
  test('est exigé avant toute page, prouvé par un code, et donne dix codes de secours montrés une fois', async () => {
    const { half, signed, codes } = await enrol();
    expect(new Set(codes).size).toBe(10);
    expect((await signed.get('/mon-compte/codes-de-secours')).text).toContain(codes[0]);
    expect((await signed.post('/mon-compte/codes-de-secours')).location).toBe('/accueil');
    expect((await signed.get('/mon-compte/codes-de-secours')).location).toBe('/mon-compte');
    expect((await signed.get('/accueil')).location).toBe('/tableau-de-bord');
    // The half-signed session that led here is worth nothing any more.
    expect((await half.get('/accueil')).location).toBe('/connexion?suite=%2Faccueil');
    const rows = await base.owner.selectFrom('codeSecours').select(['empreinte', 'aNoter']).execute();
    expect(rows.every(({ aNoter }) => aNoter === null)).toBe(true);
  });

  test('les codes ne se lisent ni d’une autre connexion, ni plus d’un quart d’heure', async () => {
    const { secret, signed, codes } = await enrol();
    const other = await site.signedIn(ids.comptes.equipe);
    expect((await other.get('/mon-compte/codes-de-secours')).location).toMatch(/^\/confirmer/);
    later(16 * 60);
    await signed.post('/confirmer', { code: codeOf(secret) });
    expect((await signed.get('/mon-compte/codes-de-secours')).location).toBe('/mon-compte');
    expect(codes).toHaveLength(10);
  });

  test('n’est pas ajouté à côté d’un autre par qui n’a que la messagerie', async () => {
    await enrol();
    const thief = await halfSigned();
    expect((await thief.get('/connexion/second-facteur')).location).toBe('/connexion/code');
    expect((await thief.post('/connexion/second-facteur')).location).toBe('/connexion/code');
    expect((await thief.get('/connexion/application')).location).toBe('/connexion/second-facteur');
    expect((await thief.post('/connexion/application', { code: '000000' })).location).toBe('/connexion/code');
    expect((await thief.get('/mon-compte')).location).toBe('/connexion/code?suite=%2Fmon-compte');
    expect(await base.owner.selectFrom('facteur').select('id').execute()).toHaveLength(1);
  });

  test('se laisse recommencer tant qu’il n’est pas prouvé', async () => {
    const half = await halfSigned();
    await half.post('/connexion/second-facteur');
    const first = await half.get('/connexion/application');
    await half.post('/connexion/second-facteur');
    const second = await half.get('/connexion/application');
    expect(second.text).not.toBe(first.text);
    expect(await base.owner.selectFrom('facteur').select('id').execute()).toHaveLength(1);
    const answer = await half.post('/connexion/application', { code: '000000' });
    expect(answer.location).toBe('/connexion/application?refus=faux');
    expect((await half.get('/connexion/application?refus=faux')).text).toContain('Ce code n’est pas le bon');
  });

  test('garde son secret illisible dans la base', async () => {
    const { secret } = await enrol();
    const row = await base.owner.selectFrom('facteur').select('secret').executeTakeFirstOrThrow();
    const clear = Buffer.from(Secret.fromBase32(secret).buffer);
    expect(Buffer.from(row.secret ?? []).includes(clear)).toBe(false);
  });
});

describe('Le code', () => {
  test('ouvre une session neuve, puis mène où l’on allait', async () => {
    const { secret } = await enrol();
    later(60);
    const half = await halfSigned();
    expect((await half.get('/structures')).location).toBe('/connexion/code?suite=%2Fstructures');
    const answer = await half.post('/connexion/code', { code: codeOf(secret), suite: '/structures' });
    expect(answer.location).toBe('/structures');
    expect((await holder(answer).get('/structures')).status).toBe(200);
    expect((await half.get('/structures')).location).toBe('/connexion?suite=%2Fstructures');
  });

  test('est accepté une demi-minute avant ou après, pas deux', async () => {
    const { secret } = await enrol();
    for (const [steps, accepted] of [
      [-2, false],
      [2, false],
      [-1, true],
      [0, true],
      [1, true],
    ] as const) {
      later(300);
      const answer = await (await halfSigned()).post('/connexion/code', { code: codeOf(secret, steps) });
      expect(answer.location, `${steps}`).toBe(accepted ? '/accueil' : '/connexion/code?refus=faux');
    }
  });

  test('ne sert qu’une fois, même vingt fois en même temps', async () => {
    const { secret } = await enrol();
    later(60);
    const code = codeOf(secret);
    const halves = await Promise.all(Array.from({ length: 20 }, () => halfSigned()));
    const answers = await Promise.all(halves.map((half) => half.post('/connexion/code', { code })));
    expect(answers.filter(({ location }) => location === '/accueil')).toHaveLength(1);
    const late = await (await halfSigned()).post('/connexion/code', { code });
    expect(late.location).toMatch(/refus=/);
  });

  test('deviné cinq fois de suite, fait attendre, même le bon', async () => {
    const { secret } = await enrol();
    later(60);
    const halves = await Promise.all(Array.from({ length: 20 }, () => halfSigned()));
    const answers = await Promise.all(halves.map((half) => half.post('/connexion/code', { code: '000000' })));
    expect(answers.filter(({ location }) => location?.includes('refus=faux'))).toHaveLength(4);
    expect(answers.filter(({ location }) => location?.includes('refus=attendre'))).toHaveLength(16);
    const half = await halfSigned();
    expect((await half.post('/connexion/code', { code: codeOf(secret) })).location).toContain('refus=attendre');
    expect((await half.get('/connexion/code')).text).toContain('Réessayez dans une minute.');
    later(61);
    expect((await half.post('/connexion/code', { code: codeOf(secret) })).location).toBe('/accueil');
  });

  test('d’une personne n’ouvre pas le compte d’une autre', async () => {
    const { secret } = await enrol();
    await enrol(ids.comptes.dpo);
    later(60);
    const answer = await (await halfSigned(ids.comptes.dpo)).post('/connexion/code', { code: codeOf(secret) });
    expect(answer.location).toBe('/connexion/code?refus=faux');
  });

  test('quel qu’il soit, n’est jamais une panne', async () => {
    await enrol();
    const half = await halfSigned();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (code) => {
        const answer = await half.post('/connexion/code', { code });
        expect(answer.location).toMatch(/^\/connexion\/code\?refus=/);
      }),
      { numRuns: 20 },
    );
  });
});

describe('Un code de secours', () => {
  test('remplace le téléphone perdu, une fois, et prévient la personne', async () => {
    const { codes } = await enrol();
    const [code = ''] = codes;
    const answer = await (await halfSigned()).post('/connexion/secours', { code: ` ${code.toUpperCase()} ` });
    expect(answer.location).toBe('/mon-compte');
    expect((await holder(answer).get('/mon-compte')).text).toContain('Il vous reste 9 codes');
    const again = await (await halfSigned()).post('/connexion/secours', { code });
    expect(again.location).toBe('/connexion/secours?refus=faux');
    const mails = await base.owner.selectFrom('courriel').select('texte').execute();
    expect(mails.some(({ texte }) => texte.includes('un code de secours a ouvert votre compte'))).toBe(true);
  });

  test('suffit à remplacer le téléphone dans les dix minutes, sous une casquette ou l’autre', async () => {
    const { codes, secret: lost } = await enrol();
    const answer = await (await halfSigned()).post('/connexion/secours', { code: codes[0] ?? '' });
    const signed = holder(await holder(answer).post('/connexion/casquette', { compte: ids.comptes.equipe }));
    expect((await signed.get('/mon-compte/application/nouvelle')).status).toBe(200);
    await signed.post('/mon-compte/application/nouvelle');
    const { text } = await signed.get('/mon-compte/application');
    const secret = /<strong class="e-code">([A-Z2-7 ]+)</.exec(text)?.[1]?.replaceAll(' ', '') ?? '';
    expect((await signed.post('/mon-compte/application', { code: codeOf(secret) })).location).toBe('/mon-compte');
    const [old] = await base.owner.selectFrom('facteur').select('id').orderBy('createdAt').execute();
    await signed.post(`/mon-compte/facteurs/retirer?facteur=${old?.id}`);
    later(60);
    expect((await (await halfSigned()).post('/connexion/code', { code: codeOf(lost) })).location).toMatch(/refus=faux/);
    expect((await (await halfSigned()).post('/connexion/code', { code: codeOf(secret) })).location).toBe('/accueil');
    later(10 * 60);
    expect((await signed.get('/mon-compte/application/nouvelle')).location).toMatch(/^\/confirmer/);
  });

  test('deviné, fait attendre comme un code d’application', async () => {
    await enrol();
    const half = await halfSigned();
    for (let time = 0; time < 5; time += 1) await half.post('/connexion/secours', { code: 'aaaaa-bbbbb' });
    expect((await half.post('/connexion/code', { code: '000000' })).location).toContain('refus=attendre');
  });

  test('ancien, ne vaut plus rien une fois les codes refaits', async () => {
    const { codes } = await enrol();
    const signed = await site.signedIn(ids.comptes.equipe, { confirme: true });
    expect((await signed.post('/mon-compte/codes-de-secours/nouveaux')).location).toContain('/codes-de-secours');
    const answer = await (await halfSigned()).post('/connexion/secours', { code: codes[0] ?? '' });
    expect(answer.location).toBe('/connexion/secours?refus=faux');
  });
});

describe('« Confirmez avec votre code »', () => {
  test('précède ce qui est grave, et vaut dix minutes', async () => {
    const { secret, signed } = await enrol();
    const path = '/mon-compte/codes-de-secours/nouveaux';
    later(601);
    expect((await signed.get(path)).location).toBe(`/confirmer?suite=${encodeURIComponent(path)}`);
    expect((await signed.post(path)).location).toBe(`/confirmer?suite=${encodeURIComponent(path)}`);
    later(60);
    expect((await signed.post('/confirmer', { code: '000000', suite: path })).location).toContain('refus=faux');
    expect((await signed.post('/confirmer', { code: codeOf(secret), suite: path })).location).toBe(path);
    expect((await signed.get(path)).status).toBe(200);
    later(601);
    expect((await signed.get(path)).location).toContain('/confirmer');
  });

  test('« Annuler » ramène à la page d’où l’on vient, même après un code faux', async () => {
    const { signed } = await enrol();
    const path = '/mon-compte/codes-de-secours/nouveaux';
    later(601);
    const ici = { referer: 'http://localhost/structures?q=elne&page=2' };
    const asked = (await signed.get(path, ici)).location ?? '';
    expect(asked).toBe(`/confirmer?suite=${encodeURIComponent(path)}&retour=%2Fstructures%3Fq%3Delne%26page%3D2`);
    const page = await signed.get(asked);
    expect(annuler(page)).toBe('/structures?q=elne&amp;page=2');
    expect(page.text).toContain('name="retour" value="/structures?q=elne&amp;page=2"');
    const refused = await signed.post('/confirmer', { code: '000000', suite: path, retour: '/structures?q=elne' });
    expect(refused.location).toBe(
      `/confirmer?refus=faux&suite=${encodeURIComponent(path)}&retour=%2Fstructures%3Fq%3Delne`,
    );
    expect(annuler(await signed.get(refused.location ?? ''))).toBe('/structures?q=elne');
  });

  test('« Annuler » ne ramène ni chez un autre, ni à une page qui redemanderait le code', async () => {
    const { signed } = await enrol();
    const path = '/mon-compte/application/nouvelle';
    later(601);
    for (const referer of [
      'https://evil.invalid/structures',
      'http://localhost.evil.invalid/structures',
      'http://localhost@evil.invalid/',
      'javascript:alert(1)',
      'http://localhost/mon-compte/codes-de-secours/nouveaux',
      `http://localhost${path}`,
      'http://localhost/confirmer?suite=%2Fstructures',
      '',
    ]) {
      expect((await signed.get(path, { referer })).location, referer).toBe(
        `/confirmer?suite=${encodeURIComponent(path)}`,
      );
    }
    expect(annuler(await signed.get('/confirmer'))).toBe('/accueil');
    for (const retour of ['//evil.invalid', 'https://evil.invalid', '/\\evil.invalid', 'javascript:alert(1)', 'x']) {
      expect(annuler(await signed.get(`/confirmer?retour=${encodeURIComponent(retour)}`)), retour).toBe('/accueil');
    }
  });

  test('ne mène jamais ailleurs', async () => {
    const { secret, signed } = await enrol();
    for (const suite of ['//evil.invalid', 'https://evil.invalid', '/\\evil.invalid', 'javascript:alert(1)']) {
      later(60);
      expect((await signed.post('/confirmer', { code: codeOf(secret), suite })).location).toBe('/mon-compte');
    }
  });
});

describe('Mon compte', () => {
  test('ne laisse pas retirer le dernier second facteur', async () => {
    await enrol();
    const signed = await site.signedIn(ids.comptes.equipe, { confirme: true });
    const [facteur] = await base.owner.selectFrom('facteur').select('id').execute();
    const answer = await signed.post(`/mon-compte/facteurs/retirer?facteur=${facteur?.id}`);
    expect(decodeURIComponent(answer.headers.get('set-cookie') ?? '')).toContain('votre seul second facteur');
    expect(await base.owner.selectFrom('facteur').select('id').execute()).toHaveLength(1);
  });

  test('ajoute une deuxième application, la renomme, retire la première', async () => {
    const { secret } = await enrol();
    const signed = await site.signedIn(ids.comptes.equipe, { confirme: true });
    await signed.post('/mon-compte/application/nouvelle');
    const page = await signed.get('/mon-compte/application');
    const other = /<strong class="e-code">([A-Z2-7 ]+)</.exec(page.text)?.[1]?.replaceAll(' ', '') ?? '';
    expect((await signed.post('/mon-compte/application', { code: codeOf(other) })).location).toBe('/mon-compte');
    const [first, second] = await base.owner.selectFrom('facteur').select('id').orderBy('createdAt').execute();
    await signed.post('/mon-compte/facteurs/renommer', { facteur: second?.id ?? '', nom: 'Tablette' });
    expect((await signed.get('/mon-compte')).text).toContain('Tablette');
    await signed.post(`/mon-compte/facteurs/retirer?facteur=${first?.id}`);
    later(60);
    const half = await halfSigned();
    expect((await half.post('/connexion/code', { code: codeOf(secret) })).location).toContain('refus=faux');
    expect((await half.post('/connexion/code', { code: codeOf(other) })).location).toBe('/accueil');
  });

  test('ne touche pas au facteur d’un autre', async () => {
    await enrol();
    await enrol(ids.comptes.dpo);
    const dpo = await site.signedIn(ids.comptes.dpo, { confirme: true });
    const [autre] = await base.owner
      .selectFrom('facteur')
      .select('id')
      .where('courriel', '=', 'equipe@exemple.fr')
      .execute();
    const path = `/mon-compte/facteurs/retirer?facteur=${autre?.id}`;
    expect((await dpo.get(path)).location).toBe('/mon-compte');
    expect((await dpo.post(path)).location).toBe('/mon-compte');
    await dpo.post('/mon-compte/facteurs/renommer', { facteur: autre?.id ?? '', nom: 'Volé' });
    expect(await base.owner.selectFrom('facteur').select('id').where('nom', '=', 'Volé').execute()).toEqual([]);
    expect(await base.owner.selectFrom('facteur').select('id').execute()).toHaveLength(2);
  });

  test('liste ses connexions et ferme une autre, ou toutes les autres, jamais celles d’autrui', async () => {
    const me = await site.signedIn(ids.comptes.equipe);
    const others = await Promise.all([1, 2, 3].map(() => site.signedIn(ids.comptes.equipe)));
    const stranger = await site.signedIn(ids.comptes.dpo);
    const page = await me.get('/mon-compte');
    const listed = [...page.text.matchAll(/name="session" value="([^"]+)"/g)].map(([, id]) => id ?? '');
    expect(listed).toHaveLength(3);
    await me.post('/mon-compte/sessions/fermer', { session: listed[0] ?? '' });
    const open = async () => Promise.all(others.map(async (other) => (await other.get('/mon-compte')).status));
    expect((await open()).filter((status) => status === 200)).toHaveLength(2);
    await stranger.post('/mon-compte/sessions/fermer', { session: listed[1] ?? '' });
    expect((await open()).filter((status) => status === 200)).toHaveLength(2);
    await me.post('/mon-compte/sessions/autres/fermer');
    expect(await open()).toEqual([303, 303, 303]);
    expect((await me.get('/mon-compte')).status).toBe(200);
    expect((await stranger.get('/mon-compte')).status).toBe(200);
  });
});

describe('Plusieurs casquettes', () => {
  test('une adresse choisit laquelle elle porte, et en change', async () => {
    await base.owner
      .insertInto('compte')
      .values({
        territoireId: '66',
        id: '01900000-0000-7000-8000-000000000001',
        courriel: 'equipe@exemple.fr',
        nom: 'Compte equipe',
        role: 'referent',
        structureId: ids.autreStructure,
      })
      .execute();
    const { secret } = await enrol();
    later(60);
    const answer = await (await halfSigned()).post('/connexion/code', { code: codeOf(secret) });
    expect(answer.location).toBe('/connexion/casquette');
    const signed = holder(answer);
    const page = await signed.get('/connexion/casquette');
    expect(page.text).toContain('Médiathèque des Essais');
    const chosen = await signed.post('/connexion/casquette', { compte: '01900000-0000-7000-8000-000000000001' });
    expect((await holder(chosen).get('/accueil')).location).toBe('/ma-structure');
    expect((await signed.get('/accueil')).location).toContain('/connexion');
    const foreign = await holder(chosen).post('/connexion/casquette', { compte: ids.comptes.dpo });
    expect(foreign.status).toBe(422);
    await base.owner
      .deleteFrom('compte')
      .where('id', '=', '01900000-0000-7000-8000-000000000001')
      .execute()
      .catch(() => undefined);
  });
});
