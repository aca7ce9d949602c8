import type { Nomenclature } from '../../../domain/nomenclatures.ts';

/** Why a démarche is over. Source: Code civil, 2003; art. 2, « au terme de la démarche, lors du retrait ou au terme légal ». */
export const CAUSES_FIN = {
  achevement: 'Démarche achevée',
  retrait: 'Retirée par la personne',
  renonciation: 'Renonciation de l’agent',
  deces: 'Décès',
  protection: 'Mesure de protection',
  depart_agent: 'Départ ou décès de l’agent',
  expiration: 'Terme du mandat',
} as const satisfies Nomenclature;
export type CauseFin = keyof typeof CAUSES_FIN;

/** By which way an end was told. */
export const CANAUX_FIN = {
  guichet: 'Au guichet',
  telephone: 'Par téléphone, avec le code',
  courrier: 'Par lettre',
  lien: 'Par le lien de la personne',
  agent: 'Par l’agent',
  equipe: 'Par l’équipe technique',
  horloge: 'Par la date',
} as const satisfies Nomenclature;
export type CanalFin = keyof typeof CANAUX_FIN;

export type Fin = { readonly at: Temporal.Instant; readonly cause: CauseFin; readonly canal: CanalFin };

/** What the life of a démarche needs: how it ended when it did, and when it will by itself. */
export type DemarcheSuivie = { readonly fin: Fin | null; readonly detruiteAt: Temporal.Instant | null };

/**
 * How a démarche is over at the instant `now`; null while it is in force. A term reached counts before any job has written it.
 *
 * Example: end foreseen 2026-10-25T23:00Z; at 22:59:59 → null, at 23:00:00 → expiration.
 */
export function finAu(demarche: DemarcheSuivie, finPrevueAt: Temporal.Instant, now: Temporal.Instant): Fin | null {
  if (demarche.fin !== null) return demarche.fin;
  return Temporal.Instant.compare(now, finPrevueAt) < 0
    ? null
    : { at: finPrevueAt, cause: 'expiration', canal: 'horloge' };
}

/** Causes after which third parties are to be told that the mandat is no more. Source: Code civil, 2005 and 2006. */
const A_DIRE: ReadonlySet<CauseFin> = new Set(['retrait', 'renonciation', 'deces', 'protection', 'depart_agent']);

/** Whether the operators of a démarche that is over are to be told. */
export function estADire(cause: CauseFin): boolean {
  return A_DIRE.has(cause);
}

/**
 * Whether a mandat that takes the place of another proposes this démarche again: while it is in force, or once it has ended by
 * itself. What the person took back, or what was stopped, is theirs to say again.
 *
 * Source: Code civil, 2003 and 2004.
 * Example: withdrawn an hour ago, still readable so that third parties are told → false.
 */
export function seRepropose(demarche: DemarcheSuivie, finPrevueAt: Temporal.Instant, now: Temporal.Instant): boolean {
  const fin = finAu(demarche, finPrevueAt, now);
  return fin === null || !estADire(fin.cause);
}

/**
 * From when the key of a démarche that is over may go: at once, or once third parties had time to be told.
 *
 * Source: art. 2, « détruites »; Code civil, 2005, for the third parties; the delay is a setting [choice].
 * Example: withdrawn 2026-11-26T09:00Z, delay 72 h → 2026-11-29T09:00Z; completed → 2026-11-26T09:00Z.
 */
export function destructibleAt({ at, cause }: Pick<Fin, 'at' | 'cause'>, delaiTiersHeures: number): Temporal.Instant {
  return estADire(cause) ? at.add({ hours: delaiTiersHeures }) : at;
}

/** States of a mandat, as people say them: « brouillon » to « détruit ». */
export const ETATS = {
  brouillon: 'À signer',
  actif: 'En cours',
  revoque: 'Retiré',
  renonce: 'Renoncé',
  expire: 'Expiré',
  acheve: 'Achevé',
  detruit: 'Détruit',
} as const satisfies Nomenclature;
export type Etat = keyof typeof ETATS;

export type MandatSuivi = {
  readonly etat: 'brouillon' | 'signe';
  readonly finPrevueAt: Temporal.Instant | null;
  readonly detruitAt: Temporal.Instant | null;
  readonly demarches: readonly DemarcheSuivie[];
};

const ETAT_DE: Readonly<Record<CauseFin, Etat>> = {
  achevement: 'acheve',
  retrait: 'revoque',
  renonciation: 'renonce',
  deces: 'expire',
  protection: 'expire',
  depart_agent: 'expire',
  expiration: 'expire',
};

/**
 * The state of a mandat at `now`: in force while one of its démarches is; then named by the last end.
 *
 * Source: mandats.md, « brouillon → signe → actif → (revoque | renonce | expire | acheve) → detruit ».
 * Example: two démarches, one withdrawn, one in force → actif; the second completed → acheve.
 */
export function etatAu(mandat: MandatSuivi, now: Temporal.Instant): Etat {
  const { finPrevueAt } = mandat;
  if (mandat.etat === 'brouillon' || finPrevueAt === null) return 'brouillon';
  if (mandat.detruitAt !== null) return 'detruit';
  const fins = mandat.demarches.map((demarche) => finAu(demarche, finPrevueAt, now));
  if (fins.includes(null)) return 'actif';
  const last = fins
    .filter((fin) => fin !== null)
    .sort((a, b) => Temporal.Instant.compare(a.at, b.at))
    .at(-1);
  return last === undefined ? 'acheve' : ETAT_DE[last.cause];
}

/**
 * Whether what a démarche holds may be read at `now`: while it is in force; and, after an end that third parties are to be told
 * of, until they are told or its key may go. A legal hold closes it at once.
 *
 * Source: art. 2, secret professionnel; mandats.md, « meanwhile nobody can read ».
 */
export function estLisible(
  demarche: DemarcheSuivie & {
    readonly destructibleAt: Temporal.Instant | null;
    readonly tiersPrevenusAt: Temporal.Instant | null;
  },
  { finPrevueAt, isRetenu }: { readonly finPrevueAt: Temporal.Instant; readonly isRetenu: boolean },
  now: Temporal.Instant,
): boolean {
  if (isRetenu || demarche.detruiteAt !== null) return false;
  const fin = finAu(demarche, finPrevueAt, now);
  if (fin === null) return true;
  const { destructibleAt: until, tiersPrevenusAt } = demarche;
  return estADire(fin.cause) && tiersPrevenusAt === null && until !== null && Temporal.Instant.compare(now, until) < 0;
}

/**
 * The démarches that the rules let be read at `now` and that do not open: `ouvertes` are the ids of those that did. Their keys were
 * destroyed, and this database does not know it: it is a backup, restored, older than their end. Empty everywhere else.
 *
 * Source: art. 2, « détruites »; decision 0039.
 * Example: backed up while two démarches were in force, the first completed since; restored → the first.
 */
export function demarchesPerdues<D extends Parameters<typeof estLisible>[0] & { readonly id: string }>(
  mandat: {
    readonly finPrevueAt: Temporal.Instant | null;
    readonly isRetenu: boolean;
    readonly demarches: readonly D[];
  },
  ouvertes: ReadonlySet<string>,
  now: Temporal.Instant,
): readonly D[] {
  const { finPrevueAt, isRetenu, demarches } = mandat;
  if (finPrevueAt === null) return [];
  return demarches.filter((one) => !ouvertes.has(one.id) && estLisible(one, { finPrevueAt, isRetenu }, now));
}
