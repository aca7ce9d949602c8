import { z } from 'zod';
import { cles } from '../../domain/nomenclatures.ts';
import { ATTEINTES, type Evenement, ISSUES_CLOTURE, MOTIFS_SANS_INFORMATION } from './rules.ts';

/** What the column `donnees` of an event holds. A row that does not fit throws: a breach half read would show a wrong clock. */
function temporal<T>(from: (text: string) => T) {
  return z.string().transform((text, context): T => {
    try {
      return from(text);
    } catch {
      context.issues.push({ code: 'custom', message: 'not a date', input: text });
      return z.NEVER;
    }
  });
}
const instant = temporal((text) => Temporal.Instant.from(text));
const jour = temporal((text) => Temporal.PlainDate.from(text));

const faits = {
  atteinte: z.enum(cles(ATTEINTES)),
  quoi: z.string(),
  sortes: z.string(),
  personnes: z.int().nullable(),
  connueAt: instant,
} as const;

const evenement: z.ZodType<Evenement> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('declaration'), ...faits }),
  z.strictObject({ type: z.literal('correction'), raison: z.string(), ...faits }),
  z.strictObject({
    type: z.literal('notification'),
    notifieeAt: instant,
    numero: z.string(),
    raisonRetard: z.string().nullable(),
  }),
  z.strictObject({ type: z.literal('sans_notification'), raison: z.string() }),
  z.strictObject({ type: z.literal('information'), informeesLe: jour, informees: z.int(), moyen: z.string() }),
  z.strictObject({
    type: z.literal('sans_information'),
    cas: z.enum(cles(MOTIFS_SANS_INFORMATION)),
    raison: z.string(),
  }),
  z.strictObject({ type: z.literal('mesure'), mesure: z.string() }),
  z.strictObject({
    type: z.literal('cloture'),
    denouement: z.enum(cles(ISSUES_CLOTURE)),
    raison: z.string().nullable(),
  }),
  z.strictObject({ type: z.literal('reouverture'), raison: z.string() }),
]);

/** Reads the columns `type` and `donnees`; throws when they do not fit together. */
export function readEvenement(type: string, donnees: unknown): Evenement {
  return evenement.parse({ ...z.record(z.string(), z.unknown()).parse(donnees), type });
}
