import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseForm } from '../../platform/http/form.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { conventionForm, readClausesSaisies } from './clauses-form.ts';
import { annulationForm, saisieDe, saisies } from './evenement-form.ts';
import { refusDeSaisie } from './refus-saisie.ts';
import { clauses2022, type Evenement } from './rules.ts';
import { readEvenement, writeEvenement } from './stored.ts';

const today = Temporal.PlainDate.from('2026-11-24');

/** What people, and others, type in a field. */
const typed = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constantFrom(
    '',
    ' ',
    'departement',
    'beneficiaire',
    'remis',
    'refuse',
    'en_cours',
    'complet',
    'remediee',
    'oui',
    'limitee',
    'reception',
    '2023-02-31',
    '2022-10-10',
    '0000-01-01',
    '9999-12-31',
    '31/08/2022',
    '-1',
    '6',
    '1e9',
    '\0',
    '\u202E',
    '<script>',
    uuidv7(),
  ),
);

const formOf = (names: readonly string[]) =>
  fc
    .record(Object.fromEntries(names.map((name) => [name, fc.array(typed, { maxLength: 2 })])), { requiredKeys: [] })
    .map((values) => ({ values: values as Record<string, string[]>, files: {} }));

function expectFrench(errors: readonly { readonly message: string }[]): void {
  expect(errors.length).toBeGreaterThan(0);
  for (const { message } of errors) expect(message).toMatch(/^[A-ZÀÉÊ].*[.…]$/u);
}

describe('formulaires de convention : quoi qu’on y écrive', () => {
  test('la création dit oui ou dit pourquoi, en français', () => {
    fc.assert(
      fc.property(formOf(Object.keys(conventionForm.shape)), (form) => {
        const read = parseForm(conventionForm, form);
        if (!read.ok) return expectFrench(read.state.errors);
        const clauses = readClausesSaisies(read.data);
        if (!clauses.ok) expectFrench(clauses.errors);
      }),
    );
  });

  test('l’annulation dit oui ou dit pourquoi, en français', () => {
    fc.assert(
      fc.property(formOf(['motif']), (form) => {
        const read = parseForm(annulationForm, form);
        if (!read.ok) expectFrench(read.state.errors);
      }),
    );
  });

  test.each(Object.entries(saisies))('%s : accepté, il se range et se relit tel quel', (_, { schema, read }) => {
    fc.assert(
      fc.property(formOf(Object.keys(schema.shape)), (form) => {
        const sent = read(form);
        if (!sent.ok) return expectFrench(sent.state.errors);
        for (const evenement of sent.evenements) {
          const { id, type } = evenement;
          const back: Evenement = readEvenement({ id, type, donnees: JSON.parse(writeEvenement(evenement)) });
          expect(JSON.parse(JSON.stringify(back))).toEqual(JSON.parse(JSON.stringify(evenement)));
        }
        const refused = refusDeSaisie({ clauses: clauses2022, evenements: [] }, sent.evenements, today);
        if (refused.length > 0) expectFrench(refused);
        for (const { field } of refused) expect(Object.keys(schema.shape)).toContain(field);
      }),
      { numRuns: 150 },
    );
  });

  test('une saisie proposée à la correction redonne le même événement', () => {
    const values = {
      auteur: ['departement'],
      motif: ['Crue'],
      covid19: ['oui'],
      numero: ['1A 1'],
      envoyeLe: ['2023-01-06'],
      sort: ['refuse'],
      recuLe: [''],
      premierePresentationLe: ['2023-01-08'],
    };
    const first = saisies.force_majeure.read({ values, files: {} });
    const evenement = first.ok ? first.evenements[0] : undefined;
    if (evenement === undefined) throw new Error('the form was refused');
    const again = Object.fromEntries(Object.entries(saisieDe(evenement)).map(([name, value]) => [name, [value]]));
    const second = saisies.force_majeure.read({ values: again, files: {} });
    expect(second.ok && { ...second.evenements[0], id: evenement.id }).toEqual(evenement);
  });
});
