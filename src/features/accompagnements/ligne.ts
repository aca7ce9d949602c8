import type {
  Autonomie,
  Axe,
  Demarche,
  Genre,
  Issue,
  Materiel,
  Objectif,
  Obstacle,
  StatutSocial,
  StructureDeRedirection,
  Thematique,
  TrancheAge,
  TypeActivite,
  TypeLieu,
} from '../../domain/nomenclatures.ts';
import type { Cadre, Comptes, Detail, Saisie } from './rules/saisie.ts';

/** A record as the database keeps it. */
export type Accompagnement = Saisie & {
  readonly id: string;
  readonly agentId: string;
  readonly conventionId: string | null;
  /** The operation that made it what it is; null: written before operations were kept. */
  readonly versionId: string | null;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
};

/** A row of a record, joined to the blocked service that it told of. */
export type Ligne = {
  readonly id: string;
  readonly seanceId: string | null;
  readonly agentId: string;
  readonly conventionId: string | null;
  readonly versionId: string | null;
  readonly jour: Temporal.PlainDate;
  readonly heureDebut: Temporal.PlainTime | null;
  readonly dureeMinutes: number;
  readonly lieuId: string | null;
  readonly codeInsee: string | null;
  readonly binomeId: string | null;
  readonly operateur: string | null;
  readonly issuePrecision: string | null;
  readonly participants: number;
  readonly mandatId: string | null;
  readonly personneId: string | null;
  readonly rendezVousId: string | null;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
  readonly bloqueOperateur: string | null;
  readonly serviceNom: string | null;
  readonly obstacleTexte: string | null;
  readonly typeActivite: TypeActivite;
  readonly typeLieu: TypeLieu;
  readonly axe: Axe | null;
  readonly thematiques: readonly Thematique[];
  readonly demarches: readonly Demarche[];
  readonly materiels: readonly Materiel[];
  readonly autonomie: Autonomie | null;
  readonly objectif: Objectif | null;
  readonly issue: Issue | null;
  readonly orientation: StructureDeRedirection | null;
  readonly genre: Genre | null;
  readonly trancheAge: TrancheAge | null;
  readonly statutSocial: StatutSocial | null;
  readonly collectif: Comptes | null;
  readonly coordination: Detail | null;
  readonly obstacle: Obstacle | null;
};

/** What a record of this kind must hold. The database checks it too. */
function held<T>(value: T | null, id: string, quoi: string): T {
  if (value === null) throw new Error(`Accompagnement ${id} has no ${quoi}`);
  return value;
}

/** The record that a row holds. Throws when the row holds less than its kind asks. */
export function lireLigne(row: Ligne): Accompagnement {
  const { id, agentId, conventionId, versionId, createdAt, updatedAt } = row;
  const identite = { id, agentId, conventionId, versionId, createdAt, updatedAt };
  return { ...identite, ...lireSaisie(row) };
}

function lireSaisie(row: Ligne): Saisie {
  const { id, typeActivite, thematiques, demarches, materiels } = row;
  const cadre: Cadre = {
    jour: row.jour,
    heureDebut: row.heureDebut,
    dureeMinutes: row.dureeMinutes,
    seanceId: row.seanceId,
    typeLieu: row.typeLieu,
    lieuId: row.lieuId,
    codeInsee: row.codeInsee,
    axe: row.axe,
    binomeId: row.binomeId,
  };
  if (typeActivite === 'Individuel') {
    const { bloqueOperateur, serviceNom, obstacle, obstacleTexte } = row;
    return {
      ...cadre,
      typeActivite,
      thematiques,
      demarches,
      materiels,
      operateur: row.operateur,
      autonomie: row.autonomie,
      objectif: held(row.objectif, id, 'objectif'),
      issue: held(row.issue, id, 'issue'),
      issuePrecision: row.issuePrecision,
      orientation: row.orientation,
      genre: held(row.genre, id, 'genre'),
      trancheAge: held(row.trancheAge, id, 'trancheAge'),
      statutSocial: held(row.statutSocial, id, 'statutSocial'),
      rendezVousId: row.rendezVousId,
      mandatId: row.mandatId,
      personneId: row.personneId,
      blocage:
        bloqueOperateur === null || serviceNom === null || obstacle === null
          ? null
          : { operateur: bloqueOperateur, service: serviceNom, obstacle, obstacleTexte },
    };
  }
  if (typeActivite === 'Collectif') {
    const { participants } = row;
    const objectif = held(row.objectif, id, 'objectif');
    const collectif = held(row.collectif, id, 'collectif');
    return { ...cadre, typeActivite, thematiques, demarches, materiels, objectif, participants, collectif };
  }
  return { ...cadre, typeActivite, coordination: held(row.coordination, id, 'coordination') };
}

/** The columns that a record fills, besides who wrote it and where it comes from. */
export function toColonnes(saisie: Saisie) {
  const cadre = {
    typeActivite: saisie.typeActivite,
    seanceId: saisie.seanceId,
    jour: saisie.jour,
    heureDebut: saisie.heureDebut,
    dureeMinutes: saisie.dureeMinutes,
    typeLieu: saisie.typeLieu,
    lieuId: saisie.lieuId,
    codeInsee: saisie.codeInsee,
    axe: saisie.axe,
    binomeId: saisie.binomeId,
  };
  const rien = {
    thematiques: [] as string[],
    demarches: [] as string[],
    materiels: [] as string[],
    operateur: null,
    autonomie: null,
    objectif: null,
    issue: null,
    issuePrecision: null,
    orientation: null,
    genre: null,
    trancheAge: null,
    statutSocial: null,
    rendezVousId: null,
    mandatId: null,
    personneId: null,
    participants: 0,
    collectif: null,
    coordination: null,
  };
  switch (saisie.typeActivite) {
    case 'Individuel': {
      const { blocage: _, thematiques, demarches, materiels, ...reste } = saisie;
      const listes = { thematiques: [...thematiques], demarches: [...demarches], materiels: [...materiels] };
      return { ...rien, ...reste, ...cadre, ...listes, participants: 1 };
    }
    case 'Collectif': {
      const { thematiques, demarches, materiels, objectif, participants } = saisie;
      const listes = { thematiques: [...thematiques], demarches: [...demarches], materiels: [...materiels] };
      return { ...rien, ...cadre, ...listes, objectif, participants, collectif: JSON.stringify(saisie.collectif) };
    }
    default:
      return { ...rien, ...cadre, coordination: JSON.stringify(saisie.coordination) };
  }
}
