import type { Nomenclature } from '../../../domain/nomenclatures.ts';
import { lePlusTard, lePlusTot } from '../../../domain/periode.ts';
import type { Clauses } from './clauses.ts';
import type { Charte, DecisionOpposition, Original, Responsable, SignatureAvenant } from './evenements-suivi.ts';

type Jour = Temporal.PlainDate;

/** The two parties. Source: préambule, « ci-après désigné « le Département » […] « le Bénéficiaire » ». */
export type Partie = 'departement' | 'beneficiaire';

export const PARTIES: readonly Partie[] = ['departement', 'beneficiaire'];

export const LIBELLES_PARTIE: Readonly<Record<Partie, string>> = {
  departement: 'le Département',
  beneficiaire: 'le Bénéficiaire',
};

/** A registered letter with acknowledgement of receipt (LRAR). Source: art. 7.1, « lettre recommandée avec avis de réception ». */
export interface Recommande {
  readonly numero: string;
  readonly envoyeLe: Jour;
  /** Day the other party received it; null while it is on its way, or when it was refused or unclaimed. */
  readonly recuLe: Jour | null;
  /** Day of the first presentation, known for a letter refused or unclaimed. */
  readonly premierePresentationLe: Jour | null;
  readonly sort: 'en_cours' | 'remis' | 'refuse' | 'non_reclame';
}

interface Commun {
  /** UUID v7 made by the application. */
  readonly id: string;
}

/** The délibération (or the other authorisation of an association) of one party. */
export interface Deliberation extends Commun {
  readonly type: 'deliberation';
  readonly partie: Partie;
  readonly numero: string;
  readonly date: Jour;
}

/** Accusé de réception of the préfecture, for a délibération, or for the convention itself (`deliberationId: null`). */
export interface Teletransmission extends Commun {
  readonly type: 'teletransmission';
  readonly deliberationId: string | null;
  readonly numero: string;
  readonly transmiseLe: Jour;
  readonly recueLe: Jour;
}

export interface Signature extends Commun {
  readonly type: 'signature';
  readonly partie: Partie;
  readonly date: Jour;
  readonly signataire: string;
  readonly qualite: string;
}

/** Express opposition to the tacit renewal. Both days are stored; which one counts is a clause. */
export interface Opposition extends Commun {
  readonly type: 'opposition';
  readonly auteur: Partie;
  readonly envoyeeLe: Jour;
  readonly recueLe: Jour | null;
}

export interface MiseEnDemeure extends Commun {
  readonly type: 'mise_en_demeure';
  /** The notifying party. */
  readonly auteur: Partie;
  readonly motif: string;
  readonly courrier: Recommande;
}

/** The fault was remedied; only a complete remedy, in time, closes the procedure. */
export interface Remede extends Commun {
  readonly type: 'remede';
  readonly miseEnDemeureId: string;
  readonly date: Jour;
  readonly complet: boolean;
}

/** What the notifying party records once the delay is over. */
export interface Constat extends Commun {
  readonly type: 'constat';
  readonly miseEnDemeureId: string;
  readonly date: Jour;
  readonly resultat: 'totalement_infructueuse' | 'partiellement_infructueuse' | 'remediee';
}

export interface ForceMajeure extends Commun {
  readonly type: 'force_majeure';
  readonly auteur: Partie;
  readonly motif: string;
  /** The paper names the Covid-19 epidemic as a case of force majeure. */
  readonly covid19: boolean;
  readonly courrier: Recommande;
}

/** Dissolution of the Bénéficiaire; that day is the last one. */
export interface Dissolution extends Commun {
  readonly type: 'dissolution';
  readonly date: Jour;
}

/** Clauses changed by an avenant; absent: unchanged. */
export type Changements = Partial<Clauses>;

export interface Avenant extends Commun {
  readonly type: 'avenant';
  readonly numero: string;
  /** Day it was drawn up; it takes effect at its last signature, not then. */
  readonly date: Jour;
  readonly objet: string;
  /** Those known when it was recorded; later ones are events of their own. */
  readonly signatures: Readonly<Record<Partie, Jour | null>>;
  readonly changements: Changements;
}

/** A new representative of a party: an event, not an avenant. */
export interface Representant extends Commun {
  readonly type: 'representant';
  readonly partie: Partie;
  readonly date: Jour;
  readonly nom: string;
  readonly qualite: string;
}

/** A lieu agreed by both parties: an event, not an avenant. */
export interface LieuConvenu extends Commun {
  readonly type: 'lieu_convenu';
  readonly lieuId: string;
  readonly date: Jour;
}

/** Certificate of the liability insurance of the Bénéficiaire, both days inclusive. */
export interface Assurance extends Commun {
  readonly type: 'assurance';
  readonly assureur: string;
  readonly valableDu: Jour;
  readonly valableAu: Jour;
}

export interface Note extends Commun {
  readonly type: 'note';
  readonly date: Jour;
  readonly texte: string;
}

/** Cancels an event recorded by mistake: it stays readable and has no effect any more. */
export interface Annulation extends Commun {
  readonly type: 'annulation';
  readonly evenementId: string;
  readonly date: Jour;
  readonly motif: string;
}

export type Evenement =
  | Deliberation
  | Teletransmission
  | Signature
  | Opposition
  | DecisionOpposition
  | MiseEnDemeure
  | Remede
  | Constat
  | ForceMajeure
  | Dissolution
  | Avenant
  | SignatureAvenant
  | Original
  | Charte
  | Responsable
  | Representant
  | LieuConvenu
  | Assurance
  | Note
  | Annulation;

export type TypeEvenement = Evenement['type'];

export const TYPES_EVENEMENT = {
  deliberation: 'Délibération',
  teletransmission: 'Accusé de réception en préfecture',
  signature: 'Signature',
  opposition: 'Opposition à la reconduction',
  decision_opposition: 'Décision sur une opposition tardive',
  mise_en_demeure: 'Mise en demeure',
  remede: 'Remède apporté',
  constat: 'Constat après mise en demeure',
  force_majeure: 'Force majeure ou empêchement',
  dissolution: 'Dissolution du Bénéficiaire',
  avenant: 'Avenant',
  signature_avenant: 'Signature d’un avenant',
  original: 'Original de la convention',
  charte: 'Accord sur la charte de communication',
  responsable: 'Personne chargée de la convention',
  representant: 'Changement de représentant',
  lieu_convenu: 'Lieu convenu',
  assurance: 'Attestation d’assurance',
  note: 'Note',
  annulation: 'Annulation d’un enregistrement',
} as const satisfies Record<TypeEvenement, string> & Nomenclature;

/** What the rules need to know of a convention. */
export interface Convention {
  /** The clauses as first signed; avenants are in the events. */
  readonly clauses: Clauses;
  readonly evenements: readonly Evenement[];
  /** Must the Bénéficiaire's délibération be sent to the préfecture? False for an association. Default: true. */
  readonly beneficiaireTransmet?: boolean;
}

type Of<T extends TypeEvenement> = Extract<Evenement, { readonly type: T }>;

function lireEffectifs(evenements: readonly Evenement[]): readonly Evenement[] {
  const annulations = evenements.filter((evenement) => evenement.type === 'annulation');
  const isCancelled = (id: string, seen: ReadonlySet<string>): boolean =>
    annulations.some(
      (annulation) =>
        annulation.evenementId === id &&
        !seen.has(annulation.id) &&
        !isCancelled(annulation.id, new Set([...seen, annulation.id])),
    );
  const effectifs = evenements
    .filter(({ id, type }) => type !== 'annulation' && (annulations.length === 0 || !isCancelled(id, new Set([id]))))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const signatures = effectifs.filter((evenement) => evenement.type === 'signature_avenant');
  if (signatures.length === 0) return effectifs;
  return effectifs.map((evenement) =>
    evenement.type === 'avenant' ? withSignatures(evenement, signatures) : evenement,
  );
}

function withSignatures(avenant: Avenant, signatures: readonly SignatureAvenant[]): Avenant {
  const first = (partie: Partie): Jour | null =>
    signatures
      .filter((signature) => signature.avenantId === avenant.id && signature.partie === partie)
      .map(({ date }) => date)
      .reduce<Jour | null>((a, b) => (a === null ? b : lePlusTot(a, b)), avenant.signatures[partie]);
  return { ...avenant, signatures: { departement: first('departement'), beneficiaire: first('beneficiaire') } };
}

interface Effectifs {
  readonly tous: readonly Evenement[];
  readonly parType: ReadonlyMap<TypeEvenement, readonly Evenement[]>;
}

/** The last list read: the questions asked of a convention follow each other, and a list of events never changes. */
let dernierLu: { readonly evenements: readonly Evenement[]; readonly effectifs: Effectifs } | null = null;

function effectifsDe(evenements: readonly Evenement[]): Effectifs {
  if (dernierLu?.evenements === evenements) return dernierLu.effectifs;
  const tous = lireEffectifs(evenements);
  const effectifs = { tous, parType: Map.groupBy(tous, ({ type }) => type) };
  dernierLu = { evenements, effectifs };
  return effectifs;
}

/**
 * Events that still count: neither cancelled nor cancellations, sorted by id so that the order of entry never matters.
 * A cancellation that is itself cancelled has no effect. An avenant bears the signatures recorded since.
 */
export function evenementsEffectifs(evenements: readonly Evenement[]): readonly Evenement[] {
  return effectifsDe(evenements).tous;
}

const AUCUN: readonly never[] = [];

/** Events of one type that still count. */
export function evenementsDeType<T extends TypeEvenement>(convention: Convention, type: T): readonly Of<T>[] {
  return (effectifsDe(convention.evenements).parType.get(type) as readonly Of<T>[] | undefined) ?? AUCUN;
}

/** Last of the signatures of both parties, or null while one is missing. Source: art. 8.2, « dûment daté et signé par chacune d'elles ». */
export function effetAvenant(avenant: Avenant): Jour | null {
  const { departement, beneficiaire } = avenant.signatures;
  if (departement === null || beneficiaire === null) return null;
  return lePlusTard(departement, beneficiaire);
}

/**
 * Day on which a registered letter counts as received, or null while it does not.
 *
 * Source: art. 7.1, « à compter de sa réception ». A letter refused or unclaimed counts from its first presentation
 * when the clause `courrierNonRetire` says so.
 */
export function dateReception(courrier: Recommande, clauses: Clauses): Jour | null {
  if (courrier.sort === 'remis') return courrier.recuLe;
  if (courrier.sort === 'en_cours') return null;
  return clauses.courrierNonRetire === 'premiere_presentation' ? courrier.premierePresentationLe : null;
}

/** Day of an opposition that counts under the clauses of its sending; null while the letter has not arrived. Source: art. 6, « opposition expresse ». */
export function jourOpposition(opposition: Opposition, clauses: Clauses): Jour | null {
  return clauses.oppositionCompteDe === 'envoi' ? opposition.envoyeeLe : opposition.recueLe;
}

/**
 * Day from which an event can be known (column `jour` of the table): what is asked of a past day ignores the events of
 * later days.
 */
export function jourConnu(evenement: Evenement): Jour {
  switch (evenement.type) {
    case 'teletransmission':
      return evenement.recueLe;
    case 'opposition':
      return evenement.envoyeeLe;
    case 'mise_en_demeure':
    case 'force_majeure':
      return evenement.courrier.envoyeLe;
    case 'assurance':
      return evenement.valableDu;
    case 'avenant':
      return lePlusTot(effetAvenant(evenement) ?? evenement.date, evenement.date);
    default:
      return evenement.date;
  }
}
