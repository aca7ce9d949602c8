import { estCle, OBSTACLES } from '../../domain/nomenclatures.ts';
import { file, page, type Reply } from '../../platform/http/reply.ts';
import type { Rq, SignedRq } from '../../platform/http/route.ts';
import { writeSheet, XLSX_TYPE } from '../../platform/spreadsheet/write.ts';
import { toCsv } from '../../ui/csv.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { ampleurDe, cleDuService, nomOperateur, SUIVIS } from './rules.ts';
import { type ServiceBloque, tousLesServices } from './store.ts';
import {
  colonnesExport,
  colonnesGroupes,
  colonnesSignalements,
  type Groupe,
  ListePage,
  ligneClasseur,
  type Signalement,
} from './views.tsx';

/** Each report with how often its service was told of. */
function mesurer(all: readonly ServiceBloque[]): readonly Signalement[] {
  const groups = Map.groupBy(all, cleDuService);
  return all.map((one) => ({ ...one, ampleur: ampleurDe(groups.get(cleDuService(one)) ?? [one]) }));
}

function grouper(rows: readonly Signalement[]): readonly Groupe[] {
  return [...Map.groupBy(rows, cleDuService).values()].flatMap((list) => {
    const [dernier] = list.toSorted((a, b) => Temporal.PlainDate.compare(b.constateLe, a.constateLe));
    const isOpen = ({ suivi }: ServiceBloque) => suivi !== 'resolu' && suivi !== 'sans_suite';
    return dernier === undefined ? [] : [{ dernier, ampleur: ampleurDe(list), enCours: list.filter(isOpen).length }];
  });
}

/** What the address asks for: unknown choices are no choice. */
async function lireListe(rq: SignedRq) {
  const said = (name: string) => rq.query.get(name) ?? '';
  const all = mesurer(await tousLesServices(rq.db, rq.territoire.id));
  const operateurs = [...new Set(all.map(({ operateur }) => nomOperateur(operateur)))].sort((a, b) =>
    a.localeCompare(b, 'fr'),
  );
  const kept = {
    vue: said('vue') === 'services' ? 'services' : '',
    operateur: operateurs.includes(said('operateur')) ? said('operateur') : '',
    suivi: estCle(SUIVIS, said('suivi')) ? said('suivi') : '',
    obstacle: estCle(OBSTACLES, said('obstacle')) ? said('obstacle') : '',
  };
  const rows = all.filter(
    (one) =>
      (kept.operateur === '' || nomOperateur(one.operateur) === kept.operateur) &&
      (kept.suivi === '' || one.suivi === kept.suivi) &&
      (kept.obstacle === '' || one.obstacle === kept.obstacle),
  );
  return { rows, kept, operateurs };
}

function queryOf(rq: Rq, columns: readonly { readonly key: string; readonly sortable?: boolean | undefined }[]) {
  const sortable = columns.filter((column) => column.sortable).map(({ key }) => key);
  return tableQuery(rq.query, { sortable, defaultSort: 'constat', defaultDirection: 'desc' });
}

export async function liste(rq: SignedRq): Promise<Reply> {
  const { rows, kept, operateurs } = await lireListe(rq);
  const query = queryOf(rq, kept.vue === '' ? colonnesSignalements : colonnesGroupes);
  const commun = {
    kept,
    operateurs,
    signale: rq.compte.role === 'agent',
  };
  const body =
    kept.vue === '' ? (
      <ListePage {...commun} signalements={tablePage(rows, colonnesSignalements, query)} />
    ) : (
      <ListePage {...commun} groupes={tablePage(grouper(rows), colonnesGroupes, query)} />
    );
  return page({ title: 'Services en ligne qui bloquent', body });
}

export async function exporter(rq: SignedRq, format: 'csv' | 'xlsx'): Promise<Reply> {
  const { rows } = await lireListe(rq);
  const { found } = tablePage(rows, colonnesSignalements, queryOf(rq, colonnesSignalements));
  const name = `services-qui-bloquent-${rq.today}.${format}`;
  if (format === 'csv') return file({ bytes: toCsv(colonnesExport, found), type: 'text/csv; charset=utf-8', name });
  const titles = colonnesExport.map(({ label }) => label);
  const bytes = await writeSheet('Services qui bloquent', titles, found.map(ligneClasseur));
  return file({ bytes, type: XLSX_TYPE, name });
}
