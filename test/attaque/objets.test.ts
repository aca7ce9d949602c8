import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { demo, ids66, seanceDuJour, voisin } from '../../db/demo/ids.ts';
import { sessionCookie } from '../../src/platform/http/server.ts';
import { useCible } from './cible.ts';

const cible = useCible();
const { comptes, structures, conventions, agents, lieux } = demo;
const as = (token: string, headers: Record<string, string> = {}) => ({
  headers: { cookie: `${sessionCookie(false)}=${token}`, ...headers },
});

describe('Forger un identifiant', () => {
  test.each([
    ['inventé', randomUUID()],
    ['nul', '00000000-0000-0000-0000-000000000000'],
    ['en majuscules', structures.alberes.toUpperCase()],
    ['entre accolades', `{${structures.alberes}}`],
    ['suivi d’autre chose', `${structures.alberes}'--`],
    ['compté', '1'],
    ['négatif', '-1'],
    ['vide', '%20'],
    ['nommé', 'constructor'],
    ['remontant', '..%2freglages'],
    ['avec un octet nul', `${structures.alberes}%00`],
  ])('%s, ne désigne rien : la même page qu’ailleurs', async (_, id) => {
    const token = await cible.token(comptes.equipe);
    const answer = await cible.ask(`/structures/${id}`, as(token));
    expect([400, 404]).toContain(answer.status);
    expect(answer.text).not.toContain('Albères');
  });

  test('dans un champ caché, ne ferme pas la connexion d’un autre', async () => {
    const [victim, thief] = [await cible.token(comptes.dpo), await cible.token(comptes.agent)];
    const { id } = await cible.base.owner
      .selectFrom('session')
      .select('id')
      .where('compteId', '=', comptes.dpo)
      .executeTakeFirstOrThrow();
    await cible.send('/mon-compte/sessions/fermer', { session: id }, { token: thief });
    expect((await cible.ask('/journal', as(victim))).status).toBe(200);
  });

  test('dans un champ caché, ne donne pas la casquette d’un autre', async () => {
    const token = await cible.token(comptes.agent);
    const answer = await cible.send('/connexion/casquette', { compte: comptes.administrateur }, { token });
    expect(answer.status).toBe(422);
    expect(answer.headers.get('set-cookie') ?? '').not.toContain(sessionCookie(false));
  });

  test('dans un champ caché, ne renomme ni ne retire le second facteur d’un autre', async () => {
    const factors = () =>
      cible.base.owner.selectFrom('facteur').select(['id', 'nom', 'courriel']).orderBy('id').execute();
    const before = await factors();
    const token = await cible.token(comptes.agent, { confirme: true });
    for (const { id } of before) {
      await cible.send('/mon-compte/facteurs/retirer', { facteur: id }, { token });
      await cible.send(`/mon-compte/facteurs/retirer?facteur=${id}`, {}, { token });
    }
    expect(await factors()).toEqual(before);
  });
});

describe('Prendre le rôle d’un autre', () => {
  const pages = [
    ['/structures', comptes.referent],
    ['/conventions', comptes.direction],
    ['/agents.csv', comptes.agent],
    ['/journal', comptes.administrateur],
    ['/journal.csv', comptes.equipe],
    ['/reglages', comptes.dpo],
    ['/administration/comptes.csv', comptes.equipe],
    ['/agenda', comptes.equipe],
  ] as const;
  test.each(pages)('%s n’est pas pour tous les rôles', async (path, compte) => {
    const answer = await cible.ask(path, as(await cible.token(compte)));
    expect(answer.status).toBe(403);
  });

  test.each(['x-http-method-override', 'x-original-url', 'x-rewrite-url', 'x-forwarded-user', 'x-remote-user'])(
    'l’en-tête %s n’y change rien',
    async (name) => {
      const token = await cible.token(comptes.agent);
      for (const value of ['/agenda', 'GET', comptes.administrateur, 'administrateur']) {
        expect((await cible.ask('/reglages', as(token, { [name]: value }))).status).toBe(403);
      }
    },
  );

  test('un rôle ajouté au formulaire n’est pas pris', async () => {
    const token = await cible.token(comptes.agent);
    const fields = { role: 'administrateur', compte: comptes.administrateur, niveau: 'double', territoire_id: '00' };
    await cible.send('/mon-compte/sessions/autres/fermer', fields, { token });
    expect((await cible.ask('/reglages', as(token))).status).toBe(403);
    const row = await cible.base.owner
      .selectFrom('compte')
      .select(['role', 'territoireId'])
      .where('id', '=', comptes.agent)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ role: 'agent', territoireId: '66' });
  });

  test('ce qui est grave redemande le code, même à un administrateur', async () => {
    const token = await cible.token(comptes.administrateur);
    for (const path of [
      '/administration/comptes/inviter',
      `/administration/comptes/${comptes.dpo}/fermer`,
      `/administration/comptes/${comptes.dpo}/telephone-perdu`,
    ]) {
      expect((await cible.send(path, { verifiee: 'oui' }, { token })).location, path).toMatch(/^\/confirmer/);
    }
  });
});

describe('Lire la structure d’à côté', () => {
  test.each([
    `/structures/${structures.prades}`,
    `/conventions/${conventions.prades}`,
    `/conventions/${conventions.prades}/bilan`,
    `/conventions/${conventions.prades}/bilan.csv`,
    `/conventions/${conventions.prades}/convention.pdf`,
    `/structures/${structures.prades}/logo`,
  ])('%s n’existe pas pour un référent qui n’en est pas', async (path) => {
    const [other, own] = [await cible.token(comptes.referent), await cible.token(comptes.autreReferent)];
    const [denied, invented] = [
      await cible.ask(path, as(other)),
      await cible.ask(path.replace(/[0-9a-f-]{36}/, randomUUID()), as(other)),
    ];
    expect(denied.status).toBe(404);
    // Nothing tells an object of somebody else's from one that nobody has.
    const plain = (text: string) => text.replaceAll(/nonce="[^"]*"|value="[0-9a-f-]{36}"/g, '');
    expect(plain(denied.text)).toBe(plain(invented.text));
    expect((await cible.ask(path, as(own))).status).toBe(200);
  });

  test('un agent ne note rien dans la séance d’un autre', async () => {
    const seance = seanceDuJour(Temporal.Now.plainDateISO('Europe/Paris'));
    const other = ids66.compte('bastien.micocoulier');
    const path = `/seances/${seance}/accompagnements/nouveau`;
    expect((await cible.ask(path, as(await cible.token(comptes.agent)))).status).toBe(200);
    const token = await cible.token(other);
    expect((await cible.ask(path, as(token))).status).toBe(404);
    expect((await cible.send(path, { issue: 'faite' }, { token })).status).toBe(404);
  });
});

describe('Passer d’un territoire à l’autre', () => {
  test.each([
    `/structures/${voisin.structures.commune}`,
    `/conventions/${voisin.conventions.commune}`,
    `/agents/${voisin.agents.seul}`,
    `/lieux/${voisin.lieux.mairie}`,
    `/lieux/${voisin.lieux.mairie}/modifier`,
  ])('%s n’existe pas dans celui-ci', async (path) => {
    const token = await cible.token(comptes.equipe);
    expect((await cible.ask(path, as(token))).status).toBe(404);
  });

  test('aucun formulaire n’écrit dans l’autre', async () => {
    const token = await cible.token(comptes.equipe);
    const referents = () =>
      cible.base.owner.selectFrom('referent').select('id').where('territoireId', '=', '00').execute();
    const before = await referents();
    const fields = { nom: 'Jamais', fonction: 'Maire', courriel: '', telephone: '' };
    const path = `/structures/${voisin.structures.commune}/referents/nouveau`;
    expect((await cible.send(path, fields, { token })).status).toBe(404);
    expect(await referents()).toEqual(before);
  });

  test('une session ne suit pas l’hôte que l’on écrit', async () => {
    const token = await cible.token(comptes.equipe);
    const ask = (host: string) =>
      cible.raw([
        `GET /structures HTTP/1.1\r\nHost: ${host}\r\nCookie: ${sessionCookie(false)}=${token}\r\nConnection: close\r\n\r\n`,
      ]);
    expect(await ask('localhost')).toMatch(/^HTTP\/1\.1 200/);
    expect(await ask(voisin.hote)).toMatch(/^HTTP\/1\.1 303[\s\S]*location: \/connexion/i);
  });

  test('un objet de l’un ne se marie pas avec un objet de l’autre', async () => {
    const token = await cible.token(comptes.equipe);
    for (const fields of [
      { lieuId: lieux.alberes, agentId: voisin.agents.seul },
      { lieuId: voisin.lieux.mairie, agentId: agents.demo },
    ]) {
      const answer = await cible.send(
        '/permanences/nouvelle',
        { ...fields, jour: '1', demiJournee: 'matin' },
        { token },
      );
      expect(answer.status).toBe(422);
    }
    const mixed = await cible.base.owner
      .selectFrom('permanence')
      .select('id')
      .where(({ eb, or }) => or([eb('agentId', '=', voisin.agents.seul), eb('lieuId', '=', voisin.lieux.mairie)]))
      .where('territoireId', '=', '66')
      .execute();
    expect(mixed).toEqual([]);
  });
});
