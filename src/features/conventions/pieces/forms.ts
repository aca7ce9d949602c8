import { z } from 'zod';
import { line, optionalId } from '../../../platform/http/fields.ts';

/** The file itself is read apart: a form gives a refused one back to nobody. */
export const scanForm = z.object({ evenementId: optionalId('l’événement') });

export const retraitForm = z.object({ motif: line('le motif du retrait', 500) });
