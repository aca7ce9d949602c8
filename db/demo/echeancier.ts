import type { Avenant } from '../../src/features/conventions/rules.ts';
import { jourOuvreAvant } from './jours.ts';

type Jour = Temporal.PlainDate;

/** The structure whose certificate of insurance has run out, and nobody has sent another. */
const SANS_ASSURANCE = 'ccas-perpignan';
/** The structure that has signed an avenant, which waits for the Département. */
const AVENANT_EN_ATTENTE = 'habitat-tet';

/** Last day of the first certificate of insurance: a year after the effect, or nine days ago for the one that is late. */
export function finAssurance(structure: string, effet: Jour, today: Jour): Jour {
  return structure === SANS_ASSURANCE ? today.subtract({ days: 9 }) : effet.add({ years: 1 }).subtract({ days: 1 });
}

export function isAssuranceRenouvelee(structure: string): boolean {
  return structure !== SANS_ASSURANCE;
}

/** The avenant that only one party has signed, for the structure that has one. */
export function avenantsEnAttente(structure: string, today: Jour): readonly Omit<Avenant, 'id'>[] {
  if (structure !== AVENANT_EN_ATTENTE) return [];
  const signed = jourOuvreAvant(today.subtract({ days: 33 }));
  return [
    {
      type: 'avenant',
      numero: '1',
      date: signed,
      objet: 'Deux demi-journées par semaine',
      signatures: { departement: null, beneficiaire: signed },
      changements: { demiJourneesParSemaine: 2 },
    },
  ];
}
