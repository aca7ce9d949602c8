import { formatDate, parisDate } from '../../../domain/date.ts';
import { estAvant, lePlusTard, lePlusTot } from '../../../domain/periode.ts';
import {
  type Alerte,
  alertes,
  type Convention,
  deliberationsATransmettre,
  echeances,
  effetAvenant,
  estATransmettre,
  evenementsDeType,
  type Lecture,
  lireConvention,
  manquesPartie,
  PARTIES,
  type Partie,
} from '../../conventions/rules.ts';
import type { Element, TypeElement } from './element.ts';

type Jour = Temporal.PlainDate;

/** A convention with what names it. */
export interface ConventionSuivie extends Convention {
  readonly id: string;
  readonly reference: string;
  readonly createdAt: Temporal.Instant;
  readonly structure: { readonly id: string; readonly nom: string };
}

const DE_LA_PARTIE: Readonly<Record<Partie, string>> = {
  departement: 'du Département',
  beneficiaire: 'du Bénéficiaire',
};

type Fait = Pick<Element, 'type' | 'le'> & Partial<Pick<Element, 'depuis' | 'precision'>> & { readonly de?: string };

function elementDe({ id, reference, structure }: ConventionSuivie, fait: Fait): Element {
  const { de, ...rest } = fait;
  const objet = de === undefined ? `convention:${id}` : `convention:${id}:${de}`;
  const sujetPublic = `convention ${reference}, ${structure.nom}`;
  const { nom } = structure;
  return {
    depuis: null,
    precision: null,
    ...rest,
    objet,
    sujet: reference,
    sujetPublic,
    structure: { id: structure.id, nom },
    href: `/conventions/${id}`,
  };
}

function sansAssurance(desLe: Jour | null): string {
  if (desLe === null) return 'Aucune attestation n’est enregistrée.';
  return `L’attestation enregistrée n’est valable qu’à partir du ${formatDate(desLe)}.`;
}

/** What a day passed without: a constat, a valid certificate. Source: art. 7.1, « constat »; art. 4.2. */
function enRetard(alerte: Alerte, effet: Jour): Fait[] {
  switch (alerte.refus) {
    case 'constat_attendu':
      return [{ type: 'constat', le: alerte.depuis }];
    case 'assurance_expiree':
      return [{ type: 'assurance', le: alerte.depuis.subtract({ days: 1 }) }];
    case 'assurance_absente':
      return [{ type: 'assurance', le: null, depuis: effet, precision: sansAssurance(alerte.desLe) }];
    default:
      return [];
  }
}

/** Oppositions sent in time and received late, until somebody decides. Source: art. 6, « au plus tard 2 mois avant ». */
function aDecider(alerte: Alerte): Fait[] {
  if (alerte.refus !== 'opposition_tardive' || !alerte.envoyeeATemps || alerte.decideeLe !== null) return [];
  const { oppositionId: de, auteur, recueLe } = alerte;
  const precision = `L’opposition ${DE_LA_PARTIE[auteur]} a été envoyée à temps, et reçue trop tard.`;
  return [{ type: 'decision_opposition', de, le: null, depuis: recueLe, precision }];
}

/** The convention itself, where its clauses of the day require it. Source: préambule, « Accusé de réception en préfecture ». */
function conventionATransmettre(convention: ConventionSuivie, lecture: Lecture, jour: Jour): Fait[] {
  if (!estATransmettre(convention, lecture, jour)) return [];
  return [{ type: 'transmission', le: null, depuis: lecture.effet }];
}

function aTransmettre(convention: ConventionSuivie): Fait[] {
  return deliberationsATransmettre(convention).map(({ id, partie, numero, date }) => ({
    type: 'teletransmission',
    de: id,
    le: null,
    depuis: date,
    precision: `Délibération ${DE_LA_PARTIE[partie]}, ${numero}, du ${formatDate(date)}.`,
  }));
}

function signaturesDe(parties: readonly Partie[]): string {
  const [first = 'departement', second] = parties;
  if (second !== undefined) return 'Il manque les deux signatures.';
  return `Il manque la signature ${DE_LA_PARTIE[first]}.`;
}

/** A convention that is not signed by both, since its first signature, else its last délibération, else its first entry. */
function conventionASigner(convention: ConventionSuivie): Fait[] {
  const signed = evenementsDeType(convention, 'signature');
  const decided = evenementsDeType(convention, 'deliberation').map(({ date }) => date);
  const [firstSignature, ...others] = signed.map(({ date }) => date);
  const [firstDecision, ...later] = decided;
  const depuis =
    firstSignature !== undefined
      ? others.reduce(lePlusTot, firstSignature)
      : firstDecision !== undefined
        ? later.reduce(lePlusTard, firstDecision)
        : parisDate(convention.createdAt);
  const missing = PARTIES.filter((partie) => manquesPartie(convention, partie).includes('signature'));
  return [{ type: 'signature', le: null, depuis, precision: signaturesDe(missing) }];
}

function avenantsASigner(convention: ConventionSuivie): Fait[] {
  return evenementsDeType(convention, 'avenant')
    .filter((avenant) => effetAvenant(avenant) === null)
    .map(({ id, numero, date, signatures }) => ({
      type: 'signature',
      de: id,
      le: null,
      depuis: date,
      precision: `Avenant n° ${numero}. ${signaturesDe(PARTIES.filter((partie) => signatures[partie] === null))}`,
    }));
}

function faitsDe(convention: ConventionSuivie, lecture: Lecture | null, jour: Jour): readonly Fait[] {
  if (lecture === null) return [...conventionASigner(convention), ...aTransmettre(convention)];
  if (lecture.fin !== null && estAvant(lecture.fin.le, jour)) return [];
  return [
    ...echeances(convention, jour).map(({ type, date }): Fait => ({ type: type satisfies TypeElement, le: date })),
    ...alertes(convention, jour).flatMap((alerte) => [...enRetard(alerte, lecture.effet), ...aDecider(alerte)]),
    ...avenantsASigner(convention),
    ...aTransmettre(convention),
    ...conventionATransmettre(convention, lecture, jour),
  ];
}

/**
 * What the conventions wait for on a day: their deadlines to come (`echeances`), those that passed without what they ask
 * (constat, insurance certificate), and what has no day: délibérations not acknowledged by the préfecture, nor the convention
 * itself where it must be; papers not signed by both; oppositions to decide of. Nothing of a convention that is over.
 *
 * Source: art. 6, « au plus tard 2 mois avant »; art. 7.1, « trente (30) jours »; art. 4.2, « assurance responsabilité
 * civile »; art. 8.2, « dûment daté et signé »; préambule, « Accusé de réception en préfecture ».
 * Example: effet 2022-10-10, on 2023-01-15 → opposition 2023-02-10, reconduction 2023-04-10, fin 2023-07-01, and the
 * certificate that nobody recorded, since 2022-10-10.
 */
export function elementsDesConventions(conventions: readonly ConventionSuivie[], jour: Jour): readonly Element[] {
  return conventions.flatMap((convention) =>
    faitsDe(convention, lireConvention(convention), jour).map((fait) => elementDe(convention, fait)),
  );
}
