import { sql } from 'kysely';
import { demo } from '../db/demo/ids.ts';
import type { Role } from '../src/domain/compte.ts';
import { saveEtat, saveImport, saveLignes } from '../src/features/conventions/portefeuille/store.ts';
import { queueMail } from '../src/features/courriels/store.ts';
import { fluxDe, ouvrirFlux } from '../src/features/echeancier/calendrier/store.ts';
import { inTerritoire } from '../src/platform/db.ts';
import type { Permission, Route } from '../src/platform/http/route.ts';
import { uuidv7 } from '../src/platform/ids.ts';
import type { Base } from './base.ts';
import { testCles } from './cles-partagees.ts';
import { testCoffre } from './coffre.ts';
import { poserMandat } from './mandats.ts';
import { pngBavard } from './photos.ts';

/** An identifier that no row bears. */
const NOBODY = '00000000-0000-7000-8000-000000000000';

/** One object of each kind that a path may name. */
export type Objects = Readonly<Record<string, string>>;

/** Objects hanging from a structure, one of its lieux and one agent, found in the database as its owner sees it. */
export async function objectsOf(
  base: Base,
  territoireId: string,
  structure: string,
  lieu: string,
  agent: string,
): Promise<Objects> {
  const first = async (
    table:
      | 'referent'
      | 'convention'
      | 'permanence'
      | 'seance'
      | 'accompagnement'
      | 'conventionEvenement'
      | 'piece'
      | 'compte'
      | 'demande'
      | 'membre',
    where: Objects,
  ) => {
    let query = base.owner.selectFrom(table).select('id').where('territoireId', '=', territoireId).orderBy('id');
    for (const [column, value] of Object.entries(where)) query = query.where(column as 'id', '=', value);
    return (await query.executeTakeFirst())?.id ?? NOBODY;
  };
  const convention = await first('convention', { structureId: structure });
  return {
    structure,
    lieu,
    agent,
    convention,
    referent: await first('referent', { structureId: structure }),
    evenement: await first('conventionEvenement', { conventionId: convention }),
    piece: await first('piece', { conventionId: convention }),
    permanence: await first('permanence', { lieuId: lieu }),
    seance: await first('seance', { agentId: agent }),
    accompagnement: await first('accompagnement', { agentId: agent }),
    compte: await first('compte', { structureId: structure }),
    filtre: await filtre(base, territoireId, structure),
    jeton: await calendar(base, territoireId),
    ...(await surLeLieu(base, territoireId, lieu)),
    demande: await demandeOf(base, territoireId),
    membre: await first('membre', {}),
    import: await analysedFile(base, territoireId),
    mandat: (await poserMandat(base, testCles, { territoireId, agentId: agent })).id,
    ...(await modeleOf(base, territoireId)),
    ...(await abandoned(base, territoireId)),
  };
}

/** A filter of the équipe technique of the demo, where its structure is; of somebody else elsewhere. */
async function filtre(base: Base, territoireId: string, structure: string): Promise<string> {
  const { id: compteId } = await base.owner
    .selectFrom('compte')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', structure === demo.structures.alberes ? '=' : '<>', demo.comptes.equipe)
    .executeTakeFirstOrThrow();
  const id = uuidv7();
  const saved = { territoireId, id, compteId, nom: `Essai ${id}`, requete: 'sous=30' };
  await base.owner.insertInto('filtreConventions').values(saved).execute();
  return id;
}

/** The secret of the calendar that somebody of the équipe technique opened. */
async function calendar(base: Base, territoireId: string): Promise<string> {
  const { id } = await base.owner
    .selectFrom('compte')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('role', '=', 'equipe')
    .where('fermeLe', 'is', null)
    .orderBy('id')
    .executeTakeFirstOrThrow();
  return inTerritoire(base.request, territoireId, async (db) => {
    const open = await fluxDe(db, territoireId, id, testCoffre);
    if (open === undefined) await ouvrirFlux(db, territoireId, id, { coffre: testCoffre, now: Temporal.Now.instant() });
    return (await fluxDe(db, territoireId, id, testCoffre))?.jeton ?? '';
  });
}

/** What hangs from a lieu: a visit with its photo, a dérogation, a breach. */
async function surLeLieu(base: Base, territoireId: string, lieuId: string): Promise<Objects> {
  const [visite, photo, derogation, manquement] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const jour = Temporal.PlainDate.from('2026-01-05');
  const of = { territoireId, lieuId };
  await base.owner
    .insertInto('lieuVisite')
    .values({ ...of, id: visite, faiteLe: jour, faitePar: 'Essai' })
    .execute();
  await base.owner
    .insertInto('lieuPhoto')
    .values({ territoireId, id: photo, visiteId: visite, type: 'image/png', octets: Buffer.from(pngBavard()) })
    .execute();
  const criteres = { usage: 'atelier', criteres: ['wifi'], motif: 'Essai' };
  await base.owner
    .insertInto('lieuDerogation')
    .values({ ...of, id: derogation, ...criteres, du: jour, au: jour })
    .execute();
  await base.owner
    .insertInto('manquement')
    .values({ ...of, id: manquement, nature: 'moyens', constateLe: jour })
    .execute();
  return { visite, photo, derogation, manquement };
}

/** A demande, preferably of a structure of the register: what follows can then be done too. */
async function demandeOf(base: Base, territoireId: string): Promise<string> {
  const found = await base.owner
    .selectFrom('demande')
    .select('id')
    .where('territoireId', '=', territoireId)
    .orderBy('structureId')
    .executeTakeFirst();
  return found?.id ?? NOBODY;
}

/** A file that was analysed, ready to be written. */
async function analysedFile(base: Base, territoireId: string): Promise<string> {
  const sent = { fichier: 'registre.csv', octets: Buffer.from('SIRET'), createdBy: uuidv7() };
  const detail = { erreurs: [], changements: [] };
  const ligne = { rang: 2, verdict: 'nouvelle', reference: null, structure: 'Mairie', detail } as const;
  return inTerritoire(base.request, territoireId, async (db) => {
    const id = await saveImport(db, territoireId, sent);
    await saveLignes(db, territoireId, id, [ligne]);
    await saveEtat(db, territoireId, id, { etat: 'analyse' });
    return id;
  });
}

/** A model with a draft: its published version, and the first article of the draft. */
async function modeleOf(base: Base, territoireId: string): Promise<Objects> {
  const row = await base.owner
    .selectFrom('modeleBrouillon as brouillon')
    .innerJoin('modeleVersion as version', (join) =>
      join
        .onRef('version.territoireId', '=', 'brouillon.territoireId')
        .onRef('version.modeleId', '=', 'brouillon.modeleId'),
    )
    .select(['brouillon.modeleId as modele', 'version.id as version'])
    .select(sql<string>`brouillon.contenu #>> '{articles,0,cle}'`.as('element'))
    .where('brouillon.territoireId', '=', territoireId)
    .executeTakeFirst();
  return row ?? { modele: NOBODY, version: NOBODY, element: NOBODY };
}

/** A message that the mail server refused, and the job that tried to send it, abandoned. */
async function abandoned(base: Base, territoireId: string): Promise<{ courriel: string; travail: string }> {
  const message = { genre: 'compte', destinataire: 'x@exemple.fr', sujet: 'Essai', texte: 'Essai' } as const;
  await inTerritoire(base.request, territoireId, (db) => queueMail(db, territoireId, message));
  const { id } = await base.owner
    .updateTable('courriel')
    .set({ echec: '550' })
    .where('territoireId', '=', territoireId)
    .returning('id')
    .executeTakeFirstOrThrow();
  const { rows } = await sql<{ id: string }>`
    update travaux.job set state = 'failed' where data->>'courriel' = ${id} returning id`.execute(base.owner);
  return { courriel: id, travail: rows[0]?.id ?? '' };
}

/** What an address must say besides its path. */
const QUERIES: Objects = { '/conventions/:convention/evenements/nouveau': '?type=note' };

export function pathOf(route: Route, of: Objects): string {
  const path = route.path.replace(/:([a-z]+)/g, (_, name: string) => {
    const id = of[name];
    if (id === undefined) throw new Error(`The test knows no object for :${name} of ${route.path}`);
    return id;
  });
  return `${path}${QUERIES[route.path] ?? ''}`;
}

export function permissionOf(route: Route, role: Role): Permission<unknown> | undefined {
  return route.access === 'public' ? true : route.access[role];
}
