import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { vacancesDemo } from '../../../../db/demo/vacances.ts';
import { AUJOURDHUI, usePlanning } from '../../../../test/planning.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { prolongerPermanences } from '../planification.ts';
import { ecrirePeriodes } from './rules.ts';

const planning = usePlanning();
const { base, enPlace, lieu, agent, dates } = planning;
let equipe: Visitor;
let administrateur: Visitor;
beforeAll(async () => {
  ({ equipe } = planning);
  administrateur = await planning.site.signedIn(planning.small.comptes.administrateur);
});

const CALENDRIER = readFileSync('db/demo/calendrier-scolaire.csv');
const REGLAGES = '/reglages/planning';

function envoyer(bytes: Uint8Array, visitor = administrateur) {
  const form = new FormData();
  form.set('calendrier', new File([new Uint8Array(bytes)], 'fr-en-calendrier-scolaire.csv'));
  return visitor.upload(`${REGLAGES}/calendrier`, form);
}

const choisir = (zoneScolaire: string, vitesseKmh = '40') => equipe.post(REGLAGES, { zoneScolaire, vitesseKmh });
const confirmer = (periodes: string) => equipe.post(`${REGLAGES}/calendrier/confirmer`, { periodes });

describe('le calendrier scolaire', () => {
  test('sans zone, rien ne s’importe', async () => {
    const { status, text } = await envoyer(CALENDRIER);
    expect([status, text.includes('Choisissez d’abord la zone')]).toEqual([422, true]);
  });

  test('une permanence hors vacances est refusée tant qu’elles ne sont pas connues', async () => {
    const { status, text } = await equipe.post('/permanences/nouvelle', {
      agentId: await agent('Hors vacances'),
      lieuId: await lieu('Hors vacances'),
      jour: '4',
      horsVacances: 'oui',
      heureDebut: '09:00',
      heureFin: '12:00',
      du: AUJOURDHUI,
    });
    expect([status, text.includes('Les vacances scolaires ne sont pas connues à ces dates')]).toEqual([422, true]);
  });

  test('le fichier officiel est montré avant d’être écrit', async () => {
    expect((await choisir('Zone C')).status).toBe(303);
    const { status, text } = await envoyer(CALENDRIER);
    expect(status).toBe(200);
    expect(text).toContain('vacances de Noël');
    expect(text).toContain('3 janvier 2027');
    expect(await base.owner.selectFrom('vacances').select('du').execute()).toEqual([]);
    expect((await confirmer(ecrirePeriodes(vacancesDemo()))).status).toBe(303);
    const page = await administrateur.get(REGLAGES);
    expect(page.text).toContain('Le calendrier est connu jusqu’au 31 août 2027');
    expect(page.text).toContain('pont de l’Ascension');
  });

  test('scénario 10 : les 2e et 4e jeudis hors vacances se prévoient aussi loin qu’elles sont connues', async () => {
    const form = new FormData();
    const agentId = await agent('Deux jeudis');
    const saisie = { agentId, lieuId: await lieu('Deux jeudis'), jour: '4', rythme: 'rangs', horsVacances: 'oui' };
    const heures = { heureDebut: '09:00', heureFin: '12:00', du: AUJOURDHUI, au: '' };
    for (const [name, value] of Object.entries({ ...saisie, ...heures })) form.set(name, value);
    form.append('rangs', '2');
    form.append('rangs', '4');
    const { location } = await equipe.upload('/permanences/nouvelle', form);
    const id = location?.split('/')[2] ?? '';
    expect(await dates(id)).toEqual([
      '2026-11-26',
      '2026-12-10',
      '2027-01-14',
      '2027-01-28',
      '2027-02-25',
      '2027-03-11',
      '2027-03-25',
      '2027-04-22',
      '2027-05-13',
      '2027-05-27',
      '2027-06-10',
      '2027-06-24',
    ]);
    const list = await equipe.get('/permanences');
    expect(list.text).toContain('les 2e et 4e jeudis du mois, hors vacances scolaires');
    expect(list.text).toContain('Les vacances scolaires sont connues jusqu’au 31 août 2027');
    const today = Temporal.PlainDate.from(AUJOURDHUI);
    expect(await inTerritoire(base.request, '66', (db) => prolongerPermanences(db, '66', today))).toBe(0);
  });

  test('un calendrier corrigé dit les séances déjà prévues qui y tombent, et les annule quand on le demande', async () => {
    const { id } = await enPlace({ horsVacances: 'oui' });
    expect(await dates(id)).toEqual(['2026-11-27', '2026-12-04', '2026-12-11', '2026-12-18', '2027-01-08']);
    await confirmer('2026-12-12 2027-01-03 vacances de Noël');
    const { text } = await equipe.get(REGLAGES);
    expect(text).toContain('Une séance tombe pendant des vacances scolaires');
    expect(await dates(id)).toContain('2026-12-18');
    await equipe.post(`${REGLAGES}/vacances`, {});
    expect(await dates(id)).not.toContain('2026-12-18');
    expect((await equipe.get(REGLAGES)).text).not.toContain('tombe pendant');
  });

  test.each([
    ['autre chose', Buffer.from('%PDF-1.7'), 'Ce fichier n’est pas un tableau.'],
    ['vide', Buffer.from(';;\n'), 'Ce fichier est vide.'],
    ['sans les colonnes', Buffer.from('Nom;Code\nDupont;66\n'), 'il manque « Description »'],
    ['d’une autre zone', Buffer.from(CALENDRIER.toString().replaceAll('Zone C', 'Zone A')), 'il parle de Zone A'],
  ])('un fichier %s est refusé avec une phrase', async (_, bytes, phrase) => {
    const { status, text } = await envoyer(bytes);
    expect([status, text.includes(phrase)]).toEqual([422, true]);
  });

  test('ce qui n’est pas ce qui était montré ne s’écrit pas', async () => {
    const before = await base.owner.selectFrom('vacances').select('du').execute();
    for (const periodes of ['', 'n’importe quoi', '2026-10-17 2030-11-01 x']) {
      expect((await confirmer(periodes)).status).toBe(422);
    }
    expect(await base.owner.selectFrom('vacances').select('du').execute()).toEqual(before);
  });
});

describe('le temps de la route', () => {
  test('deux lieux trop loin l’un de l’autre le même jour : refusé, sauf à vitesse nulle', async () => {
    const agentId = await agent('Voyageuse');
    const [pres, loin] = [await lieu('Ici'), await lieu('Là-bas')];
    for (const [id, latitude] of [
      [pres, 42.5],
      [loin, 43],
    ] as const) {
      await base.owner.updateTable('lieu').set({ latitude, longitude: 2.75 }).where('id', '=', id).execute();
    }
    const seance = (lieuId: string, heureDebut: string, heureFin: string) =>
      equipe.post('/permanences/nouvelle', {
        agentId,
        lieuId,
        jour: '3',
        heureDebut,
        heureFin,
        du: '2026-12-02',
        au: '2026-12-02',
      });
    await choisir('Zone C', '40');
    expect((await seance(pres, '09:00', '12:00')).status).toBe(303);
    const { status, text } = await seance(loin, '12:30', '15:00');
    expect([status, text.includes('trop loin pour arriver à l’heure')]).toEqual([422, true]);
    await choisir('Zone C', '0');
    expect((await seance(loin, '12:30', '15:00')).status).toBe(303);
    expect((await choisir('Zone C', '500')).status).toBe(422);
    expect((await choisir('Zone Z')).status).toBe(422);
  });
});
