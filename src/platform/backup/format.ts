import { z } from 'zod';
import { StartupRefusal } from '../startup-refusal.ts';

/** The first line of what an archive holds, once unzipped. */
export const MAGIC = '-- Sauvegarde d’Escale';
export const FORMAT = 1;

const header = z.object({
  format: z.literal(FORMAT),
  escale: z.string(),
  /** The instant that the archive shows the database at. */
  faite: z.iso.datetime(),
  nature: z.enum(['demo', 'reelle']),
  migrations: z.array(z.string()),
  /** The version of the tables of the jobs; null: the database had none. */
  travaux: z.int().nullable(),
  /** A print of the key of the secrets, by which one knows whether one holds the right key; null: it was not at hand. */
  cle: z.string().nullable(),
});
export type Header = z.output<typeof header>;

/** A name and columns of the catalogue; `text` counts and checks what COPY gave. */
const savedTable = z.object({
  nom: z.string(),
  colonnes: z.array(z.string()),
  lignes: z.int().min(0),
  octets: z.int().min(0),
  sha256: z.string().length(64),
});
export type SavedTable = z.output<typeof savedTable>;

const footer = z.object({
  tables: z.array(savedTable),
  sequences: z.array(z.object({ nom: z.string(), valeur: z.string().regex(/^-?\d+$/) })),
  fichiers: z.array(z.object({ chemin: z.string(), contenu: z.string() })),
});
export type Footer = z.output<typeof footer>;
export type Manifest = Header & Footer;

/** `-- {…}`: a comment for whoever runs the archive through psql. */
export function commentLine(value: Header | Footer): string {
  return `-- ${JSON.stringify(value)}\n`;
}

function parseComment<T>(schema: z.ZodType<T>, line: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(line.replace(/^-- /, ''))).data;
  } catch {
    return undefined;
  }
}

export function parseFooter(line: string): Footer | undefined {
  return parseComment(footer, line);
}

/** What the second line says; throws a StartupRefusal when a later format speaks. */
export function parseHeader(line: string): Header | undefined {
  const later = parseComment(z.object({ format: z.int().min(FORMAT + 1) }), line);
  if (later !== undefined) throw tooNew();
  return parseComment(header, line);
}

/** `copy "public"."agent" ("territoire_id", "id") from stdin;` */
export function copyLine({ nom, colonnes }: Pick<SavedTable, 'nom' | 'colonnes'>): string {
  return `copy ${nom} (${colonnes.map(quoted).join(', ')}) from stdin;\n`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The line that ends the rows of a table: COPY never writes it among them. */
export const END = '\\.\n';

const DIGEST_BYTES = 64;
const SEAL_HEAD = Buffer.from([0x1f, 0x8b, 0x08, 0x10, 0, 0, 0, 0, 0, 0xff]);
const SEAL_TAIL = Buffer.from([0, 0x03, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
export const SEAL_BYTES = SEAL_HEAD.length + DIGEST_BYTES + SEAL_TAIL.length;

/** What closes the file: an empty gzip member whose comment is the SHA-256 of all that stands before, in hexadecimal. */
export function sealOf(digest: string): Buffer {
  return Buffer.concat([SEAL_HEAD, Buffer.from(digest), SEAL_TAIL]);
}

/** The digest that the last bytes of a file bear; undefined when they are no seal. */
export function readSeal(bytes: Buffer): string | undefined {
  const digest = bytes.subarray(SEAL_HEAD.length, SEAL_HEAD.length + DIGEST_BYTES).toString('latin1');
  return /^[0-9a-f]{64}$/.test(digest) && bytes.equals(sealOf(digest)) ? digest : undefined;
}

export function foreign(path: string): StartupRefusal {
  return new StartupRefusal(`« ${path} » n’est pas une sauvegarde d’Escale.`);
}
export function truncated(path: string): StartupRefusal {
  return new StartupRefusal(`« ${path} » est une sauvegarde incomplète, sa fin manque : prenez-en une autre.`);
}
export function altered(path: string): StartupRefusal {
  return new StartupRefusal(
    `« ${path} » a été altéré depuis la sauvegarde, ses empreintes ne sont plus les bonnes : prenez-en une autre.`,
  );
}
export function tooNew(): StartupRefusal {
  return new StartupRefusal(
    'Cette sauvegarde vient d’une version plus récente d’Escale : installez cette version, puis restaurez-la.',
  );
}
