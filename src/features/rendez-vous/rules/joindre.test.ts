import { expect, test } from 'vitest';
import { verifierJoindre } from './joindre.ts';

const MOBILE = '06 39 98 00 12';
const FIXE = '01 99 00 00 12';
const MAIL = 'josette@exemple.invalid';

test.each([
  ['un mobile : par SMS', MOBILE, null, { prevenir: 'sms' }],
  ['un mobile et un courriel : par SMS', MOBILE, MAIL, { prevenir: 'sms' }],
  ['un fixe : par un appel, jamais un message', FIXE, null, { prevenir: 'appel' }],
  ['un fixe et un courriel : par courriel', FIXE, MAIL, { prevenir: 'courriel' }],
  ['un courriel : par courriel', null, MAIL, { prevenir: 'courriel' }],
  ['rien : au guichet', null, null, { prevenir: 'guichet' }],
] as const)('scénarios 11 et 12, sans choix : %s', (_, telephone, courriel, attendu) => {
  expect(verifierJoindre({ telephone, courriel, prevenir: null })).toEqual(attendu);
});

test('ce qui est choisi l’emporte, si ce qu’il faut est donné', () => {
  expect(verifierJoindre({ telephone: MOBILE, courriel: MAIL, prevenir: 'appel' })).toEqual({ prevenir: 'appel' });
  expect(verifierJoindre({ telephone: MOBILE, courriel: null, prevenir: 'guichet' })).toEqual({ prevenir: 'guichet' });
  expect(verifierJoindre({ telephone: null, courriel: MAIL, prevenir: 'sms' })).toMatchObject({ refus: 'sans_numero' });
  expect(verifierJoindre({ telephone: FIXE, courriel: null, prevenir: 'sms' })).toMatchObject({
    refus: 'pas_un_mobile',
  });
  expect(verifierJoindre({ telephone: FIXE, courriel: null, prevenir: 'courriel' })).toMatchObject({
    refus: 'sans_courriel',
  });
});
