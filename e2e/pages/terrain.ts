import { sql } from 'kysely';
import { seanceDuJour } from '../../db/demo/ids.ts';
import type { Site } from '../site.ts';
import type { Visit } from '../visit.ts';
import { signInAsAgent } from './accompagnement.ts';
import { JourneePage } from './journee.ts';

export const aujourdhui = (): Temporal.PlainDate => Temporal.Now.plainDateISO('Europe/Paris');
export const PRENOM = 'Zéphirine';

/** What the journeys of a device share: today's séance of the demo agent, on the site of the test file. */
export function leTerrain(site: () => Pick<Site, 'url' | 'owner'>) {
  const seance = seanceDuJour(aujourdhui());
  return {
    visite: (name: string, width = 360) => ({ url: site().url, name, width, coupures: true }),

    /** Somebody is expected today, whose name shows that nothing of it stays. */
    attendre: async (): Promise<void> => {
      await sql`
        update rendez_vous set prenom = ${PRENOM}, statut = 'confirme', tenu_jusqua = null where seance_id = ${seance}
          and id = (select id from rendez_vous where seance_id = ${seance} order by debut limit 1)`.execute(
        site().owner,
      );
    },

    /** An agent signed in, whose device has his day. */
    charge: async (visit: Visit): Promise<JourneePage> => {
      const jour = new JourneePage(visit);
      await signInAsAgent(visit);
      await jour.charger();
      return jour;
    },

    /** Which of these the server has, each as often as it has it: operations, then records. */
    recus: async (
      ids: readonly string[],
    ): Promise<{ readonly operations: number; readonly accompagnements: number }> => {
      const { owner } = site();
      const operations = await owner
        .selectFrom('accompagnementOperation')
        .select('id')
        .where('id', 'in', ids)
        .execute();
      const accompagnements = await owner.selectFrom('accompagnement').select('id').where('id', 'in', ids).execute();
      return { operations: operations.length, accompagnements: accompagnements.length };
    },

    /** How many records the séance has on the server. */
    notes: async (): Promise<number> => {
      const { n } = await site()
        .owner.selectFrom('accompagnement')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('seanceId', '=', seance)
        .executeTakeFirstOrThrow();
      return Number(n);
    },
  };
}
