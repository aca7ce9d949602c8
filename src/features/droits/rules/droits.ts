import type { Nomenclature } from '../../../domain/nomenclatures.ts';

/** The rights that may be exercised, in the words of whoever asks. Source: art. 4.1 (règlement européen 2016/679). */
export const DROITS_EXERCES = {
  acces: 'Savoir ce que vous gardez de moi',
  rectification: 'Faire corriger une erreur',
  effacement: 'Faire effacer ce qui me concerne',
  opposition: 'M’opposer à ce que vous faites de mes données',
  limitation: 'Faire geler mes données, le temps d’une vérification',
  portabilite: 'Emporter mes données dans un fichier',
} as const satisfies Nomenclature;
export type Droit = keyof typeof DROITS_EXERCES;

/** Their names in the regulation, each with its article there. */
export const NOMS_DROIT: Readonly<Record<Droit, { readonly nom: string; readonly article: number }>> = {
  acces: { nom: 'Accès', article: 15 },
  rectification: { nom: 'Rectification', article: 16 },
  effacement: { nom: 'Effacement', article: 17 },
  opposition: { nom: 'Opposition', article: 21 },
  limitation: { nom: 'Limitation', article: 18 },
  portabilite: { nom: 'Portabilité', article: 20 },
};

/** What is asked for by somebody who wants to know, or to take away, what is kept. */
export const REMIS: ReadonlySet<Droit> = new Set(['acces', 'portabilite']);

/** In what capacity somebody asks: where their data may be. */
export const DEMANDEURS = {
  usager: 'J’ai été aidé par un agent',
  compte: 'J’ai un compte sur Escale, ou j’en avais un',
  contact: 'Je suis le contact d’une structure',
  autre: 'Autre, ou je ne sais pas',
} as const satisfies Nomenclature;
export type Demandeur = keyof typeof DEMANDEURS;

/** The same, said of somebody else. */
export const DEMANDEURS_DITS: Readonly<Record<Demandeur, string>> = {
  usager: 'Usager',
  compte: 'Titulaire d’un compte',
  contact: 'Contact d’une structure',
  autre: 'Autre, ou ne sait pas',
};

/** How an answer was given. */
export const CANAUX = {
  courriel: 'Par courriel',
  courrier: 'Par courrier',
  telephone: 'Par téléphone',
  guichet: 'De vive voix, au guichet',
} as const satisfies Nomenclature;
export type Canal = keyof typeof CANAUX;

/**
 * How it was made sure who asks. None needs a paper: what is already known of the person is enough, or nothing was known.
 *
 * Source: art. 4.1 (règlement européen 2016/679, article 12.6: further information only on reasonable doubts).
 */
export const MOYENS = {
  agent: 'Un agent la connaît et l’a vue',
  courriel: 'Elle a répondu depuis l’adresse électronique déjà connue',
  telephone: 'Rappelée au numéro déjà connu, c’est elle qui a répondu',
  code: 'Elle a redit le code envoyé à l’adresse ou au numéro déjà connus',
  compte: 'Elle l’a confirmé depuis son compte Escale',
  aucun: 'Aucun de ces moyens n’a suffi',
} as const satisfies Nomenclature;
export type Moyen = keyof typeof MOYENS;

/**
 * Is it established who asks? The last check says so: what was doubted later is doubted.
 * Example: established by an agent on 2026-03-02, nothing enough on 2026-03-05 → false. No check → false.
 */
export function identiteEtablie(verifications: readonly { readonly etablie: boolean }[]): boolean {
  return verifications.at(-1)?.etablie ?? false;
}
