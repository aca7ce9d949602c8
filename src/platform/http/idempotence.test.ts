import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { testCoffre } from '../../../test/coffre.ts';
import { useSmallSite } from '../../../test/small-site.tsx';
import { Visitor } from '../../../test/visitor.ts';
import { inTerritoire } from '../db.ts';
import { openSession } from '../session.ts';
import { contentOf } from './idempotence.ts';

const site = useSmallSite();
/** A label for each test's notes. */
const fresh = () => `note ${randomUUID().slice(0, 8)}`;
const count = async (note: string) => (await site.notes()).filter((one) => one === note).length;

async function signedIn(compteId: string): Promise<Visitor> {
  const open = () =>
    inTerritoire(site.base.request, '66', (db) => openSession(db, '66', compteId, Temporal.Now.instant()));
  return new Visitor(site.open(), { token: await open() });
}

describe('Un formulaire ne s’enregistre qu’une fois', () => {
  test('envoyé deux fois, il mène au même endroit et n’écrit qu’une fois', async () => {
    const note = fresh();
    const visitor = site.visitor();
    const fields = { _cle: randomUUID(), note };
    const first = await visitor.post('/notes', fields);
    const second = await visitor.post('/notes', fields);
    expect([first.status, second.status]).toEqual([303, 303]);
    expect(second.location).toBe(first.location);
    expect(await count(note)).toBe(1);
  });

  test('envoyé vingt fois à la fois, il n’écrit qu’une fois', async () => {
    const note = fresh();
    const visitor = site.visitor();
    const fields = { _cle: randomUUID(), note };
    const answers = await Promise.all(Array.from({ length: 20 }, () => visitor.post('/notes', fields)));
    expect(new Set(answers.map(({ status, location }) => `${status} ${location}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(303);
    expect(await count(note)).toBe(1);
  });

  test('ce qui efface, envoyé de nouveau, mène au même endroit et non à une page introuvable', async () => {
    const note = fresh();
    const visitor = site.visitor();
    await visitor.post('/notes', { note });
    const { id } = await site.base.owner
      .selectFrom('courriel')
      .select('id')
      .where('sujet', '=', note)
      .executeTakeFirstOrThrow();
    const fields = { _cle: randomUUID() };
    const answers = [
      await visitor.post(`/notes/${id}/effacer`, fields),
      await visitor.post(`/notes/${id}/effacer`, fields),
    ];
    expect(answers.map(({ status, location }) => `${status} ${location}`)).toEqual(['303 /', '303 /']);
    expect((await visitor.post(`/notes/${id}/effacer`)).status).toBe(404);
  });

  test.each([
    ['absente', []],
    ['vide', ''],
    ['qui n’est pas un identifiant', 'abc'],
    ['en majuscules', randomUUID().toUpperCase()],
    ['hostile', "'; drop table envoi; --\0"],
  ])('sa clé %s, rien n’est écrit', async (_, _cle) => {
    const note = fresh();
    const answer = await site.visitor().post('/notes', { _cle, note });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Formulaire incomplet');
    expect(await count(note)).toBe(0);
  });

  test('scénario 8 : la même clé avec d’autres réponses est refusée, et rien de ces réponses n’est gardé', async () => {
    const visitor = site.visitor();
    const [note, autre] = [fresh(), fresh()];
    const _cle = randomUUID();
    expect((await visitor.post('/notes', { _cle, note })).status).toBe(303);
    const answer = await visitor.post('/notes', { _cle, note: autre });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Formulaire déjà envoyé');
    expect(answer.location).toBeNull();
    expect([await count(note), await count(autre)]).toEqual([1, 0]);
    expect((await visitor.post('/notes', { _cle, note })).status).toBe(303);
    const kept = await site.base.owner
      .selectFrom('envoi')
      .selectAll()
      .where('cle', '=', _cle)
      .executeTakeFirstOrThrow();
    // A keyed print: a plain digest could be found again by trying every name.
    expect(kept.contenuEmpreinte).not.toEqual(createHash('sha256').update(`[[["note",["${note}"]]],[]]`).digest());
    expect(kept.contenuEmpreinte).toEqual(testCoffre.print(`[[["note",["${note}"]]],[]]`));
  });

  test('un fichier changé est une autre réponse, l’ordre des champs non', async () => {
    const form = (values: Readonly<Record<string, readonly string[]>>, octets = 'a') => ({
      values,
      files: { scan: new File([octets], 'scan.pdf') },
    });
    const said = await contentOf(form({ a: ['1'], b: ['2', '3'] }));
    expect(await contentOf(form({ b: ['2', '3'], a: ['1'], _cle: ['x'] }))).toBe(said);
    expect(await contentOf(form({ a: ['1'], b: ['3', '2'] }))).not.toBe(said);
    expect(await contentOf(form({ a: ['1'], b: ['2', '3'] }, 'b'))).not.toBe(said);
  });

  test('la clé d’un autre formulaire est refusée', async () => {
    const note = fresh();
    const visitor = site.visitor();
    const _cle = randomUUID();
    await visitor.post('/notes', { _cle, note });
    expect((await visitor.post('/autres-notes', { _cle, note })).status).toBe(400);
    expect(await count(note)).toBe(1);
  });

  test('la clé d’un autre compte est refusée, et ne dit pas où elle a mené', async () => {
    const note = fresh();
    const _cle = randomUUID();
    const [owner, other] = [await signedIn(site.ids.comptes.equipe), await signedIn(site.ids.comptes.dpo)];
    expect((await owner.post('/notes', { _cle, note })).status).toBe(303);
    for (const visitor of [other, site.visitor()]) {
      const answer = await visitor.post('/notes', { _cle, note });
      expect(answer.status).toBe(400);
      expect(answer.location).toBeNull();
    }
    expect(await count(note)).toBe(1);
  });

  test('un refus défait tout et rend la clé', async () => {
    const visitor = site.visitor();
    const _cle = randomUUID();
    expect((await visitor.post('/notes', { _cle, note: '' })).status).toBe(422);
    expect(await count('refusée')).toBe(0);
    const note = fresh();
    expect((await visitor.post('/notes', { _cle, note })).status).toBe(303);
    expect(await count(note)).toBe(1);
  });

  test('une panne défait tout et rend la clé', async () => {
    const bugs: string[] = [];
    const visitor = site.visitor({ onBug: (_, where) => bugs.push(where) });
    const _cle = randomUUID();
    const answer = await visitor.post('/notes', { _cle, note: 'panne' });
    expect(answer.status).toBe(500);
    expect(answer.text).toContain('Une erreur est survenue');
    expect(answer.text).not.toContain('secret');
    expect(bugs).toEqual(['POST /notes']);
    expect(await count('panne')).toBe(0);
    expect((await visitor.post('/notes', { _cle, note: fresh() })).status).toBe(303);
  });

  test('ce qui attend un écrit n’est appelé qu’après lui', async () => {
    let told = 0;
    const visitor = site.visitor({
      afterWrite: () => {
        told += 1;
      },
      onBug: () => undefined,
    });
    await visitor.get('/');
    await visitor.post('/notes', { note: '' });
    await visitor.post('/notes', { note: 'panne' });
    expect(told).toBe(0);
    await visitor.post('/notes', { note: fresh() });
    expect(told).toBe(1);
  });
});
