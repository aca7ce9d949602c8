import { formatDateCourte } from '../../../domain/date.ts';
import { StatusTag } from '../../../ui/content.tsx';
import { isConvenu } from '../rules.ts';
import type { Lieu } from '../store.ts';

/** Open, to be agreed by both parties, or closed. */
export function EtatLieu({ lieu, today }: { readonly lieu: Lieu; readonly today: Temporal.PlainDate }) {
  if (lieu.fermeLe !== null) return <StatusTag tone="neutral" label={`fermé le ${formatDateCourte(lieu.fermeLe)}`} />;
  return convenu(lieu, today) ? (
    <StatusTag tone="success" label="ouvert" />
  ) : (
    <StatusTag tone="warning" label="accord à recueillir" />
  );
}

function convenu(lieu: Lieu, today: Temporal.PlainDate): boolean {
  const { structureId, accordBeneficiaireLe, accordDepartementLe } = lieu;
  return isConvenu({ structureId, beneficiaireLe: accordBeneficiaireLe, departementLe: accordDepartementLe }, today);
}
