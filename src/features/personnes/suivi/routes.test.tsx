import { beforeEach, describe, expect, test } from 'vitest';
import { useAvis } from '../../../../test/avis.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { PURGES } from '../../donnees-personnelles/store.ts';
import { chercherPersonne, effacerToutes, exporterLignes } from '../../droits/dossier/sources.ts';

const avis = useAvis();
let agent: Visitor;
let autre: Visitor;
let equipe: Visitor;

beforeEach(async () => {
  agent = await avis.site.signedIn(avis.small.comptes.agent);
  autre = await avis.site.signedIn(avis.small.comptes.autreAgent);
  equipe = await avis.site.signedIn(avis.small.comptes.equipe);
});

async function creer(prenom = 'Violette', autres: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = uuidv7();
  const row = { territoireId: '66', id, prenom, nom: 'Arbousier', nomCherche: `${prenom.toLowerCase()} arbousier` };
  await avis.base.owner
    .insertInto('personne')
    .values({ ...row, ...autres })
    .execute();
  return id;
}

async function aide(autres: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = uuidv7();
  await avis.base.owner
    .insertInto('accompagnement')
    .values({
      ...{ territoireId: '66', id, agentId: avis.small.agent, jour: Temporal.PlainDate.from('2026-11-20') },
      ...{ dureeMinutes: 30, thematiques: ['Sante'], typeLieu: 'ADistance', objectif: 'permanence' },
      ...{ issue: 'commencee', genre: 'Feminin', trancheAge: 'NonCommunique', statutSocial: 'Retraite', ...autres },
    } as never)
    .execute();
  return id;
}
const lien = async (id: string) =>
  (
    await avis.base.owner
      .selectFrom('accompagnement')
      .select('personneId')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).personneId;
const fiche = (id: string) =>
  avis.base.owner.selectFrom('personne').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const referent = async (id: string) => (await fiche(id)).referentAgentId;
const FAIT = 'Démarche commencée';

describe('Le professionnel référent', () => {
  test('un agent le devient, la confie avec l’accord de chacun, et celui qui la reçoit l’arrête', async () => {
    const id = await creer();
    await agent.post(`/personnes/${id}/referent/prendre`);
    expect(await fiche(id)).toMatchObject({ referentAgentId: avis.small.agent });
    expect(String((await fiche(id)).suivieDepuis)).toBe('2026-11-24');
    expect((await agent.get('/personnes?miennes=1')).text).toContain('Arbousier');
    expect((await autre.get('/personnes?miennes=1')).text).not.toContain('Arbousier');
    await autre.post(`/personnes/${id}/referent/prendre`);
    expect(await referent(id)).toBe(avis.small.agent);
    for (const path of ['passer', 'arreter']) {
      expect((await autre.get(`/personnes/${id}/referent/${path}`)).status).toBe(404);
      expect((await autre.post(`/personnes/${id}/referent/${path}`, { vers: avis.small.autreAgent })).status).toBe(404);
    }
    const vers = avis.small.autreAgent;
    const sans = await agent.post(`/personnes/${id}/referent/passer`, { vers });
    expect([sans.status, sans.text.includes('leur accord')]).toEqual([422, true]);
    for (const inconnu of [avis.small.agentVoisin, avis.small.agent, 'x', '']) {
      const refused = await agent.post(`/personnes/${id}/referent/passer`, { vers: inconnu, accord: 'oui' });
      expect(refused.status, inconnu).toBe(422);
    }
    avis.travel('2026-12-08T09:00:00Z');
    const later = await avis.site.signedIn(avis.small.comptes.agent);
    expect((await later.post(`/personnes/${id}/referent/passer`, { vers, accord: 'oui' })).status).toBe(303);
    expect(await referent(id)).toBe(vers);
    expect(String((await fiche(id)).suivieDepuis)).toBe('2026-11-24');
    const suivant = await avis.site.signedIn(avis.small.comptes.autreAgent);
    expect((await suivant.get(`/personnes/${id}/referent/arreter`)).text).toContain('Ne plus suivre');
    await suivant.post(`/personnes/${id}/referent/arreter`);
    expect(await fiche(id)).toMatchObject({ referentAgentId: null, suivieDepuis: null });
  });

  test('deux agents la prennent au même instant : un seul la suit', async () => {
    const id = await creer();
    await Promise.all([agent, autre].map((one) => one.post(`/personnes/${id}/referent/prendre`)));
    expect([avis.small.agent, avis.small.autreAgent]).toContain(await referent(id));
    expect((await agent.get(`/personnes/${id}/referent/arreter`)).status === 200).not.toBe(
      (await autre.get(`/personnes/${id}/referent/arreter`)).status === 200,
    );
  });

  test('l’équipe technique ne suit personne, mais confie à un agent ; nul autre n’y touche', async () => {
    const id = await creer();
    expect((await equipe.post(`/personnes/${id}/referent/prendre`)).status).toBe(403);
    await agent.post(`/personnes/${id}/referent/prendre`);
    const sent = { vers: avis.small.autreAgent, accord: 'oui' };
    const { referent: referentDeStructure, direction, dpo, administrateur } = avis.small.comptes;
    for (const compte of [referentDeStructure, direction, dpo, administrateur]) {
      const visitor = await avis.site.signedIn(compte);
      for (const geste of ['prendre', 'passer', 'arreter'])
        expect((await visitor.post(`/personnes/${id}/referent/${geste}`, sent)).status, geste).toBe(403);
      for (const geste of ['lier', 'delier'])
        expect((await visitor.post(`/personnes/${id}/accompagnements/${geste}`)).status, geste).toBe(403);
    }
    await equipe.post(`/personnes/${id}/referent/passer`, sent);
    expect(await referent(id)).toBe(avis.small.autreAgent);
  });
});

describe('Ce qui a été fait', () => {
  test('se lit par l’agent qui l’a noté, son binôme, celui d’un rendez-vous et le référent ; jamais par l’équipe', async () => {
    const id = await creer();
    await aide({ personneId: id });
    expect((await agent.get(`/personnes/${id}`)).text).toContain(FAIT);
    for (const visitor of [autre, equipe]) {
      const { text } = await visitor.get(`/personnes/${id}`);
      expect(text).toContain('Arbousier');
      expect(text).not.toContain(FAIT);
    }
    await autre.post(`/personnes/${id}/referent/prendre`);
    expect((await autre.get(`/personnes/${id}`)).text).toContain(FAIT);
    expect((await equipe.get(`/personnes/${id}`)).text).not.toContain(FAIT);
    await autre.post(`/personnes/${id}/referent/arreter`);
    expect((await autre.get(`/personnes/${id}`)).text).not.toContain(FAIT);
    const seance = await avis.seance('2026-12-01', { agentId: avis.small.autreAgent });
    const rdv = await avis.rdv(seance, '09:30', { personneId: id });
    expect((await autre.get(`/personnes/${id}`)).text).toContain(FAIT);
    await avis.base.owner.updateTable('rendezVous').set({ statut: 'annule' }).where('id', '=', rdv).execute();
    expect((await autre.get(`/personnes/${id}`)).text).not.toContain(FAIT);
    await aide({ personneId: id, binomeId: avis.small.autreAgent });
    expect((await autre.get(`/personnes/${id}`)).text).toContain(FAIT);
  });

  test('un agent rattache et détache les siens, et aucun autre', async () => {
    const [id, ailleurs] = [await creer(), await creer('Odette')];
    const own = await aide();
    const atelier = { typeActivite: 'Collectif', participants: 4, collectif: JSON.stringify({}), issue: null };
    const [pasLeSien, unAtelier, pris] = [
      await aide({ agentId: avis.small.autreAgent }),
      await aide({ ...atelier, genre: null, trancheAge: null, statutSocial: null }),
      await aide({ personneId: ailleurs }),
    ];
    const lier = (accompagnement: string) => agent.post(`/personnes/${id}/accompagnements/lier`, { accompagnement });
    for (const one of [pasLeSien, unAtelier, pris, uuidv7(), 'x']) expect((await lier(one)).status, one).toBe(422);
    expect((await agent.get(`/personnes/${id}/accompagnements/lier`)).text).toContain(own);
    expect((await lier(own)).status).toBe(303);
    expect([await lien(own), await lien(pasLeSien), await lien(pris)]).toEqual([id, null, ailleurs]);
    const delier = (par: Visitor, accompagnement: string) =>
      par.post(`/personnes/${id}/accompagnements/delier`, { accompagnement });
    await delier(autre, own);
    await delier(agent, pris);
    expect([await lien(own), await lien(pris)]).toEqual([id, ailleurs]);
    await delier(agent, own);
    expect(await lien(own)).toBeNull();
  });

  test('un relevé certifié ne l’empêche pas : aucun chiffre ne change', async () => {
    const conventionId = uuidv7();
    await avis.base.owner
      .insertInto('convention')
      .values({
        ...{ territoireId: '66', id: conventionId, structureId: avis.small.structure, clauses: JSON.stringify({}) },
        ...{ reference: 'CONV-ESSAI', modele: '2022', createdBy: uuidv7() },
      } as never)
      .execute();
    const [id, own] = [await creer(), await aide({ conventionId })];
    await avis.base.owner
      .insertInto('releve')
      .values({
        ...{
          territoireId: '66',
          id: uuidv7(),
          conventionId,
          mois: Temporal.PlainDate.from('2026-11-01'),
          etat: 'certifie',
        },
        ...{ envoyeAt: avis.clock(), certifieAt: avis.clock(), certifieNom: 'Jeanne Fictive' },
        ...{ contenu: '{}', contenuSha256: Buffer.alloc(32), partBeneficiaire: '{}' },
      })
      .execute();
    await agent.post(`/personnes/${id}/accompagnements/lier`, { accompagnement: own });
    expect(await lien(own)).toBe(id);
  });
});

describe('Réunir deux fiches suivies', () => {
  async function reunies() {
    const [gardee, reunie] = [await creer(), await creer('Violete')];
    const depuis = Temporal.PlainDate.from('2026-03-02');
    await avis.base.owner
      .updateTable('personne')
      .set({ referentAgentId: avis.small.autreAgent, suivieDepuis: depuis })
      .where('id', '=', reunie)
      .execute();
    const [own, other] = [await aide({ personneId: gardee }), await aide({ personneId: reunie })];
    const rdv = await avis.rdv(await avis.seance(), '09:30', { personneId: reunie });
    expect((await equipe.post(`/personnes/${gardee}/fusionner`, { autre: reunie })).status).toBe(303);
    const fusion = /name="fusion" value="([^"]+)"/.exec((await equipe.get(`/personnes/${gardee}`)).text)?.[1] ?? '';
    return {
      gardee,
      reunie,
      own,
      other,
      rdv,
      defaire: () => equipe.post(`/personnes/${gardee}/defusionner`, { fusion }),
    };
  }

  test('les accompagnements et le référent suivent, et reviennent quand cela se défait', async () => {
    const { gardee, reunie, own, other, defaire } = await reunies();
    expect([await lien(own), await lien(other), await referent(gardee)]).toEqual([
      gardee,
      gardee,
      avis.small.autreAgent,
    ]);
    await defaire();
    expect([await lien(own), await lien(other), await referent(gardee)]).toEqual([gardee, reunie, null]);
    expect(await referent(reunie)).toBe(avis.small.autreAgent);
    const dits = await avis.base.owner
      .selectFrom('accompagnementOperation')
      .select(['nature', 'personneId', 'agentId', 'createdBy'])
      .where('accompagnementId', '=', other)
      .orderBy('saisiAt')
      .execute();
    const commun = { nature: 'lier', agentId: avis.small.agent, createdBy: avis.small.comptes.equipe };
    expect(dits).toEqual([gardee, reunie].map((personneId) => ({ ...commun, personneId })));
  });

  test('ce qui arrive d’un appareil sous la fiche réunie se lit sur la fiche gardée', async () => {
    const { gardee, reunie } = await reunies();
    await aide({ personneId: reunie, issue: 'orientee', orientation: 'FranceServices' });
    expect((await autre.get(`/personnes/${gardee}`)).text).toContain('Personne orientée ailleurs');
  });

  test('un rendez-vous pris depuis à la même permanence : refusé avec ce qu’il faut faire, rien ne change', async () => {
    const { gardee, reunie, rdv, defaire } = await reunies();
    const { seanceId } = await avis.lire(rdv);
    await avis.rdv(seanceId, '11:00', { personneId: reunie, prenom: 'V.', telephone: '06 39 98 00 02' });
    const sent = await defaire();
    expect(sent.status).toBe(303);
    expect((await avis.lire(rdv)).personneId).toBe(gardee);
    expect((await fiche(reunie)).fusionneeDans).toBe(gardee);
  });
});

describe('Le temps et les droits', () => {
  const vieille = {
    createdAt: Temporal.Instant.from('2024-01-05T09:00:00Z'),
    updatedAt: Temporal.Instant.from('2024-01-05T09:00:00Z'),
  };
  const nuit = (limite: string) =>
    avis.dans(async (db) =>
      PURGES['personnes']?.appliquer(db, {
        territoireId: '66',
        now: avis.clock(),
        limite: Temporal.PlainDate.from(limite),
      }),
    );

  test('un accompagnement compte comme une venue ; ensuite la fiche part, et l’aide reste sans elle', async () => {
    const id = await creer('Violette', vieille);
    const own = await aide({ personneId: id });
    expect(await nuit('2026-11-19')).toBe(0);
    expect(await nuit('2026-11-20')).toBe(1);
    expect(await lien(own)).toBeNull();
  });

  test('une fiche suivie reste tant que son référent est là, puis la durée court de la fin de son contrat', async () => {
    const suivieDepuis = Temporal.PlainDate.from('2024-01-05');
    await creer('Violette', { ...vieille, referentAgentId: avis.small.agent, suivieDepuis });
    // The contract of the agent ends on 2027-08-31.
    expect(await nuit('2027-08-30')).toBe(0);
    expect(await nuit('2027-08-31')).toBe(1);
  });

  test('une demande d’accès trouve les accompagnements rattachés ; l’effacement les détache', async () => {
    const id = await creer('Zéphyrine');
    const own = await aide({ personneId: id });
    const sans = await aide();
    await avis.dans(async (db) => {
      const { trouvailles } = await chercherPersonne(db, '66', {
        nom: 'Zéphyrine Arbousier',
        courriel: null,
        telephone: null,
      });
      expect(trouvailles.map(({ table }) => table)).toEqual(['personne']);
      const all = await exporterLignes(db, '66', trouvailles);
      expect(all.map(({ table, cle }) => [table, cle['id']])).toEqual([
        ['personne', id],
        ['accompagnement', own],
      ]);
      expect(all[1]?.valeurs).toMatchObject({ jour: '2026-11-20', issue: 'commencee' });
      const today = avis.clock().toZonedDateTimeISO('Europe/Paris').toPlainDate();
      const sorts = await effacerToutes(db, { territoireId: '66', now: avis.clock(), today }, trouvailles);
      expect(sorts.map(({ fait }) => fait)).toEqual(['effacee']);
    });
    expect([await lien(own), await lien(sans)]).toEqual([null, null]);
  });
});
