import { formatDate } from '../../../domain/date.ts';
import type { Rq } from '../../../platform/http/route.ts';
import { type SeancePlanning, seancesDuTerritoire } from '../../permanences/seances/store.ts';
import { annoncerSuites } from '../../permanences/suites/avis.ts';
import type { Lieu } from '../store.ts';

type Jour = Temporal.PlainDate;

const structuresDe = (...lieux: readonly Lieu[]): readonly string[] =>
  lieux.flatMap(({ structureId }) => (structureId === null ? [] : [structureId]));

/** Closes what is said to the person who decided. */
const direAvertis = (courriels: number): string =>
  courriels === 0 ? '' : ' Les agents et les référents concernés en sont avertis par courriel.';

/**
 * Tells whoever holds or hosts them that the permanences of a lieu are suspended until a day; never why. Returns a sentence
 * for the person who decided, empty when there was nobody to tell.
 */
export async function annoncerSuspension(
  rq: Rq,
  url: string,
  of: Lieu,
  { ids, au }: { readonly ids: readonly string[]; readonly au: Jour },
): Promise<string> {
  const { db, territoire, today } = rq;
  const cancelled = new Set(ids);
  const courriels = await annoncerSuites(db, territoire, url, {
    quoi: 'annulees',
    structureIds: structuresDe(of),
    nom: of.nom,
    precision: `Elles sont suspendues jusqu’au ${formatDate(au)} inclus.`,
    maintien: 'Les permanences prévues après ce jour sont maintenues.',
    seances: (await seancesDuTerritoire(db, territoire.id, { du: today, au })).filter(({ id }) => cancelled.has(id)),
  });
  return direAvertis(courriels);
}

/** Tells whoever holds or hosts them, on both sides, that permanences move after a day; never why. Returns the same. */
export async function annoncerDeplacement(
  rq: Rq,
  url: string,
  move: { readonly de: Lieu; readonly vers: Lieu; readonly au: Jour; readonly seances: readonly SeancePlanning[] },
): Promise<string> {
  const { de, vers, au, seances } = move;
  const courriels = await annoncerSuites(rq.db, rq.territoire, url, {
    quoi: 'deplacees',
    structureIds: structuresDe(de, vers),
    nom: de.nom,
    precision: `À partir du ${formatDate(au.add({ days: 1 }))}, elles se tiennent à « ${vers.nom} », ${vers.commune}, aux mêmes jours et aux mêmes heures.`,
    maintien: `Jusqu’au ${formatDate(au)} inclus, rien ne change.`,
    seances,
  });
  return direAvertis(courriels);
}
