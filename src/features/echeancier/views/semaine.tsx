import { formatDate, formatDateLongue } from '../../../domain/date.ts';
import { ButtonLink, PrintButton } from '../../../ui/button.tsx';
import { DayList, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { dansLaPeriode, type Element, etatElement, semaineDuJour, TYPES_ELEMENT } from '../rules.ts';
import { Delai } from './element.tsx';
import { Echeances } from './liste.tsx';

type Jour = Temporal.PlainDate;

/** Of what has no day, the oldest are shown; the list has them all. */
const A_FAIRE_MONTRES = 10;

export function SemainePage({ elements, today }: { readonly elements: readonly Element[]; readonly today: Jour }) {
  const semaine = semaineDuJour(today);
  const late = elements.filter((element) => etatElement(element, today) === 'en_retard');
  const toDo = elements.filter((element) => etatElement(element, today) === 'a_faire');
  const due = dansLaPeriode(elements, semaine).filter((element) => !late.includes(element));
  return (
    <>
      <PageHeader
        title="Cette semaine"
        lead={`Du ${formatDate(semaine.debut)} au ${formatDate(semaine.fin)} : ce qui tombe, et ce qui est en retard.`}
        actions={
          <>
            <ButtonLink href="/echeancier">Tout l’échéancier</ButtonLink>
            <PrintButton />
          </>
        }
      />
      <Section title="En retard" id="retard">
        {late.length === 0 ? (
          <EmptyState title="Rien n’est en retard" />
        ) : (
          <Echeances elements={late} today={today} caption="Échéances en retard" />
        )}
      </Section>
      <Section title="D’ici dimanche" id="semaine">
        {due.length === 0 ? (
          <EmptyState title="Aucune échéance d’ici dimanche">
            <p>
              <a href="/echeancier?quand=30">Voir celles des 30 prochains jours</a>
            </p>
          </EmptyState>
        ) : (
          <DayList days={jours(due, today)} />
        )}
      </Section>
      <Section
        title="À faire, sans date"
        id="a-faire"
        actions={toDo.length > A_FAIRE_MONTRES && <a href="/echeancier?quand=faire">Voir les {toDo.length}</a>}
      >
        {toDo.length === 0 ? (
          <EmptyState title="Toutes les pièces sont signées et transmises" />
        ) : (
          <Echeances
            elements={toDo.slice(0, A_FAIRE_MONTRES)}
            today={today}
            caption="À faire, les plus anciens d’abord"
          />
        )}
      </Section>
    </>
  );
}

function jours(elements: readonly Element[], today: Jour) {
  const byDay = Map.groupBy(elements, ({ le }) => (le === null ? '' : formatDateLongue(le)));
  return [...byDay].map(([label, list]) => ({
    label,
    items: list.map((element) => ({
      time: element.sujet,
      title: TYPES_ELEMENT[element.type],
      href: element.href,
      details: [element.structure?.nom, element.precision].filter(Boolean).join(' · '),
      tag: <Delai element={element} today={today} />,
    })),
  }));
}
