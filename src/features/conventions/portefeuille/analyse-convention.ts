import { formatDateCourte } from '../../../domain/date.ts';
import { phrase } from '../../../domain/refus.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { transmetAuControleDeLegalite } from '../../structures/rules.ts';
import { PHRASES_ENREGISTREMENT, verifierEnregistrement } from '../rules/enregistrement.ts';
import {
  type Clauses,
  clauses2022,
  type Evenement,
  evenementsEffectifs,
  PHRASES_EVENEMENT,
  verifierEvenement,
} from '../rules.ts';
import type { Rapport } from './analyse.ts';
import { poserAutres, poserEvenements } from './analyse-evenements.ts';
import { type EtatStructure, estCoherent } from './analyse-structure.ts';
import { type Cle, COLONNE_DE, COLONNES } from './colonnes.ts';
import type { ErreurLigne, LigneLue, Valeurs } from './lecture.ts';
import { type ConventionRegistre, clausesEcrites, type LieuRegistre } from './registre.ts';

/** What conventions need to know of the register. */
export type RegistreConventions = {
  readonly conventions: ReadonlyMap<string, ConventionRegistre>;
  /** Every event of the territoire, and those of the file as they are read. */
  readonly evenements: Set<string>;
  /** Every lieu of the territoire. */
  readonly lieux: ReadonlyMap<string, LieuRegistre>;
  /** The published versions of the models, as conventions name them. */
  readonly modeles: ReadonlySet<string>;
  readonly representantDepartement: { readonly nom: string; readonly fonction: string };
};

/** An event that the file adds, and where it says so. */
export type Ajout = { readonly evenement: Evenement; readonly rang: number; readonly colonne: string };

/** A convention while its rows are read. */
export type EtatConvention = {
  /** As the register has it; null: it is new. */
  readonly base: ConventionRegistre | null;
  courante: ConventionRegistre;
  readonly structure: EtatStructure;
  readonly ajoutes: Ajout[];
  readonly dit: Map<Cle, { readonly texte: string; readonly rang: number }>;
  /** The row that filled each place of events. */
  readonly places: Map<number, number>;
};

/** The model of a convention that does not say which: that of the paper. */
const MODELE = 'convention-2022';

const CLES_CONVENTION = COLONNES.filter(({ groupe }) => groupe !== 'structure').map(({ cle }) => cle);
const CLES_CLAUSES = Object.keys(clauses2022) as (keyof Clauses)[];
/** What a person did not say, another may have: the end is none unless told, the rest is that of the paper of 2022. */
const CLAUSES_TUES: Clauses = { ...clauses2022, finAuPlusTard: null };

/** Reads what a row says of its convention: nothing when it speaks of the structure only. */
export function lireConventionDeLaLigne(
  conventions: Map<string, EtatConvention>,
  registre: RegistreConventions,
  structure: EtatStructure,
  ligne: LigneLue,
  rapport: Rapport,
  today: Temporal.PlainDate,
): void {
  const { valeurs, rang } = ligne;
  const { reference } = valeurs;
  const refuse = (cle: Cle, message: string) => rapport.erreurs.push({ colonne: COLONNE_DE[cle].titre, message });
  if (reference === undefined) {
    const said = CLES_CONVENTION.find((cle) => valeurs[cle] !== undefined);
    const isUnread = ligne.erreurs.some(({ colonne }) => colonne === COLONNE_DE.reference.titre);
    if (said !== undefined && !isUnread) {
      refuse('reference', 'Indiquez la référence de la convention, ou videz ce qui parle d’elle dans cette ligne.');
    }
    return;
  }
  const known = conventions.get(reference);
  const base = registre.conventions.get(reference) ?? null;
  if (known === undefined ? base !== null && base.structureId !== structure.id : known.structure !== structure) {
    refuse(
      'reference',
      `La convention « ${reference} » est celle d’une autre structure : vérifiez le SIRET, ou la référence.`,
    );
    return;
  }
  const etat = known ?? ouvrir(base, structure, reference, valeurs, registre, rapport);
  conventions.set(reference, etat);
  lireModele(etat, valeurs, registre, refuse);
  lireClauses(etat, valeurs, rang, rapport);
  lireTextes(etat, valeurs, rang, rapport);
  poserEvenements(etat, registre, ligne, rapport, today);
  poserAutres(etat, registre, ligne, rapport);
}

/** A new convention bears any published version; the one that a convention bears is changed on its page. */
function lireModele(
  { base, courante }: EtatConvention,
  { modele }: Valeurs,
  registre: RegistreConventions,
  refuse: (cle: Cle, message: string) => void,
): void {
  if (modele === undefined || modele === courante.modele) return;
  const isNew = base === null;
  refuse(
    'modele',
    isNew && !registre.modeles.has(modele)
      ? `Aucune version publiée d’un modèle ne porte ce nom : écrivez « ${MODELE} », ou laissez la case vide.`
      : 'Cette convention porte un autre modèle : il ne se change pas ici.',
  );
}

function ouvrir(
  base: ConventionRegistre | null,
  structure: EtatStructure,
  reference: string,
  valeurs: Valeurs,
  { modeles }: RegistreConventions,
  rapport: Rapport,
): EtatConvention {
  if (base === null) rapport.nouvelle = true;
  const courante = base ?? {
    id: uuidv7(),
    structureId: structure.id,
    reference,
    modele: valeurs.modele !== undefined && modeles.has(valeurs.modele) ? valeurs.modele : MODELE,
    pointAccueil: valeurs.pointAccueil ?? null,
    note: valeurs.note ?? null,
    clauses: CLAUSES_TUES,
    evenements: [],
  };
  return { base, courante, structure, ajoutes: [], dit: new Map(), places: new Map() };
}

function montre(cell: ReturnType<typeof clausesEcrites>[keyof Clauses]): string {
  return cell instanceof Temporal.PlainDate ? formatDateCourte(cell) : String(cell);
}

/** Clauses are those of the signed paper. Source: art. 8.2, only an avenant changes them. */
function lireClauses(etat: EtatConvention, valeurs: Valeurs, rang: number, rapport: Rapport): void {
  const said = CLES_CLAUSES.filter((cle) => valeurs[cle] !== undefined);
  const asked = { ...etat.courante.clauses } as Record<keyof Clauses, unknown>;
  for (const cle of said) asked[cle] = valeurs[cle];
  const clauses = asked as Clauses;
  const [before, after] = [clausesEcrites(etat.courante.clauses), clausesEcrites(clauses)];
  if (etat.base !== null) {
    for (const cle of said.filter((one) => montre(before[one]) !== montre(after[one]))) {
      const message = `Cette convention dit « ${montre(before[cle])} » : une clause ne change que par un avenant (art. 8.2).`;
      rapport.erreurs.push({ colonne: COLONNE_DE[cle].titre, message });
    }
    return;
  }
  const coherent = said.map((cle) => estCoherent(etat.dit, cle, montre(after[cle]), rang, rapport)).every(Boolean);
  if (!coherent) return;
  if (clauses.preavisMois >= clauses.dureeMois) {
    const message =
      'Le préavis doit être plus court que la durée d’une période : sinon personne ne pourrait s’opposer.';
    rapport.erreurs.push({ colonne: COLONNE_DE.preavisMois.titre, message });
    return;
  }
  etat.courante = { ...etat.courante, clauses };
}

function lireTextes(etat: EtatConvention, valeurs: Valeurs, rang: number, rapport: Rapport): void {
  const { pointAccueil, note } = valeurs;
  const titre = COLONNE_DE.pointAccueil.titre;
  if (pointAccueil !== undefined && etat.base !== null && pointAccueil !== etat.base.pointAccueil) {
    const message = 'Le point d’accueil est écrit dans la convention : il ne change que par un avenant (art. 8.2).';
    rapport.erreurs.push({ colonne: titre, message });
  } else if (pointAccueil !== undefined && estCoherent(etat.dit, 'pointAccueil', pointAccueil, rang, rapport)) {
    etat.courante = { ...etat.courante, pointAccueil };
  }
  if (note === undefined || !estCoherent(etat.dit, 'note', note, rang, rapport)) return;
  if (etat.base !== null && note !== etat.courante.note) {
    rapport.changements.push({ colonne: COLONNE_DE.note.titre, avant: etat.courante.note ?? '', apres: note });
  }
  etat.courante = { ...etat.courante, note };
}

/**
 * Everything that the articles refuse in what a file adds to a convention, each at the row that adds it. The whole file is
 * known by then: no order of its rows is better than another. What is cancelled is not held to them.
 */
export function* verifierConvention(
  { courante, ajoutes, structure }: EtatConvention,
  registre: RegistreConventions,
  today: Temporal.PlainDate,
): Generator<{ readonly rang: number; readonly erreur: ErreurLigne }> {
  if (ajoutes.length === 0) return;
  const { clauses, evenements } = courante;
  const nature = structure.courante?.nature;
  const beneficiaireTransmet = nature === undefined || transmetAuControleDeLegalite(nature);
  const counting = new Set(evenementsEffectifs(evenements).map(({ id }) => id));
  const gardes = new Set(
    ajoutes.filter(({ colonne }) => colonne === COLONNE_DE.autres.titre).map(({ evenement }) => evenement.id),
  );
  const refus = (evenement: Evenement, others: readonly Evenement[]): readonly string[] => {
    const convention = { clauses, beneficiaireTransmet, evenements: others };
    return [
      ...verifierEvenement(convention, evenement).map((one) => phrase(PHRASES_EVENEMENT, one)),
      ...verifierEnregistrement(convention, evenement, today).map((one) => phrase(PHRASES_ENREGISTREMENT, one)),
    ];
  };
  for (const { evenement, rang, colonne } of ajoutes) {
    if (evenement.type !== 'annulation' && !counting.has(evenement.id)) continue;
    const others = evenements.filter(({ id }) => id !== evenement.id);
    const messages = [...refus(evenement, others)];
    // Those that keep the identifier of the register they left were recorded there in its order.
    const before = others.filter(({ id }) => !gardes.has(id) || id < evenement.id);
    if (messages.length > 0 && gardes.has(evenement.id) && refus(evenement, before).length === 0) messages.length = 0;
    if (evenement.type === 'lieu_convenu' && registre.lieux.get(evenement.lieuId)?.structureId !== structure.id) {
      messages.push(
        'Ce lieu n’est pas un lieu de cette structure : déclarez-le d’abord, puis convenez-en dans Escale.',
      );
    }
    for (const message of messages) yield { rang, erreur: { colonne, message } };
  }
}
