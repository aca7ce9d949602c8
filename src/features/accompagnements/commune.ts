import type { Db } from '../../platform/db.ts';
import { type CommuneLue, lireCommune } from '../territoires/commune-saisie.ts';
import type { Valeurs } from './formulaire.ts';

export type Situees = { readonly valeurs: Valeurs; readonly lue: CommuneLue };

/** What a form says, its commune found by its name as it was typed (`commune`); a form that has no such field is as it was. */
export async function situer(db: Db, departement: string, valeurs: Valeurs): Promise<Situees> {
  const text = (name: string) => valeurs[name]?.[0] ?? '';
  const lue = await lireCommune(db, departement, { commune: text('commune'), communeChoix: text('communeChoix') });
  if (valeurs['commune'] === undefined) return { valeurs, lue };
  return { valeurs: { ...valeurs, codeInsee: [lue.commune?.codeInsee ?? ''] }, lue };
}
