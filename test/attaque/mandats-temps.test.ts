import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { creerLien, useLien } from '../../src/features/mandats/retrait/store.ts';
import { finirDemarches } from '../../src/features/mandats/store.ts';
import { inTerritoire } from '../../src/platform/db.ts';
import { RYTHME_PORTE, RYTHME_PUBLIC } from '../../src/platform/http/limits.ts';
import { closePdf } from '../../src/platform/pdf/render.ts';
import { testCles } from '../cles-partagees.ts';
import { type MandatPose, poserMandat } from '../mandats.ts';
import { useCible } from './cible.ts';
import { compare, Z_MAX } from './mesure.ts';
import { as, BASTIEN, MAELLE } from './signature.ts';

const cible = useCible({ proxies: 1 });
let addresses = 0;
/** Each from another address: the limits are not what is measured. */
const ailleurs = (): Record<string, string> => {
  addresses += 1;
  return { 'x-forwarded-for': `198.51.${addresses >> 8}.${addresses & 255}` };
};
const ici = { 'x-forwarded-for': '192.0.2.66' };
const tokens: string[] = [];
let mandats: readonly MandatPose[];
let collegue: MandatPose;

const lienDe = ({ id }: MandatPose, hours = 1) =>
  inTerritoire(cible.base.request, '66', (db) =>
    creerLien(db, '66', id, { origine: 'copie', expireAt: Temporal.Now.instant().add({ hours }) }),
  );
const poser = (agentId: string) => poserMandat(cible.base, testCles, { agentId });
const one = <T>(all: readonly T[], rank: number): T => all[rank % all.length] as T;

beforeAll(async () => {
  for (const { compteId } of [MAELLE, BASTIEN]) tokens.push(await cible.token(compteId));
  mandats = await Promise.all(Array.from({ length: 30 }, () => poser(MAELLE.agentId)));
  collegue = await poser(BASTIEN.agentId);
});
afterAll(closePdf);

describe('Chronométrer ce qui existe', () => {
  const LONG = { timeout: 120_000 };

  test(
    'scénario 12 : le mandat d’un collègue, par son identifiant : rien ne le distingue d’un inventé',
    LONG,
    async () => {
      const [token = ''] = tokens;
      const ask = async (id: string) => {
        expect((await cible.ask(`/mandats/${id}`, as(token))).status).toBe(404);
      };
      const z = await compare(
        () => ask(collegue.id),
        () => ask(randomUUID()),
      );
      expect(Math.abs(z)).toBeLessThan(Z_MAX);
    },
  );

  test('scénario 12 : ni par un formulaire qui le retirerait', LONG, async () => {
    const [, token = ''] = tokens;
    const send = async (id: string) => {
      expect((await cible.send(`/mandats/${id}/retirer`, { rang: '1' }, { token })).status).toBe(404);
    };
    const z = await compare(
      (round) => send(one(mandats, round).id),
      () => send(randomUUID()),
    );
    expect(Math.abs(z)).toBeLessThan(Z_MAX);
  });

  test('scénario 12 : le code d’un mandat, avec un code de retrait faux : rien ne dit qu’il existe', LONG, async () => {
    const [token = ''] = tokens;
    const send = async (code: string) => {
      const fields = { ou: 'telephone', code, codeRetrait: '0000-0000' };
      const answer = await cible.send('/retraits/nouveau', fields, { token, headers: ailleurs() });
      expect(answer.location).toBe('/retraits/nouveau?refus=faux');
    };
    const z = await compare(
      (round) => send(one(mandats, round).code),
      (round) => send(`0000-0000-${String(round).padStart(4, '0')}`),
    );
    expect(Math.abs(z)).toBeLessThan(Z_MAX);
  });

  test('scénario 9 : demander un lien prend le même temps, que le code soit d’un mandat ou non', LONG, async () => {
    const send = async (code: string) => {
      const answer = await cible.send('/retirer-un-mandat', { code }, { headers: ailleurs() });
      expect(answer.location).toBe('/retirer-un-mandat/envoye');
    };
    const z = await compare(
      (round) => send(one(mandats, round).code),
      (round) => send(`0000-0000-${String(round).padStart(4, '0')}`),
    );
    expect(Math.abs(z)).toBeLessThan(Z_MAX);
  });

  test('scénario 9 : un lien qui a servi, ou expiré, se tait aussi vite qu’un inventé', LONG, async () => {
    const morts = await Promise.all(mandats.map((mandat, rank) => lienDe(mandat, rank % 2 === 0 ? -1 : 1)));
    for (const lien of morts) {
      await inTerritoire(cible.base.request, '66', (db) => useLien(db, '66', lien, Temporal.Now.instant()));
    }
    const ask = async (lien: string) => {
      expect((await cible.ask(`/retrait/${lien}`, { headers: ailleurs() })).status).toBe(404);
    };
    const z = await compare(
      (round) => ask(one(morts, round)),
      () => ask(randomUUID()),
    );
    expect(Math.abs(z)).toBeLessThan(Z_MAX);
  });

  test('scénario 9 : un lien dont le mandat est fini aussi', LONG, async () => {
    const over = await Promise.all(Array.from({ length: 10 }, () => poser(MAELLE.agentId)));
    const liens = await Promise.all(over.map((mandat) => lienDe(mandat)));
    const fin = { at: Temporal.Now.instant(), cause: 'achevement', canal: 'agent' } as const;
    for (const { id } of over) {
      await inTerritoire(cible.base.request, '66', (db) =>
        finirDemarches(db, '66', id, { ...fin, compteId: null, delaiTiersHeures: 0 }),
      );
    }
    const ask = async (lien: string) => {
      expect((await cible.ask(`/retrait/${lien}`, { headers: ailleurs() })).status).toBe(404);
    };
    const z = await compare(
      (round) => ask(one(liens, round)),
      () => ask(randomUUID()),
    );
    expect(Math.abs(z)).toBeLessThan(Z_MAX);
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
        return cible.send('/retraits/nouveau', codes, { token: tokens[0] ?? '', headers: ici });
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
      const lien = await lienDe(one(mandats, 0));
      expect((await cible.ask(`/retrait/${lien}`, { headers: ailleurs() })).status).toBe(200);
    },
  );
});
