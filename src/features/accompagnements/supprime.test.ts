import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { demo, seanceDuJour } from '../../../db/demo/ids.ts';
import { useBase } from '../../../test/base.ts';
import { type Answer, type Fields, openSite, type Visitor } from '../../../test/visitor.ts';

const base = useBase({ demo: true });
let agent: Visitor;
let autre: Visitor;
let seance: string;

beforeAll(async () => {
  seance = seanceDuJour(Temporal.Now.plainDateISO('Europe/Paris'));
  const site = openSite(base.request);
  agent = await site.signedIn(demo.comptes.agent);
  autre = await site.signedIn(demo.comptes.equipe);
});
beforeEach(async () => {
  await base.owner.deleteFrom('accompagnement').where('versionId', 'is not', null).execute();
});

const aide = {
  formulaire: '2',
  thematiques: ['Email'],
  duree: '30',
  issue: 'faite',
  trancheAge: 'SoixanteDixPlus',
  genre: 'Feminin',
  statutSocial: 'Retraite',
  objectif: 'permanence',
  typeLieu: 'LieuActivite',
} as const;
const atelier = {
  formulaire: '2',
  titreAtelier: 'Premiers pas',
  thematiques: ['PrendreEnMainDuMateriel'],
  duree: '120',
  objectif: 'atelier',
  participants: '8',
  typeLieu: 'Autre',
  commune: 'Céret',
} as const;

const notes = () =>
  base.owner.selectFrom('accompagnement').selectAll().where('versionId', 'is not', null).orderBy('createdAt').execute();

async function noteEtSupprime(path: string, fields: Fields, supprimer: (id: string) => string): Promise<string> {
  const id = randomUUID();
  expect((await agent.post(path, { ...fields, _cle: id })).status).toBe(303);
  expect((await agent.post(supprimer(id), { base: id })).status).toBe(303);
  return id;
}

/** Where its form goes, and all that it holds. */
function formulaire({ text }: Answer) {
  const [, action = '', inside = ''] =
    /<form method="post" action="(\/(?:seances|accompagnements)[^"]*)">(.*?)<\/form>/s.exec(text) ?? [];
  const fields: Record<string, string[]> = {};
  for (const [, name = '', value = ''] of inside.matchAll(/name="([^"]+)" value="([^"]*)"/g)) {
    fields[name] = [...(fields[name] ?? []), value];
  }
  return { action, fields };
}

describe('corriger ce qui a été supprimé entre-temps', () => {
  const duree = { duree: '60' };

  test('dans une séance : la page le dit, montre la saisie, et la note de nouveau', async () => {
    const path = `/seances/${seance}/accompagnements/nouveau`;
    const id = await noteEtSupprime(path, aide, (one) => `/accompagnements/${one}/supprimer`);
    const answer = await agent.post(`/accompagnements/${id}/modifier`, { ...aide, ...duree, base: id });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Cet accompagnement a été supprimé');
    expect(answer.text).toMatch(/Durée : 1.h/);
    const { action, fields } = formulaire(answer);
    expect(action).toBe(path);
    expect(await notes()).toEqual([]);
    expect((await agent.post(action, fields)).status).toBe(303);
    expect(await notes()).toMatchObject([{ seanceId: seance, dureeMinutes: 60 }]);
    expect((await notes())[0]?.id).not.toBe(id);
  });

  test('hors séance : de même, la commune comme elle vient d’être écrite', async () => {
    const path = '/accompagnements/nouveau/atelier';
    const id = await noteEtSupprime(path, atelier, (one) => `/accompagnements/${one}/corriger/supprimer`);
    const typed = { ...atelier, participants: '12', commune: 'Elne', base: id };
    const answer = await agent.post(`/accompagnements/${id}/corriger`, typed);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Participants : 12');
    expect(answer.text).toContain('Elne');
    const { action, fields } = formulaire(answer);
    expect(action).toBe(path);
    expect((await agent.post(action, fields)).status).toBe(303);
    expect(await notes()).toMatchObject([{ participants: 12, typeActivite: 'Collectif' }]);
  });

  test('incomplète, elle se note de nouveau sur une page qui dit ce qui manque', async () => {
    const path = `/seances/${seance}/accompagnements/nouveau`;
    const id = await noteEtSupprime(path, aide, (one) => `/accompagnements/${one}/supprimer`);
    const answer = await agent.post(`/accompagnements/${id}/modifier`, { ...aide, thematiques: [], base: id });
    expect(answer.text).toContain('Elle est incomplète');
    const { action, fields } = formulaire(answer);
    const again = await agent.post(action, fields);
    expect(again.status).toBe(422);
    expect(again.text).toContain('Choisissez au moins un thème');
  });

  test('sa page mène à son historique ; pour un autre, il n’existe pas', async () => {
    const path = `/seances/${seance}/accompagnements/nouveau`;
    const id = await noteEtSupprime(path, aide, (one) => `/accompagnements/${one}/supprimer`);
    for (const page of ['modifier', 'corriger']) {
      expect((await agent.get(`/accompagnements/${id}/${page}`)).location).toBe(`/accompagnements/${id}/historique`);
      expect((await autre.get(`/accompagnements/${id}/${page}`)).status).toBe(403);
      expect((await agent.get(`/accompagnements/${randomUUID()}/${page}`)).status).toBe(404);
    }
  });
});
