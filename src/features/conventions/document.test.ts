import { afterAll, describe, expect, it } from 'vitest';
import { closePdf } from '../../platform/pdf/render.ts';
import { conventionDocument, type DonneesConvention, renderConvention } from './document.ts';
import { type ParametresModele, remplir, remplirBlocs } from './modele.ts';
import { modele2022, modele2022Mandat } from './modele-2022.ts';

afterAll(closePdf);

const parametres: ParametresModele = {
  duree: 'six mois',
  reconduction: 'autant de fois que nécessaire',
  preavis: 'deux mois',
  oppositionCompteDe: 'sa réception',
  finAuPlusTard: '1er juillet 2023',
  delaiRemede: 'trente (30) jours calendaires',
  delaiForceMajeure: 'trente (30) jours calendaires',
  forceMajeureCompteDe: 'sa réception',
  courrierNonRetire: 'vaut réception dès sa première présentation',
  frequence: 'une demi-journée par semaine',
  mention: "Opération menée par le Département d'essai",
  effectif: '10 ambassadeurs et 11 conseillers',
  deliberationStrategie: '10 mai 2021',
  tribunal: 'tribunal administratif de Montpellier',
  departement: 'd’essai',
  pointAccueil: null,
  originaux: 'deux',
};
const partie = {
  nom: 'Le Département d’essai',
  adresse: '1 rue des Exemples',
  representant: null,
  qualite: 'Le Président',
  signataire: null,
  autorisation: null,
  signeeLe: null,
};
const donnees: DonneesConvention = {
  reference: 'C-2022-014',
  etat: 'projet',
  departement: partie,
  beneficiaire: { ...partie, nom: 'La Commune d’essai' },
  modele: modele2022,
  parametres,
  dateEffet: '10 octobre 2022',
  echeancier: [
    {
      rang: '1',
      debut: '10 octobre 2022',
      fin: '9 avril 2023',
      anniversaire: '10 avril 2023',
      dernierJourOpposition: '10 février 2023',
    },
  ],
  accusesReception: [],
  lieuSignature: 'Perpignan',
  couleur: '#8c1d40',
  etablie: { iso: '2022-10-10', texte: '10 octobre 2022' },
};

describe('modèle de convention de 2022', () => {
  it('a les huit articles du papier, et leurs parties', () => {
    expect(modele2022.articles.map(({ numero }) => numero)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    expect(modele2022.articles.flatMap(({ parties }) => parties.map(({ numero }) => numero))).toEqual([
      '1.1',
      '1.2',
      '3.1',
      '3.2',
      '3.3',
      '3.4',
      '4.1',
      '4.2',
      '7.1',
      '7.2',
      '8.1',
      '8.2',
    ]);
    expect(modele2022.annexes[0]?.parties).toHaveLength(7);
  });

  it('place les paramètres, et seulement eux', () => {
    expect(remplir('pour {duree}', { ...parametres, duree: '{preavis} $x$' })).toBe('pour {preavis} $x$');
    expect(() => remplir('{inconnu}', parametres)).toThrow(/inconnu/);
    expect(() => remplir('{constructor}', parametres)).toThrow(/constructor/);
  });

  it('se tait sur la fin au plus tard quand il n’y en a pas (art. 6)', () => {
    const article = modele2022.articles[5]?.blocs ?? [];
    expect(JSON.stringify(remplirBlocs(article, parametres))).toContain('au plus tard le 1er juillet 2023');
    expect(JSON.stringify(remplirBlocs(article, { ...parametres, finAuPlusTard: null }))).not.toContain('prend fin');
  });

  it('se tait sur la reconduction quand il n’y en a pas, et sur le point d’accueil inconnu (art. 6)', () => {
    const texte = (changes: Partial<ParametresModele>) =>
      JSON.stringify(conventionDocument({ ...donnees, parametres: { ...parametres, ...changes } }).data).replaceAll(
        '\u00a0',
        ' ',
      );
    expect(texte({})).toContain('autant de fois que nécessaire, sauf si');
    expect(texte({})).not.toContain('Point d’accueil');
    expect(texte({ reconduction: null })).not.toContain('tacitement');
    expect(texte({ pointAccueil: 'Médiathèque' })).toContain('Point d’accueil : Médiathèque.');
  });

  it('ne laisse aucun paramètre sans valeur', () => {
    expect(JSON.stringify(conventionDocument(donnees).data)).not.toMatch(/\{\w+\}/u);
    expect(JSON.stringify(conventionDocument(donnees).data)).toContain(parametres.mention);
  });
});

describe('papier de la convention', () => {
  it('donne les mêmes octets pour les mêmes données', async () => {
    const [une, autre] = await Promise.all([renderConvention(donnees), renderConvention(donnees)]);
    expect(Buffer.from(une).equals(Buffer.from(autre))).toBe(true);
  });

  it('se compose signée ou en projet, datée ou non, et avec des textes hostiles', async () => {
    const texte = '#panic() $x$ \\ *gras* <script>alert(1)</script> \u202E\u0000 你好 {duree} '.padEnd(300, 'A');
    const une = {
      nom: texte,
      adresse: texte,
      representant: texte,
      qualite: texte,
      signataire: texte,
      autorisation: texte,
      signeeLe: texte,
    };
    const hostile = { ...donnees, departement: une, beneficiaire: une, accusesReception: [texte] };
    await expect(renderConvention({ ...hostile, etat: 'signee' })).resolves.toBeInstanceOf(Uint8Array);
    await expect(renderConvention({ ...donnees, dateEffet: null, echeancier: [] })).resolves.toBeInstanceOf(Uint8Array);
  });

  it('imprime comme du texte les textes de n’importe quel modèle, et toujours les mêmes octets', async () => {
    const code =
      '#let x = 1 #read("/etc/passwd") #panic() *gras* _i_ $x^2$ @ref <l> `c` = T \\ // fin /* */ 你好 \u202Eà l’envers';
    const texte = `${code} `.repeat(300).slice(0, 20_000);
    // Read as markup, `#panic()` and `#read` would be refused, and `$` or `@ref` would not compile.
    const article = {
      numero: '#let',
      titre: code,
      blocs: [{ texte }, { liste: [code, 'A'.repeat(2000), '____ [ ] ________'] }],
      parties: [{ numero: '@x', titre: '$', blocs: [{ texte }], parties: [] }],
    };
    const modele = {
      ...modele2022Mandat,
      version: code,
      titre: code,
      sousTitre: code,
      preambule: [{ texte }],
      articles: [article],
      annexes: [article, article],
    };
    const [une, autre] = await Promise.all([
      renderConvention({ ...donnees, modele }),
      renderConvention({ ...donnees, modele }),
    ]);
    expect(Buffer.from(une).equals(Buffer.from(autre))).toBe(true);
    expect(Buffer.from(une).toString('latin1')).toContain('/MarkInfo');
  });

  it('ne laisse pas la ponctuation double commencer une ligne', () => {
    const { articles } = conventionDocument(donnees).data as { articles: readonly { blocs: readonly object[] }[] };
    const said = JSON.stringify(articles);
    expect(said).toContain('usager\u00a0:');
    expect(said).not.toMatch(/ [;:!?»]/u);
  });
});
