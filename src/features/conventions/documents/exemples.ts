/** A plainly fictional convention and those who sign it, for the tests of the papers. */
import type { Territoire } from '../../../domain/territoire.ts';
import { conventionDu, jour } from '../rules/exemples.ts';
import { type Clauses, clauses2022, type Evenement } from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import type { Contexte } from './contexte.ts';

export const territoire: Territoire = {
  id: '66',
  nom: 'Essais',
  nomComplet: 'Département des Essais',
  codeDepartement: '66',
  hote: null,
  theme: 'grenat',
  couleur: '#8a1538',
  adresse: '24 quai des Essais, 66906 Perpignan',
  representantNom: 'Madame Camille Exemple',
  representantFonction: 'Présidente du Département',
  telephone: '04 00 00 00 12',
  courriel: 'inclusion@exemple.fr',
  mention: 'Opération menée par le Département des Essais',
  ville: 'Perpignan',
  tribunal: 'tribunal administratif de Montpellier, 6 rue Pitot, 34063 Montpellier',
  strategieAdopteeLe: null,
  logo: null,
  dureesConservation: {},
};

export const contexte = (changes: Partial<Contexte> = {}): Contexte => ({
  territoire,
  today: jour('2023-01-15'),
  logos: { departement: null, beneficiaire: null },
  ...changes,
});

/** A convention of the 2022 model, in effect from `effet`, with a structure and no record of who typed what. */
export function exemple(
  effet: string,
  evenements: readonly Evenement[] = [],
  clauses: Clauses = clauses2022,
): ConventionComplete {
  return {
    ...conventionDu(effet, evenements, clauses),
    id: '00000000-0000-7000-8000-000000000001',
    reference: 'CNV-2022-001',
    structureId: '00000000-0000-7000-8000-000000000002',
    beneficiaireTransmet: true,
    modele: 'convention-2022',
    modeleLibelle: 'modèle 2022-1',
    pointAccueil: null,
    note: null,
    createdAt: Temporal.Instant.from('2022-09-20T08:00:00Z'),
    structure: {
      id: '00000000-0000-7000-8000-000000000002',
      nom: 'Communauté de communes des Essais',
      nature: 'epci',
      siret: '99999999900009',
      adresse: '3 impasse Fictive',
      codePostal: '66700',
      commune: 'Argelès-sur-Mer',
      representantNom: 'Monsieur Dominique Fictif',
      representantFonction: 'Président de la Communauté de communes',
    },
    enregistrements: [],
  };
}

/** What people type to break a page: Typst code, a direction override, an emoji, and 300 characters. */
export const HOSTILE = "#panic() $x$ \\ *gras* <script>alert(1)</script> \u202E\u0000 你好 l’été d'ici ".padEnd(
  300,
  'A',
);
