import type { Child } from 'hono/jsx';
import { formatMois } from '../../domain/date.ts';
import { horizontalBars, timeColumns } from '../../ui/charts/bars.ts';
import { Section } from '../../ui/content.tsx';
import { Figure } from '../../ui/figure.tsx';
import { formatNombre } from '../accompagnements/rules.ts';
import {
  type Barre,
  type BilanPeriode,
  barres,
  barresDesMois,
  heuresDeCoordination,
  plusGrandesBarres,
} from './rules.ts';

const THEMES_DESSINES = 8;

type Montre = { readonly total: BilanPeriode; readonly isPublic: boolean };

/** What was done, drawn, each drawing with its table. */
export function Graphiques({ total, isPublic }: Montre) {
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
            <Barres
              title="Démarches administratives, en atelier"
              bars={plusGrandesBarres(total.parDemarcheAtelier)}
              max={THEMES_DESSINES}
              of="Ateliers"
            />
            <Barres
              title="Objectifs des ateliers (art. 1.1)"
              bars={plusGrandesBarres(total.parObjectifAtelier)}
              of="Ateliers"
            />
            <Barres
              title="Matériel des ateliers"
              description={SI_DIT}
              bars={plusGrandesBarres(total.parMaterielAtelier)}
              of="Ateliers"
            />
            <Barres
              title="Axes des ateliers"
              description={SI_DIT}
              bars={plusGrandesBarres(total.parAxeAtelier)}
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
