import { phrase } from '../../domain/refus.ts';
import { Alert } from '../../ui/content.tsx';
import { PHRASES_MANQUE, type Porte } from './rules.ts';

/**
 * « Avant d’y mettre de vraies données »: what is missing, for whoever can do something about it. Nothing once the gate is open,
 * nor in a demo where nothing is missing. Every page that real data depend on may draw it.
 */
export function PorteDesDonnees({ porte, lien = true }: { readonly porte: Porte; readonly lien?: boolean }) {
  const { etat, manques } = porte;
  if (manques.length === 0) return null;
  const isDemo = etat === 'demonstration';
  return (
    <Alert tone={isDemo ? 'info' : 'warning'} title="Avant d’y mettre de vraies données">
      {isDemo && <p>Dans cette démonstration, rien n’est vrai : rien n’est donc bloqué. Ailleurs, il manquerait :</p>}
      {!isDemo && (
        <p>
          Aucun mandat, aucune identité d’usager, aucune demande d’accueil par le site ne peut être enregistré tant
          qu’il manque :
        </p>
      )}
      <ul>
        {manques.map((manque) => (
          <li>{phrase(PHRASES_MANQUE, manque)}</li>
        ))}
      </ul>
      {lien && (
        <p>
          <a href="/dossiers">Ouvrir les dossiers</a>
        </p>
      )}
    </Alert>
  );
}
