import { beforeEach, describe, expect, test } from 'vitest';
import { untilSomebodyWaitsFor } from '../../../../test/attente.ts';
import { creation, MAINTENANT, suite, useSaisies } from '../../../../test/saisies.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { withClient } from '../../../platform/postgres/embedded.ts';

const saisies = useSaisies();
const { base, dit, recu, accompagnements } = saisies;
const dansLaSeance = (autres: Readonly<Record<string, readonly string[]>> = {}) =>
  creation({ seance: [saisies.terrain.seance], ...autres });

beforeEach(saisies.vider);

async function personne(): Promise<string> {
  const id = uuidv7();
  await base.owner
    .insertInto('personne')
    .values({ territoireId: '66', id, prenom: 'Zoé', nomCherche: 'zoe' })
    .execute();
  return id;
}

const CERTIFIE = {
  etat: 'certifie',
  certifieAt: MAINTENANT,
  certifieNom: 'Jeanne Fictive',
  contenu: '{}',
  contenuSha256: Buffer.alloc(32),
  partBeneficiaire: '{}',
};
const CERTIFIER = `update releve set etat = 'certifie', certifie_at = now(), certifie_nom = 'Jeanne Fictive', contenu = '{}',
  contenu_sha256 = decode(repeat('00', 32), 'hex'), part_beneficiaire = '{}' where id = $1`;

/** The version `numero` of the relevé of a month, that its référent has received. */
async function envoyer(mois: string, numero = 1): Promise<string> {
  const id = uuidv7();
  const quoi = { mois: Temporal.PlainDate.from(mois), numero, correctionMotif: numero === 1 ? null : 'Oubli' };
  await base.owner
    .insertInto('releve')
    .values({
      ...{ territoireId: '66', id, conventionId: saisies.terrain.convention, etat: 'envoye', envoyeAt: MAINTENANT },
      ...quoi,
    })
    .execute();
  return id;
}

/** The version of a relevé that is not certified yet. */
async function enCours(mois: string): Promise<string> {
  const { id } = await base.owner
    .selectFrom('releve')
    .select('id')
    .where('mois', '=', Temporal.PlainDate.from(mois))
    .where('etat', '<>', 'certifie')
    .executeTakeFirstOrThrow();
  return id;
}

describe('ce qui change pendant qu’une file arrive', () => {
  test('une fiche de personne retirée au même instant est dite, sans retenir les autres', async () => {
    const who = await personne();
    const linked = dansLaSeance({ personne: [who] });
    const answers = await withClient(base.ownerUrl, async (client) => {
      await client.query('begin');
      await client.query('delete from personne where id = $1', [who]);
      const sent = dit([linked, dansLaSeance()]);
      await untilSomebodyWaitsFor(client);
      await client.query('commit');
      return sent;
    });
    expect(answers[0]).toContain('personne: Cette fiche de personne n’existe plus');
    expect(answers[1]).toBe('acceptee');
    expect(await accompagnements()).toHaveLength(1);
  });

  test('une séance qu’on annule et une file qui y note s’attendent : annulée d’abord, rien ne s’y note', async () => {
    const { autreSeance } = saisies.terrain;
    const answers = await withClient(base.ownerUrl, async (client) => {
      await client.query('begin');
      await client.query("update seance set statut = 'annulee' where id = $1", [autreSeance]);
      const sent = dit([creation({ seance: [autreSeance] })]);
      await untilSomebodyWaitsFor(client);
      await client.query('commit');
      return sent;
    });
    expect(answers[0]).toContain('Cette séance est annulée');
    await base.owner.updateTable('seance').set({ statut: 'prevue' }).where('id', '=', autreSeance).execute();
  });

  test('la séance d’un autre, nommée par une file, ne fait attendre personne', async () => {
    const { seanceDAutrui } = saisies.terrain;
    await withClient(base.ownerUrl, async (client) => {
      await client.query('begin');
      await client.query('select from seance where id = $1 for update', [seanceDAutrui]);
      expect((await dit([creation({ seance: [seanceDAutrui] })]))[0]).toContain('Cette séance n’est pas la vôtre');
      await client.query('rollback');
    });
  });

  test('un relevé certifié au milieu d’une file : la saisie de son mois est seule refusée, les autres s’écrivent', async () => {
    const { autreSeance } = saisies.terrain;
    const releve = await envoyer('2026-10-01');
    const answers = await withClient(base.ownerUrl, async (client) => {
      await client.query('begin');
      await client.query(CERTIFIER, [releve]);
      const sent = dit([dansLaSeance(), creation({ seance: [autreSeance] }), dansLaSeance()]);
      await untilSomebodyWaitsFor(client);
      await client.query('commit');
      return sent;
    });
    expect(answers).toEqual(['acceptee', expect.stringContaining('est certifié'), 'acceptee']);
    expect(await accompagnements()).toHaveLength(2);
    await envoyer('2026-10-01', 2);
  });

  test('deux relevés certifiés l’un après l’autre pendant une file : chaque saisie est alors jugée et écrite seule', async () => {
    const { autreSeance } = saisies.terrain;
    const [octobre, novembre] = [await enCours('2026-10-01'), await envoyer('2026-11-01')];
    const libre = creation({ typeLieu: ['ADistance'], jour: ['2026-11-20'] });
    const corrigee = suite(libre, 'modifier', { duree: ['60'] });
    const answers = await withClient(base.ownerUrl, (first) =>
      withClient(base.ownerUrl, async (second) => {
        for (const [client, releve] of [
          [first, novembre],
          [second, octobre],
        ] as const) {
          await client.query('begin');
          await client.query(CERTIFIER, [releve]);
        }
        // In this order: what is written first waits for the first of them.
        const sent = dit([dansLaSeance(), creation({ seance: [autreSeance] }), libre, corrigee]);
        for (const client of [first, second]) {
          await untilSomebodyWaitsFor(client);
          await client.query('commit');
        }
        return sent;
      }),
    );
    expect(answers).toEqual([
      expect.stringContaining('est certifié'),
      expect.stringContaining('est certifié'),
      'acceptee',
      'acceptee',
    ]);
    expect(await accompagnements()).toMatchObject([{ id: libre.id, dureeMinutes: 60, versionId: corrigee.id }]);
    await envoyer('2026-10-01', 3);
    await envoyer('2026-11-01', 2);
  });

  test('un mois certifié ne change plus, ni par une création, ni par une correction, ni par une suppression', async () => {
    const one = dansLaSeance();
    const octobre = creation({ seance: [saisies.terrain.autreSeance] });
    await recu([one]);
    await base.owner
      .updateTable('releve')
      .set(CERTIFIE)
      .where('id', '=', await enCours('2026-11-01'))
      .execute();
    const moved = suite(octobre, 'modifier', { seance: [saisies.terrain.seance] });
    const answers = await dit([
      dansLaSeance(),
      suite(one, 'modifier', { duree: ['60'] }),
      suite(one, 'modifier', { seance: [saisies.terrain.autreSeance] }),
      suite(one, 'supprimer', {}),
      octobre,
      moved,
    ]);
    for (const rang of [0, 1, 2, 3, 5]) expect(answers[rang]).toContain('est certifié');
    expect(answers[4]).toBe('acceptee');
    expect(await accompagnements()).toHaveLength(2);
    // What comes again was received before: it is known, whatever became of its month.
    expect(await dit([one])).toEqual(['deja']);
    // Opened again to be corrected, it changes.
    await envoyer('2026-11-01', 3);
    expect(await dit([suite(one, 'supprimer', {})])).toEqual(['acceptee']);
  });
});
