import { formatDate } from '../../../domain/date.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Card, DescriptionList, EmptyState, Section, StatusTag } from '../../../ui/content.tsx';
import { DE_LA_PARTIE } from '../recit.ts';
import { type Avenant, effetAvenant, evenementsDeType, type Lecture, lireConvention, PARTIES } from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import { clausesFixees } from './en-clair.ts';

type Props = {
  readonly convention: ConventionComplete;
  readonly today: Temporal.PlainDate;
  /** The équipe technique records; a référent reads. */
  readonly isEquipe: boolean;
};

/** The avenants of a convention, each with what it sets and who has still to sign it. */
export function AvenantsSection({ convention, today, isEquipe }: Props) {
  const lecture = lireConvention(convention);
  if (lecture === null) return null;
  const avenants = evenementsDeType(convention, 'avenant').toSorted((a, b) =>
    Temporal.PlainDate.compare(effetAvenant(a) ?? a.date, effetAvenant(b) ?? b.date),
  );
  const isOver = lecture.fin !== null && Temporal.PlainDate.compare(lecture.fin.le, today) < 0;
  const url = `/conventions/${convention.id}/avenants/nouveau`;
  return (
    <Section
      title="Avenants"
      id="avenants"
      actions={isEquipe && !isOver && <ButtonLink href={url}>Préparer un avenant</ButtonLink>}
    >
      {avenants.length === 0 ? (
        <EmptyState title="Aucun avenant.">
          Rien ne change dans la convention sans un avenant daté et signé par chacune des parties (art. 8.2).
        </EmptyState>
      ) : (
        avenants.map((avenant) => (
          <AvenantCard convention={convention} avenant={avenant} lecture={lecture} isEquipe={isEquipe && !isOver} />
        ))
      )}
    </Section>
  );
}

function AvenantCard(props: {
  readonly convention: ConventionComplete;
  readonly avenant: Avenant;
  readonly lecture: Lecture;
  readonly isEquipe: boolean;
}) {
  const { convention, avenant, lecture, isEquipe } = props;
  const effet = effetAvenant(avenant);
  const missing = PARTIES.filter((partie) => avenant.signatures[partie] === null);
  const clauses = lecture.clausesAu(effet ?? avenant.date);
  const signatures = PARTIES.map((partie) => {
    const date = avenant.signatures[partie];
    return {
      term: `Signature ${DE_LA_PARTIE[partie]}`,
      details: date === null ? <span class="e-muted">attendue</span> : formatDate(date),
    };
  });
  return (
    <Card
      title={`Avenant n° ${avenant.numero} : ${avenant.objet}`}
      level={3}
      tag={<EtatAvenant avenant={avenant} lecture={lecture} />}
    >
      <DescriptionList
        items={[
          { term: 'Établi le', details: formatDate(avenant.date) },
          ...clausesFixees(avenant.changements, clauses),
          ...signatures,
        ]}
      />
      {isEquipe && missing.length > 0 && (
        <div class="e-actions">
          {missing.map((partie) => (
            <ButtonLink
              href={`/conventions/${convention.id}/evenements/nouveau?${new URLSearchParams({ type: 'signature_avenant', avenantId: avenant.id, partie })}`}
            >
              Enregistrer la signature {DE_LA_PARTIE[partie]}
              <span class="ds-sr-only"> de l’avenant n° {avenant.numero}</span>
            </ButtonLink>
          ))}
        </div>
      )}
    </Card>
  );
}

function EtatAvenant({ avenant, lecture }: { readonly avenant: Avenant; readonly lecture: Lecture }) {
  const effet = effetAvenant(avenant);
  if (effet === null) return <StatusTag tone="warning" label="Pas encore signé par les deux parties" />;
  const counts = lecture.avenants.some(({ id }) => id === avenant.id);
  return counts ? (
    <StatusTag tone="success" label={`En vigueur depuis le ${formatDate(effet)}`} />
  ) : (
    <StatusTag tone="neutral" label="Sans effet : signé après la fin" />
  );
}
