import type { Child } from 'hono/jsx';
import { formatDate } from '../../domain/date.ts';
import { contains } from '../../domain/periode.ts';
import { phrase } from '../../domain/refus.ts';
import type { Territoire } from '../../domain/territoire.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Alert, DescriptionList, EmptyState, PageHeader, Section } from '../../ui/content.tsx';
import { DateField } from '../../ui/field.tsx';
import { Disclosure } from '../../ui/figure.tsx';
import { ErrorSummary } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { clausesEnClair } from './clauses-form.ts';
import { peutChangerDeModele } from './modeles/publication.ts';
import { ModeleSection } from './modeles/views-decision.tsx';
import { SENS_STATUT, suites } from './recit.ts';
import {
  alertes,
  clausesAu,
  conventionAu,
  evenementsDeType,
  finConvention,
  lireConvention,
  type PeriodeConvention,
  PHRASES_ALERTE,
  type Signature,
  statutAu,
} from './rules.ts';
import type { ConventionComplete } from './store.ts';
import { EtatConvention } from './views.tsx';
import { HistoriqueSection } from './views-historique.tsx';

/** Beyond it a convention renewed for ever would fill the page. */
const PERIODES_MONTREES = 24;
const HORIZON_MOIS = 18;

export type LieuDeStructure = {
  readonly id: string;
  readonly nom: string;
  readonly commune: string;
  readonly fermeLe: Temporal.PlainDate | null;
};

type Props = {
  readonly convention: ConventionComplete;
  readonly lieux: readonly LieuDeStructure[];
  readonly territoire: Territoire;
  readonly today: Temporal.PlainDate;
  /** The day asked for, or null when none was. */
  readonly au: Temporal.PlainDate | null;
  readonly auState: FormState;
  /** The équipe technique records; a référent reads. */
  readonly isEquipe: boolean;
};

export function ConventionPage(props: Props) {
  const { convention, today, isEquipe } = props;
  const url = `/conventions/${convention.id}`;
  const statut = statutAu(convention, today);
  const aVoir = alertes(convention, today);
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}`}
        title={convention.structure.nom}
        status={<EtatConvention statut={statut} />}
        lead={SENS_STATUT[statut].sens}
        actions={
          <>
            <ButtonLink href={`${url}/convention.pdf`} icon="download">
              Convention (PDF)
            </ButtonLink>
            <ButtonLink href={`${url}/bilan`}>Bilan</ButtonLink>
          </>
        }
      />
      {isEquipe && <SuitesSection convention={convention} today={today} />}
      {aVoir.length > 0 && (
        <Alert tone="warning" title="À regarder : rien n’est bloqué">
          <ul>
            {aVoir.map((alerte) => (
              <li>{phrase(PHRASES_ALERTE, alerte)}</li>
            ))}
          </ul>
        </Alert>
      )}
      <PeriodesSection convention={convention} today={today} />
      <EtatAuJourSection {...props} />
      <PartiesSection {...props} />
      <ModeleSection convention={convention} peutChanger={isEquipe && peutChangerDeModele(convention)} />
      <HistoriqueSection {...props} />
      <LieuxSection {...props} />
    </>
  );
}

function SuitesSection({ convention, today }: Pick<Props, 'convention' | 'today'>) {
  const todo = suites(convention, today);
  if (todo.length === 0) return null;
  return (
    <Section title="À faire">
      <ul class="e-suites">
        {todo.map(({ texte, saisie }, rank) => (
          <li>
            <span>{texte}</span>
            {saisie && (
              <ButtonLink
                href={`/conventions/${convention.id}/evenements/nouveau?${new URLSearchParams(saisie)}`}
                variant={rank === 0 ? 'primary' : 'secondary'}
              >
                Enregistrer<span class="ds-sr-only"> : {texte}</span>
              </ButtonLink>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The worked table: effect, periods, anniversaries, last days to oppose. Source: art. 6. */
function PeriodesSection({ convention, today }: Pick<Props, 'convention' | 'today'>) {
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
  const after = Temporal.PlainDate.compare(today, effet) > 0 ? today : effet;
  const all = lecture.jusquA(fin?.le ?? after.add({ months: HORIZON_MOIS }));
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

function EtatAuJourSection({ convention, today, au, auState }: Props) {
  const url = `/conventions/${convention.id}`;
  return (
    <Section title="L’état un autre jour" id="etat">
      <form class="e-form" method="get" action={`${url}#etat`} novalidate>
        <ErrorSummary state={auState} />
        <DateField
          state={auState}
          name="au"
          label="État de la convention au"
          hint="N’importe quel jour, passé ou à venir. Pour un jour passé, seul compte ce qui avait eu lieu."
        />
        <button class="ds-button" type="submit" data-variant="secondary">
          Afficher l’état
        </button>
      </form>
      {au !== null && <EtatAuJour convention={convention} au={au} today={today} />}
    </Section>
  );
}

function EtatAuJour(props: {
  readonly convention: ConventionComplete;
  readonly au: Temporal.PlainDate;
  readonly today: Temporal.PlainDate;
}) {
  const { convention, au } = props;
  const statut = statutAu(convention, au);
  const vue = conventionAu(convention, au);
  const periode = lireConvention(vue)
    ?.jusquA(au)
    .find((one) => contains(one, au));
  const fin = finConvention(vue);
  return (
    <>
      <p>
        <strong>Le {formatDate(au)}</strong> : <EtatConvention statut={statut} />
      </p>
      <p>{SENS_STATUT[statut].sens}</p>
      <DescriptionList
        items={[
          {
            term: 'Période',
            details: periode
              ? `période ${periode.rang}, du ${formatDate(periode.debut)} au ${formatDate(periode.fin)}`
              : 'aucune : les interventions de ce jour ne sont pas couvertes',
          },
          { term: 'Fin connue ce jour-là', details: fin === null ? 'aucune' : formatDate(fin.le) },
          ...clausesEnClair(clausesAu(convention, au)),
        ]}
      />
    </>
  );
}

function PartiesSection({ convention, territoire, isEquipe }: Props) {
  const { structure } = convention;
  return (
    <Section title="Parties et clauses">
      <DescriptionList
        items={[
          {
            term: 'Le Département',
            details: `${territoire.nomComplet}, représenté par ${territoire.representantNom}, ${territoire.representantFonction}`,
          },
          {
            term: 'Le Bénéficiaire',
            details: `${structure.nom}, ${structure.adresse}, ${structure.codePostal} ${structure.commune}, représenté par ${structure.representantNom}, ${structure.representantFonction}`,
          },
          { term: 'Point d’accueil', details: convention.pointAccueil },
          { term: 'Signée par', details: signataires(convention) },
          ...(isEquipe && convention.note !== null ? [{ term: 'Note interne', details: convention.note }] : []),
        ]}
      />
      <Disclosure summary="Lire les clauses signées">
        <DescriptionList items={clausesEnClair(convention.clauses)} />
      </Disclosure>
    </Section>
  );
}

function signataires(convention: ConventionComplete): string {
  return evenementsDeType(convention, 'signature')
    .map(({ signataire, qualite, date }: Signature) => `${signataire}, ${qualite}, le ${formatDate(date)}`)
    .join(' ; ');
}

function LieuxSection({ convention, lieux, isEquipe }: Props) {
  const declarer = isEquipe && (
    <>
      <ButtonLink href={`/lieux/nouveau?structure=${convention.structureId}`}>Déclarer un lieu</ButtonLink>
      {lieux.length > 0 && <ButtonLink href="/permanences/nouvelle">Ouvrir une permanence</ButtonLink>}
    </>
  );
  return (
    <Section title="Lieux de la structure" actions={declarer}>
      {lieux.length === 0 ? (
        <EmptyState title="Aucun lieu n’est déclaré.">
          Le lieu est défini par le Bénéficiaire en accord avec le Département (art. 1.2).
        </EmptyState>
      ) : (
        <ul class="e-links">
          {lieux.map((lieu) => (
            <li>
              <a href={`/lieux/${lieu.id}/fiche`}>{lieu.nom}</a>, {lieu.commune}
              {lieu.fermeLe !== null && ` (fermé le ${formatDate(lieu.fermeLe)})`}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
