import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUuid } from '../../../platform/http/idempotence.ts';
import { clauses2022 } from '../rules.ts';
import { comparer } from './comparaison.ts';
import {
  ajouter,
  type ContenuModele,
  deplacer,
  type Element,
  nommer,
  places,
  remplacer,
  retirer,
  trouver,
} from './contenu.ts';
import { MODELE_2022, versionIntegree } from './integres.ts';
import { refusDeChangement, remarques, verifierPublication } from './publication.ts';
import { ecrireTexte, lireTexte } from './rules.ts';
import { readContenu, writeContenu } from './stored.ts';
import { vueContenu, vueElement } from './vue.ts';

const version1 = versionIntegree('convention-2022');
const version2 = versionIntegree('convention-2022-2');

const element = (
  cle: string,
  numero: string,
  texte = `Texte ${numero}.`,
  parties: readonly Element[] = [],
): Element => ({
  cle,
  numero,
  titre: `Titre ${numero}`,
  blocs: [{ texte }],
  parties,
});

const contenu: ContenuModele = {
  titre: 'Convention d’essai',
  sousTitre: 'Essai',
  preambule: [{ texte: 'Préambule.' }],
  articles: [
    element('a', '1', 'La mention : « {mention} ».'),
    element('b', '2', 'Voir l’article 1.', [element('b1', '2.1'), element('b2', '2.2')]),
  ],
  annexes: [element('n', '1')],
  clauses: clauses2022,
};

const cles = (one: ContenuModele) => places(one).map(({ element: { cle } }) => cle);

describe('les modèles fournis avec Escale', () => {
  test('ce qui est publié ne change plus : les papiers déjà imprimés restent vrais mot pour mot', () => {
    const empreinte = (code: string) =>
      createHash('sha256')
        .update(JSON.stringify(versionIntegree(code).contenu))
        .digest('hex')
        .slice(0, 16);
    // Another wording is another version: add one, never correct these.
    expect({ 1: empreinte('convention-2022'), 2: empreinte('convention-2022-2') }).toEqual({
      1: '0288ac094d148d6e',
      2: '73cdf9d19edfdcc1',
    });
    expect(MODELE_2022.versions.map(({ numero, libelle }) => [numero, libelle])).toEqual([
      [1, 'modèle 2022-1'],
      [2, 'modèle 2022-2'],
    ]);
    expect(() => versionIntegree('convention-1999')).toThrow(/convention-1999/);
  });

  test('la version 2 n’ajoute à la première que le mandat (annexe 3, art. 2)', () => {
    const differences = comparer(version1.contenu, version2.contenu);
    expect(new Set(differences.map(({ nom }) => nom.replace(/, partie.*/, '')))).toEqual(new Set(['Annexe 3']));
    const mandat = ecrireTexte(
      version2.contenu.annexes.flatMap(({ blocs, parties }) => [blocs, ...parties.map((one) => one.blocs)].flat()),
    );
    for (const dit of [
      'Date de naissance',
      'Type de document présenté',
      'ni copie, ni photographie, ni numéro',
      'Organisme',
      'Donnée ou document',
      'payer, emprunter, vendre',
      'à distance',
      'Au plus tard le',
      'retirer à tout moment',
      'rendre compte',
      'secret professionnel',
      'version et langue',
      'CNIL',
      'Permanence',
      'Le mandant : ________',
      'Le mandataire, qui accepte : ________',
    ]) {
      expect(mandat).toContain(dit);
    }
  });

  test.each(MODELE_2022.versions)(
    '$libelle se relit, se publierait, et n’appelle aucune remarque',
    ({ contenu: one }) => {
      expect(verifierPublication(one)).toEqual([]);
      expect(remarques(one)).toEqual([]);
      for (const {
        element: { blocs },
      } of places(one))
        expect(lireTexte(ecrireTexte(blocs))).toEqual({ ok: true, blocs });
      expect(lireTexte(ecrireTexte(one.preambule))).toEqual({ ok: true, blocs: one.preambule });
      expect(new Set(cles(one)).size).toBe(cles(one).length);
      for (const cle of cles(one)) expect(isUuid(cle)).toBe(true);
    },
  );

  test('ce qui est rangé se relit mot pour mot ; ce qui est abîmé ne se lit pas à moitié', () => {
    for (const { contenu: one } of MODELE_2022.versions) {
      expect(readContenu('x', JSON.parse(writeContenu(one)))).toEqual(one);
    }
    const stored = JSON.parse(writeContenu(version1.contenu));
    expect(() => readContenu('x', { ...stored, titre: 3 })).toThrow(/Model x/);
    expect(() => readContenu('x', { ...stored, preambule: [{ texte: 'x', si: 'constructor' }] })).toThrow(/Model x/);
    expect(() => readContenu('x', { ...stored, clauses: {} })).toThrow(/x/);
  });
});

describe('un brouillon change article par article', () => {
  test('remplacer, ajouter, retirer une partie ou un article', () => {
    const changed = remplacer(contenu, 'b2', { numero: '2.3', titre: 'Autre', blocs: [] });
    expect(trouver(changed, 'b2')?.element).toEqual({
      cle: 'b2',
      numero: '2.3',
      titre: 'Autre',
      blocs: [],
      parties: [],
    });
    expect(cles(ajouter(contenu, 'annexes', element('z', '9')))).toEqual(['a', 'b', 'b1', 'b2', 'n', 'z']);
    expect(cles(ajouter(contenu, { cle: 'n' }, element('z', '9')))).toEqual(['a', 'b', 'b1', 'b2', 'n', 'z']);
    expect(cles(retirer(contenu, 'b'))).toEqual(['a', 'n']);
    expect(cles(retirer(contenu, 'b1'))).toEqual(['a', 'b', 'b2', 'n']);
    expect(retirer(contenu, 'absent')).toEqual(contenu);
    expect(places(contenu).map(nommer)).toEqual([
      'Article 1',
      'Article 2',
      'Article 2, partie 2.1',
      'Article 2, partie 2.2',
      'Annexe 1',
    ]);
  });

  test('déplacer ne perd rien, ne double rien, et s’annule par le déplacement contraire (propriété)', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cles(contenu), 'absent'), fc.boolean(), (cle, up) => {
        const [sens, contraire] = up ? (['avant', 'apres'] as const) : (['apres', 'avant'] as const);
        const moved = deplacer(contenu, cle, sens);
        expect(cles(moved).toSorted()).toEqual(cles(contenu).toSorted());
        const stuck = cles(moved).join() === cles(contenu).join();
        expect(stuck ? moved : deplacer(moved, cle, contraire)).toEqual(contenu);
      }),
    );
  });

  test('ce qu’on a vu d’un article change avec lui seul', () => {
    const [a, b] = contenu.articles;
    if (a === undefined || b === undefined) throw new Error('no article');
    const changed = remplacer(contenu, 'a', { ...a, titre: 'Autre' });
    expect(vueElement(trouver(changed, 'b')?.element ?? a)).toBe(vueElement(b));
    expect(vueElement(trouver(changed, 'a')?.element ?? b)).not.toBe(vueElement(a));
    expect(vueContenu(changed)).not.toBe(vueContenu(contenu));
    expect(vueContenu(readContenu('x', JSON.parse(writeContenu(version1.contenu))))).toBe(vueContenu(version1.contenu));
  });
});

describe('avant de publier', () => {
  test('sans la mention de l’article 5, ou avec un numéro pris deux fois, la publication est refusée (art. 5)', () => {
    expect(verifierPublication(contenu)).toEqual([]);
    const bad = {
      ...contenu,
      articles: [element('a', '1'), element('b', '1', '{duree}', [element('c', '3'), element('d', '3')])],
    };
    expect(verifierPublication(bad)).toEqual([
      { refus: 'mention_absente' },
      { refus: 'numero_en_double', nom: 'Article 1' },
      { refus: 'numero_en_double', nom: 'Article 1, partie 3' },
    ]);
    expect(verifierPublication({ ...contenu, articles: [] })).toEqual([
      { refus: 'sans_article' },
      { refus: 'mention_absente' },
    ]);
  });

  test('une clause que le texte tait, un renvoi vers rien sont signalés, sans bloquer (art. 6, art. 7.1)', () => {
    const said = remarques({
      ...contenu,
      articles: [element('a', '1', 'Selon l’annexe 3, l’article 1 et l’Article 7.1.')],
    });
    expect(said).toContain('Article 1 renvoie à l’annexe 3, que ce modèle n’a pas.');
    expect(said).toContain('Article 1 renvoie à l’article 7.1, que ce modèle n’a pas.');
    expect(said.filter((one) => one.includes('renvoie'))).toHaveLength(2);
    expect(said.some((one) => one.includes('{duree}'))).toBe(true);
    expect(said.some((one) => one.includes('{reconduction}'))).toBe(true);
    const once = remarques({ ...contenu, clauses: { ...clauses2022, reconductions: 0 } });
    expect(once.some((one) => one.includes('{reconduction}') || one.includes('{preavis}'))).toBe(false);
  });

  test('une convention change de modèle tant que personne n’a signé (art. 8.2)', () => {
    const signature = {
      id: '0190f2b0-0000-7000-8000-000000000001',
      type: 'signature',
      partie: 'beneficiaire',
      date: Temporal.PlainDate.from('2022-10-03'),
      signataire: 'Camille Exemple',
      qualite: 'Maire',
    } as const;
    const annulation = {
      id: '0190f2b0-0000-7000-8000-000000000002',
      type: 'annulation',
      evenementId: signature.id,
      date: signature.date,
      motif: 'erreur',
    } as const;
    expect(refusDeChangement({ clauses: clauses2022, evenements: [] }, [])).toBeNull();
    expect(refusDeChangement({ clauses: clauses2022, evenements: [signature] }, [])).toEqual({ refus: 'deja_signee' });
    expect(refusDeChangement({ clauses: clauses2022, evenements: [signature, annulation] }, [])).toBeNull();
    const figee = { id: 'p', genre: 'figee', isRetiree: false } as const;
    const draft = { clauses: clauses2022, evenements: [] };
    expect(refusDeChangement(draft, [figee])).toEqual({ refus: 'deja_figee' });
    expect(refusDeChangement(draft, [{ ...figee, genre: 'signee' }])).toEqual({ refus: 'deja_figee' });
    expect(refusDeChangement(draft, [{ ...figee, isRetiree: true }])).toBeNull();
    expect(refusDeChangement(draft, [{ ...figee, genre: 'scan' }])).toBeNull();
  });
});

describe('ce qui a changé', () => {
  test('les mots retirés et ajoutés, à leur place', () => {
    const [a] = contenu.articles;
    if (a === undefined) throw new Error('no article');
    const after = remplacer(contenu, 'a', { ...a, numero: '4', blocs: [{ texte: 'Toute mention : « {mention} ».' }] });
    expect(comparer(contenu, after)).toEqual([
      {
        nom: 'Article 4',
        sort: 'modifie',
        morceaux: [
          { texte: '1', sort: 'retire' },
          { texte: '4', sort: 'ajoute' },
          { texte: '. Titre 1\n\n', sort: 'garde' },
          { texte: 'La', sort: 'retire' },
          { texte: 'Toute', sort: 'ajoute' },
          { texte: ' mention : « {mention} ».', sort: 'garde' },
        ],
      },
    ]);
  });

  test('ajouts, retraits, déplacements et clauses sont nommés', () => {
    const after = {
      ...ajouter(deplacer(retirer(contenu, 'n'), 'b2', 'avant'), 'articles', element('z', '3')),
      clauses: { ...clauses2022, dureeMois: 12 },
    };
    expect(comparer(contenu, after).map(({ nom, sort }) => [nom, sort])).toEqual([
      [expect.stringMatching(/^Article 2, partie 2\.[12]$/), 'deplace'],
      ['Article 3', 'ajoute'],
      ['Annexe 1', 'retire'],
      ['Clauses proposées', 'modifie'],
    ]);
    expect(comparer(contenu, contenu)).toEqual([]);
  });

  test('les deux textes se retrouvent entiers dans leur comparaison, même sans rien en commun (propriété)', () => {
    const mot = fc.constantFrom('un', 'deux', 'trois', ' ', '\n\n', 'élan', '{duree}', ',', '😀');
    const texte = fc.array(mot, { maxLength: 40 }).map((list) => list.join(''));
    fc.assert(
      fc.property(texte, texte, (avant, apres) => {
        const of = (dit: string): ContenuModele => ({ ...contenu, preambule: [{ texte: dit }] });
        const [found] = comparer(of(avant), of(apres));
        if (avant === apres) {
          expect(found).toBeUndefined();
          return;
        }
        const side = (sort: 'retire' | 'ajoute') =>
          found?.morceaux.flatMap((one) => (one.sort === sort || one.sort === 'garde' ? [one.texte] : [])).join('');
        expect([side('retire'), side('ajoute')]).toEqual([avant, apres]);
      }),
    );
  });

  test('deux textes très longs et sans rien en commun se disent tout autres, sans être comparés jusqu’au bout', () => {
    const long = (seed: string, between: string): ContenuModele => ({
      ...contenu,
      preambule: [{ texte: Array.from({ length: 3000 }, (_, rank) => `${seed}${rank}`).join(between) }],
    });
    for (const between of [' ', '\n']) {
      expect(comparer(long('a', between), long('b', between))[0]?.morceaux).toHaveLength(2);
    }
  });
});
