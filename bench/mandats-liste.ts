import { sql } from 'kysely';
import { demo } from '../db/demo/ids.ts';
import { pageDeMandats } from '../src/features/mandats/recherche/liste/store.ts';
import { lireMandats } from '../src/features/mandats/store.ts';
import { inTerritoire } from '../src/platform/db.ts';
import { poserMandat } from '../test/mandats.ts';
import type { Banc } from './mandats-destruction.ts';
import { costOf, printFigures } from './measure.ts';

const PAGE = 50;
const MANDATS = 5_000;

/** The first page of the list of an agent who has signed 5,000 mandats, beside that of one who has signed the 50 of the page. */
export async function measureListe({ base, cles }: Omit<Banc, 'sealers'>): Promise<void> {
  const now = Temporal.Now.instant();
  const { demo: many, autre: few } = demo.agents;
  for (const agentId of [many, few]) {
    for (let i = 0; i < PAGE; i += 1) await poserMandat(base, cles, { agentId });
  }
  await poserFinis(base, many, MANDATS - PAGE);
  const read = (agentId: string) =>
    inTerritoire(base.request, '66', async (db) => {
      const asked = { etat: null, page: 1, parPage: PAGE, now };
      const { mandats } = await pageDeMandats(db, '66', agentId, asked);
      const read = await lireMandats({ db, cles }, '66', mandats, now);
      if (![...read.values()].every(({ identite }) => identite !== null)) throw new Error('Something does not open');
    });
  const [whole, bare] = [await costOf(() => read(many)), await costOf(() => read(few))];
  // What comes after destroys all that is over. A signed mandat is never deleted, but by the owner of the tables of a bench.
  for (const table of ['mandat', 'mandat_demarche'])
    await sql`alter table ${sql.table(table)} disable trigger user`.execute(base.owner);
  await base.owner.deleteFrom('mandat').where('code', 'like', 'BANC-0000-%').execute();
  for (const table of ['mandat', 'mandat_demarche'])
    await sql`alter table ${sql.table(table)} enable trigger user`.execute(base.owner);
  printFigures([
    {
      mesure: 'mandats : la liste d’un agent qui en a 5 000, au lieu de 50',
      valeur: whole.wallMs,
      unite: 'ms',
      reference: bare.wallMs,
      objectif: { sur: 'ratio', auPlus: 6 },
    },
  ]);
}

/** Mandats that are over and wait for a visa, the worst case for the list: what is destroyed counts no démarche. */
async function poserFinis({ owner }: Banc['base'], agentId: string, count: number): Promise<void> {
  await sql`
    with modele as (select * from mandat where territoire_id = '66' and agent_id = ${agentId} and etat = 'signe' limit 1),
    poses as (
      insert into mandat (territoire_id, id, etat, forme, agent_id, seance_id, notice_version, notice_sha256,
        delai_tiers_heures, code, document_sha256, signe_at, fin_prevue_at)
      select territoire_id, gen_random_uuid(), etat, forme, agent_id, seance_id, notice_version, notice_sha256,
        delai_tiers_heures, 'BANC-0000-' || to_char(rang, 'FM0000'),
        document_sha256, signe_at, fin_prevue_at
      from modele, generate_series(1, ${count}) rang
      returning territoire_id, id
    )
    insert into mandat_demarche (territoire_id, id, mandat_id, rang, nature, finie_at, fin_cause, fin_canal, destructible_at)
    select territoire_id, gen_random_uuid(), id, rang, 'demarche', now(), 'achevement', 'agent', now()
    from poses, generate_series(1, 2) rang`.execute(owner);
  await sql`analyze mandat, mandat_demarche`.execute(owner);
}
