import { formatDateLongue, formatDuree, formatJourMois, formatMois } from '../../domain/date.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState, KeyFigures, PageHeader, Section } from '../../ui/content.tsx';
import { Icon } from '../../ui/icon.tsx';
import { direActe, direCompte, direSeance, direTemps, hrefMois } from './dire.ts';
import { type JourHeures, type MoisHeures, RUBRIQUES, RUBRIQUES_ORDRE, type TempsDeclare } from './rules/heures.ts';
import { type Ouvert, SupprimerTemps, TempsForm } from './views-form.tsx';

type Jour = Temporal.PlainDate;

export type MoisProps = {
  readonly agentId: string;
  readonly mois: MoisHeures;
  readonly jours: readonly JourHeures[];
  readonly today: Jour;
  /** The name of a public holiday. */
  readonly ferie: (jour: Jour) => string | null;
  readonly ouvert: Ouvert | null;
  readonly cle: string;
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A month of an agent, day by day: what Escale knows, what he declares, and in its place the form that he opened. */
export function HeuresPage(props: MoisProps) {
  const { mois, jours, ouvert, cle, agentId } = props;
  const titre = formatMois(mois.mois);
  const feuille = `/agents/${agentId}/heures`;
  const params = `mois=${mois.mois}`;
  return (
    <>
      <PageHeader
        kicker="Mes heures"
        title={capital(titre)}
        lead="Vos séances et ce que vous notez sont déjà comptés. Ajoutez, si vous le souhaitez, vos trajets, préparations, réunions et formations."
        actions={
          <>
            <ButtonLink href={`/mes-heures/nouveau?${params}`} variant="primary">
              Ajouter un temps
            </ButtonLink>
            <ButtonLink href={`/mes-heures/trajets?${params}`}>Préremplir les trajets</ButtonLink>
            <ButtonLink href={`${feuille}.pdf?${params}`}>Feuille du mois (PDF)</ButtonLink>
            <ButtonLink href={`${feuille}.xlsx?${params}`} icon="download">
              Tableur (XLSX)
            </ButtonLink>
          </>
        }
      />
      <NavigationMois mois={mois.mois} today={props.today} />
      {ouvert?.quoi === 'nouveau' && ouvert.jour === null && (
        <Section title="Ajouter un temps">
          <TempsForm ouvert={ouvert} cle={cle} retour={hrefMois(mois.mois)} />
        </Section>
      )}
      <Totaux mois={mois} />
      <Section title="Jour par jour">
        {jours.length === 0 ? (
          <EmptyState title="Rien n’est compté ce mois-ci">
            Une séance compte dès qu’elle est finie ; un temps se note à partir du jour même.
          </EmptyState>
        ) : (
          <ol class="e-journees">
            {jours.map((jour) => (
              <JourLigne {...props} jour={jour} />
            ))}
          </ol>
        )}
      </Section>
      <p class="e-muted">
        L’équipe technique peut lire la feuille du mois : les séances, les durées et leurs précisions. N’y nommez
        personne.
      </p>
    </>
  );
}

function NavigationMois({ mois, today }: { readonly mois: Temporal.PlainYearMonth; readonly today: Jour }) {
  const [before, after] = [mois.subtract({ months: 1 }), mois.add({ months: 1 })];
  const hasNext = Temporal.PlainYearMonth.compare(after, today.toPlainYearMonth()) <= 0;
  return (
    <nav class="e-mois__nav" aria-label="Mois">
      <ButtonLink href={hrefMois(before)} variant="tertiary" icon="previous">
        {capital(formatMois(before))}
      </ButtonLink>
      {hasNext && (
        <a class="ds-button" data-variant="tertiary" href={hrefMois(after)}>
          {capital(formatMois(after))}
          <Icon name="next" />
        </a>
      )}
    </nav>
  );
}

function Totaux({ mois }: { readonly mois: MoisHeures }) {
  if (mois.totalMinutes === 0) return null;
  const parts = RUBRIQUES_ORDRE.filter((rubrique) => mois.minutes[rubrique] > 0);
  return (
    <KeyFigures
      items={[
        { value: formatDuree(mois.totalMinutes), label: 'en tout' },
        ...parts.map((rubrique) => ({ value: formatDuree(mois.minutes[rubrique]), label: RUBRIQUES[rubrique] })),
      ]}
    />
  );
}

function JourLigne(props: MoisProps & { readonly jour: JourHeures }) {
  const { jour, ouvert, cle } = props;
  const { jour: date } = jour;
  const ferie = props.ferie(date);
  const isOpen = ouvert?.quoi === 'nouveau' && ouvert.jour?.equals(date) === true;
  const isPast = Temporal.PlainDate.compare(date, props.today) <= 0;
  return (
    <li id={`jour-${date}`}>
      <h3>
        {capital(formatDateLongue(date))}
        {ferie !== null && <span class="e-muted"> ({ferie})</span>}
        {jour.totalMinutes > 0 && <strong class="e-journees__total">{formatDuree(jour.totalMinutes)}</strong>}
      </h3>
      <ul>
        {jour.seances.map((seance) => (
          <li>
            <a href={`/seances/${seance.id}`}>{direSeance(seance)}</a>
            <span class="e-muted"> {direCompte(seance)}</span>
          </li>
        ))}
        {jour.actes.map((acte) => (
          <li>
            {direActe(acte)}
            <span class="e-muted"> {formatDuree(acte.minutes)}</span>
          </li>
        ))}
        {jour.temps.map((temps) => (
          <TempsLigne temps={temps} ouvert={ouvert} cle={cle} />
        ))}
      </ul>
      {isOpen ? (
        <TempsForm ouvert={ouvert} cle={cle} retour={`${hrefMois(date)}#jour-${date}`} />
      ) : (
        isPast && (
          <p class="e-journees__ajout">
            <a href={`/mes-heures/nouveau?jour=${date}#jour-${date}`}>
              Ajouter un temps<span class="ds-sr-only"> le {formatJourMois(date)}</span>
            </a>
          </p>
        )
      )}
    </li>
  );
}

function TempsLigne(props: { readonly temps: TempsDeclare; readonly ouvert: Ouvert | null; readonly cle: string }) {
  const { temps, ouvert, cle } = props;
  const retour = `${hrefMois(temps.jour)}#jour-${temps.jour}`;
  const url = `/mes-heures/${temps.id}`;
  const which = `${direTemps(temps)}, ${formatDuree(temps.minutes)}, le ${formatJourMois(temps.jour)}`;
  if (ouvert !== null && ouvert.quoi !== 'nouveau' && ouvert.temps.id === temps.id) {
    return (
      <li>
        {ouvert.quoi === 'modifier' ? (
          <TempsForm ouvert={ouvert} cle={cle} retour={retour} />
        ) : (
          <SupprimerTemps temps={temps} cle={cle} retour={retour} />
        )}
      </li>
    );
  }
  return (
    <li>
      {direTemps(temps)}
      <span class="e-muted"> {formatDuree(temps.minutes)} · noté par vous</span>{' '}
      <span class="e-journees__gestes">
        <a href={`${url}/modifier#jour-${temps.jour}`}>
          Modifier<span class="ds-sr-only"> {which}</span>
        </a>{' '}
        <a href={`${url}/supprimer#jour-${temps.jour}`}>
          Supprimer<span class="ds-sr-only"> {which}</span>
        </a>
      </span>
    </li>
  );
}
