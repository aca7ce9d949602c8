import { describe, expect, test } from 'vitest';
import { litLesAccompagnements, type Suivi, suiviDe, verifierPassage, verifierPrise } from './rules.ts';

const jour = Temporal.PlainDate.from;
const suivi: Suivi = {
  agentId: 'a',
  nom: 'Maëlle Tramontane',
  contratFin: jour('2026-08-31'),
  depuis: jour('2026-01-05'),
};
const suivie = { suivi, isReunie: false };
const libre = { suivi: null, isReunie: false };

describe('Un professionnel référent par personne suivie (annexe 1, axe 3)', () => {
  test.each([
    ['personne ne la suit', libre, 'b', '2026-05-01', null],
    ['c’est déjà lui', suivie, 'a', '2026-05-01', 'deja_vous'],
    ['un autre la suit', suivie, 'b', '2026-05-01', 'autre_referent'],
    ['le dernier jour du contrat de l’autre', suivie, 'b', '2026-08-31', 'autre_referent'],
    ['le lendemain', suivie, 'b', '2026-09-01', null],
    ['sa fiche est réunie à une autre', { ...libre, isReunie: true }, 'b', '2026-05-01', 'fiche_reunie'],
  ])('prendre quand %s', (_, personne, agentId, le, expected) => {
    expect(verifierPrise(personne, agentId, jour(le))?.refus ?? null).toBe(expected);
  });

  const contrat = { debut: jour('2026-03-01'), fin: jour('2027-02-28') };
  test.each([
    ['un agent présent', suivie, { id: 'b', contrat }, '2026-05-01', null],
    ['son premier jour', suivie, { id: 'b', contrat }, '2026-03-01', null],
    ['la veille', suivie, { id: 'b', contrat }, '2026-02-28', 'sans_contrat'],
    ['après son contrat', suivie, { id: 'b', contrat }, '2027-03-01', 'sans_contrat'],
    ['celui qui la suit', suivie, { id: 'a', contrat }, '2026-05-01', 'lui_meme'],
    ['qui que ce soit, quand personne ne la suit', libre, { id: 'b', contrat }, '2026-05-01', 'pas_suivie'],
    ['une fiche réunie', { ...suivie, isReunie: true }, { id: 'b', contrat }, '2026-05-01', 'fiche_reunie'],
  ])('confier à %s', (_, personne, vers, le, expected) => {
    expect(verifierPassage(personne, vers, jour(le))?.refus ?? null).toBe(expected);
  });

  test('une fiche sans référent ne dit aucun suivi', () => {
    const rien = { referentAgentId: null, referentNom: null, referentContratFin: null, suivieDepuis: null };
    expect(suiviDe(rien)).toBeNull();
    const { agentId, nom, contratFin, depuis } = suivi;
    const dit = { referentAgentId: agentId, referentNom: nom, referentContratFin: contratFin, suivieDepuis: depuis };
    expect(suiviDe(dit)).toEqual(suivi);
  });

  test('ce qui a été fait se lit par qui aide, et par personne d’autre (art. 2)', () => {
    const rien = { aide: false, rendezVous: false, referent: false };
    expect(litLesAccompagnements(rien)).toBe(false);
    for (const lien of ['aide', 'rendezVous', 'referent'] as const)
      expect(litLesAccompagnements({ ...rien, [lien]: true }), lien).toBe(true);
  });
});
