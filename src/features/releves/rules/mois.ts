import { estApres, estAvant, intersect, lePlusTard, type Periode } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import { type Convention, lireConvention } from '../../conventions/rules.ts';

type Jour = Temporal.PlainDate;

export const ETATS_RELEVE = {
  a_envoyer: 'À envoyer',
  envoye: 'À certifier',
  retourne: 'Retourné',
  certifie: 'Certifié',
} as const;
export type EtatReleve = keyof typeof ETATS_RELEVE;

/** What becomes of a relevé, as its history says it. */
export const ACTES_RELEVE = {
  envoye: 'Envoyé',
  repris: 'Repris avant certification',
  part: 'Part du Bénéficiaire enregistrée',
  retourne: 'Retourné avec des remarques',
  certifie: 'Certifié',
  corrige: 'Correction ouverte',
} as const;

export type ActeReleve = keyof typeof ACTES_RELEVE;

/** Who is waited for. */
export type PartieReleve = 'agent' | 'beneficiaire';

/**
 * Days after the end of the month at which the agent is reminded to send, and days after the sending at which the référents are
 * reminded to certify. The first is also the day from which one is late. The convention gives no number: « régulièrement » and
 * « la bonne fréquence » (art. 3.4). See docs/decisions/0049-releves.md.
 */
export const RELANCES: Readonly<Record<PartieReleve, readonly number[]>> = {
  agent: [5, 10, 20],
  beneficiaire: [7, 14, 28],
};

/** A month, from its first day to its last. */
export function moisEntier(mois: Jour): Periode {
  return { debut: mois.with({ day: 1 }), fin: mois.with({ day: mois.daysInMonth }) };
}

/** The days of a month on which a convention was in force; null: none. Source: art. 6. */
export function periodeDuReleve(convention: Convention, mois: Jour): Periode | null {
  const lecture = lireConvention(convention);
  const whole = moisEntier(mois);
  if (lecture === null || estApres(lecture.effet, whole.fin)) return null;
  const { effet, fin } = lecture;
  if (fin !== null && estAvant(fin.le, effet)) return null;
  return intersect({ debut: effet, fin: fin?.le ?? whole.fin }, whole);
}

/**
 * The months of which a relevé is due, by their first days: each on which the convention was in force for a day at least, once it
 * is over. None before `depuis`, the first month that Escale can count.
 *
 * Source: art. 3.4, « transmettre régulièrement »; art. 6 for what is in force.
 * Example: effet 2026-08-31, on 2026-11-01 → août, septembre, octobre 2026.
 */
export function moisDus(
  convention: Convention,
  { depuis, aujourdhui }: { readonly depuis: Jour; readonly aujourdhui: Jour },
): readonly Jour[] {
  const lecture = lireConvention(convention);
  if (lecture === null) return [];
  const months: Jour[] = [];
  let mois = lePlusTard(lecture.effet, depuis).with({ day: 1 });
  while (estAvant(moisEntier(mois).fin, aujourdhui)) {
    if (periodeDuReleve(convention, mois) === null) break;
    months.push(mois);
    mois = mois.add({ months: 1 });
  }
  return months;
}

/** What is known of the last version of a month; the days are those of Paris. */
export interface Avancement {
  readonly mois: Jour;
  readonly numero: number;
  readonly etat: EtatReleve;
  readonly envoyeLe: Jour | null;
  readonly retourneLe: Jour | null;
  /** When this version was opened: for a correction, what the agent is waited for from. */
  readonly ouvertLe: Jour | null;
}

export interface Attente {
  readonly partie: PartieReleve;
  /** The day from which it is waited for. */
  readonly depuis: Jour;
  /** The first day on which it is late. */
  readonly enRetardLe: Jour;
}

/**
 * Who is waited for, and since when; null: nobody, it is certified.
 *
 * Source: art. 3.4. Example: octobre 2026, never sent → the agent, since 2026-10-31, late on 2026-11-05. Sent on 2026-11-03 → the
 * Bénéficiaire, late on 2026-11-10.
 */
export function attente({ mois, numero, etat, envoyeLe, retourneLe, ouvertLe }: Avancement): Attente | null {
  if (etat === 'certifie') return null;
  const { fin } = moisEntier(mois);
  const of = (partie: PartieReleve, depuis: Jour): Attente => ({
    partie,
    depuis,
    enRetardLe: depuis.add({ days: RELANCES[partie][0] ?? 0 }),
  });
  if (etat === 'envoye') return of('beneficiaire', envoyeLe ?? fin);
  if (etat === 'retourne') return of('agent', retourneLe ?? fin);
  return of('agent', numero > 1 ? (ouvertLe ?? fin) : fin);
}

/** Reminders due by a day, from the first: [1, 2] when two have come. Example: the agent, since 2026-10-31, on 2026-11-10 → [1, 2]. */
export function rangsDus({ partie, depuis }: Attente, aujourdhui: Jour): readonly number[] {
  return RELANCES[partie].flatMap((jours, index) =>
    estAvant(aujourdhui, depuis.add({ days: jours })) ? [] : [index + 1],
  );
}

export interface Retard extends Attente {
  readonly mois: Jour;
}

export interface Frequence {
  /** Late months, the oldest first. */
  readonly retards: readonly Retard[];
  /** Since when it is late; null: it is not. */
  readonly depuis: Jour | null;
  readonly parties: readonly PartieReleve[];
  /** The last month certified, whatever is late before it. */
  readonly dernierCertifie: Jour | null;
}

/**
 * Whether relevés come at the « bonne fréquence »: none is late. What is waited for and not late yet is not counted.
 *
 * Source: art. 3.4, the Bénéficiaire « s'assure de la bonne fréquence ».
 * Example: septembre certified, octobre not sent, on 2026-11-06 → late since 2026-11-05, of the agent.
 */
export function frequence(avancements: readonly Avancement[], aujourdhui: Jour): Frequence {
  const inOrder = avancements.toSorted((a, b) => Temporal.PlainDate.compare(a.mois, b.mois));
  const retards = inOrder.flatMap((one): Retard[] => {
    const waited = attente(one);
    return waited === null || estAvant(aujourdhui, waited.enRetardLe) ? [] : [{ ...waited, mois: one.mois }];
  });
  const depuis = retards.map(({ enRetardLe }) => enRetardLe).toSorted(Temporal.PlainDate.compare)[0];
  return {
    retards,
    depuis: depuis ?? null,
    parties: [...new Set(retards.map(({ partie }) => partie))],
    dernierCertifie: inOrder.findLast(({ etat }) => etat === 'certifie')?.mois ?? null,
  };
}

export type RefusReleve =
  | { readonly refus: 'pas_du' }
  | { readonly refus: 'deja_envoye' }
  | { readonly refus: 'pas_envoye' }
  | { readonly refus: 'deja_certifie' }
  | { readonly refus: 'agent_en_place' }
  | { readonly refus: 'part_manquante' }
  | { readonly refus: 'chiffres_changes' }
  | { readonly refus: 'version_remplacee' };

export const PHRASES_RELEVE: Phrases<RefusReleve> = {
  pas_du: () => 'Ce mois n’appelle pas de relevé : il n’est pas fini, ou la convention n’était pas en vigueur.',
  deja_envoye: () => 'Ce relevé est déjà envoyé : rechargez la page pour voir où il en est.',
  pas_envoye: () => 'Ce relevé n’est plus à certifier : rechargez la page pour voir où il en est.',
  deja_certifie: () => 'Ce relevé est certifié : pour le changer, ouvrez une correction.',
  agent_en_place: () => 'Un agent de la convention est encore là : c’est à lui d’envoyer ce relevé.',
  part_manquante: () => 'Ajoutez d’abord votre part, même s’il n’y a rien à signaler.',
  chiffres_changes: () =>
    'Ce relevé a changé depuis que vous l’avez lu. Relisez ce qui est affiché maintenant, puis certifiez de nouveau.',
  version_remplacee: () => 'Une version plus récente de ce relevé existe : ouvrez-la.',
};
