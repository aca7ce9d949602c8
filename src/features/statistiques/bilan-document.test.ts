import { afterAll, describe, expect, it } from 'vitest';
import { closePdf } from '../../platform/pdf/render.ts';
import { type BarreBilan, bilanDocument, type DonneesBilan, renderBilan } from './bilan-document.ts';

afterAll(closePdf);

const barres = (nombres: Readonly<Record<string, number | null>>): readonly BarreBilan[] =>
  Object.entries(nombres).map(([libelle, nombre]) => ({ libelle, nombre, texte: String(nombre ?? 'moins de 5') }));

const donnees: DonneesBilan = {
  reference: 'C-2022-014',
  departement: { nom: 'Département d’essai', logo: null },
  beneficiaire: { nom: 'Commune d’essai', logo: null },
  periode: 'du 10 octobre 2022 au 9 avril 2023',
  certifie: false,
  permanencesTenues: '24',
  permanencesPrevues: '26',
  personnesAidees: '187',
  ateliers: '6',
  participants: '52',
  heuresPermanence: '72 h',
  heuresAccompagnement: '64 h 30',
  themes: barres({ 'E-mail': 31, Santé: null, Parentalité: 0, 'Aide aux démarches': 98 }),
  ages: barres({ '12 – 17 ans': null, '70 ans et plus': 47 }),
  genres: barres({ Femmes: 104, Hommes: 79 }),
  statuts: [],
  mois: barres({ 'oct.': 18, 'nov.': 32 }),
  mention: "Opération menée par le Département d'essai",
  couleur: '#8c1d40',
  etablie: { iso: '2023-04-12', texte: '12 avril 2023' },
};
const pages = (pdf: Uint8Array) =>
  [
    ...Buffer.from(pdf)
      .toString('latin1')
      .matchAll(/\/Type\s*\/Page\b/g),
  ].length;

describe('bilan d’une convention (art. 3.4)', () => {
  it('range les thèmes du plus fréquent au plus rare et tait les zéros', () => {
    expect(bilanDocument(donnees).data).toMatchObject({
      themes: [
        { libelle: 'Aide aux démarches', longueur: 98 },
        { libelle: 'E-mail', longueur: 31 },
        { libelle: 'Santé', longueur: 0, texte: 'moins de 5' },
      ],
      autresThemes: 0,
      certifie: false,
    });
  });

  it('tient en une page, pleine, vide ou hostile, et ne change pas d’un jour à l’autre', async () => {
    const texte = '#panic() $x$ \\ <script>alert(1)</script> \u202E\u0000 '.padEnd(300, 'A');
    const hostiles = Array<BarreBilan>(30).fill({ libelle: texte, nombre: 3, texte });
    const tous = { themes: hostiles, ages: hostiles, genres: hostiles, statuts: hostiles, mois: hostiles };
    const rien = { themes: [], ages: [], genres: [], statuts: [], mois: [] };
    const [une, autre, hostile, vide] = await Promise.all([
      renderBilan(donnees),
      renderBilan(donnees),
      renderBilan({
        ...donnees,
        ...tous,
        periode: texte,
        personnesAidees: texte,
        ateliers: texte,
        participants: texte,
        mention: texte,
      }),
      renderBilan({ ...donnees, ...rien, certifie: true }),
    ]);
    expect(Buffer.from(une).equals(Buffer.from(autre))).toBe(true);
    expect([une, hostile, vide].map(pages)).toEqual([1, 1, 1]);
  });
});
