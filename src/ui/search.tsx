import { Icon } from './icon.tsx';

/** One question asked by address (GET), so that its answer can be kept and shared: « Votre commune ou code postal ». */
export function SearchBar(props: {
  readonly action: string;
  readonly label: string;
  /** Name of the parameter, `q` unless said. */
  readonly name?: string | undefined;
  readonly value: string;
  readonly button: string;
  readonly suggestions?: readonly string[] | undefined;
  readonly autocomplete?: 'postal-code' | 'address-level2' | 'off' | undefined;
}) {
  return (
    <search class="e-search">
      <form method="get" action={props.action}>
        <div class="e-search__row">
          <div class="e-search__field">
            <label class="ds-label" for="recherche">
              {props.label}
            </label>
            <input
              class="ds-input"
              type="search"
              id="recherche"
              name={props.name ?? 'q'}
              value={props.value}
              autocomplete={props.autocomplete}
              list={props.suggestions && 'recherche-choix'}
            />
          </div>
          <button class="ds-button" type="submit">
            <Icon name="search" />
            <span>{props.button}</span>
          </button>
        </div>
        {props.suggestions && (
          <datalist id="recherche-choix">
            {props.suggestions.map((suggestion) => (
              <option value={suggestion} />
            ))}
          </datalist>
        )}
      </form>
    </search>
  );
}
