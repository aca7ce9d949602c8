import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSheet, type SheetCell, SheetRefusal } from './read.ts';
import { writeSheet } from './write.ts';

const LIMITS = { rows: 50, columns: 10 };
const utf8 = (text: string) => new TextEncoder().encode(text);

async function cellsOf(bytes: Uint8Array, limits = LIMITS): Promise<(readonly SheetCell[])[]> {
  const rows = await Array.fromAsync(readSheet(bytes, limits));
  return rows.map(({ cells }) => cells);
}
async function refusalOf(bytes: Uint8Array, limits = LIMITS): Promise<string> {
  const outcome = await cellsOf(bytes, limits).catch((error: unknown) => error);
  if (!(outcome instanceof SheetRefusal)) throw new Error('The file was expected to be refused', { cause: outcome });
  return outcome.refus.refus;
}

describe('un CSV se lit comme les tableurs l’écrivent', () => {
  test.each([
    ['UTF-8', utf8('Nom;Ville\nÉlan;Céret')],
    ['UTF-8 avec sa marque', utf8('\uFEFFNom;Ville\r\nÉlan;Céret\r\n')],
    ['Windows-1252', Uint8Array.from('Nom;Ville\n\xc9lan;C\xe9ret', (letter) => letter.charCodeAt(0))],
    [
      'UTF-16',
      new Uint8Array([
        0xff,
        0xfe,
        ...new Uint8Array(Uint16Array.from('Nom;Ville\nÉlan;Céret', (l) => l.charCodeAt(0)).buffer),
      ]),
    ],
    ['virgules', utf8('Nom,Ville\nÉlan,Céret')],
    ['tabulations', utf8('Nom\tVille\nÉlan\tCéret')],
    ['lignes et cases vides', utf8('Nom;Ville;;\n;;;\n\nÉlan;Céret;;\n')],
  ])('%s', async (_, bytes) => {
    expect(await cellsOf(bytes)).toEqual([
      ['Nom', 'Ville'],
      ['Élan', 'Céret'],
    ]);
  });

  test('guillemets, retours à la ligne et séparateurs dans les cases', async () => {
    const bytes = utf8('"Nom, prénom";Note\n"A ""B""";"l1\nl2;suite"\nC;15"');
    expect(await cellsOf(bytes)).toEqual([
      ['Nom, prénom', 'Note'],
      ['A "B"', 'l1\nl2;suite'],
      ['C', '15"'],
    ]);
  });

  test('le rang est celui que le tableur montre', async () => {
    const rows = await Array.fromAsync(readSheet(utf8('a\n"b\nb"\n\nc'), LIMITS));
    expect(rows.map(({ rank }) => rank)).toEqual([1, 2, 4]);
  });
});

/** An archive of one entry whose directory lies about its size. */
function zip(name: string, content: Uint8Array, said = content.length): Uint8Array {
  const packed = deflateRawSync(content);
  const header = (signature: number, extra: number) => {
    const buffer = Buffer.alloc(extra + name.length);
    buffer.writeUInt32LE(signature);
    return buffer;
  };
  const local = header(0x04034b50, 30);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(said, 22);
  local.writeUInt16LE(name.length, 26);
  local.write(name, 30);
  const central = header(0x02014b50, 46);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(said, 24);
  central.writeUInt16LE(name.length, 28);
  central.write(name, 46);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length + packed.length, 16);
  return Buffer.concat([local, packed, central, end]);
}

describe('ce qui n’est pas un tableau est refusé, sans être ouvert', () => {
  test.each([
    ['un fichier vide', new Uint8Array(), 'tableur_vide'],
    ['des lignes vides', utf8(';;\n\n'), 'tableur_vide'],
    ['un PDF', utf8('%PDF-1.7 …'), 'tableur_autre'],
    ['une image', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), 'tableur_autre'],
    ['un ancien .xls', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'tableur_ancien'],
    ['une archive coupée', new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]), 'tableur_abime'],
    ['une archive quelconque', zip('lettre.txt', utf8('Bonjour')), 'tableur_abime'],
    ['un guillemet jamais refermé', utf8('a;b\n"c;d\ne;f\n'), 'tableur_guillemet'],
    ['trop de lignes', utf8('a\n'.repeat(52)), 'tableur_long'],
    ['trop de colonnes', utf8('a;'.repeat(11)), 'tableur_large'],
  ])('%s', async (_, bytes, refus) => {
    expect(await refusalOf(bytes)).toBe(refus);
  });

  test('une bombe : 200 Mo annoncés, ou bien davantage qu’annoncé', async () => {
    const zeros = new Uint8Array(200 * 1024 * 1024);
    expect(await refusalOf(zip('xl/workbook.xml', zeros))).toBe('tableur_gonfle');
    expect(await refusalOf(zip('[Content_Types].xml', zeros, 0))).toBe('tableur_gonfle');
    expect(await refusalOf(zip('[Content_Types].xml', zeros, 1000))).toBe('tableur_abime');
  });

  test('un classeur dont on change ou coupe un octet n’est jamais une erreur du serveur', async () => {
    const book = await writeSheet('Essai', ['a', 'b'], [['x', 1]]);
    await fc.assert(
      fc.asyncProperty(fc.nat(book.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (at, by, cut) => {
        const changed = cut ? book.slice(0, at) : book.slice();
        if (!cut) changed[at] = ((changed[at] ?? 0) + by) % 256;
        const outcome = await cellsOf(changed).catch((error: unknown) => error);
        expect(Array.isArray(outcome) || outcome instanceof SheetRefusal).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('un classeur écrit se relit exactement', () => {
  test('dates, nombres, et textes qui ressemblent à des formules', async () => {
    const texts = [
      "=cmd|'/C calc'!A0",
      '+33',
      '-1',
      '@x',
      "'=x",
      ' bord ',
      'l1\nl2',
      '_x000D_',
      '_x005F_x000D_',
      '<&">',
      'é😀',
    ];
    const book = await writeSheet('Essai', ['t'], [texts, [Temporal.PlainDate.from('2026-01-02'), 12.5, null, 'fin']]);
    expect(await cellsOf(book, { rows: 50, columns: 20 })).toEqual([['t'], texts, ['2026-01-02', 12.5, '', 'fin']]);
  });

  test('tout texte que les formulaires acceptent', async () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((t) => !/\p{C}/u.test(t.replace(/\n/g, '')));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (texts) => {
        expect(await cellsOf(await writeSheet('Essai', texts, []))).toEqual([texts]);
      }),
      { numRuns: 100 },
    );
  });
});
