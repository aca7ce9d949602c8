import { formatDuree } from '../../domain/date.ts';
import { ButtonLink, PrintButton } from '../../ui/button.tsx';
import { horizontalBars } from '../../ui/charts/bars.ts';
import { EmptyState, KeyFigures, PageHeader, Section } from '../../ui/content.tsx';
import { Disclosure, Figure } from '../../ui/figure.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { type Cumul, formatNombre } from '../accompagnements/rules.ts';
import { estVide, formatPeriode, heuresDAide, heuresDePermanence, plusGrandesBarres } from '../statistiques/rules.ts';
import { type Couverture, evolution, type LigneCouverture } from './rules.ts';
import { coteACote, type Pilotage } from './trimestre.ts';

export function PilotagePage(props: { readonly pilotage: Pilotage; readonly nom: string; readonly mention: string }) {
  const { courant, precedent, couverture } = props.pilotage;
  return (
    <>
      <PageHeader
        kicker={props.nom}
        title="L’aide numérique en trois mois"
        lead={`Ce qui s’est passé ${formatPeriode(courant.periode)}, comparé aux trois mois d’avant.`}
        actions={
          <>
            <PrintButton />
            <ButtonLink href="/pilotage.csv" icon="download">
              Exporter (CSV)
            </ButtonLink>
          </>
        }
      />
      <Chiffres pilotage={props.pilotage} />
      {estVide(courant) && estVide(precedent) ? (
        <EmptyState title="Aucun accompagnement noté depuis six mois" />
      ) : (
        <div class="e-figure-grid">
          <Comparee
            title="Pour quoi les personnes viennent"
            name="Thème"
            rows={coteACote(courant.parThematique, precedent.parThematique)}
          />
          <Comparee
            title="Âge des personnes aidées, ateliers compris"
            name="Âge"
            rows={coteACote(courant.parTrancheAge, precedent.parTrancheAge)}
          />
        </div>
      )}
      <CouvertureSection couverture={couverture} />
      <p class="e-muted">
        Chiffres provisoires : ils ajoutent les mois finis, tels que les agents les ont notés à ce jour. Les
        Bénéficiaires les certifient mois par mois (art. 3.4) : où ils en sont se lit dans les{' '}
        <a href="/releves">relevés d’activité</a>. Une personne venue deux fois compte deux fois. Un nombre de 1 à 4
        n’est pas montré, pour que personne ne puisse être reconnu ; « non publié » cache un nombre qui permettrait de
        le retrouver ; « au moins » dit que ceux d’un mois n’y sont pas. {props.mention}.
      </p>
    </>
  );
}

function Chiffres({ pilotage }: { readonly pilotage: Pilotage }) {
  const { courant, precedent, couverture, couvertureAvant } = pilotage;
  const part = couverture.partHabitants;
  return (
    <KeyFigures
      items={[
        {
          value: formatNombre(courant.personnesAidees),
          label: 'personnes aidées',
          hint: avant(
            formatNombre(precedent.personnesAidees),
            evolution(courant.personnesAidees, precedent.personnesAidees),
          ),
        },
        {
          value: String(courant.permanencesTenues),
          label: 'permanences tenues',
          hint: avant(
            String(precedent.permanencesTenues),
            evolution(courant.permanencesTenues, precedent.permanencesTenues),
          ),
        },
        {
          value: heuresDePermanence(courant),
          label: 'de permanence',
          hint: avant(heuresDePermanence(precedent), evolution(courant.heuresPermanence, precedent.heuresPermanence)),
        },
        {
          value: heuresDAide(courant),
          label: 'd’aide individuelle',
          hint: avant(heuresDAide(precedent), null),
        },
        {
          value: String(couverture.communesCouvertes),
          label: `communes avec une permanence, sur ${couverture.communes}`,
          hint: avant(String(couvertureAvant.communesCouvertes), null),
        },
        ...(part === null
          ? []
          : [
              {
                value: `${Math.round(part * 100)}\u00a0%`,
                label: 'des habitants',
                hint: 'vivent dans une de ces communes',
              },
            ]),
      ]}
    />
  );
}

function avant(valeur: string, change: string | null): string {
  return `${valeur} avant${change === null ? '' : ` (${change})`}`;
}

const LIGNES_DESSINEES = 8;

function Comparee(props: {
  readonly title: string;
  readonly name: string;
  readonly rows: readonly { readonly libelle: string; readonly courant: Cumul; readonly avant: Cumul }[];
}) {
  const bars = plusGrandesBarres(props.rows.map(({ libelle, courant }) => ({ libelle, nombre: courant })));
  return (
    <Figure
      title={props.title}
      description="Personnes aidées, trois derniers mois."
      svg={horizontalBars(
        props.title,
        bars
          .slice(0, LIGNES_DESSINEES)
          .map(({ libelle, nombre, texte }) => ({ label: libelle, value: nombre, text: texte })),
      )}
      columns={[
        { label: props.name },
        { label: 'Trois derniers mois', numeric: true },
        { label: 'Trois mois d’avant', numeric: true },
      ]}
      rows={props.rows
        .filter(({ courant, avant: former }) => courant !== 0 || former !== 0)
        .map(({ libelle, courant, avant: former }) => [libelle, formatNombre(courant), formatNombre(former)])}
    />
  );
}

function CouvertureSection({ couverture }: { readonly couverture: Couverture }) {
  const { lignes, ailleurs, communes, communesCouvertes } = couverture;
  const hasElsewhere = ailleurs.permanences > 0 || ailleurs.personnes !== 0;
  return (
    <Section title="Où l’aide est présente" id="couverture">
      <p>
        Une permanence s’est tenue dans {communesCouvertes} des {communes} communes du département pendant ces trois
        mois.
      </p>
      {lignes.length === 0 ? (
        <EmptyState title="Aucune permanence tenue pendant ces trois mois" />
      ) : (
        <Disclosure summary="Voir les chiffres, commune par commune">
          <SimpleTable
            caption="Permanences tenues et personnes aidées, commune par commune"
            captionHidden
            columns={[
              { label: 'Commune' },
              { label: 'Permanences', numeric: true },
              { label: 'Heures', numeric: true },
              { label: 'Personnes aidées', numeric: true },
            ]}
            rows={[...lignes, ...(hasElsewhere ? [ailleurs] : [])].map(ligne)}
          />
        </Disclosure>
      )}
    </Section>
  );
}

function ligne({ nom, permanences, minutes, personnes }: LigneCouverture) {
  return [nom, String(permanences), minutes === 0 ? '0' : formatDuree(minutes), formatNombre(personnes)];
}
