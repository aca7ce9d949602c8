import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { type Answer, openSite, type Visitor } from '../../../test/visitor.ts';
import { inTerritoire } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import type { Lecture } from '../conventions/pieces/lecture.ts';
import { retirerPiece, savePiece } from '../conventions/pieces/store.ts';
import { clauses2022 } from '../conventions/rules.ts';
import { createConvention } from '../conventions/store.ts';

const base = useBase();
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let public_: Visitor;
let convention = '';

const sha = (octets: Uint8Array) => createHash('sha256').update(octets).digest('hex');
const papier = (texte: string) => Buffer.from(`%PDF-1.7 ${texte}`);
const lecture: Lecture = {
  signatures: [
    {
      genre: 'signature',
      nom: 'Camille Exemple',
      organisme: null,
      emetteur: 'Autorité',
      annonceeLe: null,
      horodateeLe: null,
      autorite: null,
      chaine: 'non_verifiee',
    },
  ],
  remarques: [],
};

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  site = openSite(base.request);
  public_ = site.anonymous();
  convention = await inTerritoire(base.request, '66', async (db) => {
    const created = await createConvention(
      db,
      '66',
      {
        structureId: small.structure,
        reference: 'CNV-SECRET',
        modele: 'convention-2022',
        clauses: clauses2022,
        pointAccueil: null,
        note: null,
      },
      small.comptes.equipe,
    );
    if (!('value' in created)) throw new Error(created.constraint);
    return created.value;
  });
});

type Nouvelle = Parameters<typeof savePiece>[2];
const garder = (piece: Nouvelle) =>
  inTerritoire(base.request, '66', (db) => savePiece(db, '66', piece, small.comptes.equipe));
const figer = (texte: string, code: string) =>
  garder({ conventionId: convention, genre: 'figee', code, nom: 'a-signer.pdf', octets: papier(texte) });
const lu = ({ text }: Answer): string => text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
const verifier = async (q: string) => public_.get(`/verifier?q=${encodeURIComponent(q)}`);

describe('Vérifier un document, sans compte', () => {
  test('la page attend un fichier, un code ou une empreinte, et donne les commandes', async () => {
    const page = await public_.get('/verifier');
    expect(page.status).toBe(200);
    expect(lu(page)).toContain('Get-FileHash');
    expect(page.text).toContain('verifier.');
    expect(page.text).toMatch(/data-fichier[^>]*hidden/);
    expect((await public_.get('/plan-du-site')).text).toContain('href="/verifier"');
  });

  test('un PDF figé est connu par son code et par ses octets ; figé à nouveau, il n’est plus celui à signer', async () => {
    await figer('un', '1111-1111-1111');
    expect(lu(await verifier(sha(papier('un'))))).toContain('Fichier connu, à l’octet près : PDF de convention figé');
    const byCode = lu(await verifier('1111 1111 1111'));
    expect(byCode).toContain('Code connu : PDF de convention figé pour signature');
    expect(byCode).toContain('C’est la version en cours');
    expect(byCode).toContain('pas que celui que vous tenez n’a pas été modifié');
    await figer('deux', '2222-2222-2222');
    expect(lu(await verifier('1111-1111-1111'))).toContain('Une version plus récente a été figée depuis');
    expect(lu(await verifier('2222-2222-2222'))).toContain('C’est la version en cours');
  });

  test('un PDF signé, un document numérisé, un papier retiré', async () => {
    const figeeId = await figer('trois', '3333-3333-3333');
    await garder({
      conventionId: convention,
      genre: 'signee',
      figeeId,
      nom: 's.pdf',
      octets: papier('trois signé'),
      lecture,
    });
    expect(lu(await verifier(sha(papier('trois signé'))))).toContain('PDF de convention signé, reçu le');
    const scan = {
      conventionId: convention,
      genre: 'scan',
      type: 'application/pdf',
      evenementId: null,
      nom: 'x.pdf',
    } as const;
    const id = await garder({ ...scan, octets: papier('scan') });
    expect(lu(await verifier(sha(papier('scan'))))).toContain('document numérisé, joint à une convention');
    await inTerritoire(base.request, '66', (db) => retirerPiece(db, '66', id, 'Motif secret', small.comptes.equipe));
    expect(lu(await verifier(sha(papier('scan'))))).toContain('Il a été retiré le');
    await garder({ ...scan, octets: papier('scan') });
    expect(lu(await verifier(sha(papier('scan'))))).toContain('Il n’a pas été retiré.');
  });

  test('rien n’est dit de personne, ni de quelle convention il s’agit', async () => {
    for (const q of ['1111-1111-1111', '3333-3333-3333', sha(papier('trois signé')), sha(papier('scan'))]) {
      const text = lu(await verifier(q));
      for (const secret of [
        'CNV-SECRET',
        'Céret',
        'Camille',
        'Compte',
        'Motif secret',
        'a-signer',
        small.structure,
        convention,
      ]) {
        expect(text, q).not.toContain(secret);
      }
    }
  });

  test('inconnu, la réponse a la même forme : code ou fichier, page 200', async () => {
    const unknown = await verifier('9999-9999-9999');
    expect(unknown.status).toBe(200);
    expect(lu(unknown)).toContain('Ce code n’est pas connu ici');
    expect(lu(await verifier('0'.repeat(64)))).toContain('Un seul octet de différence suffit');
    // A neighbour territoire knows only its own papers.
    const neighbour = await site.anonymous('voisin.localhost').get('/verifier?q=1111-1111-1111');
    expect(lu(neighbour)).toContain('Ce code n’est pas connu ici');
  });

  test('ce qui n’est ni l’un ni l’autre est dit en clair, et gardé', async () => {
    for (const q of ['bonjour', '<script>alert(1)</script>', 'x'.repeat(10_000), '%00', `${uuidv7()}`]) {
      const answer = await verifier(q);
      expect(answer.status, q).toBe(422);
      expect(lu(answer)).toContain('Ce n’est ni un code de vérification');
      expect(answer.text).not.toContain('<script>alert(1)');
    }
    expect((await verifier('   ')).status).toBe(200);
  });

  test('une adresse qui demande sans cesse attend', async () => {
    const patient = openSite(base.request, { proxies: 1 }).anonymous();
    const ask = (address: string) => patient.get('/verifier?q=9999-9999-9999', { 'x-forwarded-for': address });
    const statuses = [];
    for (let rank = 0; rank < 61; rank++) statuses.push((await ask('203.0.113.7')).status);
    expect(statuses.slice(0, 60).every((status) => status === 200)).toBe(true);
    expect(statuses[60]).toBe(429);
    expect((await ask('203.0.113.8')).status).toBe(200);
  });
});
