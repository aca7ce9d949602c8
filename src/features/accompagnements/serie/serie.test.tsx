import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { demo, seanceDuJour } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { type Fields, openSite, type Visitor } from '../../../../test/visitor.ts';

const base = useBase({ demo: true });
let agent: Visitor;
let seance: string;
let serie: string;

beforeAll(async () => {
  seance = seanceDuJour(Temporal.Now.plainDateISO('Europe/Paris'));
  serie = `/seances/${seance}/accompagnements/serie`;
  agent = await openSite(base.request).signedIn(demo.comptes.agent);
});
beforeEach(async () => {
  await base.owner.deleteFrom('accompagnement').where('seanceId', '=', seance).execute();
  await base.owner.updateTable('seance').set({ statut: 'prevue' }).where('id', '=', seance).execute();
});

const communs = {
  'commun-theme': 'AideAuxDemarchesAdministratives',
  'commun-demarche': '',
  'commun-duree': '30',
  'commun-resultat': 'faite',
  'commun-objectif': 'permanence',
  'commun-typeLieu': 'LieuActivite',
  lignes: '10',
};

/** A form of ten lines with their ids; `lignes`: what some of them say, by column. */
function page(lignes: Readonly<Record<number, Fields>>, autres: Fields = {}): Fields {
  const ids = Array.from({ length: 10 }, (_, index) => [`ligne${index + 1}-id`, randomUUID()]);
  const said = Object.entries(lignes).flatMap(([rang, fields]) =>
    Object.entries(fields).map(([colonne, value]) => [`ligne${rang}-${colonne}`, value]),
  );
  return { ...communs, ...Object.fromEntries(ids), ...Object.fromEntries(said), ...autres };
}

const notes = () =>
  base.owner.selectFrom('accompagnement').selectAll().where('seanceId', '=', seance).orderBy('dureeMinutes').execute();

describe('une demi-journée, une ligne par personne', () => {
  test('les lignes vides sont ignorées, ce qui est commun vaut pour les autres, et une ligne peut dire autre chose', async () => {
    const sent = page({
      1: { demarche: 'Logement', age: 'SoixanteDixPlus', genre: 'Feminin', situation: 'Retraite' },
      3: { theme: 'Email', duree: '75' },
      7: { genre: 'Masculin', demarche: 'Justice', duree: '90', resultat: 'orientee:AideSociale' },
      9: { demarche: 'Logement', duree: '120', resultat: 'impossible:panne' },
    });
    const written = await agent.post(serie, sent);
    expect([written.status, written.location]).toEqual([303, `/seances/${seance}`]);
    const rows = await notes();
    expect(
      rows.map(({ thematiques, demarches, dureeMinutes, issue, orientation, issuePrecision, genre, trancheAge }) => [
        [thematiques.join(), demarches.join(), dureeMinutes, issue],
        [orientation, issuePrecision, genre, trancheAge],
      ]),
    ).toEqual([
      [
        ['AideAuxDemarchesAdministratives', 'Logement', 30, 'faite'],
        [null, null, 'Feminin', 'SoixanteDixPlus'],
      ],
      [
        ['Email', '', 75, 'faite'],
        [null, null, 'NonCommunique', 'NonCommunique'],
      ],
      [
        ['AideAuxDemarchesAdministratives', 'Justice', 90, 'orientee'],
        ['AideSociale', null, 'Masculin', 'NonCommunique'],
      ],
      [
        ['AideAuxDemarchesAdministratives', 'Logement', 120, 'impossible'],
        [null, 'Service en panne', 'NonCommunique', 'NonCommunique'],
      ],
    ]);
    expect(rows.map(({ id }) => id).sort()).toEqual([1, 3, 7, 9].map((rang) => String(sent[`ligne${rang}-id`])).sort());
  });

  test('une démarche choisie seule dit le thème ; la démarche commune ne suit pas un autre thème', async () => {
    const autres = { 'commun-theme': 'Email', 'commun-demarche': 'Logement' };
    await agent.post(serie, page({ 1: { demarche: 'Justice' }, 2: { duree: '45' } }, autres));
    const rows = await notes();
    expect(rows.map(({ thematiques, demarches }) => [thematiques, demarches])).toEqual([
      [['AideAuxDemarchesAdministratives'], ['Justice']],
      [['Email'], []],
    ]);
  });

  test('une seule ligne refusée : rien n’est écrit, l’erreur est sur elle, rien ne se perd ; corrigée, tout s’écrit', async () => {
    const sent = page({ 1: { demarche: 'Logement', genre: 'Feminin' }, 4: { age: 'MoinsDeDouze' } });
    const refused = await agent.post(serie, sent);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('href="#champ-ligne4-demarche">Personne 4 : Précisez la démarche');
    expect(refused.text).not.toContain('Personne 1 :');
    expect(refused.text).toMatch(/name="ligne1-genre"[\s\S]*?<option value="Feminin" selected/);
    expect(refused.text).toContain(`name="ligne1-id" value="${sent['ligne1-id']}"`);
    expect(await notes()).toEqual([]);
    expect((await agent.post(serie, { ...sent, 'ligne4-demarche': 'Justice' })).status).toBe(303);
    expect(await notes()).toHaveLength(2);
  });

  test('envoyée deux fois, même avec une autre clé, elle n’écrit qu’une fois', async () => {
    const sent = page({ 1: { demarche: 'Logement' }, 2: { demarche: 'Justice' } });
    const same = { ...sent, _cle: randomUUID() };
    const answers = await Promise.all([agent.post(serie, same), agent.post(serie, same), agent.post(serie, sent)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await notes()).toHaveLength(2);
  });

  test('« Ajouter 10 lignes » garde tout, n’écrit rien et ne dit aucune erreur ; cinquante au plus', async () => {
    const sent = page({ 2: { genre: 'Feminin' } }, { suite: 'lignes' });
    const more = await agent.post(serie, sent);
    expect(more.status).toBe(200);
    expect(more.text).toContain('name="ligne20-id"');
    expect(more.text).toContain(`name="ligne2-id" value="${sent['ligne2-id']}"`);
    expect(more.text).toMatch(/name="ligne2-genre"[\s\S]*?<option value="Feminin" selected/);
    expect(more.text).not.toContain('id="erreurs"');
    expect(await notes()).toEqual([]);
    const most = await agent.get(`${serie}?lignes=5000`);
    expect(most.text).toContain('name="ligne50-id"');
    expect(most.text).not.toContain('name="ligne51-id"');
    expect(most.text).not.toContain('Ajouter 10 lignes');
  });
});

describe('ce qui est refusé', () => {
  test('rien de rempli', async () => {
    const refused = await agent.post(serie, page({}));
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Aucune ligne n’est remplie');
  });

  test.each([
    [{ age: '<script>alert(1)</script>' }, 'Personne 1 : Choisissez la tranche d’âge dans la liste.'],
    [{ demarche: 'Magie' }, 'Personne 1 : Choisissez les démarches dans la liste.'],
    [{ duree: '0' }, 'Personne 1 : L’autre durée'],
    [{ duree: '1440' }, 'Personne 1 : L’autre durée'],
    [{ duree: 'x' }, 'Personne 1 : Choisissez la durée dans la liste.'],
    [{ resultat: 'orientee:Ailleurs' }, 'Personne 1 : Choisissez vers qui la personne est orientée dans la liste.'],
    [{ resultat: 'impossible:' }, 'Personne 1 : Dites en quelques mots pourquoi'],
    [{ resultat: 'parfaite' }, 'Personne 1 : Choisissez le résultat dans la liste.'],
  ])('%o', async (ligne, message) => {
    const refused = await agent.post(serie, page({ 1: { demarche: 'Logement', ...ligne } }));
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(message);
    expect(refused.text).not.toContain('<script>alert');
    expect(await notes()).toEqual([]);
  });

  test('la séance annulée est dite une fois, pas à chaque ligne', async () => {
    await base.owner.updateTable('seance').set({ statut: 'annulee' }).where('id', '=', seance).execute();
    const refused = await agent.post(serie, page({ 1: { demarche: 'Logement' }, 2: { demarche: 'Justice' } }));
    expect(refused.status).toBe(422);
    expect(refused.text.match(/<li>Cette séance est annulée/g)).toHaveLength(1);
    expect(await notes()).toEqual([]);
  });

  test('deux lignes du même numéro, ou un numéro qui n’en est pas un : deux personnes quand même', async () => {
    const id = randomUUID();
    const twins = { 'ligne1-id': id, 'ligne2-id': id, 'ligne3-id': 'x' };
    const lignes = { 1: { demarche: 'Logement' }, 2: { demarche: 'Justice' }, 3: { demarche: 'Logement' } };
    expect((await agent.post(serie, page(lignes, twins))).status).toBe(303);
    expect(await notes()).toHaveLength(3);
  });

  test('le numéro d’un accompagnement d’un autre agent ne l’écrase pas', async () => {
    const other = await base.owner
      .selectFrom('accompagnement')
      .selectAll()
      .where('agentId', '=', demo.agents.autre)
      .executeTakeFirstOrThrow();
    const refused = await agent.post(serie, page({ 1: { demarche: 'Logement' } }, { 'ligne1-id': other.id }));
    expect(refused.status).toBe(422);
    expect(await notes()).toEqual([]);
    const same = await base.owner
      .selectFrom('accompagnement')
      .selectAll()
      .where('id', '=', other.id)
      .executeTakeFirstOrThrow();
    expect(same).toEqual(other);
  });

  test('la séance d’un autre agent n’existe pas', async () => {
    const other = await base.owner
      .selectFrom('seance')
      .select('id')
      .where('agentId', '=', demo.agents.autre)
      .executeTakeFirstOrThrow();
    const path = `/seances/${other.id}/accompagnements/serie`;
    expect((await agent.get(path)).status).toBe(404);
    expect((await agent.post(path, page({ 1: { demarche: 'Logement' } }))).status).toBe(404);
  });
});
