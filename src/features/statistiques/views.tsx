import type { Child } from 'hono/jsx';
import { formatMois } from '../../domain/date.ts';
import type { Periode } from '../../domain/periode.ts';
import { ButtonLink, PrintButton } from '../../ui/button.tsx';
import { horizontalBars, timeColumns } from '../../ui/charts/bars.ts';
import { Alert, EmptyState, KeyFigures, PageHeader, Section } from '../../ui/content.tsx';
import { DateField } from '../../ui/field.tsx';
import { Figure } from '../../ui/figure.tsx';
import { ErrorSummary } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { formatNombre } from '../accompagnements/rules.ts';
import type { ConventionComplete } from '../conventions/store.ts';
import {
  type Barre,
  type BilanPeriode,
  barres,
  barresDesMois,
  estVide,
  formatPeriode,
  heuresDAide,
  heuresDAtelier,
  heuresDeCoordination,
  heuresDePermanence,
  permanencesPrevues,
  plusGrandesBarres,
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
          Ces chiffres ajoutent les mois finis dont le relevé est certifié (art. 3.4) ; d’un mois corrigé, ses
          permanences seulement. {CHIFFRES_MASQUES}
        </Alert>
      ) : (
        <Alert tone="info" title="Chiffres provisoires">
          Ils comptent ce que les agents ont noté à ce jour, et peuvent encore changer. Ceux que le Bénéficiaire
          certifie (art. 3.4) sont dans les <a href="/releves">relevés d’activité</a>, mois par mois.
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

const THEMES_DESSINES = 8;

type Montre = { readonly total: BilanPeriode; readonly isPublic: boolean };

function Graphiques({ total, isPublic }: Montre) {
  return (
    <>
      {total.personnesAidees !== 0 && <Aide total={total} isPublic={isPublic} />}
      {(total.personnesAidees !== 0 || total.participants !== 0) && <Profils total={total} />}
      <Ateliers total={total} />
    </>
  );
}

/** What the help given to one person was about. */
function Aide({ total, isPublic }: Montre) {
  return (
    <>
      <Section title="Mois par mois">
        <Figure
          title="Personnes aidées, mois par mois"
          description={total.mois.length === 12 ? 'Les douze derniers mois de la période.' : undefined}
          svg={timeColumns('Personnes aidées, mois par mois', barresDesMois(total.mois).map(toColumn))}
          columns={[{ label: 'Mois' }, { label: 'Personnes aidées', numeric: true }]}
          rows={total.mois.map(({ mois, nombre }) => [formatMois(mois), formatNombre(nombre)])}
        />
        {isPublic && <p class="e-muted">« &lt; 5 » : moins de 5 personnes. « n. p. » : nombre non publié.</p>}
      </Section>
      <Section title="Pour quoi les personnes sont venues">
        <Figures>
          <Barres
            title="Thèmes"
            description="Une aide peut porter sur plusieurs thèmes."
            bars={plusGrandesBarres(total.parThematique)}
            max={THEMES_DESSINES}
          />
          <Barres title="Démarches administratives" bars={plusGrandesBarres(total.parDemarche)} max={THEMES_DESSINES} />
          <Barres title="Objectifs (art. 1.1)" bars={plusGrandesBarres(total.parObjectif)} />
          <Barres title="Résultats" bars={barres(total.parIssue)} />
        </Figures>
      </Section>
      <Section title="Comment l’aide s’est passée">
        <Figures>
          <Barres title="Autonomie de la personne" bars={barres(total.parAutonomie)} description={SI_DIT} />
          <Barres title="Matériel utilisé" bars={plusGrandesBarres(total.parMateriel)} description={SI_DIT} />
          <Barres title="Vers qui les personnes sont orientées" bars={plusGrandesBarres(total.parOrientation)} />
          <Barres title="Où l’aide est donnée" bars={barres(total.parTypeLieu)} />
          <Barres title="Axes du programme" bars={plusGrandesBarres(total.parAxe)} description={SI_DIT} />
        </Figures>
      </Section>
    </>
  );
}

function Profils({ total }: { readonly total: BilanPeriode }) {
  return (
    <Section title="Qui a été aidé">
      <p class="e-muted">
        Les personnes aidées une à une et les participants aux ateliers. Des participants on ne garde que des comptes :
        ceux qui n’ont pas été comptés sont « non communiqué ».
      </p>
      <Figures>
        <Barres title="Âge" bars={barres(total.parTrancheAge)} of="Personnes" />
        <Barres title="Situation" bars={barres(total.parStatutSocial)} of="Personnes" />
        <Barres title="Genre" bars={barres(total.parGenre)} of="Personnes" />
      </Figures>
    </Section>
  );
}

/** What was not help to one person. */
function Ateliers({ total }: { readonly total: BilanPeriode }) {
  return (
    <>
      {total.ateliers > 0 && (
        <Section title="Ateliers">
          <Figures>
            <Barres
              title="Thèmes des ateliers"
              description="Un atelier peut porter sur plusieurs thèmes."
              bars={plusGrandesBarres(total.parThematiqueAtelier)}
              max={THEMES_DESSINES}
              of="Ateliers"
            />
            <Barres title="Niveau des ateliers" description={SI_DIT} bars={barres(total.parNiveau)} of="Ateliers" />
          </Figures>
        </Section>
      )}
      {total.actions > 0 && (
        <Section title="Coordination">
          <p>{heuresDeCoordination(total)} d’évènements, de partenariats et d’animations.</p>
          <Figures>
            <Barres title="Actions de coordination" bars={barres(total.parTypeAction)} of="Actions" />
          </Figures>
        </Section>
      )}
    </>
  );
}

/** Answers that nobody has to give. */
const SI_DIT = 'Quand cela a été noté.';

function Figures(props: { readonly children?: Child }) {
  return <div class="e-figure-grid">{props.children}</div>;
}

/** Above a column there is room for four letters. */
const COURTS: Readonly<Record<string, string>> = { 'moins de 5': '< 5', 'non publié': 'n. p.' };

function toColumn({ libelle, nombre, texte }: Barre) {
  return { label: libelle, value: nombre, text: COURTS[texte] ?? texte };
}

function Barres(props: {
  readonly title: string;
  readonly description?: string | undefined;
  readonly bars: readonly Barre[];
  /** Bars drawn; the table behind has them all. */
  readonly max?: number | undefined;
  /** What is counted: people helped unless told. */
  readonly of?: string;
}) {
  const drawn = props.bars.slice(0, props.max ?? props.bars.length);
  const others = props.bars.length - drawn.length;
  const rest = others === 0 ? '' : ` Les ${drawn.length} premiers ; les autres sont dans le tableau.`;
  if (props.bars.every(({ nombre }) => nombre === 0)) return null;
  return (
    <Figure
      title={props.title}
      description={`${props.description ?? ''}${rest}`.trim() || undefined}
      svg={horizontalBars(
        props.title,
        drawn.map(({ libelle, nombre, texte }) => ({ label: libelle, value: nombre, text: texte })),
      )}
      columns={[{ label: props.title }, { label: props.of ?? 'Personnes aidées', numeric: true }]}
      rows={props.bars.map(({ libelle, texte }) => [libelle, texte])}
    />
  );
}
