import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { creation, type Saisie, suite, useSaisies } from '../../../../test/saisies.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { delier, lier, relireLiens } from '../liens/store.ts';
import { estLien, personneRetenue, versionRetenue } from '../rules/versions.ts';
import { operationsConnues } from './store.ts';

const saisies = useSaisies();
const gens: string[] = [];
beforeAll(async () => {
  for (const nomCherche of ['zoe', 'yves']) {
    const id = uuidv7();
    await saisies.base.owner
      .insertInto('personne')
      .values({ territoireId: '66', id, prenom: nomCherche, nomCherche })
      .execute();
    gens.push(id);
  }
});
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
  /** Whom the form says, or as it was; and whether it tells whom it had shown. */
  qui: fc.constantFrom('pareil', 'pareil', 0, 1, 'personne'),
  ditQuiEtaitVu: fc.boolean(),
});
type Pas = typeof pas extends fc.Arbitrary<infer T> ? T : never;

/** What three devices of one agent did in a day: the queue of each, in its order. */
function journee(steps: readonly Pas[]): Saisie[][] {
  const files: Saisie[][] = [[], [], []];
  const connus: Map<string, Saisie>[] = [new Map(), new Map(), new Map()];
  const derniers = new Map<string, Saisie>();
  for (const { appareil, quoi, lequel, aVu, minutes, duree, ailleurs, bloque, qui, ditQuiEtaitVu } of steps) {
    const connu = connus[appareil] ?? new Map<string, Saisie>();
    if (aVu) for (const [id, one] of derniers) connu.set(id, one);
    const live = [...connu.values()].filter(({ nature }) => nature !== 'supprimer');
    const over = live[lequel % Math.max(1, live.length)];
    const saisiAt = `${Temporal.Instant.from('2026-11-22T06:00:00Z').add({ minutes })}`;
    const { seance, autreSeance } = saisies.terrain;
    const blocage = { bloqueOperateur: ['CAF'], bloqueService: ['Compte'], obstacle: ['panne'] };
    const vue = quoi === 'creer' ? [] : (over?.valeurs['personne'] ?? []);
    const valeurs = {
      personne: qui === 'pareil' ? vue : [gens[Number(qui)] ?? ''],
      ...(ditQuiEtaitVu ? { personneVue: vue } : {}),
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
 * later. What a device saw of another had been received: it is sent after. `entre`: what is done on the site between two parts.
 */
async function envoyer(
  files: readonly (readonly Saisie[])[],
  tirer: () => number,
  entre: () => Promise<void>,
): Promise<void> {
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
    await entre();
    rangs[appareil] = from + part.length;
    if (tirer() % 3 === 0) perdues.push(part);
    if (tirer() % 3 === 0) {
      for (const again of perdues.splice(0)) for (const answer of await saisies.dit(again)) expect(answer).toBe('deja');
    }
  }
  expect(rangs).toEqual(files.map(({ length }) => length));
}

/** Somebody opens the record of a person on the site, and links or unlinks an act that is noted there. */
const lien = fc.record({ lequel: fc.nat(), qui: fc.nat(1), minutes: fc.nat(3000) });
type Lien = typeof lien extends fc.Arbitrary<infer T> ? T : never;

const enBase = <R>(work: Parameters<typeof inTerritoire<R>>[2]) => inTerritoire(saisies.base.request, '66', work);

/** Links or unlinks one of the records that are there; none yet: nobody is linked. */
async function lierUnDeCeuxLa({ lequel, qui, minutes }: Lien): Promise<void> {
  const rows = await saisies.accompagnements();
  const row = rows[lequel % Math.max(1, rows.length)];
  if (row === undefined) return;
  const { agent: agentId, comptes } = saisies.terrain.small;
  const of = { id: row.id, agentId, personneId: row.personneId ?? gens[qui] ?? '' };
  const parole = { compteId: comptes.agent, now: Temporal.Instant.from('2026-11-22T06:00:00Z').add({ minutes }) };
  expect(await enBase((db) => (row.personneId === null ? lier : delier)(db, '66', of, parole))).toBe(true);
}

/** What was said beside the versions, heard again in another order: each once its record has been heard of. */
function reentendre(liens: Awaited<ReturnType<typeof saisies.operations>>, tirer: () => number) {
  const rest = [...liens];
  return async (all = false): Promise<void> => {
    const known = new Set((await saisies.operations()).map(({ id }) => id));
    for (const one of rest.filter(({ accompagnementId }) => known.has(accompagnementId))) {
      if (!all && tirer() % 2 === 0) continue;
      rest.splice(rest.indexOf(one), 1);
      await saisies.base.owner.insertInto('accompagnementOperation').values(one).execute();
      await enBase((db) => relireLiens(db, '66', [one.accompagnementId]));
    }
  };
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

/** Each record is about whom all that was received of it says. */
async function chacunDitParSesOperations(): Promise<void> {
  const rows = await saisies.accompagnements();
  const ids = rows.map(({ id }) => id);
  const operations = Map.groupBy(
    await enBase((db) => operationsConnues(db, '66', [], ids)),
    (one) => one.accompagnementId,
  );
  for (const { id, personneId } of rows) expect(personneRetenue(operations.get(id) ?? [])).toBe(personneId);
}

const jour = fc.array(pas, { minLength: 1, maxLength: 18 });
const hasard = fc.infiniteStream(fc.nat(1000));
const tirage = (stream: Stream) => () => Number(stream.next().value);
type Stream = Iterator<number>;

describe('trois appareils d’un agent, une journée sans réseau', () => {
  test('quel que soit l’ordre d’arrivée, quoi qui soit renvoyé, rattaché ou détaché entre-temps, le serveur finit dans le même état, chaque saisie une fois', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(jour, fc.array(lien, { maxLength: 8 }), hasard, hasard, async (steps, gestes, first, second) => {
        const files = journee(steps);
        const all = files.flat();
        await saisies.vider();
        const aFaire = gestes.values();
        await envoyer(files, tirage(first), async () => {
          const geste = aFaire.next().value;
          if (geste !== undefined) await lierUnDeCeuxLa(geste);
        });
        const found = await etat();
        const liens = (await saisies.operations()).filter((one) => estLien(one as { nature: 'lier' }));
        await chacunDitParSesOperations();
        const kept = Map.groupBy(
          all.map((one) => ({ ...one, saisiAt: Temporal.Instant.from(one.saisiAt) })),
          ({ accompagnement }) => accompagnement,
        );
        const versions = [...kept.values()].flatMap((list) => versionRetenue(list) ?? []);
        const live = versions.filter(({ nature }) => nature !== 'supprimer').map(({ id }) => id);
        expect((await saisies.accompagnements()).map(({ versionId }) => versionId).sort()).toEqual(live.sort());
        const ids = [...all, ...liens].map(({ id }) => id).sort();
        expect((await saisies.operations()).map(({ id }) => id)).toEqual(ids);
        await saisies.vider();
        const again = reentendre(liens, tirage(second));
        await envoyer(files, tirage(second), again);
        await again(true);
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
