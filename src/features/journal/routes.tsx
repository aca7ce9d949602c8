import { isUuid } from '../../platform/http/idempotence.ts';
import { file, page } from '../../platform/http/reply.ts';
import { get, type Route, type Rq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { etatDeLaChaine, type Filtres, lignes } from './store.ts';
import { colonnesCsv, ExportTropLongPage, JournalPage } from './views.tsx';

const PAR_PAGE = 50;
const EXPORT_MAX = 100_000;

/** What the address asks for; what is absurd there counts as absent. */
function lireFiltres(rq: Rq): Filtres {
  const day = (name: string): Temporal.PlainDate | null => {
    const text = rq.query.get(name) ?? '';
    return /^[12]\d{3}-\d{2}-\d{2}$/.test(text) ? plainDate(text) : null;
  };
  return { du: day('du'), au: day('au'), q: (rq.query.get('q') ?? '').trim().slice(0, 100) };
}

function plainDate(text: string): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    return null;
  }
}

function adresse(path: string, { du, au, q }: Filtres, avant?: string): string {
  const params = new URLSearchParams();
  if (q !== '') params.set('q', q);
  if (du !== null) params.set('du', du.toString());
  if (au !== null) params.set('au', au.toString());
  if (avant !== undefined) params.set('avant', avant);
  return params.size === 0 ? path : `${path}?${params}`;
}

export const journalRoutes: readonly Route[] = [
  get('/journal', {
    access: { dpo: true },
    acte: 'consulter le journal',
    handle: async (rq) => {
      const filtres = lireFiltres(rq);
      const avant = rq.query.get('avant') ?? '';
      const found = await lignes(rq.db, rq.territoire.id, filtres, {
        avant: isUuid(avant) ? avant : null,
        limit: PAR_PAGE + 1,
      });
      const shown = found.slice(0, PAR_PAGE);
      const last = shown.at(-1);
      const values = { q: filtres.q, du: filtres.du?.toString() ?? '', au: filtres.au?.toString() ?? '' };
      const body = (
        <JournalPage
          lignes={shown}
          suite={found.length > PAR_PAGE && last !== undefined ? adresse('/journal', filtres, last.id) : null}
          exporter={adresse('/journal.csv', filtres)}
          state={{ values, errors: [] }}
          filtre={Object.values(values).some((value) => value !== '')}
          chaine={await etatDeLaChaine(rq.db, rq.territoire.id)}
        />
      );
      return page({ title: 'Journal', body });
    },
  }),

  get('/journal.csv', {
    access: { dpo: true },
    niveau: 'confirme',
    acte: 'exporter le journal',
    handle: async (rq) => {
      const filtres = lireFiltres(rq);
      const found = await lignes(rq.db, rq.territoire.id, filtres, { avant: null, limit: EXPORT_MAX + 1 });
      if (found.length > EXPORT_MAX) {
        const title = 'Export trop long';
        return page(
          {
            title,
            breadcrumbs: [{ href: '/journal', label: 'Journal' }],
            body: <ExportTropLongPage title={title} max={EXPORT_MAX} retour={adresse('/journal', filtres)} />,
          },
          413,
        );
      }
      return file({ bytes: toCsv(colonnesCsv, found), type: 'text/csv; charset=utf-8', name: 'journal.csv' });
    },
  }),
];
