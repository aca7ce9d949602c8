import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vacancesDemo } from '../../../../db/demo/vacances.ts';
import { phrase } from '../../../domain/refus.ts';
import {
  ecrirePeriodes,
  jourDuCalendrier,
  lireCalendrier,
  nomDesVacances,
  PHRASES_CALENDRIER,
  relirePeriodes,
} from './rules.ts';

const jour = Temporal.PlainDate.from;
const TITRES = 'Description;Population;Date de début;Date de fin;Académies;Zones;annee_scolaire';

function lire(lignes: readonly string[], zone = 'Zone C', titres = TITRES) {
  return lireCalendrier(
    [titres, ...lignes].map((line, index) => ({ rank: index + 1, cells: line.split(';') })),
    zone,
  );
}

const dit = (lignes: readonly string[], titres?: string) => {
  const read = lire(lignes, 'Zone C', titres);
  if (!('refus' in read)) throw new Error('The file was expected to be refused');
  return phrase(PHRASES_CALENDRIER, read);
};

const toussaint = (autres: Partial<Record<'population' | 'academie' | 'zone' | 'fin', string>> = {}) => {
  const { population = '-', academie = 'Paris', zone = 'Zone C', fin = '2026-11-01T23:00:00+00:00' } = autres;
  return `Vacances de la Toussaint;${population};2026-10-16T22:00:00+00:00;${fin};${academie};${zone};2026-2027`;
};

describe('lire le calendrier officiel', () => {
  test('le jour de la rentrée n’est plus en vacances', () => {
    expect(lire([toussaint()])).toEqual([
      { du: jour('2026-10-17'), au: jour('2026-11-01'), nom: 'vacances de la Toussaint' },
    ]);
  });

  test('chaque académie répète les vacances : une fois suffit', () => {
    expect(lire([toussaint(), toussaint({ academie: 'Montpellier' })])).toHaveLength(1);
  });

  test('les lignes des enseignants, des autres zones et des rentrées sont laissées', () => {
    const rentree =
      'Rentrée scolaire des élèves;Élèves;2026-08-31T22:00:00+00:00;2026-08-31T22:00:00+00:00;Paris;Zone C;x';
    expect(
      lire([toussaint(), toussaint({ population: 'Enseignants', fin: '2026-11-03T23:00:00+00:00' }), rentree]),
    ).toEqual(lire([toussaint()]));
    expect(lire([toussaint({ zone: 'Zone A' }), toussaint()])).toHaveLength(1);
  });

  test('l’été dont la fin n’est pas publiée va jusqu’au 31 août ; un pont d’un jour est ce jour', () => {
    expect(vacancesDemo().slice(-2)).toEqual([
      { du: jour('2027-05-07'), au: jour('2027-05-07'), nom: 'pont de l’Ascension' },
      { du: jour('2027-07-03'), au: jour('2027-08-31'), nom: 'vacances d’été' },
    ]);
    const [ete] = vacancesDemo().filter(({ du }) => du.equals(jour('2026-07-04')));
    expect(ete?.au).toEqual(jour('2026-08-31'));
  });

  test('les colonnes des exports pour programmes, et les dates d’un tableur, se lisent aussi', () => {
    const titres = 'description;population;start_date;end_date;location;zones;annee_scolaire';
    const ligne = "Vacances d'Hiver;-;06/02/2027;22/02/2027;Paris;Zone C;2026-2027";
    expect(lire([ligne], 'Zone C', titres)).toEqual([
      { du: jour('2027-02-06'), au: jour('2027-02-21'), nom: 'vacances d’hiver' },
    ]);
  });

  test.each([
    ['2026-10-16T22:00:00+00:00', '2026-10-17'],
    ['2027-02-05T23:00:00+00:00', '2027-02-06'],
    ['2026-10-17T00:00:00+02:00', '2026-10-17'],
    // Minuit à La Réunion, en Nouvelle-Calédonie, en Guadeloupe et en Polynésie.
    ['2026-10-16T20:00:00+00:00', '2026-10-17'],
    ['2026-10-16T13:00:00+00:00', '2026-10-17'],
    ['2026-10-17T04:00:00+00:00', '2026-10-17'],
    ['2026-10-17T10:00:00+00:00', '2026-10-17'],
  ])('%s est le %s', (texte, attendu) => {
    expect(jourDuCalendrier(texte)).toEqual(jour(attendu));
  });

  test('les noms s’écrivent comme dans une phrase', () => {
    expect(["Début des Vacances d'Été", 'Vacances de Noël', 'Vacances de Printemps'].map(nomDesVacances)).toEqual([
      'vacances d’été',
      'vacances de Noël',
      'vacances de printemps',
    ]);
  });
});

describe('ce qui n’est pas ce calendrier est refusé', () => {
  test('des colonnes absentes sont nommées', () => {
    expect(dit(['Dupont;66'], 'Nom;Code')).toBe(
      'Ce fichier n’a pas les colonnes du calendrier officiel : il manque « Description », « Date de début », « Date de fin », « Zones ».',
    );
  });

  test('une date illisible, une période à l’envers ou sans fin disent leur ligne', () => {
    expect(dit([toussaint({ fin: 'bientôt' })])).toBe('Ligne 2 : « bientôt » n’est pas une date.');
    expect(dit([toussaint({ fin: '2026-13-45T00:00:00+00:00' })])).toContain('n’est pas une date.');
    const phrase = 'Ligne 2 : ces vacances finissent avant de commencer, ou durent plus de 120 jours.';
    expect(dit([toussaint({ fin: '2026-10-01T22:00:00+00:00' })])).toBe(phrase);
    expect(dit([toussaint({ fin: '2028-10-01T22:00:00+00:00' })])).toBe(phrase);
  });

  test('un fichier qui ne dit rien de la zone dit de quoi il parle', () => {
    expect(dit([toussaint({ zone: 'Zone A' })])).toBe('Ce fichier ne dit rien de « Zone C » : il parle de Zone A.');
    expect(dit([])).toBe('Ce fichier ne dit rien de « Zone C ».');
  });

  test('quoi que contiennent les cases, rien ne casse', () => {
    const cases = fc.oneof(fc.string(), fc.integer(), fc.constantFrom('Zone C', "Vacances d'Été", '2026-10-16T22:00Z'));
    fc.assert(
      fc.property(fc.array(fc.array(cases, { maxLength: 8 }), { maxLength: 6 }), (rows) => {
        const lignes = [TITRES.split(';'), ...rows].map((cells, index) => ({ rank: index + 1, cells }));
        const read = lireCalendrier(lignes, 'Zone C');
        if ('refus' in read) expect(phrase(PHRASES_CALENDRIER, read)).not.toBe('');
        else for (const { du, au } of read) expect(du.until(au).days).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('de la page qui montre à celle qui écrit', () => {
  test('ce qui est montré est ce qui est écrit', () => {
    expect(relirePeriodes(ecrirePeriodes(vacancesDemo()))).toEqual(vacancesDemo());
  });

  test.each([
    ['', 'rien'],
    ['2026-10-17 2026-11-01', 'sans nom'],
    ['2026-10-17 2026-10-01 x', 'à l’envers'],
    ['2026-10-17 2027-10-01 x', 'un an'],
    ['2026-02-31 2026-03-01 x', 'un jour qui n’existe pas'],
    ['2026-10-17 2026-11-01 x\n2026-10-17 2026-11-02 y', 'deux fois le même premier jour'],
  ])('« %s » est refusé : %s', (texte) => {
    expect(relirePeriodes(texte)).toBeNull();
  });
});
