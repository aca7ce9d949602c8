import { describe, expect, test } from 'vitest';
import { Checkbox, CheckboxGroup, RadioGroup, SelectField } from './choice.tsx';
import { DateField, NumberField, TextArea, TextField, TimeField } from './field.tsx';
import { Form } from './form.tsx';
import { blankForm, type FormState } from './form-state.ts';

const refused = (name: string, value: string, message = 'À corriger.'): FormState => ({
  values: { [name]: value },
  errors: [{ field: name, message }],
});

describe('un formulaire', () => {
  test('porte sa clé et ne montre aucun résumé tant que rien n’est refusé', () => {
    const html = String(<Form state={blankForm()} action="/ports" idempotencyKey="k1" />);
    expect(html).toContain('method="post"');
    expect(html).toContain('<input type="hidden" name="_cle" value="k1"/>');
    expect(html).not.toContain('id="erreurs"');
  });

  test('refusé, il prend le curseur à son résumé, dont chaque erreur mène à son champ', () => {
    const state = {
      ...refused('nom', ''),
      errors: [...refused('nom', '').errors, { field: '', message: 'Trop tard.' }],
    };
    const html = String(<Form state={state} action="/ports" idempotencyKey="k1" />);
    expect(html).toMatch(/id="erreurs" tabindex="-1"[^>]* autofocus=""/);
    expect(html).toContain('2 réponses sont à corriger');
    expect(html).toContain('<a href="#champ-nom">À corriger.</a>');
    expect(html).toContain('<li>Trop tard.</li>');
  });
});

describe('un champ', () => {
  test('relie son intitulé, son aide et son erreur', () => {
    const html = String(<TextField state={refused('nom', 'x')} name="nom" label="Nom" hint="Court." />);
    expect(html).toContain('<label class="ds-label" for="champ-nom">');
    expect(html).toContain('aria-describedby="champ-nom-aide champ-nom-erreur"');
    expect(html).toContain('aria-invalid="true"');
    expect(html).toContain('id="champ-nom-erreur"');
    expect(html).toContain('id="champ-nom-aide"');
  });

  test('est requis, sauf s’il se dit facultatif', () => {
    expect(String(<TextField state={blankForm()} name="nom" label="Nom" />)).toContain('required=""');
    const optional = String(<TextField state={blankForm()} name="nom" label="Nom" optional />);
    expect(optional).toContain('(facultatif)');
    expect(optional).not.toContain('required');
  });

  test('rend un texte hostile comme un texte', () => {
    const hostile = '"><script>alert(1)</script>';
    const fields = [
      <TextField state={refused('c', hostile, hostile)} name="c" label="C" />,
      <TextArea state={refused('c', hostile)} name="c" label="C" />,
      <SelectField state={refused('c', hostile)} name="c" label="C" options={[]} />,
    ];
    for (const field of fields) expect(String(field)).not.toContain('<script>');
  });

  test.each(['2023-02-31', '0000-01-01', 'demain', '31/12/2022', '2023-13-01', '12022-01-01'])(
    'garde une date impossible : %s',
    (value) => {
      const html = String(<DateField state={refused('jour', value)} name="jour" label="Jour" />);
      expect(html).toContain('type="text"');
      expect(html).toContain(`value="${value}"`);
    },
  );

  test.each(['', '2024-02-29', '2022-10-10', '9999-12-31'])(
    'montre une date possible dans un calendrier : %s',
    (value) => {
      expect(String(<DateField state={blankForm({ jour: value })} name="jour" label="Jour" />)).toContain(
        'type="date"',
      );
    },
  );

  test('garde une heure ou un nombre impossibles', () => {
    expect(String(<TimeField state={refused('h', '25:00')} name="h" label="Heure" />)).toMatch(
      /type="text".*value="25:00"/,
    );
    expect(String(<TimeField state={blankForm({ h: '09:30' })} name="h" label="Heure" />)).toContain('type="time"');
    expect(String(<NumberField state={refused('n', 'dix')} name="n" label="Nombre" />)).toContain('value="dix"');
  });
});

describe('un choix', () => {
  const options = [
    { value: 'a', label: 'A' },
    { value: 'b', label: 'B' },
  ];

  test('dans une liste, garde même une valeur qui n’y est pas', () => {
    expect(String(<SelectField state={blankForm({ c: 'b' })} name="c" label="C" options={options} />)).toContain(
      '<option value="b" selected="">',
    );
    expect(String(<SelectField state={refused('c', 'z')} name="c" label="C" options={options} />)).toContain(
      '<option value="z" selected="">',
    );
  });

  test('l’erreur d’un groupe mène à sa première case', () => {
    const html = String(<RadioGroup state={refused('c', '')} name="c" label="C" options={options} />);
    expect(html).toContain('id="champ-c" name="c" value="a"');
    expect(html).toContain('id="champ-c-2" name="c" value="b"');
    expect(html).toMatch(/<fieldset[^>]*aria-describedby="champ-c-erreur"/);
  });

  test('plusieurs cases cochées le restent', () => {
    const html = String(<CheckboxGroup state={blankForm({ c: ['a', 'b'] })} name="c" label="C" options={options} />);
    expect(html.match(/checked=""/g)).toHaveLength(2);
    expect(String(<Checkbox state={blankForm({ c: 'oui' })} name="c" label="C" />)).toContain('checked=""');
    expect(String(<Checkbox state={blankForm()} name="c" label="C" />)).not.toContain('checked');
  });
});
