import type { Phrases } from '../../../domain/refus.ts';
import { numeroMobile } from '../../sms/rules.ts';
import type { Prevenir } from '../rules.ts';

export type RefusJoindre =
  | { readonly refus: 'sans_numero'; readonly champ: 'telephone' }
  | { readonly refus: 'pas_un_mobile'; readonly champ: 'prevenir' }
  | { readonly refus: 'sans_courriel'; readonly champ: 'courriel' };

export const PHRASES_JOINDRE: Phrases<RefusJoindre> = {
  sans_numero: () => 'Indiquez le numéro de téléphone, ou choisissez une autre façon de prévenir.',
  pas_un_mobile: () => 'Ce numéro ne reçoit pas de SMS. Choisissez l’appel, ou donnez un numéro de mobile.',
  sans_courriel: () => 'Indiquez l’adresse électronique, ou choisissez une autre façon de prévenir.',
};

/**
 * How a person is told of what changes: as chosen, when what it takes was given; else by what was given, the surest first, and at
 * the counter when nothing was. A landline is called: no message is sent to it.
 * Example: 04 68 00 00 00 and nothing chosen → `appel`; neither telephone nor mail → `guichet`.
 */
export function verifierJoindre({
  telephone,
  courriel,
  prevenir,
}: {
  readonly telephone: string | null;
  readonly courriel: string | null;
  readonly prevenir: Prevenir | null;
}): { readonly prevenir: Prevenir } | RefusJoindre {
  const isMobile = numeroMobile(telephone) !== null;
  if (prevenir === null) {
    if (isMobile) return { prevenir: 'sms' };
    if (courriel !== null) return { prevenir: 'courriel' };
    return { prevenir: telephone === null ? 'guichet' : 'appel' };
  }
  if ((prevenir === 'sms' || prevenir === 'appel') && telephone === null)
    return { refus: 'sans_numero', champ: 'telephone' };
  if (prevenir === 'sms' && !isMobile) return { refus: 'pas_un_mobile', champ: 'prevenir' };
  if (prevenir === 'courriel' && courriel === null) return { refus: 'sans_courriel', champ: 'courriel' };
  return { prevenir };
}
