import { formatDate } from '../../domain/date.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Section } from '../../ui/content.tsx';
import { finConvention } from './rules.ts';
import type { ConventionComplete } from './store.ts';

/** Where what the end of a convention leaves planned is read and decided; nothing while nothing ends it. Source: art. 6, art. 7. */
export function FinSection(props: { readonly convention: ConventionComplete; readonly today: Temporal.PlainDate }) {
  const { convention, today } = props;
  const fin = finConvention(convention);
  if (fin === null) return null;
  const isPast = Temporal.PlainDate.compare(fin.le, today) < 0;
  return (
    <Section title="Fin de la convention">
      <p>
        {isPast ? 'Elle a pris fin le ' : 'Ce qui est enregistré à ce jour y met fin le '}
        {formatDate(fin.le)} au soir.{' '}
        {isPast
          ? 'Voyez si des séances restent prévues après ce jour.'
          : 'Voyez ce qui se passera ce jour-là, et les séances prévues au-delà.'}
      </p>
      <div class="e-actions">
        <ButtonLink href={`/conventions/${convention.id}/suites`}>Fin et séances prévues</ButtonLink>
      </div>
    </Section>
  );
}
