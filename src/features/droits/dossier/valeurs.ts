import { rolesLibelles } from '../../../domain/compte.ts';
import { formatDate, formatHeure, parisDate, parisTime } from '../../../domain/date.ts';
import { NATURES_AGENT, NATURES_STRUCTURE } from '../../../domain/nomenclatures.ts';
import { CANAUX, DECISIONS, DEMANDEURS_DITS, MOYENS, NOMS_DROIT } from '../rules.ts';

/** Columns that hold a code, with the words of each. */
const CODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  canal: CANAUX,
  decision: DECISIONS,
  demandeur: DEMANDEURS_DITS,
  droit: Object.fromEntries(Object.entries(NOMS_DROIT).map(([code, { nom }]) => [code, nom])),
  moyen: MOYENS,
  nature: { ...NATURES_STRUCTURE, ...NATURES_AGENT },
  role: rolesLibelles,
};

/** Columns that say nothing to the person: they name rows of the machine. */
const MUETTES: ReadonlySet<string> = new Set(['cle']);

/** Is there something to read there? */
export function estDit(colonne: string, value: unknown): boolean {
  return !MUETTES.has(colonne) && !estVide(value);
}

/** A value as its column says it. Example: « droit », « acces » → « Accès ». */
export function direColonne(colonne: string, value: unknown): string {
  const word = typeof value === 'string' ? CODES[colonne]?.[value] : undefined;
  return word ?? direValeur(value);
}

/** « d’Odette Grenache », « de Paul Cyprès » */
export function deNom(nom: string): string {
  return /^[aeiouyàâäéèêëîïôöùûü]/i.test(nom) ? `d’${nom}` : `de ${nom}`;
}

/** Words of columns that French writes with an accent. */
const MOTS: Readonly<Record<string, string>> = {
  acces: 'accès',
  ajout: 'ajouté',
  cle: 'clé',
  cles: 'clés',
  debut: 'début',
  decision: 'décision',
  demi: 'demi',
  depart: 'départ',
  dernier: 'dernier',
  duree: 'durée',
  echec: 'échec',
  echecs: 'échecs',
  envoye: 'envoyé',
  etablie: 'établie',
  expire: 'expire',
  ferme: 'fermé',
  journees: 'journées',
  legende: 'légende',
  pas: 'étape',
  precision: 'précision',
  prenom: 'prénom',
  prevue: 'prévue',
  prouve: 'prouvé',
  qualite: 'qualité',
  refuses: 'refusés',
  reponse: 'réponse',
  representant: 'représentant',
  requete: 'requête',
  role: 'rôle',
  telephone: 'téléphone',
};

/** English words of the machine, in columns that a person reads once in a life. */
const MACHINE: Readonly<Record<string, string>> = {
  seen_at: 'Dernière visite',
  used_at: 'Utilisé le',
  created_at: 'Créé le',
  confirme_at: 'Confirmé le',
  envoye_at: 'Envoyé le',
  prouve_at: 'Prouvé le',
  expire_at: 'Expire le',
  defi_at: 'Défi du',
};

/** A column as a person reads it. Example: « contact_telephone » → « Contact téléphone ». */
export function libelleColonne(colonne: string): string {
  const known = MACHINE[colonne];
  if (known !== undefined) return known;
  const words = colonne
    .split('_')
    .map((word) => MOTS[word] ?? word)
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** A day or an instant as the database writes it; anything else, which people may have typed, as it is. */
function direTexte(text: string): string {
  try {
    if (DATE.test(text)) return formatDate(Temporal.PlainDate.from(text));
    if (!INSTANT.test(text)) return text;
    const instant = Temporal.Instant.from(text);
    return `${formatDate(parisDate(instant))} à ${formatHeure(parisTime(instant))}`;
  } catch {
    return text;
  }
}

const estVide = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/**
 * A value of a row, said in a line. A file or a print is told by its size.
 * Example: true → « oui »; ["mardi-matin"] → « mardi-matin »; { octets: 1204 } → « fichier ou empreinte de 1 204 octets ».
 */
export function direValeur(value: unknown): string {
  if (estVide(value)) return 'non renseigné';
  if (typeof value === 'string') return direTexte(value);
  if (typeof value === 'boolean') return value ? 'oui' : 'non';
  if (typeof value === 'number') return value.toLocaleString('fr-FR');
  if (Array.isArray(value)) return value.map(direValeur).join(', ');
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === 'octets' && typeof first[1] === 'number') {
    return `fichier ou empreinte de ${direValeur(first[1])} octets`;
  }
  return entries
    .filter(([, one]) => !estVide(one))
    .map(([name, one]) => `${libelleColonne(name)} : ${direValeur(one)}`)
    .join(' ; ');
}
