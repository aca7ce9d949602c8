import { describe, expect, test } from 'vitest';
import { estAnnoncable, etatLieu, type LieuEnAccord, verifierAccord } from '../rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const propose = (autres: Partial<LieuEnAccord> = {}): LieuEnAccord => ({
  structureId: 's1',
  accordBeneficiaireLe: null,
  accordDepartementLe: null,
  fermeLe: null,
  proposeLe: jour('2026-11-02'),
  refuseeLe: null,
  ...autres,
});

describe('un lieu proposé (art. 1.2)', () => {
  test('art. 1.2 : ni annoncé ni planifiable avant l’accord des deux parties', () => {
    const accords = { accordBeneficiaireLe: jour('2026-11-10'), accordDepartementLe: jour('2026-11-20') };
    expect(etatLieu(propose(), jour('2026-11-24'))).toBe('propose');
    expect(etatLieu(propose(accords), jour('2026-11-19'))).toBe('propose');
    expect(etatLieu(propose(accords), jour('2026-11-20'))).toBe('ouvert');
    expect(estAnnoncable(propose(accords), jour('2026-11-19'))).toBe(false);
    expect(estAnnoncable(propose(accords), jour('2026-11-20'))).toBe(true);
  });

  test('art. 1.2 : refusé ou fermé, il le dit', () => {
    expect(etatLieu(propose({ refuseeLe: jour('2026-11-12') }), jour('2026-11-24'))).toBe('refuse');
    expect(estAnnoncable(propose({ refuseeLe: jour('2026-11-12') }), jour('2026-11-24'))).toBe(false);
    expect(etatLieu(propose({ fermeLe: jour('2026-11-12') }), jour('2026-11-24'))).toBe('ferme');
  });

  test('art. 1.2 : déclaré par l’équipe, il attend l’accord sans être « proposé » ; au Département, il n’attend rien', () => {
    expect(etatLieu(propose({ proposeLe: null }), jour('2026-11-24'))).toBe('a_convenir');
    expect(etatLieu(propose({ proposeLe: null, structureId: null }), jour('2026-11-24'))).toBe('ouvert');
  });

  test('art. 1.2 : le Département donne son accord à ce qu’il a vu, le Bénéficiaire au sien', () => {
    expect(verifierAccord(propose(), 'departement', 0)).toEqual({ refus: 'lieu_jamais_visite' });
    expect(verifierAccord(propose(), 'departement', 1)).toBeNull();
    expect(verifierAccord(propose(), 'beneficiaire', 0)).toBeNull();
  });

  test('art. 1.2 : un accord ne se donne pas deux fois, ni à un lieu refusé, fermé ou du Département', () => {
    const donne = propose({ accordBeneficiaireLe: jour('2026-11-10') });
    expect(verifierAccord(donne, 'beneficiaire', 1)).toEqual({ refus: 'accord_deja_donne' });
    expect(verifierAccord(propose({ refuseeLe: jour('2026-11-12') }), 'beneficiaire', 1)).toEqual({
      refus: 'proposition_refusee',
    });
    expect(verifierAccord(propose({ fermeLe: jour('2026-11-12') }), 'departement', 1)).toEqual({ refus: 'lieu_ferme' });
    expect(verifierAccord(propose({ structureId: null }), 'departement', 1)).toEqual({ refus: 'sans_partie' });
  });
});
