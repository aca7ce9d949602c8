import { PHRASES_DATE, parseDate } from '../../domain/date.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import { file, type PageContent, page, type Reply, refusal } from '../../platform/http/reply.ts';
import { type Access, get, type Route, type Rq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { allAgents } from '../equipe/store.ts';
import { lieuxDe } from '../structures/store.ts';
import { renderConvention } from './document.ts';
import { filtresRoutes } from './filtres/routes.tsx';
import { listeRoutes } from './liste/routes.tsx';
import { effectif, papier } from './papier.ts';
import { saisieRoutes } from './routes-saisie.tsx';
import { type ConventionComplete, loadConvention } from './store.ts';
import { ConventionPage } from './views-convention.tsx';

/** The équipe technique reads every convention; a référent, those of his structure. */
const lecteurs: Access<ConventionComplete> = {
  equipe: true,
  referent: (compte, convention) => convention.structureId === compte.structureId,
};

const load = (rq: Rq) => loadConvention(rq.db, rq.territoire.id, rq.params['convention'] ?? '');

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
  ...listeRoutes,
  ...filtresRoutes,
  ...saisieRoutes,

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
