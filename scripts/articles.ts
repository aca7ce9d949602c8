/**
 * `npm run articles`: for each article of the convention of 2022, the rules whose docstring says `Source: art. X` and the
 * tests whose title says « art. X », with file and line. Exits 1 when an article is cited that does not exist.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The articles of the paper, in its order; a key is how code and tests cite it. */
export const ARTICLES: ReadonlyMap<string, string> = new Map([
  ['préambule', 'Parties, délibérations, équipe départementale'],
  ['art. 1', 'Objet de la convention'],
  ['art. 1.1', 'Objectifs d’intervention'],
  ['art. 1.2', 'Modalités d’intervention : horaires, lieu, équipements, ateliers'],
  ['art. 2', 'Confidentialité et mandats'],
  ['art. 3', 'Modalités de réalisation'],
  ['art. 3.1', 'Collaboration entre les parties'],
  ['art. 3.2', 'Engagements du Bénéficiaire'],
  ['art. 3.3', 'Engagements du Département'],
  ['art. 3.4', 'Modalités de suivi'],
  ['art. 4', 'Responsabilité et assurances'],
  ['art. 4.1', 'Responsabilité'],
  ['art. 4.2', 'Assurances'],
  ['art. 5', 'Communication et propriété intellectuelle'],
  ['art. 6', 'Durée de la convention'],
  ['art. 7', 'Résiliation'],
  ['art. 7.1', 'Résiliation pour faute'],
  ['art. 7.2', 'Résiliation pour force majeure, empêchement ou dissolution'],
  ['art. 8', 'Dispositions générales'],
  ['art. 8.1', 'Élection de domicile et litiges'],
  ['art. 8.2', 'Modification par avenant'],
  ['annexe 1', 'Stratégie départementale d’inclusion numérique'],
  ['annexe 3', 'Mandat'],
]);

/** One place that cites an article. */
export interface Citation {
  readonly article: string;
  readonly kind: 'rule' | 'test';
  /** Symbol of the rule, or title of the test. */
  readonly label: string;
  readonly path: string;
  readonly line: number;
}

/** A source file to read. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const CITED = /art\.\s*(\d+(?:\.\d+)*)|(annexe)\s*(\d+)|(préambule)/giu;
const DOCSTRING = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*([^\n]*)/gu;
const TEST_TITLE = /(?:\btest|\bit|\]|\bconst)\)?\(\s*(['"`])((?:\\.|(?!\1)[^\\\n])*)\1/gu;
const SYMBOL = /^(?:export\s+)?(?:async\s+)?(?:(?:function\*?|const|interface|type|class)\s+|readonly\s+)?(\w+)/u;

/** Articles named in a sentence; what stands between guillemets is a quotation, not a reference. */
function citedIn(sentence: string): readonly string[] {
  const found = [...sentence.replace(/«[^»]*»/gu, '').matchAll(CITED)].map(([, article, annexe, number]) =>
    article !== undefined ? `art. ${article}` : annexe !== undefined ? `annexe ${number}` : 'préambule',
  );
  return [...new Set(found)];
}

/** What follows `Source:` in a docstring, up to the next empty line or the next label (`Example:`, `Unit:`…). */
function sourceOf(comment: string): string | null {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\*\s?/u, ''));
  const start = lines.findIndex((line) => line.includes('Source:'));
  if (start === -1) return null;
  const tail = lines.slice(start + 1);
  const end = tail.findIndex((line) => line.trim() === '' || /^[A-Z]\w+:/u.test(line));
  const joined = [lines[start] ?? '', ...(end === -1 ? tail : tail.slice(0, end))].join(' ');
  return joined.slice(joined.indexOf('Source:'));
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Every citation of a file: the titles of its tests, or the docstrings of its rules. */
export function citationsOf({ path, text }: SourceFile): readonly Citation[] {
  if (/\.test\.tsx?$/u.test(path)) {
    return [...text.matchAll(TEST_TITLE)].flatMap((match) => {
      const label = match[2] ?? '';
      const line = lineAt(text, match.index + match[0].indexOf(label));
      return citedIn(label).map((article): Citation => ({ article, kind: 'test', label, path, line }));
    });
  }
  return [...text.matchAll(DOCSTRING)].flatMap((match) => {
    const source = sourceOf(match[1] ?? '');
    if (source === null) return [];
    const declaration = match[2] ?? '';
    const label = SYMBOL.exec(declaration)?.[1] ?? '(file)';
    const line = lineAt(text, match.index + match[0].length - declaration.length);
    return citedIn(source).map((article): Citation => ({ article, kind: 'rule', label, path, line }));
  });
}

/** The printed report, and the citations of articles that the paper does not have. */
export function reportOf(files: readonly SourceFile[]): {
  readonly text: string;
  readonly unknown: readonly Citation[];
} {
  const citations = files.flatMap(citationsOf);
  const lines: string[] = [];
  for (const [article, title] of ARTICLES) {
    lines.push(`${article} — ${title}`);
    const here = citations.filter((citation) => citation.article === article);
    if (here.length === 0) lines.push('  rien encore');
    for (const kind of ['rule', 'test'] as const) {
      const ofKind = here.filter((citation) => citation.kind === kind);
      if (ofKind.length > 0) lines.push(kind === 'rule' ? '  règles' : '  tests');
      for (const { label, path, line } of ofKind) lines.push(`    ${label}  ${path}:${line}`);
    }
    lines.push('');
  }
  return { text: lines.join('\n'), unknown: citations.filter(({ article }) => !ARTICLES.has(article)) };
}

async function readSources(root: string): Promise<readonly SourceFile[]> {
  const folders = ['src', 'test', 'e2e'];
  const found: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
    found.push(...entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
  }
  const paths = found.filter((path) => /\.tsx?$/u.test(path)).sort();
  return Promise.all(paths.map(async (path) => ({ path: relative(root, path), text: await readFile(path, 'utf8') })));
}

async function main(): Promise<void> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { text, unknown } = reportOf(await readSources(root));
  console.log(text);
  for (const { article, label, path, line } of unknown) {
    console.error(`« ${article} » n’existe pas dans la convention : ${label}, ${path}:${line}`);
  }
  if (unknown.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
