import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { demo, seanceDuJour } from '../../../db/demo/ids.ts';
import { useBase } from '../../../test/base.ts';
import { expectFrenchOrData } from '../../../test/hostile-form.ts';
import { NIR_ECRIT } from '../../../test/numeros.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { collectifForm, coordinationForm, individuelForm } from './formulaire.ts';

const base = useBase({ demo: true });
let today: Temporal.PlainDate;
let site: ReturnType<typeof openSite>;
let agent: Visitor;
let seance: string;

beforeAll(async () => {
  today = Temporal.Now.plainDateISO('Europe/Paris');
  seance = seanceDuJour(today);
  site = openSite(base.request);
  agent = await site.signedIn(demo.comptes.agent);
});
beforeEach(async () => {
  await base.owner.deleteFrom('accompagnement').where('seanceId', '=', seance).execute();
  await base.owner.updateTable('seance').set({ statut: 'prevue' }).where('id', '=', seance).execute();
});

const saisie = {
  thematiques: ['AideAuxDemarchesAdministratives', 'Email'],
  demarches: ['SocialSante'],
  duree: '45',
  dureeAutre: '',
  issue: 'faite',
  issuePrecision: '',
  orientation: '',
  trancheAge: 'SoixanteDixPlus',
  genre: 'Feminin',
  statutSocial: 'Retraite',
  objectif: 'permanence',
} as const;

const nouveau = () => `/seances/${seance}/accompagnements/nouveau`;

function notes() {
  return base.owner.selectFrom('accompagnement').selectAll().where('seanceId', '=', seance).execute();
}

async function noter(autres: Readonly<Record<string, string | readonly string[]>> = {}): Promise<string> {
  expect((await agent.post(nouveau(), { ...saisie, ...autres })).status).toBe(303);
  return (await notes()).at(-1)?.id ?? '';
}

/** A séance of the agent, or of another, on a side of today. */
async function autreSeance(agentId: string, side: '<' | '>'): Promise<string> {
  const found = await base.owner
    .selectFrom('seance')
    .select('id')
    .where('agentId', '=', agentId)
    .where('jour', side, today)
    .where('statut', '=', 'prevue')
    .orderBy('jour', side === '<' ? 'desc' : 'asc')
    .executeTakeFirstOrThrow();
  return found.id;
}

test('ni numéro de sécurité sociale, ni mot de passe dans la précision ; « mot de passe oublié » s’écrit (art. 2)', async () => {
  const precision = `Compte bloqué, NIR ${NIR_ECRIT}, mdp : Tournesol66`;
  const refused = await agent.post(nouveau(), { ...saisie, issue: 'impossible', issuePrecision: precision });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain(
    'N’écrivez ici ni numéro de sécurité sociale, ni mot de passe : Escale n’en garde aucun.',
  );
  expect(refused.text).toContain(
    'value="Compte bloqué, NIR [numéro de sécurité sociale retiré], mdp : [mot de passe retiré]"',
  );
  expect(refused.text).toContain('name="issuePrecision"');
  expect(await notes()).toEqual([]);
  await noter({ issue: 'impossible', issuePrecision: 'Mot de passe oublié, réinitialisé avec elle' });
  expect((await notes())[0]?.issuePrecision).toBe('Mot de passe oublié, réinitialisé avec elle');
});

describe('noter un accompagnement (art. 3.4)', () => {
  test('le jour, l’agent et la convention sont ceux de la séance', async () => {
    const noted = await agent.post(nouveau(), saisie);
    expect(noted.location).toBe(`/seances/${seance}`);
    const ofSeance = await base.owner
      .selectFrom('seance')
      .select(['agentId', 'conventionId', 'jour'])
      .where('id', '=', seance)
      .executeTakeFirstOrThrow();
    const rows = await notes();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      territoireId: '66',
      ...ofSeance,
      dureeMinutes: 45,
      demarches: ['SocialSante'],
      issue: 'faite',
      orientation: null,
      issuePrecision: null,
      createdBy: demo.comptes.agent,
    });
    expect([...(rows[0]?.thematiques ?? [])].sort()).toEqual([...saisie.thematiques].sort());
    const { text } = await agent.get(`/seances/${seance}`);
    expect(text).toContain('45\u00a0min');
  });

  test('« en noter un autre » revient au formulaire', async () => {
    expect((await agent.post(nouveau(), { ...saisie, suite: 'autre' })).location).toBe(nouveau());
    expect((await agent.post(nouveau(), { ...saisie, suite: 'https://ailleurs.exemple' })).location).toBe(
      `/seances/${seance}`,
    );
  });

  test('ce que les règles refusent est dit à la fois, sur chaque champ, et rien ne se perd', async () => {
    const refused = await agent.post(nouveau(), {
      ...saisie,
      demarches: [],
      duree: 'personnaliser',
      issue: 'impossible',
      orientation: 'AideSociale',
    });
    expect(refused.status).toBe(422);
    for (const [champ, phrase] of [
      ['demarches', 'Précisez la démarche administrative dont il s’agit.'],
      ['dureeAutre', 'La durée est comprise entre 1 minute et 23 h 59.'],
      ['issuePrecision', 'Dites en quelques mots pourquoi la démarche était impossible.'],
      [
        'orientation',
        'N’indiquez vers qui la personne est orientée qu’avec le résultat « Personne orientée ailleurs ».',
      ],
    ] as const) {
      expect(refused.text).toMatch(new RegExp(`href="#[^"]*${champ}[^"]*">${phrase.replace(/[.«»]/g, '\\$&')}`));
    }
    expect(refused.text).toMatch(/<input[^>]*value="Email"[^>]*checked|<input[^>]*checked[^>]*value="Email"/);
    expect(await notes()).toEqual([]);
  });

  test.each([
    [{ thematiques: [] }, 'Choisissez au moins un thème.'],
    [{ thematiques: ['Magie'] }, 'Choisissez au moins un thème dans la liste.'],
    [{ thematiques: ['Email'] }, 'Une démarche administrative n’est attendue qu’avec la thématique'],
    [{ duree: 'personnaliser', dureeAutre: '1440' }, 'écrivez un nombre entier de 1 à 1439 minutes.'],
    [{ duree: 'personnaliser', dureeAutre: '-5' }, 'écrivez un nombre entier de 1 à 1439 minutes.'],
    [{ duree: '' }, 'Choisissez la durée.'],
    [{ issue: 'orientee' }, 'Choisissez vers qui la personne a été orientée.'],
    [{ issue: 'impossible', issuePrecision: 'x'.repeat(201) }, '201 caractères, 200 au plus'],
    [{ issue: 'impossible', issuePrecision: 'a\u202Eb' }, 'caractère invisible'],
    [{ genre: '<script>alert(1)</script>' }, 'Choisissez le genre dans la liste.'],
  ])('%o est refusé en français', async (autres, phrase) => {
    const { status, text } = await agent.post(nouveau(), { ...saisie, ...autres });
    expect(status).toBe(422);
    expect(text).toContain(phrase);
    expect(text).not.toContain('<script>alert');
    expect(await notes()).toEqual([]);
  });

  test('une autre durée, une orientation, une raison : gardées telles quelles', async () => {
    await noter({ duree: 'personnaliser', dureeAutre: '1439', issue: 'orientee', orientation: 'AideSociale' });
    await noter({ issue: 'impossible', issuePrecision: 'Service en panne' });
    expect(
      (await notes()).map(({ dureeMinutes, orientation, issuePrecision }) => [
        dureeMinutes,
        orientation,
        issuePrecision,
      ]),
    ).toEqual(
      expect.arrayContaining([
        [1439, 'AideSociale', null],
        [45, null, 'Service en panne'],
      ]),
    );
  });

  test('rien ne se note dans une séance annulée', async () => {
    await base.owner.updateTable('seance').set({ statut: 'annulee' }).where('id', '=', seance).execute();
    expect((await agent.get(nouveau())).text).toContain('Cette séance est annulée : rien ne peut y être noté.');
    const refused = await agent.post(nouveau(), { ...saisie, genre: '' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Cette séance est annulée : rien ne peut y être noté.');
    expect(refused.text).toContain('Choisissez le genre.');
    expect(await notes()).toEqual([]);
  });

  test('rien ne se note dans une séance à venir', async () => {
    const future = await autreSeance(demo.agents.demo, '>');
    const refused = await agent.post(`/seances/${future}/accompagnements/nouveau`, saisie);
    expect(refused.status).toBe(422);
    expect(refused.text.match(/<li>Un accompagnement ne peut pas être daté d’un jour à venir\.<\/li>/g)).toHaveLength(
      1,
    );
  });

  test('une séance passée se note encore', async () => {
    const past = await autreSeance(demo.agents.demo, '<');
    expect((await agent.post(`/seances/${past}/accompagnements/nouveau`, saisie)).status).toBe(303);
  });
});

describe('un double envoi n’écrit qu’une fois', () => {
  test('le deuxième envoi du même formulaire mène au même endroit', async () => {
    const twice = { ...saisie, _cle: randomUUID() };
    const first = await agent.post(nouveau(), twice);
    const second = await agent.post(nouveau(), twice);
    expect([first.location, second.location]).toEqual([`/seances/${seance}`, `/seances/${seance}`]);
    expect(await notes()).toHaveLength(1);
  });

  test('dix envois simultanés du même formulaire : une ligne', async () => {
    const same = { ...saisie, _cle: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => agent.post(nouveau(), same)));
    expect(new Set(answers.map(({ location }) => location))).toEqual(new Set([`/seances/${seance}`]));
    expect(await notes()).toHaveLength(1);
  });

  test('refusé puis corrigé avec la même clé, il s’écrit', async () => {
    const cle = randomUUID();
    expect((await agent.post(nouveau(), { ...saisie, duree: '', _cle: cle })).status).toBe(422);
    expect((await agent.post(nouveau(), { ...saisie, _cle: cle })).status).toBe(303);
    expect(await notes()).toHaveLength(1);
  });
});

describe('corriger et supprimer', () => {
  test('le formulaire revient rempli, la correction remplace, la convention ne change pas', async () => {
    const id = await noter({ duree: 'personnaliser', dureeAutre: '50' });
    const [before] = await notes();
    const form = await agent.get(`/accompagnements/${id}/modifier`);
    expect(form.text).toContain('value="50"');
    const changed = await agent.post(`/accompagnements/${id}/modifier`, { ...saisie, duree: '15', genre: 'Masculin' });
    expect(changed.location).toBe(`/seances/${seance}`);
    const [after] = await notes();
    expect(after).toMatchObject({ id, dureeMinutes: 15, genre: 'Masculin', conventionId: before?.conventionId });
    expect((await agent.post(`/accompagnements/${id}/modifier`, { ...saisie, demarches: [] })).status).toBe(422);
  });

  test('supprimer demande une confirmation, puis efface', async () => {
    const id = await noter();
    const asked = await agent.get(`/accompagnements/${id}/supprimer`);
    expect(asked.text).toContain('La suppression est définitive.');
    expect(await notes()).toHaveLength(1);
    const deleted = await agent.post(`/accompagnements/${id}/supprimer`);
    expect(deleted.location).toMatch(new RegExp(`^/seances/${seance}[?]supprime=[0-9a-f-]{36}$`));
    expect((await agent.get(deleted.location ?? '')).text).toContain('Voir l’historique de ce que vous avez supprimé');
    expect(await notes()).toEqual([]);
    expect((await agent.post(`/accompagnements/${id}/supprimer`)).status).toBe(404);
  });
});

describe('à chacun son agenda', () => {
  test('la séance d’un autre agent, et ce qui y est noté, n’existent pas', async () => {
    const past = await autreSeance(demo.agents.autre, '<');
    expect((await agent.get(`/seances/${past}`)).status).toBe(404);
    expect((await agent.post(`/seances/${past}/accompagnements/nouveau`, saisie)).status).toBe(404);
    const note = await base.owner
      .selectFrom('accompagnement')
      .select('id')
      .where('agentId', '=', demo.agents.autre)
      .executeTakeFirstOrThrow();
    for (const page of ['modifier', 'supprimer']) {
      expect((await agent.get(`/accompagnements/${note.id}/${page}`)).status).toBe(404);
      expect((await agent.post(`/accompagnements/${note.id}/${page}`, saisie)).status).toBe(404);
    }
  });

  test('l’équipe, le référent, la direction ne lisent aucun accompagnement', async () => {
    const id = await noter();
    for (const role of ['equipe', 'referent', 'direction', 'dpo', 'administrateur'] as const) {
      const visitor = await site.signedIn(demo.comptes[role]);
      for (const path of ['/agenda', `/seances/${seance}`, `/accompagnements/${id}/modifier`]) {
        expect((await visitor.get(path)).status).toBe(403);
      }
    }
  });

  test('l’agenda montre le jour demandé et les deux semaines qui suivent', async () => {
    const { text } = await agent.get('/agenda');
    expect(text).toContain('Aujourd’hui');
    expect(text).toContain(nouveau());
    for (const jour of ['1900-01-01', '2100-12-31', '2026-02-31', '%00']) {
      expect((await agent.get(`/agenda?jour=${jour}`)).status).toBe(200);
    }
  });
});

test('formulaire d’accompagnement : quoi qu’on y écrive, il répond en français', () => {
  for (const form of [individuelForm, collectifForm, coordinationForm]) expectFrenchOrData(form);
});
