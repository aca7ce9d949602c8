import { describe, expect, test } from 'vitest';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import { parseForm } from '../../../platform/http/form.ts';
import {
  ajoutForm,
  brouillonForm,
  deplacementForm,
  elementForm,
  enteteForm,
  modeleForm,
  parametresForm,
  preambuleForm,
  TEXTE_RENDU,
  vueForm,
} from './forms.ts';

describe('formulaires des modèles', () => {
  test.each(
    Object.entries({
      ajoutForm,
      brouillonForm,
      deplacementForm,
      elementForm,
      enteteForm,
      modeleForm,
      parametresForm,
      preambuleForm,
      vueForm,
    }),
  )('%s : n’importe quel envoi est lu, ou refusé en français, rien n’est perdu', (_, schema) => {
    expectFrenchOrData(schema);
  });

  test('un long texte refusé revient entier ; ailleurs 2 000 caractères suffisent', () => {
    const sent = { values: { numero: [''], titre: [''], texte: ['x'.repeat(50_000)], vue: [''] }, files: {} };
    expect(parseForm(elementForm, sent, TEXTE_RENDU).state.values['texte']).toHaveLength(50_000);
    expect(parseForm(elementForm, sent).state.values['texte']).toHaveLength(2000);
  });
});
