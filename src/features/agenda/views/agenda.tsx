import type { Child } from 'hono/jsx';
import { formatDateLongue, formatJourMois } from '../../../domain/date.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { DayList, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { Admission } from '../../lieux/admission.tsx';
import { direRendezVous, type RendezVousAgenda, type SeanceAgenda, semainesDuMois } from '../rules.ts';
import { Barre, type Cadre, direFenetre, Empechements, hrefVue, Marques } from './barre.tsx';
import { type Admis, CarteSeance, Etat, heures, hrefSeance, LigneSeance, type Regard } from './seance.tsx';

type Jour = Temporal.PlainDate;

export type AgendaProps = {
  readonly cadre: Cadre;
  readonly titre: string;
  readonly regard: Regard;
  /** Of whom or of where it is: the other of the two is named on each line. */
  readonly de: 'agent' | 'lieu';
  readonly jours: readonly Jour[];
  readonly seances: readonly SeanceAgenda[];
  /** By séance. */
  readonly rendezVous: ReadonlyMap<string, readonly RendezVousAgenda[]>;
  /** Absences and closures of a day, in words. */
  readonly empechements: (jour: Jour) => readonly string[];
  readonly admis: Admis;
  readonly actions?: Child;
  /** What waits for whoever looks, said before the days. */
  readonly aFaire?: Child;
  /** What follows the day shown, where the page shows it. */
  readonly suite?: { readonly jours: number; readonly seances: readonly SeanceAgenda[] };
};

/** The agenda of an agent or of a lieu: a day, a week or a month. */
export function AgendaPage(props: AgendaProps) {
  const { cadre, titre, actions, aFaire } = props;
  const isToday = cadre.vue === 'jour' && cadre.jour.equals(cadre.today);
  return (
    <>
      <PageHeader
        title={titre}
        kicker={isToday ? 'Aujourd’hui' : undefined}
        lead={direFenetre(cadre.vue, cadre.jour)}
        actions={actions}
      />
      {aFaire}
      <Barre cadre={cadre} />
      {cadre.vue === 'jour' && <UnJour {...props} />}
      {cadre.vue === 'semaine' && <Semaine {...props} />}
      {cadre.vue === 'mois' && <Mois {...props} />}
    </>
  );
}

function byDay(seances: readonly SeanceAgenda[]): Map<string, SeanceAgenda[]> {
  return Map.groupBy(seances, ({ jour }) => jour.toString());
}

function UnJour({ cadre, regard, seances, rendezVous, empechements, admis, suite }: AgendaProps) {
  const { jour, today } = cadre;
  return (
    <>
      <p class="e-agenda__marques">
        <Marques marque={cadre.marque(jour)} />
      </p>
      <Empechements lignes={empechements(jour)} />
      {seances.length === 0 && (
        <EmptyState title={`Aucune permanence ${jour.equals(today) ? 'aujourd’hui' : 'ce jour-là'}`} />
      )}
      {seances.map((seance) => (
        <CarteSeance
          seance={seance}
          rendezVous={rendezVous.get(seance.id) ?? []}
          regard={regard}
          today={today}
          admis={admis}
        />
      ))}
      {suite && (
        <Section title={`Les ${suite.jours} jours suivants`}>
          <Suite seances={suite.seances} regard={regard} today={today} admis={admis} />
        </Section>
      )}
    </>
  );
}

function Suite({
  seances,
  regard,
  today,
  admis,
}: Pick<AgendaProps, 'seances' | 'regard' | 'admis'> & { readonly today: Jour }) {
  if (seances.length === 0) return <p>Rien n’est prévu.</p>;
  return (
    <DayList
      days={[...byDay(seances).values()].map((liste) => ({
        label: liste[0] ? formatDateLongue(liste[0].jour) : '',
        items: liste.map((seance) => ({
          time: heures(seance),
          title: seance.endroit,
          href: hrefSeance(seance, regard),
          details: (
            <>
              {[seance.adresse ?? seance.motif, direRendezVous(seance.rendezVous)].filter(Boolean).join(' · ')}{' '}
              <Admission admis={admis} lieuId={seance.lieuId} />
            </>
          ),
          tag: <Etat seance={seance} today={today} />,
        })),
      }))}
    />
  );
}

function Semaine(props: AgendaProps) {
  const { cadre, jours, seances, empechements } = props;
  const days = byDay(seances);
  return (
    <ol class="e-semaine">
      {jours.map((jour) => {
        const liste = days.get(jour.toString()) ?? [];
        const lignes = empechements(jour);
        const marque = cadre.marque(jour);
        const isEmpty = liste.length === 0 && lignes.length === 0 && marque.ferie === null;
        return (
          <li class={isEmpty ? videDe(jour) : undefined} aria-current={jour.equals(cadre.today) ? 'date' : undefined}>
            <h2>
              <a href={hrefVue({ chemin: cadre.chemin, vue: 'jour', jour })}>
                {JOURS[jour.dayOfWeek - 1]} {formatJourMois(jour)}
              </a>
            </h2>
            <Marques marque={marque} />
            <Empechements lignes={lignes} />
            {liste.length === 0 ? <p class="e-muted">Rien de prévu</p> : <Liste {...props} seances={liste} />}
          </li>
        );
      })}
    </ol>
  );
}

/** A week-end where nothing happens takes no room on a desk; a day where nothing happens, none on a phone. */
function videDe(jour: Jour): string {
  return jour.dayOfWeek > 5 ? 'e-semaine__vide e-semaine__repos' : 'e-semaine__vide';
}

function Liste({ seances, regard, cadre, admis, de }: AgendaProps) {
  return (
    <ul>
      {seances.map((seance) => (
        <li class={seance.statut === 'annulee' ? 'e-agenda__annulee' : undefined}>
          <LigneSeance
            seance={seance}
            regard={regard}
            today={cadre.today}
            admis={admis}
            qui={de === 'lieu'}
            ou={de === 'agent'}
          />
        </li>
      ))}
    </ul>
  );
}

const JOURS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'] as const;

function Mois(props: AgendaProps) {
  const { cadre, seances, titre } = props;
  const days = byDay(seances);
  const isEmpty = seances.length === 0;
  return (
    <>
      {isEmpty && <EmptyState title="Aucune permanence ce mois-là" />}
      <table class="e-mois">
        <caption class="ds-sr-only">
          {titre}, {direFenetre('mois', cadre.jour)}
        </caption>
        <thead>
          <tr>
            {JOURS.map((jour) => (
              <th scope="col">{jour}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {semainesDuMois(cadre.jour).map((week) => (
            <tr>
              {week.map((jour) =>
                jour === null ? (
                  <td class="e-mois__ailleurs" />
                ) : (
                  <Case {...props} jour={jour} seances={days.get(jour.toString()) ?? []} />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Case(props: AgendaProps & { readonly jour: Jour }) {
  const { jour, cadre, seances, empechements } = props;
  const marque = cadre.marque(jour);
  const lignes = empechements(jour);
  const isEmpty = seances.length === 0 && lignes.length === 0 && marque.ferie === null;
  return (
    <td class={isEmpty ? 'e-mois__vide' : undefined} aria-current={jour.equals(cadre.today) ? 'date' : undefined}>
      <p class="e-mois__jour">
        <a href={hrefVue({ chemin: cadre.chemin, vue: 'jour', jour })}>
          <span class="e-mois__court" aria-hidden="true">
            {jour.day}
          </span>
          <span class="e-mois__long">{formatDateLongue(jour)}</span>
        </a>
      </p>
      <Marques marque={marque} />
      <Empechements lignes={lignes} />
      {seances.length > 0 && <Liste {...props} />}
    </td>
  );
}

/** What an agent may do from his own agenda. */
export function ActionsAgent({ jour, today }: Pick<Cadre, 'jour' | 'today'>) {
  const isToday = jour.equals(today);
  return (
    <>
      <ButtonLink href="/terrain">Ma journée, même sans réseau</ButtonLink>
      {Temporal.PlainDate.compare(jour, today) >= 0 && (
        <ButtonLink href={`/absences/nouvelle?jour=${jour}`}>
          {isToday ? 'Absent aujourd’hui' : 'Absent ce jour-là'}
        </ButtonLink>
      )}
      <ButtonLink href="/ponctuelles/nouvelle">Aide ponctuelle ailleurs</ButtonLink>
      <ButtonLink href="/absences" variant="tertiary">
        Mes absences
      </ButtonLink>
      <ButtonLink href="/appels" variant="tertiary">
        Appels
      </ButtonLink>
      <ButtonLink href="/mon-compte/calendrier" variant="tertiary">
        Dans mon calendrier
      </ButtonLink>
    </>
  );
}
