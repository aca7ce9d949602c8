import { formatDate, PHRASES_DATE, parseDate } from '../../../domain/date.ts';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { page, type Reply, refusal } from '../../../platform/http/reply.ts';
import { get, type Route, type Rq } from '../../../platform/http/route.ts';
import { lieuxDe } from '../../structures/store.ts';
import { lecteurs } from '../lecteurs.ts';
import { type ConventionComplete, loadConvention } from '../store.ts';
import { AutreJourPage, JourPage } from './views.tsx';

/** The address of a convention on a day, as it was typed. */
export function pathDuJour(conventionId: string, au: string): string {
  return `/conventions/${conventionId}/jour?${new URLSearchParams({ au: au.slice(0, 100) })}`;
}

const load = (rq: Rq) => loadConvention(rq.db, rq.territoire.id, rq.params['convention'] ?? '');

async function show(rq: Rq, convention: ConventionComplete): Promise<Reply> {
  const typed = (rq.query.get('au') ?? '').replaceAll('\0', '').slice(0, 100);
  const read = typed === '' ? rq.today : parseDate(typed);
  const breadcrumbs = [
    rq.compte?.role === 'equipe'
      ? { href: '/conventions', label: 'Conventions' }
      : { href: '/ma-structure', label: 'Ma structure' },
    { href: `/conventions/${convention.id}`, label: convention.reference },
  ];
  if (estRefus(read)) {
    const state = { values: { au: typed }, errors: [{ field: 'au', message: phrase(PHRASES_DATE, read) }] };
    const title = 'La convention un autre jour';
    return refusal({ title, breadcrumbs, body: <AutreJourPage convention={convention} state={state} /> });
  }
  const lieux = await lieuxDe(rq.db, rq.territoire.id, convention.structureId);
  return page({
    title: `Convention ${convention.reference} au ${formatDate(read)}`,
    breadcrumbs,
    body: <JourPage convention={convention} lieux={lieux} territoire={rq.territoire} jour={read} today={rq.today} />,
  });
}

/** « La convention au 12/03/2023 », `?au=2023-03-12`: all that was in force on a day; without it, today. */
export const jourRoutes: readonly Route[] = [
  get('/conventions/:convention/jour', { access: lecteurs, load, handle: show }),
];
