import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { IBAN, NIR } from '../../../test/numeros.ts';
import { choices, line, optionalLine } from './fields.ts';
import { parseForm, readForm } from './form.ts';

const schema = z.object({
  nom: line('le nom', 20),
  note: optionalLine('la note', 200),
  choix: choices('le choix', ['a', 'b']),
});

function sent(fields: readonly (readonly [string, string | File])[]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

describe('Un secret écrit dans un formulaire', () => {
  test('est masqué avant que quiconque le lise, dans chaque valeur de chaque champ', () => {
    const form = readForm(
      sent([
        ['note', 'rien'],
        ['note', `NIR ${NIR}`],
        ['inconnu', IBAN],
        ['nom', 'Essai'],
      ]),
    );
    expect(form.values).toEqual({
      note: ['rien', 'NIR [numéro de sécurité sociale retiré]'],
      inconnu: ['[IBAN retiré]'],
      nom: ['Essai'],
    });
    expect(form.secrets).toEqual({ note: ['nir'], inconnu: ['iban'] });
  });

  test('fait refuser son champ, dans l’ordre du schéma, une seule erreur par champ', () => {
    const read = parseForm(
      schema,
      readForm(
        sent([
          ['note', NIR],
          ['nom', IBAN.repeat(2)],
          ['choix', 'c'],
        ]),
      ),
    );
    expect(read.ok).toBe(false);
    expect(read.state.errors.map(({ field }) => field)).toEqual(['nom', 'note', 'choix']);
    expect(read.state.errors[0]?.message).toMatch(/^N’écrivez pas d’IBAN ici/);
    expect(read.state.values['note']).toBe('[numéro de sécurité sociale retiré]');
  });

  test('que le formulaire n’attend pas ne l’arrête pas : il n’en est rien lu', () => {
    expect(
      parseForm(
        schema,
        readForm(
          sent([
            ['nom', 'Essai'],
            ['inconnu', NIR],
          ]),
        ),
      ),
    ).toMatchObject({ ok: true });
  });

  test('dans le nom d’un fichier en est retiré ; le fichier reste ce qu’il est', async () => {
    const file = new File(['contenu'], `carte ${NIR}.png`, { type: 'image/png' });
    const { files, secretsOfNames } = readForm(
      sent([
        ['fichier', file],
        ['autre', new File(['x'], 'x.pdf')],
      ]),
    );
    expect(secretsOfNames).toEqual(['nir']);
    expect(files['fichier']).toMatchObject({
      name: 'carte [numéro de sécurité sociale retiré].png',
      type: 'image/png',
    });
    expect(await files['fichier']?.text()).toBe('contenu');
    expect(files['autre']?.name).toBe('x.pdf');
  });
});
