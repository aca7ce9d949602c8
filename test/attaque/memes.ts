import { expect } from 'vitest';
import { ailleurs, type Paire } from './existence.ts';
import type { Cible } from './serveur.ts';
import { travailDe } from './travail.ts';

const ROUNDS = 4;

/** A page without what each request draws, nor the id or the code that was asked. */
const plain = (text: string): string =>
  text
    .replaceAll(/nonce="[^"]*"/g, '')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')
    .replaceAll(/[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}/g, 'code');

/** Makes the server read its territoires now, as it does after each form and every thirty seconds, whoever asks whatever. */
async function readTerritoires(cible: Cible): Promise<void> {
  const headers = ailleurs();
  expect((await cible.send('/retrait/recu/fermer', {}, { headers })).status).toBe(303);
  expect((await cible.ask('/verifier', { headers })).status).toBe(200);
}

/** Expects that nothing tells the two requests of a pair apart: neither what is answered, nor the work done for it. */
export async function expectSameWork(cible: Cible, { connu, inconnu, attendu }: Paire): Promise<void> {
  // What a process learns once is learnt before.
  for (const ask of [connu, inconnu]) await ask(0);
  for (let round = 0; round < ROUNDS; round += 1) {
    const did = [];
    for (const ask of [connu, inconnu]) {
      await readTerritoires(cible);
      let answer: Awaited<ReturnType<typeof ask>> | undefined;
      const work = await travailDe(async () => {
        answer = await ask(round);
      });
      expect(answer !== undefined && attendu(answer), `${answer?.status} ${answer?.location}`).toBe(true);
      did.push({ status: answer?.status, location: answer?.location, text: plain(answer?.text ?? ''), work });
    }
    expect(did[0]?.work.length).toBeGreaterThan(2);
    expect(did[0]).toEqual(did[1]);
  }
}
