import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { usePlanning } from '../../../test/planning.ts';
import type { Visitor } from '../../../test/visitor.ts';
import { inTerritoire } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { closePdf } from '../../platform/pdf/render.ts';
import { seancesDeLaFeuille } from './feuille/store.ts';
import { fenetreDe, voisins } from './rules.ts';
import { seancesDeLAgenda } from './store.ts';

const planning = usePlanning();
const { base } = planning;
const jour = (text: string) => Temporal.PlainDate.from(text);
const heure = (text: string) => Temporal.PlainTime.from(text);

let agent: Visitor;
let autre: Visitor;
let referent: Visitor;
let lieu: string;
let autreLieu: string;
/** Thursdays 26 November, 3 and 10 December 2026, from 9:00 to 12:00, of Maëlle Tramontane. */
let seances: { id: string; jour: string }[];
let motifId: string;

beforeAll(async () => {
  const { small, site, equipe } = planning;
  agent = await site.signedIn(small.comptes.agent);
  autre = await site.signedIn(small.comptes.autreAgent);
  referent = await site.signedIn(small.comptes.referent);
  lieu = await planning.lieu('Maison des agendas');
  autreLieu = await planning.lieu('Médiathèque d’en face');
  const saisie = { agentId: small.agent, lieuId: lieu, jour: '4', heureDebut: '09:00', heureFin: '12:00' };
  const created = await equipe.post('/permanences/nouvelle', { ...saisie, du: '2026-11-26', au: '2026-12-10' });
  seances = await planning.seancesDe(created.location?.split('/')[2] ?? '');
  await base.owner.updateTable('lieu').set({ structureId: small.structure }).where('id', '=', lieu).execute();
  motifId = uuidv7();
  await base.owner
    .insertInto('rdvMotif')
    .values({ territoireId: '66', id: motifId, nom: 'Déclarer ses impôts', dureeMinutes: 30 })
    .execute();
  await rdv(0, '09:00', 'K7RT2MPA', { prenom: 'Ahmed', telephone: '06 39 98 00 01', prevenir: 'sms' });
  await rdv(0, '09:30', 'B4ZQ88XY', { prenom: 'Lucette', prevenir: 'guichet' });
  await rdv(0, '10:00', 'PP2MK4RT', {
    prenom: 'Sandrine',
    prevenir: 'guichet',
    statut: 'annule',
    annulePar: 'personne',
  });
});
afterEach(() => planning.travel());
afterAll(closePdf);

async function rdv(seance: number, debut: string, codeRdv: string, autres: Record<string, unknown>): Promise<void> {
  await base.owner
    .insertInto('rendezVous')
    .values({
      territoireId: '66',
      id: uuidv7(),
      seanceId: seances[seance]?.id ?? '',
      motifId,
      debut: heure(debut),
      fin: heure(debut).add({ minutes: 30 }),
      codeRdv,
      jetonHash: Buffer.from(codeRdv),
      canal: 'agent',
      prevenir: 'guichet',
      ...autres,
    })
    .execute();
}

const lus = /Ahmed|Lucette|Sandrine|06 39 98/;

describe('l’agenda d’un agent', () => {
  test('le jour : où, quand, qui est attendu, et la feuille à imprimer', async () => {
    const { status, text } = await agent.get('/agenda?jour=2026-11-26');
    expect(status).toBe(200);
    for (const said of [
      'Maison des agendas',
      'de 9 h à 12 h',
      'Ahmed',
      'Lucette',
      'Déclarer ses impôts',
      '2 rendez-vous',
    ]) {
      expect(text.replaceAll('\u00a0', ' ')).toContain(said);
    }
    expect(text).not.toContain('Sandrine');
    expect(text).not.toContain('06 39 98 00 01');
    expect(text).toContain(`/lieux/${lieu}/feuille?jour=2026-11-26`);
    expect(text).toContain(`/seances/${seances[0]?.id}`);
  });

  test('la semaine et le mois : les mêmes séances, sans aucun prénom', async () => {
    for (const vue of ['semaine', 'mois']) {
      const { text } = await agent.get(`/agenda?vue=${vue}&jour=2026-11-26`);
      expect(text, vue).toContain('Maison des agendas');
      expect(text, vue).toContain('2 rendez-vous');
      expect(text, vue).not.toMatch(lus);
    }
  });

  test('dit combien d’appels et de rendez-vous à replacer attendent, ceux de ses séances seulement', async () => {
    const before = await agent.get('/agenda');
    expect(before.text).not.toMatch(/appels? à passer|rendez-vous à replacer/);
    const [aReplacer, of] = [uuidv7(), { territoireId: '66' }];
    const moment = { seanceId: seances[1]?.id ?? '', motifId, debut: heure('09:00'), fin: heure('09:30') };
    const secret = { codeRdv: 'WX4TB7QD', jetonHash: Buffer.from('WX4TB7QD') };
    await base.owner
      .insertInto('rendezVous')
      .values({
        ...{ ...of, ...moment, ...secret, id: aReplacer, statut: 'a_replacer', canal: 'agent' },
        ...{ prenom: 'Solange', telephone: '01 99 00 12 34', prevenir: 'appel' },
      })
      .execute();
    const appel = { raison: 'a_replacer', aDire: 'Proposer une autre date.' };
    const avant = Temporal.Instant.from('2026-11-24T17:00:00Z');
    for (const later of [0, 1, 24 * 30]) {
      await base.owner
        .insertInto('appel')
        .values({ ...of, ...appel, id: uuidv7(), rendezVousId: aReplacer, avant: avant.add({ hours: later }) })
        .execute();
    }
    const { text } = await agent.get('/agenda');
    const said = text.replaceAll('\u00a0', ' ');
    expect(said).toMatch(/<a href="\/appels">2 appels à passer<\/a>/);
    expect(said).toMatch(/<a href="\/a-replacer">1 rendez-vous à replacer<\/a>/);
    expect(said).not.toContain('Solange');
    expect((await autre.get('/agenda')).text).not.toMatch(/appels? à passer|rendez-vous à replacer/);
    await base.owner.deleteFrom('appel').where('rendezVousId', '=', aReplacer).execute();
    await base.owner.deleteFrom('rendezVous').where('id', '=', aReplacer).execute();
  });

  test('d’un autre agent : rien de celui-ci', async () => {
    const { text } = await autre.get('/agenda?vue=mois&jour=2026-11-26');
    expect(text).not.toContain('Maison des agendas');
    for (const role of ['equipe', 'referent', 'direction', 'dpo', 'administrateur'] as const) {
      const visitor = await planning.site.signedIn(planning.small.comptes[role]);
      expect((await visitor.get('/agenda')).status, role).toBe(403);
    }
    expect((await autre.get(`/agents/${planning.small.agent}/agenda`)).status).toBe(403);
    expect((await referent.get(`/agents/${planning.small.agent}/agenda`)).status).toBe(403);
  });

  test('l’équipe technique ouvre celui de chacun, jamais celui d’un agent du voisin', async () => {
    const { equipe, small } = planning;
    const { text } = await equipe.get(`/agents/${small.agent}/agenda?vue=jour&jour=2026-11-26`);
    expect(text).toContain('Agenda de Maëlle Tramontane');
    expect(text).toContain('Ahmed');
    expect(text).toContain(`/absences/nouvelle?agent=${small.agent}&amp;jour=2026-11-26`);
    expect((await equipe.get(`/agents/${small.agentVoisin}/agenda`)).status).toBe(404);
    expect((await equipe.get(`/agents/${uuidv7()}/agenda`)).status).toBe(404);
  });

  test('une adresse absurde montre aujourd’hui', async () => {
    for (const asked of [
      'jour=%00',
      'jour=2026-02-31&vue=mois',
      'vue=annee',
      'vue=__proto__',
      'jour=<script>',
      'jour=9999-12-31',
    ]) {
      const { status, text } = await agent.get(`/agenda?${asked}`);
      expect(status, asked).toBe(200);
      expect(text, asked).not.toContain('<script>"');
      expect(text.replaceAll('\u00a0', ' '), asked).toMatch(/24 novembre 2026|novembre 2026/);
    }
    for (const day of ['1900-01-01', '2100-12-31']) {
      for (const vue of ['jour', 'semaine', 'mois']) {
        expect((await agent.get(`/agenda?vue=${vue}&jour=${day}`)).status, `${vue} ${day}`).toBe(200);
      }
    }
  });
});

describe('ce qu’un agenda dit d’un jour', () => {
  test('fériés, vacances de la zone, absence de l’agent, fermeture du lieu', async () => {
    const { small, equipe } = planning;
    await base.owner.updateTable('territoire').set({ zoneScolaire: 'C' }).where('id', '=', '66').execute();
    await base.owner
      .insertInto('vacances')
      .values([
        { territoireId: '66', zone: 'C', du: jour('2026-12-19'), au: jour('2027-01-03'), nom: 'Vacances de Noël' },
        { territoireId: '66', zone: 'A', du: jour('2026-12-01'), au: jour('2026-12-31'), nom: 'Vacances d’ailleurs' },
      ])
      .execute();
    const absence = {
      territoireId: '66',
      agentId: small.agent,
      absentDu: jour('2026-12-03'),
      absentAu: jour('2026-12-03'),
    };
    await base.owner
      .insertInto('absence')
      .values([
        { ...absence, id: uuidv7(), absentNature: 'formation', absentMoment: 'matin' },
        { ...absence, id: uuidv7(), absentNature: 'conge', leveeAt: Temporal.Instant.from('2026-11-24T08:00:00Z') },
      ])
      .execute();
    const fermeture = {
      territoireId: '66',
      lieuId: lieu,
      du: jour('2026-12-10'),
      au: jour('2026-12-11'),
      motif: 'Travaux',
    };
    await base.owner
      .insertInto('lieuFermeture')
      .values({ ...fermeture, id: uuidv7() })
      .execute();

    const mois = (await agent.get('/agenda?vue=mois&jour=2026-12-15')).text;
    expect(mois).toContain('Vacances de Noël');
    expect(mois).not.toContain('Vacances d’ailleurs');
    expect(mois.replaceAll('\u00a0', ' ')).toContain('Férié : Noël');
    expect(mois).toContain('en formation le matin');
    expect(mois).not.toContain('en congé');
    expect(mois.replaceAll('\u00a0', ' ')).toContain('Maison des agendas : fermé (Travaux)');
    const equipeJour = (await equipe.get('/planning?vue=jour&jour=2026-12-03')).text;
    expect(equipeJour).toContain('en formation le matin');
    const paques = (await agent.get('/agenda?jour=2027-03-29')).text;
    expect(paques).toContain('lundi de Pâques');
    // What follows moves séances back to these days.
    for (const table of ['absence', 'lieuFermeture'] as const) await base.owner.deleteFrom(table).execute();
    // Nothing is planned where a lieu is closed or an agent away, and what follows plans there.
    await base.owner.deleteFrom('absence').where('agentId', '=', small.agent).execute();
    await base.owner.deleteFrom('lieuFermeture').where('lieuId', '=', lieu).execute();
  });

  test('scénario 8 : une séance déplacée dit ce qu’elle remplace, chez l’agent, dans le lieu et pour l’équipe', async () => {
    const [, , third] = seances;
    const change = (values: Record<string, unknown>) =>
      base.owner
        .updateTable('seance')
        .set(values)
        .where('id', '=', third?.id ?? '')
        .execute();
    await change({ jour: jour('2026-12-08'), lieuId: autreLieu, exceptions: ['jour', 'lieu'] });
    for (const [visitor, path] of [
      [agent, '/agenda?vue=semaine&jour=2026-12-08'],
      [planning.equipe, '/planning?semaine=2026-12-08'],
      [planning.equipe, `/lieux/${autreLieu}/agenda?jour=2026-12-08`],
    ] as const) {
      const { text } = await visitor.get(path);
      expect(text, path).toContain('au lieu du jeudi 10 décembre 2026');
      expect(text.replaceAll('\u00a0', ' '), path).toContain('au lieu de : Maison des agendas');
    }
    await change({ jour: jour('2026-12-10'), lieuId: lieu, exceptions: [] });
  });
});

describe('l’agenda d’un lieu', () => {
  test('l’agent de la séance y lit les prénoms, un autre agent les heures seulement', async () => {
    const path = `/lieux/${lieu}/agenda?vue=jour&jour=2026-11-26`;
    expect((await agent.get(path)).text).toMatch(/Ahmed/);
    const { status, text } = await autre.get(path);
    expect(status).toBe(200);
    expect(text.replaceAll('\u00a0', ' ')).toContain('9 h 30');
    expect(text).not.toMatch(lus);
    expect((await planning.equipe.get(path)).text).toContain('Lucette');
  });

  test('le référent n’ouvre pas d’agenda ; un lieu du voisin n’existe pas', async () => {
    expect((await referent.get(`/lieux/${lieu}/agenda`)).status).toBe(403);
    expect((await agent.get(`/lieux/${uuidv7()}/agenda`)).status).toBe(404);
    const voisin = await planning.site.signedIn(planning.small.comptes.voisin, {
      territoireId: '00',
      host: 'voisin.localhost',
    });
    expect((await voisin.get(`/lieux/${lieu}/agenda`)).status).toBe(404);
    expect((await voisin.get('/planning?vue=mois&jour=2026-11-26')).text).not.toContain('Tramontane');
  });
});

describe('le planning de l’équipe', () => {
  test('le jour dit qui est où, comment le joindre, et ouvre son absence', async () => {
    const { small, site } = planning;
    await base.owner.updateTable('agent').set({ telephone: '01 99 00 12 34' }).where('id', '=', small.agent).execute();
    planning.travel('2026-11-26');
    const equipe = await site.signedIn(small.comptes.equipe);
    const { text } = await equipe.get('/planning?vue=jour');
    const said = text.replaceAll('\u00a0', ' ');
    // 9:00 UTC is 10:00 in Paris.
    expect(said).toContain('Aujourd’hui, 10 h');
    expect(said).toContain('à Maison des agendas jusqu’à 12 h');
    expect(text).toContain('href="tel:0199001234"');
    expect(text).toContain(`/absences/nouvelle?agent=${small.agent}&amp;jour=2026-11-26`);
    expect(text).toContain('Ahmed');
    expect(said).toContain('aucune séance aujourd’hui');
  });

  test('un autre jour, il ne dit pas où sont les agents ; un jour passé ne se déclare plus absent', async () => {
    const { text } = await planning.equipe.get('/planning?vue=jour&jour=2026-11-26');
    expect(text).not.toContain('jusqu’à');
    expect((await planning.equipe.get('/planning?vue=jour&jour=2026-11-20')).text).not.toContain('/absences/nouvelle');
  });

  test('la semaine a une ligne par agent sous contrat ; une séance s’y déplace aussi à la main', async () => {
    const { text } = await planning.equipe.get('/planning?vue=semaine&jour=2026-11-26');
    expect(text).toContain('Maëlle Tramontane');
    expect(text).toContain('Bastien Micocoulier');
    expect(text).not.toContain('Anselme');
    expect(text).toContain(`data-seance="${seances[0]?.id}" data-debut="09:00"`);
    expect(text).toMatch(/src="\/assets\/agenda\.[0-9a-f]+\.js"/);
    expect(text).not.toMatch(lus);
  });

  test('sans script, la séance se déplace, s’annule ou se confie par les liens de son jour', async () => {
    const { text } = await planning.equipe.get('/planning?vue=jour&jour=2026-11-26');
    for (const verb of ['modifier', 'annuler']) expect(text).toContain(`href="/seances/${seances[0]?.id}/${verb}"`);
  });

  test('le mois compte ce que chaque jour porte', async () => {
    const { text } = await planning.equipe.get('/planning?vue=mois&jour=2026-11-26');
    const line = /jeudi 26 novembre 2026<\/a>.*?<\/tr>/s.exec(text)?.[0] ?? '';
    expect(line).toContain('<td data-label="Séances">1</td>');
    expect(line).toContain('<td data-label="Rendez-vous">2</td>');
    expect(line).toContain('<td data-label="Annulées">0</td>');
    expect(text).not.toMatch(lus);
  });

  test('n’est ouvert qu’à l’équipe technique', async () => {
    for (const visitor of [agent, referent]) expect((await visitor.get('/planning')).status).toBe(403);
    expect((await planning.site.anonymous().get('/planning')).location).toMatch(/^\/connexion/);
  });
});

test('chaque séance paraît dans une semaine et une seule, qu’on lise par semaines ou d’un coup', async () => {
  await inTerritoire(base.request, '66', async (db) => {
    const all = await seancesDeLAgenda(db, '66', { du: jour('2026-11-02'), au: jour('2027-01-31') });
    const seen: string[] = [];
    for (let day = jour('2026-11-02'); day.toString() <= '2027-01-31'; day = voisins('semaine', day).apres) {
      seen.push(...(await seancesDeLAgenda(db, '66', fenetreDe('semaine', day))).map(({ id }) => id));
    }
    expect(all.length).toBeGreaterThan(2);
    expect(seen).toEqual(all.map(({ id }) => id));
    const own = await seancesDeLAgenda(
      db,
      '66',
      { du: jour('2026-11-02'), au: jour('2027-01-31') },
      { agentId: planning.small.agent },
    );
    expect(own.map(({ id }) => id)).toEqual(seances.map(({ id }) => id));
  });
});

describe('la feuille du jour d’un lieu', () => {
  const path = (day = '2026-11-26') => `/lieux/${lieu}/feuille?jour=${day}`;

  test('rien de ce qui la compose ne nomme quelqu’un', async () => {
    await inTerritoire(base.request, '66', async (db) => {
      const lues = await seancesDeLaFeuille(db, '66', { lieuId: lieu, jour: jour('2026-11-26') });
      expect(lues.map(({ id }) => id)).toEqual([seances[0]?.id]);
      expect(lues[0]?.rendezVous.map(({ code, statut }) => `${code} ${statut}`)).toEqual([
        'K7RT2MPA confirme',
        'B4ZQ88XY confirme',
        'PP2MK4RT annule',
      ]);
      expect(JSON.stringify(lues)).not.toMatch(/Ahmed|Lucette|Sandrine|06 39|Maëlle|Tramontane|impôts/);
    });
  });

  test('scénario 8 : le lieu quitté et le lieu rejoint savent tous deux ce qui bouge', async () => {
    const of = base.owner.updateTable('seance').where('id', '=', seances[1]?.id ?? '');
    await of.set({ jour: jour('2026-12-04'), lieuId: autreLieu, exceptions: ['jour', 'lieu'] }).execute();
    await inTerritoire(base.request, '66', async (db) => {
      const quitte = await seancesDeLaFeuille(db, '66', { lieuId: lieu, jour: jour('2026-12-03') });
      expect(quitte.map((one) => `${one.jour} ${one.lieuNom}`)).toEqual(['2026-12-04 Médiathèque d’en face']);
      const rejoint = await seancesDeLaFeuille(db, '66', { lieuId: autreLieu, jour: jour('2026-12-04') });
      expect(rejoint.map((one) => `${one.jourPrevu}`)).toEqual(['2026-12-03']);
    });
    await of.set({ jour: jour('2026-12-03'), lieuId: lieu, exceptions: [] }).execute();
  });

  test('s’imprime, un jour comme un autre, plein ou vide', async () => {
    for (const day of ['2026-11-26', '2026-11-27', '1900-01-01', 'absurde']) {
      const answer = await planning.equipe.get(path(day));
      expect([answer.status, answer.headers.get('content-type')], day).toEqual([200, 'application/pdf']);
      expect(answer.text.slice(0, 5)).toBe('%PDF-');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  test('le référent imprime celles de ses lieux, un agent celles des lieux où il tient des séances', async () => {
    const status = async (visitor: Visitor, at: string) =>
      (await visitor.get(`/lieux/${at}/feuille?jour=2026-11-26`)).status;
    expect(await status(referent, lieu)).toBe(200);
    expect(await status(referent, autreLieu)).toBe(404);
    expect(await status(agent, lieu)).toBe(200);
    expect(await status(agent, autreLieu)).toBe(404);
    expect(await status(autre, lieu)).toBe(404);
    expect(await status(planning.equipe, uuidv7())).toBe(404);
    const direction = await planning.site.signedIn(planning.small.comptes.direction);
    expect(await status(direction, lieu)).toBe(403);
    expect((await planning.site.anonymous().get(path())).location).toMatch(/^\/connexion/);
  });

  test('l’identité effacée, les comptes et les heures restent', async () => {
    const none = { prenom: null, telephone: null, courriel: null, prevenir: 'guichet' };
    await base.owner
      .updateTable('rendezVous')
      .set(none)
      .where('seanceId', '=', seances[0]?.id ?? '')
      .execute();
    const { text } = await agent.get('/agenda?jour=2026-11-26');
    expect(text).toContain('2 rendez-vous');
    expect(text.replaceAll('\u00a0', ' ')).toContain('9 h 30');
    expect(text).not.toMatch(lus);
  });
});
