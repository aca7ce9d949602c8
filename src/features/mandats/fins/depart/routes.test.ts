import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../../../../../db/demo/ids.ts';
import { useBase } from '../../../../../test/base.ts';
import { testCles } from '../../../../../test/cles-partagees.ts';
import { AIDE_LOGEMENT, poserMandat } from '../../../../../test/mandats.ts';
import { openSite, type Visitor } from '../../../../../test/visitor.ts';
import { inTerritoire } from '../../../../platform/db.ts';
import { findMandat } from '../../store.ts';

const base = useBase({ demo: true });
const DEPARTS = '/mandats/suivi/departs';
let site: ReturnType<typeof openSite>;
let equipe: Visitor;

beforeAll(async () => {
  site = openSite(base.request);
  equipe = await site.signedIn(demo.comptes.equipe, { confirme: true });
});

const poser = (options: Parameters<typeof poserMandat>[2] = {}) => poserMandat(base, testCles, options);
const finis = async (id: string) => {
  const mandat = await inTerritoire(base.request, '66', (db) => findMandat(db, '66', id));
  return mandat?.demarches.map(({ fin }) => fin && `${fin.cause} ${fin.canal}`);
};

describe('le mandataire meurt ou quitte le Département', () => {
  test('un agent encore là n’y est pas, et rien ne finit pour lui', async () => {
    const { id } = await poser();
    expect((await equipe.get(DEPARTS)).text).toContain('Aucun agent parti n’a de mandat en cours.');
    for (const agent of [demo.agents.demo, crypto.randomUUID(), '', 'x']) {
      expect((await equipe.post(DEPARTS, { agent })).status).toBe(422);
    }
    expect(await finis(id)).toEqual([null, null]);
    expect((await (await site.signedIn(demo.comptes.agent)).get(DEPARTS)).status).toBe(403);
  });

  test('une fois son départ noté, tous ses mandats finissent, suppléant ou non ; le suppléant prévient, sans plus agir', async () => {
    const [seul, supplee, expire] = [
      await poser(),
      await poser({ suppleantId: demo.agents.autre }),
      await poser({ finPrevueAt: Temporal.Now.instant().subtract({ hours: 1 }) }),
    ];
    const autre = await poser({ agentId: demo.agents.autre, suppleantId: demo.agents.demo });
    const hier = Temporal.Now.plainDateISO('Europe/Paris').subtract({ days: 1 });
    await base.owner.updateTable('agent').set({ contratFin: hier }).where('id', '=', demo.agents.demo).execute();
    await base.owner.deleteFrom('courriel').where('genre', '=', 'mandat').execute();
    const { text } = await equipe.get(DEPARTS);
    expect(text).toMatch(/\d+ mandats en cours, dont 1 avec un suppléant présent\./);
    expect(text).not.toContain('Colette');
    expect((await (await site.signedIn(demo.comptes.equipe)).post(DEPARTS, {})).location).toMatch(/^\/confirmer/);
    expect((await equipe.post(DEPARTS, { agent: demo.agents.demo })).location).toBe(DEPARTS);
    for (const { id } of [seul, supplee]) expect(await finis(id)).toEqual(Array(2).fill('depart_agent equipe'));
    for (const { id } of [expire, autre]) expect(await finis(id)).toEqual([null, null]);
    expect((await equipe.get(DEPARTS)).text).toContain('Aucun agent parti');

    const collegue = await base.owner
      .selectFrom('compte')
      .select(['id', 'courriel'])
      .where('agentId', '=', demo.agents.autre)
      .executeTakeFirstOrThrow();
    const mails = await base.owner.selectFrom('courriel').selectAll().where('genre', '=', 'mandat').execute();
    expect(mails.map(({ destinataire, sujet }) => [destinataire, sujet])).toEqual([
      [collegue.courriel, 'Un mandat prend fin'],
    ]);
    const suppleant = await site.signedIn(collegue.id);
    const receipt = (await suppleant.get(`/mandats/${supplee.id}/recu`)).text;
    expect(receipt).toContain(AIDE_LOGEMENT.operateur);
    expect(receipt).toContain('Départ ou décès de l’agent');
    expect((await suppleant.post(`/mandats/${supplee.id}/recu`, { rang: '1' })).status).toBe(303);
    expect((await suppleant.post(`/mandats/${supplee.id}/retirer`, { rang: '2' })).status).toBe(422);
    const acts = await base.owner.selectFrom('journalEntree').select('acte').where('objetId', '=', seul.id).execute();
    expect(acts.map(({ acte }) => acte)).toContain('mettre fin à un mandat dont le mandataire est parti');
  });
});
