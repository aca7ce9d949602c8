import { formatDateCourte, formatMois } from '../../../domain/date.ts';
import { StatusTag } from '../../../ui/content.tsx';
import type { Tone } from '../../../ui/tone.ts';
import { type Attente, ETATS_RELEVE, type EtatReleve } from '../rules.ts';

const TONS: Readonly<Record<EtatReleve, Tone>> = {
  a_envoyer: 'info',
  envoye: 'info',
  retourne: 'warning',
  certifie: 'success',
};

/** Where it stands; late, it says so. */
export function EtatTag({ etat, isLate }: { readonly etat: EtatReleve; readonly isLate: boolean }) {
  const label = ETATS_RELEVE[etat];
  return <StatusTag tone={isLate ? 'danger' : TONS[etat]} label={isLate ? `${label}, en retard` : label} />;
}

const PARTIES = { agent: 'l’agent', beneficiaire: 'le Bénéficiaire' } as const;

/** « attend l’agent depuis le 31/10/2026 ». */
export function direAttente(attente: Attente | null): string {
  return attente === null ? '' : `attend ${PARTIES[attente.partie]} depuis le ${formatDateCourte(attente.depuis)}`;
}

/** « Octobre 2026 ». */
export function titreDuMois(mois: Temporal.PlainDate): string {
  const name = formatMois(mois);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
