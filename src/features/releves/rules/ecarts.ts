import { formatDateCourte } from '../../../domain/date.ts';
import { type ContenuReleve, canonique, RAISONS } from './contenu.ts';
import { direGardes, direValeur, lignesSynthese, type Montre, montrer } from './montrer.ts';
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

/** All that the last of some versions tells a reader, each under its name. */
function dire(versions: readonly Version[], isPublic: boolean): { readonly said: Dit; readonly montre: Montre } | null {
  const last = versions.at(-1);
  if (last === undefined) return null;
  const { contenu, part } = last;
  const montre = montrer(contenu, { isPublic, avant: versions.slice(0, -1).map((one) => one.contenu) });
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
  return { said, montre };
}

/** The later version without what the earlier one did not count yet: it is no change. */
function commeAvant(avant: Version, apres: Version): Version {
  const { ateliers } = apres.contenu;
  if (avant.contenu.ateliers.nombre === 0 || avant.contenu.ateliers.objectifs !== undefined) return apres;
  const { demarches: _, materiels: __, objectifs: ___, axes: ____, ...kept } = ateliers;
  return { ...apres, contenu: { ...apres.contenu, ateliers: kept } };
}

/**
 * What changed in the last of some versions since the one before, a French line each, from → to; empty when nothing did. To a reader
 * outside of the team, it is what was published of both that is compared; what else changed is said without numbers.
 *
 * Source: art. 3.4, « est responsable de la fiabilité des informations transmises ».
 * Example: 12 people, then 14 → « Personnes aidées : 12 → 14 ».
 */
export function ecarts(versions: readonly Version[], { isPublic }: { readonly isPublic: boolean }): readonly string[] {
  const [avant, last] = versions.slice(-2);
  if (avant === undefined || last === undefined) return [];
  const apres = commeAvant(avant, last);
  const [before, after] = [dire(versions.slice(0, -1), isPublic), dire([...versions.slice(0, -1), apres], isPublic)];
  if (before === null || after === null || canonique(avant) === canonique(apres)) return [];
  const names = [...new Set([...before.said.keys(), ...after.said.keys()])];
  const changes = names.flatMap((name) => {
    const [from, to] = [before.said.get(name) ?? 'aucun', after.said.get(name) ?? 'aucun'];
    return from === to ? [] : [`${name} : ${from} → ${to}`];
  });
  const lines = [...changes, ...direGardes([...after.montre.profils, ...after.montre.themes], after.montre)];
  if (lines.length > 0) return lines;
  return [
    isPublic
      ? 'Des nombres trop petits pour être publiés ont changé.'
      : 'Des détails que ces lignes ne disent pas ont changé.',
  ];
}
