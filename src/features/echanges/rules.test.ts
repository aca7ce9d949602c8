import { describe, expect, test } from 'vitest';
import { expectFrenchOrData } from '../../../test/hostile-form.ts';
import { phrase } from '../../domain/refus.ts';
import { correctionForm, echangeForm } from './forms.ts';
import { alertesEchange, differences, type Echange, PHRASES_ECHANGE, verifierEchange } from './rules.ts';

const jour = Temporal.PlainDate.from;
const echange: Echange = {
  le: jour('2026-03-02'),
  demandeur: 'Claire Fictive',
  service: 'Maison sociale',
  destinataire: 'departement',
  natures: ['logement'],
  precisions: null,
  fondement: 'accord',
  finalite: 'Demande d’aide',
  personnes: 1,
  envoyePar: 'Zoé Fictive',
  canal: 'courrier',
};

describe('art. 2 : chaque échange de données se note, une fois fait', () => {
  test('aujourd’hui ou avant, jamais à venir', () => {
    expect(verifierEchange(echange, jour('2026-03-02'))).toEqual([]);
    expect(verifierEchange(echange, jour('2026-03-01'))).toEqual([{ refus: 'a_venir' }]);
  });

  test('« Autre » se précise ; tout se dit à la fois', () => {
    const autre = { ...echange, natures: ['autre'] } as const;
    const refused = verifierEchange(autre, jour('2026-03-01'));
    expect(refused.map(({ refus }) => refus)).toEqual(['a_venir', 'nature_a_preciser']);
    for (const one of refused) expect(phrase(PHRASES_ECHANGE, one)).toMatch(/\.$/);
    expect(verifierEchange({ ...autre, precisions: 'Loisirs' }, jour('2026-03-02'))).toEqual([]);
  });

  test.each([
    [['sante'], 'courriel', ['sensible', 'canal_ouvert']],
    [['sante'], 'plateforme', ['sensible']],
    [['logement'], 'courriel', ['canal_ouvert']],
    [['agents'], 'courriel', []],
    [['logement'], 'courrier', []],
  ] as const)('%j par %s : ce que le délégué regarde', (natures, canal, expected) => {
    expect(alertesEchange({ natures, canal })).toEqual(expected);
  });

  test('une correction dit ce qu’elle change ; l’ordre des cases ne change rien', () => {
    expect(differences(echange, echange)).toEqual([]);
    expect(
      differences({ ...echange, natures: ['logement', 'sante'] }, { ...echange, natures: ['sante', 'logement'] }),
    ).toEqual([]);
    expect(differences(echange, { ...echange, le: jour('2026-03-01'), canal: 'telephone' })).toEqual([
      { champ: 'Date', avant: '2 mars 2026', apres: '1er mars 2026' },
      { champ: 'Canal', avant: 'Courrier postal', apres: 'Téléphone' },
    ]);
  });
});

test.each([
  ['noter', echangeForm],
  ['corriger', correctionForm],
])('%s : n’importe quoi est lu, ou refusé en français', (_, form) => {
  expectFrenchOrData(form);
});
