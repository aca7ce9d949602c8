import { StatusTag } from '../../../ui/content.tsx';
import type { Tone } from '../../../ui/tone.ts';
import type { Difference, Morceau } from './comparaison.ts';

const SORTS: Readonly<Record<Difference['sort'], { readonly label: string; readonly tone: Tone }>> = {
  ajoute: { label: 'Ajouté', tone: 'success' },
  retire: { label: 'Retiré', tone: 'danger' },
  modifie: { label: 'Modifié', tone: 'info' },
  deplace: { label: 'Déplacé', tone: 'neutral' },
};

/** Words added are underlined, words withdrawn struck through; a screen reader is told too. */
function Mots({ texte, sort }: Morceau) {
  if (sort === 'garde') return <span>{texte}</span>;
  return sort === 'ajoute' ? (
    <ins>
      <span class="ds-sr-only"> [ajouté : </span>
      {texte}
      <span class="ds-sr-only">] </span>
    </ins>
  ) : (
    <del>
      <span class="ds-sr-only"> [retiré : </span>
      {texte}
      <span class="ds-sr-only">] </span>
    </del>
  );
}

/** What changed from one version to another, place by place. */
export function Differences({ differences }: { readonly differences: readonly Difference[] }) {
  if (differences.length === 0) return <p>Rien n’a changé : les deux disent la même chose.</p>;
  return (
    <>
      <p>
        <ins>Souligné</ins> : ce qui est ajouté. <del>Barré</del> : ce qui est retiré.
      </p>
      {differences.map(({ nom, sort, morceaux }) => (
        <div class="e-difference">
          <h3>
            {nom} <StatusTag {...SORTS[sort]} />
          </h3>
          {morceaux.length > 0 && (
            <p class="e-difference__texte">
              {morceaux.map((one) => (
                <Mots {...one} />
              ))}
            </p>
          )}
        </div>
      ))}
    </>
  );
}
