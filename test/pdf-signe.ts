import { deflateSync } from 'node:zlib';
import { Objects } from '../src/platform/pdf/read/objects.ts';
import { readPdf } from '../src/platform/pdf/read/revisions.ts';
import { type Dict, isArray, isDict, Name, Ref, Text, type Value } from '../src/platform/pdf/read/syntax.ts';
import { type MessageOptions, type Signataire, signer } from './certificats.ts';

/** What a save adds to a PDF: objects by number, the root unless it changes. */
export type Ajout = {
  readonly objets: ReadonlyMap<number, string>;
  /** References as a table of text, or as a compressed stream, with the plain objects in an object stream. */
  readonly forme?: 'table' | 'flux';
  /** What the trailer says besides. */
  readonly fin?: string;
};

export function ecrire(value: Value): string {
  if (value instanceof Name) return `/${value.name}`;
  if (value instanceof Ref) return `${value.num} ${value.gen} R`;
  if (value instanceof Text) return `<${Buffer.from(value.bytes).toString('hex')}>`;
  if (isArray(value)) return `[${value.map(ecrire).join(' ')}]`;
  if (isDict(value)) return `<< ${[...value].map(([key, one]) => `/${key} ${ecrire(one)}`).join(' ')} >>`;
  return String(value);
}

/** What a PDF holds at its end: root, first page, first number free. */
export function lire(pdf: Uint8Array) {
  const file = readPdf(pdf);
  const last = file?.revisions.at(-1);
  if (file === undefined || last === undefined) throw new Error('This PDF cannot be read');
  const objects = new Objects(file, file.revisions.length - 1);
  const libre = Math.max(...file.revisions.flatMap(({ written }) => [...written.keys()])) + 1;
  const [page] = objects.pages();
  if (objects.root === undefined || !(page?.at instanceof Ref)) throw new Error('This PDF has no page');
  return {
    racine: last.root.num,
    catalogue: objects.root,
    page: { num: page.at.num, dict: page.dict },
    libre,
    objects,
  };
}

/** Adds a revision at the end of a PDF. */
export function ajouter(pdf: Uint8Array, { objets, forme = 'table', fin = '' }: Ajout): Buffer {
  const { racine, libre } = lire(pdf);
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(Buffer.from(pdf).toString('latin1'))?.[1];
  const parts: Buffer[] = [Buffer.from(pdf), Buffer.from('\n')];
  let size = pdf.length + 1;
  const push = (text: string | Buffer): void => {
    const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
    parts.push(bytes);
    size += bytes.length;
  };
  const top = Math.max(libre, ...objets.keys()) + 1;
  const places = new Map<number, readonly [number, number, number]>();
  const plain = forme === 'flux' ? [...objets].filter(([, text]) => !/stream|ByteRange/.test(text)) : [];
  for (const [num, text] of objets) {
    if (plain.some(([other]) => other === num)) continue;
    places.set(num, [1, size, 0]);
    push(`${num} 0 obj\n${text}\nendobj\n`);
  }
  if (forme === 'table') {
    const at = size;
    const lines = [...places].map(([num, [, place]]) => `${num} 1\n${String(place).padStart(10, '0')} 00000 n \n`);
    push(
      `xref\n${lines.join('')}trailer\n<< /Size ${top} /Root ${racine} 0 R /Prev ${previous} ${fin} >>\nstartxref\n${at}\n%%EOF\n`,
    );
    return Buffer.concat(parts);
  }
  if (plain.length > 0) {
    const bodies = plain.map(([, text]) => `${text}\n`);
    const head = plain.map(([num], rank) => `${num} ${bodies.slice(0, rank).join('').length}`).join(' ');
    const inside = deflateSync(Buffer.from(`${head} ${bodies.join('')}`, 'latin1'));
    places.set(top, [1, size, 0]);
    for (const [rank, [num]] of plain.entries()) places.set(num, [2, top, rank]);
    push(
      `${top} 0 obj\n<< /Type /ObjStm /N ${plain.length} /First ${head.length + 1} /Filter /FlateDecode /Length ${inside.length} >>\nstream\n`,
    );
    push(inside);
    push('\nendstream\nendobj\n');
  }
  const at = size;
  places.set(top + 1, [1, at, 0]);
  // With the predictor that most tools use: each line as its difference from the one above.
  let above = Buffer.alloc(7);
  const rows = [...places.values()].map(([kind, a, b]) => {
    const row = Buffer.alloc(7);
    row.writeUInt8(kind, 0);
    row.writeUInt32BE(a, 1);
    row.writeUInt16BE(b, 5);
    const coded = Buffer.from([2, ...row.map((byte, rank) => byte - (above[rank] ?? 0))]);
    above = row;
    return coded;
  });
  const stream = deflateSync(Buffer.concat(rows));
  const index = [...places.keys()].map((num) => `${num} 1`).join(' ');
  push(
    `${top + 1} 0 obj\n<< /Type /XRef /W [1 4 2] /Index [${index}] /Size ${top + 2} /Root ${racine} 0 R /Prev ${previous} ${fin} /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 7 >> /Length ${stream.length} >>\nstream\n`,
  );
  push(stream);
  push(`\nendstream\nendobj\nstartxref\n${at}\n%%EOF\n`);
  return Buffer.concat(parts);
}

export const avec = (dict: Dict, changes: Readonly<Record<string, string>>): string => {
  const kept = [...dict]
    .filter(([key]) => !Object.hasOwn(changes, key))
    .map(([key, value]) => `/${key} ${ecrire(value)}`);
  const added = Object.entries(changes).map(([key, text]) => `/${key} ${text}`);
  return `<< ${[...kept, ...added].join(' ')} >>`;
};

const PLACE = 20_000;
const PLAGE = '[0 0000000001 0000000002 0000000003]';

export type SignatureOptions = MessageOptions & {
  readonly forme?: 'table' | 'flux';
  /** Other objects of the same revision. */
  readonly objets?: ReadonlyMap<number, string>;
  /** Keys added to the catalogue, or to the page. */
  readonly catalogue?: Readonly<Record<string, string>>;
  readonly page?: Readonly<Record<string, string>>;
  readonly rect?: string;
  readonly sousFiltre?: string;
  /** The time that the field gives, as it is written. */
  readonly m?: string;
  /** Writes the message otherwise than by signing what is covered. */
  readonly message?: (couvert: Uint8Array) => Promise<Uint8Array>;
  /** Tells another range than the true one. */
  readonly plage?: (vraie: readonly [number, number, number, number], taille: number) => string;
};

/** Signs a PDF as a party's tool does: one revision more, with a field, its widget on the first page, and the message. */
export async function signerPdf(pdf: Uint8Array, qui: Signataire, options: SignatureOptions = {}): Promise<Buffer> {
  const { racine, catalogue, page, libre, objects } = lire(pdf);
  const [field, sig] = [libre, libre + 1];
  const form = objects.dict(catalogue.get('AcroForm'));
  const fields = [...objects.array(form?.get('Fields')).map(ecrire), `${field} 0 R`].join(' ');
  const annots = [...objects.array(page.dict.get('Annots')).map(ecrire), `${field} 0 R`].join(' ');
  const objets = new Map<number, string>([
    [racine, avec(catalogue, { AcroForm: `<< /Fields [${fields}] /SigFlags 3 >>`, ...options.catalogue })],
    [page.num, avec(page.dict, { Annots: `[${annots}]`, ...options.page })],
    [
      field,
      `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature${field}) /Rect ${options.rect ?? '[50 50 250 100]'} /F 132 /P ${page.num} 0 R /V ${sig} 0 R >>`,
    ],
    [
      sig,
      `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /${options.sousFiltre ?? 'ETSI.CAdES.detached'} /ByteRange ${PLAGE} /Contents <${'0'.repeat(PLACE)}> ${options.m === undefined ? '' : `/M ${options.m}`} >>`,
    ],
    ...(options.objets ?? []),
  ]);
  const out = ajouter(pdf, { objets, forme: options.forme ?? 'table' });
  const start = out.indexOf(`<${'0'.repeat(PLACE)}>`, pdf.length);
  const end = start + PLACE + 2;
  const vraie = [0, start, end, out.length - end] as const;
  const range = options.plage?.(vraie, out.length) ?? `[${vraie.join(' ')}]`;
  out.write(range.padEnd(PLAGE.length), out.indexOf(PLAGE, pdf.length), 'latin1');
  const covered = Buffer.concat([out.subarray(0, start), out.subarray(end)]);
  const cms = await (options.message?.(covered) ?? signer(covered, qui, options));
  out.write(Buffer.from(cms).toString('hex'), start + 1, 'latin1');
  return out;
}
