import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { poserAttendu } from '../../../../test/attendus.ts';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import { AUJOURDHUI, type Saisie, usePlanning } from '../../../../test/planning.ts';
import type { SmallTerritoire } from '../../../../test/small-territoire.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { absenceForm, declarationForm, leveeForm } from './forms.ts';
import { minutesDeRoute } from './rules.ts';

const planning = usePlanning();
const { base, lieu, agent, enPlace } = planning;
let equipe: Visitor;
let small: SmallTerritoire;
beforeAll(async () => {
  ({ equipe, small } = planning);
  // Céret and Perpignan are on the map.
  await base.owner
    .updateTable('commune')
    .set({ latitude: 42.4855, longitude: 2.7477 })
    .where('codeInsee', '=', '66049')
    .execute();
  await base.owner
    .updateTable('commune')
    .set({ latitude: 42.6986, longitude: 2.8956 })
    .where('codeInsee', '=', '66136')
    .execute();
});

/** Nobody but those whom a test makes may replace anybody. */
beforeEach(async () => {
  await base.owner.updateTable('agent').set({ certificat: null, certificatDate: null }).execute();
});

const certifier = (id: string) =>
  base.owner
    .updateTable('agent')
    .set({ certificat: 'Bloc 1', certificatDate: Temporal.PlainDate.from('2026-03-01') })
    .where('id', '=', id)
    .execute();

async function remplacant(nom: string): Promise<string> {
  const id = await agent(nom);
  await certifier(id);
  return id;
}

const seances = (ids: { agentId?: string; lieuId?: string }) =>
  base.owner
    .selectFrom('seance')
    .select(['id', 'jour', 'agentId', 'statut', 'motif', 'absenceId', 'exceptions', 'heureDebut'])
    .where((where) =>
      where.and([
        ...(ids.agentId === undefined ? [] : [where('agentId', '=', ids.agentId)]),
        ...(ids.lieuId === undefined ? [] : [where('lieuId', '=', ids.lieuId)]),
      ]),
    )
    .orderBy('jour')
    .execute();

/** Friday 27 November 2026, when a permanence of `enPlace` begins. */
const VENDREDI = '2026-11-27';
const absence = (agentId: string, autres: Saisie = {}): Saisie => ({
  agentId,
  absentDu: VENDREDI,
  absentAu: VENDREDI,
  absentMoment: 'journee',
  absentNature: 'imprevue',
  parDefaut: 'remplacer',
  ...autres,
});
const idOf = (location: string | null) => location?.split('/')[2] ?? '';

describe('scénario 13 : l’agent malade ce matin', () => {
  test('une page montre ce qui est touché et qui peut remplacer, un envoi confie la séance', async () => {
    const { agentId, lieuId } = await enPlace();
    const autre = await remplacant('Remplaçante');
    const [seance] = await seances({ agentId });
    await poserAttendu(base, {
      seanceId: seance?.id ?? '',
      debut: '09:00',
      fin: '09:30',
      prenom: 'Ana',
      prevenir: 'guichet',
    });
    const asked = new URLSearchParams(absence(agentId));
    asked.delete('parDefaut');
    const { text } = await equipe.get(`/absences/nouvelle?${asked}`);
    expect(text).toContain('1 séance dans un lieu, 1 rendez-vous.');
    expect(text).toContain('Un rendez-vous. Proposé : Zoé Remplaçante (sur place).');
    const noted = await equipe.post('/absences/nouvelle', absence(agentId));
    expect(noted.status).toBe(303);
    const [held] = await seances({ lieuId });
    expect(held).toMatchObject({
      agentId: autre,
      statut: 'prevue',
      exceptions: ['agent'],
      absenceId: idOf(noted.location),
    });
    const result = await equipe.get(noted.location ?? '');
    expect(result.text).toContain('Séances confiées à un autre agent');
    expect(result.text).toContain('Ana');
    expect(result.text).toContain('maintenu');
  });

  test('personne n’est libre : la séance est annulée, chacun est prévenu par son moyen, l’équipe sait qui appeler', async () => {
    const { agentId, lieuId } = await enPlace();
    const [seance] = await seances({ agentId });
    const of = { seanceId: seance?.id ?? '' };
    await poserAttendu(base, {
      ...of,
      debut: '09:00',
      fin: '09:30',
      prenom: 'Ana',
      telephone: '06 39 98 00 01',
      prevenir: 'sms',
    });
    await poserAttendu(base, {
      ...of,
      debut: '09:30',
      fin: '10:00',
      prenom: 'Basile',
      courriel: 'basile@essai.example',
      prevenir: 'courriel',
    });
    await poserAttendu(base, {
      ...of,
      debut: '10:00',
      fin: '10:30',
      prenom: 'Carmen',
      telephone: '01 99 00 00 02',
      prevenir: 'appel',
    });
    const noted = await equipe.post('/absences/nouvelle', absence(agentId));
    expect((await seances({ lieuId }))[0]).toMatchObject({ agentId, statut: 'annulee', motif: 'Agent absent' });
    const sent = await base.owner.selectFrom('sms').select('destinataire').execute();
    expect(sent.map(({ destinataire }) => destinataire.replaceAll(' ', ''))).toContainEqual(
      expect.stringContaining('639980001'),
    );
    const mails = await base.owner
      .selectFrom('courriel')
      .select('id')
      .where('destinataire', '=', 'basile@essai.example')
      .execute();
    expect(mails).toHaveLength(1);
    const { text } = await equipe.get(noted.location ?? '');
    expect(text).toContain('Une personne est à appeler');
    expect(text).toContain('href="/appels"');
    expect(text).toContain('3 rendez-vous sont à replacer');
    // The page that anybody reads follows at once.
    const page = await planning.site.anonymous().get(`/lieux/${lieuId}`);
    expect(page.text).toContain('Pas de permanence');
  });

  test('les référents des lieux sont avertis, sans un nom ni une raison', async () => {
    const { agentId, lieuId } = await enPlace();
    await base.owner.updateTable('lieu').set({ structureId: small.structure }).where('id', '=', lieuId).execute();
    const [seance] = await seances({ agentId });
    await poserAttendu(base, {
      seanceId: seance?.id ?? '',
      debut: '09:00',
      fin: '09:30',
      prenom: 'Odilon',
      prevenir: 'guichet',
    });
    await equipe.post('/absences/nouvelle', absence(agentId, { parDefaut: 'annuler' }));
    const [mail] = await base.owner
      .selectFrom('courriel')
      .select(['genre', 'sujet', 'texte'])
      .where('destinataire', '=', 'referent@exemple.fr')
      .orderBy('createdAt', 'desc')
      .execute();
    expect(mail).toMatchObject({ genre: 'suites', sujet: 'Permanences modifiées dans vos lieux' });
    expect(mail?.texte).toContain('Annulées :\n1. Lieu ');
    expect(mail?.texte).not.toMatch(/Odilon|Zoé|imprév|malad/i);
  });

  test('chaque séance peut choisir autrement que les autres', async () => {
    const { agentId } = await enPlace();
    const [un, deux, trois] = await seances({ agentId });
    const proche = await remplacant('Proche');
    const choisi = await agent('Choisie');
    const noted = await equipe.post('/absences/nouvelle', {
      ...absence(agentId, { absentAu: '2026-12-11' }),
      [`choix-${deux?.id}`]: choisi,
      [`choix-${trois?.id}`]: 'annuler',
    });
    expect(noted.status).toBe(303);
    const rows = await base.owner
      .selectFrom('seance')
      .select(['agentId', 'statut'])
      .where('absenceId', '=', idOf(noted.location))
      .orderBy('jour')
      .execute();
    expect(rows).toEqual([
      { agentId: proche, statut: 'prevue' },
      { agentId: choisi, statut: 'prevue' },
      { agentId, statut: 'annulee' },
    ]);
    expect(un?.agentId).toBe(agentId);
  });

  test('un choix que l’agenda de l’autre ne permet plus est refusé, et rien n’est écrit', async () => {
    const { agentId } = await enPlace();
    const pris = await enPlace();
    const [seance] = await seances({ agentId });
    const refused = await equipe.post('/absences/nouvelle', {
      ...absence(agentId),
      [`choix-${seance?.id}`]: pris.agentId,
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('L’agent est déjà pris à cet horaire : 27 novembre 2026.');
    expect(refused.text).toContain(`href="#champ-choix-${seance?.id}"`);
    const rows = await base.owner.selectFrom('absence').select('id').where('agentId', '=', agentId).execute();
    expect(rows).toEqual([]);
  });

  test('le matin seulement : l’après-midi reste, et ce qui est tenu aussi', async () => {
    const agentId = await agent('Deux moitiés');
    const [matin, soir] = [await lieu('Le matin'), await lieu('Le soir')];
    const hours = { agentId, jour: '5', du: '2026-11-25', au: VENDREDI };
    await equipe.post('/permanences/nouvelle', { ...hours, lieuId: matin, heureDebut: '09:00', heureFin: '12:00' });
    await equipe.post('/permanences/nouvelle', { ...hours, lieuId: soir, heureDebut: '14:00', heureFin: '17:00' });
    await equipe.post('/absences/nouvelle', absence(agentId, { absentMoment: 'matin' }));
    expect((await seances({ agentId })).map(({ statut }) => statut).sort()).toEqual(['annulee', 'prevue']);
    expect((await seances({ lieuId: soir }))[0]).toMatchObject({ statut: 'prevue' });
  });

  test('en deux gestes depuis la journée : le lien de l’agenda et du planning mène à ce qui est touché', async () => {
    const { agentId } = await enPlace({
      jour: '2',
      du: AUJOURDHUI,
      au: AUJOURDHUI,
      heureDebut: '14:00',
      heureFin: '16:00',
    });
    const { text } = await equipe.get(`/planning?vue=jour&jour=${AUJOURDHUI}`);
    const [, href = ''] = new RegExp(`href="(/absences/nouvelle\\?agent=${agentId}[^"]*)"`).exec(text) ?? [];
    const page = await equipe.get(href.replaceAll('&amp;', '&'));
    expect(page.text).toContain('1 séance dans un lieu');
    expect(page.text).toContain('Enregistrer l’absence');
    const lui = await planning.site.signedIn(small.comptes.agent);
    expect((await lui.get('/agenda')).text).toContain('Absent aujourd’hui');
  });
});

describe('ce qu’un agent peut', () => {
  test('il note et lève les siennes, sans jamais celles d’un autre', async () => {
    const lui = await planning.site.signedIn(small.comptes.agent);
    // Whatever he sends, the absence is his.
    const noted = await lui.post('/absences/nouvelle', absence(small.autreAgent, { absentNature: 'conge' }));
    expect(noted.status).toBe(303);
    const rows = await base.owner
      .selectFrom('absence')
      .select('agentId')
      .where('id', '=', idOf(noted.location))
      .execute();
    expect(rows).toEqual([{ agentId: small.agent }]);
    expect((await lui.get('/absences')).text).toContain('le 27 novembre 2026');
    const autre = await planning.site.signedIn(small.comptes.autreAgent);
    expect((await autre.get(noted.location ?? '')).status).toBe(404);
    expect((await autre.post(`${noted.location}/lever`)).status).toBe(404);
    expect((await autre.get('/absences')).text).not.toContain('27 novembre');
    expect((await lui.post(`${noted.location}/lever`)).status).toBe(303);
  });

  test('un référent, la direction, personne d’autre', async () => {
    for (const compte of [small.comptes.referent, small.comptes.direction, small.comptes.dpo]) {
      const visitor = await planning.site.signedIn(compte);
      expect((await visitor.get('/absences')).status).toBe(403);
      expect((await visitor.post('/absences/nouvelle', absence(small.agent))).status).toBe(403);
    }
  });
});

describe('ce qui se refuse', () => {
  test('des jours passés, une absence qui en recouvre une autre, un agent d’ailleurs', async () => {
    const { agentId } = await enPlace();
    const past = await equipe.post('/absences/nouvelle', absence(agentId, { absentDu: '2026-11-23' }));
    expect(past.status).toBe(422);
    expect(past.text).toContain('Les jours passés ne changent plus');
    await equipe.post('/absences/nouvelle', absence(agentId));
    const twice = await equipe.post('/absences/nouvelle', absence(agentId, { absentMoment: 'matin' }));
    expect(twice.status).toBe(422);
    expect(twice.text).toContain('Une absence est déjà notée du 27 novembre 2026 au 27 novembre 2026');
    for (const id of [small.agentVoisin, '0190f2b0-0000-7000-8000-000000000000', 'rien']) {
      const refused = await equipe.post('/absences/nouvelle', absence(id));
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('Choisissez l’agent');
    }
  });

  test('deux fois au même instant : une seule absence', async () => {
    const { agentId } = await enPlace();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => equipe.post('/absences/nouvelle', absence(agentId))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422, 422, 422, 422]);
  });

  test('PostgreSQL le refuse aussi : deux absences d’un jour, une séance pendant une absence', async () => {
    const { agentId } = await enPlace();
    const noted = await equipe.post('/absences/nouvelle', absence(agentId));
    const same = sql`insert into absence (territoire_id, id, agent_id, absent_du, absent_au, absent_nature)
      values ('66', gen_random_uuid(), ${agentId}, ${VENDREDI}, ${VENDREDI}, 'conge')`;
    await expect(same.execute(base.owner)).rejects.toThrow(/absence_sans_chevauchement/);
    const back = sql`update seance set statut = 'prevue' where absence_id = ${idOf(noted.location)}`;
    await expect(back.execute(base.owner)).rejects.toMatchObject({ constraint: 'seance_agent_present' });
    const aide = { agentId, jour: VENDREDI, heureDebut: '14:00', heureFin: '16:00', endroit: 'École', motif: 'Forum' };
    const refused = await equipe.post('/ponctuelles/nouvelle', aide);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('L’agent est absent ce jour-là.');
  });

  test('une permanence nouvelle naît annulée les jours de l’absence, et revient avec l’agent', async () => {
    const agentId = await agent('Bientôt absente');
    const noted = await equipe.post('/absences/nouvelle', absence(agentId, { absentAu: '2026-12-04' }));
    const lieuId = await lieu('Lieu à venir');
    const hours = { heureDebut: '09:00', heureFin: '12:00' };
    await equipe.post('/permanences/nouvelle', {
      agentId,
      lieuId,
      jour: '5',
      ...hours,
      du: '2026-11-25',
      au: '2026-12-11',
    });
    expect((await seances({ agentId })).map(({ statut, motif }) => [statut, motif])).toEqual([
      ['annulee', 'Agent absent'],
      ['annulee', 'Agent absent'],
      ['prevue', null],
    ]);
    const levee = await equipe.post(`${noted.location}/lever`, { rendre: 'oui' });
    expect(levee.status).toBe(303);
    expect((await seances({ agentId })).map(({ statut }) => statut)).toEqual(['prevue', 'prevue', 'prevue']);
  });
});

describe('lever une absence', () => {
  test('ce qui était annulé est de nouveau prévu, ce qui était confié est rendu, si on le demande', async () => {
    const { agentId } = await enPlace();
    const autre = await remplacant('Intérim');
    const [un, deux] = await seances({ agentId });
    const sent = { ...absence(agentId, { absentAu: '2026-12-04' }), [`choix-${deux?.id}`]: 'annuler' };
    const noted = await equipe.post('/absences/nouvelle', sent);
    expect((await seances({ agentId: autre })).map(({ id }) => id)).toEqual([un?.id]);
    const { text } = await equipe.get(`${noted.location}/lever`);
    expect(text).toContain('Les rendre à l’agent qui revient');
    await equipe.post(`${noted.location}/lever`);
    expect((await seances({ agentId: autre })).map(({ id }) => id)).toEqual([un?.id]);
    expect((await seances({ agentId })).map(({ statut }) => statut)).not.toContain('annulee');
    const again = await equipe.post('/absences/nouvelle', absence(autre));
    expect(again.status).toBe(303);
    await equipe.post(`${again.location}/lever`, { rendre: 'oui' });
    expect((await seances({ agentId: autre })).map(({ statut }) => statut)).toEqual(['prevue']);
  });

  test('ce que rien ne permet plus reste comme c’est, et la page le dit', async () => {
    const { agentId, lieuId } = await enPlace();
    const noted = await equipe.post('/absences/nouvelle', absence(agentId));
    const prend = { lieuId, jour: '5', heureDebut: '09:00', heureFin: '12:00', du: VENDREDI, au: VENDREDI };
    expect((await equipe.post('/permanences/nouvelle', { ...prend, agentId: await agent('Prise') })).status).toBe(303);
    const levee = await equipe.post(`${noted.location}/lever`, { rendre: 'oui' });
    expect(levee.status).toBe(303);
    const rows = await seances({ agentId });
    expect(rows[0]).toMatchObject({ statut: 'annulee' });
    expect((await equipe.post(`${noted.location}/lever`)).location).toBe(noted.location);
  });
});

test('le temps de la route est le même ici et dans PostgreSQL', async () => {
  const [a, b] = [await lieu('De Céret'), await lieu('De Perpignan')];
  await base.owner.updateTable('lieu').set({ latitude: 42.6986, longitude: 2.8956 }).where('id', '=', b).execute();
  const { rows } = await sql<{
    minutes: number;
  }>`select trajet_minutes('66', ${a}::uuid, ${b}::uuid) as minutes`.execute(base.owner);
  const ceret = { latitude: 42.4855, longitude: 2.7477 };
  expect(rows[0]?.minutes).toBe(minutesDeRoute(ceret, { latitude: 42.6986, longitude: 2.8956 }, 40));
});

test.each([
  ['les jours', absenceForm],
  ['la déclaration', declarationForm],
  ['la levée', leveeForm],
])('formulaire « %s » : quoi qu’on y écrive, il répond en français', (_, schema) => {
  expectFrenchOrData(schema);
});
