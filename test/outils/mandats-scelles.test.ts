import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parisDate, parisTime } from '../../src/domain/date.ts';
import { closePdf } from '../../src/platform/pdf/render.ts';
import { lireCachets } from '../cachet.ts';
import { testSealers } from '../cachets-memoire.ts';
import { useMandatSite } from '../mandat-site.ts';

const site = useMandatSite();
let folder = '';
/** Bytes of the message from the end of the certificates to the name of who signs: the set, the sequence and its version. */
const SIGNER_VERSION = 11;
/** « No parameters », after the name of a digest. */
const NULL_OF_DIGEST = 0x0500;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escale-mandats-'));
});
beforeEach(() => site.at(site.a('10:00')));
afterAll(async () => {
  await closePdf();
  await rm(folder, { recursive: true, force: true });
});

async function outil(
  command: string,
  bytes: Uint8Array,
  args: readonly string[] = [],
  then: readonly string[] = [],
): Promise<string> {
  const path = join(folder, 'mandat.pdf');
  await writeFile(path, bytes);
  const { stdout, stderr, error } = spawnSync(command, [...args, path, ...then], { encoding: 'utf8' });
  if (error !== undefined) throw new Error(`${command} : ${error.message}`, { cause: error });
  return `${stdout}${stderr}`;
}

async function pdfDe(path: string): Promise<Uint8Array> {
  const { status, bytes } = await site.agent.get(path);
  expect(status, path).toBe(200);
  return bytes;
}

/** What somebody reads of a PDF, without the ends of lines nor their hyphens. */
async function texte(bytes: Uint8Array): Promise<string> {
  return (await outil('pdftotext', bytes, ['-raw'], ['-'])).replaceAll(/[\s\u00a0\u202f\f]+/g, '');
}
const serre = (text: string): string => text.replaceAll(/\s+/g, '');

describe('Un mandat signé par les pages, hors du serveur', () => {
  test('scénario 1 : pdfsig lit son cachet, sur tout le document, au nom du Département ; son empreinte est celle qui est gardée', async () => {
    const mandat = await site.signe();
    const pdf = await pdfDe(`${mandat}/document.pdf`);
    const said = await outil('pdfsig', pdf);
    expect(said.match(/Signature Validation: Signature is Valid/g)).toHaveLength(1);
    expect(said).toContain('Total document signed');
    expect(said).toContain('Signature Type: ETSI.CAdES.detached');
    expect(said).toContain('Signer Certificate Common Name: Cachet du Département des Pyrénées-Orientales');
    expect(await outil('qpdf', pdf, ['--check'])).toContain('No syntax or stream encoding errors found');
    expect(await outil('pdfinfo', pdf)).toMatch(/^Tagged:\s+yes$/m);
    const { documentSha256 } = await site.base.owner
      .selectFrom('mandat')
      .select('documentSha256')
      .where('id', '=', mandat.replace('/mandats/', ''))
      .executeTakeFirstOrThrow();
    expect(Buffer.from(documentSha256 ?? [])).toEqual(createHash('sha256').update(pdf).digest());
    const lu = await texte(pdf);
    for (const mot of ['Colette', 'Exemplaire', 'Demander l’aide au logement', 'Signé']) {
      expect(lu).toContain(serre(mot));
    }
  });

  test('scénario 1 : un octet changé, où que ce soit, et pdfsig ne le trouve plus valide', async () => {
    const pdf = Buffer.from(await pdfDe(`${await site.signe()}/document.pdf`));
    const places = [
      pdf.indexOf('/Lang (fr)') + 7,
      Math.floor(pdf.length / 3),
      Math.floor(pdf.length / 2),
      pdf.indexOf('/M (D:') + 7,
    ];
    for (const place of places) {
      const other = Buffer.from(pdf);
      other[place] = (other[place] ?? 0) ^ 1;
      expect(await outil('pdfsig', other), String(place)).not.toContain('Signature is Valid');
    }
    expect(await outil('pdfsig', Buffer.concat([pdf, Buffer.from('\n% ajouté')]))).not.toContain(
      'Total document signed',
    );
    expect(await outil('pdfsig', pdf)).toContain('Signature is Valid');
  });

  test('scénario 1 : un chiffre changé, hors du message ou dedans : /verifier ne le connaît plus, et notre lecteur ne lui fait rien dire d’autre', {
    timeout: 300_000,
  }, async () => {
    const pdf = Buffer.from(await pdfDe(`${await site.signe()}/document.pdf`));
    const [lu] = (await lireCachets(pdf)) as Exclude<Awaited<ReturnType<typeof lireCachets>>, string>;
    const start = pdf.lastIndexOf('/Contents <') + '/Contents <'.length;
    const cms = Buffer.from(lu?.cms ?? []);
    const length = 4 + cms.readUInt16BE(2);
    const { certificate: sealed } = await testSealers.sealerOf({ id: '66', nomComplet: '' });
    const certificate = Buffer.from(sealed.raw);
    const inside = cms.indexOf(certificate);
    expect(inside).toBeGreaterThan(0);
    const connu = async (bytes: Uint8Array) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return !(await site.agent.get(`/verifier?q=${sha256}`)).text.includes('n’est pas connu ici');
    };
    expect(await connu(pdf)).toBe(true);

    // The whole file but the message.
    const end = start + 2 * cms.length;
    for (let rank = 0; rank < 80; rank += 1) {
      const place = Math.floor((pdf.length * rank) / 80);
      if (place >= start && place < end) continue;
      const other = Buffer.from(pdf);
      other[place] = (other[place] ?? 0) ^ 1;
      expect(await connu(other), String(place)).toBe(false);
      expect(await outil('pdfsig', other), String(place)).not.toContain('Signature is Valid');
      expect(await lireCachets(other), String(place)).toBeTypeOf('string');
    }

    // The message, byte after byte, by another figure each time.
    const deceived: number[] = [];
    for (let at = 0; at < cms.length; at += at < length ? 4 : 97) {
      const other = Buffer.from(pdf);
      const place = start + 2 * at + 1;
      const figure = Number.parseInt(String.fromCharCode(other[place] ?? 0), 16) ^ 1;
      other.write(figure.toString(16), place, 'latin1');
      expect(await connu(other), String(at)).toBe(false);
      // It says the same, or nothing: a version of the message is protected by no figure.
      const read = await lireCachets(other);
      if (typeof read !== 'string') expect(read).toEqual([{ ...lu, cms: read[0]?.cms }]);
      if (at < length && (await outil('pdfsig', other)).includes('Signature is Valid')) deceived.push(at);
    }
    // pdfsig does not compare the certificate with its digest, which is signed, nor read what stands before it: see decision 0047.
    const afterCertificate = inside + certificate.length;
    const beyond = deceived.filter((at) => at >= afterCertificate + SIGNER_VERSION);
    expect(beyond.filter((at) => cms.readUInt16BE(at) !== NULL_OF_DIGEST)).toEqual([]);
    expect(deceived.some((at) => at >= inside && at < afterCertificate)).toBe(true);
  });

  test('scénario 1 : la copie de la personne porte son code de retrait et son lien ; le document scellé, non', async () => {
    const mandat = await site.signe();
    const [copie, document] = [
      await texte(await pdfDe(`${mandat}/copie.pdf`)),
      await texte(await pdfDe(`${mandat}/document.pdf`)),
    ];
    expect(copie).toMatch(/\d{4}-\d{4}/);
    expect(copie).toMatch(/\/retrait\/[0-9a-f-]{36}/);
    expect(document).not.toMatch(/\/retrait\/[0-9a-f-]{36}/);
  });
});

describe('Des textes hostiles, signés', () => {
  const HOSTILES = [
    '<script>alert(1)</script>',
    "L’Hôte d'Éçà ''; --",
    '#read("/proc/version") $x$ [*gras*] _i_ \\ @ref',
    '#panic("x") <cible> // rien /* non */',
    ') Tj ET /JS (app.alert(1)) BT (',
    '{{7*7}} <%= 7*7 %> %s %n',
  ];
  /** What a reader of PDF could be made to do. */
  const ACTIF = /\/(?:JavaScript|JS|Launch|OpenAction|AA|EmbeddedFiles?|SubmitForm|ImportData|GoToR|RichMedia)\b/;

  async function sansRienDActif(pdf: Uint8Array): Promise<void> {
    expect(await outil('qpdf', pdf, ['--check'])).toContain('No syntax or stream encoding errors found');
    expect(await outil('pdfdetach', pdf, ['-list'])).toContain('0 embedded files');
    expect((await outil('pdfinfo', pdf, ['-js'])).trim()).toBe('');
    // What is written inside texts is there as text: objects alone are looked at, without their strings nor their streams.
    const plat = await outil('qpdf', pdf, ['--qdf', '--object-streams=disable', '--stream-data=uncompress'], ['-']);
    const objets = plat.replaceAll(/\nstream\n[\s\S]*?\nendstream/g, '').replaceAll(/\((?:\\[\s\S]|[^\\()])*\)/g, '()');
    expect(objets).toContain('/StructTreeRoot');
    expect(objets).not.toMatch(ACTIF);
    for (const [, adresse] of plat.matchAll(/\/URI \((.*?)\)/g)) expect(adresse).toMatch(/^http:\/\/localhost\//);
  }

  test.each(HOSTILES)(
    'scénario 15 : « %s » se lit tel quel dans le document, la copie, les comptes et le reçu, et n’y fait rien',
    async (hostile) => {
      const mandat = await site.signe({
        mandantNom: hostile,
        l1_objet: `Demander ${hostile}`,
        l1_operateur: 'autre',
        l1_autre: `Caisse ${hostile}`,
      });
      const [faitLe, faitA] = [
        parisDate(site.now).toString(),
        parisTime(site.now).toString({ smallestUnit: 'minute' }),
      ];
      const acte = { demarche: '1', quoi: `Note ${hostile}`, mode: 'presence', resultat: 'fait', faitLe, faitA };
      expect((await site.agent.post(`${mandat}/actes`, acte)).status).toBe(303);
      const [document, copie] = [await pdfDe(`${mandat}/document.pdf`), await pdfDe(`${mandat}/copie.pdf`)];
      const comptes = await pdfDe(`${mandat}/comptes.pdf`);
      expect((await site.agent.post(`${mandat}/retirer`, { rang: '1' })).status).toBe(303);
      const recu = await pdfDe(`${mandat}/recu.pdf`);
      for (const [nom, pdf] of Object.entries({ document, copie, comptes, recu })) {
        expect(await texte(pdf), nom).toContain(serre(hostile));
        expect(await texte(pdf), nom).not.toContain('Linuxversion');
        await sansRienDActif(pdf);
      }
      expect(await outil('pdfsig', document)).toContain('Signature is Valid');
    },
  );
});
