import { describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { certifier, rouvrir } from '../../../../test/releves-certifies.ts';
import { saisie, useSeanceDuJour } from '../../../../test/seance-du-jour.ts';

const base = useBase({ demo: true });
const { agent, seance, nouveau, notes, noter } = useSeanceDuJour(base);

describe('deux appareils', () => {
  test('une correction sur une version dépassée montre les deux valeurs, puis enregistre celle qui est choisie', async () => {
    const id = await noter();
    const stale = { ...saisie, base: id, duree: '60' };
    const first = await agent().post(`/accompagnements/${id}/modifier`, { ...saisie, base: id, genre: 'Masculin' });
    expect(first.status).toBe(303);
    const asked = await agent().post(`/accompagnements/${id}/modifier`, stale);
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('Deux versions de cet accompagnement');
    for (const said of ['Masculin', 'Féminin', '45\u00a0min', '1\u00a0h']) expect(asked.text).toContain(said);
    expect((await notes())[0]).toMatchObject({ genre: 'Masculin', dureeMinutes: 45 });
    const newer = /name="base" value="([^"]*)"/.exec(asked.text)?.[1] ?? '';
    expect(newer).not.toBe(id);
    expect((await agent().post(`/accompagnements/${id}/modifier`, { ...stale, base: newer })).status).toBe(303);
    expect((await notes())[0]).toMatchObject({ genre: 'Feminin', dureeMinutes: 60 });
  });

  test('deux corrections au même instant : l’une s’écrit, l’autre est demandée', async () => {
    const id = await noter();
    const answers = await Promise.all(
      ['15', '60', '90'].map((duree) =>
        agent().post(`/accompagnements/${id}/modifier`, { ...saisie, base: id, duree }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422]);
    const operations = await base.owner
      .selectFrom('accompagnementOperation')
      .select('id')
      .where('accompagnementId', '=', id)
      .execute();
    expect(operations).toHaveLength(2);
  });

  test('supprimer ce qui a changé depuis redemande, sur la dernière version', async () => {
    const id = await noter();
    await agent().post(`/accompagnements/${id}/modifier`, { ...saisie, base: id, duree: '60' });
    const asked = await agent().post(`/accompagnements/${id}/supprimer`, { base: id });
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('modifié entre-temps sur un autre appareil');
    expect(await notes()).toHaveLength(1);
    const newer = /name="base" value="([^"]*)"/.exec(asked.text)?.[1] ?? '';
    expect((await agent().post(`/accompagnements/${id}/supprimer`, { base: newer })).status).toBe(303);
    expect(await notes()).toEqual([]);
  });
});

test('mois certifié : les pages disent quoi faire, et rien ne change ; une correction ouverte, tout revient', async () => {
  const id = await noter();
  const { conventionId, jour } = await base.owner
    .selectFrom('accompagnement')
    .select(['conventionId', 'jour'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  await certifier(base, conventionId ?? '', jour);
  for (const path of [nouveau(), `/seances/${seance()}/accompagnements/serie`, `/accompagnements/${id}/modifier`]) {
    const { status, text } = await agent().get(path);
    expect(status).toBe(200);
    expect(text).toMatch(/Le relevé d[^<]* est certifié/);
    expect(text).toMatch(/href="\/releves\/[0-9a-f-]{36}"/);
    expect(text).not.toContain('name="thematiques"');
  }
  const page = await agent().get(`/seances/${seance()}`);
  expect(page.text).not.toContain(`/accompagnements/${id}/modifier`);
  expect(page.text).toContain(`/accompagnements/${id}/historique`);
  expect((await agent().post(nouveau(), saisie)).status).toBe(422);
  expect((await agent().post(`/accompagnements/${id}/modifier`, { ...saisie, base: id, duree: '60' })).status).toBe(
    422,
  );
  expect((await agent().post(`/accompagnements/${id}/supprimer`, { base: id })).status).toBe(422);
  expect((await notes()).map(({ dureeMinutes }) => dureeMinutes)).toEqual([45]);
  await rouvrir(base, conventionId ?? '', jour);
  expect((await agent().post(`/accompagnements/${id}/modifier`, { ...saisie, base: id, duree: '60' })).status).toBe(
    303,
  );
});
