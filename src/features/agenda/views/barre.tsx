import type { Child } from 'hono/jsx';
import { formatDate, formatDateLongue, formatJourMois, formatMois } from '../../../domain/date.ts';
import { ButtonLink, PrintButton } from '../../../ui/button.tsx';
import { Tag } from '../../../ui/content.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { type Marque, VUES, type Vue, voisins } from '../rules.ts';

type Jour = Temporal.PlainDate;

/** What every page of an agenda knows: where it is, what it shows, around which day. */
export type Cadre = {
  /** Address of the agenda: « /planning ». */
  readonly chemin: string;
  readonly vue: Vue;
  readonly jour: Jour;
  readonly today: Jour;
  readonly marque: (jour: Jour) => Marque;
};

export function hrefVue({ chemin, vue, jour }: Pick<Cadre, 'chemin' | 'vue' | 'jour'>): string {
  return `${chemin}?vue=${vue}&jour=${jour}`;
}

/** The days shown, as a title says them: « jeudi 26 novembre 2026 », « Du … au … », « novembre 2026 ». */
export function direFenetre(vue: Vue, jour: Jour): string {
  if (vue === 'jour') return formatDateLongue(jour);
  if (vue === 'mois') return formatMois(jour);
  const lundi = jour.subtract({ days: jour.dayOfWeek - 1 });
  const dimanche = lundi.add({ days: 6 });
  return `Du ${debutDe(lundi, dimanche)} au ${formatDate(dimanche)}`;
}

/** The first day of a week, without what its last day says as well: « 23 », « 30 novembre », « 28 décembre 2026 ». */
function debutDe(lundi: Jour, dimanche: Jour): string {
  if (lundi.year !== dimanche.year) return formatDate(lundi);
  if (lundi.month !== dimanche.month) return formatJourMois(lundi);
  return lundi.day === 1 ? '1er' : String(lundi.day);
}

const MOTS: Readonly<Record<Vue, { avant: string; apres: string; ici: string }>> = {
  jour: { avant: 'Jour précédent', apres: 'Jour suivant', ici: 'Aujourd’hui' },
  semaine: { avant: 'Semaine précédente', apres: 'Semaine suivante', ici: 'Cette semaine' },
  mois: { avant: 'Mois précédent', apres: 'Mois suivant', ici: 'Ce mois-ci' },
};

/** Where the team’s planning leads: who is awaited, who is away. */
export function ActionsEquipe({ cadre: { vue, jour } }: { readonly cadre: Cadre }) {
  return (
    <>
      <ButtonLink href={vue === 'jour' ? `/rendez-vous?jour=${jour}` : '/rendez-vous'}>Rendez-vous</ButtonLink>
      <ButtonLink href="/appels">Appels</ButtonLink>
      <ButtonLink href="/absences">Absences</ButtonLink>
    </>
  );
}

/** Turns the pages of an agenda, chooses how much it shows, goes to a day. Works without a script. */
export function Barre({ cadre, children }: { readonly cadre: Cadre; readonly children?: Child }) {
  const { chemin, vue, jour, today } = cadre;
  const { avant, apres } = voisins(vue, jour);
  const mots = MOTS[vue];
  return (
    <div class="e-agenda__barre">
      <nav class="e-agenda__vues" aria-label="Affichage de l’agenda">
        {(Object.keys(VUES) as Vue[]).map((one) => (
          <a href={hrefVue({ chemin, vue: one, jour })} aria-current={one === vue ? 'page' : undefined}>
            {VUES[one]}
          </a>
        ))}
      </nav>
      <nav class="e-mois__nav" aria-label="Dates de l’agenda">
        <ButtonLink href={hrefVue({ chemin, vue, jour: avant })} variant="tertiary" icon="previous">
          {mots.avant}
        </ButtonLink>
        <ButtonLink href={hrefVue({ chemin, vue, jour: today })} variant="tertiary">
          {mots.ici}
        </ButtonLink>
        <a class="ds-button" data-variant="tertiary" href={hrefVue({ chemin, vue, jour: apres })}>
          {mots.apres}
          <Icon name="next" />
        </a>
      </nav>
      <search class="e-search e-agenda__aller">
        <form method="get" action={chemin}>
          <input type="hidden" name="vue" value={vue} />
          <label class="ds-label" for="aller-au">
            Aller au
          </label>
          <div class="e-search__row">
            <input class="ds-input" id="aller-au" type="date" name="jour" value={jour.toString()} />
            <button class="ds-button" type="submit" data-variant="secondary">
              Afficher
            </button>
            <PrintButton />
            {children}
          </div>
        </form>
      </search>
    </div>
  );
}

/** The public holiday and the school holidays of a day, beside its date. */
export function Marques({ marque }: { readonly marque: Marque }) {
  return (
    <>
      {marque.ferie !== null && <Tag label={`Férié : ${marque.ferie}`} icon="calendar" />}
      {marque.vacances !== null && <span class="e-agenda__vacances">{marque.vacances}</span>}
    </>
  );
}

/** Absences and closures of a day, a line each. */
export function Empechements({ lignes }: { readonly lignes: readonly string[] }) {
  return (
    <>
      {lignes.map((ligne) => (
        <p class="e-agenda__empechement">{ligne}</p>
      ))}
    </>
  );
}
