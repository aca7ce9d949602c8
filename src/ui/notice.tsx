import { BASES_LEGALES, type Donnee, phraseGarde, phraseSuite, type Reglages } from '../domain/conservation.ts';
import { DescriptionList } from './content.tsx';

/**
 * What somebody is owed before their data are typed: who is responsible, why, for how long, and their rights. Folded under
 * the form, in the words of the declarations.
 */
export function NoticeDonnees(props: {
  readonly donnees: readonly Donnee[];
  readonly reglages: Reglages;
  /** Full name of the Département. */
  readonly responsable: string;
  /** Mailbox of the Département, when it gave one. */
  readonly courriel: string | null;
}) {
  const { donnees, reglages, responsable, courriel } = props;
  return (
    <details class="e-details e-notice">
      <summary>Données personnelles : qui, pourquoi, combien de temps, vos droits</summary>
      <div class="e-details__body">
        <p>Le {responsable} est responsable de ce que ce formulaire enregistre.</p>
        {donnees.map((donnee) => (
          <section data-donnee={donnee.cle}>
            <h2>{donnee.nom}</h2>
            <DescriptionList
              items={[
                { term: 'Quoi', details: donnee.quoi },
                { term: 'Pourquoi', details: `${donnee.pourquoi} : ${BASES_LEGALES[donnee.base]}` },
                { term: 'Qui les lit', details: donnee.destinataires },
                { term: 'Combien de temps', details: phraseGarde(donnee, reglages) },
                { term: 'Ensuite', details: phraseSuite(donnee) },
              ]}
            />
          </section>
        ))}
        <h2>Vos droits</h2>
        <p>
          Toute personne concernée peut demander à voir, corriger ou effacer ce qui la concerne, ou s’opposer à son
          usage, auprès du délégué à la protection des données
          {courriel !== null && (
            <>
              {' '}
              (<a href={`mailto:${courriel}`}>{courriel}</a>)
            </>
          )}
          .
        </p>
        <ul>
          <li>
            <a href="/donnees-personnelles">Toutes les données gardées</a>
          </li>
          <li>
            <a href="/donnees-personnelles/affichette">L’affichette du guichet, en grands caractères</a>
          </li>
        </ul>
      </div>
    </details>
  );
}
