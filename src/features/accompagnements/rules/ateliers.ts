import {
  AXES,
  DEMARCHES,
  GENRES,
  MATERIELS,
  NIVEAUX_ATELIER,
  OBJECTIFS,
  STATUTS_SOCIAUX,
  THEMATIQUES,
  TRANCHES_AGE,
} from '../../../domain/nomenclatures.ts';
import type { Accompagnement, Atelier } from '../rules.ts';
import { asIs, count, type Hide, profil } from './cellules.ts';
import { masquer, masquerPartition } from './nombre.ts';

function somme<T>(list: readonly T[], read: (one: T) => number): number {
  return list.reduce((sum, one) => sum + read(one), 0);
}

/** The ateliers, and the profiles of all who came, to them or for themselves. */
export function desAteliers(ateliers: readonly Atelier[], acts: readonly Accompagnement[], isPublic: boolean) {
  const partition: Hide = isPublic ? masquerPartition : asIs;
  const participants = somme(ateliers, (one) => one.participants);
  const dejaAides = somme(ateliers, (one) => one.dejaAides);
  const comptes = (read: (one: Atelier) => Readonly<Partial<Record<string, number>>>) =>
    ateliers.map((one) => ({ participants: one.participants, de: read(one) }));
  // An atelier tells nobody, unless those who came to all of them are too few.
  const few = isPublic && typeof masquer(participants) !== 'number';
  const of = <T>(read: (one: Atelier) => T): readonly T[] => ateliers.map(read);
  const all = <T>(read: (one: Atelier) => readonly T[]): readonly T[] =>
    ateliers.flatMap((one) => [...new Set(read(one))]);
  const each: Hide = few ? (nombres) => nombres.map(() => 'masque') : asIs;
  return {
    ateliers: ateliers.length,
    participants: isPublic ? masquer(participants) : participants,
    dejaAides: partition([dejaAides, participants - dejaAides])[0] ?? 0,
    minutesAteliers: somme(ateliers, ({ dureeMinutes }) => dureeMinutes),
    parThematiqueAtelier: count(
      THEMATIQUES,
      all(({ thematiques }) => thematiques),
      each,
    ),
    parDemarcheAtelier: count(
      DEMARCHES,
      all(({ demarches }) => demarches),
      each,
    ),
    parMaterielAtelier: count(
      MATERIELS,
      all(({ materiels }) => materiels),
      each,
    ),
    parObjectifAtelier: count(
      OBJECTIFS,
      of(({ objectif }) => objectif),
      each,
    ),
    parAxeAtelier: count(
      AXES,
      of(({ axe }) => axe),
      each,
    ),
    parNiveau: count(
      NIVEAUX_ATELIER,
      of(({ niveau }) => niveau),
      each,
    ),
    parGenre: profil(
      GENRES,
      acts.map(({ genre }) => genre),
      comptes(({ genres }) => genres),
      partition,
    ),
    parTrancheAge: profil(
      TRANCHES_AGE,
      acts.map(({ trancheAge }) => trancheAge),
      comptes(({ tranchesAge }) => tranchesAge),
      partition,
    ),
    parStatutSocial: profil(
      STATUTS_SOCIAUX,
      acts.map(({ statutSocial }) => statutSocial),
      comptes(({ statutsSociaux }) => statutsSociaux),
      partition,
    ),
  };
}
