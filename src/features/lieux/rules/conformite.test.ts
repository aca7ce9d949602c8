import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aRenouvelerLe,
  type Constat,
  CRITERES_CODES,
  type Critere,
  type Derogation,
  echeancesConformite,
  estPerime,
  exigences2022,
  type LieuConstate,
  lireRegles,
  lireRemarques,
  manquesPour,
  phraseManque,
  type ReglesLieu,
  regles2022,
  usagesPossibles,
} from '../rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const vu = (critere: Critere, le: string, satisfait = true): Constat => ({
  id: `${critere}-${le}`,
  critere,
  satisfait,
  constateLe: jour(le),
  constatePar: 'Alix Fictive',
});
const tous = (le: string) => CRITERES_CODES.map((critere) => vu(critere, le));
const lieu = (constats: readonly Constat[], autres: Partial<LieuConstate> = {}): LieuConstate => ({
  id: 'l1',
  nom: 'Médiathèque',
  structureId: 's1',
  fermeLe: null,
  constats,
  ...autres,
});

describe('un constat vaut un temps (art. 1.2)', () => {
  test.each([
    ['wifi', '2024-12-20', '2026-12-20'],
    ['internet', '2024-02-29', '2026-02-28'],
    ['bureau_confidentiel', '2024-08-31', '2026-08-31'],
    ['salle_6_a_8', '2024-12-20', null],
    ['accessible_pmr', '2024-12-20', null],
  ] as const)('art. 1.2 : %s vu le %s est à renouveler le %s', (critere, le, attendu) => {
    expect(aRenouvelerLe(vu(critere, le), regles2022)?.toString() ?? null).toBe(attendu);
  });

  test('art. 1.2 : ce qui manque ne se périme pas, cela manque', () => {
    const absent = vu('wifi', '2020-01-10', false);
    expect(aRenouvelerLe(absent, regles2022)).toBeNull();
    expect(estPerime(absent, jour('2026-11-24'), regles2022)).toBe(false);
    expect(
      manquesPour(
        'atelier',
        [...tous('2026-01-10'), { ...absent, constateLe: jour('2026-02-01') }],
        jour('2026-11-24'),
      ),
    ).toMatchObject([{ critere: 'wifi', raison: 'non_satisfait' }]);
  });

  test('art. 1.2 : passé sa date, il compte encore 60 jours, puis plus', () => {
    const constats = tous('2024-12-20');
    for (const date of ['2026-12-20', '2026-12-21', '2027-02-18']) {
      expect(usagesPossibles(constats, jour(date)).permanence.possible, date).toBe(true);
    }
    const [manque] = manquesPour('permanence', constats, jour('2027-02-19'));
    expect(manque).toMatchObject({ critere: 'recoit_public', raison: 'perime' });
    expect(manque && phraseManque(manque)).toBe(
      'Accueille du public : constat trop ancien, fait le 20 décembre 2024 par Alix Fictive',
    );
  });

  test('art. 1.2 : un nouveau constat le renouvelle', () => {
    const constats = [...tous('2024-12-20'), ...tous('2027-03-01')];
    expect(usagesPossibles(constats, jour('2027-02-28')).permanence.possible).toBe(false);
    expect(usagesPossibles(constats, jour('2027-03-01')).permanence.possible).toBe(true);
  });

  test('art. 1.2 : la durée et la grâce sont des réglages', () => {
    const court: ReglesLieu = { ...regles2022, validites: { ...regles2022.validites, internet: 1 }, graceJours: 0 };
    const constats = tous('2026-01-31');
    expect(manquesPour('permanence', constats, jour('2026-02-28'), court)).toEqual([]);
    expect(manquesPour('permanence', constats, jour('2026-03-01'), court).map(({ critere }) => critere)).toEqual([
      'internet',
    ]);
  });

  test('art. 1.2 : sans durée pour rien, rien ne se périme, à aucune date', () => {
    const eternel = Object.fromEntries(CRITERES_CODES.map((critere) => [critere, null])) as ReglesLieu['validites'];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (days) => {
        const date = jour('2020-01-01').add({ days });
        const regles = { ...regles2022, validites: eternel };
        expect(usagesPossibles(tous('2020-01-01'), date, regles).permanence.possible).toBe(true);
      }),
    );
  });

  test('art. 1.2 : le temps qui passe ne rend jamais un lieu conforme', () => {
    const offset = fc.integer({ min: 0, max: 3000 });
    const constat = fc.record({
      critere: fc.constantFrom(...CRITERES_CODES),
      days: fc.integer({ min: -3000, max: 0 }),
      satisfait: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(constat, { maxLength: 30 }), offset, offset, (list, a, b) => {
        const today = jour('2026-11-24');
        const constats = list.map(({ critere, days, satisfait }, rank) => ({
          ...vu(critere, today.add({ days }).toString(), satisfait),
          id: String(rank).padStart(3, '0'),
        }));
        const sooner = today.add({ days: Math.min(a, b) });
        const later = today.add({ days: Math.max(a, b) });
        const before = manquesPour('permanence', constats, sooner).map(({ critere }) => critere);
        const after = manquesPour('permanence', constats, later).map(({ critere }) => critere);
        expect(after).toEqual(expect.arrayContaining(before));
      }),
    );
  });
});

describe('ce qui est à renouveler', () => {
  test('art. 1.2 : une échéance par lieu et par jour, avec tous ses critères', () => {
    expect(echeancesConformite([lieu(tous('2024-12-20'))], jour('2026-11-24'))).toEqual([
      {
        type: 'constats_a_renouveler',
        date: jour('2026-12-20'),
        lieuId: 'l1',
        lieuNom: 'Médiathèque',
        structureId: 's1',
        criteres: CRITERES_CODES.filter((critere) => !['accessible_pmr', 'salle_6_a_8'].includes(critere)),
      },
    ]);
  });

  test('art. 1.2 : dans l’ordre des jours, le retard d’abord ; rien d’un lieu fermé', () => {
    const lieux = [
      lieu(tous('2026-01-10'), { id: 'b', nom: 'B' }),
      lieu(tous('2024-01-10'), { id: 'a', nom: 'A' }),
      lieu(tous('2024-01-10'), { id: 'f', nom: 'Fermé', fermeLe: jour('2026-05-01') }),
    ];
    const found = echeancesConformite(lieux, jour('2026-11-24'));
    expect(found.map(({ lieuId, date }) => `${lieuId} ${date}`)).toEqual(['a 2026-01-10', 'b 2028-01-10']);
  });

  test('art. 1.2 : ce que nul usage ne demande n’est pas à revoir', () => {
    const regles = { ...regles2022, exigences: { permanence: ['internet'], atelier: ['wifi'] } as const };
    const [found] = echeancesConformite([lieu(tous('2026-01-10'))], jour('2026-11-24'), regles);
    expect(found?.criteres).toEqual(['internet', 'wifi']);
  });
});

describe('une dérogation admet ce qu’elle nomme', () => {
  const derogation = (autres: Partial<Derogation> = {}): Derogation => ({
    usage: 'permanence',
    criteres: ['photocopieuse'],
    auteur: 'Alix Fictive',
    motif: 'En réparation',
    du: jour('2026-11-01'),
    au: jour('2026-12-31'),
    leveeLe: null,
    ...autres,
  });
  const sansPhotocopieuse = [...tous('2026-01-10'), vu('photocopieuse', '2026-11-01', false)];
  const possible = (constats: readonly Constat[], date: string, autres: Partial<Derogation> = {}) =>
    usagesPossibles(constats, jour(date), regles2022, [derogation(autres)]).permanence.possible;

  test('art. 1.2 : jusqu’à son dernier jour', () => {
    expect(possible(sansPhotocopieuse, '2026-12-31')).toBe(true);
    expect(possible(sansPhotocopieuse, '2027-01-01')).toBe(false);
  });

  test('art. 1.2 : ce qui se perd ensuite n’est pas pardonné d’avance', () => {
    const encore = [...sansPhotocopieuse, vu('bureau_confidentiel', '2026-11-20', false)];
    expect(possible(encore, '2026-11-19')).toBe(true);
    expect(possible(encore, '2026-11-20')).toBe(false);
  });

  test('art. 1.2 : levée, elle ne compte plus dès ce jour', () => {
    expect(possible(sansPhotocopieuse, '2026-11-23', { leveeLe: jour('2026-11-24') })).toBe(true);
    expect(possible(sansPhotocopieuse, '2026-11-24', { leveeLe: jour('2026-11-24') })).toBe(false);
  });

  test('art. 1.2 : quand rien ne manque plus, elle ne sert plus', () => {
    const revenue = [...sansPhotocopieuse, vu('photocopieuse', '2026-11-20')];
    expect(usagesPossibles(revenue, jour('2026-11-24'), regles2022, [derogation()]).permanence).toEqual({
      possible: true,
      derogation: null,
    });
  });
});

describe('les règles d’un territoire', () => {
  test('sans réglage, celles de 2022', () => {
    expect(lireRegles(undefined)).toBe(regles2022);
    expect(lireRegles({ exigences: null, validites: 'x', graceJours: 60 })).toEqual(regles2022);
  });

  test('ce qui n’est pas compris vaut ce qu’il valait ; vide veut dire « ne s’use pas »', () => {
    const stored = { permanence: ['internet', 'inconnu'], atelier: 3 };
    const read = lireRegles({
      exigences: stored,
      validites: { wifi: 12, internet: null, telephone: -1 },
      graceJours: 0,
    });
    expect(read.exigences).toEqual({ permanence: ['internet'], atelier: exigences2022.atelier });
    expect(read.validites).toMatchObject({ wifi: 12, internet: null, telephone: 24 });
    expect(read.graceJours).toBe(0);
  });

  test('les remarques de critères inconnus sont laissées', () => {
    expect(lireRemarques({ wifi: 'faible', autre: 'x', internet: 3 })).toEqual({ wifi: 'faible' });
    expect(lireRemarques([1])).toEqual({});
  });
});
