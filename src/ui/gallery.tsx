import type { Child } from 'hono/jsx';
import { ButtonLink, PrintButton, SubmitButton } from './button.tsx';
import {
  Alert,
  Card,
  CardGrid,
  ConfirmationPage,
  DayList,
  DescriptionList,
  EmptyState,
  Hero,
  KeyFigures,
  PageHeader,
  Section,
  StatusTag,
  Tag,
} from './content.tsx';
import { Disclosure, Figure } from './figure.tsx';
import { blankForm } from './form-state.ts';
import { GalleryForm, gallerySent } from './gallery-form.tsx';
import { type Column, DataTable } from './table.tsx';
import { ROWS_PER_PAGE, tablePage, tableQuery } from './table-query.ts';

type Port = { readonly nom: string; readonly pays: string; readonly tirant: number | null; readonly ouvert: boolean };

const NAMES = [
  'Collioure',
  'Sète',
  'Bastia',
  'Gênes',
  'Alger',
  'Palma',
  'Tanger',
  'Naples',
  'Athènes',
  'Izmir',
  'Bizerte',
  'Valence',
];
const PORTS: readonly Port[] = NAMES.flatMap((nom, index) =>
  ['', ' (vieux port)', ' (avant-port)', ' (quai nord)'].map((suffix, place) => ({
    nom: `${nom}${suffix}`,
    pays: ['France', 'Italie', 'Espagne'][(index + place) % 3] ?? 'France',
    tirant: place === 3 ? null : 3 + ((index * 7 + place * 5) % 12) / 2,
    ouvert: (index + place) % 4 !== 0,
  })),
);

const COLUMNS: readonly Column<Port>[] = [
  {
    key: 'nom',
    label: 'Port',
    value: (port) => port.nom,
    render: (port) => <a href="#tableau">{port.nom}</a>,
    sortable: true,
  },
  { key: 'pays', label: 'Pays', value: (port) => port.pays, sortable: true },
  { key: 'tirant', label: 'Tirant d’eau (m)', value: (port) => port.tirant, numeric: true, sortable: true },
  {
    key: 'etat',
    label: 'État',
    value: (port) => (port.ouvert ? 'Ouvert' : 'Fermé'),
    render: (port) =>
      port.ouvert ? <StatusTag tone="success" label="Ouvert" /> : <StatusTag tone="danger" label="Fermé" />,
  },
];

const CHART =
  '<svg viewBox="0 0 320 120" width="640" height="240" role="img" aria-label="Passages par mois : janvier 12, février 30, mars 48"><g fill="#0b5468"><rect x="20" y="82" width="70" height="18"/><rect x="120" y="55" width="70" height="45"/><rect x="220" y="28" width="70" height="72"/></g><g font-size="11" font-family="sans-serif" text-anchor="middle" fill="#333"><text x="55" y="115">janvier</text><text x="155" y="115">février</text><text x="255" y="115">mars</text></g></svg>';

function Shown({ title, children }: { readonly title: string; readonly children?: Child }) {
  return (
    <div>
      <h3>{title}</h3>
      {children}
    </div>
  );
}

/** Every component in each of its states, on sample data about ports: what `/demo/composants` shows and what axe checks. */
export function Gallery({ params = new URLSearchParams() }: { readonly params?: URLSearchParams | undefined }) {
  const query = tableQuery(params, { sortable: ['nom', 'pays', 'tirant'], defaultSort: 'nom' });
  return (
    <>
      <PageHeader
        kicker="Démonstration"
        title="Composants"
        lead="Tout ce dont une page d’Escale est faite, dans chacun de ses états."
        status={<StatusTag tone="info" label="À jour" />}
        actions={
          <>
            <ButtonLink href="#formulaire">Voir les formulaires</ButtonLink>
            <PrintButton />
          </>
        }
      />
      <Hero title="Une grande question, posée simplement" lead="Une phrase qui dit ce que l’on trouvera ici.">
        <div class="e-actions">
          <ButtonLink href="#tableau" variant="primary" icon="search">
            Chercher
          </ButtonLink>
        </div>
      </Hero>
      <Messages />
      <Contents />
      <Section title="Tableau" id="tableau">
        <DataTable
          caption="Ports"
          columns={COLUMNS}
          {...tablePage(PORTS, COLUMNS, query)}
          path="/demo/composants"
          searchLabel="Rechercher un port"
          csvPath="/demo/composants"
          empty={{ title: 'Aucun port' }}
        />
        <Shown title="Tableau vide">
          <DataTable
            caption="Ports fermés"
            columns={COLUMNS}
            rows={[]}
            total={0}
            query={{ q: '', sort: 'nom', direction: 'asc', page: 1, perPage: ROWS_PER_PAGE }}
            path="/demo/composants"
            empty={{
              title: 'Aucun port n’est encore inscrit.',
              text: 'Inscrivez le premier pour commencer.',
              action: <ButtonLink href="#formulaire">Inscrire un port</ButtonLink>,
            }}
          />
        </Shown>
        <Shown title="Recherche sans résultat">
          <DataTable
            caption="Ports trouvés"
            columns={COLUMNS}
            rows={[]}
            total={0}
            query={{ q: 'zanzibar', sort: 'nom', direction: 'asc', page: 1, perPage: ROWS_PER_PAGE }}
            path="/demo/composants"
            empty={{ title: 'Aucun port' }}
          />
        </Shown>
      </Section>
      <Section title="Formulaire vierge" id="formulaire">
        <GalleryForm state={blankForm()} prefix="" />
      </Section>
      <Section title="Formulaire refusé">
        <GalleryForm state={gallerySent} prefix="refuse-" />
      </Section>
      <Section title="Confirmation">
        <ConfirmationPage
          title="Le port est inscrit"
          level={3}
          next={[
            { href: '#tableau', label: 'Voir tous les ports' },
            { href: '#formulaire', label: 'En inscrire un autre' },
          ]}
        >
          <p>Un message de confirmation vient de partir.</p>
        </ConfirmationPage>
      </Section>
    </>
  );
}

function Messages() {
  return (
    <Section title="Messages et états">
      <Alert tone="success" title="C’est enregistré">
        Tout est en place.
      </Alert>
      <Alert tone="info">Le port ferme à 19 h en hiver.</Alert>
      <Alert tone="warning" title="Bientôt fermé">
        Il reste deux jours pour s’inscrire. <a href="#formulaire">S’inscrire</a>
      </Alert>
      <Alert tone="danger" title="Entrée impossible">
        <p>Le vent dépasse 60 nœuds.</p>
      </Alert>
      <Alert tone="neutral">Une remarque sans urgence.</Alert>
      <p class="e-actions">
        <StatusTag tone="success" label="En vigueur" />
        <StatusTag tone="warning" label="Expire bientôt" />
        <StatusTag tone="danger" label="Refusé" />
        <StatusTag tone="info" label="En cours" />
        <StatusTag tone="neutral" label="Brouillon" />
        <Tag label="Quai couvert" icon="place" />
      </p>
      <div class="e-actions">
        <SubmitButton>Enregistrer</SubmitButton>
        <SubmitButton danger>Supprimer</SubmitButton>
        <ButtonLink href="#tableau" variant="primary">
          Continuer
        </ButtonLink>
        <ButtonLink href="#tableau">Modifier</ButtonLink>
        <ButtonLink href="#tableau" variant="tertiary" icon="download">
          Télécharger
        </ButtonLink>
      </div>
    </Section>
  );
}

function Contents() {
  return (
    <Section title="Contenus" actions={<ButtonLink href="#formulaire">Ajouter</ButtonLink>}>
      <CardGrid>
        <Card
          title="Collioure"
          href="#tableau"
          tag={<StatusTag tone="success" label="Ouvert" />}
          footer="Prochain départ : lundi 4 mai, 9 h"
        >
          <p>Port de pêche et de plaisance, au pied du château.</p>
        </Card>
        <Card
          title="Un nom de port très long qui doit passer à la ligne sans déborder"
          href="#tableau"
          tag={<Tag label="À 12 km" icon="place" />}
        />
        <Card title="Sans lien">
          <p>Une carte que l’on ne fait que lire.</p>
        </Card>
      </CardGrid>
      <KeyFigures
        items={[
          { value: '1 204', label: 'passages', hint: 'depuis janvier' },
          { value: '48', label: 'ports' },
          { value: '6 h 30', label: 'd’attente en moyenne' },
        ]}
      />
      <DescriptionList
        items={[
          { term: 'Adresse', details: '1 quai de l’Amirauté, 66190 Collioure' },
          { term: 'Téléphone', details: <a href="tel:+33400000000">04 00 00 00 00</a> },
          { term: 'Site', details: null },
        ]}
      />
      <DayList
        days={[
          {
            label: 'lundi 4 mai',
            items: [
              { time: '9 h – 12 h', title: 'Escale du matin', href: '#tableau', details: 'Quai nord, 12 places' },
              { time: '14 h – 17 h 30', title: 'Escale du soir', tag: <StatusTag tone="danger" label="Annulée" /> },
            ],
          },
          { label: 'mardi 5 mai', items: [{ time: '10 h', title: 'Visite du phare' }] },
        ]}
      />
      <Figure
        title="Passages par mois"
        description="Ils doublent chaque mois."
        svg={CHART}
        columns={[{ label: 'Mois' }, { label: 'Passages', numeric: true }]}
        rows={[
          ['janvier', 12],
          ['février', 30],
          ['mars', 48],
        ]}
      />
      <Disclosure summary="En savoir plus">
        <p>Ce que l’on ne lit que si l’on en a besoin.</p>
      </Disclosure>
      <EmptyState title="Rien pour l’instant" action={<ButtonLink href="#formulaire">Commencer</ButtonLink>}>
        Dites-nous ce que vous attendez.
      </EmptyState>
    </Section>
  );
}
