import type { Db } from '../../platform/db.ts';
import { ATTENTE_JOURS, estEnRetard } from './rules.ts';
import { tousLesServices } from './store.ts';

/** Reports that wait: for the équipe to tell the operator, and for an operator who is late. */
export type ServicesEnAttente = { readonly aTransmettre: number; readonly enRetard: number };

export async function servicesEnAttente(
  db: Db,
  territoireId: string,
  today: Temporal.PlainDate,
): Promise<ServicesEnAttente> {
  const all = await tousLesServices(db, territoireId);
  return {
    aTransmettre: all.filter(({ suivi }) => suivi === 'ouvert').length,
    enRetard: all.filter(({ suites }) => estEnRetard(suites, today)).length,
  };
}

const dire = (count: number, un: string, plusieurs: string) => `${count} ${count > 1 ? plusieurs : un}`;

/** Said where the équipe arrives, while something waits; nothing otherwise. */
export function ServicesARelancer({ aTransmettre, enRetard }: ServicesEnAttente) {
  if (aTransmettre === 0 && enRetard === 0) return null;
  return (
    <ul class="e-links">
      {enRetard > 0 && (
        <li>
          <a href="/services-bloques?suivi=transmis&tri=constat&sens=croissant">
            {dire(enRetard, 'service qui bloque, transmis', 'services qui bloquent, transmis')} depuis plus de{' '}
            {ATTENTE_JOURS} jours sans réponse
          </a>
        </li>
      )}
      {aTransmettre > 0 && (
        <li>
          <a href="/services-bloques?suivi=ouvert">
            {dire(aTransmettre, 'service qui bloque', 'services qui bloquent')} à transmettre à l’opérateur
          </a>
        </li>
      )}
    </ul>
  );
}
