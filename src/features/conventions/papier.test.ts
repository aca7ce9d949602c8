import { describe, expect, test } from 'vitest';
import type { Territoire } from '../../domain/territoire.ts';
import { modele2022 } from './modele-2022.ts';
import { papier } from './papier.ts';
import { jour, signature } from './rules/exemples.ts';
import { clauses2022, type Evenement } from './rules.ts';
import type { ConventionComplete } from './store.ts';

const territoire: Territoire = {
  id: '66',
  nom: 'des Essais',
  nomComplet: 'Département des Essais',
  codeDepartement: '66',
  hote: null,
  theme: 'escale',
  couleur: '#8a1538',
  adresse: '1 rue Fictive, 66000 Ville',
  representantNom: 'Anne Fictive',
  representantFonction: 'Présidente',
  telephone: null,
  courriel: null,
  mention: 'Mention exacte',
  ville: 'Ville',
  tribunal: 'tribunal administratif de Ville, 6 rue du Droit',
  strategieAdopteeLe: null,
  logo: null,
  dureesConservation: {},
};

function convention(evenements: readonly Evenement[]): ConventionComplete {
  return {
    id: 'c',
    reference: 'CNV-1',
    structureId: 's',
    modele: 'convention-2022',
    modeleLibelle: 'modèle 2022-1',
    clauses: clauses2022,
    evenements,
    enregistrements: [],
    beneficiaireTransmet: true,
    pointAccueil: null,
    note: null,
    createdAt: Temporal.Instant.from('2022-10-01T08:00:00Z'),
    structure: {
      id: 's',
      nom: 'Mairie fictive',
      nature: 'commune',
      siret: '99999999900009',
      adresse: '1 place de la Mairie',
      codePostal: '66400',
      commune: 'Céret',
      representantNom: 'Jeanne Fictive',
      representantFonction: 'Maire',
    },
  };
}

const papierAu = (date: string, evenements: readonly Evenement[], of: Partial<Territoire> = {}) =>
  papier(convention(evenements), {
    modele: modele2022,
    territoire: { ...territoire, ...of },
    effectif: '',
    today: jour(date),
  });

const changement: Evenement = {
  type: 'representant',
  id: 'r1',
  partie: 'beneficiaire',
  date: jour('2022-09-15'),
  nom: 'Sacha Nouveau',
  qualite: 'Maire par intérim',
};

describe('ce que dit le papier d’une convention', () => {
  test('art. 8.1 : chaque partie élit domicile à son siège, et le tribunal compétent est nommé', () => {
    const { departement, beneficiaire, parametres } = papierAu('2022-10-10', []);
    expect(departement.adresse).toBe('1 rue Fictive, 66000 Ville');
    expect(beneficiaire.adresse).toBe('1 place de la Mairie, 66400 Céret');
    expect(parametres.tribunal).toBe('tribunal administratif de Ville, 6 rue du Droit');
  });

  test('art. 8.1 : un tribunal qui n’est pas réglé se lit « à renseigner », jamais rien', () => {
    expect(papierAu('2022-10-10', [], { tribunal: null }).parametres.tribunal).toContain('à renseigner');
  });

  test('préambule : avant de signer, une partie est représentée par qui l’est ce jour-là', () => {
    const nom = (date: string, evenements: readonly Evenement[]) =>
      papierAu(date, evenements).beneficiaire.representant;
    expect(nom('2022-09-14', [changement])).toBe('Jeanne Fictive, Maire');
    expect(nom('2022-09-15', [changement])).toBe('Sacha Nouveau, Maire par intérim');
  });

  test('préambule : signé, le papier garde le nom de qui a signé', () => {
    const signed = [signature('beneficiaire', '2022-09-01'), changement];
    expect(papierAu('2022-10-10', signed).beneficiaire.representant).toBe('Camille Exemple, Présidente');
  });

  test('art. 1.2 : le papier dit la fréquence signée, l’avenant est un papier à part (art. 8.2)', () => {
    expect(papierAu('2022-10-10', []).parametres.frequence).toBe('une demi-journée par semaine');
  });
});
