import { formatDate } from '../../domain/date.ts';
import { PhoneLink } from '../../ui/contact.tsx';
import { Alert, type Description, DescriptionList, Section } from '../../ui/content.tsx';
import { Exclusions } from './actes/views.tsx';
import { nomDe } from './recit.ts';
import type { Rectification } from './rectification/store.ts';
import { Notes } from './rectification/views.tsx';
import { EXECUTIONS, type Identite, PIECES_IDENTITE, QUALITES_REPRESENTANT, ROLES_TIERS } from './rules.ts';
import type { Mandat } from './store.ts';

function faitsDe(identite: Identite): readonly Description[] {
  const { representant, tiers, verification } = identite;
  return [
    { term: 'Naissance', details: formatDate(Temporal.PlainDate.from(identite.naissance)) },
    { term: 'Téléphone', details: identite.telephone && <PhoneLink number={identite.telephone} /> },
    { term: 'Courriel', details: identite.courriel },
    ...(representant === null
      ? []
      : [
          {
            term: 'Représentant',
            details: `${nomDe(representant)}, ${QUALITES_REPRESENTANT[representant.qualite].toLowerCase()}`,
          },
        ]),
    ...(tiers === null
      ? []
      : [{ term: ROLES_TIERS[tiers.role], details: [tiers.nom, tiers.langue].filter(Boolean).join(', ') }]),
    {
      term: 'Identité vérifiée avec',
      details: `${PIECES_IDENTITE[verification.piece]}${verification.isPerimee ? ', périmée' : ''}`,
    },
    { term: 'Exécution', details: EXECUTIONS[identite.execution] },
    { term: 'Exclu', details: <Exclusions exclusions={identite.exclusions} /> },
  ];
}

/** Whose mandat it is, as far as it may be read, and who acts. */
export function Qui(props: {
  readonly mandat: Mandat;
  readonly identite: Identite | null;
  /** What the document says wrong. */
  readonly notes: readonly Rectification[];
}) {
  const { mandat, identite, notes } = props;
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
        <p class="e-muted">
          L’identité de la personne ne se lit {mandat.isRetenu ? 'pas tant que le sursis dure' : 'plus'}.
        </p>
      ) : (
        <DescriptionList items={faitsDe(identite)} />
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
