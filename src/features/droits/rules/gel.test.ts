import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CANAUX,
  type Canal,
  DECISIONS,
  type Decision,
  DROITS_EXERCES,
  type Droit,
  GELANTS,
  type Gel,
  geleQuelqueChose,
  peutGeler,
  refusAnnonce,
  refusAutreDecision,
  refusLevee,
  refusReponse,
} from '../rules.ts';

const jour = Temporal.PlainDate.from;
const gel: Gel = { poseLe: jour('2026-03-10'), prevenueLe: null, leveLe: null };
const droits = Object.keys(DROITS_EXERCES) as Droit[];
const decisions = Object.keys(DECISIONS) as Decision[];

describe('Ce qu’une opposition ou une limitation accordée gèle', () => {
  test('ce qui est accordé gèle, même en partie ; ce qui est refusé, ou un autre droit, ne gèle rien', () => {
    for (const droit of droits) {
      for (const decision of decisions) {
        const isGranted = decision === 'satisfaite' || decision === 'partielle';
        expect(geleQuelqueChose(droit, decision), `${droit} ${decision}`).toBe(GELANTS.has(droit) && isGranted);
      }
      expect(geleQuelqueChose(droit, null)).toBe(false);
    }
    expect(peutGeler({ table: 'demande' })).toBe(true);
    expect(peutGeler({ table: 'journal_identite' })).toBe(false);
    expect(peutGeler({ table: 'toString' })).toBe(false);
  });

  test('la réponse attend le gel ; la décision ne change pas tant qu’il dure', () => {
    expect(refusReponse('limitation', 'satisfaite', undefined)).toEqual({ refus: 'gel_non_pose' });
    expect(refusReponse('limitation', 'satisfaite', gel)).toBeNull();
    expect(refusReponse('limitation', 'refusee', undefined)).toBeNull();
    expect(refusAutreDecision('opposition', 'refusee', gel)).toEqual({ refus: 'gel_a_lever' });
    expect(refusAutreDecision('opposition', 'partielle', gel)).toBeNull();
    expect(refusAutreDecision('opposition', 'refusee', { ...gel, leveLe: jour('2026-03-12') })).toBeNull();
    expect(refusAutreDecision('opposition', 'refusee', undefined)).toBeNull();
  });
});

describe('La levée d’un gel', () => {
  const today = jour('2026-03-20');
  const annonce = (le: string, canal: Canal = 'courrier', courriel: string | null = null) =>
    refusAnnonce(gel, { le: jour(le), canal, courriel }, today);

  test('attend que la personne soit prévenue, entre le gel et aujourd’hui', () => {
    expect(refusLevee(gel)).toEqual({ refus: 'gel_sans_annonce' });
    expect(refusLevee({ prevenueLe: jour('2026-03-12') })).toBeNull();
    expect(annonce('2026-03-09')).toEqual({ refus: 'annonce_avant_gel' });
    expect(annonce('2026-03-10')).toBeNull();
    expect(annonce('2026-03-20')).toBeNull();
    expect(annonce('2026-03-21')).toEqual({ refus: 'annonce_a_venir' });
  });

  test('par courriel, à qui en a donné un', () => {
    expect(annonce('2026-03-12', 'courriel')).toEqual({ refus: 'annonce_sans_courriel' });
    expect(annonce('2026-03-12', 'courriel', 'x@exemple.invalid')).toBeNull();
  });

  test('quels que soient le jour et la façon, une annonce admise est entre le gel et aujourd’hui', () => {
    const days = fc.integer({ min: 0, max: 90 }).map((more) => jour('2026-02-01').add({ days: more }));
    const canaux = fc.constantFrom(...(Object.keys(CANAUX) as Canal[]));
    fc.assert(
      fc.property(days, canaux, fc.boolean(), (le, canal, hasCourriel) => {
        const refus = refusAnnonce(gel, { le, canal, courriel: hasCourriel ? 'x@exemple.invalid' : null }, today);
        if (refus !== null) return;
        expect(Temporal.PlainDate.compare(gel.poseLe, le)).toBeLessThanOrEqual(0);
        expect(Temporal.PlainDate.compare(le, today)).toBeLessThanOrEqual(0);
        expect(canal !== 'courriel' || hasCourriel).toBe(true);
      }),
    );
  });
});
