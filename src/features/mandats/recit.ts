import { formatDate, formatHeure, parisDate, parisTime } from '../../domain/date.ts';
import type { Tone } from '../../ui/tone.ts';
import {
  CAUSES_FIN,
  type CauseFin,
  dernierJour,
  type Etat,
  type Fin,
  finAu,
  type Identite,
  MOYENS_FIN,
  type Objet,
} from './rules.ts';
import type { DemarcheRangee, Mandat } from './store.ts';

/** « 3 mars 2026 à 14 h 05 », in Paris. */
export function moment(at: Temporal.Instant): string {
  return `${formatDate(parisDate(at))} à ${formatHeure(parisTime(at))}`;
}

export function nomDe({ prenom, nom }: Pick<Identite, 'prenom' | 'nom'>): string {
  return `${prenom} ${nom}`;
}

/** « Mandat signé le 3 mars 2026 », which names nobody. */
export function titreSansNom({ signeAt }: Pick<Mandat, 'signeAt'>): string {
  return signeAt === null ? 'Mandat à signer' : `Mandat signé le ${formatDate(parisDate(signeAt))}`;
}

/** Last day of a signed mandat: « 26 février 2027 ». */
export function dernierJourDit({ finPrevueAt }: Pick<Mandat, 'finPrevueAt'>): string {
  return finPrevueAt === null ? '' : formatDate(dernierJour(finPrevueAt));
}

const NATURES: Readonly<Record<Objet['nature'], string>> = {
  demarche: 'Démarche',
  donnees: 'Demande de données',
};

/** « Démarche n° 2 »: what may be said of one without its key, as the person's copy numbers them. */
export function numeroDe({ nature, rang }: Pick<DemarcheRangee, 'nature' | 'rang'>): string {
  return `${NATURES[nature]} n° ${rang}`;
}

/** « Démarche n° 1 : Demander l’aide au logement, CAF », as far as it may be read. */
export function direDemarche(demarche: Pick<DemarcheRangee, 'nature' | 'rang'>, objet: Objet | undefined): string {
  return objet === undefined ? numeroDe(demarche) : `${numeroDe(demarche)} : ${objet.objet}, ${objet.operateur}`;
}

export const TONS_FIN: Readonly<Record<CauseFin, Tone>> = {
  achevement: 'success',
  retrait: 'warning',
  renonciation: 'warning',
  deces: 'neutral',
  protection: 'neutral',
  depart_agent: 'neutral',
  expiration: 'neutral',
};

export const TONS_ETAT: Readonly<Record<Etat, Tone>> = {
  brouillon: 'info',
  actif: 'success',
  revoque: 'warning',
  renonce: 'warning',
  expire: 'neutral',
  acheve: 'success',
  detruit: 'neutral',
};

/** How a démarche ended, in a sentence: « Décès, le 3 mars 2026 (Dit par un proche), noté le 5 mars 2026 à 9 h ». */
export function direFin(fin: Fin, { moyen, evenementLe }: Pick<DemarcheRangee, 'moyen' | 'evenementLe'>): string {
  const how = moyen === null ? '' : ` (${MOYENS_FIN[moyen].toLowerCase()})`;
  if (evenementLe !== null) {
    return `${CAUSES_FIN[fin.cause]}, le ${formatDate(evenementLe)}${how}, noté le ${moment(fin.at)}`;
  }
  return `${CAUSES_FIN[fin.cause]}${how}, le ${moment(fin.at)}`;
}

/** What became of a démarche: in force, ended, and destroyed when it is. */
export function direSort(demarche: DemarcheRangee, mandat: Mandat, now: Temporal.Instant): string {
  const fin = mandat.finPrevueAt === null ? null : finAu(demarche, mandat.finPrevueAt, now);
  if (fin === null) return 'En cours';
  const destroyed = demarche.detruiteAt === null ? '' : ` ; détruit le ${moment(demarche.detruiteAt)}`;
  return `${direFin(fin, demarche)}${destroyed}`;
}
