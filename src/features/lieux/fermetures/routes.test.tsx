import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { poserAttendu } from '../../../../test/attendus.ts';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import { type Saisie, usePlanning, vendredis } from '../../../../test/planning.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { prolongerPermanences } from '../../permanences/planification.ts';
import { fermetureForm, joursForm } from './forms.ts';

const planning = usePlanning();
const { base, lieu, agent, enPlace, seancesDe } = planning;
let equipe: Visitor;
beforeAll(() => {
  equipe = planning.equipe;
});

/** Two weeks, with the Fridays 4 and 11 December 2026. */
const DEUX_SEMAINES: Saisie = { fermeDu: '2026-11-30', fermeAu: '2026-12-13', motif: 'Travaux de peinture' };
const fermer = (lieuId: string, autres: Saisie = {}) =>
  equipe.post(`/lieux/${lieuId}/fermetures/nouvelle`, { ...DEUX_SEMAINES, ...autres });
const statuts = async (permanenceId: string) =>
  (await seancesDe(permanenceId)).map(({ jour, statut }) => `${jour} ${statut}`);

describe('scénario 9 : un lieu fermé deux semaines', () => {
  test('les séances de tous les agents sont annulées, les rendez-vous sont à replacer, rouvrir les rend', async () => {
    const { id, lieuId } = await enPlace();
    const autre = await agent('L’autre');
    const mardis = { agentId: autre, lieuId, jour: '2', heureDebut: '14:00', heureFin: '17:00', du: '2026-11-25' };
    const second =
      (await equipe.post('/permanences/nouvelle', { ...mardis, au: '2026-12-15' })).location?.split('/')[2] ?? '';
    const [, deux] = await seancesDe(id);
    await poserAttendu(base, {
      seanceId: deux?.id ?? '',
      debut: '09:00',
      fin: '09:30',
      prenom: 'Ana',
      prevenir: 'guichet',
    });

    const asked = await equipe.get(`/lieux/${lieuId}/fermetures/nouvelle?fermeDu=2026-11-30&fermeAu=2026-12-13`);
    expect(asked.text).toContain('4 séances de 2 agents, 1 rendez-vous.');
    const closed = await fermer(lieuId);
    expect(closed.status).toBe(303);
    expect(await statuts(id)).toEqual([
      '2026-11-27 prevue',
      '2026-12-04 annulee',
      '2026-12-11 annulee',
      '2026-12-18 prevue',
      '2027-01-08 prevue',
    ]);
    expect(await statuts(second)).toEqual(['2026-12-01 annulee', '2026-12-08 annulee', '2026-12-15 prevue']);
    expect((await seancesDe(id))[1]?.motif).toBe('Lieu fermé : Travaux de peinture');
    const page = await equipe.get(closed.location ?? '');
    expect(page.text).toContain('Un rendez-vous est à replacer');
    expect(page.text).toContain('href="/a-replacer"');

    const rouvert = await equipe.post(`${closed.location}/lever`);
    expect(rouvert.status).toBe(303);
    expect((await statuts(id)).every((one) => one.endsWith('prevue'))).toBe(true);
    expect((await statuts(second)).every((one) => one.endsWith('prevue'))).toBe(true);
    expect((await equipe.get(closed.location ?? '')).text).toContain('levée');
  });

  test('la page publique et l’affiche disent « fermé du … au … », jamais pourquoi', async () => {
    const { lieuId } = await enPlace();
    await fermer(lieuId);
    const { text } = await planning.site.anonymous().get(`/lieux/${lieuId}`);
    expect(text).toContain('Ce lieu est fermé du 30 novembre 2026 au 13 décembre 2026');
    expect(text).toContain('Lieu fermé du 30 novembre 2026 au 13 décembre 2026');
    expect(text).not.toContain('peinture');
    expect((await equipe.get(`/lieux/${lieuId}/affiche.pdf`)).status).toBe(200);
  });

  test('rien ne s’y planifie : une permanence nouvelle y naît annulée, une prolongation aussi, et elles reviennent', async () => {
    const lieuId = await lieu('Fermé d’avance');
    const closed = await fermer(lieuId);
    const agentId = await agent('Patiente');
    const created = await equipe.post('/permanences/nouvelle', vendredis(agentId, lieuId, { au: '' }));
    const id = created.location?.split('/')[2] ?? '';
    expect((await statuts(id)).slice(0, 4)).toEqual([
      '2026-11-27 prevue',
      '2026-12-04 annulee',
      '2026-12-11 annulee',
      '2026-12-18 prevue',
    ]);
    await fermer(lieuId, { fermeDu: '2027-11-22', fermeAu: '2027-12-05' });
    const later = Temporal.PlainDate.from('2026-12-14');
    await inTerritoire(base.request, '66', (db) => prolongerPermanences(db, '66', later));
    const extended = await statuts(id);
    expect(extended).toContain('2027-11-26 annulee');
    expect(extended).toContain('2027-12-03 annulee');
    expect(extended).toContain('2027-12-10 prevue');
    await equipe.post(`${closed.location}/lever`);
    expect((await statuts(id)).slice(0, 4).every((one) => one.endsWith('prevue'))).toBe(true);
  });

  test('ce qui a pris la place entre-temps reste, et la page nomme ce qui ne revient pas', async () => {
    const { id, lieuId, agentId } = await enPlace();
    const closed = await fermer(lieuId);
    const ailleurs = vendredis(agentId, await lieu('Ailleurs'), { du: '2026-12-04', au: '2026-12-04' });
    expect((await equipe.post('/permanences/nouvelle', ailleurs)).status).toBe(303);
    const rouvert = await equipe.post(`${closed.location}/lever`);
    const shown = await equipe.get(rouvert.location ?? '', { cookie: '' });
    expect(shown.status).toBeOneOf([200, 303]);
    expect((await statuts(id))[1]).toBe('2026-12-04 annulee');
    expect((await statuts(id))[2]).toBe('2026-12-11 prevue');
  });

  test('les agents et les référents sont avertis, une fois chacun, sans le motif', async () => {
    const lieuId = await lieu('Annexe');
    await equipe.post('/permanences/nouvelle', vendredis(planning.small.agent, lieuId));
    await base.owner
      .updateTable('lieu')
      .set({ structureId: planning.small.structure })
      .where('id', '=', lieuId)
      .execute();
    await fermer(lieuId);
    const mails = await base.owner
      .selectFrom('courriel')
      .select(['destinataire', 'sujet', 'texte', 'genre'])
      .where('sujet', '=', 'Permanences annulées : Annexe')
      .orderBy('destinataire')
      .execute();
    expect(mails.map(({ destinataire }) => destinataire)).toEqual(['referent@exemple.fr', 'tramontane@exemple.fr']);
    for (const { texte, genre } of mails) {
      expect(genre).toBe('suites');
      expect(texte).toContain('Le lieu est fermé du 30 novembre 2026 au 13 décembre 2026.');
      expect(texte).not.toContain('peinture');
    }
  });
});

describe('le référent de la structure', () => {
  test('ferme son lieu, et ne lit que des nombres', async () => {
    const { id, lieuId } = await enPlace();
    await base.owner
      .updateTable('lieu')
      .set({ structureId: planning.small.structure })
      .where('id', '=', lieuId)
      .execute();
    const [, deux] = await seancesDe(id);
    await poserAttendu(base, {
      seanceId: deux?.id ?? '',
      debut: '09:00',
      fin: '09:30',
      prenom: 'Odilon',
      telephone: '06 39 98 00 09',
      prevenir: 'sms',
    });
    const referent = await planning.site.signedIn(planning.small.comptes.referent);
    const pages = [await referent.get(`/lieux/${lieuId}/fermetures`)];
    pages.push(await referent.get(`/lieux/${lieuId}/fermetures/nouvelle?fermeDu=2026-11-30&fermeAu=2026-12-13`));
    const closed = await referent.post(`/lieux/${lieuId}/fermetures/nouvelle`, DEUX_SEMAINES);
    expect(closed.status).toBe(303);
    pages.push(await referent.get(closed.location ?? ''), await referent.get(`${closed.location}/lever`));
    for (const { status, text } of pages) {
      expect(status).toBe(200);
      expect(text).not.toMatch(/Odilon|06 39|Zoé|href="\/a-replacer"|href="\/appels"/);
    }
    expect(pages[1]?.text).toContain('2 séances d’un agent, 1 rendez-vous.');
    expect(pages[2]?.text).toContain('Le Département s’en occupe.');
    expect((await referent.post(`${closed.location}/lever`)).status).toBe(303);
  });

  test('d’une autre structure, ou d’un lieu du Département : introuvable', async () => {
    const { lieuId } = await enPlace();
    const referent = await planning.site.signedIn(planning.small.comptes.referent);
    const autre = await lieu('De l’autre structure');
    await base.owner
      .updateTable('lieu')
      .set({ structureId: planning.small.autreStructure })
      .where('id', '=', autre)
      .execute();
    for (const one of [lieuId, autre]) {
      expect((await referent.get(`/lieux/${one}/fermetures`)).status).toBe(404);
      expect((await referent.post(`/lieux/${one}/fermetures/nouvelle`, DEUX_SEMAINES)).status).toBe(404);
    }
    const closed = await fermer(autre);
    expect((await referent.get(closed.location ?? '')).status).toBe(404);
    expect((await referent.post(`${closed.location}/lever`)).status).toBe(404);
    // A closure is one of its own lieu, and of no other.
    const id = closed.location?.split('/').at(-1) ?? '';
    expect((await equipe.get(`/lieux/${lieuId}/fermetures/${id}`)).status).toBe(404);
    const lui = await planning.site.signedIn(planning.small.comptes.agent);
    expect((await lui.get(`/lieux/${lieuId}/fermetures`)).status).toBe(403);
  });
});

describe('ce qui se refuse', () => {
  test('des jours passés ou inversés, une fermeture qui en recouvre une autre, un motif vide', async () => {
    const { lieuId } = await enPlace();
    expect((await fermer(lieuId, { fermeDu: '2026-11-23' })).text).toContain('Les jours passés ne changent plus');
    expect((await fermer(lieuId, { fermeAu: '2026-11-29' })).text).toContain(
      'Le dernier jour ne peut pas précéder le premier.',
    );
    expect((await fermer(lieuId, { motif: ' ' })).text).toContain('Indiquez le motif.');
    await fermer(lieuId);
    const twice = await fermer(lieuId, { fermeDu: '2026-12-13', fermeAu: '2026-12-20' });
    expect(twice.status).toBe(422);
    expect(twice.text).toContain('Une fermeture est déjà notée du 30 novembre 2026 au 13 décembre 2026');
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => fermer(lieuId, { fermeDu: '2027-02-01', fermeAu: '2027-02-05' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422, 422, 422]);
  });

  test('PostgreSQL le refuse aussi : déplacer ou rétablir une séance dans un lieu fermé', async () => {
    const { id, lieuId } = await enPlace();
    const ailleurs = await lieu('Fermé aussi');
    await fermer(ailleurs);
    const [, deux] = await seancesDe(id);
    const move = { seanceLe: '2026-12-04', heureDebut: '09:00', heureFin: '12:00', lieuId: ailleurs };
    const refused = await equipe.post(`/seances/${deux?.id}/modifier`, move);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Le lieu n’ouvre pas ce jour-là : une fermeture y est notée.');
    await fermer(lieuId);
    const back = await equipe.post(`/seances/${deux?.id}/retablir`);
    expect(back.status).toBe(422);
    expect(back.text).toContain('Le lieu n’ouvre pas ce jour-là : une fermeture y est notée.');
    const forced = sql`update seance set statut = 'prevue' where id = ${deux?.id}`;
    await expect(forced.execute(base.owner)).rejects.toMatchObject({ constraint: 'seance_lieu_ouvert' });
  });
});

test('absence de l’agent et fermeture du lieu le même jour : la séance revient avec la dernière des deux', async () => {
  const { id, lieuId, agentId } = await enPlace();
  const closed = await fermer(lieuId);
  const absent = {
    agentId,
    absentDu: '2026-12-04',
    absentAu: '2026-12-04',
    absentMoment: 'journee',
    absentNature: 'conge',
  };
  const noted = await equipe.post('/absences/nouvelle', { ...absent, parDefaut: 'annuler' });
  await equipe.post(`${closed.location}/lever`);
  expect((await statuts(id)).slice(1, 3)).toEqual(['2026-12-04 annulee', '2026-12-11 prevue']);
  expect((await seancesDe(id))[1]?.motif).toBe('Agent absent');
  await equipe.post(`${noted.location}/lever`, { rendre: 'oui' });
  expect((await statuts(id)).every((one) => one.endsWith('prevue'))).toBe(true);
});

test.each([
  ['les jours', joursForm],
  ['la fermeture', fermetureForm],
])('formulaire « %s » : quoi qu’on y écrive, il répond en français', (_, schema) => {
  expectFrenchOrData(schema);
});
