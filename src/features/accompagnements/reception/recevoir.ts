import { createHash } from 'node:crypto';
import type { TypeActivite } from '../../../domain/nomenclatures.ts';
import { estApres } from '../../../domain/periode.ts';
import { phrase } from '../../../domain/refus.ts';
import { attempt, type Db } from '../../../platform/db.ts';
import { parseForm, type FormData as SentForm } from '../../../platform/http/form.ts';
import type { FormState } from '../../../ui/form-state.ts';
import { champDe, FORMULAIRE, formDe, TOUS_LES_TYPES, toSaisie, typeDe, type Valeurs } from '../formulaire.ts';
import { PHRASES_SAISIE, type RefusSaisie, type Saisie, verifierSaisie } from '../rules/saisie.ts';
import type { NatureSaisie } from '../rules/versions.ts';
import { type Connu, chargerConnu } from './connu.ts';
import { ecrire } from './ecrire.ts';
import { Journal, jourDe, type Lecture } from './journal.ts';

/** One thing asked of a record: typed on a page, or on a device that waited for the network. */
export type Envoi = {
  /** Made where it was typed; what comes again with the same id is the same thing. */
  readonly id: string;
  readonly nature: NatureSaisie;
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
  impossible: 'Cette saisie n’a pas pu être enregistrée : ouvrez-la, relisez-la et enregistrez-la de nouveau.',
} as const;

const CHAMPS: ReadonlyMap<TypeActivite, readonly string[]> = new Map(
  TOUS_LES_TYPES.map((type) => [type, ['typeActivite', ...Object.keys(formDe(type).shape)].sort()]),
);

/**
 * The same print for the same record, whatever the order of its fields and whichever way it came: a page sends besides what it needs
 * for itself.
 */
export function empreinteDe(nature: string, { values }: SentForm): Buffer {
  const type = typeDe(values);
  const fields = nature === 'supprimer' ? [] : ((type && CHAMPS.get(type)) ?? Object.keys(values).sort());
  const typed = fields.flatMap((field) => {
    const list = values[field] ?? [];
    return list.some((one) => one !== '') ? [[field, list]] : [];
  });
  return createHash('sha256')
    .update(JSON.stringify([nature, typed]))
    .digest();
}

/** No device had this code before. */
const PREMIER_JOUR = Temporal.Instant.from('2020-01-01T00:00:00Z');

/** When it was typed, as far as a clock can be believed: never after it came. */
function heureCroyable(saisiAt: Temporal.Instant, now: Temporal.Instant): Temporal.Instant {
  if (Temporal.Instant.compare(saisiAt, now) > 0) return now;
  return Temporal.Instant.compare(saisiAt, PREMIER_JOUR) < 0 ? PREMIER_JOUR : saisiAt;
}

/** What an older form said, as the present one says it; undefined when it cannot be told. */
export function mettreAJour(formulaire: number, valeurs: Valeurs): Valeurs | undefined {
  if (formulaire === FORMULAIRE) return valeurs;
  // The first form knew one kind of record, always in a séance, wherever that was.
  if (formulaire === 1) return { typeLieu: ['LieuActivite'], ...valeurs };
  return undefined;
}

/**
 * Receives what an agent asks of his records, in the order given: the one way in, for a page and for a device. Each is checked alone
 * and answered alone; those refused are not written and hold back none of the others, except those typed over them.
 *
 * Reads what it needs in a few questions and writes in a few more, whatever their number. Holds the agent until the end of the
 * transaction: two devices of one agent are heard one after the other. What changed between the reading and the writing (a person's
 * record removed, a relevé certified) is read again; what the database still refuses is refused alone.
 * Source: art. 3.4, « transmettre des informations concernant son activité ».
 */
export async function recevoir(
  db: Db,
  territoireId: string,
  auteur: Auteur,
  envois: readonly Envoi[],
  moment: Moment,
): Promise<readonly Reponse[]> {
  const dated = envois.map((one) => ({ ...one, saisiAt: heureCroyable(one.saisiAt, moment.now) }));
  const together = async (some: readonly Envoi[]) => {
    const { reponses, ecrits } = await decider(db, territoireId, auteur, some, moment);
    const written = await attempt(db, () => ecrire(db, territoireId, auteur, ecrits, moment.now));
    return 'value' in written ? reponses : undefined;
  };
  if (dated.length === 0) return [];
  const all = (await together(dated)) ?? (await together(dated));
  if (all !== undefined) return all;
  const oneByOne: Reponse[] = [];
  for (const one of dated) {
    const impossible: Reponse = { id: one.id, etat: 'refusee', raisons: raison(PHRASES_ENVOI.impossible) };
    oneByOne.push(...((await together([one])) ?? [impossible]));
  }
  return oneByOne;
}

async function decider(
  db: Db,
  territoireId: string,
  auteur: Auteur,
  envois: readonly Envoi[],
  moment: Moment,
): Promise<{ readonly reponses: readonly Reponse[]; readonly ecrits: ReturnType<Journal['changements']> }> {
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
      const isSame = first.accompagnementId === envoi.accompagnement && first.empreinte?.equals(empreinte) === true;
      if (first.agentId !== auteur.agentId) return answer('refusee', raison(PHRASES_ENVOI.introuvable));
      return isSame ? answer('deja') : answer('refusee', raison(PHRASES_ENVOI.autre_contenu));
    }
    const trouble = journal.trouble(envoi);
    if (trouble !== null) return answer('refusee', raison(PHRASES_ENVOI[trouble]));
    const lue = lire(envoi, connu);
    if ('erreurs' in lue) {
      return answer('refusee', [...refusDeSeance(envoi, connu, moment.today), ...lue.erreurs]);
    }
    const refus = refusDe(lue, journal, connu, moment.today);
    if (refus.length > 0) return answer('refusee', refus);
    return answer(journal.add(lue, empreinte) ? 'acceptee' : 'ecartee');
  });
  return { reponses, ecrits: journal.changements() };
}

function raison(message: string): FormState['errors'] {
  return [{ field: '', message }];
}

function lire(envoi: Envoi, connu: Connu): Lecture | { readonly erreurs: FormState['errors'] } {
  if (envoi.nature === 'supprimer') return { envoi, saisie: null };
  const values = mettreAJour(envoi.formulaire, envoi.form.values);
  if (values === undefined) return { erreurs: raison(PHRASES_ENVOI.formulaire) };
  const type = typeDe(values);
  if (type === null) return { erreurs: raison(PHRASES_ENVOI.type) };
  const read = parseForm(formDe(type), { ...envoi.form, values });
  if (!read.ok) return { erreurs: read.state.errors };
  const seance = connu.seances.get(String((read.data as { seance: string | null }).seance));
  const lue = toSaisie(type, read.data, seance, jourDe(envoi.saisiAt));
  return 'erreurs' in lue ? lue : { envoi, saisie: lue.saisie };
}

/** What is wrong with the séance itself, said at the same time as what is wrong with the form. */
function refusDeSeance({ form }: Envoi, connu: Connu, today: Temporal.PlainDate): FormState['errors'] {
  const seance = connu.seances.get(form.values['seance']?.[0] ?? '');
  if (seance === undefined) return [];
  return [
    ...(seance.statut === 'annulee' ? raison(phrase(PHRASES_SAISIE, { refus: 'seance_annulee' })) : []),
    ...(estApres(seance.jour, today) ? raison(phrase(PHRASES_SAISIE, { refus: 'date_a_venir' })) : []),
  ];
}

/** The field that a refusal is about; the day of a séance is typed nowhere. */
function champ(refus: RefusSaisie, saisie: Saisie): string {
  const field = champDe(refus);
  return field === 'jour' && saisie.seanceId !== null ? '' : field;
}

/** What the rules say against it; of a deletion, only that its month is certified. */
function refusDe(lecture: Lecture, journal: Journal, connu: Connu, today: Temporal.PlainDate): FormState['errors'] {
  const { envoi, saisie } = lecture;
  const before = journal.etat(envoi.accompagnement);
  const isClosed = before !== undefined && connu.estCertifie(before.conventionId, before.saisie.jour);
  const closed = isClosed
    ? [{ field: '', message: phrase(PHRASES_SAISIE, { refus: 'certifie', jour: before.saisie.jour }) }]
    : [];
  if (saisie === null) return closed;
  const refus = verifierSaisie(saisie, connu.contexte(saisie, journal.intacts(lecture)), today);
  return [
    ...closed,
    ...refus
      .filter((one) => one.refus !== 'certifie' || closed.length === 0)
      .map((one) => ({ field: champ(one, saisie), message: phrase(PHRASES_SAISIE, one) })),
  ];
}
