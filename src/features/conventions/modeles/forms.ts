import { z } from 'zod';
import { id, line, optionalLine, optionalText } from '../../../platform/http/fields.ts';
import { clausesForm } from '../clauses-form.ts';

/** One article, in characters. */
export const TEXTE_MAX = 20_000;
/** All the texts of a model together, in characters: some hundred pages. */
export const LONGUEUR_MAX = 300_000;
/** Articles, annexes and their parts. */
export const ELEMENTS_MAX = 200;
/** A refused text comes back whole, even much too long. */
export const TEXTE_RENDU = 100_000;

export const modeleForm = z.object({
  nom: line('le nom du modèle', 60),
  origine: id('la version de départ'),
});

export const brouillonForm = z.object({ origine: id('la version de départ') });

/** What the page showed when it was opened: see `vue.ts`. */
const vue = optionalLine('la page', 40);
const texte = optionalText('le texte', TEXTE_MAX);

export const vueForm = z.object({ vue });

export const enteteForm = z.object({
  titre: line('le titre', 150),
  sousTitre: line('le sous-titre', 300),
  vue,
});

export const preambuleForm = z.object({ texte, vue });

export const elementForm = z.object({
  numero: line('le numéro', 12),
  titre: line('le titre', 200),
  texte,
  vue,
});

/** `dans`: « articles », « annexes », or the key of the one that gets a part. */
export const ajoutForm = elementForm.extend({ dans: line('la place', 40) });

export const parametresForm = z.object({ ...clausesForm.shape, vue });

/** « avant/KEY » or « apres/KEY ». */
export const deplacementForm = z.object({ deplacement: line('le déplacement', 50) });
