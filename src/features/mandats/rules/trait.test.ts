import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estRefus } from '../../../domain/refus.ts';
import { CADRE, cheminSvg, type Dessin, lireDessin, memeDessin, type Point, traceDuDessin } from '../rules.ts';

const boucle: Dessin = [
  [
    [40, 120],
    [90, 30],
    [140, 150],
    [200, 60],
    [260, 140],
  ],
  [
    [60, 160],
    [280, 150],
  ],
];
const texte = (dessin: unknown) => JSON.stringify(dessin);
const refus = (sent: string) => {
  const read = lireDessin(sent);
  return estRefus(read) ? read.refus : null;
};

/** A drawing large enough, within the frame. */
const dessins = fc
  .array(
    fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 100 })), {
      minLength: 2,
      maxLength: 20,
    }),
    { minLength: 1, maxLength: 6 },
  )
  .filter((dessin) => !estRefus(lireDessin(texte(dessin))));

describe('Art. 2 : scénario 7, le dessin d’une signature', () => {
  test('une liste de traits, chacun une liste de points entiers dans le cadre', () => {
    expect(lireDessin(texte(boucle))).toEqual(boucle);
  });

  test.each([
    ['vide', '', 'trait_absent'],
    ['sans trait', '[]', 'trait_absent'],
    ['de traits vides', '[[],[]]', 'trait_absent'],
    ['d’un point', '[[[10,20]]]', 'trait_point'],
    ['d’un point appuyé plusieurs fois', '[[[10,20],[10,20]],[[10,20]]]', 'trait_point'],
    ['trop petit', '[[[10,20],[30,20]]]', 'trait_petit'],
    ['long mais ramassé', texte([Array.from({ length: 40 }, (_, n) => [10 + (n % 2) * 9, 20])]), 'trait_petit'],
    ['hors du cadre à droite', `[[[0,0],[${CADRE.largeur + 1},100]]]`, 'trait_hors_cadre'],
    ['hors du cadre en haut', '[[[0,-1],[300,100]]]', 'trait_hors_cadre'],
    ['de trop de points', texte([Array.from({ length: 4_001 }, (_, n) => [n % 600, n % 200])]), 'trait_trop_long'],
    [
      'de trop de traits',
      texte(
        Array.from({ length: 201 }, (_, n) => [
          [n, 0],
          [n, 90],
        ]),
      ),
      'trait_trop_long',
    ],
    ['de 10 Mo', `[[${'[1,2],'.repeat(1_700_000)}[1,2]]]`, 'trait_trop_long'],
    ['en SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'trait_illisible'],
    ['en image', 'data:image/png;base64,iVBORw0KGgo=', 'trait_illisible'],
    ['coupé', '[[[10,20],[300,', 'trait_illisible'],
    ['de nombres à virgule', '[[[10.5,20],[300,90]]]', 'trait_illisible'],
    ['avec la pression', '[[[10,20,0.5],[300,90,0.7]]]', 'trait_illisible'],
    ['avec le temps', '[[{"x":10,"y":20,"time":1},{"x":300,"y":90,"time":2}]]', 'trait_illisible'],
    ['de textes', '[[["10","20"],["300","90"]]]', 'trait_illisible'],
    ['d’un objet', '{"length":1,"0":[[1,2]]}', 'trait_illisible'],
    ['de null', 'null', 'trait_illisible'],
    ['de l’infini', '[[[1e999,20],[300,90]]]', 'trait_illisible'],
    ['profond', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'trait_illisible'],
  ])('%s est refusé', (_, sent, attendu) => {
    expect(refus(sent)).toBe(attendu);
  });

  test('le même dessin se reconnaît, déplacé, agrandi ou à peine retouché ; un autre non', () => {
    const moved = (dx: number, dy: number, scale = 1): Dessin =>
      boucle.map((trait) => trait.map(([x, y]): Point => [x * scale + dx, y * scale + dy]));
    expect(memeDessin(boucle, boucle)).toBe(true);
    expect(memeDessin(boucle, moved(120, 10))).toBe(true);
    expect(memeDessin(boucle, moved(0, 0, 1.2))).toBe(true);
    expect(traceDuDessin(moved(120, 10))).toBe(traceDuDessin(boucle));
    expect(traceDuDessin(moved(0, 0, 2))).toBe(traceDuDessin(boucle));
    const touched = boucle.map((trait, n) => trait.map(([x, y], k): Point => [x + ((n + k) % 2), y]));
    expect(memeDessin(boucle, touched)).toBe(true);
    const other: Dessin = [boucle[0]?.map(([x, y]): Point => [x, 180 - y]) ?? []];
    expect(memeDessin(boucle, other)).toBe(false);
    expect(traceDuDessin(other)).not.toBe(traceDuDessin(boucle));
  });

  test('tout dessin se reconnaît lui-même, où qu’il soit dans le cadre', () => {
    fc.assert(
      fc.property(dessins, fc.nat(250), fc.nat(90), (dessin, dx, dy) => {
        const moved = dessin.map((trait) => trait.map(([x, y]): Point => [x + dx, y + dy]));
        expect(traceDuDessin(moved)).toBe(traceDuDessin(dessin));
        expect(memeDessin(moved, dessin)).toBe(true);
      }),
    );
  });

  test('son chemin n’est fait que de chiffres et de quatre lettres', () => {
    expect(
      cheminSvg([
        [
          [0, 0],
          [10, 0],
          [10, 10],
        ],
      ]),
    ).toBe('M0 0L5 0Q10 0 10 5L10 10');
    fc.assert(
      fc.property(dessins, (dessin) => {
        expect(cheminSvg(dessin)).toMatch(/^[MLQh0-9 .]+$/);
      }),
    );
  });

  test('quoi qu’on envoie, un dessin ou un refus, jamais une erreur', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.anything().map((x) => JSON.stringify(x) ?? ''),
        ),
        (sent) => {
          const read = lireDessin(sent);
          if (!estRefus(read)) expect(read.flat().length).toBeGreaterThan(1);
        },
      ),
    );
  });
});
