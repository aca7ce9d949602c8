import { file, page, type Reply, redirect } from '../../platform/http/reply.ts';
import { get, type Route, type Rq } from '../../platform/http/route.ts';
import { admisParDerogation } from '../lieux/conformite/store.ts';
import { ecartsFrequence } from '../permanences/frequence/ecarts.ts';
import { lieuxDe } from '../structures/store.ts';
import { avenantRoutes } from './avenants/routes.tsx';
import { renderConvention } from './document.ts';
import { documentsRoutes } from './documents/routes.tsx';
import { filtresRoutes } from './filtres/routes.tsx';
import { jourRoutes, pathDuJour } from './jour/routes.tsx';
import { lecteurs } from './lecteurs.ts';
import { listeRoutes } from './liste/routes.tsx';
import { manquementsRoutes } from './manquements/routes.tsx';
import { manquementsDe } from './manquements/store.ts';
import { modelesRoutes } from './modeles/routes.tsx';
import { papierDe } from './papier-de.ts';
import { piecesDe } from './pieces/store.ts';
import { saisieRoutes } from './routes-saisie.tsx';
import { enVigueurLe } from './rules.ts';
import { type ConventionComplete, loadConvention } from './store.ts';
import { ConventionPage } from './views-convention.tsx';

const load = (rq: Rq) => loadConvention(rq.db, rq.territoire.id, rq.params['convention'] ?? '');

async function showConvention(rq: Rq, convention: ConventionComplete): Promise<Reply> {
  const asked = rq.query.get('au');
  if (asked !== null) return redirect(pathDuJour(convention.id, asked));
  const isEquipe = rq.compte?.role === 'equipe';
  const { structureId } = convention;
  const ecarts = enVigueurLe(convention, rq.today)
    ? await ecartsFrequence(rq.db, rq.territoire.id, rq.today, structureId)
    : null;
  return page({
    title: `Convention ${convention.reference}`,
    breadcrumbs: isEquipe
      ? [{ href: '/conventions', label: 'Conventions' }]
      : [{ href: '/ma-structure', label: 'Ma structure' }],
    body: (
      <ConventionPage
        convention={convention}
        pieces={await piecesDe(rq.db, rq.territoire.id, convention.id)}
        lieux={await lieuxDe(rq.db, rq.territoire.id, convention.structureId)}
        territoire={rq.territoire}
        today={rq.today}
        isEquipe={isEquipe}
        admis={await admisParDerogation(rq.db, rq.territoire.id, rq.today)}
        ecart={ecarts?.get(structureId)}
        manquements={isEquipe ? await manquementsDe(rq.db, rq.territoire.id, convention.id) : []}
      />
    ),
  });
}

export const conventionsRoutes: readonly Route[] = [
  ...listeRoutes,
  ...filtresRoutes,
  ...saisieRoutes,
  ...documentsRoutes,
  ...avenantRoutes,
  ...jourRoutes,
  ...manquementsRoutes,
  ...modelesRoutes,

  get('/conventions/:convention', { access: lecteurs, load, handle: showConvention }),

  get('/conventions/:convention/convention.pdf', {
    access: lecteurs,
    load,
    handle: async (rq, convention) => {
      const bytes = await renderConvention(await papierDe(rq, convention));
      const name = `convention-${convention.reference.replace(/[^A-Za-z0-9-]+/g, '-')}.pdf`;
      return file({ bytes, type: 'application/pdf', name, inline: true });
    },
  }),
];
