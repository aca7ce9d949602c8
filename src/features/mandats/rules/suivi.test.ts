import { describe, expect, test } from 'vitest';
import { phrase } from '../../../domain/refus.ts';
import {
  type CauseFin,
  debutDuSuivi,
  destructibleAt,
  ETATS,
  type Etat,
  finAcces,
  finPrevue,
  lignesSuivi,
  lireVisa,
  type MandatCompte,
  PHRASES_REGLAGES,
  REGLAGES_PROPOSES,
  reglagesChanges,
  suivreMandats,
  verdictDe,
  verifierMotif,
} from '../rules.ts';

const now = Temporal.Instant.from('2026-11-26T10:00:00Z');
const day = Temporal.PlainDate.from;

type Fin = { readonly jours: number; readonly cause: CauseFin };

/** A mandat signed so many days ago, for three months, with an end (or none) for each démarche. */
function mandat(ilYa: number, fins: readonly (Fin | null)[], of: Partial<MandatCompte> = {}): MandatCompte {
  const signeAt = now.subtract({ hours: 24 * ilYa });
  return {
    agent: 'Maëlle Tramontane',
    endroit: 'Céret',
    signeAt,
    finPrevueAt: finPrevue(signeAt.toZonedDateTimeISO('Europe/Paris').toPlainDate().add({ months: 3 })),
    detruitAt: null,
    isRetenu: false,
    demarches: fins.map((one) => {
      if (one === null) return { fin: null, destructibleAt: null, detruiteAt: null };
      const fin = { at: now.subtract({ hours: 24 * one.jours }), cause: one.cause, canal: 'guichet' } as const;
      return { fin, destructibleAt: destructibleAt(fin, 72), detruiteAt: null };
    }),
    ...of,
  };
}

const retrait = (jours: number): Fin => ({ jours, cause: 'retrait' });
const suivre = (mandats: readonly MandatCompte[], isPublic = false) =>
  suivreMandats(mandats, { now, public: isPublic });

describe('le suivi des mandats (art. 2, art. 3.4)', () => {
  test('compte ce qui est en cours, par agent et par lieu, dans l’ordre de l’alphabet et jamais des nombres', () => {
    const suivi = suivre([
      mandat(10, [null, null], { agent: 'Zoé Fictive' }),
      mandat(9, [null], { agent: 'Zoé Fictive', endroit: 'Elne' }),
      mandat(8, [null], { agent: 'Élan Fictif' }),
      mandat(7, [{ jours: 1, cause: 'achevement' }]),
    ]);
    expect(suivi).toMatchObject({ enCours: 3, demarchesEnCours: 4, signes: 4 });
    expect(suivi.parAgent).toEqual([
      { libelle: 'Élan Fictif', nombre: 1 },
      { libelle: 'Zoé Fictive', nombre: 2 },
    ]);
    expect(suivi.parLieu).toEqual([
      { libelle: 'Céret', nombre: 2 },
      { libelle: 'Elne', nombre: 1 },
    ]);
  });

  test('range les signatures par mois de Paris, douze mois, ceux d’avant ne comptant pas', () => {
    const at = (texte: string) => ({ signeAt: Temporal.Instant.from(texte) });
    const suivi = suivre([
      mandat(0, [null], at('2026-10-31T23:30:00Z')),
      mandat(0, [null], at('2025-12-01T08:00:00Z')),
      mandat(0, [null], at('2025-11-30T08:00:00Z')),
    ]);
    expect(suivi.signes).toBe(2);
    expect(suivi.parMois.map(({ mois, nombre }) => `${mois} ${nombre}`)).toEqual([
      '2025-12 1',
      ...['01', '02', '03', '04', '05', '06', '07', '08', '09', '10'].map((mois) => `2026-${mois} 0`),
      '2026-11 1',
    ]);
  });

  test('dit comment les démarches finissent, le terme atteint comptant avant qu’aucun travail ne l’écrive', () => {
    const suivi = suivre([mandat(100, [retrait(90), null]), mandat(20, [retrait(2), { jours: 3, cause: 'deces' }])]);
    const causes = Object.fromEntries(suivi.parCause.map(({ libelle, nombre }) => [libelle, nombre]));
    expect(causes).toMatchObject({ 'Retirée par la personne': 2, Décès: 1, 'Terme du mandat': 1 });
    // Signed 100 days ago and ended by its term after three months; signed 20 days ago and ended 2 days ago.
    expect(suivi.joursMedians).toBe(18);
  });

  test('range ce qui attend d’être détruit : sursis, organismes à prévenir, visa ou nuit', () => {
    const suivi = suivre([
      mandat(20, [retrait(10), retrait(1), null]),
      mandat(20, [{ jours: 1, cause: 'achevement' }]),
      mandat(20, [retrait(10), retrait(10)], { isRetenu: true }),
      mandat(20, [retrait(10)], { detruitAt: now }),
    ]);
    expect(suivi.attente).toEqual({ sursis: 2, tiers: 1, destruction: 2 });
  });

  test('hors de l’équipe, un nombre de 1 à 4 n’est pas dit, ni ce qui le dirait', () => {
    const mandats = [
      ...Array.from({ length: 9 }, () => mandat(10, [null])),
      ...Array.from({ length: 2 }, () => mandat(10, [null], { agent: 'Bastien Micocoulier', endroit: 'Elne' })),
    ];
    const [dedans, dehors] = [suivre(mandats), suivre(mandats, true)];
    expect(dedans.parAgent.map(({ nombre }) => nombre)).toEqual([2, 9]);
    expect(dehors.parAgent.map(({ nombre }) => nombre)).toEqual(['<5', 'masque']);
    expect(suivre(mandats.slice(9), true)).toMatchObject({ enCours: '<5', signes: '<5', demarchesEnCours: '<5' });
    expect(suivre([mandat(20, [retrait(2)])], true).joursMedians).toBeNull();
    for (const { nombre } of lignesSuivi(suivre(mandats.slice(9), true), String)) {
      expect(nombre === null || typeof nombre === 'string' || nombre === 0 || nombre >= 5).toBe(true);
    }
  });

  test('sans aucun mandat, tout est à zéro', () => {
    expect(suivre([])).toMatchObject({ enCours: 0, signes: 0, parAgent: [], parLieu: [], joursMedians: null });
  });

  test('lit assez loin : ce qui a fini dans les douze mois n’a pas pu être signé avant', () => {
    expect(debutDuSuivi(day('2026-11-26')).toString()).toBe('2023-11-25T23:00:00Z');
  });
});

describe('ce que tous peuvent savoir d’un mandat (art. 2)', () => {
  test('trois mots, et rien qui dise pourquoi il a fini', () => {
    const dit = Object.fromEntries((Object.keys(ETATS) as Etat[]).map((etat) => [etat, verdictDe(etat)]));
    expect(dit).toEqual({
      brouillon: null,
      actif: 'valide',
      revoque: 'retire',
      renonce: 'termine',
      expire: 'termine',
      acheve: 'termine',
      detruit: 'termine',
    });
  });
});

describe('un accès exceptionnel', () => {
  test('dure une heure, et demande une raison qui en dise une', () => {
    expect(finAcces(now).toString()).toBe('2026-11-26T11:00:00Z');
    expect(verifierMotif('urgence')).toEqual({ refus: 'motif_court' });
    // Ten characters, whatever their bytes.
    expect(verifierMotif('😀'.repeat(9))).toEqual({ refus: 'motif_court' });
    expect(verifierMotif('😀'.repeat(10))).toBeNull();
  });
});

describe('les réglages des mandats', () => {
  const visa = { reference: 'TG-2026-04', date: day('2026-04-01'), portee: 'Mandats échus' };

  test('ce qui change est nommé, l’ordre des pièces ne comptant pas', () => {
    const before = REGLAGES_PROPOSES;
    expect(reglagesChanges(before, { ...before, piecesAcceptees: before.piecesAcceptees.toReversed() })).toEqual([]);
    expect(reglagesChanges(before, { ...before, visa, dureeMaxMois: 6 })).toEqual(['duree_max', 'visa']);
    expect(reglagesChanges({ ...before, visa }, { ...before, visa: { ...visa, date: day('2026-04-02') } })).toEqual([
      'visa',
    ]);
  });

  test('un visa se donne entier, ou pas du tout, et pas d’avance', () => {
    const vide = { reference: null, date: null, portee: null };
    expect(lireVisa(vide, day('2026-11-26'))).toBeNull();
    expect(lireVisa(visa, day('2026-04-01'))).toEqual(visa);
    expect(lireVisa(visa, day('2026-03-31'))).toEqual([{ refus: 'visa_a_venir', date: visa.date }]);
    const manques = lireVisa({ ...vide, reference: 'TG' }, day('2026-11-26'));
    expect(Array.isArray(manques) && manques.map((un) => phrase(PHRASES_REGLAGES, un)).join(' ')).toMatch(
      /écrivez sa date.*écrivez ce qu’il couvre/,
    );
  });
});
