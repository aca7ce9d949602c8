import { beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../../db/demo/ids.ts';
import { useBase } from '../../../test/base.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { inTerritoire } from '../../platform/db.ts';
import { chiffresDe, periodeDe } from './rules.ts';
import { activiteDe } from './store.ts';

const base = useBase({ demo: true });
const NOW = Temporal.Now.instant();
const TODAY = Temporal.Now.plainDateISO('Europe/Paris');
const MOIS = TODAY.toPlainYearMonth().subtract({ months: 1 });

let site: ReturnType<typeof openSite>;
let agent: Visitor;
beforeAll(async () => {
  site = openSite(base.request, { clock: () => NOW });
  agent = await site.signedIn(demo.comptes.agent);
});

const chiffres = (agentId: string, territoireId = '66') =>
  inTerritoire(base.request, territoireId, async (db) => {
    const periode = periodeDe('mois', MOIS);
    return chiffresDe(await activiteDe(db, territoireId, { agentId, periode, now: NOW }), periode);
  });

describe('l’activité d’un agent', () => {
  test('compte ce qu’il a noté et tenu, et rien d’un autre', async () => {
    const { debut, fin } = periodeDe('mois', MOIS);
    const actes = await base.owner
      .selectFrom('accompagnement')
      .select(['typeActivite', 'dureeMinutes', 'participants', 'issue'])
      .where('agentId', '=', demo.agents.demo)
      .where('jour', '>=', debut)
      .where('jour', '<=', fin)
      .execute();
    const seules = actes.filter(({ typeActivite }) => typeActivite === 'Individuel');
    const collectives = actes.filter(({ typeActivite }) => typeActivite === 'Collectif');
    const found = await chiffres(demo.agents.demo);
    expect(found).toMatchObject({
      individuels: seules.length,
      ateliers: collectives.length,
      participants: collectives.reduce((sum, { participants }) => sum + participants, 0),
      minutesAide: [...seules, ...collectives].reduce((sum, { dureeMinutes }) => sum + dureeMinutes, 0),
    });
    expect(found.individuels).toBeGreaterThan(10);
    expect(found.parIssue.reduce((sum, { nombre }) => sum + nombre, 0)).toBe(seules.length);
    expect(found.minutesSeances).toBeGreaterThan(0);
  });

  test('d’un autre territoire, rien', async () => {
    expect(await chiffres(demo.agents.demo, voisin.territoire)).toMatchObject({ individuels: 0, minutesSeances: 0 });
  });

  test('la page dit à qui elle est, et compare à son passé seul', async () => {
    const { status, text } = await agent.get(`/mon-activite?vue=trimestre&mois=${MOIS}`);
    expect(status).toBe(200);
    expect(text).toContain('Ces chiffres sont les vôtres : personne d’autre que vous ne voit cette page.');
    expect(text).toContain('À côté de vos chiffres d’avant');
    const names = await base.owner.selectFrom('agent').select('nom').where('territoireId', '=', '66').execute();
    const main = text.slice(text.indexOf('<main'), text.indexOf('</main>'));
    expect(names.filter(({ nom }) => main.includes(nom))).toEqual([]);
    expect(main).not.toMatch(/moyenne|classement|\brang\b/i);
  });

  test('personne d’autre ne l’ouvre ; une adresse hostile montre le mois', async () => {
    for (const role of ['equipe', 'direction', 'referent', 'dpo', 'administrateur'] as const) {
      const visitor = await site.signedIn(demo.comptes[role]);
      expect((await visitor.get(`/mon-activite?agent=${demo.agents.demo}`)).status, role).toBe(403);
    }
    const hostile = await agent.get('/mon-activite?vue=%3Cscript%3E&mois=99999-99');
    expect(hostile.status).toBe(200);
    expect(hostile.text).not.toContain('<script>alert');
    const other = await agent.get(`/mon-activite?agent=${demo.agents.autre}&mois=${MOIS}`);
    expect(other.text).toContain(`<strong>${(await chiffres(demo.agents.demo)).individuels}</strong>`);
  });
});
