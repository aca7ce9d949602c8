import { type WrittenCell, type WrittenSheet, writeBook } from '../../../platform/spreadsheet/write.ts';
import { formatNombre, type Nombre } from '../../accompagnements/rules.ts';
import {
  direLigne,
  direLignePart,
  direValeur,
  type LigneSynthese,
  lignesPart,
  lignesSynthese,
  type Montre,
  type PartBeneficiaire,
  RAISONS,
  RETENUES,
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

function cellule(ligne: LigneSynthese, montre: Montre): WrittenCell {
  const said = direLigne(ligne, montre);
  return said === direValeur(ligne.valeur) ? cell(ligne.valeur) : said;
}

function feuille(name: string, tableaux: readonly Tableau[]): WrittenSheet {
  return {
    name,
    titles: ['Rubrique', 'Libellé', 'Nombre', 'Unité', 'Version'],
    rows: tableaux.flatMap(({ titre, unite, lignes, retenue, version }): WrittenCell[][] =>
      lignes === null
        ? [[titre, 'ensemble', retenue === null ? 'non publié' : `non publié, ${RETENUES[retenue]}`, unite, version]]
        : lignes.map(({ libelle, nombre }) => [titre, libelle, cell(nombre), unite, version]),
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
        ...lignesSynthese(montre).map((ligne) => [ligne.libelle, cellule(ligne, montre)]),
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
