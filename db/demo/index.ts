import type { Insertable, Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Coffre } from '../../src/platform/coffre.ts';
import type { DB } from '../types.ts';
import { accompagnements } from './accompagnements.ts';
import { agents } from './agents.ts';
import { ateliers, coordinations } from './ateliers.ts';
import { insertAttentes } from './attentes.ts';
import { communesDe } from './communes.ts';
import { compteRows } from './comptes.ts';
import { conventionRow, conventions, evenementRow } from './conventions.ts';
import { demandeRows } from './demandes.ts';
import { droitRows } from './droits.ts';
import { empechements } from './empechements.ts';
import { insertFacteurs } from './facteurs.ts';
import { insertGarde } from './garde.ts';
import { demo, ids66 } from './ids.ts';
import { insertAll } from './insert.ts';
import { lieux } from './lieux.ts';
import { membreRows } from './membres.ts';
import { modeleRows } from './modeles.ts';
import { type PermanenceDemo, permanenceRow, permanences, seanceRows } from './permanences.ts';
import { CONVENTIONS_NUMERISEES, pieceRows } from './pieces.ts';
import { ponctuelles } from './ponctuelles.ts';
import { referentRows, structureRows } from './registre.ts';
import { insertReleves } from './releves.ts';
import { accueilOf, insertRendezVous } from './rendez-vous.ts';
import { insertServicesBloques } from './services-bloques.ts';
import { insertSuiviDesLieux } from './suivi-lieux.ts';
import { tempsDeclares } from './temps.ts';
import { logoRow, structureLogoRows, territoireRow } from './territoire.ts';
import { vacancesDemo, ZONE_DEMO } from './vacances.ts';
import { insertVoisin } from './voisin.ts';

/** `today` is a day in Paris; `coffre` seals the second factors of the demo accounts. */
type Options = { readonly today: Temporal.PlainDate; readonly coffre: Coffre };

/**
 * Creates what a demo shows: the département and its small fictional neighbour, in one transaction, so that a start cut
 * short leaves all or nothing. Needs the owner role and the communes imported. The installation's own row
 * (`nature = 'demo'`) is written by the start-up code.
 */
export async function seedDemonstration(database: Kysely<DB>, options: Options): Promise<void> {
  await database.transaction().execute(async (db) => {
    await insertDemo(db, options);
    await insertVoisin(db, options);
  });
}

/** Creates the demo département alone: see `insertDemo`. */
export async function seedDemo(database: Kysely<DB>, options: Options): Promise<void> {
  await database.transaction().execute((db) => insertDemo(db, options));
}

/** Creates the neighbour alone: see `insertVoisin`. */
export async function seedVoisin(database: Kysely<DB>, options: Options): Promise<void> {
  await database.transaction().execute((db) => insertVoisin(db, options));
}

/**
 * The demo département: the Pyrénées-Orientales with invented people, the same rows every time for the same day, and dated
 * around it so that nothing looks stale.
 */
async function insertDemo(db: Transaction<DB>, { today, coffre }: Options): Promise<void> {
  const communes = await communesDe(db, '66');
  const opened = today.subtract({ days: 400 }).toZonedDateTime('Europe/Paris').add({ hours: 9 }).toInstant();
  const team = agents(today, communes);
  const signed = conventions(today);
  const places = lieux(today, communes, signed);
  const planning = permanences(today, places, team);
  const prevues: Insertable<DB['seance']>[] = [
    ...planning.flatMap((permanence) => seanceRows(permanence, today)),
    ...ponctuelles(today, team, planning),
  ];
  const recoit = (permanence: PermanenceDemo) => accueilOf(permanence).accueil !== 'libre';
  const { absences, fermetures, seances } = empechements(prevues, planning, { today, recoit });
  const equipe = demo.comptes.equipe;

  await sql`select set_config('escale.territoire', ${demo.territoire}, true)`.execute(db);
  await insertAll(db, 'territoire', [territoireRow(opened)]);
  await db.insertInto('logo').values(logoRow(opened)).execute();
  await insertAll(db, 'structure', structureRows(communes, opened));
  await db.insertInto('structureLogo').values(structureLogoRows(opened)).execute();
  await insertAll(db, 'referent', referentRows(opened));
  await insertAll(
    db,
    'agent',
    team.map(({ row }) => row),
  );
  const comptes = compteRows(team, opened);
  await insertAll(db, 'compte', comptes);
  await insertFacteurs(db, comptes, coffre);
  const { modele, version, brouillon } = modeleRows(today);
  await insertAll(db, 'modele', [modele]);
  await insertAll(db, 'modeleVersion', [version]);
  await insertAll(db, 'modeleBrouillon', [brouillon]);
  await insertAll(
    db,
    'convention',
    signed.map((one) => conventionRow(demo.territoire, ids66.structure(one.structure.slug), one, equipe)),
  );
  await insertAll(
    db,
    'conventionEvenement',
    signed.flatMap(({ id, convention }) =>
      convention.evenements.map((evenement) => evenementRow(demo.territoire, id, evenement, equipe)),
    ),
  );
  const papers = signed
    .filter(({ id }) => CONVENTIONS_NUMERISEES.has(id))
    .flatMap(({ id, convention }) => pieceRows(demo.territoire, id, convention.evenements, equipe));
  await db.insertInto('piece').values(papers).execute();
  await insertAll(
    db,
    'lieu',
    places.map(({ row }) => row),
  );
  await insertAll(
    db,
    'lieuVisite',
    places.map(({ visite }) => visite),
  );
  await insertAll(
    db,
    'lieuConstat',
    places.flatMap(({ constats }) => constats),
  );
  await insertAll(
    db,
    'vacances',
    vacancesDemo().map((one) => ({ territoireId: demo.territoire, zone: ZONE_DEMO, ...one })),
  );
  await insertAll(db, 'permanence', planning.map(permanenceRow));
  await insertAll(db, 'absence', absences);
  await insertAll(db, 'lieuFermeture', fermetures);
  await insertAll(db, 'seance', seances);
  await insertSuiviDesLieux(db, { today, communes, places, planning, seances });
  await insertAll(db, 'accompagnement', accompagnements(seances, places, today));
  await insertAll(db, 'accompagnement', ateliers(seances, places, today));
  await insertAll(db, 'accompagnement', coordinations(seances, team, today));
  await insertServicesBloques(db, today);
  await insertAll(db, 'tempsAgent', tempsDeclares({ seances, places, team, today }));
  await insertReleves(db, today);
  const demandes = demandeRows(today);
  await insertAll(db, 'demande', demandes.demandes);
  await insertAll(db, 'demandeLieu', demandes.lieux);
  await insertAll(db, 'demandeNote', demandes.notes);
  await insertAll(db, 'membre', membreRows(today));
  const droits = droitRows(today);
  await insertAll(db, 'droitDemande', droits.demandes);
  await insertAll(db, 'droitVerification', droits.verifications);
  await insertGarde(db, today);
  await insertRendezVous(db, { today, coffre, planning, seances });
  await insertAttentes(db, { today, coffre });
}
