import type { Child } from 'hono/jsx';
import { formatDateLongue, formatHeure } from '../../../domain/date.ts';
import { horizontalBars } from '../../../ui/charts/bars.ts';
import { EmptyState, KeyFigures, Section } from '../../../ui/content.tsx';
import { Disclosure, Figure } from '../../../ui/figure.tsx';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { formatNombre } from '../../accompagnements/rules.ts';
import { direGardes, direLigne, direRetenues, type Montre, RAISONS, type Tableau } from '../rules.ts';

const pluriel = (nombre: number, un: string, plusieurs: string): string => (nombre > 1 ? plusieurs : un);

/** What a month counts, as its reader may read it. */
export function ChiffresReleve({ montre }: { readonly montre: Montre }) {
  return (
    <>
      <Section title="Ce qui a été fait" id="chiffres">
        {montre.isPublic && (
          <p>
            Un nombre de 1 à 4 n’est pas montré, pour que personne ne puisse être reconnu ; « non publié » cache un
            nombre qui permettrait de le retrouver.
          </p>
        )}
        <KeyFigures items={chiffresCles(montre)} />
      </Section>
      <PermanencesSection montre={montre} />
      <TableauxSection title="Qui a été aidé" tableaux={montre.profils} montre={montre} />
      <TableauxSection title="Pour quoi" tableaux={montre.themes} montre={montre} />
    </>
  );
}

function chiffresCles(montre: Montre) {
  const prevues = montre.tenues + montre.manquees;
  return [
    {
      value: String(montre.tenues),
      label: pluriel(montre.tenues, 'permanence tenue', 'permanences tenues'),
      hint: `Sur ${prevues} ${pluriel(prevues, 'prévue', 'prévues')}, ${montre.heuresPermanence}.`,
    },
    {
      value: formatNombre(montre.personnesAidees),
      label: 'personnes aidées',
      hint: `Qui vient deux fois compte deux fois. Aide individuelle : ${direLigne(montre.heuresAide, montre)}.`,
    },
    {
      value: String(montre.ateliers),
      label: pluriel(montre.ateliers, 'atelier', 'ateliers'),
      ...(montre.ateliers > 0 ? { hint: participants(montre) } : {}),
    },
    { value: formatNombre(montre.servicesBloques), label: 'services en ligne bloqués' },
    ...(montre.coordinations > 0
      ? [{ value: String(montre.coordinations), label: 'actions de coordination', hint: montre.heuresCoordination }]
      : []),
  ];
}

function participants(montre: Montre): string {
  const deja = direLigne(montre.dejaAides, montre);
  return `Participants : ${formatNombre(montre.participants)}, déjà aidés : ${deja}. Durée : ${montre.heuresAtelier}.`;
}

function PermanencesSection({ montre }: { readonly montre: Montre }) {
  const missed = montre.seances.filter(({ raison }) => raison !== null);
  return (
    <Section title="Permanences" id="permanences">
      {montre.seances.length === 0 ? (
        <EmptyState title="Aucune permanence n’était prévue ce mois-là" />
      ) : (
        <>
          {missed.length === 0 ? (
            <p>Toutes les permanences prévues ont été tenues.</p>
          ) : (
            <SimpleTable
              caption="Permanences manquées"
              columns={[{ label: 'Jour' }, { label: 'Lieu' }, { label: 'Pourquoi' }]}
              rows={missed.map((seance) => [quand(seance), seance.lieu, pourquoi(seance)])}
            />
          )}
          <Disclosure summary={`Toutes les permanences du mois : ${montre.seances.length}`}>
            <SimpleTable
              caption="Permanences du mois"
              captionHidden
              columns={[
                { label: 'Jour' },
                { label: 'Lieu' },
                { label: 'Tenue' },
                ...(montre.isPublic ? [] : [{ label: 'Personnes aidées', numeric: true }]),
              ]}
              rows={montre.seances.map((seance): Child[] => [
                quand(seance),
                seance.lieu,
                seance.raison === null ? 'oui' : 'non',
                ...(seance.personnes === null ? [] : [String(seance.personnes)]),
              ])}
            />
          </Disclosure>
        </>
      )}
    </Section>
  );
}

type Seance = Montre['seances'][number];

function quand({ jour, debut, fin }: Seance): string {
  const [from, to] = [debut, fin].map((heure) => formatHeure(Temporal.PlainTime.from(heure)));
  return `${formatDateLongue(Temporal.PlainDate.from(jour))}, ${from} – ${to}`;
}

function pourquoi({ raison, precision }: Seance): string {
  return [raison === null ? '' : RAISONS[raison], precision].filter(Boolean).join(' : ');
}

function TableauxSection(props: {
  readonly title: string;
  readonly tableaux: readonly Tableau[];
  readonly montre: Montre;
}) {
  const { title, tableaux, montre } = props;
  const shown = tableaux.filter(({ lignes }) => lignes === null || lignes.some(({ nombre }) => nombre !== 0));
  if (shown.length === 0) return null;
  return (
    <Section title={title}>
      <div class="e-figure-grid">
        {shown.map((one) => (
          <TableauFigure tableau={one} montre={montre} />
        ))}
      </div>
      {[...direRetenues(shown), ...direGardes(shown, montre)].map((phrase) => (
        <p class="e-muted">{phrase}</p>
      ))}
    </Section>
  );
}

function TableauFigure(props: { readonly tableau: Tableau; readonly montre: Montre }) {
  const { titre, unite, lignes, version } = props.tableau;
  const kept = lignes?.filter(({ nombre }) => nombre !== 0) ?? [];
  if (kept.length === 0) return null;
  return (
    <Figure
      title={titre}
      description={version === props.montre.version ? `En ${unite}.` : `En ${unite}, version ${version}.`}
      svg={horizontalBars(
        titre,
        kept.map(({ libelle, nombre }) => ({
          label: libelle,
          value: typeof nombre === 'number' ? nombre : null,
          text: formatNombre(nombre),
        })),
      )}
      columns={[{ label: titre }, { label: 'Nombre', numeric: true }]}
      rows={kept.map(({ libelle, nombre }) => [libelle, formatNombre(nombre)])}
    />
  );
}
