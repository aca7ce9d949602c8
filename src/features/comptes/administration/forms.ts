import { z } from 'zod';
import { box, choice, courriel, line } from '../../../platform/http/fields.ts';
import { ROLES_INVITES } from './rules.ts';

export const invitationForm = z.object({
  nom: line('le prénom et le nom', 100),
  courriel: courriel(),
  role: choice('le rôle', ROLES_INVITES),
});

export const MOTIFS_OUBLI = {
  perdu: 'Téléphone perdu ou volé',
  change: 'Téléphone changé ou réinitialisé',
  panne: 'Téléphone en panne',
} as const;

export type MotifOubli = keyof typeof MOTIFS_OUBLI;

export const oubliForm = z.object({
  motif: choice('le motif', Object.keys(MOTIFS_OUBLI) as MotifOubli[]),
  identite: box().refine((ticked) => ticked, {
    error: 'Vérifiez l’identité de la personne, en face à face, puis cochez la case.',
  }),
});
