import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CauseFin, demarchesPerdues, estLisible, type Fin } from '../rules.ts';

const instant = Temporal.Instant.from;
const finPrevueAt = instant('2027-02-26T23:00:00Z');
const now = instant('2026-12-01T10:00:00Z');

const demarche = (id: string, fin: Fin | null = null) => ({
  id,
  fin,
  detruiteAt: null,
  destructibleAt: fin === null ? null : fin.at.add({ hours: 72 }),
  tiersPrevenusAt: null,
});
const finA = (at: Temporal.Instant, cause: CauseFin): Fin => ({ at, cause, canal: 'agent' });
const ids = (...args: Parameters<typeof demarchesPerdues<ReturnType<typeof demarche>>>) =>
  demarchesPerdues(...args).map(({ id }) => id);

describe('Art. 2 : dans une sauvegarde restaurée, ce qui est détruit depuis', () => {
  const mandat = { finPrevueAt, isRetenu: false, demarches: [demarche('d1'), demarche('d2')] };

  test('est ce que la base croit lisible et qui ne s’ouvre plus', () => {
    expect(ids(mandat, new Set(['d2']), now)).toEqual(['d1']);
    expect(ids(mandat, new Set(), now)).toEqual(['d1', 'd2']);
    expect(ids(mandat, new Set(['d1', 'd2']), now)).toEqual([]);
  });

  test('n’est ni ce qui est fini, ni ce qu’un sursis ferme, ni un brouillon', () => {
    const achevee = demarche('d1', finA(now.subtract({ hours: 1 }), 'achevement'));
    expect(ids({ ...mandat, demarches: [achevee, demarche('d2')] }, new Set(['d2']), now)).toEqual([]);
    expect(ids({ ...mandat, isRetenu: true }, new Set(), now)).toEqual([]);
    expect(ids({ ...mandat, finPrevueAt: null }, new Set(), now)).toEqual([]);
    expect(ids(mandat, new Set(), finPrevueAt)).toEqual([]);
  });

  test('retirée il y a une heure, une démarche se lit encore le temps de prévenir : sans clé, elle est perdue', () => {
    const retiree = demarche('d1', finA(now.subtract({ hours: 1 }), 'retrait'));
    expect(ids({ ...mandat, demarches: [retiree] }, new Set(), now)).toEqual(['d1']);
    expect(ids({ ...mandat, demarches: [retiree] }, new Set(), now.add({ hours: 72 }))).toEqual([]);
  });

  test('quoi qu’il arrive, ce qui s’ouvre n’est jamais perdu, et ce qui est perdu devait se lire', () => {
    const causes = fc.constantFrom<CauseFin>('achevement', 'retrait', 'deces', 'renonciation');
    const one = fc.record({ hours: fc.integer({ min: -200, max: 200 }), cause: causes, isOver: fc.boolean() });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 5 }), fc.array(fc.nat(4)), fc.boolean(), (all, opened, isRetenu) => {
        const demarches = all.map(({ hours, cause, isOver }, rank) =>
          demarche(`d${rank}`, isOver ? finA(now.add({ hours }), cause) : null),
        );
        const ouvertes = new Set(opened.map((rank) => `d${rank}`));
        for (const perdue of demarchesPerdues({ finPrevueAt, isRetenu, demarches }, ouvertes, now)) {
          expect(ouvertes.has(perdue.id)).toBe(false);
          expect(estLisible(perdue, { finPrevueAt, isRetenu }, now)).toBe(true);
        }
      }),
    );
  });
});
