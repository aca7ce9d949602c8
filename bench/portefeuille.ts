/** An invented portfolio of conventions in every state, six events each on average: `rang` decides everything. */
import { type Convention, clauses2022, type Evenement, type Partie } from '../src/features/conventions/rules.ts';

type Jour = Temporal.PlainDate;
type Fait = Evenement extends infer E ? (E extends Evenement ? Omit<E, 'id'> : never) : never;

/** Days of the first signatures are spread over this many days before `today`. */
const ANCIENNETE = 1100;

const signature = (partie: Partie, date: Jour): Fait => ({
  type: 'signature',
  partie,
  date,
  signataire: 'Camille Exemple',
  qualite: 'Présidente',
});

function suites(rang: number, effet: Jour, today: Jour): readonly Fait[] {
  const recent = today.subtract({ days: 20 + (rang % 30) });
  const courrier = {
    numero: '1A 000 000 0000 0',
    envoyeLe: recent,
    recuLe: recent.add({ days: 3 }),
    premierePresentationLe: recent.add({ days: 3 }),
    sort: 'remis',
  } as const;
  const assurance: Fait = {
    type: 'assurance',
    assureur: 'Mutuelle fictive',
    valableDu: effet,
    valableAu: effet.add({ months: 6 + (rang % 30) }),
  };
  switch (rang % 6) {
    case 0:
      return [
        assurance,
        { type: 'opposition', auteur: 'beneficiaire', envoyeeLe: recent, recueLe: recent.add({ days: 2 }) },
      ];
    case 1:
      return [assurance, { type: 'mise_en_demeure', auteur: 'departement', motif: 'Bureau fermé', courrier }];
    case 2: {
      const signed = effet.add({ days: 40 });
      return [
        assurance,
        {
          type: 'avenant',
          numero: '1',
          date: signed,
          objet: 'Deux demi-journées par semaine, et une autre fin',
          signatures: { departement: signed, beneficiaire: signed.subtract({ days: 4 }) },
          changements: { demiJourneesParSemaine: 2, finAuPlusTard: today.add({ days: 200 + (rang % 400) }) },
        },
      ];
    }
    case 3:
      return [assurance, { type: 'note', date: effet, texte: 'Les originaux sont à la maison du Département.' }];
    case 4:
      return [assurance];
    default:
      return [];
  }
}

/** The convention of that rank: signed up to three years before `today`, one in twenty not yet signed by both. */
export function conventionDeRang(rang: number, today: Jour, id: (evenement: number) => string): Convention {
  const effet = today.subtract({ days: 5 + ((rang * 37) % ANCIENNETE) });
  const decided = effet.subtract({ days: 60 });
  const isSigned = rang % 20 !== 19;
  const faits: readonly Fait[] = [
    { type: 'deliberation', partie: 'departement', numero: `CP-${rang}`, date: decided },
    { type: 'deliberation', partie: 'beneficiaire', numero: `DL-${rang}`, date: decided },
    {
      type: 'teletransmission',
      deliberationId: id(1),
      numero: `AR-${rang}`,
      transmiseLe: decided.add({ days: 5 }),
      recueLe: decided.add({ days: 5 }),
    },
    signature('beneficiaire', effet.subtract({ days: 7 })),
    ...(isSigned ? [signature('departement', effet), ...suites(rang, effet, today)] : []),
  ];
  return {
    clauses: {
      ...clauses2022,
      finAuPlusTard: rang % 7 === 0 ? null : today.add({ days: ((rang * 53) % 1500) - 300 }),
      ...(rang % 5 === 0 ? { dureeMois: 12 } : {}),
    },
    evenements: faits.map((fait, rank) => ({ ...fait, id: id(rank) }) as Evenement),
  };
}
