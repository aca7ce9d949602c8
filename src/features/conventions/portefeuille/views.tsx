import { formatDate, formatHeure, parisDate, parisTime } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { FileField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { Tone } from '../../../ui/tone.ts';
import { COLONNES, GROUPES } from './colonnes.ts';
import type { EtatImport, Import } from './store.ts';

const ETATS: Readonly<Record<EtatImport, { readonly label: string; readonly tone: Tone }>> = {
  a_analyser: { label: 'En cours d’analyse', tone: 'info' },
  analyse: { label: 'Analysé, rien n’est écrit', tone: 'warning' },
  a_ecrire: { label: 'En cours d’écriture', tone: 'info' },
  ecrit: { label: 'Écrit au registre', tone: 'success' },
  illisible: { label: 'Illisible', tone: 'danger' },
};

export function EtatImportTag({ etat }: { readonly etat: EtatImport }) {
  return <StatusTag {...ETATS[etat]} />;
}

const nombre = (count: number): string => count.toLocaleString('fr-FR');

export function ImporterPage(props: {
  readonly state: FormState;
  readonly cle: string;
  readonly imports: readonly Import[];
  readonly lignesMax: number;
  readonly moMax: number;
}) {
  const { state, imports } = props;
  return (
    <>
      <PageHeader
        title="Importer ou exporter le registre"
        lead="Les structures, leurs conventions et toutes leurs dates dans un seul tableau : ce qui s’exporte se réimporte tel quel."
      />
      <Section title="Importer">
        <p>
          Le fichier est d’abord analysé, ligne par ligne : rien n’est écrit tant que vous n’avez pas confirmé. Envoyer
          deux fois le même fichier ne change rien de plus.
        </p>
        <p>
          <a href="/conventions/importer/colonnes">Ce que contient chaque colonne</a>
        </p>
        <Form state={state} action="/conventions/importer" idempotencyKey={props.cle} multipart>
          <FileField
            state={state}
            name="fichier"
            label="Fichier"
            hint={`Excel (.xlsx) ou CSV, ${nombre(props.lignesMax)} lignes et ${props.moMax} Mo au plus.`}
            accept=".xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          />
          <FormActions>
            <SubmitButton>Analyser le fichier</SubmitButton>
            <ButtonLink href="/conventions/importer/modele.xlsx" icon="download" download>
              Modèle (Excel)
            </ButtonLink>
            <ButtonLink href="/conventions/importer/modele.csv" variant="tertiary" icon="download" download>
              Modèle (CSV)
            </ButtonLink>
          </FormActions>
        </Form>
      </Section>
      <Section title="Exporter">
        <div class="e-actions">
          <ButtonLink href="/conventions/registre.xlsx" icon="download" download>
            Tout le registre (Excel)
          </ButtonLink>
          <ButtonLink href="/conventions/registre.csv" icon="download" download>
            Tout le registre (CSV)
          </ButtonLink>
        </div>
      </Section>
      {imports.length > 0 && (
        <Section title="Derniers imports">
          <SimpleTable
            caption="Derniers imports"
            captionHidden
            columns={[{ label: 'Fichier' }, { label: 'Envoyé' }, { label: 'État' }]}
            rows={imports.map((one) => [
              <a href={`/conventions/importer/${one.id}`}>{one.fichier}</a>,
              `${formatDate(parisDate(one.createdAt))} à ${formatHeure(parisTime(one.createdAt).round('minute'))}`,
              <EtatImportTag etat={one.etat} />,
            ])}
          />
        </Section>
      )}
    </>
  );
}

export function ColonnesPage() {
  const groupes = Object.entries(GROUPES) as [keyof typeof GROUPES, string][];
  return (
    <>
      <PageHeader
        title="Ce que contient chaque colonne"
        lead="Une ligne par convention ; une structure sans convention tient sur une ligne, sans référence. L’ordre des colonnes est libre, et seule la colonne « SIRET » est obligatoire."
        actions={
          <ButtonLink href="/conventions/importer/modele.xlsx" icon="download" download>
            Modèle (Excel)
          </ButtonLink>
        }
      />
      <ul>
        <li>Une case vide ne dit rien : elle n’efface ni ne change ce qui est au registre.</li>
        <li>Les dates s’écrivent 24/11/2026 ou 2026-11-24 ; les dates d’Excel se lisent aussi.</li>
        <li>
          Une convention qui a deux attestations d’assurance, ou deux oppositions, prend une ligne de plus, avec le même
          SIRET et la même référence.
        </li>
        <li>Une date corrigée remplace l’ancienne, qui reste lisible dans l’historique, annulée.</li>
        <li>Les clauses d’une convention déjà au registre ne changent que par un avenant (art. 8.2).</li>
        <li>
          Les référents, leurs comptes et les lieux ne s’importent pas : déclarez les lieux avant d’importer une
          convention qui en convient.
        </li>
      </ul>
      {groupes.map(([groupe, titre]) => (
        <Section title={titre}>
          <SimpleTable
            caption={titre}
            captionHidden
            columns={[{ label: 'Titre de la colonne' }, { label: 'Ce qu’elle contient' }, { label: 'Exemple' }]}
            rows={COLONNES.filter((colonne) => colonne.groupe === groupe).map(({ titre: nom, aide, exemple }) => [
              nom,
              aide,
              exemple,
            ])}
          />
        </Section>
      ))}
    </>
  );
}
