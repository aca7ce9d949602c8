import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Collegue, minutesDeRoute, type Point, proposer, remplacants, type SeancePlacee } from './remplacants.ts';

const date = (text: string) => Temporal.PlainDate.from(text);
const heure = (text: string) => Temporal.PlainTime.from(text);

const PERPIGNAN: Point = { latitude: 42.6986, longitude: 2.8956 };
const CERET: Point = { latitude: 42.4855, longitude: 2.7477 };
const PRADES: Point = { latitude: 42.6178, longitude: 2.4218 };
const VITESSE = 40;

let rank = 0;
function seance(jour: string, debut: string, fin: string, point: Point | null = CERET): SeancePlacee {
  rank += 1;
  const lieuId = point === null ? null : `${point.latitude}`;
  return { id: `seance-${rank}`, lieuId, point, date: date(jour), heureDebut: heure(debut), heureFin: heure(fin) };
}

function collegue(nom: string, autres: Partial<Collegue> = {}): Collegue {
  return {
    id: nom.toLowerCase(),
    nom,
    contrats: [{ debut: date('2026-01-01'), fin: date('2027-12-31') }],
    certificat: { intitule: 'Bloc 1', obtenuLe: date('2026-03-01') },
    demiJournees: [],
    port: PERPIGNAN,
    prevues: [],
    absences: [],
    ...autres,
  };
}

const noms = (of: SeancePlacee, collegues: readonly Collegue[]) =>
  remplacants(of, collegues, VITESSE).map(({ nom }) => nom);
/** A Tuesday. */
const MARDI = seance('2026-12-01', '09:00', '12:00');

describe('le temps de la route', () => {
  test('Perpignan – Céret : 27 km à vol d’oiseau, 40 minutes à 40 km/h', () => {
    expect(minutesDeRoute(PERPIGNAN, CERET, VITESSE)).toBe(40);
    expect(minutesDeRoute(PERPIGNAN, PERPIGNAN, VITESSE)).toBe(0);
  });

  test('rien n’est demandé à vitesse nulle, rien n’est su hors de la carte', () => {
    expect(minutesDeRoute(PERPIGNAN, CERET, 0)).toBe(0);
    expect(minutesDeRoute(null, CERET, VITESSE)).toBeNull();
    expect(minutesDeRoute(PERPIGNAN, null, VITESSE)).toBeNull();
  });

  test('autant à l’aller qu’au retour', () => {
    const degree = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    const point = fc.record({ latitude: degree(41, 51), longitude: degree(-5, 9) });
    fc.assert(
      fc.property(point, point, (a, b) => {
        expect(minutesDeRoute(a, b, VITESSE)).toBe(minutesDeRoute(b, a, VITESSE));
      }),
    );
  });
});

describe('qui peut remplacer', () => {
  test('le plus près d’abord, depuis son port d’attache ou une autre séance du jour', () => {
    const deja = collegue('Déjà sur place', {
      port: PRADES,
      prevues: [seance('2026-12-01', '14:00', '17:00', CERET)],
    });
    expect(noms(MARDI, [collegue('De Perpignan'), collegue('De Prades', { port: PRADES }), deja])).toEqual([
      'Déjà sur place',
      'De Perpignan',
      'De Prades',
    ]);
  });

  test('sous contrat et certifié ce jour-là', () => {
    const fini = collegue('Parti', { contrats: [{ debut: date('2026-01-01'), fin: date('2026-11-30') }] });
    const sans = collegue('Sans certificat', { certificat: null });
    const bientot = collegue('Bientôt', { certificat: { intitule: 'Bloc 1', obtenuLe: date('2026-12-02') } });
    expect(noms(MARDI, [fini, sans, bientot])).toEqual([]);
  });

  test('qui travaille cette demi-journée, et n’est pas absent', () => {
    const apresMidi = collegue('L’après-midi', { demiJournees: ['mardi-apres-midi'] });
    const matin = collegue('Le matin', { demiJournees: ['mardi-matin'] });
    const absent = collegue('Absent', {
      absences: [{ du: date('2026-11-30'), au: date('2026-12-04'), moment: 'matin' }],
    });
    expect(noms(MARDI, [apresMidi, matin, absent])).toEqual(['Le matin']);
    expect(noms(seance('2026-12-06', '09:00', '12:00'), [matin])).toEqual([]);
  });

  test('libre à cette heure, avec le temps de la route depuis son autre séance', () => {
    const pris = collegue('Pris', { prevues: [seance('2026-12-01', '11:59', '13:00', CERET)] });
    // Prades – Céret: 31 km, 46 minutes.
    const tropLoin = collegue('Trop loin', { prevues: [seance('2026-12-01', '12:45', '15:00', PRADES)] });
    const juste = collegue('Juste à temps', { prevues: [seance('2026-12-01', '12:46', '15:00', PRADES)] });
    const lendemain = collegue('Le lendemain', { prevues: [seance('2026-12-02', '09:00', '12:00', PRADES)] });
    expect(minutesDeRoute(PRADES, CERET, VITESSE)).toBe(46);
    expect(noms(MARDI, [pris, tropLoin, juste, lendemain])).toEqual(['Juste à temps', 'Le lendemain']);
  });
});

describe('qui est proposé pour chaque séance', () => {
  test('celui qui est proposé pour l’une n’est plus libre pour une autre à la même heure', () => {
    const seul = collegue('Seul');
    const autre = seance('2026-12-01', '10:00', '11:00', PRADES);
    const [first, second] = proposer([MARDI, autre], [seul], VITESSE);
    expect(first?.remplacants.map(({ nom }) => nom)).toEqual(['Seul']);
    expect(second?.remplacants).toEqual([]);
  });

  test('quoi qu’il soit proposé, chacun peut tenir tout ce qu’on lui propose', () => {
    const hours = fc.integer({ min: 8, max: 17 });
    const one = fc
      .tuple(fc.integer({ min: 0, max: 3 }), hours, fc.constantFrom(PERPIGNAN, CERET, PRADES))
      .map(([days, hour, point]) =>
        seance(
          `${date('2026-12-01').add({ days })}`,
          `${String(hour).padStart(2, '0')}:00`,
          `${String(hour + 1).padStart(2, '0')}:30`,
          point,
        ),
      );
    const port = fc.constantFrom(PERPIGNAN, CERET, PRADES, null);
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), fc.array(port, { maxLength: 4 }), (seances, ports) => {
        const all = ports.map((place, index) => collegue(`Agent ${index}`, { port: place }));
        const held = new Map<string, SeancePlacee[]>();
        for (const { seance: of, remplacants: found } of proposer(seances, all, VITESSE)) {
          const [best] = found;
          if (best === undefined) continue;
          const before = held.get(best.id) ?? [];
          const again = collegue('Le même', { prevues: before });
          expect(remplacants(of, [again], VITESSE)).toHaveLength(1);
          held.set(best.id, [...before, of]);
        }
      }),
    );
  });
});
