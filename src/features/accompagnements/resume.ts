import { ISSUES, THEMATIQUES, TRANCHES_AGE, TYPES_COORDINATION } from '../../domain/nomenclatures.ts';
import type { Saisie } from './rules/saisie.ts';

/** What a record is about, in a few words: its themes, the title of the atelier, the name of what was held. */
export function resume(saisie: Saisie): string {
  if (saisie.typeActivite === 'Individuel') return saisie.thematiques.map((theme) => THEMATIQUES[theme]).join(', ');
  if (saisie.typeActivite === 'Collectif') {
    return `Atelier : ${saisie.collectif.titre ?? saisie.thematiques.map((theme) => THEMATIQUES[theme]).join(', ')}`;
  }
  return `${TYPES_COORDINATION[saisie.typeActivite]} : ${saisie.coordination.nom}`;
}

/** What else a list says of it: what came of it and the age band; how many people for an atelier. */
export function details(saisie: Saisie): readonly string[] {
  if (saisie.typeActivite === 'Individuel') return [ISSUES[saisie.issue], TRANCHES_AGE[saisie.trancheAge]];
  if (saisie.typeActivite === 'Collectif') {
    return [saisie.participants === 1 ? '1 participant' : `${saisie.participants} participants`];
  }
  return [];
}
