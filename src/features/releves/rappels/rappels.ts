import type { Territoire } from '../../../domain/territoire.ts';
import { type Database, type Db, inTerritoire } from '../../../platform/db.ts';
import { queueMail } from '../../courriels/store.ts';
import { courrielPropose, courrielRelance, type Sujet } from '../courriels.ts';
import { estLa, type LigneReleve, lireLignes } from '../lecture.ts';
import { type Attente, rangsDus } from '../rules.ts';
import { preparer, type Resume } from '../store.ts';
import { type Destinataire, destinataires, noterRelances } from './store.ts';

type Jour = { readonly url: string; readonly today: Temporal.PlainDate };

type Attendu = LigneReleve & { readonly releve: Resume; readonly attente: Attente };

function sujetDe({ releve, convention, mois }: Attendu): Sujet {
  return { id: releve.id, mois, reference: convention.reference, structure: convention.structure.nom };
}

type Qui = { readonly pour: 'agent' | 'beneficiaire' | 'equipe'; readonly comptes: readonly Destinataire[] };

/** Who is written to about a month that is waited for: the équipe technique, when nobody else can do anything. */
function quiPrevenir({ attente, agents, convention }: Attendu, all: readonly Destinataire[]): Qui {
  const equipe = all.filter(({ role }) => role === 'equipe');
  const ids = new Set(agents.map(({ agentId }) => agentId));
  const own = all.filter((one) =>
    attente.partie === 'agent'
      ? one.role === 'agent' && ids.has(one.agentId ?? '')
      : one.role === 'referent' && one.structureId === convention.structureId,
  );
  if (own.length > 0) return { pour: attente.partie, comptes: own };
  return { pour: attente.partie === 'agent' ? 'equipe' : 'beneficiaire', comptes: equipe };
}

/** Opens the months that have just ended: what mails lead to. */
async function preparerLesMois(db: Db, territoire: Territoire, today: Temporal.PlainDate): Promise<void> {
  const lignes = await lireLignes(db, territoire, today);
  const missing = lignes.filter(({ releve }) => releve === null);
  const months = missing.map(({ convention, mois }) => ({ conventionId: convention.id, mois }));
  await preparer(db, territoire.id, months, null);
}

/** Tells the agents of the month that has just ended, once, unless a reminder says it already. */
async function proposer(
  db: Db,
  territoire: Territoire,
  { url, today }: Jour,
  { attendus, comptes }: { readonly attendus: readonly Attendu[]; readonly comptes: readonly Destinataire[] },
): Promise<void> {
  const mois = today.subtract({ months: 1 }).with({ day: 1 });
  const fresh = attendus.filter(
    (one) =>
      one.mois.equals(mois) &&
      one.releve.numero === 1 &&
      one.releve.etat === 'a_envoyer' &&
      rangsDus(one.attente, today).length === 0,
  );
  for (const compte of comptes.filter(({ role }) => role === 'agent')) {
    const own = fresh.filter(({ agents }) => agents.some((one) => one.agentId === compte.agentId && estLa(one, today)));
    if (own.length === 0) continue;
    const message = courrielPropose(compte, own.map(sujetDe), { url, territoire });
    await queueMail(db, territoire.id, message, { unique: `releves proposes ${mois} ${compte.id}` });
  }
}

/** Reminds of what is late, one message a person and day, each step of each month once. */
async function relancer(
  db: Db,
  territoire: Territoire,
  { url, today }: Jour,
  { attendus, comptes }: { readonly attendus: readonly Attendu[]; readonly comptes: readonly Destinataire[] },
): Promise<void> {
  const due = attendus.flatMap((one) =>
    quiPrevenir(one, comptes).comptes.length === 0
      ? []
      : rangsDus(one.attente, today).map((rang) => ({ one, rang, partie: one.attente.partie })),
  );
  const written = await noterRelances(
    db,
    territoire.id,
    due.map(({ one, rang, partie }) => {
      const { conventionId, mois, numero } = one.releve;
      return { conventionId, mois, numero, partie, rang };
    }),
  );
  const named = new Set(written.map(({ conventionId, mois }) => `${conventionId} ${mois}`));
  const late = attendus.filter(({ releve }) => named.has(`${releve.conventionId} ${releve.mois}`));
  for (const compte of comptes) {
    const byReason = Map.groupBy(
      late.filter((one) => quiPrevenir(one, comptes).comptes.some(({ id }) => id === compte.id)),
      (one) => quiPrevenir(one, comptes).pour,
    );
    for (const [pour, own] of byReason) {
      const message = courrielRelance(compte, { pour, sujets: own.map(sujetDe) }, { url, territoire });
      await queueMail(db, territoire.id, message);
    }
  }
}

/**
 * Each night: opens the relevés of the months that are over, tells the agents once, and reminds those who are waited for at set
 * delays. A second run sends nothing; the run that follows one that was missed sends what it should have, once.
 *
 * Source: art. 3.4, « transmettre régulièrement », « s'assure de la bonne fréquence ».
 */
export async function rappelerReleves(database: Database, territoire: Territoire, jour: Jour): Promise<void> {
  await inTerritoire(database, territoire.id, async (db) => {
    await preparerLesMois(db, territoire, jour.today);
    const lignes = await lireLignes(db, territoire, jour.today);
    const attendus = lignes.flatMap(({ releve, attente, ...ligne }): Attendu[] =>
      releve === null || attente === null ? [] : [{ ...ligne, releve, attente }],
    );
    const comptes = await destinataires(db, territoire.id, jour.today);
    await proposer(db, territoire, jour, { attendus, comptes });
    await relancer(db, territoire, jour, { attendus, comptes });
  });
}
