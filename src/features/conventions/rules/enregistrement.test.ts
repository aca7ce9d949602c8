import { describe, expect, test } from 'vitest';
import { clauses2022 } from './clauses.ts';
import { verifierEnregistrement } from './enregistrement.ts';
import type { Convention, Evenement } from './evenements.ts';

const day = Temporal.PlainDate.from;
const today = day('2022-10-10');
const deliberation: Evenement = {
  id: 'd',
  type: 'deliberation',
  partie: 'beneficiaire',
  numero: 'DL-1',
  date: day('2022-09-19'),
};
const accuse: Evenement = {
  id: 't',
  type: 'teletransmission',
  deliberationId: 'd',
  numero: '066-1',
  transmiseLe: day('2022-09-28'),
  recueLe: day('2022-09-28'),
};
const convention = (evenements: readonly Evenement[], beneficiaireTransmet = true): Convention => ({
  clauses: clauses2022,
  evenements,
  beneficiaireTransmet,
});
const codes = (evenement: Evenement, of: Convention = convention([])) =>
  verifierEnregistrement(of, evenement, today).map(({ refus }) => refus);

describe('ce qui s’enregistre aujourd’hui', () => {
  test('une signature du jour est acceptée, celle du lendemain refusée', () => {
    const signature = { id: 's', type: 'signature', partie: 'departement', signataire: 'A', qualite: 'B' } as const;
    expect(codes({ ...signature, date: today })).toEqual([]);
    expect(codes({ ...signature, date: day('2022-10-11') })).toEqual(['date_a_venir']);
  });

  test('chaque date à venir d’une opposition est refusée avec son champ', () => {
    const refus = verifierEnregistrement(
      convention([]),
      { id: 'o', type: 'opposition', auteur: 'departement', envoyeeLe: day('2022-10-11'), recueLe: day('2022-10-12') },
      today,
    );
    expect(refus).toMatchObject([{ champ: 'envoyeeLe' }, { champ: 'recueLe' }]);
  });

  test('une dissolution annoncée peut être enregistrée avant son jour', () => {
    expect(codes({ id: 'x', type: 'dissolution', date: day('2022-12-31') })).toEqual([]);
  });

  test('une association n’a rien à transmettre à la préfecture', () => {
    expect(codes(accuse, convention([deliberation], false))).toEqual(['rien_a_transmettre']);
    expect(codes(accuse, convention([{ ...deliberation, partie: 'departement' }], false))).toEqual([]);
  });

  test('un seul accusé de réception par délibération', () => {
    expect(codes({ ...accuse, id: 't2' }, convention([deliberation, accuse]))).toEqual(['accuse_deja_enregistre']);
  });

  test('on n’annule ni deux fois, ni une annulation', () => {
    const annulation: Evenement = { id: 'a', type: 'annulation', evenementId: 'd', date: today, motif: 'erreur' };
    expect(codes(annulation, convention([deliberation]))).toEqual([]);
    const cancelled = convention([deliberation, annulation]);
    expect(codes({ ...annulation, id: 'a2' }, cancelled)).toEqual(['deja_annule']);
    expect(codes({ ...annulation, id: 'a2', evenementId: 'a' }, cancelled)).toEqual(['annulation_definitive']);
  });
});
