import { calendrierDe } from '../../domain/calendrier.ts';
import { type Territoire, urlDe } from '../../domain/territoire.ts';
import { type Database, inTerritoire } from '../../platform/db.ts';
import { comptesDuRole } from '../comptes/store.ts';
import { queueMail } from '../courriels/store.ts';
import { courrielRappel } from './courriels.ts';
import { dernierJourReponse, rappelDu } from './rules.ts';
import { holdSansReponse, noterRappel } from './store.ts';

/**
 * Reminds each DPO of the requests to answer within seven days, and of those late since the day before: one message a day,
 * each request twice at most. Without a DPO nothing is noted: whoever is named next is told.
 */
export async function rappelerDroits(
  database: Database,
  territoire: Territoire,
  { url, today }: { readonly url: string; readonly today: Temporal.PlainDate },
): Promise<void> {
  const { id } = territoire;
  const calendrier = calendrierDe(territoire.codeDepartement);
  await inTerritoire(database, id, async (db) => {
    const delegues = await comptesDuRole(db, id, 'dpo');
    if (delegues.length === 0) return;
    const demandes = (await holdSansReponse(db, id)).flatMap((demande) => {
      const rappel = rappelDu(demande, today, calendrier);
      return rappel === null ? [] : [{ ...demande, rappel, dernierJour: dernierJourReponse(demande, calendrier) }];
    });
    if (demandes.length === 0) return;
    const adresse = `${urlDe(url, territoire)}/droits`;
    for (const { courriel, nom } of delegues) {
      await queueMail(db, id, courrielRappel({ destinataire: courriel, nom, demandes, adresse }));
    }
    for (const { id: demande, rappel } of demandes) await noterRappel(db, id, demande, rappel, today);
  });
}
