import type { Evenement, Partie, TypeEvenement } from '../rules.ts';
import { evenementsEffectifs } from '../rules.ts';
import { readEvenement, writeEvenement } from '../stored.ts';
import type { Cle } from './colonnes.ts';

/** What an event says, as it is stored: days as `AAAA-MM-JJ`. */
export type Faits = Readonly<Record<string, unknown>>;

/** A place of the file for one event of a convention: which columns hold which of its facts. */
export type Emplacement = {
  readonly type: TypeEvenement;
  /** « la délibération du Département » */
  readonly nom: string;
  /** Facts that the place itself says. */
  readonly fixe: Faits;
  readonly champs: Readonly<Record<string, Cle>>;
  /** Facts that may stay unknown. */
  readonly facultatifs: readonly string[];
  /**
   * Facts by which two events are the same one, corrected; an event that differs in them is added. Null: there is one event at
   * most, and another one corrects it.
   */
  readonly identite: readonly string[] | null;
  /** An accusé hangs from the délibération of this party. */
  readonly delibereePar?: Partie;
};

const DE = { departement: 'du Département', beneficiaire: 'du Bénéficiaire' } as const;
const SUFFIXE = { departement: 'Departement', beneficiaire: 'Beneficiaire' } as const;

const deliberation = (partie: Partie): Emplacement => ({
  type: 'deliberation',
  nom: `la délibération ${DE[partie]}`,
  fixe: { partie },
  champs: { numero: `deliberation${SUFFIXE[partie]}Numero`, date: `deliberation${SUFFIXE[partie]}Date` },
  facultatifs: [],
  identite: null,
});

const accuse = (partie: Partie): Emplacement => ({
  type: 'teletransmission',
  nom: `l’accusé de la délibération ${DE[partie]}`,
  fixe: {},
  champs: {
    numero: `accuse${SUFFIXE[partie]}Numero`,
    transmiseLe: `accuse${SUFFIXE[partie]}TransmiseLe`,
    recueLe: `accuse${SUFFIXE[partie]}RecueLe`,
  },
  facultatifs: [],
  identite: null,
  delibereePar: partie,
});

const signature = (partie: Partie): Emplacement => ({
  type: 'signature',
  nom: `la signature ${DE[partie]}`,
  fixe: { partie },
  champs: {
    date: `signature${SUFFIXE[partie]}Date`,
    signataire: `signature${SUFFIXE[partie]}Signataire`,
    qualite: `signature${SUFFIXE[partie]}Qualite`,
  },
  facultatifs: [],
  identite: null,
});

/** The places, in the order in which they are read: what hangs from another comes after it. */
export const EMPLACEMENTS: readonly Emplacement[] = [
  deliberation('departement'),
  accuse('departement'),
  deliberation('beneficiaire'),
  accuse('beneficiaire'),
  signature('beneficiaire'),
  signature('departement'),
  {
    type: 'teletransmission',
    nom: 'l’accusé de la convention',
    fixe: { deliberationId: null },
    champs: {
      numero: 'accuseConventionNumero',
      transmiseLe: 'accuseConventionTransmiseLe',
      recueLe: 'accuseConventionRecueLe',
    },
    facultatifs: [],
    identite: null,
  },
  {
    type: 'assurance',
    nom: 'l’attestation d’assurance',
    fixe: {},
    champs: { assureur: 'assureur', valableDu: 'assuranceDu', valableAu: 'assuranceAu' },
    facultatifs: [],
    identite: ['assureur', 'valableDu'],
  },
  {
    type: 'opposition',
    nom: 'l’opposition',
    fixe: {},
    champs: { auteur: 'oppositionAuteur', envoyeeLe: 'oppositionEnvoyeeLe', recueLe: 'oppositionRecueLe' },
    facultatifs: ['recueLe'],
    identite: ['auteur', 'envoyeeLe'],
  },
  {
    type: 'dissolution',
    nom: 'la dissolution',
    fixe: {},
    champs: { date: 'dissolution' },
    facultatifs: [],
    identite: null,
  },
];

export function faitsDe(evenement: Evenement): Faits {
  return JSON.parse(writeEvenement(evenement)) as Faits;
}

/** An event of these facts. Throws when they do not make one. */
export function faire(id: string, type: string, faits: Faits): Evenement {
  return readEvenement({ id, type, donnees: JSON.parse(JSON.stringify(faits)) });
}

/** Do the facts say all of `dit`? */
export function disent(faits: Faits, dit: Faits): boolean {
  return Object.entries(dit).every(([champ, valeur]) => (faits[champ] ?? null) === valeur);
}

/** Events that still count and that a place may hold, by the order of their entry. */
export function candidats(
  emplacement: Emplacement,
  effectifs: readonly Evenement[],
  fixe: Faits,
): readonly Evenement[] {
  return effectifs.filter((one) => one.type === emplacement.type && disent(faitsDe(one), fixe));
}

/** Identifiers of other events that an event cites. */
function cites(evenement: Evenement, known: ReadonlySet<string>): readonly string[] {
  return Object.values(faitsDe(evenement)).flatMap((valeur) =>
    typeof valeur === 'string' && known.has(valeur) ? [valeur] : [],
  );
}

export type Rangement = {
  /** At the rank of each place, the event that it holds. */
  readonly places: readonly (Evenement | null)[];
  /** What no place holds, by the order of its entry. */
  readonly autres: readonly Evenement[];
};

/**
 * Puts the events of a convention in the places of a row. A place shows facts, never an identifier: an event that one of the
 * others cites (a délibération whose accusé was cancelled) goes with them.
 */
export function ranger(evenements: readonly Evenement[]): Rangement {
  const effectifs = evenementsEffectifs(evenements);
  const known = new Set(evenements.map(({ id }) => id));
  const barred = new Set<string>();
  for (;;) {
    const places = placer(effectifs, barred);
    const held = new Set(places.flatMap((one) => (one === null ? [] : [one.id])));
    const autres = evenements.filter(({ id }) => !held.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
    const cited = autres.flatMap((one) => cites(one, known)).filter((id) => held.has(id));
    if (cited.length === 0) return { places, autres };
    for (const id of cited) barred.add(id);
  }
}

function placer(effectifs: readonly Evenement[], barred: ReadonlySet<string>): (Evenement | null)[] {
  const places: (Evenement | null)[] = [];
  for (const emplacement of EMPLACEMENTS) {
    // The place of a délibération comes just before that of its accusé.
    const deliberation = emplacement.delibereePar === undefined ? undefined : (places.at(-1) ?? null);
    const fixe = deliberation === undefined ? emplacement.fixe : { deliberationId: deliberation?.id ?? '' };
    const free = candidats(emplacement, effectifs, fixe).filter(({ id }) => !barred.has(id));
    places.push(free.at(-1) ?? null);
  }
  return places;
}
