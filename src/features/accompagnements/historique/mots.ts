import { formatDate, formatDuree, formatHeure } from '../../../domain/date.ts';
import {
  AUTONOMIES,
  AXES,
  DEMARCHES,
  estCle,
  GENRES,
  ISSUES,
  MATERIELS,
  NIVEAUX_ATELIER,
  type Nomenclature,
  OBJECTIFS,
  OBSTACLES,
  OPERATEURS,
  STATUTS_SOCIAUX,
  STRUCTURES_DE_REDIRECTION,
  THEMATIQUES,
  TRANCHES_AGE,
  TYPES_ACTIVITE,
  TYPES_COORDINATION,
  TYPES_LIEU,
} from '../../../domain/nomenclatures.ts';
import { LISTES_COORDINATION } from '../formulaire.ts';
import type { Collectif, Coordination, Individuel, Saisie } from '../rules/saisie.ts';

/** What the identifiers of a record name, as far as whoever reads it may know; one that is missing is said by its kind alone. */
export type Noms = ReadonlyMap<string, string>;

/** One thing that a record says, in words. */
export type Mot = { readonly libelle: string; readonly valeur: string };

const RIEN = 'non renseigné';

/** A code by its label; a text that is none of them as it is. */
function mot(nomenclature: Nomenclature, code: string | null): string {
  if (code === null || code === '') return RIEN;
  return estCle(nomenclature, code) ? (nomenclature[code] ?? code) : code;
}

function liste(nomenclature: Nomenclature, codes: readonly string[]): string {
  return codes.length === 0 ? RIEN : codes.map((code) => mot(nomenclature, code)).join(', ');
}

function lien(id: string | null, noms: Noms, kind: string): string {
  return id === null ? 'aucun' : (noms.get(id) ?? kind);
}

function comptes(nomenclature: Nomenclature, nombres: Readonly<Record<string, number>>): string {
  const told = Object.entries(nombres).map(([code, nombre]) => `${mot(nomenclature, code)} : ${nombre}`);
  return told.length === 0 ? RIEN : told.join(', ');
}

function cadre(saisie: Saisie, noms: Noms): readonly Mot[] {
  const kinds: Nomenclature = { ...TYPES_ACTIVITE, ...TYPES_COORDINATION };
  return [
    { libelle: 'Nature', valeur: mot(kinds, saisie.typeActivite) },
    { libelle: 'Jour', valeur: formatDate(saisie.jour) },
    { libelle: 'Heure de début', valeur: saisie.heureDebut === null ? RIEN : formatHeure(saisie.heureDebut) },
    { libelle: 'Durée', valeur: formatDuree(saisie.dureeMinutes) },
    { libelle: 'Lieu', valeur: lieuDe(saisie, noms) },
    { libelle: 'Axe', valeur: mot(AXES, saisie.axe) },
    { libelle: 'Avec', valeur: lien(saisie.binomeId, noms, 'un autre agent') },
  ];
}

function lieuDe({ typeLieu, lieuId, codeInsee }: Saisie, noms: Noms): string {
  const where = noms.get(lieuId ?? '') ?? noms.get(codeInsee ?? '');
  return where === undefined ? TYPES_LIEU[typeLieu] : `${TYPES_LIEU[typeLieu]}, ${where}`;
}

function individuel(saisie: Individuel, noms: Noms): readonly Mot[] {
  const { blocage } = saisie;
  const bloque =
    blocage === null
      ? 'aucun'
      : [mot(OPERATEURS, blocage.operateur), blocage.service, OBSTACLES[blocage.obstacle], blocage.obstacleTexte]
          .filter(Boolean)
          .join(', ');
  return [
    { libelle: 'Thèmes', valeur: liste(THEMATIQUES, saisie.thematiques) },
    { libelle: 'Démarches', valeur: liste(DEMARCHES, saisie.demarches) },
    { libelle: 'Opérateur', valeur: mot(OPERATEURS, saisie.operateur) },
    { libelle: 'Matériel', valeur: liste(MATERIELS, saisie.materiels) },
    { libelle: 'Autonomie', valeur: mot(AUTONOMIES, saisie.autonomie) },
    { libelle: 'Objectif', valeur: mot(OBJECTIFS, saisie.objectif) },
    { libelle: 'Résultat', valeur: mot(ISSUES, saisie.issue) },
    { libelle: 'Précision', valeur: saisie.issuePrecision ?? RIEN },
    { libelle: 'Orientation', valeur: mot(STRUCTURES_DE_REDIRECTION, saisie.orientation) },
    { libelle: 'Âge', valeur: mot(TRANCHES_AGE, saisie.trancheAge) },
    { libelle: 'Genre', valeur: mot(GENRES, saisie.genre) },
    { libelle: 'Situation', valeur: mot(STATUTS_SOCIAUX, saisie.statutSocial) },
    { libelle: 'Rendez-vous', valeur: lien(saisie.rendezVousId, noms, 'un rendez-vous de la séance') },
    { libelle: 'Mandat', valeur: lien(saisie.mandatId, noms, 'un mandat') },
    { libelle: 'Personne suivie', valeur: lien(saisie.personneId, noms, 'une personne suivie') },
    { libelle: 'Service qui bloque', valeur: bloque },
  ];
}

function collectif({ thematiques, demarches, materiels, objectif, participants, collectif: c }: Collectif) {
  return [
    { libelle: 'Titre', valeur: c.titre ?? RIEN },
    { libelle: 'Thèmes', valeur: liste(THEMATIQUES, thematiques) },
    { libelle: 'Démarches', valeur: liste(DEMARCHES, demarches) },
    { libelle: 'Matériel', valeur: liste(MATERIELS, materiels) },
    { libelle: 'Niveau', valeur: mot(NIVEAUX_ATELIER, c.niveau) },
    { libelle: 'Objectif', valeur: mot(OBJECTIFS, objectif) },
    { libelle: 'Participants', valeur: String(participants) },
    { libelle: 'Déjà aidés', valeur: String(c.dejaAides) },
    { libelle: 'Par genre', valeur: comptes(GENRES, c.genres) },
    { libelle: 'Par âge', valeur: comptes(TRANCHES_AGE, c.tranchesAge) },
    { libelle: 'Par situation', valeur: comptes(STATUTS_SOCIAUX, c.statutsSociaux) },
  ];
}

function coordination({ typeActivite, coordination: c }: Coordination): readonly Mot[] {
  const listes: Readonly<Record<string, Nomenclature | null>> = LISTES_COORDINATION[typeActivite];
  return [
    { libelle: 'Nom', valeur: c.nom },
    { libelle: 'Genre d’action', valeur: mot(listes['nature'] ?? {}, c.nature) },
    { libelle: 'Avec qui', valeur: mot(listes['avec'] ?? {}, c.avec) },
    { libelle: 'Échelon', valeur: mot(listes['echelon'] ?? {}, c.echelon) },
    { libelle: 'Sujet', valeur: mot(listes['theme'] ?? {}, c.theme) },
    { libelle: 'Participants', valeur: c.participants === null ? RIEN : String(c.participants) },
  ];
}

/** All that a record says, in words, in the order of its form. */
export function motsDe(saisie: Saisie, noms: Noms = new Map()): readonly Mot[] {
  if (saisie.typeActivite === 'Individuel') return [...individuel(saisie, noms), ...cadre(saisie, noms)];
  if (saisie.typeActivite === 'Collectif') return [...collectif(saisie), ...cadre(saisie, noms)];
  return [...coordination(saisie), ...cadre(saisie, noms)];
}

/** What a record says that is worth a line: nothing that was left out. */
export function motsDits(saisie: Saisie, noms: Noms = new Map()): readonly Mot[] {
  return motsDe(saisie, noms).filter(({ valeur }) => valeur !== RIEN && valeur !== 'aucun');
}

export type Difference = { readonly libelle: string; readonly avant: string; readonly apres: string };

/** What two versions of a record do not say alike; two links of one kind to different things differ too. */
export function differences(avant: Saisie, apres: Saisie, noms: Noms = new Map()): readonly Difference[] {
  const before = new Map(motsDe(avant, noms).map(({ libelle, valeur }) => [libelle, valeur]));
  const after = new Map(motsDe(apres, noms).map(({ libelle, valeur }) => [libelle, valeur]));
  const said = [...new Set([...before.keys(), ...after.keys()])].flatMap((libelle) => {
    const one = { libelle, avant: before.get(libelle) ?? RIEN, apres: after.get(libelle) ?? RIEN };
    return one.avant === one.apres ? [] : [one];
  });
  return [...said, ...liensChanges(avant, apres, said)];
}

const LIENS = [
  ['rendezVousId', 'Rendez-vous'],
  ['mandatId', 'Mandat'],
  ['personneId', 'Personne suivie'],
] as const;

/** Links to two things that bear no name here, and so read alike. */
function liensChanges(avant: Saisie, apres: Saisie, said: readonly Difference[]): readonly Difference[] {
  if (avant.typeActivite !== 'Individuel' || apres.typeActivite !== 'Individuel') return [];
  return LIENS.flatMap(([field, libelle]) =>
    avant[field] === apres[field] || said.some((one) => one.libelle === libelle)
      ? []
      : [{ libelle, avant: 'un premier', apres: 'un autre' }],
  );
}
