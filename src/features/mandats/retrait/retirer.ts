import type { Coffre } from '../../../platform/coffre.ts';
import type { Rq } from '../../../platform/http/route.ts';
import { finir, instantDeFin } from '../fins/finir.ts';
import { type CanalFin, enCours } from '../rules.ts';
import type { DemarcheRangee, Mandat } from '../store.ts';
import { jetonDuRecu } from './jeton.ts';
import { creerLien } from './store.ts';

/**
 * The person withdraws démarches of a mandat, by whichever way: they end, both agents are told, and what remains gets a new link,
 * which the receipt shows. Returns the ids of those that it ended.
 */
export async function retirer(
  rq: Pick<Rq, 'db' | 'territoire' | 'compte' | 'now'>,
  { coffre, url }: { readonly coffre: Coffre; readonly url: string },
  mandat: Mandat,
  { canal, demarches }: { readonly canal: CanalFin; readonly demarches: readonly DemarcheRangee[] },
): Promise<readonly string[]> {
  const ended = await finir(rq, url, mandat, { cause: 'retrait', canal, demarches });
  const { finPrevueAt } = mandat;
  const remains = enCours(mandat, rq.now).some(({ id }) => !ended.includes(id));
  if (ended.length > 0 && remains && finPrevueAt !== null) {
    const jeton = jetonDuRecu(coffre, mandat.id, instantDeFin(rq.now));
    await creerLien(rq.db, rq.territoire.id, mandat.id, { origine: 'recu', expireAt: finPrevueAt, jeton });
  }
  return ended;
}
