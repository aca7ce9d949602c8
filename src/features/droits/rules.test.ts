import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estFerie } from '../../domain/calendrier.ts';
import { phrase } from '../../domain/refus.ts';
import {
  CLES_MOTIF,
  DECISIONS,
  type Decision,
  type Delai,
  DROITS_EXERCES,
  type Droit,
  dernierJourDuDelai,
  dernierJourProlongation,
  dernierJourReponse,
  enRetardDepuis,
  etatDroit,
  identiteEtablie,
  MOTIFS_REFUS,
  motifsDe,
  PHRASES_DECISION,
  PHRASES_PROLONGATION,
  raisonDeGarder,
  rappelDu,
  refusDecision,
  refuseQuelqueChose,
  refusJourReponse,
  refusProlongation,
} from './rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const compare = Temporal.PlainDate.compare;
const recue = (recueLe: string, more: Partial<Delai> = {}): Delai => ({
  recueLe: jour(recueLe),
  prolongeeLe: null,
  repondueLe: null,
  ...more,
});

const jours = fc.integer({ min: 0, max: 36_500 }).map((days) => jour('2000-01-01').add({ days }));
const calendriers = fc.constantFrom({}, { alsaceMoselle: true });

describe('Le délai d’un mois (règlement 2016/679, article 12.3 ; règlement 1182/71)', () => {
  test.each([
    // Ordinary.
    ['2026-03-10', 1, '2026-04-10'],
    // No 31 February: the last day of the month, a Saturday, put off to Monday.
    ['2026-01-31', 1, '2026-03-02'],
    ['2025-01-31', 1, '2025-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    // 2026-04-04 is a Saturday, 5 April Easter, 6 April its Monday.
    ['2026-03-04', 1, '2026-04-07'],
    // 2026-05-01 is a holiday, a Friday.
    ['2026-04-01', 1, '2026-05-04'],
    ['2026-11-25', 1, '2026-12-28'],
    ['2026-03-10', 3, '2026-06-10'],
    ['2026-01-31', 3, '2026-04-30'],
  ])('reçue le %s, %i mois : dernier jour le %s', (depuis, mois, dernier) => {
    expect(dernierJourDuDelai(jour(depuis), mois, {}).toString()).toBe(dernier);
  });

  test('le Vendredi saint n’en est un qu’en Alsace-Moselle', () => {
    expect(dernierJourDuDelai(jour('2026-03-03'), 1, {}).toString()).toBe('2026-04-03');
    expect(dernierJourDuDelai(jour('2026-03-03'), 1, { alsaceMoselle: true }).toString()).toBe('2026-04-07');
  });

  test('le dernier jour est ouvré, jamais avant le quantième, et au plus cinq jours après', () => {
    fc.assert(
      fc.property(jours, fc.integer({ min: 1, max: 3 }), calendriers, (depuis, mois, calendrier) => {
        const dernier = dernierJourDuDelai(depuis, mois, calendrier);
        const quantieme = depuis.add({ months: mois });
        expect(dernier.dayOfWeek).toBeLessThanOrEqual(5);
        expect(estFerie(dernier, calendrier)).toBe(false);
        const days = quantieme.until(dernier).days;
        expect(days).toBeGreaterThanOrEqual(0);
        expect(days).toBeLessThanOrEqual(5);
      }),
    );
  });

  test('une demande reçue plus tard n’est jamais due plus tôt', () => {
    fc.assert(
      fc.property(jours, fc.integer({ min: 0, max: 60 }), calendriers, (depuis, days, calendrier) => {
        const [first, second] = [depuis, depuis.add({ days })].map((one) => dernierJourDuDelai(one, 1, calendrier));
        if (first === undefined || second === undefined) throw new Error('Two days were asked');
        expect(compare(first, second)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('prolonger donne plus de temps, compté depuis la réception', () => {
    expect(dernierJourReponse(recue('2026-03-10'), {}).toString()).toBe('2026-04-10');
    expect(dernierJourReponse(recue('2026-03-10', { prolongeeLe: jour('2026-04-10') }), {}).toString()).toBe(
      '2026-06-10',
    );
    expect(dernierJourProlongation(jour('2026-03-10'), {}).toString()).toBe('2026-04-10');
  });
});

describe('Le retard', () => {
  test('commence le lendemain du dernier jour, et reste si la réponse est venue trop tard', () => {
    const demande = recue('2026-03-10');
    expect(enRetardDepuis(demande, jour('2026-04-10'), {})).toBeNull();
    expect(enRetardDepuis(demande, jour('2026-04-11'), {})?.toString()).toBe('2026-04-11');
    const late = recue('2026-03-10', { repondueLe: jour('2026-04-12') });
    expect(enRetardDepuis(late, jour('2027-01-01'), {})?.toString()).toBe('2026-04-11');
    const intime = recue('2026-03-10', { repondueLe: jour('2026-04-10') });
    expect(enRetardDepuis(intime, jour('2027-01-01'), {})).toBeNull();
  });

  test.each([
    ['2026-04-02', null, null, null],
    ['2026-04-03', null, null, 'avant'],
    ['2026-04-10', null, null, 'avant'],
    ['2026-04-10', '2026-04-03', null, null],
    ['2026-04-11', '2026-04-03', null, 'retard'],
    ['2026-04-20', null, null, 'retard'],
    ['2026-04-20', '2026-04-03', '2026-04-11', null],
  ] as const)('le %s, rappelée avant le %s et après le %s : %s', (today, avant, retard, expected) => {
    const rappels = { rappelAvantLe: avant && jour(avant), rappelRetardLe: retard && jour(retard) };
    expect(rappelDu({ ...recue('2026-03-10'), ...rappels }, jour(today), {})).toBe(expected);
  });

  test('jour après jour, chaque rappel part une fois, et rien après la réponse', () => {
    fc.assert(
      fc.property(jours, fc.integer({ min: 1, max: 120 }), fc.nat({ max: 3 }), (recueLe, repondueApres, saut) => {
        const sent: string[] = [];
        let rappels: { rappelAvantLe: Temporal.PlainDate | null; rappelRetardLe: Temporal.PlainDate | null } = {
          rappelAvantLe: null,
          rappelRetardLe: null,
        };
        for (let days = 0; days < 150; days += 1 + saut) {
          const today = recueLe.add({ days });
          const repondueLe = days >= repondueApres ? recueLe.add({ days: repondueApres }) : null;
          const du = rappelDu({ recueLe, prolongeeLe: null, repondueLe, ...rappels }, today, {});
          if (du === null) continue;
          expect(repondueLe).toBeNull();
          sent.push(du);
          rappels = { ...rappels, ...(du === 'avant' ? { rappelAvantLe: today } : { rappelRetardLe: today }) };
        }
        expect(sent).toEqual([...new Set(sent)]);
        const last = dernierJourReponse(recue(recueLe.toString()), {});
        const isEverLate = compare(recueLe.add({ days: repondueApres }), last.add({ days: 5 })) > 0;
        if (isEverLate) expect(sent).toEqual(['avant', 'retard']);
      }),
    );
  });
});

describe('La prolongation', () => {
  const demande = recue('2026-03-10');
  test.each([
    [demande, '2026-04-10', null],
    [demande, '2026-04-11', 'prolongation_tardive'],
    [demande, '2026-03-09', 'avant_la_demande'],
    [demande, '2026-05-02', 'a_venir'],
    [recue('2026-03-10', { prolongeeLe: jour('2026-03-20') }), '2026-03-21', 'deja_prolongee'],
    [recue('2026-03-10', { repondueLe: jour('2026-03-20') }), '2026-03-21', 'deja_repondue'],
  ] as const)('%# : prévenue le %s', (of, prevenueLe, expected) => {
    const refus = refusProlongation(of, jour(prevenueLe), jour('2026-05-01'), {});
    expect(refus?.refus ?? null).toBe(expected);
    if (refus !== null) expect(phrase(PHRASES_PROLONGATION, refus)).toMatch(/^[A-Z].*\.$/);
  });
});

describe('La décision', () => {
  test('un refus porte une raison de ce droit ; ce qui est accordé, l’identité', () => {
    const acces = { droit: 'acces', identite: false } as const;
    expect(refusDecision(acces, 'refusee', 'archives')).toEqual({ refus: 'motif_d_un_autre_droit' });
    expect(refusDecision(acces, 'refusee', null)).toEqual({ refus: 'motif_absent' });
    expect(refusDecision(acces, 'refusee', 'identite')).toBeNull();
    expect(refusDecision(acces, 'satisfaite', null)).toEqual({ refus: 'identite_non_etablie' });
    expect(refusDecision(acces, 'sans_objet', null)).toBeNull();
    const effacement = { droit: 'effacement', identite: true } as const;
    expect(refusDecision(effacement, 'partielle', 'archives')).toBeNull();
    expect(refusDecision(effacement, 'satisfaite', 'archives')).toEqual({ refus: 'motif_de_trop' });
  });

  test('rien n’est jamais accordé sans identité, ni refusé sans raison', () => {
    const droits = fc.constantFrom(...(Object.keys(DROITS_EXERCES) as Droit[]));
    const decisions = fc.constantFrom(...(Object.keys(DECISIONS) as Decision[]));
    const motifs = fc.constantFrom(null, ...CLES_MOTIF);
    fc.assert(
      fc.property(droits, fc.boolean(), decisions, motifs, (droit, identite, decision, motif) => {
        const refus = refusDecision({ droit, identite }, decision, motif);
        if (refus !== null) {
          expect(phrase(PHRASES_DECISION, refus)).toMatch(/\.$/);
          return;
        }
        expect(refuseQuelqueChose(decision)).toBe(motif !== null);
        if (motif !== null) expect(motifsDe(droit)).toContain(motif);
        if (decision === 'satisfaite' || decision === 'partielle') expect(identite).toBe(true);
      }),
    );
  });

  test('chaque droit peut être refusé, chaque raison sert à un droit', () => {
    for (const droit of Object.keys(DROITS_EXERCES) as Droit[]) expect(motifsDe(droit).length).toBeGreaterThan(1);
    for (const cle of CLES_MOTIF) expect(MOTIFS_REFUS[cle].droits.length).toBeGreaterThan(0);
  });

  test('l’état se lit de ce qui est enregistré', () => {
    expect(etatDroit({ decision: null, repondueLe: null })).toBe('a_traiter');
    expect(etatDroit({ decision: 'refusee', repondueLe: null })).toBe('a_repondre');
    expect(etatDroit({ decision: 'refusee', repondueLe: jour('2026-04-01') })).toBe('repondue');
  });

  test('la réponse ne précède pas la décision, et n’est pas à venir', () => {
    const [decidee, today] = [jour('2026-03-20'), jour('2026-03-25')];
    expect(refusJourReponse(jour('2026-03-19'), decidee, today)).toContain('précéder la décision');
    expect(refusJourReponse(jour('2026-03-26'), decidee, today)).toContain('à venir');
    expect(refusJourReponse(jour('2026-03-20'), decidee, today)).toBeNull();
  });
});

describe('L’identité et l’effacement', () => {
  test('la dernière vérification dit si l’identité est établie', () => {
    expect(identiteEtablie([])).toBe(false);
    expect(identiteEtablie([{ etablie: false }, { etablie: true }])).toBe(true);
    expect(identiteEtablie([{ etablie: true }, { etablie: false }])).toBe(false);
  });

  test('ce que la loi oblige à garder, les archives et les réglages restent, avec leur raison', () => {
    expect(raisonDeGarder({ base: 'c', ensuite: 'efface' })).toContain('obligation légale');
    expect(raisonDeGarder({ base: 'e', ensuite: 'propose_aux_archives' })).toContain('archive publique');
    expect(raisonDeGarder({ base: 'e', ensuite: 'remplace' })).toContain('réglages');
    expect(raisonDeGarder({ base: 'e', ensuite: 'efface' })).toBeNull();
  });
});
