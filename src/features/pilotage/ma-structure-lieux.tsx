import { formatDate } from '../../domain/date.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Card, CardGrid, EmptyState, Section, StatusTag } from '../../ui/content.tsx';
import type { EtatAffiche } from '../communication/rules/affichage.ts';
import { type Derogation, estAnnoncable, etatLieu, phraseCriteres } from '../lieux/rules.ts';
import type { Lieu } from '../lieux/store.ts';

export type LieuChezSoi = {
  readonly lieu: Lieu;
  /** The dérogation by which it hosts permanences; null: it needs none. */
  readonly derogation: Derogation | null;
  readonly affiche: EtatAffiche;
};

type Props = { readonly lieux: readonly LieuChezSoi[]; readonly today: Temporal.PlainDate };

/** The lieux of a structure, as its référent looks after them. */
export function LieuxSection({ lieux, today }: Props) {
  const proposer = <ButtonLink href="/lieux/proposer">Proposer un lieu</ButtonLink>;
  return (
    <Section title="Vos lieux et leurs affiches" id="lieux" actions={lieux.length > 0 && proposer}>
      {lieux.length === 0 ? (
        <EmptyState title="Aucun lieu n’est encore déclaré" action={proposer}>
          Le lieu est choisi avec le Département (art. 1.2) : proposez le vôtre, l’équipe technique le visitera.
        </EmptyState>
      ) : (
        <CardGrid>
          {lieux.map((one) => (
            <LieuCard {...one} today={today} />
          ))}
        </CardGrid>
      )}
      <p class="e-muted">
        L’affiche dit toujours les horaires du jour où vous l’imprimez. Elle doit rester visible du public (art. 1.2).
      </p>
    </Section>
  );
}

function LieuCard({ lieu, derogation, affiche, today }: LieuChezSoi & { readonly today: Temporal.PlainDate }) {
  const isAnnonce = estAnnoncable(lieu, today);
  return (
    <Card title={lieu.nom} tag={<Etat lieu={lieu} today={today} />}>
      <p>
        {lieu.adresse}, {lieu.codePostal} {lieu.commune}
      </p>
      {lieu.visitePrevueLe !== null && <p>Visite prévue le {formatDate(lieu.visitePrevueLe)}.</p>}
      {derogation !== null && (
        <p>
          Admis par dérogation jusqu’au {formatDate(derogation.au)}, malgré : {phraseCriteres(derogation.criteres)}.{' '}
          {derogation.motif.replace(/\.$/, '')} ({derogation.auteur}).
        </p>
      )}
      {isAnnonce && lieu.fermeLe === null && <p>{direAffiche(affiche)}</p>}
      <ul class="e-links">
        {isAnnonce && (
          <>
            <li>
              <a href={`/lieux/${lieu.id}/affiche.pdf`}>
                Imprimer l’affiche<span class="ds-sr-only"> : {lieu.nom}</span> (PDF)
              </a>
            </li>
            {lieu.fermeLe === null && (
              <li>
                <a href={`/lieux/${lieu.id}/affiche`}>
                  Confirmer qu’elle est posée<span class="ds-sr-only"> : {lieu.nom}</span>
                </a>
              </li>
            )}
            <li>
              <a href={`/lieux/${lieu.id}/feuille`}>
                Feuille du jour<span class="ds-sr-only"> : {lieu.nom}</span> (PDF)
              </a>
            </li>
          </>
        )}
        <li>
          <a href={`/lieux/${lieu.id}/fiche`}>
            Voir la fiche<span class="ds-sr-only"> : {lieu.nom}</span>
          </a>
        </li>
        {lieu.accordBeneficiaireLe === null && lieu.fermeLe === null && lieu.refuseeLe === null && (
          <li>
            <a href={`/lieux/${lieu.id}/accord`}>
              Donner l’accord de votre structure<span class="ds-sr-only"> : {lieu.nom}</span>
            </a>
          </li>
        )}
        {isAnnonce && (
          <li>
            <a href={`/lieux/${lieu.id}`}>
              Page publique<span class="ds-sr-only"> : {lieu.nom}</span>
            </a>
          </li>
        )}
      </ul>
    </Card>
  );
}

function Etat({ lieu, today }: { readonly lieu: Lieu; readonly today: Temporal.PlainDate }) {
  switch (etatLieu(lieu, today)) {
    case 'ferme':
      return <StatusTag tone="neutral" label={`fermé le ${lieu.fermeLe === null ? '' : formatDate(lieu.fermeLe)}`} />;
    case 'propose':
      return <StatusTag tone="info" label="proposé" />;
    case 'refuse':
      return <StatusTag tone="danger" label="proposition refusée" />;
    case 'a_convenir':
      return <StatusTag tone="warning" label="accord à recueillir" />;
    case 'ouvert':
      return <StatusTag tone="success" label="convenu" />;
  }
}

function direAffiche(etat: EtatAffiche): string {
  if (etat.etat === 'jamais') return 'Affiche : personne n’a encore confirmé qu’elle est posée.';
  const le = formatDate(etat.pose.poseeLe);
  return etat.etat === 'a_jour'
    ? `Affiche posée le ${le}, à jour.`
    : `Affiche posée le ${le} : elle n’est plus à jour, remplacez-la.`;
}
