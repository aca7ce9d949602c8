import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../../db/demo/ids.ts';
import { nouveauCode } from '../../src/features/rendez-vous/code.ts';
import { rendezVousDuCode } from '../../src/features/rendez-vous/store.ts';
import { inTerritoire } from '../../src/platform/db.ts';
import { type PermanenceRdv, placesPrises, poserMotif, poserPermanence, saisieRdv } from '../rendez-vous.ts';
import { useCible } from './cible.ts';

const cible = useCible({ proxies: 1 });
let motifId: string;
let permanence: PermanenceRdv;
let jour: string;
let seanceId: string;
let rang = 0;

/** An address of its own, so that what one test uses up is not missed by the next. */
function ailleurs() {
  rang += 1;
  return { headers: { 'x-forwarded-for': `203.0.113.${rang}` } };
}

beforeAll(async () => {
  const today = Temporal.Now.plainDateISO('Europe/Paris');
  jour = `${today.add({ days: 20 })}`;
  motifId = await poserMotif(cible.base.owner);
  permanence = await poserPermanence(cible.base.owner, [
    jour,
    `${today.subtract({ days: 1 })}`,
    `${today.add({ days: 61 })}`,
    `${today.add({ days: 21 })}`,
  ]);
  seanceId = permanence.seances[jour] ?? '';
});

const prendre = (saisie: Record<string, string>, from = ailleurs()) =>
  cible.send('/prendre-rendez-vous/vous', saisie, from);

describe('Deviner les codes', () => {
  const essayer = (codeRdv: string, prenom: string, from = ailleurs()) =>
    cible.send('/mon-rendez-vous', { codeRdv, prenom }, from);
  /** The answer without what changes at every page. */
  const sansHasard = (text: string) => text.replace(/(_cle" value|nonce|value)="[^"]*"/g, '').replace(/« [^»]* »/g, '');

  test('inconnu, d’un autre, passé, effacé ou mal écrit : la même réponse, à l’octet près', async () => {
    await prendre(saisieRdv({ motifId, seanceId, debut: '09:00' }, { prenom: 'Josette' }));
    const [row] = await placesPrises(cible.base.owner, seanceId);
    const code = row?.codeRdv ?? '';
    expect((await essayer(code, 'JOSETTE')).status).toBe(303);
    const past = await cible.base.owner
      .selectFrom('rendezVous')
      .select(['codeRdv', 'prenom'])
      .where('statut', '=', 'recu')
      .where('prenom', 'is not', null)
      .executeTakeFirstOrThrow();
    const asked = [
      await essayer(nouveauCode(), 'Josette'),
      await essayer(code, 'Karim'),
      await essayer(past.codeRdv, past.prenom ?? ''),
      await essayer('pas un code', 'Josette'),
    ];
    for (const { status } of asked) expect(status).toBe(422);
    expect(new Set(asked.map(({ text }) => sansHasard(text))).size).toBe(1);
  });

  test('ce qui existe et ce qui n’existe pas coûtent autant de questions à la base', async () => {
    const [row] = await placesPrises(cible.base.owner, seanceId);
    const questions = (code: string) =>
      inTerritoire(cible.base.request, '66', async (db) => {
        let count = 0;
        const counting = db.withPlugin({
          transformQuery: ({ node }) => {
            count += 1;
            return node;
          },
          transformResult: async ({ result }) => result,
        });
        await rendezVousDuCode(counting as typeof db, '66', code);
        return count;
      });
    expect(await questions(row?.codeRdv ?? '')).toBe(await questions('AAAAAAAA'));
  });

  test('cent essais d’une adresse : les derniers attendent, avec la même réponse pour un vrai code', async () => {
    const from = ailleurs();
    const [row] = await placesPrises(cible.base.owner, seanceId);
    const statuses: number[] = [];
    for (let essai = 0; essai < 40; essai += 1) {
      statuses.push((await essayer(nouveauCode(), 'Josette', from)).status);
    }
    expect(statuses.filter((status) => status === 422)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
    expect((await essayer(row?.codeRdv ?? '', 'Josette', from)).status).toBe(429);
    expect((await essayer(row?.codeRdv ?? '', 'Josette')).status).toBe(303);
  });

  test('un lien forgé n’ouvre rien, ne change rien', async () => {
    for (const jeton of [crypto.randomUUID(), '', 'null', "' or 1=1 --", '00000000-0000-0000-0000-000000000000']) {
      expect((await cible.ask(`/rdv/${encodeURIComponent(jeton) || 'x'}`)).status).toBe(404);
      expect((await cible.send('/rdv/annuler', { jeton }, ailleurs())).status).toBe(404);
      expect((await cible.send('/rdv/changer', { jeton, creneau: `${seanceId} 09:30` }, ailleurs())).status).toBe(404);
    }
    // Nor does the id of its row, nor its code.
    const [row] = await placesPrises(cible.base.owner, seanceId);
    expect((await cible.ask(`/rdv/${row?.id}`)).status).toBe(404);
    expect((await cible.ask('/mon-rendez-vous/ticket', { headers: { cookie: 'escale_rdv=AAAA' } })).status).toBe(303);
  });
});

describe('Prendre ce qui ne se prend pas', () => {
  const today = Temporal.Now.plainDateISO('Europe/Paris');
  const seance = (days: number) => permanence.seances[`${today.add({ days })}`] ?? '';

  test.each([
    ['hier', () => `${seance(-1)} 09:00`, 'Cette heure est passée.'],
    ['au-delà de l’horizon', () => `${seance(61)} 09:00`, 'plus de 60 jours à l’avance'],
    ['hors des heures proposées', () => `${seance(21)} 09:10`, 'Ce moment n’est pas proposé.'],
    ['après la séance', () => `${seance(21)} 12:00`, 'Ce moment n’est pas proposé.'],
  ])('%s', async (_, creneau, phrase) => {
    const refused = await prendre({ motifId, creneau: creneau(), prenom: 'Essai' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(phrase);
  });

  test('dans un lieu fermé ce jour-là, ou d’une séance annulée', async () => {
    const closed = await poserPermanence(cible.base.owner, [jour]);
    const day = Temporal.PlainDate.from(jour);
    await cible.base.owner
      .insertInto('lieuFermeture')
      .values({ territoireId: '66', id: crypto.randomUUID(), lieuId: closed.lieuId, du: day, au: day, motif: 'Essai' })
      .execute();
    const refused = await prendre({ motifId, creneau: `${closed.seances[jour]} 09:00`, prenom: 'Essai' });
    expect(refused.text).toContain('La permanence n’a pas lieu ce jour-là.');
    expect(await placesPrises(cible.base.owner, closed.seances[jour] ?? '')).toEqual([]);
  });

  test.each([
    ['une séance sans rendez-vous', 'libre'],
    ['une séance qui n’existe pas', 'aucune'],
  ])('%s', async (_, kind) => {
    const libre = await poserPermanence(cible.base.owner, [jour], { accueil: 'libre' });
    const id = kind === 'libre' ? libre.seances[jour] : crypto.randomUUID();
    const refused = await prendre({ motifId, creneau: `${id} 09:00`, prenom: 'Essai' });
    expect(refused.status).toBe(422);
  });

  test('un moment qui n’en est pas un, un type qui n’existe pas', async () => {
    for (const creneau of ['', 'x', `${seanceId}`, `${seanceId} 25:00`, `${seanceId} 09:30 x`, `${'a'.repeat(5000)}`]) {
      expect((await prendre({ motifId, creneau, prenom: 'Essai' })).status).toBe(422);
    }
    for (const motif of ['', 'x', crypto.randomUUID()]) {
      const answer = await prendre({ motifId: motif, creneau: `${seanceId} 09:30`, prenom: 'Essai' });
      expect(answer.location).toBe('/prendre-rendez-vous');
    }
    expect((await placesPrises(cible.base.owner, seanceId)).some(({ prenom }) => prenom === 'Essai')).toBe(false);
  });

  test('un type réservé aux agents ne se prend pas par la page publique', async () => {
    const reserve = await poserMotif(cible.base.owner, { ouvertA: [] });
    const answer = await prendre({ motifId: reserve, creneau: `${seanceId} 09:30`, prenom: 'Essai' });
    expect(answer.location).toBe('/prendre-rendez-vous');
  });
});

describe('Mille rendez-vous d’une seule adresse', () => {
  test('trente demandes au plus dans l’heure : le reste attend, les autres adresses passent', async () => {
    const from = ailleurs();
    let served = 0;
    for (let envoi = 0; envoi < 1_000; envoi += 50) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, one) =>
          prendre({ motifId, creneau: `${seanceId} 09:30`, prenom: `Foule ${envoi + one}` }, from),
        ),
      );
      served += answers.filter(({ status }) => status !== 429).length;
    }
    expect(served).toBe(30);
    const rows = (await placesPrises(cible.base.owner, seanceId)).filter(({ prenom }) => prenom?.startsWith('Foule'));
    expect(rows).toHaveLength(1);
    expect((await prendre(saisieRdv({ motifId, seanceId, debut: '10:00' }, { prenom: 'Voisine' }))).status).toBe(303);
  });
});

describe('Des noms hostiles sur un ticket', () => {
  const balise = '<script>alert(1)</script>';
  const guillemets = '"><img src=x onerror=alert(1)>';

  test.each([
    ['une balise', balise],
    ['des guillemets', guillemets],
    ['du SQL', "Robert'); drop table rendez_vous;--"],
    ['quatre-vingts lettres sans espace', 'W'.repeat(80)],
    ['des accents empilés', `Zo\u0301\u0323\u0307e`],
  ])('%s : montré tel quel, jamais lu comme autre chose', async (_, prenom) => {
    const one = await poserPermanence(cible.base.owner, [jour]);
    const taken = await prendre({ motifId, creneau: `${one.seances[jour]} 09:00`, prenom, besoin: prenom });
    expect(taken.status).toBe(303);
    const [row] = await placesPrises(cible.base.owner, one.seances[jour] ?? '');
    expect(row?.prenom).toBe(prenom.normalize('NFC'));
    const cookie = taken.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const ticket = await cible.ask('/mon-rendez-vous/ticket', { headers: { cookie } });
    expect(ticket.status).toBe(200);
    const token = await cible.token(demo.comptes.equipe);
    const page = await cible.ask(`/rendez-vous/${row?.id}`, { headers: { cookie: `escale_session=${token}` } });
    for (const { text } of [ticket, page]) {
      expect(text).not.toContain('<script>alert');
      expect(text).not.toContain('<img src=x');
    }
    const { rows } = await sql<{ n: number }>`select count(*) as n from rendez_vous`.execute(cible.base.owner);
    expect(rows[0]?.n).toBeGreaterThan(0);
  });

  test.each([
    ['un sens d’écriture retourné', 'Jo\u202esette'],
    ['une ligne de plus', 'Josette\nAdmin'],
    ['rien de visible', '\u200b\u200b'],
    ['trop long', 'J'.repeat(81)],
  ])('%s : refusé', async (_, prenom) => {
    expect((await prendre({ motifId, creneau: `${seanceId} 11:30`, prenom })).status).toBe(422);
  });
});

describe('La structure qui accueille', () => {
  test('ne voit ni prénom, ni téléphone, ni rendez-vous', async () => {
    const token = await cible.token(demo.comptes.referent);
    const headers = { cookie: `escale_session=${token}` };
    const [row] = await placesPrises(cible.base.owner, seanceId);
    for (const path of ['/rendez-vous', '/rendez-vous/nouveau', `/rendez-vous/${row?.id}`, '/rendez-vous/motifs']) {
      expect((await cible.ask(path, { headers })).status, path).toBe(403);
    }
    const numbers = await cible.base.owner.selectFrom('rendezVous').select(['telephone', 'codeRdv']).execute();
    for (const path of ['/ma-structure', `/lieux/${demo.lieux.alberes}`]) {
      const { text } = await cible.ask(path, { headers });
      for (const { telephone, codeRdv } of numbers) {
        expect(text.includes(codeRdv), path).toBe(false);
        if (telephone !== null) expect(text.includes(telephone), path).toBe(false);
      }
    }
  });
});
