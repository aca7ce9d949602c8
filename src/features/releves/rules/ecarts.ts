import { formatDateCourte } from '../../../domain/date.ts';
import { type ContenuReleve, canonique, RAISONS } from './contenu.ts';
import { direValeur, lignesSynthese, type Montre, montrer } from './montrer.ts';
import { direLignePart, lignesPart, type PartBeneficiaire } from './part.ts';

/** What was certified, or is about to be: the figures and the part of the Bénéficiaire; null while he has not told it. */
export interface Version {
  readonly contenu: ContenuReleve;
  readonly part: PartBeneficiaire | null;
}

type Dit = ReadonlyMap<string, string>;

function direSeance({ raison, precision, personnes, fin }: Montre['seances'][number]): string {
  const held = raison === null ? 'tenue' : `manquée (${[RAISONS[raison], precision].filter(Boolean).join(', ')})`;
  return `${held}, jusqu’à ${fin}${personnes === null ? '' : `, ${personnes} aidé(s)`}`;
}

/** All that a version tells a reader, each under its name. */
function dire({ contenu, part }: Version, isPublic: boolean): Dit {
  const montre = montrer(contenu, { isPublic });
  const said = new Map<string, string>([['Jours couverts', `${contenu.debut} → ${contenu.fin}`]]);
  for (const { libelle, valeur } of lignesSynthese(montre)) said.set(libelle, direValeur(valeur));
  for (const { titre, unite, lignes } of [...montre.profils, ...montre.themes]) {
    if (lignes === null) said.set(`${titre} (${unite})`, 'non publié');
    for (const { libelle, nombre } of lignes ?? []) {
      if (nombre !== 0) said.set(`${titre} (${unite}), ${libelle}`, direValeur(nombre));
    }
  }
  for (const seance of montre.seances) {
    const jour = formatDateCourte(Temporal.PlainDate.from(seance.jour));
    const named = `Permanence du ${jour} à ${seance.debut}, ${seance.lieu}`;
    // Two at once in one place: the second is named as such.
    said.set(said.has(named) ? `${named} (autre)` : named, direSeance(seance));
  }
  for (const ligne of part === null ? [] : lignesPart(part)) {
    said.set(`Part du Bénéficiaire, ${ligne.libelle}`, direLignePart(ligne));
  }
  return said;
}

/**
 * What changed between two versions of a relevé, a French line each, from → to; empty when nothing did. To a reader outside of the
 * team, what changed among numbers too small to be told is said without them.
 *
 * Source: art. 3.4, « est responsable de la fiabilité des informations transmises ».
 * Example: 12 people, then 14 → « Personnes aidées : 12 → 14 ».
 */
export function ecarts(
  avant: Version,
  apres: Version,
  { isPublic }: { readonly isPublic: boolean },
): readonly string[] {
  const [before, after] = [dire(avant, isPublic), dire(apres, isPublic)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const lines = names.flatMap((name) => {
    const [from, to] = [before.get(name) ?? 'aucun', after.get(name) ?? 'aucun'];
    return from === to ? [] : [`${name} : ${from} → ${to}`];
  });
  if (lines.length > 0 || canonique(avant) === canonique(apres)) return lines;
  return [
    isPublic
      ? 'Des nombres trop petits pour être publiés ont changé.'
      : 'Des détails que ces lignes ne disent pas ont changé.',
  ];
}
