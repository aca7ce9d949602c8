import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Operation, versionRetenue, versionsEcartees } from './versions.ts';

const a = (heure: string) => Temporal.Instant.from(`2026-11-24T${heure}:00Z`);
const op = (id: string, nature: Operation['nature'], base: string | null, heure: string): Operation => ({
  id,
  nature,
  base,
  saisiAt: a(heure),
});
const creation = op('c', 'creer', null, '09:00');
const retenue = (...operations: readonly Operation[]) => versionRetenue(operations)?.id;
const ecartees = (...operations: readonly Operation[]) => versionsEcartees(operations).map(({ id }) => id);

describe('ce qu’est un accompagnement dont plusieurs appareils ont parlé', () => {
  test('sans opération, rien ; créé, c’est sa création', () => {
    expect(versionRetenue([])).toBeUndefined();
    expect(retenue(creation)).toBe('c');
  });

  test('chaque correction suit celle qu’on avait sous les yeux', () => {
    const first = op('m1', 'modifier', 'c', '10:00');
    const second = op('m2', 'modifier', 'm1', '11:00');
    expect(retenue(creation, first, second)).toBe('m2');
    // A clock that went back changes nothing: it was typed over the first.
    expect(retenue(creation, first, op('m2', 'modifier', 'm1', '08:00'))).toBe('m2');
  });

  test('de deux corrections qui s’ignorent, la dernière saisie est retenue, l’autre gardée à côté', () => {
    const tablette = op('t', 'modifier', 'c', '10:00');
    const telephone = op('p', 'modifier', 'c', '11:00');
    expect(retenue(creation, tablette, telephone)).toBe('p');
    expect(ecartees(creation, tablette, telephone)).toEqual(['t']);
    expect(ecartees(creation, tablette)).toEqual([]);
  });

  test('une suppression, puis une correction saisie plus tard sans l’avoir vue : elle revient ; plus tôt : elle reste supprimée', () => {
    const suppression = op('s', 'supprimer', 'c', '10:00');
    expect(retenue(creation, suppression, op('m', 'modifier', 'c', '11:00'))).toBe('m');
    expect(retenue(creation, suppression, op('m', 'modifier', 'c', '09:30'))).toBe('s');
  });

  test('un accompagnement plus ancien que les opérations n’a pas de création', () => {
    const first = op('m1', 'modifier', null, '10:00');
    expect(retenue(first, op('m2', 'modifier', 'm1', '11:00'))).toBe('m2');
    expect(retenue(first, op('m3', 'modifier', null, '11:00'))).toBe('m3');
  });

  test('au même instant, toujours la même', () => {
    const list = [creation, op('x', 'modifier', 'c', '10:00'), op('y', 'modifier', 'c', '10:00')];
    expect(retenue(...list)).toBe('y');
    expect(retenue(...list.toReversed())).toBe('y');
  });

  test('l’ordre d’arrivée ne change rien, et la version retenue n’est suivie par aucune autre', () => {
    const steps = fc.array(
      fc.record({
        over: fc.nat(),
        minutes: fc.nat(600),
        nature: fc.constantFrom('modifier' as const, 'supprimer' as const),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(steps, fc.infiniteStream(fc.nat()), fc.boolean(), (list, draws, hasCreation) => {
        const all: Operation[] = hasCreation ? [creation] : [];
        for (const [rang, { over, minutes, nature }] of list.entries()) {
          const seen = all.filter((one) => one.nature !== 'supprimer');
          const base = hasCreation
            ? seen[over % seen.length]?.id
            : ([...seen, null][over % (seen.length + 1)]?.id ?? null);
          all.push({ id: `m${rang}`, nature, base: base ?? null, saisiAt: a('00:00').add({ minutes }) });
        }
        const shuffled = all
          .map((one) => ({ one, at: draws.next().value }))
          .toSorted((x, y) => x.at - y.at)
          .map(({ one }) => one);
        const kept = versionRetenue(all);
        expect(versionRetenue(shuffled)).toBe(kept);
        expect(versionsEcartees(shuffled)).toEqual(versionsEcartees(all));
        expect(all.some(({ base }) => base !== null && base === kept?.id)).toBe(false);
      }),
    );
  });
});
