import type { Insertable } from 'kysely';
import type {
  Autonomie,
  Axe,
  Demarche,
  Genre,
  Issue,
  Materiel,
  Objectif,
  Operateur,
  StatutSocial,
  StructureDeRedirection,
  Thematique,
  TrancheAge,
} from '../../src/domain/nomenclatures.ts';
import type { DB } from '../types.ts';
import { type Hasard, hasard } from './hasard.ts';
import { demo, demoId } from './ids.ts';
import type { LieuPlace } from './lieux.ts';

type Poids<K extends string> = Readonly<Partial<Record<K, number>>>;
type SeanceRow = Insertable<DB['seance']>;

const THEMES: Poids<Thematique> = {
  AideAuxDemarchesAdministratives: 58,
  PrendreEnMainDuMateriel: 9,
  Email: 8,
  NavigationSurInternet: 6,
  Sante: 5,
  InsertionProfessionnelle: 5,
  SecuriteNumerique: 4,
  GereSesContenusNumeriques: 3,
  BanqueEtAchatsEnLigne: 3,
  ReseauxSociaux: 2,
  Bureautique: 2,
  MaintenanceDeMateriel: 2,
  ScolariteEtNumerique: 1,
  CultureNumerique: 1,
  IntelligenceArtificielle: 1,
};
const DEMARCHES_AIDEES: Poids<Demarche> = {
  SocialSante: 30,
  ArgentImpots: 17,
  PapiersElectionsCitoyennete: 16,
  TravailFormation: 12,
  Logement: 9,
  TransportsMobilite: 6,
  EtrangersEurope: 5,
  FamilleScolarite: 4,
  Justice: 1,
};
const AGES: Poids<TrancheAge> = {
  SoixanteDixPlus: 31,
  SoixanteSoixanteNeuf: 24,
  QuaranteCinquanteNeuf: 23,
  VingtCinqTrenteNeuf: 13,
  DixHuitVingtQuatre: 5,
  DouzeDixHuit: 1,
  NonCommunique: 3,
};
const STATUTS: Readonly<Record<TrancheAge, Poids<StatutSocial>>> = {
  SoixanteDixPlus: { Retraite: 97, NonCommunique: 3 },
  SoixanteSoixanteNeuf: { Retraite: 74, SansEmploi: 13, EnEmploi: 8, NonCommunique: 5 },
  QuaranteCinquanteNeuf: { SansEmploi: 48, EnEmploi: 45, NonCommunique: 7 },
  VingtCinqTrenteNeuf: { SansEmploi: 52, EnEmploi: 42, NonCommunique: 6 },
  DixHuitVingtQuatre: { SansEmploi: 55, Scolarise: 28, EnEmploi: 17 },
  DouzeDixHuit: { Scolarise: 100 },
  MoinsDeDouze: { Scolarise: 100 },
  NonCommunique: { NonCommunique: 100 },
};
const GENRES_DECLARES: Poids<Genre> = { Feminin: 56, Masculin: 39, NonCommunique: 5 };
const ISSUES_CONSTATEES: Poids<Issue> = { faite: 64, commencee: 18, orientee: 13, impossible: 5 };
const ORIENTATIONS: Poids<StructureDeRedirection> = {
  OperateurOuOrganismeEnCharge: 34,
  AideAuxDemarchesAdministratives: 24,
  AideSociale: 22,
  Administration: 12,
  InsertionProfessionnelle: 8,
};
const EMPECHEMENTS = [
  'Compte bloqué par l’opérateur, rappel demandé',
  'Pièce justificative absente, à rapporter',
  'Service en ligne indisponible',
  'Adresse e-mail oubliée et non récupérable sur place',
] as const;
const OBJECTIFS_DEMARCHE: Poids<Objectif> = {
  permanence: 40,
  facilitation_administrative: 30,
  facilitation_numerique: 18,
  mise_en_relation: 7,
  identification_operateur: 5,
};
const OBJECTIFS_USAGE: Poids<Objectif> = {
  mise_en_autonomie: 42,
  soutien_quotidien: 34,
  sensibilisation: 12,
  accueil: 12,
};
const OPERATEURS_AIDES: Readonly<Partial<Record<Demarche, Poids<Operateur>>>> = {
  SocialSante: { cpam: 38, caf: 34, msa: 12, departement: 8, mdph: 8 },
  ArgentImpots: { impots: 80, carsat: 12, agirc_arrco: 8 },
  PapiersElectionsCitoyennete: { france_titres: 82, prefecture: 18 },
  TravailFormation: { france_travail: 90, urssaf: 10 },
  Logement: { caf: 100 },
  EtrangersEurope: { prefecture: 100 },
  FamilleScolarite: { caf: 85, crous: 15 },
};
const MATERIELS_UTILISES: Poids<Materiel> = { Ordinateur: 52, Telephone: 34, Tablette: 8, Aucun: 6 };
const AUTONOMIES_VUES: Poids<Autonomie> = { EntierementAccompagne: 58, PartiellementAutonome: 33, Autonome: 9 };
const DUREES_USUELLES: Poids<'15' | '30' | '45' | '60' | '90'> = { 15: 14, 30: 44, 45: 24, 60: 15, 90: 3 };

function minutes(seance: SeanceRow): number {
  const [start, end] = [seance.heureDebut, seance.heureFin].map((time) => Temporal.PlainTime.from(time.toString()));
  return start === undefined || end === undefined ? 0 : start.until(end).total('minutes');
}

/** What a record says besides, drawn apart: the rest of the demo does not depend on it. */
function details(id: string, demarche: Demarche | undefined, trancheAge: TrancheAge) {
  const draw = hasard(`accompagnement détails ${id}`);
  const operateurs = demarche === undefined ? undefined : OPERATEURS_AIDES[demarche];
  const operateur = operateurs !== undefined && draw.next() < 0.8 ? draw.weighted(operateurs) : null;
  const isSenior = trancheAge === 'SoixanteDixPlus' || trancheAge === 'SoixanteSoixanteNeuf';
  const axe: Axe | null = draw.next() < 0.45 ? (isSenior && draw.next() < 0.6 ? 'axe3' : 'axe1') : null;
  return {
    operateur,
    materiels: draw.next() < 0.8 ? [draw.weighted(MATERIELS_UTILISES)] : [],
    autonomie: draw.next() < 0.7 ? draw.weighted(AUTONOMIES_VUES) : null,
    axe,
  };
}

/** Where a séance was held: its lieu and the commune of the lieu; help given elsewhere keeps neither. */
function place(seance: SeanceRow, lieux: ReadonlyMap<string, LieuPlace>) {
  const lieuId = seance.lieuId ?? null;
  const elsewhere = seance.endroit?.startsWith('À domicile') ? 'Domicile' : 'Autre';
  const codeInsee = lieuId === null ? null : (lieux.get(lieuId)?.commune.codeInsee ?? null);
  return { typeLieu: lieuId === null ? elsewhere : 'LieuActivite', lieuId, codeInsee };
}

function accompagnement(
  seance: SeanceRow,
  rank: number,
  draw: Hasard,
  lieux: ReadonlyMap<string, LieuPlace>,
): Insertable<DB['accompagnement']> {
  const theme = draw.weighted(THEMES);
  const isDemarche = theme === 'AideAuxDemarchesAdministratives';
  const second = draw.next() < 0.12 ? draw.weighted(THEMES) : theme;
  const demarche = draw.weighted(DEMARCHES_AIDEES);
  const issue = draw.weighted(ISSUES_CONSTATEES);
  const trancheAge = draw.weighted(AGES);
  const jour = Temporal.PlainDate.from(seance.jour.toString());
  const createdAt = jour.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '17:30' }).add({ minutes: rank });
  const id = demoId(demo.territoire, 'accompagnement', seance.id, String(rank));
  const demarches = isDemarche || second === 'AideAuxDemarchesAdministratives' ? [demarche] : [];
  return {
    territoireId: demo.territoire,
    id,
    ...place(seance, lieux),
    ...details(id, demarches[0], trancheAge),
    seanceId: seance.id,
    agentId: seance.agentId,
    conventionId: seance.conventionId ?? null,
    jour,
    dureeMinutes: Number(draw.weighted(DUREES_USUELLES)),
    thematiques: [...new Set([theme, second])],
    demarches,
    objectif: draw.weighted(isDemarche ? OBJECTIFS_DEMARCHE : OBJECTIFS_USAGE),
    issue,
    issuePrecision: issue === 'impossible' ? draw.pick(EMPECHEMENTS) : null,
    orientation: issue === 'orientee' ? draw.weighted(ORIENTATIONS) : null,
    genre: draw.weighted(GENRES_DECLARES),
    trancheAge,
    statutSocial: draw.weighted(STATUTS[trancheAge]),
    createdBy: demo.comptes.equipe,
    createdAt: createdAt.toInstant(),
    updatedAt: createdAt.toInstant(),
  };
}

/** Classes and forums are not counted person by person; at home there is one. */
function peopleHelped({ permanenceId, endroit, agentId }: SeanceRow, draw: Hasard): number {
  if (permanenceId === null) return endroit?.startsWith('À domicile') ? 1 : 0;
  return agentId === demo.agents.demo ? draw.integer(2, 5) : draw.integer(0, 3);
}

/** Help given in the séances already held, never longer in all than the séance itself; those of the demo agent are busier. */
export function accompagnements(
  seances: readonly SeanceRow[],
  places: readonly LieuPlace[],
  today: Temporal.PlainDate,
): Insertable<DB['accompagnement']>[] {
  const lieux = new Map(places.map((one) => [one.id, one]));
  return seances
    .filter(({ jour, statut }) => statut === 'prevue' && Temporal.PlainDate.compare(jour.toString(), today) < 0)
    .flatMap((seance) => {
      const draw = hasard(`accompagnements ${seance.id}`);
      const people = peopleHelped(seance, draw);
      const acts = Array.from({ length: people }, (_, rank) => accompagnement(seance, rank, draw, lieux));
      let left = minutes(seance);
      return acts.filter(({ dureeMinutes }) => {
        left -= Number(dureeMinutes);
        return left >= 0;
      });
    });
}
