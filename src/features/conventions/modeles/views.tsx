import { formatDate, parisDate } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/choice.tsx';
import { DescriptionList, PageHeader, Section, StatusTag, Tag } from '../../../ui/content.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { type Column, DataTable } from '../../../ui/table.tsx';
import type { TableQuery } from '../../../ui/table-query.ts';
import type { Difference } from './comparaison.ts';
import type { ModeleSuivi, VersionModele } from './store.ts';
import { nomVersion, optionsVersions } from './views-choix.tsx';
import { Differences } from './views-comparaison.tsx';
import { Blocs, ClausesSection, Sommaire, SuitesElements } from './views-texte.tsx';

/** « 24 novembre 2026, par Nour Bourdaine »; a version of Escale has neither. */
export function publication({ publieeAt, publieePar }: Pick<VersionModele, 'publieeAt' | 'publieePar'>): string {
  if (publieeAt === null) return 'fournie avec Escale';
  const jour = `publiée le ${formatDate(parisDate(publieeAt))}`;
  return publieePar === null ? jour : `${jour} par ${publieePar}`;
}

export type ModeleListe = ModeleSuivi & { readonly conventions: number };

function derniereVersion({ versions }: ModeleListe): string {
  const [newest] = versions;
  return newest === undefined ? 'aucune version publiée' : `version ${newest.numero}, ${publication(newest)}`;
}

const nombre = (count: number): string => `${count} convention${count > 1 ? 's' : ''}`;

export const colonnesModeles: readonly Column<ModeleListe>[] = [
  {
    key: 'nom',
    label: 'Modèle',
    sortable: true,
    value: ({ nom }) => nom,
    render: ({ id, nom }) => <a href={`/modeles/${id}`}>{nom}</a>,
  },
  { key: 'version', label: 'Dernière version', value: derniereVersion },
  {
    key: 'brouillon',
    label: 'Brouillon',
    value: ({ brouillon }) => (brouillon === null ? null : 'en cours'),
    render: ({ id, nom, brouillon }) =>
      brouillon === null ? (
        <span class="e-muted">aucun</span>
      ) : (
        <a href={`/modeles/${id}/brouillon`}>
          en cours<span class="ds-sr-only"> : {nom}</span>
        </a>
      ),
  },
  { key: 'conventions', label: 'Conventions', sortable: true, numeric: true, value: ({ conventions }) => conventions },
];

export function ModelesPage(props: {
  readonly listed: { readonly rows: readonly ModeleListe[]; readonly total: number; readonly query: TableQuery };
}) {
  return (
    <>
      <PageHeader
        title="Modèles de convention"
        lead="Les textes d’où partent les conventions. Une version publiée ne change plus ; une convention garde la sienne."
        actions={
          <ButtonLink href="/modeles/nouveau" variant="primary">
            Créer un modèle
          </ButtonLink>
        }
      />
      <DataTable
        caption="Modèles de convention"
        columns={colonnesModeles}
        {...props.listed}
        path="/modeles"
        searchLabel="Rechercher un modèle"
        empty={{ title: 'Aucun modèle' }}
      />
    </>
  );
}

export function NouveauModelePage(props: {
  readonly state: FormState;
  readonly cle: string;
  readonly versions: readonly VersionModele[];
}) {
  const { state, cle, versions } = props;
  return (
    <>
      <PageHeader
        title="Créer un modèle"
        lead="Un modèle part toujours d’une version publiée, que vous changez ensuite article par article."
      />
      <Form state={state} action="/modeles/nouveau" idempotencyKey={cle}>
        <TextField
          state={state}
          name="nom"
          label="Nom du modèle"
          hint="Il sera imprimé au pied de chaque page. Exemple : Convention des médiathèques."
        />
        <SelectField state={state} name="origine" label="À partir de" options={optionsVersions(versions)} />
        <FormActions>
          <SubmitButton>Créer le modèle</SubmitButton>
          <ButtonLink href="/modeles" variant="tertiary">
            Renoncer
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function ModelePage(props: {
  readonly modele: ModeleSuivi;
  /** How many conventions bear each version, by its id. */
  readonly conventions: ReadonlyMap<string, number>;
}) {
  const { modele, conventions } = props;
  const url = `/modeles/${modele.id}`;
  const [newest] = modele.versions;
  return (
    <>
      <PageHeader
        kicker="Modèle de convention"
        title={modele.nom}
        status={
          modele.integre ? (
            <Tag label="Fourni avec Escale" />
          ) : modele.brouillon === null ? undefined : (
            <StatusTag tone="info" label="Brouillon en cours" />
          )
        }
        lead={
          modele.integre
            ? 'Ce modèle est le même pour tous les territoires et ne se modifie pas. Créez le vôtre à partir de lui.'
            : undefined
        }
        actions={<ModeleActions modele={modele} />}
      />
      {newest === undefined ? (
        <p>Aucune version n’est encore publiée : aucune convention ne peut partir de ce modèle.</p>
      ) : (
        <Section title="Versions publiées">
          <SimpleTable
            caption="Versions publiées, la plus récente d’abord"
            captionHidden
            columns={[
              { label: 'Version' },
              { label: 'Publication' },
              { label: 'Conventions', numeric: true },
              { label: 'Document' },
            ]}
            rows={modele.versions.map((version) => [
              <a href={`${url}/versions/${version.id}`}>Version {version.numero}</a>,
              publication(version),
              String(conventions.get(version.id) ?? 0),
              <a href={`${url}/versions/${version.id}/apercu.pdf`}>
                Aperçu (PDF)<span class="ds-sr-only"> de la version {version.numero}</span>
              </a>,
            ])}
          />
        </Section>
      )}
    </>
  );
}

function ModeleActions({ modele }: { readonly modele: ModeleSuivi }) {
  const { id, integre, brouillon, versions } = modele;
  if (integre) {
    return (
      <ButtonLink href={`/modeles/nouveau?origine=${versions[0]?.id ?? ''}`} variant="primary">
        Créer un modèle à partir de celui-ci
      </ButtonLink>
    );
  }
  return brouillon === null ? (
    <ButtonLink href={`/modeles/${id}/brouillon/nouveau`} variant="primary">
      Préparer une nouvelle version
    </ButtonLink>
  ) : (
    <ButtonLink href={`/modeles/${id}/brouillon`} variant="primary">
      Continuer le brouillon
    </ButtonLink>
  );
}

export function NouveauBrouillonPage(props: {
  readonly modele: ModeleSuivi;
  readonly state: FormState;
  readonly cle: string;
  readonly versions: readonly VersionModele[];
}) {
  const { modele, state, cle, versions } = props;
  return (
    <>
      <PageHeader
        kicker={modele.nom}
        title="Préparer une nouvelle version"
        lead="Le brouillon reprend mot pour mot la version choisie. Les conventions ne changent pas."
      />
      <Form state={state} action={`/modeles/${modele.id}/brouillon/nouveau`} idempotencyKey={cle}>
        <SelectField state={state} name="origine" label="À partir de" options={optionsVersions(versions)} />
        <FormActions>
          <SubmitButton>Commencer le brouillon</SubmitButton>
          <ButtonLink href={`/modeles/${modele.id}`} variant="tertiary">
            Renoncer
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export type ConventionDeVersion = { readonly id: string; readonly reference: string; readonly structureNom: string };

export function VersionPage(props: {
  readonly version: VersionModele;
  /** The version it was made from, and what changed since; null for the first of Escale. */
  readonly depuis: { readonly origine: VersionModele; readonly differences: readonly Difference[] } | null;
  readonly conventions: readonly ConventionDeVersion[];
  readonly total: number;
}) {
  const { version, depuis, conventions, total } = props;
  const { contenu } = version;
  const url = `/modeles/${version.modeleId}/versions/${version.id}`;
  return (
    <>
      <PageHeader
        kicker={version.modeleNom}
        title={`Version ${version.numero}`}
        status={<StatusTag tone="success" label="Publiée" />}
        lead={`Cette version, ${publication(version)}, ne change plus. Au pied de ses documents : « ${version.libelle} ».`}
        actions={
          <>
            <ButtonLink href={`${url}/apercu.pdf`} icon="download">
              Aperçu (PDF)
            </ButtonLink>
            <ButtonLink href={`/modeles/nouveau?origine=${version.id}`}>Créer un modèle à partir d’elle</ButtonLink>
          </>
        }
      />
      <Section title="Conventions qui la portent">
        {total === 0 ? (
          <p>Aucune convention ne porte cette version.</p>
        ) : (
          <Disclosure summary={nombre(total)}>
            <ul>
              {conventions.map(({ id, reference, structureNom }) => (
                <li>
                  <a href={`/conventions/${id}`}>{reference}</a>, {structureNom}
                </li>
              ))}
              {total > conventions.length && <li>et {total - conventions.length} autres</li>}
            </ul>
          </Disclosure>
        )}
      </Section>
      {depuis !== null && (
        <Section title={`Ce qui a changé depuis « ${nomVersion(depuis.origine)} »`} id="changements">
          <Disclosure summary="Lire les changements">
            <Differences differences={depuis.differences} />
          </Disclosure>
        </Section>
      )}
      <Sommaire contenu={contenu} />
      <Section title="Titre et préambule">
        <DescriptionList
          items={[
            { term: 'Titre', details: contenu.titre },
            { term: 'Sous-titre', details: contenu.sousTitre },
          ]}
        />
        <Blocs blocs={contenu.preambule} />
      </Section>
      <SuitesElements contenu={contenu} />
      <ClausesSection contenu={contenu} />
    </>
  );
}
