import { formatDuree } from '../../domain/date.ts';
import { estApres } from '../../domain/periode.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { horizontalBars, timeColumns } from '../../ui/charts/bars.ts';
import { Alert, EmptyState, KeyFigures, PageHeader, Section } from '../../ui/content.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import {
  avant,
  type Chiffres,
  type Compte,
  direCourt,
  direPeriode,
  estVide,
  periodeDe,
  VUES,
  type Vue,
} from './rules.ts';

type Mois = Temporal.PlainYearMonth;

export type ActiviteProps = {
  readonly vue: Vue;
  readonly mois: Mois;
  readonly today: Temporal.PlainDate;
  readonly chiffres: Chiffres;
  readonly precedents: Chiffres;
  readonly anDernier: Chiffres;
  /** The last periods, the oldest first, that shown included. */
  readonly suite: readonly Chiffres[];
};

const href = (vue: Vue, mois: Mois): string => `/mon-activite?vue=${vue}&mois=${mois}`;

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** An agent's own figures, beside his own past alone. */
export function ActivitePage(props: ActiviteProps) {
  const { vue, chiffres, today } = props;
  const isRunning = !estApres(today, chiffres.periode.fin);
  return (
    <>
      <PageHeader
        kicker="Mon activité"
        title={capital(direPeriode(vue, chiffres.periode))}
        lead="Ces chiffres sont les vôtres : personne d’autre que vous ne voit cette page."
        actions={<ButtonLink href="/mes-heures">Mes heures</ButtonLink>}
      />
      <Navigation {...props} />
      {isRunning && (
        <Alert tone="info">
          {vue === 'mois' ? 'Ce mois' : 'Ce trimestre'} n’est pas fini : les chiffres d’avant portent sur une période
          entière.
        </Alert>
      )}
      {estVide(chiffres) ? (
        <EmptyState title="Rien n’est compté sur cette période">
          Vos chiffres apparaîtront avec vos premières séances et vos premiers accompagnements notés.
        </EmptyState>
      ) : (
        <>
          <Figures {...props} />
          <Details {...props} />
        </>
      )}
      <Evolution {...props} />
    </>
  );
}

function Navigation({ vue, mois, today }: ActiviteProps) {
  const [before, after] = [avant(vue, mois, 1), avant(vue, mois, -1)];
  const hasNext = !estApres(periodeDe(vue, after).debut, today);
  return (
    <div class="e-agenda__barre">
      <nav class="e-agenda__vues" aria-label="Période montrée">
        {(Object.keys(VUES) as Vue[]).map((one) => (
          <a href={href(one, mois)} aria-current={one === vue ? 'page' : undefined}>
            {VUES[one]}
          </a>
        ))}
      </nav>
      <nav class="e-mois__nav" aria-label="Périodes">
        <ButtonLink href={href(vue, before)} variant="tertiary" icon="previous">
          Période précédente
        </ButtonLink>
        {hasNext && (
          <a class="ds-button" data-variant="tertiary" href={href(vue, after)}>
            Période suivante
            <Icon name="next" />
          </a>
        )}
      </nav>
    </div>
  );
}

const heures = (minutes: number): string => (minutes === 0 ? '0 h' : formatDuree(minutes));

const LIGNES: readonly (readonly [label: string, read: (one: Chiffres) => string, unSeul?: string])[] = [
  ['Aides individuelles', (one) => String(one.individuels), 'Aide individuelle'],
  ['Ateliers', (one) => String(one.ateliers), 'Atelier'],
  ['Personnes en atelier', (one) => String(one.participants), 'Personne en atelier'],
  ['Heures de séance tenues', (one) => heures(one.minutesSeances)],
  ['Heures d’aide', (one) => heures(one.minutesAide)],
  ['Actions de coordination', (one) => String(one.coordination)],
  ['Services bloqués signalés', (one) => String(one.bloques)],
];
/** Those read first, in large. */
const EN_GRAND = 4;

function enGrand([label, read, unSeul = label]: (typeof LIGNES)[number], chiffres: Chiffres) {
  const value = read(chiffres);
  return { label: value === '0' || value === '1' ? unSeul : label, value };
}

function Figures({ vue, chiffres, precedents, anDernier }: ActiviteProps) {
  const shown = [chiffres, precedents, anDernier];
  return (
    <>
      <KeyFigures items={LIGNES.slice(0, EN_GRAND).map((ligne) => enGrand(ligne, chiffres))} />
      <SimpleTable
        caption="À côté de vos chiffres d’avant"
        columns={[
          { label: 'Chiffre' },
          ...shown.map(({ periode }) => ({ label: capital(direPeriode(vue, periode)), numeric: true })),
        ]}
        rows={LIGNES.map(([label, read]) => [label, ...shown.map(read)])}
      />
    </>
  );
}

function Details({ chiffres }: ActiviteProps) {
  const { parThematique, parAutonomie, parIssue } = chiffres;
  const themes = [...parThematique].sort((a, b) => b.nombre - a.nombre);
  return (
    <Section title="Ce que vous avez fait">
      <div class="e-figure-grid">
        <Barres title="Thèmes" comptes={themes} description="Une aide peut porter sur plusieurs thèmes." />
        <Barres title="Autonomie des personnes" comptes={parAutonomie} description="Quand vous l’avez notée." />
        <Barres title="Résultats" comptes={parIssue} />
      </div>
    </Section>
  );
}

const DESSINES = 8;

function Barres(props: {
  readonly title: string;
  readonly comptes: readonly Compte<string>[];
  readonly description?: string;
}) {
  const { title, comptes, description } = props;
  if (comptes.length === 0) return null;
  const bars = comptes
    .slice(0, DESSINES)
    .map(({ libelle, nombre }) => ({ label: libelle, value: nombre, text: String(nombre) }));
  return (
    <Figure
      title={title}
      description={description}
      svg={horizontalBars(title, bars)}
      columns={[{ label: title }, { label: 'Accompagnements', numeric: true }]}
      rows={comptes.map(({ libelle, nombre }) => [libelle, nombre])}
    />
  );
}

function Evolution({ vue, suite }: ActiviteProps) {
  if (suite.every(estVide)) return null;
  const title = vue === 'mois' ? 'Mois après mois' : 'Trimestre après trimestre';
  // Nothing is drawn of before his first day.
  const begun = suite.slice(suite.findIndex((one) => !estVide(one)));
  const drawn = begun.slice(-12);
  const column = (read: (one: Chiffres) => number, text: (value: number) => string) =>
    drawn.map((one) => ({ label: direCourt(vue, one.periode), value: read(one), text: text(read(one)) }));
  const hours = (minutes: number): number => Math.round(minutes / 60);
  return (
    <Section title={title}>
      <div class="e-figure-grid">
        <Figure
          title="Accompagnements individuels et ateliers"
          svg={timeColumns(
            'Accompagnements individuels et ateliers',
            column((one) => one.individuels + one.ateliers, String),
          )}
          columns={[
            { label: 'Période' },
            { label: 'Individuels', numeric: true },
            { label: 'Ateliers', numeric: true },
            { label: 'Personnes en atelier', numeric: true },
          ]}
          rows={begun.map((one) => [
            capital(direPeriode(vue, one.periode)),
            one.individuels,
            one.ateliers,
            one.participants,
          ])}
        />
        <Figure
          title="Heures de séance tenues"
          svg={timeColumns(
            'Heures de séance tenues',
            column((one) => hours(one.minutesSeances), String),
          )}
          columns={[
            { label: 'Période' },
            { label: 'Heures de séance', numeric: true },
            { label: 'Heures d’aide', numeric: true },
          ]}
          rows={begun.map((one) => [
            capital(direPeriode(vue, one.periode)),
            formatDuree(one.minutesSeances),
            formatDuree(one.minutesAide),
          ])}
        />
      </div>
    </Section>
  );
}
