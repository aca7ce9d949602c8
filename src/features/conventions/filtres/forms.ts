import { z } from 'zod';
import { line, optionalLine } from '../../../platform/http/fields.ts';

export const renommerForm = z.object({ nom: line('le nom du filtre', 60) });

export const filtreForm = renommerForm.extend({ requete: optionalLine('le filtre', 600) });
