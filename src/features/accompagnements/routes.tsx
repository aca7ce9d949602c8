import { page } from '../../platform/http/reply.ts';
import { get, type Route } from '../../platform/http/route.ts';
import { admisParDerogation } from '../lieux/conformite/store.ts';
import { SUPPRIME } from './autres/adresses.ts';
import { autresRoutes } from './autres/routes.tsx';
import { AGENDA, seanceDe, sien } from './fiche/objets.ts';
import { ficheRoutes } from './fiche/routes.tsx';
import { attendusDeSeance, releveCertifie } from './fiche/store.ts';
import { historiqueRoutes } from './historique/routes.tsx';
import { receptionRoutes } from './reception/routes.ts';
import { SeancePage } from './seance-views.tsx';
import { serieRoutes } from './serie/routes.tsx';
import { accompagnementsDeSeance } from './store.ts';

export const accompagnementsRoutes: readonly Route[] = [
  get('/seances/:seance', {
    access: sien,
    load: seanceDe,
    handle: async (rq, of) =>
      page({
        title: of.endroit,
        breadcrumbs: [AGENDA],
        body: (
          <SeancePage
            seance={of}
            accompagnements={await accompagnementsDeSeance(rq.db, rq.territoire.id, of.id)}
            attendus={await attendusDeSeance(rq.db, rq.territoire.id, of.id)}
            releveId={await releveCertifie(rq.db, rq.territoire.id, of.conventionId, of.jour)}
            supprime={rq.query.get(SUPPRIME)}
            today={rq.today}
            now={rq.now}
            admis={await admisParDerogation(rq.db, rq.territoire.id, rq.today)}
          />
        ),
      }),
  }),

  ...ficheRoutes,
  ...serieRoutes,
  ...historiqueRoutes,
  ...autresRoutes,
  ...receptionRoutes,
];
