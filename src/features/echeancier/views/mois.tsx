import { formatDateLongue, formatMois } from '../../../domain/date.ts';
import { ButtonLink, PrintButton } from '../../../ui/button.tsx';
import { EmptyState, PageHeader } from '../../../ui/content.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { type Case, cleElement, type Element, etatElement, grilleDuMois, TYPES_ELEMENT } from '../rules.ts';

type Jour = Temporal.PlainDate;

const JOURS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'] as const;

function hrefMois(mois: Temporal.PlainYearMonth, type: string): string {
  const params = new URLSearchParams({ mois: mois.toString(), ...(type === '' ? {} : { type }) });
  return `/echeancier/calendrier?${params}`;
}

/** A month: a grid where there is room, the days that hold something one under the other on a phone. */
export function CalendrierPage(props: {
  readonly mois: Temporal.PlainYearMonth;
  readonly elements: readonly Element[];
  /** Keys of what is still expected today: what has passed without being so is not late. */
  readonly attendus: ReadonlySet<string>;
  /** Code of the kind chosen, empty for all. */
  readonly type: string;
  readonly today: Jour;
}) {
  const { mois, elements, attendus, type, today } = props;
  const [before, after] = [mois.subtract({ months: 1 }), mois.add({ months: 1 })];
  const title = formatMois(mois);
  return (
    <>
      <PageHeader
        kicker="Calendrier des échéances"
        title={title.charAt(0).toUpperCase() + title.slice(1)}
        actions={
          <>
            <ButtonLink href="/echeancier">Voir la liste</ButtonLink>
            <PrintButton />
          </>
        }
      />
      <nav class="e-mois__nav" aria-label="Mois">
        <ButtonLink href={hrefMois(before, type)} variant="tertiary" icon="previous">
          {formatMois(before)}
        </ButtonLink>
        <a class="ds-button" data-variant="tertiary" href={hrefMois(after, type)}>
          {formatMois(after)}
          <Icon name="next" />
        </a>
        <ButtonLink href={hrefMois(today.toPlainYearMonth(), type)} variant="tertiary">
          Ce mois-ci
        </ButtonLink>
      </nav>
      <Choix mois={mois} type={type} />
      {elements.length === 0 && <EmptyState title={`Aucune échéance en ${title}`} />}
      <table class="e-mois">
        <caption class="ds-sr-only">Échéances de {title}</caption>
        <thead>
          <tr>
            {JOURS.map((jour) => (
              <th scope="col">{jour}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grilleDuMois(mois, elements).map((week) => (
            <tr>
              {week.map((square) => (
                <Jour square={square} attendus={attendus} today={today} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Choix({ mois, type }: { readonly mois: Temporal.PlainYearMonth; readonly type: string }) {
  return (
    <search class="e-search e-mois__choix">
      <form method="get" action="/echeancier/calendrier">
        <input type="hidden" name="mois" value={mois.toString()} />
        <div class="e-search__row">
          <div class="e-search__field">
            <label class="ds-label" for="filtre-type">
              Échéance
            </label>
            <select class="ds-input" id="filtre-type" name="type">
              <option value="">Toutes</option>
              {Object.entries(TYPES_ELEMENT).map(([value, label]) => (
                <option value={value} selected={value === type}>
                  {label}
                </option>
              ))}
            </select>
          </div>
          <button class="ds-button" type="submit" data-variant="secondary">
            Afficher
          </button>
        </div>
      </form>
    </search>
  );
}

function Jour(props: { readonly square: Case; readonly attendus: ReadonlySet<string>; readonly today: Jour }) {
  const { square, attendus, today } = props;
  if (square === null) return <td class="e-mois__ailleurs" />;
  const { jour, elements } = square;
  const isLate = (element: Element) => etatElement(element, today) === 'en_retard' && attendus.has(cleElement(element));
  const isToday = jour.equals(today);
  return (
    <td class={elements.length === 0 ? 'e-mois__vide' : undefined} aria-current={isToday ? 'date' : undefined}>
      <p class="e-mois__jour">
        <span class="e-mois__court" aria-hidden="true">
          {jour.day}
        </span>
        <span class="e-mois__long">{formatDateLongue(jour)}</span>
      </p>
      {elements.length > 0 && (
        <ul>
          {elements.map((element) => (
            <li class={isLate(element) ? 'e-mois__retard' : undefined}>
              <a href={element.href}>{element.sujet}</a>
              <span>
                {isLate(element) && 'En retard : '}
                {TYPES_ELEMENT[element.type]}
              </span>
              {element.structure && <span class="e-muted">{element.structure.nom}</span>}
            </li>
          ))}
        </ul>
      )}
    </td>
  );
}
