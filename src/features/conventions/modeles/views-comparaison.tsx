import { ChangedWords, ChangedWordsKey } from '../../../ui/changed-words.tsx';
import { StatusTag } from '../../../ui/content.tsx';
import type { Tone } from '../../../ui/tone.ts';
import type { Difference } from './comparaison.ts';

const SORTS: Readonly<Record<Difference['sort'], { readonly label: string; readonly tone: Tone }>> = {
  ajoute: { label: 'Ajouté', tone: 'success' },
  retire: { label: 'Retiré', tone: 'danger' },
  modifie: { label: 'Modifié', tone: 'info' },
  deplace: { label: 'Déplacé', tone: 'neutral' },
};

/** What changed from one version to another, place by place. */
export function Differences({ differences }: { readonly differences: readonly Difference[] }) {
  if (differences.length === 0) return <p>Rien n’a changé : les deux disent la même chose.</p>;
  return (
    <>
      <ChangedWordsKey />
      {differences.map(({ nom, sort, morceaux }) => (
        <div class="e-difference">
          <h3>
            {nom} <StatusTag {...SORTS[sort]} />
          </h3>
          {morceaux.length > 0 && <ChangedWords runs={morceaux} />}
        </div>
      ))}
    </>
  );
}
