import fc from 'fast-check';
import { expect } from 'vitest';
import type { z } from 'zod';
import { parseForm } from '../src/platform/http/form.ts';

const WORDS = ['', ' ', 'oui', 'autre', '30', '-1', '1e9', '09:00', '24:00', '2026-02-31', '31/12/2026', '0000-01-01'];
const TRAPS = ['<script>', '\0', '\u202E', '\uD800', '__proto__', '66000', '0190f2b0-0000-7000-8000-000000000000'];
const file = new File(['x'], 'x.pdf', { type: 'application/pdf' });

/**
 * Sends a form anything at all in each of its fields (texts, several values, a file, nothing): it is read, or refused in
 * French sentences about its own fields, and what was typed is kept.
 */
export function expectFrenchOrData(schema: z.ZodObject): void {
  const names = Object.keys(schema.shape);
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), fc.constantFrom(...WORDS, ...TRAPS));
  const values = fc.dictionary(fc.constantFrom(...names), fc.array(text, { minLength: 1, maxLength: 3 }), {
    noNullPrototype: true,
  });
  const files = fc.dictionary(fc.constantFrom(...names), fc.constant(file), { maxKeys: 2, noNullPrototype: true });
  fc.assert(
    fc.property(values, files, (typed, sent) => {
      const read = parseForm(schema, { values: typed, files: sent });
      expect(read.ok).toBe(read.state.errors.length === 0);
      for (const { field, message } of read.state.errors) {
        expect(names).toContain(field);
        expect(message).toMatch(/^[A-ZÀÉÊÎÔŒ].*[.?]$/su);
        expect(message).not.toMatch(/Invalid|expected|required/);
      }
      for (const [name, list] of Object.entries(typed)) {
        const kept = list.map((one) => one.replaceAll('\0', '').slice(0, 2000));
        expect([kept, kept[0]]).toContainEqual(read.state.values[name]);
      }
    }),
    { numRuns: 200 },
  );
}
