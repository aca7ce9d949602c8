import { formatDate } from '../../../domain/date.ts';
import { estApres, estAvant } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import type { Clauses } from './clauses.ts';
import {
  type Avenant,
  type Changements,
  type Convention,
  effetAvenant,
  evenementsDeType,
  LIBELLES_PARTIE,
  PARTIES,
  type Partie,
} from './evenements.ts';
import type { SignatureAvenant } from './evenements-suivi.ts';
import { type Lecture, lireConvention } from './periodes.ts';

type Jour = Temporal.PlainDate;

/** Why an avenant, or its signature, cannot be recorded. */
export type RefusAvenant =
  | { readonly refus: 'numero_deja_pris'; readonly numero: string }
  | { readonly refus: 'preavis_trop_long'; readonly preavisMois: number; readonly dureeMois: number }
  | { readonly refus: 'terme_avant_avenant'; readonly terme: Jour; readonly date: Jour }
  | { readonly refus: 'avenant_deja_signe'; readonly partie: Partie }
  | { readonly refus: 'signature_avant_avenant'; readonly date: Jour };

export const PHRASES_AVENANT: Phrases<RefusAvenant> = {
  numero_deja_pris: ({ numero }) =>
    `L’avenant n° ${numero} est déjà enregistré : prenez un autre numéro, ou corrigez celui qui existe.`,
  preavis_trop_long: ({ preavisMois, dureeMois }) =>
    `Avec cet avenant, le préavis (${preavisMois} mois) ne serait pas plus court qu’une période (${dureeMois} mois) : personne ne pourrait plus s’opposer.`,
  terme_avant_avenant: ({ terme, date }) =>
    `Une fin au plus tard le ${formatDate(terme)} précède l’avenant, établi le ${formatDate(date)} : un avenant ne met pas fin à la convention dans le passé.`,
  avenant_deja_signe: ({ partie }) =>
    `La signature de cet avenant par ${LIBELLES_PARTIE[partie]} est déjà enregistrée. Annulez-la d’abord si elle est fausse.`,
  signature_avant_avenant: ({ date }) =>
    `L’avenant est établi le ${formatDate(date)} : personne n’a pu le signer avant. Si cette date est fausse, corrigez d’abord l’avenant.`,
};

/** Clauses once `changements` are made. Source: art. 8.2; the others stay as they were. */
export function clausesModifiees(clauses: Clauses, changements: Changements): Clauses {
  return { ...clauses, ...changements };
}

/**
 * Reasons not to record an avenant that its own words give; whether the convention runs is checked by `verifierEvenement`.
 *
 * Source: art. 8.2, « un avenant dûment daté »; art. 6 (the notice stays shorter than a period).
 * Example: « n° 1 » exists → `numero_deja_pris`; hard end 2023-01-31 in an avenant of 2023-03-01 → `terme_avant_avenant`.
 */
export function refusAvenant(convention: Convention, avenant: Avenant): readonly RefusAvenant[] {
  const { numero, date, changements } = avenant;
  const refus: RefusAvenant[] = [];
  const taken = evenementsDeType(convention, 'avenant').some(
    (autre) => autre.numero === numero || rang(autre) === rang(avenant),
  );
  if (taken) refus.push({ refus: 'numero_deja_pris', numero });
  const before = lireConvention(convention)?.clausesAu(date) ?? convention.clauses;
  const { preavisMois, dureeMois } = clausesModifiees(before, changements);
  if (preavisMois >= dureeMois && before.preavisMois < before.dureeMois) {
    refus.push({ refus: 'preavis_trop_long', preavisMois, dureeMois });
  }
  const { finAuPlusTard: terme } = changements;
  if (terme && estAvant(terme, date)) refus.push({ refus: 'terme_avant_avenant', terme, date });
  return refus;
}

/**
 * Reasons not to record the signature of an avenant, or null when it names none that counts.
 *
 * Source: art. 8.2, « dûment daté et signé par chacune d'elles ».
 * Example: avenant drawn up 2023-05-02, signature 2023-05-01 → `signature_avant_avenant`.
 */
export function refusSignatureAvenant(
  convention: Convention,
  { avenantId, partie, date }: SignatureAvenant,
): readonly RefusAvenant[] | null {
  const avenant = evenementsDeType(convention, 'avenant').find(({ id }) => id === avenantId);
  if (avenant === undefined) return null;
  const early = estAvant(date, avenant.date);
  return [
    ...(avenant.signatures[partie] !== null ? [{ refus: 'avenant_deja_signe', partie } as const] : []),
    ...(early ? [{ refus: 'signature_avant_avenant', date: avenant.date } as const] : []),
  ];
}

/** What a person must look at about avenants; nothing is blocked. */
export type AlerteAvenant =
  | { readonly refus: 'avenant_non_signe'; readonly numero: string; readonly manque: Partie }
  | { readonly refus: 'avenant_apres_fin'; readonly numero: string }
  | { readonly refus: 'avenant_avant_effet'; readonly numero: string; readonly effet: Jour }
  | { readonly refus: 'avenants_croises'; readonly numero: string; readonly suivant: string; readonly effet: Jour }
  | {
      readonly refus: 'avenants_deux_termes';
      readonly numero: string;
      readonly suivant: string;
      readonly terme: Jour | null;
    };

export const PHRASES_ALERTE_AVENANT: Phrases<AlerteAvenant> = {
  avenant_non_signe: ({ numero, manque }) =>
    `L’avenant n° ${numero} est sans effet : il n’est pas signé par ${LIBELLES_PARTIE[manque]}.`,
  avenant_apres_fin: ({ numero }) =>
    `L’avenant n° ${numero} est sans effet : il a été signé après la fin de la convention.`,
  avenant_avant_effet: ({ numero, effet }) =>
    `L’avenant n° ${numero} a été signé avant la prise d’effet de la convention (${formatDate(effet)}) : il vaut depuis ce jour-là. Vérifiez les dates de signature.`,
  avenants_croises: ({ numero, suivant, effet }) =>
    `L’avenant n° ${suivant} a pris effet le ${formatDate(effet)}, avant l’avenant n° ${numero} : sur une même clause, c’est le dernier signé, le n° ${numero}, qui l’emporte.`,
  avenants_deux_termes: ({ numero, suivant, terme }) =>
    `Les avenants n° ${numero} et n° ${suivant} fixent chacun une fin au plus tard : c’est le dernier signé, le n° ${suivant}, qui l’emporte (${terme === null ? 'aucune fin' : formatDate(terme)}).`,
};

const rang = ({ numero }: Avenant): number => (/^[0-9]{1,6}$/.test(numero) ? Number(numero) : Number.NaN);

/** Avenants in force of which a later number took effect before an earlier one. */
function croises(avenants: readonly Avenant[]): AlerteAvenant[] {
  return avenants.flatMap((avenant, index) =>
    avenants.slice(0, index).flatMap((before): AlerteAvenant[] => {
      const effet = effetAvenant(before);
      const crossed = rang(before) > rang(avenant) && effet !== null;
      return crossed ? [{ refus: 'avenants_croises', numero: avenant.numero, suivant: before.numero, effet }] : [];
    }),
  );
}

/** Two avenants that set a different hard end: which one counts. Source: art. 6, « prendra fin au plus tard ». */
function deuxTermes(avenants: readonly Avenant[]): AlerteAvenant[] {
  const setting = avenants.filter(({ changements }) => changements.finAuPlusTard !== undefined);
  return setting.slice(1).flatMap((avenant, index): AlerteAvenant[] => {
    const before = setting[index];
    const [terme, other] = [avenant.changements.finAuPlusTard ?? null, before?.changements.finAuPlusTard ?? null];
    if (before === undefined || String(terme) === String(other)) return [];
    return [{ refus: 'avenants_deux_termes', numero: before.numero, suivant: avenant.numero, terme }];
  });
}

/**
 * What to look at about the avenants of a convention that has an effect.
 *
 * Source: art. 8.2, « Aucune modification […] ne produira d'effet […] sans prendre la forme d'un avenant dûment daté et
 * signé par chacune d'elles ».
 * Example: avenant n° 1 signed by the Département alone → `avenant_non_signe`, the Bénéficiaire is missing.
 */
export function alertesAvenant(convention: Convention, lecture: Lecture): readonly AlerteAvenant[] {
  const halves = evenementsDeType(convention, 'avenant').flatMap(({ numero, signatures }): AlerteAvenant[] => {
    const missing = PARTIES.filter((partie) => signatures[partie] === null);
    const [manque] = missing;
    return missing.length === 1 && manque !== undefined ? [{ refus: 'avenant_non_signe', numero, manque }] : [];
  });
  const early = lecture.avenants.flatMap((avenant): AlerteAvenant[] => {
    const signed = effetAvenant(avenant);
    if (signed === null || !estAvant(signed, lecture.effet)) return [];
    return [{ refus: 'avenant_avant_effet', numero: avenant.numero, effet: lecture.effet }];
  });
  const late = lecture.avenantsSansEffet.map(({ numero }): AlerteAvenant => ({ refus: 'avenant_apres_fin', numero }));
  return [...halves, ...late, ...early, ...croises(lecture.avenants), ...deuxTermes(lecture.avenants)];
}

/** Avenants that at least one party has still to sign, in the order of their entry. Source: art. 8.2. */
export function avenantsEnAttente(convention: Convention): readonly Avenant[] {
  return evenementsDeType(convention, 'avenant').filter((avenant) => effetAvenant(avenant) === null);
}

/** The number after the highest one used. Example: « 1 » and « 3 » exist → « 4 ». */
export function numeroPropose(convention: Convention): string {
  const used = evenementsDeType(convention, 'avenant')
    .map(rang)
    .filter((one) => !Number.isNaN(one));
  return String(Math.max(0, ...used) + 1);
}

/**
 * Which avenant set each clause in force on a day; a clause that none changed is absent: it is as first signed.
 *
 * Source: art. 8.2. Example: avenant n° 1 on frequency, in force 2023-05-20 → on 2023-05-20 `demiJourneesParSemaine` is its.
 */
export function originesClauses(convention: Convention, jour: Jour): ReadonlyMap<keyof Clauses, Avenant> {
  const origines = new Map<keyof Clauses, Avenant>();
  for (const avenant of lireConvention(convention)?.avenants ?? []) {
    const effet = effetAvenant(avenant);
    if (effet === null || estApres(effet, jour)) continue;
    for (const cle of Object.keys(avenant.changements) as (keyof Clauses)[]) origines.set(cle, avenant);
  }
  return origines;
}

/** What an avenant would change, supposing its last signature on a day: the convention read without it, then with it. */
export interface Apercu {
  readonly avant: Lecture | null;
  readonly apres: Lecture | null;
  /** False: signed that day it would have no effect, the convention having ended before. */
  readonly prendEffet: boolean;
}

/**
 * Reads the convention as if both parties had signed `avenant` on `jour`; nothing is recorded.
 *
 * Source: art. 8.2. Example: frequency 1 → 2, supposed signed 2023-05-20 → `apres.clausesAu(2023-05-20)` says 2.
 */
export function apercuAvenant(convention: Convention, avenant: Avenant, jour: Jour): Apercu {
  const signed: Avenant = { ...avenant, signatures: { departement: jour, beneficiaire: jour } };
  const apres = lireConvention({ ...convention, evenements: [...convention.evenements, signed] });
  const prendEffet = apres?.avenants.some(({ id }) => id === avenant.id) ?? false;
  return { avant: lireConvention(convention), apres, prendEffet };
}
