import type { Insertable } from 'kysely';
import { formatDate } from '../../src/domain/date.ts';
import {
  type Assurance,
  type Clauses,
  type Convention,
  clauses2022,
  type Evenement,
  jourConnu,
} from '../../src/features/conventions/rules.ts';
import { writeClauses, writeEvenement } from '../../src/features/conventions/stored.ts';
import { transmetAuControleDeLegalite } from '../../src/features/structures/rules.ts';
import type { DB } from '../types.ts';
import { avenantsEnAttente, finAssurance, isAssuranceRenouvelee } from './echeancier.ts';
import type { StructureDemo } from './fiches.ts';
import { demo, demoId, ids66 } from './ids.ts';
import { jourOuvreAvant } from './jours.ts';
import { personne } from './personnes.ts';
import { STRUCTURES } from './structures.ts';

type Jour = Temporal.PlainDate;
type SansId<E> = E extends Evenement ? Omit<E, 'id'> : never;

/** A convention of the demo: what the rules read, and what the table keeps. */
export interface ConventionDemo {
  readonly id: string;
  readonly structure: StructureDemo;
  readonly reference: string;
  readonly note: string | null;
  readonly pointAccueil: string | null;
  readonly convention: Convention;
  readonly createdOn: Jour;
}

const MODELE_2022 = 'convention-2022';

const SIGNATAIRE_DEPARTEMENT = {
  signataire: 'Madame la Présidente du Département',
  qualite: 'Présidente en exercice',
} as const;

/** Who signs for a structure. The one of the 2022 convention is named by his function, as everyone else is invented. */
export function representant(structure: StructureDemo): { readonly nom: string; readonly fonction: string } {
  const nom =
    structure.slug === 'cc-alberes'
      ? 'Monsieur le Président de la Communauté de communes'
      : personne(structure.slug, structure.fonction);
  return { nom, fonction: structure.fonction };
}

function number(convention: string, evenements: readonly SansId<Evenement>[]): Evenement[] {
  return evenements.map(
    (evenement, rank) => ({ ...evenement, id: demoId('66', 'evenement', convention, String(rank)) }) as Evenement,
  );
}

/** The paper of 2022, fact by fact; the days of its signatures are not written on it. */
function convention2022(structure: StructureDemo): ConventionDemo {
  const day = Temporal.PlainDate.from;
  const { nom: signataire, fonction: qualite } = representant(structure);
  const evenements = number('cc-alberes-2022', [
    { type: 'deliberation', partie: 'departement', numero: '18', date: day('2021-12-16') },
    { type: 'deliberation', partie: 'beneficiaire', numero: 'DL2022-0167', date: day('2022-09-19') },
    {
      type: 'teletransmission',
      deliberationId: demoId('66', 'evenement', 'cc-alberes-2022', '1'),
      numero: '2022-000000000-1',
      transmiseLe: day('2022-09-28'),
      recueLe: day('2022-09-28'),
    },
    { type: 'signature', partie: 'beneficiaire', date: day('2022-10-03'), signataire, qualite },
    { type: 'signature', partie: 'departement', date: day('2022-10-10'), ...SIGNATAIRE_DEPARTEMENT },
    {
      type: 'note',
      date: day('2022-10-10'),
      texte:
        'Les dates de signature sont absentes du document : le 3 et le 10 octobre 2022 sont des hypothèses de la démonstration.',
    },
  ]);
  return {
    id: demo.conventions.alberes2022,
    structure,
    reference: 'CNV-2022-001',
    note: 'Date de signature absente du document : 10 octobre 2022 est une hypothèse de la démonstration.',
    pointAccueil: null,
    convention: { clauses: clauses2022, evenements },
    createdOn: day('2022-09-20'),
  };
}

function finAuPlusTard({ situation }: StructureDemo, today: Jour): Jour {
  if (situation === 'finit_bientot') return today.add({ days: 40 });
  if (situation === 'passee') return today.subtract({ days: 130 });
  return Temporal.PlainDate.from({ year: today.year + 2, month: 7, day: 1 });
}

function deliberations(structure: StructureDemo, last: Jour, isTransmitted: boolean): SansId<Evenement>[] {
  const rank = String(STRUCTURES.indexOf(structure) + 1).padStart(2, '0');
  const departement = jourOuvreAvant(last.subtract({ days: 75 }));
  const beneficiaire = jourOuvreAvant(last.subtract({ days: 40 }));
  const accuse = (at: number, decided: Jour, numero: string): SansId<Evenement> => ({
    type: 'teletransmission',
    deliberationId: demoId('66', 'evenement', structure.slug, String(at)),
    numero,
    transmiseLe: jourOuvreAvant(decided.add({ days: 8 })),
    recueLe: jourOuvreAvant(decided.add({ days: 8 })),
  });
  return [
    { type: 'deliberation', partie: 'departement', numero: `CP-${departement.year}-${rank}`, date: departement },
    {
      type: 'deliberation',
      partie: 'beneficiaire',
      numero: isTransmitted
        ? `DL${beneficiaire.year}-01${rank}`
        : `décision du conseil d’administration du ${formatDate(beneficiaire)}`,
      date: beneficiaire,
    },
    accuse(0, departement, `${departement.year}-000000000-A${rank}`),
    ...(isTransmitted ? [accuse(1, beneficiaire, `${beneficiaire.year}-000000000-B${rank}`)] : []),
  ];
}

/** What happened since the signature, according to how the convention is to stand today. */
function suites(structure: StructureDemo, effet: Jour, today: Jour): SansId<Evenement>[] {
  const before = (days: number): Jour => jourOuvreAvant(today.subtract({ days }));
  const insured: Omit<Assurance, 'id'> = {
    type: 'assurance',
    assureur: 'Mutuelle fictive des collectivités',
    valableDu: effet,
    valableAu: finAssurance(structure.slug, effet, today),
  };
  const renewed: SansId<Evenement>[] =
    isAssuranceRenouvelee(structure.slug) && Temporal.PlainDate.compare(insured.valableAu, today) < 0
      ? [{ ...insured, valableDu: insured.valableAu.add({ days: 1 }), valableAu: insured.valableAu.add({ years: 1 }) }]
      : [];
  const agreed = structure.lieux.map(
    ({ slug }): SansId<Evenement> => ({ type: 'lieu_convenu', lieuId: ids66.lieu(slug), date: effet }),
  );
  const common = [insured, ...renewed, ...agreed, ...avenantsEnAttente(structure.slug, today)];
  if (structure.slug === 'cc-alberes') {
    const signed = jourOuvreAvant(effet.add({ days: 30 }));
    return [
      ...common,
      {
        type: 'avenant',
        numero: '1',
        date: signed,
        objet: 'Cinq demi-journées par semaine, réparties entre trois lieux',
        signatures: { departement: signed, beneficiaire: jourOuvreAvant(signed.subtract({ days: 6 })) },
        changements: { demiJourneesParSemaine: 5 },
      },
    ];
  }
  if (structure.situation === 'opposition') {
    return [...common, { type: 'opposition', auteur: 'beneficiaire', envoyeeLe: before(44), recueLe: before(40) }];
  }
  if (structure.situation === 'mise_en_demeure') {
    return [
      ...common,
      {
        type: 'mise_en_demeure',
        auteur: 'departement',
        motif: 'Horaires d’intervention non affichés dans la structure malgré deux rappels (art. 1.2).',
        courrier: {
          numero: '1A 000 000 0000 0',
          envoyeLe: before(15),
          recuLe: before(12),
          premierePresentationLe: before(12),
          sort: 'remis',
        },
      },
    ];
  }
  return common;
}

function evenementsDe(structure: StructureDemo, today: Jour): SansId<Evenement>[] {
  const isTransmitted = transmetAuControleDeLegalite(structure.nature);
  const { nom: signataire, fonction: qualite } = representant(structure);
  if (structure.situation === 'brouillon') {
    const [departement] = deliberations(structure, today.add({ days: 30 }), isTransmitted);
    return departement === undefined || structure.lieux.length === 0 ? [] : [departement];
  }
  const effet = jourOuvreAvant(today.subtract({ days: structure.effetIlYA }));
  const authorised = deliberations(structure, effet, isTransmitted);
  const first: SansId<Evenement> = {
    type: 'signature',
    partie: 'beneficiaire',
    date: jourOuvreAvant(effet.subtract({ days: 9 })),
    signataire,
    qualite,
  };
  if (structure.situation === 'attente_signature') return [...authorised, first];
  return [
    ...authorised,
    first,
    { type: 'signature', partie: 'departement', date: effet, ...SIGNATAIRE_DEPARTEMENT },
    ...suites(structure, effet, today),
  ];
}

function conventionDe(structure: StructureDemo, rank: number, today: Jour): ConventionDemo {
  const clauses: Clauses = { ...clauses2022, finAuPlusTard: finAuPlusTard(structure, today) };
  const evenements = number(structure.slug, evenementsDe(structure, today));
  const createdOn = today.subtract({ days: structure.effetIlYA + 90 });
  return {
    id: ids66.convention(structure.slug),
    structure,
    reference: `CNV-${createdOn.year}-${String(rank + 2).padStart(3, '0')}`,
    note: null,
    pointAccueil: structure.lieux.map(({ nom }) => nom).join(', ') || null,
    convention: { clauses, evenements, beneficiaireTransmet: transmetAuControleDeLegalite(structure.nature) },
    createdOn,
  };
}

/** The convention of 2022, then one a structure that has one. */
export function conventions(today: Jour): readonly ConventionDemo[] {
  return STRUCTURES.flatMap((structure, rank) => {
    if (structure.situation === 'aucune') return [];
    const current = conventionDe(structure, rank, today);
    return structure.slug === 'cc-alberes' ? [convention2022(structure), current] : [current];
  });
}

export function evenementRow(
  territoireId: string,
  conventionId: string,
  evenement: Evenement,
  createdBy: string,
): Insertable<DB['conventionEvenement']> {
  const jour = jourConnu(evenement);
  return {
    territoireId,
    id: evenement.id,
    conventionId,
    type: evenement.type,
    jour,
    donnees: JSON.parse(writeEvenement(evenement)),
    createdBy,
    createdAt: jour.toZonedDateTime('Europe/Paris').add({ hours: 15 }).toInstant(),
  };
}

export function conventionRow(
  territoireId: string,
  structureId: string,
  demoConvention: Omit<ConventionDemo, 'structure'>,
  createdBy: string,
): Insertable<DB['convention']> {
  const { id, reference, note, pointAccueil, convention, createdOn } = demoConvention;
  return {
    territoireId,
    id,
    structureId,
    reference,
    modele: MODELE_2022,
    clauses: JSON.parse(writeClauses(convention.clauses)),
    pointAccueil,
    note,
    createdBy,
    createdAt: createdOn.toZonedDateTime('Europe/Paris').add({ hours: 10 }).toInstant(),
  };
}
