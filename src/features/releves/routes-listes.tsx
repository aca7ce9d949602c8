import type { Compte } from '../../domain/compte.ts';
import { parseDate } from '../../domain/date.ts';
import { estCle } from '../../domain/nomenclatures.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import { file, page, type Reply, redirect } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { writeBook, XLSX_TYPE } from '../../platform/spreadsheet/write.ts';
import { toCsv } from '../../ui/csv.ts';
import { blankForm } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { type ConventionComplete, loadConvention } from '../conventions/store.ts';
import { type LigneReleve, lireFrequences, lireLignes } from './lecture.ts';
import { type PartieReleve, PHRASES_RELEVE } from './rules.ts';
import { preparer } from './store.ts';
import { PreparerPage } from './views/gestes.tsx';
import { CHOIX, type Choix, colonnesReleves, hrefDe, RelevesPage, repond } from './views/liste.tsx';
import { aPace, colonnesExport, colonnesFrequence, FrequencesPage, PACES, type Pace } from './views/tableau.tsx';

const lecteursDuTableau = { equipe: true, direction: true } as const;

/** A list of months as its address says it. */
function listed(rq: Rq, lignes: readonly LigneReleve[], partie: PartieReleve, withStructure: boolean) {
  const asked = rq.query.get('etat') ?? '';
  const choix: Choix | '' = estCle(CHOIX, asked) ? asked : '';
  const columns = colonnesReleves(partie, withStructure);
  const sortable = columns.filter(({ sortable: can }) => can).map(({ key }) => key);
  const query = tableQuery(rq.query, { sortable, defaultSort: 'mois', defaultDirection: 'desc' });
  const kept = lignes.filter((ligne) => repond(ligne, choix, partie));
  return { choix, columns, ...tablePage(kept, columns, query) };
}

async function mesReleves(rq: SignedRq): Promise<Reply> {
  const agentId = rq.compte.agentId ?? '';
  const lignes = await lireLignes(rq.db, rq.territoire, rq.today, { agentId });
  const { choix, columns, rows, total, query } = listed(rq, lignes, 'agent', true);
  const lead = 'Chaque mois fini, relisez ce que vos saisies ont préparé, puis envoyez-le au Bénéficiaire.';
  const body = <RelevesPage title="Mes relevés" path="/releves" {...{ lead, columns, rows, total, query, choix }} />;
  return page({ title: 'Mes relevés', body });
}

/** The board as its address says it: files get all that was found, the page twenty rows of it. */
async function tableau(rq: SignedRq) {
  const asked = rq.query.get('frequence') ?? '';
  const pace: Pace | '' = estCle(PACES, asked) ? asked : '';
  const withNames = rq.compte.role === 'equipe';
  const columns = colonnesFrequence(withNames);
  const sortable = columns.filter(({ sortable: can }) => can).map(({ key }) => key);
  const query = tableQuery(rq.query, { sortable, defaultSort: 'depuis' });
  const all = lireFrequences(await lireLignes(rq.db, rq.territoire, rq.today), rq.today);
  const kept = all.filter((ligne) => aPace(ligne, pace));
  return { all, pace, withNames, ...tablePage(kept, columns, query) };
}

type Preparation = {
  readonly convention: ConventionComplete;
  readonly mois: Temporal.PlainDate;
  /** Undefined: none is due for that month. */
  readonly ligne: LigneReleve | undefined;
};

/** The month that the address names, of a convention. */
async function preparation(rq: Rq): Promise<Preparation | undefined> {
  const mois = parseDate(`${rq.query.get('mois') ?? ''}-01`);
  if (estRefus(mois)) return undefined;
  const convention = await loadConvention(rq.db, rq.territoire.id, rq.query.get('convention') ?? '');
  if (convention === undefined) return undefined;
  const lignes = await lireLignes(rq.db, rq.territoire, rq.today, { conventionId: convention.id });
  return { convention, mois, ligne: lignes.find((one) => one.mois.equals(mois)) };
}

const prepareurs = {
  equipe: true,
  agent: (compte: Compte, { ligne }: Preparation) =>
    ligne?.agents.some(({ agentId }) => agentId === compte.agentId) ?? false,
  referent: (compte: Compte, { convention }: Preparation) => convention.structureId === compte.structureId,
} as const;

function preparerPage(rq: SignedRq, { convention, mois, ligne }: Preparation) {
  const errors = ligne === undefined ? [{ field: '', message: phrase(PHRASES_RELEVE, { refus: 'pas_du' }) }] : [];
  const params = new URLSearchParams({ convention: convention.id, mois: mois.toPlainYearMonth().toString() });
  return page({
    title: 'Préparer un relevé',
    body: (
      <PreparerPage
        convention={convention}
        mois={mois}
        action={`/releves/preparer?${params}`}
        state={{ ...blankForm(), errors }}
        cle={rq.key}
      />
    ),
  });
}

async function prepare(rq: SignedRq, asked: Preparation): Promise<Reply> {
  const { convention, mois, ligne } = asked;
  if (ligne === undefined) return preparerPage(rq, asked);
  const [id] = await preparer(rq.db, rq.territoire.id, [{ conventionId: convention.id, mois }], rq.compte.id);
  if (id !== undefined) return redirect(`/releves/${id}`, { objet: ['releve', id] });
  // Somebody has just opened it.
  const now = await preparation(rq);
  return redirect(now?.ligne === undefined ? '/' : hrefDe(now.ligne));
}

const load = (rq: Rq) => loadConvention(rq.db, rq.territoire.id, rq.params['convention'] ?? '');

export const listesRoutes: readonly Route[] = [
  get('/releves', {
    access: { agent: true, ...lecteursDuTableau },
    handle: async (rq) => {
      if (rq.compte.role === 'agent') return mesReleves(rq);
      const { all, rows, total, query, pace, withNames } = await tableau(rq);
      const body = <FrequencesPage {...{ all, rows, total, query, pace, withNames }} />;
      return page({ title: 'Relevés d’activité', body });
    },
  }),

  get('/releves.csv', {
    access: lecteursDuTableau,
    handle: async (rq) => {
      const { found, withNames } = await tableau(rq);
      const bytes = toCsv(colonnesExport(withNames), found);
      return file({ bytes, type: 'text/csv; charset=utf-8', name: `releves-${rq.today}.csv` });
    },
  }),

  get('/releves.xlsx', {
    access: lecteursDuTableau,
    handle: async (rq) => {
      const { found, withNames } = await tableau(rq);
      const columns = colonnesExport(withNames);
      const rows = found.map((ligne) => columns.map(({ value }) => value(ligne)));
      const bytes = await writeBook([{ name: 'Relevés', titles: columns.map(({ label }) => label), rows }]);
      return file({ bytes, type: XLSX_TYPE, name: `releves-${rq.today}.xlsx` });
    },
  }),

  get('/releves/preparer', {
    access: prepareurs,
    load: preparation,
    handle: async (rq, asked) =>
      asked.ligne?.releve ? redirect(`/releves/${asked.ligne.releve.id}`) : preparerPage(rq, asked),
  }),

  post('/releves/preparer', {
    access: prepareurs,
    acte: 'préparer un relevé',
    collecte: 'rien',
    load: preparation,
    handle: prepare,
  }),

  get('/conventions/:convention/releves', {
    access: {
      equipe: true,
      referent: (compte: Compte, of: ConventionComplete) => of.structureId === compte.structureId,
    },
    load,
    handle: async (rq, convention) => {
      const lignes = await lireLignes(rq.db, rq.territoire, rq.today, { conventionId: convention.id });
      const partie = rq.compte.role === 'referent' ? 'beneficiaire' : 'agent';
      const { choix, columns, rows, total, query } = listed(rq, lignes, partie, false);
      const lead = 'Un par mois où la convention était en vigueur (art. 3.4).';
      const title = `Relevés, ${convention.structure.nom}`;
      const path = `/conventions/${convention.id}/releves`;
      const kicker = `Convention ${convention.reference}`;
      return page({
        title,
        breadcrumbs: [{ href: `/conventions/${convention.id}`, label: convention.reference }],
        body: <RelevesPage {...{ title, kicker, lead, path, columns, rows, total, query, choix }} />,
      });
    },
  }),
];
