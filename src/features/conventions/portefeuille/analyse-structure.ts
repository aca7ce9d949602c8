import { codeInseeTape, formatCommune, PHRASES_COMMUNE } from '../../../domain/commune.ts';
import { formatDateCourte } from '../../../domain/date.ts';
import { NATURES_STRUCTURE } from '../../../domain/nomenclatures.ts';
import { estRefus, phrase } from '../../../domain/refus.ts';
import type { Siret } from '../../../domain/siret.ts';
import type { Rapport, TrouverCommune } from './analyse.ts';
import { type Cle, COLONNE_DE, COLONNES } from './colonnes.ts';
import type { LigneLue, Valeurs } from './lecture.ts';
import type { StructureRegistre } from './registre.ts';

/** A structure while its rows are read. */
export type EtatStructure = {
  readonly siret: Siret;
  readonly id: string;
  /** As the register has it; null: it is new. */
  readonly base: StructureRegistre | null;
  /** As it will be; null while a new one lacks something. */
  courante: StructureRegistre | null;
  /** What the rows said of it, and which did. */
  readonly dit: Map<Cle, { readonly texte: string; readonly rang: number }>;
  /** Whether a row has spoken of it yet. */
  lue: boolean;
};

type CleStructure =
  | 'nom'
  | 'nature'
  | 'adresse'
  | 'codePostal'
  | 'commune'
  | 'representantNom'
  | 'representantFonction'
  | 'telephone'
  | 'courriel'
  | 'fermeeLe';

const CLES = COLONNES.filter(({ groupe, cle }) => groupe === 'structure' && cle !== 'siret').map(
  ({ cle }) => cle as CleStructure,
);
/** What a new structure cannot do without. */
const OBLIGATOIRES: readonly CleStructure[] = [
  'nom',
  'nature',
  'adresse',
  'codePostal',
  'commune',
  'representantNom',
  'representantFonction',
];

/** Says once that a row contradicts an earlier one; keeps what is said otherwise. True when it may be used. */
export function estCoherent(
  dit: Map<Cle, { readonly texte: string; readonly rang: number }>,
  cle: Cle,
  texte: string,
  rang: number,
  rapport: Rapport,
): boolean {
  const earlier = dit.get(cle);
  if (earlier === undefined) {
    dit.set(cle, { texte, rang });
    return true;
  }
  if (earlier.texte === texte) return true;
  const message = `La ligne ${earlier.rang} dit autre chose : « ${earlier.texte.slice(0, 80)} ». Écrivez la même chose, ou laissez cette case vide.`;
  rapport.erreurs.push({ colonne: COLONNE_DE[cle].titre, message });
  return false;
}

/** A fact of a structure as a person reads it. */
function montre(cle: CleStructure, structure: StructureRegistre | null): string {
  if (structure === null) return '';
  if (cle === 'nature') return NATURES_STRUCTURE[structure.nature];
  if (cle === 'commune') return formatCommune({ nom: structure.commune, codeInsee: structure.codeInsee });
  if (cle === 'fermeeLe') return structure.fermeeLe === null ? '' : formatDateCourte(structure.fermeeLe);
  return structure[cle] ?? '';
}

/** The postal code and the text with which the commune of a row is looked for; null: it is the one that is known. */
function adresseDeLaLigne(
  valeurs: Valeurs,
  base: StructureRegistre | null,
): { readonly texte: string; readonly codePostal: string } | null {
  const codePostal = valeurs.codePostal ?? base?.codePostal;
  const texte = valeurs.commune ?? base?.codeInsee;
  if (codePostal === undefined || texte === undefined) return null;
  const code = codeInseeTape(texte);
  return base !== null && code === base.codeInsee && codePostal === base.codePostal ? null : { texte, codePostal };
}

/** Reads what a row says of its structure, into its state and the report of the row. */
export async function lireStructureDeLaLigne(
  etat: EtatStructure,
  { rang, valeurs, erreurs }: LigneLue,
  rapport: Rapport,
  trouver: TrouverCommune,
): Promise<void> {
  const said = CLES.filter((cle) => valeurs[cle] !== undefined && valeurs[cle] !== null);
  const isFirst = !etat.lue;
  etat.lue = true;
  const coherent = said.filter((cle) => estCoherent(etat.dit, cle, String(valeurs[cle]), rang, rapport));
  if (etat.courante === null && isFirst) {
    const unread = new Set(erreurs.map(({ colonne }) => colonne));
    for (const cle of OBLIGATOIRES) {
      const { titre } = COLONNE_DE[cle];
      if (valeurs[cle] !== undefined || unread.has(titre)) continue;
      const message = `Cette structure n’est pas au registre : remplissez la case « ${titre} ».`;
      rapport.erreurs.push({ colonne: titre, message });
    }
  }
  const lieu = await lireAdresse(etat, valeurs, rapport, trouver);
  if (lieu === undefined) return;
  const before = etat.courante;
  const after = completer(etat, coherent, valeurs, lieu);
  if (after === null) return;
  if (before === null) {
    rapport.nouvelle = true;
    etat.courante = after;
    return;
  }
  if (etat.base !== null && !sameDay(etat.base.fermeeLe, after.fermeeLe)) {
    const message = 'Un import ne ferme ni ne rouvre une structure déjà au registre.';
    rapport.erreurs.push({ colonne: COLONNE_DE.fermeeLe.titre, message });
    return;
  }
  const changed = CLES.filter((cle) => montre(cle, before) !== montre(cle, after));
  if (changed.length === 0) return;
  etat.courante = after;
  for (const cle of changed) {
    rapport.changements.push({ colonne: COLONNE_DE[cle].titre, avant: montre(cle, before), apres: montre(cle, after) });
  }
}

function sameDay(a: Temporal.PlainDate | null, b: Temporal.PlainDate | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}

type Lieu = Pick<StructureRegistre, 'codePostal' | 'codeInsee' | 'commune'>;

/** The commune and postal code after this row; undefined when they cannot be known. */
async function lireAdresse(
  etat: EtatStructure,
  valeurs: Valeurs,
  rapport: Rapport,
  trouver: TrouverCommune,
): Promise<Lieu | undefined> {
  const asked = adresseDeLaLigne(valeurs, etat.courante);
  if (asked === null) return etat.courante ?? undefined;
  const found = await trouver(asked.texte, asked.codePostal);
  if (!estRefus(found)) return { codePostal: asked.codePostal, codeInsee: found.codeInsee, commune: found.nom };
  const colonne = found.refus === 'code_postal_autre' ? COLONNE_DE.codePostal : COLONNE_DE.commune;
  rapport.erreurs.push({ colonne: colonne.titre, message: phrase(PHRASES_COMMUNE, found) });
  return undefined;
}

/** The structure with what a row says of it; null while something compulsory is missing. */
function completer(
  etat: EtatStructure,
  coherent: readonly CleStructure[],
  valeurs: Valeurs,
  lieu: Lieu,
): StructureRegistre | null {
  const { courante } = etat;
  const said = new Set(coherent);
  const pick = <C extends CleStructure>(cle: C) => (said.has(cle) ? valeurs[cle] : undefined);
  const nom = pick('nom') ?? courante?.nom;
  const nature = pick('nature') ?? courante?.nature;
  const adresse = pick('adresse') ?? courante?.adresse;
  const representantNom = pick('representantNom') ?? courante?.representantNom;
  const representantFonction = pick('representantFonction') ?? courante?.representantFonction;
  if (
    nom === undefined ||
    nature === undefined ||
    adresse === undefined ||
    representantNom === undefined ||
    representantFonction === undefined
  ) {
    return null;
  }
  return {
    id: etat.id,
    siret: etat.siret,
    nom,
    nature,
    adresse,
    codePostal: lieu.codePostal,
    codeInsee: lieu.codeInsee,
    commune: lieu.commune,
    representantNom,
    representantFonction,
    telephone: pick('telephone') ?? courante?.telephone ?? null,
    courriel: pick('courriel') ?? courante?.courriel ?? null,
    fermeeLe: pick('fermeeLe') ?? courante?.fermeeLe ?? null,
  };
}
