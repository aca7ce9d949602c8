import { formatDateLongue, formatJourMois } from '../../../domain/date.ts';
import { JOURS, jourDe } from '../../../domain/demi-journee.ts';
import { estAvant } from '../../../domain/periode.ts';
import { EmptyState, PageHeader } from '../../../ui/content.tsx';
import {
  type AbsenceAgenda,
  type AgentDeLEquipe,
  direAbsence,
  duJour,
  type FermetureAgenda,
  type SeanceAgenda,
} from '../rules.ts';
import { ActionsEquipe, Barre, type Cadre, direFenetre, Empechements, hrefVue, Marques } from './barre.tsx';
import { type Admis, LigneSeance } from './seance.tsx';

type Jour = Temporal.PlainDate;

export type EquipeSemaineProps = {
  readonly cadre: Cadre;
  readonly jours: readonly Jour[];
  readonly agents: readonly AgentDeLEquipe[];
  readonly seances: readonly SeanceAgenda[];
  readonly absences: readonly AbsenceAgenda[];
  readonly fermetures: readonly FermetureAgenda[];
  readonly admis: Admis;
};

/** « Nom du lieu : fermé (motif) » */
export function direFermeture({ lieuNom, motif }: FermetureAgenda): string {
  return `${lieuNom} : fermé (${motif})`;
}

/** The team in a week: agents and days on a desk; on a phone, each agent with the days that hold something. */
export function EquipeSemainePage(props: EquipeSemaineProps) {
  const { cadre, agents, seances } = props;
  const squares = Map.groupBy(seances, ({ agentId, jour }) => `${agentId} ${jour}`);
  const absences = Map.groupBy(props.absences, ({ agentId }) => agentId);
  // A week-end where nothing is planned takes no room.
  const busy = new Set(seances.map(({ jour }) => jour.toString()));
  const jours = props.jours.filter((jour) => jour.dayOfWeek < 6 || busy.has(jour.toString()));
  return (
    <>
      <PageHeader
        title="Planning de la semaine"
        lead={direFenetre('semaine', cadre.jour)}
        actions={<ActionsEquipe cadre={cadre} />}
      />
      <Barre cadre={cadre} />
      {seances.length === 0 && <EmptyState title="Rien n’est prévu cette semaine-là" />}
      {agents.length > 0 && (
        <table class="e-mois e-equipe-semaine" data-deplacer>
          <caption class="ds-sr-only">Séances de chaque agent, jour par jour</caption>
          <thead>
            <tr>
              <th scope="col">Agent</th>
              {jours.map((jour) => (
                <Colonne {...props} jour={jour} />
              ))}
            </tr>
          </thead>
          <tbody>
            {agents.map(({ id, nom }) => (
              <tr data-agent={id}>
                <th scope="row">
                  <a href={`/agents/${id}/agenda?vue=semaine&jour=${cadre.jour}`}>{nom}</a>
                </th>
                {jours.map((jour) => (
                  <Case
                    {...props}
                    jour={jour}
                    seances={squares.get(`${id} ${jour}`) ?? []}
                    absences={duJour(absences.get(id) ?? [], jour)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Colonne({ cadre, jour, fermetures }: EquipeSemaineProps & { readonly jour: Jour }) {
  return (
    <th scope="col" aria-current={jour.equals(cadre.today) ? 'date' : undefined}>
      <a href={hrefVue({ chemin: cadre.chemin, vue: 'jour', jour })}>
        {JOURS[jourDe(jour)]} {formatJourMois(jour)}
      </a>
      <Marques marque={cadre.marque(jour)} />
      <Empechements lignes={duJour(fermetures, jour).map(direFermeture)} />
    </th>
  );
}

function Case({ cadre, jour, seances, absences, admis }: EquipeSemaineProps & { readonly jour: Jour }) {
  const isEmpty = seances.length === 0 && absences.length === 0;
  return (
    <td class={isEmpty ? 'e-mois__vide' : undefined} data-jour={jour.toString()}>
      {!isEmpty && <span class="e-mois__long">{formatDateLongue(jour)}</span>}
      <Empechements lignes={absences.map(direAbsence)} />
      {seances.length > 0 && (
        <ul>
          {seances.map((seance) => (
            <li
              class={seance.statut === 'annulee' ? 'e-agenda__annulee' : undefined}
              // Taken to another day by hand: a comfort, « Déplacer » of the day does the same.
              data-seance={seance.statut === 'prevue' && !estAvant(jour, cadre.today) ? seance.id : undefined}
              data-debut={seance.heureDebut.toString({ smallestUnit: 'minute' })}
            >
              <LigneSeance seance={seance} regard="equipe" today={cadre.today} admis={admis} ou />
            </li>
          ))}
        </ul>
      )}
    </td>
  );
}
