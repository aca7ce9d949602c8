import { estAvant } from '../../../domain/periode.ts';
import type { Rq } from '../../../platform/http/route.ts';
import type { Option } from '../../../ui/choice.tsx';
import { allAgents } from '../../equipe/store.ts';
import { allLieux, type Lieu } from '../../lieux/store.ts';
import { nomsCommunes } from '../../territoires/commune-saisie.ts';
import type { ChoixDuCadre, GroupeDeLieux } from './cadre.tsx';
import { lieuxDeAgent } from './store.ts';

/** The list of lieux, for an agent who had a séance in some of them: his own first, those closed last. */
export function groupesDeLieux(
  lieux: readonly Lieu[],
  siens: ReadonlySet<string>,
  today: Temporal.PlainDate,
): readonly GroupeDeLieux[] {
  const isClosed = ({ fermeLe }: Lieu) => fermeLe !== null && !estAvant(today, fermeLe);
  const known = lieux.filter(({ refuseeLe }) => refuseeLe === null);
  const open = known.filter((lieu) => !isClosed(lieu));
  const options = (some: readonly Lieu[]): readonly Option[] =>
    some.map(({ id, nom, commune }) => ({ value: id, label: nom.includes(commune) ? nom : `${nom} (${commune})` }));
  return [
    { label: 'Vos lieux', options: options(open.filter(({ id }) => siens.has(id))) },
    { label: 'Les autres lieux', options: options(open.filter(({ id }) => !siens.has(id))) },
    { label: 'Les lieux fermés', options: options(known.filter(isClosed)) },
  ].filter((groupe) => groupe.options.length > 0);
}

/** What the fields of when and where propose to an agent; in a séance, the binôme alone is asked. */
export async function choixDuCadre(
  rq: Rq,
  agentId: string,
  { enSeance, binomeId }: { readonly enSeance: boolean; readonly binomeId: string },
): Promise<ChoixDuCadre> {
  const { id: territoireId, codeDepartement } = rq.territoire;
  const agents = await allAgents(rq.db, territoireId);
  const binomes = agents
    .filter(({ id, contratFin }) => id !== agentId && (id === binomeId || !estAvant(contratFin, rq.today)))
    .map(({ id, prenom, nom }) => ({ value: id, label: `${prenom} ${nom}` }));
  if (enSeance) return { lieux: [], binomes };
  const siens = await lieuxDeAgent(rq.db, territoireId, agentId, rq.today.subtract({ years: 1 }));
  return {
    lieux: groupesDeLieux(await allLieux(rq.db, territoireId), siens, rq.today),
    communes: await nomsCommunes(rq.db, codeDepartement),
    binomes,
  };
}
