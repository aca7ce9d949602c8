import { formatDateCourte } from '../../../domain/date.ts';
import { StatusTag } from '../../../ui/content.tsx';
import type { CsvColumn } from '../../../ui/csv.ts';
import type { Column } from '../../../ui/table.tsx';
import type { Tone } from '../../../ui/tone.ts';
import { type Element, type EtatElement, etatElement, joursRestants, TYPES_ELEMENT } from '../rules.ts';

type Jour = Temporal.PlainDate;

const ETATS: Readonly<Record<EtatElement, string>> = {
  en_retard: 'En retard',
  a_faire: 'À faire',
  aujourd_hui: 'Aujourd’hui',
  a_venir: 'À venir',
};

const BIENTOT_JOURS = 7;

/** « En retard de 3 jours », « Dans 5 jours », « À faire », depuis le 03/03/2026. */
export function Delai({ element, today }: { readonly element: Element; readonly today: Jour }) {
  const { le, depuis } = element;
  if (le === null) {
    return (
      <>
        <StatusTag tone="info" label="À faire" />
        {depuis && <span class="e-delai">depuis le {formatDateCourte(depuis)}</span>}
      </>
    );
  }
  const left = joursRestants(le, today);
  const { tone, label } = enJours(left);
  return left > BIENTOT_JOURS ? <span class="e-delai">{label}</span> : <StatusTag tone={tone} label={label} />;
}

function enJours(left: number): { readonly tone: Tone; readonly label: string } {
  if (left < 0) return { tone: 'danger', label: left === -1 ? 'En retard d’un jour' : `En retard de ${-left} jours` };
  if (left === 0) return { tone: 'warning', label: 'Aujourd’hui' };
  return { tone: 'warning', label: left === 1 ? 'Demain' : `Dans ${left} jours` };
}

/** What the list shows, searches and sorts on a day. */
export function colonnesEcheancier(today: Jour): readonly Column<Element>[] {
  return [
    {
      key: 'date',
      label: 'Date',
      value: ({ le }) => le?.toString() ?? null,
      render: (element) => (
        <>
          {element.le && <span class="e-echeance__jour">{formatDateCourte(element.le)}</span>}
          <Delai element={element} today={today} />
        </>
      ),
      sortable: true,
    },
    {
      key: 'echeance',
      label: 'Échéance',
      value: ({ type }) => TYPES_ELEMENT[type],
      render: ({ type, precision }) => (
        <div>
          {TYPES_ELEMENT[type]}
          {precision && (
            <>
              <br />
              <span class="e-muted">{precision}</span>
            </>
          )}
        </div>
      ),
      sortable: true,
    },
    {
      key: 'objet',
      label: 'Objet',
      value: ({ sujet }) => sujet,
      render: ({ href, sujet }) => (
        // A reference stays on its line; the name of a place may take two.
        <a class={/\s/.test(sujet) ? undefined : 'e-nowrap'} href={href}>
          {sujet}
        </a>
      ),
      sortable: true,
    },
    { key: 'structure', label: 'Structure', value: ({ structure }) => structure?.nom ?? null, sortable: true },
  ];
}

/** What a spreadsheet gets; days as `2026-11-24`, so that they sort. */
export function colonnesCsv(today: Jour): readonly CsvColumn<Element>[] {
  return [
    { label: 'Date', value: ({ le }) => le?.toString() ?? null },
    { label: 'À faire depuis', value: ({ depuis }) => depuis?.toString() ?? null },
    { label: 'État', value: (element) => ETATS[etatElement(element, today)] },
    { label: 'Échéance', value: ({ type }) => TYPES_ELEMENT[type] },
    { label: 'Précision', value: ({ precision }) => precision },
    { label: 'Objet', value: ({ sujet }) => sujet },
    { label: 'Structure', value: ({ structure }) => structure?.nom ?? null },
  ];
}
