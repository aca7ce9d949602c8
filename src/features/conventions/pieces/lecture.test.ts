import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { convention } from '../../../../bench/documents.ts';
import { certifier, der, horodater, type Signataire, signer } from '../../../../test/certificats.ts';
import { ajouter, avec, lire, type SignatureOptions, signerPdf } from '../../../../test/pdf-signe.ts';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { closePdf } from '../../../platform/pdf/render.ts';
import { renderConvention } from '../document.ts';
import { type Lecture, lireSigne, PHRASES_SIGNE, type RefusSigne } from './lecture.ts';
import { signatureEnClair } from './recit.ts';

const now = Temporal.Instant.from('2026-11-26T09:00:00Z');
const date = new Date('2026-03-12T09:12:00Z');
let figee: Buffer;
let autorite: Signataire;
let departement: Signataire;
let beneficiaire: Signataire;

beforeAll(async () => {
  const verification = { code: '7K3M-QX2F-9TRB', adresse: 'https://escale.exemple.fr/verifier' };
  figee = Buffer.from(await renderConvention({ ...convention(1), verification }));
  autorite = await certifier('Autorité d’essai', { autorite: true });
  departement = await certifier('Camille Exemple', { emetteur: autorite });
  beneficiaire = await certifier('Dominique Exemple');
});
afterAll(closePdf);

async function lu(octets: Uint8Array, precedent: Uint8Array | null = null): Promise<Lecture | RefusSigne> {
  return lireSigne(octets, figee, { ancres: [der(autorite)], now, precedent });
}
async function refus(octets: Uint8Array): Promise<string> {
  const outcome = await lu(octets);
  if (!estRefus(outcome)) return JSON.stringify(outcome);
  expect(phrase(PHRASES_SIGNE, outcome)).toMatch(/^[A-ZÉ«].+[.]$/);
  return outcome.refus;
}
const signe = (options: SignatureOptions = {}) => signerPdf(figee, departement, { date, ...options });
const premier = (objet: string) => new Map([[lire(figee).libre + 10, objet]]);

describe('Un PDF signé par l’outil d’une partie (art. 8.2)', () => {
  test.each(['table', 'flux'] as const)('est lu : qui, quand, intact (références en %s)', async (forme) => {
    const lecture = await lu(await signe({ forme }));
    expect(lecture).toEqual({
      signatures: [
        {
          genre: 'signature',
          nom: 'Camille Exemple',
          organisme: 'Organisme de l’essai',
          emetteur: 'Autorité d’essai',
          annonceeLe: '2026-03-12T09:12:00Z',
          horodateeLe: null,
          autorite: null,
          chaine: 'verifiee',
        },
      ],
      remarques: [],
    });
  });

  test.each([
    ["(D:20260312101200+01'00')", '2026-03-12T09:12:00Z'],
    ['(D:20260312091200Z)', '2026-03-12T09:12:00Z'],
    ["(D:20260312091200-00'30)", '2026-03-12T09:42:00Z'],
    ['(D:2026)', '2026-01-01T00:00:00Z'],
    ['(D:20261399)', null],
    ['(hier)', null],
    ['/hier', null],
  ])('sans heure dans le message, celle du champ compte : %s', async (m, annonceeLe) => {
    const signed = await signerPdf(figee, departement, { date: null, m });
    expect(await lu(signed)).toMatchObject({ signatures: [{ annonceeLe, horodateeLe: null }] });
  });

  test('par les deux parties, l’une après l’autre, avec un horodatage', async () => {
    const horodateur = await certifier('Horodateur d’essai', { emetteur: autorite, horodatage: true });
    const une = await signe({ horodateur, horodateLe: date, forme: 'flux' });
    const deux = await signerPdf(une, beneficiaire, { date });
    const lecture = await lu(deux, une);
    if (estRefus(lecture)) throw new Error(lecture.refus);
    expect(lecture.signatures.map((one) => signatureEnClair(one).replaceAll(/[\u00a0\u202f]/g, ' '))).toEqual([
      'Signé par Camille Exemple (Organisme de l’essai), le 12 mars 2026 à 10 h 12 (horodatage de Horodateur d’essai), contenu intact, chaîne vérifiée',
      'Signé par Dominique Exemple (Organisme de l’essai), le 12 mars 2026 à 10 h 12 (heure annoncée par le signataire), contenu intact, chaîne non vérifiée',
    ]);
    expect(lecture.remarques).toEqual([]);
    expect(await lu(await signerPdf(figee, beneficiaire), une)).toMatchObject({ remarques: ['sans_precedentes'] });
  });

  test('un inconnu qui signe son propre certificat est nommé, et sa chaîne n’est pas vérifiée', async () => {
    const inconnu = await certifier('<script>alert(1)</script>\u202e');
    const lecture = await lu(await signerPdf(figee, inconnu));
    expect(lecture).toMatchObject({ signatures: [{ chaine: 'non_verifiee', nom: expect.any(String) }] });
  });

  test('des preuves de validation, puis un horodatage du document, ne gênent pas', async () => {
    const une = await signe();
    const { racine, catalogue, libre } = lire(une);
    const preuves = ajouter(une, {
      forme: 'flux',
      objets: new Map([
        [
          racine,
          avec(catalogue, { DSS: `${libre} 0 R`, Extensions: '<< /ESIC << /BaseVersion /1.7 /ExtensionLevel 1 >> >>' }),
        ],
        [libre, `<< /Type /DSS /Certs [${libre + 1} 0 R] >>`],
        [libre + 1, '<< /Length 3 >>\nstream\nabc\nendstream'],
      ]),
    });
    expect(await lu(preuves)).toMatchObject({ remarques: ['validation'] });
    const horodateur = await certifier('Horodateur d’essai', { emetteur: autorite, horodatage: true });
    const tampon = await signerPdf(preuves, horodateur, {
      sousFiltre: 'ETSI.RFC3161',
      message: (couvert) => horodater(couvert, horodateur, date),
    });
    const lecture = await lu(tampon);
    expect(lecture).toMatchObject({
      signatures: [{ genre: 'signature' }, { genre: 'horodatage', chaine: 'verifiee' }],
    });
    // Alone, a timestamp is nobody's signature.
    const seul = await signerPdf(figee, horodateur, {
      sousFiltre: 'ETSI.RFC3161',
      message: (couvert) => horodater(couvert, horodateur, date),
    });
    expect(await refus(seul)).toBe('non_signe');
  });

  test('une apparence retouchée, une signature qui couvre la page : gardé, mais signalé', async () => {
    expect(await lu(await signe({ rect: '[0 0 595 842]' }))).toMatchObject({ remarques: ['grande'] });
    const une = await signe({ objets: premier('<< /Essai 1 >>') });
    const { libre } = lire(figee);
    const apres = ajouter(une, { objets: new Map([[libre + 10, '<< /Essai 2 >>']]) });
    expect(await lu(apres)).toMatchObject({ remarques: ['ajout', 'apres'] });
  });
});

describe('N’est pas le PDF figé', () => {
  test('un fichier qui n’est pas un PDF, ou qui est coupé', async () => {
    for (const octets of [Buffer.from('bonjour'), Buffer.alloc(0), randomBytes(5_000)]) {
      expect(await refus(octets)).toBe('pas_un_pdf');
    }
    expect(await refus(figee.subarray(0, 4_000))).toBe('tronque');
    const signed = await signe();
    expect(await refus(signed.subarray(0, signed.length - 30))).toBe('illisible');
    expect(await refus(signed.subarray(0, figee.length + 200))).toBe('illisible');
  });

  test('le PDF figé lui-même n’est pas signé', async () => {
    expect(await refus(figee)).toBe('non_signe');
    expect(await refus(ajouter(figee, { objets: premier('<< /Essai 1 >>') }))).toBe('non_signe');
  });

  test('un octet changé, ôté ou ajouté dans ce qui a été figé', async () => {
    const signed = await signe();
    const changed = Buffer.from(signed);
    changed[40_000] = (changed[40_000] ?? 0) ^ 1;
    expect(await lu(changed)).toEqual({ refus: 'modifie', octet: 40_001 });
    const last = figee.length - 10;
    expect(await refus(Buffer.concat([signed.subarray(0, last), signed.subarray(last + 1)]))).toBe('modifie');
    expect(await refus(Buffer.concat([signed.subarray(0, last), Buffer.from(' '), signed.subarray(last)]))).toBe(
      'modifie',
    );
  });

  test('une autre version, un papier numérisé, un PDF protégé', async () => {
    const other = await renderConvention(convention(2));
    expect(await refus(Buffer.from(other))).toBe('autre_fichier');
    const numerise = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Subtype /Image /Filter /DCTDecode >>\nendobj\n%%EOF');
    expect(await refus(numerise)).toBe('numerise');
    const protege = Buffer.from('%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< /Encrypt 5 0 R >>\n%%EOF');
    expect(await refus(protege)).toBe('protege');
    const { racine, catalogue } = lire(figee);
    const objets = new Map([[racine, avec(catalogue, {})]]);
    expect(await refus(ajouter(figee, { objets, fin: '/Encrypt << /Filter /Standard >>' }))).toBe('protege');
  });
});

describe('Un ajout qui trompe est refusé', () => {
  test.each([
    ['JavaScript', '<< /S /JavaScript /JS (app.alert\\(1\\)) >>'],
    ['JavaScript', '<< /S /Java#53cript >>'],
    ['Launch', '<< /S /Launch /F (cmd.exe) >>'],
    ['EmbeddedFile', '<< /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream'],
    ['AA', '<< /AA << /O 3 0 R >> >>'],
    ['XFA', '<< /XFA [] >>'],
  ])('%s, en clair ou dans un flux d’objets', async (nom, objet) => {
    for (const forme of ['table', 'flux'] as const) {
      expect(await lu(await signe({ forme, objets: premier(objet) }))).toMatchObject({
        refus: 'actif',
        noms: expect.arrayContaining([nom]),
      });
    }
  });

  test('une page changée, même si la signature la couvre', async () => {
    const { page, objects } = lire(figee);
    expect(await refus(await signe({ page: { MediaBox: '[0 0 100 100]' } }))).toBe('contenu_change');
    expect(
      await refus(
        await signe({
          page: { Contents: `${lire(figee).libre + 10} 0 R` },
          objets: premier('<< /Length 1 >>\nstream\nx\nendstream'),
        }),
      ),
    ).toBe('contenu_change');
    const contents = page.dict.get('Contents');
    const num =
      contents !== undefined && contents !== null && typeof contents === 'object' && 'num' in contents
        ? contents.num
        : 0;
    expect(objects.entry(num)).toBeDefined();
    expect(await refus(await signe({ objets: new Map([[num, '<< /Length 1 >>\nstream\nx\nendstream']]) }))).toBe(
      'contenu_change',
    );
    expect(await refus(await signe({ catalogue: { OCProperties: '<< >>' } }))).toBe('contenu_change');
  });

  test('une note ou une forme posée sur une page', async () => {
    const { libre } = lire(figee);
    const annots = `[${libre} 0 R ${libre + 10} 0 R]`;
    const carre = premier('<< /Type /Annot /Subtype /Square /Rect [0 0 500 800] >>');
    expect(await refus(await signe({ page: { Annots: annots }, objets: carre }))).toBe('annotation');
    const champ = premier('<< /Type /Annot /Subtype /Widget /FT /Tx /V (10 ans) /Rect [0 0 500 800] >>');
    expect(await refus(await signe({ page: { Annots: annots }, objets: champ }))).toBe('annotation');
  });

  test('une page changée après la signature', async () => {
    const une = await signe();
    const { page } = lire(une);
    const apres = ajouter(une, { objets: new Map([[page.num, avec(page.dict, { Rotate: '90' })]]) });
    expect(await refus(apres)).toBe('contenu_change');
  });

  test('une signature collée d’un autre document, ou remplacée', async () => {
    const autre = await signer(Buffer.from(await renderConvention(convention(2))), departement);
    expect(await lu(await signe({ message: async () => autre }))).toEqual({
      refus: 'signature',
      rang: 1,
      cause: 'altered',
    });
    const une = await signe();
    const { libre } = lire(figee);
    const remplacee = ajouter(une, { objets: new Map([[libre + 1, '<< /Type /Sig >>']]) });
    expect(await refus(remplacee)).toBe('signature_remplacee');
    const faux = { certificate: departement.certificate, key: beneficiaire.key };
    expect(await lu(await signerPdf(figee, faux))).toMatchObject({ refus: 'signature', cause: 'forged' });
    expect(await lu(await signe({ sousFiltre: 'adbe.x509.rsa_sha1' }))).toMatchObject({ cause: 'format' });
  });

  test.each([
    ['négative', ([, a, b, c]: readonly number[]) => `[-1 ${a} ${b} ${c}]`],
    ['qui se recouvre', ([, a, b, c]: readonly number[]) => `[0 ${a} ${(b ?? 0) - 50} ${(c ?? 0) + 50}]`],
    ['au-delà du fichier', ([, a, b, c]: readonly number[]) => `[0 ${a} ${b} ${(c ?? 0) + 10}]`],
    ['plus courte que la révision', ([, a, b, c]: readonly number[]) => `[0 ${a} ${b} ${(c ?? 0) - 20}]`],
    ['qui oublie le début', ([, a, b, c]: readonly number[]) => `[9 ${a} ${b} ${c}]`],
    ['qui laisse un trou plus grand', ([, a, b, c]: readonly number[]) => `[0 ${(a ?? 0) - 9} ${b} ${c}]`],
    ['de deux nombres', ([, a]: readonly number[]) => `[0 ${a}]`],
    ['de quatre mots', () => '[/a /b /c /d]'],
    ['à virgule', ([, a, b, c]: readonly number[]) => `[0 ${a}.5 ${b} ${c}]`],
  ])('une plage %s', async (_, plage) => {
    expect(await refus(await signe({ plage }))).toBe('plage');
  });

  test('10 000 champs de signature', async () => {
    const { libre, racine, catalogue } = lire(figee);
    const fields = Array.from({ length: 10_000 }, (_, rank) => libre + 10 + rank);
    const objets = new Map(fields.map((num) => [num, `<< /FT /Sig /T (Champ${num}) >>`]));
    objets.set(racine, avec(catalogue, { AcroForm: `<< /Fields [${fields.map((num) => `${num} 0 R`).join(' ')}] >>` }));
    expect(await refus(ajouter(figee, { objets, forme: 'flux' }))).toBe('trop');
  });

  test('ce qui est fait pour lasser le lecteur est refusé', { timeout: 60_000 }, async () => {
    const { libre, racine, catalogue } = lire(figee);
    const form = (fields: string) => avec(catalogue, { AcroForm: `<< /Fields ${fields} >>` });
    const chaine = Array.from(
      { length: 5_000 },
      (_, rank) => [libre + rank, `<< /Kids [${libre + rank + 1} 0 R] >>`] as const,
    );
    const profond = new Map<number, string>([[racine, form(`[${libre} 0 R]`)], ...chaine]);
    expect(await refus(ajouter(figee, { objets: profond, forme: 'flux' }))).toBe('non_signe');
    const refs = Array.from({ length: 40_000 }, (_, rank) => `${libre + (rank % 9)} 0 R`);
    const une = ajouter(figee, { objets: new Map([[libre, `[${refs.join(' ')}]`]]) });
    const deux = ajouter(une, { objets: new Map([[libre, `[${refs.toReversed().join(' ')}]`]]) });
    expect(await refus(deux)).toBe('non_signe');
    expect(await refus(ajouter(figee, { objets: premier(`(${'a'.repeat(2_000_000)})`) }))).toBe('illisible');
    expect(await refus(ajouter(figee, { objets: premier(`[${'1 '.repeat(2_000_000)}]`) }))).toBe('illisible');
    expect(await refus(Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.from('stream\n'.repeat(2_000_000))]))).toBe(
      'autre_fichier',
    );
  });

  test('une table qui mène ailleurs que là où elle dit, un objet caché dans un flux, deux fois la même clé', async () => {
    const signed = (await signe()).toString('latin1');
    const cut = signed.lastIndexOf('xref\n', signed.lastIndexOf('startxref') - 1);
    const shifted =
      signed.slice(0, cut) +
      signed
        .slice(cut)
        .replace(/\n(\d{10}) 00000 n/, (_, at: string) => `\n${String(Number(at) + 1).padStart(10, '0')} 00000 n`);
    expect(await refus(Buffer.from(shifted, 'latin1'))).toBe('illisible');
    const hybrid = ajouter(figee, { objets: premier('<< /A 1 >>'), fin: '/XRefStm 15' });
    expect(await refus(hybrid)).toBe('illisible');
    expect(await refus(ajouter(figee, { objets: premier('<< /A 1 /A 2 >>') }))).toBe('illisible');
    expect(await refus(ajouter(figee, { objets: premier('['.repeat(200) + ']'.repeat(200)) }))).toBe('illisible');
    const bombe = deflateSync(Buffer.alloc(40_000_000));
    const flux = `<< /Type /XRef /W [1 4 2] /Size 1 /Root 1 0 R /Filter /FlateDecode /Length ${bombe.length} >>\nstream\n${bombe.toString('latin1')}\nendstream`;
    expect(await refus(ajouter(figee, { objets: premier(flux) }))).toBe('illisible');
    expect(await refus(Buffer.concat([await signe(), Buffer.from('\nreste')]))).toBe('illisible');
  });

  test('quel que soit l’octet changé dans un PDF signé, il n’est plus accepté', async () => {
    const signed = await signe({ forme: 'flux' });
    const start = signed.indexOf('/Contents <', figee.length) + '/Contents <'.length;
    const end = signed.indexOf('>', start);
    await fc.assert(
      fc.asyncProperty(fc.nat(signed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const other = Buffer.from(signed);
        other[at] = (other[at] ?? 0) ^ by;
        const outcome = await lu(other);
        // Only the message itself is not covered: the zeros that pad it, or the case of its figures.
        const inMessage = start <= at && at < end;
        expect(estRefus(outcome) || inMessage, `octet ${at}`).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
