import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Constat,
  type Critere,
  closeLe,
  type Decision,
  estADecider,
  etatDecision,
  usagesPossibles,
  verifierDecision,
} from '../rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const vu = (critere: Critere, le: string, satisfait: boolean, id = `${critere}-${le}`): Constat => ({
  id,
  critere,
  satisfait,
  constateLe: jour(le),
  constatePar: 'Alix Fictive',
});
const decision = (autres: Partial<Decision> = {}): Decision => ({
  id: 'd1',
  choix: 'remettre',
  criteres: ['bureau_confidentiel'],
  jour: jour('2026-11-24'),
  echeance: jour('2026-12-20'),
  ...autres,
});
const perdu = [vu('bureau_confidentiel', '2026-01-10', true), vu('bureau_confidentiel', '2026-11-23', false)];
const manque = usagesPossibles(perdu, jour('2026-11-24')).permanence;

describe('un critère perdu demande une décision (art. 1.2)', () => {
  test('art. 1.2 : un nouveau constat la ferme, à son jour', () => {
    const revenu = [...perdu, vu('bureau_confidentiel', '2026-12-10', true)];
    expect(closeLe(decision(), perdu)).toBeNull();
    expect(closeLe(decision(), revenu)).toEqual(jour('2026-12-10'));
    expect(etatDecision(decision(), revenu, jour('2026-12-09'))).toBe('en_cours');
    expect(etatDecision(decision(), revenu, jour('2026-12-10'))).toBe('close');
  });

  test('art. 1.2 : perdu encore en mars, il ne rouvre pas celle de novembre', () => {
    const encore = [
      ...perdu,
      vu('bureau_confidentiel', '2026-12-10', true),
      vu('bureau_confidentiel', '2027-03-01', false),
    ];
    expect(closeLe(decision(), encore)).toEqual(jour('2026-12-10'));
    expect(etatDecision(decision(), encore, jour('2027-03-02'))).toBe('close');
  });

  test('art. 1.2 : chaque critère nommé doit être revu', () => {
    const deux = decision({ criteres: ['bureau_confidentiel', 'internet'] });
    const constats = [...perdu, vu('bureau_confidentiel', '2026-12-01', true), vu('internet', '2026-10-01', true)];
    expect(closeLe(deux, constats)).toBeNull();
    expect(closeLe(deux, [...constats, vu('internet', '2026-12-05', true)])).toEqual(jour('2026-12-05'));
  });

  test('art. 1.2 : passée sa date sans constat, elle est dépassée ; un déplacement est fait', () => {
    expect(etatDecision(decision(), perdu, jour('2026-12-20'))).toBe('en_cours');
    expect(etatDecision(decision(), perdu, jour('2026-12-21'))).toBe('depassee');
    expect(etatDecision(decision({ choix: 'demenager' }), perdu, jour('2026-12-21'))).toBe('close');
  });

  test('art. 1.2 : il faut décider quand des séances sont prévues et que rien n’est décidé', () => {
    const today = jour('2026-11-24');
    expect(estADecider({ usage: manque, seances: 12 }, [], perdu, today)).toBe(true);
    expect(estADecider({ usage: manque, seances: 0 }, [], perdu, today)).toBe(false);
    expect(estADecider({ usage: manque, seances: 12 }, [decision({ choix: 'suspendre' })], perdu, today)).toBe(false);
    expect(estADecider({ usage: manque, seances: 12 }, [decision()], perdu, jour('2026-12-21'))).toBe(true);
    expect(estADecider({ usage: { possible: true, derogation: null }, seances: 12 }, [], perdu, today)).toBe(false);
  });

  test.each([
    ['2026-11-24', []],
    ['2027-11-24', []],
    ['2026-11-23', ['echeance_passee']],
    ['2027-11-25', ['echeance_lointaine']],
  ] as const)('art. 1.2 : le 24 novembre 2026, une échéance au %s donne %j', (echeance, attendu) => {
    const demande = { usage: manque, decisions: [], constats: perdu };
    const found = verifierDecision(demande, jour(echeance), jour('2026-11-24'));
    expect(found.map(({ refus }) => refus)).toEqual(attendu);
  });

  test('art. 1.2 : rien ne manque, ou une décision court : on n’en prend pas une autre', () => {
    const today = jour('2026-11-24');
    const conforme = { usage: { possible: true, derogation: null } as const, decisions: [], constats: perdu };
    expect(verifierDecision(conforme, today, today)).toEqual([{ refus: 'rien_a_decider' }]);
    const courante = { usage: manque, decisions: [decision()], constats: perdu };
    expect(verifierDecision(courante, today, today)).toEqual([{ refus: 'decision_en_cours' }]);
  });

  test('art. 1.2 : une décision close le reste, quels que soient les constats suivants', () => {
    const later = fc.array(fc.tuple(fc.integer({ min: 18, max: 400 }), fc.boolean()), { maxLength: 10 });
    fc.assert(
      fc.property(later, (list) => {
        const suite = list.map(([days, satisfait], rank) =>
          vu('bureau_confidentiel', jour('2026-11-24').add({ days }).toString(), satisfait, `z${rank}`),
        );
        const constats = [...perdu, vu('bureau_confidentiel', '2026-12-10', true), ...suite];
        expect(closeLe(decision(), constats)).toEqual(jour('2026-12-10'));
      }),
    );
  });
});
