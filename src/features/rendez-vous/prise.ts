import { parisDate } from '../../domain/date.ts';
import type { Db } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { lockSeance } from '../permanences/seances/store.ts';
import { countAVenir, lockJoignable } from './a-venir/store.ts';
import { proposerPlaceLiberee } from './attente/proposer.ts';
import { prevenir } from './avis/prevenir.ts';
import type { Chez } from './chemin.ts';
import { empreinteJeton, jetonDe, nouveauCode } from './code.ts';
import { findSeanceRdv, type SeanceRdv } from './creneaux/store.ts';
import { alternatives, type Creneau } from './creneaux.ts';
import { findMotif } from './motifs/store.ts';
import { type RefusChangement, verifierChangement } from './rules/etat.ts';
import { A_VENIR_MAX, type Canal, heureDe, type Motif, minutesDe, type RefusPrise, verifierPrise } from './rules.ts';
import {
  type Auteur,
  findRendezVous,
  type Identite,
  insertRendezVous,
  lockRendezVous,
  markAnnule,
  type RendezVous,
  replaceRendezVous,
} from './store.ts';

/** A moment as a form names it. */
export interface Choix {
  readonly seanceId: string;
  readonly debut: Temporal.PlainTime;
}

export type Demande = Identite &
  Choix & {
    readonly motifId: string;
    readonly canal: Canal;
    /** The account that takes it for somebody; null: nobody signed in. */
    readonly createdBy: string | null;
  };

/** Nothing was written: why, and the nearest moments that are free. */
export interface Perdu {
  readonly refus: RefusPrise;
  readonly alternatives: readonly Creneau[];
}

type Voulu = Choix & { readonly motif: Motif | undefined; readonly canal: Canal };

async function perdu(
  db: Db,
  { territoire, now }: Chez,
  { motif, canal, debut }: Voulu,
  seance: SeanceRdv | undefined,
  refus: RefusPrise,
): Promise<Perdu> {
  if (motif === undefined || seance === undefined || refus.refus === 'motif_ferme' || refus.refus === 'trop') {
    return { refus, alternatives: [] };
  }
  const voulu = { lieuId: seance.lieuId, jour: seance.jour, debut };
  const found = await alternatives(db, territoire.id, voulu, { motif, canal, now });
  // Somebody who has a rendez-vous in this séance is offered others.
  return { refus, alternatives: refus.refus === 'deja_un' ? found.filter((un) => un.seanceId !== seance.id) : found };
}

/** What stands in the way of a moment, as it is now; `sauf`: the seat of the rendez-vous that would move there. */
function verdict(
  voulu: Voulu,
  seance: SeanceRdv | undefined,
  now: Temporal.Instant,
  sauf?: RendezVous,
): RefusPrise | null {
  const isSame = (debut: number) =>
    sauf?.seanceId === seance?.id && sauf !== undefined && debut === minutesDe(sauf.debut);
  const demandee = seance && {
    ...seance,
    heureDebut: heureDe(seance.debut),
    heureFin: heureDe(seance.fin),
    pris: seance.pris.filter(({ debut }) => !isSame(debut)),
  };
  return verifierPrise({ ...voulu, seance: demandee }, now);
}

/**
 * Takes a moment for somebody, and tells them. Whoever comes second is refused with the nearest moments, and nothing is written.
 * Asks for the transaction of the request: several at once for one séance wait for each other.
 */
export async function prendre(db: Db, chez: Chez, demande: Demande): Promise<{ rdv: RendezVous } | Perdu> {
  const { territoire, now, coffre } = chez;
  const { seanceId, debut, motifId, canal, ...identite } = demande;
  const motif = await findMotif(db, territoire.id, motifId);
  const voulu = { seanceId, debut, motif, canal };
  // Most of a crowd is told without waiting for anybody.
  const before = await findSeanceRdv(db, territoire.id, seanceId);
  const tooLate = verdict(voulu, before, now);
  if (tooLate !== null) return perdu(db, chez, voulu, before, tooLate);
  if (canal === 'public') await lockJoignable(db, territoire.id, demande);
  if (canal === 'public' && (await countAVenir(db, territoire.id, demande, parisDate(now))) >= A_VENIR_MAX) {
    return perdu(db, chez, voulu, before, { refus: 'trop' });
  }
  await lockSeance(db, territoire.id, seanceId);
  const seance = await findSeanceRdv(db, territoire.id, seanceId);
  const refus = verdict(voulu, seance, now);
  if (refus !== null || motif === undefined) return perdu(db, chez, voulu, seance, refus ?? { refus: 'motif_ferme' });
  const id = uuidv7();
  const outcome = await insertRendezVous(db, territoire.id, {
    ...identite,
    ...{ id, seanceId, motifId, debut, canal, remplace: null, version: 0 },
    fin: debut.add({ minutes: motif.dureeMinutes }),
    codeRdv: nouveauCode(),
    jetonHash: empreinteJeton(jetonDe(coffre, id)),
  });
  if ('conflit' in outcome) return perdu(db, chez, voulu, seance, { refus: outcome.conflit });
  await prevenir(db, chez, [id], 'pris');
  return { rdv: await read(db, territoire.id, id) };
}

async function read(db: Db, territoireId: string, id: string): Promise<RendezVous> {
  const rdv = await findRendezVous(db, territoireId, id);
  if (rdv === undefined) throw new Error(`The rendez-vous ${id} was just written`);
  return rdv;
}

/** The rendez-vous, held with its séance and another one, in an order that is the same for all. */
async function hold(db: Db, territoireId: string, id: string, autreSeance?: string): Promise<RendezVous | undefined> {
  const known = await findRendezVous(db, territoireId, id);
  if (known === undefined) return undefined;
  const seances = new Set([known.seanceId, ...(autreSeance === undefined ? [] : [autreSeance])]);
  for (const seanceId of [...seances].sort()) await lockSeance(db, territoireId, seanceId);
  await lockRendezVous(db, territoireId, id);
  return findRendezVous(db, territoireId, id);
}

const ABSENT: { readonly refus: 'fini'; readonly statut: 'annule' } = { refus: 'fini', statut: 'annule' };

/** Offers the seat that was just left to the first who waits for it. One whose séance is gone leaves none. */
async function rendre(db: Db, chez: Chez, { statut, seanceId, debut, fin, motifId }: RendezVous): Promise<void> {
  if (statut !== 'a_replacer') await proposerPlaceLiberee(db, chez, { seanceId, debut, fin, motifId });
}

/** Cancels: the seat is free at once, and offered to who waits for it. Refused when it is too late for who asks. */
export async function annuler(
  db: Db,
  chez: Chez,
  id: string,
  acte: { readonly par: Auteur; readonly motif: string | null; readonly parLaPersonne: boolean },
): Promise<{ rdv: RendezVous } | { changement: RefusChangement }> {
  const { territoire, now } = chez;
  const rdv = await hold(db, territoire.id, id);
  const refus = rdv === undefined ? ABSENT : verifierChangement(rdv, { ...rdv, ...acte }, now);
  if (rdv === undefined || refus !== null) return { changement: refus ?? ABSENT };
  await markAnnule(db, territoire.id, id, { ...acte, now });
  await prevenir(db, chez, [id], 'annule');
  await rendre(db, chez, rdv);
  return { rdv: await read(db, territoire.id, id) };
}

/**
 * Moves a rendez-vous to another moment: a new one, whose calendar entry and links are those of the first. Refused when it is too
 * late for who asks, or when the moment is not free: the first then stays.
 */
export async function deplacer(
  db: Db,
  chez: Chez,
  id: string,
  vers: Choix & { readonly canal: Canal; readonly parLaPersonne: boolean; readonly createdBy: string | null },
): Promise<{ rdv: RendezVous } | { changement: RefusChangement } | Perdu> {
  const { territoire, now, coffre } = chez;
  const rdv = await hold(db, territoire.id, id, vers.seanceId);
  const changement = rdv === undefined ? ABSENT : verifierChangement(rdv, { ...rdv, ...vers }, now);
  if (rdv === undefined || changement !== null) return { changement: changement ?? ABSENT };
  const motif = await findMotif(db, territoire.id, rdv.motifId);
  // A motif that is no longer taken still moves.
  const voulu = { ...vers, motif: motif && { ...motif, actif: true, ouvertA: ['public', 'prescripteur'] } };
  const seance = await findSeanceRdv(db, territoire.id, vers.seanceId);
  const refus = verdict(voulu, seance, now, rdv);
  if (refus !== null || motif === undefined) return perdu(db, chez, voulu, seance, refus ?? { refus: 'motif_ferme' });
  const nouveau = uuidv7();
  const { prenom, telephone, courriel, besoin, prescripteurNom, prescripteurStructure, prescripteurCourriel } = rdv;
  const outcome = await replaceRendezVous(db, territoire.id, {
    ...{ prenom, telephone, courriel, besoin, prescripteurNom, prescripteurStructure, prescripteurCourriel },
    ...{ prevenir: rdv.prevenir, personneId: rdv.personneId, motifId: rdv.motifId, canal: rdv.canal },
    ...{ id: nouveau, seanceId: vers.seanceId, debut: vers.debut, remplace: id, createdBy: vers.createdBy },
    fin: vers.debut.add({ minutes: motif.dureeMinutes }),
    codeRdv: nouveauCode(),
    jetonHash: empreinteJeton(jetonDe(coffre, nouveau)),
    version: rdv.version + 1,
  });
  if ('conflit' in outcome) return perdu(db, chez, voulu, seance, { refus: outcome.conflit });
  await prevenir(db, chez, [nouveau], 'change');
  await rendre(db, chez, rdv);
  return { rdv: await read(db, territoire.id, nouveau) };
}
