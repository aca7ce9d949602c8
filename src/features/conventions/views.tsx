import { StatusTag } from '../../ui/content.tsx';
import { SENS_STATUT } from './recit.ts';
import { STATUTS_CONVENTION, type StatutConvention } from './rules.ts';

export function EtatConvention({ statut }: { readonly statut: StatutConvention }) {
  return <StatusTag tone={SENS_STATUT[statut].tone} label={STATUTS_CONVENTION[statut]} />;
}
