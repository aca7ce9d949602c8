import { describe, expect, it } from 'vitest';
import { horizontalBars, timeColumns } from './bars.ts';

const bars = [
  { label: 'Aide', value: 98, text: '98' },
  { label: 'Santé', value: null, text: 'moins de 5' },
  { label: 'Rien', value: 0, text: '0' },
];

describe.each([
  ['barres', horizontalBars],
  ['colonnes', timeColumns],
])('graphique en %s', (_, draw) => {
  it('imprime chaque nombre et ne dessine pas ce qui est tu', () => {
    const svg = draw('Thèmes', bars);
    for (const { text } of bars) expect(svg).toContain(`>${text}</text>`);
    expect(svg.match(/<rect/g)).toHaveLength(1);
    expect(svg).toContain('role="img" aria-label="Thèmes"');
  });

  it('n’interprète jamais un texte', () => {
    const svg = draw('"><script>', [{ label: '<script>&', value: 1, text: '<b>\u0000' }]);
    expect(svg).not.toMatch(/<script|<b>/);
    expect(svg).not.toContain('\u0000');
  });

  it('se dessine sans donnée', () => {
    expect(draw('Vide', [])).toMatch(/^<svg.*<\/svg>$/s);
    expect(draw('Vide', [])).not.toContain('NaN');
  });
});

describe('place d’un nombre', () => {
  it('laisse à chaque nombre la place de s’écrire en entier à côté de la plus longue barre', () => {
    const svg = horizontalBars('Thèmes', [{ label: 'Aide', value: 1204, text: 'au moins\u00a01\u00a0204' }]);
    const [, start = ''] = /<text x="(\d+)"[^>]*font-weight/.exec(svg) ?? [];
    expect(400 - Number(start)).toBeGreaterThanOrEqual('au moins 1 204'.length * 10);
  });
});
