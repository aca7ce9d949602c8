import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../../../db/demo/ids.ts';
import { useBase } from '../../../test/base.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { inTerritoire } from '../../platform/db.ts';
import { appliquerConservation } from '../donnees-personnelles/nuit.ts';
import { SECTIONS } from './sections.ts';

const base = useBase({ demo: true });
let dpo: Visitor;

beforeAll(async () => {
  dpo = await openSite(base.request).signedIn(demo.comptes.dpo);
});

describe('le tableau du DPO', () => {
  test('c’est là qu’il arrive, et sa première entrée', async () => {
    expect((await dpo.get('/accueil')).location).toBe('/dpo');
    const { text } = await dpo.get('/dpo');
    expect(text).toMatch(/<a href="\/dpo" aria-current="page">/);
    for (const { cle, titre, tout } of SECTIONS) {
      expect(text).toContain(`id="${cle}"`);
      expect(text).toContain(titre);
      expect(text).toContain(`href="${tout.href}"`);
    }
    expect(new Set(SECTIONS.map(({ cle }) => cle)).size).toBe(SECTIONS.length);
  });

  test('ce qui attend est compté, daté et mène là où l’on agit', async () => {
    const attendent = (text: string) => Number(/(\d+) choses vous attendent\./.exec(text)?.[1]);
    const before = (await dpo.get('/dpo')).text;
    // Of the demonstration: the AIPD to review, and each demande that is not answered; what does not wait is not counted.
    expect(before).toContain('À revoir bientôt');
    const open = await base.owner
      .selectFrom('droitDemande')
      .select('id')
      .where('territoireId', '=', '66')
      .where('repondueLe', 'is', null)
      .execute();
    expect(attendent(before)).toBe(1 + open.length);
    const now = Temporal.Now.zonedDateTimeISO('Europe/Paris');
    const sent = await dpo.post('/violations/signaler', {
      atteinte: 'perte',
      quoi: 'Essai',
      sortes: 'agenda',
      connueLe: now.toPlainDate().toString(),
      connueHeure: now.toPlainTime().toString({ smallestUnit: 'minute' }),
    });
    const { text } = await dpo.get('/dpo');
    expect(attendent(text)).toBe(attendent(before) + 1);
    expect(text).toContain(`href="${sent.location}"`);
    expect(text).toContain('pour notifier à la CNIL : jusqu’au');
  });

  test('il dit ce que la dernière nuit a effacé, et si des nuits manquent', async () => {
    const today = Temporal.Now.plainDateISO('Europe/Paris');
    const night = (jour: Temporal.PlainDate) =>
      inTerritoire(base.request, '66', (db) =>
        appliquerConservation(db, { id: '66', dureesConservation: {} }, jour, Temporal.Now.instant()),
      );
    await night(today.subtract({ days: 5 }));
    expect((await dpo.get('/dpo')).text).toContain('Des nuits manquent');
    await night(today);
    const { text } = await dpo.get('/dpo');
    expect(text).not.toContain('Des nuits manquent');
    expect(text).toMatch(/Rien n’avait passé sa durée|Effacé/);
  });
});
