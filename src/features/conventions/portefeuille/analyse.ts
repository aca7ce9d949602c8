import { setImmediate } from 'node:timers/promises';
import type { Commune, RefusCommune } from '../../../domain/commune.ts';
import type { Siret } from '../../../domain/siret.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { Evenement } from '../rules.ts';
import {
  type EtatConvention,
  lireConventionDeLaLigne,
  type RegistreConventions,
  verifierConvention,
} from './analyse-convention.ts';
import { type EtatStructure, lireStructureDeLaLigne } from './analyse-structure.ts';
import { COLONNE_DE } from './colonnes.ts';
import type { ErreurLigne, LigneLue } from './lecture.ts';
import type { ConventionRegistre, StructureRegistre } from './registre.ts';

export type Verdict = 'nouvelle' | 'modifiee' | 'inchangee' | 'erreur';

/** What a row changes, as a person reads it. */
export type Changement = { readonly colonne: string; readonly avant: string; readonly apres: string };

export type LigneAnalysee = {
  readonly rang: number;
  readonly verdict: Verdict;
  readonly reference: string | null;
  readonly structure: string | null;
  readonly detail: { readonly erreurs: readonly ErreurLigne[]; readonly changements: readonly Changement[] };
};

/** What is known before the file. */
export type Registre = RegistreConventions & {
  readonly structures: ReadonlyMap<string, StructureRegistre>;
  readonly conventions: ReadonlyMap<string, ConventionRegistre>;
};

/** Finds the commune of an address. */
export type TrouverCommune = (texte: string, codePostal: string) => Promise<Commune | RefusCommune>;

/** What is to be written, all of it or nothing. */
export type Ecritures = {
  readonly structuresNouvelles: readonly StructureRegistre[];
  readonly structuresModifiees: readonly StructureRegistre[];
  readonly conventionsNouvelles: readonly ConventionRegistre[];
  readonly notes: readonly { readonly conventionId: string; readonly note: string }[];
  readonly evenements: readonly { readonly conventionId: string; readonly evenement: Evenement }[];
};

export type Analyse = { readonly lignes: readonly LigneAnalysee[]; readonly ecritures: Ecritures };

/** What a row gathers while it is read. */
export type Rapport = { readonly erreurs: ErreurLigne[]; readonly changements: Changement[]; nouvelle: boolean };

/** Rows read before others are served. */
const BREATH = 50;

/**
 * Compares the rows of a file with the register: what each adds or changes, or everything that is wrong with it. Nothing is
 * written. Reading the same file again once it is written finds every row unchanged.
 *
 * An event never changes: another one replaces it, and the first is cancelled. Rows are free to come in any order, but those
 * of one SIRET, or of one reference, may not contradict one another.
 */
export async function analyser(
  lues: readonly LigneLue[],
  connu: Registre,
  trouver: TrouverCommune,
  today: Temporal.PlainDate,
): Promise<Analyse> {
  const registre = { ...connu, evenements: new Set(connu.evenements) };
  const structures = new Map<string, EtatStructure>();
  const conventions = new Map<string, EtatConvention>();
  const rapports = new Map<number, Rapport>();
  const entetes = new Map<number, { reference: string | null; structure: string | null }>();

  for (const [index, ligne] of lues.entries()) {
    if (index % BREATH === 0) await setImmediate();
    const rapport: Rapport = { erreurs: [...ligne.erreurs], changements: [], nouvelle: false };
    rapports.set(ligne.rang, rapport);
    const { siret, reference = null, nom = null } = ligne.valeurs;
    const structure = siret && etatStructure(structures, registre, siret);
    if (structure) {
      await lireStructureDeLaLigne(structure, ligne, rapport, trouver);
      lireConventionDeLaLigne(conventions, registre, structure, ligne, rapport, today);
    } else if (!ligne.erreurs.some(({ colonne }) => colonne === COLONNE_DE.siret.titre)) {
      rapport.erreurs.push({ colonne: COLONNE_DE.siret.titre, message: 'Indiquez le numéro SIRET de la structure.' });
    }
    entetes.set(ligne.rang, { reference, structure: (structure ? structure.courante?.nom : null) ?? nom });
  }

  let verified = 0;
  for (const convention of conventions.values()) {
    verified += 1;
    if (verified % BREATH === 0) await setImmediate();
    for (const { rang, erreur } of verifierConvention(convention, registre, today)) {
      rapports.get(rang)?.erreurs.push(erreur);
    }
  }

  const lignes = lues.map(({ rang }): LigneAnalysee => {
    const rapport = rapports.get(rang);
    const { reference = null, structure = null } = entetes.get(rang) ?? {};
    const { erreurs = [], changements = [] } = rapport ?? {};
    return { rang, verdict: verdictDe(rapport), reference, structure, detail: { erreurs, changements } };
  });
  return { lignes, ecritures: ecrituresDe([...structures.values()], [...conventions.values()]) };
}

function verdictDe(rapport: Rapport | undefined): Verdict {
  if (rapport === undefined || rapport.erreurs.length > 0) return 'erreur';
  if (rapport.nouvelle) return 'nouvelle';
  return rapport.changements.length > 0 ? 'modifiee' : 'inchangee';
}

function etatStructure(structures: Map<string, EtatStructure>, registre: Registre, siret: Siret): EtatStructure {
  const known = structures.get(siret);
  if (known !== undefined) return known;
  const base = registre.structures.get(siret) ?? null;
  const etat: EtatStructure = { siret, id: base?.id ?? uuidv7(), base, courante: base, dit: new Map(), lue: false };
  structures.set(siret, etat);
  return etat;
}

function ecrituresDe(structures: readonly EtatStructure[], conventions: readonly EtatConvention[]): Ecritures {
  const made = structures.flatMap(({ base, courante }) =>
    courante === null || courante === base ? [] : [{ base, courante }],
  );
  return {
    structuresNouvelles: made.filter(({ base }) => base === null).map(({ courante }) => courante),
    structuresModifiees: made.filter(({ base }) => base !== null).map(({ courante }) => courante),
    conventionsNouvelles: conventions.flatMap(({ base, courante }) => (base === null ? [courante] : [])),
    notes: conventions.flatMap(({ base, courante }) =>
      base === null || base.note === courante.note || courante.note === null
        ? []
        : [{ conventionId: courante.id, note: courante.note }],
    ),
    evenements: conventions.flatMap(({ courante, ajoutes }) =>
      ajoutes.map(({ evenement }) => ({ conventionId: courante.id, evenement })),
    ),
  };
}
