import { formatDate, formatHeure, parisDate, parisTime } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, EmptyState, KeyFigures, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { FileField } from '../../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { Pagination } from '../../../ui/pagination.tsx';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { Tone } from '../../../ui/tone.ts';
import type { LigneAnalysee, Verdict } from './analyse.ts';
import { COLONNES, GROUPES } from './colonnes.ts';
import type { EtatImport, Import } from './store.ts';

/** What an analysis says of a row. */
export const VERDICTS = {
  erreur: 'À corriger',
  nouvelle: 'Nouvelle',
  modifiee: 'Modifiée',
  inchangee: 'Inchangée',
} as const satisfies Record<Verdict, string>;
const TONES: Readonly<Record<Verdict, Tone>> = {
  erreur: 'danger',
  nouvelle: 'success',
  modifiee: 'info',
  inchangee: 'neutral',
};
const COMPTES: Readonly<Record<Verdict, { readonly un: string; readonly plusieurs: string }>> = {
  erreur: { un: 'ligne à corriger', plusieurs: 'lignes à corriger' },
  nouvelle: { un: 'ligne nouvelle', plusieurs: 'lignes nouvelles' },
  modifiee: { un: 'ligne qui change le registre', plusieurs: 'lignes qui changent le registre' },
  inchangee: { un: 'ligne déjà au registre', plusieurs: 'lignes déjà au registre' },
};

/** In the address: every row, whatever is said of it. */
export const TOUTES = 'toutes';

const ETATS: Readonly<Record<EtatImport, { readonly label: string; readonly tone: Tone }>> = {
  a_analyser: { label: 'En cours d’analyse', tone: 'info' },
  analyse: { label: 'Analysé, rien n’est écrit', tone: 'warning' },
  a_ecrire: { label: 'En cours d’écriture', tone: 'info' },
  ecrit: { label: 'Écrit au registre', tone: 'success' },
  illisible: { label: 'Illisible', tone: 'danger' },
};

function EtatImportTag({ etat }: { readonly etat: EtatImport }) {
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
          <ButtonLink href="/conventions.xlsx" icon="download" download>
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

type Analysee = {
  readonly importe: Import;
  readonly comptes: Readonly<Record<Verdict, number>>;
  readonly verdict: Verdict | null;
  readonly lignes: readonly LigneAnalysee[];
  readonly page: number;
  readonly pages: number;
  readonly cle: string;
};

export function ImportPage(props: Analysee) {
  const { importe } = props;
  return (
    <>
      <PageHeader kicker="Import" title={importe.fichier} status={<EtatImportTag etat={importe.etat} />} />
      <Corps {...props} />
      {importe.etat !== 'ecrit' && importe.etat !== 'a_ecrire' && (
        <form method="post" action={`/conventions/importer/${importe.id}/abandonner`}>
          <HiddenField name="_cle" value={props.cle} />
          <SubmitButton variant="tertiary">Abandonner cet import</SubmitButton>
        </form>
      )}
    </>
  );
}

function Corps(props: Analysee) {
  const { importe } = props;
  switch (importe.etat) {
    case 'a_analyser':
      return <Attente importe={importe}>Le fichier est comparé au registre, ligne par ligne.</Attente>;
    case 'a_ecrire':
      return <Attente importe={importe}>Les lignes s’écrivent au registre, toutes ou aucune.</Attente>;
    case 'illisible':
      return (
        <Alert tone="danger" title="Ce fichier ne se lit pas">
          <p>{importe.erreur}</p>
          <p>
            <a href="/conventions/importer">Envoyer un autre fichier</a>
          </p>
        </Alert>
      );
    case 'analyse':
    case 'ecrit':
      return <Resultat {...props} />;
  }
}

function Attente({ importe, children }: { readonly importe: Import; readonly children?: string }) {
  return (
    <Alert tone="info" title="Un instant">
      <p role="status">{children} Cette page se met à jour toute seule.</p>
      <p>
        <a href={`/conventions/importer/${importe.id}`}>Actualiser</a>
      </p>
      <p>Si rien ne change après deux minutes, dites-le à un administrateur : il voit les travaux en échec.</p>
    </Alert>
  );
}

function Resultat(props: Analysee) {
  const { importe, comptes, lignes, verdict } = props;
  const shown = (Object.keys(VERDICTS) as Verdict[]).filter((one) => comptes[one] > 0);
  const path = `/conventions/importer/${importe.id}`;
  const href = (one: Verdict | null, page = 1) => {
    const query = new URLSearchParams({ verdict: one ?? TOUTES });
    if (page > 1) query.set('page', String(page));
    return `${path}?${query}`;
  };
  return (
    <>
      <KeyFigures
        items={shown.map((one) => ({
          value: nombre(comptes[one]),
          label: comptes[one] > 1 ? COMPTES[one].plusieurs : COMPTES[one].un,
        }))}
      />
      <Suite {...props} />
      <Section
        title="Ligne par ligne"
        actions={
          <ButtonLink href={`${path}/rapport.csv`} variant="tertiary" icon="download" download>
            Exporter l’analyse (CSV)
          </ButtonLink>
        }
      >
        {shown.length > 1 && (
          <nav aria-label="Lignes à montrer">
            <ul class="e-links">
              <li>
                <a href={href(null)} aria-current={verdict === null ? 'page' : undefined}>
                  Toutes les lignes
                </a>
              </li>
              {shown.map((one) => (
                <li>
                  <a href={href(one)} aria-current={verdict === one ? 'page' : undefined}>
                    {VERDICTS[one]} : {nombre(comptes[one])}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        {lignes.length === 0 ? (
          <EmptyState title="Aucune ligne à montrer." />
        ) : (
          <SimpleTable
            caption="Lignes du fichier"
            captionHidden
            columns={[{ label: 'Ligne' }, { label: 'Structure et convention' }, { label: 'Analyse' }]}
            rows={lignes.map((ligne) => [
              nombre(ligne.rang),
              <>
                {ligne.structure ?? <span class="e-muted">structure non dite</span>}
                {ligne.reference && (
                  <>
                    <br />
                    <span class="e-muted">{ligne.reference}</span>
                  </>
                )}
              </>,
              <Detail ligne={ligne} />,
            ])}
          />
        )}
        <Pagination page={props.page} pages={props.pages} href={(page) => href(verdict, page)} />
      </Section>
    </>
  );
}

/** What can be done now, in one sentence and one button. */
function Suite({ importe, comptes }: Analysee) {
  if (importe.etat === 'ecrit') {
    return (
      <Alert tone="success" title="Le fichier est au registre">
        <p>
          <a href="/conventions">Voir les conventions</a>
        </p>
      </Alert>
    );
  }
  if (comptes.erreur > 0) {
    return (
      <Alert tone="danger" title="Rien ne peut être écrit tel quel">
        <p>
          Corrigez ces lignes dans votre fichier, puis envoyez-le de nouveau : il s’écrit en entier, ou pas du tout.{' '}
          <a href="/conventions/importer">Envoyer le fichier corrigé</a>
        </p>
      </Alert>
    );
  }
  if (comptes.nouvelle + comptes.modifiee === 0) {
    return (
      <Alert tone="info" title="Il n’y a rien à écrire">
        <p>Tout ce que dit ce fichier est déjà au registre.</p>
      </Alert>
    );
  }
  return (
    <p>
      <ButtonLink href={`/conventions/importer/${importe.id}/ecrire`} variant="primary">
        Écrire au registre
      </ButtonLink>
    </p>
  );
}

function Detail({ ligne }: { readonly ligne: LigneAnalysee }) {
  const { erreurs, changements } = ligne.detail;
  return (
    <>
      <StatusTag tone={TONES[ligne.verdict]} label={VERDICTS[ligne.verdict]} />
      {erreurs.length > 0 && (
        <ul>
          {erreurs.map(({ colonne, message }) => (
            <li>
              {colonne !== '' && <strong>{colonne} : </strong>}
              {message}
            </li>
          ))}
        </ul>
      )}
      {erreurs.length === 0 && changements.length > 0 && (
        <ul>
          {changements.map(({ colonne, avant, apres }) => (
            <li>
              <strong>{colonne} : </strong>
              {avant === '' ? `ajout de « ${apres} »` : `« ${avant} » devient « ${apres} »`}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export function EcrirePage(props: {
  readonly importe: Import;
  readonly comptes: Readonly<Record<Verdict, number>>;
  readonly cle: string;
}) {
  const { importe, comptes } = props;
  return (
    <>
      <PageHeader kicker={importe.fichier} title="Écrire au registre ?" />
      <p>
        {nombre(comptes.nouvelle)} {comptes.nouvelle > 1 ? 'lignes ajoutent' : 'ligne ajoute'} une structure ou une
        convention, {nombre(comptes.modifiee)} {comptes.modifiee > 1 ? 'changent' : 'change'} ce qui y est. Le fichier
        est comparé une dernière fois au registre, puis s’écrit en entier ou pas du tout.
      </p>
      <Alert tone="warning">
        Ce qui est écrit ne s’efface plus : un événement enregistré par erreur s’annule ensuite un par un.
      </Alert>
      <Form state={blankForm()} action={`/conventions/importer/${importe.id}/ecrire`} idempotencyKey={props.cle}>
        <FormActions>
          <SubmitButton>Écrire au registre</SubmitButton>
          <ButtonLink href={`/conventions/importer/${importe.id}`} variant="tertiary">
            Revenir à l’analyse
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** What a spreadsheet gets of an analysis: a line for each error or change. */
export function rapportCsv(lignes: readonly LigneAnalysee[]) {
  return lignes.flatMap(({ rang, verdict, structure, reference, detail }) => {
    const common = { rang, verdict: VERDICTS[verdict], structure, reference };
    const said = [
      ...detail.erreurs.map(({ colonne, message }) => ({ ...common, colonne, message })),
      ...(detail.erreurs.length > 0 ? [] : detail.changements).map(({ colonne, avant, apres }) => ({
        ...common,
        colonne,
        message: avant === '' ? `ajout de « ${apres} »` : `« ${avant} » devient « ${apres} »`,
      })),
    ];
    return said.length === 0 ? [{ ...common, colonne: '', message: '' }] : said;
  });
}
