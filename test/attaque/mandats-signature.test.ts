import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../db/demo/ids.ts';
import { sessionCookie } from '../../src/platform/http/server.ts';
import { closePdf } from '../../src/platform/pdf/render.ts';
import { sealPdf } from '../../src/platform/seal/seal.ts';
import type { Sealers } from '../../src/platform/seal/sealers.ts';
import { httpStamper, type Stamper } from '../../src/platform/seal/stamper.ts';
import { lireCachets } from '../cachet.ts';
import { testSealers } from '../cachets-memoire.ts';
import { type Conduite, startHorodateur } from '../horodateur.ts';
import { dessin } from '../mandat-saisi.ts';
import { useCible } from './cible.ts';
import { as, aujourdhui, BASTIEN, MAELLE, Signature, tenirSeance } from './signature.ts';

const bugs: string[] = [];
/** The timestamp authority of the moment; none unless a test names one. */
let stamp: Stamper | undefined;
const sealers: Sealers = {
  ...testSealers,
  seal: async (territoire, pdf, at) => {
    const sealer = await testSealers.sealerOf(territoire);
    return { ...(await sealPdf(pdf, sealer, { at, stamp })), selfSigned: sealer.selfSigned, certificate: '' };
  },
};
const cible = useCible({ sealers, onBug: (error, where) => bugs.push(`${where} : ${String(error)}`) });
let maelle: Signature;
let bastien: Signature;
let drawn = 1_000;
/** Two drawings that never served. */
const neufs = (): [number, number] => {
  drawn += 2;
  return [drawn, drawn + 1];
};

beforeAll(async () => {
  maelle = await Signature.of(cible, MAELLE);
  bastien = await Signature.of(cible, BASTIEN);
});
beforeEach(() => {
  bugs.length = 0;
});
afterAll(closePdf);

const signes = async () =>
  (await cible.base.owner.selectFrom('mandat').select('id').where('etat', '=', 'signe').execute()).length;
const mandats = async () => (await cible.base.owner.selectFrom('mandat').select('id').execute()).length;
type Trait = readonly (readonly [number, number])[];
const traits = (texte: string) => JSON.parse(texte) as readonly Trait[];

describe('Des signatures démesurées ou malformées', () => {
  const points = (nombre: number) => Array.from({ length: nombre }, (_, n) => [n % 600, (n * 7) % 200]);
  const MALFORMEES: Readonly<Record<string, string>> = {
    'en dix mille crochets': '['.repeat(10_000),
    'en dix mille crochets fermés': `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
    'd’un point de trop': JSON.stringify([points(4_001)]),
    'd’un trait de trop': JSON.stringify(Array.from({ length: 201 }, (_, n) => [[n, n % 200]])),
    'de 60 001 signes': JSON.stringify([points(9)]).padEnd(60_001),
    'de quatre mille fois le même point': JSON.stringify([Array(4_000).fill([3, 3])]),
    'à virgule': '[[[10.5,20],[300,90]]]',
    'd’infini': '[[[1e999,20],[300,90]]]',
    négative: '[[[-1,20],[300,90]]]',
    'plus haute que le cadre': '[[[10,20],[300,201]]]',
    'à trois dimensions': '[[[10,20,1],[300,90,2]]]',
    'avec la pression': '[[{"x":10,"y":20,"p":0.5},{"x":300,"y":90,"p":0.7}]]',
    'en objet qui se dit liste': '{"length":1,"0":[[10,20],[300,90]]}',
    'en prototype': '{"__proto__":[[[10,20],[300,90]]]}',
    'en textes': '[[["10","20"],["300","90"]]]',
    'de rien': '[[],[],[null]]',
    nulle: 'null',
    'à octet nul': '[[[10,20],\0[300,90]]]',
    'à demi-signe': '\ud800',
    'en image': 'data:image/png;base64,iVBORw0KGgo=',
    'en SVG à script': '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    'en chemin SVG': 'M10 20L300 90"/><script>alert(1)</script>',
    'en Typst': '#read("/etc/passwd")',
  };

  test('scénario 7 : chacune est refusée sur son cadre, et les bonnes signent ensuite le même mandat', async () => {
    const mandat = await maelle.brouillon();
    const bons = await maelle.champs(mandat, ...neufs());
    for (const [nom, trait] of Object.entries(MALFORMEES)) {
      for (const cadre of ['traitMandant', 'traitMandataire']) {
        const { status, text } = await maelle.signer(mandat, { ...bons, [cadre]: trait });
        expect(status, nom).toBe(422);
        expect(text, nom).toContain(`href="#champ-${cadre}"`);
        expect(text, nom).not.toContain('<script>alert');
        expect(text, nom).toContain(`name="${cadre}" value=""`);
      }
    }
    expect((await maelle.etat(mandat)).etat).toBe('brouillon');
    expect((await maelle.signer(mandat, bons)).status).toBe(303);
    expect(bugs).toEqual([]);
  });

  test('scénario 7 : ni ce qui est tiré au hasard, ni un fichier, ni 10 Mo ne signent ou ne cassent', async () => {
    const mandat = await maelle.brouillon();
    const bons = await maelle.champs(mandat, ...neufs());
    for (const traitMandant of fc.sample(fc.oneof(fc.json({ maxDepth: 4 }), fc.string({ unit: 'binary' })), 40)) {
      expect((await maelle.signer(mandat, { ...bons, traitMandant })).status, traitMandant).toBe(422);
    }
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...bons, _cle: randomUUID() })) form.set(name, value);
    form.set('traitMandant', new File([bons['traitMandant'] ?? ''], 'trait.json', { type: 'application/json' }));
    const headers = { origin: cible.url, cookie: `${sessionCookie(false)}=${maelle.token}` };
    const upload = await cible.ask(`${mandat}/signer`, { method: 'POST', body: form, headers });
    expect(upload.status).toBe(422);
    const heavy = { ...bons, traitMandant: `[[${'[1,2],'.repeat(1_700_000)}[1,2]]]` };
    expect((await maelle.signer(mandat, heavy)).status).toBe(413);
    expect((await maelle.etat(mandat)).etat).toBe('brouillon');
    expect(bugs).toEqual([]);
    expect((await cible.ask('/')).status).toBe(200);
  });

  test('scénario 7 : la plus longue permise signe, et son PDF se lit', async () => {
    const mandat = await maelle.brouillon();
    const bons = await maelle.champs(mandat, ...neufs());
    expect((await maelle.signer(mandat, { ...bons, traitMandant: JSON.stringify([points(4_000)]) })).status).toBe(303);
    const document = await fetch(`${cible.url}${mandat}/document.pdf`, as(maelle.token));
    expect(await lireCachets(new Uint8Array(await document.arrayBuffer()))).toHaveLength(1);
  });
});

describe('Une signature rejouée', () => {
  test('scénario 7 : ailleurs, déplacée, agrandie, par l’autre partie ou par un autre agent, elle ne signe plus', async () => {
    const premier = await maelle.brouillon();
    const [un, deux] = neufs();
    const bons = await maelle.champs(premier, un, deux);
    // Half as large, so that it can be enlarged within the frame.
    const petit = traits(dessin(un)).map((trait) => trait.map(([x, y]) => [Math.round(x / 2), Math.round(y / 2)]));
    const change = (work: (x: number, y: number) => readonly number[]) =>
      JSON.stringify(petit.map((trait) => trait.map(([x = 0, y = 0]) => work(x, y))));
    const capture = { ...bons, traitMandant: JSON.stringify(petit) };
    expect((await maelle.signer(premier, capture)).status).toBe(303);
    const [trait, autre] = [capture.traitMandant, dessin(deux)];
    const [neuf, encore] = neufs().map(dessin) as [string, string];
    const REJEUX: Readonly<Record<string, readonly [string, string]>> = {
      'telles quelles': [trait, autre],
      'la première seule': [trait, neuf],
      'la seconde seule': [neuf, autre],
      échangées: [autre, trait],
      déplacée: [change((x, y) => [x + 40, y + 20]), neuf],
      agrandie: [change((x, y) => [x * 2, y * 2]), neuf],
      'par l’autre partie': [neuf, change((x, y) => [x + 3, y + 1])],
    };
    for (const who of [maelle, bastien]) {
      const mandat = await who.brouillon();
      const frais = await who.champs(mandat, 1, 2);
      for (const [nom, [traitMandant, traitMandataire]] of Object.entries(REJEUX)) {
        const answer = await who.signer(mandat, { ...frais, traitMandant, traitMandataire });
        expect(answer.status, nom).toBe(422);
        expect(answer.text, nom).toContain('L’un de ces dessins a déjà signé un mandat');
      }
      expect((await who.etat(mandat)).etat).toBe('brouillon');
    }
    const mandat = await bastien.brouillon();
    const last = await bastien.champs(mandat, 1, 2);
    expect((await bastien.signer(mandat, { ...last, traitMandant: neuf, traitMandataire: encore })).status).toBe(303);
    expect(bugs).toEqual([]);
  });

  test('scénario 7 : les mêmes dessins, au même instant, sur deux mandats de deux agents : un seul est signé', {
    timeout: 120_000,
  }, async () => {
    for (let round = 0; round < 8; round += 1) {
      const before = await signes();
      const [un, deux] = neufs();
      const [a, b] = [await maelle.brouillon(), await bastien.brouillon()];
      const [sentA, sentB] = [await maelle.champs(a, un, deux), await bastien.champs(b, deux, un)];
      const answers = await Promise.all([maelle.signer(a, sentA), bastien.signer(b, sentB)]);
      expect(answers.map(({ status }) => status).sort(), `round ${round}`).toEqual([303, 422]);
      expect(await signes()).toBe(before + 1);
    }
    expect(bugs).toEqual([]);
  });

  test('scénario 8 : l’envoi capturé, rejoué vingt fois à la fois, avec sa clé ou avec d’autres, ne signe qu’une fois', async () => {
    const mandat = await maelle.brouillon();
    const sent = { ...(await maelle.champs(mandat, ...neufs())), _cle: randomUUID() };
    const before = await signes();
    const rejouer = (rank: number) => maelle.signer(mandat, rank % 2 === 0 ? sent : { ...sent, _cle: randomUUID() });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, rank) => rejouer(rank)));
    const told = answers.map(({ status, location }) => `${status} ${location ?? ''}`.trim());
    // Whichever comes first signs; those of its key are led to the same page, each other one is told 409.
    expect(new Set(told)).toEqual(new Set([`303 ${mandat}/signe`, '409']));
    expect(await signes()).toBe(before + 1);
    const other = await bastien.signer(mandat, { ...sent, _cle: randomUUID() });
    expect(other.status).toBe(404);
    expect(bugs).toEqual([]);
  });
});

describe('Une séance forgée', () => {
  test('scénario 2 : d’un autre agent, passée, à venir, annulée, d’un autre territoire ou inventée : rien ne s’écrit', async () => {
    const { owner } = cible.base;
    // A séance still counts half an hour after its end: the day before would, just after midnight.
    const [avant, apres] = [aujourdhui().subtract({ days: 2 }), aujourdhui().add({ days: 2 })];
    const annulee = async () => {
      const row = await owner
        .selectFrom('seance')
        .select('id')
        .where('agentId', '=', MAELLE.agentId)
        .where('statut', '=', 'annulee')
        .executeTakeFirstOrThrow();
      return row.id;
    };
    const loin = await owner
      .selectFrom('seance')
      .select('id')
      .where('territoireId', '=', voisin.territoire)
      .executeTakeFirstOrThrow();
    const SEANCES: readonly (readonly [string, string, number])[] = [
      ['d’un autre agent', bastien.seance, 404],
      ['d’un autre territoire', loin.id, 404],
      ['inventée', randomUUID(), 404],
      ['passée', await tenirSeance(cible.base, MAELLE, avant), 422],
      ['à venir', await tenirSeance(cible.base, MAELLE, apres), 422],
      ['annulée', await annulee(), 422],
    ];
    const before = await mandats();
    for (const [nom, seance, status] of SEANCES) {
      expect((await maelle.preparer({}, seance)).status, nom).toBe(status);
      // The séance that counts is that of the path: no hidden field names another one.
      const hidden = { seance: maelle.seance, seanceId: maelle.seance, seance_id: maelle.seance };
      expect((await maelle.preparer(hidden, seance)).status, nom).toBe(status);
    }
    expect(await mandats()).toBe(before);
    expect(bugs).toEqual([]);
  });

  test('scénario 2 : un brouillon ne change ni de séance, ni d’agent, par un champ ajouté', async () => {
    const mandat = await maelle.brouillon();
    const lire = () =>
      cible.base.owner
        .selectFrom('mandat')
        .select(['seanceId', 'agentId', 'territoireId', 'forme'])
        .where('id', '=', mandat.replace('/mandats/', ''))
        .executeTakeFirstOrThrow();
    const before = await lire();
    const forges = {
      seance: bastien.seance,
      seanceId: bastien.seance,
      agent: BASTIEN.agentId,
      agentId: BASTIEN.agentId,
      territoireId: voisin.territoire,
      forme: 'papier',
      signeAt: '2020-01-01T00:00:00Z',
    };
    const sent = await maelle.champs(mandat, ...neufs());
    expect((await maelle.signer(mandat, { ...sent, ...forges })).status).toBe(303);
    expect(await lire()).toEqual(before);
  });

  test('scénario 2 : la séance annulée pendant que l’on signe, à la même seconde : signé avant, ou pas du tout', {
    timeout: 120_000,
  }, async () => {
    const own = await Signature.of(cible, MAELLE);
    for (let round = 0; round < 8; round += 1) {
      const mandat = await own.brouillon();
      const sent = await own.champs(mandat, ...neufs());
      const annuler = async () => {
        await new Promise((resolve) => setTimeout(resolve, round * 15));
        await cible.base.owner.updateTable('seance').set({ statut: 'annulee' }).where('id', '=', own.seance).execute();
        return (await own.etat(mandat)).etat;
      };
      const [answer, seen] = await Promise.all([own.signer(mandat, sent), annuler()]);
      expect(answer.status).toBe(seen === 'signe' ? 303 : 422);
      // What was not signed when the séance was cancelled never is.
      expect((await own.etat(mandat)).etat).toBe(seen);
      expect((await own.signer(mandat, sent)).status).toBe(seen === 'signe' ? 409 : 422);
      await cible.base.owner.updateTable('seance').set({ statut: 'prevue' }).where('id', '=', own.seance).execute();
    }
    expect(bugs).toEqual([]);
  });
});

describe('Un second facteur rejoué', () => {
  test('scénario 15 : le code qui a ouvert la session ne la confirme pas pour signer ; sans lui, rien n’est signé', async () => {
    const { courriel } = await cible.base.owner
      .selectFrom('compte')
      .select('courriel')
      .where('id', '=', MAELLE.compteId)
      .executeTakeFirstOrThrow();
    const secret = createHash('sha256').update(`démonstration|${courriel}`).digest().subarray(0, 20);
    const code = new TOTP({ secret: new Secret({ buffer: new Uint8Array(secret).buffer }) }).generate();
    const half = await cible.token(MAELLE.compteId, { niveau: 'lien' });
    const opened = await cible.send('/connexion/code', { code }, { token: half });
    const token = new RegExp(`${sessionCookie(false)}=([\\w-]+)`).exec(opened.headers.get('set-cookie') ?? '')?.[1];
    if (token === undefined) throw new Error('No session was opened');
    await cible.base.owner
      .updateTable('session')
      .set({ confirmeAt: null })
      .where('compteId', '=', MAELLE.compteId)
      .execute();
    const own = await Signature.of(cible, MAELLE);
    const mandat = await own.brouillon();
    const sent = await own.champs(mandat, ...neufs());
    expect((await cible.send(`${mandat}/signer`, sent, { token })).location).toMatch(/^\/confirmer/);
    expect((await cible.send('/confirmer', { code }, { token })).location).toMatch(/refus=/);
    expect((await cible.send(`${mandat}/signer`, sent, { token })).location).toMatch(/^\/confirmer/);
    for (const compte of [demo.comptes.equipe, demo.comptes.dpo]) {
      const other = await cible.token(compte, { confirme: true });
      expect((await cible.send(`${mandat}/signer`, sent, { token: other })).status).toBe(403);
    }
    expect((await own.etat(mandat)).etat).toBe('brouillon');
    expect((await own.signer(mandat, sent)).status).toBe(303);
  });
});

describe('Une autorité d’horodatage', () => {
  test.each<[string, Conduite | undefined]>([
    ['éteinte', undefined],
    ['muette', () => undefined],
    [
      'qui répond n’importe quoi',
      (_, response) => {
        response.end('<html>Accordé</html>');
      },
    ],
    [
      'en panne',
      (_, response) => {
        response.writeHead(503).end();
      },
    ],
  ])('scénario 15 : %s : le mandat est signé et scellé, et rien ne se prétend horodaté', async (_, conduite) => {
    const horodateur = await startHorodateur(conduite ?? (() => undefined));
    // Her séance of the first tests is over by now.
    const own = await Signature.of(cible, MAELLE);
    const mandat = await own.brouillon();
    const sent = await own.champs(mandat, ...neufs());
    try {
      if (conduite === undefined) await horodateur[Symbol.asyncDispose]();
      stamp = httpStamper(horodateur.url, { timeoutMs: 3_000 });
      expect((await own.signer(mandat, sent)).status).toBe(303);
    } finally {
      stamp = undefined;
      if (conduite !== undefined) await horodateur[Symbol.asyncDispose]();
    }
    expect(horodateur.recues).toHaveLength(conduite === undefined ? 0 : 1);
    expect(await own.etat(mandat)).toEqual({ etat: 'signe', horodateAt: null });
    const document = await fetch(`${cible.url}${mandat}/document.pdf`, as(own.token));
    const lus = await lireCachets(new Uint8Array(await document.arrayBuffer()));
    expect(lus).toMatchObject([{ kind: 'ETSI.CAdES.detached', stampedAt: null }]);
    expect(bugs).toEqual([]);
  });
});
