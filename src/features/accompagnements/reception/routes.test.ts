import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NIR_ECRIT } from '../../../../test/numeros.ts';
import { creation, MAINTENANT, type Saisie, useSaisies } from '../../../../test/saisies.ts';
import { openSite } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { sessionCookie } from '../../../platform/http/server.ts';
import { openSession } from '../../../platform/session.ts';
import { ENVOIS_MAX } from './routes.ts';

const saisies = useSaisies();
const { base, accompagnements, operations } = saisies;
const ENVOI = '/accompagnements/envoi';
let site: ReturnType<typeof openSite>;
beforeAll(() => {
  site = openSite(base.request, { clock: () => MAINTENANT });
});
beforeEach(saisies.vider);

type Reponse = { id: string; etat: string; raisons: { field: string; message: string }[] };
type Headers = Readonly<Record<string, string>>;

async function cookieDe(compteId: string): Promise<Headers> {
  const token = await inTerritoire(base.request, '66', (db) => openSession(db, '66', compteId, MAINTENANT));
  return { cookie: `${sessionCookie(false)}=${token}` };
}

/** Sends as a device does, signed in as the agent unless told. */
async function envoyer(corps: string, headers?: Headers): Promise<Response> {
  const who = headers ?? (await cookieDe(saisies.terrain.small.comptes.agent));
  const usual = { host: 'localhost', origin: 'http://localhost', 'content-type': 'application/json' };
  return site.app.request(ENVOI, { method: 'POST', body: corps, headers: { ...usual, ...who } });
}

function corps(envois: readonly unknown[], compte: string = saisies.terrain.small.comptes.agent): string {
  return JSON.stringify({ compte, operations: envois });
}

async function reponses(envois: readonly unknown[], compte?: string): Promise<Reponse[]> {
  const response = await envoyer(corps(envois, compte));
  expect(response.status).toBe(200);
  return ((await response.json()) as { reponses: Reponse[] }).reponses;
}

const dansLaSeance = (): Saisie => creation({ seance: [saisies.terrain.seance] });

describe('la file d’un appareil', () => {
  test('chaque saisie a sa réponse, dans l’ordre ; renvoyée, elle est connue', async () => {
    const list = [dansLaSeance(), { ...dansLaSeance(), nature: 'inventer' }, dansLaSeance()];
    const first = await reponses(list);
    expect(first.map(({ id, etat }) => [id, etat])).toEqual([
      [list[0]?.id, 'acceptee'],
      [list[1]?.id, 'refusee'],
      [list[2]?.id, 'acceptee'],
    ]);
    expect(first[1]?.raisons[0]?.message).toContain('illisible');
    expect((await reponses(list)).map(({ etat }) => etat)).toEqual(['deja', 'refusee', 'deja']);
    expect(await accompagnements()).toHaveLength(2);
  });

  test('le même numéro deux fois dans un envoi, avec un autre contenu : la première est acceptée, la seconde refusée', async () => {
    const one = dansLaSeance();
    const answers = await reponses([one, { ...one, valeurs: { ...one.valeurs, duree: ['60'] } }]);
    expect(answers.map(({ etat }) => etat)).toEqual(['acceptee', 'refusee']);
  });

  test('un envoi vide est reçu ; le journal garde qu’il l’a été, sans contenu', async () => {
    expect(await reponses([])).toEqual([]);
    const lines = await base.owner.selectFrom('journalEntree').select('acte').execute();
    expect(lines.at(-1)).toEqual({ acte: 'envoyer des accompagnements' });
  });

  test('un même contenu est jugé comme sur la page : mêmes phrases, mêmes champs', async () => {
    const agent = await site.signedIn(saisies.terrain.small.comptes.agent);
    const { seance } = saisies.terrain;
    const wrong = creation({ seance: [seance], thematiques: ['AideAuxDemarchesAdministratives'], issue: ['orientee'] });
    const [answer] = await reponses([wrong]);
    const typed = { ...wrong.valeurs, formulaire: '2', base: '' };
    const { status, text } = await agent.post(`/seances/${seance}/accompagnements/nouveau`, typed);
    expect(status).toBe(422);
    expect(answer?.raisons.map(({ field }) => field)).toEqual(['demarches', 'orientation']);
    for (const { message } of answer?.raisons ?? []) expect(text).toContain(message);
  });
});

describe('une file falsifiée', () => {
  const mauvaises: readonly (readonly [string, (one: Saisie) => unknown])[] = [
    ['rien', () => null],
    ['un nombre', () => 7],
    ['un tableau', () => []],
    ['sans numéro', ({ id: _, ...one }) => one],
    ['un numéro qui n’en est pas un', (one) => ({ ...one, id: "'; drop table accompagnement" })],
    ['un numéro sans fin', (one) => ({ ...one, id: 'a'.repeat(5_000) })],
    ['un champ de plus', (one) => ({ ...one, agentId: randomUUID() })],
    ['un agent de plus', (one) => ({ ...one, territoireId: '00' })],
    ['une heure qui n’existe pas', (one) => ({ ...one, saisiAt: '2026-02-30T10:00:00Z' })],
    ['une heure trop précise', (one) => ({ ...one, saisiAt: '2026-11-24T10:00:00.1234567890123Z' })],
    ['une valeur sans liste', (one) => ({ ...one, valeurs: { duree: '30' } })],
    ['une valeur qui n’est pas un texte', (one) => ({ ...one, valeurs: { duree: [{ toString: '30' }] } })],
    ['trop de valeurs', (one) => ({ ...one, valeurs: { duree: Array(41).fill('30') } })],
    ['un texte trop long', (one) => ({ ...one, valeurs: { duree: ['x'.repeat(2_001)] } })],
    ['une création qui en suit une autre', (one) => ({ ...one, base: randomUUID() })],
    ['une création sous deux numéros', (one) => ({ ...one, accompagnement: randomUUID() })],
  ];
  test.each(mauvaises)('%s : refusée seule, la suivante est reçue', async (_, gater) => {
    const [bad, good] = await reponses([gater(dansLaSeance()), dansLaSeance()]);
    expect([bad?.etat, good?.etat]).toEqual(['refusee', 'acceptee']);
    expect(bad?.id.length).toBeLessThanOrEqual(64);
    expect(await accompagnements()).toHaveLength(1);
  });

  test('des noms de champs qui sont ceux de tout objet ne changent rien', async () => {
    const one = dansLaSeance();
    const text = corps([one]).replace(
      '"valeurs":{',
      '"valeurs":{"__proto__":["x"],"constructor":["x"],"toString":["x"],',
    );
    const response = await envoyer(text);
    expect(((await response.json()) as { reponses: Reponse[] }).reponses.map(({ etat }) => etat)).toEqual(['acceptee']);
    expect(await operations()).toHaveLength(1);
  });

  test('un secret n’est gardé nulle part', async () => {
    const one = creation({
      seance: [saisies.terrain.seance],
      issuePrecision: [`NIR ${NIR_ECRIT}`],
      autreChamp: [NIR_ECRIT],
    });
    const [answer] = await reponses([one]);
    expect(answer?.raisons[0]?.field).toBe('issuePrecision');
    expect(JSON.stringify(answer)).not.toContain(NIR_ECRIT);
    expect(await operations()).toEqual([]);
  });

  test('la séance d’un autre agent est refusée, comme une qui n’existe pas', async () => {
    const of = async (seance: string) => (await reponses([creation({ seance: [seance] })]))[0]?.raisons;
    expect(await of(saisies.terrain.seanceDAutrui)).toEqual(await of(randomUUID()));
    expect(await accompagnements()).toEqual([]);
  });

  test('rejouée par un autre compte : refusée en disant lequel se reconnecte, et rien n’est écrit', async () => {
    const { autreAgent, agent } = saisies.terrain.small.comptes;
    const response = await envoyer(corps([dansLaSeance()], agent), await cookieDe(autreAgent));
    const { reponses: answers } = (await response.json()) as { reponses: Reponse[] };
    expect(answers.map(({ etat }) => etat)).toEqual(['refusee']);
    expect(answers[0]?.raisons[0]?.message).toContain('d’un autre compte');
    expect(await operations()).toEqual([]);
  });
});

describe('ce qui n’est pas lu du tout', () => {
  test.each([
    ['ce qui n’est pas du JSON', '{"compte":', 400],
    ['du JSON sans file', '{}', 400],
    ['une liste', '[]', 400],
    ['des octets', '\u0000', 400],
    ['un puits de crochets', '['.repeat(100_000), 400],
  ])('%s', async (_, text, status) => {
    expect((await envoyer(text)).status).toBe(status);
  });

  test('au-delà de deux cents saisies, rien n’est pris et la phrase le dit', async () => {
    const list = Array.from({ length: ENVOIS_MAX + 1 }, dansLaSeance);
    const response = await envoyer(corps(list));
    expect(response.status).toBe(400);
    expect(((await response.json()) as { message: string }).message).toContain(`plus de ${ENVOIS_MAX} saisies`);
    expect(await operations()).toEqual([]);
    expect((await reponses(list.slice(1))).every(({ etat }) => etat === 'acceptee')).toBe(true);
    expect(await accompagnements()).toHaveLength(ENVOIS_MAX);
  });

  test('dix mille saisies d’un coup : trop lourd, rien n’est écrit', async () => {
    const one = dansLaSeance();
    expect((await envoyer(corps(Array(10_000).fill(one)))).status).toBe(413);
    const court = Array(10_000).fill(1);
    expect((await envoyer(corps(court))).status).toBe(400);
    expect(await operations()).toEqual([]);
  });

  test('un autre type de contenu, une autre origine', async () => {
    const text = corps([dansLaSeance()]);
    const who = await cookieDe(saisies.terrain.small.comptes.agent);
    const form = { ...who, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await envoyer(text, form)).status).toBe(400);
    expect((await envoyer(text, { ...who, 'content-type': 'text/plain' })).status).toBe(400);
    expect((await envoyer(text, { ...who, origin: 'https://ailleurs.exemple' })).status).toBe(403);
    expect(await operations()).toEqual([]);
  });

  test('sans session, il est renvoyé se connecter ; sa file attend', async () => {
    const response = await envoyer(corps([dansLaSeance()]), {});
    expect([response.status, response.headers.get('location')?.startsWith('/connexion')]).toEqual([303, true]);
    expect(await operations()).toEqual([]);
  });

  test.each(['equipe', 'referent', 'direction', 'dpo', 'administrateur'] as const)('%s n’envoie rien', async (role) => {
    const { [role]: compte } = saisies.terrain.small.comptes;
    const response = await envoyer(corps([dansLaSeance()], compte), await cookieDe(compte));
    expect(response.status).toBe(403);
    expect(((await response.json()) as { message: string }).message).toContain('Votre rôle ne donne pas accès');
    expect(await operations()).toEqual([]);
  });
});
