import { formatDate } from '../../../domain/date.ts';
import { DEMARCHES, type Demarche, OBSTACLES, type Obstacle } from '../../../domain/nomenclatures.ts';
import { nomOperateur } from '../rules.ts';

/** What is told of a blocked service, as its page says it. */
export interface DitDuService {
  readonly operateur: string;
  readonly service: string;
  readonly demarche: Demarche | null;
  readonly obstacle: Obstacle;
  readonly obstacleTexte: string | null;
  readonly constateLe: Temporal.PlainDate;
}

/** The record that reported a service: deleted since, or what it says now; null: it no longer reports any. */
export type Origine = 'supprime' | { readonly dit: DitDuService | null };

const MOTS_DU_SERVICE: readonly (readonly [libelle: string, mot: (dit: DitDuService) => string])[] = [
  ['opérateur', ({ operateur }) => nomOperateur(operateur)],
  ['service', ({ service }) => service],
  ['ce qui bloque', ({ obstacle }) => OBSTACLES[obstacle]],
  ['précision', ({ obstacleTexte }) => obstacleTexte ?? 'aucune'],
  ['démarche', ({ demarche }) => (demarche === null ? 'aucune' : DEMARCHES[demarche])],
  ['constaté le', ({ constateLe }) => formatDate(constateLe)],
];

/**
 * Why a report that is followed does not say what its record says, in a sentence; null: it says the same. What was told to an
 * operator stays as it was told, whatever becomes of the record.
 * Example: told as « panne », corrected since as « langue » → « … dit maintenant : ce qui bloque : La langue. … »
 */
export function direEcart(service: DitDuService, origine: Origine): string | null {
  const reste = 'Ce signalement est déjà suivi : il reste comme il a été fait.';
  if (origine === 'supprime') return `L’accompagnement qui l’a signalé a été supprimé depuis. ${reste}`;
  const { dit } = origine;
  if (dit === null) return `L’accompagnement qui l’a signalé, corrigé depuis, ne signale plus de service. ${reste}`;
  const ecarts = MOTS_DU_SERVICE.flatMap(([libelle, mot]) =>
    mot(dit) === mot(service) ? [] : [`${libelle}, « ${mot(dit)} »`],
  );
  if (ecarts.length === 0) return null;
  return `L’accompagnement qui l’a signalé, corrigé depuis, dit maintenant : ${ecarts.join(' ; ')}. ${reste}`;
}
