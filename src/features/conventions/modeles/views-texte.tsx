import { type Child, Fragment } from 'hono/jsx';
import { DescriptionList, Section } from '../../../ui/content.tsx';
import { clausesEnClair } from '../clauses-form.ts';
import type { Bloc } from '../modele.ts';
import type { ContenuModele, Element, Suite } from './contenu.ts';

/** A text with its parameters set apart from its words. */
function Texte({ texte }: { readonly texte: string }) {
  return (
    <>
      {texte
        .split(/(\{\w+\})/u)
        .map((part) => (part.startsWith('{') ? <code>{part}</code> : <Fragment>{part}</Fragment>))}
    </>
  );
}

/** Paragraphs and lists of a model, as they are written: parameters by their names. */
export function Blocs({ blocs }: { readonly blocs: readonly Bloc[] }) {
  return (
    <>
      {blocs.map((bloc) =>
        'liste' in bloc ? (
          <ul>
            {bloc.liste.map((texte) => (
              <li>
                <Texte texte={texte} />
              </li>
            ))}
          </ul>
        ) : (
          <p>
            {bloc.si !== undefined && (
              <span class="e-muted">
                Si <code>{bloc.si}</code> est renseigné :{' '}
              </span>
            )}
            <Texte texte={bloc.texte} />
          </p>
        ),
      )}
    </>
  );
}

/** Where an element stands among its brothers; a part has no parts of its own. */
export type Rang = { readonly rang: number; readonly freres: number; readonly isPartie: boolean };

/** What a page puts under the title of an article, an annexe or a part, and under each list of them. */
export type Gestes = {
  readonly element?: (element: Element, place: Rang) => Child;
  readonly suite?: (suite: Suite) => Child;
};

export const TITRES_SUITE: Readonly<Record<Suite, string>> = { articles: 'Articles', annexes: 'Annexes' };

/** Leads to each article and annexe of the page: together they are long. */
export function Sommaire({ contenu }: { readonly contenu: ContenuModele }) {
  const liens = [
    ...contenu.articles.map((one) => ({ ...one, genre: 'Article' })),
    ...contenu.annexes.map((one) => ({ ...one, genre: 'Annexe' })),
  ];
  return (
    <nav aria-label="Articles et annexes">
      <ul class="e-sommaire">
        {liens.map(({ cle, genre, numero, titre }) => (
          <li>
            <a href={`#e-${cle}`}>
              {genre} {numero}. {titre}
            </a>
          </li>
        ))}
        <li>
          <a href="#clauses">Clauses proposées</a>
        </li>
      </ul>
    </nav>
  );
}

/** The articles and annexes, whole, in the order of the paper. */
export function SuitesElements({
  contenu,
  gestes = {},
}: {
  readonly contenu: ContenuModele;
  readonly gestes?: Gestes;
}) {
  return (
    <>
      {(['articles', 'annexes'] as const).map((suite) => (
        <Section title={TITRES_SUITE[suite]} id={suite} actions={gestes.suite?.(suite)}>
          {contenu[suite].length === 0 && (
            <p class="e-muted">{suite === 'articles' ? 'Aucun article.' : 'Aucune annexe.'}</p>
          )}
          {contenu[suite].map((element, rang, freres) => (
            <article class="e-article" id={`e-${element.cle}`}>
              <h3>
                {suite === 'articles' ? 'Article' : 'Annexe'} {element.numero}. {element.titre}
              </h3>
              {gestes.element?.(element, { rang, freres: freres.length, isPartie: false })}
              <Blocs blocs={element.blocs} />
              {element.parties.map((partie, rank, parties) => (
                <div class="e-article__partie" id={`e-${partie.cle}`}>
                  <h4>
                    {partie.numero}. {partie.titre}
                  </h4>
                  {gestes.element?.(partie, { rang: rank, freres: parties.length, isPartie: true })}
                  <Blocs blocs={partie.blocs} />
                </div>
              ))}
            </article>
          ))}
        </Section>
      ))}
    </>
  );
}

export function ClausesSection({ contenu, actions }: { readonly contenu: ContenuModele; readonly actions?: Child }) {
  return (
    <Section title="Clauses proposées" id="clauses" actions={actions}>
      <p>Chaque nouvelle convention part de ces clauses ; on peut les changer avant la première signature.</p>
      <DescriptionList items={clausesEnClair(contenu.clauses)} />
    </Section>
  );
}
