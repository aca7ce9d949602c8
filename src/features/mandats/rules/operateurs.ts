export { OPERATEURS, type Operateur } from '../../../domain/nomenclatures.ts';

/** The choice that opens a name to write. */
export const AUTRE_OPERATEUR = 'autre';
