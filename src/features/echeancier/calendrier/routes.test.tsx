import ICAL from 'ical.js';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { assurance, seedConvention } from '../../../../test/conventions.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { RYTHME_PUBLIC } from '../../../platform/http/limits.ts';
import { endSessions } from '../../comptes/administration/store.ts';
import { closeCompte } from '../../comptes/store.ts';
import { agenda } from './agenda.ts';

const base = useBase();
const TODAY = Temporal.PlainDate.from('2026-11-24');
const day = (days: number) => TODAY.add({ days });
let now = TODAY.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '09:00' }).toInstant();
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let equipe: Visitor;
let referent: Visitor;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  const signed = { compteId: small.comptes.equipe, effet: day(-8), fin: day(600) };
  const cer = { ...signed, structureId: small.structure, reference: 'CNV-CER; 1, \\n' };
  await seedConvention(base, { ...cer, evenements: [assurance(day(20))] });
  const med = { ...signed, structureId: small.autreStructure, reference: 'CNV-MED' };
  await seedConvention(base, { ...med, evenements: [assurance(day(-10))] });
  site = openSite(base.request, { clock: () => now });
  equipe = await site.signedIn(small.comptes.equipe);
  referent = await site.signedIn(small.comptes.referent);
});
beforeEach(async () => {
  await base.owner.deleteFrom('calendrierFlux').execute();
});

/** The address that a page shows, without the site's own. */
const adresse = (html: string) => /http:\/\/localhost(\/calendrier\/[0-9a-f-]{36}\.ics)/.exec(html)?.[1];

async function ouvrir(visitor: Visitor): Promise<string> {
  expect((await visitor.post('/mon-compte/calendrier')).location).toBe('/mon-compte/calendrier');
  const path = adresse((await visitor.get('/mon-compte/calendrier')).text);
  if (path === undefined) throw new Error('No address is shown');
  return path;
}

/** Reads a calendar back with another library than the one that wrote it. */
function events(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
}

describe('L’adresse d’un calendrier', () => {
  test('s’ouvre, se montre jusqu’à ce qu’elle soit copiée, puis jamais plus', async () => {
    expect((await equipe.get('/mon-compte')).text).toContain('href="/mon-compte/calendrier"');
    expect((await equipe.get('/mon-compte/calendrier')).text).toContain('Aucune adresse n’est ouverte');
    const path = await ouvrir(equipe);
    const jeton = path.slice('/calendrier/'.length, -'.ics'.length);
    const row = await base.owner.selectFrom('calendrierFlux').selectAll().executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(jeton);
    expect(Buffer.from(row.aNoter ?? '').toString('latin1')).not.toContain(jeton);
    await equipe.post('/mon-compte/calendrier/note');
    const after = await equipe.get('/mon-compte/calendrier');
    expect(adresse(after.text)).toBeUndefined();
    expect(after.text).toContain('Ouvert depuis le mardi 24 novembre 2026');
    expect((await site.anonymous().get(path)).status).toBe(200);
  });

  test('remplacée, ne mène plus à rien ; fermée non plus', async () => {
    const first = await ouvrir(equipe);
    const confirm = await equipe.get('/mon-compte/calendrier/remplacer');
    expect(confirm.text).toContain('Remplacer l’adresse');
    const second = await ouvrir(equipe);
    expect(second).not.toBe(first);
    expect((await site.anonymous().get(first)).status).toBe(404);
    expect((await site.anonymous().get(second)).status).toBe(200);
    await equipe.post('/mon-compte/calendrier/fermer');
    expect((await site.anonymous().get(second)).status).toBe(404);
  });

  test('fausse ou remplacée, répond la même page ; mal écrite, elle n’existe pas davantage', async () => {
    const path = await ouvrir(equipe);
    await equipe.post('/mon-compte/calendrier');
    const unknown = '/calendrier/00000000-0000-4000-8000-000000000000.ics';
    const body = async (at: string) => {
      const { status, text } = await site.anonymous().get(at);
      return { status, text: text.replaceAll(/nonce="[^"]*"|[0-9a-f-]{36}/g, '') };
    };
    const expected = await body(unknown);
    expect(expected.status).toBe(404);
    expect(await body(path)).toEqual(expected);
    const open = await ouvrir(equipe);
    for (const at of [open.slice(0, -4), `${open}x`, open.toUpperCase(), '/calendrier/1.ics', '/calendrier/%00.ics']) {
      expect((await site.anonymous().get(at)).status, at).toBe(404);
    }
  });

  test('d’un compte fermé ne mène plus à rien, et ne revient pas quand il rouvre', async () => {
    const path = await ouvrir(referent);
    const titulaire = { role: 'referent', structureId: small.structure } as const;
    await inTerritoire(base.request, '66', (db) => closeCompte(db, '66', titulaire, 'referent@exemple.fr', now));
    expect((await site.anonymous().get(path)).status).toBe(404);
    const reopened = { fermeLe: null };
    await base.owner.updateTable('compte').set(reopened).where('id', '=', small.comptes.referent).execute();
    expect((await site.anonymous().get(path)).status).toBe(404);
    referent = await site.signedIn(small.comptes.referent);
  });

  test('s’arrête aussi quand le compte est déconnecté partout, ou fermé autrement', async () => {
    const path = await ouvrir(equipe);
    await inTerritoire(base.request, '66', (db) => endSessions(db, '66', [small.comptes.equipe]));
    expect((await site.anonymous().get(path)).status).toBe(404);
    equipe = await site.signedIn(small.comptes.equipe);
    const again = await ouvrir(equipe);
    const close = (fermeLe: Temporal.Instant | null) =>
      base.owner.updateTable('compte').set({ fermeLe }).where('id', '=', small.comptes.equipe).execute();
    await close(now);
    expect((await site.anonymous().get(again)).status).toBe(404);
    await close(null);
  });

  test('n’ouvre rien chez le voisin, et n’est proposée qu’à qui voit des échéances ou tient des séances', async () => {
    const path = await ouvrir(equipe);
    expect((await site.anonymous('voisin.localhost').get(path)).status).toBe(404);
    for (const role of ['direction', 'dpo', 'administrateur'] as const) {
      const autre = await site.signedIn(small.comptes[role]);
      expect((await autre.get('/mon-compte/calendrier')).status, role).toBe(403);
      expect((await autre.get('/mon-compte')).text, role).not.toContain('/mon-compte/calendrier');
    }
  });

  test('essayée en nombre depuis une même adresse, fait attendre', async () => {
    const proxied = openSite(base.request, { clock: () => now, proxies: 1 }).anonymous();
    const from = { 'x-forwarded-for': '203.0.113.9' };
    const guess = () => proxied.get('/calendrier/00000000-0000-4000-8000-000000000000.ics', from);
    for (let tries = 0; tries < RYTHME_PUBLIC.fois; tries += 1) expect((await guess()).status).toBe(404);
    expect((await guess()).status).toBe(429);
  });
});

describe('Le calendrier lu par un autre logiciel', () => {
  test('est un fichier iCalendar de journées entières', async () => {
    const answer = await site.anonymous().get(await ouvrir(equipe));
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const all = events(answer.text);
    const late = all.find((event) => event.summary.startsWith('Fin de validité') && event.summary.includes('MED'));
    expect(late?.startDate.isDate).toBe(true);
    expect(late?.startDate.toString()).toBe('2026-11-14');
    expect(late?.endDate.toString()).toBe('2026-11-15');
    expect(String(late?.component.getFirstPropertyValue('url'))).toMatch(/^http:\/\/localhost\/conventions\//);
    expect(String(late?.component.getFirstPropertyValue('dtstamp'))).toBe('2026-11-24T08:00:00Z');
    expect(late?.component.getFirstPropertyValue('transp')).toBe('TRANSPARENT');
    expect(answer.text).toContain('\r\nPRODID:-//Escale//Échéancier//FR\r\n');
    expect(answer.text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(answer.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of answer.text.split('\r\n')) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
  });

  test('rend tels quels les points-virgules, virgules et barres d’une référence', async () => {
    const { text } = await site.anonymous().get(await ouvrir(referent));
    const summaries = events(text).map((event) => event.summary);
    expect(summaries).toContain('Reconduction tacite : convention CNV-CER; 1, \\n, Mairie de Céret');
  });

  test('garde le même nom à chaque échéance d’une lecture à l’autre', async () => {
    const path = await ouvrir(equipe);
    const uids = async () => events((await site.anonymous().get(path)).text).map((event) => event.uid);
    const first = await uids();
    expect(new Set(first).size).toBe(first.length);
    now = now.add({ hours: 24 });
    expect(await uids()).toEqual(first);
    now = now.subtract({ hours: 24 });
  });

  test('ne montre au référent que sa structure, et ne nomme jamais un agent', async () => {
    const own = (await site.anonymous().get(await ouvrir(referent))).text;
    expect(own).toContain('CNV-CER');
    expect(own).not.toContain('CNV-MED');
    const team = (await site.anonymous().get(await ouvrir(equipe))).text;
    expect(team).toContain('CNV-MED');
    expect(team).toContain('Fin du contrat d’un agent');
    expect(team).not.toMatch(/Tramontane|Micocoulier/);
  });

  test('suit ce que le compte peut voir au moment de la lecture', async () => {
    const path = await ouvrir(referent);
    const moved = (structureId: string) =>
      base.owner.updateTable('compte').set({ structureId }).where('id', '=', small.comptes.referent).execute();
    await moved(small.autreStructure);
    expect((await site.anonymous().get(path)).text).toContain('CNV-MED');
    await moved(small.structure);
    expect((await site.anonymous().get(path)).text).not.toContain('CNV-MED');
  });

  test('sans aucune échéance, reste un fichier qui se lit', () => {
    const text = agenda([], { territoireId: '66', url: 'https://escale.exemple.fr', now });
    expect(events(text)).toEqual([]);
  });
});
