import { clauses2022, type Evenement } from '../src/features/conventions/rules.ts';
import { createConvention, saveEvenements } from '../src/features/conventions/store.ts';
import { inTerritoire } from '../src/platform/db.ts';
import { uuidv7 } from '../src/platform/ids.ts';
import type { Base } from './base.ts';

type Jour = Temporal.PlainDate;

/** A certificate of insurance valid for the ten years that end on a day. */
export function assurance(valableAu: Jour): Evenement {
  const valableDu = valableAu.subtract({ years: 10 });
  return { type: 'assurance', id: uuidv7(), assureur: 'Mutuelle fictive', valableDu, valableAu };
}

/** Records a convention of the territoire « 66 », signed by both on `effet`, with what else happened; returns its id. */
export async function seedConvention(
  base: Base,
  {
    structureId,
    reference,
    effet,
    fin,
    evenements = [],
    compteId,
  }: {
    readonly structureId: string;
    readonly reference: string;
    /** Null: nobody has signed. */
    readonly effet: Jour | null;
    readonly fin: Jour | null;
    readonly evenements?: readonly Evenement[];
    /** Who records it. */
    readonly compteId: string;
  },
): Promise<string> {
  return inTerritoire(base.request, '66', async (db) => {
    const clauses = { ...clauses2022, finAuPlusTard: fin };
    const asked = { structureId, reference, modele: 'convention-2022', clauses, pointAccueil: null, note: null };
    const created = await createConvention(db, '66', asked, compteId);
    if (!('value' in created)) throw new Error(created.constraint);
    const signer = { signataire: 'Camille Exemple', qualite: 'Présidente' };
    const signatures = (['departement', 'beneficiaire'] as const).flatMap((partie): Evenement[] =>
      effet === null ? [] : [{ type: 'signature', id: uuidv7(), partie, date: effet, ...signer }],
    );
    await saveEvenements(db, '66', created.value, [...signatures, ...evenements], compteId);
    return created.value;
  });
}
