import type { Role } from '../../domain/compte.ts';
import { formatDate, formatDateCourte, formatDateLongue, formatDuMois, formatPlage } from '../../domain/date.ts';
import { DEMI_JOURNEES_SEMAINE, libelleDemiJournee } from '../../domain/demi-journee.ts';
import { NATURES_AGENT } from '../../domain/nomenclatures.ts';
import { phrase } from '../../domain/refus.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { toOptions } from '../../ui/choice.tsx';
import { MailLink, PhoneLink } from '../../ui/contact.tsx';
import {
  Alert,
  type Day,
  DayList,
  DescriptionList,
  EmptyState,
  PageHeader,
  Section,
  StatusTag,
} from '../../ui/content.tsx';
import type { CsvColumn } from '../../ui/csv.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { type Column, DataTable } from '../../ui/table.tsx';
import type { TableQuery } from '../../ui/table-query.ts';
import type { Tone } from '../../ui/tone.ts';
import { DepartAlert } from './depart/views.tsx';
import { alertesAgent, contratAu, estCertifie, PHRASES_AGENT } from './rules.ts';
import type { Agent, SeanceAVenir } from './store.ts';

type Jour = Temporal.PlainDate;

function contrat(agent: Agent) {
  return { debut: agent.contratDebut, fin: agent.contratFin };
}

function certificat({ certificat: intitule, certificatDate: obtenuLe }: Agent) {
  return intitule === null || obtenuLe === null ? null : { intitule, obtenuLe };
}

/** Where a contract stands on a day, in two words. */
function etatContrat(agent: Agent, jour: Jour): { readonly tone: Tone; readonly label: string } {
  if (contratAu([contrat(agent)], jour) !== null) return { tone: 'success', label: 'En vigueur' };
  const isOver = Temporal.PlainDate.compare(agent.contratFin, jour) < 0;
  return isOver ? { tone: 'danger', label: 'Terminé' } : { tone: 'info', label: 'À venir' };
}

/** What the list of agents shows, searches and sorts; `today` says which contracts are in force. */
export function colonnes(today: Jour): readonly Column<Agent>[] {
  return [
    {
      key: 'nom',
      label: 'Nom',
      sortable: true,
      value: ({ nom, prenom }) => `${nom} ${prenom}`,
      render: ({ id, nom, prenom }) => (
        <a href={`/agents/${id}`}>
          {nom} {prenom}
        </a>
      ),
    },
    { key: 'nature', label: 'Poste', sortable: true, value: ({ nature }) => NATURES_AGENT[nature] },
    { key: 'commune', label: 'Rattachement', sortable: true, value: ({ commune }) => commune },
    {
      key: 'contrat',
      label: 'Fin du contrat',
      sortable: true,
      value: ({ contratFin }) => contratFin.toString(),
      render: (agent) => (
        <>
          {formatDateCourte(agent.contratFin)} <StatusTag {...etatContrat(agent, today)} />
        </>
      ),
    },
    {
      key: 'certificat',
      label: 'Formation certifiante',
      sortable: true,
      value: (agent) => (estCertifie(certificat(agent), today) ? 'Oui' : 'À enregistrer'),
      render: (agent) =>
        estCertifie(certificat(agent), today) ? 'Oui' : <StatusTag tone="warning" label="À enregistrer" />,
    },
  ];
}

export const colonnesCsv: readonly CsvColumn<Agent>[] = [
  { label: 'Nom', value: ({ nom }) => nom },
  { label: 'Prénom', value: ({ prenom }) => prenom },
  { label: 'Poste', value: ({ nature }) => NATURES_AGENT[nature] },
  { label: 'Début du contrat', value: ({ contratDebut }) => formatDateCourte(contratDebut) },
  { label: 'Fin du contrat', value: ({ contratFin }) => formatDateCourte(contratFin) },
  { label: 'Certificat', value: ({ certificat }) => certificat },
  { label: 'Certificat obtenu le', value: ({ certificatDate }) => certificatDate && formatDateCourte(certificatDate) },
  { label: 'Commune de rattachement', value: ({ commune }) => commune },
  { label: 'Code INSEE', value: ({ portAttache }) => portAttache },
  { label: 'Demi-journées', value: ({ demiJournees }) => demiJournees.map(libelleDemiJournee).join(', ') },
  { label: 'Téléphone', value: ({ telephone }) => telephone },
  { label: 'Courriel', value: ({ courriel }) => courriel },
];

export function AgentsPage(props: {
  readonly columns: readonly Column<Agent>[];
  readonly rows: readonly Agent[];
  readonly total: number;
  readonly query: TableQuery;
  /** Code of the nature chosen, empty for all. */
  readonly nature: string;
}) {
  const nouveau = (
    <ButtonLink href="/agents/nouveau" variant="primary">
      Ajouter un agent
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Agents"
        lead="Les conseillers et les ambassadeurs qui tiennent les permanences et les ateliers."
        actions={nouveau}
      />
      <DataTable
        caption="Agents"
        columns={props.columns}
        rows={props.rows}
        total={props.total}
        query={props.query}
        path="/agents"
        csvPath="/agents.csv"
        kept={{ nature: props.nature }}
        searchLabel="Rechercher par nom ou commune"
        filters={[{ name: 'nature', label: 'Poste', blank: 'Tous', options: toOptions(NATURES_AGENT) }]}
        empty={{
          title: 'Aucun agent pour l’instant',
          text: 'Ajoutez les conseillers et les ambassadeurs de l’équipe départementale.',
          action: nouveau,
        }}
      />
    </>
  );
}

export function AgentPage(props: {
  readonly agent: Agent;
  readonly seances: readonly SeanceAVenir[];
  readonly today: Jour;
  readonly role: Role;
}) {
  const { agent, today, role } = props;
  const alertes = alertesAgent({ contrats: [contrat(agent)], certificat: certificat(agent) }, today).filter(
    // A departure says better when the contract ends.
    ({ refus }) => agent.departFinPrevue === null || refus === 'certificat_absent',
  );
  return (
    <>
      <PageHeader
        kicker={NATURES_AGENT[agent.nature]}
        title={`${agent.prenom} ${agent.nom}`}
        status={
          <StatusTag {...etatContrat(agent, today)} label={`Contrat ${lower(etatContrat(agent, today).label)}`} />
        }
        actions={
          role === 'equipe' && (
            <>
              <ButtonLink href={`/agents/${agent.id}/agenda`}>Voir son agenda</ButtonLink>
              <ButtonLink href={`/agents/${agent.id}/modifier`}>Modifier l’agent</ButtonLink>
              {peutPartir(agent, today) && (
                <ButtonLink href={`/agents/${agent.id}/depart`}>Enregistrer un départ</ButtonLink>
              )}
            </>
          )
        }
      />
      <DepartAlert agent={agent} equipe={role === 'equipe'} />
      {alertes.map((alerte) => (
        <Alert tone="warning">{phrase(PHRASES_AGENT, alerte)}</Alert>
      ))}
      <Section title="Poste">
        <DescriptionList items={facts(agent)} />
      </Section>
      <Section title="Semaine de travail">
        <Semaine agent={agent} />
      </Section>
      <Section title="Feuilles d’heures">
        <ul class="e-links">
          {moisDerniers(agent, today).map((mois) => (
            <li>
              <a href={`/agents/${agent.id}/heures.pdf?mois=${mois}`}>Feuille {formatDuMois(mois)} (PDF)</a>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Permanences à venir" id="permanences">
        {props.seances.length === 0 && <EmptyState title="Aucune permanence n’est prévue." />}
        <DayList days={toDays(agent, props.seances)} />
      </Section>
    </>
  );
}

const FEUILLES_MONTREES = 4;

/** The last months of the contract, the latest first. */
function moisDerniers({ contratDebut, contratFin }: Agent, today: Jour): readonly Temporal.PlainYearMonth[] {
  const last = (Temporal.PlainDate.compare(contratFin, today) < 0 ? contratFin : today).toPlainYearMonth();
  const first = contratDebut.toPlainYearMonth();
  return Array.from({ length: FEUILLES_MONTREES }, (_, rang) => last.subtract({ months: rang })).filter(
    (mois) => Temporal.PlainYearMonth.compare(mois, first) >= 0,
  );
}

/** A contract that is not over, and no departure recorded yet. */
function peutPartir({ contratFin, departFinPrevue }: Agent, jour: Jour): boolean {
  return departFinPrevue === null && Temporal.PlainDate.compare(contratFin, jour) >= 0;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function facts(agent: Agent) {
  const { certificat: intitule, certificatDate, telephone, courriel } = agent;
  return [
    { term: 'Contrat', details: `du ${formatDate(agent.contratDebut)} au ${formatDate(agent.contratFin)}` },
    {
      term: 'Formation certifiante',
      details: intitule && `${intitule}${certificatDate ? `, obtenue le ${formatDate(certificatDate)}` : ''}`,
    },
    { term: 'Commune de rattachement', details: agent.commune },
    { term: 'Téléphone', details: telephone && <PhoneLink number={telephone} /> },
    { term: 'Courriel', details: courriel && <MailLink address={courriel} /> },
    {
      term: 'Compte',
      details: direCompte(agent),
    },
  ];
}

function direCompte({ peutSeConnecter, departFinPrevue, courriel }: Agent): string {
  if (peutSeConnecter) return 'ouvert à cette adresse';
  if (departFinPrevue !== null) return 'fermé par le départ';
  return courriel === null ? 'aucun : une adresse en ouvre un' : 'fermé : il se rouvre en modifiant l’agent';
}

const JOURS_TRAVAILLES = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'] as const;

function Semaine({ agent }: { readonly agent: Agent }) {
  const worked = agent.demiJournees.length;
  if (worked === 0) return <EmptyState title="Aucune demi-journée n’est indiquée." />;
  const cell = (code: string) =>
    DEMI_JOURNEES_SEMAINE.some((one) => one === code && has(agent, one)) ? 'Travaille' : '—';
  return (
    <>
      <p>
        {worked} {worked > 1 ? 'demi-journées' : 'demi-journée'} par semaine.
      </p>
      <SimpleTable
        caption="Demi-journées travaillées"
        captionHidden
        columns={[{ label: 'Jour' }, { label: 'Matin' }, { label: 'Après-midi' }]}
        rows={JOURS_TRAVAILLES.map((jour) => [
          jour.charAt(0).toUpperCase() + jour.slice(1),
          cell(`${jour}-matin`),
          cell(`${jour}-apres-midi`),
        ])}
      />
    </>
  );
}

function has(agent: Agent, code: Agent['demiJournees'][number]): boolean {
  return agent.demiJournees.includes(code);
}

/** Séances grouped by day, in the order given; those after the contract are told apart. */
function toDays({ contratFin }: Agent, seances: readonly SeanceAVenir[]): Day[] {
  const byDay = Map.groupBy(seances, ({ jour }) => formatDateLongue(jour));
  return [...byDay].map(([label, ofDay]) => ({
    label,
    items: ofDay.map((seance) => ({
      time: formatPlage(seance.heureDebut, seance.heureFin),
      title: seance.lieu ?? seance.endroit ?? 'Lieu à préciser',
      href: seance.lieuId === null ? undefined : `/lieux/${seance.lieuId}`,
      details: seance.commune,
      tag:
        Temporal.PlainDate.compare(seance.jour, contratFin) > 0 ? (
          <StatusTag tone="warning" label="à réaffecter" />
        ) : undefined,
    })),
  }));
}
