import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { affiche } from '../../../bench/documents.ts';
import { lireCachets } from '../../../test/cachet.ts';
import { certifier, der, pem, pemCle, type Signataire } from '../../../test/certificats.ts';
import { renderAffiche } from '../../features/communication/affiche.ts';
import { closePdf } from '../pdf/render.ts';
import { SealerRefusal } from './sealer.ts';
import { openSealers } from './sealers.ts';
import type { StampRefusal } from './stamper.ts';

const now = Temporal.Instant.from('2026-11-26T09:00:00Z');
const territoire = { id: '66', nomComplet: 'Département des Essais' };
let root = '';
let count = 0;
let signataire: Signataire;
const dossier = () => join(root, String(++count), 'cachets');

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'escale-cachets-'));
  signataire = await certifier('Cachet d’essai');
});
afterAll(async () => {
  await closePdf();
  await rm(root, { recursive: true });
});

/** A folder that holds one file, and what opening it says. */
async function depose(text: string, name = '66.pem', mode = 0o600): Promise<string> {
  const folder = dossier();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), text, { mode });
  return folder;
}

describe('Le cachet d’un territoire qui n’en a pas', () => {
  test('se fait au premier besoin, pour dix ans, lisible par Escale seule', async () => {
    const folder = dossier();
    const sealers = await openSealers(folder, { clock: () => now });
    expect(await readdir(folder)).toEqual([]);
    const { certificate, chain, selfSigned, name } = await sealers.sealerOf(territoire);
    expect([name, chain, selfSigned]).toEqual(['Cachet du Département des Essais', [], true]);
    expect(certificate.subject).toBe('CN=Cachet du Département des Essais\nO=Département des Essais');
    expect(certificate.ca).toBe(false);
    expect(certificate.validFromDate.toISOString()).toBe('2026-11-25T09:00:00.000Z');
    expect(certificate.validToDate.toISOString()).toBe('2036-11-25T09:00:00.000Z');
    expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect(await readdir(folder)).toEqual(['66.pem']);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, '66.pem'))).mode & 0o777).toBe(0o600);
    const again = await (await openSealers(folder, { clock: () => now })).sealerOf(territoire);
    expect(again.certificate.fingerprint256).toBe(certificate.fingerprint256);
    const autre = await sealers.sealerOf({ id: 'voisin', nomComplet: 'N'.repeat(200) });
    expect(autre.certificate.subject.split('\n').map((part) => part.length)).toEqual([3 + 64, 2 + 64]);
  });

  test('vaut encore quand son terme passe l’an 2050', async () => {
    const clock = () => Temporal.Instant.from('2045-01-01T00:00:00Z');
    const { certificate } = await (await openSealers(dossier(), { clock })).sealerOf(territoire);
    expect(certificate.validToDate.toISOString()).toBe('2054-12-31T00:00:00.000Z');
  });

  test('n’est fait qu’une fois, même demandé par plusieurs à la fois', async () => {
    const folder = dossier();
    const all = await Promise.all(Array.from({ length: 8 }, () => openSealers(folder)));
    const made = await Promise.all(all.map((one) => one.sealerOf(territoire)));
    expect(new Set(made.map(({ certificate }) => certificate.fingerprint256)).size).toBe(1);
    expect(await readdir(folder)).toEqual(['66.pem']);
  });

  test('n’est fait qu’une fois, même par plusieurs processus', async () => {
    const folder = dossier();
    const script = `import { openSealers } from ${JSON.stringify(new URL('./sealers.ts', import.meta.url).href)};
      const sealers = await openSealers(${JSON.stringify(folder)});
      const { certificate } = await sealers.sealerOf(${JSON.stringify(territoire)});
      console.log(certificate.fingerprint256);`;
    const args = ['--input-type=module', '--eval', script];
    const runs = await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, args)));
    const [first] = runs;
    expect(first?.stdout).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}\n$/);
    for (const { stdout } of runs) expect(stdout).toBe(first?.stdout);
    expect(await readdir(folder)).toEqual(['66.pem']);
  });

  test('ne sort jamais du dossier', async () => {
    const sealers = await openSealers(dossier());
    for (const id of ['../66', '', '.', 'a/b', 'a\\b', 'a\0', '66.pem', 'é', 'a'.repeat(65)]) {
      await expect(sealers.sealerOf({ ...territoire, id })).rejects.toThrow('Not the id of a territoire');
    }
  });
});

describe('Le cachet d’un prestataire', () => {
  test('vient d’un fichier : certificat, chaîne et clé, dans n’importe quel ordre', async () => {
    const autorite = await certifier('Autorité d’essai', { autorite: true });
    const qui = await certifier('Cachet d’essai', { emetteur: autorite, algorithme: 'rsa' });
    for (const text of [pem(qui) + pem(autorite) + pemCle(qui), pemCle(qui) + pem(autorite) + pem(qui)]) {
      const sealer = await (await openSealers(await depose(text))).sealerOf(territoire);
      expect(sealer).toMatchObject({ name: 'Cachet d’essai', selfSigned: false });
      expect(sealer.chain.map(({ raw }) => new Uint8Array(raw))).toEqual([der(autorite)]);
    }
  });

  test('remplacé, compte dès le cachet suivant ; expiré, refuse de sceller et dit quoi faire', async () => {
    const folder = dossier();
    let clock = now;
    const sealers = await openSealers(folder, { clock: () => clock });
    await sealers.sealerOf(territoire);
    const court = await certifier('Cachet court', { au: '2027-01-01T00:00:00Z' });
    await writeFile(join(folder, '66.pem'), pem(court) + pemCle(court));
    expect(await sealers.sealerOf(territoire)).toMatchObject({ name: 'Cachet court' });
    clock = Temporal.Instant.from('2027-02-01T00:00:00Z');
    const refus = sealers.sealerOf(territoire);
    await expect(refus).rejects.toThrow(SealerRefusal);
    await expect(refus).rejects.toThrow(/a expiré le vendredi 1er janvier 2027 : remplacez-le, ou retirez-le/);
  });

  const cases: readonly (readonly [string, () => Promise<string> | string, RegExp])[] = [
    ['sans certificat', () => pemCle(signataire), /ne contient aucun certificat PEM : mettez-y/],
    ['sans clé', () => pem(signataire), /ne contient pas de clé privée : ajoutez-la/],
    [
      'au certificat illisible',
      () => `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n${pemCle(signataire)}`,
      /a un certificat illisible \(le n° 1\)/,
    ],
    [
      'à la clé illisible',
      () => `${pem(signataire)}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n`,
      /a une clé illisible, ou protégée par un mot de passe/,
    ],
    [
      'à la clé protégée',
      () => {
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
        const options = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' } as const;
        return pem(signataire) + privateKey.export(options);
      },
      /a une clé illisible, ou protégée par un mot de passe/,
    ],
    [
      'à la clé d’un autre',
      async () => pem(signataire) + pemCle(await certifier('Autre')),
      /a une clé qui n’est celle d’aucun de ses certificats/,
    ],
    ...(['rsa-court', 'p521'] as const).map(
      (algorithme) =>
        [
          `à la clé ${algorithme}`,
          async () => {
            const qui = await certifier('Clé', { algorithme });
            return pem(qui) + pemCle(qui);
          },
          /il la faut ECDSA P-256 ou P-384, ou RSA de 2048 bits au moins/,
        ] as const,
    ),
    [
      'expiré',
      async () => {
        const qui = await certifier('Ancien', { au: '2026-03-01T00:00:00Z' });
        return pem(qui) + pemCle(qui);
      },
      /a expiré le dimanche 1er mars 2026/,
    ],
    [
      'pas encore valable',
      async () => {
        const qui = await certifier('Futur', { du: '2027-03-01T00:00:00Z' });
        return pem(qui) + pemCle(qui);
      },
      /ne vaut qu’à partir du lundi 1er mars 2027/,
    ],
  ];
  test.each(cases)('%s, est refusé au démarrage', async (_, text, sentence) => {
    const folder = await depose(await text());
    const refus = openSealers(folder, { clock: () => now });
    await expect(refus).rejects.toThrow(SealerRefusal);
    await expect(refus).rejects.toThrow(sentence);
  });

  test('mal nommé, ou lisible par tous, est refusé ; chaque fichier faux est dit', async () => {
    const good = pem(signataire) + pemCle(signataire);
    await expect(openSealers(await depose(good, 'mon cachet.pem'))).rejects.toThrow(
      /ne porte pas le nom d’un territoire/,
    );
    await expect(openSealers(await depose(good, '66.pem', 0o644))).rejects.toThrow(/peut être lu par tous/);
    await expect(openSealers(await depose(good, 'LISEZMOI.txt', 0o644))).resolves.toBeDefined();
    const folder = await depose('rien', '66.pem');
    await writeFile(join(folder, '65.pem'), 'rien', { mode: 0o600 });
    await mkdir(join(folder, '64.pem'));
    const refus: unknown = await openSealers(folder).catch((error: unknown) => error);
    if (!(refus instanceof SealerRefusal)) throw new Error('expected to refuse', { cause: refus });
    expect(refus.message.split('\n')).toEqual([
      expect.stringMatching(/64\.pem » ne peut pas être lu/),
      expect.stringMatching(/65\.pem » ne contient aucun certificat/),
      expect.stringMatching(/66\.pem » ne contient aucun certificat/),
    ]);
  });

  test('un dossier qui n’en est pas un, ou qui a disparu, se dit', async () => {
    const folder = await depose('rien', 'fichier');
    await expect(openSealers(join(folder, 'fichier'))).rejects.toThrow(
      /Le dossier des cachets « .* » ne peut pas être lu/,
    );
    const sealers = await openSealers(folder);
    await rm(folder, { recursive: true });
    await expect(sealers.sealerOf(territoire)).rejects.toThrow(/ne peut pas être écrit : donnez le dossier/);
  });
});

test('Sceller au nom d’un territoire dit le certificat, et si un horodatage a manqué', async () => {
  const folder = dossier();
  const refusals: StampRefusal[] = [];
  const sealers = await openSealers(folder, {
    clock: () => now,
    stamp: async () => 'unreachable',
    onStampRefusal: (why) => refusals.push(why),
  });
  const document = await renderAffiche(affiche(1));
  const { pdf, certificate, ...rest } = await sealers.seal(territoire, document, now);
  expect(rest).toEqual({ stampedAt: null, stampRefusal: 'unreachable', selfSigned: true });
  expect(refusals).toEqual(['unreachable']);
  const { raw } = new X509Certificate(await readFile(join(folder, '66.pem')));
  expect(certificate).toBe(createHash('sha256').update(raw).digest('hex'));
  expect(await lireCachets(pdf, { now })).toMatchObject([
    { name: 'Cachet du Département des Essais', organisation: 'Département des Essais', chain: 'unverified' },
  ]);
});
