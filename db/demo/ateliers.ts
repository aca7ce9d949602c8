import type { Insertable } from 'kysely';
import type {
  Axe,
  Genre,
  Materiel,
  NiveauAtelier,
  StatutSocial,
  Thematique,
  TrancheAge,
  TypeCoordination,
} from '../../src/domain/nomenclatures.ts';
import type { DB } from '../types.ts';
import type { AgentPlace } from './agents.ts';
import { hasard } from './hasard.ts';
import { demo, demoId } from './ids.ts';
import { jourOuvreAvant } from './jours.ts';
import type { LieuPlace } from './lieux.ts';

type SeanceRow = Insertable<DB['seance']>;
type ActeRow = Insertable<DB['accompagnement']>;
type Jour = Temporal.PlainDate;

interface AtelierDemo {
  readonly titre: string;
  readonly theme: Thematique;
  readonly niveau: NiveauAtelier;
  readonly materiel: Materiel;
  readonly axe: Axe;
}

/** From the catalogue of the Département. */
const CATALOGUE: readonly AtelierDemo[] = [
  {
    titre: 'Ma première adresse électronique',
    theme: 'Email',
    niveau: 'Debutant',
    materiel: 'Ordinateur',
    axe: 'axe3',
  },
  {
    titre: 'Reconnaître une arnaque en ligne',
    theme: 'SecuriteNumerique',
    niveau: 'Intermediaire',
    materiel: 'Telephone',
    axe: 'axe5',
  },
  {
    titre: 'Ranger ses photos du téléphone',
    theme: 'GereSesContenusNumeriques',
    niveau: 'Debutant',
    materiel: 'Telephone',
    axe: 'axe3',
  },
  {
    titre: 'Lire la presse et emprunter en ligne',
    theme: 'CultureNumerique',
    niveau: 'Intermediaire',
    materiel: 'Tablette',
    axe: 'axe4',
  },
];

const ATELIERS = 12;
const CONTRATS_SURS_JOURS = 120;

const jourDe = ({ jour }: SeanceRow): Jour => Temporal.PlainDate.from(jour.toString());
const isMorning = ({ heureDebut }: SeanceRow): boolean => heureDebut.toString() < '12:00';

/** Counts that add up to no more than the participants, as somebody would count them in a room. */
function comptes(participants: number, draw: ReturnType<typeof hasard>) {
  const femmes = draw.integer(Math.ceil(participants / 2), participants);
  const anciens = draw.integer(Math.floor(participants / 2), participants);
  const genres: Partial<Record<Genre, number>> = { Feminin: femmes, Masculin: participants - femmes };
  const tranchesAge: Partial<Record<TrancheAge, number>> = {
    SoixanteDixPlus: anciens,
    SoixanteSoixanteNeuf: participants - anciens,
  };
  const statutsSociaux: Partial<Record<StatutSocial, number>> = { Retraite: anciens };
  return { dejaAides: draw.integer(0, Math.floor(participants / 2)), genres, tranchesAge, statutsSociaux };
}

function base(jour: Jour, agentId: string, id: string) {
  const createdAt = jour.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '18:30' }).toInstant();
  return {
    territoireId: demo.territoire,
    id,
    seanceId: null,
    agentId,
    jour,
    createdBy: demo.comptes.equipe,
    createdAt,
    updatedAt: createdAt,
  };
}

/** Held in médiathèques, on the half-day when the agent has no séance: counts, and nobody invented from them. */
export function ateliers(seances: readonly SeanceRow[], places: readonly LieuPlace[], today: Jour): ActeRow[] {
  const mediatheques = new Map(places.flatMap((one) => (/médiathèque/i.test(one.row.nom) ? [[one.id, one]] : [])));
  const busy = Map.groupBy(
    seances.filter(({ statut }) => statut === 'prevue'),
    ({ agentId, jour }) => `${agentId} ${jour}`,
  );
  const free = seances
    .filter((one) => one.statut === 'prevue' && mediatheques.has(one.lieuId ?? '') && one.conventionId !== null)
    .filter((one) => (busy.get(`${one.agentId} ${one.jour}`)?.length ?? 0) === 1)
    .filter((one) => {
      const age = jourDe(one).until(today).total('days');
      return age >= 1 && age <= CONTRATS_SURS_JOURS;
    })
    .sort((a, b) => `${a.jour} ${a.id}`.localeCompare(`${b.jour} ${b.id}`));
  const step = Math.max(1, Math.floor(free.length / ATELIERS));
  return free
    .filter((_, rank) => rank % step === 0)
    .slice(-ATELIERS)
    .map((seance, rank): ActeRow => {
      const id = demoId(demo.territoire, 'atelier', seance.id);
      const draw = hasard(`atelier ${id}`);
      const { titre, theme, niveau, materiel, axe } = CATALOGUE[rank % CATALOGUE.length] ?? draw.pick(CATALOGUE);
      const participants = draw.integer(4, 9);
      return {
        ...base(jourDe(seance), seance.agentId, id),
        conventionId: seance.conventionId ?? null,
        typeActivite: 'Collectif',
        heureDebut: isMorning(seance) ? '14:00' : '10:00',
        dureeMinutes: draw.pick([90, 120]),
        typeLieu: 'LieuActivite',
        lieuId: seance.lieuId ?? null,
        codeInsee: mediatheques.get(seance.lieuId ?? '')?.commune.codeInsee ?? null,
        thematiques: [theme],
        materiels: [materiel],
        objectif: 'atelier',
        axe,
        participants,
        collectif: { titre, niveau, ...comptes(participants, draw) },
      } as unknown as ActeRow;
    });
}

interface CoordinationDemo {
  readonly ilYA: number;
  /** Rank of the agent in the team. */
  readonly agent: number;
  readonly type: TypeCoordination;
  readonly duree: number;
  readonly detail: Readonly<Record<'nom' | 'nature' | 'avec', string>> &
    Readonly<Record<'echelon' | 'theme', string | null>> & { readonly participants: number | null };
}

const COORDINATIONS: readonly CoordinationDemo[] = [
  {
    ilYA: 12,
    agent: 0,
    type: 'Animation',
    duree: 90,
    detail: {
      nom: 'Réunion des conseillers et des ambassadeurs',
      nature: 'ReunionCoordination',
      avec: 'Initiative',
      echelon: null,
      theme: 'Partage',
      participants: 18,
    },
  },
  {
    ilYA: 33,
    agent: 0,
    type: 'Evenement',
    duree: 180,
    detail: {
      nom: 'Forum des seniors de Saint-Estève',
      nature: 'GrandPublic',
      avec: 'Commune',
      echelon: 'Communal',
      theme: null,
      participants: 60,
    },
  },
  {
    ilYA: 47,
    agent: 1,
    type: 'Partenariat',
    duree: 60,
    detail: {
      nom: 'Parcours avec France Services de Prades',
      nature: 'ParcoursUsager',
      avec: 'Epci',
      echelon: 'Intercommunal',
      theme: null,
      participants: 4,
    },
  },
  {
    ilYA: 62,
    agent: 4,
    type: 'Animation',
    duree: 120,
    detail: {
      nom: 'Groupe de travail sur les ateliers',
      nature: 'GroupeDeTravail',
      avec: 'Demande',
      echelon: null,
      theme: 'Soutien',
      participants: 7,
    },
  },
  {
    ilYA: 81,
    agent: 6,
    type: 'Partenariat',
    duree: 45,
    detail: {
      nom: 'Rendez-vous avec la maire déléguée au numérique',
      nature: 'RDVElu',
      avec: 'Commune',
      echelon: 'Communal',
      theme: null,
      participants: 2,
    },
  },
];

/** The first hour at which nothing else is planned for the agent. */
function heureLibre(seances: readonly SeanceRow[], agentId: string, jour: Jour): string {
  const ofDay = seances.filter((one) => one.statut === 'prevue' && one.agentId === agentId && jourDe(one).equals(jour));
  if (!ofDay.some(isMorning)) return '09:00';
  return ofDay.some((one) => !isMorning(one)) ? '17:30' : '14:00';
}

/** What was done for the programme, without any usager. */
export function coordinations(seances: readonly SeanceRow[], team: readonly AgentPlace[], today: Jour): ActeRow[] {
  return COORDINATIONS.flatMap(({ ilYA, agent: rank, type, duree, detail }) => {
    const agent = team[rank];
    if (agent === undefined) return [];
    const jour = jourOuvreAvant(today.subtract({ days: ilYA }));
    const id = demoId(demo.territoire, 'coordination', agent.slug, String(ilYA));
    const row = {
      ...base(jour, agent.id, id),
      conventionId: null,
      typeActivite: type,
      heureDebut: heureLibre(seances, agent.id, jour),
      dureeMinutes: duree,
      typeLieu: 'Autre',
      lieuId: null,
      codeInsee: '66136',
      thematiques: [],
      axe: 'axe6',
      participants: 0,
      coordination: detail,
    };
    return [row as unknown as ActeRow];
  });
}
