import { calendrierDe } from '../../../domain/calendrier.ts';
import { parisDate } from '../../../domain/date.ts';
import { type Territoire, urlDe } from '../../../domain/territoire.ts';
import type { Db } from '../../../platform/db.ts';
import { queueMail } from '../../courriels/store.ts';
import { numeroMobile } from '../../sms/rules.ts';
import { queueSms } from '../../sms/store.ts';
import { avantQuand, type Evenement, estUneHeureDecente, RAISONS_APPEL } from './rules.ts';
import { clorePourPlusNouveau, prendreChangements, type RendezVousADire, rendezVousADire, saveAppel } from './store.ts';
import { courrielPersonne, courrielPrescripteur, texteAppel, texteSms } from './textes.ts';

export type { Evenement } from './rules.ts';

/** Where and when something is told. `url`: address of the installation. */
export type ChezAvis = {
  readonly territoire: Territoire;
  readonly url: string;
  readonly now: Temporal.Instant;
};

/** What was written: messages that leave once the transaction is committed, and calls to be made. */
export type Prevenus = { readonly sms: number; readonly courriels: number; readonly appels: number };

export const PERSONNE_PREVENU: Prevenus = { sms: 0, courriels: 0, appels: 0 };

export function ajouter(a: Prevenus, b: Prevenus): Prevenus {
  return { sms: a.sms + b.sms, courriels: a.courriels + b.courriels, appels: a.appels + b.appels };
}

type Canal = 'sms' | 'courriel' | 'appel' | 'rien';

/**
 * By telephone, at a counter, by a number that receives no SMS, or in the place of a message that was refused: whether somebody
 * must be told by a voice. Whoever cancelled knows it.
 */
export function parLaVoix(evenement: Evenement, { prevenir, annulePar }: RendezVousADire): 'appel' | 'rien' {
  if (evenement === 'annule' && (annulePar === 'personne' || annulePar === 'prescripteur')) return 'rien';
  if (prevenir === 'guichet') return evenement === 'pris' || evenement === 'rappel' ? 'rien' : 'appel';
  return 'appel';
}

/** By which way a person hears of something; « rien » where they know it already. */
export function canalPour(evenement: Evenement, rdv: RendezVousADire): Canal {
  if (rdv.prevenir === 'sms' && numeroMobile(rdv.telephone) !== null) return 'sms';
  if (rdv.prevenir === 'courriel' && rdv.courriel !== null) return 'courriel';
  return parLaVoix(evenement, rdv);
}

/** What makes a piece of news the same one: the rendez-vous, the event, how many times it changed. */
export const uniqueDe = (evenement: Evenement, { id, version }: RendezVousADire): string =>
  `rdv ${id} ${evenement} ${version}`;

/** Whoever booked it was speaking to the person: the call to make is the reminder, written at once. */
const deVive = (evenement: Evenement, { canal }: RendezVousADire): boolean =>
  evenement === 'pris' && (canal === 'agent' || canal === 'telephone');

async function direAUn(db: Db, chez: ChezAvis, evenement: Evenement, rdv: RendezVousADire): Promise<Prevenus> {
  const { territoire, now } = chez;
  const { id: territoireId } = territoire;
  const site = urlDe(chez.url, territoire);
  const unique = uniqueDe(evenement, rdv);
  const canal = canalPour(evenement, rdv);
  let prevenus = PERSONNE_PREVENU;
  if (canal === 'sms') {
    const texte = texteSms(evenement, rdv, { site, today: parisDate(now) });
    const message = { destinataire: numeroMobile(rdv.telephone) ?? '', texte, rendezVousId: rdv.id };
    if (await queueSms(db, territoireId, message, { unique }))
      prevenus = ajouter(prevenus, { ...PERSONNE_PREVENU, sms: 1 });
  }
  if (canal === 'courriel' && rdv.courriel !== null) {
    const message = courrielPersonne(evenement, rdv, { site, destinataire: rdv.courriel });
    if (await queueMail(db, territoireId, message, { unique }))
      prevenus = ajouter(prevenus, { ...PERSONNE_PREVENU, courriels: 1 });
  }
  const toSay = deVive(evenement, rdv) ? 'rappel' : evenement;
  if (canal === 'appel' && (await appeler(db, chez, toSay, rdv, uniqueDe(toSay, rdv))))
    prevenus = ajouter(prevenus, { ...PERSONNE_PREVENU, appels: 1 });
  const professionnel =
    rdv.prescripteurCourriel === null ? null : courrielPrescripteur(evenement, rdv, rdv.prescripteurCourriel);
  if (
    professionnel !== null &&
    (await queueMail(db, territoireId, professionnel, { unique: `${unique} prescripteur` }))
  )
    prevenus = ajouter(prevenus, { ...PERSONNE_PREVENU, courriels: 1 });
  return prevenus;
}

/** Writes the call by which somebody hears of something. */
export async function appeler(
  db: Db,
  { territoire, now }: Pick<ChezAvis, 'territoire' | 'now'>,
  evenement: Evenement,
  rdv: RendezVousADire,
  unique: string,
): Promise<boolean> {
  const { jour, debut, tenuJusqua } = rdv;
  const calendrier = calendrierDe(territoire.codeDepartement);
  return saveAppel(db, territoire.id, {
    rendezVousId: rdv.id,
    raison: RAISONS_APPEL[evenement],
    aDire: texteAppel(evenement, rdv),
    avant: avantQuand({ evenement, now, jour, debut, tenuJusqua, calendrier }),
    unique,
  });
}

/**
 * Tells the persons of these rendez-vous what happens to them, each by their own way: a message, or a row in the list of calls;
 * and the professionals who took them for somebody. In the transaction of what happens, so that nothing is told of what was not
 * done. Told once for a rendez-vous, an event and a version, however often it is asked: whoever changes one raises its version.
 * Calls still to be made about the same rendez-vous, or the one that it replaces, have nothing left to say after a piece of news.
 */
export async function prevenir(
  db: Db,
  chez: ChezAvis,
  rendezVousIds: readonly string[],
  evenement: Evenement,
): Promise<Prevenus> {
  const all = await rendezVousADire(db, chez.territoire.id, [...new Set(rendezVousIds)]);
  let prevenus = PERSONNE_PREVENU;
  for (const rdv of all) {
    const about = [rdv.id, ...(rdv.remplace === null ? [] : [rdv.remplace])];
    const newer = { unique: uniqueDe(evenement, rdv), now: chez.now };
    // Nothing comes before an offer; and it is told again and again, while the call that replaces its refused message waits.
    if (evenement !== 'rappel' && evenement !== 'place')
      await clorePourPlusNouveau(db, chez.territoire.id, about, newer);
    prevenus = ajouter(prevenus, await direAUn(db, chez, evenement, rdv));
  }
  return prevenus;
}

/**
 * Tells all that happened to séances and was not told yet, once. Called right after such a change, in its transaction; and by a
 * job, which `isWaiting` makes wait for a decent hour, except for what is of today or tomorrow.
 */
export async function direLesChangements(
  db: Db,
  chez: ChezAvis,
  { isWaiting = false }: { readonly isWaiting?: boolean } = {},
): Promise<Prevenus> {
  const today = parisDate(chez.now);
  const urgentAvant = isWaiting && !estUneHeureDecente(chez.now) ? today.add({ days: 2 }) : null;
  const taken = await prendreChangements(db, chez.territoire.id, { today, urgentAvant });
  const of = (quoi: 'changement' | 'a_replacer') => taken.filter((one) => one.quoi === quoi).map(({ id }) => id);
  return ajouter(
    await prevenir(db, chez, of('changement'), 'change'),
    await prevenir(db, chez, of('a_replacer'), 'a_replacer'),
  );
}
