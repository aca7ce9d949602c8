import { formatDate, formatDateCourte } from '../../../domain/date.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Alert, DescriptionList, EmptyState, Section, StatusTag } from '../../../ui/content.tsx';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { Tone } from '../../../ui/tone.ts';
import type { DecisionLieu } from '../decisions/store.ts';
import type { Fiche } from '../fiche.ts';
import {
  CHOIX_DECISION,
  closeLe,
  derogationVaut,
  type EtatDecision,
  etatDecision,
  etatLieu,
  phraseCriteres,
  USAGES,
} from '../rules.ts';

/** What the référent proposed, as long as both parties have not agreed. */
export function PropositionSection({ lieu, proposition, role, today, visites }: Fiche) {
  const etat = etatLieu(lieu, today);
  if (proposition === undefined || (etat !== 'propose' && etat !== 'refuse')) return null;
  const equipe = role === 'equipe';
  return (
    <Section
      title="Lieu proposé"
      id="proposition"
      actions={
        <>
          {equipe && etat === 'propose' && (
            <>
              <ButtonLink href={`/lieux/${lieu.id}/visite/prevoir`}>Prévoir la visite</ButtonLink>
              {visites.length > 0 && <ButtonLink href={`/lieux/${lieu.id}/accord`}>Donner l’accord</ButtonLink>}
              <ButtonLink href={`/lieux/${lieu.id}/refuser`} variant="tertiary">
                Refuser
              </ButtonLink>
            </>
          )}
          {role === 'referent' && etat === 'refuse' && (
            <ButtonLink href={`/lieux/${lieu.id}/reproposer`}>Proposer de nouveau</ButtonLink>
          )}
        </>
      }
    >
      {etat === 'refuse' && lieu.refuseeLe !== null ? (
        <Alert tone="danger" title={`Refusé le ${formatDate(lieu.refuseeLe)}`}>
          {proposition.refusMotif}
        </Alert>
      ) : (
        <Alert tone="info">
          Rien n’y est annoncé ni planifié avant une visite et l’accord des deux parties (article 1.2).
        </Alert>
      )}
      <DescriptionList
        items={[
          {
            term: 'Proposé',
            details: `le ${formatDate(proposition.proposeLe)}${proposition.auteur === null ? '' : `, par ${proposition.auteur}`}`,
          },
          { term: 'Déclaré par la structure', details: phraseCriteres(proposition.declares) },
          ...(proposition.message === null ? [] : [{ term: 'Message', details: proposition.message }]),
        ]}
      />
    </Section>
  );
}

export function DerogationsSection({ lieu, conformite, role, today }: Fiche) {
  const equipe = role === 'equipe';
  const { derogations } = conformite;
  if (derogations.length === 0 && !equipe) return null;
  return (
    <Section
      title="Dérogations"
      id="derogations"
      actions={equipe && <ButtonLink href={`/lieux/${lieu.id}/derogation`}>Accorder une dérogation</ButtonLink>}
    >
      {derogations.length === 0 ? (
        <EmptyState title="Aucune dérogation n’a été accordée" />
      ) : (
        <SimpleTable
          caption="Dérogations"
          captionHidden
          columns={[{ label: 'Usage admis' }, { label: 'Malgré' }, { label: 'Du' }, { label: 'Au' }, { label: 'Par' }]}
          rows={derogations.map((one) => [
            USAGES[one.usage],
            <>
              {phraseCriteres(one.criteres)}
              <div class="e-muted">{one.motif}</div>
            </>,
            formatDateCourte(one.du),
            <>
              {formatDateCourte(one.au)}
              {one.leveeLe !== null && <div class="e-muted">levée le {formatDateCourte(one.leveeLe)}</div>}
              {equipe && derogationVaut(one, today) && (
                <div>
                  <a href={`/derogations/${one.id}/lever`}>
                    Lever<span class="ds-sr-only"> la dérogation du {formatDate(one.du)}</span>
                  </a>
                </div>
              )}
            </>,
            one.auteur,
          ])}
        />
      )}
    </Section>
  );
}

const ETATS: Readonly<Record<EtatDecision, { readonly tone: Tone; readonly label: string }>> = {
  close: { tone: 'success', label: 'close' },
  en_cours: { tone: 'warning', label: 'en cours' },
  depassee: { tone: 'danger', label: 'date dépassée' },
};

function suite(decision: DecisionLieu): string {
  const le = formatDate(decision.echeance);
  const annulees =
    decision.seancesAnnulees === 0
      ? ''
      : decision.seancesAnnulees === 1
        ? ' ; 1 séance annulée'
        : ` ; ${decision.seancesAnnulees} séances annulées`;
  if (decision.choix === 'remettre') return `au plus tard le ${le}`;
  if (decision.choix === 'suspendre') return `jusqu’au ${le}${annulees}`;
  return `vers ${decision.versLieuNom ?? 'un autre lieu'} après le ${le}${annulees}`;
}

export function DecisionsSection({ lieu, decisions, conformite, role, today, aDecider }: Fiche) {
  const equipe = role === 'equipe';
  if (decisions.length === 0 && !aDecider) return null;
  return (
    <Section
      title="Décisions"
      id="decisions"
      actions={equipe && aDecider && <ButtonLink href={`/lieux/${lieu.id}/decision`}>Décider</ButtonLink>}
    >
      {decisions.length === 0 ? (
        <EmptyState title="Rien n’a encore été décidé" />
      ) : (
        <SimpleTable
          caption="Décisions"
          captionHidden
          columns={[{ label: 'Le' }, { label: 'Décision' }, { label: 'Pourquoi' }, { label: 'Par' }]}
          rows={decisions.map((one) => {
            const { tone, label } = ETATS[etatDecision(one, conformite.constats, today)];
            const closed = closeLe(one, conformite.constats);
            return [
              formatDateCourte(one.jour),
              <>
                {CHOIX_DECISION[one.choix]}
                <div class="e-muted">{suite(one)}</div>
                <StatusTag tone={tone} label={label} />
                {closed !== null && <div class="e-muted">par le constat du {formatDateCourte(closed)}</div>}
              </>,
              <>
                {phraseCriteres(one.criteres)}
                <div class="e-muted">{one.motif}</div>
              </>,
              one.auteur,
            ];
          })}
        />
      )}
    </Section>
  );
}

export function VisitesSection({ lieu, visites, role }: Fiche) {
  return (
    <Section
      title="Visites"
      id="visites"
      actions={
        role === 'equipe' && (
          <ButtonLink href={`/lieux/${lieu.id}/visite/prevoir`} variant="tertiary">
            Prévoir une visite
          </ButtonLink>
        )
      }
    >
      {visites.length === 0 ? (
        <EmptyState title="Aucune visite n’est encore notée" />
      ) : (
        <SimpleTable
          caption="Visites"
          captionHidden
          columns={[{ label: 'Le' }, { label: 'Par' }, { label: 'Remarque' }, { label: 'Photos', numeric: true }]}
          rows={visites.map((one) => [
            <a href={`/visites/${one.id}`}>
              {formatDateCourte(one.faiteLe)}
              <span class="ds-sr-only"> : le rapport de la visite</span>
            </a>,
            one.faitePar,
            one.remarque ?? '—',
            String(one.photos),
          ])}
        />
      )}
    </Section>
  );
}

/** Whether the poster on the door says what is planned. */
export function AfficheSection({ lieu, affichage }: Fiche) {
  if (affichage === undefined || lieu.fermeLe !== null) return null;
  const { etat } = affichage;
  return (
    <Section
      title="Affiche"
      id="affiche"
      actions={
        <>
          <ButtonLink href={`/lieux/${lieu.id}/affiche#periode-affiche`}>Choisir jusqu’où elle annonce</ButtonLink>
          <ButtonLink href={`/lieux/${lieu.id}/affiche`}>L’affiche est posée</ButtonLink>
        </>
      }
    >
      {etat.etat === 'jamais' && (
        <EmptyState title="Personne n’a encore confirmé que l’affiche est posée">
          Imprimez-la, posez-la de façon visible, puis confirmez-le (article 1.2).
        </EmptyState>
      )}
      {etat.etat === 'a_jour' && (
        <Alert tone="success" title="Posée, et à jour">
          Le {formatDate(etat.pose.poseeLe)}, confirmée par {etat.pose.auteur}.
        </Alert>
      )}
      {etat.etat === 'perimee' && (
        <Alert tone="warning" title={`Posée le ${formatDate(etat.pose.poseeLe)}, elle n’est plus à jour`}>
          <ul>
            {etat.raisons.map((raison) => (
              <li>{raison}</li>
            ))}
          </ul>
          Imprimez la nouvelle, posez-la, puis confirmez-le.
        </Alert>
      )}
    </Section>
  );
}
