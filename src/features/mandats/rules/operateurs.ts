import type { Nomenclature } from '../../../domain/nomenclatures.ts';

/** With whom démarches are most often done. The mandat bears the name, not the code; any other is written in full. */
export const OPERATEURS = {
  caf: 'Caisse d’allocations familiales (CAF)',
  cpam: 'Assurance maladie (CPAM)',
  msa: 'Mutualité sociale agricole (MSA)',
  carsat: 'Assurance retraite (CARSAT)',
  agirc_arrco: 'Retraite complémentaire Agirc-Arrco',
  france_travail: 'France Travail',
  impots: 'Direction générale des finances publiques (impôts)',
  france_titres: 'France Titres (carte d’identité, passeport, permis, carte grise)',
  prefecture: 'Préfecture',
  departement: 'Département (RSA, APA, aide sociale)',
  mdph: 'Maison départementale des personnes handicapées (MDPH)',
  urssaf: 'Urssaf',
  crous: 'Crous',
} as const satisfies Nomenclature;
export type Operateur = keyof typeof OPERATEURS;

/** The choice that opens a name to write. */
export const AUTRE_OPERATEUR = 'autre';
