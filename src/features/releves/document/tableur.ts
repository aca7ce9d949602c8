import { type WrittenCell, type WrittenSheet, writeBook } from '../../../platform/spreadsheet/write.ts';
import { formatNombre, type Nombre } from '../../accompagnements/rules.ts';
import {
  direLignePart,
  lignesPart,
  lignesSynthese,
  type Montre,
  type PartBeneficiaire,
  RAISONS,
  type Tableau,
} from '../rules.ts';

export type DonneesTableur = {
  readonly titre: readonly (readonly [string, string])[];
  readonly montre: Montre;
  readonly part: PartBeneficiaire | null;
};

/** A number as a number, a hidden one in words. */
function cell(valeur: Nombre | string): WrittenCell {
  return typeof valeur === 'number' ? valeur : valeur === '<5' || valeur === 'masque' ? formatNombre(valeur) : valeur;
}

function feuille(name: string, tableaux: readonly Tableau[]): WrittenSheet {
  return {
    name,
    titles: ['Rubrique', 'Libellé', 'Nombre', 'Unité'],
    rows: tableaux.flatMap(({ titre, unite, lignes }): WrittenCell[][] =>
      lignes === null
        ? [[titre, 'ensemble', 'non publié', unite]]
        : lignes.map(({ libelle, nombre }) => [titre, libelle, cell(nombre), unite]),
    ),
  };
}

/** The sheets of a relevé: synthesis, profiles, themes, séances. */
export function feuillesDuReleve({ titre, montre, part }: DonneesTableur): WrittenSheet[] {
  const parts = part === null ? [] : lignesPart(part);
  return [
    {
      name: 'Synthèse',
      titles: ['Libellé', 'Valeur'],
      rows: [
        ...titre,
        ...lignesSynthese(montre).map(({ libelle, valeur }) => [libelle, cell(valeur)]),
        ...parts.map((ligne) => [
          `Part du Bénéficiaire : ${ligne.libelle}`,
          ligne.texte === null && ligne.nombre !== null ? ligne.nombre : direLignePart(ligne),
        ]),
      ],
    },
    feuille('Profils', montre.profils),
    feuille('Thèmes', montre.themes),
    {
      name: 'Séances',
      titles: [
        'Jour',
        'Début',
        'Fin',
        'Lieu',
        'Tenue',
        'Raison',
        'Précision',
        ...(montre.isPublic ? [] : ['Personnes aidées']),
      ],
      rows: montre.seances.map(({ jour, debut, fin, lieu, raison, precision, personnes }) => [
        Temporal.PlainDate.from(jour),
        debut,
        fin,
        lieu,
        raison === null ? 'oui' : 'non',
        raison && RAISONS[raison],
        precision,
        ...(personnes === null ? [] : [personnes]),
      ]),
    },
  ];
}

export function renderTableur(donnees: DonneesTableur): Promise<Uint8Array> {
  return writeBook(feuillesDuReleve(donnees));
}
