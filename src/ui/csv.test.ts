import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromCsvCell, toCsv } from './csv.ts';

const columns = [
  { label: 'Nom', value: (row: { nom: string; n: number | null }) => row.nom },
  { label: 'Nombre', value: (row: { nom: string; n: number | null }) => row.n },
];

test('un tableur français le lit : marque UTF-8, points-virgules, virgule décimale, vides', () => {
  const rows = [
    { nom: 'Céret', n: 1.5 },
    { nom: 'Elne', n: null },
  ];
  expect(toCsv(columns, rows)).toBe('\uFEFFNom;Nombre\r\nCéret;1,5\r\nElne;\r\n');
});

test('un jour s’écrit comme un tableur français lit les dates', () => {
  const jours = [{ label: 'Jour', value: (jour: Temporal.PlainDate) => jour }];
  expect(toCsv(jours, [Temporal.PlainDate.from('2026-10-05')])).toBe('\uFEFFJour\r\n05/10/2026\r\n');
});

test('les séparateurs, guillemets et retours à la ligne sont protégés', () => {
  expect(toCsv(columns, [{ nom: 'a;b "c"\nd', n: 0 }])).toContain('"a;b ""c""\nd";0\r\n');
});

test.each(['=1+1', '+33', '-2', '@somme', '\t=1', '\r=1', '  =1'])('une formule devient un texte : %j', (nom) => {
  expect(toCsv(columns, [{ nom, n: 0 }])).toContain(`'${nom}`);
});

test('un nombre négatif reste un nombre', () => {
  expect(toCsv(columns, [{ nom: 'solde', n: -2 }])).toContain('solde;-2\r\n');
});

describe('une case d’un CSV se relit telle qu’elle était', () => {
  test.each([
    ["'=1+1", '=1+1'],
    ["''=1+1", "'=1+1"],
    ["' =1+1", ' =1+1'],
    ["'90", "'90"],
    ["l'été", "l'été"],
    ['', ''],
  ])('%s → %s', (written, text) => {
    expect(fromCsvCell(written)).toBe(text);
  });

  test('quel que soit le texte', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^'{0,3} ?[=+@-]?[a-z']{0,5}$/));
    fc.assert(
      fc.property(text, (one) => {
        const [, line = ''] = toCsv([{ label: 'a', value: (t: string) => t }], [one]).split('\uFEFFa\r\n');
        const cell = line.slice(0, -2);
        const bare = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
        expect(fromCsvCell(bare)).toBe(one);
      }),
    );
  });
});
