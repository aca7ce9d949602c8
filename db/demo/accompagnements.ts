import type { Insertable } from 'kysely';
import type {
  Demarche,
  Genre,
  Issue,
  Objectif,
  StatutSocial,
  StructureDeRedirection,
  Thematique,
  TrancheAge,
} from '../../src/domain/nomenclatures.ts';
import type { DB } from '../types.ts';
import { type Hasard, hasard } from './hasard.ts';
import { demo, demoId } from './ids.ts';

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
const DUREES_USUELLES: Poids<'15' | '30' | '45' | '60' | '90'> = { 15: 14, 30: 44, 45: 24, 60: 15, 90: 3 };

function minutes(seance: SeanceRow): number {
  const [start, end] = [seance.heureDebut, seance.heureFin].map((time) => Temporal.PlainTime.from(time.toString()));
  return start === undefined || end === undefined ? 0 : start.until(end).total('minutes');
}

function accompagnement(seance: SeanceRow, rank: number, draw: Hasard): Insertable<DB['accompagnement']> {
  const theme = draw.weighted(THEMES);
  const isDemarche = theme === 'AideAuxDemarchesAdministratives';
  const second = draw.next() < 0.12 ? draw.weighted(THEMES) : theme;
  const demarche = draw.weighted(DEMARCHES_AIDEES);
  const issue = draw.weighted(ISSUES_CONSTATEES);
  const trancheAge = draw.weighted(AGES);
  const jour = Temporal.PlainDate.from(seance.jour.toString());
  const createdAt = jour.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '17:30' }).add({ minutes: rank });
  return {
    territoireId: demo.territoire,
    id: demoId(demo.territoire, 'accompagnement', seance.id, String(rank)),
    seanceId: seance.id,
    agentId: seance.agentId,
    conventionId: seance.conventionId ?? null,
    jour,
    dureeMinutes: Number(draw.weighted(DUREES_USUELLES)),
    thematiques: [...new Set([theme, second])],
    demarches: isDemarche || second === 'AideAuxDemarchesAdministratives' ? [demarche] : [],
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
  today: Temporal.PlainDate,
): Insertable<DB['accompagnement']>[] {
  return seances
    .filter(({ jour, statut }) => statut === 'prevue' && Temporal.PlainDate.compare(jour.toString(), today) < 0)
    .flatMap((seance) => {
      const draw = hasard(`accompagnements ${seance.id}`);
      const people = peopleHelped(seance, draw);
      const acts = Array.from({ length: people }, (_, rank) => accompagnement(seance, rank, draw));
      let left = minutes(seance);
      return acts.filter(({ dureeMinutes }) => {
        left -= Number(dureeMinutes);
        return left >= 0;
      });
    });
}
