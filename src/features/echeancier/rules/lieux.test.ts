import { expect, test } from 'vitest';
import { CRITERES_CODES, type Critere, regles2022 } from '../../lieux/rules.ts';
import { elementsDesLieux, type LieuSuivi } from '../rules.ts';

const jour = Temporal.PlainDate.from;

const bureau: LieuSuivi = {
  id: 'l1',
  nom: 'Mairie de Céret',
  structureId: 's1',
  structureNom: 'Commune de Céret',
  fermeLe: null,
  refuseeLe: null,
  proposeLe: null,
  accordBeneficiaireLe: jour('2024-12-01'),
  accordDepartementLe: jour('2024-12-20'),
  regles: regles2022,
  constats: CRITERES_CODES.map((critere: Critere) => ({
    id: critere,
    critere,
    satisfait: true,
    constateLe: jour('2024-12-20'),
    constatePar: 'Compte equipe',
  })),
};

test('art. 1.2 : les constats d’un lieu se renouvellent au bout de deux ans, et restent en retard ensuite', () => {
  const [found, ...others] = elementsDesLieux([bureau], jour('2026-11-24'));
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    type: 'conformite',
    le: jour('2026-12-20'),
    sujet: 'Mairie de Céret',
    structure: { id: 's1', nom: 'Commune de Céret' },
    href: '/lieux/l1/fiche',
  });
  expect(found?.precision).toMatch(/Internet.*\.$/);
  expect(elementsDesLieux([bureau], jour('2027-03-01')).map(({ le }) => String(le))).toEqual(['2026-12-20']);
});

test('un lieu fermé, refusé ou seulement proposé n’attend rien', () => {
  const closed = { ...bureau, fermeLe: jour('2026-01-01') };
  const refused = { ...bureau, accordDepartementLe: null, refuseeLe: jour('2026-01-01') };
  const proposed = { ...bureau, accordDepartementLe: null, proposeLe: jour('2026-01-01') };
  expect(elementsDesLieux([closed, refused, proposed], jour('2026-11-24'))).toEqual([]);
});
