import type { Role } from '../../domain/compte.ts';
import { formatDate, formatDateCourte, parisDate } from '../../domain/date.ts';
import { NATURES_STRUCTURE } from '../../domain/nomenclatures.ts';
import { formatSiret } from '../../domain/siret.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { toOptions } from '../../ui/choice.tsx';
import { MailLink, PhoneLink } from '../../ui/contact.tsx';
import { DescriptionList, EmptyState, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import type { CsvColumn } from '../../ui/csv.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { type Column, DataTable } from '../../ui/table.tsx';
import type { TableQuery } from '../../ui/table-query.ts';
import { Admission } from '../lieux/admission.tsx';
import type { Admissions } from '../lieux/conformite/store.ts';
import type { conventionsDe, lieuxDe, Referent, Structure } from './store.ts';

/** What the list of structures shows, searches and sorts. */
export const colonnes: readonly Column<Structure>[] = [
  {
    key: 'nom',
    label: 'Nom',
    sortable: true,
    value: ({ nom }) => nom,
    render: ({ id, nom, fermeeLe }) => (
      <>
        <a href={`/structures/${id}`}>{nom}</a>
        {fermeeLe && (
          <>
            {' '}
            <StatusTag tone="neutral" label="Fermée" />
          </>
        )}
      </>
    ),
  },
  { key: 'nature', label: 'Nature', sortable: true, value: ({ nature }) => NATURES_STRUCTURE[nature] },
  { key: 'commune', label: 'Commune', sortable: true, value: ({ commune }) => commune },
  {
    key: 'siret',
    label: 'SIRET',
    sortable: true,
    value: ({ siret }) => siret,
    render: ({ siret }) => formatSiret(siret),
  },
];

/** What a spreadsheet gets of each structure: the SIRET keeps its spaces, so that it is not read as a number. */
export const colonnesCsv: readonly CsvColumn<Structure>[] = [
  { label: 'Nom', value: ({ nom }) => nom },
  { label: 'Nature', value: ({ nature }) => NATURES_STRUCTURE[nature] },
  { label: 'SIRET', value: ({ siret }) => formatSiret(siret) },
  { label: 'Adresse', value: ({ adresse }) => adresse },
  { label: 'Code postal', value: ({ codePostal }) => codePostal },
  { label: 'Commune', value: ({ commune }) => commune },
  { label: 'Code INSEE', value: ({ codeInsee }) => codeInsee },
  { label: 'Représentant', value: ({ representantNom }) => representantNom },
  { label: 'Fonction du représentant', value: ({ representantFonction }) => representantFonction },
  { label: 'Téléphone', value: ({ telephone }) => telephone },
  { label: 'Courriel', value: ({ courriel }) => courriel },
  { label: 'Fermée le', value: ({ fermeeLe }) => fermeeLe && formatDateCourte(fermeeLe) },
];

export function StructuresPage(props: {
  readonly rows: readonly Structure[];
  readonly total: number;
  readonly query: TableQuery;
  /** Code of the nature chosen, empty for all. */
  readonly nature: string;
}) {
  const nouvelle = (
    <ButtonLink href="/structures/nouvelle" variant="primary">
      Ajouter une structure
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Structures"
        lead="Les organismes qui accueillent les permanences et les ateliers."
        actions={
          <>
            {nouvelle}
            <ButtonLink href="/membres">Autres membres du dispositif</ButtonLink>
          </>
        }
      />
      <DataTable
        caption="Structures"
        columns={colonnes}
        rows={props.rows}
        total={props.total}
        query={props.query}
        path="/structures"
        csvPath="/structures.csv"
        kept={{ nature: props.nature }}
        searchLabel="Rechercher par nom, commune ou SIRET"
        filters={[{ name: 'nature', label: 'Nature', blank: 'Toutes', options: toOptions(NATURES_STRUCTURE) }]}
        empty={{
          title: 'Aucune structure pour l’instant',
          text: 'Commencez par la première structure qui accueille vos agents.',
          action: nouvelle,
        }}
      />
    </>
  );
}

type Fiche = {
  readonly structure: Structure;
  readonly referents: readonly Referent[];
  readonly lieux: Awaited<ReturnType<typeof lieuxDe>>;
  readonly conventions: Awaited<ReturnType<typeof conventionsDe>>;
  /** Who reads: an agent sees how to reach the structure, not its papers. */
  readonly role: Role;
  readonly admis: Admissions;
};

export function StructurePage({ structure, referents, lieux, conventions, role, admis }: Fiche) {
  const { id, nom, nature, fermeeLe } = structure;
  const canWrite = role === 'equipe';
  const canAdd = canWrite && fermeeLe === null;
  return (
    <>
      <PageHeader
        kicker={NATURES_STRUCTURE[nature]}
        title={nom}
        status={fermeeLe && <StatusTag tone="neutral" label={`Fermée le ${formatDate(fermeeLe)}`} />}
        actions={
          <>
            {canWrite && <ButtonLink href={`/structures/${id}/modifier`}>Modifier la structure</ButtonLink>}
            {role !== 'agent' && <ButtonLink href={`/structures/${id}/logo`}>Logo</ButtonLink>}
          </>
        }
      />
      <Coordonnees structure={structure} withPapers={role !== 'agent'} />
      <Section
        title="Référents"
        id="referents"
        actions={canWrite && <ButtonLink href={`/structures/${id}/referents/nouveau`}>Ajouter un référent</ButtonLink>}
      >
        <Referents structureId={id} referents={referents} canWrite={canWrite} />
      </Section>
      <Section
        title="Lieux"
        id="lieux"
        actions={canAdd && <ButtonLink href={`/lieux/nouveau?structure=${id}`}>Déclarer un lieu</ButtonLink>}
      >
        {lieux.length === 0 && <EmptyState title="Aucun lieu n’est déclaré pour cette structure." />}
        <ul class="e-links">
          {lieux.map((lieu) => (
            <li>
              <a href={`/lieux/${lieu.id}/fiche`}>{lieu.nom}</a>, {lieu.commune}
              {lieu.fermeLe && <> (fermé le {formatDate(lieu.fermeLe)})</>}{' '}
              {lieu.fermeLe === null && <Admission admis={admis} lieuId={lieu.id} />}
            </li>
          ))}
        </ul>
      </Section>
      {role !== 'agent' && <Conventions structureId={id} conventions={conventions} canAdd={canAdd} />}
    </>
  );
}

function Coordonnees({ structure, withPapers }: { readonly structure: Structure; readonly withPapers: boolean }) {
  const contacts = [
    { term: 'Adresse', details: `${structure.adresse}, ${structure.codePostal} ${structure.commune}` },
    { term: 'Téléphone', details: structure.telephone && <PhoneLink number={structure.telephone} /> },
    { term: 'Courriel', details: structure.courriel && <MailLink address={structure.courriel} /> },
  ];
  const papers = [
    { term: 'Représentant', details: `${structure.representantNom}, ${structure.representantFonction}` },
    { term: 'SIRET', details: formatSiret(structure.siret) },
    { term: 'Code INSEE de la commune', details: structure.codeInsee },
  ];
  return (
    <Section title="Coordonnées">
      <DescriptionList items={withPapers ? [...contacts, ...papers] : contacts} />
    </Section>
  );
}

function Conventions(props: Pick<Fiche, 'conventions'> & { readonly structureId: string; readonly canAdd: boolean }) {
  const { structureId, conventions, canAdd } = props;
  return (
    <Section
      title="Conventions"
      id="conventions"
      actions={
        canAdd && <ButtonLink href={`/conventions/nouvelle?structure=${structureId}`}>Nouvelle convention</ButtonLink>
      }
    >
      {conventions.length === 0 && <EmptyState title="Aucune convention n’est enregistrée avec cette structure." />}
      <ul class="e-links">
        {conventions.map(({ id, reference, createdAt }) => (
          <li>
            <a href={`/conventions/${id}`}>Convention {reference}</a>, enregistrée le {formatDate(parisDate(createdAt))}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Referents(props: {
  readonly structureId: string;
  readonly referents: readonly Referent[];
  readonly canWrite: boolean;
}) {
  if (props.referents.length === 0) {
    return (
      <EmptyState title="Aucun référent n’est désigné.">
        Le référent est la personne de la structure que l’on joint pour les permanences et les relevés d’activité.
      </EmptyState>
    );
  }
  const columns = ['Nom et fonction', 'Contact', ...(props.canWrite ? ['Compte', 'Actions'] : [])];
  const rows = props.referents.map((referent) => [
    <Identite referent={referent} />,
    <Contact referent={referent} />,
    ...(props.canWrite ? [<Connexion referent={referent} />, <Gestes {...props} referent={referent} />] : []),
  ]);
  return <SimpleTable caption="Référents" captionHidden columns={columns.map((label) => ({ label }))} rows={rows} />;
}

function Identite({ referent }: { readonly referent: Referent }) {
  return (
    <>
      {referent.nom}
      <br />
      <span class="e-muted">{referent.fonction}</span>
    </>
  );
}

function Contact({ referent }: { readonly referent: Referent }) {
  const { telephone, courriel } = referent;
  if (telephone === null && courriel === null) return <span class="e-muted">non renseigné</span>;
  return (
    <>
      <PhoneLink number={telephone} />
      {telephone !== null && courriel !== null && <br />}
      <MailLink address={courriel} />
    </>
  );
}

function Connexion({ referent }: { readonly referent: Referent }) {
  return referent.peutSeConnecter ? (
    <StatusTag tone="success" label="Peut se connecter" />
  ) : (
    <StatusTag tone="neutral" label={referent.courriel === null ? 'Sans compte' : 'Compte fermé'} />
  );
}

function Gestes({ structureId, referent }: { readonly structureId: string; readonly referent: Referent }) {
  const path = `/structures/${structureId}/referents/${referent.id}`;
  return (
    <>
      <a href={`${path}/modifier`}>
        Modifier<span class="ds-sr-only"> {referent.nom}</span>
      </a>{' '}
      <a href={`${path}/retirer`}>
        Retirer<span class="ds-sr-only"> {referent.nom}</span>
      </a>
    </>
  );
}
