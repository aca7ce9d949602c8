import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { untilSomebodyWaitsFor } from '../../../../test/attente.ts';
import { useAvis } from '../../../../test/avis.ts';
import { runJobs } from '../../../../test/jobs.ts';
import { withClient } from '../../../platform/postgres/embedded.ts';
import { appelsAFaire } from '../appels/store.ts';
import { tenirLesAvis } from '../avis/travail.ts';
import {
  accepterPlace,
  laisserPlace,
  type PlaceLibre,
  passerUneEchue,
  proposerPlaceLiberee,
  retirerAttente,
} from './proposer.ts';

const avis = useAvis();

const AUCUNE = '00000000-0000-7000-8000-000000000000';

async function liberer(id: string): Promise<PlaceLibre> {
  const { seanceId, motifId, debut, fin } = await avis.lire(id);
  await avis.base.owner
    .updateTable('rendezVous')
    .set({ statut: 'annule', annulePar: 'personne', annuleAt: avis.clock() })
    .where('id', '=', id)
    .execute();
  return { seanceId, motifId, debut, fin };
}

const proposer = (place: PlaceLibre) => avis.dans((db) => proposerPlaceLiberee(db, avis.chez(), place));
const accepter = (id: string) => avis.dans((db) => accepterPlace(db, avis.chez(), id));
const laisser = (id: string, attendEncore = true) =>
  avis.dans((db) => laisserPlace(db, avis.chez(), id, { attendEncore }));
const echue = () => avis.dans((db) => passerUneEchue(db, avis.chez()));
const tenues = () =>
  avis.base.owner.selectFrom('rendezVous').selectAll().where('statut', '=', 'tenu').orderBy('createdAt').execute();

/** A place of Tuesday 1 December at 9 h 30 that somebody has just left. */
async function placeLibre(): Promise<PlaceLibre> {
  return liberer(await avis.rdv(await avis.seance(), '09:30'));
}

describe('scénario 4 : une place libérée', () => {
  test('est gardée pour la première personne qui attend, qui le sait par son canal, puis passe à la suivante', async () => {
    const [premiere, deuxieme] = [await avis.attente(), await avis.attente({ prevenir: 'appel' })];
    const id = await proposer(await placeLibre());
    expect(await avis.lire(id ?? '')).toMatchObject({ statut: 'tenu', attenteId: premiere });
    expect((await avis.sms())[0]?.texte).toContain('Répondez avant mardi à 14 h');
    expect(await avis.statutAttente(premiere)).toBe('propose');
    expect(await echue()).toBe(false);

    avis.travel('2026-11-24T13:00:01Z');
    expect(await echue()).toBe(true);
    expect(await avis.lire(id ?? '')).toMatchObject({ statut: 'annule', annulePar: 'expiration' });
    expect(await avis.statutAttente(premiere)).toBe('en_attente');
    const [suivante, ...others] = await tenues();
    expect(others).toEqual([]);
    expect(suivante).toMatchObject({ attenteId: deuxieme });
    // Somebody who has no mobile becomes a call, held until the end of the next working day.
    const [appel] = await avis.appels();
    expect(appel).toMatchObject({ rendezVousId: suivante?.id, raison: 'place' });
    expect(`${appel?.avant}`).toBe('2026-11-25T17:00:00Z');

    expect(await accepter(suivante?.id ?? '')).toBe(true);
    expect(await avis.statutAttente(deuxieme)).toBe('place');
    expect(await avis.lire(suivante?.id ?? '')).toMatchObject({ statut: 'confirme', tenuJusqua: null });
  });

  test('laissée, va à la suivante ; qui n’attend plus sort de la liste ; personne n’a deux fois la même', async () => {
    const [a, b] = [await avis.attente(), await avis.attente()];
    const first = await proposer(await placeLibre());
    expect(await laisser(first ?? '')).toBe(true);
    expect(await laisser(first ?? '')).toBe(false);
    const [second] = await tenues();
    expect(second?.attenteId).toBe(b);
    expect(await laisser(second?.id ?? '', false)).toBe(true);
    expect(await avis.statutAttente(b)).toBe('retire');
    expect(await avis.statutAttente(a)).toBe('en_attente');
    expect(await tenues()).toEqual([]);
  });

  test('acceptée trop tard ou deux fois, ne l’est pas', async () => {
    await avis.attente();
    const id = (await proposer(await placeLibre())) ?? '';
    const outcomes = await Promise.all([accepter(id), accepter(id), laisser(id)]);
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    await avis.attente();
    const autre = (await proposer(await liberer(await avis.rdv(await avis.seance('2026-12-02'), '09:30')))) ?? '';
    avis.travel('2026-11-25T13:00:01Z');
    expect(await accepter(autre)).toBe(false);
  });

  test.each([
    ['d’un autre lieu', async () => ({ lieuId: await avis.lieu('Ailleurs') })],
    ['d’autres dates', async () => ({ du: Temporal.PlainDate.from('2026-12-02') })],
    ['d’un autre moment', async () => ({ moment: 'apres-midi' })],
    ['d’un motif plus long', async () => ({ motifId: await avis.motif('Long', { dureeMinutes: 60 }) })],
    ['qui n’attend plus', async () => ({ statut: 'retire' })],
  ])('ne va pas à quelqu’un %s', async (_name, changes) => {
    await avis.attente(await changes());
    expect(await proposer(await placeLibre())).toBeNull();
  });

  test('ne va pas à qui a déjà une place ce jour-là, mais à la suivante', async () => {
    const seance = await avis.seance();
    const deja = { prenom: 'Odette', telephone: '06 39 98 00 77' };
    await avis.rdv(seance, '11:00', deja);
    await avis.attente(deja);
    const suivante = await avis.attente();
    const id = await proposer(await liberer(await avis.rdv(seance, '09:30')));
    expect((await avis.lire(id ?? '')).attenteId).toBe(suivante);
  });

  test('trop proche pour qu’on réponde, reste à tous', async () => {
    await avis.attente();
    avis.travel('2026-12-01T07:15:00Z');
    expect(await proposer(await placeLibre())).toBeNull();
  });

  test('la nuit, est gardée aussitôt et annoncée le matin, une fois', async () => {
    await avis.attente();
    avis.travel('2026-11-24T22:00:00Z');
    const id = await proposer(await placeLibre());
    expect(await avis.sms()).toEqual([]);
    avis.travel('2026-11-25T07:00:00Z');
    await tenirLesAvis({ database: avis.base.request }, avis.chez());
    await tenirLesAvis({ database: avis.base.request }, avis.chez());
    expect((await avis.sms()).map(({ rendezVousId }) => rendezVousId)).toEqual([id]);
  });

  test('dont le message est refusé fait appeler, tant qu’elle est gardée', async () => {
    await avis.attente();
    const id = await proposer(await placeLibre());
    await runJobs(avis.base, { sms: { send: async () => ({ refused: '400 Unknown' }) }, clock: avis.clock });
    for (let turn = 0; turn < 3; turn += 1) {
      await tenirLesAvis({ database: avis.base.request }, avis.chez());
      const ouverts = await avis.dans((db) => appelsAFaire(db, '66', null));
      expect(ouverts.map(({ rendezVousId, raison }) => [rendezVousId, raison])).toEqual([[id, 'place']]);
    }
    // Once its séance is gone, nobody telephones to offer it.
    const { seanceId } = await avis.lire(id ?? '');
    await avis.base.owner.updateTable('seance').set({ statut: 'annulee' }).where('id', '=', seanceId).execute();
    expect(await avis.dans((db) => appelsAFaire(db, '66', null))).toEqual([]);
  });

  test('une séance annulée laisse attendre qui en avait une place', async () => {
    const waiting = await avis.attente();
    const place = await placeLibre();
    await proposer(place);
    await avis.base.owner.updateTable('seance').set({ statut: 'annulee' }).where('id', '=', place.seanceId).execute();
    await tenirLesAvis({ database: avis.base.request }, avis.chez());
    expect(await avis.statutAttente(waiting)).toBe('en_attente');
  });

  test('sans réponse trois fois, on ne redemande plus ; une date passée n’attend plus', async () => {
    const waiting = await avis.attente();
    for (const jour of ['2026-12-01', '2026-12-02', '2026-12-03']) {
      await proposer(await liberer(await avis.rdv(await avis.seance(jour), '09:30')));
      avis.travel(avis.clock().add({ hours: 24 }).toString());
      expect(await echue()).toBe(true);
    }
    expect(await avis.statutAttente(waiting)).toBe('expire');
    const passee = await avis.attente({ au: Temporal.PlainDate.from('2026-11-24') });
    await tenirLesAvis({ database: avis.base.request }, avis.chez());
    expect(await avis.statutAttente(passee)).toBe('expire');
  });
});

test('qui quitte la liste à l’instant où une place lui est gardée la rend, et ne revient pas sur la liste', async () => {
  const attente = await avis.attente();
  const suivante = await avis.attente();
  const { seanceId, motifId } = await placeLibre();
  const pending = await withClient(avis.base.ownerUrl, async (client) => {
    await client.query('begin');
    await client.query(
      `insert into rendez_vous (territoire_id, id, seance_id, motif_id, debut, fin, statut, tenu_jusqua, attente_id, code_rdv,
        jeton_hash, canal, prenom, prevenir)
        values ('66', gen_random_uuid(), $1, $2, '09:30', '10:00', 'tenu', '2026-11-25T09:00:00Z', $3, 'BCDFGHJK', '\\x00', 'public',
        'Odette', 'guichet')`,
      [seanceId, motifId, attente],
    );
    await client.query("update rdv_attente set statut = 'propose' where id = $1", [attente]);
    const leaving = avis.dans((db) => retirerAttente(db, avis.chez(), attente, null));
    await untilSomebodyWaitsFor(client);
    await client.query('commit');
    return { leaving };
  });
  await pending.leaving;
  expect(await avis.statutAttente(attente)).toBe('retire');
  expect((await tenues()).map(({ attenteId }) => attenteId)).toEqual([suivante]);
});

test('qui répond à une place tient la séance, puis la place : qui change la séance au même instant n’est pas bloqué', async () => {
  await avis.attente();
  const place = await placeLibre();
  const id = (await proposer(place)) ?? '';
  const answers = await withClient(avis.base.ownerUrl, async (client) => {
    await client.query('begin');
    await client.query('select from seance where id = $1 for update', [place.seanceId]);
    const pending = accepter(id);
    await untilSomebodyWaitsFor(client);
    // What the end of the séance does next: refused at once when whoever waits for it holds the place already.
    await client.query('select from rendez_vous where id = $1 for update nowait', [id]);
    await client.query('commit');
    return { pending };
  });
  expect(await answers.pending).toBe(true);
});

test('jamais deux personnes dans une place, quels que soient les départs, réponses et oublis, même en même temps', async () => {
  const gestes = fc.array(
    fc.record({ quoi: fc.constantFrom('part', 'accepte', 'laisse', 'oublie', 'attend'), rang: fc.nat(7) }),
    { minLength: 5, maxLength: 25 },
  );
  await fc.assert(
    fc.asyncProperty(gestes, async (all) => {
      await sql
        .raw('truncate appel, sms, rendez_vous, rdv_attente, seance, permanence cascade')
        .execute(avis.base.owner);
      avis.travel('2026-11-24T09:00:00Z');
      const seance = await avis.seance();
      for (const debut of ['09:00', '09:30', '10:00', '10:30'])
        await avis.rdv(seance, debut, { telephone: `06 39 98 20 ${debut.slice(0, 2)}`, prenom: debut });
      for (let rank = 0; rank < 3; rank += 1) await avis.attente();
      const une = async (statut: string, rang: number) => {
        const rows = await avis.base.owner
          .selectFrom('rendezVous')
          .select('id')
          .where('statut', '=', statut)
          .orderBy('id')
          .execute();
        return rows[rang % Math.max(1, rows.length)]?.id;
      };
      const faire: Record<string, (rang: number) => Promise<unknown>> = {
        part: async (rang) => {
          const id = await une('confirme', rang);
          if (id !== undefined) await proposer(await liberer(id));
        },
        accepte: async (rang) => accepter((await une('tenu', rang)) ?? AUCUNE),
        laisse: async (rang) => laisser((await une('tenu', rang)) ?? AUCUNE),
        oublie: async () => {
          avis.travel(avis.clock().add({ hours: 5 }).toString());
          await Promise.all([echue(), echue()]);
        },
        attend: () => avis.attente(),
      };
      for (let at = 0; at < all.length; at += 3) {
        await Promise.all(all.slice(at, at + 3).map(({ quoi, rang }) => faire[quoi]?.(rang)));
        const { rows } = await sql<{ meetings: number; twice: number; lost: number }>`
          select (select count(*)::int from rendez_vous a join rendez_vous b on a.seance_id = b.seance_id and a.id < b.id
            and a.debut < b.fin and b.debut < a.fin
            where a.statut in ('tenu', 'confirme') and b.statut in ('tenu', 'confirme')) as meetings,
          (select count(*)::int from (select attente_id from rendez_vous where statut = 'tenu'
            group by attente_id having count(*) > 1) t) as twice,
          (select count(*)::int from rdv_attente a where a.statut = 'propose' and not exists (select from rendez_vous r
            where r.attente_id = a.id and r.statut = 'tenu')) as lost`.execute(avis.base.owner);
        expect(rows[0]).toEqual({ meetings: 0, twice: 0, lost: 0 });
      }
    }),
    { numRuns: 12 },
  );
});
