import type { Insertable } from 'kysely';
import { toNomRecherche } from '../../src/domain/commune.ts';
import type { DB } from '../types.ts';
import type { CommuneDemo } from './communes.ts';
import { representant } from './conventions.ts';
import { demo, demoId, ids66 } from './ids.ts';
import { personne, telephoneFictif } from './personnes.ts';
import { siretFictif } from './siret.ts';
import { STRUCTURES } from './structures.ts';

/** The register of structures. Their SIRET are invented, those of real bodies too. */
export function structureRows(
  communes: ReadonlyMap<string, CommuneDemo>,
  createdAt: Temporal.Instant,
): Insertable<DB['structure']>[] {
  return STRUCTURES.map((structure, rank) => {
    const { nom, fonction } = representant(structure);
    return {
      territoireId: demo.territoire,
      id: ids66.structure(structure.slug),
      nom: structure.nom,
      nature: structure.nature,
      siret: siretFictif('66', rank + 1),
      adresse: structure.adresse,
      codePostal: communes.get(structure.insee)?.codePostal ?? '',
      codeInsee: structure.insee,
      representantNom: nom,
      representantFonction: fonction,
      telephone: telephoneFictif(100 + rank),
      courriel: `accueil.${structure.slug}@exemple.fr`,
      createdAt,
      updatedAt: createdAt,
    };
  });
}

const FONCTIONS = ['Responsable de l’accueil', 'Secrétaire générale', 'Chargé de mission numérique'] as const;

/** One référent a structure; those with an account bear its name. */
export function referentRows(createdAt: Temporal.Instant): Insertable<DB['referent']>[] {
  const named = new Map([
    ['cc-alberes', 'Hélène Salsepareille'],
    ['fs-prades', 'Marius Ardoisier'],
  ]);
  return STRUCTURES.map(({ slug }, rank) => {
    const fonction = FONCTIONS[rank % FONCTIONS.length] ?? FONCTIONS[0];
    const nom = named.get(slug) ?? personne(`referent ${slug}`, fonction).replace(/^(Madame|Monsieur) /, '');
    return {
      territoireId: demo.territoire,
      id: demoId(demo.territoire, 'referent', slug),
      structureId: ids66.structure(slug),
      nom,
      fonction,
      courriel: `${toNomRecherche(nom).replaceAll(' ', '.')}@exemple.fr`,
      telephone: telephoneFictif(150 + rank),
      createdAt,
    };
  });
}
