import { phrase } from '../../domain/refus.ts';
import type { Territoire } from '../../domain/territoire.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Alert, PageHeader, Section } from '../../ui/content.tsx';
import { DateField } from '../../ui/field.tsx';
import { ErrorSummary } from '../../ui/form.tsx';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import type { Admissions } from '../lieux/conformite/store.ts';
import type { EcartFrequence } from '../permanences/frequence/rules.ts';
import type { LieuDeStructure } from '../structures/store.ts';
import { AvenantsSection } from './avenants/views-section.tsx';
import type { ManquementSignale } from './manquements/store.ts';
import { ManquementsSection } from './manquements/views.tsx';
import { refusDeChangement } from './modeles/publication.ts';
import { ModeleSection } from './modeles/views-decision.tsx';
import { PiecesSection } from './pieces/section.tsx';
import type { Piece } from './pieces/store.ts';
import { SENS_STATUT, suites } from './recit.ts';
import { alertes, PHRASES_ALERTE, statutAu } from './rules.ts';
import type { ConventionComplete } from './store.ts';
import { EtatConvention } from './views.tsx';
import { FinSection } from './views-fin.tsx';
import { HistoriqueSection } from './views-historique.tsx';
import { LieuxSection, PartiesSection } from './views-parties.tsx';
import { PeriodesSection } from './views-periodes.tsx';

type Props = {
  readonly convention: ConventionComplete;
  readonly pieces: readonly Piece[];
  readonly lieux: readonly LieuDeStructure[];
  readonly territoire: Territoire;
  readonly today: Temporal.PlainDate;
  /** The équipe technique records; a référent reads. */
  readonly isEquipe: boolean;
  readonly manquements: readonly ManquementSignale[];
  readonly admis: Admissions;
  /** Undefined: what is planned is what the clause of the day says. */
  readonly ecart: EcartFrequence | undefined;
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
            <ButtonLink href={`${url}/documents`}>Papiers</ButtonLink>
            <ButtonLink href={`${url}/bilan`}>Bilan</ButtonLink>
            <ButtonLink href={`${url}/releves`}>Relevés</ButtonLink>
          </>
        }
      />
      {isEquipe && <SuitesSection convention={convention} today={today} />}
      {isEquipe && <FinSection convention={convention} today={today} />}
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
      <AvenantsSection {...props} />
      <EtatAuJourSection convention={convention} auState={blankForm({ au: String(today) })} />
      <PartiesSection {...props} />
      <PiecesSection {...props} />
      <ModeleSection
        convention={convention}
        peutChanger={isEquipe && refusDeChangement(convention, props.pieces) === null}
      />
      <HistoriqueSection {...props} />
      <LieuxSection {...props} />
      {isEquipe && <ManquementsSection conventionId={convention.id} manquements={props.manquements} />}
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

/** Leads to the page of a day. See art. 8.2. */
export function EtatAuJourSection(props: { readonly convention: ConventionComplete; readonly auState: FormState }) {
  const { convention, auState } = props;
  return (
    <Section title="La convention un autre jour" id="etat">
      <form class="e-form" method="get" action={`/conventions/${convention.id}/jour`} novalidate>
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
    </Section>
  );
}
