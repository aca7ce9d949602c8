import { createHash } from 'node:crypto';
import { phrase } from '../../../domain/refus.ts';
import type { Db } from '../../../platform/db.ts';
import { parseForm, type FormData as SentForm } from '../../../platform/http/form.ts';
import type { FormState } from '../../../ui/form-state.ts';
import { champDe, FORMULAIRE, formDe, toSaisie, typeDe, type Valeurs } from '../formulaire.ts';
import { PHRASES_SAISIE, type Saisie, verifierSaisie } from '../rules/saisie.ts';
import { type Operation, versionRetenue } from '../rules/versions.ts';
import { type Connu, chargerConnu } from './connu.ts';
import { ecrire, type OperationGardee } from './ecrire.ts';

/** One thing asked of a record: typed on a page, or on a device that waited for the network. */
export type Envoi = {
  /** Made where it was typed; what comes again with the same id is the same thing. */
  readonly id: string;
  readonly nature: Operation['nature'];
  /** The record; the id itself for a creation. */
  readonly accompagnement: string;
  readonly base: string | null;
  /** The number of the form that was shown. */
  readonly formulaire: number;
  readonly saisiAt: Temporal.Instant;
  /** Empty for a deletion. */
  readonly form: SentForm;
};

/**
 * What became of it: `acceptee`, written; `deja`, received before; `ecartee`, kept beside a version typed later on another device;
 * `refusee`, not written, for these reasons.
 */
export type Reponse = {
  readonly id: string;
  readonly etat: 'acceptee' | 'deja' | 'ecartee' | 'refusee';
  readonly raisons: FormState['errors'];
};

export type Auteur = { readonly compteId: string; readonly agentId: string };

export type Moment = { readonly now: Temporal.Instant; readonly today: Temporal.PlainDate };

const PHRASES_ENVOI = {
  formulaire: 'Le formulaire a changé depuis cette saisie : relisez-la, complétez-la et enregistrez-la de nouveau.',
  type: 'Choisissez ce que vous notez : un accompagnement, un atelier ou une action de coordination.',
  autre_contenu: 'Une autre saisie a déjà été reçue sous le même numéro : enregistrez celle-ci de nouveau.',
  introuvable: 'Cet accompagnement n’existe plus, ou n’est pas le vôtre.',
  base: 'La version corrigée ici n’a pas été reçue : corrigez d’abord celle qui attend, ou notez de nouveau.',
} as const;

/** The same print for the same values, whatever their order. */
export function empreinteDe(nature: string, { values }: SentForm): Buffer {
  const typed = Object.entries(values)
    .filter(([, list]) => list.some((one) => one !== ''))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([nature, typed]))
    .digest();
}

/** What an older form said, as the present one says it; undefined when it cannot be told. */
export function mettreAJour(formulaire: number, valeurs: Valeurs): Valeurs | undefined {
  if (formulaire === FORMULAIRE) return valeurs;
  // The first form knew one kind of record, always in a séance, wherever that was.
  if (formulaire === 1) return { typeLieu: ['LieuActivite'], ...valeurs };
  return undefined;
}

type Lecture = { readonly envoi: Envoi; readonly saisie: Saisie | null };

/**
 * Receives what an agent asks of his records, in the order given: the one way in, for a page and for a device. Each is checked alone
 * and answered alone; those refused are not written and hold back none of the others, except those typed over them.
 *
 * Reads what it needs in a few questions and writes in a few more, whatever their number. Holds the agent until the end of the
 * transaction: two devices of one agent are heard one after the other.
 * Source: art. 3.4, « transmettre des informations concernant son activité ».
 */
export async function recevoir(
  db: Db,
  territoireId: string,
  auteur: Auteur,
  envois: readonly Envoi[],
  moment: Moment,
): Promise<readonly Reponse[]> {
  const connu = await chargerConnu(db, territoireId, auteur, envois, moment);
  const journal = new Journal(connu, auteur);
  const reponses = envois.map((envoi): Reponse => {
    const answer = (etat: Reponse['etat'], raisons: Reponse['raisons'] = []): Reponse => ({
      id: envoi.id,
      etat,
      raisons,
    });
    const first = journal.find(envoi.id);
    const empreinte = empreinteDe(envoi.nature, envoi.form);
    if (first !== undefined) {
      const isSame = first.accompagnementId === envoi.accompagnement && first.empreinte.equals(empreinte);
      if (first.agentId !== auteur.agentId) return answer('refusee', raison(PHRASES_ENVOI.introuvable));
      return isSame ? answer('deja') : answer('refusee', raison(PHRASES_ENVOI.autre_contenu));
    }
    const trouble = journal.trouble(envoi);
    if (trouble !== null) return answer('refusee', raison(PHRASES_ENVOI[trouble]));
    const lue = lire(envoi, connu, moment.today);
    if ('erreurs' in lue) return answer('refusee', lue.erreurs);
    const refus = refusDe(lue, journal, connu, moment.today);
    if (refus.length > 0) return answer('refusee', refus);
    return answer(journal.add(lue, empreinte) ? 'acceptee' : 'ecartee');
  });
  await ecrire(db, territoireId, auteur, journal.changements(), moment.now);
  return reponses;
}

function raison(message: string): FormState['errors'] {
  return [{ field: '', message }];
}

function lire(
  envoi: Envoi,
  connu: Connu,
  today: Temporal.PlainDate,
): Lecture | { readonly erreurs: FormState['errors'] } {
  if (envoi.nature === 'supprimer') return { envoi, saisie: null };
  const values = mettreAJour(envoi.formulaire, envoi.form.values);
  if (values === undefined) return { erreurs: raison(PHRASES_ENVOI.formulaire) };
  const type = typeDe(values);
  if (type === null) return { erreurs: raison(PHRASES_ENVOI.type) };
  const read = parseForm(formDe(type), { ...envoi.form, values });
  if (!read.ok) return { erreurs: read.state.errors };
  const seance = connu.seances.get(String((read.data as { seance: string | null }).seance));
  const lue = toSaisie(type, read.data, seance, today);
  return 'erreurs' in lue ? lue : { envoi, saisie: lue.saisie };
}

/** What the rules say against it; of a deletion, only that its month is certified. */
function refusDe(
  { envoi, saisie }: Lecture,
  journal: Journal,
  connu: Connu,
  today: Temporal.PlainDate,
): FormState['errors'] {
  const before = journal.etat(envoi.accompagnement);
  const isClosed = before !== undefined && connu.estCertifie(before.conventionId, before.saisie.jour);
  const closed = isClosed
    ? [{ field: '', message: phrase(PHRASES_SAISIE, { refus: 'certifie', jour: before.saisie.jour }) }]
    : [];
  if (saisie === null) return closed;
  const refus = verifierSaisie(saisie, connu.contexte(saisie), today);
  return [
    ...closed,
    ...refus
      .filter((one) => one.refus !== 'certifie' || closed.length === 0)
      .map((one) => ({ field: champDe(one), message: phrase(PHRASES_SAISIE, one) })),
  ];
}

/** A record while what came of it is read. */
export type Etat = { readonly saisie: Saisie; readonly conventionId: string | null };

export type Changement = {
  readonly accompagnementId: string;
  /** Whether the database holds it before this. */
  readonly existait: boolean;
  /** What it becomes; null: deleted. */
  readonly saisie: Saisie | null;
  readonly conventionId: string | null;
  readonly codeInsee: string | null;
  readonly versionId: string;
};

/** The operations of the records at hand: those kept, and those just accepted. */
class Journal {
  readonly #connu: Connu;
  readonly #auteur: Auteur;
  readonly #operations = new Map<string, OperationGardee[]>();
  readonly #byId = new Map<string, OperationGardee>();
  readonly #nouvelles: OperationGardee[] = [];
  readonly #changements = new Map<string, Changement>();

  constructor(connu: Connu, auteur: Auteur) {
    this.#connu = connu;
    this.#auteur = auteur;
    for (const operation of connu.operations) this.#keep(operation);
  }

  #keep(operation: OperationGardee): void {
    this.#byId.set(operation.id, operation);
    const list = this.#operations.get(operation.accompagnementId) ?? [];
    list.push(operation);
    this.#operations.set(operation.accompagnementId, list);
  }

  find(id: string): OperationGardee | undefined {
    return this.#byId.get(id);
  }

  /** What the record is at this point; undefined: nothing, or deleted. */
  etat(id: string): Etat | undefined {
    const change = this.#changements.get(id);
    if (change !== undefined) return change.saisie === null ? undefined : { ...change, saisie: change.saisie };
    const row = this.#connu.accompagnements.get(id);
    return row && { saisie: row, conventionId: row.conventionId };
  }

  /** Why it cannot even be read: it is about nothing that this agent has. */
  trouble(envoi: Envoi): keyof typeof PHRASES_ENVOI | null {
    const { accompagnement, base, nature } = envoi;
    const operations = this.#operations.get(accompagnement) ?? [];
    const row = this.#connu.accompagnements.get(accompagnement);
    const isOthers =
      (row !== undefined && row.agentId !== this.#auteur.agentId) ||
      operations.some((one) => one.agentId !== this.#auteur.agentId);
    if (isOthers) return 'introuvable';
    if (nature === 'creer') {
      const isTaken = row !== undefined || operations.length > 0;
      return isTaken || accompagnement !== envoi.id || base !== null ? 'autre_contenu' : null;
    }
    if (row === undefined && operations.length === 0) return base === null ? 'introuvable' : 'base';
    const isOlder = operations.every((one) => one.nature !== 'creer');
    const isFollowed =
      base === null ? isOlder : operations.some((one) => one.id === base && one.nature !== 'supprimer');
    return isFollowed ? null : 'base';
  }

  /** Keeps it; whether the record becomes what it says. */
  add({ envoi, saisie }: Lecture, empreinte: Buffer): boolean {
    const { id, accompagnement: accompagnementId, nature, base, saisiAt } = envoi;
    const jour =
      saisie?.jour ??
      this.etat(accompagnementId)?.saisie.jour ??
      saisiAt.toZonedDateTimeISO('Europe/Paris').toPlainDate();
    const { agentId } = this.#auteur;
    const operation = { id, accompagnementId, nature, base, saisiAt, saisie, empreinte, agentId, jour };
    this.#keep(operation);
    this.#nouvelles.push(operation);
    const kept = versionRetenue(this.#operations.get(accompagnementId) ?? []);
    if (kept !== operation) return false;
    this.#changements.set(accompagnementId, {
      accompagnementId,
      existait: this.#connu.accompagnements.has(accompagnementId),
      saisie,
      conventionId: saisie && this.#connu.conventionDe(saisie),
      codeInsee: saisie && this.#connu.communeDe(saisie),
      versionId: id,
    });
    return true;
  }

  changements(): { readonly operations: readonly OperationGardee[]; readonly changements: readonly Changement[] } {
    return { operations: this.#nouvelles, changements: [...this.#changements.values()] };
  }
}
