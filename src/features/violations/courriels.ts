import { parisDate } from '../../domain/date.ts';
import { type Territoire, urlDe } from '../../domain/territoire.ts';
import { type Database, type Db, inTerritoire } from '../../platform/db.ts';
import { comptesDuRole } from '../comptes/store.ts';
import { queueMail } from '../courriels/store.ts';
import { echeanceNotification, horloge, momentLong, phraseHorloge } from './rules.ts';
import { allViolations, type ViolationInscrite } from './store.ts';

/** Who is told of breaches: every DPO, or every administrateur while nobody is DPO. */
async function avertis(
  db: Db,
  territoireId: string,
): Promise<readonly { readonly courriel: string; readonly nom: string }[]> {
  const delegues = await comptesDuRole(db, territoireId, 'dpo');
  return delegues.length > 0 ? delegues : comptesDuRole(db, territoireId, 'administrateur');
}

type Options = { readonly url: string };

/**
 * Tells the DPO at once that a breach is declared: when it was known, and until when to notify. What happened is on its page,
 * not in the mail.
 */
export async function annoncerViolation(
  db: Db,
  territoire: Territoire,
  { id, reference, faits }: Pick<ViolationInscrite, 'id' | 'reference' | 'faits'>,
  { url }: Options,
): Promise<void> {
  for (const { courriel, nom } of await avertis(db, territoire.id)) {
    const message = {
      genre: 'journal',
      destinataire: courriel,
      sujet: 'Une fuite ou une perte de données est signalée',
      texte: [
        `Bonjour ${nom},`,
        '',
        `Quelqu’un vient de signaler une fuite ou une perte de données (${reference}).`,
        '',
        `Connue le ${momentLong(faits.connueAt)}. Si elle doit être notifiée à la CNIL, c’est au plus tard le ${momentLong(echeanceNotification(faits))} : 72 heures, nuits et jours fériés compris.`,
        '',
        'Ce qui s’est passé, et ce qu’il reste à faire :',
        `${urlDe(url, territoire)}/violations/${id}`,
      ].join('\n'),
    } as const;
    await queueMail(db, territoire.id, message);
  }
}

/**
 * Reminds the DPO of the breaches whose clock runs, or ran out without a decision: one message a person and day. A second run of
 * the day sends nothing.
 */
export async function rappelerViolations(
  database: Database,
  territoire: Territoire,
  { url, now }: Options & { readonly now: Temporal.Instant },
): Promise<void> {
  await inTerritoire(database, territoire.id, async (db) => {
    const violations = await allViolations(db, territoire.id);
    const waiting = violations.filter((one) => horloge(one, now).etat !== 'arretee');
    if (waiting.length > 0) await rappeler(db, territoire, waiting, { url, now });
  });
}

async function rappeler(
  db: Db,
  territoire: Territoire,
  waiting: readonly ViolationInscrite[],
  { url, now }: Options & { readonly now: Temporal.Instant },
): Promise<void> {
  const here = urlDe(url, territoire);
  for (const { courriel, nom } of await avertis(db, territoire.id)) {
    const message = {
      genre: 'journal',
      destinataire: courriel,
      sujet:
        waiting.length === 1
          ? 'Une violation de données attend votre décision'
          : `${waiting.length} violations de données attendent votre décision`,
      texte: [
        `Bonjour ${nom},`,
        '',
        ...waiting.flatMap((one, index) => [
          `${index + 1}. ${one.reference} : ${phraseHorloge(horloge(one, now))} ${here}/violations/${one.id}`,
        ]),
        '',
        'Ce message part chaque matin tant qu’une décision manque : notifier à la CNIL, dire pourquoi non, ou clore.',
      ].join('\n'),
    } as const;
    await queueMail(db, territoire.id, message, { unique: `violations ${parisDate(now)} ${courriel}` });
  }
}
