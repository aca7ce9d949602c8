import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { estRefus } from '../../src/domain/refus.ts';
import type { Vacances } from '../../src/domain/rythme.ts';
import { lireCalendrier } from '../../src/features/permanences/vacances/rules.ts';
import { PROJECT_ROOT } from '../../src/platform/project-root.ts';

/** Of the académie de Montpellier. */
export const ZONE_DEMO = 'Zone C';

/**
 * The school holidays of the demo: the rows of its académie in the official calendar of 2025-2026 and 2026-2027
 * (data.education.gouv.fr, « Le calendrier scolaire », licence ouverte), read as an import reads them.
 */
export function vacancesDemo(): readonly Vacances[] {
  const text = readFileSync(join(PROJECT_ROOT, 'db', 'demo', 'calendrier-scolaire.csv'), 'utf8');
  const lignes = text
    .trim()
    .split('\n')
    .map((line, index) => ({ rank: index + 1, cells: line.split(';') }));
  const read = lireCalendrier(lignes, ZONE_DEMO);
  if (estRefus(read)) throw new Error(`The calendar of the demo cannot be read: ${JSON.stringify(read)}`);
  return read;
}
