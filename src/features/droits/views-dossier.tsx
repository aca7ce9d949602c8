import { type Donnee, phraseBase, phraseGarde, phraseSuite } from '../../domain/conservation.ts';
import { formatDate } from '../../domain/date.ts';
import type { Territoire } from '../../domain/territoire.ts';
import { FaitsFichier as Faits, fichierHtml } from '../../ui/fichier.tsx';
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

function faits({ donnee }: Partie, { dureesConservation }: Territoire): readonly (readonly [string, string])[] {
  return [
    ['Ce que c’est', donnee.quoi],
    ['Pourquoi', donnee.pourquoi],
    ['Base légale', phraseBase(donnee.base)],
    ['Combien de temps', `${phraseGarde(donnee, dureesConservation)}, puis ${phraseSuite(donnee)}`],
    ['Qui les lit', donnee.destinataires],
  ];
}

function Corps({ demande, parties, territoire, today }: Dossier) {
  return (
    <>
      <p>
        Établi le {formatDate(today)} par le {territoire.nomComplet}, en réponse à la demande {demande.reference} du{' '}
        {formatDate(demande.recueLe)}.
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
        Un mandat que vous auriez signé n’est pas ici : ce qu’il dit est scellé. L’agent que vous avez mandaté vous en
        remet un fichier à part : ce qu’il dit, ce qui a été fait en votre nom, et le document signé.
      </p>
      <h2>Vos droits</h2>
      <p>
        Vous pouvez demander à corriger ou effacer ces données, à en geler l’usage, ou vous y opposer, auprès du délégué
        à la protection des données : {territoire.courriel ?? territoire.adresse}. Vous pouvez adresser une réclamation
        à la CNIL : www.cnil.fr/fr/plaintes.
      </p>
      <p>
        Ces données viennent de vous, de votre structure ou de votre employeur. Aucune décision n’est prise
        automatiquement à partir d’elles, et Escale n’en envoie aucune hors de l’Union européenne. Un fichier ou une
        empreinte est dit par sa taille : demandez le fichier s’il vous est utile.
      </p>
    </>
  );
}

/** The whole file to hand over: it opens anywhere, alone. */
export function dossierHtml(dossier: Dossier): string {
  return fichierHtml(`Ce qui est gardé ${deNom(dossier.demande.nom)}`, <Corps {...dossier} />);
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
