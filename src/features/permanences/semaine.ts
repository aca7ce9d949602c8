import { formatDateLongue, formatHeure } from '../../domain/date.ts';
import { type Territoire, urlDe } from '../../domain/territoire.ts';
import { type Database, inTerritoire } from '../../platform/db.ts';
import { comptesDuRole } from '../comptes/store.ts';
import { queueMail, refusDe } from '../courriels/store.ts';
import { type SeancePlanning, seancesDuTerritoire } from './seances/store.ts';

/** What an agent is told of the week: when and where, never whom. */
export function texteDeLaSemaine(props: {
  readonly nom: string;
  readonly seances: readonly Pick<SeancePlanning, 'jour' | 'heureDebut' | 'heureFin' | 'endroit'>[];
  readonly url: string;
}): string {
  return [
    `Bonjour ${props.nom},`,
    '',
    props.seances.length === 1
      ? 'Cette semaine, une permanence :'
      : `Cette semaine, ${props.seances.length} permanences :`,
    '',
    ...props.seances.map(
      ({ jour, heureDebut, heureFin, endroit }, index) =>
        `${index + 1}. ${formatDateLongue(jour)}, de ${formatHeure(heureDebut)} à ${formatHeure(heureFin)} : ${endroit}`,
    ),
    '',
    'Le planning peut encore changer. Il est à jour dans votre agenda :',
    `${props.url}/agenda`,
  ].join('\n');
}

/** Writes to each agent who has séances in the week of `lundi`, and has not refused this message. Once a week, however often it runs. */
export async function annoncerSemaine(
  database: Database,
  territoire: Territoire,
  { url, lundi }: { readonly url: string; readonly lundi: Temporal.PlainDate },
): Promise<void> {
  const { id } = territoire;
  await inTerritoire(database, id, async (db) => {
    const seances = await seancesDuTerritoire(db, id, { du: lundi, au: lundi.add({ days: 6 }) });
    const parAgent = Map.groupBy(
      seances.filter(({ statut }) => statut === 'prevue'),
      ({ agentId }) => agentId,
    );
    for (const { courriel, nom, agentId } of await comptesDuRole(db, id, 'agent')) {
      const own = parAgent.get(agentId ?? '') ?? [];
      if (own.length === 0 || (await refusDe(db, id, courriel)).includes('semaine')) continue;
      const message = {
        genre: 'semaine',
        destinataire: courriel,
        sujet: `Vos permanences de la semaine du ${formatDateLongue(lundi)}`,
        texte: texteDeLaSemaine({ nom, seances: own, url: urlDe(url, territoire) }),
      } as const;
      await queueMail(db, id, message, { unique: `semaine ${lundi} ${courriel} ${agentId}` });
    }
  });
}
