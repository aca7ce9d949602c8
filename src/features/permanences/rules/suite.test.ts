import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phrase } from '../../../domain/refus.ts';
import { seancesDe } from './permanence.ts';
import {
  type Exception,
  PHRASES_SUITE,
  partagerSeances,
  premierJourDeSuite,
  type SeanceDeSerie,
  suitLaSerie,
  verifierJourDeSuite,
} from './suite.ts';

const jour = Temporal.PlainDate.from;
const heures = { heureDebut: Temporal.PlainTime.from('09:00'), heureFin: Temporal.PlainTime.from('12:00') };
const mardis = { jour: 2, du: jour('2026-11-24'), au: jour('2026-12-29'), ...heures } as const;
const le = jour('2026-12-01');
const regles = { le, aujourdhui: jour('2026-11-24') };

function seance(date: string, autres: Partial<SeanceDeSerie> = {}): SeanceDeSerie {
  const own = {
    id: date,
    jour: jour(date),
    jourPrevu: jour(date),
    statut: 'prevue',
    exceptions: [],
    tenue: false,
  } as const;
  return { ...own, ...heures, ...autres };
}

const ids = (list: readonly SeanceDeSerie[]) => list.map(({ id }) => id);

describe('ce que devient chaque séance (art. 1.2)', () => {
  const seances = [
    seance('2026-11-24'),
    seance('2026-12-01'),
    seance('2026-12-08', { exceptions: ['lieu'] }),
    seance('2026-12-15', { statut: 'annulee' }),
    seance('2026-12-22'),
  ];

  test('scénario 8 : aux mêmes jours, l’exception est rattachée, les autres suivent', () => {
    const partage = partagerSeances(seances, seancesDe({ ...mardis, du: le }, jour('2027-01-31')), regles);
    expect(ids(partage.suivies)).toEqual(['2026-12-01', '2026-12-22']);
    expect(ids(partage.rattachees)).toEqual(['2026-12-08', '2026-12-15']);
    expect(partage.ajoutees.map(({ date }) => `${date}`)).toEqual(['2026-12-29']);
    expect([partage.gardees, partage.supprimees]).toEqual([[], []]);
  });

  test('scénario 8 : un autre jour de la semaine : l’exception reste telle quelle, les autres n’ont plus lieu', () => {
    const jeudis = seancesDe({ ...mardis, jour: 4, du: le }, jour('2026-12-20'));
    const partage = partagerSeances(seances, jeudis, regles);
    expect(ids(partage.gardees)).toEqual(['2026-12-08']);
    expect(ids(partage.supprimees)).toEqual(['2026-12-01', '2026-12-22']);
    expect(partage.ajoutees.map(({ date }) => `${date}`)).toEqual(['2026-12-03', '2026-12-10', '2026-12-17']);
  });

  test('reportée, une séance tient la place du jour qu’elle a quitté', () => {
    const moved = seance('2026-12-08', { jour: jour('2026-12-10'), exceptions: ['jour'] });
    const partage = partagerSeances([moved], seancesDe({ ...mardis, du: le }, jour('2026-12-08')), regles);
    expect(ids(partage.rattachees)).toEqual(['2026-12-08']);
    expect(partage.ajoutees.map(({ date }) => `${date}`)).toEqual(['2026-12-01']);
  });

  test('où un accompagnement est noté, rien ne change', () => {
    const noted = seance('2026-12-01', { tenue: true });
    expect(ids(partagerSeances([noted], [], regles).gardees)).toEqual(['2026-12-01']);
    expect(suitLaSerie(noted, 'horaire', le)).toBe(false);
  });

  test.each([
    [[], true, true],
    [['lieu'], true, false],
    [['horaire'], false, true],
    [['jour'], false, true],
    [['agent'], true, true],
  ] as const)('%o : suit l’heure %s, suit le lieu %s', (exceptions, horaire, lieu) => {
    const one = seance('2026-12-01', { exceptions });
    expect([suitLaSerie(one, 'horaire', le), suitLaSerie(one, 'lieu', le)]).toEqual([horaire, lieu]);
  });

  const semaines = fc.integer({ min: 0, max: 40 }).map((weeks) => mardis.du.add({ weeks }));
  const quelconques = fc
    .uniqueArray(
      fc.record({
        jourPrevu: semaines,
        statut: fc.constantFrom('prevue', 'annulee'),
        exceptions: fc.subarray<Exception>(['jour', 'horaire', 'lieu', 'agent']),
        tenue: fc.boolean(),
      }),
      { selector: ({ jourPrevu }) => jourPrevu.toString() },
    )
    .map((list) =>
      list.map(
        (one): SeanceDeSerie => ({
          id: `${one.jourPrevu}`,
          jour: one.jourPrevu,
          ...heures,
          ...one,
          statut: one.statut as 'prevue',
        }),
      ),
    );

  test('quoi qu’il en soit : rien de décidé ne se perd, rien n’est prévu deux fois, rien d’avant ne bouge', () => {
    fc.assert(
      fc.property(quelconques, fc.integer({ min: 1, max: 3 }), semaines, (all, toutesLes, day) => {
        const nouvelles = seancesDe({ ...mardis, du: day, au: null, toutesLes }, mardis.du.add({ weeks: 40 }));
        const { suivies, rattachees, gardees, supprimees, ajoutees } = partagerSeances(all, nouvelles, {
          ...regles,
          le: day,
        });
        const said = [suivies, rattachees, gardees, supprimees].flatMap(ids);
        expect(new Set(said).size).toBe(said.length);
        for (const { id } of all.filter(({ jourPrevu }) => Temporal.PlainDate.compare(jourPrevu, day) < 0)) {
          expect(said).not.toContain(id);
        }
        for (const one of supprimees)
          expect([one.statut, one.exceptions.length, one.tenue]).toEqual(['prevue', 0, false]);
        const standing = new Set([...suivies, ...rattachees].map(({ jourPrevu }) => jourPrevu.toString()));
        const added = ajoutees.map(({ date }) => date.toString());
        expect(added.filter((date) => standing.has(date))).toEqual([]);
        expect(new Set([...standing, ...added])).toEqual(new Set(nouvelles.map(({ date }) => date.toString())));
      }),
    );
  });
});

describe('à partir de quel jour', () => {
  const un = { ...mardis, toutesLes: 2 };

  test('une semaine sur deux garde ses semaines, sauf si le rythme ou le jour changent', () => {
    expect(premierJourDeSuite(un, un, le)).toEqual(jour('2026-12-08'));
    expect(premierJourDeSuite(un, { ...un, toutesLes: 3 }, le)).toEqual(le);
    expect(premierJourDeSuite(un, { ...un, jour: 4 }, le)).toEqual(le);
    expect(premierJourDeSuite(mardis, mardis, le)).toEqual(le);
  });

  test('ni avant aujourd’hui, ni avant le début, ni après la fin', () => {
    const dit = (day: string, aujourdhui = '2026-11-01') => {
      const refus = verifierJourDeSuite(mardis, jour(day), jour(aujourdhui));
      return refus === null ? null : phrase(PHRASES_SUITE, refus);
    };
    expect(dit('2026-12-01', '2026-12-02')).toContain('Ce qui est passé ne se modifie pas');
    expect(dit('2026-11-23')).toContain('Cette permanence commence le 24 novembre 2026');
    expect(dit('2026-12-30')).toContain('Cette permanence s’arrête le 29 décembre 2026');
    expect([dit('2026-11-24'), dit('2026-12-29')]).toEqual([null, null]);
  });
});
