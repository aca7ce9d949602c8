import ICAL from 'ical.js';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AUJOURDHUI, usePlanning } from '../../../../test/planning.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { calendrierDesSeances, type EvenementSeance } from './calendrier.ts';

const planning = usePlanning();
const { base } = planning;

/** Reads a calendar back with another library than the one that wrote it, its own time zone included. */
function lire(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const zones = calendar.getAllSubcomponents('vtimezone');
  const [zone] = zones;
  const paris = zone && new ICAL.Timezone(zone);
  const events = calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    const at = (time: InstanceType<typeof ICAL.Time>) => {
      const local = time.clone();
      if (paris) local.zone = paris;
      return { local: time.toString(), utc: local.convertToZone(ICAL.Timezone.utcTimezone).toString() };
    };
    return {
      uid: event.uid,
      resume: event.summary,
      debut: at(event.startDate),
      fin: at(event.endDate),
      zone: component.getFirstProperty('dtstart')?.getFirstParameter('tzid'),
      statut: String(component.getFirstPropertyValue('status')),
      sequence: Number(component.getFirstPropertyValue('sequence')),
      modifie: String(component.getFirstPropertyValue('dtstamp')),
    };
  });
  return { zones, events };
}

const evenement = (autres: Partial<EvenementSeance> = {}): EvenementSeance => ({
  id: '019a0000-0000-7000-8000-000000000001',
  jour: Temporal.PlainDate.from('2026-10-27'),
  heureDebut: Temporal.PlainTime.from('09:00'),
  heureFin: Temporal.PlainTime.from('12:00'),
  statut: 'prevue',
  titre: 'Permanence, Mairie de Céret',
  endroit: 'Mairie de Céret, 1 rue des Essais',
  description: null,
  href: null,
  revision: 0,
  modifieeAt: Temporal.Instant.from('2026-11-24T09:00:00Z'),
  ...autres,
});
const ecrire = (...all: EvenementSeance[]) =>
  calendrierDesSeances(all, { nom: 'Essai', url: 'https://escale.exemple.fr' });

describe('le fichier d’un calendrier de séances', () => {
  test('une seule VTIMEZONE, avec ses deux changements d’heure, et des heures de Paris', () => {
    const text = ecrire(evenement(), evenement({ id: uuidv7(), jour: Temporal.PlainDate.from('2027-07-06') }));
    const { zones, events } = lire(text);
    expect(zones.map((zone) => zone.getFirstPropertyValue('tzid'))).toEqual(['Europe/Paris']);
    expect(zones[0]?.getAllSubcomponents().map(({ name }) => name)).toEqual(['daylight', 'standard']);
    expect(events.map(({ zone }) => zone)).toEqual(['Europe/Paris', 'Europe/Paris']);
    expect(events.map(({ debut }) => debut.utc)).toEqual(['2026-10-27T08:00:00Z', '2027-07-06T07:00:00Z']);
  });

  test('des lignes de 75 octets au plus, toutes terminées par CRLF', () => {
    const text = ecrire(
      evenement({ titre: 'Médiathèque ; « L’Été », \\ 3e étage\n'.repeat(8), description: 'é'.repeat(300) }),
    );
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
    expect(lire(text).events[0]?.resume).toBe('Médiathèque ; « L’Été », \\ 3e étage\n'.repeat(8));
  });

  test('un titre hostile n’ajoute ni ligne ni événement', () => {
    const hostile = 'Essai\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:autre\r\nSUMMARY:faux';
    const { events } = lire(ecrire(evenement({ titre: hostile, endroit: hostile, description: hostile })));
    expect(events).toHaveLength(1);
    expect(events[0]?.uid).toBe('019a0000-0000-7000-8000-000000000001@escale.exemple.fr');
  });

  test('les mêmes séances donnent les mêmes octets ; aucune, un fichier qui se lit', () => {
    expect(ecrire(evenement())).toBe(ecrire(evenement()));
    expect(lire(ecrire()).events).toEqual([]);
  });

  test('annulée et à confirmer se disent', () => {
    const { events } = lire(
      ecrire(evenement({ statut: 'annulee' }), evenement({ id: uuidv7(), statut: 'a_confirmer' })),
    );
    expect(events.map(({ statut, resume }) => `${statut} ${resume}`)).toEqual([
      'CANCELLED Annulée : Permanence, Mairie de Céret',
      'TENTATIVE Permanence, Mairie de Céret',
    ]);
  });
});

describe('le calendrier public d’un lieu', () => {
  let lieu: string;
  let permanence: string;
  const flux = () => planning.site.anonymous().get(`/lieux/${lieu}/calendrier.ics`);

  beforeAll(async () => {
    planning.travel('2026-10-01');
    const equipe = await planning.site.signedIn(planning.small.comptes.equipe);
    lieu = await planning.lieu('Mairie des deux heures');
    const vue = { constateLe: Temporal.PlainDate.from('2026-09-01') };
    await base.owner.updateTable('lieuConstat').set(vue).where('lieuId', '=', lieu).execute();
    const saisie = {
      agentId: await planning.agent('Chrono'),
      lieuId: lieu,
      jour: '2',
      heureDebut: '09:00',
      heureFin: '12:00',
    };
    const created = await equipe.post('/permanences/nouvelle', { ...saisie, du: '2026-10-06', au: '2027-04-13' });
    permanence = created.location?.split('/')[2] ?? '';
  });
  afterEach(() => planning.travel(AUJOURDHUI));

  test('scénario 6 : chaque mardi à 9 h de Paris, à travers le 25 octobre 2026 et le 28 mars 2027', async () => {
    planning.travel('2026-10-01');
    const { events } = lire((await flux()).text);
    const mardis = Array.from({ length: 28 }, (_, week) => Temporal.PlainDate.from('2026-10-06').add({ weeks: week }));
    expect(events.map(({ debut }) => debut.local)).toEqual(mardis.map((day) => `${day}T09:00:00`));
    expect(events.map(({ fin }) => fin.local)).toEqual(mardis.map((day) => `${day}T12:00:00`));
    const utc = new Map(events.map(({ debut }) => [debut.local.slice(0, 10), debut.utc.slice(11)]));
    expect(utc.get('2026-10-20')).toBe('07:00:00Z');
    expect(utc.get('2026-10-27')).toBe('08:00:00Z');
    expect(utc.get('2027-03-23')).toBe('08:00:00Z');
    expect(utc.get('2027-03-30')).toBe('07:00:00Z');
  });

  test('les mêmes noms à chaque lecture ; 304 tant que rien ne change', async () => {
    const first = await flux();
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    const again = await planning.site.anonymous().get(`/lieux/${lieu}/calendrier.ics`, { 'if-none-match': etag });
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
    const other = await planning.site.anonymous().get(`/lieux/${lieu}/calendrier.ics`, { 'if-none-match': '"autre"' });
    expect(other.status).toBe(200);
    expect(new Set(lire(other.text).events.map(({ uid }) => uid)).size).toBe(lire(other.text).events.length);
  });

  test('une séance annulée y reste, annulée, avec un rang de plus ; rétablie, un rang de plus encore', async () => {
    const [seance] = (await planning.seancesDe(permanence)).filter((one) => one.jour === '2026-12-01');
    const read = async () => lire((await flux()).text).events.find(({ uid }) => uid.startsWith(`${seance?.id}`));
    const before = await read();
    const etag = (await flux()).headers.get('etag') ?? '';
    expect([before?.sequence, before?.statut]).toEqual([0, 'CONFIRMED']);
    const equipe = await planning.site.signedIn(planning.small.comptes.equipe);
    await equipe.post(`/seances/${seance?.id}/annuler`, { motif: 'Zoé est malade' });
    const cancelled = await read();
    expect([cancelled?.sequence, cancelled?.statut, cancelled?.uid]).toEqual([1, 'CANCELLED', before?.uid]);
    expect(
      (await planning.site.anonymous().get(`/lieux/${lieu}/calendrier.ics`, { 'if-none-match': etag })).status,
    ).toBe(200);
    await equipe.post(`/seances/${seance?.id}/retablir`);
    const restored = await read();
    expect([restored?.sequence, restored?.statut]).toEqual([2, 'CONFIRMED']);
  });

  test('ce qui ne change ni l’heure ni le lieu ne compte pas ; personne ne l’écrit à la main', async () => {
    const [seance] = await planning.seancesDe(permanence);
    const of = base.owner
      .updateTable('seance')
      .where('id', '=', seance?.id ?? '')
      .returning('revision');
    expect(await of.set({ motif: 'Essai' }).executeTakeFirst()).toEqual({ revision: 0 });
    expect(await of.set({ revision: 12 }).executeTakeFirst()).toEqual({ revision: 0 });
    expect(await of.set({ heureFin: Temporal.PlainTime.from('12:30') }).executeTakeFirst()).toEqual({ revision: 1 });
    expect(await of.set({ heureFin: Temporal.PlainTime.from('12:30') }).executeTakeFirst()).toEqual({ revision: 1 });
    expect(await of.set({ heureFin: Temporal.PlainTime.from('12:00') }).executeTakeFirst()).toEqual({ revision: 2 });
  });

  test('ne dit ni agent, ni motif, ni nombre de personnes', async () => {
    const { text } = await flux();
    expect(text).not.toMatch(/Chrono|Zoé|malade|rendez-vous/);
    expect(lire(text).events[0]?.resume).toBe('Aide numérique gratuite');
  });

  test('d’un lieu inconnu, ou d’ailleurs : introuvable ; sa page publique le propose', async () => {
    expect((await planning.site.anonymous().get(`/lieux/${uuidv7()}/calendrier.ics`)).status).toBe(404);
    expect((await planning.site.anonymous('voisin.localhost').get(`/lieux/${lieu}/calendrier.ics`)).status).toBe(404);
    expect((await planning.site.anonymous().get(`/lieux/${lieu}`)).text).toContain(`/lieux/${lieu}/calendrier.ics`);
  });
});

describe('le calendrier d’un agent', () => {
  let agent: Visitor;
  let chemin: string;
  let seance: string;

  async function ouvrir(visitor: Visitor): Promise<string> {
    await visitor.post('/mon-compte/calendrier');
    const { text } = await visitor.get('/mon-compte/calendrier');
    return /http:\/\/localhost(\/calendrier\/[0-9a-f-]{36}\.ics)/.exec(text)?.[1] ?? '';
  }

  beforeAll(async () => {
    planning.travel();
    const { small, equipe } = planning;
    const lieuId = await planning.lieu('Maison des agendas');
    const saisie = { agentId: small.agent, lieuId, jour: '4', heureDebut: '09:00', heureFin: '12:00' };
    const created = await equipe.post('/permanences/nouvelle', { ...saisie, du: '2026-11-26', au: '2026-12-10' });
    const [first] = await planning.seancesDe(created.location?.split('/')[2] ?? '');
    seance = first?.id ?? '';
    agent = await planning.site.signedIn(small.comptes.agent);
    chemin = await ouvrir(agent);
  });

  test('scénario 6 : une séance, un événement ; le nombre de rendez-vous, jamais un prénom ni un numéro', async () => {
    const of = { territoireId: '66', motifId: uuidv7() };
    await base.owner
      .insertInto('rdvMotif')
      .values({ territoireId: '66', id: of.motifId, nom: 'Impôts', dureeMinutes: 30 })
      .execute();
    const before = lire((await planning.site.anonymous().get(chemin)).text).events;
    for (const [rang, debut] of ['09:00', '09:30', '10:00'].entries()) {
      await base.owner
        .insertInto('rendezVous')
        .values({
          ...of,
          id: uuidv7(),
          seanceId: seance,
          debut: Temporal.PlainTime.from(debut),
          fin: Temporal.PlainTime.from(debut).add({ minutes: 30 }),
          codeRdv: `AGENDA0${rang}`,
          jetonHash: Buffer.from(`agenda ${rang}`),
          canal: 'agent',
          prenom: 'Ahmed',
          telephone: '06 39 98 00 01',
          prevenir: 'sms',
          createdAt: Temporal.Now.instant().add({ hours: 1 }),
          ...(rang === 2 ? { statut: 'annule' } : {}),
          ...(rang === 1 ? { prenom: 'Lucette' } : {}),
        })
        .execute();
    }
    const { text } = await planning.site.anonymous().get(chemin);
    const after = lire(text).events;
    expect(after.map(({ uid }) => uid)).toEqual(before.map(({ uid }) => uid));
    expect(after.map(({ resume }) => resume)).toEqual([
      'Permanence, Maison des agendas, 2 rendez-vous',
      'Permanence, Maison des agendas',
      'Permanence, Maison des agendas',
    ]);
    expect(text).not.toMatch(/Ahmed|Lucette|06 39|AGENDA0|Impôts/);
    // Somebody who comes changes neither hours nor place: the rank stays, the date of the change does not.
    expect(after[0]?.sequence).toBe(0);
    expect((after[0]?.modifie ?? '') > (before[0]?.modifie ?? '')).toBe(true);
  });

  test('ne s’ouvre que par son adresse, qui se remplace et se ferme', async () => {
    const second = await ouvrir(agent);
    expect((await planning.site.anonymous().get(chemin)).status).toBe(404);
    expect((await planning.site.anonymous().get(second)).status).toBe(200);
    expect((await planning.site.anonymous('voisin.localhost').get(second)).status).toBe(404);
    await agent.post('/mon-compte/calendrier/fermer');
    expect((await planning.site.anonymous().get(second)).status).toBe(404);
    chemin = await ouvrir(agent);
  });

  test('ne montre rien des autres agents', async () => {
    const autre = await planning.site.signedIn(planning.small.comptes.autreAgent);
    const text = (await planning.site.anonymous().get(await ouvrir(autre))).text;
    expect(lire(text).events).toEqual([]);
    expect((await autre.get('/mon-compte/calendrier')).text).toContain('Vos permanences, tenues à jour');
  });

  test('ne mène plus à rien dès que le compte est fermé', async () => {
    expect((await planning.site.anonymous().get(chemin)).status).toBe(200);
    const close = (fermeLe: Temporal.Instant | null) =>
      base.owner.updateTable('compte').set({ fermeLe }).where('id', '=', planning.small.comptes.agent).execute();
    await close(Temporal.Instant.from(`${AUJOURDHUI}T10:00:00Z`));
    expect((await planning.site.anonymous().get(chemin)).status).toBe(404);
    await close(null);
  });
});
