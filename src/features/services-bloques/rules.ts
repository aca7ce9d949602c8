import { formatDate } from '../../domain/date.ts';
import { type Nomenclature, OBSTACLES, type Obstacle, OPERATEURS } from '../../domain/nomenclatures.ts';
import { estApres, estAvant } from '../../domain/periode.ts';
import type { Phrases } from '../../domain/refus.ts';

type Jour = Temporal.PlainDate;

/** Where the follow-up of a blocked service stands. */
export const SUIVIS = {
  ouvert: 'À transmettre',
  transmis: 'Transmis à l’opérateur',
  repondu: 'Réponse reçue',
  resolu: 'Résolu',
  sans_suite: 'Sans suite',
} as const satisfies Nomenclature;
export type Suivi = keyof typeof SUIVIS;

/** One step of the follow-up. */
export const SUITES = {
  transmis: 'Transmis à l’opérateur',
  relance: 'Opérateur relancé',
  repondu: 'Réponse reçue',
  resolu: 'Résolu',
  sans_suite: 'Sans suite',
  rouvert: 'Rouvert',
} as const satisfies Nomenclature;
export type NatureSuite = keyof typeof SUITES;

export interface Suite {
  readonly nature: NatureSuite;
  readonly le: Jour;
  /** To whom, as a function: « service des usagers ». */
  readonly a: string | null;
  readonly texte: string | null;
}

/** What a report of a blocked service says, and what was done of it, the first step first. */
export interface ServiceSuivi {
  readonly constateLe: Jour;
  readonly suites: readonly Suite[];
}

const APRES: Readonly<Record<NatureSuite, Suivi>> = {
  transmis: 'transmis',
  relance: 'transmis',
  repondu: 'repondu',
  resolu: 'resolu',
  sans_suite: 'sans_suite',
  rouvert: 'ouvert',
};

const POSSIBLES: Readonly<Record<Suivi, readonly NatureSuite[]>> = {
  ouvert: ['transmis', 'resolu', 'sans_suite'],
  transmis: ['relance', 'repondu', 'resolu', 'sans_suite'],
  repondu: ['relance', 'resolu', 'sans_suite'],
  resolu: ['rouvert'],
  sans_suite: ['rouvert'],
};

/**
 * Where a report stands after these steps: the last one says it; none, it is still to be told to its operator.
 * Example: transmis, relance → `transmis`; transmis, résolu, rouvert → `ouvert`.
 */
export function suiviApres(suites: readonly Pick<Suite, 'nature'>[]): Suivi {
  const last = suites.at(-1);
  return last === undefined ? 'ouvert' : APRES[last.nature];
}

/**
 * The steps that may follow. Nothing is answered that was not asked; what is closed is opened again before anything else.
 * Example: `ouvert` → transmis, résolu, sans suite; `resolu` → rouvert.
 */
export function suitesPossibles(suites: readonly Pick<Suite, 'nature'>[]): readonly NatureSuite[] {
  return POSSIBLES[suiviApres(suites)];
}

export type RefusSuite =
  | { readonly refus: 'pas_possible'; readonly suivi: Suivi }
  | { readonly refus: 'a_venir' }
  | { readonly refus: 'avant_constat'; readonly constateLe: Jour }
  | { readonly refus: 'avant_derniere'; readonly le: Jour }
  | { readonly refus: 'a_qui_manquant' }
  | { readonly refus: 'texte_manquant' };

export const PHRASES_SUITE: Phrases<RefusSuite> = {
  pas_possible: ({ suivi }) =>
    `Ce signalement est « ${SUIVIS[suivi].toLowerCase()} » : choisissez l’une des étapes proposées.`,
  a_venir: () => 'Cette date ne peut pas être à venir.',
  avant_constat: ({ constateLe }) =>
    `Le blocage a été constaté le ${formatDate(constateLe)} : choisissez un jour après.`,
  avant_derniere: ({ le }) => `La dernière étape est du ${formatDate(le)} : choisissez ce jour, ou un jour après.`,
  a_qui_manquant: () => 'Indiquez à quel service ou à quelle fonction, sans nom : « service des usagers ».',
  texte_manquant: () => 'Dites en quelques mots ce qu’il en est, sans nom de personne.',
};

const SE_DIT: ReadonlySet<NatureSuite> = new Set(['repondu', 'sans_suite', 'rouvert']);

/**
 * Everything that stops a step from being noted; empty: it may be.
 *
 * Source: annexe 1, axe 1, « l’accessibilité des services mis en ligne ».
 * Refuses a step that does not follow, a day to come, before the report or before the last step, a transmission to nobody, an
 * answer, an end without result or a reopening that says nothing.
 * Example: reported on 2026-11-02, transmis on 2026-11-03, réponse reçue on 2026-11-02 → `avant_derniere`.
 */
export function verifierSuite(service: ServiceSuivi, suite: Suite, aujourdhui: Jour): readonly RefusSuite[] {
  const { constateLe, suites } = service;
  const last = suites.at(-1);
  const checks: readonly (readonly [boolean, RefusSuite])[] = [
    [!suitesPossibles(suites).includes(suite.nature), { refus: 'pas_possible', suivi: suiviApres(suites) }],
    [estApres(suite.le, aujourdhui), { refus: 'a_venir' }],
    [estAvant(suite.le, constateLe), { refus: 'avant_constat', constateLe }],
    [suite.nature === 'transmis' && suite.a === null, { refus: 'a_qui_manquant' }],
    [SE_DIT.has(suite.nature) && suite.texte === null, { refus: 'texte_manquant' }],
  ];
  const found = checks.flatMap(([failed, refus]) => (failed ? [refus] : []));
  const isBefore = last !== undefined && estAvant(suite.le, last.le) && !estAvant(suite.le, constateLe);
  return isBefore ? [...found, { refus: 'avant_derniere', le: last.le }] : found;
}

export type RefusSignalement =
  | { readonly refus: 'constat_a_venir' }
  | { readonly refus: 'constat_apres_suite'; readonly le: Jour }
  | { readonly refus: 'autre_sans_texte' };

export const PHRASES_SIGNALEMENT: Phrases<RefusSignalement> = {
  constat_a_venir: () => 'Le constat ne peut pas être daté d’un jour à venir.',
  constat_apres_suite: ({ le }) =>
    `Le suivi commence le ${formatDate(le)} : le constat est de ce jour, ou d’un jour avant.`,
  autre_sans_texte: () => 'Dites en quelques mots ce qui bloque, sans nom de personne.',
};

/**
 * Everything that stops a blocked service from being reported, or its report from being corrected; empty: it may be.
 * Example: obstacle « autre » without a word → `autre_sans_texte`.
 */
export function verifierSignalement(
  { constateLe, obstacle, obstacleTexte }: Signale,
  suites: readonly Suite[],
  aujourdhui: Jour,
): readonly RefusSignalement[] {
  const first = suites[0];
  return [
    ...(estApres(constateLe, aujourdhui) ? [{ refus: 'constat_a_venir' } as const] : []),
    ...(first !== undefined && estApres(constateLe, first.le)
      ? [{ refus: 'constat_apres_suite', le: first.le } as const]
      : []),
    ...(obstacle === 'autre' && obstacleTexte === null ? [{ refus: 'autre_sans_texte' } as const] : []),
  ];
}

interface Signale {
  readonly constateLe: Jour;
  readonly obstacle: Obstacle;
  readonly obstacleTexte: string | null;
}

export type RefusRetour = { readonly refus: 'rien' } | { readonly refus: 'autre_auteur' } | { readonly refus: 'passe' };

export const PHRASES_RETOUR: Phrases<RefusRetour> = {
  rien: () => 'Cette étape n’est plus la dernière : relisez le suivi.',
  autre_auteur: () => 'Cette étape a été notée par quelqu’un d’autre : notez plutôt la suivante.',
  passe: () => 'Une étape ne se retire que le jour où elle est notée : notez plutôt la suivante.',
};

/** Why the last step cannot be taken back; null: it can, by who noted it and on the day when it was. */
export function verifierRetour(
  derniere: { readonly auteurId: string | null; readonly noteeLe: Jour } | undefined,
  { compteId, aujourdhui }: { readonly compteId: string; readonly aujourdhui: Jour },
): RefusRetour | null {
  if (derniere === undefined) return { refus: 'rien' };
  if (derniere.auteurId !== compteId) return { refus: 'autre_auteur' };
  return derniere.noteeLe.equals(aujourdhui) ? null : { refus: 'passe' };
}

/** How long an operator is waited for before it is said to be late, in days. */
export const ATTENTE_JOURS = 30;

/** The day since when the operator has been waited for: that of the last time it was asked; null: nothing is waited for. */
export function attendDepuis(suites: readonly Suite[]): Jour | null {
  return suiviApres(suites) === 'transmis' ? (suites.at(-1)?.le ?? null) : null;
}

/**
 * Whether the operator is late: asked more than `ATTENTE_JOURS` days ago, no answer since.
 * Example: transmis on 2026-10-01 → 2026-10-31 false, 2026-11-01 true; relancé on 2026-10-20 → late from 2026-11-20 on.
 */
export function estEnRetard(suites: readonly Suite[], aujourdhui: Jour): boolean {
  const since = attendDepuis(suites);
  return since !== null && estAvant(since.add({ days: ATTENTE_JOURS }), aujourdhui);
}

const plie = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** Each listed operator by its code, its name, its name without what is in brackets, and what is in brackets. */
const CONNUS: ReadonlyMap<string, string> = new Map(
  Object.entries(OPERATEURS).flatMap(([code, nom]) => {
    const [, whole = nom, acronym = ''] = /^(.*) \((.*)\)$/.exec(nom) ?? [];
    return [code, nom, whole, ...(/^[A-Z]+$/.test(acronym) ? [acronym] : [])].map((one) => [plie(one), nom] as const);
  }),
);

/** The operator as the list names it, when what was typed is one of them. Example: « caf » → « Caisse d’allocations familiales (CAF) ». */
export function nomOperateur(typed: string): string {
  return CONNUS.get(plie(typed)) ?? typed;
}

/** What two reports of the same service share, however each was typed. Example: « CAF », « Mon Compte » = « caf », « mon compte ». */
export function cleDuService({ operateur, service }: { readonly operateur: string; readonly service: string }): string {
  return `${plie(nomOperateur(operateur))}\n${plie(service)}`;
}

export interface Ampleur {
  readonly signalements: number;
  /** Lieux where it was met, those of the reports that tell theirs. */
  readonly lieux: number;
  readonly premier: Jour;
  readonly dernier: Jour;
}

type Signalement = { readonly constateLe: Jour; readonly lieuId: string | null };

/** How often and in how many lieux a service was reported: never by whom nor for how many people. Of one report at least. */
export function ampleurDe(signalements: readonly Signalement[]): Ampleur {
  const days = signalements.map(({ constateLe }) => constateLe).toSorted(Temporal.PlainDate.compare);
  const [premier, dernier] = [days[0], days.at(-1)];
  if (premier === undefined || dernier === undefined) throw new Error('No report to measure');
  const lieux = new Set(signalements.flatMap(({ lieuId }) => lieuId ?? [])).size;
  return { signalements: signalements.length, lieux, premier, dernier };
}

/** « 3 signalements, dans 2 lieux » */
export function direAmpleur({ signalements, lieux }: Ampleur): string {
  const count = `${signalements} ${signalements > 1 ? 'signalements' : 'signalement'}`;
  return lieux === 0 ? count : `${count}, dans ${lieux} ${lieux > 1 ? 'lieux' : 'lieu'}`;
}

/**
 * A letter to the operator, ready to be copied. It is made of what is chosen in lists, of the names of the operator and of the
 * service, and of counts: what an agent wrote with his own words is left out, since it may say something of somebody.
 */
export function lettre(
  service: { readonly operateur: string; readonly service: string; readonly demarche: string | null },
  obstacles: readonly Obstacle[],
  { premier, dernier, ...ampleur }: Ampleur,
  expediteur: string,
): string {
  const period = premier.equals(dernier)
    ? `le ${formatDate(premier)}`
    : `entre le ${formatDate(premier)} et le ${formatDate(dernier)}`;
  return [
    `À l’attention de : ${nomOperateur(service.operateur)}`,
    `Objet : difficultés d’accès au service en ligne « ${service.service} »`,
    '',
    'Madame, Monsieur,',
    '',
    `Les conseillers et ambassadeurs du numérique de : ${expediteur}, accompagnent des habitants dans leurs démarches en ligne. Ils ont constaté ${period} que votre service « ${service.service} » empêche certaines personnes d’aller au bout de leur démarche (${direAmpleur({ ...ampleur, premier, dernier })}).`,
    ...(service.demarche === null ? [] : ['', `Démarche concernée : ${service.demarche}.`]),
    '',
    'Ce qui bloque :',
    ...obstacles.map((obstacle) => `- ${OBSTACLES[obstacle]}.`),
    '',
    'Pouvez-vous nous dire ce qui est prévu pour y remédier, sous quel délai, et quel autre moyen (guichet, téléphone, courrier) est offert d’ici là ?',
    '',
    'Nous restons à votre disposition pour vous montrer ces difficultés.',
    '',
    expediteur,
  ].join('\n');
}
