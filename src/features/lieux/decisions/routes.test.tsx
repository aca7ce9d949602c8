import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import { AUJOURDHUI, usePlanning } from '../../../../test/planning.ts';
import { exigences2022 } from '../rules.ts';
import { demenagerForm, remettreForm, suspendreForm } from './forms.ts';

const planning = usePlanning();
const { base, lieu, enPlace, dates, seancesDe } = planning;

let permanence: Awaited<ReturnType<typeof enPlace>>;
let decision: string;

beforeAll(() => planning.travel(AUJOURDHUI));

/** A permanence on Fridays, in a lieu whose office was lost today. */
beforeEach(async () => {
  permanence = await enPlace();
  decision = `/lieux/${permanence.lieuId}/decision`;
  await constater('non');
});

/** Signed in on the day it is: a session does not outlive a journey. */
const signIn = () => planning.site.signedIn(planning.small.comptes.equipe);

async function constater(bureau_confidentiel: 'oui' | 'non', constateLe = AUJOURDHUI) {
  const sent = { constateLe, constatePar: 'Nour Bourdaine', bureau_confidentiel };
  expect((await (await signIn()).post(`/lieux/${permanence.lieuId}/visite`, sent)).status).toBe(303);
}

/** The lieu is that of a structure, and the account of the agent holds its permanence; nothing was mailed yet. */
async function accueillir() {
  const { structure, comptes } = planning.small;
  await base.owner.updateTable('lieu').set({ structureId: structure }).where('id', '=', permanence.lieuId).execute();
  await base.owner.updateTable('compte').set({ agentId: permanence.agentId }).where('id', '=', comptes.agent).execute();
  await base.owner.deleteFrom('courriel').execute();
}

const courriels = () =>
  base.owner
    .selectFrom('courriel')
    .select(['destinataire', 'sujet', 'texte', 'genre'])
    .orderBy('destinataire')
    .execute();

const decisions = () =>
  base.owner.selectFrom('lieuDecision').selectAll().where('lieuId', '=', permanence.lieuId).execute();
const fiche = async () => (await (await signIn()).get(`/lieux/${permanence.lieuId}/fiche`)).text;

describe('un critère perdu (art. 1.2)', () => {
  test('ouvre une décision : rien n’est annulé, le tableau de bord et la fiche la demandent', async () => {
    expect(await dates(permanence.id)).toHaveLength(5);
    expect((await planning.equipe.get('/tableau-de-bord')).text).toContain(`href="${decision}"`);
    expect(await fiche()).toContain('Ce lieu ne convient plus, et des séances y sont prévues');
    const { text } = await planning.equipe.get(decision);
    expect(text).toContain('5 séances y sont prévues.');
    for (const choix of ['remettre', 'demenager', 'suspendre']) expect(text).toContain(`${decision}/${choix}`);
  });

  test('un agent ou un référent ne décide pas', async () => {
    for (const compte of [planning.small.comptes.agent, planning.small.comptes.referent]) {
      const visitor = await planning.site.signedIn(compte);
      expect((await visitor.get(decision)).status).toBe(403);
      const sent = { echeance: '2026-12-31', motif: 'x' };
      expect((await visitor.post(`${decision}/suspendre`, sent)).status).toBe(403);
    }
    expect(await decisions()).toEqual([]);
  });
});

describe('remettre en conformité avant une date', () => {
  const sent = { echeance: '2026-12-20', motif: 'Travaux du bureau' };

  test('les séances restent, une dérogation court jusqu’à ce jour, et un constat ferme la décision', async () => {
    expect((await planning.equipe.post(`${decision}/remettre`, sent)).status).toBe(303);
    expect(await dates(permanence.id)).toHaveLength(5);
    expect(await decisions()).toMatchObject([
      {
        choix: 'remettre',
        criteres: ['bureau_confidentiel'],
        jour: Temporal.PlainDate.from(AUJOURDHUI),
        echeance: Temporal.PlainDate.from('2026-12-20'),
        createdBy: planning.small.comptes.equipe,
      },
    ]);
    const text = await fiche();
    expect(text).toContain('Par dérogation jusqu’au 20 décembre 2026, malgré : Bureau fermé et confidentiel.');
    expect(text).toContain('en cours');
    expect(text).not.toContain('Ce lieu ne convient plus');
    const again = await planning.equipe.post(`${decision}/remettre`, sent);
    expect(again.status).toBe(422);
    expect(again.text).toContain('Une décision est déjà en cours pour ce lieu');

    planning.travel('2026-12-10');
    await constater('oui', '2026-12-10');
    expect(await fiche()).toContain('par le constat du 10/12/2026');
    planning.travel();
  });

  test('passé ce jour sans constat, il faut décider de nouveau', async () => {
    await planning.equipe.post(`${decision}/remettre`, sent);
    planning.travel('2026-12-21');
    expect(await fiche()).toContain('date dépassée');
    expect(await fiche()).toContain('Ce lieu ne convient plus');
    planning.travel();
  });

  test('deux personnes à la fois : une seule décision', async () => {
    const both = await Promise.all([1, 2].map(() => planning.equipe.post(`${decision}/remettre`, sent)));
    expect(both.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(await decisions()).toHaveLength(1);
  });

  test('tout ce qui ne va pas est dit à la fois, et rien ne se perd', async () => {
    const refused = await planning.equipe.post(`${decision}/remettre`, { echeance: '2026-02-31', motif: '' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('cette date n’existe pas dans le calendrier');
    expect(refused.text).toContain('Indiquez le motif.');
    expect(refused.text).toContain('value="2026-02-31"');
    const past = await planning.equipe.post(`${decision}/remettre`, { ...sent, echeance: '2026-11-23' });
    expect(past.text).toContain('Choisissez aujourd’hui ou un jour à venir.');
  });
});

describe('suspendre jusqu’à une date', () => {
  test('ce qui serait annulé est montré, puis annulé avec son motif ; la suite reste prévue', async () => {
    const shown = await planning.equipe.get(`${decision}/suspendre?echeance=2026-12-11`);
    expect(shown.text).toContain('3 séances seront annulées : 27 novembre 2026, 4 décembre 2026 et 11 décembre 2026.');
    expect(await dates(permanence.id)).toHaveLength(5);

    const sent = { echeance: '2026-12-11', motif: 'Bureau en travaux' };
    const { status } = await planning.equipe.post(`${decision}/suspendre`, sent);
    expect(status).toBe(303);
    expect(await dates(permanence.id)).toEqual(['2026-12-18', '2027-01-08']);
    const annulees = (await seancesDe(permanence.id)).filter(({ statut }) => statut === 'annulee');
    expect(new Set(annulees.map(({ motif }) => motif))).toEqual(new Set(['Bureau en travaux']));
    expect(await decisions()).toMatchObject([{ choix: 'suspendre', seancesAnnulees: 3 }]);
    expect((await planning.site.anonymous().get(`/lieux/${permanence.lieuId}`)).text).not.toContain(
      'Bureau en travaux',
    );
    expect(await fiche()).toContain('3 séances annulées');

    // Once the office is back, what was cancelled can be planned again.
    await constater('oui');
    const first = annulees[0]?.id ?? '';
    expect((await planning.equipe.post(`/seances/${first}/retablir`)).status).toBe(303);
  });

  test('l’agent et le référent en reçoivent l’avis, sans le motif', async () => {
    await accueillir();
    const sent = { echeance: '2026-12-11', motif: 'Bureau en travaux' };
    expect((await planning.equipe.post(`${decision}/suspendre`, sent)).status).toBe(303);
    const mails = await courriels();
    expect(mails.map(({ destinataire, genre }) => [destinataire, genre])).toEqual([
      ['referent@exemple.fr', 'suites'],
      ['tramontane@exemple.fr', 'suites'],
    ]);
    for (const { sujet, texte } of mails) {
      expect(sujet).toMatch(/^Permanences annulées : Lieu /);
      expect(texte).toContain('Elles sont suspendues jusqu’au 11 décembre 2026 inclus.');
      expect(texte).toContain('3 séances, du 27 novembre 2026 au 11 décembre 2026');
      expect(texte).not.toContain('Bureau');
    }
  });

  test('une séance où une aide est notée a eu lieu : elle reste', async () => {
    const [first] = await seancesDe(permanence.id);
    const profil = { genre: 'feminin', trancheAge: '35-59', statutSocial: 'en_emploi' };
    await base.owner
      .insertInto('accompagnement')
      .values({
        territoireId: '66',
        id: randomUUID(),
        seanceId: first?.id ?? '',
        agentId: permanence.agentId,
        jour: Temporal.PlainDate.from('2026-11-27'),
        dureeMinutes: 30,
        thematiques: ['sante'],
        objectif: 'autre',
        issue: 'faite',
        ...profil,
      })
      .execute();
    await planning.equipe.post(`${decision}/suspendre`, { echeance: '2026-12-11', motif: 'Travaux' });
    expect(await dates(permanence.id)).toEqual(['2026-11-27', '2026-12-18', '2027-01-08']);
  });

  test.each([
    ['2026-11-23', 'Choisissez aujourd’hui ou un jour à venir.'],
    ['2027-12-01', 'Choisissez un jour dans les 12 mois.'],
    ['demain', 'Écrivez la date'],
  ])('jusqu’au %s : refusé', async (echeance, phrase) => {
    const { status, text } = await planning.equipe.get(`${decision}/suspendre?echeance=${echeance}`);
    expect(status).toBe(422);
    expect(text.toLowerCase()).toContain(phrase.toLowerCase());
  });

  test('sans séance d’ici là, il n’y a rien à suspendre', async () => {
    const sent = { echeance: AUJOURDHUI, motif: 'Travaux' };
    const { status, text } = await planning.equipe.post(`${decision}/suspendre`, sent);
    expect(status).toBe(422);
    expect(text).toContain('Aucune séance n’est prévue jusqu’à ce jour');
  });

  test('un lieu qui convient ne se suspend pas ainsi', async () => {
    await constater('oui');
    const { status, text } = await planning.equipe.post(`${decision}/suspendre`, {
      echeance: '2026-12-11',
      motif: 'Travaux',
    });
    expect(status).toBe(422);
    expect(text).toContain('il n’y a rien à décider');
    expect(await dates(permanence.id)).toHaveLength(5);
  });
});

describe('déplacer dans un autre lieu', () => {
  const sent = (versLieuId: string) => ({ echeance: '2026-12-04', versLieuId, motif: 'Bureau perdu' });

  test('mêmes jours, mêmes heures, même agent ; les séances d’ici sont annulées', async () => {
    const vers = await lieu(`Autre ${randomUUID().slice(0, 8)}`);
    const { status } = await planning.equipe.post(`${decision}/demenager`, sent(vers));
    expect(status).toBe(303);
    expect(await dates(permanence.id)).toEqual(['2026-11-27', '2026-12-04']);
    const moved = await base.owner.selectFrom('permanence').selectAll().where('lieuId', '=', vers).execute();
    expect(moved).toMatchObject([{ agentId: permanence.agentId, jourSemaine: 5 }]);
    expect(await dates(moved[0]?.id ?? '')).toEqual(['2026-12-11', '2026-12-18', '2027-01-08']);
    expect(await decisions()).toMatchObject([{ choix: 'demenager', versLieuId: vers, seancesAnnulees: 3 }]);
  });

  test('l’agent, et le référent du lieu quitté, lisent où et quand, sans le motif', async () => {
    await accueillir();
    const vers = await lieu('Maison d’à côté');
    expect((await planning.equipe.post(`${decision}/demenager`, sent(vers))).status).toBe(303);
    const mails = await courriels();
    expect(mails.map(({ destinataire }) => destinataire)).toEqual(['referent@exemple.fr', 'tramontane@exemple.fr']);
    for (const { sujet, texte } of mails) {
      expect(sujet).toMatch(/^Permanences déplacées : Lieu /);
      expect(texte).toContain('À partir du 5 décembre 2026, elles se tiennent à « Maison d’à côté »');
      expect(texte).toContain('3 séances, du 11 décembre 2026 au 8 janvier 2027');
      expect(texte).not.toContain('perdu');
    }
  });

  test('si l’autre lieu ne convient pas, rien ne change', async () => {
    const vers = await lieu(`Autre ${randomUUID().slice(0, 8)}`, exigences2022.permanence.slice(1));
    const { status, text } = await planning.equipe.post(`${decision}/demenager`, sent(vers));
    expect(status).toBe(422);
    expect(text).toContain('vendredi, de 9');
    expect(text).toContain('Accueille du public : jamais constaté');
    expect(await dates(permanence.id)).toHaveLength(5);
    expect(await decisions()).toEqual([]);
  });

  test('ni vers lui-même, ni vers un lieu d’ailleurs', async () => {
    for (const vers of [permanence.lieuId, randomUUID()]) {
      const { status, text } = await planning.equipe.post(`${decision}/demenager`, sent(vers));
      expect(status).toBe(422);
      expect(text).toContain('Choisissez l’autre lieu dans la liste.');
    }
  });
});

test.each([
  ['remettre', remettreForm],
  ['suspendre', suspendreForm],
  ['déménager', demenagerForm],
])('formulaire « %s » : quoi qu’on y écrive, il répond en français', (_, schema) => {
  expectFrenchOrData(schema);
});
