import { formatDate, formatDateCourte } from '../../domain/date.ts';
import { NATURES_STRUCTURE } from '../../domain/nomenclatures.ts';
import { phrase } from '../../domain/refus.ts';
import { formatSiret } from '../../domain/siret.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { toOptions } from '../../ui/choice.tsx';
import { EmptyState, PageHeader, StatusTag } from '../../ui/content.tsx';
import type { CsvColumn } from '../../ui/csv.ts';
import { type Column, DataTable } from '../../ui/table.tsx';
import type { TableQuery } from '../../ui/table-query.ts';
import type { Tone } from '../../ui/tone.ts';
import { ETATS_DEMANDE, type EtatDemande, estEnRetard, MOTIFS_SANS_SUITE, PHRASES_PIECE, type Piece } from './rules.ts';
import type { Demande } from './store.ts';

/** A demande as it stands today. */
export type DemandeLue = Demande & { readonly etat: EtatDemande; readonly pieces: readonly Piece[] };

const TONES: Readonly<Record<EtatDemande, Tone>> = {
  nouvelle: 'warning',
  contactee: 'info',
  visite_prevue: 'info',
  visite_faite: 'info',
  deliberations: 'info',
  a_signer: 'info',
  en_vigueur: 'success',
  sans_suite: 'neutral',
};

export function EtatTag({ etat }: { readonly etat: EtatDemande }) {
  return <StatusTag tone={TONES[etat]} label={ETATS_DEMANDE[etat]} />;
}

/** The columns of the board: the two states of a visit share one. What stops is in the list only. */
const COLONNES_TABLEAU: readonly {
  readonly titre: string;
  readonly etats: readonly EtatDemande[];
  readonly vide: string;
}[] = [
  { titre: 'Nouvelles', etats: ['nouvelle'], vide: 'Aucune demande n’attend un premier contact.' },
  { titre: 'Contactées', etats: ['contactee'], vide: 'Aucune visite à fixer.' },
  { titre: 'Visite', etats: ['visite_prevue', 'visite_faite'], vide: 'Aucune visite.' },
  { titre: 'Délibérations', etats: ['deliberations'], vide: 'Aucune délibération attendue.' },
  { titre: 'À signer', etats: ['a_signer'], vide: 'Rien à signer.' },
  { titre: 'En vigueur', etats: ['en_vigueur'], vide: 'Aucune demande n’a encore abouti.' },
];
/** What is done leaves the board: the latest stay, the others are in the list. */
const EN_VIGUEUR_MAX = 5;

export function TableauPage(props: {
  readonly demandes: readonly DemandeLue[];
  /** How many are frozen at the request of their person. */
  readonly gelees: number;
  readonly today: Temporal.PlainDate;
}) {
  const { demandes, gelees, today } = props;
  const liste = <ButtonLink href="/demandes/liste">Liste et export</ButtonLink>;
  const sansSuite = demandes.filter(({ etat }) => etat === 'sans_suite').length;
  return (
    <>
      <PageHeader
        title="Demandes"
        lead="Les structures qui demandent une permanence, du premier contact à la signature. Chaque état est lu dans ce qui est enregistré."
        actions={liste}
      />
      {demandes.length === 0 ? (
        <EmptyState
          title="Aucune demande pour l’instant"
          action={<a href="/accueillir-une-permanence">Voir le formulaire public</a>}
        >
          Les structures demandent une permanence depuis la page « Accueillir une permanence » du site public.
        </EmptyState>
      ) : (
        <div class="e-board">
          {COLONNES_TABLEAU.map(({ titre, etats, vide }) => (
            <Colonne
              titre={titre}
              vide={vide}
              demandes={demandes.filter(({ etat }) => etats.includes(etat))}
              etats={etats}
              today={today}
            />
          ))}
        </div>
      )}
      {gelees > 0 && (
        <p>
          {gelees === 1 ? 'Une demande est gelée' : `${gelees} demandes sont gelées`} à la demande de la personne : ni
          vue ni suivie, jusqu’à ce que la personne déléguée à la protection des données lève le gel.
        </p>
      )}
      {sansSuite > 0 && (
        <p>
          <a href="/demandes/liste?etat=sans_suite">
            {sansSuite === 1 ? 'Une demande sans suite' : `${sansSuite} demandes sans suite`}
          </a>
        </p>
      )}
    </>
  );
}

function Colonne(props: {
  readonly titre: string;
  readonly vide: string;
  readonly etats: readonly EtatDemande[];
  readonly demandes: readonly DemandeLue[];
  readonly today: Temporal.PlainDate;
}) {
  const { titre, demandes, etats, today } = props;
  const shown = etats.includes('en_vigueur') ? demandes.slice(0, EN_VIGUEUR_MAX) : demandes;
  return (
    <section class="e-board__column">
      <h2>
        {titre} <span class="e-board__count">{demandes.length}</span>
      </h2>
      {demandes.length === 0 && <p class="e-muted">{props.vide}</p>}
      <ul>
        {shown.map((demande) => (
          <li class="ds-card e-board__card">
            <Carte demande={demande} tagged={etats.length > 1} today={today} />
          </li>
        ))}
      </ul>
      {shown.length < demandes.length && <a href={`/demandes/liste?etat=${etats[0] ?? ''}`}>Toutes</a>}
    </section>
  );
}

function Carte(props: { readonly demande: DemandeLue; readonly tagged: boolean; readonly today: Temporal.PlainDate }) {
  const { demande, today } = props;
  const [first, ...others] = demande.pieces;
  const { prochaineAction, prochaineActionLe } = demande;
  return (
    <>
      <h3>
        <a href={`/demandes/${demande.id}`}>{demande.nom}</a>
      </h3>
      <p class="e-muted">
        {demande.commune}, reçue le {formatDateCourte(demande.recueLe)}
      </p>
      {props.tagged && (
        <p>
          <EtatTag etat={demande.etat} />
        </p>
      )}
      {prochaineAction !== null && prochaineActionLe !== null && (
        <p>
          {estEnRetard(prochaineActionLe, today) && (
            <>
              <StatusTag tone="danger" label="À faire" />{' '}
            </>
          )}
          {formatDateCourte(prochaineActionLe)} : {prochaineAction}
        </p>
      )}
      {first !== undefined && (
        <p class="e-board__missing">
          {phrase(PHRASES_PIECE, first)}
          {others.length === 1 && ' ; une autre pièce manque'}
          {others.length > 1 && ` ; ${others.length} autres pièces manquent`}
        </p>
      )}
    </>
  );
}

/** What the list of demandes shows, searches and sorts. */
export const colonnesDemandes: readonly Column<DemandeLue>[] = [
  {
    key: 'nom',
    label: 'Structure',
    sortable: true,
    value: ({ nom }) => nom,
    render: ({ id, nom }) => <a href={`/demandes/${id}`}>{nom}</a>,
  },
  { key: 'commune', label: 'Commune', sortable: true, value: ({ commune }) => commune },
  {
    key: 'etat',
    label: 'État',
    sortable: true,
    value: ({ etat }) => ETATS_DEMANDE[etat],
    render: ({ etat }) => <EtatTag etat={etat} />,
  },
  {
    key: 'recue',
    label: 'Reçue le',
    sortable: true,
    value: ({ recueLe }) => recueLe.toString(),
    render: ({ recueLe }) => formatDateCourte(recueLe),
  },
  {
    key: 'action',
    label: 'Prochaine action',
    sortable: true,
    value: ({ prochaineActionLe, prochaineAction }) =>
      prochaineActionLe === null ? null : `${prochaineActionLe} ${prochaineAction}`,
    render: ({ prochaineActionLe, prochaineAction }) =>
      prochaineActionLe === null ? (
        <span class="e-muted">—</span>
      ) : (
        `${formatDateCourte(prochaineActionLe)} : ${prochaineAction}`
      ),
  },
  {
    key: 'pieces',
    label: 'Pièces manquantes',
    value: ({ pieces }) => pieces.length,
    numeric: true,
    sortable: true,
  },
];

const jour = (date: Temporal.PlainDate | null) => date && formatDateCourte(date);

/** What a spreadsheet gets of each demande. */
export const colonnesCsv: readonly CsvColumn<DemandeLue>[] = [
  { label: 'Structure', value: ({ nom }) => nom },
  { label: 'Nature', value: ({ nature }) => NATURES_STRUCTURE[nature] },
  { label: 'SIRET', value: ({ siret }) => siret && formatSiret(siret) },
  { label: 'Commune', value: ({ commune }) => commune },
  { label: 'Contact', value: ({ contactNom }) => contactNom },
  { label: 'Fonction', value: ({ contactFonction }) => contactFonction },
  { label: 'Courriel', value: ({ contactCourriel }) => contactCourriel },
  { label: 'Téléphone', value: ({ contactTelephone }) => contactTelephone },
  { label: 'Reçue le', value: ({ recueLe }) => jour(recueLe) },
  { label: 'État', value: ({ etat }) => ETATS_DEMANDE[etat] },
  { label: 'Premier contact', value: ({ contacteeLe }) => jour(contacteeLe) },
  { label: 'Visite prévue', value: ({ visitePrevueLe }) => jour(visitePrevueLe) },
  { label: 'Prochaine action', value: ({ prochaineAction }) => prochaineAction },
  { label: 'Pour le', value: ({ prochaineActionLe }) => jour(prochaineActionLe) },
  {
    label: 'Pièces manquantes',
    value: ({ pieces }) => pieces.map((piece) => phrase(PHRASES_PIECE, piece)).join(' ; '),
  },
  { label: 'Convention', value: ({ convention }) => convention?.reference ?? null },
  { label: 'Sans suite', value: ({ sansSuiteMotif }) => sansSuiteMotif && MOTIFS_SANS_SUITE[sansSuiteMotif] },
];

export function ListePage(props: {
  readonly listed: { readonly rows: readonly DemandeLue[]; readonly total: number; readonly query: TableQuery };
  readonly kept: { readonly etat: string; readonly nature: string };
}) {
  return (
    <>
      <PageHeader title="Toutes les demandes" actions={<ButtonLink href="/demandes">Tableau</ButtonLink>} />
      <DataTable
        caption="Demandes"
        columns={colonnesDemandes}
        path="/demandes/liste"
        csvPath="/demandes.csv"
        kept={props.kept}
        searchLabel="Rechercher une structure ou une commune"
        filters={[
          { name: 'etat', label: 'État', blank: 'Tous', options: toOptions(ETATS_DEMANDE) },
          { name: 'nature', label: 'Nature', blank: 'Toutes', options: toOptions(NATURES_STRUCTURE) },
        ]}
        empty={{
          title: 'Aucune demande pour l’instant',
          text: 'Les structures demandent une permanence depuis le site public.',
        }}
        {...props.listed}
      />
    </>
  );
}

/** « reçue le 12 mars 2026 » */
export function recueLe(demande: Demande): string {
  return `reçue le ${formatDate(demande.recueLe)}`;
}
