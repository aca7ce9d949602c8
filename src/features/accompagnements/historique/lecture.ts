import type { Saisie } from '../rules/saisie.ts';

type Garde = Readonly<Record<string, unknown>> & { readonly jour: string; readonly heureDebut: string | null };

/** What an operation said, as it was kept: its day and its hour were written as texts. */
export function lireSaisieGardee(garde: unknown): Saisie {
  const { jour, heureDebut, ...reste } = garde as Garde;
  return {
    ...reste,
    jour: Temporal.PlainDate.from(jour),
    heureDebut: heureDebut === null ? null : Temporal.PlainTime.from(heureDebut),
  } as unknown as Saisie;
}
