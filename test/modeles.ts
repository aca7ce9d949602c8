import { type Brouillon, findBrouillon } from '../src/features/conventions/modeles/brouillon/store.ts';
import type { Element } from '../src/features/conventions/modeles/contenu.ts';
import { MODELE_2022 } from '../src/features/conventions/modeles/integres.ts';
import { inTerritoire } from '../src/platform/db.ts';
import type { Base } from './base.ts';
import type { Answer, Fields, Visitor } from './visitor.ts';

/** The version that the models of the tests are made from. */
export const ORIGINE = MODELE_2022.versions[1]?.id ?? '';

/** What a page says, without its marks; a textarea's text included. */
export function lu({ text }: Answer): string {
  return text
    .replaceAll(/<(style|script)[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll(/\s+/g, ' ');
}

/** What a page of a draft says that it showed. */
export const vueDe = ({ text }: Answer): string => /name="vue" value="([0-9a-f]+)"/.exec(text)?.[1] ?? '';

let rank = 0;

/** Creates a model, of a name that no other has, from the 2022 one; « /modeles/ID/brouillon ». */
export async function creerModele(equipe: Visitor): Promise<string> {
  rank += 1;
  const created = await equipe.post('/modeles/nouveau', { nom: `Modèle d’essai ${rank}`, origine: ORIGINE });
  if (created.location === null) throw new Error(`No model was created: ${created.status}`);
  return created.location;
}

/** Opens a page, and sends what it asks with the view that it holds. */
export async function changer(visitor: Visitor, path: string, fields: Fields): Promise<Answer> {
  return visitor.post(path, { vue: vueDe(await visitor.get(path)), ...fields });
}

/** Publishes a draft; « /modeles/ID/versions/ID ». */
export async function publier(equipe: Visitor, url: string): Promise<string> {
  const published = await changer(equipe, `${url}/publier`, {});
  if (published.location === null) throw new Error(`The draft was not published: ${published.status}`);
  return published.location;
}

export const brouillonDe = (base: Base, url: string): Promise<Brouillon | undefined> =>
  inTerritoire(base.request, '66', (db) => findBrouillon(db, '66', url.split('/')[2] ?? ''));

/** An article of a draft, by its number. */
export async function articleDe(base: Base, url: string, numero: string): Promise<Element> {
  const found = (await brouillonDe(base, url))?.contenu.articles.find((one) => one.numero === numero);
  if (found === undefined) throw new Error(`No article ${numero}`);
  return found;
}
