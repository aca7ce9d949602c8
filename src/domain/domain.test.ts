import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estFerie, joursFeries, nomFerie, paques } from './calendrier.ts';
import {
  formatDate,
  formatDateCourte,
  formatDateLongue,
  formatDates,
  formatDuree,
  formatHeure,
  formatPlage,
  PHRASES_DATE,
  parisDate,
  parseDate,
  parseHeure,
} from './date.ts';
import { demiJourneeDe, jourDe, parseJour } from './demi-journee.ts';
import { cles, DUREES, estCle, THEMATIQUES, TRANCHES_AGE } from './nomenclatures.ts';
import { contains, intersect, overlap } from './periode.ts';
import { estRefus, phrase } from './refus.ts';
import { formatSiret, PHRASES_SIRET, parseSiret } from './siret.ts';
import { estJoignable, urlDe } from './territoire.ts';
import { cleanLine, cleanText, PHRASES_TEXTE } from './texte.ts';

const date = (text: string) => Temporal.PlainDate.from(text);
const heure = (text: string) => Temporal.PlainTime.from(text);
const periode = (debut: string, fin: string) => ({ debut: date(debut), fin: date(fin) });

describe('période', () => {
  test('le premier et le dernier jour sont compris', () => {
    const mars = periode('2023-03-01', '2023-03-31');
    expect(contains(mars, date('2023-03-01'))).toBe(true);
    expect(contains(mars, date('2023-03-31'))).toBe(true);
    expect(contains(mars, date('2023-04-01'))).toBe(false);
  });

  test('deux périodes qui partagent un seul jour se chevauchent', () => {
    expect(overlap(periode('2023-03-01', '2023-03-31'), periode('2023-03-31', '2023-04-30'))).toBe(true);
    expect(overlap(periode('2023-03-01', '2023-03-30'), periode('2023-03-31', '2023-04-30'))).toBe(false);
    expect(intersect(periode('2023-03-01', '2023-03-31'), periode('2023-03-15', '2023-04-30'))?.fin.toString()).toBe(
      '2023-03-31',
    );
  });
});

describe('calendrier des jours fériés', () => {
  test.each([
    [1900, '1900-04-15'],
    [2000, '2000-04-23'],
    [2008, '2008-03-23'],
    [2011, '2011-04-24'],
    [2023, '2023-04-09'],
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
    [2100, '2100-03-28'],
  ])('Pâques %i tombe le %s', (annee, attendu) => {
    expect(paques(annee).toString()).toBe(attendu);
  });

  test('Pâques est toujours un dimanche entre le 22 mars et le 25 avril', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1583, max: 4000 }), (annee) => {
        const jour = paques(annee);
        expect(jour.dayOfWeek).toBe(7);
        expect(Temporal.PlainDate.compare(jour, date(`${annee}-03-22`))).toBeGreaterThanOrEqual(0);
        expect(Temporal.PlainDate.compare(jour, date(`${annee}-04-25`))).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('le lundi de Pâques 2027 est le 29 mars', () => {
    expect(nomFerie(date('2027-03-29'))).toBe('lundi de Pâques');
    expect(estFerie(date('2027-03-30'))).toBe(false);
  });

  test('onze jours fériés par an, treize en Alsace-Moselle', () => {
    expect(joursFeries(2027)).toHaveLength(11);
    expect(joursFeries(2027, { alsaceMoselle: true })).toHaveLength(13);
    expect(nomFerie(date('2027-03-26'))).toBeNull();
    expect(nomFerie(date('2027-03-26'), { alsaceMoselle: true })).toBe('Vendredi saint');
  });

  test('deux fêtes le même jour sont nommées ensemble', () => {
    expect(nomFerie(date('2008-05-01'))).toBe('fête du Travail et Ascension');
  });
});

describe('numéro SIRET', () => {
  test('les espaces de lecture sont admis', () => {
    expect(parseSiret(' 434 933 123\u00a000029 ')).toBe('43493312300029');
    expect(formatSiret('43493312300029')).toBe('434\u00a0933\u00a0123\u00a000029');
  });

  test('la forme et la clé sont vérifiées', () => {
    expect(parseSiret('4349331230002')).toEqual({ refus: 'siret_format' });
    expect(parseSiret('4349331230002A')).toEqual({ refus: 'siret_format' });
    expect(parseSiret('43493312300028')).toEqual({ refus: 'siret_cle' });
    expect(parseSiret('00000000000000')).toEqual({ refus: 'siret_cle' });
    expect(phrase(PHRASES_SIRET, { refus: 'siret_cle' })).toContain('clé de contrôle');
  });

  test('les établissements de La Poste ont leur propre clé', () => {
    expect(parseSiret('35600000000048')).toBe('35600000000048');
    expect(parseSiret('35600000049837')).toBe('35600000049837');
    expect(parseSiret('35600000049838')).toEqual({ refus: 'siret_cle' });
  });

  test('changer un seul chiffre d’un numéro valable le rend toujours faux', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 13 }), fc.integer({ min: 1, max: 9 }), (rang, ecart) => {
        const digits = [...'43493312300029'];
        digits[rang] = String((Number(digits[rang]) + ecart) % 10);
        expect(parseSiret(digits.join(''))).toEqual({ refus: 'siret_cle' });
      }),
    );
  });
});

describe('textes saisis', () => {
  test('les espaces sont nettoyés et les accents recomposés', () => {
    expect(cleanLine('  Mairie \t  de Ce\u0301ret ', 80)).toBe('Mairie de Céret');
    expect(cleanText(' un\r\ndeux\rtrois ', 80)).toBe('un\ndeux\ntrois');
    expect(cleanLine('', 10)).toBe('');
  });

  test('ce que personne ne voit est vide', () => {
    for (const text of ['\u200b', ' \u200d\u2060 \u00a0', '\u{e0041}']) expect(cleanLine(text, 10)).toBe('');
    expect(cleanLine('a\u200db', 10)).toBe('a\u200db');
  });

  test.each([
    '\u0000',
    '\u0007',
    '\u001b',
    '\u0085',
    '\u202e',
    '\u202a',
    '\u2066',
    '\u2069',
    '\u200e',
    '\u200f',
    '\ud800',
  ])('le caractère invisible %j est refusé', (caractere) => {
    expect(cleanLine(`a${caractere}b`, 80)).toMatchObject({ refus: 'texte_interdit' });
    expect(cleanText(`a${caractere}b`, 80)).toMatchObject({ refus: 'texte_interdit' });
  });

  test('un retour à la ligne est refusé dans une ligne, gardé dans un texte', () => {
    expect(cleanLine('a\nb', 80)).toEqual({ refus: 'texte_interdit', caractere: 'U+000A' });
    expect(cleanText('a\nb', 80)).toBe('a\nb');
  });

  test('la longueur est comptée en caractères et dite dans la phrase', () => {
    expect(cleanLine('🙂🙂🙂', 3)).toBe('🙂🙂🙂');
    const refus = cleanLine('x'.repeat(300), 120);
    expect(refus).toEqual({ refus: 'texte_trop_long', max: 120, longueur: 300 });
    if (estRefus(refus)) expect(phrase(PHRASES_TEXTE, refus)).toContain('300');
  });

  test('nettoyer deux fois ne change plus rien', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = cleanLine(text, 500);
        if (typeof once === 'string') expect(cleanLine(once, 500)).toBe(once);
      }),
    );
  });
});

describe('dates', () => {
  test('les deux écritures sont lues', () => {
    expect(parseDate('2026-11-24').toString()).toBe('2026-11-24');
    expect(parseDate('24/11/2026').toString()).toBe('2026-11-24');
    expect(parseDate(' 1/7/2023 ').toString()).toBe('2023-07-01');
    expect(parseDate('29/02/2024').toString()).toBe('2024-02-29');
  });

  test.each([
    ['2023-02-31', 'date_impossible'],
    ['29/02/2023', 'date_impossible'],
    ['2023-13-01', 'date_impossible'],
    ['2023-00-10', 'date_impossible'],
    ['0000-01-01', 'date_hors_bornes'],
    ['9999-12-31', 'date_hors_bornes'],
    ['1899-12-31', 'date_hors_bornes'],
    ['', 'date_format'],
    ['24-11-2026', 'date_format'],
    ['2026-11-24T10:00', 'date_format'],
    ['+002026-11-24', 'date_format'],
  ] as const)('« %s » est refusé (%s)', (text, refus) => {
    expect(parseDate(text)).toEqual({ refus });
    expect(PHRASES_DATE[refus]({ refus } as never)).not.toBe('');
  });

  test('toute date entre 1900 et 2100 se relit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 73_000 }), (days) => {
        const jour = date('1900-01-01').add({ days });
        expect(parseDate(jour.toString()).toString()).toBe(jour.toString());
        expect(parseDate(formatDateCourte(jour)).toString()).toBe(jour.toString());
      }),
    );
  });

  test('les dates et les heures se disent en français', () => {
    expect(formatDate(date('2023-03-12'))).toBe('12 mars 2023');
    expect(formatDate(date('2023-07-01'))).toBe('1er juillet 2023');
    expect(formatDateLongue(date('2026-11-24'))).toBe('mardi 24 novembre 2026');
    expect(formatHeure(heure('09:00'))).toBe('9\u00a0h');
    expect(formatHeure(heure('09:30'))).toBe('9\u00a0h\u00a030');
    expect(formatPlage(heure('09:00'), heure('12:05'))).toBe('de 9\u00a0h à 12\u00a0h\u00a005');
    expect(formatDuree(45)).toBe('45\u00a0min');
    expect(formatDuree(90)).toBe('1\u00a0h\u00a030');
  });

  test('une longue liste de dates est abrégée', () => {
    const dates = (n: number) => Array.from({ length: n }, (_, i) => date('2026-05-05').add({ weeks: i }));
    expect(formatDates(dates(0))).toBe('');
    expect(formatDates(dates(1))).toBe('5 mai 2026');
    expect(formatDates(dates(2))).toBe('5 mai 2026 et 12 mai 2026');
    expect(formatDates(dates(15))).toBe('5 mai 2026, 12 mai 2026, 19 mai 2026 et 12 autres');
  });

  test('le jour est celui de Paris, en heure d’été comme en heure d’hiver', () => {
    expect(parisDate(Temporal.Instant.from('2026-11-24T23:30:00Z')).toString()).toBe('2026-11-25');
    expect(parisDate(Temporal.Instant.from('2026-07-24T22:30:00Z')).toString()).toBe('2026-07-25');
    expect(parisDate(Temporal.Instant.from('2026-11-24T22:30:00Z')).toString()).toBe('2026-11-24');
  });

  test('une heure se lit et se range dans sa demi-journée', () => {
    expect(parseHeure('09:30').toString()).toBe('09:30:00');
    expect(parseHeure('24:00')).toEqual({ refus: 'heure_format' });
    expect(parseHeure('9h')).toEqual({ refus: 'heure_format' });
    expect(demiJourneeDe(heure('12:30'))).toBe('matin');
    expect(demiJourneeDe(heure('14:00'))).toBe('apres-midi');
    expect(parseJour('7')).toBe(7);
    expect(parseJour('8')).toBeNull();
    expect(jourDe(date('2026-11-24'))).toBe(2);
  });
});

describe('nomenclatures', () => {
  test('les codes gardent leur ordre et seuls les codes de la liste sont admis', () => {
    expect(cles(THEMATIQUES)).toHaveLength(19);
    expect(cles(DUREES)).toEqual(['15', '30', '45', '60', '90', '120', 'personnaliser']);
    expect(estCle(TRANCHES_AGE, 'SoixanteDixPlus')).toBe(true);
    expect(estCle(TRANCHES_AGE, 'toString')).toBe(false);
  });
});

describe('adresse d’un territoire', () => {
  test.each([
    ['http://localhost:3000', null, 'http://localhost:3000', true],
    ['http://localhost:3000', 'voisin.localhost', 'http://voisin.localhost:3000', true],
    ['http://voisin.localhost:3000', null, 'http://voisin.localhost:3000', true],
    ['https://escale.exemple.fr', 'cote.exemple.fr', 'https://cote.exemple.fr', true],
    ['https://escale.exemple.fr', 'voisin.localhost', 'https://voisin.localhost', false],
    ['https://localhost.exemple.fr', 'voisin.localhost', 'https://voisin.localhost', false],
  ])('de %s, l’hôte %s répond à %s ; on y va : %s', (url, hote, adresse, joignable) => {
    expect([urlDe(url, { hote }), estJoignable(url, { hote })]).toEqual([adresse, joignable]);
  });
});
