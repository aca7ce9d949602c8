import { formatDate } from '../../../domain/date.ts';
import { estApres, lePlusTard } from '../../../domain/periode.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import { DescriptionList, EmptyState, Section } from '../../../ui/content.tsx';
import { DE_LA_PARTIE, enClair, suites } from '../recit.ts';
import {
  evenementsDeType,
  lireConvention,
  PARTIES,
  type Partie,
  procedures,
  representantAu,
  responsableAu,
} from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import type { LieuDeStructure } from '../views-parties.tsx';

type Jour = Temporal.PlainDate;
type Props = { readonly convention: ConventionComplete; readonly jour: Jour };

/** Who represents each party that day, who is in charge, and who signed. */
export function PartiesDuJour({ convention, territoire, jour }: Props & { readonly territoire: Territoire }) {
  const parties = PARTIES.flatMap((partie) => {
    const charge = responsableAu(convention, partie, jour);
    return [
      { term: `Représentant ${DE_LA_PARTIE[partie]}`, details: representant(convention, territoire, partie, jour) },
      {
        term: `Personne chargée de la convention, du côté ${DE_LA_PARTIE[partie]}`,
        details: charge === null ? null : `${charge.nom}, ${charge.qualite}, depuis le ${formatDate(charge.date)}`,
      },
    ];
  });
  return (
    <Section title="Parties">
      <DescriptionList items={parties} />
    </Section>
  );
}

function representant(convention: ConventionComplete, territoire: Territoire, partie: Partie, jour: Jour): string {
  const known = representantAu(convention, partie, jour);
  if (known === null) {
    const { representantNom, representantFonction } = partie === 'departement' ? territoire : convention.structure;
    return `${representantNom}, ${representantFonction} (d’après le registre d’aujourd’hui)`;
  }
  const { nom, qualite, depuis, source } = known;
  return `${nom}, ${qualite} (${source === 'changement' ? 'depuis le' : 'signataire du'} ${formatDate(depuis)})`;
}

/** A lieu of the structure, with the day of each agreement. */
export type LieuAccorde = Pick<LieuDeStructure, 'id' | 'nom' | 'commune' | 'fermeLe'> & {
  readonly accordBeneficiaireLe: Jour | null;
  readonly accordDepartementLe: Jour | null;
};

/**
 * Lieux that both parties had agreed to: those that the convention records, and those agreed to before it was in force,
 * which only the register knows. Source: art. 1.2, « défini par le Bénéficiaire en accord avec le Département ».
 */
function convenusAu({ convention, lieux, jour }: Props & { readonly lieux: readonly LieuAccorde[] }) {
  const recorded = evenementsDeType(convention, 'lieu_convenu').map(({ lieuId, date }) => ({ lieuId, date }));
  const known = lieux.flatMap(({ id, fermeLe, accordBeneficiaireLe, accordDepartementLe }) => {
    if (recorded.some(({ lieuId }) => lieuId === id) || accordBeneficiaireLe === null || accordDepartementLe === null) {
      return [];
    }
    const date = lePlusTard(accordBeneficiaireLe, accordDepartementLe);
    const isClosed = fermeLe !== null && !estApres(fermeLe, jour);
    return estApres(date, jour) || isClosed ? [] : [{ lieuId: id, date }];
  });
  return [...recorded, ...known].sort((a, b) => Temporal.PlainDate.compare(a.date, b.date));
}

export function LieuxDuJour(props: Props & { readonly lieux: readonly LieuAccorde[] }) {
  const agreed = convenusAu(props);
  return (
    <Section title="Lieux convenus">
      {agreed.length === 0 ? (
        <EmptyState title="Aucun lieu n’est convenu ce jour-là." />
      ) : (
        <ul class="e-links">
          {agreed.map(({ lieuId, date }) => {
            const lieu = props.lieux.find(({ id }) => id === lieuId);
            return (
              <li>
                {lieu === undefined ? (
                  'Lieu qui n’est plus au registre'
                ) : (
                  <a href={`/lieux/${lieu.id}/fiche`}>{lieu.nom}</a>
                )}
                {lieu && `, ${lieu.commune}`}, depuis le {formatDate(date)}
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}

/** Letters that run and what is awaited that day. */
export function AttentesDuJour({ convention, jour }: Props) {
  const lecture = lireConvention(convention);
  const open = lecture === null ? [] : procedures(convention, lecture.clausesAu);
  const isOver = lecture?.fin ? Temporal.PlainDate.compare(lecture.fin.le, jour) < 0 : false;
  const letters = isOver
    ? []
    : [
        ...open
          .filter(({ remedieeLe, constat }) => remedieeLe === null && constat === null)
          .map((one) => one.miseEnDemeure),
        ...evenementsDeType(convention, 'force_majeure'),
        ...evenementsDeType(convention, 'opposition'),
      ];
  const sentences = [...letters.map((one) => enClair(one)), ...suites(convention, jour).map(({ texte }) => texte)];
  return (
    <Section title="Procédures et attentes">
      {sentences.length === 0 ? (
        <EmptyState title="Rien n’est en cours ni attendu ce jour-là." />
      ) : (
        <ul>
          {sentences.map((sentence) => (
            <li>{sentence}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}
