/** A run of words of two texts that are compared: on both sides, or on one only. */
export type WordRun = { readonly texte: string; readonly sort: 'garde' | 'ajoute' | 'retire' };

/** Words added are underlined, words withdrawn struck through; a screen reader is told too. */
export function ChangedWords({ runs }: { readonly runs: readonly WordRun[] }) {
  return (
    <p class="e-difference__texte">
      {runs.map((run) => (
        <Words {...run} />
      ))}
    </p>
  );
}

function Words({ texte, sort }: WordRun) {
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

/** What the underlined and the struck words mean. */
export function ChangedWordsKey() {
  return (
    <p>
      <ins>Souligné</ins> : ce qui est ajouté. <del>Barré</del> : ce qui est retiré.
    </p>
  );
}
