import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CAUSES_FIN, type CauseFin, destructibleAt, estLisible } from '../rules.ts';
import {
  type Cadre,
  causeDeLIdentite,
  compterAttentes,
  type DemarcheADetruire,
  echeanceDestruction,
  type MotifAttente,
  motifDe,
  type ObjetEnAttente,
  sortDemarche,
  sortIdentite,
} from './destruction.ts';

const instant = Temporal.Instant.from;
const visa = {
  reference: 'AD66-2026-014',
  date: Temporal.PlainDate.from('2026-03-02'),
  portee: 'Mandats à leur terme',
};
const cadre: Cadre = { finPrevueAt: instant('2027-01-01T00:00:00Z'), isRetenu: false, visa };
const at = instant('2026-11-26T09:00:00Z');
const enCours: DemarcheADetruire = { fin: null, detruiteAt: null, destructibleAt: null, tiersPrevenusAt: null };

function finie(cause: CauseFin, delaiHeures = 72): DemarcheADetruire {
  const fin = { at, cause, canal: 'agent' as const };
  return { ...enCours, fin, destructibleAt: destructibleAt(fin, delaiHeures) };
}

describe('Art. 2 : quand la clé d’une démarche part', () => {
  test('achevée : aussitôt ; retirée : une fois les tiers prévenus, ou leur temps passé', () => {
    expect(sortDemarche(enCours, cadre, at)).toBe('en_cours');
    expect(sortDemarche(finie('achevement'), cadre, at)).toBe('a_detruire');
    expect(sortDemarche(finie('retrait'), cadre, at)).toBe('tiers');
    expect(sortDemarche(finie('retrait'), cadre, at.add({ hours: 71 }))).toBe('tiers');
    expect(sortDemarche(finie('retrait'), cadre, at.add({ hours: 72 }))).toBe('a_detruire');
    const prevenus = { ...finie('retrait'), tiersPrevenusAt: at.add({ hours: 25 }) };
    expect(echeanceDestruction(prevenus, cadre.finPrevueAt, at)).toEqual(at.add({ hours: 25 }));
    expect(sortDemarche(prevenus, cadre, at.add({ hours: 25 }))).toBe('a_detruire');
  });

  test('scénario 15 : au terme que rien n’a noté, à la seconde', () => {
    expect(sortDemarche(enCours, cadre, cadre.finPrevueAt.subtract({ seconds: 1 }))).toBe('en_cours');
    expect(sortDemarche(enCours, cadre, cadre.finPrevueAt)).toBe('a_detruire');
  });

  test('scénario 10 : une mesure de justice, puis le visa, la font attendre', () => {
    expect(sortDemarche(finie('achevement'), { ...cadre, visa: null }, at)).toBe('visa');
    expect(sortDemarche(finie('achevement'), { ...cadre, isRetenu: true, visa: null }, at)).toBe('sursis');
    expect(sortDemarche(finie('retrait'), { ...cadre, visa: null }, at)).toBe('tiers');
    expect(sortDemarche({ ...finie('achevement'), detruiteAt: at }, { ...cadre, isRetenu: true }, at)).toBe('detruit');
  });

  const causes = fc.constantFrom(...(Object.keys(CAUSES_FIN) as CauseFin[]));
  const demarches = fc.record({
    cause: fc.option(causes, { nil: null }),
    delai: fc.integer({ min: 0, max: 168 }),
    prevenus: fc.option(fc.integer({ min: 0, max: 200 }), { nil: null }),
  });
  const poser = ({ cause, delai, prevenus }: { cause: CauseFin | null; delai: number; prevenus: number | null }) =>
    cause === null
      ? enCours
      : { ...finie(cause, delai), tiersPrevenusAt: prevenus === null ? null : at.add({ hours: prevenus }) };
  const heures = fc.integer({ min: 0, max: 24 * 90 });

  test('ce qui se lit ne se détruit jamais ; ce qui se détruit ne se lit jamais', () => {
    fc.assert(
      fc.property(demarches, fc.boolean(), heures, (one, isRetenu, hours) => {
        const demarche = poser(one);
        const now = at.add({ hours });
        const sort = sortDemarche(demarche, { ...cadre, isRetenu }, now);
        const lisible = estLisible(demarche, { finPrevueAt: cadre.finPrevueAt, isRetenu }, now);
        return !(lisible && sort === 'a_detruire');
      }),
    );
  });

  test('ce qui est à détruire le reste, tant qu’aucune mesure ne la retient', () => {
    fc.assert(
      fc.property(demarches, heures, heures, (one, sooner, later) => {
        const demarche = poser(one);
        const first = sortDemarche(demarche, cadre, at.add({ hours: sooner }));
        return first !== 'a_detruire' || sortDemarche(demarche, cadre, at.add({ hours: sooner + later })) === first;
      }),
    );
  });

  test('sans visa, rien n’est jamais à détruire', () => {
    fc.assert(
      fc.property(demarches, fc.boolean(), heures, (one, isRetenu, hours) => {
        const sort = sortDemarche(poser(one), { ...cadre, isRetenu, visa: null }, at.add({ hours }));
        return sort !== 'a_detruire';
      }),
    );
  });
});

describe('Art. 2 : quand la clé de l’identité part', () => {
  const detruite = { ...finie('achevement'), detruiteAt: at };
  const mandat = (...demarches: readonly DemarcheADetruire[]) => ({ detruitAt: null, demarches });

  test('une fois chaque démarche détruite, jamais avant', () => {
    expect(sortIdentite(mandat(detruite, enCours), cadre)).toBe('en_cours');
    expect(sortIdentite(mandat(detruite, finie('achevement')), cadre)).toBe('en_cours');
    expect(sortIdentite(mandat(detruite, detruite), cadre)).toBe('a_detruire');
    expect(sortIdentite({ ...mandat(detruite), detruitAt: at }, cadre)).toBe('detruit');
  });

  test('un brouillon, qui n’a pas de démarche, n’est pas concerné', () => {
    expect(sortIdentite(mandat(), cadre)).toBe('en_cours');
  });

  test('scénario 10 : une mesure de justice, puis le visa, la font attendre', () => {
    expect(sortIdentite(mandat(detruite), { isRetenu: true, visa })).toBe('sursis');
    expect(sortIdentite(mandat(detruite), { isRetenu: false, visa: null })).toBe('visa');
  });

  test('pour la cause de la dernière fin', () => {
    const fins = [
      { at: at.add({ hours: 2 }), cause: 'retrait' as const },
      { at, cause: 'achevement' as const },
    ];
    expect(causeDeLIdentite(fins)).toBe('retrait');
  });
});

describe('Ce qui attend, compté', () => {
  const objet = (motif: MotifAttente, jour: number, quoi: ObjetEnAttente['objet'] = 'demarche'): ObjetEnAttente => ({
    objet: quoi,
    motif,
    depuis: Temporal.Instant.from('2026-11-01T00:00:00Z').add({ hours: 24 * jour }),
  });

  test('motif par motif, depuis le plus ancien', () => {
    const comptes = compterAttentes([
      objet('visa', 2),
      objet('visa', 0),
      objet('visa', 1, 'identite'),
      objet('sursis', 3),
    ]);
    expect(comptes.map(({ motif, demarches, identites }) => [motif, demarches, identites])).toEqual([
      ['sursis', 1, 0],
      ['visa', 2, 1],
    ]);
    expect(comptes[1]?.depuis).toEqual(instant('2026-11-01T00:00:00Z'));
    expect(compterAttentes([])).toEqual([]);
  });

  test('une destruction commencée n’attend plus que ses clés, ou la levée d’une mesure', () => {
    expect(motifDe('a_detruire', true)).toBe('cles');
    expect(motifDe('visa', true)).toBe('visa');
    expect(motifDe('sursis', true)).toBe('sursis');
    expect(motifDe('a_detruire', false)).toBe('passage');
    expect(motifDe('tiers', false)).toBe('tiers');
    expect(motifDe('en_cours', false)).toBeNull();
  });
});
