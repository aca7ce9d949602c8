import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { useCles } from '../../../../test/cles-partagees.ts';
import { finir, poserVisa } from '../../../../test/destruction.ts';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import { poserMandat } from '../../../../test/mandats.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { decider, effacer } from '../destruction/store.ts';
import { scelles } from '../destruction/verification/store.ts';
import { leverSursis, poserSursis } from '../sursis/store.ts';
import { rectificationForm } from './routes.tsx';
import { rectificationsDe, saveRectification } from './store.ts';

const base = useBase({ demo: true });
const store = useCles();
const NOTE = { champ: 'Date de naissance', faux: '12 avril 1948', juste: '21 avril 1948' };
let site: ReturnType<typeof openSite>;
let moi: Visitor;
let collegue: Visitor;
let dpo: Visitor;
let equipe: Visitor;

beforeAll(async () => {
  site = openSite(base.request, { cles: store.cles });
  moi = await site.signedIn(demo.comptes.agent, { confirme: true });
  dpo = await site.signedIn(demo.comptes.dpo, { confirme: true });
  equipe = await site.signedIn(demo.comptes.equipe, { confirme: true });
  const autre = await base.owner
    .selectFrom('compte')
    .select('id')
    .where('agentId', '=', demo.agents.autre)
    .executeTakeFirstOrThrow();
  collegue = await site.signedIn(autre.id, { confirme: true });
});

const chez = <T>(work: Parameters<typeof inTerritoire<T>>[2]) => inTerritoire(base.request, '66', work);
const poser = (options: Parameters<typeof poserMandat>[2] = {}) => poserMandat(base, store.cles, options);
const notes = (id: string) => chez((db) => rectificationsDe({ db, cles: store.cles }, '66', id));
const noter = (id: string, agentId: string = demo.agents.demo) =>
  chez((db) =>
    saveRectification({ db, cles: store.cles }, '66', {
      mandatId: id,
      agentId,
      noteAt: Temporal.Now.instant(),
      contenu: NOTE,
      compteId: demo.comptes.agent,
    }),
  );
const adresse = (id: string) => `/mandats/${id}/rectifications`;
const documentDe = async (id: string) =>
  (await base.owner.selectFrom('mandat').select('document').where('id', '=', id).executeTakeFirstOrThrow()).document;

describe('une note de rectification', () => {
  test('se lit sur la fiche et s’imprime ; le document ne bouge pas ; la base n’en lit rien', async () => {
    const { id } = await poser();
    const before = await documentDe(id);
    expect((await moi.get(adresse(id))).text).toContain('Aucune rectification n’est notée');
    expect((await moi.post(adresse(id), NOTE)).location).toBe(adresse(id));
    for (const path of [adresse(id), `/mandats/${id}`]) {
      expect((await moi.get(path)).text, path).toContain(
        'au lieu de « 12 avril 1948 », il faut lire « 21 avril 1948 »',
      );
    }
    expect((await moi.get(adresse(id))).text).toContain('Le document signé reste tel quel');
    expect(await documentDe(id)).toEqual(before);
    const { rows } = await sql<{ texte: string; contenu: Buffer }>`
      select r::text as texte, contenu from mandat_rectification r where mandat_id = ${id}`.execute(base.owner);
    expect(rows).toHaveLength(1);
    for (const { texte, contenu } of rows) expect(`${texte} ${contenu.toString('latin1')}`).not.toContain('1948');
    const envois = await base.owner.selectFrom('envoi').selectAll().execute();
    expect(JSON.stringify(envois)).not.toContain('1948');
    const journal = await base.owner.selectFrom('journalEntree').select('acte').where('objetId', '=', id).execute();
    expect(journal.map(({ acte }) => acte)).toEqual(
      expect.arrayContaining(['noter une rectification d’un mandat', 'consulter les rectifications d’un mandat']),
    );
  });

  test('vide, ou qui ne change rien, elle est refusée ; un texte hostile se lit comme il est écrit', async () => {
    const { id } = await poser();
    const empty = await moi.post(adresse(id));
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('Indiquez ce qu’il faut lire.');
    expect((await moi.post(adresse(id), { ...NOTE, juste: NOTE.faux })).text).toContain('relisez les deux');
    expect(await notes(id)).toEqual([]);
    await moi.post(adresse(id), { ...NOTE, champ: '<script>alert(1)</script>' });
    const { text } = await moi.get(adresse(id));
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toContain('<script>alert');
    expectFrenchOrData(rectificationForm);
  });

  test('par le mandataire ou le suppléant nommé, et personne d’autre ne l’écrit ni ne la lit', async () => {
    const { id } = await poser({ suppleantId: demo.agents.autre });
    expect((await collegue.post(adresse(id), NOTE)).status).toBe(303);
    const { id: mien } = await poser();
    expect((await moi.post(adresse(mien), NOTE)).status).toBe(303);
    expect((await collegue.get(adresse(mien))).status).toBe(404);
    expect((await collegue.post(adresse(mien), NOTE)).status).toBe(404);
    for (const who of [dpo, equipe]) {
      expect((await who.get(adresse(mien))).status).toBe(403);
      expect((await who.post(adresse(mien), NOTE)).status).toBe(403);
    }
    for (const absent of [uuidv7(), 'x']) expect((await moi.get(adresse(absent))).status).toBe(404);
    // PostgreSQL says the same.
    expect(await noter(mien, demo.agents.autre)).toBe(false);
    expect(await noter(uuidv7())).toBe(false);
    const ailleurs = inTerritoire(base.request, voisin.territoire, (db) =>
      rectificationsDe({ db, cles: store.cles }, voisin.territoire, mien),
    );
    expect(await ailleurs).toEqual([]);
    expect(await notes(mien)).toHaveLength(1);
  });

  test('ni sous un sursis, ni d’un mandat fini ; une fois notée, elle ne change pas', async () => {
    const { id } = await poser();
    expect(await noter(id)).toBe(true);
    const sursis = { mandatId: id, motif: 'Enquête fictive en cours', compteId: demo.comptes.dpo };
    const now = Temporal.Now.instant();
    await chez((db) => poserSursis(db, '66', { ...sursis, now }));
    expect(await noter(id)).toBe(false);
    expect((await moi.get(adresse(id))).text).toContain('Rien ne peut être noté');
    expect((await moi.post(adresse(id), NOTE)).text).toContain('ne se lit plus');
    await chez((db) => leverSursis(db, '66', { ...sursis, now }));
    expect(await noter(id)).toBe(true);
    const change = (set: string) =>
      sql.raw(`update mandat_rectification set ${set} where mandat_id = '${id}'`).execute(base.owner);
    await expect(change("contenu = 'x'::bytea")).rejects.toThrow(/ne se modifie pas/);
    await expect(change('note_at = now()')).rejects.toThrow(/ne se modifie pas/);
    await finir(base, id);
    expect((await moi.post(adresse(id), NOTE)).status).toBe(422);
  });

  test('part avec la clé du mandat, et son empreinte est dans ce que le certificat dit', async () => {
    const { id } = await poser();
    await noter(id);
    await noter(id);
    const row = await base.owner
      .selectFrom('mandat')
      .select(['contenu', 'document'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const rows = await base.owner
      .selectFrom('mandatRectification')
      .select('contenu')
      .where('mandatId', '=', id)
      .orderBy('noteAt')
      .orderBy('id')
      .execute();
    const print = createHash('sha256')
      .update(row.contenu ?? '')
      .update(row.document ?? '');
    for (const { contenu } of rows) print.update(contenu ?? '');
    const found = await chez((db) => scelles(db, '66', 'rectification', { after: null, limit: 100 }));
    expect(found.filter(({ cle }) => cle === id)).toHaveLength(2);

    await poserVisa(base);
    await finir(base, id);
    const now = Temporal.Now.instant();
    const visa = { reference: 'AD66-2026-014', date: Temporal.PlainDate.from('2026-01-05'), portee: 'Essai' };
    const of = { now, limit: 100, readVisa: async () => visa };
    const detruire = async () => {
      await chez((db) => decider(db, '66', { visa, now, limit: 100 }));
    };
    const vider = () => chez((db) => effacer(db, '66', of, (ids) => store.cles.destroy('66', [...ids])));
    await detruire();
    await vider();
    await detruire();
    // Decided: what the certificate will tell may not grow any more.
    expect(await noter(id)).toBe(false);
    await vider();
    const said = await base.owner
      .selectFrom('mandatDestruction')
      .select('chiffreSha256')
      .where('objetId', '=', id)
      .executeTakeFirstOrThrow();
    expect(Buffer.from(said.chiffreSha256).toString('hex')).toBe(print.digest('hex'));
    const left = await base.owner
      .selectFrom('mandatRectification')
      .select('contenu')
      .where('mandatId', '=', id)
      .execute();
    expect(left).toEqual([{ contenu: null }, { contenu: null }]);
    expect(await notes(id)).toEqual([]);
    expect(await noter(id)).toBe(false);
  });
});
