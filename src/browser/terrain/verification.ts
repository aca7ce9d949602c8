import type { Valeurs } from '../../domain/terrain.ts';
import type { Raison } from './file.ts';

const LONGEST_MINUTES = 1439;

/**
 * What the server would refuse for sure of individual help, told while its person is still there. A comfort: the server checks all,
 * and in its own way. Anything else it alone knows.
 */
export function verifier(valeurs: Valeurs): readonly Raison[] {
  const of = (name: string): string => valeurs[name]?.[0]?.trim() ?? '';
  if ((of('typeActivite') || 'Individuel') !== 'Individuel') return [];
  const themes = valeurs['thematiques'] ?? [];
  const demarches = valeurs['demarches'] ?? [];
  const asksDemarche = themes.includes('AideAuxDemarchesAdministratives');
  const autre = Number(of('dureeAutre'));
  const isPossible = Number.isInteger(autre) && autre >= 1 && autre <= LONGEST_MINUTES;
  const checks: readonly (readonly [boolean, string, string])[] = [
    [themes.length === 0, 'thematiques', 'Choisissez au moins un thème.'],
    [asksDemarche && demarches.length === 0, 'demarches', 'Précisez la démarche administrative dont il s’agit.'],
    [
      !asksDemarche && themes.length > 0 && demarches.length > 0,
      'demarches',
      'Une démarche n’est attendue qu’avec le thème « Aide aux démarches administratives ».',
    ],
    [of('duree') === '', 'duree', 'Choisissez la durée.'],
    [of('duree') === 'personnaliser' && !isPossible, 'dureeAutre', 'La durée est comprise entre 1 et 1 439 minutes.'],
    [
      of('issue') === 'impossible' && of('issuePrecision') === '',
      'issuePrecision',
      'Dites pourquoi c’était impossible.',
    ],
    [
      of('issue') === 'orientee' && of('orientation') === '',
      'orientation',
      'Choisissez vers qui la personne est orientée.',
    ],
  ];
  return checks.flatMap(([failed, field, message]) => (failed ? [{ field, message }] : []));
}
