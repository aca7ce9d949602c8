import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';

type Said = { readonly code: number; readonly stdout: string; readonly stderr: string };

function run(program: string, args: readonly string[]): Promise<Said> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd: PROJECT_ROOT }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
  });
}

/** What `npm run --silent echeancier -- …` says, without the second that npm takes. */
const echeancier = (...args: readonly string[]) =>
  run(process.execPath, [join(PROJECT_ROOT, 'scripts/echeancier.ts'), ...args]);

const asked = (effet: string, changes: Readonly<Record<string, string>> = {}) =>
  Object.entries({ effet, fin: '2023-07-01', duree: '6', preavis: '2', ...changes }).flatMap(([name, value]) => [
    `--${name}`,
    value,
  ]);

async function read(effet: string, changes: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await echeancier(...asked(effet, changes));
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

const periode = (debut: string, finExclue: string, dernierJourOpposition: string | null = null) => ({
  debut,
  finExclue,
  anniversaire: dernierJourOpposition === null ? null : finExclue,
  dernierJourOpposition,
});

describe('La commande du juriste', () => {
  test('art. 6 : dit par npm les dates de la convention de 2022, sur une seule ligne', async () => {
    const args = [...asked('2022-10-10'), '--au', '2023-03-12'];
    const { code, stdout, stderr } = await run('npm', ['run', '--silent', 'echeancier', '--', ...args]);
    expect({ code, stderr, lines: stdout.trimEnd().split('\n').length }).toEqual({ code: 0, stderr: '', lines: 1 });
    expect(JSON.parse(stdout)).toEqual({
      effet: '2022-10-10',
      finAuPlusTard: '2023-07-01',
      periodes: [periode('2022-10-10', '2023-04-10', '2023-02-10'), periode('2023-04-10', '2023-07-02')],
      statutAu: 'en_vigueur',
    });
  }, 60_000);

  test.each([
    [
      'un effet le 31',
      '2022-08-31',
      {},
      [
        ['2022-08-31', '2023-02-28', '2022-12-28'],
        ['2023-02-28', '2023-07-02'],
      ],
    ],
    ['aucun anniversaire avant la fin', '2023-02-01', {}, [['2023-02-01', '2023-07-02']]],
    ['la fin le jour de l’anniversaire', '2023-01-01', {}, [['2023-01-01', '2023-07-01']]],
    ['la fin la veille de l’anniversaire', '2023-01-02', {}, [['2023-01-02', '2023-07-02']]],
    [
      'la fin le lendemain de l’anniversaire',
      '2022-12-31',
      {},
      [
        ['2022-12-31', '2023-06-30', '2023-04-30'],
        ['2023-06-30', '2023-07-02'],
      ],
    ],
    ['la fin le jour de l’effet', '2023-07-01', {}, [['2023-07-01', '2023-07-02']]],
    ['la fin avant l’effet', '2023-07-02', {}, []],
    [
      'un effet le 29 février, qui le redevient',
      '2020-02-29',
      { fin: '2024-03-01', duree: '12' },
      [
        ['2020-02-29', '2021-02-28', '2020-12-28'],
        ['2021-02-28', '2022-02-28', '2021-12-28'],
        ['2022-02-28', '2023-02-28', '2022-12-28'],
        ['2023-02-28', '2024-02-29', '2023-12-29'],
        ['2024-02-29', '2024-03-02'],
      ],
    ],
    [
      'un 31, compté depuis l’effet et non d’un mois sur l’autre',
      '2023-01-31',
      { fin: '2023-05-15', duree: '1', preavis: '0' },
      [
        ['2023-01-31', '2023-02-28', '2023-02-28'],
        ['2023-02-28', '2023-03-31', '2023-03-31'],
        ['2023-03-31', '2023-04-30', '2023-04-30'],
        ['2023-04-30', '2023-05-16'],
      ],
    ],
    [
      'un préavis qui tombe un jour absent du mois',
      '2022-10-30',
      { fin: '2024-01-01' },
      [
        ['2022-10-30', '2023-04-30', '2023-02-28'],
        ['2023-04-30', '2023-10-30', '2023-08-30'],
        ['2023-10-30', '2024-01-02'],
      ],
    ],
  ] as const)('art. 6 : %s', async (_, effet, changes, periodes) => {
    const said = await read(effet, changes);
    expect(said.periodes).toEqual(periodes.map(([debut, fin, opposition = null]) => periode(debut, fin, opposition)));
    expect(said.statutAu).toBeNull();
  });

  test.each([
    ['2022-10-09', 'brouillon'],
    ['2022-10-10', 'en_vigueur'],
    ['2023-07-01', 'en_vigueur'],
    ['2023-07-02', 'expiree'],
  ])('art. 6 : l’état le %s est « %s »', async (au, statut) => {
    expect((await read('2022-10-10', { au })).statutAu).toBe(statut);
  });

  test('se lit aussi avec le signe =', async () => {
    const { stdout } = await echeancier('--effet=2023-02-01', '--fin=2023-07-01', '--duree=6', '--preavis=2');
    expect(JSON.parse(stdout).periodes).toEqual([periode('2023-02-01', '2023-07-02')]);
  });
});

describe('Des arguments faux', () => {
  test('sont tous nommés, sans rien sur la sortie', async () => {
    const { code, stdout, stderr } = await run('npm', [
      ...['run', '--silent', 'echeancier', '--', '--effet', '2022-02-31', '--duree', '0', '--preavis', '-1'],
      ...['--au', '--zut', '3', 'foo', '--duree', '4', '--duree', '5'],
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.split('\n\n')[0]?.split('\n')).toEqual([
      '--zut : cet argument n’existe pas.',
      '« foo » n’est la valeur d’aucun argument.',
      '--duree est donné plusieurs fois : gardez-en un seul.',
      '--effet : le jour « 2022-02-31 » n’existe pas dans le calendrier.',
      '--fin manque : indiquez le dernier jour possible.',
      '--duree : « 0 » ne convient pas ; écrivez un nombre entier de mois, de 1 à 1200.',
      '--preavis : « -1 » ne convient pas ; écrivez un nombre entier de mois, de 0 à 1200.',
      '--au n’a pas de valeur : indiquez le jour dont l’état est demandé.',
    ]);
  }, 60_000);

  test('tous manquants, les quatre sont demandés', async () => {
    const { code, stdout, stderr } = await echeancier();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const name of ['effet', 'fin', 'duree', 'preavis']) expect(stderr).toContain(`--${name} manque`);
    expect(stderr).not.toContain('--au manque');
  });

  test.each([
    ['une date française', { effet: '10/10/2022' }, '--effet : « 10/10/2022 » n’est pas une date'],
    ['une date avec heure', { fin: '2023-07-01T00:00' }, '--fin : « 2023-07-01T00:00 » n’est pas une date'],
    ['un mois 13', { au: '2023-13-01' }, '--au : le jour « 2023-13-01 » n’existe pas'],
    ['un 29 février d’année commune', { effet: '2023-02-29' }, '--effet : le jour « 2023-02-29 » n’existe pas'],
    ['une année hors du calcul', { fin: '0023-07-01' }, '--fin : « 0023-07-01 » est hors du calcul'],
    ['une durée à virgule', { duree: '6.5' }, '--duree : « 6.5 » ne convient pas'],
    ['une durée en lettres', { duree: 'six' }, '--duree : « six » ne convient pas'],
    ['une durée vide', { duree: '' }, '--duree n’a pas de valeur'],
    ['une durée démesurée', { duree: '99999999999' }, '--duree : « 99999999999 » ne convient pas'],
    ['un préavis en exposant', { preavis: '1e1' }, '--preavis : « 1e1 » ne convient pas'],
    ['un jour vide', { au: '' }, '--au n’a pas de valeur'],
  ])('comme %s sont refusés', async (_, changes, sentence) => {
    const { code, stdout, stderr } = await echeancier(...asked('2022-10-10', changes));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });
});
