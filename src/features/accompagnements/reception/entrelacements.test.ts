import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { creation, type Saisie, suite, useSaisies } from '../../../../test/saisies.ts';
import { versionRetenue } from '../rules/versions.ts';

const saisies = useSaisies();
beforeEach(saisies.vider);

/** One step of a day: a device makes a record, or types over what it knows of one. */
const pas = fc.record({
  appareil: fc.nat(2),
  quoi: fc.constantFrom('creer', 'modifier', 'modifier', 'supprimer'),
  lequel: fc.nat(),
  /** Whether it has just heard of what the others did. */
  aVu: fc.boolean(),
  minutes: fc.nat(3000),
  duree: fc.constantFrom('15', '30', '45', '60', '90', '120'),
  ailleurs: fc.boolean(),
  bloque: fc.boolean(),
});
type Pas = typeof pas extends fc.Arbitrary<infer T> ? T : never;

/** What three devices of one agent did in a day: the queue of each, in its order. */
function journee(steps: readonly Pas[]): Saisie[][] {
  const files: Saisie[][] = [[], [], []];
  const connus: Map<string, Saisie>[] = [new Map(), new Map(), new Map()];
  const derniers = new Map<string, Saisie>();
  for (const { appareil, quoi, lequel, aVu, minutes, duree, ailleurs, bloque } of steps) {
    const connu = connus[appareil] ?? new Map<string, Saisie>();
    if (aVu) for (const [id, one] of derniers) connu.set(id, one);
    const live = [...connu.values()].filter(({ nature }) => nature !== 'supprimer');
    const over = live[lequel % Math.max(1, live.length)];
    const saisiAt = `${Temporal.Instant.from('2026-11-22T06:00:00Z').add({ minutes })}`;
    const { seance, autreSeance } = saisies.terrain;
    const blocage = { bloqueOperateur: ['CAF'], bloqueService: ['Compte'], obstacle: ['panne'] };
    const valeurs = {
      seance: [ailleurs ? autreSeance : seance],
      duree: [duree],
      bloque: bloque ? ['oui'] : [],
      ...blocage,
    };
    const done =
      quoi === 'creer' || over === undefined
        ? creation(valeurs, { saisiAt })
        : suite(over, quoi === 'supprimer' ? 'supprimer' : 'modifier', valeurs, { saisiAt });
    connu.set(done.accompagnement, done);
    derniers.set(done.accompagnement, done);
    files[appareil]?.push(done);
  }
  return files;
}

/**
 * Sends each queue in its order, by parts, in an order drawn by `tirer`; an answer may be lost, and then the part comes again, now or
 * later. What a device saw of another had been received: it is sent after.
 */
async function envoyer(files: readonly (readonly Saisie[])[], tirer: () => number): Promise<void> {
  const rangs = files.map(() => 0);
  const recues = new Set<string>();
  const perdues: (readonly Saisie[])[] = [];
  for (;;) {
    const prets = files.flatMap((file, appareil) => {
      const next = file[rangs[appareil] ?? 0];
      return next !== undefined && (next.base === null || recues.has(next.base)) ? [appareil] : [];
    });
    const appareil = prets[tirer() % Math.max(1, prets.length)];
    if (appareil === undefined) break;
    const [file, from] = [files[appareil] ?? [], rangs[appareil] ?? 0];
    const part: Saisie[] = [];
    const known = new Set(recues);
    for (const one of file.slice(from, from + 1 + (tirer() % 4))) {
      if (one.base !== null && !known.has(one.base)) break;
      part.push(one);
      known.add(one.id);
    }
    for (const answer of await saisies.dit(part)) expect(['acceptee', 'ecartee']).toContain(answer);
    for (const { id } of part) recues.add(id);
    rangs[appareil] = from + part.length;
    if (tirer() % 3 === 0) perdues.push(part);
    if (tirer() % 3 === 0) {
      for (const again of perdues.splice(0)) for (const answer of await saisies.dit(again)) expect(answer).toBe('deja');
    }
  }
  expect(rangs).toEqual(files.map(({ length }) => length));
}

/** The tables, without what tells when a row was written. */
async function etat() {
  const blocages = await saisies.base.owner
    .selectFrom('serviceBloque')
    .select(['accompagnementId', 'operateur', 'serviceNom', 'obstacle', 'constateLe', 'suivi'])
    .orderBy('accompagnementId')
    .execute();
  const accompagnements = (await saisies.accompagnements()).map(({ createdAt: _, updatedAt: __, ...row }) => row);
  const operations = (await saisies.operations()).map(({ recuAt: _, ...row }) => row);
  return JSON.stringify({ accompagnements, operations, blocages });
}

const hasard = fc.infiniteStream(fc.nat(1000));
const tirage = (stream: Stream) => () => Number(stream.next().value);
type Stream = Iterator<number>;

describe('trois appareils d’un agent, une journée sans réseau', () => {
  test('quel que soit l’ordre d’arrivée, et quoi qui soit renvoyé, le serveur finit dans le même état, chaque saisie une fois', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pas, { minLength: 1, maxLength: 18 }), hasard, hasard, async (steps, first, second) => {
        const files = journee(steps);
        const all = files.flat();
        await saisies.vider();
        await envoyer(files, tirage(first));
        const found = await etat();
        const kept = Map.groupBy(
          all.map((one) => ({ ...one, saisiAt: Temporal.Instant.from(one.saisiAt) })),
          ({ accompagnement }) => accompagnement,
        );
        const versions = [...kept.values()].flatMap((list) => versionRetenue(list) ?? []);
        const live = versions.filter(({ nature }) => nature !== 'supprimer').map(({ id }) => id);
        expect((await saisies.accompagnements()).map(({ versionId }) => versionId).sort()).toEqual(live.sort());
        expect((await saisies.operations()).map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort());
        await saisies.vider();
        await envoyer(files, tirage(second));
        expect(await etat()).toBe(found);
      }),
      { numRuns: 25 },
    );
  });

  test('les trois envoient au même instant, deux fois : le même état que l’un après l’autre', {
    timeout: 60_000,
  }, async () => {
    const steps = fc.sample(
      fc.array(
        pas.map((one) => ({ ...one, aVu: false })),
        { minLength: 40, maxLength: 40 },
      ),
      5,
    );
    for (const one of steps) {
      const files = journee(one);
      await saisies.vider();
      for (const file of files) await saisies.recu(file);
      const found = await etat();
      await saisies.vider();
      await Promise.all([...files, ...files].map((file) => saisies.recu(file)));
      expect(await etat()).toBe(found);
    }
  });
});
