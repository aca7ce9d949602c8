import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../../../test/base.ts';
import { lireCachets } from '../../../../../test/cachet.ts';
import { useCles } from '../../../../../test/cles-partagees.ts';
import { finir, poserVisa, TERRITOIRE } from '../../../../../test/destruction.ts';
import { poserMandat } from '../../../../../test/mandats.ts';
import { inTerritoire } from '../../../../platform/db.ts';
import { openSealers } from '../../../../platform/seal/sealers.ts';
import { detruire } from '../detruire.ts';
import { certificatDocument, quoi } from './document.ts';
import { certificats, type Destruction, findCertificat } from './store.ts';

const base = useBase({ demo: true });
const cles = useCles();
let cachets = '';

beforeAll(async () => {
  cachets = await mkdtemp(join(tmpdir(), 'escale-cachets-'));
});
afterAll(() => rm(cachets, { recursive: true }));

const etabliAt = Temporal.Instant.from('2026-11-26T23:05:00Z');
const destruction: Destruction = {
  objetId: '0193a1c0-0000-7000-8000-000000000001',
  objet: 'demarche',
  rang: 2,
  code: 'ZS0S-9PFT-49P1',
  cause: 'retrait',
  visaReference: 'AD66-2026-014',
  visaDate: Temporal.PlainDate.from('2026-03-02'),
  chiffreSha256: Buffer.alloc(32, 0xab),
  detruiteAt: etabliAt,
};

describe('Le certificat de destruction', () => {
  test('dit quoi, quand à Paris, pourquoi, sous quel visa, et l’empreinte ; jamais qui', () => {
    const { data } = certificatDocument({ numero: 7, territoire: TERRITOIRE, etabliAt, destructions: [destruction] });
    expect(data).toEqual({
      numero: 7,
      departement: TERRITOIRE.nomComplet,
      couleur: TERRITOIRE.couleur,
      etabli: { iso: '2026-11-27', texte: '27 novembre 2026 à 0\u00a0h\u00a005' },
      nombre: 'Une destruction',
      visas: ['n°\u00a0AD66-2026-014, du 2 mars 2026'],
      lignes: [
        {
          quoi: 'Démarche 2 et ses actes',
          code: 'ZS0S-9PFT-49P1',
          quand: '27 novembre 2026 à 0\u00a0h\u00a005',
          cause: 'Retirée par la personne',
          visa: null,
          empreinte: Array.from({ length: 8 }, () => 'abababab').join(' '),
        },
      ],
    });
    expect(quoi({ objet: 'identite', rang: null })).toBe('Identité et document');
  });

  test('dit lequel, ligne à ligne, quand le visa a changé en chemin', () => {
    const autre = { ...destruction, visaReference: 'AD66-2027-002' };
    const { data } = certificatDocument({
      numero: 7,
      territoire: TERRITOIRE,
      etabliAt,
      destructions: [destruction, autre],
    });
    const lignes = data['lignes'] as { visa: string }[];
    expect(lignes.map(({ visa }) => visa)).toEqual(['n°\u00a0AD66-2026-014', 'n°\u00a0AD66-2027-002']);
  });

  test('est scellé au nom du Département, et son cachet se vérifie', async () => {
    await poserVisa(base);
    const { id } = await poserMandat(base, cles.cles);
    await finir(base, id);
    const sealers = await openSealers(cachets);
    const now = Temporal.Now.instant();
    await detruire({ database: base.request, cles: cles.cles, sealers }, TERRITOIRE, now);
    const document = await inTerritoire(base.request, '66', async (db) => {
      const [last] = await certificats(db, '66');
      return findCertificat(db, '66', last?.id ?? '');
    });
    const read = await lireCachets(document?.document ?? new Uint8Array());
    expect(read).toMatchObject([{ name: expect.stringContaining('Cachet du Département des Pyrénées-Orientales') }]);
  });
});
