import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CARTE, carte, IBAN, IBAN_ECRIT, iban, NIR, NIR_ECRIT, nir } from '../../test/numeros.ts';
import { phrase } from './refus.ts';
import { direNomRetire, genresDans, masquer, PHRASES_SECRET, PHRASES_SECRET_FICHIER, secretsDans } from './secret.ts';

const trouve = (texte: string) => secretsDans(texte).map(({ debut, fin }) => texte.slice(debut, fin));

describe('Un numéro de sécurité sociale', () => {
  test.each([
    ['en un bloc', NIR],
    ['comme sur la carte', NIR_ECRIT],
    ['avec des points', NIR_ECRIT.replaceAll(' ', '.')],
    ['avec des espaces insécables', NIR_ECRIT.replaceAll(' ', '\u00a0')],
    ['avec des espaces fines', NIR_ECRIT.replaceAll(' ', '\u202f')],
    ['avec des tirets', NIR_ECRIT.replaceAll(' ', ' – ')],
    ['avec des virgules', NIR_ECRIT.replaceAll(' ', ', ')],
    ['coupé en fin de ligne', NIR_ECRIT.replace(' 999 ', ' 999\n')],
    ['par trois', NIR.replace(/(...)(?=.)/g, '$1 ')],
    ['par deux', NIR.replace(/(..)(?=.)/g, '$1 ')],
    ['un chiffre à la fois', [...NIR].join(' ')],
    ['sans sa clé, comme sur la carte', NIR_ECRIT.slice(0, -3)],
    ['sans sa clé, en un bloc', NIR.slice(0, -2)],
    ['en chiffres pleine chasse', NIR.replace(/\d/g, (figure) => String.fromCodePoint(0xff10 + Number(figure)))],
    ['en chiffres arabes', NIR.replace(/\d/g, (figure) => String.fromCodePoint(0x660 + Number(figure)))],
    ['avec des caractères sans largeur', [...NIR].join('\u200b')],
    ['avec des caractères de contrôle', [...NIR].join('\0')],
    ['de Corse-du-Sud', nir('299092A999999')],
    ['de Haute-Corse, en minuscules', nir('299092b999999')],
    ['d’une personne née à l’étranger, mois inconnu', nir('1993299999999')],
    ['en cours d’immatriculation', nir('7990199999999')],
  ])('se reconnaît %s', (_, ecrit) => {
    for (const texte of [ecrit, `Son numéro : ${ecrit}.`, `(${ecrit}) le 12/05/2026`]) {
      expect(trouve(texte)).toEqual([ecrit]);
      expect(genresDans(texte)).toEqual(['nir']);
    }
  });

  test('collé au mot qui l’annonce', () => {
    expect(trouve(`NIR${NIR}`)).toEqual([NIR]);
    expect(trouve(`secu${NIR.slice(0, -2)} ok`)).toEqual([NIR.slice(0, -2)]);
  });

  test('une clé fausse, un mois impossible, un chiffre de trop : ce n’en est pas un', () => {
    const faux = nir('1990199999999').replace(/..$/, (cle) => String((Number(cle) % 97) + 1).padStart(2, '0'));
    for (const texte of [
      faux,
      nir('1991999999999'),
      nir('1990100999999'),
      nir('1990199000999'),
      `${NIR}0`,
      `0${NIR}`,
    ]) {
      expect(trouve(texte)).toEqual([]);
    }
  });
});

describe('Un IBAN', () => {
  test.each([
    ['en un bloc', IBAN],
    ['par quatre', IBAN_ECRIT],
    ['en minuscules', IBAN_ECRIT.toLowerCase()],
    ['avec des espaces insécables', IBAN_ECRIT.replaceAll(' ', '\u00a0')],
    ['avec des tirets', IBAN_ECRIT.replaceAll(' ', '-')],
    ['avec des caractères sans largeur', [...IBAN].join('\u2060')],
    ['belge', iban('BE', '999999999999')],
    ['espagnol', iban('ES', '99999999999999999999')],
    ['britannique', iban('GB', 'ZZZZ99999999999999')],
    ['marocain', iban('MA', '999999999999999999999999')],
    ['maltais, presque tout en lettres', iban('MT', 'ZZZZ99999ABCDEFGHIJKLMNOPQR').replace(/(.{4})(?=.)/g, '$1 ')],
  ])('se reconnaît %s', (_, ecrit) => {
    for (const texte of [ecrit, `IBAN : ${ecrit}, merci`, `(${ecrit})`]) expect(trouve(texte)).toEqual([ecrit]);
    expect(genresDans(ecrit)).toEqual(['iban']);
  });

  test('collé au mot qui l’annonce', () => {
    expect(trouve(`IBAN${IBAN}`)).toEqual([IBAN]);
  });

  test('une clé fausse, un pays sans IBAN, une longueur fausse : ce n’en est pas un', () => {
    const faux = IBAN.replace(/^FR../, IBAN.startsWith('FR50') ? 'FR51' : 'FR50');
    for (const texte of [faux, iban('US', '999999999999999999'), IBAN.slice(0, -1)]) expect(trouve(texte)).toEqual([]);
  });
});

describe('Une carte bancaire', () => {
  test.each([
    ['en un bloc', CARTE],
    ['par quatre', CARTE.replace(/(.{4})(?=.)/g, '$1 ')],
    ['avec des tirets', CARTE.replace(/(.{4})(?=.)/g, '$1-')],
    ['Mastercard', carte('519999999999999')],
    ['Mastercard, autre série', carte('272099999999999')],
  ])('se reconnaît %s', (_, ecrit) => {
    expect(trouve(`carte ${ecrit}.`)).toEqual([ecrit]);
    expect(genresDans(ecrit)).toEqual(['carte']);
  });

  test('une clé fausse, un réseau inconnu, des dates : ce n’en est pas une', () => {
    const faux = CARTE.replace(/.$/, (cle) => String((Number(cle) + 1) % 10));
    for (const texte of [faux, carte('199999999999999'), '2023-05-01 2023-06-30', '2022 2023 2024 2025']) {
      expect(trouve(texte)).toEqual([]);
    }
  });
});

describe('Un mot de passe', () => {
  test.each([
    ['mdp : Tournesol66', 'Tournesol66'],
    ['Mot de passe : tournesol', 'tournesol'],
    ['MOT DE PASSE=TOURNESOL', 'TOURNESOL'],
    ['son mot de passe est Tournesol', 'Tournesol'],
    ['le mot de passe c’est tourne!sol', 'tourne!sol'],
    ['mot de passe Ameli : Tournesol66!', 'Tournesol66!'],
    ['mot de passe de la CAF : tournesol 66', 'tournesol 66'],
    ['Mot de passe → Tournesol66', 'Tournesol66'],
    ['mot de passe (Tournesol66)', 'Tournesol66'],
    ['code de sa carte bleue : 4821', '4821'],
    ['password: Tournesol', 'Tournesol'],
    ['mdp impots.gouv -> Tournesol_66', 'Tournesol_66'],
    ['mdp Tournesol66', 'Tournesol66'],
    ['password: « tournesol jaune »', 'tournesol jaune'],
    ['code secret : 4821', '4821'],
    ['Code confidentiel = 482156', '482156'],
    ['code PIN 4821ab', '4821ab'],
    ['mot de passe oublié, changé pour : mdp = Tournesol66', 'Tournesol66'],
    ['identifiant / mdp : fictive / Tournesol66', 'fictive / Tournesol66'],
    ['Identifiant : fictive, mot de passe : jaune66', 'jaune66'],
    ['mot\u00a0de\u00a0passe : m\u00eflle-feuille', 'm\u00eflle-feuille'],
    ['m\u200bdp : Tournesol66', 'Tournesol66'],
  ])('« %s »', (texte, attendu) => {
    expect(trouve(texte)).toEqual([attendu]);
  });

  test.each([
    'mot de passe oublié, réinitialisé avec elle',
    'Mot de passe : oublié',
    'mot de passe : oubliés',
    'Mot de passe perdu : nouvelle demande faite',
    'mot de passe : à changer',
    'mot de passe : réinitialisé',
    'Mot de passe : non communiqué',
    'mot de passe : inconnu.',
    'Mot de passe : changé le 12/05/2026, elle le note chez elle',
    'mot de passe : 2ème demande',
    'mot de passe : 14h30',
    'mot de passe : ameli.fr',
    'Mot de passe : FranceConnect',
    'Mot de passe : la personne l’avait sur un papier',
    'le mot de passe est important',
    'Le mot de passe est trop court',
    'son mot de passe est bien noté sur son carnet',
    'mot de passe oublié, téléphone : 04 00 00 00 09',
    'Atelier : choisir un bon mot de passe',
    'Fichier protégé par un mot de passe. Enregistrez-le autrement',
    'Le code confidentiel : il l’a demandé à sa banque',
    'Créer un compte, un mot de passe (8 caractères au moins)',
    'mdp : ****',
    'Bloqué : mdp',
    'Motif : mot de passe : blocage',
    'Atelier « mots de passe » : débutants',
    'Mots de passe : coffre-fort',
    'mot de passe : 12caractères',
    'Le bouton Password : « mot de passe oublié »',
  ])('« %s » n’en montre aucun', (texte) => {
    expect(trouve(texte)).toEqual([]);
  });
});

test.each([
  'SIRET 434 933 123 00029, 1 rue de l’Essai, 66400 Céret',
  '43493312300029',
  '434 933 123 00029 1 place de l’Essai',
  'Tél. 04 68 00 00 00 ou 06 00 00 00 01 66000 Perpignan',
  '+33 4 68 00 00 00',
  'LRAR 1A 123 456 7890 1, puis 2C 123 456 7890 1',
  'Visite le 12-01-2026 66400 Céret',
  'Visite le 12.01.2026 1234567',
  '2026-01-12 66400',
  'du 2026-01-12 au 2026-07-12',
  'Délibération CP20220627_12 du 27/06/2022, n° 2022-06-27-014',
  'Accusé 066-226600013-20220627-2022-014-DE',
  'Accusé 066-226600013-20220627-CP20220627_12-DE',
  'Dossier 20210625-12345, ou 2021062512345',
  '0190f2b0-0000-7000-8000-000000000000 0198a1b2-1234-7000-8000-123456789012',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  `a${NIR}b${'0123456789abcdef'.repeat(3)}`,
  'Code 482 156, code de secours 7k3m-9q2x',
  'euro 50 pour les personnes de 2026, md 12 rue de la République 66000',
  '{"id":"AbC-_9","type":"public-key","response":{"clientDataJSON":"eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0"}}',
  '12, 15, 18, 20, 22, 10, 8, 2 participants',
])('rien de secret dans « %s »', (texte) => {
  expect(trouve(texte)).toEqual([]);
  expect(masquer(texte)).toBe(texte);
});

/** Figures as text, as many as asked. */
const figures = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));
const rang = fc.integer({ min: 1, max: 999 }).map((value) => String(value).padStart(3, '0'));
const unNir = fc
  .tuple(
    fc.constantFrom('1', '2'),
    figures(2),
    fc.constantFrom('01', '06', '12', '20', '42', '50', '99'),
    fc.constantFrom('01', '19', '2A', '2B', '66', '75', '97', '99'),
    rang,
    rang,
  )
  .map((parts) => nir(parts.join('')));
const unIban = fc.oneof(
  fc.stringMatching(/^[0-9]{10}[0-9A-Z]{11}[0-9]{2}$/).map((compte) => iban('FR', compte)),
  figures(18).map((compte) => iban('DE', compte)),
  fc.stringMatching(/^[A-Z][0-9]{10}[0-9A-Z]{12}$/).map((compte) => iban('IT', compte)),
);
const SEPARATEURS = ['', '', ' ', '.', '-', '\u00a0', '\u202f', ' - ', '\u200b', '\u00ad', '_', '/', '–'];
/** A number with anything that people may put between its figures, wherever they put it. */
const parseme = (numero: fc.Arbitrary<string>) =>
  numero.chain((text) =>
    fc
      .array(fc.constantFrom(...SEPARATEURS), { minLength: text.length - 1, maxLength: text.length - 1 })
      .map((between) => [...text].map((sign, rank) => sign + (between[rank] ?? '')).join('')),
  );
/** Any text, that no figure ends or starts: beside one, the number would be another number. */
const autour = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${text}§`);

describe('Quel que soit le texte', () => {
  test('un numéro y est trouvé, avec tous les séparateurs', () => {
    fc.assert(
      fc.property(autour, fc.oneof(parseme(unNir), parseme(unIban)), autour, (avant, ecrit, apres) => {
        const texte = `${avant}${ecrit}§${apres}`;
        const debut = avant.length;
        // A date or a SIRET may read in scattered figures: then the number borrows from it, and is left.
        const lisse = ecrit.replace(/[\u200b\u00ad]/g, '');
        fc.pre(!/(?:19|20)\d\d|\d{9}|\d{3}.\d{3}.\d{3}/.test(lisse) || !/[^0-9A-Z]/.test(lisse));
        expect(secretsDans(texte).some((one) => one.debut <= debut && one.fin >= debut + ecrit.length)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('masqué, il n’en contient plus, et le masquer encore n’y change rien', () => {
    const morceau = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      parseme(unNir),
      unNir.map((one) => one.slice(0, 13)),
      parseme(unIban),
      fc.constantFrom(
        'mdp',
        'mot de passe',
        ' : ',
        ' = ',
        ' est ',
        'identifiant / ',
        '[',
        ']',
        '«',
        ' Tournesol66 ',
        CARTE,
      ),
    );
    fc.assert(
      fc.property(fc.array(morceau, { maxLength: 12 }), (morceaux) => {
        const masked = masquer(morceaux.join(''));
        expect(secretsDans(masked)).toEqual([]);
        expect(masquer(masked)).toBe(masked);
      }),
      { numRuns: 2_000 },
    );
  });

  test('rien n’échoue ; les places sont dans l’ordre, séparées, et dans le texte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (texte) => {
        let from = 0;
        for (const { debut, fin } of secretsDans(texte)) {
          expect(debut).toBeGreaterThanOrEqual(from);
          expect(fin).toBeGreaterThan(debut);
          from = fin;
        }
        expect(from).toBeLessThanOrEqual(texte.length);
      }),
      { numRuns: 1_000 },
    );
  });

  // Every search starts somewhere and reads a bounded number of signs: longest for the longest IBAN.
  test.each([
    ['des chiffres', '1'],
    ['des chiffres séparés', '1 '],
    ['des débuts de numéros', '1 99 01 99 '],
    ['des débuts d’IBAN', 'FR14 '],
    ['des annonces de mots de passe', 'mdp : '],
    ['des annonces sans fin', 'mot de passe '],
    ['des espaces', `mdp${' '.repeat(997)}`],
    ['des guillemets', 'mdp « '],
    ['des marques ouvertes', 'mdp : [a'],
    ['des accents empilés', 'e\u0301\u0301\u0301'],
    ['des lettres longues à déplier', '\ufdfa'],
    ['des numéros', `${NIR_ECRIT}, `],
  ])('100 000 caractères : %s', (_, motif) => {
    const texte = motif.repeat(Math.ceil(100_000 / motif.length));
    expect(secretsDans(masquer(texte))).toEqual([]);
  });
});

test('chaque refus dit ce qui a été trouvé et quoi faire', () => {
  expect(phrase(PHRASES_SECRET, { refus: 'secret', genres: ['nir'] })).toBe(
    'N’écrivez pas de numéro de sécurité sociale ici : Escale n’en garde aucun. Il est retiré de ce que vous aviez écrit ; relisez, puis renvoyez.',
  );
  expect(phrase(PHRASES_SECRET, { refus: 'secret', genres: ['iban', 'mot_de_passe'] })).toMatch(
    /^N’écrivez ici ni IBAN, ni mot de passe : Escale n’en garde aucun\. Ils sont retirés/,
  );
  expect(phrase(PHRASES_SECRET_FICHIER, { refus: 'secret', genres: ['iban'] })).toBe(
    'N’écrivez pas d’IBAN ici : Escale n’en garde aucun. Corrigez cette case, puis renvoyez le fichier.',
  );
  expect(direNomRetire(['nir'])).toBe(
    'Le nom du fichier contenait un numéro de sécurité sociale : Escale l’a retiré de ce nom.',
  );
  expect(masquer(`NIR ${NIR}, IBAN ${IBAN}, carte ${CARTE}, mdp : Tournesol66`)).toBe(
    'NIR [numéro de sécurité sociale retiré], IBAN [IBAN retiré], carte [numéro de carte bancaire retiré], mdp : [mot de passe retiré]',
  );
});
