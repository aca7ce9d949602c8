import { parisDate } from '../../../domain/date.ts';
import { type Territoire, urlDe } from '../../../domain/territoire.ts';
import { type Database, type Db, inTerritoire } from '../../../platform/db.ts';
import { comptesDuRole } from '../../comptes/store.ts';
import { queueMail } from '../../courriels/store.ts';
import { noterTermes } from '../destruction/store.ts';
import { direSuite } from '../fins/suite.ts';
import { reglagesDe } from '../reglages/store.ts';
import { finPrevue } from '../rules.ts';
import { deleteLiensMorts, noterRappeles } from './store.ts';

/**
 * Writes the end of the démarches whose mandat reached its term, at that very instant, whenever this runs: the rules counted them
 * as over already; and forgets the links that have expired. Returns how many démarches.
 */
export async function expirerMandats(db: Db, territoireId: string, now: Temporal.Instant): Promise<number> {
  const ended = await noterTermes(db, territoireId, now);
  await deleteLiensMorts(db, territoireId, now.subtract({ hours: 24 }));
  return ended;
}

/**
 * Recalls to each mandataire, in one mail, how many of their mandats end within the days that the territoire chose: each mandat
 * once. Whose they are and when is read in Escale.
 */
export async function rappelerMandats(
  database: Database,
  territoire: Territoire,
  { url, now }: { readonly url: string; readonly now: Temporal.Instant },
): Promise<void> {
  const { id } = territoire;
  await inTerritoire(database, id, async (db) => {
    const { rappelJours, visa } = await reglagesDe(db, id);
    const suite = direSuite({ isRetenu: false }, visa);
    const before = finPrevue(parisDate(now).add({ days: rappelJours }));
    const byAgent = Map.groupBy(await noterRappeles(db, id, { now, before }), ({ agentId }) => agentId);
    if (byAgent.size === 0) return;
    for (const { courriel, nom, agentId } of await comptesDuRole(db, id, 'agent')) {
      const count = byAgent.get(agentId ?? '')?.length ?? 0;
      if (count === 0) continue;
      const what = count === 1 ? 'Un mandat finit' : `${count} mandats finissent`;
      await queueMail(db, id, {
        genre: 'mandat',
        destinataire: courriel,
        sujet: `${what} bientôt`,
        texte: [
          `Bonjour ${nom},`,
          '',
          `${what} dans ${rappelJours} jours au plus. Ensuite, plus rien ne peut être fait au nom de la personne, et ce qui est gardé ne se lit plus ; ${suite}.`,
          '',
          'Ce qui est à finir, ou à renouveler avec la personne, sur place :',
          `${urlDe(url, territoire)}/mandats`,
        ].join('\n'),
      });
    }
  });
}
