import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cleElement,
  dansLaPeriode,
  type Element,
  etatElement,
  grilleDuMois,
  joursDeRappel,
  joursDuMois,
  joursRestants,
  lireJours,
  pasDuRappel,
  RAPPELS_PROPOSES,
  rappelsDus,
  repond,
  reunir,
  semaineDuJour,
} from './rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const today = jour('2026-11-24');
const element = (changes: Partial<Element> = {}): Element => ({
  type: 'opposition',
  objet: 'convention:1',
  le: jour('2027-01-23'),
  depuis: null,
  sujet: 'CNV-2026-001',
  sujetPublic: 'convention CNV-2026-001, Mairie de Céret',
  precision: null,
  structure: { id: 's1', nom: 'Mairie de Céret' },
  href: '/conventions/1',
  ...changes,
});
const jours = fc.integer({ min: 0, max: 20_000 }).map((days) => jour('2000-01-01').add({ days }));
const pas = fc.uniqueArray(fc.integer({ min: 0, max: 365 }), { maxLength: 6 });

describe('Où en est une échéance', () => {
  test.each([
    ['2026-11-23', 'en_retard', -1],
    ['2026-11-24', 'aujourd_hui', 0],
    ['2026-11-25', 'a_venir', 1],
  ] as const)('du %s, le 24 novembre 2026 : %s', (date, etat, left) => {
    expect(etatElement({ le: jour(date) }, today)).toBe(etat);
    expect(joursRestants(jour(date), today)).toBe(left);
  });

  test('sans date, elle est à faire', () => {
    expect(etatElement({ le: null }, today)).toBe('a_faire');
  });

  test('« dans les 7 jours » compte les deux jours, et laisse le retard à part', () => {
    expect(repond(element({ le: today }), '7', today)).toBe(true);
    expect(repond(element({ le: jour('2026-12-01') }), '7', today)).toBe(true);
    expect(repond(element({ le: jour('2026-12-02') }), '7', today)).toBe(false);
    expect(repond(element({ le: jour('2026-11-23') }), '7', today)).toBe(false);
    expect(repond(element({ le: jour('2026-11-23') }), 'retard', today)).toBe(true);
    expect(repond(element({ le: null }), 'faire', today)).toBe(true);
    expect(repond(element({ le: null }), '180', today)).toBe(false);
  });

  test('deux lectures de la même échéance n’en font qu’une, les dates d’abord, les plus anciennes avant', () => {
    const undated = element({ type: 'signature', le: null, depuis: jour('2026-03-01') });
    const older = element({ type: 'signature', objet: 'convention:2', le: null, depuis: jour('2026-02-01') });
    const sooner = element({ le: jour('2026-12-01') });
    const all = reunir([undated, element(), older], [sooner, element(), undated]);
    expect(all).toEqual([sooner, element(), older, undated]);
  });
});

describe('Le calendrier d’un mois', () => {
  test('novembre 2026 commence un dimanche et tient sur six semaines', () => {
    const grille = grilleDuMois(Temporal.PlainYearMonth.from('2026-11'), [element({ le: jour('2026-11-01') })]);
    expect(grille).toHaveLength(6);
    expect(grille[0]?.slice(0, 6)).toEqual([null, null, null, null, null, null]);
    expect(grille[0]?.[6]?.elements).toHaveLength(1);
    expect(grille[5]?.[0]?.jour.toString()).toBe('2026-11-30');
  });

  test('chaque jour du mois y est une fois, sous le bon jour de la semaine, et rien ne se perd', () => {
    fc.assert(
      fc.property(jours, fc.array(jours), (day, dates) => {
        const mois = day.toPlainYearMonth();
        const inside = dansLaPeriode(
          dates.map((le, rank) => element({ le, objet: `convention:${rank}` })),
          joursDuMois(mois),
        );
        const grille = grilleDuMois(mois, inside);
        const squares = grille.flat();
        expect(grille.every((week) => week.length === 7)).toBe(true);
        expect(squares.filter((square) => square !== null)).toHaveLength(mois.daysInMonth);
        squares.forEach((square, rank) => {
          if (square !== null) expect(square.jour.dayOfWeek).toBe((rank % 7) + 1);
        });
        expect(squares.flatMap((square) => square?.elements ?? [])).toHaveLength(inside.length);
      }),
    );
  });

  test('la semaine va du lundi au dimanche', () => {
    const { debut, fin } = semaineDuJour(jour('2026-11-29'));
    expect([debut.toString(), fin.toString()]).toEqual(['2026-11-23', '2026-11-29']);
  });
});

describe('Les jours des rappels', () => {
  test.each([
    ['60, 30, 7', [60, 30, 7]],
    [' 7;60  30 et 7 ', [60, 30, 7]],
    ['0', [0]],
    ['', []],
    ['   ', []],
  ])('« %s » se lit', (texte, expected) => {
    expect(lireJours(texte)).toEqual(expected);
  });

  test.each(['-1', '366', '1,5 jour', 'trente', '1e2', '７', '<b>', '9'.repeat(5000)])(
    '« %s » est refusé, et la phrase reste courte',
    (texte) => {
      const read = lireJours(texte);
      expect(read).toMatchObject({ refus: 'jours_illisibles' });
      expect(JSON.stringify(read).length).toBeLessThan(120);
    },
  );

  test('plus de six rappels sont refusés', () => {
    expect(lireJours('1 2 3 4 5 6 7')).toEqual({ refus: 'jours_trop_nombreux' });
  });

  test('ce que le territoire n’a pas choisi est comme proposé, et une liste vide ne rappelle rien', () => {
    expect(joursDeRappel('opposition', {})).toEqual([60, 30, 7]);
    expect(joursDeRappel('opposition', { opposition: [5, 45] })).toEqual([45, 5]);
    expect(rappelsDus([element({ le: today })], { opposition: [] }, today)).toEqual([]);
  });

  test('ceux proposés sont ceux que le formulaire accepte', () => {
    for (const proposes of Object.values(RAPPELS_PROPOSES)) expect(lireJours(proposes.join(', '))).toEqual(proposes);
  });
});

describe('Quel rappel est dû', () => {
  const du = (date: string) => pasDuRappel(element({ le: jour('2023-02-10') }), [60, 30, 7], jour(date));

  test.each([
    ['2022-12-11', null],
    ['2022-12-12', 60],
    ['2023-01-10', 60],
    ['2023-01-11', 30],
    ['2023-02-02', 30],
    ['2023-02-03', 7],
    ['2023-02-10', 7],
    // The run of the last day was missed: the next one makes it good.
    ['2023-02-12', 7],
  ])('art. 6 : pour une opposition au 10 février 2023, le %s : %s', (date, expected) => {
    expect(du(date)).toBe(expected);
  });

  test.each([
    ['2023-01-16', null],
    ['2023-01-17', 15],
    ['2023-03-02', 15],
    ['2023-03-03', 60],
    ['2025-01-01', 60],
  ])('préambule : pour une délibération du 2 janvier 2023 sans accusé, le %s : %s', (date, expected) => {
    const waiting = element({ type: 'teletransmission', le: null, depuis: jour('2023-01-02') });
    expect(pasDuRappel(waiting, [60, 15], jour(date))).toBe(expected);
  });

  test('de jour en jour, un rappel ne revient jamais à un précédent', () => {
    fc.assert(
      fc.property(jours, pas, fc.integer({ min: -400, max: 30 }), (le, list, offset) => {
        const one = element({ le });
        const [before, after] = [le.add({ days: offset }), le.add({ days: offset + 1 })];
        const [first, second] = [pasDuRappel(one, list, before), pasDuRappel(one, list, after)];
        if (first !== null) expect(second ?? 366).toBeLessThanOrEqual(first);
        if (first !== null) expect(second).not.toBeNull();
      }),
    );
  });

  test('qui regarde chaque jour reçoit chaque rappel une fois, même en manquant des jours', () => {
    fc.assert(
      fc.property(jours, pas, fc.array(fc.boolean(), { minLength: 380, maxLength: 380 }), (le, list, runs) => {
        const sent: number[] = [];
        const seen = new Set<number>();
        runs.forEach((isRun, rank) => {
          const due = isRun ? pasDuRappel(element({ le }), list, le.subtract({ days: 370 - rank })) : null;
          if (due === null || seen.has(due)) return;
          seen.add(due);
          sent.push(due);
        });
        expect(sent).toEqual([...sent].sort((a, b) => b - a));
        // The closest one is sent as long as one of the last days was run.
        const closest = Math.min(...list);
        if (list.length > 0 && runs.slice(370 - closest).some(Boolean)) expect(sent.at(-1)).toBe(closest);
      }),
    );
  });

  test('la clé d’une échéance change avec son jour, pas avec la lecture', () => {
    expect(cleElement(element())).toBe('opposition convention:1 2027-01-23');
    expect(cleElement(element({ le: jour('2027-07-23') }))).not.toBe(cleElement(element()));
    expect(cleElement(element({ type: 'signature', le: null, depuis: today }))).toBe('signature convention:1');
  });
});
