import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { withNoBreakSpaces } from './typography.ts';

const STYLE = `
body { margin: 0 auto; max-width: 44rem; padding: 1.5rem 1rem; color: #1e2b3c; font: 1.1rem/1.5 Helvetica, Arial, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.7rem; line-height: 1.2 } h2 { margin-top: 2rem; border-top: 2px solid; padding-top: .6rem; font-size: 1.35rem } h3 { font-size: 1.15rem }
dl { margin: 0 0 1rem } dl div { margin-bottom: .3rem } dt { font-weight: bold } dd { margin: 0; white-space: pre-wrap }
.ligne { border: 1px solid #8a94a3; padding: .6rem .8rem; margin-bottom: .8rem; break-inside: avoid }
`;

/** Things said one by one, each with its name. */
export function FaitsFichier({ items }: { readonly items: readonly (readonly [string, string])[] }) {
  return (
    <dl>
      {items.map(([term, details]) => (
        <div>
          <dt>{term}</dt>
          <dd>{details}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A file to hand over to somebody: without script, link or image, it opens anywhere, alone. */
export function fichierHtml(titre: string, corps: Child): string {
  const page = (
    <>
      {raw('<!doctype html>')}
      <html lang="fr">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{titre}</title>
          <style>{raw(STYLE)}</style>
        </head>
        <body>
          <main>
            <h1>{titre}</h1>
            {corps}
          </main>
        </body>
      </html>
    </>
  );
  return withNoBreakSpaces(String(page));
}
