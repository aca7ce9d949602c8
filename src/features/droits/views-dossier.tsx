import { raw } from 'hono/html';
import { type Donnee, phraseBase, phraseGarde, phraseSuite } from '../../domain/conservation.ts';
import { formatDate } from '../../domain/date.ts';
import type { Territoire } from '../../domain/territoire.ts';
import { withNoBreakSpaces } from '../../ui/typography.ts';
import type { Trouvaille } from './dossier/source.ts';
import { deNom, direColonne, estDit, libelleColonne } from './dossier/valeurs.ts';
import type { DemandeDroit } from './store.ts';

/** Everything that is kept of a person of one kind. */
export type Partie = { readonly donnee: Donnee; readonly lignes: readonly Trouvaille[] };

type Dossier = {
  readonly demande: DemandeDroit;
  readonly parties: readonly Partie[];
  readonly territoire: Territoire;
  readonly today: Temporal.PlainDate;
};

const STYLE = `
body { margin: 0 auto; max-width: 44rem; padding: 1.5rem 1rem; color: #1e2b3c; font: 1.1rem/1.5 Helvetica, Arial, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.7rem; line-height: 1.2 } h2 { margin-top: 2rem; border-top: 2px solid; padding-top: .6rem; font-size: 1.35rem }
dl { margin: 0 0 1rem } dl div { margin-bottom: .3rem } dt { font-weight: bold } dd { margin: 0; white-space: pre-wrap }
.ligne { border: 1px solid #8a94a3; padding: .6rem .8rem; margin-bottom: .8rem; break-inside: avoid }
`;

function faits({ donnee }: Partie, { dureesConservation }: Territoire): readonly (readonly [string, string])[] {
  return [
    ['Ce que c’est', donnee.quoi],
    ['Pourquoi', donnee.pourquoi],
    ['Base légale', phraseBase(donnee.base)],
    ['Combien de temps', `${phraseGarde(donnee, dureesConservation)}, puis ${phraseSuite(donnee)}`],
    ['Qui les lit', donnee.destinataires],
  ];
}

function Faits({ items }: { readonly items: readonly (readonly [string, string])[] }) {
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

function Document({ demande, parties, territoire, today }: Dossier) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="fr">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>Ce qui est gardé {deNom(demande.nom)}</title>
          <style>{raw(STYLE)}</style>
        </head>
        <body>
          <main>
            <h1>Ce qui est gardé {deNom(demande.nom)}</h1>
            <p>
              Établi le {formatDate(today)} par le {territoire.nomComplet}, en réponse à la demande {demande.reference}{' '}
              du {formatDate(demande.recueLe)}.
            </p>
            {parties.map((partie) => (
              <section>
                <h2>{partie.donnee.nom}</h2>
                <Faits items={faits(partie, territoire)} />
                {partie.lignes.map(({ valeurs }) => (
                  <div class="ligne">
                    <Faits
                      items={Object.entries(valeurs)
                        .filter(([nom, value]) => estDit(nom, value))
                        .map(([nom, value]) => [libelleColonne(nom), direColonne(nom, value)] as const)}
                    />
                  </div>
                ))}
              </section>
            ))}
            <p>
              Un mandat que vous auriez signé n’est pas ici : ce qu’il dit est scellé. L’agent que vous avez mandaté
              vous en remet les comptes et le document.
            </p>
            <h2>Vos droits</h2>
            <p>
              Vous pouvez demander à corriger ou effacer ces données, à en geler l’usage, ou vous y opposer, auprès du
              délégué à la protection des données : {territoire.courriel ?? territoire.adresse}. Vous pouvez adresser
              une réclamation à la CNIL : www.cnil.fr/fr/plaintes.
            </p>
            <p>
              Ces données viennent de vous, de votre structure ou de votre employeur. Aucune décision n’est prise
              automatiquement à partir d’elles, et Escale n’en envoie aucune hors de l’Union européenne. Un fichier ou
              une empreinte est dit par sa taille : demandez le fichier s’il vous est utile.
            </p>
          </main>
        </body>
      </html>
    </>
  );
}

/** The whole file to hand over: it opens anywhere, alone. */
export function dossierHtml(dossier: Dossier): string {
  return withNoBreakSpaces(String(<Document {...dossier} />));
}

/** The same facts, for another program to read. */
export function dossierJson({ demande, parties, territoire, today }: Dossier): string {
  const donnees = parties.map(({ donnee, lignes }) => ({
    donnee: donnee.cle,
    nom: donnee.nom,
    pourquoi: donnee.pourquoi,
    baseLegale: phraseBase(donnee.base),
    conservation: phraseGarde(donnee, territoire.dureesConservation),
    ensuite: phraseSuite(donnee),
    destinataires: donnee.destinataires,
    lignes: lignes.map(({ table, valeurs }) => ({ table, valeurs })),
  }));
  const { reference, nom } = demande;
  const responsable = territoire.nomComplet;
  return `${JSON.stringify({ reference, personne: nom, responsable, etabliLe: today.toString(), donnees }, null, 2)}\n`;
}
