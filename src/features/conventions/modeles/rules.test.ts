import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phrase } from '../../../domain/refus.ts';
import { type Bloc, type ParametresModele, remplirBlocs } from '../modele.ts';
import { type NomParametre, PARAMETRES } from './parametres.ts';
import { ecrireTexte, lireTexte, PHRASES_TEXTE_MODELE, type RefusTexteModele } from './rules.ts';

function blocs(texte: string): readonly Bloc[] {
  const read = lireTexte(texte);
  if (!read.ok) throw new Error(JSON.stringify(read.refus));
  return read.blocs;
}

function refus(texte: string, premiereLigne?: number): readonly RefusTexteModele[] {
  const read = lireTexte(texte, premiereLigne);
  return read.ok ? [] : read.refus;
}

const dites = (texte: string) => refus(texte).map((one) => phrase(PHRASES_TEXTE_MODELE, one));

describe('le texte d’un article', () => {
  test('une ligne vide sépare deux paragraphes ; les lignes d’un paragraphe n’en font qu’un', () => {
    expect(blocs('Un.\nEncore un.\n\n \n\nDeux.')).toEqual([{ texte: 'Un. Encore un.' }, { texte: 'Deux.' }]);
    expect(blocs('  espaces   en\ttrop  ')).toEqual([{ texte: 'espaces en trop' }]);
    expect(blocs('')).toEqual([]);
    expect(blocs(' \n\n\t')).toEqual([]);
  });

  test('une ligne qui commence par un tiret et une espace est un élément de liste', () => {
    expect(blocs('L’équipe :\n- aide ;\n- anime.\nEnsuite.\n\n- seul')).toEqual([
      { texte: 'L’équipe :' },
      { liste: ['aide ;', 'anime.'] },
      { texte: 'Ensuite.' },
      { liste: ['seul'] },
    ]);
    expect(blocs('-5 degrés\n\n–tiret long')).toEqual([{ texte: '-5 degrés' }, { texte: '–tiret long' }]);
  });

  test('un paramètre qui peut être vide a son paragraphe et sa condition (art. 6)', () => {
    expect(blocs('[si finAuPlusTard] Fin le {finAuPlusTard},\ndernier jour.')).toEqual([
      { texte: 'Fin le {finAuPlusTard}, dernier jour.', si: 'finAuPlusTard' },
    ]);
    expect(blocs('[si reconduction]{duree}, {reconduction}')).toEqual([
      { texte: '{duree}, {reconduction}', si: 'reconduction' },
    ]);
    expect(refus('Fin le {finAuPlusTard}.')).toEqual([
      { refus: 'parametre_sans_condition', ligne: 1, nom: 'finAuPlusTard' },
    ]);
    expect(refus('[si reconduction] {reconduction}\njusqu’au {finAuPlusTard}')).toEqual([
      { refus: 'parametre_sans_condition', ligne: 2, nom: 'finAuPlusTard' },
    ]);
    expect(refus('- {pointAccueil}')).toEqual([{ refus: 'parametre_sans_condition', ligne: 1, nom: 'pointAccueil' }]);
  });

  test('chaque refus nomme sa ligne, lignes vides comprises, et dit quoi faire', () => {
    expect(refus('Bien.\n\n- bien {durée}\n-\n\n{duree\n\nfin }')).toEqual([
      { refus: 'parametre_inconnu', ligne: 3, nom: 'durée' },
      { refus: 'element_vide', ligne: 4 },
      { refus: 'accolade_non_fermee', ligne: 6 },
      { refus: 'accolade_seule', ligne: 8 },
    ]);
    expect(refus('{inconnu}', 12)).toEqual([{ refus: 'parametre_inconnu', ligne: 12, nom: 'inconnu' }]);
    expect(dites('{constructor}')).toEqual([
      'Ligne 1 : {constructor} n’est pas un paramètre. Recopiez l’un de ceux de la liste, accolades comprises.',
    ]);
    expect(dites('{ duree }')[0]).toContain('{ duree } n’est pas un paramètre');
    expect(dites('{{duree}}')).toHaveLength(2);
    expect(dites('[si finAuPlusTard]\n\nFin.')[0]).toContain('une condition précède un paragraphe');
    expect(dites('[si duree] Six mois.')[0]).toContain('{duree} est toujours renseigné');
    expect(dites('[si rien] Six mois.')[0]).toContain('reconduction, finAuPlusTard');
    expect(dites('[si finAuPlusTard Fin.')[0]).toContain('n’est pas fermée');
  });

  test('du code, des signes et de la mise en forme d’ailleurs ne sont que du texte', () => {
    for (const texte of [
      '#let x = 1',
      '#read("/etc/passwd")',
      '*gras* $x$ @ref <script>alert(1)</script>',
      '[lien](x)',
    ]) {
      expect(blocs(texte)).toEqual([{ texte }]);
    }
  });

  const mots = fc
    .array(fc.stringMatching(/^[a-zà-ÿ#*$@<>;:!?«»’.,]{1,8}$/u), { minLength: 1, maxLength: 6 })
    .map((list) => list.join(' '));
  const citations = fc.constantFrom(
    ...Object.entries(PARAMETRES).flatMap(([nom, { facultatif }]) => (facultatif ? [] : [`{${nom}}`])),
  );
  const phrases = fc.tuple(mots, citations).map(([texte, citation]) => `${texte} ${citation}`);
  const unBloc: fc.Arbitrary<Bloc> = fc.oneof(
    phrases.map((texte) => ({ texte })),
    phrases.map((texte) => ({ texte: `${texte} {pointAccueil}`, si: 'pointAccueil' as const })),
    fc.array(phrases, { minLength: 1, maxLength: 4 }).map((liste) => ({ liste })),
  );

  test('ce qui est écrit se relit tel quel (propriété)', () => {
    fc.assert(
      fc.property(fc.array(unBloc, { maxLength: 6 }), (all) => {
        expect(blocs(ecrireTexte(all))).toEqual(all);
      }),
    );
  });

  test('ce qui est accepté s’imprime pour toute convention, quels que soient ses paramètres vides (propriété)', () => {
    const valeurs = Object.fromEntries(Object.keys(PARAMETRES).map((nom) => [nom, `<${nom}>`]));
    const vides = fc.subarray(Object.keys(PARAMETRES).filter((nom) => PARAMETRES[nom as NomParametre].facultatif));
    const piece = fc.constantFrom(
      ...Object.keys(PARAMETRES).map((nom) => `{${nom}} `),
      '[si finAuPlusTard] ',
      '[si reconduction] ',
      '[si pointAccueil] ',
      '- un\n',
      '\n\n',
      'mot ',
    );
    let printed = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), vides, (pieces, absents) => {
        const read = lireTexte(pieces.join(''));
        if (!read.ok) return;
        printed += 1;
        const parametres = { ...valeurs, ...Object.fromEntries(absents.map((nom) => [nom, null])) };
        const said = ecrireTexte(remplirBlocs(read.blocs, parametres as unknown as ParametresModele));
        expect(said).not.toMatch(/[{}]/);
        for (const nom of absents) expect(said).not.toContain(`<${nom}>`);
      }),
      { numRuns: 1000 },
    );
    expect(printed).toBeGreaterThan(200);
  });

  test('un texte quelconque est lu ou refusé, jamais à moitié, et relire ne change plus rien (propriété)', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[si ',
      ']',
      '- ',
      '-',
      '\n',
      '\n\n',
      ' ',
      'duree',
      'finAuPlusTard',
      'mot',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const texte = pieces.join('');
        const read = lireTexte(texte);
        if (read.ok) {
          const again = ecrireTexte(read.blocs);
          expect(ecrireTexte(blocs(again))).toBe(again);
          return;
        }
        expect(read.refus.length).toBeGreaterThan(0);
        for (const one of read.refus) {
          expect(one.ligne).toBeGreaterThanOrEqual(1);
          expect(one.ligne).toBeLessThanOrEqual(texte.split('\n').length);
        }
      }),
      { numRuns: 500 },
    );
  });
});
