import { describe, expect, test } from 'vitest';
import { type DitDuService, direEcart } from './origine.ts';

const dit: DitDuService = {
  operateur: 'caf',
  service: 'Mon compte',
  demarche: 'Logement',
  obstacle: 'panne',
  obstacleTexte: null,
  constateLe: Temporal.PlainDate.from('2026-11-20'),
};

describe('Pourquoi un signalement suivi ne dit pas ce que dit son accompagnement', () => {
  test('il dit la même chose : rien à dire', () => {
    expect(direEcart(dit, { dit: { ...dit } })).toBeNull();
  });

  test('corrigé depuis : ce qui diffère, en toutes lettres, et rien d’autre', () => {
    const said = direEcart(dit, { dit: { ...dit, obstacle: 'langue', obstacleTexte: 'Tout est en anglais' } }) ?? '';
    expect(said).toMatch(
      /corrigé depuis, dit maintenant : ce qui bloque, « .+ » ; précision, « Tout est en anglais »\. /,
    );
    expect(said).toContain('Ce signalement est déjà suivi : il reste comme il a été fait.');
    expect(said).not.toMatch(/opérateur|Mon compte|constaté/);
    expect(direEcart(dit, { dit: { ...dit, operateur: 'Une régie' } })).toContain('opérateur, « Une régie »');
    const plus = { ...dit, demarche: null, constateLe: Temporal.PlainDate.from('2026-11-21') };
    expect(direEcart(dit, { dit: plus })).toContain('démarche, « aucune » ; constaté le, « 21 novembre 2026 »');
  });

  test('il ne signale plus rien, ou il est supprimé', () => {
    expect(direEcart(dit, { dit: null })).toContain('ne signale plus de service');
    expect(direEcart(dit, 'supprime')).toContain('a été supprimé depuis');
  });
});
