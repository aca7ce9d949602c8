import { avecPersonne, type Saisie } from '../rules/saisie.ts';

type Garde = Readonly<Record<string, unknown>> & { readonly jour: string; readonly heureDebut: string | null };

/** What an operation said, as it was kept: its day and its hour were written as texts, and whom it is about beside. */
export function lireSaisieGardee(garde: unknown, personneId: string | null): Saisie {
  const { jour, heureDebut, ...reste } = garde as Garde;
  const saisie = {
    ...reste,
    jour: Temporal.PlainDate.from(jour),
    heureDebut: heureDebut === null ? null : Temporal.PlainTime.from(heureDebut),
  } as unknown as Saisie;
  return avecPersonne(saisie, personneId);
}
