import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { demo, seanceDuJour, voisin } from '../db/demo/ids.ts';
import { seedDemo, seedVoisin } from '../db/demo/index.ts';
import { vacancesDemo } from '../db/demo/vacances.ts';
import { estFerie } from '../src/domain/calendrier.ts';
import type { Jour } from '../src/domain/demi-journee.ts';
import { estRefus } from '../src/domain/refus.ts';
import type { Rang } from '../src/domain/rythme.ts';
import { parseSiret } from '../src/domain/siret.ts';
import { conventionAu, type StatutConvention, statutAu } from '../src/features/conventions/rules.ts';
import { allConventions } from '../src/features/conventions/store.ts';
import { conformites } from '../src/features/lieux/conformite/store.ts';
import { isConvenu } from '../src/features/lieux/rules.ts';
import { allLieux } from '../src/features/lieux/store.ts';
import { permanencesADecouvert } from '../src/features/permanences/planification.ts';
import { horizonSeances, verifierPermanence } from '../src/features/permanences/rules.ts';
import { importCommunes } from '../src/features/territoires/communes.ts';
import { type Database, inTerritoire } from '../src/platform/db.ts';
import { imageKind } from '../src/platform/pdf/image.ts';
import { useBase } from './base.ts';
import { testCoffre } from './coffre.ts';

type Date = Temporal.PlainDate;

const MARDI = Temporal.PlainDate.from('2026-11-24');
const TABLES = [
  'territoire',
  'logo',
  'structure',
  'referent',
  'agent',
  'compte',
  'convention',
  'convention_evenement',
  'piece',
  'lieu',
  'lieu_constat',
  'lieu_proposition',
  'lieu_visite',
  'lieu_decision',
  'lieu_derogation',
  'affiche_pose',
  'manquement',
  'permanence',
  'seance',
  'absence',
  'lieu_fermeture',
  'rdv_motif',
  'rendez_vous',
  'rdv_attente',
  'appel',
  'sms',
  'personne',
  'accompagnement',
  'service_bloque',
  'service_bloque_suite',
  'temps_agent',
  'echange_version',
  'violation_evenement',
  'dossier_version',
] as const;

async function fingerprints(database: Database): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const table of TABLES) {
    const { rows } = await sql<{ rows: number; hash: string }>`
      select count(*) as rows, md5(string_agg(t::text, '|' order by t::text)) as hash from ${sql.table(table)} t`.execute(
      database,
    );
    found[table] = `${rows[0]?.rows} ${rows[0]?.hash}`;
  }
  return found;
}

async function statuts(database: Database, today: Date): Promise<Map<string, StatutConvention>> {
  const conventions = await inTerritoire(database, demo.territoire, (db) => allConventions(db, demo.territoire));
  return new Map(conventions.map((convention) => [convention.id, statutAu(convention, today)]));
}

/** Every permanence that the rules would have refused, with the reasons. */
async function refusals(database: Database, today: Date): Promise<string[]> {
  return inTerritoire(database, demo.territoire, async (db) => {
    const [rows, agents, lieux, conformite, conventions] = await Promise.all([
      db.selectFrom('permanence').selectAll().execute(),
      db.selectFrom('agent').selectAll().execute(),
      allLieux(db, demo.territoire),
      conformites(db, demo.territoire, today),
      allConventions(db, demo.territoire),
    ]);
    return rows.flatMap((row) => {
      const lieu = lieux.find(({ id }) => id === row.lieuId);
      const agent = agents.find(({ id }) => id === row.agentId);
      if (lieu === undefined || agent === undefined) return [`${row.id}: no lieu or no agent`];
      const { id: lieuId, structureId } = lieu;
      const found = verifierPermanence({
        permanence: { ...row, jour: row.jourSemaine as Jour, rangs: row.rangs as Rang[] },
        agentId: agent.id,
        lieuId,
        usage: conformite.de(lieuId).usages.permanence,
        lieuConvenu: isConvenu(
          { structureId, beneficiaireLe: lieu.accordBeneficiaireLe, departementLe: lieu.accordDepartementLe },
          today,
        ),
        // As they stood then: one of them has been opposed since.
        conventions:
          structureId === null
            ? null
            : conventions.filter((one) => one.structureId === structureId).map((one) => conventionAu(one, row.du)),
        contrats: [{ debut: agent.contratDebut, fin: agent.contratFin }],
        prevues: [],
        aujourdhui: row.du,
        horizon: horizonSeances(today),
        calendrier: { vacances: vacancesDemo() },
      });
      return found.length === 0 ? [] : [`${lieu.nom}: ${JSON.stringify(found)}`];
    });
  });
}

const base = useBase();

beforeAll(async () => {
  await importCommunes(base.owner);
});

/** Empties everything but the communes, and creates the demo anew. */
async function recreate(today: Date): Promise<void> {
  // Only the owner of the tables can lift what keeps the journal and the papers from being emptied.
  for (const table of ['journal_entree', 'journal_maillon', 'piece', 'piece_retrait']) {
    await sql`alter table ${sql.table(table)} disable trigger user`.execute(base.owner);
  }
  await sql`truncate territoire cascade`.execute(base.owner);
  await seedDemo(base.owner, { today, coffre: testCoffre });
}

describe('données de démonstration', () => {
  beforeAll(() => recreate(MARDI));

  test('créées deux fois pour le même jour, elles sont identiques', async () => {
    const first = await fingerprints(base.owner);
    await recreate(MARDI);
    expect(await fingerprints(base.owner)).toEqual(first);
  });

  test('chaque logo est une image que les documents savent dessiner', async () => {
    const logos = [
      ...(await base.owner.selectFrom('logo').select('octets').execute()),
      ...(await base.owner.selectFrom('structureLogo').select('octets').execute()),
    ];
    expect(logos.map(({ octets }) => imageKind(octets))).toEqual(['svg', 'svg', 'svg']);
  });

  test('l’équipe et le registre sont ceux de la convention', async () => {
    const natures = await base.owner
      .selectFrom('agent')
      .select(({ fn }) => ['nature', fn.countAll<number>().as('agents')])
      .groupBy('nature')
      .orderBy('nature')
      .execute();
    expect(natures).toEqual([
      { nature: 'ambassadeur', agents: 10 },
      { nature: 'conseiller', agents: 11 },
    ]);
    const structures = await base.owner.selectFrom('structure').select(['siret', 'nature']).execute();
    expect(structures.length).toBeGreaterThanOrEqual(40);
    expect(structures.filter(({ siret }) => estRefus(parseSiret(siret)))).toEqual([]);
    expect(new Set(structures.map(({ nature }) => nature)).size).toBeGreaterThanOrEqual(8);
  });

  test('personne n’est réel : aucune adresse ne mène quelque part', async () => {
    const { rows } = await sql<{ courriel: string }>`select courriel from compte union select courriel from agent
      union select courriel from referent union select courriel from structure`.execute(base.owner);
    expect(rows.filter(({ courriel }) => !/^[a-z.-]+@exemple\.fr$/.test(courriel))).toEqual([]);
  });

  test('tous les lieux sont situés', async () => {
    const lieux = await base.owner.selectFrom('lieu').select(['nom', 'latitude', 'longitude']).execute();
    const inside = (lieu: (typeof lieux)[number]): boolean =>
      Math.abs((lieu.latitude ?? 0) - 42.6) < 0.35 && Math.abs((lieu.longitude ?? 0) - 2.5) < 0.8;
    expect(lieux.filter((lieu) => !inside(lieu))).toEqual([]);
  });

  test('la convention de 2022 porte ses propres dates, et dit lesquelles sont des hypothèses', async () => {
    const conventions = await inTerritoire(base.request, '66', (db) => allConventions(db, '66'));
    const found = conventions.find(({ id }) => id === demo.conventions.alberes2022);
    expect(found?.note).toContain('hypothèse');
    expect(found && statutAu(found, Temporal.PlainDate.from('2023-07-01'))).toBe('en_vigueur');
    expect(found && statutAu(found, Temporal.PlainDate.from('2023-07-02'))).toBe('expiree');
  });

  test('le territoire voisin vit à côté sans rien partager', async () => {
    await seedVoisin(base.owner, { today: MARDI, coffre: testCoffre });
    const seen = await inTerritoire(base.request, voisin.territoire, (db) =>
      db.selectFrom('structure').select('territoireId').distinct().execute(),
    );
    expect(seen).toEqual([{ territoireId: '00' }]);
    const { rows } = await sql<{ role: string; comptes: number }>`select role, count(*) as comptes from compte
      where territoire_id = '00' and demo group by role order by role`.execute(base.owner);
    expect(Object.fromEntries(rows.map(({ role, comptes }) => [role, comptes]))).toEqual({
      administrateur: 2,
      agent: 1,
      dpo: 1,
      equipe: 1,
      referent: 1,
    });
    const sans = await sql`select courriel from compte c where demo and not exists (select from facteur f
      where f.territoire_id = c.territoire_id and f.courriel = c.courriel and prouve_at is not null)`.execute(
      base.owner,
    );
    expect(sans.rows).toEqual([]);
    const logos = await base.owner.selectFrom('logo').select('octets').where('territoireId', '=', '00').execute();
    expect(logos.map(({ octets }) => imageKind(octets))).toEqual(['svg']);
  });

  test('une personne de la démonstration a deux casquettes', async () => {
    const { rows } = await sql<{ nom: string; comptes: number }>`select nom, count(*) as comptes from compte
      where territoire_id = '66' group by courriel, nom having count(*) > 1`.execute(base.owner);
    expect(rows).toEqual([{ nom: 'Solène Tamaris', comptes: 2 }]);
  });
});

describe.each(['2026-11-24', '2026-11-29', '2027-01-01', '2027-08-15', '2028-02-29'])('démonstration le %s', (iso) => {
  const today = Temporal.PlainDate.from(iso);
  beforeAll(() => recreate(today));

  test('chaque convention est dans l’état voulu', async () => {
    const found = await statuts(base.request, today);
    const { conventions } = demo;
    expect(Object.fromEntries(Object.entries(conventions).map(([name, id]) => [name, found.get(id)]))).toEqual({
      alberes2022: 'expiree',
      alberes: 'en_vigueur',
      prades: 'en_vigueur',
      brouillon: 'brouillon',
      attenteSignature: 'en_signature',
      finitBientot: 'en_vigueur',
      opposition: 'opposee',
      miseEnDemeure: 'mise_en_demeure',
      passee: 'expiree',
      association: 'en_vigueur',
    });
    const inForce = [...found.values()].filter((statut) => statut === 'en_vigueur');
    expect(inForce.length).toBeGreaterThanOrEqual(30);
  });

  test('les règles auraient accepté chaque permanence', async () => {
    expect(await refusals(base.request, today)).toEqual([]);
  });

  test('une convention opposée laisse des séances à décider, et elle seule', async () => {
    const left = await inTerritoire(base.request, '66', (db) => permanencesADecouvert(db, '66', today));
    expect(left.length).toBeGreaterThan(0);
    expect(new Set(left.map(({ conventionId }) => conventionId))).toEqual(new Set([demo.conventions.opposition]));
  });

  test('l’agente de démonstration a une séance ce jour-là', async () => {
    const seances = await base.owner
      .selectFrom('seance')
      .select(['id', 'statut'])
      .where('agentId', '=', demo.agents.demo)
      .where('jour', '=', today)
      .execute();
    expect(seances).toEqual([{ id: seanceDuJour(today), statut: 'prevue' }]);
  });

  test('des permanences ont lieu cette semaine et la suivante, jamais un jour férié', async () => {
    const seances = await base.owner
      .selectFrom('seance')
      .select('jour')
      .where('permanenceId', 'is not', null)
      .where('statut', '=', 'prevue')
      .execute();
    const within = (from: number): number =>
      seances.filter(({ jour }) => {
        const days = today.until(jour).total('days') + today.dayOfWeek - 1;
        return days >= from && days < from + 7;
      }).length;
    expect(within(0)).toBeGreaterThan(20);
    expect(within(7)).toBeGreaterThan(20);
    expect(seances.filter(({ jour }) => estFerie(jour))).toEqual([]);
  });

  test('aucune page de ce qui attend n’est vide : appels, à replacer, attente, absences, fermetures, fiches', async () => {
    const { rows } = await sql<Record<string, number>>`select
      (select count(*) from appel where resultat is null and avant > ${today}::date) as appels,
      (select count(*) from appel a join rendez_vous r using (territoire_id) join seance s on s.id = r.seance_id
        where r.id = a.rendez_vous_id and s.agent_id = ${demo.agents.demo}) as siens,
      (select count(*) from rendez_vous where statut = 'a_replacer' and a_dire is null) as replacer,
      (select count(*) from rdv_attente where statut = 'en_attente' and du > ${today}) as attente,
      (select count(*) from absence where absent_du > ${today}) as absences,
      (select count(*) from absence where agent_id = ${demo.agents.demo}) as siennes,
      (select count(*) from lieu_fermeture where du > ${today}) as fermetures,
      (select count(*) from personne) as fiches,
      (select count(*) from sms where envoye_at < ${today}::date) as sms`.execute(base.owner);
    const empty = Object.entries(rows[0] ?? {}).filter(([, count]) => Number(count) === 0);
    expect(empty).toEqual([]);
  });

  test('rien ne se tient où un agent est absent, ni où un lieu est fermé ; personne n’est réel', async () => {
    const { rows } = await sql`select s.id from seance s
      left join absence a on a.agent_id = s.agent_id and s.jour between a.absent_du and a.absent_au
        and moitie_de_jour(a.absent_moment) && moities_touchees(s.heure_debut, s.heure_fin)
      left join lieu_fermeture f on f.lieu_id = s.lieu_id and s.jour between f.du and f.au
      where s.statut = 'prevue' and (a.id is not null or f.id is not null)`.execute(base.owner);
    expect(rows).toEqual([]);
    const reached = await sql<{ telephone: string }>`select telephone from rendez_vous
      union select telephone from rdv_attente union select telephone from personne`.execute(base.owner);
    const real = reached.rows.filter(({ telephone }) => telephone !== null && !/^(06 39 98|01 99 00) /.test(telephone));
    expect(real).toEqual([]);
  });

  test('les accompagnements sont passés et tiennent dans leur séance', async () => {
    const { rows } = await sql<{ total: number; late: number; long: number }>`
      select count(*) as total, count(*) filter (where a.jour >= ${today}) as late,
        (select count(*) from (select s.id from accompagnement b join seance s on s.id = b.seance_id
          group by s.id, s.heure_debut, s.heure_fin
          having sum(b.duree_minutes) > extract(epoch from s.heure_fin - s.heure_debut) / 60) as over) as long
      from accompagnement a`.execute(base.owner);
    expect(rows[0]?.total).toBeGreaterThan(600);
    expect(rows[0]).toMatchObject({ late: 0, long: 0 });
  });

  test('chaque accompagnement dit sa commune quand il a un lieu ; une douzaine d’ateliers en médiathèque, de la coordination', async () => {
    const { rows } = await sql<Record<string, number>>`select
      count(*) filter (where a.lieu_id is not null and a.code_insee is distinct from l.code_insee) as perdus,
      count(*) filter (where a.seance_id is not null and a.lieu_id is distinct from s.lieu_id) as deplaces,
      count(*) filter (where type_activite = 'Collectif') as ateliers,
      count(*) filter (where type_activite = 'Collectif' and l.nom not ilike '%médiathèque%') as ailleurs,
      count(*) filter (where type_activite = 'Collectif' and (a.jour >= ${today}::date or a.convention_id is null)) as faux,
      count(*) filter (where type_activite not in ('Individuel', 'Collectif')) as coordination
      from accompagnement a
      left join lieu l on l.id = a.lieu_id left join seance s on s.id = a.seance_id`.execute(base.owner);
    expect(rows[0]).toMatchObject({ perdus: 0, deplaces: 0, ailleurs: 0, faux: 0, ateliers: 12, coordination: 5 });
  });

  test('les temps déclarés sont passés, sous contrat, et tiennent dans la journée', async () => {
    const { rows } = await sql<Record<string, number>>`select
      (select count(*) from temps_agent where agent_id = ${demo.agents.demo}) as siens,
      (select count(*) from temps_agent where temps_jour >= ${today}::date) as late,
      (select count(*) from temps_agent t join agent a on a.id = t.agent_id
        where t.temps_jour not between a.contrat_debut and a.contrat_fin) as ailleurs,
      (select count(*) from temps_agent t join seance s on s.id = t.seance_id
        where s.agent_id <> t.agent_id or s.jour <> t.temps_jour or s.statut <> 'prevue') as orphelins,
      (select count(*) from (select from temps_agent group by agent_id, temps_jour having sum(temps_minutes) > 600) o)
        as longs`.execute(base.owner);
    expect(rows[0]?.['siens']).toBeGreaterThan(15);
    expect(rows[0]).toMatchObject({ late: 0, ailleurs: 0, orphelins: 0, longs: 0 });
  });

  test('des services bloqués attendent à chaque étape', async () => {
    const found = await base.owner.selectFrom('serviceBloque').select('suivi').orderBy('suivi').execute();
    expect(found.map(({ suivi }) => suivi)).toEqual(['ouvert', 'repondu', 'resolu', 'transmis']);
    const { rows } = await sql`select from service_bloque_suite s join service_bloque b on b.id = s.service_bloque_id
      where s.suite_le < b.constate_le or s.suite_le > ${today}::date`.execute(base.owner);
    expect(rows).toEqual([]);
  });
});
