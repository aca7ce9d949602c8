import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ajouter, ecrire, lire } from '../../../../test/pdf-signe.ts';
import { dangersOf } from './dangers.ts';
import { Objects } from './objects.ts';
import { readPdf } from './revisions.ts';
import { isSame, Reading, Syntax } from './syntax.ts';

/** A page with nothing on it; `shift` moves every reference by so many bytes. */
function petit(shift = 0): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>',
    '<< /Length 5 0 R >>\nstream\nBT ET\nendstream',
    '5',
  ];
  let text = '%PDF-1.7\n';
  const lines = objects.map((object, rank) => {
    const at = text.length + shift;
    text += `\n${rank + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const at = text.length;
  text += `xref\n0 6\n0000000000 65535 f \n${lines.join('')}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

describe('Un PDF', () => {
  test('se lit révision par révision, chaque objet là où sa référence le dit', () => {
    const une = petit();
    const deux = ajouter(une, { objets: new Map([[6, '<< /A (é\\051\\)) /B <41 4> >>']]), forme: 'flux' });
    const file = readPdf(deux);
    expect(file?.revisions.map(({ start, end }) => [start, end])).toEqual([
      [0, une.length],
      [une.length, deux.length],
    ]);
    if (file === undefined) throw new Error('unreadable');
    const objects = new Objects(file, 1);
    expect(ecrire(objects.entry(6)?.value ?? null)).toBe('<< /A <e92929> /B <4140> >>');
    expect(objects.pages()).toHaveLength(1);
    expect(lire(une).libre).toBe(6);
    // The line before, as some tools say; not the one after.
    expect(readPdf(petit(0))).toBeDefined();
    expect(readPdf(petit(1))).toBeDefined();
    expect(readPdf(petit(2))).toBeUndefined();
    expect(readPdf(petit(-1))).toBeDefined();
    expect(readPdf(petit(-5))).toBeUndefined();
  });

  test('n’est jamais une panne, quels que soient ses octets', () => {
    const whole = ajouter(petit(), { objets: new Map([[6, '[/A 1 0 R]']]), forme: 'flux' });
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.uint8Array({ minLength: 1, maxLength: 12 }),
        fc.boolean(),
        (at, bytes, cut) => {
          const changed = cut
            ? whole.subarray(0, at)
            : Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + bytes.length)]);
          readPdf(changed);
          expect(typeof dangersOf(changed).isActive).toBe('boolean');
        },
      ),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => readPdf(bytes) === undefined));
  });

  test('ce qu’on écrit d’une valeur se relit tel quel', () => {
    const value = fc.letrec<{ one: string }>((tie) => ({
      one: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('null', 'true', 'false', '12 0 R', '/Nom', '-3', '0.25', '<00ff>'),
        fc.array(tie('one'), { maxLength: 4 }).map((items) => `[${items.join(' ')}]`),
        fc
          .array(tie('one'), { maxLength: 4 })
          .map((items) => `<< ${items.map((item, rank) => `/K${rank} ${item}`).join(' ')} >>`),
      ),
    })).one;
    fc.assert(
      fc.property(value, (text) => {
        const read = (written: string) => new Syntax(Buffer.from(`${written} `, 'latin1'), new Reading()).value();
        expect(isSame(read(ecrire(read(text))), read(text))).toBe(true);
      }),
    );
  });
});

describe('Ce qu’on craint d’un PDF, bien écrit ou non', () => {
  const flux = (inside: string, type = '/ObjStm') => {
    const bytes = deflateSync(Buffer.from(inside));
    const head = `%PDF-1.5\n9 0 obj\n<< /Type ${type} /N 1 /First 4 /Filter /FlateDecode /Length ${bytes.length} >>\nstream\n`;
    return Buffer.concat([Buffer.from(head), bytes, Buffer.from('\nendstream\nendobj\n%%EOF')]);
  };

  test.each([
    ['un script', Buffer.from('%PDF-1.4 << /S /JavaScript >>'), true],
    ['un script écrit autrement', Buffer.from('%PDF-1.4 << /S /J#61vaScript >>'), true],
    ['un fichier embarqué', Buffer.from('%PDF-1.4 << /Type /EmbeddedFile >>'), true],
    ['un script dans un flux d’objets', flux('1 0 << /S /JavaScript >>'), true],
    ['un script dans un flux d’objets nommé autrement', flux('1 0 << /JS (x) >>', '/Obj#53tm'), true],
    [
      'un flux d’objets qui ne se lit pas',
      Buffer.from('%PDF-1.5\n9 0 obj\n<< /Type /ObjStm >>\nstream\nxx\nendstream'),
      true,
    ],
    ['un flux d’objets paisible', flux('1 0 << /Type /Font >>'), false],
    ['le mot seul', Buffer.from('%PDF-1.4 (JavaScript)'), false],
    ['rien', petit(), false],
  ])('%s', (_, bytes, isActive) => {
    expect(dangersOf(bytes)).toEqual({ isEncrypted: false, isActive });
  });

  test('un chiffrement, annoncé ou non comme il faut', () => {
    expect(dangersOf(Buffer.from('%PDF-1.4 trailer << /Encrypt 5 0 R >>')).isEncrypted).toBe(true);
    expect(dangersOf(ajouter(petit(), { objets: new Map([[6, '1']]), fin: '/Encrypt << >>' })).isEncrypted).toBe(true);
  });
});
