import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  box,
  choice,
  choices,
  codePostal,
  courriel,
  date,
  id,
  line,
  optionalChoice,
  optionalCourriel,
  optionalDate,
  optionalId,
  optionalLine,
  optionalTelephone,
  optionalText,
  optionalWhole,
  time,
  whole,
} from './fields.ts';
import { parseForm, readForm, withErrors } from './form.ts';

const UUID = '0192f0c1-2a3b-7c4d-8e5f-0123456789ab';
const RTL = '\u202e';
const CODES = ['matin', 'apres-midi'] as const;

/** What a field makes of what was typed: its value, or the sentence that refuses. */
function read(field: z.ZodType, typed: unknown): unknown {
  const result = field.safeParse(typed);
  return result.success ? result.data : `! ${result.error.issues[0]?.message}`;
}

const lieu = line('le nom du lieu', 10);
const precision = optionalText('la précision', 20);
const age = whole('l’âge', { min: 0, max: 120, unite: 'ans' });

describe('Chaque champ lit ce qui est tapé', () => {
  test.each<[string, z.ZodType, string, unknown]>([
    ['une ligne', lieu, '  Céret \t Nord ', 'Céret Nord'],
    ['une ligne, longueur juste', lieu, 'é'.repeat(10), 'é'.repeat(10)],
    ['des emojis comptés un à un', lieu, '🧭'.repeat(10), '🧭'.repeat(10)],
    ['une ligne facultative', optionalLine('x', 10), '   ', null],
    ['plusieurs lignes', precision, 'a\r\nb\rc', 'a\nb\nc'],
    ['aucun texte', precision, '\n \n', null],
    ['une date', date('la date'), '24/11/2026', Temporal.PlainDate.from('2026-11-24')],
    ['le 29 février d’une année bissextile', date('la date'), '2028-02-29', Temporal.PlainDate.from('2028-02-29')],
    ['aucune date', optionalDate('la date'), ' ', null],
    ['une heure', time('l’heure'), '09:30', Temporal.PlainTime.from('09:30')],
    ['un choix', choice('le moment', CODES), 'matin', 'matin'],
    ['aucun choix', optionalChoice('le moment', CODES), '', null],
    ['un identifiant', id('le lieu'), UUID, UUID],
    ['aucun identifiant', optionalId('le lieu'), '', null],
    ['un nombre', age, ' 42 ', 42],
    ['les bornes', age, '120', 120],
    ['aucun nombre', optionalWhole('l’âge', { min: 0, max: 9 }), '', null],
    ['une case cochée', box(), 'on', true],
    ['une case vide', box(), '', false],
    ['un code postal', codePostal(), '66 400', '66400'],
    ['un téléphone', optionalTelephone(), '04.68-00 00\u00a000', '04 68 00 00 00'],
    ['un téléphone avec son indicatif', optionalTelephone(), '+33 4 68 00 00 00', '04 68 00 00 00'],
    ['un téléphone d’Espagne', optionalTelephone(), '+34 972 000 000', '+34972000000'],
    ['aucun téléphone', optionalTelephone(), '', null],
    ['un courriel', courriel(), ' Prenom.Nom+essai@Exemple.FR ', 'prenom.nom+essai@exemple.fr'],
    ['aucun courriel', optionalCourriel(), '', null],
  ])('%s', (_, field, typed, expected) => {
    const value = read(field, typed);
    if (expected instanceof Temporal.PlainDate || expected instanceof Temporal.PlainTime) {
      expect(String(value)).toBe(String(expected));
    } else expect(value).toEqual(expected);
  });

  test('plusieurs choix, chacun gardé une fois, dans l’ordre de la liste', () => {
    expect(read(choices('le moment', CODES), ['apres-midi', 'matin', 'matin'])).toEqual(['matin', 'apres-midi']);
    expect(read(choices('le moment', CODES), [])).toEqual([]);
  });
});

describe('Chaque champ refuse par une phrase', () => {
  test.each<[string, z.ZodType, unknown, string | RegExp]>([
    ['rien', lieu, '', 'Indiquez le nom du lieu.'],
    ['absent', lieu, undefined, 'Indiquez le nom du lieu.'],
    ['trop long', lieu, 'a'.repeat(11), /^Le nom du lieu : Ce texte est trop long : 11 caractères, 10 au plus\.$/i],
    ['NUL', lieu, 'a\0b', /U\+0000/],
    ['une écriture renversée', lieu, `a${RTL}b`, /U\+202E/],
    ['un saut de ligne', lieu, 'a\nb', /U\+000A/],
    ['un demi-caractère', lieu, 'a\ud800b', /U\+D800/],
    ['NUL dans un long texte', precision, 'a\0b', /U\+0000/],
    ['un fichier', lieu, new File(['x'], 'x.txt'), 'Ce champ n’attend pas de fichier.'],
    ['le 31 février', date('la date'), '31/02/2026', 'La date : cette date n’existe pas dans le calendrier.'],
    ['le 29 février 2100', date('la date'), '29/02/2100', /n’existe pas/],
    ['l’an 3000', date('la date'), '01/01/3000', /entre 1900 et 2100/],
    ['une date en toutes lettres', optionalDate('la date'), 'demain', /JJ\/MM\/AAAA/],
    ['une date suivie d’autre chose', date('la date'), "2026-01-01'; drop table lieu", /JJ\/MM\/AAAA/],
    ['25 heures', time('l’heure'), '25:00', /HH:MM/],
    ['un choix inconnu', choice('le moment', CODES), 'soir', 'Choisissez le moment dans la liste.'],
    ['une propriété de tout objet', choice('le moment', CODES), 'constructor', /dans la liste/],
    ['aucun choix', choice('le moment', CODES), '', 'Choisissez le moment.'],
    ['un choix facultatif inconnu', optionalChoice('le moment', CODES), 'x', /dans la liste/],
    ['un intrus parmi plusieurs', choices('le moment', CODES), ['matin', 'soir'], /dans la liste/],
    ['trop peu de choix', choices('au moins un moment', CODES, 1), [], 'Choisissez au moins un moment.'],
    ['un identifiant en majuscules', id('le lieu'), UUID.toUpperCase(), 'Choisissez le lieu.'],
    ['un identifiant suivi d’autre chose', id('le lieu'), `${UUID}\n`, 'Choisissez le lieu.'],
    ['un identifiant inventé', optionalId('le lieu'), '1 or 1=1', /dans la liste/],
    ['un nombre négatif', age, '-1', 'L’âge : écrivez un nombre entier de 0 à 120 ans.'],
    ['un nombre à virgule', age, '1.5', /nombre entier/],
    ['un nombre scientifique', age, '1e2', /nombre entier/],
    ['un nombre hexadécimal', age, '0x10', /nombre entier/],
    ['des chiffres d’ailleurs', age, '٤٢', /nombre entier/],
    ['un nombre immense', age, '9'.repeat(400), /nombre entier/],
    ['un code postal court', codePostal(), '6640', /5 chiffres/],
    ['un code postal de lettres', codePostal(), '2A004', /5 chiffres/],
    ['un téléphone court', optionalTelephone(), '04 68', /10 chiffres/],
    ['un téléphone en 00', optionalTelephone(), '0068000000', /10 chiffres/],
    ['un courriel sans domaine', courriel(), 'prenom@exemple', /incomplète/],
    ['deux adresses', courriel(), 'a@exemple.fr,b@exemple.fr', /incomplète/],
    ['une adresse avec un en-tête', courriel(), 'a@exemple.fr\r\nBcc: b@exemple.fr', /incomplète/],
    ['une adresse avec NUL', courriel(), 'a\0b@exemple.fr', /incomplète/],
    ['une adresse renversée', courriel(), `a${RTL}b@exemple.fr`, /incomplète/],
    [
      'une adresse trop longue',
      courriel(),
      `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(63)}.${'f'.repeat(20)}.fr`,
      /incomplète/,
    ],
    ['une adresse facultative fausse', optionalCourriel(), 'x', /incomplète/],
  ])('%s', (_, field, typed, sentence) => {
    const said = String(read(field, typed));
    if (typeof sentence === 'string') expect(said).toBe(`! ${sentence}`);
    else expect(said.slice(2)).toMatch(sentence);
  });
});

const everything = z.object({
  ligne: lieu,
  ligneFacultative: optionalLine('la ligne', 10),
  texte: precision,
  date: date('la date'),
  dateFacultative: optionalDate('la date'),
  heure: time('l’heure'),
  choix: choice('le moment', CODES),
  choixFacultatif: optionalChoice('le moment', CODES),
  plusieurs: choices('un moment', CODES, 1),
  id: id('le lieu'),
  idFacultatif: optionalId('le lieu'),
  nombre: age,
  nombreFacultatif: optionalWhole('l’âge', { min: 1, max: 5 }),
  case: box(),
  codePostal: codePostal(),
  telephone: optionalTelephone(),
  courriel: courriel(),
  courrielFacultatif: optionalCourriel(),
});

/** Text of all sorts: any Unicode, what is nearly right, what attacks. */
const typedText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('', ' ', '\0', RTL, '31/02/2026', '2026-02-30', '24:00', '-1', '1e9', 'matin', UUID, 'a@b.fr'),
  fc.constantFrom("' or 1=1 --", '<script>alert(1)</script>', '__proto__', 'constructor', '\ud800', '🧭'.repeat(300)),
);

describe('Quoi qu’il arrive', () => {
  test('un formulaire donne ses valeurs ou des phrases en français, jamais une exception', () => {
    const names = fc.constantFrom(...Object.keys(everything.shape), '_cle', '__proto__', 'constructor', 'inconnu');
    const value = fc.oneof(
      { weight: 9, arbitrary: typedText },
      { weight: 1, arbitrary: fc.constant(new File(['x'], 'x')) },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(names, value), { maxLength: 40 }), (sent) => {
        const form = new FormData();
        for (const [name, one] of sent) form.append(name, one);
        const result = parseForm(everything, readForm(form));
        if (result.ok) return;
        expect(result.state.errors.length).toBeGreaterThan(0);
        for (const { field, message } of result.state.errors) {
          expect(Object.keys(everything.shape)).toContain(field);
          expect(message).toMatch(/^[A-ZÀ-Ý].*\.$/s);
          expect(message).not.toMatch(/expected|invalid|undefined|NaN/i);
          expect(message).not.toContain('\0');
        }
        const order = result.state.errors.map(({ field }) => Object.keys(everything.shape).indexOf(field));
        expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
      }),
      { numRuns: 500 },
    );
  });

  test('ce qui est gardé n’a ni NUL, ni écriture renversée, ni longueur de trop', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
        const kept = lieu.safeParse(typed);
        if (!kept.success) return;
        expect(kept.data).not.toMatch(/[\0\u202a-\u202e\u2066-\u2069]/u);
        expect([...kept.data].length).toBeLessThanOrEqual(10);
        expect(read(lieu, kept.data)).toBe(kept.data);
      }),
    );
  });
});

describe('Le formulaire refusé', () => {
  test('garde ce qui a été tapé, dit toutes les erreurs dans l’ordre de la page, ignore les champs inconnus', () => {
    const form = new FormData();
    for (const [name, value] of [
      ['_cle', UUID],
      ['courriel', 'x'],
      ['ligne', 'a\0b'],
      ['ligne', 'deuxième'],
      ['plusieurs', 'matin'],
      ['plusieurs', 'soir'],
      ['inconnu', 'x'],
    ] as const) {
      form.append(name, value);
    }
    const result = parseForm(everything.pick({ ligne: true, plusieurs: true, courriel: true }), readForm(form));
    expect(result.ok).toBe(false);
    expect(result.state.errors.map(({ field }) => field)).toEqual(['ligne', 'plusieurs', 'courriel']);
    expect(result.state.values).toMatchObject({ ligne: 'ab', plusieurs: ['matin', 'soir'], courriel: 'x' });
    expect(result.state.values).not.toHaveProperty('_cle');
  });

  test('un texte énorme n’est pas renvoyé en entier', () => {
    const form = new FormData();
    form.set('ligne', 'a'.repeat(100_000));
    expect(parseForm(z.object({ ligne: lieu }), readForm(form)).state.values['ligne']).toHaveLength(2000);
  });

  test('les refus des règles prennent leur place parmi ceux des champs', () => {
    const schema = everything.pick({ ligne: true, date: true, courriel: true });
    const state = { values: {}, errors: [{ field: 'courriel', message: 'C.' }] };
    const found = withErrors(state, [{ field: 'ligne', message: 'A.' }], schema);
    expect(found.errors.map(({ message }) => message)).toEqual(['A.', 'C.']);
  });
});
