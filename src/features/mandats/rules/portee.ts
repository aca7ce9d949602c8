import { DEMARCHES, estCle } from '../../../domain/nomenclatures.ts';
import type { Phrases } from '../../../domain/refus.ts';
import type { Objet } from './contenu.ts';
import { type ActeInterdit, acteInterdit, estVague, normaliser } from './portee-mots.ts';

/** How many démarches one mandat names at most: beyond, it is no longer read before it is signed. [choice] */
export const LIGNES_MAX = 10;

/** One line as typed, its texts cleaned; '' where nothing was. */
export type LigneSaisie = {
  readonly nature: string;
  readonly theme: string;
  readonly objet: string;
  /** Who the démarche is done with, by name; '' when none is told. */
  readonly operateur: string;
};

/** Where a refusal of a line is said. */
export type ChampLigne = 'nature' | 'theme' | 'objet' | 'operateur';

export type RefusPortee =
  | { readonly refus: 'aucune_demarche' }
  | { readonly refus: 'nature_inconnue' }
  | { readonly refus: 'theme_inconnu' }
  | { readonly refus: 'objet_absent' }
  | { readonly refus: 'objet_vague' }
  | { readonly refus: 'doublon'; readonly de: number }
  | { readonly refus: 'paiement'; readonly mot: string }
  | { readonly refus: 'disposition'; readonly mot: string }
  | { readonly refus: 'operateur_absent' }
  | { readonly refus: 'operateur_vague' }
  | { readonly refus: 'organisme_absent' };

const INTERDIT: Readonly<Record<ActeInterdit['refus'], string>> = {
  paiement: 'Un mandat d’Escale ne permet ni de payer, ni d’acheter, ni d’emprunter',
  disposition: 'Un mandat d’Escale ne permet ni de vendre, ni de donner, ni de disposer des biens de la personne',
};

export const PHRASES_PORTEE: Phrases<RefusPortee> = {
  aucune_demarche: () => 'Nommez au moins une démarche : un mandat sans démarche ne permet rien.',
  nature_inconnue: () => 'Choisissez s’il s’agit d’une démarche ou d’une demande de données.',
  theme_inconnu: () => 'Choisissez le thème de la démarche dans la liste.',
  objet_absent: () => 'Dites ce qui est à faire, en quelques mots.',
  objet_vague: () =>
    'Nommez une démarche précise, par exemple « Demander l’aide au logement » : un mandat pour tout faire n’est pas permis.',
  doublon: ({ de }) => `Cette démarche est déjà nommée à la ligne ${de}.`,
  paiement: ({ mot }) =>
    `${INTERDIT.paiement} (« ${mot} ») : la personne le fait elle-même. S’il s’agit d’autre chose, dites-le autrement.`,
  disposition: ({ mot }) =>
    `${INTERDIT.disposition} (« ${mot} ») : il y faut un pouvoir exprès, par exemple chez un notaire. S’il s’agit d’autre chose, dites-le autrement.`,
  operateur_absent: () => 'Choisissez l’organisme auprès duquel la démarche se fait.',
  operateur_vague: () => 'Nommez un organisme précis : c’est lui qui sera prévenu si le mandat est retiré.',
  organisme_absent: () =>
    'Une demande de données personnelles nomme l’organisme qui les détient : il faut un mandat exprès pour chacun.',
};

export type ErreurPortee = { readonly rang: number; readonly champ: ChampLigne; readonly refus: RefusPortee };

function lireLigne(ligne: LigneSaisie, rang: number): Objet | readonly ErreurPortee[] {
  const { nature, theme, objet, operateur } = ligne;
  const isDemarche = nature === 'demarche';
  if (!isDemarche && nature !== 'donnees') return [{ rang, champ: 'nature', refus: { refus: 'nature_inconnue' } }];
  const errors: ErreurPortee[] = [];
  const isTheme = estCle(DEMARCHES, theme);
  if (isDemarche && !isTheme) errors.push({ rang, champ: 'theme', refus: { refus: 'theme_inconnu' } });
  const refus = refusObjet(objet);
  if (refus !== null) errors.push({ rang, champ: 'objet', refus });
  const missing = isDemarche ? 'operateur_absent' : 'organisme_absent';
  if (normaliser(operateur) === '') errors.push({ rang, champ: 'operateur', refus: { refus: missing } });
  else if (estVague(operateur)) errors.push({ rang, champ: 'operateur', refus: { refus: 'operateur_vague' } });
  if (errors.length > 0) return errors;
  if (!isDemarche) return { nature, objet, operateur };
  return isTheme ? { nature, theme, objet, operateur } : errors;
}

function refusObjet(objet: string): RefusPortee | null {
  if (normaliser(objet) === '') return { refus: 'objet_absent' };
  return estVague(objet) ? { refus: 'objet_vague' } : acteInterdit(objet);
}

/**
 * The démarches that the lines name, or all that prevents it, each on its field. What is not named is not permitted: nothing is
 * vague, named twice, a payment or an act of disposal; a request for personal data names who holds them.
 *
 * Source: art. 2; Code civil, 1987 and 1988 (an act of disposal needs an express power).
 * Example: « Demander l’aide au logement », CAF → accepted; « Toutes mes démarches » → objet_vague; the first one again, written
 * « demander l'AIDE au logement ! » → doublon of line 1.
 */
export function lirePortee(
  lignes: readonly (LigneSaisie & { readonly rang: number })[],
): readonly Objet[] | { readonly erreurs: readonly ErreurPortee[] } {
  if (lignes.length === 0) return { erreurs: [{ rang: 1, champ: 'objet', refus: { refus: 'aucune_demarche' } }] };
  const seen = new Map<string, number>();
  const objets: Objet[] = [];
  const erreurs: ErreurPortee[] = [];
  for (const { rang, ...ligne } of lignes) {
    const read = lireLigne(ligne, rang);
    if (!('nature' in read)) {
      erreurs.push(...read);
      continue;
    }
    const same = [read.nature, normaliser(read.objet), normaliser(read.operateur)].join('|');
    const de = seen.get(same);
    if (de !== undefined) erreurs.push({ rang, champ: 'objet', refus: { refus: 'doublon', de } });
    else seen.set(same, rang);
    objets.push(read);
  }
  return erreurs.length > 0 ? { erreurs } : objets;
}
