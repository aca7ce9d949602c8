import { formatDateCourte } from '../../domain/date.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { toOptions } from '../../ui/choice.tsx';
import { PageHeader, StatusTag } from '../../ui/content.tsx';
import { type Column, DataTable } from '../../ui/table.tsx';
import type { TableQuery } from '../../ui/table-query.ts';
import { DROITS_EXERCES, ETATS_DROIT, type EtatDroit, NOMS_DROIT } from './rules.ts';
import type { DemandeDroit } from './store.ts';

/** A request as it stands today. */
export type DemandeLue = DemandeDroit & {
  readonly etat: EtatDroit;
  readonly dernierJour: Temporal.PlainDate;
  readonly enRetardDepuis: Temporal.PlainDate | null;
};

const TONES = { a_traiter: 'info', a_repondre: 'warning', repondue: 'neutral' } as const;

export function EtatTag({ etat }: { readonly etat: EtatDroit }) {
  return <StatusTag tone={TONES[etat]} label={ETATS_DROIT[etat]} />;
}

function Echeance({ demande }: { readonly demande: DemandeLue }) {
  const { repondueLe, enRetardDepuis, dernierJour, prolongeeLe } = demande;
  if (repondueLe !== null) {
    return (
      <div>
        répondue le {formatDateCourte(repondueLe)}
        {enRetardDepuis && <span class="e-muted">, en retard</span>}
      </div>
    );
  }
  return (
    <div>
      {enRetardDepuis ? (
        <StatusTag tone="danger" label={`En retard depuis le ${formatDateCourte(enRetardDepuis)}`} />
      ) : (
        formatDateCourte(dernierJour)
      )}
      {prolongeeLe && (
        <>
          <br />
          <span class="e-muted">délai prolongé</span>
        </>
      )}
    </div>
  );
}

export const colonnesDroits: readonly Column<DemandeLue>[] = [
  {
    key: 'nom',
    label: 'Personne',
    sortable: true,
    value: ({ nom, reference }) => `${nom} ${reference}`,
    render: ({ id, nom, reference }) => (
      <>
        <a href={`/droits/${id}`}>{nom}</a>
        <br />
        <span class="e-muted">{reference}</span>
      </>
    ),
  },
  { key: 'droit', label: 'Droit', sortable: true, value: ({ droit }) => NOMS_DROIT[droit].nom },
  {
    key: 'recue',
    label: 'Reçue le',
    sortable: true,
    value: ({ recueLe }) => recueLe.toString(),
    render: ({ recueLe }) => formatDateCourte(recueLe),
  },
  {
    key: 'echeance',
    label: 'À répondre au plus tard',
    sortable: true,
    // What is answered comes last.
    value: ({ repondueLe, dernierJour }) => (repondueLe === null ? dernierJour.toString() : null),
    render: (demande) => <Echeance demande={demande} />,
  },
  {
    key: 'etat',
    label: 'État',
    sortable: true,
    value: ({ etat }) => ETATS_DROIT[etat],
    render: ({ etat, identite }) => (
      <div>
        <EtatTag etat={etat} />
        {etat === 'a_traiter' && !identite && (
          <>
            <br />
            <span class="e-muted">identité à vérifier</span>
          </>
        )}
      </div>
    ),
  },
];

export const DELAIS = { en_retard: 'En retard' } as const;

export function ListePage(props: {
  readonly listed: { readonly rows: readonly DemandeLue[]; readonly total: number; readonly query: TableQuery };
  readonly kept: { readonly etat: string; readonly droit: string; readonly delai: string };
  readonly retards: number;
}) {
  const { retards } = props;
  const nouvelle = (
    <ButtonLink href="/droits/nouvelle" variant="primary">
      Enregistrer une demande
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Droits des personnes"
        lead="Ce que les personnes demandent sur leurs données. Chaque demande a un mois pour sa réponse."
        actions={nouvelle}
      />
      {retards > 0 && (
        <p>
          <a href="/droits?delai=en_retard">
            {retards} {retards > 1 ? 'demandes sont en retard' : 'demande est en retard'}
          </a>
        </p>
      )}
      <DataTable
        caption="Demandes d’exercice de droits"
        columns={colonnesDroits}
        path="/droits"
        kept={props.kept}
        searchLabel="Rechercher un nom ou une référence"
        filters={[
          { name: 'etat', label: 'État', blank: 'Tous', options: toOptions(ETATS_DROIT) },
          { name: 'droit', label: 'Droit', blank: 'Tous', options: toOptions(DROITS_EXERCES) },
          { name: 'delai', label: 'Délai', blank: 'Tous', options: toOptions(DELAIS) },
        ]}
        empty={{
          title: 'Aucune demande pour l’instant',
          text: 'Elles arrivent par le formulaire public, ou d’un guichet. Vous en êtes prévenu par courriel.',
          action: nouvelle,
        }}
        {...props.listed}
      />
    </>
  );
}
