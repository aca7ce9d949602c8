import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RYTHME_PORTE, RYTHME_PUBLIC } from '../../src/platform/http/limits.ts';
import { closePdf } from '../../src/platform/pdf/render.ts';
import { testCles } from '../cles-partagees.ts';
import { useCible } from './cible.ts';
import {
  ailleurs,
  lienDe,
  type Mandats,
  pairesDesCodes,
  pairesDesIdentifiants,
  pairesDesLiens,
  poserMandats,
} from './existence.ts';
import { expectSameWork } from './memes.ts';
import { MAELLE } from './signature.ts';
import { travailDe } from './travail.ts';

const cible = useCible({ proxies: 1 });
const ici = { 'x-forwarded-for': '192.0.2.66' };
let token = '';
let mandats: Mandats;

beforeAll(async () => {
  token = await cible.token(MAELLE.compteId);
  mandats = await poserMandats(cible, testCles, 4);
});
afterAll(closePdf);

// What is compared is the work: time depends on what else the machine does. `npm run bench:existence` times the same pairs.
describe('Comparer ce qui existe et ce qui n’existe pas', () => {
  test('scénario 12 : le mandat d’un collègue, par son identifiant : rien ne le distingue d’un inventé', async () => {
    await expectSameWork(cible, (await pairesDesIdentifiants(cible, mandats)).collegue);
  });

  test('scénario 12 : ni par un formulaire qui le retirerait', async () => {
    await expectSameWork(cible, (await pairesDesIdentifiants(cible, mandats)).retirer);
  });

  test('scénario 12 : le travail ne dit pas si un mandat existe', async () => {
    await expectSameWork(cible, (await pairesDesIdentifiants(cible, mandats)).lecture);
  });

  test('scénario 12 : le code d’un mandat, avec un code de retrait faux : rien ne dit qu’il existe', async () => {
    await expectSameWork(cible, (await pairesDesCodes(cible, mandats)).codes);
  });

  test('scénario 9 : demander un lien fait le même travail, que le code soit d’un mandat ou non', async () => {
    await expectSameWork(cible, (await pairesDesCodes(cible, mandats)).demande);
  });

  test('ni si un code est celui d’un brouillon, ou d’un mandat voisin', async () => {
    await expectSameWork(cible, (await pairesDesCodes(cible, mandats)).verifier);
  });

  test('scénario 9 : un lien qui a servi, ou expiré, se tait par le même travail qu’un inventé', async () => {
    await expectSameWork(cible, (await pairesDesLiens(cible, testCles, mandats)).morts);
  });

  test('scénario 9 : un lien dont le mandat est fini aussi', async () => {
    await expectSameWork(cible, (await pairesDesLiens(cible, testCles, mandats)).finis);
  });

  test('un lien qui sert en demande plus : ce qui est ouvert se voit', async () => {
    const lien = await lienDe(cible, mandats.deBastien);
    const ask = (which: string) => travailDe(() => cible.ask(`/retrait/${which}`, { headers: ailleurs() }));
    const [alive, dead] = [await ask(lien), await ask(randomUUID())];
    expect(alive).toContain('createDecipheriv(aes-256-gcm)');
    expect(dead).not.toContain('createDecipheriv(aes-256-gcm)');
    expect(alive.length).toBeGreaterThan(dead.length);
  });
});

describe('Essayer sans fin', () => {
  const PORTES: readonly (readonly [string, number, () => ReturnType<typeof cible.ask>, number])[] = [
    ['le lien', RYTHME_PUBLIC.fois, () => cible.ask(`/retrait/${randomUUID()}`, { headers: ici }), 404],
    [
      'le formulaire du lien',
      RYTHME_PUBLIC.fois,
      () => cible.send('/retrait', { lien: randomUUID(), rang: '1' }, { headers: ici }),
      404,
    ],
    [
      'la demande d’un lien',
      10,
      () => cible.send('/retirer-un-mandat', { code: '0000-0000-0000' }, { headers: ici }),
      303,
    ],
    [
      'les codes, par un agent',
      RYTHME_PORTE.fois,
      () => {
        const codes = { ou: 'telephone', code: '0000-0000-0000', codeRetrait: '0000-0000' };
        return cible.send('/retraits/nouveau', codes, { token: token, headers: ici });
      },
      303,
    ],
    [
      'le code, à la vérification',
      RYTHME_PUBLIC.fois,
      () => cible.ask('/verifier?q=0000-0000-0000', { headers: ici }),
      200,
    ],
  ];

  test.each(PORTES)(
    'scénario 9 : %s : plus rien après %i essais d’une adresse, sans gêner les autres',
    async (_, fois, essayer, status) => {
      for (let essai = 0; essai < fois; essai += 1) expect((await essayer()).status).toBe(status);
      const stopped = await essayer();
      expect(stopped.status).toBe(429);
      expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0);
      const lien = await lienDe(cible, mandats.deBastien);
      expect((await cible.ask(`/retrait/${lien}`, { headers: ailleurs() })).status).toBe(200);
    },
  );
});
