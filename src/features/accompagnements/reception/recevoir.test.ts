import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { NIR_ECRIT } from '../../../../test/numeros.ts';
import { creation, MAINTENANT, suite, useSaisies } from '../../../../test/saisies.ts';

const saisies = useSaisies();
const { base, dit, recu, accompagnements, operations } = saisies;
const dansLaSeance = (autres: Readonly<Record<string, readonly string[]>> = {}) =>
  creation({ seance: [saisies.terrain.seance], ...autres });

beforeEach(saisies.vider);

describe('chacune une fois', () => {
  test('le jour, le lieu et la convention sont ceux de la séance ; ce qui revient est connu', async () => {
    const one = dansLaSeance({ jour: ['2020-02-02'], lieu: [saisies.terrain.lieu] });
    expect(await dit([one])).toEqual(['acceptee']);
    expect(await dit([one, one])).toEqual(['deja', 'deja']);
    const rows = await accompagnements();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      id: one.id,
      versionId: one.id,
      agentId: saisies.terrain.small.agent,
      conventionId: saisies.terrain.convention,
      lieuId: null,
      jour: Temporal.PlainDate.from('2026-11-20'),
      createdBy: saisies.terrain.small.comptes.agent,
    });
    expect(await operations()).toHaveLength(1);
  });

  test('la même, dite deux fois dans un envoi, s’écrit une fois', async () => {
    const one = dansLaSeance();
    expect(await dit([one, one])).toEqual(['acceptee', 'deja']);
    expect(await accompagnements()).toHaveLength(1);
  });

  test('l’ordre des champs, et ce qu’une page ajoute pour elle, n’en font pas une autre', async () => {
    const one = dansLaSeance();
    expect(await dit([one])).toEqual(['acceptee']);
    const reversed = Object.fromEntries(Object.entries(one.valeurs).toReversed());
    expect(await dit([{ ...one, valeurs: { ...reversed, _cle: [one.id], base: [''], suite: ['autre'] } }])).toEqual([
      'deja',
    ]);
  });

  test('le même numéro avec un autre contenu est refusé, et ne change rien', async () => {
    const one = dansLaSeance();
    await recu([one]);
    const [answer] = await dit([{ ...one, valeurs: { ...one.valeurs, duree: ['60'] } }]);
    expect(answer).toContain('sous le même numéro');
    expect(await accompagnements()).toMatchObject([{ dureeMinutes: 30 }]);
  });

  test('deux appareils d’un agent envoient la même au même instant, et d’autres en sens inverse', async () => {
    const { seance, autreSeance } = saisies.terrain;
    const all = [seance, autreSeance, seance, autreSeance].map((one) => creation({ seance: [one] }));
    const answers = await Promise.all([dit(all), dit(all.toReversed()), dit(all)]);
    expect(answers.flat().filter((one) => one === 'acceptee')).toHaveLength(all.length);
    expect(answers.flat().filter((one) => one === 'deja')).toHaveLength(2 * all.length);
    expect(await accompagnements()).toHaveLength(all.length);
  });

  test('une refusée n’en retient aucune autre ; celles qui la suivaient sont refusées avec elle', async () => {
    const wrong = dansLaSeance({ thematiques: ['Magie'] });
    const after = suite(wrong, 'modifier', { thematiques: ['Email'] });
    const [a, b, c] = await dit([wrong, after, dansLaSeance()]);
    expect(a).toBe('thematiques: Choisissez au moins un thème dans la liste.');
    expect(b).toContain('La version corrigée ici n’a pas été reçue');
    expect(c).toBe('acceptee');
    // Put right under its own number, it is written, and so is what followed it.
    expect(await dit([{ ...wrong, valeurs: { ...wrong.valeurs, thematiques: ['Sante'] } }, after])).toEqual([
      'acceptee',
      'acceptee',
    ]);
  });
});

describe('deux corrections d’un même accompagnement', () => {
  test('la dernière saisie est retenue, d’où qu’elle vienne et quand qu’elle arrive', async () => {
    const one = dansLaSeance();
    const tablette = suite(one, 'modifier', { duree: ['45'] }, { saisiAt: '2026-11-24T12:00:00Z' });
    const telephone = suite(one, 'modifier', { duree: ['60'] }, { saisiAt: '2026-11-24T11:00:00Z' });
    await recu([one]);
    expect(await dit([tablette])).toEqual(['acceptee']);
    expect(await dit([telephone])).toEqual(['ecartee']);
    expect(await dit([telephone])).toEqual(['deja']);
    expect(await accompagnements()).toMatchObject([{ dureeMinutes: 45, versionId: tablette.id }]);
    expect(await operations()).toHaveLength(3);
  });

  test('supprimé ici, corrigé plus tard là sans l’avoir vu : il revient ; l’inverse le laisse supprimé', async () => {
    const one = dansLaSeance();
    const gone = suite(one, 'supprimer', {}, { saisiAt: '2026-11-24T11:00:00Z' });
    const late = suite(one, 'modifier', { duree: ['60'] }, { saisiAt: '2026-11-24T12:00:00Z' });
    const early = suite(one, 'modifier', { duree: ['15'] }, { saisiAt: '2026-11-24T10:30:00Z' });
    expect(await dit([one, gone])).toEqual(['acceptee', 'acceptee']);
    expect(await accompagnements()).toEqual([]);
    expect(await dit([early])).toEqual(['ecartee']);
    expect(await accompagnements()).toEqual([]);
    expect(await dit([late])).toEqual(['acceptee']);
    expect(await accompagnements()).toMatchObject([{ id: one.id, dureeMinutes: 60 }]);
    // Nobody types over a deletion.
    expect((await dit([suite({ ...gone, valeurs: one.valeurs }, 'modifier', {})]))[0]).toContain('n’a pas été reçue');
  });

  test('une horloge folle ne gagne pas pour toujours : à venir, c’est maintenant ; de 1900, c’est le premier jour', async () => {
    const one = dansLaSeance();
    const ahead = suite(one, 'modifier', { duree: ['45'] }, { saisiAt: '2099-01-01T00:00:00Z' });
    const old = suite(one, 'modifier', { duree: ['15'] }, { saisiAt: '0000-01-01T00:00:00Z' });
    expect(await dit([one, ahead, old])).toEqual(['acceptee', 'acceptee', 'ecartee']);
    const times = new Map((await operations()).map(({ id, saisiAt }) => [id, `${saisiAt}`]));
    expect(times.get(ahead.id)).toBe(`${MAINTENANT}`);
    expect(times.get(old.id)).toBe('2020-01-01T00:00:00Z');
    const after = suite(one, 'modifier', { duree: ['60'] }, { saisiAt: `${MAINTENANT.add({ minutes: 1 })}` });
    const [answer] = await recu([after], 'agent', MAINTENANT.add({ minutes: 2 }));
    expect(answer?.etat).toBe('acceptee');
  });

  test('une correction d’un accompagnement d’avant les opérations ne suit rien', async () => {
    const one = dansLaSeance();
    await recu([one]);
    await base.owner.updateTable('accompagnement').set({ versionId: null }).execute();
    await base.owner.deleteFrom('accompagnementOperation').execute();
    const first = suite(one, 'modifier', { duree: ['45'] }, { base: null });
    const gone = suite(first, 'supprimer', {}, { saisiAt: '2026-11-24T12:00:00Z' });
    expect(await dit([first, gone])).toEqual(['acceptee', 'acceptee']);
    expect(await accompagnements()).toEqual([]);
  });
});

describe('vérifiée comme si elle était saisie en ligne', () => {
  const refus: readonly (readonly [string, () => Readonly<Record<string, readonly string[]>>, string])[] = [
    ['la séance d’un autre', () => ({ seance: [saisies.terrain.seanceDAutrui] }), 'Cette séance n’est pas la vôtre'],
    ['une séance inventée', () => ({ seance: [randomUUID()] }), 'Cette séance n’est pas la vôtre'],
    ['une séance annulée', () => ({ seance: [saisies.terrain.annulee] }), 'Cette séance est annulée'],
    ['une séance à venir', () => ({ seance: [saisies.terrain.future] }), 'un jour à venir'],
    [
      'un jour à venir',
      () => ({ lieu: [saisies.terrain.lieu], jour: ['2026-11-25'] }),
      'jour: Un accompagnement ne peut pas',
    ],
    ['avant le contrat', () => ({ lieu: [saisies.terrain.lieu], jour: ['2025-08-31'] }), 'Votre contrat va du'],
    ['un lieu sans convention', () => ({ lieu: [saisies.terrain.lieuNu] }), 'lieu: Aucune convention'],
    [
      'un lieu avant sa convention',
      () => ({ lieu: [saisies.terrain.lieu], jour: ['2026-01-04'] }),
      'lieu: Aucune convention',
    ],
    ['un lieu inventé', () => ({ lieu: [randomUUID()] }), 'lieu: Ce lieu n’existe plus'],
    [
      'une commune inventée',
      () => ({ typeLieu: ['Domicile'], codeInsee: ['99999'] }),
      'codeInsee: Cette commune n’existe pas',
    ],
    [
      'une durée de 0',
      () => ({ seance: [saisies.terrain.seance], duree: ['personnaliser'], dureeAutre: ['0'] }),
      'dureeAutre:',
    ],
    [
      'une durée de 24 h',
      () => ({ seance: [saisies.terrain.seance], duree: ['personnaliser'], dureeAutre: ['1440'] }),
      'dureeAutre:',
    ],
    ['un thème inconnu', () => ({ seance: [saisies.terrain.seance], thematiques: ['Magie'] }), 'thematiques:'],
    [
      'un type inconnu',
      () => ({ seance: [saisies.terrain.seance], typeActivite: ['__proto__'] }),
      'Choisissez ce que vous notez',
    ],
    [
      'une personne inconnue',
      () => ({ seance: [saisies.terrain.seance], personne: [randomUUID()] }),
      'personne: Cette fiche',
    ],
    ['un mandat inconnu', () => ({ seance: [saisies.terrain.seance], mandat: [randomUUID()] }), 'mandat: Ce mandat'],
    [
      'un rendez-vous inconnu',
      () => ({ seance: [saisies.terrain.seance], rendezVous: [randomUUID()] }),
      'rendezVous: Ce rendez-vous',
    ],
    [
      'soi-même en binôme',
      () => ({ seance: [saisies.terrain.seance], binome: [saisies.terrain.small.agent] }),
      'binome: Cet agent',
    ],
    [
      'un octet nul',
      () => ({ seance: [saisies.terrain.seance], issue: ['impossible'], issuePrecision: ['a\0b'] }),
      'issuePrecision:',
    ],
    ['une moitié de caractère', () => ({ seance: ['\ud800'] }), 'seance: Choisissez la séance'],
  ];
  test.each(refus)('%s : refusé, et rien n’est écrit', async (_, valeurs, message) => {
    const [answer] = await dit([creation(valeurs())]);
    expect(answer).toContain(message);
    expect(await operations()).toEqual([]);
    expect(await accompagnements()).toEqual([]);
  });

  test('un numéro de sécurité sociale n’est ni gardé, ni accepté', async () => {
    const [answer] = await dit([dansLaSeance({ issue: ['impossible'], issuePrecision: [`NIR ${NIR_ECRIT}`] })]);
    expect(answer).toContain('N’écrivez pas de numéro de sécurité sociale ici');
    expect(await operations()).toEqual([]);
  });

  test('hors séance, la convention et la commune sont celles du lieu ; sans jour, celui de la saisie', async () => {
    const one = creation({ lieu: [saisies.terrain.lieu] }, { saisiAt: '2026-11-22T23:30:00Z' });
    expect(await dit([one])).toEqual(['acceptee']);
    expect(await accompagnements()).toMatchObject([
      { conventionId: saisies.terrain.convention, codeInsee: '66049', jour: Temporal.PlainDate.from('2026-11-23') },
    ]);
  });

  test('un formulaire plus ancien est compris, un inconnu est rendu à corriger', async () => {
    const { typeLieu: _, ...ancien } = dansLaSeance().valeurs;
    const [old, unknown] = await dit([
      { ...dansLaSeance(), formulaire: 1, valeurs: ancien },
      { ...dansLaSeance(), formulaire: 999 },
    ]);
    expect(old).toBe('acceptee');
    expect(unknown).toContain('Le formulaire a changé');
  });

  test('l’accompagnement d’un autre agent n’existe pas, et son numéro ne sert pas deux fois', async () => {
    const one = dansLaSeance();
    await recu([one]);
    const edit = suite(one, 'modifier', { duree: ['60'] });
    for (const asked of [one, edit, suite(one, 'supprimer', {}), { ...edit, base: null }]) {
      expect((await dit([asked], 'autreAgent'))[0]).toContain('n’est pas le vôtre');
    }
    const intrus = creation({ seance: [saisies.terrain.seanceDAutrui] }, { id: one.id, accompagnement: randomUUID() });
    expect((await dit([intrus], 'autreAgent'))[0]).toContain('n’est pas le vôtre');
    expect(await accompagnements()).toMatchObject([{ dureeMinutes: 30 }]);
    expect(await operations()).toHaveLength(1);
  });

  test('une file falsifiée : une correction qui se suit elle-même, ou qui suit celle d’un autre accompagnement', async () => {
    const [one, other] = [dansLaSeance(), dansLaSeance()];
    await recu([one, other]);
    const id = randomUUID();
    const [itself, stray, lost] = await dit([
      suite(one, 'modifier', {}, { id, base: id }),
      suite(one, 'modifier', {}, { base: other.id }),
      { ...one, id: randomUUID() },
    ]);
    expect([itself, stray].every((answer) => answer?.includes('n’a pas été reçue'))).toBe(true);
    expect(lost).toContain('sous le même numéro');
  });

  test('dans une séance, une commune qui n’existe pas est refusée', async () => {
    const ailleurs = { typeLieu: ['Domicile'], codeInsee: ['66049'] };
    expect(await dit([dansLaSeance(ailleurs)])).toEqual(['acceptee']);
    expect(await accompagnements()).toMatchObject([{ typeLieu: 'Domicile', codeInsee: '66049' }]);
    const [answer] = await dit([dansLaSeance({ ...ailleurs, codeInsee: ['99999'] })]);
    expect(answer).toContain('Cette commune n’existe pas');
  });
});
