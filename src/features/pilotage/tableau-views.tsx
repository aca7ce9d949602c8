import type { Child } from 'hono/jsx';
import { formatDateCourte, formatDateLongue, formatHeure } from '../../domain/date.ts';
import { phrase } from '../../domain/refus.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { DayList, EmptyState, KeyFigures, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import { Disclosure } from '../../ui/figure.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { type Suite, suites } from '../conventions/recit.ts';
import {
  type Alerte,
  alertes,
  type Echeance,
  echeances,
  isStatutEnVigueur,
  PHRASES_ALERTE,
  STATUTS_CONVENTION,
  statutAu,
  TYPES_ECHEANCE,
} from '../conventions/rules.ts';
import type { ConventionSuivie } from '../conventions/store.ts';
import { type AlerteAgent, alertesAgent, PHRASES_AGENT } from '../equipe/rules.ts';
import type { Agent } from '../equipe/store.ts';
import type { PermanenceADecouvert } from '../permanences/planification.ts';
import type { ResteAReaffecter } from '../permanences/reaffectation/store.ts';
import type { SeancePlanning } from '../permanences/seances/store.ts';
import { type RetardsReleves, RetardsSection } from '../releves/a-faire.tsx';
import { type AFaire, AFaireRendezVous } from '../rendez-vous/a-faire.tsx';
import { ServicesARelancer, type ServicesEnAttente } from '../services-bloques/a-relancer.tsx';
import type { SuiviDesLieux } from './lieux-suivi.ts';
import { LieuxSections } from './lieux-views.tsx';
import { CouvertureSection, Phrases, ReaffectationSection } from './planning-views.tsx';
import { type EtatSeance, etatSeance, JOURS_ECHEANCES } from './rules.ts';

type Props = {
  readonly today: Temporal.PlainDate;
  readonly maintenant: Temporal.PlainDateTime;
  readonly semaine: readonly SeancePlanning[];
  readonly conventions: readonly ConventionSuivie[];
  readonly retards: RetardsReleves;
  readonly agents: readonly Agent[];
  readonly reste: ResteAReaffecter;
  readonly permanences: readonly PermanenceADecouvert[];
  readonly lieux: SuiviDesLieux;
  readonly aFaire: AFaire;
  readonly services: ServicesEnAttente;
};

export function TableauDeBordPage(props: Props) {
  return (
    <>
      <PageHeader
        title="Tableau de bord"
        lead={`Ce qui demande votre attention le ${formatDateLongue(props.today)}.`}
        actions={
          <>
            <ButtonLink href="/permanences/nouvelle" variant="primary">
              Nouvelle permanence
            </ButtonLink>
            <ButtonLink href="/conventions/nouvelle">Nouvelle convention</ButtonLink>
            <ButtonLink href="/pilotage" variant="tertiary">
              Chiffres du trimestre
            </ButtonLink>
            <ButtonLink href="/mandats/suivi" variant="tertiary">
              Suivi des mandats
            </ButtonLink>
            <ButtonLink href="/echanges" variant="tertiary">
              Échanges de données
            </ButtonLink>
          </>
        }
      />
      <AFaireRendezVous aFaire={props.aFaire} />
      <ServicesARelancer {...props.services} />
      <SemaineSection {...props} />
      <SignaturesSection {...props} />
      <EcheancesSection {...props} />
      <AlertesSection {...props} />
      <RetardsSection retards={props.retards} />
      <ReaffectationSection reste={props.reste} />
      <CouvertureSection permanences={props.permanences} />
      <LieuxSections suivi={props.lieux} today={props.today} />
      <AgentsSection {...props} />
    </>
  );
}

const ETATS: Readonly<Record<EtatSeance, { readonly un: string; readonly plusieurs: string }>> = {
  tenue: { un: 'permanence tenue', plusieurs: 'permanences tenues' },
  a_venir: { un: 'à venir', plusieurs: 'à venir' },
  annulee: { un: 'annulée', plusieurs: 'annulées' },
};

function SemaineSection({ semaine: all, maintenant, today }: Props) {
  // Those left without an agent are neither held nor to come: they wait in a section of their own.
  const semaine = all.filter(({ statut, sansAgent, tenue }) => statut === 'annulee' || !sansAgent || tenue);
  const byState = Map.groupBy(semaine, (seance) => etatSeance(seance, maintenant));
  const duJour = semaine.filter(({ jour }) => jour.equals(today));
  const annulees = byState.get('annulee') ?? [];
  return (
    <Section
      title="Cette semaine"
      actions={
        <>
          <ButtonLink href="/planning">Voir le planning</ButtonLink>
          <ButtonLink href="/rendez-vous">Rendez-vous</ButtonLink>
          <ButtonLink href="/absences">Absences</ButtonLink>
        </>
      }
    >
      {semaine.length === 0 ? (
        <EmptyState title="Aucune permanence cette semaine" />
      ) : (
        <KeyFigures
          items={(['tenue', 'a_venir', 'annulee'] as const).map((etat) => {
            const count = byState.get(etat)?.length ?? 0;
            return { value: String(count), label: count > 1 ? ETATS[etat].plusieurs : ETATS[etat].un };
          })}
        />
      )}
      {duJour.length > 0 && (
        <Disclosure summary={`Aujourd’hui : ${duJour.length} permanence${duJour.length > 1 ? 's' : ''}`}>
          <Seances seances={duJour} />
        </Disclosure>
      )}
      {annulees.length > 0 && (
        <Disclosure summary={`Annulées cette semaine : ${annulees.length}`} open={annulees.length <= 5}>
          <Seances seances={annulees} />
        </Disclosure>
      )}
    </Section>
  );
}

function Seances({ seances }: { readonly seances: readonly SeancePlanning[] }) {
  const byDay = Map.groupBy(seances, ({ jour }) => formatDateLongue(jour));
  return (
    <DayList
      days={[...byDay].map(([label, list]) => ({
        label,
        items: list.map((seance) => ({
          time: `${formatHeure(seance.heureDebut)} – ${formatHeure(seance.heureFin)}`,
          title: seance.endroit,
          href:
            seance.permanenceId === null ? `/planning?semaine=${seance.jour}` : `/permanences/${seance.permanenceId}`,
          details: [seance.agentNom, seance.motif].filter(Boolean).join(' · '),
          tag: seance.statut === 'annulee' ? <StatusTag tone="danger" label="annulée" /> : undefined,
        })),
      }))}
    />
  );
}

function lien({ id, structure, reference }: ConventionSuivie): Child {
  return (
    <>
      <a href={`/conventions/${id}`}>{structure.nom}</a>
      <br />
      <span class="e-muted">{reference}</span>
    </>
  );
}

function SignaturesSection({ conventions, today }: Props) {
  const waiting = conventions.filter((one) => ['brouillon', 'en_signature'].includes(statutAu(one, today)));
  const step = (convention: ConventionSuivie, { texte, saisie }: Suite) =>
    saisie === undefined ? (
      texte
    ) : (
      <a href={`/conventions/${convention.id}/evenements/nouveau?${new URLSearchParams(saisie)}`}>{texte}</a>
    );
  return (
    <Section title="Conventions qui attendent une signature" id="signatures">
      {waiting.length === 0 ? (
        <EmptyState title="Aucune convention n’attend de signature" />
      ) : (
        <>
          <SimpleTable
            caption="Conventions qui attendent une signature"
            captionHidden
            columns={[{ label: 'Convention' }, { label: 'État' }, { label: 'À faire' }]}
            rows={waiting.slice(0, LIGNES_MONTREES).map((convention) => [
              lien(convention),
              STATUTS_CONVENTION[statutAu(convention, today)],
              <ul class="e-links">
                {suites(convention, today).map((suite) => (
                  <li>{step(convention, suite)}</li>
                ))}
              </ul>,
            ])}
          />
          <Suivantes total={waiting.length} href="/conventions?etat=en_signature" />
        </>
      )}
    </Section>
  );
}

/** Deadlines shown at once; the later ones open on demand. */
const ECHEANCES_OUVERTES = 10;
/** Rows of one section at most: the list of conventions shows the others. */
const LIGNES_MONTREES = 50;

/** What a section leaves to the list. */
function Suivantes({ total, href }: { readonly total: number; readonly href: string }) {
  if (total <= LIGNES_MONTREES) return null;
  return (
    <p>
      {`Les ${LIGNES_MONTREES} premières, sur ${total.toLocaleString('fr-FR')}. `}
      <a href={href}>Voir les autres dans la liste des conventions</a>
    </p>
  );
}

type Datee = { readonly convention: ConventionSuivie; readonly echeance: Echeance };

function EcheancesSection({ conventions, today }: Props) {
  const limite = today.add({ days: JOURS_ECHEANCES });
  const soon = conventions
    .flatMap((convention): Datee[] => echeances(convention, today).map((echeance) => ({ convention, echeance })))
    .filter(({ echeance }) => Temporal.PlainDate.compare(echeance.date, limite) <= 0)
    .sort((a, b) => Temporal.PlainDate.compare(a.echeance.date, b.echeance.date));
  return (
    <Section
      title={`Échéances des ${JOURS_ECHEANCES} prochains jours`}
      id="echeances"
      actions={<ButtonLink href="/cette-semaine">Cette semaine et les retards</ButtonLink>}
    >
      {soon.length === 0 ? (
        <EmptyState title="Aucune échéance de convention d’ici là" />
      ) : (
        <>
          <EcheancesTable soon={soon.slice(0, ECHEANCES_OUVERTES)} />
          {soon.length > ECHEANCES_OUVERTES && (
            <Disclosure summary={`Voir les suivantes : ${Math.min(soon.length, LIGNES_MONTREES) - ECHEANCES_OUVERTES}`}>
              <EcheancesTable soon={soon.slice(ECHEANCES_OUVERTES, LIGNES_MONTREES)} />
            </Disclosure>
          )}
          <Suivantes total={soon.length} href={`/conventions?sous=${JOURS_ECHEANCES}&tri=echeance&sens=croissant`} />
        </>
      )}
    </Section>
  );
}

function EcheancesTable({ soon }: { readonly soon: readonly Datee[] }) {
  return (
    <SimpleTable
      caption="Échéances des conventions"
      captionHidden
      columns={[{ label: 'Date' }, { label: 'Convention' }, { label: 'Échéance' }]}
      rows={soon.map(({ convention, echeance }) => [
        formatDateCourte(echeance.date),
        lien(convention),
        echeance.type === 'fin' ? (
          <a href={`/conventions/${convention.id}/suites`}>{TYPES_ECHEANCE.fin}</a>
        ) : (
          TYPES_ECHEANCE[echeance.type]
        ),
      ])}
    />
  );
}

function AlertesSection({ conventions, today }: Props) {
  const found = conventions
    .filter((convention) => isStatutEnVigueur(statutAu(convention, today)))
    .map((convention): { convention: ConventionSuivie; aVoir: readonly Alerte[] } => ({
      convention,
      aVoir: alertes(convention, today),
    }))
    .filter(({ aVoir }) => aVoir.length > 0);
  return (
    <Section title="Conventions à regarder" id="alertes">
      {found.length === 0 ? (
        <EmptyState title="Aucune alerte sur les conventions en vigueur" />
      ) : (
        <>
          <SimpleTable
            caption="Conventions à regarder"
            captionHidden
            columns={[{ label: 'Convention' }, { label: 'Pourquoi' }]}
            rows={found
              .slice(0, LIGNES_MONTREES)
              .map(({ convention, aVoir }) => [
                lien(convention),
                <Phrases phrases={aVoir.map((alerte) => phrase(PHRASES_ALERTE, alerte))} />,
              ])}
          />
          <Suivantes total={found.length} href="/conventions" />
        </>
      )}
    </Section>
  );
}

function AgentsSection({ agents, today }: Props) {
  const found = agents
    .filter(({ contratFin }) => Temporal.PlainDate.compare(contratFin, today) >= 0)
    .map((agent): { agent: Agent; aVoir: readonly AlerteAgent[] } => ({ agent, aVoir: alertesDe(agent, today) }))
    .filter(({ aVoir }) => aVoir.length > 0);
  return (
    <Section title="Agents à suivre" id="agents">
      {found.length === 0 ? (
        <EmptyState title="Aucun contrat ne finit bientôt, tous les agents sont certifiés" />
      ) : (
        <SimpleTable
          caption="Agents dont le contrat finit bientôt ou sans certificat"
          captionHidden
          columns={[{ label: 'Agent' }, { label: 'Pourquoi' }]}
          rows={found.map(({ agent, aVoir }) => [
            <a href={`/agents/${agent.id}`}>
              {agent.prenom} {agent.nom}
            </a>,
            <Phrases phrases={aVoir.map((alerte) => phrase(PHRASES_AGENT, alerte))} />,
          ])}
        />
      )}
    </Section>
  );
}

function alertesDe(agent: Agent, today: Temporal.PlainDate): readonly AlerteAgent[] {
  const { contratDebut: debut, contratFin: fin, certificat, certificatDate } = agent;
  const obtained =
    certificat === null || certificatDate === null ? null : { intitule: certificat, obtenuLe: certificatDate };
  return alertesAgent({ contrats: [{ debut, fin }], certificat: obtained }, today);
}
