import { z } from 'zod';
import { cles } from '../../../domain/nomenclatures.ts';
import { phrase } from '../../../domain/refus.ts';
import {
  box,
  choice,
  date,
  line,
  optionalChoice,
  optionalCourriel,
  optionalId,
  optionalLine,
  optionalTelephone,
  optionalText,
  whole,
} from '../../../platform/http/fields.ts';
import { parseForm, type FormData as SentForm, withErrors } from '../../../platform/http/form.ts';
import type { FieldError, FormState } from '../../../ui/form-state.ts';
import {
  EXECUTIONS,
  PHRASES_MANDANT,
  PHRASES_PIECE,
  PIECES_IDENTITE,
  QUALITES_REPRESENTANT,
  type Reglages,
  ROLES_TIERS,
  verifierMandant,
  verifierPiece,
} from '../rules.ts';
import type { Brouillon } from './brouillon.ts';
import { champsLignes, lireLignes, valeursLignes } from './lignes.ts';

const NOM_MAX = 100;
const EXCLUSIONS_MAX = 5;
const EXCLUSION_LONGUEUR = 200;

/** The fields of a mandat, lines apart; one order for the page and for its refusals. */
function schema({ dureeMaxMois }: Reglages) {
  return z.object({
    mandantPrenom: line('le prénom', NOM_MAX),
    mandantNom: line('le nom', NOM_MAX),
    mandantNaissance: date('la date de naissance'),
    mandantTelephone: optionalTelephone(),
    mandantCourriel: optionalCourriel(),
    protege: box(),
    representantPrenom: optionalLine('le prénom du représentant', NOM_MAX),
    representantNom: optionalLine('le nom du représentant', NOM_MAX),
    representantQualite: optionalChoice('la qualité du représentant', cles(QUALITES_REPRESENTANT)),
    tiersRole: optionalChoice('le rôle de la personne présente', cles(ROLES_TIERS)),
    tiersNom: optionalLine('le nom de l’interprète ou du témoin', NOM_MAX),
    tiersLangue: optionalLine('la langue', 60),
    pieceVue: choice('le document que la personne a montré', cles(PIECES_IDENTITE)),
    perimee: box(),
    ...champsLignes,
    execution: choice('comment les démarches seront faites', cles(EXECUTIONS)),
    dureeMois: whole('la durée', { min: 1, max: dureeMaxMois, unite: 'mois' }),
    suppleant: optionalId('le suppléant'),
    exclusions: optionalText('ce que la personne exclut', EXCLUSIONS_MAX * EXCLUSION_LONGUEUR),
  });
}
type Saisie = z.output<ReturnType<typeof schema>>;

const SANS_FICHIER =
  'Aucun fichier n’est accepté ici : ni photographie, ni copie d’un document d’identité. Rien n’a été gardé de celui-ci.';

function representantDe({ representantPrenom: prenom, representantNom: nom, representantQualite: qualite }: Saisie) {
  return prenom === null || nom === null || qualite === null ? null : { prenom, nom, qualite };
}

/** What is said of somebody who signs, or helps to, in part only. */
function incomplets(saisie: Saisie): readonly FieldError[] {
  const { representantPrenom, representantNom, representantQualite, tiersRole, tiersNom } = saisie;
  const isRepresented = [representantPrenom, representantNom, representantQualite].some((value) => value !== null);
  const missing = (value: unknown, field: string, message: string) => (value === null ? [{ field, message }] : []);
  return [
    ...(isRepresented
      ? [
          ...missing(representantPrenom, 'representantPrenom', 'Indiquez le prénom du représentant.'),
          ...missing(representantNom, 'representantNom', 'Indiquez le nom du représentant.'),
          ...missing(representantQualite, 'representantQualite', 'Choisissez la qualité du représentant.'),
        ]
      : []),
    ...(tiersRole !== null ? missing(tiersNom, 'tiersNom', 'Indiquez le nom de l’interprète ou du témoin.') : []),
    ...(tiersNom !== null ? missing(tiersRole, 'tiersRole', 'Dites si cette personne est interprète ou témoin.') : []),
  ];
}

const CHAMPS_MANDANT: Readonly<Record<keyof typeof PHRASES_MANDANT, string>> = {
  naissance_a_venir: 'mandantNaissance',
  naissance_trop_ancienne: 'mandantNaissance',
  mineur_sans_representant: 'representantPrenom',
  protege_sans_representant: 'representantPrenom',
  representant_sans_raison: 'representantQualite',
  qualite_de_mineur: 'representantQualite',
  qualite_de_protege: 'representantQualite',
};

export type ContexteSaisie = {
  readonly reglages: Reglages;
  /** The day of the signature. */
  readonly jour: Temporal.PlainDate;
  /** Agents who may be named as substitutes. */
  readonly suppleants: ReadonlySet<string>;
};

function exclusionsDe({ exclusions }: Saisie): readonly string[] | FieldError {
  const lignes = (exclusions ?? '')
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const isLong = lignes.some((one) => [...one].length > EXCLUSION_LONGUEUR);
  if (lignes.length <= EXCLUSIONS_MAX && !isLong) return lignes;
  return {
    field: 'exclusions',
    message: `Écrivez ${EXCLUSIONS_MAX} lignes au plus, de ${EXCLUSION_LONGUEUR} caractères chacune.`,
  };
}

function refusDe(saisie: Saisie, { reglages, jour, suppleants }: ContexteSaisie): readonly FieldError[] {
  const partial = incomplets(saisie);
  const qualite = saisie.representantQualite;
  const isTold = !partial.some(({ field }) => field.startsWith('representant'));
  const { mandantNaissance: naissance, protege: isProtege, pieceVue: piece, perimee: isPerimee } = saisie;
  const mandant = isTold ? verifierMandant({ naissance, isProtege, qualite }, jour) : null;
  const vue = verifierPiece({ piece, isPerimee }, reglages);
  const { suppleant } = saisie;
  return [
    ...partial,
    ...(mandant === null ? [] : [{ field: CHAMPS_MANDANT[mandant.refus], message: phrase(PHRASES_MANDANT, mandant) }]),
    ...(vue === null
      ? []
      : [{ field: vue.refus === 'piece_perimee' ? 'perimee' : 'pieceVue', message: phrase(PHRASES_PIECE, vue) }]),
    ...(suppleant !== null && !suppleants.has(suppleant)
      ? [{ field: 'suppleant', message: 'Choisissez le suppléant dans la liste.' }]
      : []),
  ];
}

/**
 * The mandat that a sent form describes; or the form as it was typed, with every refusal on its field. `allowed`: the one file
 * that this form may bear; any other is refused, whatever it is.
 */
export function lireMandatSaisi(
  form: SentForm,
  contexte: ContexteSaisie,
  { allowed, more = [] }: { readonly allowed?: string; readonly more?: readonly FieldError[] } = {},
): { readonly brouillon: Brouillon; readonly values: FormState['values'] } | { readonly state: FormState } {
  const own = schema(contexte.reglages);
  const sent = parseForm(own, { ...form, files: {} });
  const hasFile = Object.keys(form.files).some((name) => name !== allowed);
  const lignes = lireLignes(sent.ok ? sent.data : sent.state.values);
  const exclusions = sent.ok ? exclusionsDe(sent.data) : [];
  const errors: FieldError[] = [
    ...(hasFile ? [{ field: '', message: SANS_FICHIER }] : []),
    ...more,
    ...('erreurs' in lignes ? lignes.erreurs : []),
    ...(sent.ok ? refusDe(sent.data, contexte) : []),
    ...('field' in exclusions ? [exclusions] : []),
  ];
  if (!sent.ok || errors.length > 0 || 'erreurs' in lignes || 'field' in exclusions) {
    return { state: withErrors(sent.state, errors, own) };
  }
  const { data } = sent;
  const { tiersRole: role, tiersNom: nom, tiersLangue: langue } = data;
  return {
    values: sent.state.values,
    brouillon: {
      identite: {
        prenom: data.mandantPrenom,
        nom: data.mandantNom,
        naissance: data.mandantNaissance.toString(),
        telephone: data.mandantTelephone,
        courriel: data.mandantCourriel,
        representant: representantDe(data),
        tiers: role === null || nom === null ? null : { nom, role, langue: role === 'interprete' ? langue : null },
        verification: { piece: data.pieceVue, isPerimee: data.perimee },
        execution: data.execution,
        exclusions,
      },
      isProtege: data.protege,
      lignes,
      dureeMois: data.dureeMois,
      suppleantId: data.suppleant,
    },
  };
}

/** The form before anything is typed. */
export function valeursInitiales({ dureeDefautMois }: Reglages): FormState['values'] {
  return { execution: 'les_deux', dureeMois: String(dureeDefautMois), l1_nature: 'demarche' };
}

/** What the form holds of a mandat; without the document that was shown when it is to be seen again. */
export function valeursDe(
  { identite, isProtege, lignes, dureeMois, suppleantId }: Brouillon,
  { isNouveau }: { readonly isNouveau: boolean },
): FormState['values'] {
  const { representant, tiers, verification } = identite;
  return {
    mandantPrenom: identite.prenom,
    mandantNom: identite.nom,
    mandantNaissance: identite.naissance,
    mandantTelephone: identite.telephone ?? '',
    mandantCourriel: identite.courriel ?? '',
    protege: isProtege ? 'oui' : '',
    representantPrenom: representant?.prenom ?? '',
    representantNom: representant?.nom ?? '',
    representantQualite: representant?.qualite ?? '',
    tiersRole: tiers?.role ?? '',
    tiersNom: tiers?.nom ?? '',
    tiersLangue: tiers?.langue ?? '',
    pieceVue: isNouveau ? '' : verification.piece,
    perimee: !isNouveau && verification.isPerimee ? 'oui' : '',
    ...valeursLignes(lignes),
    execution: identite.execution,
    dureeMois: String(dureeMois),
    suppleant: suppleantId ?? '',
    exclusions: identite.exclusions.join('\n'),
  };
}
