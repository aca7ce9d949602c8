import { z } from 'zod';
import { parseHeure } from '../../domain/date.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import {
  choice,
  id,
  line,
  optionalChoice,
  optionalCourriel,
  optionalLine,
  optionalTelephone,
  optionalText,
} from '../../platform/http/fields.ts';
import { isUuid } from '../../platform/http/idempotence.ts';
import type { FieldError } from '../../ui/form-state.ts';
import type { Choix } from './prise.ts';
import { PHRASES_JOINDRE, verifierJoindre } from './rules/joindre.ts';
import type { Identite } from './store.ts';

/** A moment as a radio button sends it: « id 09:30 ». */
export function creneauDe({ seanceId, debut }: Choix): string {
  return `${seanceId} ${debut.toString({ smallestUnit: 'minute' })}`;
}

/** Reads it back; null when it is none. */
export function lireCreneau(texte: string): Choix | null {
  const [seanceId = '', heure = '', ...rest] = texte.split(' ');
  const debut = parseHeure(heure);
  return !isUuid(seanceId) || rest.length > 0 || estRefus(debut) ? null : { seanceId, debut };
}

/** The moment chosen among those offered. */
export function creneau() {
  return z.unknown().transform((value, context): Choix => {
    const read = typeof value === 'string' ? lireCreneau(value) : null;
    if (read !== null) return read;
    context.issues.push({ code: 'custom', message: 'Choisissez un moment dans la liste.', input: value });
    return z.NEVER;
  });
}

const PREVENIR = ['sms', 'courriel', 'appel', 'guichet'] as const;

const personne = {
  prenom: line('le prénom', 80),
  telephone: optionalTelephone(),
  courriel: optionalCourriel(),
  prevenir: optionalChoice('comment prévenir', PREVENIR),
  besoin: optionalText('ce dont il s’agit', 300),
  prescripteurNom: optionalLine('le nom du professionnel', 150),
  prescripteurStructure: optionalLine('la structure du professionnel', 150),
  prescripteurCourriel: optionalCourriel(),
};

/** What somebody says to take a rendez-vous: for oneself, or for somebody. */
export const priseForm = z.object({ creneau: creneau(), motifId: id('le type de rendez-vous'), ...personne });

/** The same, said to an agent. */
export const guichetForm = z.object({
  canal: choice('comment la personne s’adresse à vous', ['telephone', 'agent']),
  ...priseForm.shape,
});

export const deplacerForm = z.object({ creneau: creneau() });

/**
 * What only several fields together say; the channel by which to tell, when none was chosen, is what was given. Where the public
 * may not take it (`isPublic` false), it takes a professional.
 */
export function lirePersonne(
  saisie: z.output<z.ZodObject<typeof personne>>,
  isPublic: boolean,
): { readonly identite: Identite } | { readonly errors: readonly FieldError[] } {
  const { prenom, telephone, courriel, prevenir, besoin } = saisie;
  const { prescripteurNom, prescripteurStructure, prescripteurCourriel } = saisie;
  const joindre = verifierJoindre({ telephone, courriel, prevenir });
  const errors: FieldError[] = [];
  if ('refus' in joindre) errors.push({ field: joindre.champ, message: phrase(PHRASES_JOINDRE, joindre) });
  if (prescripteurNom === null && (prescripteurStructure !== null || prescripteurCourriel !== null)) {
    errors.push({ field: 'prescripteurNom', message: 'Indiquez le nom du professionnel.' });
  } else if (prescripteurNom === null && !isPublic) {
    const message = 'Ce rendez-vous se prend par un professionnel : indiquez votre nom.';
    errors.push({ field: 'prescripteurNom', message });
  }
  if (errors.length > 0 || 'refus' in joindre) return { errors };
  const prescripteur = { prescripteurNom, prescripteurStructure, prescripteurCourriel };
  return {
    identite: { prenom, telephone, courriel, besoin, ...prescripteur, prevenir: joindre.prevenir, personneId: null },
  };
}
