import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AUJOURDHUI, usePlanning } from '../../../test/planning.ts';
import type { Visitor } from '../../../test/visitor.ts';
import { seuil } from '../../domain/conservation.ts';
import { inTerritoire } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { closePdf } from '../../platform/pdf/render.ts';
import { PURGES } from '../donnees-personnelles/store.ts';

const planning = usePlanning();
const { base } = planning;
const VEILLE = '2026-11-23';

let agent: Visitor;
let autre: Visitor;
let agentId: string;

beforeAll(async () => {
  agentId = planning.small.agent;
  agent = await planning.site.signedIn(planning.small.comptes.agent);
  autre = await planning.site.signedIn(planning.small.comptes.autreAgent);
});
afterEach(async () => {
  planning.travel();
  await base.owner.deleteFrom('tempsAgent').execute();
  await base.owner.deleteFrom('accompagnement').execute();
  await base.owner.deleteFrom('seance').execute();
});
afterAll(closePdf);

const saisie = (autres: Readonly<Record<string, string>> = {}) => ({
  tempsNature: 'preparation',
  tempsJour: VEILLE,
  tempsMinutes: '45 min',
  tempsPrecision: 'Supports d’atelier',
  seance: '',
  ...autres,
});
const noter = (autres: Readonly<Record<string, string>> = {}, visiteur = agent) =>
  visiteur.post(`/mes-heures/nouveau?jour=${VEILLE}`, saisie(autres));
const notes = () =>
  base.owner.selectFrom('tempsAgent').selectAll().where('agentId', '=', agentId).orderBy('createdAt').execute();

/** A séance of the agent, at a place of its own unless told. */
async function seance(jour: string, debut: string, fin: string, autres: Readonly<Record<string, string>> = {}) {
  const id = uuidv7();
  await base.owner
    .insertInto('seance')
    .values({
      territoireId: '66',
      id,
      agentId,
      jour: Temporal.PlainDate.from(jour),
      heureDebut: Temporal.PlainTime.from(debut),
      heureFin: Temporal.PlainTime.from(fin),
      endroit: 'Salle des essais',
      motif: 'Essai',
      createdBy: planning.small.comptes.equipe,
      ...autres,
    })
    .execute();
  return id;
}

async function lieuA(nom: string, latitude: number, longitude: number): Promise<string> {
  const id = await planning.lieu(nom);
  await base.owner.updateTable('lieu').set({ latitude, longitude }).where('id', '=', id).execute();
  return id;
}

describe('noter un temps', () => {
  test('il se lit à son jour, avec son total, et revient au jour noté', async () => {
    const sent = await noter();
    expect([sent.status, sent.location]).toEqual([303, `/mes-heures?mois=2026-11#jour-${VEILLE}`]);
    const { text } = await agent.get('/mes-heures?mois=2026-11');
    expect(text).toContain('Préparation : Supports d’atelier');
    expect(text).toMatch(new RegExp(`id="jour-${VEILLE}".*?45\u00a0min`, 's'));
    expect(await notes()).toMatchObject([{ tempsMinutes: 45, tempsNature: 'preparation' }]);
  });

  test('le même envoi deux fois n’en note qu’un', async () => {
    const _cle = uuidv7();
    await noter({ _cle });
    await noter({ _cle });
    expect(await notes()).toHaveLength(1);
  });

  test.each<[string, Record<string, string>, string]>([
    ['0 minute', { tempsMinutes: '0' }, 'La durée est comprise entre 1 minute et 23 h 59.'],
    ['24 heures', { tempsMinutes: '24 h' }, 'La durée est comprise entre 1 minute et 23 h 59.'],
    ['une durée illisible', { tempsMinutes: 'longtemps' }, 'Écrivez la durée comme'],
    ['aucune durée', { tempsMinutes: '' }, 'Indiquez la durée.'],
    ['un jour à venir', { tempsJour: '2026-11-25' }, 'Ce jour n’est pas encore passé'],
    ['un jour d’avant le contrat', { tempsJour: '2025-08-31' }, 'Votre contrat va du 1er septembre 2025'],
    ['une date qui n’existe pas', { tempsJour: '2026-02-31' }, 'cette date n’existe pas'],
    ['une nature inconnue', { tempsNature: 'sieste' }, 'Choisissez la nature du temps dans la liste.'],
    ['la séance de personne', { seance: uuidv7() }, 'Cette séance n’est pas la vôtre'],
    ['une séance qui n’en est pas une', { seance: '1 or 1=1' }, 'Choisissez la séance dans la liste.'],
    ['une précision trop longue', { tempsPrecision: 'x'.repeat(201) }, 'La précision'],
  ])('refuse %s, sans rien perdre de ce qui est écrit', async (_, autres, attendu) => {
    const refused = await noter(autres);
    expect(refused.status).toBe(422);
    expect(refused.text.replaceAll('\u00a0', ' ')).toContain(attendu);
    expect(refused.text).toContain('Supports d’atelier'.slice(0, autres['tempsPrecision'] === undefined ? 18 : 0));
    expect(await notes()).toEqual([]);
  });

  test('une journée ne dépasse pas 24 heures, séances comprises, et une correction ne se compte pas elle-même', async () => {
    await seance(VEILLE, '09:00', '12:00');
    expect((await noter({ tempsMinutes: '20 h' })).status).toBe(303);
    const refused = await noter({ tempsMinutes: '1 h 01' });
    expect(refused.status).toBe(422);
    expect(refused.text.replaceAll('\u00a0', ' ')).toContain('il n’y reste que 1 h.');
    const [first] = await notes();
    const longer = await agent.post(`/mes-heures/${first?.id}/modifier`, saisie({ tempsMinutes: '21 h' }));
    expect(longer.status).toBe(303);
    expect(await notes()).toMatchObject([{ tempsMinutes: 1260 }]);
  });

  test('deux envois en même temps ne dépassent pas la journée à eux deux', async () => {
    const answers = await Promise.all([noter({ tempsMinutes: '13 h' }), noter({ tempsMinutes: '13 h' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(await notes()).toHaveLength(1);
  });

  test('rien d’autre que du texte n’est montré, ni numéro de sécurité sociale gardé', async () => {
    await noter({ tempsPrecision: '<img src=x onerror=alert(1)>' });
    expect((await agent.get('/mes-heures')).text).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test('une séance d’un autre jour n’est pas la sienne', async () => {
    const id = await seance('2026-11-20', '09:00', '12:00');
    expect((await noter({ seance: id })).status).toBe(422);
    expect((await noter({ seance: id, tempsJour: '2026-11-20' })).status).toBe(303);
    expect(await notes()).toMatchObject([{ seanceId: id }]);
  });
});

describe('corriger et supprimer', () => {
  test('en place : le formulaire du jour, prérempli, puis ce qui est changé', async () => {
    await noter();
    const [first] = await notes();
    const opened = await agent.get(`/mes-heures/${first?.id}/modifier`);
    expect(opened.text).toContain('value="45 min"');
    expect(opened.text).toContain('Jour par jour');
    await agent.post(`/mes-heures/${first?.id}/modifier`, saisie({ tempsMinutes: '1 h 30', tempsPrecision: '' }));
    expect(await notes()).toMatchObject([{ id: first?.id, tempsMinutes: 90, tempsPrecision: null }]);
  });

  test('la suppression se confirme', async () => {
    await noter();
    const [first] = await notes();
    expect((await agent.get(`/mes-heures/${first?.id}/supprimer`)).text).toContain('Ne pas supprimer');
    expect(await notes()).toHaveLength(1);
    expect((await agent.post(`/mes-heures/${first?.id}/supprimer`)).status).toBe(303);
    expect(await notes()).toEqual([]);
  });

  test('un autre agent, ni l’équipe, n’y touche', async () => {
    await noter();
    const [first] = await notes();
    const modifier = `/mes-heures/${first?.id}/modifier`;
    expect((await autre.get(modifier)).status).toBe(404);
    expect((await autre.post(modifier, saisie({ tempsMinutes: '5' }))).status).toBe(404);
    expect((await autre.post(`/mes-heures/${first?.id}/supprimer`)).status).toBe(404);
    expect((await planning.equipe.get('/mes-heures')).status).toBe(403);
    expect(await notes()).toMatchObject([{ tempsMinutes: 45 }]);
  });
});

describe('les trajets', () => {
  const deuxLieux = async () => {
    const perpignan = await lieuA(`Perpignan ${uuidv7()}`, 42.6985, 2.8956);
    const ceret = await lieuA(`Céret ${uuidv7()}`, 42.4878, 2.7489);
    await seance(VEILLE, '09:00', '12:00', { lieuId: perpignan });
    return seance(VEILLE, '14:00', '17:00', { lieuId: ceret });
  };

  test('sont proposés comme le planning les estime, et notés seulement s’ils sont cochés', async () => {
    const arrivee = await deuxLieux();
    const { rows } = await sql<{ minutes: number }>`select trajet_minutes('66',
      (select lieu_id from seance where agent_id = ${agentId}::uuid order by heure_debut limit 1),
      (select lieu_id from seance where id = ${arrivee}::uuid)) as minutes`.execute(base.owner);
    const shown = await agent.get('/mes-heures/trajets?mois=2026-11');
    expect(shown.text).toContain(`${rows[0]?.minutes}\u00a0min`);
    expect(shown.text).not.toContain('checked');
    expect(await notes()).toEqual([]);
    expect((await agent.post('/mes-heures/trajets?mois=2026-11', {})).status).toBe(422);
    const sent = await agent.post('/mes-heures/trajets?mois=2026-11', { trajets: [arrivee] });
    expect(sent.status).toBe(303);
    expect(await notes()).toMatchObject([{ tempsNature: 'trajet', tempsMinutes: rows[0]?.minutes, seanceId: arrivee }]);
    expect((await agent.get('/mes-heures/trajets?mois=2026-11')).text).toContain('Aucun trajet à proposer');
  });

  test('un trajet accepté deux fois, inventé, ou d’un autre agent n’est pas noté', async () => {
    const arrivee = await deuxLieux();
    const twice = await Promise.all(
      [1, 2].map(() => agent.post('/mes-heures/trajets?mois=2026-11', { trajets: [arrivee] })),
    );
    expect(twice.map(({ status }) => status).sort()).toEqual([303, 422]);
    for (const trajets of [[uuidv7()], ['<script>'], [arrivee, uuidv7()]]) {
      expect((await agent.post('/mes-heures/trajets?mois=2026-11', { trajets })).status).toBe(422);
      expect((await autre.post('/mes-heures/trajets?mois=2026-11', { trajets })).status).toBe(422);
    }
    expect(await notes()).toHaveLength(1);
  });

  test('une séance à venir n’en propose pas', async () => {
    planning.travel('2026-11-22');
    await deuxLieux();
    expect((await agent.get('/mes-heures/trajets?mois=2026-11')).text).toContain('Aucun trajet à proposer');
  });
});

describe('ce qu’Escale sait déjà', () => {
  test('la séance compte une fois finie, l’acte hors séance aussi, pour son auteur et son binôme', async () => {
    await seance(VEILLE, '09:00', '12:00');
    await seance(AUJOURDHUI, '14:00', '17:00');
    await base.owner
      .insertInto('accompagnement')
      .values({
        territoireId: '66',
        id: uuidv7(),
        agentId,
        binomeId: planning.small.autreAgent,
        jour: Temporal.PlainDate.from(VEILLE),
        dureeMinutes: 60,
        typeActivite: 'Animation',
        typeLieu: 'ADistance',
        thematiques: [],
        participants: 0,
        coordination: JSON.stringify({ nom: 'Réunion de rentrée', nature: 'Autre' }),
        createdBy: planning.small.comptes.agent,
      })
      .execute();
    const { text } = await agent.get('/mes-heures?mois=2026-11');
    expect(text.replaceAll('\u00a0', ' ')).toContain('9 h – 12 h, Salle des essais');
    expect(text).toContain('Coordination : Réunion de rentrée');
    expect(text.replaceAll('\u00a0', ' ')).not.toContain('14 h – 17 h');
    expect(text.replaceAll('\u00a0', ' ')).toContain('<strong>4 h</strong>');
    expect((await autre.get('/mes-heures?mois=2026-11')).text).toContain('Coordination : Réunion de rentrée');
  });
});

test('un temps déclaré s’efface 24 mois après son jour, pas la veille', async () => {
  const ids = new Map<string, string>();
  for (const jour of ['2024-11-23', '2024-11-24', VEILLE]) {
    const id = uuidv7();
    ids.set(id, jour);
    const tempsJour = Temporal.PlainDate.from(jour);
    await base.owner
      .insertInto('tempsAgent')
      .values({ territoireId: '66', id, agentId, tempsJour, tempsNature: 'reunion', tempsMinutes: 60 })
      .execute();
  }
  const limite = seuil(Temporal.PlainDate.from(AUJOURDHUI), { nombre: 24, unite: 'mois' });
  const nuit = { territoireId: '66', now: Temporal.Now.instant(), limite };
  const removed = await inTerritoire(base.request, '66', async (db) => [
    await PURGES['temps']?.compter(db, nuit),
    await PURGES['temps']?.appliquer(db, nuit),
    await PURGES['temps']?.appliquer(db, nuit),
  ]);
  expect(removed).toEqual([1, 1, 0]);
  expect((await notes()).map(({ id }) => ids.get(id)).sort()).toEqual(['2024-11-24', VEILLE]);
});

describe('la feuille du mois', () => {
  const pdf = () => `/agents/${agentId}/heures.pdf?mois=2026-11`;

  test('est lue par l’agent et l’équipe technique, et par personne d’autre', async () => {
    for (const reader of [agent, planning.equipe]) {
      const sheet = await reader.get(pdf());
      expect([sheet.status, sheet.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      expect(sheet.headers.get('content-disposition')).toContain('heures-tramontane-2026-11.pdf');
    }
    expect((await autre.get(pdf())).status).toBe(404);
    for (const role of ['direction', 'referent', 'dpo', 'administrateur'] as const) {
      const visitor = await planning.site.signedIn(planning.small.comptes[role]);
      expect((await visitor.get(pdf())).status).toBe(403);
    }
    expect((await planning.equipe.get(`/agents/${planning.small.agentVoisin}/heures.pdf`)).status).toBe(404);
  });

  test('le classeur a une ligne par jour et des heures qui s’ajoutent', async () => {
    await noter();
    const sheet = await agent.get(`/agents/${agentId}/heures.xlsx?mois=2026-11`);
    expect(sheet.status).toBe(200);
    expect(String.fromCharCode(...sheet.bytes.slice(0, 2))).toBe('PK');
  });
});
