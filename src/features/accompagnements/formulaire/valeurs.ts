import { DUREES, estCle, OPERATEURS, type TypeActivite } from '../../../domain/nomenclatures.ts';
import type { FormState } from '../../../ui/form-state.ts';
import type { Collectif, Individuel, Saisie } from '../rules/saisie.ts';
import { TOUS_LES_TYPES } from './champs.ts';

/** What is typed of a record: the values of its form, field by field. A device keeps them as they are until they are sent. */
export type Valeurs = Readonly<Record<string, readonly string[]>>;

/** The number of the form that this code shows: one more when a field appears, goes or changes its meaning. */
export const FORMULAIRE = 2;
/** The kind that a form says it records: individual help when it says none. */
export function typeDe(valeurs: Valeurs): TypeActivite | null {
  const said = valeurs['typeActivite']?.[0] ?? 'Individuel';
  return TOUS_LES_TYPES.find((one) => one === said) ?? null;
}

/** The form of a séance before anything is typed: the commonest answers are already there. */
export const saisieInitiale: FormState['values'] = {
  thematiques: ['AideAuxDemarchesAdministratives'],
  duree: '30',
  typeLieu: 'LieuActivite',
  issue: 'faite',
  genre: 'NonCommunique',
  trancheAge: 'NonCommunique',
  statutSocial: 'NonCommunique',
  objectif: 'permanence',
};

const LISTES: ReadonlySet<string> = new Set(['thematiques', 'demarches', 'materiels']);

/** Values as a page shows them: one text a field, a list for those that hold several. */
export function toState(valeurs: Valeurs): FormState['values'] {
  return Object.fromEntries(
    Object.entries(valeurs).map(([name, list]) => [name, LISTES.has(name) ? list : (list[0] ?? '')]),
  );
}

function texte(value: string | number | null | undefined): readonly string[] {
  return value === null || value === undefined ? [] : [String(value)];
}

/** What the form of a record holds: the way back from `toSaisie`. */
export function toValeurs(saisie: Saisie): Valeurs {
  const isUsual = estCle(DUREES, String(saisie.dureeMinutes));
  const cadre: Valeurs = {
    typeActivite: [saisie.typeActivite],
    seance: texte(saisie.seanceId),
    jour: [saisie.jour.toString()],
    heureDebut: texte(saisie.heureDebut?.toString().slice(0, 5)),
    typeLieu: [saisie.typeLieu],
    lieu: texte(saisie.lieuId),
    codeInsee: texte(saisie.codeInsee),
    duree: [isUsual ? String(saisie.dureeMinutes) : 'personnaliser'],
    dureeAutre: isUsual ? [] : [String(saisie.dureeMinutes)],
    axe: texte(saisie.axe),
    binome: texte(saisie.binomeId),
  };
  if (saisie.typeActivite === 'Individuel') return { ...cadre, ...valeursIndividuel(saisie) };
  if (saisie.typeActivite === 'Collectif') return { ...cadre, ...valeursCollectif(saisie) };
  const { nom, nature, avec, echelon, theme, participants } = saisie.coordination;
  return {
    ...cadre,
    coordNom: [nom],
    coordNature: [nature],
    coordAvec: texte(avec),
    coordEchelon: texte(echelon),
    coordTheme: texte(theme),
    coordParticipants: texte(participants),
  };
}

/** The same as a form shows it to be corrected: with the person that it shows, so that what comes back tells whether it was changed. */
export function toValeursMontrees(saisie: Saisie): Valeurs {
  const valeurs = toValeurs(saisie);
  return saisie.typeActivite === 'Individuel' ? { ...valeurs, personneVue: texte(saisie.personneId) } : valeurs;
}

function valeursIndividuel(saisie: Individuel): Valeurs {
  const { operateur, blocage } = saisie;
  const isListed = operateur === null || estCle(OPERATEURS, operateur);
  return {
    thematiques: saisie.thematiques,
    demarches: saisie.demarches,
    operateur: isListed ? texte(operateur) : ['autre'],
    operateurNom: isListed ? [] : texte(operateur),
    materiels: saisie.materiels,
    autonomie: texte(saisie.autonomie),
    issue: [saisie.issue],
    issuePrecision: texte(saisie.issuePrecision),
    orientation: texte(saisie.orientation),
    trancheAge: [saisie.trancheAge],
    genre: [saisie.genre],
    statutSocial: [saisie.statutSocial],
    objectif: [saisie.objectif],
    rendezVous: texte(saisie.rendezVousId),
    mandat: texte(saisie.mandatId),
    personne: texte(saisie.personneId),
    bloque: blocage === null ? [] : ['oui'],
    bloqueOperateur: texte(blocage?.operateur),
    bloqueService: texte(blocage?.service),
    obstacle: texte(blocage?.obstacle),
    obstacleTexte: texte(blocage?.obstacleTexte),
  };
}

function valeursCollectif({
  thematiques,
  demarches,
  materiels,
  objectif,
  participants,
  collectif,
}: Collectif): Valeurs {
  const counts = (prefix: string, values: Readonly<Record<string, number>>) =>
    Object.entries(values).map(([cle, nombre]): [string, readonly string[]] => [`${prefix}${cle}`, [String(nombre)]]);
  return {
    titreAtelier: texte(collectif.titre),
    thematiques,
    demarches,
    materiels,
    niveau: texte(collectif.niveau),
    objectif: [objectif],
    participants: [String(participants)],
    dejaAides: [String(collectif.dejaAides)],
    ...Object.fromEntries([
      ...counts('nbGenre', collectif.genres),
      ...counts('nbAge', collectif.tranchesAge),
      ...counts('nbStatut', collectif.statutsSociaux),
    ]),
  };
}
