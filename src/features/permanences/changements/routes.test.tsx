import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { adresseAnnuler, attendre, changerSerie, planningEntier } from '../../../../test/changements.ts';
import { testCoffre } from '../../../../test/coffre.ts';
import { type Saisie, usePlanning, vendredis } from '../../../../test/planning.ts';
import { poserMotif } from '../../../../test/rendez-vous.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { type Demande, prendre } from '../../rendez-vous/prise.ts';
import { allTerritoires } from '../../territoires/store.ts';
import { prolongerPermanences } from '../planification.ts';

const planning = usePlanning();
const { base, enPlace, seancesDe, dates, lieu, agent } = planning;
let equipe: Visitor;
let collegue: Visitor;
let motifId: string;

beforeAll(async () => {
  ({ equipe } = planning);
  motifId = await poserMotif(base.owner);
  const id = uuidv7();
  await base.owner
    .insertInto('compte')
    .values({ territoireId: '66', id, courriel: 'collegue@exemple.fr', nom: 'Collègue', role: 'equipe' })
    .execute();
  collegue = await planning.site.signedIn(id);
});
beforeEach(async () => {
  planning.travel();
  await base.owner.deleteFrom('sms').execute();
});

/** An hour later from 5 December, unless told otherwise. */
function changement(lieuId: string, autres: Saisie = {}): Saisie {
  const heures = { heureDebut: '10:00', heureFin: '13:00' };
  return { le: '2026-12-05', lieuId, jour: '5', rythme: '1', ...heures, au: '2027-01-08', accueil: 'libre', ...autres };
}

/** A permanence changed today: where it was, where it goes on, where the change is taken back. */
async function changee(autres: Saisie = {}, depart: Saisie = {}) {
  const one = await enPlace(depart);
  const { status, location } = await changerSerie(equipe, one.chemin, changement(one.lieuId, autres));
  expect(status).toBe(303);
  const adresse = await adresseAnnuler(equipe, one.chemin);
  if (adresse === null) throw new Error('A change that was made is taken back');
  return { ...one, suite: location ?? '', adresse };
}

const idOf = (chemin: string) => chemin.split('/')[2] ?? '';
const seanceDu = async (permanenceId: string, jour: string) =>
  (await seancesDe(permanenceId)).find((one) => one.jour === jour)?.id ?? '';

/** Refused, with what the page says and nothing written. */
async function refuse(adresse: string, phrase: string, qui = equipe) {
  const before = await planningEntier(base.owner);
  expect((await qui.get(adresse)).text).toContain(phrase);
  const { status, text } = await qui.post(adresse);
  expect([status, text.includes(phrase), text.includes('Ce changement ne peut pas être annulé')]).toEqual([
    422,
    true,
    true,
  ]);
  expect(await planningEntier(base.owner)).toEqual(before);
}

describe('annuler un changement de permanence, le jour même (art. 1.2)', () => {
  test('un autre jour : les séances retirées s’en vont, celles d’avant reviennent avec leurs identifiants', async () => {
    const one = await enPlace();
    const before = await seancesDe(one.id);
    const { location } = await changerSerie(equipe, one.chemin, changement(one.lieuId, { jour: '4' }));
    const suite = location ?? '';
    expect((await equipe.get(suite)).text).toContain('Vous avez modifié cette permanence aujourd’hui à 10\u00a0h');
    const adresse = (await adresseAnnuler(equipe, suite)) ?? '';
    const { text } = await equipe.get(adresse);
    expect(text).toContain('3 séances : 11 décembre 2026, 18 décembre 2026 et 8 janvier 2027');
    expect(text).toContain('5 séances : 10 décembre 2026, 17 décembre 2026, 24 décembre 2026 et 2 autres');
    const done = await equipe.post(adresse);
    expect([done.status, done.location]).toEqual([303, one.chemin]);
    expect(await seancesDe(one.id)).toEqual(before);
    expect((await equipe.get(suite)).status).toBe(404);
    expect(await adresseAnnuler(equipe, one.chemin)).toBeNull();
    const { text: after } = await equipe.get(one.chemin);
    expect(after).toContain('8 janvier 2027');
    expect(after).not.toContain('annulée');
  });

  test('le journal le dit, et deux fois n’est pas possible', async () => {
    const { id, adresse } = await changee();
    expect((await equipe.post(adresse)).status).toBe(303);
    const lignes = await base.owner
      .selectFrom('journalEntree')
      .select(['acte', 'objetId'])
      .where('acte', '=', 'annuler un changement de permanence')
      .where('objetId', '=', id)
      .execute();
    expect(lignes).toHaveLength(1);
    await refuse(adresse, 'Ce changement est déjà annulé.');
  });

  test('à qui l’a fait seulement : pour un collègue, rien n’est proposé', async () => {
    const { chemin, adresse } = await changee();
    expect(await adresseAnnuler(collegue, chemin)).toBeNull();
    expect((await collegue.get(adresse)).status).toBe(404);
    expect((await collegue.post(adresse)).status).toBe(404);
    expect((await equipe.post(adresse)).status).toBe(303);
  });

  test('jusqu’à la fin du jour à Paris, pas au-delà ; une semaine après, il n’en reste rien', async () => {
    const { chemin, adresse } = await changee();
    planning.travel('2026-11-25');
    const lendemain = await planning.site.signedIn(planning.small.comptes.equipe);
    expect(await adresseAnnuler(lendemain, chemin)).toBeNull();
    await refuse(adresse, 'Ce changement a été fait le 24 novembre 2026', lendemain);
    await inTerritoire(base.request, '66', (db) =>
      prolongerPermanences(db, '66', Temporal.PlainDate.from('2026-12-02')),
    );
    expect((await lendemain.get(adresse)).status).toBe(404);
  });

  test('arrêter, confier : de même, avec ce qui les dit', async () => {
    const arretee = await enPlace();
    await equipe.post(`${arretee.chemin}/arreter`, { au: '2026-12-05', motif: 'Essai' });
    expect((await equipe.get(arretee.chemin)).text).toContain('Vous avez arrêté cette permanence');
    expect((await equipe.post((await adresseAnnuler(equipe, arretee.chemin)) ?? '')).status).toBe(303);
    expect(await dates(arretee.id)).toHaveLength(5);

    const confiee = await enPlace();
    await equipe.post(`${confiee.chemin}/reaffecter`, { agentId: await agent('Relais'), du: '2026-12-05', au: '' });
    expect((await equipe.get(confiee.chemin)).text).toContain('Vous avez confié cette permanence à un autre agent');
    expect((await equipe.post((await adresseAnnuler(equipe, confiee.chemin)) ?? '')).status).toBe(303);
    const agents = await base.owner
      .selectFrom('seance')
      .select('agentId')
      .where('permanenceId', '=', confiee.id)
      .execute();
    expect(new Set(agents.map(({ agentId }) => agentId))).toEqual(new Set([confiee.agentId]));
  });

  test('un second changement s’annule d’abord, puis le premier', async () => {
    const one = await changee();
    const { location } = await changerSerie(
      equipe,
      one.suite,
      changement(one.lieuId, { le: '2026-12-12', heureDebut: '11:00', heureFin: '14:00' }),
    );
    await refuse(one.adresse, 'La permanence a été changée de nouveau depuis');
    expect((await equipe.post((await adresseAnnuler(equipe, location ?? '')) ?? '')).status).toBe(303);
    expect((await equipe.post(one.adresse)).status).toBe(303);
    expect(await dates(one.id)).toHaveLength(5);
  });
});

describe('ceux qui avaient été prévenus', () => {
  const dit = async (rendezVousId: string) =>
    (
      await base.owner
        .selectFrom('sms')
        .select('texte')
        .where('rendezVousId', '=', rendezVousId)
        .orderBy('createdAt')
        .orderBy('id')
        .execute()
    ).map(({ texte }) => texte);

  test('le sont de l’annulation, une fois ; les autres ne reçoivent rien', async () => {
    const one = await enPlace();
    const [touche, perdu, loin] = await Promise.all([
      attendre(base.owner, { seanceId: await seanceDu(one.id, '2026-12-11'), motifId }),
      attendre(base.owner, {
        ...{ seanceId: await seanceDu(one.id, '2026-12-18'), motifId },
        ...{ debut: '11:30', fin: '12:00' },
      }),
      attendre(base.owner, { seanceId: await seanceDu(one.id, '2026-11-27'), motifId }),
    ]);
    // Shorter: who was awaited at 11 h 30 no longer fits.
    await changerSerie(equipe, one.chemin, changement(one.lieuId, { heureFin: '11:30' }));
    expect(await dit(touche)).toEqual([expect.stringContaining('a changé : vendredi 11/12 à 10 h 30')]);
    expect(await dit(perdu)).toEqual([expect.stringContaining('ne peut pas avoir lieu')]);
    const adresse = (await adresseAnnuler(equipe, one.chemin)) ?? '';
    expect((await equipe.get(adresse)).text).toContain('2 rendez-vous sont concernés');
    expect((await equipe.post(adresse)).status).toBe(303);
    expect((await dit(touche)).slice(1)).toEqual([expect.stringContaining('a changé : vendredi 11/12 à 9 h 30')]);
    expect((await dit(perdu)).slice(1)).toEqual([expect.stringContaining('a changé : vendredi 18/12 à 11 h 30')]);
    expect(await dit(loin)).toEqual([]);
    const rows = await base.owner
      .selectFrom('rendezVous')
      .select(['statut', 'aDire'])
      .where('id', 'in', [touche, perdu, loin])
      .execute();
    expect(rows).toEqual(Array(3).fill({ statut: 'confirme', aDire: null }));
  });

  test('qui a annulé entre-temps ne revient pas, et ne reçoit rien de plus', async () => {
    const one = await enPlace();
    const rdv = await attendre(base.owner, { seanceId: await seanceDu(one.id, '2026-12-11'), motifId });
    await changerSerie(equipe, one.chemin, changement(one.lieuId));
    const annule = { statut: 'annule', annulePar: 'personne', annuleAt: Temporal.Instant.from('2026-11-24T10:00:00Z') };
    await base.owner.updateTable('rendezVous').set(annule).where('id', '=', rdv).execute();
    const before = await dit(rdv);
    expect((await equipe.post((await adresseAnnuler(equipe, one.chemin)) ?? '')).status).toBe(303);
    const row = await base.owner.selectFrom('rendezVous').select('statut').where('id', '=', rdv).executeTakeFirst();
    expect([row?.statut, await dit(rdv)]).toEqual(['annule', before]);
  });

  test('une place tenue pour qui attend l’est de nouveau, tant que son délai court', async () => {
    const one = await enPlace();
    const attente = async (n: number) => {
      const id = uuidv7();
      await base.owner
        .insertInto('rdvAttente')
        .values({
          ...{ territoireId: '66', id, lieuId: one.lieuId, motifId, statut: 'propose', prevenir: 'guichet' },
          ...{ du: Temporal.PlainDate.from('2026-12-01'), au: Temporal.PlainDate.from('2026-12-31') },
          ...{ codeAttente: `ATTENTE${n}`, jetonHash: Buffer.from(id), prenom: 'Violette' },
        })
        .execute();
      return id;
    };
    const tenir = async (n: number, jusqua: string) =>
      attendre(base.owner, {
        ...{ seanceId: await seanceDu(one.id, n === 1 ? '2026-12-11' : '2026-12-18'), motifId },
        ...{ debut: '11:30', fin: '12:00', statut: 'tenu', attenteId: await attente(n) },
        tenuJusqua: Temporal.Instant.from(jusqua),
      });
    const [encore, fini] = [await tenir(1, '2026-11-24T13:00:00Z'), await tenir(2, '2026-11-24T08:00:00Z')];
    await changerSerie(equipe, one.chemin, changement(one.lieuId, { heureFin: '11:30' }));
    const statut = async (id: string) =>
      (await base.owner.selectFrom('rendezVous').select('statut').where('id', '=', id).executeTakeFirst())?.statut;
    expect([await statut(encore), await statut(fini)]).toEqual(['annule', 'annule']);
    expect((await equipe.post((await adresseAnnuler(equipe, one.chemin)) ?? '')).status).toBe(303);
    expect([await statut(encore), await statut(fini)]).toEqual(['tenu', 'annule']);
  });
});

describe('ce qui empêche d’annuler un changement', () => {
  test('un rendez-vous pris depuis dans une séance changée ; annulé, il n’empêche plus rien', async () => {
    const { suite, adresse } = await changee();
    const seanceId = await seanceDu(idOf(suite), '2026-12-11');
    const rdv = await attendre(base.owner, { seanceId, motifId, debut: '10:30', fin: '11:00' });
    await refuse(adresse, 'Des rendez-vous ont été pris depuis dans les séances changées : 11 décembre 2026.');
    const annule = { statut: 'annule', annulePar: 'personne', annuleAt: Temporal.Instant.from('2026-11-24T10:00:00Z') };
    await base.owner.updateTable('rendezVous').set(annule).where('id', '=', rdv).execute();
    expect((await equipe.post(adresse)).status).toBe(303);
  });

  test('dans une séance ajoutée, il en reste une trace même annulé', async () => {
    const { suite, adresse } = await changee({ jour: '4' });
    const seanceId = await seanceDu(idOf(suite), '2026-12-10');
    const annule = { statut: 'annule', annulePar: 'personne', annuleAt: Temporal.Instant.from('2026-11-24T10:00:00Z') };
    await attendre(base.owner, { seanceId, motifId, debut: '10:30', fin: '11:00', ...annule });
    await refuse(adresse, 'Des rendez-vous ont été pris depuis dans les séances changées : 10 décembre 2026.');
  });

  test('un rendez-vous pris dans une séance que le changement ne touche pas n’empêche rien', async () => {
    // Only its end changes.
    const one = await changee({ heureDebut: '09:00', heureFin: '12:00', au: '2026-12-31' });
    const seanceId = await seanceDu(idOf(one.suite), '2026-12-11');
    await attendre(base.owner, { seanceId, motifId });
    expect((await equipe.post(one.adresse)).status).toBe(303);
    expect(await dates(one.id)).toHaveLength(5);
  });

  test('quelque chose noté dans une séance changée, ou quelqu’un qui y est venu', async () => {
    const one = await enPlace({ jour: '2', du: '2026-11-24' });
    const seanceId = await seanceDu(one.id, '2026-11-24');
    const rdv = await attendre(base.owner, { seanceId, motifId });
    await changerSerie(equipe, one.chemin, changement(one.lieuId, { le: '2026-11-24', jour: '2' }));
    const adresse = (await adresseAnnuler(equipe, one.chemin)) ?? '';
    await base.owner.updateTable('rendezVous').set({ statut: 'arrive' }).where('id', '=', rdv).execute();
    await refuse(adresse, 'Quelque chose a été noté depuis dans ces séances : 24 novembre 2026.');
    await base.owner.updateTable('rendezVous').set({ statut: 'confirme' }).where('id', '=', rdv).execute();
    const temps = { tempsJour: Temporal.PlainDate.from('2026-11-24'), tempsNature: 'trajet', tempsMinutes: 30 };
    await base.owner
      .insertInto('tempsAgent')
      .values({ territoireId: '66', id: uuidv7(), agentId: one.agentId, seanceId, ...temps })
      .execute();
    await refuse(adresse, 'Quelque chose a été noté depuis dans ces séances : 24 novembre 2026.');
  });

  test('une séance changée une à une, tant qu’elle n’est pas remise', async () => {
    const { suite, adresse } = await changee();
    const seance = await seanceDu(idOf(suite), '2026-12-11');
    await equipe.post(`/seances/${seance}/annuler`, { motif: 'Panne' });
    await refuse(adresse, 'Des séances ont été changées une à une depuis : 11 décembre 2026.');
    expect((await equipe.post(`/seances/${seance}/retablir`)).status).toBe(303);
    expect((await equipe.post(adresse)).status).toBe(303);
  });

  test('le lieu d’avant pris, l’agent d’avant pris, une salle ou un lieu fermés, une absence', async () => {
    const ailleurs = await lieu('Où elle va');
    const one = await changee({ lieuId: ailleurs, heureDebut: '09:00', heureFin: '12:00' });
    const prise = await equipe.post(
      '/permanences/nouvelle',
      vendredis(await agent('Qui prend'), one.lieuId, { du: '2026-12-18', au: '2026-12-18' }),
    );
    expect(prise.status).toBe(303);
    const { status, text } = await equipe.post(one.adresse);
    expect([status, text.includes('Le lieu, ou la salle, d’avant a été pris par une autre permanence.')]).toEqual([
      422,
      true,
    ]);
    expect((await equipe.post(`${prise.location}/arreter`, { au: '2026-12-18', motif: 'Essai' })).status).toBe(303);

    const autre = await changee({ jour: '4' });
    const agentPris = vendredis(autre.agentId, await lieu('Où il est'), { du: '2026-12-11', au: '2026-12-11' });
    expect((await equipe.post('/permanences/nouvelle', agentPris)).status).toBe(303);
    expect((await equipe.post(autre.adresse)).text).toContain('L’agent d’avant a été pris ailleurs à ces heures.');

    const ferme = await changee({ lieuId: await lieu('Ouvert'), heureDebut: '09:00', heureFin: '12:00' });
    const ferme1 = { fermeLe: Temporal.PlainDate.from('2026-11-24') };
    await base.owner.updateTable('lieu').set(ferme1).where('id', '=', ferme.lieuId).execute();
    await refuse(ferme.adresse, 'Ce lieu a été fermé depuis : Lieu ');

    const absente = await changee({ jour: '4' });
    await base.owner
      .insertInto('absence')
      .values({
        ...{ territoireId: '66', id: uuidv7(), agentId: absente.agentId, absentNature: 'conge' },
        ...{ absentDu: Temporal.PlainDate.from('2026-12-18'), absentAu: Temporal.PlainDate.from('2026-12-18') },
      })
      .execute();
    await refuse(absente.adresse, 'Une absence de l’agent d’avant a été notée depuis, à ces dates : 18 décembre 2026.');

    const close = await changee({ jour: '4' });
    await base.owner
      .insertInto('lieuFermeture')
      .values({
        ...{ territoireId: '66', id: uuidv7(), lieuId: close.lieuId, motif: 'Travaux' },
        ...{ du: Temporal.PlainDate.from('2026-12-11'), au: Temporal.PlainDate.from('2026-12-11') },
      })
      .execute();
    await refuse(close.adresse, 'Une fermeture du lieu d’avant a été notée depuis, à ces dates : 11 décembre 2026.');
  });

  test('la salle d’avant fermée depuis', async () => {
    const lieuId = await lieu('À une salle');
    await equipe.post(`/lieux/${lieuId}/salles`, { nomSalle: 'Salle d’essai', places: '8' });
    const salle = await base.owner
      .selectFrom('salle')
      .select('id')
      .where('lieuId', '=', lieuId)
      .executeTakeFirstOrThrow();
    const posee = await equipe.post(
      '/permanences/nouvelle',
      vendredis(await agent('En salle'), lieuId, { salleId: salle.id }),
    );
    await changerSerie(equipe, posee.location ?? '', changement(lieuId, { le: '2026-11-25' }));
    const adresse = (await adresseAnnuler(equipe, posee.location ?? '')) ?? '';
    expect((await equipe.post(`/salles/${salle.id}`)).status).toBe(303);
    await refuse(adresse, 'Cette salle a été fermée depuis : Salle d’essai. Rouvrez-la d’abord.');
  });
});

describe('au même instant', () => {
  test('deux annulations : une seule est faite', async () => {
    for (let i = 0; i < 4; i++) {
      const { id, adresse } = await changee({ jour: '4' });
      const answers = await Promise.all([equipe.post(adresse), equipe.post(adresse), equipe.post(adresse)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422]);
      expect(await dates(id)).toHaveLength(5);
    }
  });

  test('annuler et changer de nouveau : l’un des deux, jamais un mélange', async () => {
    for (let i = 0; i < 4; i++) {
      const one = await changee();
      const second = changement(one.lieuId, { le: '2026-12-12', heureDebut: '11:00', heureFin: '14:00' });
      const [undone, changed] = await Promise.all([equipe.post(one.adresse), changerSerie(equipe, one.suite, second)]);
      expect(undone.status === 303).toBe(changed.status !== 303);
      const chemins = [one.chemin, one.suite, ...(changed.location === null ? [] : [changed.location])];
      const prevues = await Promise.all(chemins.map((chemin) => dates(idOf(chemin))));
      expect(prevues.flat()).toHaveLength(5);
    }
  });

  test('annuler et prendre un rendez-vous dans une séance ajoutée : l’un des deux', async () => {
    const territoire = (await allTerritoires(base.request)).find(({ id }) => id === '66');
    if (territoire === undefined) throw new Error('No territoire');
    const chez = {
      territoire,
      url: 'http://localhost',
      coffre: testCoffre,
      now: Temporal.Instant.from('2026-11-24T09:00:00Z'),
    };
    const seen = new Set<string>();
    for (let i = 0; i < 8; i++) {
      const one = await changee({ jour: '4', accueil: 'rendez_vous' }, { accueil: 'rendez_vous' });
      const seanceId = await seanceDu(idOf(one.suite), '2026-12-10');
      const demande: Demande = {
        ...{ seanceId, debut: Temporal.PlainTime.from('10:30'), motifId, canal: 'agent', createdBy: null },
        ...{ prenom: 'Violette', telephone: null, courriel: null, besoin: null, prevenir: 'guichet', personneId: null },
        ...{ prescripteurNom: null, prescripteurStructure: null, prescripteurCourriel: null },
      };
      const prise = () => inTerritoire(base.request, '66', (db) => prendre(db, chez, demande));
      const both = i % 2 === 0 ? [prise(), equipe.post(one.adresse)] : [equipe.post(one.adresse), prise()];
      const answers = await Promise.all(both);
      const taken = answers.some((answer) => 'rdv' in answer);
      const undone = answers.some((answer) => 'status' in answer && answer.status === 303);
      expect([taken, undone]).toEqual([taken, !taken]);
      seen.add(taken ? 'pris' : 'annulé');
      const rows = await base.owner.selectFrom('rendezVous').select('id').where('seanceId', '=', seanceId).execute();
      expect(rows).toHaveLength(taken ? 1 : 0);
    }
    expect(seen.size).toBeGreaterThan(0);
  });
});
