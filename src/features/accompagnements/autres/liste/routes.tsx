import { file, page } from '../../../../platform/http/reply.ts';
import { get, type Route, type SignedRq } from '../../../../platform/http/route.ts';
import { writeSheet, XLSX_TYPE } from '../../../../platform/spreadsheet/write.ts';
import { type TableQuery, tablePage, tableQuery } from '../../../../ui/table-query.ts';
import { allLieux } from '../../../lieux/store.ts';
import { accompagnementsDeAgent } from '../../store.ts';
import { LISTE, SUPPRIME } from '../adresses.ts';
import { nomsParCode, relevesCertifies } from '../store.ts';
import { COLONNES_EXPORT, COLONNES_LISTE, cellules, csvDe, type LigneNotee } from './colonnes.ts';
import { ecrireFiltres, lireFiltres, retient } from './filtres.ts';
import { EXPORT_CSV, EXPORT_XLSX, ListePage } from './views.tsx';

const access = { agent: true } as const;
const CSV_TYPE = 'text/csv; charset=utf-8';

/** The agent's own records of the period, with the names of where they took place. */
async function lignesDeLaPeriode(rq: SignedRq): Promise<readonly LigneNotee[]> {
  const { id } = rq.territoire;
  const periode = lireFiltres(rq.query, rq.today);
  const notes = await accompagnementsDeAgent(rq.db, id, rq.compte.agentId ?? '', periode);
  const lieux = new Map((await allLieux(rq.db, id)).map((lieu) => [lieu.id, lieu]));
  const communes = await nomsParCode(rq.db, [...new Set(notes.flatMap(({ codeInsee }) => codeInsee ?? []))]);
  const conventions = [...new Set(notes.flatMap(({ conventionId }) => conventionId ?? []))];
  const releveDe = await relevesCertifies(rq.db, id, conventions, periode);
  return notes.map((note) => {
    const lieu = lieux.get(note.lieuId ?? '');
    const commune = communes.get(note.codeInsee ?? '') ?? null;
    const releveId = releveDe(note.conventionId, note.jour);
    return { note, lieu: lieu?.nom ?? null, structure: lieu?.structureNom ?? null, commune, releveId };
  });
}

function queryDe(rq: SignedRq): TableQuery {
  return tableQuery(rq.query, {
    sortable: COLONNES_LISTE.map(({ key }) => key),
    defaultSort: 'jour',
    defaultDirection: 'desc',
  });
}

/** What an export holds: everything found, in the order of the page. */
async function trouvees(rq: SignedRq): Promise<readonly LigneNotee[]> {
  const filtres = lireFiltres(rq.query, rq.today);
  const all = (await lignesDeLaPeriode(rq)).filter(({ note }) => retient(filtres, note));
  return tablePage(all, COLONNES_LISTE, queryDe(rq)).found;
}

const acte = 'exporter ses accompagnements';

/** The agent's own records: nobody else reads this page, and nothing there names a person. */
export const listeRoutes: readonly Route[] = [
  get(LISTE.href, {
    access,
    handle: async (rq) => {
      const filtres = lireFiltres(rq.query, rq.today);
      const all = await lignesDeLaPeriode(rq);
      const found = tablePage(
        all.filter(({ note }) => retient(filtres, note)),
        COLONNES_LISTE,
        queryDe(rq),
      );
      const lieux = new Map(
        all.flatMap(({ note, lieu }) => (lieu === null ? [] : [[note.lieuId ?? '', lieu] as const])),
      );
      const options = [...lieux].map(([value, label]) => ({ value, label }));
      return page({
        title: LISTE.label,
        body: (
          <ListePage
            lignes={found.rows}
            trouvees={found.found}
            query={found.query}
            filtres={ecrireFiltres(filtres)}
            lieux={options.toSorted((a, b) => a.label.localeCompare(b.label, 'fr'))}
            supprime={rq.query.get(SUPPRIME)}
            estFiltree={[filtres.type, filtres.lieu, filtres.theme].some((one) => one !== null)}
          />
        ),
      });
    },
  }),

  get(EXPORT_CSV, {
    access,
    acte,
    handle: async (rq) =>
      file({ bytes: csvDe(await trouvees(rq)), type: CSV_TYPE, name: `mes-accompagnements-${rq.today}.csv` }),
  }),

  get(EXPORT_XLSX, {
    access,
    acte,
    handle: async (rq) => {
      const titles = COLONNES_EXPORT.map(({ label }) => label);
      const bytes = await writeSheet('Accompagnements', titles, cellules(await trouvees(rq)));
      return file({ bytes, type: XLSX_TYPE, name: `mes-accompagnements-${rq.today}.xlsx` });
    },
  }),
];
