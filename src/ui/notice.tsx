import { type Donnee, phraseBase, phraseGarde, phraseSuite, type Reglages } from '../domain/conservation.ts';

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
        <ul>
          {donnees.map((donnee) => (
            <li data-donnee={donnee.cle}>
              <strong>{donnee.nom}</strong> : {donnee.quoi}. Pourquoi : {donnee.pourquoi} ; {phraseBase(donnee.base)}.
              Qui les lit : {donnee.destinataires}. Combien de temps : {phraseGarde(donnee, reglages)}, puis{' '}
              {phraseSuite(donnee)}.
            </li>
          ))}
        </ul>
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
            <a href="/exercer-mes-droits">Exercer mes droits</a>
          </li>
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
