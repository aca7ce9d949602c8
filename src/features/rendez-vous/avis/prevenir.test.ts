import { describe, expect, test } from 'vitest';
import { useAvis } from '../../../../test/avis.ts';
import { testCoffre } from '../../../../test/coffre.ts';
import { runJobs } from '../../../../test/jobs.ts';
import type { ShortMessage } from '../../../platform/sms.ts';
import { segments } from '../../sms/rules.ts';
import { jetonDe } from '../code.ts';
import { marqueLien, poserLiens } from './liens.ts';
import { direLesChangements, type Evenement, prevenir } from './prevenir.ts';
import { rappeler, tenirLesAvis } from './travail.ts';

const avis = useAvis();
const dire = (ids: readonly string[], evenement: Evenement) =>
  avis.dans((db) => prevenir(db, avis.chez(), ids, evenement));
const changements = () => avis.dans((db) => direLesChangements(db, avis.chez()));
const annulerSeance = (id: string, statut = 'annulee') =>
  avis.base.owner.updateTable('seance').set({ statut, motif: 'Essai' }).where('id', '=', id).execute();

describe('Chacun est prévenu par son canal', () => {
  test('par SMS : quand, où, le code, le lien ; rien de ce pour quoi la personne vient ; deux SMS au plus', async () => {
    const id = await avis.rdv(await avis.seance(), '09:30', { besoin: 'Mon dossier de surendettement' });
    expect(await dire([id], 'pris')).toEqual({ sms: 1, courriels: 0, appels: 0 });
    const [sms] = await avis.sms();
    expect(sms?.destinataire).toBe('+33639980001');
    expect(sms?.texte).toContain('mardi 01/12 à 9 h 30, Médiathèque de Céret');
    expect(sms?.texte).not.toMatch(/surendettement|Démarches|Violette/);
    const { codeRdv } = await avis.lire(id);
    expect(sms?.texte).toContain(`${codeRdv.slice(0, 4)} ${codeRdv.slice(4)}`);
    const parti = poserLiens(avis.chez(), { hote: null }, sms?.texte ?? '');
    expect(parti).toContain(`http://localhost/rdv/${jetonDe(testCoffre, id)}`);
    expect(segments(parti)).toBeLessThanOrEqual(2);
  });

  test('aucune ligne ne garde le secret d’un lien : il est posé en partant', async () => {
    const id = await avis.rdv(await avis.seance(), '09:30');
    const autre = await avis.rdv(await avis.seance('2026-12-02'), '10:00', {
      prevenir: 'courriel',
      courriel: 'violette@exemple.fr',
    });
    await dire([id, autre], 'pris');
    const partis: ShortMessage[] = [];
    await runJobs(avis.base, { sms: { send: async (one) => void partis.push(one) }, clock: avis.clock });
    expect(partis[0]?.text).toContain(jetonDe(testCoffre, id));
    const rows = JSON.stringify([await avis.sms(), await avis.courriels()]);
    expect(rows).not.toContain(jetonDe(testCoffre, id));
    expect(rows).not.toContain(jetonDe(testCoffre, autre));
    const page = await avis.site.anonymous().get('/demo/courriels');
    expect(page.text).toContain(jetonDe(testCoffre, autre));
  });

  test('un nom qui imite la marque d’un lien n’en devient pas un', async () => {
    const voulu = await avis.rdv(await avis.seance(), '09:30');
    const lieuId = await avis.lieu(`Salle ${marqueLien('rdv', voulu)}`);
    const id = await avis.rdv(await avis.seance('2026-12-02', { lieuId }), '09:30', {
      prevenir: 'courriel',
      courriel: 'violette@exemple.fr',
    });
    await dire([id], 'pris');
    const [mail] = await avis.courriels();
    expect(poserLiens(avis.chez(), { hote: null }, mail?.texte ?? '')).not.toContain(jetonDe(testCoffre, voulu));
  });

  test('par courriel, avec ce qu’il faut apporter ; le professionnel l’est aussi, sans le nom de la personne', async () => {
    const id = await avis.rdv(await avis.seance(), '09:30', {
      prevenir: 'courriel',
      courriel: 'violette@exemple.fr',
      canal: 'prescripteur',
      prescripteurNom: 'Claire Fictive',
      prescripteurCourriel: 'claire@exemple.fr',
    });
    expect(await dire([id], 'pris')).toEqual({ sms: 0, courriels: 2, appels: 0 });
    const mails = await avis.courriels();
    const [pour, par] = ['violette@exemple.fr', 'claire@exemple.fr'].map((to) =>
      mails.find(({ destinataire }) => destinataire === to),
    );
    expect(pour?.texte).toContain('Un justificatif de domicile');
    expect(par?.texte).not.toContain('Violette');
    expect(par?.rendezVousId).toBeNull();
    expect(await dire([id], 'rappel')).toEqual({ sms: 0, courriels: 1, appels: 0 });
  });

  test('scénario 12 : un fixe ne reçoit pas de SMS ; un appel le remplace, sans adresse inventée', async () => {
    const id = await avis.rdv(await avis.seance(), '09:30', { telephone: '04 68 00 00 01', prevenir: 'sms' });
    expect(await dire([id], 'pris')).toEqual({ sms: 0, courriels: 0, appels: 1 });
    const [appel] = await avis.appels();
    expect(appel).toMatchObject({ rendezVousId: id, raison: 'confirmation', resultat: null });
    expect(appel?.aDire).toContain('mardi 1er décembre 2026 à 9\u00a0h\u00a030');
    expect(await avis.courriels()).toEqual([]);
  });

  test('scénario 12 : pris au téléphone, l’appel qui reste à faire est le rappel, la veille ; il ne se double pas', async () => {
    const id = await avis.rdv(await avis.seance(), '09:30', {
      ...{ telephone: '04 68 00 00 01', prevenir: 'appel', canal: 'telephone' },
    });
    expect(await dire([id], 'pris')).toEqual({ sms: 0, courriels: 0, appels: 1 });
    expect(await dire([id], 'rappel')).toEqual({ sms: 0, courriels: 0, appels: 0 });
    const [appel, ...others] = await avis.appels();
    expect(appel).toMatchObject({ raison: 'rappel', resultat: null });
    expect(`${appel?.avant}`).toBe('2026-11-30T17:00:00Z');
    expect(others).toEqual([]);
  });

  test('scénario 11 : sans téléphone ni courriel, tout changement devient une tâche d’agent ; prendre et rappeler n’en font pas', async () => {
    const id = await avis.rdv(await avis.seance(), '09:30', { telephone: null, prevenir: 'guichet' });
    const rien = { sms: 0, courriels: 0, appels: 0 };
    expect(await dire([id], 'pris')).toEqual(rien);
    expect(await dire([id], 'rappel')).toEqual(rien);
    for (const evenement of ['change', 'annule', 'a_replacer'] as const) {
      expect((await dire([id], evenement)).appels, evenement).toBe(1);
    }
    const ouverts = (await avis.appels()).filter(({ faitAt }) => faitAt === null);
    expect(ouverts.map(({ raison }) => raison)).toEqual(['a_replacer']);
  });

  test('un appel resté sans réponse n’a plus d’objet dès qu’il y a du nouveau', async () => {
    const id = await avis.rdv(await avis.seance(), '09:30', { prevenir: 'appel', telephone: '04 68 00 00 01' });
    await dire([id], 'change');
    await avis.base.owner.updateTable('appel').set({ resultat: 'injoignable', faitAt: avis.clock() }).execute();
    await avis.base.owner
      .updateTable('rendezVous')
      .set({ statut: 'annule', annulePar: 'personne', annuleAt: avis.clock(), version: 1 })
      .where('id', '=', id)
      .execute();
    await dire([id], 'annule');
    expect((await avis.appels()).map(({ resultat }) => resultat)).toEqual(['sans_objet']);
  });

  test('qui annule soi-même ne se fait pas téléphoner qu’il a annulé', async () => {
    const id = await avis.rdv(await avis.seance(), '09:30', {
      ...{ prevenir: 'appel', telephone: '04 68 00 00 01' },
      ...{ statut: 'annule', annulePar: 'personne', annuleAt: avis.clock() },
    });
    expect(await dire([id], 'annule')).toEqual({ sms: 0, courriels: 0, appels: 0 });
  });

  test('scénario 3 : dit deux fois, ou en même temps, c’est un seul message', async () => {
    const id = await avis.rdv(await avis.seance(), '09:30');
    await Promise.all([dire([id], 'pris'), dire([id], 'pris'), dire([id, id], 'pris')]);
    expect(await avis.sms()).toHaveLength(1);
    const appele = await avis.rdv(await avis.seance('2026-12-03'), '09:30', { prevenir: 'appel' });
    await dire([appele], 'pris');
    await dire([appele], 'pris');
    expect((await avis.appels()).map(({ faitAt }) => faitAt)).toEqual([null]);
  });

  test('une identité effacée ne reçoit plus rien', async () => {
    const id = await avis.rdv(await avis.seance(), '09:30', { prenom: null, telephone: null, prevenir: 'guichet' });
    expect(await dire([id], 'annule')).toEqual({ sms: 0, courriels: 0, appels: 0 });
  });
});

describe('Ce qui arrive aux séances est dit', () => {
  test('scénario 13 : une séance annulée prévient chacun par son canal, et dit qui appeler', async () => {
    const seance = await avis.seance();
    const [sms, courriel, appel, guichet] = await Promise.all([
      avis.rdv(seance, '09:00'),
      avis.rdv(seance, '09:30', { prevenir: 'courriel', courriel: 'v@exemple.fr', telephone: null }),
      avis.rdv(seance, '10:00', { prevenir: 'appel', telephone: '04 68 00 00 01' }),
      avis.rdv(seance, '10:30', { prevenir: 'guichet', telephone: null }),
    ]);
    await annulerSeance(seance);
    expect(await changements()).toEqual({ sms: 1, courriels: 1, appels: 2 });
    expect(await changements()).toEqual({ sms: 0, courriels: 0, appels: 0 });
    expect((await avis.appels()).map(({ rendezVousId }) => rendezVousId).sort()).toEqual([appel, guichet].sort());
    for (const id of [sms, courriel, appel, guichet]) {
      expect(await avis.lire(id)).toMatchObject({ statut: 'a_replacer', aDire: null, version: 1 });
    }
  });

  test('scénario 8 : une séance déplacée le dit une fois à chacun, avec la nouvelle date', async () => {
    const seance = await avis.seance();
    const id = await avis.rdv(seance, '09:30', { rappelAt: avis.clock() });
    await avis.base.owner
      .updateTable('seance')
      .set({
        jour: Temporal.PlainDate.from('2026-12-08'),
        heureDebut: avis.heure('10:00'),
        heureFin: avis.heure('13:00'),
      })
      .where('id', '=', seance)
      .execute();
    expect(await changements()).toEqual({ sms: 1, courriels: 0, appels: 0 });
    expect((await avis.sms())[0]?.texte).toContain('mardi 08/12 à 10 h 30');
    // Its one reminder is owed for the new day.
    expect((await avis.lire(id)).rappelAt).toBeNull();
  });

  test('scénario 9 : une séance rétablie reprend ses rendez-vous ; qui ne savait rien n’apprend rien', async () => {
    const seance = await avis.seance();
    const id = await avis.rdv(seance, '09:30');
    await annulerSeance(seance);
    await annulerSeance(seance, 'prevue');
    expect(await avis.lire(id)).toMatchObject({ statut: 'confirme', aDire: null });
    expect(await changements()).toEqual({ sms: 0, courriels: 0, appels: 0 });
    await annulerSeance(seance);
    await changements();
    await annulerSeance(seance, 'prevue');
    expect(await changements()).toEqual({ sms: 1, courriels: 0, appels: 0 });
    expect((await avis.sms()).map(({ texte }) => texte.slice(0, 22))).toEqual([
      'Votre rendez-vous du m',
      'Votre rendez-vous a ch',
    ]);
  });

  test('la tâche de fond attend une heure décente, sauf pour aujourd’hui et demain', async () => {
    const [loin, demain] = [await avis.seance('2026-12-01'), await avis.seance('2026-11-26')];
    await avis.rdv(loin, '09:30');
    await avis.rdv(demain, '09:30', { telephone: '06 39 98 00 02' });
    for (const one of [loin, demain]) await annulerSeance(one);
    avis.travel('2026-11-25T02:10:00Z');
    await tenirLesAvis({ database: avis.base.request }, avis.chez());
    expect((await avis.sms()).map(({ destinataire }) => destinataire)).toEqual(['+33639980002']);
    avis.travel('2026-11-25T07:00:00Z');
    await tenirLesAvis({ database: avis.base.request }, avis.chez());
    expect(await avis.sms()).toHaveLength(2);
  });
});

describe('Le rappel', () => {
  const tour = (at: string) => {
    avis.travel(at);
    return avis.dans((db) => rappeler(db, avis.chez()));
  };

  test.each([
    ['2026-10-25', '2026-10-24T06:59:00Z', '2026-10-24T07:00:00Z'],
    ['2027-03-28', '2027-03-27T07:59:00Z', '2027-03-27T08:00:00Z'],
    ['2027-03-30', '2027-03-29T06:59:00Z', '2027-03-29T07:00:00Z'],
  ])('scénario 6 : pour le %s, un seul, la veille à 9 h de Paris', async (jour, avant, pile) => {
    await avis.rdv(await avis.seance(jour), '09:00', { createdAt: Temporal.Instant.from('2026-09-01T09:00:00Z') });
    expect(await tour(avant)).toBe(0);
    expect(await tour(pile)).toBe(1);
    const again = await Promise.all([tour(pile), tour(pile), tour(pile)]);
    expect(again).toEqual([0, 0, 0]);
    expect(await avis.sms()).toHaveLength(1);
    expect((await avis.sms())[0]?.texte).toContain('demain, ');
  });

  test('une coupure entre la prise et l’écriture ne perd ni ne double rien', async () => {
    await avis.rdv(await avis.seance('2026-11-25'), '09:00');
    const cut = avis.dans(async (db) => {
      await rappeler(db, avis.chez());
      throw new Error('cut');
    });
    await expect(cut).rejects.toThrow('cut');
    expect(await avis.sms()).toHaveLength(0);
    expect(await tour('2026-11-24T09:05:00Z')).toBe(1);
    expect(await avis.sms()).toHaveLength(1);
  });

  test('ne part pas après l’heure, quand la machine était arrêtée', async () => {
    const seance = await avis.seance('2026-11-25');
    await avis.rdv(seance, '09:00', { prenom: 'Passée' });
    const aVenir = await avis.rdv(seance, '11:00', { prenom: 'À venir' });
    expect(await tour('2026-11-25T09:30:00Z')).toBe(1);
    expect((await avis.sms()).map(({ rendezVousId }) => rendezVousId)).toEqual([aVenir]);
  });

  test('devient un appel la veille pour qui n’a que le téléphone ; rien d’un rendez-vous annulé', async () => {
    const seance = await avis.seance('2026-11-25');
    await avis.rdv(seance, '09:00', { prevenir: 'appel', telephone: '04 68 00 00 01' });
    await avis.rdv(seance, '10:00', { statut: 'annule', annulePar: 'personne', annuleAt: avis.clock() });
    expect(await tour('2026-11-24T09:05:00Z')).toBe(1);
    const [appel] = await avis.appels();
    expect(appel?.raison).toBe('rappel');
    expect(`${appel?.avant}`).toBe('2026-11-24T17:00:00Z');
  });
});

describe('Un message refusé', () => {
  test('devient un appel, une fois ; sans passerelle aussi', async () => {
    const id = await avis.rdv(await avis.seance(), '09:30');
    await dire([id], 'pris');
    await runJobs(avis.base, { sms: { send: async () => ({ refused: '400 Unknown' }) }, clock: avis.clock });
    expect((await avis.sms())[0]?.echec).toBe('400 Unknown');
    for (let turn = 0; turn < 2; turn += 1) {
      await tenirLesAvis({ database: avis.base.request }, avis.chez());
      expect((await avis.appels()).map(({ rendezVousId }) => rendezVousId)).toEqual([id]);
    }
  });

  test('ne fait appeler personne pour dire à qui a annulé qu’il a annulé', async () => {
    const id = await avis.rdv(await avis.seance(), '09:30');
    await dire([id], 'pris');
    await avis.base.owner
      .updateTable('rendezVous')
      .set({ statut: 'annule', annulePar: 'personne', annuleAt: avis.clock(), version: 1 })
      .where('id', '=', id)
      .execute();
    await dire([id], 'annule');
    await runJobs(avis.base, { sms: { send: async () => ({ refused: '400 Unknown' }) }, clock: avis.clock });
    expect((await avis.sms()).map(({ echec }) => echec)).toEqual(['400 Unknown', '400 Unknown']);
    await tenirLesAvis({ database: avis.base.request }, avis.chez());
    expect(await avis.appels()).toEqual([]);
  });

  test('par une passerelle qui ne répond pas de six heures en devient un aussi ; pas en démonstration', async () => {
    const id = await avis.rdv(await avis.seance(), '09:30');
    await dire([id], 'pris');
    await avis.base.owner
      .updateTable('sms')
      .set({ createdAt: Temporal.Instant.from('2026-11-24T02:00:00Z') })
      .execute();
    await tenirLesAvis({ database: avis.base.request }, avis.chez());
    expect(await avis.appels()).toEqual([]);
    const absent = { send: async () => Promise.reject(new Error('away')) };
    await tenirLesAvis({ database: avis.base.request, sms: absent }, avis.chez());
    expect(await avis.appels()).toHaveLength(1);
  });
});
