import { formatDateCourte } from '../../../domain/date.ts';
import { ISSUES, THEMATIQUES } from '../../../domain/nomenclatures.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Section } from '../../../ui/content.tsx';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { AideDuMandat } from './store.ts';

/** What the agent who looks noted with this mandat; `noter`: the address to note one more, null when nothing more may be. */
export function AidesDuMandat(props: { readonly aides: readonly AideDuMandat[]; readonly noter: string | null }) {
  const { aides, noter } = props;
  if (aides.length === 0 && noter === null) return null;
  return (
    <Section
      title="Accompagnements notés avec ce mandat"
      id="accompagnements"
      actions={noter !== null && <ButtonLink href={noter}>Noter un accompagnement</ButtonLink>}
    >
      {aides.length === 0 ? (
        <p class="e-muted">Vous n’en avez noté aucun.</p>
      ) : (
        <SimpleTable
          caption="Accompagnements notés avec ce mandat, le dernier d’abord"
          captionHidden
          columns={[{ label: 'Jour' }, { label: 'Thèmes' }, { label: 'Résultat' }]}
          rows={aides.map(({ jour, thematiques, issue }) => [
            formatDateCourte(jour),
            thematiques.map((one) => THEMATIQUES[one]).join(', '),
            issue === null ? '—' : ISSUES[issue],
          ])}
        />
      )}
    </Section>
  );
}
