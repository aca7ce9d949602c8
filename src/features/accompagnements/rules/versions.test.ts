import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Operation, personneRetenue, versionRetenue, versionsEcartees } from './versions.ts';

const a = (heure: string) => Temporal.Instant.from(`2026-11-24T${heure}:00Z`);
const op = (
  id: string,
  nature: Operation['nature'],
  base: string | null,
  heure: string,
  personne?: string | null,
): Operation => ({ id, nature, base, saisiAt: a(heure), personne });
const lien = (personne: string | null, heure: string, id = `l${heure}`) =>
  op(id, personne === null ? 'delier' : 'lier', null, heure, personne);
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

  test('un lien ne fait pas de version : ce qui suit celle qu’on connaissait la suit encore', () => {
    const premiere = op('m1', 'modifier', 'c', '10:00');
    expect(retenue(creation, lien('zoe', '11:00'))).toBe('c');
    expect(retenue(creation, premiere, lien('zoe', '11:00'), op('m2', 'modifier', 'm1', '12:00'))).toBe('m2');
    expect(retenue(lien('zoe', '11:00'))).toBeUndefined();
    expect(ecartees(creation, premiere, lien('zoe', '09:30'), lien(null, '11:00'))).toEqual([]);
  });

  test('l’ordre d’arrivée ne change rien, et la version retenue n’est suivie par aucune autre', () => {
    const steps = fc.array(
      fc.record({
        over: fc.nat(),
        minutes: fc.nat(600),
        nature: fc.constantFrom('modifier' as const, 'supprimer' as const, 'lier' as const, 'delier' as const),
        personne: fc.constantFrom('zoe', 'yves', null, undefined),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(steps, fc.infiniteStream(fc.nat()), fc.boolean(), (list, draws, hasCreation) => {
        const all: Operation[] = hasCreation ? [creation] : [];
        for (const [rang, { over, minutes, nature, personne }] of list.entries()) {
          const saisiAt = a('00:00').add({ minutes });
          if (nature === 'lier' || nature === 'delier') {
            all.push({ id: `l${rang}`, nature, base: null, saisiAt, personne: nature === 'lier' ? 'zoe' : null });
            continue;
          }
          const seen = all.filter((one) => one.nature === 'creer' || one.nature === 'modifier');
          const base = hasCreation
            ? seen[over % seen.length]?.id
            : ([...seen, null][over % (seen.length + 1)]?.id ?? null);
          all.push({ id: `m${rang}`, nature, base: base ?? null, saisiAt, personne });
        }
        const shuffled = all
          .map((one) => ({ one, at: draws.next().value }))
          .toSorted((x, y) => x.at - y.at)
          .map(({ one }) => one);
        const kept = versionRetenue(all);
        expect(versionRetenue(shuffled)).toBe(kept);
        expect(versionsEcartees(shuffled)).toEqual(versionsEcartees(all));
        expect(personneRetenue(shuffled)).toBe(personneRetenue(all));
        const seules = all.filter(({ nature }) => nature !== 'lier' && nature !== 'delier');
        expect(versionRetenue(seules)).toBe(kept);
        expect(all.some(({ base }) => base !== null && base === kept?.id)).toBe(false);
      }),
    );
  });
});

describe('de qui parle un accompagnement', () => {
  const anonyme = op('c', 'creer', null, '09:00', null);
  const pourZoe = op('c', 'creer', null, '09:00', 'zoe');
  const personne = (...operations: readonly Operation[]) => personneRetenue(operations);

  test('de personne, ou de qui sa création le dit ; d’un plus ancien que les opérations, rien ne le dit', () => {
    expect([personne(), personne(anonyme), personne(pourZoe)]).toEqual([null, null, 'zoe']);
    expect(personne(op('m', 'modifier', null, '10:00'))).toBeNull();
    expect(personne(lien('zoe', '11:00'), op('m', 'modifier', null, '12:00'))).toBe('zoe');
  });

  test('rattaché à 10 h, corrigé à 11 h sur un appareil qui ne l’a pas vu : il le reste', () => {
    expect(personne(anonyme, lien('zoe', '10:00'), op('m', 'modifier', 'c', '11:00'))).toBe('zoe');
    // Nor when the correction was typed before and comes after.
    expect(personne(anonyme, lien('zoe', '10:00'), op('m', 'modifier', 'c', '09:30'))).toBe('zoe');
  });

  test('détaché à 10 h, corrigé à 11 h sur un appareil qui le croit encore rattaché : il reste détaché', () => {
    expect(personne(pourZoe, lien(null, '10:00'), op('m', 'modifier', 'c', '11:00'))).toBeNull();
  });

  test('une correction qui change la personne est crue si elle est la dernière à en parler', () => {
    const pourYves = op('m', 'modifier', 'c', '11:00', 'yves');
    expect(personne(anonyme, lien('zoe', '10:00'), pourYves)).toBe('yves');
    expect(personne(anonyme, pourYves, lien('zoe', '12:00'))).toBe('zoe');
    expect(personne(anonyme, pourYves, lien('zoe', '12:00'), op('n', 'modifier', 'm', '13:00', null))).toBeNull();
  });

  test('une version mise de côté ne dit rien, même la dernière saisie avant elle', () => {
    const ecartee = op('t', 'modifier', 'c', '10:00', 'yves');
    expect(personne(anonyme, ecartee, op('p', 'modifier', 'c', '11:00'))).toBeNull();
    expect(personne(anonyme, lien('zoe', '09:30'), ecartee, op('p', 'modifier', 'c', '11:00'))).toBe('zoe');
  });

  test('de deux versions dont l’une suit l’autre, celle qui suit, même si son horloge a reculé', () => {
    const first = op('m', 'modifier', 'c', '10:00', 'yves');
    expect(personne(anonyme, first, op('n', 'modifier', 'm', '08:00', null))).toBeNull();
  });

  test('supprimé, rattaché entre-temps, puis revenu : le lien tient', () => {
    const back = op('m', 'modifier', 'c', '12:00');
    expect(personne(anonyme, lien('zoe', '10:00'), op('s', 'supprimer', 'c', '11:00'), back)).toBe('zoe');
  });
});
