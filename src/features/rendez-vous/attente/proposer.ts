import { calendrierDe } from '../../../domain/calendrier.ts';
import { demiJourneeDe } from '../../../domain/demi-journee.ts';
import type { Coffre } from '../../../platform/coffre.ts';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { numeroMobile } from '../../sms/rules.ts';
import { type ChezAvis, prevenir } from '../avis/prevenir.ts';
import { estUneHeureDecente, finDeTenue } from '../avis/rules.ts';
import { clorePourPlusNouveau } from '../avis/store.ts';
import { empreinteJeton, jetonDe } from '../code.ts';
import { minutesDe } from '../rules.ts';
import {
  confirmerTenue,
  holdTenue,
  lacherTenue,
  prochaineEchue,
  seanceDeLaPlace,
  type Tenue,
  tenirPlace,
  tenueDe,
} from './places/store.ts';
import { apresSansReponse } from './rules.ts';
import { type Attente, findAttente, premierQuiAttend, setStatut } from './store.ts';

/** `coffre`: the secret of the link by which a place is accepted comes from it. */
export type ChezAttente = ChezAvis & { readonly coffre: Coffre };

export type PlaceLibre = {
  readonly seanceId: string;
  readonly debut: Temporal.PlainTime;
  readonly fin: Temporal.PlainTime;
  /** The motif of who left it; who waits for another that is not longer may have it too. */
  readonly motifId: string;
};

/** Whether a message reaches somebody by itself, or a voice is needed. */
function parMessage({ prevenir: how, telephone }: Attente): boolean {
  return how === 'courriel' || (how === 'sms' && numeroMobile(telephone) !== null);
}

/**
 * Offers a place that has just been freed to the first who waits for it: held for a time, in the transaction that frees it, and
 * told by their own way. Somebody who has one in the séance already, or too little time to answer, is passed over. Returns the
 * id of the rendez-vous held; null when nobody waits for it.
 *
 * Example, freed on 2026-11-24 at 10 h for the 27th: whom a SMS reaches has until 14 h; whom one telephones, until the 25th at 18 h.
 */
export async function proposerPlaceLiberee(db: Db, chez: ChezAttente, place: PlaceLibre): Promise<string | null> {
  const { territoire, now, coffre } = chez;
  const { seanceId, debut, fin } = place;
  const seance = await seanceDeLaPlace(db, territoire.id, seanceId);
  if (seance === undefined) return null;
  const calendrier = calendrierDe(territoire.codeDepartement);
  const dureeMinutes = minutesDe(fin) - minutesDe(debut);
  const sauf: string[] = [];
  for (;;) {
    const wanted = { ...seance, seanceId, debut, moment: demiJourneeDe(debut), dureeMinutes, sauf };
    const attente = await premierQuiAttend(db, territoire.id, wanted);
    if (attente === undefined) return null;
    sauf.push(attente.id);
    const tenuJusqua = finDeTenue(now, { jour: seance.jour, debut }, { parMessage: parMessage(attente), calendrier });
    if (tenuJusqua === null) continue;
    const id = uuidv7();
    const held = {
      ...{ id, seanceId, debut, tenuJusqua },
      fin: debut.add({ minutes: attente.dureeMinutes }),
      jetonHash: empreinteJeton(jetonDe(coffre, id)),
    };
    const outcome = await tenirPlace(db, territoire.id, attente, held);
    if (outcome === 'place_prise') return null;
    if (outcome === 'personne_prise') continue;
    // At night it is held all the same, and told in the morning.
    if (estUneHeureDecente(now)) await prevenir(db, chez, [id], 'place');
    return id;
  }
}

/**
 * Somebody takes the place that was held for them: true unless it no longer is. They are told by their own way, unless they are
 * being spoken to (`deVive`).
 */
export async function accepterPlace(
  db: Db,
  chez: ChezAttente,
  id: string,
  { deVive = false }: { readonly deVive?: boolean } = {},
): Promise<boolean> {
  const tenue = await holdTenue(db, chez.territoire.id, id);
  if (tenue === undefined || isEchue(tenue, chez.now)) return false;
  await confirmerTenue(db, chez.territoire.id, tenue);
  if (deVive) await clorePourPlusNouveau(db, chez.territoire.id, [id], { unique: 'aucun', now: chez.now });
  else await prevenir(db, chez, [id], 'pris');
  return true;
}

const isEchue = ({ tenuJusqua }: Tenue, now: Temporal.Instant): boolean =>
  tenuJusqua === null || Temporal.Instant.compare(tenuJusqua, now) <= 0;

/** Somebody lets the place go, and waits for another, or not: it is offered to the next. False when it was no longer held. */
export async function laisserPlace(
  db: Db,
  chez: ChezAttente,
  id: string,
  { attendEncore }: { readonly attendEncore: boolean },
): Promise<boolean> {
  const tenue = await holdTenue(db, chez.territoire.id, id);
  if (tenue === undefined) return false;
  await lacher(db, chez, tenue, { par: 'personne', devient: attendEncore ? 'en_attente' : 'retire' });
  return true;
}

async function lacher(
  db: Db,
  chez: ChezAttente,
  tenue: Tenue,
  { par, devient }: { readonly par: 'personne' | 'expiration'; readonly devient: 'en_attente' | 'retire' | 'expire' },
): Promise<void> {
  const { id: territoireId } = chez.territoire;
  await lacherTenue(db, territoireId, tenue.id, { par, now: chez.now });
  await setStatut(db, territoireId, tenue.attenteId, devient);
  await clorePourPlusNouveau(db, territoireId, [tenue.id], { unique: 'aucun', now: chez.now });
  await proposerPlaceLiberee(db, chez, tenue);
}

/** Somebody waits no more; the place that was held for them, if any, goes on. */
export async function retirerAttente(
  db: Db,
  chez: ChezAttente,
  attenteId: string,
  tenueId: string | null,
): Promise<void> {
  if (tenueId !== null && (await laisserPlace(db, chez, tenueId, { attendEncore: false }))) return;
  await setStatut(db, chez.territoire.id, attenteId, 'retire');
  // Offered to them while they were leaving: it goes on at once, and does not put them back on the list.
  const since = await tenueDe(db, chez.territoire.id, attenteId);
  if (since !== undefined) await laisserPlace(db, chez, since, { attendEncore: false });
}

/**
 * Passes on one place whose time to answer is over, in a transaction of its own; false when none is. Whoever did not answer
 * three times is asked no more.
 */
export async function passerUneEchue(db: Db, chez: ChezAttente): Promise<boolean> {
  const id = await prochaineEchue(db, chez.territoire.id, chez.now);
  if (id === undefined) return false;
  const tenue = await holdTenue(db, chez.territoire.id, id);
  // Somebody answered meanwhile: there may be others.
  if (tenue === undefined) return true;
  const attente = await findAttente(db, chez.territoire.id, tenue.attenteId);
  await lacher(db, chez, tenue, { par: 'expiration', devient: apresSansReponse(attente?.propositions ?? 0) });
  return true;
}
