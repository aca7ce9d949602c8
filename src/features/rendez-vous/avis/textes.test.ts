import { expect, test } from 'vitest';
import { phraseAApporter } from './textes.ts';

test.each(['Votre téléphone', 'Votre téléphone.', 'Votre téléphone. \n'])('%j se dit en une phrase', (typed) => {
  expect(phraseAApporter(typed)).toBe('À apporter : Votre téléphone.');
});
