import { empreinteJeton, nouveauCode } from '../src/features/rendez-vous/code.ts';
import type { Database } from '../src/platform/db.ts';
import { uuidv7 } from '../src/platform/ids.ts';
import type { Visitor } from './visitor.ts';

/** Somebody who is awaited in a séance, told by SMS. */
export async function attendre(
  owner: Database,
  {
    seanceId,
    motifId,
    debut = '09:30',
    fin = '10:00',
    ...autres
  }: { readonly seanceId: string; readonly motifId: string; readonly debut?: string; readonly fin?: string } & Readonly<
    Record<string, unknown>
  >,
): Promise<string> {
  const id = uuidv7();
  await owner
    .insertInto('rendezVous')
    .values({
      ...{ territoireId: '66', id, seanceId, motifId },
      ...{ debut: Temporal.PlainTime.from(debut), fin: Temporal.PlainTime.from(fin) },
      ...{ codeRdv: nouveauCode(), jetonHash: empreinteJeton(id), canal: 'public' },
      ...{ prenom: 'Violette', telephone: '06 39 98 00 01', prevenir: 'sms', ...autres },
    })
    .execute();
  return id;
}

/** The planning row by row, as people live it; without what only counts changes. */
export async function planningEntier(owner: Database) {
  const lire = async (table: 'permanence' | 'seance' | 'rendezVous') =>
    (await owner.selectFrom(table).selectAll().orderBy('id').execute()).map((row) => {
      const { revision, reviseeAt, version, aDire, rappelAt, ...rest } = row as Readonly<Record<string, unknown>>;
      return JSON.stringify(rest);
    });
  return {
    permanences: await lire('permanence'),
    seances: await lire('seance'),
    rendezVous: await lire('rendezVous'),
  };
}

/** Reads what a change of series would do, then confirms it. Where it leads. */
export async function changerSerie(
  visitor: Visitor,
  chemin: string,
  saisie: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly location: string | null }> {
  const { text } = await visitor.get(`${chemin}/modifier?${new URLSearchParams({ voir: 'oui', ...saisie })}`);
  const vue = /name="vue" value="([^"]+)"/.exec(text)?.[1] ?? '';
  return visitor.post(`${chemin}/modifier`, { ...saisie, vue });
}

/** Where the page of a permanence leads to take back what was changed of it today; null: nowhere. */
export async function adresseAnnuler(visitor: Visitor, chemin: string): Promise<string | null> {
  const { text } = await visitor.get(chemin);
  return /\/permanences\/changements\/[0-9a-f-]+\/annuler/.exec(text)?.[0] ?? null;
}
