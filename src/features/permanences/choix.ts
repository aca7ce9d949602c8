import type { Rq } from '../../platform/http/route.ts';
import { conformites } from '../lieux/conformite/store.ts';
import { derogationEnCours, estAnnoncable } from '../lieux/rules.ts';
import { allLieux } from '../lieux/store.ts';
import { ecartsFrequence } from './frequence/ecarts.ts';
import { sallesOuvertes } from './salles/store.ts';
import { agentsPlanifiables } from './store.ts';

/** What the forms of a permanence propose: open lieux that may be told of, their rooms, agents under contract. */
export async function choixPermanence({ db, territoire: { id }, today }: Pick<Rq, 'db' | 'territoire' | 'today'>) {
  const open = (await allLieux(db, id)).filter((one) => one.fermeLe === null && estAnnoncable(one, today));
  const { de } = await conformites(db, id, today);
  const ecarts = await ecartsFrequence(db, id, today);
  return {
    lieux: open.map((one) => ({
      ...one,
      derogation: derogationEnCours(de(one.id).usages.permanence),
      ecart: ecarts.get(one.structureId ?? ''),
    })),
    salles: await sallesOuvertes(db, id),
    agents: await agentsPlanifiables(db, id, today),
  };
}

/** What a form chose, read under the lock of the planning; with the errors of what is not in its lists. */
export async function lireChoix(
  { db, territoire: { id }, today }: Pick<Rq, 'db' | 'territoire' | 'today'>,
  { lieuId, agentId, salleId }: { readonly lieuId: string; readonly agentId: string; readonly salleId: string | null },
) {
  const lieu = (await allLieux(db, id)).find((one) => one.id === lieuId && one.fermeLe === null);
  const agent = (await agentsPlanifiables(db, id, today)).find((one) => one.id === agentId);
  const salle = (await sallesOuvertes(db, id)).find((one) => one.id === salleId);
  const salleErronee = salleId !== null && (salle === undefined || salle.lieuId !== lieuId);
  const errors = [
    ...(lieu === undefined ? [{ field: 'lieuId', message: 'Choisissez le lieu dans la liste.' }] : []),
    ...(agent === undefined ? [{ field: 'agentId', message: 'Choisissez l’agent dans la liste.' }] : []),
    ...(salleErronee ? [{ field: 'salleId', message: 'Choisissez une salle de ce lieu, ou aucune.' }] : []),
  ];
  return { lieu, agent, errors };
}
