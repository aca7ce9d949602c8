import { toNomRecherche } from '../../domain/commune.ts';
import type { Phrases } from '../../domain/refus.ts';

/** What a light record says of somebody: a first name is enough. */
export type Saisie = {
  readonly prenom: string;
  readonly nom: string | null;
  readonly telephone: string | null;
  readonly courriel: string | null;
  readonly anneeNaissance: number | null;
  readonly communeInsee: string | null;
};

/** What somebody is found by: without accents, case nor hyphens. Example: « Éléonore », « D’Ys » → « eleonore d ys ». */
export function nomCherche({ prenom, nom }: Pick<Saisie, 'prenom' | 'nom'>): string {
  return toNomRecherche(`${prenom} ${nom ?? ''}`);
}

/** The groups of three letters of a name, its words in any order. */
export function trigrammes(nom: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const word of nom.split(' ').filter(Boolean)) {
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at += 1) found.add(padded.slice(at, at + 3));
  }
  return found;
}

/**
 * How alike two names are, from 0 to 1: the share of the groups of three letters that both have.
 * Example: « violette arbousier » and « arbousier violete » → 0,77; « violette » and « odette » → 0,25.
 */
export function ressemblance(a: string, b: string): number {
  const [own, other] = [trigrammes(a), trigrammes(b)];
  const union = own.union(other).size;
  return union === 0 ? 0 : own.intersection(other).size / union;
}

const ALIKE = 0.5;
/** A first name alone is shared by many: it must be the same, and the year too. */
const ALIKE_WITHOUT_NAME = 0.999;

export type Raison = 'telephone' | 'courriel' | 'nom';

export const RAISONS: Readonly<Record<Raison, string>> = {
  telephone: 'même téléphone',
  courriel: 'même courriel',
  nom: 'nom proche',
};

type Connue = Pick<Saisie, 'nom' | 'telephone' | 'courriel' | 'anneeNaissance'> & { readonly nomCherche: string };

/**
 * Why two records may be the same person; empty when nothing says so. A telephone or a mail may be shared by a family: a person
 * decides. Names that are close say nothing when the years of birth differ.
 * Example: « Violette Arbousier, 1950 » and « Violete Arbousier » → « nom »; with 1950 and 1975 → nothing.
 */
export function raisonsDeDoublon(a: Connue, b: Connue): readonly Raison[] {
  const years = a.anneeNaissance === null || b.anneeNaissance === null ? null : a.anneeNaissance === b.anneeNaissance;
  const hasNames = a.nom !== null && b.nom !== null;
  const alike = ressemblance(a.nomCherche, b.nomCherche);
  const isName = hasNames ? alike >= ALIKE && years !== false : alike >= ALIKE_WITHOUT_NAME && years === true;
  return [
    ...(a.telephone !== null && a.telephone === b.telephone ? (['telephone'] as const) : []),
    ...(a.courriel !== null && a.courriel === b.courriel ? (['courriel'] as const) : []),
    ...(isName ? (['nom'] as const) : []),
  ];
}

export const COMPLETABLES = ['nom', 'telephone', 'courriel', 'anneeNaissance', 'communeInsee'] as const;
export type Completable = (typeof COMPLETABLES)[number];

/** What the kept record takes from the other one: what it did not say itself. */
export function aCompleter(gardee: Saisie, autre: Saisie): readonly Completable[] {
  return COMPLETABLES.filter((champ) => gardee[champ] === null && autre[champ] !== null);
}

/** The follow-up that the kept record takes from the other one, when nobody follows it itself. */
export function referentAReprendre(gardee: Suivable, autre: Suivable): readonly ('referentAgentId' | 'suivieDepuis')[] {
  return gardee.referentAgentId === null && autre.referentAgentId !== null ? ['referentAgentId', 'suivieDepuis'] : [];
}
type Suivable = { readonly referentAgentId: string | null };

export type RefusFusion =
  | { readonly refus: 'elle_meme' }
  | { readonly refus: 'deja_fusionnee' }
  | { readonly refus: 'meme_permanence' }
  | { readonly refus: 'change_depuis' }
  | { readonly refus: 'permanence_reprise' };

export const PHRASES_FUSION: Phrases<RefusFusion> = {
  elle_meme: () => 'Choisissez une autre fiche : celle-ci est la même.',
  deja_fusionnee: () => 'L’une de ces fiches est déjà réunie à une autre.',
  meme_permanence: () => 'Ces deux fiches ont chacune un rendez-vous à la même permanence : annulez-en un d’abord.',
  change_depuis: () => 'La fiche a changé depuis : cette réunion ne se défait plus.',
  permanence_reprise: () =>
    'La fiche réunie a pris depuis un rendez-vous à la même permanence : annulez-le, puis défaites la réunion.',
};

/** A year of birth that somebody alive may have. */
export function anneesPossibles(today: Temporal.PlainDate): { readonly min: number; readonly max: number } {
  return { min: today.year - 120, max: today.year };
}
