import { isUuid } from '../../../platform/http/idempotence.ts';
import { file, page } from '../../../platform/http/reply.ts';
import { get, type Route, type Rq } from '../../../platform/http/route.ts';
import { whyNotServed } from '../../../platform/keys/served.ts';
import type { DataKeys } from '../../../platform/keys/store.ts';
import type { Sealers } from '../../../platform/seal/sealers.ts';
import { toCsv } from '../../../ui/csv.ts';
import { ROWS_PER_PAGE, type TableQuery, tablePage, tableQuery } from '../../../ui/table-query.ts';
import { reglagesDe } from '../reglages/store.ts';
import { compterAttentes } from '../rules.ts';
import { certificats, findCertificat } from './certificats/store.ts';
import { dernierReleve } from './cles/store.ts';
import { isCachetARenouveler } from './detruire.ts';
import { anneesDetruites, detruites, enAttente, sansCertificat, type Tri } from './suivi/store.ts';
import { colonnes, colonnesCsv, DestructionsPage, type EtatDesCles, ExportTropLongPage } from './views.tsx';
import { CertificatsPage, colonnesCertificats } from './views-certificats.tsx';

const EXPORT_MAX = 100_000;
const DESTRUCTIONS = { href: '/destructions', label: 'Destructions' } as const;
const lecteurs = { dpo: true, equipe: true } as const;

/** The list as its address says. */
function readQuery(rq: Rq): { readonly query: TableQuery; readonly annee: number | null } {
  const annee = rq.query.get('annee') ?? '';
  const sortable = colonnes.filter(({ sortable: is }) => is === true).map(({ key }) => key);
  return {
    query: tableQuery(rq.query, { sortable, defaultSort: 'detruiteAt', defaultDirection: 'desc' }),
    annee: /^20\d{2}$/.test(annee) ? Number(annee) : null,
  };
}

function readRows(rq: Rq, cut: { readonly limit: number; readonly offset: number }) {
  const { query, annee } = readQuery(rq);
  const { q, sort, direction: sens } = query;
  return detruites(rq.db, rq.territoire.id, { q, annee, tri: sort as Tri, sens, ...cut });
}

/** What the keys say of themselves; a place that is away leaves the rest of the page to be read. */
async function etatDesCles({ db, territoire }: Rq, cles: DataKeys): Promise<EtatDesCles> {
  const places = await cles.places();
  const releve = await dernierReleve(db, territoire.id);
  if (!places.includes(true)) return { places, etrangere: null, releve };
  return {
    places,
    etrangere: (await whyNotServed({ db, cles }, territoire.id)) ?? null,
    releve,
  };
}

/** What is destroyed, what waits and why, and the certificates. Counts and codes of mandats, never a person. */
export function destructionRoutes({
  cles,
  sealers,
}: {
  readonly cles: DataKeys;
  readonly sealers?: Sealers | undefined;
}): readonly Route[] {
  return [
    get('/destructions', {
      access: lecteurs,
      handle: async (rq) => {
        const { db, territoire, now } = rq;
        const { query, annee } = readQuery(rq);
        const { visa } = await reglagesDe(db, territoire.id);
        const offset = (query.page - 1) * ROWS_PER_PAGE;
        const { rows, total } = await readRows(rq, { limit: ROWS_PER_PAGE, offset });
        const attendent = await enAttente(db, territoire.id, visa, now);
        const aSceller = await sansCertificat(db, territoire.id);
        // Asked only then: what is certified needs no seal any more.
        const isRetenu = aSceller.length > 0 && (await isCachetARenouveler(sealers, territoire));
        const body = (
          <DestructionsPage
            attentes={compterAttentes(isRetenu ? [...attendent, ...aSceller] : attendent)}
            visa={visa}
            cles={await etatDesCles(rq, cles)}
            rows={rows}
            total={total}
            query={query}
            annee={annee}
            annees={await anneesDetruites(db, territoire.id)}
          />
        );
        return page({ title: 'Destructions', body });
      },
    }),

    get('/destructions.csv', {
      access: lecteurs,
      acte: 'exporter les destructions',
      handle: async (rq) => {
        const { rows, total } = await readRows(rq, { limit: EXPORT_MAX, offset: 0 });
        if (total > EXPORT_MAX) {
          const title = 'Export trop long';
          const body = <ExportTropLongPage title={title} max={EXPORT_MAX} />;
          return page({ title, breadcrumbs: [DESTRUCTIONS], body }, 413);
        }
        return file({ bytes: toCsv(colonnesCsv, rows), type: 'text/csv; charset=utf-8', name: 'destructions.csv' });
      },
    }),

    get('/destructions/certificats', {
      access: lecteurs,
      handle: async (rq) => {
        const query = tableQuery(rq.query, {
          sortable: colonnesCertificats.map(({ key }) => key),
          defaultSort: 'numero',
          defaultDirection: 'desc',
        });
        const found = tablePage(await certificats(rq.db, rq.territoire.id), colonnesCertificats, query);
        return page({
          title: 'Certificats de destruction',
          breadcrumbs: [DESTRUCTIONS],
          body: <CertificatsPage {...found} />,
        });
      },
    }),

    get('/destructions/certificats/:certificat', {
      access: lecteurs,
      load: async ({ db, territoire, params: { certificat = '' } }) =>
        isUuid(certificat) ? findCertificat(db, territoire.id, certificat) : undefined,
      handle: async (_, { numero, document }) =>
        file({
          bytes: document,
          type: 'application/pdf',
          name: `certificat-destruction-${numero}.pdf`,
          inline: true,
        }),
    }),
  ];
}
