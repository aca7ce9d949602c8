import { sectionConservation } from '../donnees-personnelles/tableau.ts';
import { sectionDossiers } from '../dossiers/tableau.ts';
import { sectionDroits } from '../droits/tableau.ts';
import { sectionEchanges } from '../echanges/tableau.ts';
import { sectionJournal } from '../journal/tableau.ts';
import { sectionDestructions, sectionMandats } from '../mandats/tableau.ts';
import { sectionViolations } from '../violations/tableau.ts';
import type { Section } from './section.ts';

/** The board of the DPO, in its order: what has a delay first. A feature adds its own here. */
export const SECTIONS: readonly Section[] = [
  sectionViolations,
  sectionDroits,
  sectionDossiers,
  sectionDestructions,
  sectionEchanges,
  sectionMandats,
  sectionConservation,
  sectionJournal,
];
