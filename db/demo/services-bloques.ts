import type { Insertable, Transaction } from 'kysely';
import { type Obstacle, OPERATEURS } from '../../src/domain/nomenclatures.ts';
import type { DB } from '../types.ts';
import { demo, demoId } from './ids.ts';
import { insertAll } from './insert.ts';
import { jourOuvreAvant } from './jours.ts';

type Suivi = 'ouvert' | 'transmis' | 'repondu' | 'resolu';

interface BloqueDemo {
  readonly nom: string;
  readonly agent: string;
  readonly operateur: string;
  readonly service: string;
  readonly demarche: string;
  readonly obstacle: Obstacle;
  readonly texte: string | null;
  /** Days ago. */
  readonly ilYA: number;
  readonly suivi: Suivi;
  readonly suites: readonly {
    readonly nature: 'transmis' | 'relance' | 'repondu' | 'resolu';
    /** Days after it was told. */
    readonly apres: number;
    readonly texte: string | null;
  }[];
}

/** Online services that block, at each stage: just told, sent on, answered, mended. */
const BLOQUES: readonly BloqueDemo[] = [
  {
    nom: 'identite',
    agent: demo.agents.demo,
    operateur: OPERATEURS.cpam,
    service: 'Espace personnel en ligne',
    demarche: 'SocialSante',
    obstacle: 'telephone',
    texte: 'Un code est envoyé sur un numéro de portable : rien n’est proposé à qui n’a qu’un téléphone fixe.',
    ilYA: 3,
    suivi: 'ouvert',
    suites: [],
  },
  {
    nom: 'clavier',
    agent: demo.agents.demo,
    operateur: OPERATEURS.france_travail,
    service: 'Actualisation mensuelle',
    demarche: 'TravailFormation',
    obstacle: 'inaccessible',
    texte: 'Le calendrier ne se remplit pas au clavier, et le lecteur d’écran n’annonce pas les erreurs.',
    ilYA: 24,
    suivi: 'transmis',
    suites: [
      { nature: 'transmis', apres: 2, texte: 'Envoyé au correspondant local.' },
      { nature: 'relance', apres: 16, texte: null },
    ],
  },
  {
    nom: 'piece',
    agent: demo.agents.autre,
    operateur: OPERATEURS.caf,
    service: 'Demande d’aide au logement',
    demarche: 'Logement',
    obstacle: 'piece',
    texte: 'Le bail de plus de 5 Mo est refusé sans explication.',
    ilYA: 45,
    suivi: 'repondu',
    suites: [
      { nature: 'transmis', apres: 4, texte: null },
      {
        nature: 'repondu',
        apres: 20,
        texte: 'La limite passera à 10 Mo ; en attendant, le dépôt en plusieurs fichiers est accepté.',
      },
    ],
  },
  {
    nom: 'panne',
    agent: demo.agents.autre,
    operateur: OPERATEURS.france_titres,
    service: 'Demande de carte grise',
    demarche: 'TransportsMobilite',
    obstacle: 'panne',
    texte: null,
    ilYA: 80,
    suivi: 'resolu',
    suites: [
      { nature: 'transmis', apres: 1, texte: null },
      { nature: 'repondu', apres: 6, texte: 'Incident connu, correction annoncée.' },
      { nature: 'resolu', apres: 13, texte: 'Essayé avec deux personnes : le paiement aboutit.' },
    ],
  },
];

const at = (jour: Temporal.PlainDate) =>
  jour.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '17:00' }).toInstant();

/** Followed until their operators answer; none hangs from a record of help, so that its figures stay as they are. */
export async function insertServicesBloques(db: Transaction<DB>, today: Temporal.PlainDate): Promise<void> {
  const told = BLOQUES.map((one) => ({ ...one, le: jourOuvreAvant(today.subtract({ days: one.ilYA })) }));
  const idOf = (nom: string) => demoId(demo.territoire, 'service-bloque', nom);
  const rows = told.map(
    (one): Insertable<DB['serviceBloque']> => ({
      territoireId: demo.territoire,
      id: idOf(one.nom),
      accompagnementId: null,
      agentId: one.agent,
      operateur: one.operateur,
      serviceNom: one.service,
      demarche: one.demarche,
      obstacle: one.obstacle,
      obstacleTexte: one.texte,
      constateLe: one.le,
      suivi: one.suivi,
      createdBy: demo.comptes.equipe,
      createdAt: at(one.le),
    }),
  );
  const suites = told.flatMap((one) =>
    one.suites.map((suite, rank): Insertable<DB['serviceBloqueSuite']> => {
      const le = jourOuvreAvant(one.le.add({ days: suite.apres }));
      return {
        territoireId: demo.territoire,
        id: demoId(demo.territoire, 'service-bloque-suite', one.nom, String(rank)),
        serviceBloqueId: idOf(one.nom),
        suiteNature: suite.nature,
        suiteLe: le,
        suiteA: suite.nature === 'transmis' ? 'Référent accessibilité' : null,
        suiteTexte: suite.texte,
        createdBy: demo.comptes.equipe,
        createdAt: at(le),
      };
    }),
  );
  await insertAll(db, 'serviceBloque', rows);
  await insertAll(db, 'serviceBloqueSuite', suites);
}
