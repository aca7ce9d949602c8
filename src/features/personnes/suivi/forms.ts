import { z } from 'zod';
import { box, id } from '../../../platform/http/fields.ts';

export const passageForm = z.object({ vers: id('l’agent à qui la confier'), accord: box() });
export const lienForm = z.object({ accompagnement: id('l’accompagnement') });
