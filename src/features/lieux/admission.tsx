import { StatusTag } from '../../ui/content.tsx';
import type { Admissions } from './conformite/store.ts';
import { phraseAdmission } from './rules.ts';

/** « Admis par dérogation jusqu’au … », beside the name of a lieu; nothing when it needs none. Every page that names a lieu may draw it. */
export function Admission({ admis, lieuId }: { readonly admis: Admissions; readonly lieuId: string | null }) {
  const au = lieuId === null ? undefined : admis.get(lieuId);
  return au === undefined ? null : <StatusTag tone="warning" label={phraseAdmission(au)} />;
}
