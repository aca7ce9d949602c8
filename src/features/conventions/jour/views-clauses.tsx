import { formatDate } from '../../../domain/date.ts';
import { DescriptionList, Section } from '../../../ui/content.tsx';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { nomAvenant } from '../avenants/en-clair.ts';
import { clausesEnClair } from '../clauses-form.ts';
import { enClair } from '../recit.ts';
import {
  type Avenant,
  type Clauses,
  type Convention,
  charteAu,
  clausesAu,
  effetAvenant,
  evenementsDeType,
  jourConnu,
  LIBELLES_PARTIE,
  originauxAu,
  originesClauses,
} from '../rules.ts';

type Props = { readonly convention: Convention; readonly jour: Temporal.PlainDate };

/** Each clause in force, and which avenant set it. */
export function ClausesDuJour({ convention, jour }: Props) {
  const origines = originesClauses(convention, jour);
  return (
    <Section title="Clauses en vigueur">
      <SimpleTable
        caption="Ce que dit chaque clause ce jour-là, et d’où elle vient"
        captionHidden
        columns={[{ label: 'Clause' }, { label: 'Ce qu’elle dit' }, { label: 'Fixée par' }]}
        rows={clausesEnClair(clausesAu(convention, jour)).map(({ term, details, cles }) => [
          term,
          details,
          origine(cles, origines),
        ])}
      />
    </Section>
  );
}

function origine(cles: readonly (keyof Clauses)[], origines: ReadonlyMap<keyof Clauses, Avenant>): string {
  const avenants = [...new Set(cles.flatMap((cle) => origines.get(cle) ?? []))];
  if (avenants.length === 0) return 'la convention, telle que signée';
  return avenants
    .map((avenant) => {
      const effet = effetAvenant(avenant);
      return `avenant ${nomAvenant(avenant)}${effet === null ? '' : `, en vigueur depuis le ${formatDate(effet)}`}`;
    })
    .join(' ; ');
}

/** Authorisations, transmissions, originals, charter, insurance. */
export function PapiersDuJour({ convention, jour }: Props) {
  const say = (type: 'deliberation' | 'teletransmission' | 'assurance') =>
    evenementsDeType(convention, type)
      .toSorted((a, b) => Temporal.PlainDate.compare(jourConnu(a), jourConnu(b)))
      .map((evenement) => enClair(evenement));
  const charte = charteAu(convention, jour);
  const originaux = [...originauxAu(convention, jour)].map(([exemplaire, original]) => ({
    term: `Original n° ${exemplaire}`,
    details:
      original === null
        ? null
        : `${LIBELLES_PARTIE[original.detenteur]}, ${original.emplacement}, depuis le ${formatDate(original.date)}`,
  }));
  return (
    <Section title="Papiers">
      <DescriptionList
        items={[
          { term: 'Autorisations de signer', details: liste(say('deliberation')) },
          { term: 'Accusés de réception en préfecture', details: liste(say('teletransmission')) },
          ...originaux,
          {
            term: 'Charte de communication (art. 5)',
            details:
              charte === null || charte.conclueLe === null
                ? 'aucune n’est acceptée par les deux parties'
                : `${charte.contenu.nom}, acceptée par les deux parties le ${formatDate(charte.conclueLe)} : mention « ${charte.contenu.mention} », logos (${charte.contenu.logos}), format d’au moins ${charte.contenu.taillePourcent} % de celui des autres partenaires`,
          },
          { term: 'Assurance du Bénéficiaire (art. 4.2)', details: liste(say('assurance')) },
        ]}
      />
    </Section>
  );
}

function liste(phrases: readonly string[]) {
  if (phrases.length === 0) return null;
  return phrases.length === 1 ? (
    phrases[0]
  ) : (
    <ul>
      {phrases.map((one) => (
        <li>{one}</li>
      ))}
    </ul>
  );
}
