import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Accueil,
  bornesDePrise,
  type Canal,
  type Demandee,
  decouper,
  fenetreRdv,
  heureDe,
  instantDe,
  limiteDe,
  type Motif,
  minutesDe,
  verifierPrise,
} from './rules.ts';

const h = (text: string) => Temporal.PlainTime.from(text);
const j = (text: string) => Temporal.PlainDate.from(text);
const i = (text: string) => Temporal.Instant.from(text);
const horaire = (debut: string, fin: string) => ({ heureDebut: h(debut), heureFin: h(fin) });
const accueil = (autres: Partial<Accueil> = {}): Accueil => ({
  accueil: 'rendez_vous',
  heureDebut: h('09:00'),
  rdvDebut: null,
  rdvFin: null,
  pasMinutes: 30,
  ...autres,
});
const mixte = accueil({ accueil: 'mixte', rdvDebut: h('09:00'), rdvFin: h('10:30') });
const dire = (plages: readonly { debut: number }[]) => plages.map(({ debut }) => `${heureDe(debut)}`.slice(0, 5));

describe('la plage des rendez-vous d’une séance', () => {
  const plage = (seance: [string, string], de: Accueil) => {
    const found = fenetreRdv(horaire(...seance), de);
    return found && [found.debut, found.fin].map((minutes) => `${heureDe(minutes)}`.slice(0, 5));
  };

  test('sans rendez-vous : aucune ; sur rendez-vous : toute la séance', () => {
    expect(plage(['09:00', '12:00'], accueil({ accueil: 'libre' }))).toBeNull();
    expect(plage(['09:00', '12:00'], accueil())).toEqual(['09:00', '12:00']);
  });

  test('mixte : entre deux heures, qui se décalent avec une séance dont l’horaire est une exception', () => {
    expect(plage(['09:00', '12:00'], mixte)).toEqual(['09:00', '10:30']);
    expect(plage(['10:00', '13:00'], mixte)).toEqual(['10:00', '11:30']);
    expect(plage(['08:00', '11:00'], mixte)).toEqual(['08:00', '09:30']);
  });

  test('elle ne dépasse jamais une séance raccourcie, et peut disparaître', () => {
    expect(plage(['09:00', '10:00'], mixte)).toEqual(['09:00', '10:00']);
    const tard = accueil({ accueil: 'mixte', rdvDebut: h('11:00'), rdvFin: h('12:00') });
    expect(plage(['09:00', '11:00'], tard)).toBeNull();
  });
});

describe('les heures libres', () => {
  const matin = { debut: 540, fin: 720 };

  test('toutes les 30 minutes, 45 minutes chacune, jamais sur ce qui est pris', () => {
    const decoupe = { dureeMinutes: 45, pasMinutes: 30 };
    expect(dire(decouper(matin, decoupe, []))).toEqual(['09:00', '09:30', '10:00', '10:30', '11:00']);
    expect(dire(decouper(matin, decoupe, [{ debut: 570, fin: 615 }]))).toEqual(['10:30', '11:00']);
  });

  test('une durée plus longue que la plage n’en donne aucune', () => {
    expect(decouper(matin, { dureeMinutes: 181, pasMinutes: 30 }, [])).toEqual([]);
  });

  const plages = fc.array(
    fc.record({ debut: fc.integer({ min: 480, max: 780 }), long: fc.integer({ min: 10, max: 90 }) }),
    { maxLength: 8 },
  );
  test('propriété : dans la plage, alignées, sans recouvrement avec ce qui est pris ; en prendre une retire celles qu’elle touche', () => {
    fc.assert(
      fc.property(
        plages,
        fc.integer({ min: 10, max: 120 }),
        fc.integer({ min: 10, max: 120 }),
        (taken, dureeMinutes, pasMinutes) => {
          const pris = taken.map(({ debut, long }) => ({ debut, fin: debut + long }));
          const libres = decouper(matin, { dureeMinutes, pasMinutes }, pris);
          for (const { debut, fin } of libres) {
            expect(debut).toBeGreaterThanOrEqual(matin.debut);
            expect(fin).toBeLessThanOrEqual(matin.fin);
            expect((debut - matin.debut) % pasMinutes).toBe(0);
            expect(pris.every((un) => un.fin <= debut || fin <= un.debut)).toBe(true);
          }
          const [first] = libres;
          if (first === undefined) return;
          const after = decouper(matin, { dureeMinutes, pasMinutes }, [...pris, first]);
          expect(after).toEqual(libres.filter(({ debut, fin }) => fin <= first.debut || first.fin <= debut));
        },
      ),
    );
  });
});

describe('scénario 6 : le mardi à 9 h, de part et d’autre des changements d’heure', () => {
  test.each([
    ['2026-10-20', '07:00:00Z'],
    ['2026-10-27', '08:00:00Z'],
    ['2027-03-23', '08:00:00Z'],
    ['2027-03-30', '07:00:00Z'],
  ])('%s à 9 h de Paris est %s, et la séance compte autant d’heures', (jour, utc) => {
    expect(`${instantDe(j(jour), h('09:00'))}`).toBe(`${jour}T${utc}`);
    expect(fenetreRdv(horaire('09:00', '12:00'), accueil())).toEqual({ debut: 540, fin: 720 });
    expect(decouper({ debut: 540, fin: 720 }, { dureeMinutes: 30, pasMinutes: 30 }, [])).toHaveLength(6);
  });

  test('deux heures avant se comptent en heures écoulées, la nuit où l’heure change aussi', () => {
    // Clocks jump from 2 h to 3 h: two hours before 4 h is 1 h.
    const nuit = { jour: j('2027-03-28'), debut: h('04:00') };
    expect(`${limiteDe(nuit, 2)}`).toBe('2027-03-28T00:00:00Z');
    const matin = { jour: j('2027-03-28'), debut: h('09:00') };
    expect(`${limiteDe(matin, 24)}`).toBe('2027-03-27T07:00:00Z');
  });
});

const motif: Motif = {
  id: 'motif',
  nom: 'Essai',
  dureeMinutes: 30,
  delaiHeures: 2,
  horizonJours: 60,
  limiteHeures: 2,
  ouvertA: ['public', 'prescripteur'],
  aApporter: null,
  actif: true,
};

describe('prendre une heure', () => {
  const seance = (autres: Partial<Demandee> = {}): Demandee => ({
    jour: j('2026-12-01'),
    statut: 'prevue',
    ...horaire('09:00', '12:00'),
    accueil: accueil(),
    empechee: false,
    pris: [],
    ...autres,
  });
  const refus = (
    autres: Partial<{ seance: Demandee | undefined; debut: string; canal: Canal; motif: Motif | undefined }>,
    now = '2026-11-24T09:00:00Z',
  ) => {
    const { debut = '09:30', ...rest } = autres;
    return verifierPrise({ seance: seance(), canal: 'public', motif, ...rest, debut: h(debut) }, i(now))?.refus ?? null;
  };

  test('libre, à temps, dans l’horizon : rien ne s’y oppose', () => {
    expect(refus({})).toBeNull();
  });

  test.each([
    ['motif_ferme', { motif: { ...motif, actif: false } }],
    ['motif_ferme', { motif: { ...motif, ouvertA: ['prescripteur'] } }],
    ['motif_ferme', { motif: undefined }],
    ['seance_absente', { seance: undefined }],
    ['seance_absente', { seance: seance({ statut: 'annulee' }) }],
    ['seance_absente', { seance: seance({ empechee: true }) }],
    ['passe', { seance: seance({ jour: j('2026-11-24') }), debut: '10:00' }],
    ['delai', { seance: seance({ jour: j('2026-11-24') }), debut: '11:30' }],
    ['horizon', { seance: seance({ jour: j('2027-01-24') }) }],
    ['hors_creneau', { debut: '09:15' }],
    ['hors_creneau', { debut: '12:00' }],
    ['hors_creneau', { debut: '08:30' }],
    ['hors_creneau', { seance: seance({ accueil: accueil({ accueil: 'libre' }) }) }],
    ['pris', { seance: seance({ pris: [{ debut: 570, fin: 600 }] }) }],
    ['pris', { seance: seance({ pris: [{ debut: 545, fin: 575 }] }) }],
  ] as const)('%s', (attendu, cas) => {
    // It is 10 h in Paris.
    expect(refus(cas)).toBe(attendu);
  });

  test('le dernier jour de l’horizon est compris, la dernière minute du délai aussi', () => {
    expect(refus({ seance: seance({ jour: j('2027-01-23') }) })).toBeNull();
    expect(refus({ seance: seance({ jour: j('2026-11-24') }), debut: '11:30' }, '2026-11-24T08:30:00Z')).toBeNull();
  });

  test('un agent et l’équipe ne sont tenus ni au délai ni à l’horizon, mais personne ne prend le passé', () => {
    const today = seance({ jour: j('2026-11-24') });
    for (const canal of ['agent', 'telephone'] as const) {
      expect(refus({ seance: today, debut: '10:30', canal })).toBeNull();
      expect(refus({ seance: seance({ jour: j('2027-03-02') }), canal })).toBeNull();
      expect(refus({ seance: today, debut: '10:00', canal })).toBe('passe');
      expect(refus({ motif: { ...motif, ouvertA: [] }, canal })).toBeNull();
    }
  });

  test('propriété : ce qui est accepté commence après le délai, avant l’horizon, et ne touche rien de pris', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 8 * 60, max: 12 * 60 }),
        fc.array(fc.integer({ min: 540, max: 700 }), { maxLength: 5 }),
        (days, hour, minute, taken) => {
          const now = i('2026-10-20T00:00:00Z').add({ hours: hour });
          const jour = j('2026-10-20').add({ days });
          const pris = taken.map((debut) => ({ debut, fin: debut + 20 }));
          const debut = heureDe(minute);
          const verdict = verifierPrise({ seance: seance({ jour, pris }), canal: 'public', motif, debut }, now);
          if (verdict !== null) return;
          const { desLe, jusquAu } = bornesDePrise(motif, 'public', now);
          expect(Temporal.Instant.compare(instantDe(jour, debut), desLe)).toBeGreaterThanOrEqual(0);
          expect(Temporal.PlainDate.compare(jour, jusquAu)).toBeLessThanOrEqual(0);
          expect(pris.every((un) => un.fin <= minute || minute + 30 <= un.debut)).toBe(true);
          expect(minutesDe(debut) % 30).toBe(0);
        },
      ),
    );
  });
});
