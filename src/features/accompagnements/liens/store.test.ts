import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { untilSomebodyWaitsFor } from '../../../../test/attente.ts';
import { creation, MAINTENANT, type Saisie, suite, useSaisies } from '../../../../test/saisies.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { withClient } from '../../../platform/postgres/embedded.ts';
import { delier, lier, relier } from './store.ts';

const saisies = useSaisies();
const { base, dit, recu } = saisies;
const dansLaSeance = (autres: Readonly<Record<string, readonly string[]>> = {}, saisiAt = '2026-11-24T08:00:00Z') =>
  creation({ seance: [saisies.terrain.seance], ...autres }, { saisiAt });
const a = (heure: string) => ({ saisiAt: `2026-11-24T${heure}:00Z` });

let zoe: string;
let yves: string;
beforeEach(async () => {
  await saisies.vider();
  [zoe, yves] = [await personne('Zoé'), await personne('Yves')];
});

async function personne(prenom: string): Promise<string> {
  const id = uuidv7();
  await base.owner
    .insertInto('personne')
    .values({ territoireId: '66', id, prenom, nomCherche: prenom.toLowerCase() })
    .execute();
  return id;
}

const parole = (heure: string) => ({
  compteId: saisies.terrain.small.comptes.agent,
  now: Temporal.Instant.from(`2026-11-24T${heure}:00Z`),
});
const enBase = <R>(work: Parameters<typeof inTerritoire<R>>[2]) => inTerritoire(base.request, '66', work);
const of = ({ accompagnement: id }: Saisie, personneId: string, agentId = saisies.terrain.small.agent) => ({
  ...{ id, agentId, personneId },
});
const rattacher = (one: Saisie, personneId: string, heure: string) =>
  enBase((db) => lier(db, '66', of(one, personneId), parole(heure)));
const detacher = (one: Saisie, personneId: string, heure: string) =>
  enBase((db) => delier(db, '66', of(one, personneId), parole(heure)));

async function lienDe({ accompagnement }: Saisie): Promise<string | null | undefined> {
  return (await saisies.accompagnements()).find(({ id }) => id === accompagnement)?.personneId;
}
const journal = async () => (await saisies.operations()).map(({ nature, personneId }) => [nature, personneId]);

describe('rattacher un accompagnement noté sur un appareil', () => {
  test('une correction saisie avant, ou sans l’avoir vu, garde le lien', async () => {
    const one = dansLaSeance();
    await recu([one]);
    expect(await rattacher(one, zoe, '09:00')).toBe(true);
    expect(await lienDe(one)).toBe(zoe);
    const late = suite(one, 'modifier', { duree: ['60'] }, a('08:30'));
    const unaware = suite(late, 'modifier', { duree: ['90'] }, a('10:00'));
    expect(await dit([late, unaware])).toEqual(['acceptee', 'acceptee']);
    expect(await saisies.accompagnements()).toMatchObject([
      { dureeMinutes: 90, personneId: zoe, versionId: unaware.id },
    ]);
  });

  test('détaché, il le reste quand un appareil plus ancien le corrige', async () => {
    const one = dansLaSeance({ personne: [zoe] });
    await recu([one]);
    expect(await detacher(one, zoe, '09:00')).toBe(true);
    expect(await dit([suite(one, 'modifier', { duree: ['60'] }, a('10:00'))])).toEqual(['acceptee']);
    expect(await saisies.accompagnements()).toMatchObject([{ dureeMinutes: 60, personneId: null }]);
  });

  test('le formulaire qui montrait le lien et le retire est cru ; celui qui le montrait et n’y touche pas ne dit rien', async () => {
    const one = dansLaSeance();
    await recu([one]);
    await rattacher(one, zoe, '09:00');
    const shown = { personne: [zoe], personneVue: [zoe] };
    const same = suite(one, 'modifier', { ...shown, duree: ['60'] }, a('10:00'));
    await recu([same]);
    await detacher(one, zoe, '10:30');
    await rattacher(one, yves, '10:45');
    // It still showed Zoé, and touched something else.
    const other = suite(same, 'modifier', { ...shown, duree: ['90'] }, a('11:00'));
    await recu([other]);
    expect(await lienDe(one)).toBe(yves);
    await recu([suite(other, 'modifier', { personne: [], personneVue: [yves] }, a('12:00'))]);
    expect(await lienDe(one)).toBeNull();
  });

  test('ni la version, ni ce que les appareils connaissent ne changent ; rien n’a pour base un lien', async () => {
    const one = dansLaSeance();
    await recu([one]);
    await rattacher(one, zoe, '09:00');
    expect(await saisies.accompagnements()).toMatchObject([{ versionId: one.id }]);
    const lien = (await saisies.operations()).find(({ nature }) => nature === 'lier');
    const [answer] = await dit([suite(one, 'modifier', {}, { ...a('10:00'), base: lien?.id ?? '' })]);
    expect(answer).toContain('n’a pas été reçue');
    const [taken] = await dit([{ ...suite(one, 'modifier', {}, a('10:00')), id: lien?.id ?? '' }]);
    expect(taken).toContain('déjà été reçue sous le même numéro');
  });

  test('ce qui se dit sur la page se dit après tout ce qui est reçu, même si une horloge avance', async () => {
    const one = dansLaSeance({ personne: [yves] }, `${MAINTENANT}`);
    await recu([one]);
    expect(await detacher(one, yves, '09:00')).toBe(true);
    expect(await rattacher(one, zoe, '09:00')).toBe(true);
    expect(await lienDe(one)).toBe(zoe);
    await recu([suite(one, 'modifier', { duree: ['60'] }, { saisiAt: `${MAINTENANT}` })]);
    expect(await lienDe(one)).toBe(zoe);
  });

  test('supprimé sur un appareil qui ne l’a pas vu, puis revenu : rattaché encore', async () => {
    const one = dansLaSeance();
    await recu([one]);
    await rattacher(one, zoe, '09:00');
    await recu([suite(one, 'supprimer', {}, a('10:00'))]);
    expect(await lienDe(one)).toBeUndefined();
    await recu([suite(one, 'modifier', { duree: ['60'] }, a('11:00'))]);
    expect(await lienDe(one)).toBe(zoe);
  });

  test('plus ancien que les opérations : le lien tient aussi', async () => {
    const id = uuidv7();
    await base.owner
      .insertInto('accompagnement')
      .values({
        ...{
          territoireId: '66',
          id,
          agentId: saisies.terrain.small.agent,
          jour: Temporal.PlainDate.from('2026-11-20'),
        },
        ...{ seanceId: saisies.terrain.seance, dureeMinutes: 30, thematiques: ['Email'], objectif: 'permanence' },
        ...{ issue: 'faite', genre: 'Feminin', trancheAge: 'NonCommunique', statutSocial: 'Retraite' },
      })
      .execute();
    const older = dansLaSeance({}, '2026-11-24T07:00:00Z');
    const one = { ...older, id, accompagnement: id };
    expect(await rattacher(one, zoe, '09:00')).toBe(true);
    const first = suite(one, 'modifier', { duree: ['60'] }, { ...a('10:00'), base: null });
    expect(await dit([first])).toEqual(['acceptee']);
    expect(await saisies.accompagnements()).toMatchObject([{ dureeMinutes: 60, personneId: zoe }]);
  });

  test('ni celui d’un autre, ni à une fiche qui n’est plus ou réunie ; et rien n’est écrit', async () => {
    const one = dansLaSeance();
    await recu([one]);
    const { autreAgent } = saisies.terrain.small;
    expect(await enBase((db) => lier(db, '66', of(one, zoe, autreAgent), parole('09:00')))).toBe(false);
    expect(await rattacher(one, randomUUID(), '09:00')).toBe(false);
    await base.owner
      .updateTable('personne')
      .set({ fusionneeDans: yves, fusionneeAt: MAINTENANT })
      .where('id', '=', zoe)
      .execute();
    expect(await rattacher(one, zoe, '09:00')).toBe(false);
    expect(await detacher(one, yves, '09:00')).toBe(false);
    expect(await journal()).toEqual([['creer', null]]);
  });
});

describe('la fiche d’une personne qui s’en va', () => {
  test('le journal ne la nomme plus, et ce qui se corrige ensuite ne parle de personne', async () => {
    const [one, two] = [dansLaSeance({ personne: [zoe] }), dansLaSeance()];
    const same = suite(one, 'modifier', { duree: ['60'] }, a('09:00'));
    await recu([one, two, same]);
    await rattacher(two, zoe, '09:00');
    await base.owner.deleteFrom('personne').where('id', '=', zoe).execute();
    expect(JSON.stringify(await saisies.operations())).not.toContain(zoe);
    expect([await lienDe(one), await lienDe(two)]).toEqual([null, null]);
    const shown = { personne: [zoe], personneVue: [zoe], duree: ['90'] };
    const stale = [suite(same, 'modifier', shown, a('10:00')), suite(two, 'modifier', shown, a('10:00'))];
    expect(await dit(stale)).toEqual(['acceptee', 'acceptee']);
    expect([await lienDe(one), await lienDe(two)]).toEqual([null, null]);
    expect(JSON.stringify(await saisies.operations())).not.toContain(zoe);
  });

  test('rien d’autre ne change dans le journal, pas même par qui tient la base', async () => {
    const one = dansLaSeance();
    await recu([one]);
    await rattacher(one, zoe, '09:00');
    const change = (set: string) =>
      withClient(base.ownerUrl, (client) => client.query(`update accompagnement_operation set ${set}`));
    for (const set of [`personne_id = '${yves}'`, "nature = 'delier'", 'saisi_at = now(), personne_id = null']) {
      await expect(change(set)).rejects.toThrow('an operation is never changed');
    }
    await withClient(base.requestUrl, async (client) => {
      await client.query("set escale.territoire = '66'");
      await expect(client.query('update accompagnement_operation set personne_id = null')).rejects.toThrow('denied');
    });
  });
});

describe('deux fiches réunies', () => {
  const reunir = async (de: string, vers: string, heure: string) => {
    await base.owner
      .updateTable('personne')
      .set({ fusionneeDans: vers, fusionneeAt: MAINTENANT })
      .where('id', '=', de)
      .execute();
    return enBase((db) => relier(db, '66', { de, vers }, parole(heure)));
  };

  test('ce qu’un appareil corrige ensuite suit la fiche gardée, et ce qu’il note sous l’autre y va', async () => {
    const one = dansLaSeance({ personne: [zoe] });
    await recu([one]);
    expect(await reunir(zoe, yves, '09:00')).toEqual([one.id]);
    expect(await lienDe(one)).toBe(yves);
    const late = dansLaSeance({ personne: [zoe] }, '2026-11-24T10:00:00Z');
    expect(await dit([suite(one, 'modifier', { duree: ['60'] }, a('10:00')), late])).toEqual(['acceptee', 'acceptee']);
    expect([await lienDe(one), await lienDe(late)]).toEqual([yves, yves]);
    expect(await enBase((db) => relier(db, '66', { de: yves, vers: zoe, seuls: [one.id] }, parole('11:00')))).toEqual([
      one.id,
    ]);
    expect([await lienDe(one), await lienDe(late)]).toEqual([zoe, yves]);
  });

  test('une réunion pendant l’envoi d’un appareil : l’un attend l’autre, et rien ne se perd', async () => {
    const one = dansLaSeance({ personne: [zoe] });
    await recu([one]);
    const { agentId: _, ...celui } = { ...of(one, zoe) };
    const answers = await withClient(base.ownerUrl, async (client) => {
      await client.query('begin');
      await client.query('select from accompagnement where id = $1 for no key update', [celui.id]);
      const sent = dit([suite(one, 'modifier', { duree: ['60'] }, a('10:00'))]);
      await untilSomebodyWaitsFor(client);
      // What the merge writes, once it holds the act.
      await client.query(
        `insert into accompagnement_operation (territoire_id, id, accompagnement_id, nature, personne_id, personne_dite, agent_id,
          jour, saisi_at) select '66', gen_random_uuid(), id, 'lier', $2, true, agent_id, jour, '2026-11-24T09:00:00Z'
          from accompagnement where id = $1`,
        [celui.id, yves],
      );
      await client.query('update accompagnement set personne_id = $2 where id = $1', [celui.id, yves]);
      await client.query('commit');
      return sent;
    });
    expect(answers).toEqual(['acceptee']);
    expect(await saisies.accompagnements()).toMatchObject([{ dureeMinutes: 60, personneId: yves }]);
  });
});
