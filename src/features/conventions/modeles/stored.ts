import { z } from 'zod';
import type { Bloc } from '../modele.ts';
import { clausesToJson } from '../rules.ts';
import { readClauses } from '../stored.ts';
import type { ContenuModele, Element } from './contenu.ts';
import { isParametre, type NomParametre } from './parametres.ts';

/** What the columns `contenu` hold, field by field. A row that does not fit throws: a paper half read would lie. */
const bloc: z.ZodType<Bloc> = z.union([
  z.strictObject({
    texte: z.string(),
    si: z.exactOptional(z.custom<NomParametre>((nom) => typeof nom === 'string' && isParametre(nom))),
  }),
  z.strictObject({ liste: z.array(z.string()).min(1) }),
]);
const dit = { cle: z.guid(), numero: z.string(), titre: z.string(), blocs: z.array(bloc) } as const;
const partie: z.ZodType<Element> = z.strictObject({ ...dit, parties: z.array(z.never()) });
const element: z.ZodType<Element> = z.strictObject({ ...dit, parties: z.array(partie) });
const contenu = z.strictObject({
  titre: z.string(),
  sousTitre: z.string(),
  preambule: z.array(bloc),
  articles: z.array(element),
  annexes: z.array(element),
  clauses: z.unknown(),
});

/** Reads a content from its row; `id` names the row when it cannot be read. */
export function readContenu(id: string, stored: unknown): ContenuModele {
  const read = contenu.safeParse(stored);
  if (!read.success) throw new Error(`Model ${id} cannot be read: ${z.prettifyError(read.error)}`);
  return { ...read.data, clauses: readClauses(id, read.data.clauses) };
}

/** Writes a content for the column `contenu`. */
export function writeContenu(one: ContenuModele): string {
  return JSON.stringify({ ...one, clauses: clausesToJson(one.clauses) });
}
