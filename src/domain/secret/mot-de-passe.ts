import type { Lisible, Place } from './lisible.ts';

/** What announces a password, or the secret code of a card or a telephone. */
const ANNONCE =
  /(?<![a-z0-9])(?:mots? de passe|mdp|passwords?|passwd|pwd|passcodes?|codes? (?:secrets?|confidentiels?|pin|de (?:la|sa|ma|leur) carte(?: bancaire| bleue)?))(?![a-z0-9])/g;
/** « identifiant / mdp : … »: both are given, one after the other. */
const AVEC_IDENTIFIANT = /(?<![a-z])(?:identifiant|login|utilisateur|user)s? ?(?:\/|et|&|\+|,|-) ?$/;
/** Of what it is the password, in a few words, then what says that it follows. */
const LIEN =
  /(?<de>(?:[^:=\n\r.,;!?[\]()]|\.(?=[a-z0-9])){0,40}?)(?<lien>\s{0,5}[:=]{1,2}>?\s{0,5}|\s{1,5}(?:est|is|c'est)\s{0,5}:?\s{1,5}|\s{0,5}(?:->|→|⇒)\s{0,5})/y;
const COLLE = /[\s(,-]{1,5}/y;
/** « tournesol 66 »: figures that follow a word are of the same password. */
const CHIFFRES_A_LA_SUITE = / \d{1,8}(?![a-z0-9])/y;
/** Longer than any password that somebody dictates: what is read of a text stays in proportion to its length. */
const VALEUR = /(?<ouvre>[«"'“”(]?) ?(?<mot>[^\s«»“”"]{4,128})/y;
const ENTRE_GUILLEMETS = /[«"“] ?(?<mot>[^«»"“”\n\r]{4,60}?) ?[»"”]/y;
const SECONDE = /\s{0,5}(?:\/|,|;|-|\||et|puis)?\s{0,5}[^\s]{4,128}/y;
const FIN_DE_PHRASE = /^[)»"”',.;:!?]*\s*(?:$|[\n\r,;.)/|!?»"”]|et\s|\d)/;
const PONCTUATION_FINALE = /[)»”"',.;:]+$/;

/** The place of something already taken out: « [mot de passe retiré] ». */
const MARQUE = /\[[a-z ]{3,40} retire\]/y;

/** What happens to a password, and is no password: « oublié », « perdu », « à changer ». */
const EVENEMENT =
  /mots? de passe|oubli|perd|chang|reinit|recup|expir|blo[cq]|renouvel|modif|inconnu|absen|aucun|neant|communiqu|transmi|provisoir|temporair|retrouv|refus|retir|efface|suppr/;
/** First words of a sentence, names of services: what follows « mot de passe : » when no password does. */
const MOTS_ORDINAIRES =
  /^(?:accept|accomp|aide|ameli|ancien|ants|appel|apres|application|assez|atelier|attent|autre|avant|bitwarden|avec|caf|carnet|cela|celui|chez|choisi|code|coffre|complet|compliqu|compte|confiden|connu|conseil|conserv|correct|courriel|cree|creation|crees|dans|debut|deja|demain|deman|demarch|depuis|deux|different|diffic|doctolib|donne|double|echec|ecran|elle|encore|enregistr|ensuite|envo|erreur|erron|expli|facebook|facil|faible|fait|fauss|faux|fini|fort|franceconnect|garde|gestion|gmail|google|identi|illisib|impo|incomplet|incorrect|indisp|insuff|invalid|jamais|keepass|lastpass|leur|lien|madame|mail|manqu|masqu|meme|memoris|messag|monsieur|multipl|necess|niveau|nomm|note|notre|nouve|oblig|orange|parfois|personne|plusieurs|pole|pour|premier|proble|procedur|proconnect|protege|quand|question|quel|quatre|rappel|recu|rendez|renseign|repons|reset|reste|revoir|saisi|sans|securis|securit|selon|sera|seul|simple|solide|sont|souvent|tape|telephon|tentativ|termin|toujours|tout|tres|trois|trop|unique|usager|utilis|valable|valid|verif|voir|votre|wifi)/;
const DATE_OU_HEURE =
  /^(?:\d{1,2}[h:]\d{0,2}(?:[-/]\d{1,2}[h:]\d{0,2})?|\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?|\d{4}-\d\d-\d\d)$/;
const QUANTITE =
  /^(?:no?\d+|\d+(?:ers?|eres?|emes?|es?|h|min|mn|jours?|mois|ans?|fois|euros?|%|(?:caractere|chiffre|lettre|signe)s?))$/;
const ADRESSE = /^(?:https?:|www\.)|^[^@\s]+@[^@\s]+\.[a-z]{2,}$|^[a-z0-9.-]+\.(?:fr|com|org|net|eu|gouv)(?:\/|$)/;

/** Letters and figures together, or a sign that no word bears. */
function estFort(mot: string): boolean {
  if (DATE_OU_HEURE.test(mot) || QUANTITE.test(mot) || ADRESSE.test(mot)) return false;
  return /[a-z]/.test(mot) && (/\d/.test(mot) || /[@#$%*+_~^!?&=€<>{}]/.test(mot.replace(/[!?]+$/, '')));
}

type Annonce = {
  /** Of what: « ameli », « oublié le 12 mai ». */
  readonly de: string;
  /** « est », or a subject: a sentence rather than an answer. */
  readonly estPhrase: boolean;
};

/** Whether the word that follows an announcement is a password. `typed`: as it was typed; `suite`: what follows it. */
function estMotDePasse(mot: string, typed: string, suite: string, { de, estPhrase }: Annonce): boolean {
  if (!/[a-z0-9].*[a-z0-9].*[a-z0-9]/.test(mot)) return false;
  if (estFort(mot)) return true;
  if (EVENEMENT.test(de) || EVENEMENT.test(mot)) return false;
  if (/^\d+$/.test(mot)) return true;
  if (!/^[a-z' -]+$/.test(mot) || MOTS_ORDINAIRES.test(mot) || !FIN_DE_PHRASE.test(suite)) return false;
  return !estPhrase || typed !== typed.toLowerCase();
}

/**
 * The passwords of a text: what follows « mot de passe », « mdp », « code secret »… and « : », « = » or « est », when it
 * looks like one. Letters with figures or signs do; figures alone too; letters alone when nothing follows them and they are
 * no word of a sentence about passwords.
 *
 * Example: « mdp ameli : Tournesol66 » → « Tournesol66 »; « mot de passe oublié, réinitialisé avec elle » → nothing.
 */
export function motsDePasseDe({ texte, debuts, fins }: Lisible, typed: string): readonly Place[] {
  const places: Place[] = [];
  for (const { 0: annonce, index } of texte.matchAll(ANNONCE)) {
    const place = valeurApres(texte, index + annonce.length, {
      estSujet: annonce.startsWith('mots'),
      typedAt: (debut, fin) => typed.slice(debuts[debut] ?? 0, fins[fin - 1] ?? 0),
    });
    if (place === undefined) continue;
    const isSecond = AVEC_IDENTIFIANT.test(texte.slice(Math.max(0, index - 20), index));
    const more = lire(isSecond ? SECONDE : CHIFFRES_A_LA_SUITE, texte, place.fin);
    places.push({ debut: place.debut, fin: place.fin + (more?.[0].length ?? 0) });
  }
  return places;
}

function lire(motif: RegExp, texte: string, at: number): RegExpExecArray | null {
  motif.lastIndex = at;
  return motif.exec(texte);
}

type Contexte = {
  /** « mots de passe », which one speaks of rather than gives. */
  readonly estSujet: boolean;
  readonly typedAt: (debut: number, fin: number) => string;
};

function valeurApres(texte: string, at: number, { estSujet, typedAt }: Contexte): Place | undefined {
  const lien = lire(LIEN, texte, at);
  const colle = lien === null ? lire(COLLE, texte, at) : null;
  const link = lien ?? colle;
  if (link === null) return undefined;
  const debut = at + link[0].length;
  if (lire(MARQUE, texte, debut) !== null) return undefined;
  const quoted = lire(ENTRE_GUILLEMETS, texte, debut);
  const value = quoted ?? lire(VALEUR, texte, debut);
  const found = value?.groups?.['mot'];
  if (value === null || found === undefined) return undefined;
  const mot = found.replace(PONCTUATION_FINALE, '');
  const start = debut + value[0].indexOf(found);
  const place = { debut: start, fin: start + mot.length };
  // « mdp Tournesol66 », with nothing between: only what can be nothing else.
  if (lien === null) return mot.length >= 6 && /\d/.test(mot) && estFort(mot) ? place : undefined;
  const estPhrase = estSujet || /^\s*(?:est|is|c'est)/.test(lien.groups?.['lien'] ?? '');
  const said = { de: lien.groups?.['de'] ?? '', estPhrase };
  const suite = texte.slice(place.fin, place.fin + 20);
  return estMotDePasse(mot, typedAt(place.debut, place.fin), suite, said) ? place : undefined;
}
