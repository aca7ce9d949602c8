import { type Role, rolesLibelles } from '../../domain/compte.ts';
import { formatDateLongue, formatHeure, parisDate, parisTime } from '../../domain/date.ts';
import { ButtonLink, PrintButton, SubmitButton } from '../../ui/button.tsx';
import { DescriptionList, EmptyState, PageHeader, Section } from '../../ui/content.tsx';
import type { CsvColumn } from '../../ui/csv.ts';
import { DateField, TextField } from '../../ui/field.tsx';
import { FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import type { Ligne } from './store.ts';

function quand(at: Temporal.Instant): string {
  return `${formatDateLongue(parisDate(at))} à ${formatHeure(parisTime(at))}`;
}

/** Who did it, as far as it is still known. */
function qui({ acteur, nom, role }: Ligne): string {
  if (acteur === null) return 'Escale, ou une personne non connectée';
  if (nom === null) return 'Identité effacée';
  return role === null ? nom : `${nom} (${rolesLibelles[role as Role] ?? role})`;
}

export const colonnesCsv: readonly CsvColumn<Ligne>[] = [
  { label: 'Rang', value: ({ rang }) => rang },
  {
    label: 'Date et heure (Paris)',
    value: ({ at }) =>
      at.toZonedDateTimeISO('Europe/Paris').toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' '),
  },
  { label: 'Qui', value: qui },
  { label: 'Adresse de connexion', value: ({ adresse }) => adresse },
  { label: 'Acte', value: ({ acte }) => acte },
  { label: 'Objet', value: ({ objetType }) => objetType },
  { label: 'Identifiant', value: ({ objetId }) => objetId },
];

export function JournalPage(props: {
  readonly lignes: readonly Ligne[];
  readonly suite: string | null;
  readonly exporter: string;
  readonly state: FormState;
  readonly filtre: boolean;
  readonly chaine: { readonly rang: number; readonly scelleAt: Temporal.Instant | null; readonly attente: number };
}) {
  const { chaine } = props;
  return (
    <>
      <PageHeader
        title="Journal"
        lead="Qui a fait quoi, et quand. Jamais le contenu de ce qui a été fait."
        actions={
          <>
            <ButtonLink href={props.exporter}>Exporter</ButtonLink>
            <PrintButton />
          </>
        }
      />
      <form class="e-form" method="get" action="/journal">
        <TextField state={props.state} name="q" label="Personne, acte, identifiant ou adresse" optional width={30} />
        <DateField state={props.state} name="du" label="Du" optional />
        <DateField state={props.state} name="au" label="Au" optional />
        <FormActions>
          <SubmitButton variant="secondary">Filtrer</SubmitButton>
          {props.filtre && <ButtonLink href="/journal">Tout voir</ButtonLink>}
        </FormActions>
      </form>
      {props.lignes.length === 0 ? (
        <EmptyState title={props.filtre ? 'Rien ne correspond' : 'Le journal est vide'}>
          <p>{props.filtre ? 'Élargissez la période, ou effacez un mot.' : 'La prochaine action y figurera.'}</p>
        </EmptyState>
      ) : (
        <SimpleTable
          caption="Actes, du plus récent au plus ancien"
          columns={[
            { label: 'Quand' },
            { label: 'Qui' },
            { label: 'Acte' },
            { label: 'Objet' },
            { label: 'Rang', numeric: true },
          ]}
          rows={props.lignes.map((ligne) => [
            quand(ligne.at),
            <>
              {qui(ligne)}
              {ligne.adresse !== null && <span class="e-muted"> depuis {ligne.adresse}</span>}
            </>,
            ligne.acte,
            ligne.objetType === null ? '' : `${ligne.objetType} ${ligne.objetId ?? ''}`,
            ligne.rang ?? 'à sceller',
          ])}
        />
      )}
      {props.suite !== null && (
        <p>
          <ButtonLink href={props.suite}>Actes plus anciens</ButtonLink>
        </p>
      )}
      <Section title="La chaîne">
        <DescriptionList
          items={[
            { term: 'Maillons scellés', details: String(chaine.rang) },
            { term: 'Dernier sceau', details: chaine.scelleAt === null ? 'Aucun' : quand(chaine.scelleAt) },
            { term: 'Actes qui attendent leur sceau', details: String(chaine.attente) },
          ]}
        />
        <p class="e-muted">
          Chaque acte est lié au précédent : en modifier ou en retirer un se voit. La commande « npm run
          journal:verifier » relit toute la chaîne.
        </p>
      </Section>
    </>
  );
}

export function ExportTropLongPage(props: { readonly title: string; readonly max: number; readonly retour: string }) {
  return (
    <>
      <PageHeader
        title={props.title}
        lead={`Un fichier porte au plus ${props.max.toLocaleString('fr-FR')} actes, et il y en a davantage.`}
      />
      <p>
        Choisissez une période plus courte, exportez-la, puis la suivante : rien ne sera coupé sans que vous le sachiez.
      </p>
      <p>
        <ButtonLink href={props.retour}>Revenir au journal</ButtonLink>
      </p>
    </>
  );
}
