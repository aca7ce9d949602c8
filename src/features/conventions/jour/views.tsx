import { formatDate } from '../../../domain/date.ts';
import { contains } from '../../../domain/periode.ts';
import { phrase } from '../../../domain/refus.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import { ButtonLink, PrintButton } from '../../../ui/button.tsx';
import { Alert, DescriptionList, PageHeader, Section } from '../../../ui/content.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { SENS_STATUT } from '../recit.ts';
import {
  alertes,
  type CauseFin,
  type Convention,
  conventionAu,
  lireConvention,
  PHRASES_ALERTE,
  statutAu,
} from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import { EtatConvention } from '../views.tsx';
import { EtatAuJourSection } from '../views-convention.tsx';
import { PeriodesSection } from '../views-periodes.tsx';
import { ClausesDuJour, PapiersDuJour } from './views-clauses.tsx';
import { AttentesDuJour, type LieuAccorde, LieuxDuJour, PartiesDuJour } from './views-parties.tsx';

type Jour = Temporal.PlainDate;

type Props = {
  readonly convention: ConventionComplete;
  readonly lieux: readonly LieuAccorde[];
  readonly territoire: Territoire;
  readonly jour: Jour;
  readonly today: Jour;
};

/** All that was in force on a day, as it could be known that day. */
export function JourPage({ convention, lieux, territoire, jour, today }: Props) {
  const vue: ConventionComplete = { ...convention, ...conventionAu(convention, jour) };
  const statut = statutAu(convention, jour);
  const aVoir = alertes(vue, jour);
  const url = `/conventions/${convention.id}`;
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}, ${convention.structure.nom}`}
        title={`La convention au ${formatDate(jour)}`}
        status={<EtatConvention statut={statut} />}
        lead={SENS_STATUT[statut].sens}
        actions={
          <>
            <ButtonLink href={`${url}/attestation.pdf?au=${jour}`} icon="download">
              Attestation au {formatDate(jour)} (PDF)
            </ButtonLink>
            <PrintButton />
            <ButtonLink href={url} variant="tertiary">
              La convention aujourd’hui
            </ButtonLink>
          </>
        }
      />
      <p class="e-muted">{portee(jour, today)}</p>
      {aVoir.length > 0 && (
        <Alert tone="warning" title="À regarder ce jour-là">
          <ul>
            {aVoir.map((alerte) => (
              <li>{phrase(PHRASES_ALERTE, alerte)}</li>
            ))}
          </ul>
        </Alert>
      )}
      <EtatSection vue={vue} jour={jour} />
      <ClausesDuJour convention={vue} jour={jour} />
      <PartiesDuJour convention={vue} territoire={territoire} jour={jour} />
      <LieuxDuJour convention={vue} lieux={lieux} jour={jour} />
      <AttentesDuJour convention={vue} jour={jour} />
      <PapiersDuJour convention={vue} jour={jour} />
      <PeriodesSection convention={vue} today={jour} />
      <EtatAuJourSection convention={convention} auState={blankForm({ au: String(jour) })} />
    </>
  );
}

function portee(jour: Jour, today: Jour): string {
  return Temporal.PlainDate.compare(jour, today) > 0
    ? 'Ce jour est à venir : voici ce qu’il en sera si rien de plus n’est enregistré d’ici là.'
    : 'Seul compte ce qui avait eu lieu ce jour-là. Un enregistrement annulé depuis n’a jamais compté.';
}

const CAUSES: Readonly<Record<CauseFin, string>> = {
  terme: 'son terme (art. 6)',
  opposition: 'une opposition à la reconduction (art. 6)',
  faute: 'une résiliation pour faute (art. 7.1)',
  force_majeure: 'une force majeure ou un empêchement (art. 7.2)',
  dissolution: 'la dissolution du Bénéficiaire (art. 7.2)',
};

function EtatSection({ vue, jour }: { readonly vue: Convention; readonly jour: Jour }) {
  const lecture = lireConvention(vue);
  const periode = lecture?.jusquA(jour).find((one) => contains(one, jour));
  const fin = lecture?.fin ?? null;
  return (
    <Section title="État">
      <DescriptionList
        items={[
          {
            term: 'Période',
            details: periode
              ? `période ${periode.rang}, du ${formatDate(periode.debut)} au ${formatDate(periode.fin)}`
              : 'aucune : les interventions de ce jour ne sont pas couvertes',
          },
          {
            term: 'Fin connue ce jour-là',
            details: fin === null ? 'aucune' : `${formatDate(fin.le)}, par ${CAUSES[fin.cause]}`,
          },
        ]}
      />
    </Section>
  );
}

/** The day asked for is not one: it is asked again. */
export function AutreJourPage(props: { readonly convention: ConventionComplete; readonly state: FormState }) {
  const { convention, state } = props;
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}, ${convention.structure.nom}`}
        title="La convention un autre jour"
      />
      <EtatAuJourSection convention={convention} auState={state} />
    </>
  );
}
