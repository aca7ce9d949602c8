import { z } from 'zod';
import { PHRASES_DATE, PHRASES_HEURE, parseDate, parseHeure } from '../../domain/date.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import { cleanLine, cleanText, PHRASES_TEXTE } from '../../domain/texte.ts';
import { isUuid } from './idempotence.ts';

/**
 * The fields of our forms, as zod schemas: each reads what was typed (or nothing at all), and refuses in one French
 * sentence that names the field. `libelle` opens that sentence: « le nom de la structure ».
 */
const REFUSED = Symbol('refused');
type Refuse = (message: string) => typeof REFUSED;

function field<T>(read: (typed: string, refuse: Refuse) => T | typeof REFUSED) {
  return z.unknown().transform((value, context): T => {
    const refuse: Refuse = (message) => {
      context.issues.push({ code: 'custom', message, input: value });
      return REFUSED;
    };
    const typed = typeof value === 'string' ? value : '';
    const outcome = value instanceof File ? refuse('Ce champ n’attend pas de fichier.') : read(typed, refuse);
    return outcome === REFUSED ? z.NEVER : outcome;
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** One line of text, required; `max` characters (Unicode). */
export function line(libelle: string, max: number) {
  return field<string>((typed, refuse) => {
    const text = cleanLine(typed, max);
    if (typeof text !== 'string') return refuse(`${capital(libelle)} : ${phrase(PHRASES_TEXTE, text)}`);
    return text === '' ? refuse(`Indiquez ${libelle}.`) : text;
  });
}

/** One line of text, null when left empty. */
export function optionalLine(libelle: string, max: number) {
  return field<string | null>((typed, refuse) => {
    const text = cleanLine(typed, max);
    if (typeof text !== 'string') return refuse(`${capital(libelle)} : ${phrase(PHRASES_TEXTE, text)}`);
    return text === '' ? null : text;
  });
}

/** Several lines of text, required. */
export function text(libelle: string, max: number) {
  return field<string>((typed, refuse) => {
    const lines = cleanText(typed, max);
    if (typeof lines !== 'string') return refuse(`${capital(libelle)} : ${phrase(PHRASES_TEXTE, lines)}`);
    return lines === '' ? refuse(`Indiquez ${libelle}.`) : lines;
  });
}

/** Several lines of text, null when left empty. */
export function optionalText(libelle: string, max: number) {
  return field<string | null>((typed, refuse) => {
    const text = cleanText(typed, max);
    if (typeof text !== 'string') return refuse(`${capital(libelle)} : ${phrase(PHRASES_TEXTE, text)}`);
    return text === '' ? null : text;
  });
}

/** A date, required. Years 1900 to 2100; 31 February is refused. */
export function date(libelle: string) {
  return field<Temporal.PlainDate>((typed, refuse) => {
    if (typed.trim() === '') return refuse(`Indiquez ${libelle}.`);
    const read = parseDate(typed);
    return estRefus(read) ? refuse(`${capital(libelle)} : ${lower(phrase(PHRASES_DATE, read))}`) : read;
  });
}

/** A date, null when left empty. */
export function optionalDate(libelle: string) {
  return field<Temporal.PlainDate | null>((typed, refuse) => {
    if (typed.trim() === '') return null;
    const read = parseDate(typed);
    return estRefus(read) ? refuse(`${capital(libelle)} : ${lower(phrase(PHRASES_DATE, read))}`) : read;
  });
}

/** An hour, required. */
export function time(libelle: string) {
  return field<Temporal.PlainTime>((typed, refuse) => {
    if (typed.trim() === '') return refuse(`Indiquez ${libelle}.`);
    const read = parseHeure(typed);
    return estRefus(read) ? refuse(`${capital(libelle)} : ${lower(phrase(PHRASES_HEURE, read))}`) : read;
  });
}

/** An hour, null when left empty. */
export function optionalTime(libelle: string) {
  return optional(time(libelle));
}

/** One code of a closed list, required. */
export function choice<const C extends string>(libelle: string, codes: readonly C[]) {
  return field<C>((typed, refuse) => {
    const code = codes.find((one) => one === typed);
    return code ?? refuse(typed === '' ? `Choisissez ${libelle}.` : `Choisissez ${libelle} dans la liste.`);
  });
}

/** One code of a closed list, null when nothing is chosen. */
export function optionalChoice<const C extends string>(libelle: string, codes: readonly C[]) {
  return field<C | null>((typed, refuse) => {
    if (typed === '') return null;
    return codes.find((one) => one === typed) ?? refuse(`Choisissez ${libelle} dans la liste.`);
  });
}

/** Codes of a closed list, `min` of them at least; each kept once. */
export function choices<const C extends string>(libelle: string, codes: readonly C[], min = 0) {
  return z.array(z.unknown()).transform((sent, context): C[] => {
    const refuse = (message: string) => {
      context.issues.push({ code: 'custom', message, input: sent });
      return z.NEVER;
    };
    const kept = codes.filter((code) => sent.includes(code));
    if (sent.some((one) => !codes.some((code) => code === one))) return refuse(`Choisissez ${libelle} dans la liste.`);
    return kept.length < min ? refuse(`Choisissez ${libelle}.`) : kept;
  });
}

/** The identifier of an object of a list. Whether it exists is the database's answer. */
export function id(libelle: string) {
  return field<string>((typed, refuse) => (isUuid(typed) ? typed : refuse(`Choisissez ${libelle}.`)));
}

/** The identifier of an object of a list, null when nothing is chosen. */
export function optionalId(libelle: string) {
  return field<string | null>((typed, refuse) => {
    if (typed === '') return null;
    return isUuid(typed) ? typed : refuse(`Choisissez ${libelle} dans la liste.`);
  });
}

/** A whole number between `min` and `max`, in `unite`. */
export function whole(libelle: string, { min, max, unite = '' }: { min: number; max: number; unite?: string }) {
  return field<number>((typed, refuse) => {
    const text = typed.trim();
    if (text === '') return refuse(`Indiquez ${libelle}.`);
    const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    return refuse(`${capital(libelle)} : écrivez un nombre entier de ${min} à ${max}${unite && ` ${unite}`}.`);
  });
}

/** A whole number as `whole` reads it, null when left empty. */
export function optionalWhole(libelle: string, limits: { min: number; max: number; unite?: string }) {
  return optional(whole(libelle, limits));
}

/** A box: ticked or not. */
export function box() {
  return field<boolean>((typed) => typed !== '');
}

/** A French postal code. */
export function codePostal() {
  return field<string>((typed, refuse) => {
    const digits = typed.replaceAll(' ', '');
    if (digits === '') return refuse('Indiquez le code postal.');
    return /^[0-9]{5}$/.test(digits) ? digits : refuse('Le code postal comporte 5 chiffres.');
  });
}

/** A phone number as people write it, null when left empty; kept as « 04 68 00 00 00 » or with its + for abroad. */
export function optionalTelephone() {
  return field<string | null>((typed, refuse) => {
    const text = typed.trim();
    if (text === '') return null;
    const digits = text.replace(/[\s.()\u00a0\u202f-]/g, '').replace(/^\+33/, '0');
    if (/^0[1-9][0-9]{8}$/.test(digits)) return digits.replace(/(..)(?=.)/g, '$1 ');
    if (/^\+[1-9][0-9]{6,13}$/.test(digits)) return digits;
    return refuse('Le numéro de téléphone comporte 10 chiffres, par exemple 04 68 00 00 00.');
  });
}

const MAIL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/;

/** An e-mail address, lower case, required. */
export function courriel() {
  return field<string>((typed, refuse) => {
    const text = typed.trim().toLowerCase();
    if (text === '') return refuse('Indiquez l’adresse électronique.');
    return text.length <= 254 && MAIL.test(text)
      ? text
      : refuse('Cette adresse électronique est incomplète. Exemple : prenom.nom@exemple.fr.');
  });
}

/** An e-mail address, lower case, null when left empty. */
export function optionalCourriel() {
  return optional(courriel());
}

/** What `required` reads, or null when nothing was typed. */
function optional<T>(required: z.ZodType<T>) {
  return z.unknown().transform((value, context): T | null => {
    if (typeof value !== 'string' || value.trim() === '') return null;
    const read = required.safeParse(value);
    if (read.success) return read.data;
    for (const issue of read.error.issues)
      context.issues.push({ code: 'custom', message: issue.message, input: value });
    return z.NEVER;
  });
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
