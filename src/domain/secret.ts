import type { Phrases } from './refus.ts';
import { cartesDe } from './secret/carte.ts';
import { ibansDe } from './secret/iban.ts';
import { lisible, type Place } from './secret/lisible.ts';
import { motsDePasseDe } from './secret/mot-de-passe.ts';
import { nirsDe } from './secret/nir.ts';
import { ordinaireDe } from './secret/ordinaire.ts';

/** What Escale keeps of nobody. Where two overlap, the first of the list names both. */
export const GENRES_SECRET = ['iban', 'carte', 'nir', 'mot_de_passe'] as const;
export type GenreSecret = (typeof GENRES_SECRET)[number];

/** A secret in a text, from the character `debut` to the character `fin`, excluded, as `slice` counts them. */
export type Secret = { readonly genre: GenreSecret; readonly debut: number; readonly fin: number };

const NOMS: Readonly<Record<GenreSecret, string>> = {
  nir: 'numéro de sécurité sociale',
  iban: 'IBAN',
  carte: 'numéro de carte bancaire',
  mot_de_passe: 'mot de passe',
};

export type RefusSecret = { readonly refus: 'secret'; readonly genres: readonly GenreSecret[] };

/** In a form, which comes back without it. */
export const PHRASES_SECRET: Phrases<RefusSecret> = {
  secret: ({ genres }) => {
    const retire = genres.length === 1 ? 'Il est retiré' : 'Ils sont retirés';
    return `${interdire(genres)} ${retire} de ce que vous aviez écrit ; relisez, puis renvoyez.`;
  },
};

/** In a file, which only its author can change. */
export const PHRASES_SECRET_FICHIER: Phrases<RefusSecret> = {
  secret: ({ genres }) => `${interdire(genres)} Corrigez cette case, puis renvoyez le fichier.`,
};

function interdire(genres: readonly GenreSecret[]): string {
  const noms = genres.map((genre) => NOMS[genre]);
  const quoi = noms.length === 1 ? `N’écrivez pas ${de(noms[0] ?? '')} ici` : `N’écrivez ici ni ${noms.join(', ni ')}`;
  return `${quoi} : Escale n’en garde aucun.`;
}

function de(nom: string): string {
  return /^[AEIOU]/i.test(nom) ? `d’${nom}` : `de ${nom}`;
}

/** What a name of file was relieved of. Example: « Le nom du fichier contenait un IBAN : Escale l’a retiré de ce nom. » */
export function direNomRetire(genres: readonly GenreSecret[]): string {
  const noms = genres.map((genre) => `un ${NOMS[genre]}`).join(' et ');
  return `Le nom du fichier contenait ${noms} : Escale l’a retiré de ce nom.`;
}

/**
 * The secrets of a text that Escale must never hold: social security numbers (NIR), IBAN, bank cards, passwords.
 *
 * Source: art. 2, « secret professionnel »: data serve the démarche and nothing else. Accents, capitals, full-width figures
 * and characters that nobody sees change nothing; nor do spaces, dots and dashes. A number counts when its key is right (mod
 * 97, Luhn), so that a SIRET, a telephone, a date, a recommended letter or a fingerprint is none; a NIR without its key, when
 * its form leaves no doubt (docs/decisions/0034). What it costs is in proportion to the length of the text.
 * Example: « NIR 1 85 05 78 006 084 91 » → a `nir`, from 4 to 25. Never throws. In order, and apart from one another.
 */
export function secretsDans(texte: string): readonly Secret[] {
  const lu = lisible(texte);
  let known: ReturnType<typeof ordinaireDe> | undefined;
  const ordinaire = () => {
    known ??= ordinaireDe(lu.texte);
    return known;
  };
  const found: Readonly<Record<GenreSecret, readonly Place[]>> = {
    iban: ibansDe(lu.texte, ordinaire),
    carte: cartesDe(lu.texte, ordinaire),
    nir: nirsDe(lu.texte, ordinaire),
    mot_de_passe: motsDePasseDe(lu, texte),
  };
  const secrets = GENRES_SECRET.flatMap((genre) =>
    found[genre].map(({ debut, fin }) => ({ genre, debut: lu.debuts[debut] ?? 0, fin: lu.fins[fin - 1] ?? 0 })),
  );
  return disjoints(secrets.sort((a, b) => a.debut - b.debut || b.fin - a.fin));
}

/** Those that overlap made one. */
function disjoints(sorted: readonly Secret[]): readonly Secret[] {
  const apart: Secret[] = [];
  for (const one of sorted) {
    const last = apart.at(-1);
    if (last === undefined || one.debut >= last.fin) apart.push(one);
    else {
      const first = GENRES_SECRET.find((genre) => genre === one.genre || genre === last.genre) ?? one.genre;
      apart[apart.length - 1] = { genre: first, debut: last.debut, fin: Math.max(last.fin, one.fin) };
    }
  }
  return apart;
}

/** The kinds of secrets of a text, each once. Example: « mdp : Tournesol66 » → `['mot_de_passe']`. */
export function genresDans(texte: string): readonly GenreSecret[] {
  const found = new Set(secretsDans(texte).map(({ genre }) => genre));
  return GENRES_SECRET.filter((genre) => found.has(genre));
}

/** Taking a secret out may bring to light what it hid; twice is more than was ever seen. */
const PASSES_MAX = 4;

/**
 * The same text, where each secret is replaced by what it was: « [IBAN retiré] ». A text without any comes back as it is.
 *
 * Example: « mdp : Tournesol66 » → « mdp : [mot de passe retiré] ».
 */
export function masquer(texte: string): string {
  let masked = texte;
  for (let pass = 0; pass < PASSES_MAX; pass += 1) {
    const secrets = secretsDans(masked);
    if (secrets.length === 0) return masked;
    let from = 0;
    const parts: string[] = [];
    for (const { genre, debut, fin } of secrets) {
      parts.push(masked.slice(from, debut), `[${NOMS[genre]} retiré]`);
      from = fin;
    }
    masked = parts.join('') + masked.slice(from);
  }
  return masked;
}
