import type { Periode } from '../../domain/periode.ts';
import { ButtonLink, PrintButton } from '../../ui/button.tsx';
import { Alert, EmptyState, KeyFigures, PageHeader } from '../../ui/content.tsx';
import { DateField } from '../../ui/field.tsx';
import { ErrorSummary } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { formatNombre } from '../accompagnements/rules.ts';
import type { ConventionComplete } from '../conventions/store.ts';
import { Graphiques } from './graphiques.tsx';
import {
  type BilanPeriode,
  estVide,
  formatPeriode,
  heuresDAide,
  heuresDAtelier,
  heuresDePermanence,
  permanencesPrevues,
} from './rules.ts';

export function SansBilanPage({ convention }: { readonly convention: ConventionComplete }) {
  return (
    <>
      <PageHeader kicker={`Convention ${convention.reference}`} title={`Bilan, ${convention.structure.nom}`} />
      <EmptyState
        title="Il n’y a encore rien à compter"
        action={<ButtonLink href={`/conventions/${convention.id}`}>Voir la convention</ButtonLink>}
      >
        La convention n’a pas encore pris effet : le bilan commencera le jour de la dernière signature (art. 6).
      </EmptyState>
    </>
  );
}

export function BilanPage(props: {
  readonly convention: ConventionComplete;
  readonly total: BilanPeriode;
  /** The period shown when no date is chosen. */
  readonly vie: Periode;
  readonly state: FormState;
  readonly isPublic: boolean;
}) {
  const { convention, total, isPublic } = props;
  const url = `/conventions/${convention.id}/bilan`;
  const params = new URLSearchParams({ du: `${total.periode.debut}`, au: `${total.periode.fin}` });
  return (
    <>
      <PageHeader
        kicker={`Bilan de la convention ${convention.reference}`}
        title={convention.structure.nom}
        lead={`Ce qui a été fait ${formatPeriode(total.periode)}.`}
        actions={
          <>
            <ButtonLink href={`${url}.pdf?${params}`} variant="primary">
              Bilan d’une page (PDF)
            </ButtonLink>
            <ButtonLink href={`${url}.csv?${params}`} icon="download">
              Exporter (CSV)
            </ButtonLink>
            <PrintButton />
          </>
        }
      />
      {isPublic ? (
        <Alert tone="info" title="Les mois certifiés">
          Ces chiffres ajoutent les mois finis dont le <a href="/ma-structure#releves">relevé d’activité</a> est
          certifié (art. 3.4), et ceux d’avant les relevés ; d’un mois corrigé, ses permanences seulement.{' '}
          {CHIFFRES_MASQUES}
        </Alert>
      ) : (
        <Alert tone="info" title="Chiffres provisoires">
          Ils comptent ce que les agents ont noté à ce jour, et peuvent encore changer. Ceux que le Bénéficiaire
          certifie (art. 3.4) sont dans les <a href="/releves">relevés d’activité</a>, mois par mois ; son propre bilan
          n’ajoute que ceux-là.
        </Alert>
      )}
      <PeriodeForm url={url} state={props.state} isPublic={isPublic} />
      <Chiffres total={total} />
      {estVide(total) ? (
        <EmptyState title="Aucun accompagnement noté sur cette période">
          Les graphiques apparaîtront dès que les agents auront noté leurs premiers accompagnements.
        </EmptyState>
      ) : (
        <Graphiques total={total} isPublic={isPublic} />
      )}
    </>
  );
}

const CHIFFRES_MASQUES =
  'Un nombre de 1 à 4 n’est pas montré, pour que personne ne puisse être reconnu ; « non publié » cache un nombre qui permettrait de le retrouver ; « au moins » dit qu’un mois cache le sien.';

function PeriodeForm(props: { readonly url: string; readonly state: FormState; readonly isPublic: boolean }) {
  return (
    <form class="e-form e-periode" method="get" action={props.url} novalidate>
      <ErrorSummary state={props.state} />
      <div class="e-periode__dates">
        <DateField state={props.state} name="du" label="Du" optional />
        <DateField state={props.state} name="au" label="Au" optional />
        <button class="ds-button" type="submit" data-variant="secondary">
          Afficher cette période
        </button>
      </div>
      <p class="e-muted">
        {props.isPublic && 'Les dates choisies sont étendues au mois entier. '}
        <a href={props.url}>Voir toute la convention</a>
      </p>
    </form>
  );
}

function Chiffres({ total }: { readonly total: BilanPeriode }) {
  const annulees = total.permanencesAnnulees;
  return (
    <KeyFigures
      items={[
        {
          value: formatNombre(total.personnesAidees),
          label: 'personnes aidées',
          hint: 'Qui vient deux fois compte deux fois.',
        },
        {
          value: String(total.permanencesTenues),
          label: 'permanences tenues',
          hint: `Sur ${permanencesPrevues(total)} prévues, ${annulees} annulée${annulees > 1 ? 's' : ''}.`,
        },
        { value: heuresDePermanence(total), label: 'de permanence' },
        { value: heuresDAide(total), label: 'd’aide individuelle' },
        {
          value: String(total.ateliers),
          label: total.ateliers > 1 ? 'ateliers' : 'atelier',
          hint: total.ateliers === 0 ? undefined : `${heuresDAtelier(total)} en tout.`,
        },
        {
          value: formatNombre(total.participants),
          label: 'participants aux ateliers',
          hint: total.participants === 0 ? undefined : `Déjà aidés auparavant : ${formatNombre(total.dejaAides)}.`,
        },
      ]}
    />
  );
}
