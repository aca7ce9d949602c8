import type { Db } from '../../platform/db.ts';
import { countAReplacer } from './a-replacer/store.ts';
import { countAppels } from './appels/store.ts';

/** What waits for somebody: calls useful before tomorrow evening, rendez-vous whose séance is gone. */
export type AFaire = { readonly appels: number; readonly aReplacer: number };

/** What waits for an agent about their own séances, or with `agentId` null for the whole team. */
export async function lireAFaire(
  db: Db,
  territoireId: string,
  { agentId, today }: { readonly agentId: string | null; readonly today: Temporal.PlainDate },
): Promise<AFaire> {
  const avant = today.add({ days: 2 }).toZonedDateTime('Europe/Paris').toInstant();
  return {
    appels: await countAppels(db, territoireId, { agentId, avant }),
    aReplacer: await countAReplacer(db, territoireId, { agentId, today }),
  };
}

/** Said where one arrives, while something waits; nothing otherwise. */
export function AFaireRendezVous({ aFaire: { appels, aReplacer } }: { readonly aFaire: AFaire }) {
  if (appels === 0 && aReplacer === 0) return null;
  return (
    <ul class="e-links">
      {appels > 0 && (
        <li>
          <a href="/appels">{appels === 1 ? '1 appel à passer' : `${appels} appels à passer`}</a>
        </li>
      )}
      {aReplacer > 0 && (
        <li>
          <a href="/a-replacer">
            {aReplacer === 1 ? '1 rendez-vous à replacer' : `${aReplacer} rendez-vous à replacer`}
          </a>
        </li>
      )}
    </ul>
  );
}
