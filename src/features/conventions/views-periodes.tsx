import type { Child } from 'hono/jsx';
import { formatDate } from '../../domain/date.ts';
import { contains } from '../../domain/periode.ts';
import { DescriptionList, EmptyState, Section } from '../../ui/content.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { type Convention, type Lecture, lireConvention, type PeriodeConvention } from './rules.ts';

/** Beyond it a convention renewed for ever would fill the page. */
const PERIODES_MONTREES = 24;
const HORIZON_MOIS = 18;

/** How far periods are shown: to the end, or 18 months after the day when nothing ends the convention yet. */
export function horizonDe({ effet, fin }: Lecture, jour: Temporal.PlainDate): Temporal.PlainDate {
  const after = Temporal.PlainDate.compare(jour, effet) > 0 ? jour : effet;
  return fin?.le ?? after.add({ months: HORIZON_MOIS });
}

/** The worked table: effect, periods, anniversaries, last days to oppose. Source: art. 6. */
export function PeriodesSection(props: { readonly convention: Convention; readonly today: Temporal.PlainDate }) {
  const { convention, today } = props;
  const lecture = lireConvention(convention);
  if (lecture === null) {
    return (
      <Section title="Périodes et échéances" id="periodes">
        <EmptyState title="Pas encore de dates.">
          La convention prend effet le jour de la dernière signature : ses périodes, ses anniversaires et les derniers
          jours pour s’opposer seront calculés ce jour-là.
        </EmptyState>
      </Section>
    );
  }
  const { effet, fin } = lecture;
  const all = lecture.jusquA(horizonDe(lecture, today));
  const shown = all.slice(-PERIODES_MONTREES);
  return (
    <Section title="Périodes et échéances" id="periodes">
      <DescriptionList
        items={[
          { term: 'Date d’effet', details: `${formatDate(effet)}, jour de la dernière signature` },
          {
            term: 'Fin au plus tard',
            details: fin === null ? 'aucune, tant que personne ne s’oppose' : formatDate(fin.le),
          },
        ]}
      />
      {shown.length < all.length && (
        <p class="e-muted">
          Les {shown.length} dernières périodes, sur {all.length}.
        </p>
      )}
      <SimpleTable
        caption="Premiers et derniers jours compris"
        columns={[
          { label: 'Période' },
          { label: 'Du' },
          { label: 'Au' },
          { label: 'Anniversaire' },
          { label: 'Dernier jour pour s’opposer' },
        ]}
        rows={shown.map((periode) => [
          contains(periode, today) ? (
            <>
              Période {periode.rang} <strong>(en cours)</strong>
            </>
          ) : (
            `Période ${periode.rang}`
          ),
          formatDate(periode.debut),
          formatDate(periode.fin),
          ...anniversaireCells(periode),
        ])}
      />
    </Section>
  );
}

function anniversaireCells({ anniversaire }: PeriodeConvention): readonly Child[] {
  if (anniversaire === null) return ['aucun avant la fin', 'aucun'];
  const { date, dernierJourOpposition, oppositionId } = anniversaire;
  return [
    oppositionId === null ? formatDate(date) : `${formatDate(date)} : pas de reconduction, une opposition est reçue`,
    formatDate(dernierJourOpposition),
  ];
}
