import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phrase } from '../../../domain/refus.ts';
import { type Convention, clauses2022, type Evenement } from '../rules.ts';
import {
  codeVerification,
  dernierSigne,
  estEntier,
  lireRecherche,
  manquesAvantFiger,
  nomFichier,
  PHRASES_FIGER,
  type PieceConnue,
  typeFichier,
  verifierFiger,
  versionASigner,
} from './rules.ts';

const day = Temporal.PlainDate.from;
const convention = (evenements: readonly Evenement[], beneficiaireTransmet = true): Convention => ({
  clauses: clauses2022,
  evenements,
  beneficiaireTransmet,
});
const deliberation = (id: string, partie: 'departement' | 'beneficiaire'): Evenement => ({
  id,
  type: 'deliberation',
  partie,
  numero: '18',
  date: day('2021-12-16'),
});
const accuse = (id: string, deliberationId: string): Evenement => ({
  id,
  type: 'teletransmission',
  deliberationId,
  numero: 'AR',
  transmiseLe: day('2021-12-20'),
  recueLe: day('2021-12-20'),
});
const signature: Evenement = {
  id: 's',
  type: 'signature',
  partie: 'departement',
  date: day('2022-10-10'),
  signataire: 'Camille Exemple',
  qualite: 'Présidente',
};
const piece = (id: string, genre: PieceConnue['genre'], isRetiree = false): PieceConnue => ({ id, genre, isRetiree });

describe('figer le texte à signer (art. 6)', () => {
  test('sans signature, autant de fois qu’il faut ; une signature enregistrée l’arrête, annulée elle ne compte plus', () => {
    expect(verifierFiger(convention([]), [piece('1', 'figee')])).toBeNull();
    expect(verifierFiger(convention([signature]), [])).toEqual({ refus: 'deja_signee' });
    const annulation: Evenement = {
      id: 'z',
      type: 'annulation',
      evenementId: 's',
      date: day('2022-10-11'),
      motif: 'erreur',
    };
    expect(verifierFiger(convention([signature, annulation]), [])).toBeNull();
  });

  test('une signature lue dans un PDF l’arrête aussi, sauf si ce PDF est retiré', () => {
    expect(verifierFiger(convention([]), [piece('1', 'figee'), piece('2', 'signee')])).toEqual({
      refus: 'signature_lue',
    });
    expect(verifierFiger(convention([]), [piece('1', 'figee'), piece('2', 'signee', true)])).toBeNull();
    expect(phrase(PHRASES_FIGER, { refus: 'signature_lue' })).toContain('retirez-le d’abord');
  });

  test('ce qui manque est dit, rien n’est bloqué (préambule)', () => {
    expect(manquesAvantFiger(convention([]))).toHaveLength(2);
    const both = [deliberation('a', 'departement'), deliberation('b', 'beneficiaire')];
    expect(manquesAvantFiger(convention(both)).join(' ')).toMatch(
      /accusé .* du Département manque.* du Bénéficiaire manque/,
    );
    expect(manquesAvantFiger(convention([...both, accuse('c', 'a'), accuse('d', 'b')]))).toEqual([]);
    // An association sends nothing to the préfecture.
    expect(manquesAvantFiger(convention([...both, accuse('c', 'a')], false))).toEqual([]);
  });

  test('on signe la dernière version figée, ou le dernier fichier revenu signé, les retirés à part', () => {
    const pieces = [
      piece('1', 'figee'),
      piece('2', 'figee'),
      piece('3', 'signee'),
      piece('4', 'scan'),
      piece('5', 'signee', true),
    ];
    expect(versionASigner(pieces)?.id).toBe('2');
    expect(dernierSigne(pieces)?.id).toBe('3');
    expect(versionASigner([piece('1', 'figee'), piece('2', 'figee', true)])?.id).toBe('1');
    expect(versionASigner([piece('4', 'scan')])).toBeUndefined();
  });
});

describe('le code de vérification', () => {
  test('se relit comme on l’écrit : espaces, minuscules, tirets, lettres prises l’une pour l’autre', () => {
    const code = codeVerification(Uint8Array.from([7, 3, 20, 18, 22, 29, 2, 15, 9, 25, 23, 11]));
    expect(code).toBe('73MJ-PX2F-9SQB');
    for (const typed of ['73MJPX2F9SQB', ' 73mj px2f 9sqb ', '73MJ–PX2F–9SQB', '73mj.px2f.9sqb']) {
      expect(lireRecherche(typed), typed).toEqual({ code });
    }
    expect(lireRecherche('oooo-iiii-llll')).toEqual({ code: '0000-1111-1111' });
  });

  test('quel que soit le hasard, se relit', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 20 }), (hasard) => {
        const code = codeVerification(hasard);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
        expect(lireRecherche(code.toLowerCase().replaceAll('-', ' '))).toEqual({ code });
      }),
    );
    expect(() => codeVerification(new Uint8Array(11))).toThrow('12 random bytes');
  });

  test('une empreinte se colle seule, ou avec ce que dit la commande', () => {
    const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    for (const typed of [
      sha256,
      ` ${sha256.toUpperCase()} `,
      `${sha256}  convention.pdf`,
      `SHA256          ${sha256.toUpperCase()}       C:\\convention.pdf`,
    ]) {
      expect(lireRecherche(typed), typed).toEqual({ sha256 });
    }
  });

  test.each([
    '',
    'bonjour',
    '7K3M-QX2F',
    'UUUU-UUUU-UUUU',
    'a'.repeat(63),
    'a'.repeat(65),
    "';drop table piece;--",
    '\0',
  ])('« %s » n’est ni l’un ni l’autre', (typed) => {
    expect(lireRecherche(typed)).toBeNull();
  });

  test('quoi qu’on tape, la réponse est un code, une empreinte ou rien', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => {
        const read = lireRecherche(typed);
        if (read === null) return;
        expect('code' in read ? read.code : read.sha256).toMatch(/^([0-9A-Z-]{14}|[0-9a-f]{64})$/);
      }),
    );
  });
});

describe('un fichier', () => {
  test('se reconnaît à ses octets, pas à son nom', () => {
    expect(typeFichier(new TextEncoder().encode('%PDF-1.7'))).toBe('application/pdf');
    expect(typeFichier(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]))).toBe('image/jpeg');
    expect(typeFichier(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))).toBe('image/png');
    for (const text of ['', '<svg/>', 'PK', ' %PDF-1.7', 'GIF89a']) {
      expect(typeFichier(new TextEncoder().encode(text)), text).toBeNull();
    }
    expect(estEntier('image/jpeg', Uint8Array.from([0xff, 0xd8, 0xff, 0xd9]))).toBe(true);
    expect(estEntier('image/jpeg', Uint8Array.from([0xff, 0xd8, 0xff]))).toBe(false);
  });

  test.each([
    ['C:\\Scans\\accusé\u202Efdp.pdf', 'accuséfdp.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['  a \t\n b.pdf ', 'a b.pdf'],
    ['\0\u200b', 'sans nom'],
    ['', 'sans nom'],
    ['x.pdf/', 'sans nom'],
  ])('« %s » se nomme « %s »', (nom, attendu) => {
    expect(nomFichier(nom)).toBe(attendu);
  });

  test('quel que soit son nom, il tient en 120 signes visibles', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (nom) => {
        const shown = nomFichier(nom);
        expect([...shown].length).toBeLessThanOrEqual(120);
        expect([...shown].length).toBeGreaterThan(0);
        expect(shown).not.toMatch(/[\p{C}/\\]/u);
      }),
    );
    expect(nomFichier(`${'a'.repeat(300)}.pdf`)).toMatch(/…\.pdf$/);
  });
});
