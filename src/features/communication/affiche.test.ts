import { afterAll, describe, expect, it } from 'vitest';
import { closePdf } from '../../platform/pdf/render.ts';
import { afficheDocument, type DonneesAffiche, renderAffiche } from './affiche.ts';

afterAll(closePdf);

const jeudi = {
  jour: 'jeudi',
  horaires: '9 h – 12 h',
  modalite: 'Sans rendez-vous',
  dates: [
    { texte: 'jeu. 5 mars', ferme: null },
    { texte: 'jeu. 12 mars', ferme: 'jour férié' },
  ],
};
const donnees: DonneesAffiche = {
  lieu: { nom: 'Médiathèque du Phare', adresse: '12 rue des Exemples', commune: '66700 Argelès-sur-Mer' },
  permanences: [jeudi],
  suite: null,
  telephone: '04 00 00 00 12',
  apporter: ['une pièce d’identité'],
  page: { complete: 'https://escale.exemple.fr/lieux/1', courte: 'escale.exemple.fr/l/phare' },
  mention: "Opération menée par le Département d'essai, avec l'appui financier de l'État",
  couleur: '#8c1d40',
  departement: { nom: 'Département d’essai', logo: null },
  beneficiaire: { nom: 'Communauté de communes d’essai', logo: null },
  etablie: { iso: '2026-03-02', texte: '2 mars 2026' },
};
const pages = (pdf: Uint8Array) =>
  [
    ...Buffer.from(pdf)
      .toString('latin1')
      .matchAll(/\/Type\s*\/Page\b/g),
  ].length;

describe('affiche d’un lieu (art. 1.2, 3.2, 5)', () => {
  it('donne les mêmes octets pour les mêmes données', async () => {
    const [une, autre] = await Promise.all([renderAffiche(donnees), renderAffiche(donnees)]);
    expect(Buffer.from(une).equals(Buffer.from(autre))).toBe(true);
    expect(Buffer.from(une).toString('latin1')).toContain('2026-03-02');
  });

  it('porte la mention mot pour mot, apostrophes droites comprises', () => {
    expect(afficheDocument(donnees).data).toMatchObject({ mention: donnees.mention });
  });

  it.each([0, 1, 2, 3, 4, 7])('tient en une page avec %i permanences', async (nombre) => {
    const pdf = await renderAffiche({ ...donnees, permanences: Array(nombre).fill(jeudi), beneficiaire: null });
    expect(pages(pdf)).toBe(1);
  });

  it.each([
    [1, 25],
    [2, 15],
    [3, 15],
    [4, 10],
  ])('tient en une page avec %i permanences de %i dates, et dit où elle s’arrête', async (nombre, combien) => {
    const suite = 'Dates jusqu’au 4 mars 2027. Dates suivantes à l’accueil et sur la page indiquée plus bas.';
    const dates = Array(combien).fill({ texte: '24 novembre', ferme: 'fermé du 21 décembre au 3 janvier' });
    const longue = { ...donnees, permanences: Array(nombre).fill({ ...jeudi, dates }), suite };
    const { data } = afficheDocument(longue);
    expect(data).toMatchObject({ suite, permanences: Array(nombre).fill({ dates }) });
    expect(pages(await renderAffiche(longue))).toBe(1);
  });

  it('tient en une page, sans rien exécuter, avec des textes hostiles', async () => {
    const texte = '#panic() $x$ \\ *gras* _i_ <script>alert(1)</script> @ref \u202E\u0000 مرحبا 你好 😀 '.padEnd(
      300,
      'A',
    );
    const hostile = {
      ...donnees,
      lieu: { nom: texte, adresse: texte, commune: texte },
      permanences: Array(5).fill({
        jour: texte,
        horaires: texte,
        modalite: texte,
        dates: Array(30).fill({ texte, ferme: texte }),
      }),
      suite: texte,
      telephone: texte,
      apporter: Array(9).fill(texte),
      page: { complete: `https://exemple.fr/${'a'.repeat(300)}`, courte: texte },
      departement: { nom: texte, logo: null },
    };
    expect(pages(await renderAffiche(hostile))).toBe(1);
  });

  it('place un logo, et met le nom à la place d’un fichier qui n’en est pas un', async () => {
    const svg = new TextEncoder().encode(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>',
    );
    const faux = new TextEncoder().encode('GIF89a');
    const avec = await renderAffiche({ ...donnees, departement: { nom: 'D', logo: svg } });
    expect(Buffer.from(avec).toString('latin1')).toContain('/Alt');
    await expect(renderAffiche({ ...donnees, departement: { nom: 'D', logo: faux } })).resolves.toBeInstanceOf(
      Uint8Array,
    );
  });

  it('refuse une couleur ou une date impossibles : c’est une erreur de programme', () => {
    expect(() => afficheDocument({ ...donnees, couleur: 'red' })).toThrow(/colour/);
    expect(() => afficheDocument({ ...donnees, etablie: { iso: '2026-02-31', texte: '' } })).toThrow(RangeError);
  });
});
