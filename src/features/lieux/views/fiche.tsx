import { formatDate, formatDateCourte } from '../../../domain/date.ts';
import { cles } from '../../../domain/nomenclatures.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Alert, DescriptionList, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import type { Fiche } from '../fiche.ts';
import {
  aRenouvelerLe,
  type Constat,
  CRITERES,
  CRITERES_CODES,
  constatsAu,
  estAnnoncable,
  estPerime,
  phraseCriteres,
  phraseManque,
  type ReglesLieu,
  USAGES,
} from '../rules.ts';
import type { ConstatLieu } from '../store.ts';
import { EtatLieu } from './etat.tsx';
import { AfficheSection, DecisionsSection, DerogationsSection, PropositionSection, VisitesSection } from './suivi.tsx';

export function FichePage(fiche: Fiche) {
  const { lieu, today, role } = fiche;
  const equipe = role === 'equipe';
  const isAnnonce = estAnnoncable(lieu, today);
  return (
    <>
      <PageHeader
        title={lieu.nom}
        kicker={lieu.structureNom ? `Lieu du Bénéficiaire : ${lieu.structureNom}` : 'Lieu du Département'}
        status={<EtatLieu lieu={lieu} today={today} />}
        actions={<Actions {...fiche} />}
      />
      {equipe && fiche.aDecider && (
        <Alert tone="danger" title="Ce lieu ne convient plus, et des séances y sont prévues">
          Rien ne s’annule tout seul :{' '}
          <a href={`/lieux/${lieu.id}/decision`}>décidez de ce que deviennent les permanences</a>.
        </Alert>
      )}
      <PropositionSection {...fiche} />
      <DescriptionList items={[...description(fiche), ...accords(fiche)]} />
      {equipe && lieu.structureId !== null && (
        <p>
          <a href={`/structures/${lieu.structureId}`}>Voir la structure et ses conventions</a>
        </p>
      )}
      <UsagesSection {...fiche} />
      <ConstatsSection {...fiche} />
      <DerogationsSection {...fiche} />
      <DecisionsSection {...fiche} />
      <VisitesSection {...fiche} />
      {isAnnonce && <AfficheSection {...fiche} />}
      {equipe && <FinDeFiche {...fiche} />}
    </>
  );
}

function Actions({ lieu, today, role, conformite }: Fiche) {
  const equipe = role === 'equipe';
  const possible = conformite.usages.permanence.possible;
  const isAnnonce = estAnnoncable(lieu, today);
  return (
    <>
      {equipe && !possible && lieu.fermeLe === null && (
        <ButtonLink href={`/lieux/${lieu.id}/visite`} variant="primary">
          Noter une visite
        </ButtonLink>
      )}
      {isAnnonce && (
        <>
          <ButtonLink href={`/lieux/${lieu.id}/affiche.pdf`} variant={possible ? 'primary' : 'secondary'}>
            Affiche (PDF)
          </ButtonLink>
          <ButtonLink href={`/lieux/${lieu.id}`}>Page publique</ButtonLink>
          {role !== 'referent' && <ButtonLink href={`/lieux/${lieu.id}/agenda`}>Agenda</ButtonLink>}
          {role !== 'agent' && <ButtonLink href={`/lieux/${lieu.id}/feuille`}>Feuille du jour (PDF)</ButtonLink>}
        </>
      )}
      {role !== 'referent' && lieu.structureId !== null && isAnnonce && (
        <ButtonLink href={`/lieux/${lieu.id}/manquement`}>Signaler un manquement</ButtonLink>
      )}
      {role !== 'agent' && lieu.fermeLe === null && isAnnonce && (
        <ButtonLink href={`/lieux/${lieu.id}/fermetures`}>Fermetures</ButtonLink>
      )}
      {equipe && <ButtonLink href={`/lieux/${lieu.id}/salles`}>Salles</ButtonLink>}
      {equipe && <ButtonLink href={`/lieux/${lieu.id}/modifier`}>Modifier</ButtonLink>}
    </>
  );
}

function description({ lieu }: Fiche) {
  return [
    { term: 'Adresse', details: `${lieu.adresse}, ${lieu.codePostal} ${lieu.commune}` },
    { term: 'Téléphone', details: lieu.telephone },
    { term: 'Comment venir', details: lieu.acces },
    { term: 'À apporter', details: lieu.aApporter },
    ...(lieu.visitePrevueLe === null
      ? []
      : [
          {
            term: 'Visite prévue',
            details: `le ${formatDate(lieu.visitePrevueLe)}${lieu.visitePrevuePar === null ? '' : `, par ${lieu.visitePrevuePar}`}`,
          },
        ]),
  ];
}

const PAS_ENCORE = 'pas encore donné';

/** When each party agreed, and the link by which the one who reads this may. */
function accords({ lieu, role }: Fiche) {
  if (lieu.structureId === null) return [];
  const canAgree = lieu.fermeLe === null && lieu.refuseeLe === null;
  const donner = <a href={`/lieux/${lieu.id}/accord`}>Donner l’accord</a>;
  const beneficiaire = () => {
    if (lieu.accordBeneficiaireLe !== null) return formatDate(lieu.accordBeneficiaireLe);
    if (role === 'referent' && canAgree) return donner;
    return role === 'equipe' ? <a href={`/lieux/${lieu.id}/modifier`}>Noter la date de l’accord</a> : PAS_ENCORE;
  };
  const departement = () => {
    if (lieu.accordDepartementLe !== null) return formatDate(lieu.accordDepartementLe);
    return role === 'equipe' && canAgree ? donner : PAS_ENCORE;
  };
  return [
    { term: 'Accord du Bénéficiaire', details: beneficiaire() },
    { term: 'Accord du Département', details: departement() },
  ];
}

function UsagesSection({ conformite }: Fiche) {
  const { usages } = conformite;
  return (
    <Section title="Ce que le lieu peut accueillir">
      {cles(USAGES).map((usage) => {
        const verdict = usages[usage];
        if (!verdict.possible) {
          return (
            <Alert tone="warning" title={USAGES[usage]}>
              Pas encore possible :
              <ul>
                {verdict.manques.map((manque) => (
                  <li>{phraseManque(manque)}</li>
                ))}
              </ul>
            </Alert>
          );
        }
        const { derogation } = verdict;
        return (
          <Alert tone={derogation === null ? 'success' : 'warning'} title={USAGES[usage]}>
            {derogation === null ? (
              'Tous les critères sont constatés.'
            ) : (
              <>
                Par dérogation jusqu’au {formatDate(derogation.au)}, malgré : {phraseCriteres(derogation.criteres)}.{' '}
                {derogation.motif} ({derogation.auteur}).
              </>
            )}
          </Alert>
        );
      })}
    </Section>
  );
}

function ConstatsSection({ lieu, conformite, regles, today, role }: Fiche) {
  const latest = constatsAu(conformite.constats, today);
  return (
    <Section
      title="Ce qui a été constaté"
      actions={role === 'equipe' && <ButtonLink href={`/lieux/${lieu.id}/visite`}>Noter une visite</ButtonLink>}
    >
      <table class="ds-table e-stack">
        <caption class="ds-sr-only">Critères de l’article 1.2</caption>
        <thead>
          <tr>
            <th scope="col">Critère</th>
            <th scope="col">Constat</th>
            <th scope="col">Le</th>
            <th scope="col">Par</th>
            <th scope="col">À renouveler le</th>
          </tr>
        </thead>
        <tbody>
          {CRITERES_CODES.map((critere) => {
            const constat = latest.get(critere);
            return (
              <tr>
                <th scope="row" data-label="Critère">
                  {CRITERES[critere]}
                </th>
                <td data-label="Constat">
                  {constat === undefined && <StatusTag tone="neutral" label="jamais constaté" />}
                  {constat && (
                    <StatusTag
                      tone={constat.satisfait ? 'success' : 'danger'}
                      label={constat.satisfait ? 'oui' : 'non'}
                    />
                  )}
                </td>
                <td data-label="Le">{constat ? formatDateCourte(constat.constateLe) : '—'}</td>
                <td data-label="Par">{constat?.constatePar ?? '—'}</td>
                <td data-label="À renouveler le">
                  <ARenouveler constat={constat} regles={regles} today={today} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Precisions constats={conformite.constats.filter((constat) => latest.get(constat.critere)?.id === constat.id)} />
    </Section>
  );
}

function ARenouveler(props: {
  readonly constat: Constat | undefined;
  readonly regles: ReglesLieu;
  readonly today: Temporal.PlainDate;
}) {
  const { constat, regles, today } = props;
  const le = constat === undefined ? null : aRenouvelerLe(constat, regles);
  if (constat === undefined || le === null) return <span>—</span>;
  if (estPerime(constat, today, regles))
    return <StatusTag tone="danger" label={`${formatDateCourte(le)}, trop ancien`} />;
  const isPast = Temporal.PlainDate.compare(le, today) < 0;
  return isPast ? <StatusTag tone="warning" label={formatDateCourte(le)} /> : <span>{formatDateCourte(le)}</span>;
}

/** What the visits that still count said of each criterion besides yes and no, the latest first. */
function Precisions({ constats }: { readonly constats: readonly ConstatLieu[] }) {
  const said = constats.flatMap(({ critere, constateLe, constatePar, precision }) =>
    precision === null ? [] : [`${CRITERES[critere]}, ${formatDateCourte(constateLe)}, ${constatePar} : ${precision}`],
  );
  return said.length === 0 ? null : (
    <ul>
      {[...new Set(said)].reverse().map((one) => (
        <li>{one}</li>
      ))}
    </ul>
  );
}

function FinDeFiche({ lieu, today }: Fiche) {
  return (
    <div class="e-actions">
      {lieu.fermeLe === null && estAnnoncable(lieu, today) && (
        <ButtonLink href={`/permanences/nouvelle?lieu=${lieu.id}`}>Mettre en place une permanence</ButtonLink>
      )}
      {lieu.fermeLe === null ? (
        <ButtonLink href={`/lieux/${lieu.id}/fermer`} variant="tertiary">
          Fermer ce lieu
        </ButtonLink>
      ) : (
        <ButtonLink href={`/lieux/${lieu.id}/rouvrir`} variant="tertiary">
          Rouvrir ce lieu
        </ButtonLink>
      )}
    </div>
  );
}
