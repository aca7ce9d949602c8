import { estCle } from '../../domain/nomenclatures.ts';
import { file, page, type Reply, redirect } from '../../platform/http/reply.ts';
import { get, type Route, type Rq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { allAgents } from '../equipe/store.ts';
import { lieuxDe } from '../structures/store.ts';
import { avenantRoutes } from './avenants/routes.tsx';
import { renderConvention } from './document.ts';
import { documentsRoutes } from './documents/routes.tsx';
import { jourRoutes, pathDuJour } from './jour/routes.tsx';
import { lecteurs } from './lecteurs.ts';
import { effectif, papier } from './papier.ts';
import { saisieRoutes } from './routes-saisie.tsx';
import { STATUTS_CONVENTION } from './rules.ts';
import { allConventions, type ConventionComplete, loadConvention } from './store.ts';
import { type ConventionListe, colonnesConventions, ListePage, toListe } from './views.tsx';
import { ConventionPage } from './views-convention.tsx';

const equipe = { equipe: true } as const;
const load = (rq: Rq) => loadConvention(rq.db, rq.territoire.id, rq.params['convention'] ?? '');

async function listed(rq: Rq) {
  const asked = rq.query.get('etat') ?? '';
  const etat = estCle(STATUTS_CONVENTION, asked) ? asked : ('' as const);
  const query = tableQuery(rq.query, {
    sortable: colonnesConventions.filter(({ sortable }) => sortable).map(({ key }) => key),
    defaultSort: 'reference',
    defaultDirection: 'desc',
  });
  const all = (await allConventions(rq.db, rq.territoire.id)).map((convention) => toListe(convention, rq.today));
  const kept = etat === '' ? all : all.filter(({ statut }) => statut === etat);
  return { etat, ...tablePage<ConventionListe>(kept, colonnesConventions, query) };
}

async function showConvention(rq: Rq, convention: ConventionComplete): Promise<Reply> {
  const asked = rq.query.get('au');
  if (asked !== null) return redirect(pathDuJour(convention.id, asked));
  const isEquipe = rq.compte?.role === 'equipe';
  return page({
    title: `Convention ${convention.reference}`,
    breadcrumbs: isEquipe
      ? [{ href: '/conventions', label: 'Conventions' }]
      : [{ href: '/ma-structure', label: 'Ma structure' }],
    body: (
      <ConventionPage
        convention={convention}
        lieux={await lieuxDe(rq.db, rq.territoire.id, convention.structureId)}
        territoire={rq.territoire}
        today={rq.today}
        isEquipe={isEquipe}
      />
    ),
  });
}

export const conventionsRoutes: readonly Route[] = [
  get('/conventions', {
    access: equipe,
    handle: async (rq) => {
      const { etat, rows, total, query } = await listed(rq);
      return page({ title: 'Conventions', body: <ListePage listed={{ rows, total, query }} etat={etat} /> });
    },
  }),

  get('/conventions.csv', {
    access: equipe,
    handle: async (rq) => {
      const { found } = await listed(rq);
      const name = `conventions-${rq.today.toString()}.csv`;
      return file({ bytes: toCsv(colonnesConventions, found), type: 'text/csv; charset=utf-8', name });
    },
  }),

  ...saisieRoutes,
  ...documentsRoutes,
  ...avenantRoutes,
  ...jourRoutes,

  get('/conventions/:convention', { access: lecteurs, load, handle: showConvention }),

  get('/conventions/:convention/convention.pdf', {
    access: lecteurs,
    load,
    handle: async (rq, convention) => {
      const agents = await allAgents(rq.db, rq.territoire.id);
      const context = { territoire: rq.territoire, today: rq.today, effectif: effectif(agents, rq.today) };
      const bytes = await renderConvention(papier(convention, context));
      const name = `convention-${convention.reference.replace(/[^A-Za-z0-9-]+/g, '-')}.pdf`;
      return file({ bytes, type: 'application/pdf', name, inline: true });
    },
  }),
];
