import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { runJobs } from '../../../test/jobs.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { type Fields, openSite, type Visitor } from '../../../test/visitor.ts';
import { roles } from '../../domain/compte.ts';
import { violationsJob } from '../../jobs.ts';
import { inTerritoire } from '../../platform/db.ts';
import { enqueue } from '../../platform/jobs.ts';
import { appliquerConservation } from '../donnees-personnelles/nuit.ts';
import { declarerViolation, findViolation } from './store.ts';

const base = useBase();
let small: SmallTerritoire;
let now = Temporal.Instant.from('2026-03-27T10:30:00Z');
let site: ReturnType<typeof openSite>;
let agent: Visitor;
let dpo: Visitor;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
});
beforeEach(async () => {
  now = Temporal.Instant.from('2026-03-27T10:30:00Z');
  site = openSite(base.request, { clock: () => now });
  agent = await site.signedIn(small.comptes.agent);
  dpo = await site.signedIn(small.comptes.dpo);
});
afterEach(async () => {
  await sql`truncate violation, violation_evenement, courriel cascade`.execute(base.owner);
});

const saisie = {
  atteinte: 'perte',
  quoi: 'Un téléphone oublié dans le bus.\nIl est verrouillé.',
  sortes: 'agenda, courriels',
  personnes: '12',
  connueLe: '2026-03-27',
  connueHeure: '10:00',
};
const FACTS = /téléphone oublié|verrouillé|agenda, courriels/;

/** Somebody declares; returns the id of the breach. */
async function declarer(qui: Visitor = agent, fields: Fields = {}): Promise<string> {
  const sent = await qui.post('/violations/signaler', { ...saisie, ...fields });
  expect(sent.status, sent.text).toBe(303);
  const { id } = await base.owner
    .selectFrom('violation')
    .select('id')
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return id;
}
const courriels = () => base.owner.selectFrom('courriel').selectAll().orderBy('createdAt').execute();
/** Signs the DPO in again at another instant: a session does not last so long. */
async function plusTard(at: string): Promise<void> {
  now = Temporal.Instant.from(at);
  dpo = await site.signedIn(small.comptes.dpo);
}
const ajouter = (id: string, chemin: string, fields: Fields) => dpo.post(`/violations/${id}/${chemin}`, fields);

describe('signaler', () => {
  test('chaque rôle le peut, depuis le bas de ses pages', async () => {
    for (const role of roles) {
      const visitor = await site.signedIn(small.comptes[role]);
      const compte = await visitor.get('/mon-compte');
      expect(compte.text, role).toContain('href="/violations/signaler"');
      await declarer(visitor);
    }
    expect((await site.anonymous().get('/')).text).not.toContain('/violations/signaler');
    const { count } = await base.owner
      .selectFrom('violation')
      .select((q) => q.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(roles.length);
  });

  test('la déléguée est prévenue aussitôt, jusqu’à quand notifier, sans rien des faits', async () => {
    const id = await declarer();
    const [message, ...others] = await courriels();
    expect(others).toEqual([]);
    expect(message).toMatchObject({ destinataire: 'dpo@exemple.fr', genre: 'journal' });
    expect(message?.texte.replaceAll('\u00a0', ' ')).toContain('au plus tard le lundi 30 mars 2026 à 11 h');
    expect(message?.texte).toContain(`/violations/${id}`);
    expect(`${message?.sujet} ${message?.texte}`).not.toMatch(FACTS);
  });

  test('sans déléguée, les administrateurs le sont', async () => {
    await base.owner.updateTable('compte').set({ fermeLe: now }).where('id', '=', small.comptes.dpo).execute();
    await declarer();
    expect((await courriels()).map(({ destinataire }) => destinataire)).toEqual(['administrateur@exemple.fr']);
    await base.owner.updateTable('compte').set({ fermeLe: null }).where('id', '=', small.comptes.dpo).execute();
  });

  test('qui signale voit où en est son signalement, et rien d’autre', async () => {
    const id = await declarer();
    const voisin = await site.signedIn(small.comptes.autreAgent);
    const page = await agent.get('/violations/signaler');
    expect(page.text).toContain('Vos signalements');
    expect(page.text).not.toMatch(/oublié dans le bus/);
    expect((await voisin.get('/violations/signaler')).text).not.toContain('Vos signalements');
    expect((await agent.get('/violations/signalee')).text).toContain('Votre signalement est envoyé');
    for (const path of ['/violations', '/violations.csv', `/violations/${id}`]) {
      expect((await agent.get(path)).status, path).toBe(403);
    }
  });

  test('un formulaire vide dit toutes ses erreurs à la fois, et la notice est là', async () => {
    const refused = await agent.post('/violations/signaler');
    expect(refused.status).toBe(422);
    for (const said of [
      'Choisissez ce qui est arrivé.',
      'Indiquez ce qui s’est passé.',
      'Indiquez les sortes de données.',
      'Indiquez le jour où vous l’avez su.',
      'Indiquez l’heure à laquelle vous l’avez su.',
    ])
      expect(refused.text).toContain(said);
    expect(refused.text).toContain('data-donnee="violations"');
  });

  test.each([
    ['atteinte', 'chateau', 'dans la liste'],
    ['quoi', 'a'.repeat(5000), '2000 au plus'],
    ['quoi', 'ab\u202Ecd', 'caractère invisible'],
    ['personnes', '-3', 'nombre entier'],
    ['personnes', '99999999999', 'nombre entier'],
    ['connueLe', '2026-03-28', 'ne peut pas être à venir'],
    ['connueLe', '2026-02-31', 'n’existe pas dans le calendrier'],
    ['connueHeure', '25:00', 'HH:MM'],
  ])('%s = %s est refusé en français, et rien n’est gardé', async (field, value, said) => {
    const refused = await agent.post('/violations/signaler', { ...saisie, [field]: value });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(said);
    expect(refused.text).toContain('agenda, courriels');
    expect(await courriels()).toEqual([]);
  });

  test('une heure que le changement d’heure efface est refusée', async () => {
    now = Temporal.Instant.from('2026-03-29T08:00:00Z');
    agent = await site.signedIn(small.comptes.agent);
    const refused = await agent.post('/violations/signaler', {
      ...saisie,
      connueLe: '2026-03-29',
      connueHeure: '02:30',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('les horloges sautent de 2 h à 3 h');
  });

  test('le nombre de personnes peut rester inconnu ; ce qui est écrit s’affiche comme du texte', async () => {
    const id = await declarer(agent, { personnes: '', quoi: '<script>alert(1)</script>' });
    const page = await dpo.get(`/violations/${id}`);
    expect(page.text).toContain('nombre inconnu');
    expect(page.text).toContain('&lt;script&gt;');
    expect(page.text).not.toContain('<script>alert');
  });
});

describe('la déléguée suit une violation', () => {
  test('notifiée, informée, mesurée, close : tout est au registre, dans l’ordre', async () => {
    const id = await declarer();
    const page = await dpo.get(`/violations/${id}`);
    expect(page.text.replaceAll('\u00a0', ' ')).toContain('Il reste 70 h 30 pour notifier');
    await plusTard('2026-03-30T08:00:00Z');
    const early = await ajouter(id, 'cloture', { denouement: 'traitee' });
    expect(early.status).toBe(422);
    for (const said of ['si la CNIL est notifiée', 'si les personnes sont informées', 'au moins une mesure'])
      expect(early.text).toContain(said);
    const notifiee = { notifieeLe: '2026-03-30', notifieeHeure: '09:59', numero: 'ESSAI-1' };
    expect((await ajouter(id, 'notification', notifiee)).location).toBe(`/violations/${id}`);
    expect((await dpo.get(`/violations/${id}`)).text).not.toContain('Il reste');
    await ajouter(id, 'information', { informeesLe: '2026-03-30', informees: '12', moyen: 'courrier' });
    await ajouter(id, 'mesure', { mesure: 'Téléphone bloqué' });
    expect((await ajouter(id, 'cloture', { denouement: 'traitee', raison: '' })).status).toBe(303);
    const types = await base.owner.selectFrom('violationEvenement').select('type').orderBy('createdAt').execute();
    expect(types.map(({ type }) => type)).toEqual(['declaration', 'notification', 'information', 'mesure', 'cloture']);
    const closed = await dpo.get(`/violations/${id}`);
    expect(closed.text).toContain('sous le numéro ESSAI-1');
    expect((await ajouter(id, 'mesure', { mesure: 'Trop tard' })).text).toContain('rouvrez-la d’abord');
    expect((await ajouter(id, 'reouverture', { raison: 'Fait nouveau' })).status).toBe(303);
    expect((await ajouter(id, 'mesure', { mesure: 'Seconde mesure' })).status).toBe(303);
  });

  test('en retard, la notification veut ses motifs', async () => {
    const id = await declarer();
    await plusTard('2026-03-30T12:00:00Z');
    expect((await dpo.get(`/violations/${id}`)).text).toContain('est dépassé de');
    const late = { notifieeLe: '2026-03-30', notifieeHeure: '11:01', numero: 'ESSAI-2' };
    const refused = await ajouter(id, 'notification', late);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('donnez les motifs du retard');
    expect(refused.text).toContain('value="ESSAI-2"');
    expect((await ajouter(id, 'notification', { ...late, raisonRetard: 'Panne' })).status).toBe(303);
  });

  test('une correction garde ce qui était inscrit', async () => {
    const id = await declarer();
    const fields = { ...saisie, personnes: '40', raison: 'Recompté' };
    const nothing = await ajouter(id, 'correction', { ...saisie, raison: 'Rien' });
    expect(nothing.text).toContain('Rien n’a changé');
    expect((await ajouter(id, 'correction', fields)).status).toBe(303);
    const page = (await dpo.get(`/violations/${id}`)).text;
    expect(page).toContain('environ 12 personnes');
    expect(page).toContain('environ 40 personnes');
  });

  test('chaque formulaire vide est refusé ; celui d’une violation inconnue ou d’ailleurs, introuvable', async () => {
    const id = await declarer();
    for (const chemin of [
      'notification',
      'sans-notification',
      'information',
      'sans-information',
      'mesure',
      'correction',
      'cloture',
      'reouverture',
    ]) {
      expect((await dpo.get(`/violations/${id}/${chemin}`)).status, chemin).toBe(200);
      expect((await ajouter(id, chemin, {})).status, chemin).toBe(422);
    }
    const elsewhere = await inTerritoire(base.request, '00', (db) =>
      declarerViolation(
        db,
        '00',
        { type: 'declaration', atteinte: 'perte', quoi: 'x', sortes: 'x', personnes: null, connueAt: now },
        small.comptes.voisin,
      ),
    );
    for (const other of [elsewhere, 'x', small.comptes.dpo]) {
      expect((await dpo.get(`/violations/${other}`)).status).toBe(404);
      expect((await ajouter(other, 'mesure', { mesure: 'x' })).status).toBe(404);
    }
  });

  test('la liste se filtre, se cherche, s’exporte pour un tableur', async () => {
    await declarer();
    await declarer(agent, { sortes: '=cmd()', connueLe: '2026-03-20' });
    const list = (await dpo.get('/violations')).text;
    expect(list).toContain('2 violations attendent');
    expect((await dpo.get('/violations?etat=en_retard')).text).toContain('=cmd()');
    expect((await dpo.get('/violations?etat=close')).text).toContain('Rien ne correspond');
    const csv = await dpo.get('/violations.csv?q=cmd');
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.text.trim().split('\r\n')).toHaveLength(2);
    expect(csv.text).toContain(";'=cmd();");
  });

  test('chaque acte est au journal, sans son contenu', async () => {
    const id = await declarer();
    await ajouter(id, 'mesure', { mesure: 'Téléphone bloqué' });
    const actes = await base.owner
      .selectFrom('journalEntree')
      .select(['acte', 'objetType', 'objetId'])
      .where('objetId', '=', id)
      .orderBy('at')
      .execute();
    expect(actes.map(({ acte }) => acte)).toEqual([
      'signaler une violation de données',
      'noter une mesure contre une violation',
    ]);
    expect(new Set(actes.map(({ objetType }) => objetType))).toEqual(new Set(['violation']));
  });
});

describe('le rappel du matin', () => {
  const matin = async (at: string) => {
    await inTerritoire(base.request, '66', (db) => enqueue(db, '66', violationsJob, {}));
    await runJobs(base, { clock: () => Temporal.Instant.from(at) });
    return (await courriels()).filter(({ sujet }) => sujet.includes('attend'));
  };

  test('part chaque jour tant que le délai court, ou est dépassé, une fois par jour ; plus du tout une fois décidé', async () => {
    const id = await declarer();
    expect(await matin('2026-03-28T04:20:00Z')).toHaveLength(1);
    const [first] = await matin('2026-03-28T05:20:00Z');
    expect(first?.texte.replaceAll('\u00a0', ' ')).toContain('Il reste 52 h 40');
    expect(first?.texte).not.toMatch(FACTS);
    expect(await matin('2026-03-31T04:20:00Z')).toHaveLength(2);
    await plusTard('2026-03-31T08:00:00Z');
    await ajouter(id, 'sans-notification', { raison: 'Téléphone retrouvé, verrouillé' });
    expect(await matin('2026-04-01T04:20:00Z')).toHaveLength(2);
  });
});

describe('ce qui est gardé', () => {
  const nuit = (today: string) =>
    inTerritoire(base.request, '66', (db) => {
      const jour = Temporal.PlainDate.from(today);
      return appliquerConservation(
        db,
        { id: '66', dureesConservation: {} },
        jour,
        jour.toZonedDateTime('Europe/Paris').add({ hours: 2 }).toInstant(),
      );
    });

  test('close depuis cinq ans, une violation part entière ; ouverte ou rouverte, jamais', async () => {
    const [closed, open, reopened] = [await declarer(), await declarer(), await declarer()];
    const ecartee = { denouement: 'ecartee', raison: 'Retrouvé' };
    await ajouter(closed, 'cloture', ecartee);
    await ajouter(reopened, 'cloture', ecartee);
    await ajouter(reopened, 'reouverture', { raison: 'Fait nouveau' });
    const today = Temporal.Now.plainDateISO('Europe/Paris');
    expect((await nuit(today.add({ years: 5 }).toString()))['violations']).toBe(0);
    expect((await nuit(today.add({ years: 5, days: 1 }).toString()))['violations']).toBe(1);
    const left = await base.owner.selectFrom('violation').select('id').execute();
    expect(left.map(({ id }) => id).sort()).toEqual([open, reopened].sort());
    const events = await base.owner.selectFrom('violationEvenement').select('violationId').execute();
    expect(events.some(({ violationId }) => violationId === closed)).toBe(false);
  });

  test('PostgreSQL refuse qu’un événement change ou parte seul, et qu’une violation ouverte s’efface', async () => {
    const id = await declarer();
    const attempt = (query: ReturnType<typeof sql>) => inTerritoire(base.request, '66', (db) => query.execute(db));
    await expect(attempt(sql`update violation_evenement set type = 'mesure'`)).rejects.toThrow();
    await expect(attempt(sql`delete from violation_evenement`)).rejects.toThrow('ne s’efface pas sans elle');
    await expect(attempt(sql`delete from violation`)).rejects.toThrow('tant qu’elle n’est pas close');
    await expect(sql`update violation_evenement set type = 'mesure'`.execute(base.owner)).rejects.toThrow(
      'il ne se modifie ni ne s’efface',
    );
    const found = await inTerritoire(base.request, '66', (db) => findViolation(db, '66', id));
    expect(found?.historique).toHaveLength(1);
  });
});
