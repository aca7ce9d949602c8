import type { Insertable } from 'kysely';
import { dateEffet } from '../../src/features/conventions/rules.ts';
import { CRITERES, type Critere } from '../../src/features/lieux/rules.ts';
import type { DB } from '../types.ts';
import type { CommuneDemo } from './communes.ts';
import type { ConventionDemo } from './conventions.ts';
import type { LieuDemo } from './fiches.ts';
import { demo, demoId, ids66 } from './ids.ts';
import { jourOuvreAvant } from './jours.ts';
import { MAISONS_SOCIALES } from './maisons-sociales.ts';
import { telephoneFictif } from './personnes.ts';
import { STRUCTURES } from './structures.ts';

type Jour = Temporal.PlainDate;

/** A lieu with the convention that covers it; null for one of the Département, or before any signature. */
export interface LieuPlace {
  readonly slug: string;
  readonly id: string;
  readonly structureSlug: string | null;
  readonly convention: ConventionDemo | null;
  readonly commune: CommuneDemo;
  readonly canHost: boolean;
  readonly row: Insertable<DB['lieu']>;
  readonly visite: Insertable<DB['lieuVisite']>;
  readonly constats: readonly Insertable<DB['lieuConstat']>[];
}

const A_APPORTER =
  'Une pièce d’identité, vos identifiants et mots de passe si vous les avez, votre téléphone et les papiers de votre démarche. L’aide est gratuite.';
const A_REVOIR = 'msp-agly';
export const VISITEUR = 'Nour Bourdaine, équipe technique';

/** A criterion that no one has looked at yet, rather than one found wanting. */
const JAMAIS_CONSTATE: ReadonlySet<Critere> = new Set<Critere>(['photocopieuse']);
/** Lacking these leaves permanences possible: only ateliers need them. */
const ATELIER_SEUL: ReadonlySet<Critere> = new Set<Critere>(['wifi', 'salle_6_a_8']);

const NON_VU = { photocopieuse: 'Dans un bureau fermé ce jour-là : à voir à la prochaine visite.' };

const PRECISIONS: Readonly<Partial<Record<Critere, string>>> = {
  bureau_confidentiel: 'Le paravent ne suffit pas : une pièce qui ferme est attendue.',
  wifi: 'Le signal n’atteint pas la salle ; une borne est commandée.',
  salle_6_a_8: 'Quatre places assises au plus.',
};

function constatsOf(lieu: LieuDemo, visited: Jour): Insertable<DB['lieuConstat']>[] {
  const criteres = Object.keys(CRITERES) as Critere[];
  return criteres
    .filter((critere) => !(critere === lieu.manque && JAMAIS_CONSTATE.has(critere)))
    .map((critere) => ({
      territoireId: demo.territoire,
      id: demoId('66', 'constat', lieu.slug, critere),
      lieuId: ids66.lieu(lieu.slug),
      visiteId: ids66.visite(lieu.slug),
      critere,
      satisfait: critere !== lieu.manque,
      constateLe: visited,
      constatePar: VISITEUR,
      precision: critere === lieu.manque ? (PRECISIONS[critere] ?? null) : null,
      createdBy: demo.comptes.equipe,
      createdAt: visited.toZonedDateTime('Europe/Paris').add({ hours: 17 }).toInstant(),
    }));
}

function lieuPlace(
  lieu: LieuDemo,
  commune: CommuneDemo,
  rank: number,
  structureSlug: string | null,
  convention: ConventionDemo | null,
  visited: Jour,
): LieuPlace {
  const agreed = convention === null ? null : dateEffet(convention.convention);
  const createdAt = visited.toZonedDateTime('Europe/Paris').add({ hours: 9 }).toInstant();
  return {
    slug: lieu.slug,
    id: ids66.lieu(lieu.slug),
    structureSlug,
    convention,
    commune,
    canHost: lieu.manque === undefined || ATELIER_SEUL.has(lieu.manque),
    visite: {
      territoireId: demo.territoire,
      id: ids66.visite(lieu.slug),
      lieuId: ids66.lieu(lieu.slug),
      faiteLe: visited,
      faitePar: VISITEUR,
      remarque: null,
      nonVus: lieu.manque !== undefined && JAMAIS_CONSTATE.has(lieu.manque) ? NON_VU : {},
      createdBy: demo.comptes.equipe,
      createdAt: visited.toZonedDateTime('Europe/Paris').add({ hours: 17 }).toInstant(),
    },
    constats: constatsOf(lieu, visited),
    row: {
      territoireId: demo.territoire,
      id: ids66.lieu(lieu.slug),
      structureId: structureSlug === null ? null : ids66.structure(structureSlug),
      nom: lieu.nom,
      adresse: lieu.adresse,
      codePostal: commune.codePostal,
      codeInsee: commune.codeInsee,
      acces: lieu.acces,
      aApporter: A_APPORTER,
      telephone: telephoneFictif(rank),
      latitude: commune.latitude,
      longitude: commune.longitude,
      accordBeneficiaireLe: agreed,
      accordDepartementLe: agreed,
      createdAt,
      updatedAt: createdAt,
    },
  };
}

/** Every place: those of the structures, visited before the signature, and those of the Département itself. */
export function lieux(
  today: Jour,
  communes: ReadonlyMap<string, CommuneDemo>,
  conventions: readonly ConventionDemo[],
): readonly LieuPlace[] {
  const communeOf = (insee: string): CommuneDemo => {
    const commune = communes.get(insee);
    if (commune === undefined) throw new Error(`Unknown commune ${insee}: import the communes first`);
    return commune;
  };
  const hosted = STRUCTURES.flatMap((structure) => {
    const convention = conventions.findLast((candidate) => candidate.structure === structure) ?? null;
    const visited = jourOuvreAvant(today.subtract({ days: structure.effetIlYA + 20 }));
    return structure.lieux.map((lieu) => ({
      lieu,
      insee: lieu.insee ?? structure.insee,
      structure,
      convention,
      visited,
    }));
  }).map(({ lieu, insee, structure, convention, visited }, rank) =>
    lieuPlace(lieu, communeOf(insee), 200 + rank, structure.slug, convention, visited),
  );
  // One of them was seen long ago: what wears out there is soon to be seen again.
  const seen = (slug: string): Jour =>
    jourOuvreAvant(
      slug === A_REVOIR ? today.subtract({ months: 24 }).add({ days: 20 }) : today.subtract({ days: 330 }),
    );
  const own = MAISONS_SOCIALES.map((lieu, rank) =>
    lieuPlace(lieu, communeOf(lieu.insee), 260 + rank, null, null, seen(lieu.slug)),
  );
  return [...hosted, ...own];
}
