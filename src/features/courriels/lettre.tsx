import { raw } from 'hono/html';
import type { Territoire } from '../../domain/territoire.ts';
import type { Letter } from '../../platform/mail.ts';
import { withNoBreakSpaces } from '../../ui/typography.ts';
import { type Bloc, blocs, GENRES } from './rules.ts';
import type { Message } from './store.ts';

type Envoi = {
  readonly courriel: Message & { readonly id: string };
  readonly territoire: Pick<Territoire, 'nomComplet' | 'couleur'>;
  /** Where to refuse messages of this kind; only for a kind that may be. */
  readonly desabonnement: string | undefined;
};

/** The two forms of a message: text, and HTML that says the same. Mail readers know neither style sheets nor scripts. */
export function lettre({ courriel, territoire, desabonnement }: Envoi): Letter {
  const { id, destinataire, sujet, texte, genre } = courriel;
  const pied = [
    `${territoire.nomComplet}, avec Escale`,
    GENRES[genre].pourquoi,
    'Ne répondez pas à ce message : personne ne lit cette adresse.',
  ];
  const fin = desabonnement === undefined ? pied : [...pied, `Ne plus le recevoir : ${desabonnement}`];
  return {
    id,
    to: destinataire,
    subject: sujet,
    text: [texte.trimEnd(), '', '-- ', ...fin, ''].join('\n'),
    html: withNoBreakSpaces(
      String(<Page sujet={sujet} texte={texte} territoire={territoire} pied={pied} desabonnement={desabonnement} />),
    ),
    unsubscribe: desabonnement,
  };
}

const LIEN = 'color:#0b4f8a';
const CORPS =
  'margin:0;padding:24px 16px;background:#f4f5f6;color:#1e2b3c;font:18px/1.5 Helvetica,Arial,sans-serif;overflow-wrap:anywhere';
const FEUILLE = 'max-width:560px;margin:0 auto;background:#fff;padding:24px;border-top:6px solid';
const PIED = 'max-width:560px;margin:16px auto 0;color:#4a5565;font-size:15px';

function Page(props: {
  readonly sujet: string;
  readonly texte: string;
  readonly territoire: Envoi['territoire'];
  readonly pied: readonly string[];
  readonly desabonnement: string | undefined;
}) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="fr">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{props.sujet}</title>
        </head>
        <body style={CORPS}>
          <main style={`${FEUILLE} ${props.territoire.couleur}`}>
            <h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">{props.sujet}</h1>
            {blocs(props.texte).map((bloc) => (
              <Morceau bloc={bloc} />
            ))}
          </main>
          <footer style={PIED}>
            {props.pied.map((ligne) => (
              <p style="margin:0 0 8px">{ligne}</p>
            ))}
            {props.desabonnement && (
              <p style="margin:0">
                <a href={props.desabonnement} style="color:#1e2b3c">
                  Ne plus recevoir ce message
                </a>
              </p>
            )}
          </footer>
        </body>
      </html>
    </>
  );
}

function Morceau({ bloc }: { readonly bloc: Bloc }) {
  if (bloc.type === 'liste') {
    return (
      <ol style="margin:0 0 16px;padding-left:24px">
        {bloc.points.map((point) => (
          <li>
            <Ligne texte={point} style={LIEN} />
          </li>
        ))}
      </ol>
    );
  }
  return (
    <p style="margin:0 0 16px">
      {bloc.lignes.map((ligne, index) => (
        <>
          {index > 0 && <br />}
          <Ligne texte={ligne} style={LIEN} />
        </>
      ))}
    </p>
  );
}

const ADRESSE = /(https?:\/\/\S+)/;

/** A line whose addresses are links. `style`: for a mail reader, which knows no style sheet. */
export function Ligne({ texte, style }: { readonly texte: string; readonly style?: string }) {
  return (
    <>
      {texte.split(ADRESSE).map((part, index) =>
        index % 2 === 1 ? (
          <a href={part} style={style}>
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </>
  );
}
