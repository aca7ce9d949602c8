import { Objects } from '../pdf/read/objects.ts';
import { readPdf } from '../pdf/read/revisions.ts';
import { Name, Ref, Text, type Value } from '../pdf/read/syntax.ts';
import { dictOf, freeNumber, textOf, withRevision, written } from '../pdf/write.ts';

/** A PDF whose last revision awaits its signature: the message goes between `start` and `end`, its two marks left as they are. */
export type Awaiting = { readonly pdf: Buffer; readonly start: number; readonly end: number };

const RANGE: Value = [0, 9_999_999_999, 9_999_999_999, 9_999_999_999];
/** Signatures exist; the file grows at its end alone. */
const SIGNED_AND_APPENDED = 3;
/** Printed, as every profile wants it, and locked: nobody moves it. */
const PRINTED_AND_LOCKED = 4 + 128;

/**
 * Adds an invisible signature field to a PDF (ISO 32000-1, 12.7.4.5; ETSI EN 319 142-1) and the place of a message of `room`
 * bytes at most, its range already told. The widget stands on the first page with a rectangle of nothing, outside of what the
 * page shows: PDF/UA then asks for no place in its structure, only that the page says its order of tabs.
 *
 * `name` is who signs, `at` the time claimed: in the dictionary, since PAdES forbids the attribute of the message.
 */
export function withSignatureField(
  pdf: Uint8Array,
  { name, at, room }: { readonly name: string; readonly at: Temporal.Instant; readonly room: number },
): Awaiting {
  const file = readPdf(pdf);
  const root = file?.revisions.at(-1)?.root;
  if (file === undefined || file.isEncrypted || root === undefined) throw new Error('This PDF is not one to be sealed');
  const objects = new Objects(file, file.revisions.length - 1);
  const page = objects.pages()[0]?.at;
  const pageDict = page instanceof Ref ? objects.dict(page) : undefined;
  if (!(page instanceof Ref) || pageDict === undefined || objects.root === undefined)
    throw new Error('A PDF without page');
  const num = freeNumber(file);
  const [signature, field] = [new Ref(num, 0), new Ref(num + 1, 0)];
  const form = objects.dict(objects.root.get('AcroForm'));
  const placeholder = new Text(new Uint8Array(room), 0, 0);
  const changes = new Map<number, Value>([
    [
      signature.num,
      dictOf({
        Type: new Name('Sig'),
        Filter: new Name('Adobe.PPKLite'),
        SubFilter: new Name('ETSI.CAdES.detached'),
        Name: textOf(name),
        M: textOf(pdfDate(at)),
        ByteRange: RANGE,
        Contents: placeholder,
      }),
    ],
    [
      field.num,
      dictOf({
        Type: new Name('Annot'),
        Subtype: new Name('Widget'),
        FT: new Name('Sig'),
        T: textOf(`Cachet${field.num}`),
        TU: textOf(name),
        Rect: [0, 0, 0, 0],
        F: PRINTED_AND_LOCKED,
        P: page,
        V: signature,
      }),
    ],
    [
      page.num,
      new Map([...pageDict, ['Annots', [...objects.array(pageDict.get('Annots')), field]], ['Tabs', new Name('S')]]),
    ],
    [
      root.num,
      new Map([
        ...objects.root,
        [
          'AcroForm',
          new Map([
            ...(form ?? []),
            ['Fields', [...objects.array(form?.get('Fields')), field]],
            ['SigFlags', SIGNED_AND_APPENDED],
          ]),
        ],
      ]),
    ],
  ]);
  return withRange(withRevision(file, changes), pdf.length, written(placeholder));
}

/** Tells the range of what is signed: the whole file, but the message and its marks. */
function withRange(pdf: Buffer, from: number, placeholder: string): Awaiting {
  const start = pdf.indexOf(placeholder, from, 'latin1');
  const end = start + placeholder.length;
  const place = written(RANGE);
  const range = written([0, start, end, pdf.length - end]);
  pdf.write(range.padEnd(place.length), pdf.indexOf(place, from, 'latin1'), 'latin1');
  return { pdf, start: start + 1, end: end - 1 };
}

/** Example: 2026-11-26T09:00:00Z → « D:20261126090000Z ». */
const pdfDate = (at: Temporal.Instant): string =>
  `D:${at.toString({ smallestUnit: 'second' }).replaceAll(/[-T:]/g, '')}`;
