import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { saisie, useSeanceDuJour } from '../../../../test/seance-du-jour.ts';

const base = useBase({ demo: true });
const { agent, seance, nouveau, notes, noter } = useSeanceDuJour(base);
let deLaSeance: string;

const CERET = '66049';
const MARSEILLE = '13055';

beforeAll(async () => {
  const found = await base.owner
    .selectFrom('seance')
    .innerJoin('lieu', 'lieu.id', 'seance.lieuId')
    .select('lieu.codeInsee')
    .where('seance.id', '=', seance())
    .executeTakeFirstOrThrow();
  deLaSeance = found.codeInsee;
  expect(deLaSeance).not.toBe(CERET);
});

/** The commune that the form shows chosen; undefined: none is. */
function choisie(text: string): string | undefined {
  const select = /<select[^>]*name="codeInsee"[\s\S]*?<\/select>/.exec(text)?.[0];
  expect(select).toBeDefined();
  return /<option value="([^"]*)" selected/.exec(select ?? '')?.[1];
}

const lieux = async () => (await notes()).map(({ typeLieu, codeInsee }) => [typeLieu, codeInsee]);
const modifier = (id: string) => `/accompagnements/${id}/modifier`;

describe('la commune d’une aide donnée hors du lieu de la séance', () => {
  test('celle de la séance est proposée d’abord ; celle qui est choisie est gardée, et se relit', async () => {
    expect(choisie((await agent().get(nouveau())).text)).toBe(deLaSeance);
    const id = await noter({ typeLieu: 'Domicile', codeInsee: CERET });
    expect(await lieux()).toEqual([['Domicile', CERET]]);
    expect(choisie((await agent().get(modifier(id))).text)).toBe(CERET);
    const sent = { ...saisie, base: id, typeLieu: 'Autre', codeInsee: deLaSeance };
    expect((await agent().post(modifier(id), sent)).status).toBe(303);
    expect(await lieux()).toEqual([['Autre', deLaSeance]]);
  });

  test('sur place et à distance, celle du formulaire ne compte pas ; sans réponse, c’est celle de la séance', async () => {
    await noter({ typeLieu: 'LieuActivite', codeInsee: CERET });
    await noter({ typeLieu: 'ADistance', codeInsee: CERET });
    await noter({ typeLieu: 'Domicile', codeInsee: '' });
    expect(await lieux()).toEqual([
      ['LieuActivite', deLaSeance],
      ['ADistance', deLaSeance],
      ['Domicile', deLaSeance],
    ]);
  });

  test('celle d’un autre département, déjà notée, reste choisie ; un code qui n’existe pas est refusé à sa place', async () => {
    const id = await noter({ typeLieu: 'Domicile', codeInsee: MARSEILLE });
    expect(choisie((await agent().get(modifier(id))).text)).toBe(MARSEILLE);
    const refused = await agent().post(nouveau(), { ...saisie, typeLieu: 'Domicile', codeInsee: '99999' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Cette commune n’existe pas : choisissez-la dans la liste.');
    expect(refused.text).toContain('href="#champ-codeInsee"');
    expect(refused.text).toMatch(/<details class="e-details" open[^>]*><summary>Lieu/);
    expect(await lieux()).toEqual([['Domicile', MARSEILLE]]);
  });

  test('dupliquer pour la même personne la reprend ; repartir d’un choix de plus loin, non', async () => {
    const id = await noter({ typeLieu: 'Domicile', codeInsee: CERET });
    expect(choisie((await agent().get(`${nouveau()}?comme=${id}&profil=oui`)).text)).toBe(CERET);
    expect(choisie((await agent().get(`${nouveau()}?comme=${id}`)).text)).toBe(deLaSeance);
    const surPlace = await noter({ typeLieu: 'LieuActivite' });
    expect(choisie((await agent().get(`${nouveau()}?comme=${surPlace}&profil=oui`)).text)).toBe(deLaSeance);
  });

  test('deux versions : la commune qui diffère est dite, et celle qui est choisie est gardée', async () => {
    const id = await noter({ typeLieu: 'Domicile', codeInsee: CERET });
    const newer = { ...saisie, base: id, typeLieu: 'Domicile', codeInsee: CERET, duree: '60', _cle: randomUUID() };
    expect((await agent().post(modifier(id), newer)).status).toBe(303);
    const stale = { ...saisie, base: id, typeLieu: 'Domicile', codeInsee: deLaSeance, duree: '60' };
    const asked = await agent().post(modifier(id), stale);
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('Céret');
    const base_ = /name="base" value="([^"]*)"/.exec(asked.text)?.[1] ?? '';
    expect((await agent().post(modifier(id), { ...stale, base: base_ })).status).toBe(303);
    expect(await lieux()).toEqual([['Domicile', deLaSeance]]);
  });
});
