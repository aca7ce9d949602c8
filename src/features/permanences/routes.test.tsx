import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectFrenchOrData } from '../../../test/hostile-form.ts';
import { AUJOURDHUI, usePlanning, vendredis } from '../../../test/planning.ts';
import type { SmallTerritoire } from '../../../test/small-territoire.ts';
import type { Visitor } from '../../../test/visitor.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { arretForm, permanenceForm } from './forms.ts';

const planning = usePlanning();
const { base, lieu, agent, enPlace, seancesDe, dates } = planning;
let equipe: Visitor;
let small: SmallTerritoire;
beforeAll(() => {
  ({ equipe, small } = planning);
});
const jour = Temporal.PlainDate.from;

describe('mettre en place une permanence (art. 1.2)', () => {
  test('une séance par semaine, sauf les jours fériés', async () => {
    const { id, chemin } = await enPlace();
    const jours = ['2026-11-27', '2026-12-04', '2026-12-11', '2026-12-18', '2027-01-08'];
    expect(await dates(id)).toEqual(jours);
    const { text } = await equipe.get(chemin);
    expect(text).toContain('Chaque vendredi, de 9\u00a0h à 12\u00a0h');
    expect(text).toContain('vendredi 18 décembre 2026');
    expect(text).not.toContain('25 décembre');
  });

  test('sans dernier jour, les séances sont tenues douze mois en avant', async () => {
    const { id } = await enPlace({ au: '', du: AUJOURDHUI, jour: '2' });
    const jours = await dates(id);
    // 53 mardis du 24 novembre 2026 au 23 novembre 2027, dont aucun n’est férié.
    expect(jours).toHaveLength(53);
    expect([jours[0], jours.at(-1)]).toEqual([AUJOURDHUI, '2027-11-23']);
  });

  test('toutes les raisons de refuser se disent à la fois, et rien n’est écrit', async () => {
    const lieuId = await lieu('Lieu sans rien', ['internet']);
    await base.owner.updateTable('lieu').set({ structureId: small.structure }).where('id', '=', lieuId).execute();
    const agentId = await agent('Presque parti');
    await base.owner
      .updateTable('agent')
      .set({ contratFin: jour(AUJOURDHUI) })
      .where('id', '=', agentId)
      .execute();
    const saisie = vendredis(agentId, lieuId, { du: '2026-11-23', heureDebut: '12:00', heureFin: '12:00' });
    const { status, text } = await equipe.post('/permanences/nouvelle', saisie);
    expect(status).toBe(422);
    for (const phrase of [
      'L’heure de fin doit suivre l’heure de début.',
      'Le premier jour ne peut pas être passé.',
      'Ce lieu ne peut pas accueillir de permanence. Accueille du public : jamais constaté',
      'Ce lieu n’a pas encore l’accord du Bénéficiaire et du Département.',
      'La convention n’est pas en vigueur à ces dates : 27 novembre 2026, 4 décembre 2026, 11 décembre 2026 et 2 autres.',
      'L’agent n’a pas de contrat en cours à ces dates : 27 novembre 2026, 4 décembre 2026, 11 décembre 2026 et 2 autres.',
    ]) {
      expect(text).toContain(phrase);
    }
    expect(text).toContain('value="2026-11-23"');
    const rows = await base.owner.selectFrom('permanence').select('id').where('lieuId', '=', lieuId).execute();
    expect(rows).toEqual([]);
  });

  test('l’agent et le lieu déjà pris sont dits, avec leurs dates', async () => {
    const first = await enPlace();
    const autreLieu = await lieu('Autre lieu');
    const autreAgent = await agent('Autre');
    const memeAgent = {
      ...vendredis(first.agentId, autreLieu),
      heureDebut: '11:59',
      heureFin: '13:00',
      au: '2026-12-04',
    };
    const agentPris = await equipe.post('/permanences/nouvelle', memeAgent);
    expect(agentPris.status).toBe(422);
    expect(agentPris.text).toContain('L’agent est déjà pris à cet horaire : 27 novembre 2026 et 4 décembre 2026.');
    const memeLieu = { ...vendredis(autreAgent, first.lieuId), au: '2026-11-27' };
    const lieuPris = await equipe.post('/permanences/nouvelle', memeLieu);
    expect(lieuPris.text).toContain('Le lieu est déjà occupé à cet horaire : 27 novembre 2026.');
    const bout = { ...memeLieu, heureDebut: '12:00', heureFin: '14:00' };
    expect((await equipe.post('/permanences/nouvelle', bout)).status).toBe(303);
  });

  test('une séance annulée laisse la place', async () => {
    const first = await enPlace({ au: '2026-11-27' });
    const [seance] = await seancesDe(first.id);
    await equipe.post(`/seances/${seance?.id}/annuler`, { motif: 'Formation' });
    const again = await equipe.post('/permanences/nouvelle', vendredis(first.agentId, first.lieuId));
    expect(again.status).toBe(303);
  });

  test('vingt demandes simultanées pour la même demi-journée : une seule l’emporte, les autres sont refusées', async () => {
    const agentId = await agent('Très demandé');
    const lieuId = await lieu('Très demandé');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => equipe.post('/permanences/nouvelle', vendredis(agentId, lieuId))),
    );
    const refused = answers.filter(({ status }) => status === 422);
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(refused).toHaveLength(19);
    for (const { text } of refused) {
      expect(text).toContain('L’agent est déjà pris à cet horaire : 27 novembre 2026');
      expect(text).toContain('Le lieu est déjà occupé à cet horaire : 27 novembre 2026');
    }
    const rows = await base.owner.selectFrom('seance').select('id').where('lieuId', '=', lieuId).execute();
    expect(rows).toHaveLength(5);
  });

  test('agents et lieux croisés au même instant : chacun a sa réponse, aucun créneau n’est pris deux fois', async () => {
    const agents = await Promise.all(['Croisé A', 'Croisé B', 'Croisé C'].map(agent));
    const lieux = await Promise.all(['Croisé 1', 'Croisé 2', 'Croisé 3'].map((nom) => lieu(nom)));
    const pairs = agents.flatMap((agentId) => lieux.map((lieuId) => vendredis(agentId, lieuId)));
    const answers = await Promise.all(pairs.map((saisie) => equipe.post('/permanences/nouvelle', saisie)));
    expect(answers.map(({ status }) => status).filter((status) => status !== 303 && status !== 422)).toEqual([]);
    const rows = await base.owner.selectFrom('permanence').select('lieuId').where('lieuId', 'in', lieux).execute();
    expect(rows.length).toBeLessThanOrEqual(3);
    expect(rows.length).toBeGreaterThan(0);
  });

  test.each([
    ['agentId', '', 'Choisissez l’agent.'],
    ['agentId', randomUUID(), 'Choisissez l’agent dans la liste.'],
    ['lieuId', randomUUID(), 'Choisissez le lieu dans la liste.'],
    ['jour', '8', 'Choisissez le jour de la semaine dans la liste.'],
    ['heureDebut', '24:00', 'écrivez l’heure sous la forme HH:MM'],
    ['du', '2027-02-31', 'cette date n’existe pas dans le calendrier'],
    ['au', '2026-11-24', 'Le dernier jour ne peut pas précéder le premier.'],
    ['au', '2026-11-26', 'Aucune séance n’est possible entre ces deux dates'],
    ['du', '<script>alert(1)</script>', 'écrivez la date sous la forme JJ/MM/AAAA'],
  ])('%s « %s » est refusé en français, sans rien perdre', async (champ, valeur, phrase) => {
    const agentId = await agent('Hostile');
    const saisie = { ...vendredis(agentId, await lieu('Hostile')), [champ]: valeur };
    const { status, text } = await equipe.post('/permanences/nouvelle', saisie);
    expect(status).toBe(422);
    expect(text).toContain(phrase);
    expect(text).toContain('value="12:00"');
    expect(text).not.toContain('<script>alert');
  });

  test('l’agent et le lieu d’un autre territoire ne sont pas dans la liste', async () => {
    const { text } = await equipe.post('/permanences/nouvelle', vendredis(small.agentVoisin, await lieu('Ici')));
    expect(text).toContain('Choisissez l’agent dans la liste.');
  });

  test('un lieu fermé n’est plus proposé', async () => {
    const lieuId = await lieu('Fermé');
    await equipe.post(`/lieux/${lieuId}/fermer`);
    const refused = await equipe.post('/permanences/nouvelle', vendredis(await agent('Là'), lieuId));
    expect(refused.text).toContain('Choisissez le lieu dans la liste.');
  });
});

describe('arrêter une permanence', () => {
  test('les séances d’après sont annulées avec le motif, les autres restent', async () => {
    const { id, chemin } = await enPlace();
    const stopped = await equipe.post(`${chemin}/arreter`, { au: '2026-12-04', motif: 'Travaux' });
    expect(stopped.location).toBe(chemin);
    expect(await dates(id)).toEqual(['2026-11-27', '2026-12-04']);
    expect(await dates(id, 'annulee')).toEqual(['2026-12-11', '2026-12-18', '2027-01-08']);
    expect((await seancesDe(id)).at(-1)?.motif).toBe('Travaux');
    const longer = await equipe.post(`${chemin}/arreter`, { au: '2026-12-11', motif: 'Non' });
    expect(longer.text).toContain('Cette permanence s’arrête déjà avant ce jour.');
  });

  test('une séance tenue ne s’annule pas, même le jour où l’on arrête tout', async () => {
    const { id, agentId, chemin } = await enPlace({ du: AUJOURDHUI, jour: '2' });
    await base.owner
      .updateTable('permanence')
      .set({ du: jour('2026-11-17') })
      .where('id', '=', id)
      .execute();
    const [today] = await seancesDe(id);
    await base.owner
      .insertInto('accompagnement')
      .values({
        territoireId: '66',
        id: uuidv7(),
        seanceId: today?.id ?? '',
        agentId,
        jour: jour(AUJOURDHUI),
        dureeMinutes: 30,
        thematiques: ['Email'],
        objectif: 'permanence',
        issue: 'faite',
        genre: 'NonCommunique',
        trancheAge: 'NonCommunique',
        statutSocial: 'NonCommunique',
      })
      .execute();
    const cancelled = await equipe.post(`/seances/${today?.id}/annuler`, { motif: 'Erreur' });
    expect(cancelled.status).toBe(422);
    expect(cancelled.text).toContain('elle a eu lieu, elle ne s’annule plus');
    expect((await equipe.post(`${chemin}/arreter`, { au: '2026-11-23', motif: 'Fin' })).status).toBe(303);
    expect(await dates(id)).toEqual([AUJOURDHUI]);
  });

  test.each([
    ['2026-11-22', 'Les séances passées ne s’annulent pas'],
    ['2026-11-24', 'Le dernier jour ne peut pas précéder le premier.'],
    ['2027-02-01', 'Cette permanence s’arrête déjà avant ce jour.'],
    ['', 'Indiquez le dernier jour.'],
  ])('dernier jour « %s » : refusé', async (au, phrase) => {
    const { id, chemin } = await enPlace();
    const refused = await equipe.post(`${chemin}/arreter`, { au, motif: 'Fin' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(phrase);
    expect(refused.text).toContain('value="Fin"');
    expect(await dates(id)).toHaveLength(5);
  });
});

describe('lire les permanences', () => {
  test('la liste se cherche par jour et s’exporte, un fait par colonne', async () => {
    const lieuId = await lieu('Salle =1+1');
    const agentId = await agent('Cherché');
    await equipe.post('/permanences/nouvelle', vendredis(agentId, lieuId));
    expect((await equipe.get('/permanences?q=vendredi%20cherche')).text).toContain('1 résultat');
    const { text, headers } = await equipe.get('/permanences.csv?q=cherche');
    expect(headers.get('content-type')).toContain('text/csv');
    expect(text).toBe(
      'Lieu;Commune;Agent;Jour;Rythme;Début;Fin;Premier jour;Dernier jour;Accueil;Salle;Prochaine séance\r\n' +
        'Salle =1+1;Céret;Zoé Cherché;vendredi;chaque vendredi;09:00;12:00;25/11/2026;08/01/2027;Sans rendez-vous;;27/11/2026\r\n',
    );
  });
});

test.each([
  ['permanence', permanenceForm],
  ['arrêt', arretForm],
])('formulaire « %s » : quoi qu’on y écrive, il répond en français', (_, schema) => {
  expectFrenchOrData(schema);
});
