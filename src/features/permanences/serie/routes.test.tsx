import { beforeAll, describe, expect, test } from 'vitest';
import { AUJOURDHUI, type Saisie, usePlanning } from '../../../../test/planning.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { uuidv7 } from '../../../platform/ids.ts';

const planning = usePlanning();
const { base, lieu, agent, enPlace, dates } = planning;
let equipe: Visitor;
beforeAll(() => {
  ({ equipe } = planning);
});
const jour = Temporal.PlainDate.from;
const VENDREDIS = ['2026-11-27', '2026-12-04', '2026-12-11', '2026-12-18', '2027-01-08'];

/** The change of a permanence of `vendredis`, from 5 December: an hour later, unless told otherwise. */
function changement(lieuId: string, autres: Saisie = {}): Saisie {
  const heures = { heureDebut: '10:00', heureFin: '13:00' };
  return { le: '2026-12-05', lieuId, jour: '5', rythme: '1', ...heures, au: '2027-01-08', accueil: 'libre', ...autres };
}

function voir(chemin: string, saisie: Saisie, rangs: readonly string[] = []) {
  const query = new URLSearchParams({ voir: 'oui', ...saisie });
  for (const rang of rangs) query.append('rangs', rang);
  return equipe.get(`${chemin}/modifier?${query}`);
}

const vueDe = (html: string) => /name="vue" value="([^"]+)"/.exec(html)?.[1] ?? '';

/** Reads what would change, then confirms it. */
async function modifier(chemin: string, saisie: Saisie) {
  const { text } = await voir(chemin, saisie);
  return { apercu: text, reponse: await equipe.post(`${chemin}/modifier`, { ...saisie, vue: vueDe(text) }) };
}

const idOf = (location: string | null) => location?.split('/')[2] ?? '';

function seances(permanenceId: string) {
  return base.owner
    .selectFrom('seance')
    .selectAll()
    .where('permanenceId', '=', permanenceId)
    .orderBy('jourPrevu')
    .execute();
}

async function seanceDu(permanenceId: string, date: string) {
  const found = (await seances(permanenceId)).find(({ jour: one }) => `${one}` === date);
  if (found === undefined) throw new Error(`No séance on ${date}`);
  return found;
}

/** What another page would have done: this séance differs from its series. */
async function differer(id: string, change: object, exceptions: readonly string[]) {
  await base.owner
    .updateTable('seance')
    .set({ ...change, exceptions: [...exceptions] })
    .where('id', '=', id)
    .execute();
}

describe('modifier une permanence à partir d’un jour (art. 1.2)', () => {
  test('la page montre ce qui change sans rien écrire, puis l’ancienne s’arrête la veille et une autre continue', async () => {
    const { id, lieuId, chemin } = await enPlace();
    const { text } = await voir(chemin, changement(lieuId));
    expect(text).toContain('Ce qui change à partir du 5 décembre 2026');
    expect(text).toContain('3 séances');
    expect(await dates(id)).toEqual(VENDREDIS);
    const { reponse } = await modifier(chemin, changement(lieuId));
    expect(reponse.status).toBe(303);
    const suite = idOf(reponse.location);
    expect(suite).not.toBe(id);
    expect([await dates(id), await dates(suite)]).toEqual([VENDREDIS.slice(0, 2), VENDREDIS.slice(2)]);
    const heures = (await seances(suite)).map(({ heureDebut }) => heureDebut.toString({ smallestUnit: 'minute' }));
    expect(new Set(heures)).toEqual(new Set(['10:00']));
    const former = await base.owner
      .selectFrom('permanence')
      .select('au')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(former.au).toEqual(jour('2026-12-04'));
    expect((await equipe.get(chemin)).text).toContain(`href="/permanences/${suite}"`);
  });

  test('scénario 8 : une séance déplacée dans un autre lieu garde son lieu, et prend la nouvelle heure', async () => {
    const { id, lieuId, chemin } = await enPlace();
    const ailleurs = await lieu('Ailleurs une fois');
    const deplacee = await seanceDu(id, '2026-12-11');
    await differer(deplacee.id, { lieuId: ailleurs }, ['lieu']);
    const { apercu, reponse } = await modifier(chemin, changement(lieuId));
    expect(apercu).toContain('Gardent ce qui les distingue');
    expect(apercu).toContain('à Ailleurs une fois');
    const after = await seanceDu(idOf(reponse.location), '2026-12-11');
    expect([after.id, after.lieuId, after.exceptions]).toEqual([deplacee.id, ailleurs, ['lieu']]);
    expect(after.heureDebut.hour).toBe(10);
  });

  test('scénario 8 : reportée à un autre jour, elle garde ce jour, son heure, et n’est pas prévue deux fois', async () => {
    const { id, lieuId, chemin } = await enPlace();
    const reportee = await seanceDu(id, '2026-12-11');
    await differer(reportee.id, { jour: jour('2026-12-10') }, ['jour']);
    const { reponse } = await modifier(chemin, changement(lieuId));
    const suite = idOf(reponse.location);
    expect(await dates(suite)).toEqual(['2026-12-10', '2026-12-18', '2027-01-08']);
    const after = await seanceDu(suite, '2026-12-10');
    expect([after.id, `${after.jourPrevu}`, after.heureDebut.hour]).toEqual([reportee.id, '2026-12-11', 9]);
  });

  test('annulée avec un motif, ou confiée à un autre agent, elle le reste', async () => {
    const { id, lieuId, chemin } = await enPlace();
    const annulee = await seanceDu(id, '2026-12-11');
    await equipe.post(`/seances/${annulee.id}/annuler`, { motif: 'Fête du village' });
    const remplacante = await agent('Remplaçante');
    const confiee = await seanceDu(id, '2026-12-18');
    await base.owner.updateTable('seance').set({ agentId: remplacante }).where('id', '=', confiee.id).execute();
    const { reponse } = await modifier(chemin, changement(lieuId));
    const suite = idOf(reponse.location);
    const [one, two] = [await seanceDu(suite, '2026-12-11'), await seanceDu(suite, '2026-12-18')];
    expect([one.statut, one.motif]).toEqual(['annulee', 'Fête du village']);
    expect([two.agentId, two.heureDebut.hour]).toEqual([remplacante, 10]);
  });

  test('un autre jour de la semaine : les séances qui suivaient le rythme n’ont plus lieu, celle qui s’en distinguait reste', async () => {
    const { id, lieuId, chemin } = await enPlace();
    const ailleurs = await lieu('Ailleurs encore');
    await differer((await seanceDu(id, '2026-12-11')).id, { lieuId: ailleurs }, ['lieu']);
    const { apercu, reponse } = await modifier(chemin, changement(lieuId, { jour: '4' }));
    expect(apercu).toContain('Restent telles quelles, hors du nouveau rythme');
    expect(apercu).toContain('2 séances : 18 décembre 2026 et 8 janvier 2027');
    const suite = idOf(reponse.location);
    expect(await dates(suite)).toEqual(['2026-12-10', '2026-12-17', '2026-12-24', '2026-12-31', '2027-01-07']);
    expect(await dates(id)).toEqual(['2026-11-27', '2026-12-04', '2026-12-11']);
    expect(await dates(id, 'annulee')).toEqual(['2026-12-18', '2027-01-08']);
  });

  test('les rendez-vous des séances qui n’ont plus lieu sont à replacer, ceux des autres suivent', async () => {
    const { id, lieuId, chemin } = await enPlace();
    const motifId = uuidv7();
    await base.owner
      .insertInto('rdvMotif')
      .values({ territoireId: '66', id: motifId, nom: `Essai ${motifId}`, dureeMinutes: 30 })
      .execute();
    const prendre = async (date: string) => {
      const rendezVous = uuidv7();
      await base.owner
        .insertInto('rendezVous')
        .values({
          territoireId: '66',
          id: rendezVous,
          seanceId: (await seanceDu(id, date)).id,
          motifId,
          debut: Temporal.PlainTime.from('09:30'),
          fin: Temporal.PlainTime.from('10:00'),
          codeRdv: rendezVous.replaceAll('-', '').slice(-8).toUpperCase(),
          jetonHash: Buffer.from(rendezVous),
          canal: 'agent',
          prenom: 'Essai',
          prevenir: 'guichet',
        })
        .execute();
      return rendezVous;
    };
    const [suivi, perdu] = [await prendre('2026-12-11'), await prendre('2026-12-18')];
    // Une semaine sur deux depuis le 11 : le 18 n’a plus lieu.
    const { apercu } = await modifier(chemin, changement(lieuId, { le: '2026-12-11', rythme: '2' }));
    expect(apercu).toContain('1 rendez-vous sera à replacer');
    const rows = await base.owner
      .selectFrom('rendezVous')
      .select(['id', 'statut', 'debut', 'aDire'])
      .where('id', 'in', [suivi, perdu])
      .execute();
    expect(rows.map((row) => [row.id, row.statut, row.debut.toString().slice(0, 5), row.aDire]).sort()).toEqual(
      [
        [suivi, 'confirme', '10:30', null],
        [perdu, 'a_replacer', '09:30', null],
      ].sort(),
    );
    // Told at once: who is reached at the counter alone becomes a call.
    const appels = await base.owner.selectFrom('appel').select(['rendezVousId', 'raison', 'faitAt']).execute();
    expect(appels.map(({ rendezVousId, raison, faitAt }) => [rendezVousId, raison, faitAt]).sort()).toEqual(
      [
        [suivi, 'changement', null],
        [perdu, 'a_replacer', null],
      ].sort(),
    );
  });

  test('une semaine sur deux garde ses semaines quand seule l’heure change', async () => {
    const { lieuId, chemin } = await enPlace({ rythme: '2' });
    const { reponse } = await modifier(chemin, changement(lieuId, { rythme: '2' }));
    expect(await dates(idOf(reponse.location))).toEqual(['2026-12-11', '2027-01-08']);
  });

  test('avant son premier jour, elle change sur place', async () => {
    const { id, lieuId, chemin } = await enPlace({ du: '2026-12-01' });
    const { reponse } = await modifier(chemin, changement(lieuId, { le: '2026-12-01' }));
    expect(idOf(reponse.location)).toBe(id);
    expect((await seances(id)).map(({ heureDebut }) => heureDebut.hour)).toEqual([10, 10, 10, 10]);
  });

  test('ce qui a changé entre la page et la confirmation se relit d’abord', async () => {
    const { id, lieuId, chemin } = await enPlace();
    const { text } = await voir(chemin, changement(lieuId));
    await equipe.post(`/seances/${(await seanceDu(id, '2026-12-11')).id}/annuler`, { motif: 'Panne' });
    const saisie = { ...changement(lieuId), vue: vueDe(text) };
    const { status, text: again } = await equipe.post(`${chemin}/modifier`, saisie);
    expect(status).toBe(422);
    expect(again).toContain('Le planning a changé depuis que vous avez ouvert cette page');
    expect(await dates(id)).toEqual(VENDREDIS.filter((one) => one !== '2026-12-11'));
    const confirmed = await equipe.post(`${chemin}/modifier`, { ...saisie, vue: vueDe(again) });
    expect(confirmed.status).toBe(303);
  });

  test.each([
    ['passé', { le: '2026-11-23' }, 'Ce qui est passé ne se modifie pas'],
    ['avant le début', { le: AUJOURDHUI }, 'Cette permanence commence le 25 novembre 2026'],
    ['après la fin', { le: '2027-02-01' }, 'Cette permanence s’arrête le 8 janvier 2027'],
    ['sans date', { au: '2026-12-06' }, 'Aucune séance n’est possible entre ces deux dates'],
    ['à l’envers', { heureFin: '09:00' }, 'L’heure de fin doit suivre l’heure de début.'],
    ['hors vacances inconnues', { horsVacances: 'oui' }, 'Les vacances scolaires ne sont pas connues à ces dates'],
    ['un rythme sans semaines', { rythme: 'rangs' }, 'Cochez au moins une semaine du mois'],
  ])('un changement %s est refusé, avec ce qui a été saisi', async (_, autres, phrase) => {
    const { id, lieuId, chemin } = await enPlace();
    const { status, text } = await voir(chemin, changement(lieuId, autres));
    expect([status, text.includes(phrase)]).toEqual([422, true]);
    expect((await equipe.post(`${chemin}/modifier`, { ...changement(lieuId, autres), vue: 'x' })).status).toBe(422);
    expect(await dates(id)).toEqual(VENDREDIS);
  });

  test('un agent pris ailleurs au nouvel horaire est dit, avec ses dates', async () => {
    const { agentId, lieuId, chemin } = await enPlace();
    const autre = await lieu('Même agent, après-midi');
    const taken = await equipe.post('/permanences/nouvelle', {
      agentId,
      lieuId: autre,
      jour: '5',
      heureDebut: '14:00',
      heureFin: '17:00',
      du: '2026-12-11',
      au: '2026-12-18',
    });
    expect(taken.status).toBe(303);
    const { text } = await voir(chemin, changement(lieuId, { heureDebut: '15:00', heureFin: '18:00' }));
    expect(text).toContain('L’agent est déjà pris à cet horaire : 11 décembre 2026 et 18 décembre 2026.');
  });
});

describe('les rythmes au formulaire', () => {
  test('scénario 10 : les 2e et 4e vendredis, écrits et dits', async () => {
    const { chemin, lieuId } = await enPlace();
    const query = changement(lieuId, { rythme: 'rangs', le: '2026-12-01' });
    const { text } = await voir(chemin, query, ['2', '4']);
    expect(text).toContain('les 2e et 4e vendredis du mois, de 10\u00a0h à 13\u00a0h');
  });

  test('une semaine sur deux se lit sur la page, la liste et l’affichage public', async () => {
    const { id, chemin, lieuId } = await enPlace({ rythme: '2', accueil: 'rendez_vous' });
    expect(await dates(id)).toEqual(['2026-11-27', '2026-12-11', '2027-01-08']);
    expect((await equipe.get(chemin)).text).toContain('Un vendredi sur deux, de 9\u00a0h à 12\u00a0h');
    const page = await equipe.get(`/lieux/${lieuId}`);
    expect(page.text).toContain('Un vendredi sur deux, de 9\u00a0h à 12\u00a0h');
    expect(page.text).toContain('Sur rendez-vous.');
    // Noël tombe une semaine de la série : il est dit ; le 4 décembre n’en est pas une : il ne l’est pas.
    expect(page.text).toContain('jour férié : Noël');
    expect(page.text).not.toContain('vendredi 4 décembre');
  });

  test.each([
    ['mixte', {}, 'Indiquez de quelle heure à quelle heure on reçoit sur rendez-vous.'],
    ['mixte', { rdvDebut: '08:00', rdvFin: '10:00' }, 'Les rendez-vous se prennent pendant la permanence'],
    ['mixte', { rdvDebut: '11:00', rdvFin: '10:00' }, 'La fin des rendez-vous doit suivre leur début.'],
    ['mixte', { rdvDebut: '11:00', rdvFin: '11:20' }, 'La permanence est trop courte'],
    ['libre', { rdvDebut: '10:00' }, 'Ces heures ne servent que si l’on reçoit des deux façons'],
    ['rendez_vous', { pasMinutes: '5' }, 'écrivez un nombre entier de 10 à 120 minutes'],
  ])('accueil « %s » mal rempli : %o', async (accueil, autres: Saisie, phrase) => {
    const { chemin, lieuId } = await enPlace();
    const saisie = changement(lieuId, { heureDebut: '09:00', heureFin: '12:00', accueil, ...autres });
    const { status, text } = await voir(chemin, saisie);
    expect([status, text.includes(phrase)]).toEqual([422, true]);
  });
});
