import { formatDate, formatDateLongue, formatHeure } from '../../domain/date.ts';
import type { Territoire } from '../../domain/territoire.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { MailLink, PhoneLink } from '../../ui/contact.tsx';
import { Card, CardGrid, DayList, EmptyState, KeyFigures, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import { formatNombre } from '../accompagnements/rules.ts';
import { SENS_STATUT } from '../conventions/recit.ts';
import {
  clausesAu,
  dateEffet,
  derniereJournee,
  echeances,
  isStatutEnVigueur,
  STATUTS_CONVENTION,
  statutAu,
} from '../conventions/rules.ts';
import type { ConventionDeStructure } from '../conventions/store.ts';
import { RelevesSection } from '../releves/a-faire.tsx';
import type { LigneReleve } from '../releves/lecture.ts';
import {
  type BilanPeriode,
  formatPeriode,
  heuresDAide,
  heuresDePermanence,
  plusGrandesBarres,
} from '../statistiques/rules.ts';
import type { Structure } from '../structures/store.ts';
import { type LieuChezSoi, LieuxSection } from './ma-structure-lieux.tsx';
import { phraseEcheance } from './rules.ts';
import type { SeanceChezSoi } from './store.ts';

export type BilanCourant = { readonly convention: ConventionDeStructure; readonly total: BilanPeriode };

type Props = {
  readonly structure: Structure;
  readonly conventions: readonly ConventionDeStructure[];
  readonly lieux: readonly LieuChezSoi[];
  readonly seances: readonly SeanceChezSoi[];
  readonly releves: readonly LigneReleve[];
  readonly bilan: BilanCourant | null;
  readonly territoire: Territoire;
  readonly today: Temporal.PlainDate;
};

export function MaStructurePage(props: Props) {
  const { structure } = props;
  return (
    <>
      <PageHeader
        kicker="Ma structure"
        title={structure.nom}
        lead="Votre convention, vos lieux, vos affiches et vos chiffres."
        actions={
          <>
            <ButtonLink href="/ma-structure/echeances">Vos échéances</ButtonLink>
            <ButtonLink href={`/structures/${structure.id}`}>Fiche de la structure</ButtonLink>
          </>
        }
      />
      <SeancesSection {...props} />
      <RelevesSection lignes={props.releves} />
      <LieuxSection {...props} />
      <ConventionsSection {...props} />
      <ChiffresSection {...props} />
      <ContactSection territoire={props.territoire} />
    </>
  );
}

function SeancesSection({ seances }: Props) {
  const byDay = Map.groupBy(seances, ({ jour }) => formatDateLongue(jour));
  return (
    <Section title="Prochaines permanences" id="permanences">
      {seances.length === 0 ? (
        <EmptyState title="Aucune permanence n’est prévue dans vos lieux">
          L’équipe technique les organise avec vous.
        </EmptyState>
      ) : (
        <DayList
          days={[...byDay].map(([label, list]) => ({
            label,
            items: list.map((seance) => ({
              time: `${formatHeure(seance.heureDebut)} – ${formatHeure(seance.heureFin)}`,
              title: seance.lieuNom,
              href: `/lieux/${seance.lieuId}`,
              details: seance.sansAgent ? seance.commune : `${seance.commune}, avec ${seance.agentNom}`,
              tag: etiquette(seance),
            })),
          }))}
        />
      )}
    </Section>
  );
}

function etiquette({ statut, sansAgent }: SeanceChezSoi) {
  if (statut === 'annulee') return <StatusTag tone="danger" label="annulée" />;
  return sansAgent ? <StatusTag tone="warning" label="à confirmer" /> : undefined;
}

/** In force first, then the latest. */
function inOrder(conventions: readonly ConventionDeStructure[], today: Temporal.PlainDate) {
  const rank = (one: ConventionDeStructure) => (isStatutEnVigueur(statutAu(one, today)) ? 0 : 1);
  return conventions.toReversed().sort((a, b) => rank(a) - rank(b));
}

function ConventionsSection({ conventions, today }: Props) {
  return (
    <Section title={conventions.length > 1 ? 'Vos conventions' : 'Votre convention'} id="conventions">
      {conventions.length === 0 ? (
        <EmptyState title="Aucune convention n’est enregistrée avec votre structure" />
      ) : (
        <CardGrid>
          {inOrder(conventions, today).map((convention) => (
            <ConventionCard convention={convention} today={today} />
          ))}
        </CardGrid>
      )}
    </Section>
  );
}

function ConventionCard(props: { readonly convention: ConventionDeStructure; readonly today: Temporal.PlainDate }) {
  const { convention, today } = props;
  const statut = statutAu(convention, today);
  const { tone, sens } = SENS_STATUT[statut];
  const effet = dateEffet(convention);
  const fin = derniereJournee(convention);
  const [next] = echeances(convention, today);
  const isOver = next === undefined && fin !== null;
  return (
    <Card
      title={`Convention ${convention.reference}`}
      tag={<StatusTag tone={tone} label={STATUTS_CONVENTION[statut]} />}
      footer={
        <ul class="e-links">
          <li>
            <a href={`/conventions/${convention.id}`}>
              Lire la convention<span class="ds-sr-only"> {convention.reference}</span>
            </a>
          </li>
          {effet !== null && (
            <li>
              <a href={`/conventions/${convention.id}/bilan`}>
                Voir son bilan<span class="ds-sr-only"> : {convention.reference}</span>
              </a>
            </li>
          )}
        </ul>
      }
    >
      <p>{sens}</p>
      {effet !== null && <p>{effetEnClair(effet, isOver ? fin : null)}</p>}
      {next && <p>{phraseEcheance(next, clausesAu(convention, today).dureeMois)}</p>}
    </Card>
  );
}

function effetEnClair(effet: Temporal.PlainDate, fin: Temporal.PlainDate | null): string {
  return fin === null ? `En vigueur depuis le ${formatDate(effet)}.` : `Du ${formatDate(effet)} au ${formatDate(fin)}.`;
}

const THEMES_CITES = 3;

function ChiffresSection({ bilan }: Props) {
  if (bilan === null) {
    return (
      <Section title="Vos chiffres" id="chiffres">
        <EmptyState title="Il n’y a encore rien à compter">
          Les chiffres commencent le jour où la convention prend effet.
        </EmptyState>
      </Section>
    );
  }
  const { convention, total } = bilan;
  const url = `/conventions/${convention.id}/bilan`;
  const themes = plusGrandesBarres(total.parThematique)
    .filter(({ nombre }) => nombre !== null)
    .slice(0, THEMES_CITES);
  return (
    <Section
      title="Vos chiffres"
      id="chiffres"
      actions={
        <>
          <ButtonLink href={url}>Voir le bilan complet</ButtonLink>
          <ButtonLink href={`${url}.pdf`}>Bilan d’une page (PDF)</ButtonLink>
        </>
      }
    >
      <p>
        Convention {convention.reference}, {formatPeriode(total.periode)}. Chiffres provisoires : ceux que vous
        certifiez, mois par mois, sont dans vos <a href="#releves">relevés d’activité</a> (art. 3.4).
      </p>
      <KeyFigures
        items={[
          { value: formatNombre(total.personnesAidees), label: 'personnes aidées' },
          { value: String(total.permanencesTenues), label: 'permanences tenues' },
          { value: heuresDePermanence(total), label: 'de permanence' },
          { value: heuresDAide(total), label: 'd’aide individuelle' },
        ]}
      />
      {themes.length > 0 && (
        <p>
          On est venu le plus souvent pour :{' '}
          {themes.map(({ libelle, texte }) => `${libelle.toLowerCase()} (${texte})`).join(', ')}.
        </p>
      )}
    </Section>
  );
}

function ContactSection({ territoire }: { readonly territoire: Territoire }) {
  const { telephone, courriel, nomComplet } = territoire;
  if (telephone === null && courriel === null) return null;
  return (
    <Section title="Une question ?" id="contact">
      <p>
        L’équipe technique du {nomComplet} vous répond
        {telephone !== null && (
          <>
            {' '}
            au <PhoneLink number={telephone} />
          </>
        )}
        {courriel !== null && (
          <>
            {telephone === null ? ' à l’adresse ' : ' ou à l’adresse '}
            <MailLink address={courriel} />
          </>
        )}
        .
      </p>
    </Section>
  );
}
