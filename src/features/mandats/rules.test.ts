import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CAUSES_FIN,
  type CauseFin,
  dernierJour,
  dernierJourPour,
  destructibleAt,
  estADire,
  estLisible,
  etatAu,
  type Fin,
  finAu,
  finPrevue,
} from './rules.ts';

const jour = Temporal.PlainDate.from;
const instant = Temporal.Instant.from;
const signeAt = instant('2026-09-01T08:00:00Z');

const jours = fc.integer({ min: 0, max: 40_000 }).map((days) => Temporal.PlainDate.from('2000-01-01').add({ days }));

describe('Art. 2 : le terme d’un mandat', () => {
  test('est le minuit de Paris qui suit son dernier jour, aux changements d’heure aussi', () => {
    expect(finPrevue(jour('2026-10-24'))).toEqual(instant('2026-10-24T22:00:00Z'));
    expect(finPrevue(jour('2026-10-25'))).toEqual(instant('2026-10-25T23:00:00Z'));
    expect(finPrevue(jour('2027-03-27'))).toEqual(instant('2027-03-27T23:00:00Z'));
    expect(finPrevue(jour('2027-03-28'))).toEqual(instant('2027-03-28T22:00:00Z'));
  });

  test('tombe le même quantième, ou le dernier jour d’un mois plus court', () => {
    expect(dernierJourPour(jour('2026-11-26'), 3)).toEqual(jour('2027-02-26'));
    expect(dernierJourPour(jour('2026-08-31'), 6)).toEqual(jour('2027-02-28'));
    expect(dernierJourPour(jour('2028-02-29'), 12)).toEqual(jour('2029-02-28'));
  });

  test('se relit : le dernier jour donne le terme, qui redonne le dernier jour', () => {
    fc.assert(fc.property(jours, (date) => dernierJour(finPrevue(date)).equals(date)));
  });

  test('scénario 15 : en cours jusqu’à la dernière seconde, fini à la suivante, sans qu’aucune tâche soit passée', () => {
    const terme = finPrevue(jour('2026-10-25'));
    const demarche = { fin: null, detruiteAt: null };
    expect(finAu(demarche, terme, instant('2026-10-25T22:59:59Z'))).toBeNull();
    expect(finAu(demarche, terme, instant('2026-10-25T23:00:00Z'))).toEqual({
      at: terme,
      cause: 'expiration',
      canal: 'horloge',
    });
  });
});

describe('Code civil, 2003 à 2006 : la fin et les tiers', () => {
  test('un retrait laisse le temps de prévenir les tiers, un achèvement non', () => {
    const at = instant('2026-11-26T09:00:00Z');
    expect(destructibleAt({ at, cause: 'retrait' }, 72)).toEqual(instant('2026-11-29T09:00:00Z'));
    expect(destructibleAt({ at, cause: 'retrait' }, 0)).toEqual(at);
    expect(destructibleAt({ at, cause: 'achevement' }, 72)).toEqual(at);
    expect(Object.keys(CAUSES_FIN).filter((cause) => estADire(cause as CauseFin))).toEqual([
      'retrait',
      'renonciation',
      'deces',
      'protection',
      'depart_agent',
    ]);
  });

  const finPrevueAt = instant('2027-01-01T00:00:00Z');
  const retrait: Fin = { at: instant('2026-11-26T09:00:00Z'), cause: 'retrait', canal: 'guichet' };
  const suivie = { fin: null, detruiteAt: null, destructibleAt: null, tiersPrevenusAt: null };
  const ouvert = { finPrevueAt, isRetenu: false };

  test('se lit en cours, puis le temps de prévenir, puis jamais', () => {
    const retiree = { ...suivie, fin: retrait, destructibleAt: destructibleAt(retrait, 72) };
    const apres = instant('2026-11-27T09:00:00Z');
    expect(estLisible(suivie, ouvert, apres)).toBe(true);
    expect(estLisible(suivie, ouvert, finPrevueAt)).toBe(false);
    expect(estLisible(retiree, ouvert, apres)).toBe(true);
    expect(estLisible({ ...retiree, tiersPrevenusAt: apres }, ouvert, apres)).toBe(false);
    expect(estLisible(retiree, ouvert, instant('2026-11-29T09:00:00Z'))).toBe(false);
    const achevee: Fin = { ...retrait, cause: 'achevement' };
    expect(estLisible({ ...suivie, fin: achevee, destructibleAt: achevee.at }, ouvert, apres)).toBe(false);
  });

  test('retenu par une mesure de justice, ou détruit, ne se lit pas', () => {
    expect(estLisible(suivie, { finPrevueAt, isRetenu: true }, signeAt)).toBe(false);
    expect(estLisible({ ...suivie, detruiteAt: signeAt }, ouvert, signeAt)).toBe(false);
  });
});

describe('L’état d’un mandat', () => {
  const finPrevueAt = instant('2027-01-01T00:00:00Z');
  const now = instant('2026-11-26T09:00:00Z');
  const fin = (cause: CauseFin, at = '2026-11-01T09:00:00Z'): Fin => ({ at: instant(at), cause, canal: 'agent' });
  const mandat = (...fins: readonly (Fin | null)[]) => ({
    etat: 'signe' as const,
    finPrevueAt,
    detruitAt: null,
    demarches: fins.map((one) => ({ fin: one, detruiteAt: null })),
  });

  test('en cours tant qu’une démarche l’est, puis selon la dernière fin', () => {
    expect(etatAu(mandat(null, fin('retrait')), now)).toBe('actif');
    expect(etatAu(mandat(fin('retrait'), fin('achevement', '2026-11-02T09:00:00Z')), now)).toBe('acheve');
    expect(etatAu(mandat(fin('retrait', '2026-11-02T09:00:00Z'), fin('achevement')), now)).toBe('revoque');
    expect(etatAu(mandat(fin('renonciation')), now)).toBe('renonce');
    expect(etatAu(mandat(fin('deces')), now)).toBe('expire');
    expect(etatAu(mandat(null), finPrevueAt)).toBe('expire');
    expect(etatAu({ ...mandat(fin('achevement')), detruitAt: now }, now)).toBe('detruit');
    expect(etatAu({ ...mandat(), etat: 'brouillon', finPrevueAt: null }, now)).toBe('brouillon');
  });

  test('ne revient jamais en cours : ce qui est fini à un instant l’est à tout instant suivant', () => {
    const fins = fc.option(fc.constantFrom(...(Object.keys(CAUSES_FIN) as CauseFin[])), { nil: null });
    fc.assert(
      fc.property(fc.array(fins, { minLength: 1, maxLength: 5 }), fc.nat(10_000), fc.nat(10_000), (causes, a, b) => {
        const one = mandat(...causes.map((cause) => (cause === null ? null : fin(cause))));
        const sooner = now.add({ hours: a });
        const over = etatAu(one, sooner) !== 'actif';
        return !over || etatAu(one, sooner.add({ hours: b })) !== 'actif';
      }),
    );
  });
});
