import { DEMARCHES, ISSUES, THEMATIQUES, TRANCHES_AGE, TYPES_COORDINATION } from '../../domain/nomenclatures.ts';
import type { Individuel, Saisie } from './rules/saisie.ts';

/** Themes and démarches: a démarche says better than its theme what it was. */
export function sujets({ thematiques, demarches }: Pick<Individuel, 'thematiques' | 'demarches'>): readonly string[] {
  const themes = thematiques.filter((one) => one !== 'AideAuxDemarchesAdministratives' || demarches.length === 0);
  return [...themes.map((one) => THEMATIQUES[one]), ...demarches.map((one) => DEMARCHES[one])];
}

/** What a record is about, in a few words: its themes and démarches, the title of the atelier, the name of what was held. */
export function resume(saisie: Saisie): string {
  if (saisie.typeActivite === 'Individuel') return sujets(saisie).join(', ');
  if (saisie.typeActivite === 'Collectif') {
    return `Atelier : ${saisie.collectif.titre ?? saisie.thematiques.map((theme) => THEMATIQUES[theme]).join(', ')}`;
  }
  return `${TYPES_COORDINATION[saisie.typeActivite]} : ${saisie.coordination.nom}`;
}

/** What else a list says of it: what came of it and the age band, when known; how many people for an atelier. */
export function details(saisie: Saisie): readonly string[] {
  if (saisie.typeActivite === 'Individuel') {
    const { issue, trancheAge } = saisie;
    return [ISSUES[issue], ...(trancheAge === 'NonCommunique' ? [] : [TRANCHES_AGE[trancheAge]])];
  }
  if (saisie.typeActivite === 'Collectif') {
    return [saisie.participants === 1 ? '1 participant' : `${saisie.participants} participants`];
  }
  return [];
}
