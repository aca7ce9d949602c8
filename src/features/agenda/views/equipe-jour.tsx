import { formatDate, formatHeure } from '../../../domain/date.ts';
import { EmptyState, PageHeader, StatusTag } from '../../../ui/content.tsx';
import {
  type AbsenceAgenda,
  type AgentDeLEquipe,
  direAbsence,
  type RendezVousAgenda,
  type SeanceAgenda,
  type Situation,
  situationDe,
} from '../rules.ts';
import { ActionsEquipe, Barre, type Cadre, direFenetre, Empechements, Marques } from './barre.tsx';
import { type Admis, LiensSeance, LigneSeance, RendezVous } from './seance.tsx';

type Heure = Temporal.PlainTime;

export type EquipeJourProps = {
  readonly cadre: Cadre;
  /** The hour in Paris; null when the day shown is another one. */
  readonly heure: Heure | null;
  readonly agents: readonly AgentDeLEquipe[];
  readonly seances: readonly SeanceAgenda[];
  readonly absences: readonly AbsenceAgenda[];
  readonly rendezVous: ReadonlyMap<string, readonly RendezVousAgenda[]>;
  /** Lieux that do not open, in words. */
  readonly fermetures: readonly string[];
  readonly admis: Admis;
};

/** The team on a day: who is where now, what each holds, how to reach them, and what to do when one is away. */
export function EquipeJourPage(props: EquipeJourProps) {
  const { cadre, agents, seances, absences, fermetures, heure } = props;
  const bySeance = Map.groupBy(seances, ({ agentId }) => agentId);
  const byAbsence = Map.groupBy(absences, ({ agentId }) => agentId);
  return (
    <>
      <PageHeader
        kicker={heure === null ? undefined : `Aujourd’hui, ${formatHeure(heure)}`}
        title="Planning du jour"
        lead={direFenetre('jour', cadre.jour)}
        actions={<ActionsEquipe cadre={cadre} />}
      />
      <Barre cadre={cadre} />
      <p class="e-agenda__marques">
        <Marques marque={cadre.marque(cadre.jour)} />
      </p>
      <Empechements lignes={fermetures} />
      {agents.length === 0 && <EmptyState title="Aucun agent sous contrat ce jour-là" />}
      <ul class="e-equipe">
        {agents.map((agent) => (
          <Agent
            {...props}
            agent={agent}
            seances={bySeance.get(agent.id) ?? []}
            absences={byAbsence.get(agent.id) ?? []}
          />
        ))}
      </ul>
    </>
  );
}

function Agent(props: EquipeJourProps & { readonly agent: AgentDeLEquipe }) {
  const { agent, cadre, heure, seances, absences } = props;
  const { jour } = cadre;
  const isToday = jour.equals(cadre.today);
  const isPast = Temporal.PlainDate.compare(jour, cadre.today) < 0;
  return (
    <li class="ds-card e-card">
      <div class="e-equipe__agent">
        <h2>
          <a href={`/agents/${agent.id}/agenda?vue=semaine&jour=${jour}`}>{agent.nom}</a>
        </h2>
        {heure !== null && isToday && <Ou situation={situationDe(seances, absences, heure)} />}
        {(heure === null || !isToday) && absences.map((one) => <StatusTag tone="warning" label={direAbsence(one)} />)}
        <p class="e-equipe__joindre">
          {agent.telephone === null ? (
            <span class="e-muted">Pas de téléphone</span>
          ) : (
            <a href={`tel:${agent.telephone.replaceAll(/[^+0-9]/g, '')}`}>{agent.telephone}</a>
          )}
          {!isPast && (
            <a class="ds-button" data-variant="secondary" href={`/absences/nouvelle?agent=${agent.id}&jour=${jour}`}>
              Absent
              <span class="ds-sr-only">
                {' '}
                : {agent.nom}, le {formatDate(jour)}
              </span>
            </a>
          )}
        </p>
      </div>
      <Seances {...props} />
    </li>
  );
}

function Ou({ situation }: { readonly situation: Situation }) {
  switch (situation.situation) {
    case 'absent':
      return <StatusTag tone="warning" label={direAbsence(situation.absence)} />;
    case 'en_seance': {
      const { endroit, heureFin } = situation.seance;
      return <StatusTag tone="success" label={`à ${endroit} jusqu’à ${formatHeure(heureFin)}`} />;
    }
    case 'a_venir': {
      const { endroit, heureDebut } = situation.seance;
      return <StatusTag tone="info" label={`attendu à ${endroit} à ${formatHeure(heureDebut)}`} />;
    }
    case 'terminee':
      return <StatusTag tone="neutral" label={`a fini à ${formatHeure(situation.seance.heureFin)}`} />;
    case 'libre':
      return <StatusTag tone="neutral" label="aucune séance aujourd’hui" />;
  }
}

function Seances({ seances, cadre, rendezVous, admis, heure }: EquipeJourProps) {
  // Where somebody is now says it already.
  if (seances.length === 0) return heure === null ? <p class="e-muted">Aucune séance</p> : <div />;
  return (
    <ul class="e-equipe__seances">
      {seances.map((seance) => (
        <li id={`seance-${seance.id}`} class={seance.statut === 'annulee' ? 'e-agenda__annulee' : undefined}>
          <LigneSeance seance={seance} regard="equipe" today={cadre.today} admis={admis} ou />
          <RendezVous liste={rendezVous.get(seance.id) ?? []} />
          <span class="e-agenda__liens">
            <LiensSeance seance={seance} today={cadre.today} />
            {seance.lieuId !== null && (
              <a href={`/lieux/${seance.lieuId}/feuille?jour=${seance.jour}`}>
                Feuille du jour<span class="ds-sr-only">, {seance.endroit}</span>
              </a>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
