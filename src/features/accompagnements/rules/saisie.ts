import { formatDate } from '../../../domain/date.ts';
import type {
  Autonomie,
  Axe,
  Demarche,
  Genre,
  Issue,
  Materiel,
  NiveauAtelier,
  Objectif,
  Obstacle,
  StatutSocial,
  StructureDeRedirection,
  Thematique,
  TrancheAge,
  TypeCoordination,
  TypeLieu,
} from '../../../domain/nomenclatures.ts';
import { contains, estApres, type Periode } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';

/** When, where and for how long: what every record says. `dureeMinutes` in minutes, hours are Paris time. */
export interface Cadre {
  readonly jour: Temporal.PlainDate;
  readonly heureDebut: Temporal.PlainTime | null;
  readonly dureeMinutes: number;
  /** The séance in which it was done; null: out of any. */
  readonly seanceId: string | null;
  readonly typeLieu: TypeLieu;
  readonly lieuId: string | null;
  /** INSEE code of the commune; null: not told, or at a distance. */
  readonly codeInsee: string | null;
  readonly axe: Axe | null;
  /** The other agent of the pair. */
  readonly binomeId: string | null;
}

/** An online service that blocks. Source: annexe 1, axe 1, « l'accessibilité des services mis en ligne ». */
export interface Blocage {
  readonly operateur: string;
  readonly service: string;
  readonly obstacle: Obstacle;
  readonly obstacleTexte: string | null;
}

/** Help to one person, whose identity it does not hold. */
export interface Individuel extends Cadre {
  readonly typeActivite: 'Individuel';
  readonly thematiques: readonly Thematique[];
  readonly demarches: readonly Demarche[];
  /** A code of OPERATEURS, or a name written in full. */
  readonly operateur: string | null;
  readonly materiels: readonly Materiel[];
  readonly autonomie: Autonomie | null;
  readonly objectif: Objectif;
  readonly issue: Issue;
  readonly issuePrecision: string | null;
  readonly orientation: StructureDeRedirection | null;
  readonly genre: Genre;
  /** Of the day of the act. */
  readonly trancheAge: TrancheAge;
  readonly statutSocial: StatutSocial;
  readonly rendezVousId: string | null;
  readonly mandatId: string | null;
  /** A person followed over time. */
  readonly personneId: string | null;
  readonly blocage: Blocage | null;
}

/** How many people an atelier counted, in all and by profile: each count stands alone, and crosses no other. */
export interface Comptes {
  readonly titre: string | null;
  readonly niveau: NiveauAtelier | null;
  /** Participants who had been helped before. */
  readonly dejaAides: number;
  readonly genres: Readonly<Partial<Record<Genre, number>>>;
  readonly tranchesAge: Readonly<Partial<Record<TrancheAge, number>>>;
  readonly statutsSociaux: Readonly<Partial<Record<StatutSocial, number>>>;
}

export interface Collectif extends Cadre {
  readonly typeActivite: 'Collectif';
  readonly thematiques: readonly Thematique[];
  readonly demarches: readonly Demarche[];
  readonly materiels: readonly Materiel[];
  readonly objectif: Objectif;
  readonly participants: number;
  readonly collectif: Comptes;
}

/** What was done for the programme; each answer is a code of its list, or text. */
export interface Detail {
  readonly nom: string;
  readonly nature: string;
  /** Of an event: who holds it; of a partnership: with whom; of an animation: who asked for it. */
  readonly avec: string | null;
  readonly echelon: string | null;
  readonly theme: string | null;
  readonly participants: number | null;
}

export interface Coordination extends Cadre {
  readonly typeActivite: TypeCoordination;
  readonly coordination: Detail;
}

export type Saisie = Individuel | Collectif | Coordination;

/** Whom a record is about; null: nobody. */
export function personneDe(saisie: Saisie | null): string | null {
  return saisie?.typeActivite === 'Individuel' ? saisie.personneId : null;
}

/** The same record about somebody else; null: nobody. An atelier or a coordination is about nobody. */
export function avecPersonne(saisie: Saisie, personneId: string | null): Saisie {
  return saisie.typeActivite === 'Individuel' ? { ...saisie, personneId } : saisie;
}

/** What is known of a séance, of a lieu and of the agent on the day of a record; null: there is none, or it is not his. */
export interface Contexte {
  readonly seance: { readonly jour: Temporal.PlainDate; readonly statut: 'prevue' | 'annulee' } | null;
  readonly contrat: Periode;
  /** Whether something covers help at the lieu on that day: a convention in force, or a lieu of the Département. */
  readonly lieuCouvert: boolean;
  /** Whether the relevé of that month is certified, and not opened again. */
  readonly certifie: boolean;
  /** References that are not the agent's own, or do not exist. */
  readonly inconnus: readonly Inconnu[];
}

export type Inconnu = 'seance' | 'lieu' | 'commune' | 'mandat' | 'personne' | 'rendez_vous' | 'binome';

export type RefusSaisie =
  | { readonly refus: 'thematique_manquante' }
  | { readonly refus: 'demarche_manquante' }
  | { readonly refus: 'demarche_en_trop' }
  | { readonly refus: 'duree_impossible' }
  | { readonly refus: 'date_a_venir' }
  | { readonly refus: 'hors_contrat'; readonly contrat: Periode }
  | { readonly refus: 'raison_manquante' }
  | { readonly refus: 'orientation_manquante' }
  | { readonly refus: 'orientation_en_trop' }
  | { readonly refus: 'seance_annulee' }
  | { readonly refus: 'lieu_manquant' }
  | { readonly refus: 'commune_manquante' }
  | { readonly refus: 'lieu_sans_convention'; readonly jour: Temporal.PlainDate }
  | { readonly refus: 'certifie'; readonly jour: Temporal.PlainDate }
  | { readonly refus: 'inconnu'; readonly quoi: Inconnu }
  | { readonly refus: 'participants_impossibles' }
  | { readonly refus: 'comptes_trop_grands'; readonly quoi: 'genres' | 'tranchesAge' | 'statutsSociaux' | 'dejaAides' };

const INCONNUS: Readonly<Record<Inconnu, string>> = {
  seance: 'Cette séance n’est pas la vôtre, ou n’existe plus : choisissez-en une autre.',
  lieu: 'Ce lieu n’existe plus : choisissez-en un autre.',
  commune: 'Cette commune n’existe pas : choisissez-la dans la liste.',
  mandat: 'Ce mandat n’est pas le vôtre, ou n’existe plus : retirez le lien.',
  personne: 'Cette fiche de personne n’existe plus : retirez le lien.',
  rendez_vous: 'Ce rendez-vous n’est pas de cette séance : retirez le lien.',
  binome: 'Cet agent n’existe pas, ou c’est vous : choisissez votre binôme dans la liste.',
};

const COMPTES: Readonly<Record<'genres' | 'tranchesAge' | 'statutsSociaux' | 'dejaAides', string>> = {
  genres: 'par genre',
  tranchesAge: 'par âge',
  statutsSociaux: 'par situation',
  dejaAides: 'déjà aidées',
};

export const PHRASES_SAISIE: Phrases<RefusSaisie> = {
  thematique_manquante: () => 'Choisissez au moins une thématique.',
  demarche_manquante: () => 'Précisez la démarche administrative dont il s’agit.',
  demarche_en_trop: () =>
    'Une démarche administrative n’est attendue qu’avec la thématique « Aide aux démarches administratives ».',
  duree_impossible: () => 'La durée est comprise entre 1 minute et 23 h 59.',
  date_a_venir: () => 'Un accompagnement ne peut pas être daté d’un jour à venir.',
  hors_contrat: ({ contrat: { debut, fin } }) =>
    `Votre contrat va du ${formatDate(debut)} au ${formatDate(fin)} : choisissez un jour de cette période.`,
  raison_manquante: () => 'Dites en quelques mots pourquoi la démarche était impossible.',
  orientation_manquante: () => 'Choisissez vers qui la personne a été orientée.',
  orientation_en_trop: () =>
    'N’indiquez vers qui la personne est orientée qu’avec le résultat « Personne orientée ailleurs ».',
  seance_annulee: () => 'Cette séance est annulée : rien ne peut y être noté.',
  lieu_manquant: () => 'Choisissez le lieu, ou un autre type de lieu.',
  commune_manquante: () => 'Indiquez la commune.',
  lieu_sans_convention: ({ jour }) =>
    `Aucune convention n’était en vigueur pour ce lieu le ${formatDate(jour)} : choisissez « Autre lieu », ou un autre jour.`,
  certifie: ({ jour }) =>
    `Le relevé du mois du ${formatDate(jour)} est certifié : demandez d’abord à le corriger, depuis la page du relevé.`,
  inconnu: ({ quoi }) => INCONNUS[quoi],
  participants_impossibles: () => 'Le nombre de participants est compris entre 1 et 2 000.',
  comptes_trop_grands: ({ quoi }) => `Il y a plus de personnes comptées ${COMPTES[quoi]} que de participants.`,
};

/** Longest act, in minutes: 23 h 59. */
export const DUREE_MAX_MINUTES = 1439;
export const PARTICIPANTS_MAX = 2000;

type Verification = readonly [failed: boolean, refus: RefusSaisie];

/**
 * Every reason to refuse a record, all at once; empty: it can be recorded. The same whether it was typed on a page or comes from
 * a device that had no network.
 *
 * Source: art. 3.4, « transmettre des informations concernant son activité »; « est responsable de la fiabilité ».
 * Example: theme `AideAuxDemarchesAdministratives` without any démarche → `demarche_manquante`.
 */
export function verifierSaisie(
  saisie: Saisie,
  contexte: Contexte,
  aujourdhui: Temporal.PlainDate,
): readonly RefusSaisie[] {
  const { jour, dureeMinutes, typeLieu, lieuId, codeInsee } = saisie;
  const { seance, contrat, inconnus } = contexte;
  const isPossible = Number.isInteger(dureeMinutes) && dureeMinutes >= 1 && dureeMinutes <= DUREE_MAX_MINUTES;
  const isOutOfSeance = saisie.seanceId === null;
  const isAtLieu = typeLieu === 'LieuActivite';
  const checks: readonly Verification[] = [
    ...inconnus.map((quoi): Verification => [true, { refus: 'inconnu', quoi }]),
    [seance?.statut === 'annulee', { refus: 'seance_annulee' }],
    [estApres(jour, aujourdhui), { refus: 'date_a_venir' }],
    [!contains(contrat, jour), { refus: 'hors_contrat', contrat }],
    [isOutOfSeance && isAtLieu && lieuId === null && !inconnus.includes('lieu'), { refus: 'lieu_manquant' }],
    [
      isOutOfSeance &&
        (typeLieu === 'Autre' || typeLieu === 'Domicile') &&
        codeInsee === null &&
        !inconnus.includes('commune'),
      { refus: 'commune_manquante' },
    ],
    [isOutOfSeance && isAtLieu && lieuId !== null && !contexte.lieuCouvert, { refus: 'lieu_sans_convention', jour }],
    [contexte.certifie, { refus: 'certifie', jour }],
    ...(saisie.typeActivite === 'Individuel' ? verifierIndividuel(saisie) : []),
    ...(saisie.typeActivite === 'Collectif' ? verifierCollectif(saisie) : []),
    [!isPossible, { refus: 'duree_impossible' }],
  ];
  return checks.flatMap(([failed, refus]) => (failed ? [refus] : []));
}

function verifierThemes({
  thematiques,
  demarches,
}: Pick<Individuel, 'thematiques' | 'demarches'>): readonly Verification[] {
  const asksDemarche = thematiques.includes('AideAuxDemarchesAdministratives');
  return [
    [thematiques.length === 0, { refus: 'thematique_manquante' }],
    [asksDemarche && demarches.length === 0, { refus: 'demarche_manquante' }],
    [!asksDemarche && demarches.length > 0, { refus: 'demarche_en_trop' }],
  ];
}

function verifierIndividuel(saisie: Individuel): readonly Verification[] {
  const isOriented = saisie.issue === 'orientee';
  return [
    ...verifierThemes(saisie),
    [saisie.issue === 'impossible' && (saisie.issuePrecision ?? '') === '', { refus: 'raison_manquante' }],
    [isOriented && saisie.orientation === null, { refus: 'orientation_manquante' }],
    [!isOriented && saisie.orientation !== null, { refus: 'orientation_en_trop' }],
  ];
}

function verifierCollectif(saisie: Collectif): readonly Verification[] {
  const { participants, collectif } = saisie;
  const isPossible = Number.isInteger(participants) && participants >= 1 && participants <= PARTICIPANTS_MAX;
  const total = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((sum, one) => sum + one, 0);
  const groups = ['genres', 'tranchesAge', 'statutsSociaux'] as const;
  return [
    ...verifierThemes(saisie),
    [!isPossible, { refus: 'participants_impossibles' }],
    ...groups.map(
      (quoi): Verification => [total(collectif[quoi]) > participants, { refus: 'comptes_trop_grands', quoi }],
    ),
    [collectif.dejaAides > participants, { refus: 'comptes_trop_grands', quoi: 'dejaAides' }],
  ];
}
