import { formatDate } from '../../domain/date.ts';
import type { Territoire } from '../../domain/territoire.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { DescriptionList, EmptyState, Section } from '../../ui/content.tsx';
import { Disclosure } from '../../ui/figure.tsx';
import { Admission } from '../lieux/admission.tsx';
import type { Admissions } from '../lieux/conformite/store.ts';
import type { EcartFrequence } from '../permanences/frequence/rules.ts';
import { EcartAlert } from '../permanences/frequence/views.tsx';
import type { LieuDeStructure } from '../structures/store.ts';
import { clausesEnClair } from './clauses-form.ts';
import { DE_LA_PARTIE } from './recit.ts';
import { representantDe } from './representant.ts';
import { evenementsDeType, type Partie, responsableAu, type Signature } from './rules.ts';
import type { ConventionComplete } from './store.ts';

type Props = {
  readonly convention: ConventionComplete;
  readonly lieux: readonly LieuDeStructure[];
  readonly territoire: Territoire;
  readonly today: Temporal.PlainDate;
  readonly isEquipe: boolean;
  readonly admis: Admissions;
  readonly ecart: EcartFrequence | undefined;
};

export function PartiesSection({ convention, territoire, today, isEquipe }: Props) {
  const { structure } = convention;
  const representant = (partie: Partie) => {
    const { nom, qualite } = representantDe(convention, territoire, partie, today);
    return `représenté par ${nom}, ${qualite}`;
  };
  const responsables = (['departement', 'beneficiaire'] as const).flatMap((partie) => {
    const one = responsableAu(convention, partie, today);
    return one === null
      ? []
      : [{ term: `Suivie, du côté ${DE_LA_PARTIE[partie]}, par`, details: `${one.nom}, ${one.qualite}` }];
  });
  return (
    <Section title="Parties et clauses">
      <DescriptionList
        items={[
          { term: 'Le Département', details: `${territoire.nomComplet}, ${representant('departement')}` },
          {
            term: 'Le Bénéficiaire',
            details: `${structure.nom}, ${structure.adresse}, ${structure.codePostal} ${structure.commune}, ${representant('beneficiaire')}`,
          },
          ...responsables,
          { term: 'Point d’accueil', details: convention.pointAccueil },
          { term: 'Signée par', details: signataires(convention) },
          ...(isEquipe && convention.note !== null ? [{ term: 'Note interne', details: convention.note }] : []),
        ]}
      />
      <Disclosure summary="Lire les clauses signées">
        <DescriptionList items={clausesEnClair(convention.clauses)} />
      </Disclosure>
      <p>
        <a href={`/conventions/${convention.id}/jour`}>Lire les clauses en vigueur aujourd’hui</a>, avenants compris.
      </p>
    </Section>
  );
}

function signataires(convention: ConventionComplete): string {
  return evenementsDeType(convention, 'signature')
    .map(({ signataire, qualite, date }: Signature) => `${signataire}, ${qualite}, le ${formatDate(date)}`)
    .join(' ; ');
}

export function LieuxSection({ convention, lieux, isEquipe, admis, ecart }: Props) {
  const declarer = isEquipe && (
    <>
      <ButtonLink href={`/lieux/nouveau?structure=${convention.structureId}`}>Déclarer un lieu</ButtonLink>
      {lieux.length > 0 && <ButtonLink href="/permanences/nouvelle">Ouvrir une permanence</ButtonLink>}
    </>
  );
  return (
    <Section title="Lieux de la structure" actions={declarer}>
      <EcartAlert ecart={ecart} />
      {lieux.length === 0 ? (
        <EmptyState title="Aucun lieu n’est déclaré.">
          Le lieu est défini par le Bénéficiaire en accord avec le Département (art. 1.2).
        </EmptyState>
      ) : (
        <ul class="e-links">
          {lieux.map((lieu) => (
            <li>
              <a href={`/lieux/${lieu.id}/fiche`}>{lieu.nom}</a>, {lieu.commune}
              {lieu.fermeLe !== null && ` (fermé le ${formatDate(lieu.fermeLe)})`}{' '}
              {lieu.fermeLe === null && <Admission admis={admis} lieuId={lieu.id} />}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
