import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { peutOuvrirCompte, verifierDepart } from './rules.ts';

const jour = (iso: string) => Temporal.PlainDate.from(iso);
const CONTRAT = { debut: jour('2025-09-01'), fin: jour('2027-08-31'), finPrevue: null };
const jours = fc.integer({ min: -1000, max: 1000 }).map((days) => jour('2026-11-24').add({ days }));

describe('départ d’un agent', () => {
  test.each([
    ['2025-09-01', null],
    ['2026-11-24', null],
    ['2027-08-31', null],
    ['2025-08-31', 'avant_contrat'],
    ['2027-09-01', 'apres_contrat'],
  ])('annexe 1 : dernier jour le %s d’un contrat du 1er septembre 2025 au 31 août 2027 : %s', (iso, refus) => {
    expect(verifierDepart(CONTRAT, jour(iso), null)?.refus ?? null).toBe(refus);
  });

  test('le dernier jour ne précède pas une aide que l’agent a notée', () => {
    const aide = jour('2026-11-23');
    expect(verifierDepart(CONTRAT, jour('2026-11-22'), aide)).toEqual({ refus: 'aide_notee', le: aide });
    expect(verifierDepart(CONTRAT, aide, aide)).toBeNull();
  });

  test('un départ ne s’enregistre pas deux fois', () => {
    const parti = { ...CONTRAT, fin: jour('2026-11-24'), finPrevue: jour('2027-08-31') };
    expect(verifierDepart(parti, jour('2026-11-20'), null)).toEqual({ refus: 'deja_parti', le: jour('2026-11-24') });
  });

  test('sans refus, le dernier jour est dans le contrat et rien n’a été noté après', () => {
    fc.assert(
      fc.property(jours, fc.option(jours), (dernier, aide) => {
        const refus = verifierDepart(CONTRAT, dernier, aide);
        const inside =
          Temporal.PlainDate.compare(dernier, CONTRAT.debut) >= 0 &&
          Temporal.PlainDate.compare(dernier, CONTRAT.fin) <= 0;
        const after = aide === null || Temporal.PlainDate.compare(dernier, aide) >= 0;
        expect(refus === null).toBe(inside && after);
      }),
    );
  });

  test('un compte s’ouvre jusqu’au dernier jour du contrat, et plus du tout le jour d’un départ', () => {
    const fin = jour('2026-11-24');
    expect(peutOuvrirCompte({ fin, finPrevue: null }, fin)).toBe(true);
    expect(peutOuvrirCompte({ fin, finPrevue: null }, fin.add({ days: 1 }))).toBe(false);
    expect(peutOuvrirCompte({ fin, finPrevue: jour('2027-08-31') }, fin.subtract({ days: 1 }))).toBe(true);
    expect(peutOuvrirCompte({ fin, finPrevue: jour('2027-08-31') }, fin)).toBe(false);
  });

  test('un départ ne rouvre jamais ce qu’une fin de contrat ferme', () => {
    fc.assert(
      fc.property(jours, jours, jours, (fin, finPrevue, today) => {
        if (peutOuvrirCompte({ fin, finPrevue }, today))
          expect(peutOuvrirCompte({ fin, finPrevue: null }, today)).toBe(true);
      }),
    );
  });
});
