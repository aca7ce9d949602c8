import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ContenuAffiche, etatAffiche, type LigneAffichee, type Pose } from './affichage.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const heure = (text: string) => Temporal.PlainTime.from(text);
const ligne = (le: string, ferme: string | null = null, debut = '09:00'): LigneAffichee => ({
  jour: jour(le),
  debut: heure(debut),
  fin: heure('12:00'),
  ferme,
});
const textes = { nom: 'Médiathèque', adresse: '1 rue des Essais, 66400 Céret', telephone: null, aApporter: null };
const MARDIS = ['2026-11-24', '2026-12-01', '2026-12-08', '2026-12-15', '2026-12-22', '2026-12-29'];
const contenu = (lignes: readonly LigneAffichee[], autres: Partial<ContenuAffiche> = {}): ContenuAffiche => ({
  au: jour('2027-01-04'),
  lignes,
  textes,
  ...autres,
});
const posee: Pose = {
  poseeLe: jour('2026-11-24'),
  auteur: 'Hélène Fictive',
  contenu: contenu(MARDIS.map((le) => ligne(le))),
};
const etat = (lignes: readonly LigneAffichee[], date: string, autres: Partial<ContenuAffiche> = {}) =>
  etatAffiche(posee, contenu(lignes, autres), jour(date));

describe('l’affiche posée dit-elle encore le planning ? (art. 1.2)', () => {
  test('art. 1.2 : jamais confirmée, elle n’est pas posée', () => {
    expect(etatAffiche(undefined, contenu([]), jour('2026-11-24'))).toEqual({ etat: 'jamais' });
  });

  test('art. 1.2 : les jours passent sans la périmer, tant qu’elle annonce', () => {
    for (const [passees, date] of [
      [0, '2026-11-24'],
      [2, '2026-12-02'],
      [6, '2027-01-04'],
    ] as const) {
      const suite = ['2027-01-05', '2027-01-12'].map((le) => ligne(le));
      const encore = [...MARDIS.slice(passees).map((le) => ligne(le)), ...suite];
      expect(etat(encore, date), date).toEqual({ etat: 'a_jour', pose: posee });
    }
  });

  test('art. 1.2 : toutes ses dates passées, elle ne dit plus rien', () => {
    expect(etat([ligne('2027-01-05')], '2027-01-05')).toMatchObject({
      etat: 'perimee',
      raisons: ['toutes les dates qu’elle annonce sont passées depuis le 4 janvier 2027'],
    });
  });

  test('art. 1.2 : une séance annulée depuis est nommée, une fois', () => {
    const lignes = MARDIS.map((le) => ligne(le, le === '2026-12-08' ? 'pas de permanence' : null));
    expect(etat(lignes, '2026-11-25')).toMatchObject({
      etat: 'perimee',
      raisons: ['elle ne dit pas : le 8 décembre 2026 : pas de permanence'],
    });
    // Once that day is past, nothing is wrong any more.
    expect(etat(lignes, '2026-12-09').etat).toBe('a_jour');
  });

  test('art. 1.2 : un autre horaire, une permanence de plus, une de moins', () => {
    const plusTot = MARDIS.map((le) => ligne(le, null, '08:30'));
    expect(etat(plusTot, '2026-12-16')).toMatchObject({
      raisons: [
        'elle ne dit pas : le 22 décembre 2026, 8\u00a0h\u00a030 – 12\u00a0h ; le 29 décembre 2026, 8\u00a0h\u00a030 – 12\u00a0h',
      ],
    });
    expect(etat([...MARDIS.map((le) => ligne(le)), ligne('2026-12-31')], '2026-12-30')).toMatchObject({
      raisons: ['elle ne dit pas : le 31 décembre 2026, 9\u00a0h – 12\u00a0h'],
    });
    expect(etat([], '2026-12-23')).toMatchObject({
      raisons: ['elle annonce encore : le 29 décembre 2026, 9\u00a0h – 12\u00a0h'],
    });
  });

  test('art. 1.2 : un téléphone changé la périme aussi', () => {
    const lignes = MARDIS.map((le) => ligne(le));
    expect(etat(lignes, '2026-11-25', { textes: { ...textes, telephone: '04 00 00 00 12' } })).toMatchObject({
      raisons: ['ont changé : le téléphone'],
    });
  });

  test('art. 1.2 : tout un planning déplacé se dit en une ligne', () => {
    const found = etat(
      MARDIS.map((le) => ligne(jour(le).add({ days: 1 }).toString())),
      '2026-11-24',
    );
    expect(found.etat === 'perimee' && found.raisons[0]).toMatch(/^elle ne dit pas : (le [^;]+; ){2}le [^;]+…$/);
  });

  test('art. 1.2 : un planning inchangé ne la périme jamais avant son dernier jour', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 41 }), { maxLength: 8 }),
        fc.integer({ min: 0, max: 41 }),
        (offsets, days) => {
          const lignes = [...new Set(offsets)].map((offset) =>
            ligne(jour('2026-11-24').add({ days: offset }).toString()),
          );
          const pose = { ...posee, contenu: contenu(lignes) };
          expect(etatAffiche(pose, contenu(lignes), jour('2026-11-24').add({ days })).etat).toBe('a_jour');
        },
      ),
    );
  });
});
