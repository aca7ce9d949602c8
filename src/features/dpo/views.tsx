import { formatDateLongue } from '../../domain/date.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Alert, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { PorteDesDonnees } from '../dossiers/porte.tsx';
import type { Porte } from '../dossiers/rules.ts';
import type { Ligne, Section as SectionDpo } from './section.ts';

/** A section with what it read. */
export type SectionLue = SectionDpo & { readonly lignes: readonly Ligne[] };

function resume(attendent: number): string {
  if (attendent === 0) return 'Rien n’attend de vous.';
  return attendent === 1 ? 'Une chose vous attend.' : `${attendent} choses vous attendent.`;
}

export function TableauPage(props: {
  readonly sections: readonly SectionLue[];
  readonly porte: Porte;
  readonly today: Temporal.PlainDate;
}) {
  const { sections, porte, today } = props;
  const attendent = sections.flatMap(({ lignes }) => lignes).filter(({ attend }) => attend).length;
  return (
    <>
      <PageHeader
        title="Tableau du DPO"
        kicker={formatDateLongue(today)}
        lead={resume(attendent)}
        actions={<ButtonLink href="/violations/signaler">Inscrire une violation</ButtonLink>}
      />
      <PorteDesDonnees porte={porte} />
      {attendent === 0 && porte.manques.length === 0 && (
        <Alert tone="success">Aucun délai ne court, les deux dossiers sont en vigueur.</Alert>
      )}
      {sections.map(({ cle, titre, vide, tout, lignes }) => (
        <Section
          title={titre}
          id={cle}
          actions={
            <ButtonLink href={tout.href} variant="tertiary">
              {tout.label}
            </ButtonLink>
          }
        >
          {lignes.length === 0 ? (
            <p class="e-muted">{vide}</p>
          ) : (
            <SimpleTable
              caption={titre}
              captionHidden
              columns={[{ label: 'Quoi' }, { label: 'Quand' }, { label: 'État' }]}
              rows={lignes.map((ligne) => [
                <a href={ligne.href}>{ligne.titre}</a>,
                ligne.quand ?? <span class="e-muted">—</span>,
                <StatusTag tone={ligne.tone} label={ligne.etat} />,
              ])}
            />
          )}
        </Section>
      ))}
    </>
  );
}
