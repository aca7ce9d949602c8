import { type RawBuilder, sql } from 'kysely';
import { finDuSeuil, premierMoisGarde } from '../../domain/conservation.ts';
import type { Db } from '../../platform/db.ts';
import { IDLE_HOURS } from '../../platform/session.ts';
import { agregerAccompagnements, countAccompagnementsAvant } from '../accompagnements/store.ts';

/** A night: what dates from `limite` or before is due (a kind whose duration is not a setting has no such day). */
export type Nuit = {
  readonly territoireId: string;
  readonly now: Temporal.Instant;
  readonly limite: Temporal.PlainDate;
};

/** What a kind loses at night: how many rows are due, and their removal, which returns how many it removed. */
export type Purge = {
  readonly compter: (db: Db, nuit: Nuit) => Promise<number>;
  readonly appliquer: (db: Db, nuit: Nuit) => Promise<number>;
  /** The same, table by table, where one row may be removed before its time. */
  readonly gestes?: readonly Geste[];
};

type Sql = RawBuilder<unknown>;

/** Rows of one table that are due, and what becomes of them: deleted, or `champs` set. */
type Geste = { readonly table: string; readonly du: (nuit: Nuit) => Sql; readonly champs?: (nuit: Nuit) => Sql };

const rows = async (db: Db, query: Sql): Promise<number> => {
  const { rows: found } = await (query as RawBuilder<{ count: number }>).execute(db);
  return found[0]?.count ?? 0;
};

const where = ({ table, du }: Geste, nuit: Nuit): Sql =>
  sql`${sql.table(table)} where ${sql.ref(`${table}.territoire_id`)} = ${nuit.territoireId} and (${du(nuit)})`;

async function retirer(db: Db, geste: Geste, nuit: Nuit): Promise<number> {
  const change =
    geste.champs === undefined
      ? sql`delete from ${where(geste, nuit)}`
      : sql`update ${sql.table(geste.table)} set ${geste.champs(nuit)}
          where territoire_id = ${nuit.territoireId} and (${geste.du(nuit)})`;
  return rows(db, sql`with partis as (${change} returning 1) select count(*) from partis`);
}

function gestes(...list: readonly Geste[]): Purge {
  const sum = async (each: (geste: Geste) => Promise<number>): Promise<number> => {
    let total = 0;
    for (const geste of list) total += await each(geste);
    return total;
  };
  return {
    gestes: list,
    compter: (db, nuit) => sum((geste) => rows(db, sql`select count(*) from ${where(geste, nuit)}`)),
    appliquer: (db, nuit) => sum((geste) => retirer(db, geste, nuit)),
  };
}

const avant = (colonne: string) => (nuit: Nuit) => sql`${sql.ref(colonne)} < ${finDuSeuil(nuit.limite).toString()}`;
const jusque = (colonne: string, { limite }: Nuit): Sql => sql`${sql.ref(colonne)} <= ${limite.toString()}`;

/** In the place of words that a column cannot do without. */
const EFFACE = 'Effacé';

const HASARD = sql`substr(gen_random_uuid()::text, 1, 8)`;

/** The lieux closed long enough, seen from what hangs from them. */
const lieuFerme = (table: string, nuit: Nuit): Sql => sql`exists (select from lieu l
  where l.territoire_id = ${sql.ref(`${table}.territoire_id`)} and l.id = ${sql.ref(`${table}.lieu_id`)}
    and ${jusque('l.ferme_le', nuit)})`;

/** What was decided of a lieu stays, without its reason. */
const motifDuLieu = (table: string): Geste => ({
  table,
  du: (nuit) => sql`motif <> ${EFFACE} and ${lieuFerme(table, nuit)}`,
  champs: () => sql`motif = ${EFFACE}`,
});

const rendezVousPasse = (table: string, nuit: Nuit): Sql => sql`exists (select from seance s
  where s.territoire_id = ${sql.ref(`${table}.territoire_id`)} and s.id = ${sql.ref(`${table}.seance_id`)}
    and ${jusque('s.jour', nuit)})`;

/** Nothing of a person; the code and the link lead nowhere any more. */
const SANS_IDENTITE = sql`prenom = null, telephone = null, courriel = null, prevenir = 'guichet', personne_id = null,
  jeton_hash = sha256(gen_random_uuid()::text::bytea)`;
const CODE_AU_HASARD = sql`upper(substr(md5(gen_random_uuid()::text), 1, 8))`;

/**
 * A record that nobody came back to, itself or the one that it was merged into: no act of help since, and no référent who was still
 * there.
 */
const personneOubliee = (table: string, nuit: Nuit): Sql => sql`coalesce((select bool_and(
    p.updated_at < ${finDuSeuil(nuit.limite).toString()}
    and not exists (select from accompagnement a where a.territoire_id = p.territoire_id and a.personne_id = p.id
      and a.jour > ${nuit.limite.toString()})
    and not exists (select from agent g where g.territoire_id = p.territoire_id and g.id = p.referent_agent_id
      and g.contrat_fin > ${nuit.limite.toString()}))
  from personne p where p.territoire_id = ${sql.ref(`${table}.territoire_id`)}
    and (p.id = ${sql.ref(`${table}.id`)} or p.id = ${sql.ref(`${table}.fusionnee_dans`)})), false)`;

const dePersonneOubliee = (table: string, nuit: Nuit): Sql => sql`exists (select from personne q
  where q.territoire_id = ${sql.ref(`${table}.territoire_id`)} and q.id = ${sql.ref(`${table}.personne_id`)}
    and ${personneOubliee('q', nuit)})`;

const structureFermee = (nuit: Nuit): Sql => sql`exists (select from structure s
  where s.territoire_id = referent.territoire_id and s.id = referent.structure_id and ${jusque('s.fermee_le', nuit)})`;

/** Mailboxes that no account bears any more: what protected them goes, the factors before what they hang from. */
const sansCompte = (table: string) => (): Sql =>
  sql`not exists (select from compte c
  where c.territoire_id = ${sql.ref(`${table}.territoire_id`)} and c.courriel = ${sql.ref(`${table}.courriel`)})`;
const protections = gestes(
  ...['facteur', 'code_secours', 'identifiant'].map((table) => ({ table, du: sansCompte(table) })),
);

const compteFerme = (): Sql => sql`exists (select from compte c where c.territoire_id = calendrier_flux.territoire_id
  and c.id = calendrier_flux.compte_id and c.ferme_le is not null)`;

const comptes = gestes({
  table: 'compte',
  du: (nuit) => sql`efface_le is null and ${avant('ferme_le')(nuit)}`,
  champs: ({ now }) => sql`nom = 'Personne ' || ${HASARD}, courriel = gen_random_uuid() || '@efface.invalid',
    efface_le = ${now.toString()}`,
});

/** What each kind loses at night, by the key of its declaration. */
export const PURGES: Readonly<Record<string, Purge>> = {
  accompagnements: {
    compter: (db, { territoireId, limite }) => countAccompagnementsAvant(db, territoireId, premierMoisGarde(limite)),
    appliquer: (db, { territoireId, limite }) => agregerAccompagnements(db, territoireId, premierMoisGarde(limite)),
  },
  // The steps of their follow-up go with them.
  servicesbloques: gestes({ table: 'service_bloque', du: (nuit) => jusque('constate_le', nuit) }),
  agents: gestes({
    table: 'agent',
    du: (nuit) => sql`efface_le is null and ${jusque('contrat_fin', nuit)}`,
    champs: ({ now }) => sql`prenom = 'Agent', nom = ${HASARD}, telephone = null, courriel = null, certificat = null,
      certificat_date = null, demi_journees = '{}', depart_motif = null, depart_fin_prevue = null,
      efface_le = ${now.toString()}`,
  }),
  seances: gestes(
    {
      table: 'seance',
      du: (nuit) => sql`${jusque('jour', nuit)} and (motif <> ${EFFACE} or endroit <> ${EFFACE})`,
      // A one-off séance cannot do without its words.
      champs: () => sql`motif = case when motif is not null then ${EFFACE} end,
        endroit = case when endroit is not null then ${EFFACE} end`,
    },
    {
      table: 'lieu_fermeture',
      du: (nuit) => sql`${jusque('au', nuit)} and motif <> ${EFFACE}`,
      champs: () => sql`motif = ${EFFACE}`,
    },
  ),
  absences: gestes(
    {
      table: 'seance',
      du: (nuit) => sql`exists (select from absence a where a.territoire_id = seance.territoire_id
        and a.id = seance.absence_id and ${jusque('a.absent_au', nuit)})`,
      champs: () => sql`absence_id = null`,
    },
    { table: 'absence', du: (nuit) => jusque('absent_au', nuit) },
  ),
  temps: gestes({ table: 'temps_agent', du: (nuit) => jusque('temps_jour', nuit) }),
  contacts: gestes(
    { table: 'referent', du: structureFermee },
    {
      table: 'structure',
      du: (nuit) => sql`${jusque('fermee_le', nuit)} and (telephone is not null or courriel is not null)`,
      champs: () => sql`telephone = null, courriel = null`,
    },
  ),
  lieux: gestes(
    {
      table: 'lieu',
      du: (nuit) => sql`${jusque('ferme_le', nuit)} and (telephone is not null or visite_prevue_par is not null)`,
      champs: () => sql`telephone = null, visite_prevue_par = null`,
    },
    {
      table: 'lieu_constat',
      du: (nuit) => sql`(constate_par <> ${EFFACE} or precision is not null) and ${lieuFerme('lieu_constat', nuit)}`,
      champs: () => sql`constate_par = ${EFFACE}, precision = null`,
    },
    {
      table: 'lieu_visite',
      du: (nuit) => sql`(faite_par <> ${EFFACE} or remarque is not null or non_vus <> '{}')
        and ${lieuFerme('lieu_visite', nuit)}`,
      champs: () => sql`faite_par = ${EFFACE}, remarque = null, non_vus = '{}'`,
    },
    {
      table: 'lieu_proposition',
      du: (nuit) => sql`(message is not null or refus_motif <> ${EFFACE}) and ${lieuFerme('lieu_proposition', nuit)}`,
      champs: () => sql`message = null, refus_motif = case when refus_motif is not null then ${EFFACE} end`,
    },
    motifDuLieu('lieu_decision'),
    motifDuLieu('lieu_derogation'),
  ),
  photos: gestes({
    table: 'lieu_photo',
    du: (nuit) => sql`exists (select from lieu_visite v where v.territoire_id = lieu_photo.territoire_id
      and v.id = lieu_photo.visite_id and ${jusque('v.faite_le', nuit)})`,
  }),
  manquements: gestes({
    table: 'manquement',
    du: (nuit) => sql`${jusque('constate_le', nuit)} and (remarque is not null or reponse <> ${EFFACE})`,
    champs: () => sql`remarque = null, reponse = case when reponse is not null then ${EFFACE} end`,
  }),
  comptes: {
    ...comptes,
    appliquer: async (db, nuit) => {
      const count = await comptes.appliquer(db, nuit);
      await protections.appliquer(db, nuit);
      return count;
    },
  },
  filtres: gestes({
    table: 'filtre_conventions',
    du: () => sql`exists (select from compte c where c.territoire_id = filtre_conventions.territoire_id
      and c.id = filtre_conventions.compte_id and c.ferme_le is not null)`,
  }),
  liens: gestes({ table: 'lien_connexion', du: ({ now }) => sql`expire_at < ${now.toString()}` }),
  sessions: gestes({
    table: 'session',
    du: ({ now }) => sql`expire_at < ${now.toString()} or seen_at < ${now.subtract({ hours: IDLE_HOURS }).toString()}`,
  }),
  identites: gestes({ table: 'journal_identite', du: avant('created_at') }),
  envois: gestes({ table: 'envoi', du: avant('created_at') }),
  courriels: gestes({ table: 'courriel', du: avant('created_at') }),
  rappels: gestes({ table: 'echeance_rappel', du: avant('created_at') }),
  // Closing an account takes its address away: none is left here but by accident.
  calendriers: gestes({ table: 'calendrier_flux', du: compteFerme }),
  // A breach that was reopened is open: the last of its closings and reopenings counts. Its events go with it.
  violations: gestes({
    table: 'violation',
    du: (nuit) => sql`coalesce((select e.type = 'cloture' and ${avant('e.created_at')(nuit)} from violation_evenement e
      where e.territoire_id = violation.territoire_id and e.violation_id = violation.id
        and e.type in ('cloture', 'reouverture') order by e.created_at desc, e.id desc limit 1), false)`,
  }),
  // Whatever was corrected since, the last version says when it was.
  echanges: gestes({
    table: 'echange',
    du: (nuit) => sql`(select v.le from echange_version v where v.territoire_id = echange.territoire_id
      and v.echange_id = echange.id order by v.rang desc limit 1) <= ${nuit.limite.toString()}`,
  }),
  imports: gestes({ table: 'import_registre', du: avant('created_at') }),
  // How it was checked who asked, and what was found, go with them. One that froze something stays until it is lifted.
  droits: gestes({
    table: 'droit_demande',
    du: (nuit) => sql`${jusque('repondue_le', nuit)} and not exists (select from droit_gel g
      where g.territoire_id = droit_demande.territoire_id and g.droit_demande_id = droit_demande.id and g.leve_le is null)`,
  }),
  // Their places and notes go with them. One that its person had frozen is kept (RGPD, article 18).
  demandes: gestes({
    table: 'demande',
    du: (nuit) => sql`${avant('created_at')(nuit)} and not exists (select from droit_ligne g
      where g.territoire_id = demande.territoire_id and g.de_table = 'demande' and g.fait = 'gelee'
        and g.cle ->> 'id' = demande.id::text)`,
  }),
  rendezvous: gestes(
    {
      table: 'appel',
      du: (nuit) => sql`exists (select from rendez_vous r where r.territoire_id = appel.territoire_id
          and r.id = appel.rendez_vous_id and ${rendezVousPasse('r', nuit)})
        or exists (select from rdv_attente a where a.territoire_id = appel.territoire_id
          and a.id = appel.attente_id and ${jusque('a.au', nuit)})`,
    },
    {
      table: 'rendez_vous',
      du: (nuit) => sql`(prenom is not null or annule_motif is not null) and ${rendezVousPasse('rendez_vous', nuit)}`,
      champs:
        () => sql`${SANS_IDENTITE}, code_rdv = ${CODE_AU_HASARD}, besoin = null, prescripteur_nom = null, prescripteur_structure = null,
        prescripteur_courriel = null, annule_motif = null`,
    },
    {
      table: 'rdv_attente',
      du: (nuit) => sql`prenom is not null and ${jusque('au', nuit)}`,
      champs: () => sql`${SANS_IDENTITE}, code_attente = ${CODE_AU_HASARD}`,
    },
  ),
  personnes: gestes(
    {
      table: 'rendez_vous',
      du: (nuit) => dePersonneOubliee('rendez_vous', nuit),
      champs: () => sql`personne_id = null`,
    },
    {
      table: 'rdv_attente',
      du: (nuit) => dePersonneOubliee('rdv_attente', nuit),
      champs: () => sql`personne_id = null`,
    },
    // Those that were merged into it go with it.
    { table: 'personne', du: (nuit) => personneOubliee('personne', nuit) },
  ),
  sms: gestes({ table: 'sms', du: avant('created_at') }),
  membres: gestes({
    table: 'membre',
    du: (nuit) => sql`${jusque('au', nuit)} and num_nonnulls(contact_nom, contact_fonction, contact_courriel,
      contact_telephone) > 0`,
    champs: () => sql`contact_nom = null, contact_fonction = null, contact_courriel = null, contact_telephone = null`,
  }),
};

function gesteDe(donnee: string, table: string): Geste | undefined {
  return PURGES[donnee]?.gestes?.find((geste) => geste.table === table);
}

/** Can a row of that table go before its time, by what the night would do of it? */
export function estEffacable(donnee: string, table: string): boolean {
  return gesteDe(donnee, table) !== undefined;
}

/** Does to the rows that `cle` names what the night would do of them once their time is over. Returns how many there were. */
export async function effacerLignes(
  db: Db,
  {
    territoireId,
    now,
    today,
  }: { readonly territoireId: string; readonly now: Temporal.Instant; readonly today: Temporal.PlainDate },
  { donnee, table }: { readonly donnee: string; readonly table: string },
  cle: Readonly<Record<string, string>>,
): Promise<number> {
  const geste = gesteDe(donnee, table);
  if (geste === undefined) throw new Error(`No row of ${table} is erased alone`);
  const equal = Object.entries(cle).map(([nom, value]) => sql`${sql.ref(`${table}.${nom}`)}::text = ${value}`);
  const nuit = { territoireId, now, limite: today };
  const count = await retirer(db, { ...geste, du: () => sql.join(equal, sql` and `) }, nuit);
  if (donnee === 'comptes') await protections.appliquer(db, nuit);
  return count;
}

/** What one night removed of one kind. */
export type Passage = { readonly jour: Temporal.PlainDate; readonly donnee: string; readonly nombre: number };

/** Adds to what a night removed: run twice, it says what both removed. */
export async function savePassage(db: Db, territoireId: string, passage: Passage): Promise<void> {
  await db
    .insertInto('conservationPassage')
    .values({ territoireId, ...passage })
    .onConflict((conflict) =>
      conflict
        .columns(['territoireId', 'jour', 'donnee'])
        .doUpdateSet({ nombre: sql`conservation_passage.nombre + excluded.nombre` }),
    )
    .execute();
}

/** What the last `nuits` nights removed, the newest first. */
export async function derniersPassages(db: Db, territoireId: string, nuits: number): Promise<Passage[]> {
  return db
    .selectFrom('conservationPassage')
    .select(['jour', 'donnee', 'nombre'])
    .where('territoireId', '=', territoireId)
    .where('jour', 'in', (q) =>
      q
        .selectFrom('conservationPassage')
        .select('jour')
        .distinct()
        .where('territoireId', '=', territoireId)
        .orderBy('jour', 'desc')
        .limit(nuits),
    )
    .orderBy('jour', 'desc')
    .orderBy('donnee')
    .execute();
}
