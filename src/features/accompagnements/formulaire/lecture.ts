import type { z } from 'zod';
import {
  cles,
  estCle,
  GENRES,
  type Nomenclature,
  STATUTS_SOCIAUX,
  TRANCHES_AGE,
  type TypeActivite,
  type TypeCoordination,
} from '../../../domain/nomenclatures.ts';
import type { FormState } from '../../../ui/form-state.ts';
import type { Blocage, Cadre, Collectif, Coordination, Individuel, Saisie } from '../rules/saisie.ts';
import {
  type cadreShape,
  type collectifForm,
  type coordinationForm,
  type individuelForm,
  LISTES_COORDINATION,
} from './champs.ts';

type Erreurs = FormState['errors'];
/** A record as its form says it, or what is wrong with the form itself. */
export type Lue = { readonly saisie: Saisie } | { readonly erreurs: Erreurs };

type CadreLu = z.output<z.ZodObject<typeof cadreShape>>;

/** The day and the place: those of the séance when there is one; done elsewhere, the commune is the one typed first. */
export interface SeanceDuCadre {
  readonly jour: Temporal.PlainDate;
  readonly lieuId: string | null;
  readonly codeInsee: string | null;
}

function toCadre(lu: CadreLu, seance: SeanceDuCadre | undefined, today: Temporal.PlainDate): Cadre {
  const dureeMinutes = lu.duree === 'personnaliser' ? (lu.dureeAutre ?? 0) : Number(lu.duree);
  const commun = { heureDebut: lu.heureDebut, dureeMinutes, axe: lu.axe, binomeId: lu.binome, seanceId: lu.seance };
  if (seance !== undefined) {
    const isElsewhere = lu.typeLieu !== 'LieuActivite' || seance.lieuId === null;
    const typeLieu = seance.lieuId === null && lu.typeLieu === 'LieuActivite' ? 'Autre' : lu.typeLieu;
    const lieuId = isElsewhere ? null : seance.lieuId;
    const isSomewhere = typeLieu === 'Domicile' || typeLieu === 'Autre';
    const codeInsee = isSomewhere ? (lu.codeInsee ?? seance.codeInsee) : seance.codeInsee;
    return { ...commun, jour: seance.jour, typeLieu, lieuId, codeInsee };
  }
  const lieuId = lu.typeLieu === 'LieuActivite' ? lu.lieu : null;
  const codeInsee = lu.typeLieu === 'ADistance' || lu.typeLieu === 'LieuActivite' ? null : lu.codeInsee;
  return { ...commun, jour: lu.jour ?? today, typeLieu: lu.typeLieu, lieuId, codeInsee };
}

function toBlocage(lu: z.output<typeof individuelForm>, erreurs: { field: string; message: string }[]): Blocage | null {
  if (!lu.bloque) return null;
  const need = (field: string, message: string) => erreurs.push({ field, message });
  if (lu.bloqueOperateur === null) need('bloqueOperateur', 'Indiquez l’opérateur du service qui bloque.');
  if (lu.bloqueService === null) need('bloqueService', 'Indiquez le service en ligne qui bloque.');
  if (lu.obstacle === null) need('obstacle', 'Choisissez ce qui bloque.');
  if (lu.obstacle === 'autre' && lu.obstacleTexte === null) need('obstacleTexte', 'Dites ce qui bloque.');
  if (lu.bloqueOperateur === null || lu.bloqueService === null || lu.obstacle === null) return null;
  return {
    operateur: lu.bloqueOperateur,
    service: lu.bloqueService,
    obstacle: lu.obstacle,
    obstacleTexte: lu.obstacleTexte,
  };
}

function toIndividuel(lu: z.output<typeof individuelForm>, cadre: Cadre): Lue {
  const erreurs: { field: string; message: string }[] = [];
  const operateur = lu.operateur === 'autre' ? lu.operateurNom : lu.operateur;
  if (lu.operateur === 'autre' && operateur === null) {
    erreurs.push({ field: 'operateurNom', message: 'Indiquez le nom de l’opérateur.' });
  }
  const blocage = toBlocage(lu, erreurs);
  if (erreurs.length > 0) return { erreurs };
  const saisie: Individuel = {
    ...cadre,
    typeActivite: 'Individuel',
    thematiques: lu.thematiques,
    demarches: lu.demarches,
    operateur,
    materiels: lu.materiels,
    autonomie: lu.autonomie,
    objectif: lu.objectif,
    issue: lu.issue,
    // Of what is done, the form asks no reason: one that was typed before is hidden there.
    issuePrecision: lu.issue === 'faite' ? null : lu.issuePrecision,
    orientation: lu.orientation,
    genre: lu.genre,
    trancheAge: lu.trancheAge,
    statutSocial: lu.statutSocial,
    rendezVousId: lu.rendezVous,
    mandatId: lu.mandat,
    personneId: lu.personne,
    blocage,
  };
  return { saisie };
}

function lireComptes<N extends Nomenclature>(
  lu: Readonly<Record<string, unknown>>,
  prefix: string,
  nomenclature: N,
): Partial<Record<keyof N & string, number>> {
  const counted: Partial<Record<keyof N & string, number>> = {};
  for (const cle of cles(nomenclature)) {
    const nombre = lu[`${prefix}${cle}`];
    if (typeof nombre === 'number' && nombre > 0) counted[cle] = nombre;
  }
  return counted;
}

function toCollectif(lu: z.output<typeof collectifForm>, cadre: Cadre): Lue {
  const saisie: Collectif = {
    ...cadre,
    typeActivite: 'Collectif',
    thematiques: lu.thematiques,
    demarches: lu.demarches,
    materiels: lu.materiels,
    objectif: lu.objectif,
    participants: lu.participants,
    collectif: {
      titre: lu.titreAtelier,
      niveau: lu.niveau,
      dejaAides: lu.dejaAides ?? 0,
      genres: lireComptes(lu, 'nbGenre', GENRES),
      tranchesAge: lireComptes(lu, 'nbAge', TRANCHES_AGE),
      statutsSociaux: lireComptes(lu, 'nbStatut', STATUTS_SOCIAUX),
    },
  };
  return { saisie };
}

function toCoordination(lu: z.output<typeof coordinationForm>, type: TypeCoordination, cadre: Cadre): Lue {
  const listes: Readonly<Record<string, Nomenclature | null>> = LISTES_COORDINATION[type];
  const erreurs: { field: string; message: string }[] = [];
  const lire = (field: string, liste: Nomenclature | null | undefined, code: string | null): string | null => {
    if (liste === null || liste === undefined) return null;
    if (code !== null && estCle(liste, code)) return code;
    erreurs.push({
      field,
      message: code === null ? 'Choisissez une réponse.' : 'Choisissez une réponse dans la liste.',
    });
    return null;
  };
  const coordination = {
    nom: lu.coordNom,
    nature: lire('coordNature', listes['nature'], lu.coordNature) ?? '',
    avec: lire('coordAvec', listes['avec'], lu.coordAvec),
    echelon: lire('coordEchelon', listes['echelon'], lu.coordEchelon),
    theme: lire('coordTheme', listes['theme'], lu.coordTheme),
    participants: lu.coordParticipants,
  };
  if (erreurs.length > 0) return { erreurs };
  const saisie: Coordination = { ...cadre, typeActivite: type, coordination };
  return { saisie };
}

/** The record that a valid form describes. `seance`: the one it names, when it is known; `today`: the day when it says none. */
export function toSaisie(
  type: TypeActivite,
  data: unknown,
  seance: SeanceDuCadre | undefined,
  today: Temporal.PlainDate,
): Lue {
  const cadre = toCadre(data as CadreLu, seance, today);
  if (type === 'Individuel') return toIndividuel(data as z.output<typeof individuelForm>, cadre);
  if (type === 'Collectif') return toCollectif(data as z.output<typeof collectifForm>, cadre);
  return toCoordination(data as z.output<typeof coordinationForm>, type, cadre);
}
