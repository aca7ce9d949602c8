import { estCle } from '../../../domain/nomenclatures.ts';
import { phrase } from '../../../domain/refus.ts';
import { optionalLine } from '../../../platform/http/fields.ts';
import type { FieldError, FormState } from '../../../ui/form-state.ts';
import {
  AUTRE_OPERATEUR,
  type ChampLigne,
  LIGNES_MAX,
  lirePortee,
  type Objet,
  OPERATEURS,
  type Operateur,
  PHRASES_PORTEE,
} from '../rules.ts';

/** The lines of the form, from 1. */
export const RANGS = Array.from({ length: LIGNES_MAX }, (_, rank) => rank + 1);
type ChampSaisi = ChampLigne | 'autre';
/** Name of a field of a line: « l3_objet ». */
export const champ = (rang: number, nom: ChampSaisi): string => `l${rang}_${nom}`;

export const OBJET_MAX = 120;
const NOM_MAX = 100;

/** Every field of every line. */
export const champsLignes = Object.fromEntries(
  RANGS.flatMap((rang) => [
    [champ(rang, 'nature'), optionalLine('ce dont il s’agit', 20)],
    [champ(rang, 'theme'), optionalLine('le thème', 60)],
    [champ(rang, 'objet'), optionalLine('ce qui est à faire', OBJET_MAX)],
    [champ(rang, 'operateur'), optionalLine('l’organisme', 40)],
    [champ(rang, 'autre'), optionalLine('le nom de l’organisme', NOM_MAX)],
  ]),
);

type Lue = { readonly rang: number } & Readonly<Record<ChampSaisi, string>>;

function lues(data: Readonly<Record<string, unknown>>): readonly Lue[] {
  const read = (rang: number, nom: ChampSaisi): string => {
    const value = data[champ(rang, nom)];
    return typeof value === 'string' ? value : '';
  };
  return RANGS.map((rang) => ({
    rang,
    nature: read(rang, 'nature') || 'demarche',
    theme: read(rang, 'theme'),
    objet: read(rang, 'objet'),
    operateur: read(rang, 'operateur'),
    autre: read(rang, 'autre'),
  })).filter(({ nature, ...words }) => {
    const { theme, objet, operateur, autre } = words;
    return nature !== 'demarche' || [theme, objet, operateur, autre].some((word) => word !== '');
  });
}

const isKnown = (code: string): boolean => code === '' || code === AUTRE_OPERATEUR || estCle(OPERATEURS, code);
const nomOperateur = ({ operateur, autre }: Lue): string =>
  estCle(OPERATEURS, operateur) ? OPERATEURS[operateur] : operateur === AUTRE_OPERATEUR ? autre : '';

/** The démarches that the lines of a form name, or each refusal on its field, its line said. */
export function lireLignes(
  data: Readonly<Record<string, unknown>>,
): readonly Objet[] | { erreurs: readonly FieldError[] } {
  const all = lues(data);
  const unknown = all.filter(({ operateur }) => !isKnown(operateur));
  const read = lirePortee(all.map((ligne) => ({ ...ligne, operateur: nomOperateur(ligne) })));
  if (!('erreurs' in read)) return read;
  const erreurs = read.erreurs.map(({ rang, champ: nom, refus }): FieldError => {
    const ligne = all.find((one) => one.rang === rang);
    const isNamed = nom === 'operateur' && ligne?.operateur === AUTRE_OPERATEUR;
    const isUnknown = nom === 'operateur' && unknown.some((one) => one.rang === rang);
    const message = isUnknown
      ? 'Choisissez l’organisme dans la liste.'
      : isNamed && ligne.autre === ''
        ? 'Écrivez le nom de l’organisme.'
        : phrase(PHRASES_PORTEE, refus);
    return {
      field: champ(rang, isNamed ? 'autre' : nom),
      message: all.length === 0 ? message : `Démarche ${rang} : ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
    };
  });
  return { erreurs };
}

const codeOperateur = (nom: string): Operateur | undefined =>
  (Object.keys(OPERATEURS) as Operateur[]).find((code) => OPERATEURS[code] === nom);

/** What the lines of a form hold for these démarches. */
export function valeursLignes(lignes: readonly Objet[]): FormState['values'] {
  return Object.fromEntries(
    lignes.flatMap((ligne, rank) => {
      const code = codeOperateur(ligne.operateur);
      return [
        [champ(rank + 1, 'nature'), ligne.nature],
        [champ(rank + 1, 'theme'), ligne.nature === 'demarche' ? ligne.theme : ''],
        [champ(rank + 1, 'objet'), ligne.objet],
        [champ(rank + 1, 'operateur'), code ?? AUTRE_OPERATEUR],
        [champ(rank + 1, 'autre'), code === undefined ? ligne.operateur : ''],
      ];
    }),
  );
}
