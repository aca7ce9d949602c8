import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { termesDe } from './dossier/termes.ts';
import { direValeur, libelleColonne } from './dossier/valeurs.ts';
import { composerReponse } from './reponse.ts';
import { DECISIONS, type Decision, DROITS_EXERCES, type Droit, motifsDe, refuseQuelqueChose } from './rules.ts';
import type { DemandeDroit } from './store.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);

function demande(more: Partial<DemandeDroit> & { readonly decision: Decision }): DemandeDroit & { decision: Decision } {
  return {
    id: '00000000-0000-7000-8000-000000000000',
    reference: 'DR-2222-3333',
    droit: 'acces',
    demandeur: 'contact',
    nom: 'Violette Arbousier',
    courriel: 'v@exemple.fr',
    telephone: null,
    adresse: null,
    message: null,
    origine: 'formulaire',
    recueLe: jour('2026-03-10'),
    prolongeeLe: null,
    prolongationMotif: null,
    prolongationPrecision: null,
    rappelAvantLe: null,
    rappelRetardLe: null,
    decideeLe: jour('2026-03-12'),
    motif: null,
    precision: null,
    repondueLe: null,
    canal: null,
    identite: true,
    ...more,
  };
}

describe('La réponse', () => {
  test('dit ce qui est demandé, accordé, et ce qu’il est advenu de chaque donnée, une fois', () => {
    const lignes = [
      { nom: 'Courriels envoyés', fait: 'effacee', raison: null },
      { nom: 'Courriels envoyés', fait: 'effacee', raison: null },
      { nom: 'Comptes', fait: 'gardee', raison: 'Le compte est ouvert.' },
      { nom: 'Agents', fait: null, raison: null },
    ] as const;
    const { paragraphes, listes } = composerReponse(
      demande({ droit: 'effacement', decision: 'partielle', motif: 'necessaire', precision: 'Un mot.\nUn autre.' }),
      lignes,
      [],
    );
    expect(paragraphes[0]).toContain('le 10 mars 2026 : « Faire effacer ce qui me concerne » (effacement, article 17');
    expect(paragraphes.join(' ')).toContain('article 17.1)');
    expect(paragraphes.slice(-2)).toEqual(['Un mot.', 'Un autre.']);
    expect(listes).toEqual([
      { titre: 'Ce qui est effacé', lignes: ['Courriels envoyés (2)'] },
      { titre: 'Ce qui est gardé, et pourquoi', lignes: ['Comptes : Le compte est ouvert.'] },
    ]);
  });

  test('tout refus cite son article, quel que soit le droit', () => {
    for (const droit of Object.keys(DROITS_EXERCES) as Droit[]) {
      for (const decision of Object.keys(DECISIONS) as Decision[]) {
        for (const motif of refuseQuelqueChose(decision) ? motifsDe(droit) : [null]) {
          const { paragraphes } = composerReponse(demande({ droit, decision, motif }), [], []);
          expect(paragraphes.length).toBeGreaterThan(1);
          expect(paragraphes.every((one) => /[.)]$/.test(one))).toBe(true);
          if (motif !== null) expect(paragraphes.at(-1)).toMatch(/article \d+/);
        }
      }
    }
  });
});

describe('Les mandats, dans la réponse', () => {
  const remise = {
    id: 'r',
    droitDemandeId: 'd',
    agentId: 'a',
    agent: 'Maëlle Tramontane',
    demandeeAt: Temporal.Instant.from('2026-03-11T08:00:00Z'),
    fichierAt: Temporal.Instant.from('2026-03-12T08:00:00Z'),
    mandats: 2,
    issue: 'remis',
    closeLe: Temporal.PlainDate.from('2026-03-12'),
    canal: 'guichet',
  } as const;
  const dite = (remises: Parameters<typeof composerReponse>[2], droit: Droit = 'acces') =>
    composerReponse(demande({ droit, decision: 'satisfaite' }), [], remises).paragraphes.join(' ');

  test('ce qu’un agent a remis est dit, avec le jour et combien de mandats', () => {
    expect(dite([remise])).toContain('ce que disent 2 de vos mandats vous a été remis à part par Maëlle Tramontane');
    expect(dite([remise])).toContain('le 12 mars 2026');
    expect(dite([{ ...remise, mandats: 1 }])).toContain('ce que dit votre mandat');
  });

  test('tant que rien n’est remis, la réponse dit qui peut le faire ; et rien pour un autre droit', () => {
    const waiting = { ...remise, issue: null, closeLe: null, canal: null };
    const none = { ...remise, issue: 'aucun', canal: null, mandats: null, fichierAt: null } as const;
    for (const remises of [[], [waiting], [none]]) expect(dite(remises)).toContain('scellé');
    expect(dite([remise], 'effacement')).not.toContain('mandat');
  });
});

describe('Le dossier', () => {
  test.each([
    [null, 'non renseigné'],
    ['', 'non renseigné'],
    [[], 'non renseigné'],
    [true, 'oui'],
    ['2026-03-10', '10 mars 2026'],
    ['2026-03-10T11:30:00.123456+00:00', '10 mars 2026 à 12\u00a0h\u00a030'],
    ['2026-13-45 n’est pas un jour', '2026-13-45 n’est pas un jour'],
    [['mardi-matin', 'jeudi'], 'mardi-matin, jeudi'],
    [{ nom: 'Zoé', note: null }, 'Nom : Zoé'],
    [{ octets: 12 }, 'fichier ou empreinte de 12 octets'],
  ])('%j se lit « %s »', (value, said) => {
    expect(direValeur(value)).toBe(said);
  });

  test('tout se lit, quoi que la base contienne', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof direValeur(value) === 'string'));
    const presque = [/^\d{4}-\d{2}-\d{2}$/, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+\d{2}:\d{2}$/];
    for (const almost of presque) {
      fc.assert(fc.property(fc.stringMatching(almost), (text) => direValeur(text) !== ''));
    }
  });

  test('une colonne se lit en français', () => {
    expect(libelleColonne('contact_telephone')).toBe('Contact téléphone');
    expect(libelleColonne('seen_at')).toBe('Dernière visite');
  });

  test('un nom se cherche sans accent, un numéro sans indicatif', () => {
    expect(termesDe({ nom: 'Éléonore  D’Ys', courriel: 'A.B@exemple.fr', telephone: '+33 4 00 00 00 01' })).toEqual({
      mots: ['eleonore', 'd', 'ys'],
      courriel: 'a b exemple fr',
      telephone: '400000001',
    });
  });
});
