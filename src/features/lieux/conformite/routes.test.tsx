import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import { AUJOURDHUI, usePlanning, vendredis } from '../../../../test/planning.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { clauses2022 } from '../../conventions/rules.ts';
import { createConvention } from '../../conventions/store.ts';
import { prolongerPermanences } from '../../permanences/planification.ts';
import { CRITERES_CODES, exigences2022, regles2022 } from '../rules.ts';
import { champValidite, derogationForm, reglesForm } from './forms.ts';

const planning = usePlanning();
const { base, lieu, agent, dates } = planning;

beforeAll(() => planning.travel(AUJOURDHUI));

/** A lieu of the Département without its photocopier. */
const sansPhotocopieuse = () =>
  lieu(
    `Lieu ${randomUUID().slice(0, 8)}`,
    exigences2022.permanence.filter((critere) => critere !== 'photocopieuse'),
  );
const derogation = { usage: 'permanence', motif: 'En réparation', au: '2026-12-11' };

async function planifier(lieuId: string, autres: Readonly<Record<string, string>> = {}) {
  return planning.equipe.post('/permanences/nouvelle', vendredis(await agent('Essai'), lieuId, autres));
}

describe('une dérogation (art. 1.2)', () => {
  let lieuId: string;
  beforeEach(async () => {
    lieuId = await sansPhotocopieuse();
  });

  test('ouvre un lieu malgré un manque, jusqu’à son dernier jour et pas au-delà', async () => {
    expect((await planifier(lieuId)).status).toBe(422);
    expect((await planning.equipe.post(`/lieux/${lieuId}/derogation`, derogation)).status).toBe(303);
    const created = await planifier(lieuId);
    expect(created.status).toBe(303);
    const id = created.location?.split('/')[2] ?? '';
    expect(await dates(id)).toEqual(['2026-11-27', '2026-12-04', '2026-12-11']);
    // Every night keeps to it.
    await inTerritoire(base.request, '66', (db) => prolongerPermanences(db, '66', Temporal.PlainDate.from(AUJOURDHUI)));
    expect(await dates(id)).toEqual(['2026-11-27', '2026-12-04', '2026-12-11']);
  });

  test('se lit partout où le lieu se lit', async () => {
    await planning.equipe.post(`/lieux/${lieuId}/derogation`, derogation);
    const { location } = await planifier(lieuId);
    const anonymous = planning.site.anonymous();
    const agente = await planning.site.signedIn(planning.small.comptes.agent);
    for (const [visitor, path, said] of [
      [planning.equipe, `/lieux/${lieuId}/fiche`, 'Par dérogation jusqu’au 11 décembre 2026, malgré : Photocopieuse.'],
      [planning.equipe, `/lieux/${lieuId}/fiche`, 'En réparation (Compte equipe).'],
      [agente, `/lieux/${lieuId}/fiche`, 'En réparation (Compte equipe).'],
      [planning.equipe, '/lieux', 'par dérogation jusqu’au 11/12/2026'],
      [planning.equipe, '/lieux.csv', 'par dérogation jusqu’au 11/12/2026'],
      [planning.equipe, '/permanences/nouvelle', 'par dérogation jusqu’au 11/12/2026'],
      [planning.equipe, location ?? '', 'Lieu admis par dérogation jusqu’au 11 décembre 2026'],
      [anonymous, `/lieux/${lieuId}`, 'Jusqu’au 11 décembre 2026, ce lieu reçoit malgré un manque'],
    ] as const) {
      expect((await visitor.get(path)).text, path).toContain(said);
    }
    // Who granted it, and why, is nobody's business outside.
    expect((await anonymous.get(`/lieux/${lieuId}`)).text).not.toContain('En réparation');
    planning.travel('2026-12-12');
    const later = await planning.site.signedIn(planning.small.comptes.equipe);
    expect((await later.get('/lieux')).text).not.toContain('par dérogation jusqu’au 11/12/2026');
    planning.travel();
  });

  test('se lit aussi dans l’agenda, le planning, la recherche, la structure et la convention, sans auteur ni motif', async () => {
    await planning.equipe.post(`/lieux/${lieuId}/derogation`, derogation);
    const agentId = await agent('Essai');
    const created = await planning.equipe.post('/permanences/nouvelle', vendredis(agentId, lieuId));
    expect(created.status).toBe(303);
    const { structure, comptes } = planning.small;
    await base.owner.updateTable('lieu').set({ structureId: structure }).where('id', '=', lieuId).execute();
    await base.owner.updateTable('compte').set({ agentId }).where('id', '=', comptes.agent).execute();
    const [seance] = await planning.seancesDe(created.location?.split('/')[2] ?? '');
    const convention = await inTerritoire(base.request, '66', (db) =>
      createConvention(
        db,
        '66',
        {
          structureId: structure,
          reference: 'DEROG-1',
          modele: 'convention-2022',
          clauses: clauses2022,
          pointAccueil: null,
          note: null,
        },
        comptes.equipe,
      ),
    );
    if (!('value' in convention)) throw new Error(convention.constraint);
    const agente = await planning.site.signedIn(comptes.agent);
    const referent = await planning.site.signedIn(comptes.referent);
    for (const [visitor, path] of [
      [agente, '/agenda'],
      [agente, `/agenda?jour=${seance?.jour}`],
      [agente, `/seances/${seance?.id}`],
      [planning.equipe, '/planning'],
      [agente, `/structures/${structure}`],
      [referent, `/conventions/${convention.value}`],
      [planning.site.anonymous(), '/?page=1'],
    ] as const) {
      const { status, text } = await visitor.get(path);
      expect(status, path).toBe(200);
      expect(text, path).toContain('Admis par dérogation jusqu’au 11 décembre 2026');
      expect(text, path).not.toContain('En réparation');
    }
  });

  test('levée, elle ne vaut plus dès ce jour ; ce qui est prévu le reste', async () => {
    await planning.equipe.post(`/lieux/${lieuId}/derogation`, derogation);
    const { location } = await planifier(lieuId);
    const row = await base.owner
      .selectFrom('lieuDerogation')
      .selectAll()
      .where('lieuId', '=', lieuId)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ criteres: ['photocopieuse'], createdBy: planning.small.comptes.equipe });
    expect((await planning.equipe.get(`/derogations/${row.id}/lever`)).text).toContain('Lever cette dérogation ?');
    expect((await planning.equipe.post(`/derogations/${row.id}/lever`)).status).toBe(303);
    expect((await planifier(lieuId)).status).toBe(422);
    expect(await dates(location?.split('/')[2] ?? '')).toHaveLength(3);
  });

  test.each([
    [{ usage: 'atelier', au: '2026-12-11' }, undefined],
    [{ usage: 'salon' }, 'Choisissez ce qui est admis dans la liste.'],
    [{ motif: '' }, 'Indiquez le motif.'],
    [{ motif: 'x'.repeat(10_000) }, '10000 caractères, 300 au plus'],
    [{ au: '2026-11-23' }, 'Choisissez aujourd’hui ou un jour à venir.'],
    [{ au: '2027-11-25' }, 'Choisissez un jour avant le 24 novembre 2027.'],
  ])('%j : %s', async (autres, phrase) => {
    const { status, text } = await planning.equipe.post(`/lieux/${lieuId}/derogation`, { ...derogation, ...autres });
    expect(status).toBe(phrase === undefined ? 303 : 422);
    if (phrase !== undefined) expect(text).toContain(phrase);
  });

  test('rien ne manque, ou une autre court : refusée', async () => {
    const complet = await lieu(`Lieu ${randomUUID().slice(0, 8)}`);
    expect((await planning.equipe.post(`/lieux/${complet}/derogation`, derogation)).text).toContain(
      'rien ne manque, il n’y a pas à déroger',
    );
    await planning.equipe.post(`/lieux/${lieuId}/derogation`, derogation);
    expect((await planning.equipe.post(`/lieux/${lieuId}/derogation`, derogation)).text).toContain(
      'une dérogation est déjà en cours',
    );
  });

  test('un agent n’en accorde pas', async () => {
    const agente = await planning.site.signedIn(planning.small.comptes.agent);
    expect((await agente.post(`/lieux/${lieuId}/derogation`, derogation)).status).toBe(403);
  });
});

describe('ce qu’un lieu doit avoir est un réglage du territoire (art. 1.2)', () => {
  const sent = (autres: Readonly<Record<string, string | readonly string[]>> = {}) => ({
    permanence: [...exigences2022.permanence],
    atelier: [...exigences2022.atelier],
    ...Object.fromEntries(
      CRITERES_CODES.map((critere) => [champValidite(critere), String(regles2022.validites[critere] ?? '')]),
    ),
    graceJours: '60',
    ...autres,
  });

  test('les durées et les exigences changent ce qui est possible, partout', async () => {
    const lieuId = await sansPhotocopieuse();
    const before = await planning.equipe.get('/lieux/regles');
    expect(before.text).toContain('Ce qu’un lieu doit avoir');
    expect(before.text).toMatch(/name="validite_internet"[^>]*value="24"|value="24"[^>]*name="validite_internet"/);
    const permanence = exigences2022.permanence.filter((critere) => critere !== 'photocopieuse');
    expect((await planning.equipe.post('/lieux/regles', sent({ permanence }))).status).toBe(303);
    expect((await planifier(lieuId)).status).toBe(303);

    // Seen on 2 November: a month and no grace, it no longer counts on 3 December.
    await planning.equipe.post('/lieux/regles', sent({ permanence, validite_internet: '1', graceJours: '0' }));
    expect((await planning.equipe.get(`/lieux/${lieuId}/fiche`)).text).toContain('02/12/2026');
    planning.travel('2026-12-03');
    const later = await planning.site.signedIn(planning.small.comptes.equipe);
    const { text } = await later.get(`/lieux/${lieuId}/fiche`);
    expect(text).toContain('Accès à Internet : constat trop ancien, fait le 2 novembre 2026 par Essai');
    expect((await later.get('/tableau-de-bord')).text).toContain('Accès à Internet : constat trop ancien');
    planning.travel();
    await planning.equipe.post('/lieux/regles', sent());
  });

  test('tout ce qui ne va pas est dit à la fois', async () => {
    const wrong = sent({ permanence: [], validite_wifi: '0', validite_internet: 'deux ans', graceJours: '' });
    const { status, text } = await planning.equipe.post('/lieux/regles', wrong);
    expect(status).toBe(422);
    for (const phrase of [
      'Choisissez au moins un critère pour les permanences.',
      'La durée de « Wifi » : écrivez un nombre entier de 1 à 240 mois.',
      'La durée de « Accès à Internet » : écrivez un nombre entier de 1 à 240 mois.',
      'Indiquez le délai de grâce.',
      'value="deux ans"',
    ]) {
      expect(text).toContain(phrase);
    }
  });

  test('un autre territoire garde les siennes', async () => {
    await planning.equipe.post('/lieux/regles', sent({ graceJours: '7' }));
    const voisine = await planning.site.signedIn(planning.small.comptes.voisin, {
      territoireId: '00',
      host: 'voisin.localhost',
    });
    expect((await voisine.get('/lieux/regles')).text).toMatch(/name="graceJours"[^>]*value="60"/);
    await planning.equipe.post('/lieux/regles', sent());
  });
});

test.each([
  ['dérogation', derogationForm],
  ['règles', reglesForm],
])('formulaire « %s » : quoi qu’on y écrive, il répond en français', (_, schema) => {
  expectFrenchOrData(schema);
});
