import { formatDate } from '../../domain/date.ts';
import type { Nomenclature } from '../../domain/nomenclatures.ts';
import { estApres, estAvant } from '../../domain/periode.ts';
import type { Phrases } from '../../domain/refus.ts';

type Jour = Temporal.PlainDate;

/** The two files that must be in force before any real data of usagers comes in. */
export const GENRES_DOSSIER = {
  aipd: 'Analyse d’impact (AIPD)',
  homologation: 'Homologation de sécurité',
} as const satisfies Nomenclature;
export type GenreDossier = keyof typeof GENRES_DOSSIER;

export type Signature = { readonly le: Jour; readonly avis: string | null };
export type Decision = { readonly le: Jour; readonly dureeMois: number; readonly fonction: string };
export type Retrait = { readonly le: Jour; readonly raison: string };

/** A version of a file, with what was done of it. The signature is that of an AIPD, the decision that of an homologation. */
export type Version = {
  readonly id: string;
  readonly genre: GenreDossier;
  /** 1 for the first of its kind. */
  readonly numero: number;
  readonly etabliLe: Jour;
  readonly revoirLe: Jour;
  readonly signature: Signature | null;
  readonly decision: Decision | null;
  readonly retrait: Retrait | null;
};

/** The longest homologation, in months: five years. */
export const DUREE_MAX_MOIS = 60;

/**
 * Last day of an homologation, inclusive: the same day of the month, so many months later.
 *
 * Source: art. 2; référentiel général de sécurité, article 5 (décision d’homologation, pour une durée).
 * Unit: calendar months. Example: decided on 2026-03-01 for 36 months → 2029-03-01; on 2026-08-31 for 6 → 2027-02-28.
 */
export function dernierJourHomologation({ le, dureeMois }: Pick<Decision, 'le' | 'dureeMois'>): Jour {
  return le.add({ months: dureeMois });
}

/** The act that gives force to a version: signature of an AIPD, decision on an homologation; null while it waits for it. */
export function misEnVigueurLe({ genre, signature, decision }: Version): Jour | null {
  return genre === 'aipd' ? (signature?.le ?? null) : (decision?.le ?? null);
}

function estRetiree({ retrait }: Version, jour: Jour): boolean {
  return retrait !== null && !estApres(retrait.le, jour);
}

/** The last version of a kind that got its act by that day, withdrawn ones apart; expired or not. `versions` in their order. */
function derniereActee<V extends Version>(versions: readonly V[], genre: GenreDossier, jour: Jour): V | null {
  const acted = versions.filter((one) => {
    const le = misEnVigueurLe(one);
    return one.genre === genre && le !== null && !estApres(le, jour) && !estRetiree(one, jour);
  });
  return acted.at(-1) ?? null;
}

/** Has an homologation passed its last day? The gate closes from the day after. */
function estExpiree({ decision }: Version, jour: Jour): boolean {
  return decision !== null && estAvant(dernierJourHomologation(decision), jour);
}

/**
 * The version of a kind in force on a day: the last one signed (AIPD) or decided (homologation), not withdrawn, and whose
 * homologation has not expired. A newer version that waits for its act suspends nothing. An AIPD past its review date stays in
 * force: it is to be reviewed, which the board says.
 *
 * Source: art. 2; RGPD, article 35.
 * Example: homologation decided on 2026-03-01 for 12 months → in force on 2027-03-01, no longer on 2027-03-02.
 */
export function versionEnVigueur<V extends Version>(versions: readonly V[], genre: GenreDossier, jour: Jour): V | null {
  const last = derniereActee(versions, genre, jour);
  return last === null || estExpiree(last, jour) ? null : last;
}

/** What is still missing before real data of usagers may come in. */
export type Manque =
  | { readonly refus: 'aipd_absente' }
  | { readonly refus: 'aipd_non_signee' }
  | { readonly refus: 'homologation_absente' }
  | { readonly refus: 'homologation_non_decidee' }
  | { readonly refus: 'homologation_expiree'; readonly dernierJour: Jour };

export const PHRASES_MANQUE: Phrases<Manque> = {
  aipd_absente: () => 'L’analyse d’impact (AIPD) n’est pas au dossier.',
  aipd_non_signee: () => 'L’analyse d’impact (AIPD) attend la signature du délégué à la protection des données.',
  homologation_absente: () => 'Le dossier d’homologation de sécurité manque.',
  homologation_non_decidee: () => 'L’homologation de sécurité attend la décision de son autorité.',
  homologation_expiree: ({ dernierJour }) =>
    `L’homologation de sécurité a expiré : son dernier jour était le ${formatDate(dernierJour)}.`,
};

/**
 * Everything that is missing on a day before real data of usagers (mandates, identities) may enter a territoire; empty: both
 * files are in force. `versions` in their order.
 *
 * Source: art. 2; RGPD, article 35.1, « avant le traitement »; référentiel général de sécurité, article 5, « avant la mise en
 * service ».
 * Example: AIPD signed, homologation decided on 2026-03-01 for 12 months → [] on 2027-03-01, `homologation_expiree` on 2027-03-02.
 */
export function manquesAvantOuverture(versions: readonly Version[], jour: Jour): readonly Manque[] {
  const known = versions.filter((one) => !estRetiree(one, jour));
  const has = (genre: GenreDossier) => known.some((one) => one.genre === genre);
  const manques: Manque[] = [];
  if (versionEnVigueur(versions, 'aipd', jour) === null) {
    manques.push({ refus: has('aipd') ? 'aipd_non_signee' : 'aipd_absente' });
  }
  if (versionEnVigueur(versions, 'homologation', jour) === null) {
    const over = derniereActee(versions, 'homologation', jour);
    if (over?.decision) {
      manques.push({ refus: 'homologation_expiree', dernierJour: dernierJourHomologation(over.decision) });
    } else manques.push({ refus: has('homologation') ? 'homologation_non_decidee' : 'homologation_absente' });
  }
  return manques;
}

/** Whether real data of usagers may come in: `demonstration` when nothing real ever will, whatever is missing. */
export type Porte = {
  readonly etat: 'ouverte' | 'fermee' | 'demonstration';
  readonly manques: readonly Manque[];
};

/**
 * The gate before real data of usagers. A demo holds invented people: its gate is open, and says what would close it elsewhere.
 *
 * Source: art. 2; RGPD, article 35.1.
 * Example: nothing on file → `fermee` with two manques; in a demo → `demonstration`, with the same two.
 */
export function porteDesDonnees(versions: readonly Version[], jour: Jour, { demo }: { readonly demo: boolean }): Porte {
  const manques = manquesAvantOuverture(versions, jour);
  return { etat: demo ? 'demonstration' : manques.length === 0 ? 'ouverte' : 'fermee', manques };
}

export const ETATS_VERSION = {
  attend: 'En attente',
  en_vigueur: 'En vigueur',
  a_revoir: 'En vigueur, à revoir',
  expiree: 'Expirée',
  remplacee: 'Remplacée',
  retiree: 'Retirée',
} as const satisfies Nomenclature;
export type EtatVersion = keyof typeof ETATS_VERSION;

/** Where a version stands among those of its kind. `versions` in their order. */
export function etatVersion(version: Version, versions: readonly Version[], jour: Jour): EtatVersion {
  if (estRetiree(version, jour)) return 'retiree';
  if (misEnVigueurLe(version) === null) {
    const later = versions.filter(({ genre, numero }) => genre === version.genre && numero > version.numero);
    return later.some((one) => misEnVigueurLe(one) !== null && !estRetiree(one, jour)) ? 'remplacee' : 'attend';
  }
  if (derniereActee(versions, version.genre, jour)?.id !== version.id) return 'remplacee';
  if (estExpiree(version, jour)) return 'expiree';
  return estAvant(version.revoirLe, jour) ? 'a_revoir' : 'en_vigueur';
}

/** How long before a day the board says that it comes. */
export const RAPPEL_JOURS = 90;

/** A day to come, or past, of a file in force. */
export type Rappel = { readonly type: 'revoir' | 'expire'; readonly version: Version; readonly le: Jour };

/**
 * The reviews and the end of homologation that come within 90 days, or are past, for the versions in force, nearest first.
 * Example: on 2026-11-26, AIPD to review on 2027-01-15 → `revoir`; homologation until 2029-03-01 → nothing.
 */
export function rappelsDossiers(versions: readonly Version[], jour: Jour): readonly Rappel[] {
  const limite = jour.add({ days: RAPPEL_JOURS });
  const found = (['aipd', 'homologation'] as const).flatMap((genre): Rappel[] => {
    const version = versionEnVigueur(versions, genre, jour);
    if (version === null) return [];
    const { decision } = version;
    return [
      { type: 'revoir', version, le: version.revoirLe },
      ...(decision === null ? [] : [{ type: 'expire', version, le: dernierJourHomologation(decision) } as const]),
    ];
  });
  return found.filter(({ le }) => !estApres(le, limite)).sort((a, b) => Temporal.PlainDate.compare(a.le, b.le));
}

/** The heaviest file, in bytes: 10 Mo. */
export const POIDS_MAX = 10 * 1024 * 1024;

export type RefusVersion =
  | { readonly refus: 'absent' }
  | { readonly refus: 'trop_lourd' }
  | { readonly refus: 'type' }
  | { readonly refus: 'tronque' }
  | { readonly refus: 'protege' }
  | { readonly refus: 'actif' }
  | { readonly refus: 'deja_joint' }
  | { readonly refus: 'etabli_a_venir' }
  | { readonly refus: 'revoir_avant' };

export const PHRASES_VERSION: Phrases<RefusVersion> = {
  absent: () => 'Choisissez le fichier à joindre.',
  trop_lourd: () => 'Ce fichier dépasse 10 Mo : allégez-le, ou laissez ses annexes de côté.',
  type: () => 'Ce fichier n’est pas un PDF : enregistrez-le dans ce format.',
  tronque: () => 'Ce fichier est incomplet, sa fin manque : téléchargez-le à nouveau.',
  protege: () => 'Ce PDF est protégé par un mot de passe ou chiffré : joignez-le sans protection.',
  actif: () =>
    'Ce PDF contient un script, un fichier embarqué ou une action automatique : imprimez-le vers un nouveau PDF, puis joignez celui-là.',
  deja_joint: () => 'Ce fichier est déjà une version de ce dossier.',
  etabli_a_venir: () => 'La date du document ne peut pas être à venir.',
  revoir_avant: () => 'La prochaine révision vient après la date du document.',
};

/** What is wrong with the dates of a version. */
export function verifierDates(
  { etabliLe, revoirLe }: Pick<Version, 'etabliLe' | 'revoirLe'>,
  today: Jour,
): readonly RefusVersion[] {
  return [
    ...(estApres(etabliLe, today) ? [{ refus: 'etabli_a_venir' } as const] : []),
    ...(estApres(revoirLe, etabliLe) ? [] : [{ refus: 'revoir_avant' } as const]),
  ];
}

export type RefusDecision = { readonly refus: 'decision_a_venir' } | { readonly refus: 'decision_avant_dossier' };

export const PHRASES_DECISION: Phrases<RefusDecision> = {
  decision_a_venir: () => 'La décision ne peut pas être à venir : enregistrez-la une fois prise.',
  decision_avant_dossier: () => 'La décision ne peut pas précéder la date du dossier.',
};

/** Whether a decision may be that of a version. Example: file of 2026-02-10, decision of 2026-02-09 → refused. */
export function verifierDecision({ etabliLe }: Version, { le }: Decision, today: Jour): RefusDecision | null {
  if (estApres(le, today)) return { refus: 'decision_a_venir' };
  return estAvant(le, etabliLe) ? { refus: 'decision_avant_dossier' } : null;
}
