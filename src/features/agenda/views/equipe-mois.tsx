import { formatDateLongue } from '../../../domain/date.ts';
import { EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import {
  type AbsenceAgenda,
  type AgentDeLEquipe,
  duJour,
  type FermetureAgenda,
  type JourDeLAgent,
  type Marque,
} from '../rules.ts';
import { ActionsEquipe, Barre, type Cadre, direFenetre, hrefVue, Marques } from './barre.tsx';

type Jour = Temporal.PlainDate;

export type EquipeMoisProps = {
  readonly cadre: Cadre;
  readonly jours: readonly Jour[];
  readonly agents: readonly AgentDeLEquipe[];
  readonly tenus: readonly JourDeLAgent[];
  readonly absences: readonly AbsenceAgenda[];
  readonly fermetures: readonly FermetureAgenda[];
  /** Persons expected, or who came, by day. */
  readonly rendezVous: ReadonlyMap<string, number>;
};

const INITIALES = ['L', 'M', 'M', 'J', 'V', 'S', 'D'] as const;

/** A day of the team in figures. */
type JourDEquipe = {
  readonly jour: Jour;
  readonly marque: Marque;
  readonly seances: number;
  readonly annulees: number;
  readonly absents: number;
  readonly fermes: number;
  readonly rendezVous: number;
};

function resume(props: EquipeMoisProps): readonly JourDEquipe[] {
  const days = Map.groupBy(props.tenus, ({ jour }) => jour.toString());
  return props.jours.map((jour) => {
    const held = days.get(jour.toString()) ?? [];
    return {
      jour,
      marque: props.cadre.marque(jour),
      seances: held.reduce((sum, { prevues }) => sum + prevues, 0),
      annulees: held.reduce((sum, { annulees }) => sum + annulees, 0),
      absents: new Set(duJour(props.absences, jour).map(({ agentId }) => agentId)).size,
      fermes: duJour(props.fermetures, jour).length,
      rendezVous: props.rendezVous.get(jour.toString()) ?? 0,
    };
  });
}

/** The team in a month: where there is room, the half-days of each agent; then each day in figures. */
export function EquipeMoisPage(props: EquipeMoisProps) {
  const { cadre, tenus } = props;
  const days = resume(props);
  return (
    <>
      <PageHeader
        title="Planning du mois"
        lead={direFenetre('mois', cadre.jour)}
        actions={<ActionsEquipe cadre={cadre} />}
      />
      <Barre cadre={cadre} />
      {tenus.length === 0 && <EmptyState title="Rien n’est prévu ce mois-là" />}
      <div class="e-agenda__bureau">
        <Section title="Les demi-journées de chaque agent">
          <p class="e-muted">
            M : matin. A : après-midi. Un tiret : absent. Fond grisé : samedi, dimanche ou jour férié.
          </p>
          <Grille {...props} days={days} />
        </Section>
      </div>
      <Section title="Jour par jour">
        <table class="ds-table e-stack">
          <caption class="ds-sr-only">Séances, rendez-vous et absences de chaque jour</caption>
          <thead>
            <tr>
              <th scope="col">Jour</th>
              <th scope="col">Séances</th>
              <th scope="col">Annulées</th>
              <th scope="col">Rendez-vous</th>
              <th scope="col">Agents absents</th>
              <th scope="col">Lieux fermés</th>
            </tr>
          </thead>
          <tbody>
            {days.filter(isWorthALine).map((day) => (
              <tr>
                <th scope="row" data-label="Jour">
                  <a href={hrefVue({ chemin: cadre.chemin, vue: 'jour', jour: day.jour })}>
                    {formatDateLongue(day.jour)}
                  </a>{' '}
                  <Marques marque={day.marque} />
                </th>
                <td data-label="Séances">{day.seances}</td>
                <td data-label="Annulées">{day.annulees}</td>
                <td data-label="Rendez-vous">{day.rendezVous}</td>
                <td data-label="Agents absents">{day.absents}</td>
                <td data-label="Lieux fermés">{day.fermes}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
    </>
  );
}

/** A week-end where nothing happens is not a line. */
function isWorthALine({ jour, seances, annulees }: JourDEquipe): boolean {
  return jour.dayOfWeek < 6 || seances > 0 || annulees > 0;
}

function Grille({ cadre, agents, tenus, absences, days }: EquipeMoisProps & { readonly days: readonly JourDEquipe[] }) {
  const held = new Map(tenus.map((one) => [`${one.agentId} ${one.jour.day}`, one]));
  const away = new Set(
    absences.flatMap((one) =>
      days.filter(({ jour }) => duJour([one], jour).length > 0).map(({ jour }) => `${one.agentId} ${jour.day}`),
    ),
  );
  const off = days.map(({ jour, marque }) => jour.dayOfWeek > 5 || marque.ferie !== null);
  return (
    <table class="e-equipe-mois">
      <caption class="ds-sr-only">Demi-journées de chaque agent, {direFenetre('mois', cadre.jour)}</caption>
      <thead>
        <tr>
          <th scope="col">Agent</th>
          {days.map(({ jour }, index) => (
            <th scope="col" class={off[index] ? 'e-mois__ailleurs' : undefined}>
              {INITIALES[jour.dayOfWeek - 1]}
              <br />
              <a href={hrefVue({ chemin: cadre.chemin, vue: 'jour', jour })}>{jour.day}</a>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {agents.map(({ id, nom }) => (
          <tr>
            <th scope="row">
              <a href={`/agents/${id}/agenda?vue=mois&jour=${cadre.jour}`}>{nom}</a>
            </th>
            {days.map(({ jour }, index) => (
              <td class={off[index] ? 'e-mois__ailleurs' : undefined}>
                {away.has(`${id} ${jour.day}`) ? '–' : direDemiJournees(held.get(`${id} ${jour.day}`))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function direDemiJournees(one: JourDeLAgent | undefined): string {
  if (one === undefined) return '';
  return `${one.matin ? 'M' : ''}${one.apresMidi ? 'A' : ''}`;
}
