import { type Journee, type NoteTerrain, premier, type SeanceTerrain, type Valeurs } from '../../domain/terrain.ts';

/** All that the day holds of records, of its séances and out of any. */
function notesDe({ seances, horsSeance = [] }: Journee): readonly NoteTerrain[] {
  return [...seances.flatMap(({ accompagnements }) => accompagnements), ...horsSeance];
}

export function noteConnue(journee: Journee | undefined, accompagnement: string): NoteTerrain | undefined {
  return journee && notesDe(journee).find(({ id }) => id === accompagnement);
}

/** The séance that a record says, as far as this device knows it. */
export function seanceDe({ seances }: Journee, valeurs: Valeurs): SeanceTerrain | undefined {
  return seances.find(({ id }) => id === premier(valeurs, 'seance'));
}

/** What the server holds of it now, as far as this device knows; null: nothing. */
export function versionConnue(journee: Journee, accompagnement: string): string | null {
  return noteConnue(journee, accompagnement)?.version ?? null;
}
