import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { certifier, der, horodater, pem, type Signataire, signer } from '../../../test/certificats.ts';
import { chainOf, readAnchors } from './chain.ts';
import { readSignature, readTimestamp } from './message.ts';

const now = Temporal.Instant.from('2026-11-26T09:00:00Z');
const data = new TextEncoder().encode('Fait en deux exemplaires originaux');
let autorite: Signataire;
let intermediaire: Signataire;
let camille: Signataire;
let horodateur: Signataire;

beforeAll(async () => {
  autorite = await certifier('Autorité d’essai', { autorite: true });
  intermediaire = await certifier('Intermédiaire', { emetteur: autorite, autorite: true });
  camille = await certifier('Camille Exemple', { emetteur: intermediaire });
  horodateur = await certifier('Horodateur d’essai', { emetteur: autorite, horodatage: true });
});

const read = (cms: Uint8Array, ancres: readonly Signataire[] = [autorite], parts = [data]) =>
  readSignature(cms, parts, { anchors: ancres.map(der), now });

describe('Une signature détachée', () => {
  test('dit qui, quand, et jusqu’à quelle autorité', async () => {
    const date = new Date('2026-03-12T09:12:00Z');
    const cms = await signer(data, camille, { date, avec: [intermediaire] });
    expect(await read(cms)).toEqual({
      name: 'Camille Exemple',
      organisation: 'Organisme de l’essai',
      issuer: 'Intermédiaire',
      claimedAt: Temporal.Instant.from('2026-03-12T09:12:00Z'),
      stampedAt: null,
      authority: null,
      chain: 'verified',
    });
    expect(await read(cms, [])).toMatchObject({ chain: 'unverified' });
    // Padded with zeros, as within a PDF, and given in two parts.
    const padded = new Uint8Array(cms.length + 500);
    padded.set(cms);
    expect(await read(padded, [autorite], [data.subarray(0, 7), data.subarray(7)])).toMatchObject({
      chain: 'verified',
    });
  });

  test.each(['ec', 'rsa', 'pss'] as const)('se lit en %s, avec SHA-256 ou SHA-512, sans heure', async (algorithme) => {
    const qui = await certifier('Dominique Exemple', { algorithme });
    for (const condense of ['SHA-256', 'SHA-512'] as const) {
      const cms = await signer(data, qui, { condense, date: null });
      expect(await read(cms, [qui])).toMatchObject({ chain: 'verified', claimedAt: null });
    }
  });

  test('d’un autre contenu, d’un octet près, est refusée', async () => {
    const cms = await signer(data, camille);
    expect(await read(cms, [autorite], [data.subarray(1)])).toBe('altered');
    expect(await read(cms, [autorite], [data, new Uint8Array(1)])).toBe('altered');
  });

  test('faite par un autre que le certificat qu’elle montre est refusée', async () => {
    const thief = { certificate: camille.certificate, key: autorite.key };
    expect(await read(await signer(data, thief))).toBe('forged');
    expect(await read(await signer(data, camille, { autreCertificat: autorite }))).toBe('forged');
  });

  test('en SHA-1, ou d’une clé courte, est refusée', async () => {
    expect(await read(await signer(data, camille, { condense: 'SHA-1' }))).toBe('weak');
    const court = await certifier('Clé courte', { algorithme: 'rsa-court' });
    expect(await read(await signer(data, court))).toBe('weak');
  });

  test('qui apporte son propre contenu, ou n’en est pas une, est illisible', async () => {
    expect(await read(await signer(data, camille, { contenuJoint: true }))).toBe('unreadable');
    const cms = await signer(data, camille);
    expect(await read(cms.subarray(0, cms.length - 10))).toBe('unreadable');
    expect(await read(new Uint8Array([...cms, 1]))).toBe('unreadable');
    for (const bytes of [new Uint8Array(), new Uint8Array(1000), data]) expect(await read(bytes)).toBe('unreadable');
    expect(await read(await horodater(data, horodateur, new Date()))).toBe('unreadable');
  });

  test('altérée d’un seul octet, n’importe où, n’est jamais bonne au nom d’un autre', async () => {
    const cms = await signer(data, camille, { avec: [intermediaire] });
    for (let at = 0; at < cms.length; at += 7) {
      const other = Uint8Array.from(cms);
      other[at] = (other[at] ?? 0) ^ 0x11;
      const outcome = await read(other);
      // What no figure protects may change: the version of the message, a certificate that nobody needs.
      if (typeof outcome !== 'string') expect(outcome.name).toBe('Camille Exemple');
    }
  });
});

describe('Un horodatage', () => {
  test('prouve l’heure d’une signature, et la chaîne se vérifie à cette heure', async () => {
    const ancien = await certifier('Ancien Exemple', { emetteur: autorite, au: '2025-06-01T00:00:00Z' });
    const date = new Date('2020-01-01T00:00:00Z');
    expect(await read(await signer(data, ancien, { date }))).toMatchObject({ chain: 'outdated' });
    const horodateLe = new Date('2025-01-10T08:00:00Z');
    const cms = await signer(data, ancien, { date, horodateur, horodateLe });
    expect(await read(cms)).toMatchObject({
      chain: 'verified',
      claimedAt: Temporal.Instant.from('2020-01-01T00:00:00Z'),
      stampedAt: Temporal.Instant.from('2025-01-10T08:00:00Z'),
      authority: 'Horodateur d’essai',
    });
    // An authority that nobody knows proves nothing: the day that counts is today.
    expect(await read(cms, [])).toMatchObject({ chain: 'outdated' });
  });

  test('d’autre chose, ou d’un certificat qui n’horodate pas, ne compte pas', async () => {
    const token = await horodater(data, horodateur, new Date());
    const anchors = [der(autorite)];
    expect(await readTimestamp(token, [data], { anchors })).toMatchObject({
      name: 'Horodateur d’essai',
      chain: 'verified',
    });
    expect(await readTimestamp(token, [data.subarray(1)], { anchors })).toBe('altered');
    expect(await readTimestamp(await horodater(data, camille, new Date()), [data], { anchors })).toBe('forged');
    expect(await readTimestamp(await signer(data, camille), [data], { anchors })).toBe('unreadable');
    const cms = await signer(data, camille, { horodateur: camille });
    expect(await read(cms)).toMatchObject({ stampedAt: null });
  });
});

describe('Une chaîne', () => {
  test('ne passe que par des autorités', async () => {
    const enfant = await certifier('Enfant', { emetteur: camille });
    expect(await chainOf(der(enfant), [der(camille), der(intermediaire)], [der(autorite)], now)).toBe('unverified');
  });

  test('part des ancres d’un fichier PEM, l’une après l’autre', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'escale-ancres-'));
    const path = join(folder, 'ancres.pem');
    await writeFile(path, `Autorités choisies\n${pem(horodateur)}${pem(autorite)}`);
    const ancres = await readAnchors(path);
    expect(ancres).toEqual([der(horodateur), der(autorite)]);
    expect(await chainOf(der(camille), [der(intermediaire)], ancres, now)).toBe('verified');
    await rm(folder, { recursive: true });
  });

  test('qui tourne en rond s’arrête', async () => {
    const un = await certifier('Un', { autorite: true });
    const deux = await certifier('Deux', { autorite: true, emetteur: un });
    // « Un » again, issued by « Deux » this time, with the same key: each leads to the other.
    const boucle = await certifier('Un', { autorite: true, emetteur: deux, cle: un });
    const feuille = await certifier('Feuille', { emetteur: deux });
    expect(await chainOf(der(feuille), [der(deux), der(un), der(boucle)], [der(autorite)], now)).toBe('unverified');
  });

  test('de trente certificats qui s’émettent tous l’un l’autre s’arrête aussi', async () => {
    const un = await certifier('Un', { autorite: true });
    // One name and one key, each time another certificate: every one issues all the others.
    const foule = await Promise.all(
      Array.from({ length: 30 }, () => certifier('Un', { autorite: true, emetteur: un, cle: un })),
    );
    const feuille = await certifier('Feuille', { emetteur: un });
    expect(await chainOf(der(feuille), foule.map(der), [der(autorite)], now)).toBe('unverified');
    expect(await chainOf(der(feuille), foule.map(der), [der(un)], now)).toBe('verified');
  });

  test('dont un maillon a expiré ne vaut plus', async () => {
    const perime = await certifier('Périmé', { emetteur: autorite, autorite: true, au: '2025-01-01T00:00:00Z' });
    const feuille = await certifier('Feuille', { emetteur: perime });
    const chain = (at: string) => chainOf(der(feuille), [der(perime)], [der(autorite)], Temporal.Instant.from(at));
    expect(await chain('2024-06-01T00:00:00Z')).toBe('verified');
    expect(await chain('2026-06-01T00:00:00Z')).toBe('unverified');
  });

  test('de bruit n’est pas vérifiée', async () => {
    expect(await chainOf(data, [], [der(autorite)], now)).toBe('unverified');
    expect(await chainOf(der(camille), [data], [data], now)).toBe('unverified');
  });
});
