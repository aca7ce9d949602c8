import { formatDuree } from '../../../domain/date.ts';
import { cles, type Nomenclature } from '../../../domain/nomenclatures.ts';
import { estRetenue, formatNombre, type Nombre } from '../../accompagnements/rules.ts';
import type { ContenuReleve, SeanceReleve } from './contenu.ts';
import { type Groupe, publier, publierNombre } from './publication.ts';
import {
  type Definition,
  groupeAides,
  groupeAteliers,
  PROFILS_AIDES,
  PROFILS_ATELIERS,
  THEMES_AIDES,
  THEMES_ATELIERS,
} from './tables.ts';

export type LigneTableau = { readonly libelle: string; readonly nombre: Nombre };

/** Why nothing of a table is published. */
export const RETENUES = {
  peu: 'trop peu de personnes pour que personne ne puisse être reconnu',
  devine: 'avec le total, de petits nombres s’y devineraient',
} as const;
export type Retenue = keyof typeof RETENUES;

/** A list of numbers under a title; `lignes` null: none is published. */
export interface Tableau {
  readonly titre: string;
  /** What is counted: « personnes aidées », « participants », « ateliers ». */
  readonly unite: string;
  readonly lignes: readonly LigneTableau[] | null;
  readonly retenue: Retenue | null;
  /** The version of which it is; an earlier one than what is read when publishing it anew would tell somebody. */
  readonly version: number;
}

/** A relevé as one reads it: exact for the team, without small numbers for anybody else. */
export interface Montre {
  readonly isPublic: boolean;
  readonly version: number;
  readonly tenues: number;
  readonly manquees: number;
  readonly heuresPermanence: string;
  readonly personnesAidees: Nombre;
  /** « 12 h 30 », « non publié », « 12 h (version 1) ». */
  readonly heuresAide: Dite<string>;
  readonly ateliers: number;
  readonly participants: Nombre;
  readonly dejaAides: Dite<Nombre>;
  readonly heuresAtelier: string;
  readonly coordinations: number;
  readonly heuresCoordination: string;
  readonly servicesBloques: Nombre;
  readonly profils: readonly Tableau[];
  readonly themes: readonly Tableau[];
  /** `personnes` null: not said, one séance receives too few. */
  readonly seances: readonly (Omit<SeanceReleve, 'personnes'> & { readonly personnes: number | null })[];
}

/** A figure, and the version of which it is. */
type Dite<T> = { readonly valeur: T; readonly version: number };

const NON_PUBLIE = 'non publié';

type Cadre = Pick<Tableau, 'titre' | 'unite' | 'version'> & { readonly nomenclature: Nomenclature };

function tableau({ nomenclature, ...cadre }: Cadre, shown: readonly Nombre[], retenue: Retenue): Tableau {
  if (estRetenue(shown)) return { ...cadre, lignes: null, retenue };
  const lignes = cles(nomenclature).map((cle, rang) => ({
    libelle: nomenclature[cle] ?? cle,
    nombre: shown[rang] ?? 0,
  }));
  return { ...cadre, lignes, retenue: null };
}

/** What a reader reads of a group: of which version, which cells, and how many people it counts. */
function lire(versions: readonly ContenuReleve[], groupe: (contenu: ContenuReleve) => Groupe, isPublic: boolean) {
  const groupes = versions.map(groupe);
  const totaux = groupes.map(({ total }) => total);
  const last = groupes.at(-1);
  const exact = { rang: versions.length - 1, tables: last?.tables.map(({ nombres }) => nombres) ?? [] };
  const { rang, tables } = isPublic ? publier(groupes) : exact;
  return {
    version: rang + 1,
    shown: (index: number): readonly Nombre[] => tables[index] ?? [],
    total: isPublic ? publierNombre(totaux) : (last?.total ?? 0),
    retenue: typeof publierNombre(totaux.slice(0, rang + 1)) === 'number' ? ('devine' as const) : ('peu' as const),
  };
}

type Lu = ReturnType<typeof lire>;

function tableaux(definitions: readonly Definition[], from: number, { version, shown, retenue }: Lu): Tableau[] {
  return definitions.map(({ titre, unite, nomenclature }, rang) =>
    tableau({ titre, unite, nomenclature, version }, shown(from + rang), retenue),
  );
}

/**
 * Numbers of ateliers, which tell nobody unless their participants are too few: they are those of the version whose tables of
 * participants are shown, as an atelier that a correction adds may have had one alone.
 */
function themesAteliers(versions: readonly ContenuReleve[], { version, retenue }: Lu, isPublic: boolean): Tableau[] {
  const ateliers = versions[version - 1]?.ateliers;
  if (ateliers === undefined) return [];
  const isTold = !isPublic || retenue === 'devine';
  return THEMES_ATELIERS.map(({ titre, nomenclature, de }) => {
    const nombres = de(ateliers);
    const shown = isTold ? nombres : nombres.map((): Nombre => 'masque');
    return tableau({ titre, unite: 'ateliers', nomenclature, version }, shown, 'peu');
  });
}

/** Hours of help tell how long who was added stayed: they are those of the version whose tables are shown. */
function heuresAide(
  versions: readonly ContenuReleve[],
  { total, version, retenue }: Lu,
  isPublic: boolean,
): Dite<string> {
  const isTold = !isPublic || (typeof total === 'number' && retenue === 'devine');
  return isTold
    ? { valeur: formatDuree(versions[version - 1]?.aides.minutes ?? 0), version }
    : { valeur: NON_PUBLIE, version: versions.length };
}

/**
 * A relevé as its reader may read it. `isPublic`: outside of the team, where no number of one to four is told, nor any that would
 * let it be found, even by reading the certified versions that came before, `avant`, beside this one.
 *
 * Source: art. 3.4; art. 4.1 (règlement européen 2016/679).
 * Example: 3 people helped, for a référent → « moins de 5 », no profile, no hours of help.
 */
export function montrer(
  contenu: ContenuReleve,
  { isPublic, avant }: { readonly isPublic: boolean; readonly avant: readonly ContenuReleve[] },
): Montre {
  const { permanences, ateliers, coordination } = contenu;
  const versions = [...avant, contenu];
  const version = versions.length;
  const aides = lire(versions, groupeAides, isPublic);
  const participants = lire(versions, groupeAteliers, isPublic);
  const bloques = versions.map(({ servicesBloques }) => servicesBloques);
  const hasAteliers = ateliers.nombre > 0;
  return {
    isPublic,
    version,
    tenues: permanences.tenues,
    manquees: permanences.manquees,
    heuresPermanence: formatDuree(permanences.minutes),
    personnesAidees: aides.total,
    heuresAide: heuresAide(versions, aides, isPublic),
    ateliers: ateliers.nombre,
    participants: participants.total,
    dejaAides: { valeur: participants.shown(PROFILS_ATELIERS.length)[0] ?? 0, version: participants.version },
    heuresAtelier: formatDuree(ateliers.minutes),
    coordinations: coordination.nombre,
    heuresCoordination: formatDuree(coordination.minutes),
    servicesBloques: isPublic ? publierNombre(bloques) : contenu.servicesBloques,
    profils: [
      ...tableaux(PROFILS_AIDES, 0, aides),
      ...(hasAteliers ? tableaux(PROFILS_ATELIERS, 0, participants) : []),
    ],
    themes: [
      ...tableaux(THEMES_AIDES, PROFILS_AIDES.length, aides),
      ...(hasAteliers ? themesAteliers(versions, participants, isPublic) : []),
    ],
    seances: permanences.seances.map(({ personnes, ...seance }) => ({
      ...seance,
      personnes: isPublic ? null : personnes,
    })),
  };
}

export type LigneSynthese = { readonly libelle: string; readonly valeur: Nombre | string; readonly version?: number };

/** The figures of a relevé, a line each, besides its tables; `version`: that of which it is, when it may be an earlier one. */
export function lignesSynthese(montre: Montre): readonly LigneSynthese[] {
  return [
    { libelle: 'Permanences tenues', valeur: montre.tenues },
    { libelle: 'Permanences manquées', valeur: montre.manquees },
    { libelle: 'Heures de permanence', valeur: montre.heuresPermanence },
    { libelle: 'Personnes aidées', valeur: montre.personnesAidees },
    { libelle: 'Heures d’aide individuelle', ...montre.heuresAide },
    { libelle: 'Ateliers', valeur: montre.ateliers },
    { libelle: 'Participants aux ateliers', valeur: montre.participants },
    { libelle: 'Participants déjà aidés', ...montre.dejaAides },
    { libelle: 'Heures d’atelier', valeur: montre.heuresAtelier },
    { libelle: 'Actions de coordination', valeur: montre.coordinations },
    { libelle: 'Heures de coordination', valeur: montre.heuresCoordination },
    { libelle: 'Services en ligne bloqués', valeur: montre.servicesBloques },
  ];
}

/** « 12 », « moins de 5 », « 3 h 30 ». */
export function direValeur(valeur: Nombre | string): string {
  return valeur === '<5' || valeur === 'masque' || typeof valeur === 'number' ? formatNombre(valeur) : valeur;
}

/** The same, with the version of which it is when it is an earlier one: « 3 h 30 (version 1) ». */
export function direLigne({ valeur, version }: Pick<LigneSynthese, 'valeur' | 'version'>, montre: Montre): string {
  return version === undefined || version === montre.version
    ? direValeur(valeur)
    : `${direValeur(valeur)} (version ${version})`;
}

/**
 * Why some tables are not of the version that is read: « Restent de la version 1 : genre, âge. Publiée à côté, la correction pourrait
 * désigner quelqu’un. »; empty when all are.
 */
export function direGardes(tableaux: readonly Tableau[], montre: Montre): readonly string[] {
  const kept = tableaux.filter(({ version }) => version !== montre.version);
  return [...Map.groupBy(kept, ({ version }) => version)].map(([version, of]) => {
    const titres = of.map(({ titre }) => titre.toLowerCase()).join(', ');
    return `Ces tableaux restent ceux de la version ${version} : ${titres}. Publiée à côté, la correction pourrait désigner quelqu’un.`;
  });
}

/** Why some tables are not published, a sentence a reason; empty when all are. */
export function direRetenues(tableaux: readonly Tableau[]): readonly string[] {
  const byReason = Map.groupBy(tableaux, ({ retenue }) => retenue);
  return (Object.keys(RETENUES) as Retenue[]).flatMap((reason) => {
    const titres = (byReason.get(reason) ?? []).map(({ titre }) => titre.toLowerCase());
    return titres.length === 0 ? [] : [`Non publié, ${RETENUES[reason]} : ${titres.join(', ')}.`];
  });
}
