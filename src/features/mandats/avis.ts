import { formatDate, parisDate } from '../../domain/date.ts';
import { type Territoire, urlDe } from '../../domain/territoire.ts';
import type { Db } from '../../platform/db.ts';
import { comptesDuRole } from '../comptes/store.ts';
import { queueMail } from '../courriels/store.ts';
import type { CauseFin } from './rules.ts';
import type { Mandat } from './store.ts';

const NOUVELLES: Readonly<Record<CauseFin, string>> = {
  retrait: 'est retiré, en tout ou en partie',
  achevement: 'est achevé, en tout ou en partie',
  renonciation: 'prend fin',
  deces: 'prend fin',
  protection: 'prend fin',
  depart_agent: 'prend fin',
  expiration: 'prend fin',
};

/**
 * Tells the two agents whom a mandat names that it ends, but not the one who has just ended it. Neither of whom nor for what:
 * that is read in Escale, by them alone.
 */
export async function avertirAgents(
  db: Db,
  { territoire, url }: { readonly territoire: Territoire; readonly url: string },
  mandat: Mandat,
  { cause, sauf }: { readonly cause: CauseFin; readonly sauf: string | null },
): Promise<void> {
  const { signeAt, endroit } = mandat;
  const when = signeAt === null ? '' : ` signé le ${formatDate(parisDate(signeAt))}`;
  for (const { courriel, nom, agentId } of await comptesDuRole(db, territoire.id, 'agent')) {
    if (agentId === null || agentId === sauf || (agentId !== mandat.agentId && agentId !== mandat.suppleantId))
      continue;
    await queueMail(db, territoire.id, {
      genre: 'mandat',
      destinataire: courriel,
      sujet: `Un mandat ${NOUVELLES[cause]}`,
      texte: [
        `Bonjour ${nom},`,
        '',
        `Un mandat${when} (${endroit}) ${NOUVELLES[cause]} : vous ne pouvez plus agir pour ce qui est arrêté.`,
        '',
        'Ce qui s’arrête, ce qui reste et les organismes à prévenir :',
        `${urlDe(url, territoire)}/mandats/${mandat.id}`,
      ].join('\n'),
    });
  }
}
