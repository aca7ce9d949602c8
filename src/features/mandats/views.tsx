import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import { HiddenField } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import type { EnAttente } from './preparation/attente.ts';
import { Abandonner, Reprendre } from './preparation/views-attente.tsx';
import { dernierJourDit, moment, nomDe, TONS_ETAT, titreSansNom } from './recit.ts';
import type { RemiseDemandee } from './remise/store.ts';
import { RemisesEnAttente } from './remise/views.tsx';
import { ETATS, type Etat } from './rules.ts';
import type { Lisible, Mandat } from './store.ts';

/** One mandat of the list, with what may be read of it. */
export type Ligne = {
  readonly mandat: Mandat;
  readonly lisible: Lisible | undefined;
  readonly etat: Etat;
  /** When it was over; null while it is not. */
  readonly finAt: Temporal.Instant | null;
  readonly finitBientot: boolean;
  /** What a draft waits for. */
  readonly attente: EnAttente | undefined;
};

type Liste = {
  readonly lignes: readonly Ligne[];
  readonly total: number;
  /** The agent has none at all, whatever is filtered. */
  readonly isEmpty: boolean;
  readonly page: number;
  readonly pages: number;
  readonly etat: Etat | null;
  /** The name searched for; null: nobody's. */
  readonly recherche: string | null;
  readonly agentId: string;
  /** What persons wait for, that this agent alone can hand over. */
  readonly remises: readonly RemiseDemandee[];
  readonly cle: string;
};

/** Address of the list: a state and a page, never a name. */
export function adresseListe(etat: Etat | null, page: number): string {
  const query = new URLSearchParams([
    ...(etat === null ? [] : [['etat', etat]]),
    ...(page > 1 ? [['page', String(page)]] : []),
  ]);
  return query.size === 0 ? '/mandats' : `/mandats?${query}`;
}

export function ListePage(props: Liste) {
  return (
    <>
      <PageHeader
        title="Mandats"
        lead="Ceux dont vous êtes mandataire, ou suppléant nommé à la signature. Vous seul et l’autre agent nommé les lisez."
        actions={
          <>
            <ButtonLink href="/mandats/papier">Mandats papier</ButtonLink>
            <ButtonLink href="/retraits/nouveau" variant="tertiary">
              Retirer un mandat avec ses codes
            </ButtonLink>
          </>
        }
      />
      <RemisesEnAttente remises={props.remises} />
      {props.isEmpty ? (
        <EmptyState title="Aucun mandat pour l’instant.">
          Un mandat se signe sur place, avec la personne, pendant une permanence.
        </EmptyState>
      ) : (
        <Trouves {...props} />
      )}
    </>
  );
}

/** How many were found; a search stops once a page is full, and says so. */
function combien({ total, lignes, recherche }: Liste): string {
  if (total === 0) return 'Aucun mandat';
  if (recherche !== null && total > lignes.length) return `Plus de ${lignes.length} mandats`;
  return `${total} ${total > 1 ? 'mandats' : 'mandat'}`;
}

function Trouves(props: Liste) {
  const { lignes, total, page, pages, etat, recherche } = props;
  const asked = recherche === null ? '' : ` pour « ${recherche} »`;
  return (
    <div class="e-table">
      <div class="e-table__tools">
        <Recherche recherche={recherche} cle={props.cle} />
        {recherche === null && <Filtre etat={etat} />}
      </div>
      <p class="e-table__count" role="status">
        {combien(props)}
        {asked}
        {pages > 1 && `, page ${page} sur ${pages}`}
      </p>
      {total === 0 ? (
        <EmptyState
          title={recherche === null ? 'Aucun mandat dans cet état.' : 'Aucun mandat lisible ne porte ce nom.'}
          action={<a href="/mandats">Tout afficher</a>}
        >
          {recherche !== null && 'Un mandat fini ne se lit plus : il ne se retrouve plus par le nom.'}
        </EmptyState>
      ) : (
        <SimpleTable
          caption="Mandats"
          captionHidden
          columns={['Personne', 'Démarches', 'État', 'Votre rôle'].map((label) => ({ label }))}
          rows={lignes.map((ligne) => [
            <Personne {...ligne} />,
            <Demarches {...ligne} />,
            <Sort {...ligne} />,
            ligne.mandat.agentId === props.agentId ? 'Mandataire' : `Suppléant de ${ligne.mandat.agent}`,
          ])}
        />
      )}
      <Pagination page={page} pages={pages} href={(number) => adresseListe(etat, number)} />
      {recherche !== null && total > 0 && (
        <p>
          {total > lignes.length && 'Seuls les premiers sont montrés : précisez le nom. '}
          <a href="/mandats">Tout afficher</a>
        </p>
      )}
    </div>
  );
}

/** Sent as a form that writes, so that the name is neither in the address nor in the history of the browser. */
function Recherche({ recherche, cle }: { readonly recherche: string | null; readonly cle: string }) {
  return (
    <search class="e-search">
      <form method="post" action="/mandats/recherche">
        <HiddenField name="_cle" value={cle} />
        <div class="e-search__row">
          <div class="e-search__field">
            <label class="ds-label" for="recherche">
              Nom de la personne
            </label>
            <input
              class="ds-input"
              type="search"
              id="recherche"
              name="recherche"
              value={recherche ?? ''}
              autocomplete="off"
            />
          </div>
          <button class="ds-button" type="submit" data-variant="secondary">
            <Icon name="search" />
            <span>Rechercher</span>
          </button>
        </div>
      </form>
    </search>
  );
}

function Filtre({ etat }: { readonly etat: Etat | null }) {
  return (
    <search class="e-search">
      <form method="get" action="/mandats">
        <div class="e-search__row">
          <div class="e-search__field">
            <label class="ds-label" for="filtre-etat">
              État
            </label>
            <select class="ds-input" id="filtre-etat" name="etat">
              <option value="">Tous</option>
              {Object.entries(ETATS).map(([value, label]) => (
                <option value={value} selected={value === etat}>
                  {label}
                </option>
              ))}
            </select>
          </div>
          <button class="ds-button" type="submit" data-variant="secondary">
            Filtrer
          </button>
        </div>
      </form>
    </search>
  );
}

function Personne({ mandat, lisible, attente }: Ligne) {
  if (attente !== undefined) return <Reprendre attente={attente} />;
  const identite = lisible?.identite ?? null;
  return (
    <>
      <a href={`/mandats/${mandat.id}`}>{identite === null ? titreSansNom(mandat) : nomDe(identite)}</a>
      {identite?.representant && <div class="e-muted">représentée par {nomDe(identite.representant)}</div>}
    </>
  );
}

function Demarches({ mandat, lisible, attente }: Ligne) {
  if (attente !== undefined) return <span class="e-muted">{attente.manques.join(' ')}</span>;
  const objets = [...(lisible?.objets.values() ?? [])];
  const count = mandat.demarches.length;
  if (objets.length === 0) return <span class="e-muted">{`${count} ${count > 1 ? 'démarches' : 'démarche'}`}</span>;
  return <>{objets.map(({ objet }) => objet).join(' ; ')}</>;
}

function Sort(ligne: Ligne) {
  return (
    <>
      <StatusTag tone={TONS_ETAT[ligne.etat]} label={ETATS[ligne.etat]} />
      {ligne.mandat.isRetenu && (
        <>
          {' '}
          <StatusTag tone="warning" label="En sursis" />
        </>
      )}
      {ligne.finitBientot && (
        <>
          {' '}
          <StatusTag tone="warning" label="Finit bientôt" />
        </>
      )}
      {ligne.attente === undefined ? (
        <div class="e-muted">{terme(ligne)}</div>
      ) : (
        <div>
          <Abandonner attente={ligne.attente} />
        </div>
      )}
    </>
  );
}

function terme({ mandat, etat, finAt }: Ligne): string {
  if (mandat.detruitAt !== null) return `le ${moment(mandat.detruitAt)}`;
  if (etat === 'detruit') return 'ses clés n’existent plus';
  return finAt === null ? `jusqu’au ${dernierJourDit(mandat)}` : `fini le ${moment(finAt)}`;
}

/** Where the other ways to withdraw are said, for whoever is in front of the person. */
export function FaconsDeRetirer() {
  return (
    <Section title="Comment la personne peut retirer" id="facons">
      <ul>
        <li>ici, en le demandant à l’agent nommé, ou à son suppléant ;</li>
        <li>auprès de tout agent, ou au téléphone, avec les deux codes imprimés sur sa copie ;</li>
        <li>seule, par le lien imprimé sur sa copie, ou par celui que lui envoie la page « Retirer un mandat ».</li>
      </ul>
    </Section>
  );
}
