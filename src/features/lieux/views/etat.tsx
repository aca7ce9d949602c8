import { formatDateCourte } from '../../../domain/date.ts';
import { StatusTag } from '../../../ui/content.tsx';
import type { Tone } from '../../../ui/tone.ts';
import { derogationEnCours, type EtatLieu as Etat, etatLieu, type Usages } from '../rules.ts';
import type { Lieu } from '../store.ts';

const ETATS: Readonly<Record<Exclude<Etat, 'ferme'>, { readonly tone: Tone; readonly label: string }>> = {
  ouvert: { tone: 'success', label: 'ouvert' },
  a_convenir: { tone: 'warning', label: 'accord à recueillir' },
  propose: { tone: 'info', label: 'proposé' },
  refuse: { tone: 'danger', label: 'proposition refusée' },
};

/** « ouvert », « proposé », « fermé le 24/11/2026 » */
export function direEtat(lieu: Lieu, today: Temporal.PlainDate): string {
  const etat = etatLieu(lieu, today);
  if (etat === 'ferme') return lieu.fermeLe === null ? 'fermé' : `fermé le ${formatDateCourte(lieu.fermeLe)}`;
  return ETATS[etat].label;
}

/** Open, proposed, refused, to be agreed by both parties, or closed. */
export function EtatLieu({ lieu, today }: { readonly lieu: Lieu; readonly today: Temporal.PlainDate }) {
  const etat = etatLieu(lieu, today);
  return <StatusTag tone={etat === 'ferme' ? 'neutral' : ETATS[etat].tone} label={direEtat(lieu, today)} />;
}

/** « par dérogation jusqu’au 24/12/2026 », once, when a use is admitted despite a lack. */
export function direDerogation(usages: Usages): string | null {
  const derogation = derogationEnCours(usages.permanence) ?? derogationEnCours(usages.atelier);
  return derogation === null ? null : `par dérogation jusqu’au ${formatDateCourte(derogation.au)}`;
}
