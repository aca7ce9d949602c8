import { expect, test } from 'vitest';
import { phrase } from '../../../domain/refus.ts';
import { direFermeture, etatFermeture, type Fermeture, PHRASES_FERMETURE, verifierFermeture } from './rules.ts';

const date = (text: string) => Temporal.PlainDate.from(text);
const fermeture = (du: string, au = du): Fermeture => ({ du: date(du), au: date(au) });
const AUJOURDHUI = date('2026-11-24');

const said = (one: Fermeture, autres: readonly Fermeture[] = [], lieuFermeLe: Temporal.PlainDate | null = null) =>
  verifierFermeture(one, { autres, lieuFermeLe }, AUJOURDHUI).map((refus) => phrase(PHRASES_FERMETURE, refus));

test('deux semaines à venir, ou aujourd’hui seulement : acceptées', () => {
  expect(said(fermeture('2026-12-21', '2027-01-03'))).toEqual([]);
  expect(said(fermeture('2026-11-24'))).toEqual([]);
});

test('hier, des jours inversés, plus de 400 jours, un lieu fermé pour de bon : refusés', () => {
  expect(said(fermeture('2026-11-23', '2026-11-25'))).toEqual([
    'Les jours passés ne changent plus : choisissez aujourd’hui ou un jour à venir.',
  ]);
  expect(said(fermeture('2026-11-25', '2026-11-24'))).toEqual(['Le dernier jour ne peut pas précéder le premier.']);
  expect(said(fermeture('2026-11-24', '2027-12-29'))).toEqual([]);
  expect(said(fermeture('2026-11-24', '2027-12-30'))).toEqual([
    'Une fermeture dure au plus 400 jours : au-delà, fermez le lieu pour de bon.',
  ]);
  expect(said(fermeture('2026-11-25'), [], date('2026-11-01'))).toEqual(['Ce lieu est déjà fermé pour de bon.']);
});

test('une fermeture qui en recouvre une autre : refusée, la veille et le lendemain non', () => {
  const noel = fermeture('2026-12-21', '2027-01-03');
  expect(said(fermeture('2026-12-28', '2026-12-31'), [noel])).toEqual([
    'Une fermeture est déjà notée du 21 décembre 2026 au 3 janvier 2027 : rouvrez d’abord, ou choisissez d’autres jours.',
  ]);
  expect(said(fermeture('2026-12-20'), [noel])).toEqual([]);
  expect(said(fermeture('2027-01-04'), [noel])).toEqual([]);
});

test('où en est une fermeture, et comment elle se dit', () => {
  const noel = { ...fermeture('2026-12-21', '2027-01-03'), leveeAt: null };
  const states = ['2026-12-20', '2026-12-21', '2027-01-03', '2027-01-04'].map((day) => etatFermeture(noel, date(day)));
  expect(states).toEqual(['a_venir', 'en_cours', 'en_cours', 'passee']);
  expect(etatFermeture({ ...noel, leveeAt: Temporal.Instant.from('2026-12-22T08:00:00Z') }, AUJOURDHUI)).toBe('levee');
  expect(direFermeture(noel)).toBe('du 21 décembre 2026 au 3 janvier 2027');
  expect(direFermeture(fermeture('2026-12-24'))).toBe('le 24 décembre 2026');
});
