import { PHRASES_DATE, parseDate } from '../../domain/date.ts';
import { estCle } from '../../domain/nomenclatures.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import { file, type PageContent, page, type Reply, refusal } from '../../platform/http/reply.ts';
import { type Access, get, type Route, type Rq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { allAgents } from '../equipe/store.ts';
import { lieuxDe } from '../structures/store.ts';
import { renderConvention } from './document.ts';
import { modeleDe } from './modeles/contenu.ts';
import { modelesRoutes } from './modeles/routes.tsx';
import { versionDeConvention } from './modeles/store.ts';
import { effectif, papier } from './papier.ts';
import { saisieRoutes } from './routes-saisie.tsx';
import { STATUTS_CONVENTION } from './rules.ts';
import { allConventions, type ConventionComplete, loadConvention } from './store.ts';
import { type ConventionListe, colonnesConventions, ListePage, toListe } from './views.tsx';
import { ConventionPage } from './views-convention.tsx';

const equipe = { equipe: true } as const;
/** The équipe technique reads every convention; a référent, those of his structure. */
const lecteurs: Access<ConventionComplete> = {
  equipe: true,
  referent: (compte, convention) => convention.structureId === compte.structureId,
};

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
  const typed = (rq.query.get('au') ?? '').replaceAll('\0', '').slice(0, 100);
  const read = typed === '' ? null : parseDate(typed);
  const isWrong = estRefus(read);
  const auState: FormState = isWrong
    ? { values: { au: typed }, errors: [{ field: 'au', message: phrase(PHRASES_DATE, read) }] }
    : blankForm({ au: String(read ?? rq.today) });
  const isEquipe = rq.compte?.role === 'equipe';
  const content: PageContent = {
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
        au={isWrong ? null : read}
        auState={auState}
        isEquipe={isEquipe}
      />
    ),
  };
  return isWrong ? refusal(content) : page(content);
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
  ...modelesRoutes,

  get('/conventions/:convention', { access: lecteurs, load, handle: showConvention }),

  get('/conventions/:convention/convention.pdf', {
    access: lecteurs,
    load,
    handle: async (rq, convention) => {
      const agents = await allAgents(rq.db, rq.territoire.id);
      const { contenu, libelle } = await versionDeConvention(rq.db, rq.territoire.id, convention.modele);
      const context = {
        modele: modeleDe(contenu, libelle),
        territoire: rq.territoire,
        today: rq.today,
        effectif: effectif(agents, rq.today),
      };
      const bytes = await renderConvention(papier(convention, context));
      const name = `convention-${convention.reference.replace(/[^A-Za-z0-9-]+/g, '-')}.pdf`;
      return file({ bytes, type: 'application/pdf', name, inline: true });
    },
  }),
];
