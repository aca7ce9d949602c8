import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, EmptyState, KeyFigures, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import { blankForm } from '../../../ui/form-state.ts';
import { Pagination } from '../../../ui/pagination.tsx';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { Tone } from '../../../ui/tone.ts';
import type { LigneAnalysee, Verdict } from './analyse.ts';
import type { Import } from './store.ts';
import { EtatImportTag } from './views.tsx';

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

const nombre = (count: number): string => count.toLocaleString('fr-FR');

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
            columns={[{ label: 'Fichier' }, { label: 'Structure et convention' }, { label: 'Analyse' }]}
            rows={lignes.map((ligne) => [
              `Ligne ${nombre(ligne.rang)}`,
              <div>
                {ligne.structure ?? <span class="e-muted">structure non dite</span>}
                {ligne.reference && (
                  <>
                    <br />
                    <span class="e-muted">{ligne.reference}</span>
                  </>
                )}
              </div>,
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
