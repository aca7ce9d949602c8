import { file, page } from '../../../platform/http/reply.ts';
import { get, type Route, type Rq } from '../../../platform/http/route.ts';
import { toCsv } from '../../../ui/csv.ts';
import { tablePage } from '../../../ui/table-query.ts';
import { filtresDe } from '../filtres/store.ts';
import { portefeuille } from '../store.ts';
import { direRequete, epciDe, readCriteres, readTable, requeteDe } from './criteres.ts';
import { estGardee } from './rules.ts';
import { colonnesConventions, colonnesCsv, ImprimerPage, ListePage, toListe } from './views.tsx';

const equipe = { equipe: true } as const;

async function listed(rq: Rq) {
  const all = await portefeuille(rq.db, rq.territoire.id);
  const criteres = readCriteres(rq.query);
  const kept = all
    .map((convention) => toListe(convention, rq.today))
    .filter((one) => estGardee(one, criteres, rq.today));
  return { criteres, epci: epciDe(all), ...tablePage(kept, colonnesConventions, readTable(rq.query)) };
}

export const listeRoutes: readonly Route[] = [
  get('/conventions', {
    access: equipe,
    handle: async (rq) => {
      const { criteres, epci, rows, total, query } = await listed(rq);
      return page({
        title: 'Conventions',
        body: (
          <ListePage
            listed={{ rows, total, query }}
            criteres={criteres}
            choix={{ epci: [...epci].map(([value, label]) => ({ value, label })) }}
            requete={requeteDe(rq.query)}
            mesFiltres={await filtresDe(rq.db, rq.territoire.id, rq.compte.id)}
          />
        ),
      });
    },
  }),

  get('/conventions.csv', {
    access: equipe,
    handle: async (rq) => {
      const { found } = await listed(rq);
      const name = `conventions-${rq.today.toString()}.csv`;
      return file({ bytes: toCsv(colonnesCsv, found), type: 'text/csv; charset=utf-8', name });
    },
  }),

  get('/conventions/imprimer', {
    access: equipe,
    handle: async (rq) => {
      const { found, epci } = await listed(rq);
      return page({
        title: 'Liste des conventions',
        breadcrumbs: [{ href: '/conventions', label: 'Conventions' }],
        body: (
          <ImprimerPage
            rows={found}
            quoi={direRequete(rq.query, epci)}
            retour={`/conventions?${requeteDe(rq.query)}`}
            today={rq.today}
          />
        ),
      });
    },
  }),
];
