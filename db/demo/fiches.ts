import type { NatureStructure } from '../../src/domain/nomenclatures.ts';
import type { Critere } from '../../src/features/lieux/rules.ts';

/** How the convention of a structure stands on the day of the demo. */
type Situation =
  | 'en_vigueur'
  | 'finit_bientot'
  | 'opposition'
  | 'mise_en_demeure'
  | 'brouillon'
  | 'attente_signature'
  | 'passee'
  | 'aucune';

export interface LieuDemo {
  readonly slug: string;
  readonly nom: string;
  /** INSEE code; that of the structure when absent. */
  readonly insee?: string;
  readonly adresse: string;
  readonly acces: string;
  /** A criterion found wanting, or never looked at. */
  readonly manque?: Critere;
}

export interface StructureDemo {
  readonly slug: string;
  readonly nom: string;
  readonly nature: NatureStructure;
  readonly insee: string;
  readonly adresse: string;
  readonly fonction: string;
  readonly situation: Situation;
  /** How many days before today the convention took effect. */
  readonly effetIlYA: number;
  readonly lieux: readonly LieuDemo[];
}
