import type { Rq } from '../../platform/http/route.ts';
import { allAgents } from '../equipe/store.ts';
import type { DonneesConvention } from './document.ts';
import { modeleDe } from './modeles/contenu.ts';
import { versionDeConvention } from './modeles/store.ts';
import { effectif, papier } from './papier.ts';
import type { ConventionComplete } from './store.ts';

/** What the paper of a convention says today: the version of the model that it bears, and the workforce of the day. */
export async function papierDe(
  { db, territoire, today }: Pick<Rq, 'db' | 'territoire' | 'today'>,
  convention: ConventionComplete,
): Promise<DonneesConvention> {
  const { contenu, libelle } = await versionDeConvention(db, territoire.id, convention.modele);
  const agents = await allAgents(db, territoire.id);
  const modele = modeleDe(contenu, libelle);
  return papier(convention, { modele, territoire, today, effectif: effectif(agents, today) });
}
