import type { Nomenclature } from '../../../domain/nomenclatures.ts';

/** What a notice says, in order: each part is compulsory. Source: RGPD 13; Code pénal, 226-13; Code civil, 2003 and following. */
export const RUBRIQUES = {
  essentiel: 'L’essentiel',
  responsable: 'Qui est responsable',
  finalites: 'À quoi servent vos données',
  base: 'Pourquoi le Département en a le droit',
  destinataires: 'Qui les lit',
  conservation: 'Combien de temps elles sont gardées',
  droits: 'Vos droits',
  retrait: 'Retirer votre mandat',
  secret: 'Le secret professionnel',
} as const satisfies Nomenclature;
export type Rubrique = keyof typeof RUBRIQUES;

/** The text of each part; paragraphs apart by an empty line, `{departement}` standing for what the territoire is. */
export type TexteNotice = Readonly<Record<Rubrique, string>>;

/** What a notice may ask of its territoire. */
export const PARAMETRES_NOTICE = {
  departement: 'Nom complet du Département',
  adresse: 'Son adresse',
  contact: 'Où écrire au délégué à la protection des données',
  tiers: 'Délai laissé pour prévenir les organismes après un retrait',
  duree: 'Durée la plus longue d’un mandat',
} as const satisfies Nomenclature;
export type ParametreNotice = keyof typeof PARAMETRES_NOTICE;

/**
 * Words in braces that are no parameter: they would be printed as they are.
 * Example: « {departement}, {inconnu} » → « {inconnu} ».
 */
export function parametresInconnus(texte: string): readonly string[] {
  return [...texte.matchAll(/\{([^{}]*)\}/g)].flatMap(([written, nom = '']) =>
    Object.hasOwn(PARAMETRES_NOTICE, nom) ? [] : [written],
  );
}

export type NoticeRemplie = readonly {
  readonly cle: Rubrique;
  readonly titre: string;
  readonly paragraphes: readonly string[];
}[];

/** Version 1, in force until the territoire publishes its own. */
export const NOTICE_1: TexteNotice = {
  essentiel: `Vous demandez à un agent du Département de faire des démarches en ligne à votre place. Pour cela, vous signez un mandat. C’est gratuit et vous n’êtes jamais obligé.

L’agent ne peut faire que les démarches écrites dans le mandat. Il ne peut ni payer, ni vendre, ni donner en votre nom. Il vous rend compte de tout ce qu’il fait.

Vous pouvez retirer ce mandat quand vous voulez, sans dire pourquoi.`,
  responsable: `Le responsable de vos données est : {departement}, {adresse}.

Il a un délégué à la protection des données. Pour lui écrire : {contact}.`,
  finalites: `Vos nom, prénom, date de naissance et coordonnées, les démarches que vous confiez et ce qui est fait servent à une seule chose : faire ces démarches pour vous, et pouvoir prouver que vous l’avez demandé.

Votre pièce d’identité est regardée, puis rendue. Ni copie, ni photographie, ni numéro n’en sont gardés. Vos mots de passe ne sont jamais gardés : vous les tapez vous-même.

De votre signature, seul le dessin est gardé : ni la vitesse, ni la pression.`,
  base: 'Aider les habitants dans leurs démarches fait partie de la mission d’intérêt public du Département (règlement européen sur la protection des données, article 6.1 e). Le mandat, lui, repose sur votre accord : sans votre signature, rien n’est fait.',
  destinataires:
    'L’agent que vous mandatez, et l’agent que vous désignez pour le remplacer si vous en désignez un. Les organismes nommés dans le mandat reçoivent ce qui est nécessaire à chaque démarche. Personne d’autre ne lit votre mandat, sauf pour un motif grave, noté et contrôlé. Vos données ne quittent pas l’Union européenne et ne servent ni à la publicité, ni à un profil.',
  conservation: `Ce qui concerne une démarche est détruit quand elle aboutit, quand vous la retirez, ou au terme du mandat, {duree} au plus. Après un retrait, l’agent a {tiers} pour prévenir les organismes. Le document signé, qui nomme toutes les démarches, est détruit avec la dernière.

Il reste ensuite, sans votre nom ni vos démarches, la preuve qu’un mandat a existé et qu’il a été détruit.`,
  droits: `Vous pouvez demander à voir vos données, à les faire corriger, effacer ou limiter, et vous opposer à leur usage. Écrivez au délégué à la protection des données : {contact}.

Si la réponse ne vous convient pas, vous pouvez vous plaindre à la CNIL : www.cnil.fr, ou CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07.`,
  retrait: `Vous retirez tout le mandat, ou une seule démarche, de l’une de ces façons : auprès de l’agent, en permanence ; par téléphone, avec le code de votre copie ; par le lien de votre copie, une seule fois ; par lettre au Département.

L’effet est immédiat : plus rien n’est fait en votre nom. L’agent prévient les organismes nommés dans le mandat.`,
  secret:
    'L’agent est tenu au secret professionnel (Code pénal, article 226-13) : il ne dit à personne ce qu’il apprend de vous, ni pendant le mandat, ni après.',
};

/**
 * A notice as the person reads it, its parameters in their places. A word in braces that is no parameter stays as it is.
 * Example: « {departement} » → « Département des Pyrénées-Orientales ».
 */
export function remplirNotice(
  texte: TexteNotice,
  parametres: Readonly<Record<ParametreNotice, string>>,
): NoticeRemplie {
  const fill = (text: string) =>
    text.replace(/\{([a-z]+)\}/g, (whole, name: string) =>
      Object.hasOwn(parametres, name) ? parametres[name as ParametreNotice] : whole,
    );
  return (Object.keys(RUBRIQUES) as Rubrique[]).map((cle) => ({
    cle,
    titre: RUBRIQUES[cle],
    paragraphes: texte[cle]
      .split(/\n\s*\n/)
      .map((paragraph) => fill(paragraph).replace(/\s+/g, ' ').trim())
      .filter((paragraph) => paragraph !== ''),
  }));
}
