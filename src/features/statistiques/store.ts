import { sql } from 'kysely';
import type { Periode } from '../../domain/periode.ts';
import type { Db } from '../../platform/db.ts';
import { deplier } from '../accompagnements/rules/agregat.ts';
import type { Comptes } from '../accompagnements/rules/saisie.ts';
import type { Accompagnement, Action, Atelier, SeanceComptee } from '../accompagnements/rules.ts';
import { accompagnementsMensuels } from '../accompagnements/store.ts';

/** Where it took place: the INSEE code of the lieu's commune; null for help given elsewhere. */
type Situe = { readonly codeInsee: string | null };

type ActesSitues = {
  readonly accompagnements: readonly (Accompagnement & Situe)[];
  readonly ateliers: readonly (Atelier & Situe)[];
  readonly actions: readonly (Action & Situe)[];
};

export type ActiviteSituee = ActesSitues & { readonly seances: readonly (SeanceComptee & Situe)[] };

/** Of a séance joined to its agent: left without an agent and never handed to another, nobody held it. */
export const SANS_AGENT = sql<boolean>`(seance.jour > agent.contrat_fin and not exists (select from accompagnement a
  where a.territoire_id = seance.territoire_id and a.seance_id = seance.id))`;

const MEME = sql`o.statut = 'prevue' and o.territoire_id = seance.territoire_id and o.lieu_id = seance.lieu_id and o.jour = seance.jour
  and o.heure_debut < seance.heure_fin and o.heure_fin > seance.heure_debut`;

/** Two agents side by side hold one permanence, as long as one of them is there: it is counted once. */
export const UNE_FOIS = sql<boolean>`(not (seance.en_binome and (seance.statut = 'annulee' or exists (select from seance o
    where ${MEME} and not o.en_binome)))
  and not (seance.statut = 'annulee' and not seance.en_binome and exists (select from seance o
    where ${MEME} and o.en_binome)))`;

/**
 * The séances and the acts of a period, both ends included, in three queries; of one convention when told. Acts too
 * old to be kept one by one are those that the totals of their months stand for.
 */
export async function loadActivite(
  db: Db,
  territoireId: string,
  periode: Periode,
  conventionId?: string,
): Promise<ActiviteSituee> {
  const seances = await seancesDe(db, territoireId, periode, conventionId);
  const agreges = await agregesDe(db, territoireId, periode, conventionId);
  const actes = await actesDe(db, territoireId, periode, conventionId);
  return {
    seances,
    accompagnements: [...agreges.accompagnements, ...actes.accompagnements],
    ateliers: [...agreges.ateliers, ...actes.ateliers],
    actions: [...agreges.actions, ...actes.actions],
  };
}

function seancesDe(
  db: Db,
  territoireId: string,
  { debut, fin }: Periode,
  conventionId: string | undefined,
): Promise<(SeanceComptee & Situe)[]> {
  return db
    .selectFrom('seance')
    .leftJoin('lieu', (join) =>
      join.onRef('lieu.territoireId', '=', 'seance.territoireId').onRef('lieu.id', '=', 'seance.lieuId'),
    )
    .innerJoin('agent', (join) =>
      join.onRef('agent.territoireId', '=', 'seance.territoireId').onRef('agent.id', '=', 'seance.agentId'),
    )
    .select([
      'seance.jour as date',
      'seance.heureDebut',
      'seance.heureFin',
      'lieu.codeInsee',
      sql<'prevue' | 'annulee'>`case when ${SANS_AGENT} then 'annulee' else seance.statut end`.as('statut'),
    ])
    .where('seance.territoireId', '=', territoireId)
    .where('seance.jour', '>=', debut)
    .where('seance.jour', '<=', fin)
    .where(UNE_FOIS)
    .$if(conventionId !== undefined, (query) => query.where('seance.conventionId', '=', conventionId ?? ''))
    .execute();
}

/** The acts kept one by one, by their kind. */
async function actesDe(
  db: Db,
  territoireId: string,
  { debut, fin }: Periode,
  conventionId: string | undefined,
): Promise<ActesSitues> {
  const rows = await db
    .selectFrom('accompagnement')
    .select([
      'jour as date',
      'dureeMinutes',
      'codeInsee',
      'participants',
      sql<Accompagnement['thematiques']>`thematiques`.as('thematiques'),
      sql<Accompagnement['demarches']>`demarches`.as('demarches'),
      sql<Accompagnement['materiels']>`materiels`.as('materiels'),
      sql<Accompagnement['autonomie']>`autonomie`.as('autonomie'),
      sql<Accompagnement['axe']>`axe`.as('axe'),
      sql<Accompagnement['typeLieu']>`type_lieu`.as('typeLieu'),
      sql<Accompagnement['objectif']>`objectif`.as('objectif'),
      sql<Accompagnement['issue']>`issue`.as('issue'),
      sql<Accompagnement['orientation']>`orientation`.as('orientation'),
      sql<Accompagnement['genre']>`genre`.as('genre'),
      sql<Accompagnement['trancheAge']>`tranche_age`.as('trancheAge'),
      sql<Accompagnement['statutSocial']>`statut_social`.as('statutSocial'),
      sql<'Individuel' | 'Collectif' | Action['type']>`type_activite`.as('typeActivite'),
      sql<Comptes | null>`collectif`.as('collectif'),
    ])
    .where('territoireId', '=', territoireId)
    .where('jour', '>=', debut)
    .where('jour', '<=', fin)
    .$if(conventionId !== undefined, (query) => query.where('conventionId', '=', conventionId ?? ''))
    .execute();
  const accompagnements: (Accompagnement & Situe)[] = [];
  const ateliers: (Atelier & Situe)[] = [];
  const actions: (Action & Situe)[] = [];
  for (const { typeActivite, collectif, participants, ...row } of rows) {
    const { date, dureeMinutes, codeInsee, thematiques, demarches, materiels, objectif, axe } = row;
    if (typeActivite === 'Individuel') accompagnements.push(row);
    else if (typeActivite !== 'Collectif') actions.push({ date, dureeMinutes, codeInsee, type: typeActivite });
    else if (collectif !== null) {
      const sujets = { thematiques, demarches, materiels, objectif, axe };
      ateliers.push({ ...collectif, ...sujets, date, dureeMinutes, codeInsee, participants });
    }
  }
  return { accompagnements, ateliers, actions };
}

/** Acts standing for the totals of months, as many as they counted, where they were counted. */
async function agregesDe(
  db: Db,
  territoireId: string,
  periode: Periode,
  conventionId: string | undefined,
): Promise<ActesSitues> {
  const lignes = await accompagnementsMensuels(db, territoireId, periode, conventionId);
  const groups = Map.groupBy(lignes, (one) => `${one.mois} ${one.conventionId} ${one.codeInsee}`);
  const placed = [...groups.values()].map((group) => {
    const situe = { codeInsee: group[0]?.codeInsee ?? null };
    const { accompagnements, ateliers, actions } = deplier(group, periode.debut);
    return {
      accompagnements: accompagnements.map((one) => ({ ...one, ...situe })),
      ateliers: ateliers.map((one) => ({ ...one, ...situe })),
      actions: actions.map((one) => ({ ...one, ...situe })),
    };
  });
  return {
    accompagnements: placed.flatMap(({ accompagnements }) => accompagnements),
    ateliers: placed.flatMap(({ ateliers }) => ateliers),
    actions: placed.flatMap(({ actions }) => actions),
  };
}
