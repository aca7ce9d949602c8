import { Icon } from './icon.tsx';

/** « Page 2 sur 5 », with the pages around, the first and the last. Nothing at all when there is one page. */
export function Pagination(props: {
  readonly page: number;
  readonly pages: number;
  readonly href: (page: number) => string;
}) {
  const { page, pages, href } = props;
  if (pages <= 1) return null;
  return (
    <nav class="e-pagination" aria-label="Pages">
      {page > 1 && (
        <a class="ds-button" data-variant="tertiary" rel="prev" href={href(page - 1)}>
          <Icon name="previous" />
          Précédente
        </a>
      )}
      <ul>
        {shownPages(page, pages).map((shown) => (
          <li>
            {shown === 'gap' ? (
              <span aria-hidden="true">…</span>
            ) : (
              <PageLink number={shown} current={page} href={href} />
            )}
          </li>
        ))}
      </ul>
      <p class="e-pagination__position">
        Page {page} sur {pages}
      </p>
      {page < pages && (
        <a class="ds-button" data-variant="tertiary" rel="next" href={href(page + 1)}>
          Suivante
          <Icon name="next" />
        </a>
      )}
    </nav>
  );
}

function PageLink(props: {
  readonly number: number;
  readonly current: number;
  readonly href: (page: number) => string;
}) {
  const current = props.number === props.current;
  return (
    <a href={props.href(props.number)} aria-label={`Page ${props.number}`} aria-current={current ? 'page' : undefined}>
      {props.number}
    </a>
  );
}

/** First, last, current and its neighbours: 6 of 12 → 1 … 5 6 7 … 12. */
export function shownPages(page: number, pages: number): (number | 'gap')[] {
  const wanted = [1, page - 1, page, page + 1, pages].filter((number) => number >= 1 && number <= pages);
  const sorted = [...new Set(wanted)].sort((a, b) => a - b);
  return sorted.flatMap((number, index) => {
    const before = sorted[index - 1] ?? 0;
    if (number - before === 2) return [number - 1, number];
    return number - before > 2 ? ['gap' as const, number] : [number];
  });
}
