import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { affiche, convention } from '../../../bench/documents.ts';
import { lireCachets } from '../../../test/cachet.ts';
import { certifier, pem, pemCle, type Signataire } from '../../../test/certificats.ts';
import { honnete, startHorodateur } from '../../../test/horodateur.ts';
import { ajouter, signerPdf } from '../../../test/pdf-signe.ts';
import { renderAffiche } from '../../features/communication/affiche.ts';
import { renderConvention } from '../../features/conventions/document.ts';
import { lireSigne } from '../../features/conventions/pieces/lecture.ts';
import { Objects } from '../pdf/read/objects.ts';
import { readPdf } from '../pdf/read/revisions.ts';
import { closePdf } from '../pdf/render.ts';
import { written } from '../pdf/write.ts';
import { sealPdf } from './seal.ts';
import { readSealer, type Sealer } from './sealer.ts';
import { httpStamper, LONGEST_ANSWER } from './stamper.ts';

const at = Temporal.Instant.from('2026-11-26T09:00:00.750Z');
let poster: Uint8Array;
let paper: Uint8Array;
let autorite: Signataire;
let intermediaire: Signataire;
let sealer: Sealer;

const sealerOf = (qui: Signataire, ...chain: readonly Signataire[]) =>
  readSealer([qui, ...chain].map(pem).join('') + pemCle(qui), 'essai.pem', at);

beforeAll(async () => {
  poster = await renderAffiche(affiche(1));
  paper = await renderConvention(convention(1));
  autorite = await certifier('Autorité d’essai', { autorite: true });
  intermediaire = await certifier('Intermédiaire', { emetteur: autorite, autorite: true });
  sealer = await sealerOf(await certifier('Cachet d’essai', { emetteur: intermediaire }), intermediaire);
});
afterAll(closePdf);

const startsBy = (pdf: Uint8Array, start: Uint8Array) =>
  Buffer.from(pdf.subarray(0, start.length)).equals(Buffer.from(start));

describe('Un PDF scellé', () => {
  test('dit qui l’a scellé et quand, et garde chaque octet d’avant', async () => {
    for (const document of [poster, paper]) {
      const { pdf, stampedAt, stampRefusal } = await sealPdf(document, sealer, { at });
      expect([stampedAt, stampRefusal]).toEqual([null, null]);
      expect(startsBy(pdf, document)).toBe(true);
      expect(await lireCachets(pdf, { ancres: [autorite] })).toMatchObject([
        {
          kind: 'ETSI.CAdES.detached',
          name: 'Cachet d’essai',
          issuer: 'Intermédiaire',
          chain: 'verified',
          date: '2026-11-26T09:00:00Z',
          // PAdES: the dictionary says the time, the message never does.
          claimedAt: null,
          stampedAt: null,
        },
      ]);
    }
  });

  test('le porte sans rien montrer, et reste balisé', async () => {
    const { pdf } = await sealPdf(paper, sealer, { at });
    const file = readPdf(pdf);
    if (file === undefined) throw new Error('unreadable');
    const objects = new Objects(file, file.revisions.length - 1);
    expect(file.revisions).toHaveLength(2);
    const [field] = objects.fields();
    expect(field?.dict.get('Rect')).toEqual([0, 0, 0, 0]);
    expect(field?.dict.get('F')).toBe(132);
    expect(objects.dict(objects.root?.get('AcroForm'))?.get('SigFlags')).toBe(3);
    expect(objects.dict(objects.root?.get('MarkInfo'))?.get('Marked')).toBe(true);
    expect(objects.root?.has('StructTreeRoot')).toBe(true);
    const [page] = objects.pages();
    expect(objects.array(page?.dict.get('Annots'))).toEqual([field?.at]);
    expect(page?.dict.get('Tabs')).toMatchObject({ name: 'S' });
    const [before, after] = file.revisions.map(({ trailer }) => trailer);
    expect(after?.get('Info')).toEqual(before?.get('Info'));
    const idOf = (trailer: typeof before) => objects.array(trailer?.get('ID')).map(written);
    expect(idOf(after)[0]).toBe(idOf(before)[0]);
    expect(idOf(after)[1]).not.toBe(idOf(before)[1]);
  });

  test.each(['ec', 'p384', 'rsa'] as const)('l’est avec une clé %s', async (algorithme) => {
    const qui = await certifier('Cachet d’essai', { algorithme });
    const { pdf } = await sealPdf(poster, await sealerOf(qui), { at });
    expect(await lireCachets(pdf, { ancres: [qui] })).toMatchObject([{ chain: 'verified' }]);
  });

  test('peut ensuite être signé par une partie, puis scellé encore, quelle que soit la forme des références', async () => {
    const camille = await certifier('Camille Exemple');
    for (const forme of ['table', 'flux'] as const) {
      const { pdf: figee } = await sealPdf(paper, sealer, { at });
      const signe = await signerPdf(figee, camille, { forme });
      expect(await lireSigne(signe, figee, { ancres: [], now: at, precedent: null })).toMatchObject({
        signatures: [{ nom: 'Cachet d’essai' }, { nom: 'Camille Exemple' }],
        remarques: [],
      });
      const { pdf } = await sealPdf(signe, sealer, { at });
      expect(startsBy(pdf, signe)).toBe(true);
      const lus = await lireCachets(pdf);
      expect(lus).toMatchObject([{ name: 'Cachet d’essai' }, { name: 'Camille Exemple' }, { name: 'Cachet d’essai' }]);
    }
  });

  test('ne l’est pas quand il est chiffré, illisible ou sans page', async () => {
    const chiffre = ajouter(poster, { objets: new Map(), fin: '/Encrypt << >>' });
    const sansPage = Buffer.from(poster);
    sansPage.write('/Type /Pagf\n', sansPage.indexOf('/Type /Page\n'), 'latin1');
    for (const bad of [chiffre, poster.subarray(0, 3_000), new Uint8Array(), sansPage]) {
      await expect(sealPdf(bad, sealer, { at })).rejects.toThrow();
    }
  });
});

describe('Un octet changé d’un PDF scellé', () => {
  const changed = (pdf: Uint8Array, place: number, mask: number): Buffer => {
    const other = Buffer.from(pdf);
    other[place] = (other[place] ?? 0) ^ mask;
    return other;
  };
  const mask = fc.integer({ min: 1, max: 255 });

  test('hors du message, se voit toujours', async () => {
    const { pdf } = await sealPdf(poster, sealer, { at });
    const start = pdf.indexOf('/Contents <', poster.length) + '/Contents <'.length;
    const end = pdf.indexOf('>', start);
    const place = fc.oneof(
      fc.nat(poster.length - 1),
      fc.integer({ min: poster.length, max: start - 1 }),
      fc.integer({ min: end, max: pdf.length - 1 }),
    );
    await fc.assert(
      fc.asyncProperty(place, mask, async (where, what) => {
        expect(await lireCachets(changed(pdf, where, what))).toBeTypeOf('string');
      }),
      { numRuns: 400 },
    );
  });

  test('dans le message, se voit, ou ne change rien de ce qu’il dit', async () => {
    const { pdf } = await sealPdf(poster, sealer, { at });
    const [lu] = (await lireCachets(pdf)) as Exclude<Awaited<ReturnType<typeof lireCachets>>, string>;
    const start = pdf.indexOf('/Contents <', poster.length) + '/Contents <'.length;
    const length = Buffer.from(lu?.cms ?? [])
      .toString('hex')
      .replace(/(00)+$/, '').length;
    await fc.assert(
      fc.asyncProperty(fc.nat(length - 1), mask, async (where, what) => {
        const other = await lireCachets(changed(pdf, start + where, what));
        // « a » and « A » are the same figure; a version of the message, or an authority that nobody asked, is protected by none.
        if (typeof other !== 'string') expect(other).toEqual([{ ...lu, cms: other[0]?.cms }]);
      }),
      { numRuns: 400 },
    );
  });
});

describe('Un horodatage', () => {
  test('prouve l’heure du cachet', async () => {
    const horodateur = await certifier('Horodateur d’essai', { emetteur: autorite, horodatage: true });
    const le = new Date('2026-11-26T09:00:02Z');
    await using server = await startHorodateur(honnete(horodateur, { avec: [autorite], le }));
    const { pdf, stampedAt } = await sealPdf(poster, sealer, { at, stamp: httpStamper(server.url) });
    expect(stampedAt?.toString()).toBe('2026-11-26T09:00:02Z');
    expect(await lireCachets(pdf, { ancres: [autorite] })).toMatchObject([
      { stampedAt, authority: 'Horodateur d’essai', chain: 'verified' },
    ]);
  });

  test('demandé en vain laisse le cachet sans lui', async () => {
    const { pdf, ...rest } = await sealPdf(poster, sealer, { at, stamp: async () => 'late' });
    expect(rest).toEqual({ stampedAt: null, stampRefusal: 'late' });
    expect(await lireCachets(pdf, { ancres: [autorite] })).toMatchObject([{ stampedAt: null, chain: 'verified' }]);
  });

  test('aussi long qu’il se peut a sa place', async () => {
    const horodateur = await certifier('Horodateur d’essai', { emetteur: autorite, horodatage: true });
    const avec = Array.from({ length: 28 }, () => autorite);
    await using server = await startHorodateur(honnete(horodateur, { avec }));
    const { pdf, stampedAt } = await sealPdf(poster, sealer, { at, stamp: httpStamper(server.url) });
    expect(stampedAt).not.toBeNull();
    const [lu] = (await lireCachets(pdf)) as Exclude<Awaited<ReturnType<typeof lireCachets>>, string>;
    expect(
      Buffer.from(lu?.cms ?? [])
        .toString('hex')
        .replace(/(00)+$/, '').length / 2,
    ).toBeGreaterThan(LONGEST_ANSWER / 2);
  });
});
