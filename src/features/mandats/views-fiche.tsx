import { formatDate } from '../../domain/date.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { PhoneLink } from '../../ui/contact.tsx';
import { Alert, DescriptionList, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import type { Acte } from './actes/store.ts';
import { ActesDe, Exclusions } from './actes/views.tsx';
import {
  dernierJourDit,
  direDemarche,
  direSort,
  moment,
  nomDe,
  numeroDe,
  TONS_ETAT,
  TONS_FIN,
  titreSansNom,
} from './recit.ts';
import type { Rectification } from './rectification/store.ts';
import { Notes } from './rectification/views.tsx';
import {
  CANAUX_FIN,
  CAUSES_FIN,
  ETATS,
  type Etat,
  EXECUTIONS,
  enCours,
  finAu,
  PIECES_IDENTITE,
  QUALITES_REPRESENTANT,
  ROLES_TIERS,
  resteADire,
} from './rules.ts';
import type { DemarcheRangee, Lisible, Mandat } from './store.ts';
import { FaconsDeRetirer } from './views.tsx';

type Fiche = {
  readonly mandat: Mandat;
  readonly lisible: Lisible;
  readonly actes: readonly Acte[];
  /** What the document says wrong. */
  readonly notes: readonly Rectification[];
  readonly etat: Etat;
  readonly isMandataire: boolean;
  /** What becomes of what is not read any more: see `direSuite`. */
  readonly suite: string;
  readonly now: Temporal.Instant;
};

export function FichePage(props: Fiche) {
  const { mandat, lisible, etat, now } = props;
  const { identite } = lisible;
  const isActive = enCours(mandat, now).length > 0;
  return (
    <>
      <PageHeader
        kicker="Mandat"
        title={identite === null ? titreSansNom(mandat) : nomDe(identite)}
        status={<StatusTag tone={TONS_ETAT[etat]} label={ETATS[etat]} />}
        lead={
          mandat.signeAt &&
          `Signé le ${moment(mandat.signeAt)}, ${mandat.endroit}${isActive ? ` ; en vigueur jusqu’au ${dernierJourDit(mandat)}` : ''}.`
        }
        actions={
          <>
            {isActive && !mandat.isRetenu && (
              <ButtonLink href={`/mandats/${mandat.id}/actes/nouveau`} variant="primary">
                Noter un acte
              </ButtonLink>
            )}
            <ButtonLink href={`/mandats/${mandat.id}/comptes`}>Comptes du mandat</ButtonLink>
            {identite !== null && (
              <ButtonLink href={`/mandats/${mandat.id}/document.pdf`} icon="download">
                Document signé
              </ButtonLink>
            )}
          </>
        }
      />
      <Avis {...props} />
      <Demarches {...props} />
      <Actes {...props} />
      <Qui {...props} />
      <Fins {...props} isActive={isActive} />
      {isActive && <FaconsDeRetirer />}
    </>
  );
}

/** What must be known before anything else. */
function Avis({ mandat, lisible, suite, now }: Fiche) {
  const aDire = mandat.demarches.filter(
    ({ fin, tiersPrevenusAt, id }) => fin !== null && resteADire(fin.cause, tiersPrevenusAt) && lisible.objets.has(id),
  );
  const isOver = enCours(mandat, now).length === 0;
  return (
    <>
      {mandat.isRetenu && (
        <Alert tone="warning" title="Ce mandat est retenu pour une raison de droit">
          <p>Personne ne le lit, et rien n’en est détruit, tant que la retenue n’est pas levée.</p>
        </Alert>
      )}
      {aDire.length > 0 && (
        <Alert tone="warning" title="Des organismes sont à prévenir">
          <p>
            {aDire.length === 1
              ? 'Un organisme n’est pas encore prévenu'
              : `${aDire.length} organismes ne sont pas encore prévenus`}{' '}
            que vous n’agissez plus. <a href={`/mandats/${mandat.id}/recu`}>Reçu et organismes à prévenir</a>
          </p>
        </Alert>
      )}
      {isOver && !mandat.isRetenu && lisible.identite === null && (
        <Alert
          tone="neutral"
          title={mandat.detruitAt === null ? 'Ce mandat est fini' : `Détruit le ${moment(mandat.detruitAt)}`}
        >
          <p>
            Ce qu’il disait ne se lit plus{mandat.detruitAt === null && ` ; ${suite}`}. Restent ses dates, ses fins et
            les empreintes qui prouvent qu’il a existé.
          </p>
        </Alert>
      )}
    </>
  );
}

function Demarches({ mandat, lisible, now }: Fiche) {
  const inForce = new Set(enCours(mandat, now).map(({ id }) => id));
  return (
    <Section title="Ce qui est confié" id="demarches">
      <ul class="e-mandat-demarches">
        {mandat.demarches.map((demarche) => (
          <li>
            <p>
              <Sort demarche={demarche} mandat={mandat} now={now} />{' '}
              <strong>{direDemarche(demarche, lisible.objets.get(demarche.id))}</strong>
            </p>
            {!inForce.has(demarche.id) && <p class="e-muted">{direSort(demarche, mandat, now)}.</p>}
            {inForce.has(demarche.id) && !mandat.isRetenu && (
              <p class="e-mandat-gestes">
                <a href={`/mandats/${mandat.id}/actes/nouveau?rang=${demarche.rang}`}>
                  Noter un acte<span class="ds-sr-only"> : {numeroDe(demarche)}</span>
                </a>
                <a href={`/mandats/${mandat.id}/achever?rang=${demarche.rang}`}>
                  Achever<span class="ds-sr-only"> : {numeroDe(demarche)}</span>
                </a>
              </p>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Sort({ demarche, mandat, now }: { readonly demarche: DemarcheRangee } & Pick<Fiche, 'mandat' | 'now'>) {
  if (demarche.detruiteAt !== null) return <StatusTag tone="neutral" label={ETATS.detruit} />;
  const fin = mandat.finPrevueAt === null ? null : finAu(demarche, mandat.finPrevueAt, now);
  if (fin === null) return <StatusTag tone="success" label={ETATS.actif} />;
  return <StatusTag tone={TONS_FIN[fin.cause]} label={CAUSES_FIN[fin.cause]} />;
}

function Actes({ mandat, lisible, actes }: Fiche) {
  return (
    <Section title="Ce qui a été fait" id="actes">
      {actes.length === 0 && <p class="e-muted">Aucun acte noté.</p>}
      {actes.length > 0 &&
        mandat.demarches.map((demarche) => (
          <>
            <h3>{direDemarche(demarche, lisible.objets.get(demarche.id))}</h3>
            <ActesDe actes={actes.filter(({ demarcheId }) => demarcheId === demarche.id)} titre={numeroDe(demarche)} />
          </>
        ))}
    </Section>
  );
}

function Qui({ mandat, lisible: { identite }, notes }: Fiche) {
  return (
    <Section
      title="Qui"
      id="qui"
      actions={identite !== null && <a href={`/mandats/${mandat.id}/rectifications`}>Noter une rectification</a>}
    >
      {notes.length > 0 && (
        <Alert tone="info" title="Le document signé est rectifié">
          <Notes notes={notes} />
        </Alert>
      )}
      {identite === null ? (
        <p class="e-muted">L’identité de la personne ne se lit plus.</p>
      ) : (
        <DescriptionList
          items={[
            { term: 'Naissance', details: formatDate(Temporal.PlainDate.from(identite.naissance)) },
            { term: 'Téléphone', details: identite.telephone && <PhoneLink number={identite.telephone} /> },
            { term: 'Courriel', details: identite.courriel },
            ...(identite.representant === null
              ? []
              : [
                  {
                    term: 'Représentant',
                    details: `${nomDe(identite.representant)}, ${QUALITES_REPRESENTANT[identite.representant.qualite].toLowerCase()}`,
                  },
                ]),
            ...(identite.tiers === null
              ? []
              : [
                  {
                    term: ROLES_TIERS[identite.tiers.role],
                    details: [identite.tiers.nom, identite.tiers.langue].filter(Boolean).join(', '),
                  },
                ]),
            {
              term: 'Identité vérifiée avec',
              details: `${PIECES_IDENTITE[identite.verification.piece]}${identite.verification.isPerimee ? ', périmée' : ''}`,
            },
            { term: 'Exécution', details: EXECUTIONS[identite.execution] },
            { term: 'Exclu', details: <Exclusions exclusions={identite.exclusions} /> },
          ]}
        />
      )}
      <DescriptionList
        items={[
          { term: 'Mandataire', details: mandat.agent },
          { term: 'Suppléant', details: mandat.suppleant ?? 'aucun' },
          { term: 'Code du mandat', details: mandat.code },
          { term: 'Signature', details: mandat.forme === 'papier' ? 'sur papier' : 'sur tablette' },
        ]}
      />
    </Section>
  );
}

/** How each démarche ended, and what may still end. */
function Fins({ mandat, isMandataire, now, isActive }: Fiche & { readonly isActive: boolean }) {
  const ended = mandat.demarches.flatMap((demarche) => {
    const fin = mandat.finPrevueAt === null ? null : finAu(demarche, mandat.finPrevueAt, now);
    return fin === null ? [] : [{ demarche, fin }];
  });
  const base = `/mandats/${mandat.id}`;
  return (
    <Section title="Arrêter" id="fins">
      {ended.length > 0 && (
        <ul>
          {ended.map(({ demarche, fin }) => (
            <li>
              {numeroDe(demarche)} : {direSort(demarche, mandat, now)}. {CANAUX_FIN[fin.canal]}.
            </li>
          ))}
        </ul>
      )}
      {ended.some(({ fin }) => fin.cause !== 'achevement' && fin.cause !== 'expiration') && (
        <p>
          <a href={`${base}/recu`}>Reçu et organismes à prévenir</a>
        </p>
      )}
      {isActive ? (
        <ul class="e-links">
          <li>
            <a href={`${base}/retirer`}>La personne retire son mandat, en tout ou en partie</a>
          </li>
          <li>
            <a href={`${base}/achever`}>Une démarche est achevée</a>
          </li>
          <li>
            <a href={`${base}/renoncer`}>
              {isMandataire ? 'Je renonce à ce mandat' : 'Je ne peux plus remplacer le mandataire'}
            </a>
          </li>
          <li>
            <a href={`${base}/deces`}>La personne est décédée</a>
          </li>
          <li>
            <a href={`${base}/protection`}>Une mesure de protection est ouverte</a>
          </li>
          <li>
            <a href={`${base}/renouveler`}>Renouveler : un nouveau mandat, signé sur place</a>
          </li>
        </ul>
      ) : (
        <p>
          Plus rien n’est en cours. Pour continuer, il faut un nouveau mandat, signé sur place :{' '}
          <a href={`${base}/renouveler`}>Renouveler</a>
        </p>
      )}
    </Section>
  );
}
