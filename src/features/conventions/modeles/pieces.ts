import { phrase } from '../../../domain/refus.ts';
import type { FormData as SentForm } from '../../../platform/http/form.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { typedValue } from '../../../ui/field.tsx';
import type { FieldError, FormState } from '../../../ui/form-state.ts';
import { clausesEnClair, clausesValues, readClausesSaisies } from '../clauses-form.ts';
import type { Bloc } from '../modele.ts';
import { type ContenuModele, type Element, longueurDe, nommer, places, remplacer, trouver } from './contenu.ts';
import {
  ELEMENTS_MAX,
  elementForm,
  enteteForm,
  LONGUEUR_MAX,
  parametresForm,
  preambuleForm,
  TEXTE_RENDU,
} from './forms.ts';
import { ecrireTexte, lireTexte, PHRASES_TEXTE_MODELE } from './rules.ts';
import { vueClauses, vueElement, vueEntete, vuePreambule } from './vue.ts';

/** What a form made of the draft: the new content, or why not. */
export type Ecriture = { readonly state: FormState; readonly contenu: ContenuModele | null };

/** One piece of a draft that a page changes: its title, the preamble, the clauses, an article, an annexe, a part. */
export type Piece = {
  readonly champs: 'entete' | 'preambule' | 'clauses' | 'element';
  readonly nom: string;
  readonly vue: string;
  readonly values: FormState['values'];
  /** What it says today, as text: shown to whoever wrote over an older one. */
  readonly texte: string;
  readonly ecrire: (form: SentForm) => Ecriture;
};

/** More than ten would hide the form: the next ones come once these are mended. */
const REFUS_DITS = 10;

/** The blocs of a typed text, or its refusals, each on its own line of the summary. */
export function lireSaisie(
  state: FormState,
  texte: string | null,
): { readonly blocs: readonly Bloc[]; readonly errors: readonly FieldError[] } {
  // The text is trimmed; lines are counted from the first one typed.
  const skipped = /^\s*/.exec(typedValue(state, 'texte').replace(/\r\n?/g, '\n'))?.[0].split('\n').length ?? 1;
  const read = lireTexte(texte ?? '', skipped);
  if (read.ok) return { blocs: read.blocs, errors: [] };
  const errors = read.refus.slice(0, REFUS_DITS).map((refus) => ({
    field: 'texte',
    message: phrase(PHRASES_TEXTE_MODELE, refus),
  }));
  return { blocs: [], errors };
}

/** Braces in a title would be printed as they are. */
export function refusTitre(field: string, titre: string): readonly FieldError[] {
  return /[{}]/.test(titre) ? [{ field, message: 'Un titre ne cite pas de paramètre : retirez les accolades.' }] : [];
}

export function refusNumero(numero: string, freres: readonly Element[], cle: string | null): readonly FieldError[] {
  const taken = freres.some((one) => one.cle !== cle && one.numero === numero);
  return taken ? [{ field: 'numero', message: `Le numéro ${numero} est déjà pris : choisissez-en un autre.` }] : [];
}

/** The content, unless it has become too large for a paper. */
export function ecriture(state: FormState, contenu: ContenuModele, errors: readonly FieldError[]): Ecriture {
  const tooLong = longueurDe(contenu) > LONGUEUR_MAX;
  const tooMany = places(contenu).length > ELEMENTS_MAX;
  const all = [
    ...errors,
    ...(tooLong
      ? [
          {
            field: 'texte',
            message: `Les textes de ce modèle dépassent ${LONGUEUR_MAX.toLocaleString('fr-FR')} caractères : raccourcissez-les.`,
          },
        ]
      : []),
    ...(tooMany
      ? [
          {
            field: '',
            message: `Un modèle a ${ELEMENTS_MAX} articles, annexes et parties au plus : retirez-en d’abord.`,
          },
        ]
      : []),
  ];
  return all.length > 0 ? { state: withErrors(state, all, elementForm), contenu: null } : { state, contenu };
}

export function pieceEntete(contenu: ContenuModele): Piece {
  const { titre, sousTitre } = contenu;
  return {
    champs: 'entete',
    nom: 'Titre',
    vue: vueEntete(contenu),
    values: { titre, sousTitre },
    texte: `${titre}\n\n${sousTitre}`,
    ecrire: (form) => {
      const sent = parseForm(enteteForm, form);
      if (!sent.ok) return { state: sent.state, contenu: null };
      const { titre, sousTitre } = sent.data;
      const errors = [...refusTitre('titre', titre), ...refusTitre('sousTitre', sousTitre)];
      return ecriture(sent.state, { ...contenu, titre, sousTitre }, errors);
    },
  };
}

export function piecePreambule(contenu: ContenuModele): Piece {
  const texte = ecrireTexte(contenu.preambule);
  return {
    champs: 'preambule',
    nom: 'Préambule',
    vue: vuePreambule(contenu),
    values: { texte },
    texte,
    ecrire: (form) => {
      const sent = parseForm(preambuleForm, form, TEXTE_RENDU);
      if (!sent.ok) return { state: sent.state, contenu: null };
      const { blocs, errors } = lireSaisie(sent.state, sent.data.texte);
      return ecriture(sent.state, { ...contenu, preambule: blocs }, errors);
    },
  };
}

export function pieceClauses(contenu: ContenuModele): Piece {
  return {
    champs: 'clauses',
    nom: 'Clauses proposées',
    vue: vueClauses(contenu),
    values: clausesValues(contenu.clauses),
    texte: clausesEnClair(contenu.clauses)
      .map(({ term, details }) => `- ${term} : ${details}`)
      .join('\n'),
    ecrire: (form) => {
      const sent = parseForm(parametresForm, form);
      if (!sent.ok) return { state: sent.state, contenu: null };
      const read = readClausesSaisies(sent.data);
      return read.ok
        ? ecriture(sent.state, { ...contenu, clauses: read.clauses }, [])
        : { state: withErrors(sent.state, read.errors, parametresForm), contenu: null };
    },
  };
}

/** Undefined when the draft has no element of that key: it was removed, or never was. */
export function pieceElement(contenu: ContenuModele, cle: string): Piece | undefined {
  const place = trouver(contenu, cle);
  if (place === undefined) return undefined;
  const { numero, titre, blocs } = place.element;
  const texte = ecrireTexte(blocs);
  return {
    champs: 'element',
    nom: nommer(place),
    vue: vueElement(place.element),
    values: { numero, titre, texte },
    texte: `${numero}. ${titre}\n\n${texte}`,
    ecrire: (form) => {
      const sent = parseForm(elementForm, form, TEXTE_RENDU);
      if (!sent.ok) return { state: sent.state, contenu: null };
      const { numero, titre } = sent.data;
      const read = lireSaisie(sent.state, sent.data.texte);
      return ecriture(sent.state, remplacer(contenu, cle, { numero, titre, blocs: read.blocs }), [
        ...refusNumero(numero, place.freres, cle),
        ...refusTitre('titre', titre),
        ...read.errors,
      ]);
    },
  };
}
