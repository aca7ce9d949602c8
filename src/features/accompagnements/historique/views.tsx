import { formatDate, formatDuree, formatHeure, parisDate, parisTime } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, EmptyState, PageHeader, StatusTag } from '../../../ui/content.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import { ErrorSummary, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { direSaisie } from '../fiche/dire.ts';
import type { Accompagnement } from '../ligne.ts';
import { estLien } from '../rules/versions.ts';
import { CertifieAlert, type MoisCertifie } from '../views.tsx';
import type { Etape } from './versions.ts';

function quand(at: Temporal.Instant): string {
  return `le ${formatDate(parisDate(at))} à ${formatHeure(parisTime(at))}`;
}

const GESTES = {
  creer: 'Noté',
  modifier: 'Modifié',
  supprimer: 'Supprimé',
  lier: 'Rattaché à une personne suivie',
  delier: 'Détaché de la personne suivie',
} as const;
const SORTS = {
  retenue: { tone: 'success', label: 'version actuelle' },
  ecartee: { tone: 'warning', label: 'mise de côté' },
} as const;

/** Minutes after which the time of reception is worth a word. */
const DIFFERE_MINUTES = 2;

type Props = {
  readonly id: string;
  /** Undefined once it is deleted. */
  readonly accompagnement: Accompagnement | undefined;
  readonly etapes: readonly Etape[];
  readonly cleDe: () => string;
  /** The account that reads. */
  readonly lecteur: string;
  readonly certifie: MoisCertifie | null;
  readonly retour: string;
  readonly errors: FormState['errors'];
};

export function HistoriquePage(props: Props) {
  const { accompagnement, etapes, certifie, retour, errors } = props;
  const ecartees = etapes.filter(({ reprenable }) => reprenable).length;
  return (
    <>
      <PageHeader
        title="Historique d’un accompagnement"
        lead={
          accompagnement === undefined
            ? 'Cet accompagnement est supprimé : vous seul en voyez encore la trace.'
            : `${direSaisie(accompagnement)}, ${formatDuree(accompagnement.dureeMinutes)}, le ${formatDate(accompagnement.jour)}`
        }
      />
      <ErrorSummary state={{ values: {}, errors }} />
      {certifie !== null && <CertifieAlert {...certifie} />}
      {ecartees > 0 && certifie === null && (
        <Alert tone="warning">
          {ecartees === 1
            ? 'Une version a été mise de côté : elle a été saisie sur un appareil qui ne connaissait pas la suivante.'
            : `${ecartees} versions ont été mises de côté : elles ont été saisies sur un appareil qui ne connaissait pas la suivante.`}{' '}
          Vérifiez que rien ne manque.
        </Alert>
      )}
      {etapes.length === 0 ? (
        <EmptyState title="Aucune trace">
          Cet accompagnement a été noté avant que les versions soient gardées. Ses prochaines modifications se liront
          ici.
        </EmptyState>
      ) : (
        <ol class="e-versions" reversed>
          {etapes.map((etape) => (
            <EtapeItem {...props} etape={etape} />
          ))}
        </ol>
      )}
      <p class="e-actions">
        <ButtonLink href={retour}>Revenir</ButtonLink>
      </p>
    </>
  );
}

function EtapeItem(props: Props & { readonly etape: Etape }) {
  const { etape, certifie } = props;
  const { nature, sort, saisiAt, recuAt, changements, dit } = etape;
  if (estLien(etape)) return <LienItem {...props} />;
  const isLate = saisiAt.until(recuAt).total('minutes') >= DIFFERE_MINUTES;
  return (
    <li data-version={sort}>
      <h2>
        {GESTES[nature]} {quand(saisiAt)} {sort !== 'passee' && <StatusTag {...SORTS[sort]} />}
      </h2>
      {isLate && <p class="e-muted">Saisi sans réseau, reçu {quand(recuAt)}.</p>}
      {changements.length > 0 && (
        <ul>
          {changements.map(({ libelle, avant, apres }) => (
            <li>
              {libelle} : <del>{avant}</del> <span class="ds-sr-only">devient</span> <ins>{apres}</ins>
            </li>
          ))}
        </ul>
      )}
      {nature === 'modifier' && changements.length === 0 && dit.length === 0 && <p>Rien n’a changé.</p>}
      {dit.length > 0 && (
        <Disclosure summary="Ce qui était noté" open={etape.sort === 'ecartee'}>
          <ul>
            {dit.map(({ libelle, valeur }) => (
              <li>
                {libelle} : {valeur}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      {etape.reprenable && certifie === null && <Reprendre {...props} />}
    </li>
  );
}

/** A link made or unmade from the record of the person, or by a merge of two of them. */
function LienItem({ etape, lecteur }: Props & { readonly etape: Etape }) {
  const { nature, saisiAt, compteId, par, personneId } = etape;
  return (
    <li data-version="lien">
      <h2>
        {GESTES[nature]} {quand(saisiAt)}
      </h2>
      <p class="e-muted">
        {compteId === lecteur ? 'Par vous' : par === null ? 'On ne sait plus par qui' : `Par ${par}`}. Ce qui est noté
        n’a pas changé.
      </p>
      {nature === 'lier' && (
        <p>
          {personneId === null ? 'Sa fiche n’existe plus.' : <a href={`/personnes/${personneId}`}>Voir sa fiche</a>}
        </p>
      )}
    </li>
  );
}

function Reprendre({ id, accompagnement, etape, cleDe }: Props & { readonly etape: Etape }) {
  return (
    <form method="post" action={`/accompagnements/${id}/historique`}>
      <HiddenField name="_cle" value={cleDe()} />
      <HiddenField name="reprise" value={etape.id} />
      <HiddenField name="base" value={accompagnement?.versionId ?? ''} />
      <SubmitButton variant="secondary">
        {accompagnement === undefined ? 'Noter de nouveau cette version' : 'Reprendre cette version'}
        <span class="ds-sr-only">, saisie {quand(etape.saisiAt)}</span>
      </SubmitButton>
    </form>
  );
}
