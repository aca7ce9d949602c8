import { randomUUID } from 'node:crypto';
import ICAL from 'ical.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { testCoffre } from '../../../../test/coffre.ts';
import {
  type PermanenceRdv,
  placesPrises,
  poserMotif,
  poserPermanence,
  saisieRdv,
} from '../../../../test/rendez-vous.ts';
import { seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { type Answer, openSite } from '../../../../test/visitor.ts';
import { jetonDe } from '../code.ts';

const base = useBase();
/** A Tuesday, 10 h in Paris. */
const MATIN = '2026-11-24T09:00:00Z';
let now = Temporal.Instant.from(MATIN);
let site: ReturnType<typeof openSite>;
let motifId: string;
let permanence: PermanenceRdv;

const JOURS = ['2026-12-01', '2026-12-08', '2026-12-15', '2026-12-22'] as const;
const MOBILE = '06 39 98 00 12';

beforeAll(async () => {
  await seedSmallTerritoire(base.owner);
  site = openSite(base.request, { clock: () => now });
  motifId = await poserMotif(base.owner, { nom: 'Faire une démarche', aApporter: 'Vos papiers' });
  permanence = await poserPermanence(base.owner, JOURS);
});

const seance = (jour: (typeof JOURS)[number]) => permanence.seances[jour] ?? '';
const prendre = (saisie: Record<string, string>) => site.anonymous().post('/prendre-rendez-vous/vous', saisie);
const cookie = (answer: Answer) => ({ cookie: answer.headers.getSetCookie().join('; ').split(';')[0] ?? '' });
const messages = async () => (await base.owner.selectFrom('sms').select('id').execute()).length;

/** Takes a moment, and reads what its person gets: the code, the link, the page. */
async function pris(jour: (typeof JOURS)[number], debut: string, autres: Record<string, string> = {}) {
  const answer = await prendre(saisieRdv({ motifId, seanceId: seance(jour), debut }, autres));
  expect(answer.status, answer.text).toBe(303);
  const [row] = (await placesPrises(base.owner, seance(jour))).filter((one) => `${one.debut}`.startsWith(debut));
  if (row === undefined) throw new Error('Nothing was taken');
  return { ...row, answer, jeton: jetonDe(testCoffre, row.id) };
}

describe('le parcours, sans compte ni JavaScript', () => {
  test('où, pour quoi, quand, qui ; puis un ticket avec son code', async () => {
    const someone = site.anonymous();
    expect((await someone.get('/')).text).toContain('href="/prendre-rendez-vous"');
    expect((await someone.get('/prendre-rendez-vous')).text).toContain('Votre commune ou votre code postal');
    const motifs = await someone.get('/prendre-rendez-vous?ou=C%C3%A9ret');
    const [, toSlots = ''] = /href="(\/prendre-rendez-vous\?[^"]*motif=[^"]*)"/.exec(motifs.text) ?? [];
    const slots = await someone.get(toSlots.replaceAll('&amp;', '&'));
    expect(slots.text).toContain('Mardi 1er décembre 2026');
    const [, toForm = ''] = /href="(\/prendre-rendez-vous\/vous\?[^"]*)"/.exec(slots.text) ?? [];
    const form = await someone.get(toForm.replaceAll('&amp;', '&'));
    expect(form.text).toContain('mardi 1er décembre 2026 à 9\u00a0h');
    const creneau = /name="creneau" value="([^"]*)"/.exec(form.text)?.[1] ?? '';
    const answer = await prendre({ motifId, creneau, prenom: 'Josette', telephone: MOBILE });
    expect(answer.location).toBe('/mon-rendez-vous/ticket?nouveau=oui');
    const ticket = await someone.get('/mon-rendez-vous/ticket', cookie(answer));
    const [row] = await placesPrises(base.owner, seance('2026-12-01'));
    expect(ticket.text).toContain(`${row?.codeRdv.slice(0, 4)}\u00a0${row?.codeRdv.slice(4)}`);
    expect(ticket.text).toContain('Vos papiers');
    // Without the cookie, nothing shows whose it is.
    expect((await someone.get('/mon-rendez-vous/ticket')).location).toBe('/mon-rendez-vous');
  });

  test('scénario 11 : un prénom suffit, sans téléphone ni courriel ; rien n’est inventé', async () => {
    await pris('2026-12-01', '09:30', { prenom: 'La dame du 3e' });
    const row = await base.owner
      .selectFrom('rendezVous')
      .select(['telephone', 'courriel', 'prevenir', 'canal'])
      .where('prenom', '=', 'La dame du 3e')
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ telephone: null, courriel: null, prevenir: 'guichet', canal: 'public' });
  });

  test('un professionnel le prend pour quelqu’un ; sans son nom, ce qui lui est réservé ne se prend pas', async () => {
    const reserve = await poserMotif(base.owner, { ouvertA: ['prescripteur'] });
    const saisie = saisieRdv({ motifId: reserve, seanceId: seance('2026-12-01'), debut: '10:00' });
    const refused = await prendre(saisie);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Ce rendez-vous se prend par un professionnel');
    const pour = { prescripteurNom: 'Ana Fictive', prescripteurCourriel: 'ana@exemple.invalid' };
    expect((await prendre({ ...saisie, ...pour })).status).toBe(303);
    const rows = await placesPrises(base.owner, seance('2026-12-01'));
    expect(rows.find(({ debut }) => `${debut}` === '10:00:00')?.canal).toBe('prescripteur');
  });

  test('tout ce qui manque est dit ensemble, et rien de ce qui est écrit n’est perdu', async () => {
    const saisie = saisieRdv({ motifId, seanceId: seance('2026-12-01'), debut: '11:00' }, { prenom: ' ' });
    const refused = await prendre({ ...saisie, telephone: '12', besoin: 'Ma retraite', prevenir: 'courriel' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Indiquez le prénom.');
    expect(refused.text).toContain('Le numéro de téléphone comporte 10 chiffres');
    expect(refused.text).toContain('Ma retraite');
    const withSecret = await prendre({ ...saisie, prenom: 'Josette', besoin: 'NIR 2 55 08 14 168 025 38' });
    expect(withSecret.status).toBe(422);
    expect(withSecret.text).not.toContain('168 025');
  });
});

describe('le même moment', () => {
  test('scénario 2 : le second garde ce qu’il a écrit et voit les moments les plus proches', async () => {
    await pris('2026-12-08', '10:00', { prenom: 'Karim' });
    const typed = { prenom: 'Mireille', telephone: '06 39 98 00 45', besoin: 'Carte grise' };
    const lost = await prendre(saisieRdv({ motifId, seanceId: seance('2026-12-08'), debut: '10:00' }, typed));
    expect(lost.status).toBe(422);
    expect(lost.text).toContain('Ce moment vient d’être pris par quelqu’un d’autre.');
    for (const value of ['Mireille', '06 39 98 00 45', 'Carte grise']) expect(lost.text).toContain(value);
    const offered = [...lost.text.matchAll(/type="radio"[^>]*name="creneau" value="([^"]*)"/g)].map(
      ([, value]) => value,
    );
    // The closest hours of the same day at the same place come first.
    expect(offered.slice(0, 2).sort()).toEqual([`${seance('2026-12-08')} 09:30`, `${seance('2026-12-08')} 10:30`]);
    const [first = ''] = offered;
    expect((await prendre({ motifId, ...typed, creneau: first })).status).toBe(303);
  });

  test('scénario 2 : quand rien d’autre n’est libre, ce qui est écrit reste, et se renvoie', async () => {
    const seul = await poserMotif(base.owner, { nom: 'Un long entretien', dureeMinutes: 180 });
    const loin = await poserPermanence(base.owner, ['2026-12-10'], { codeInsee: '66136' });
    await base.owner.updateTable('permanence').set({ accueil: 'libre' }).where('id', '<>', loin.permanenceId).execute();
    const voulu = { motifId: seul, seanceId: loin.seances['2026-12-10'] ?? '', debut: '09:00' };
    expect((await prendre(saisieRdv(voulu, { prenom: 'Karim' }))).status).toBe(303);
    const typed = { prenom: 'Mireille', telephone: '06 39 98 00 46', besoin: 'Carte grise' };
    const lost = await prendre(saisieRdv(voulu, typed));
    expect(lost.status).toBe(422);
    expect(lost.text).toContain('Ce moment vient d’être pris par quelqu’un d’autre.');
    expect(lost.text).toContain('Aucune autre heure n’est libre près d’ici.');
    for (const value of Object.values(typed)) expect(lost.text).toContain(value);
    const creneau = /type="hidden" name="creneau" value="([^"]*)"/.exec(lost.text)?.[1] ?? '';
    await base.owner
      .updateTable('rendezVous')
      .set({ statut: 'annule' })
      .where('prenom', '=', 'Karim')
      .where('seanceId', '=', voulu.seanceId)
      .execute();
    expect((await prendre({ motifId: seul, ...typed, creneau })).status).toBe(303);
    await base.owner.updateTable('permanence').set({ accueil: 'rendez_vous' }).execute();
  });

  test('scénario 3 : le même formulaire envoyé deux fois, un rendez-vous, un message, le même ticket', async () => {
    const before = await messages();
    const saisie = {
      ...saisieRdv(
        { motifId, seanceId: seance('2026-12-08'), debut: '11:00' },
        { prenom: 'Lucien', telephone: MOBILE },
      ),
      _cle: randomUUID(),
    };
    const answers = await Promise.all([prendre(saisie), prendre(saisie), prendre(saisie)]);
    // The first answer was lost on the way: the browser sends it again.
    answers.push(await prendre(saisie));
    expect(answers.map(({ location }) => location)).toEqual(answers.map(() => '/mon-rendez-vous/ticket?nouveau=oui'));
    for (const answer of answers) {
      expect((await site.anonymous().get('/mon-rendez-vous/ticket', cookie(answer))).text).toContain('Lucien');
    }
    const rows = (await placesPrises(base.owner, seance('2026-12-08'))).filter(({ prenom }) => prenom === 'Lucien');
    expect(rows).toHaveLength(1);
    expect((await messages()) - before).toBe(1);
  });

  test('trois à venir au plus, même demandés tous au même instant', async () => {
    const jours = ['2027-01-04', '2027-01-05', '2027-01-06', '2027-01-07', '2027-01-08', '2027-01-11', '2027-01-12'];
    const { seances } = await poserPermanence(base.owner, jours);
    const telephone = '06 39 98 00 81';
    const answers = await Promise.all(
      jours.map((jour) =>
        prendre(saisieRdv({ motifId, seanceId: seances[jour] ?? '', debut: '09:00' }, { prenom: 'Aimée', telephone })),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 303, 303, 422, 422, 422, 422]);
    expect(answers.filter(({ text }) => text.includes('Vous avez déjà trois rendez-vous à venir'))).toHaveLength(4);
  });

  test('une personne, un rendez-vous par permanence ; trois à venir au plus', async () => {
    const who = { prenom: 'Solange', courriel: 'solange@exemple.invalid' };
    await pris('2026-12-15', '09:00', who);
    const twice = await prendre(saisieRdv({ motifId, seanceId: seance('2026-12-15'), debut: '09:30' }, who));
    expect(twice.status).toBe(422);
    expect(twice.text).toContain('Cette personne a déjà un rendez-vous à cette permanence.');
    await pris('2026-12-22', '09:00', who);
    await pris('2026-12-01', '11:30', who);
    const fourth = await prendre(saisieRdv({ motifId, seanceId: seance('2026-12-08'), debut: '11:30' }, who));
    expect(fourth.text).toContain('Vous avez déjà trois rendez-vous à venir.');
  });
});

describe('scénario 14 : le lien envoyé', () => {
  test('annuler rend la place à l’instant, et n’ouvre rien d’autre', async () => {
    const { jeton } = await pris('2026-12-15', '10:00', { prenom: 'Fatou', telephone: MOBILE });
    const someone = site.anonymous();
    expect((await someone.get(`/rdv/${jeton}`)).text).toContain('Fatou');
    expect((await someone.post('/rdv/annuler', { jeton })).location).toBe('/mon-rendez-vous/ticket');
    expect((await someone.get(`/rdv/${jeton}`)).text).toContain('Votre rendez-vous est annulé');
    await pris('2026-12-15', '10:00', { prenom: 'Jordi' });
    const again = await someone.post('/rdv/annuler', { jeton });
    expect(again.status).toBe(422);
    expect(again.text).toContain('Ce rendez-vous est déjà annulé.');
    expect(again.text).not.toContain('Jordi');
    expect((await placesPrises(base.owner, seance('2026-12-15'))).map(({ prenom }) => prenom)).toContain('Jordi');
  });

  test('l’ancien lien et l’ancien code mènent au rendez-vous déplacé', async () => {
    const first = await pris('2026-12-15', '11:00', { prenom: 'Yvonne', telephone: '06 39 98 00 77' });
    const someone = site.anonymous();
    expect((await someone.get(`/rdv/${first.jeton}/changer`)).text).toContain(`${seance('2026-12-15')} 11:30`);
    const to = `${seance('2026-12-22')} 10:00`;
    const moved = await someone.post('/rdv/changer', { jeton: first.jeton, creneau: to });
    expect(moved.location).toBe('/mon-rendez-vous/ticket?nouveau=oui');
    expect((await someone.get(`/rdv/${first.jeton}`)).text).toContain('mardi 22 décembre 2026 à 10\u00a0h');
    const found = await someone.post('/mon-rendez-vous', { codeRdv: first.codeRdv, prenom: 'yvonne' });
    expect(found.location).toBe('/mon-rendez-vous/ticket');
    expect((await someone.get('/mon-rendez-vous/ticket', cookie(found))).text).toContain('mardi 22 décembre');
    // Once more, by the first link.
    const nearer = `${seance('2026-12-22')} 10:30`;
    expect((await someone.post('/rdv/changer', { jeton: first.jeton, creneau: nearer })).status).toBe(303);
    const rows = (await placesPrises(base.owner, seance('2026-12-22'))).filter(({ prenom }) => prenom === 'Yvonne');
    expect(rows.map(({ debut, version }) => [`${debut}`, version])).toEqual([['10:30:00', 2]]);
  });

  test('le calendrier : même événement après un déplacement, SEQUENCE qui croît, heure de Paris', async () => {
    const first = await pris('2026-12-08', '09:00', { prenom: 'Tiago' });
    const read = async (jeton: string) => {
      const { text, headers } = await site.anonymous().get(`/rdv/${jeton}/calendrier`);
      expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
      const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent');
      if (event === null) throw new Error('No event');
      return new ICAL.Event(event);
    };
    const before = await read(first.jeton);
    expect(before.startDate.toJSDate().toISOString()).toBe('2026-12-08T08:00:00.000Z');
    expect(before.sequence).toBe(0);
    await site.anonymous().post('/rdv/changer', { jeton: first.jeton, creneau: `${seance('2026-12-22')} 11:00` });
    const after = await read(first.jeton);
    expect(after.uid).toBe(before.uid);
    expect(after.sequence).toBe(1);
    expect(after.startDate.toJSDate().toISOString()).toBe('2026-12-22T10:00:00.000Z');
    expect(after.component.getFirstPropertyValue('status')).toBe('CONFIRMED');
    await base.owner
      .updateTable('rendezVous')
      .set({ statut: 'a_replacer' })
      .where('prenom', '=', 'Tiago')
      .where('statut', '=', 'confirme')
      .execute();
    expect((await read(first.jeton)).component.getFirstPropertyValue('status')).toBe('CANCELLED');
  });

  test('jusqu’à la limite ; ensuite on téléphone, et le lendemain le lien ne sert plus', async () => {
    const { jeton } = await pris('2026-12-22', '09:30', { prenom: 'Paulette' });
    const someone = site.anonymous();
    now = Temporal.Instant.from('2026-12-22T06:31:00Z');
    try {
      const late = await someone.post('/rdv/annuler', { jeton });
      expect(late.status).toBe(422);
      expect(late.text).toContain('Il est trop tard pour changer ce rendez-vous ici');
      now = Temporal.Instant.from('2026-12-22T23:30:00Z');
      expect((await someone.get(`/rdv/${jeton}`)).status).toBe(404);
      expect((await someone.post('/rdv/annuler', { jeton })).status).toBe(404);
    } finally {
      now = Temporal.Instant.from(MATIN);
    }
  });
});
