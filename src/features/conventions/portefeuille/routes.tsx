import { estCle } from '../../../domain/nomenclatures.ts';
import { file, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { enqueue } from '../../../platform/jobs.ts';
import { writeSheet, XLSX_TYPE } from '../../../platform/spreadsheet/write.ts';
import { toCsv } from '../../../ui/csv.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { CONTACTS } from '../../structures/conservation.ts';
import { CONVENTIONS } from '../conservation.ts';
import { allConventions } from '../store.ts';
import { COLONNES } from './colonnes.ts';
import { IMPORTS } from './conservation.ts';
import { LIGNE_EXEMPLE, lignesDuRegistre, registreCsv } from './registre.ts';
import {
  comptesDesVerdicts,
  deleteImport,
  derniersImports,
  findImport,
  type Import,
  importJob,
  lieuxDuRegistre,
  lignesAnalysees,
  saveEtat,
  saveImport,
  structuresDuRegistre,
} from './store.ts';
import { LIGNES_MAX } from './travail.ts';
import { ColonnesPage, ImporterPage } from './views.tsx';
import { EcrirePage, ImportPage, rapportCsv, TOUTES, VERDICTS } from './views-analyse.tsx';

const access = { equipe: true } as const;
const REGISTRE = { href: '/conventions', label: 'Conventions' } as const;
const IMPORTER = { href: '/conventions/importer', label: 'Importer ou exporter' } as const;
const CSV_TYPE = 'text/csv; charset=utf-8';
const FEUILLE = 'Registre';

/** A file of 20,000 rows, and what carries it. */
const MO_MAX = 20;
const OCTETS_MAX = MO_MAX * 1024 * 1024;
const LIGNES_PAR_PAGE = 50;
const IMPORTS_MONTRES = 5;
const ATTENTE_SECONDES = 2;

const titres = COLONNES.map(({ titre }) => titre);
const load = (rq: Rq) => findImport(rq.db, rq.territoire.id, rq.params['import'] ?? '');
const pathOf = ({ id }: Pick<Import, 'id'>) => `/conventions/importer/${id}`;

async function lignes(rq: Rq) {
  const structures = await structuresDuRegistre(rq.db, rq.territoire.id);
  const conventions = await allConventions(rq.db, rq.territoire.id);
  return lignesDuRegistre(structures, conventions, await lieuxDuRegistre(rq.db, rq.territoire.id));
}

async function importerPage(rq: Rq, state: FormState): Promise<PageContent> {
  return {
    title: 'Importer ou exporter le registre',
    breadcrumbs: [REGISTRE],
    body: (
      <ImporterPage
        state={state}
        cle={rq.key}
        imports={await derniersImports(rq.db, rq.territoire.id, IMPORTS_MONTRES)}
        lignesMax={LIGNES_MAX}
        moMax={MO_MAX}
      />
    ),
  };
}

/** Its name as people gave it, without what no name should have. */
function nomDuFichier(name: string): string {
  const clean = name.replace(/[\p{C}/\\]/gu, '').trim();
  return clean === '' ? 'Fichier sans nom' : [...clean].slice(0, 100).join('');
}

async function recevoir(rq: SignedRq): Promise<Reply> {
  const sent = rq.form.files['fichier'];
  const refuse = async (message: string) =>
    refusal(await importerPage(rq, { values: {}, errors: [{ field: 'fichier', message }] }));
  if (sent === undefined) return refuse('Choisissez le fichier à analyser.');
  if (sent.size > OCTETS_MAX) return refuse(`Ce fichier dépasse ${MO_MAX} Mo : coupez-le en plusieurs.`);
  const octets = new Uint8Array(await sent.arrayBuffer());
  const fichier = nomDuFichier(sent.name);
  const id = await saveImport(rq.db, rq.territoire.id, { fichier, octets, createdBy: rq.compte.id });
  await enqueue(rq.db, rq.territoire.id, importJob, { import: id });
  return redirect(pathOf({ id }), { objet: ['import', id] });
}

async function importPage(rq: Rq, importe: Import): Promise<PageContent> {
  const { id } = rq.territoire;
  const asked = rq.query.get('verdict') ?? '';
  const comptes = await comptesDesVerdicts(rq.db, id, importe.id);
  // What is wrong comes first: the rest is a click away.
  const verdict = estCle(VERDICTS, asked) ? asked : comptes.erreur > 0 && asked !== TOUTES ? 'erreur' : null;
  const total = verdict === null ? Object.values(comptes).reduce((a, b) => a + b, 0) : comptes[verdict];
  const pages = Math.max(1, Math.ceil(total / LIGNES_PAR_PAGE));
  const typed = rq.query.get('page') ?? '';
  const number = Math.min(pages, /^[1-9][0-9]{0,4}$/.test(typed) ? Number(typed) : 1);
  const isWaiting = importe.etat === 'a_analyser' || importe.etat === 'a_ecrire';
  const part = { verdict, limite: LIGNES_PAR_PAGE, saut: (number - 1) * LIGNES_PAR_PAGE };
  return {
    title: importe.fichier,
    breadcrumbs: [REGISTRE, IMPORTER],
    ...(isWaiting ? { refreshSeconds: ATTENTE_SECONDES } : {}),
    body: (
      <ImportPage
        importe={importe}
        comptes={comptes}
        verdict={verdict}
        lignes={await lignesAnalysees(rq.db, id, importe.id, part)}
        page={number}
        pages={pages}
        cle={rq.key}
      />
    ),
  };
}

/** An analysis without error that says something new may be written, once. */
async function peutEcrire(rq: Rq, importe: Import) {
  const comptes = await comptesDesVerdicts(rq.db, rq.territoire.id, importe.id);
  const isReady = importe.etat === 'analyse' && comptes.erreur === 0 && comptes.nouvelle + comptes.modifiee > 0;
  return isReady ? comptes : null;
}

const colonnesRapport = [
  { label: 'Ligne', value: (row: ReturnType<typeof rapportCsv>[number]) => row.rang },
  { label: 'Analyse', value: (row: ReturnType<typeof rapportCsv>[number]) => row.verdict },
  { label: 'Structure', value: (row: ReturnType<typeof rapportCsv>[number]) => row.structure },
  { label: 'Convention', value: (row: ReturnType<typeof rapportCsv>[number]) => row.reference },
  { label: 'Colonne', value: (row: ReturnType<typeof rapportCsv>[number]) => row.colonne },
  { label: 'Ce qui change ou ne va pas', value: (row: ReturnType<typeof rapportCsv>[number]) => row.message },
];

/** The register as one table: its exports, its model, and its imports. */
export const portefeuilleRoutes: readonly Route[] = [
  get('/conventions/registre.xlsx', {
    access,
    handle: async (rq) => {
      const bytes = await writeSheet(FEUILLE, titres, await lignes(rq));
      return file({ bytes, type: XLSX_TYPE, name: `registre-${rq.today}.xlsx` });
    },
  }),

  get('/conventions/registre.csv', {
    access,
    handle: async (rq) =>
      file({ bytes: registreCsv(await lignes(rq)), type: CSV_TYPE, name: `registre-${rq.today}.csv` }),
  }),

  get('/conventions/importer', {
    access,
    handle: async (rq) => page(await importerPage(rq, blankForm())),
  }),

  post('/conventions/importer', {
    access,
    acte: 'envoyer un fichier à importer',
    collecte: [CONVENTIONS, CONTACTS, IMPORTS],
    poids: OCTETS_MAX + 64 * 1024,
    handle: recevoir,
  }),

  get('/conventions/importer/colonnes', {
    access,
    handle: async () =>
      page({ title: 'Ce que contient chaque colonne', breadcrumbs: [REGISTRE, IMPORTER], body: <ColonnesPage /> }),
  }),

  get('/conventions/importer/modele.xlsx', {
    access,
    handle: async () =>
      file({
        bytes: await writeSheet(FEUILLE, titres, [LIGNE_EXEMPLE]),
        type: XLSX_TYPE,
        name: 'modele-registre.xlsx',
      }),
  }),

  get('/conventions/importer/modele.csv', {
    access,
    handle: async () => file({ bytes: registreCsv([LIGNE_EXEMPLE]), type: CSV_TYPE, name: 'modele-registre.csv' }),
  }),

  get('/conventions/importer/:import', {
    load,
    access,
    handle: async (rq, importe) => page(await importPage(rq, importe)),
  }),

  get('/conventions/importer/:import/rapport.csv', {
    load,
    access,
    handle: async (rq, importe) => {
      const all = await lignesAnalysees(rq.db, rq.territoire.id, importe.id, { verdict: null });
      return file({ bytes: toCsv(colonnesRapport, rapportCsv(all)), type: CSV_TYPE, name: 'analyse.csv' });
    },
  }),

  get('/conventions/importer/:import/ecrire', {
    load,
    access,
    niveau: 'confirme',
    handle: async (rq, importe) => {
      const comptes = await peutEcrire(rq, importe);
      if (comptes === null) return redirect(pathOf(importe));
      return page({
        title: 'Écrire au registre ?',
        breadcrumbs: [REGISTRE, IMPORTER, { href: pathOf(importe), label: importe.fichier }],
        body: <EcrirePage importe={importe} comptes={comptes} cle={rq.key} />,
      });
    },
  }),

  post('/conventions/importer/:import/ecrire', {
    load,
    access,
    niveau: 'confirme',
    acte: 'confirmer un import',
    collecte: [CONVENTIONS, CONTACTS],
    handle: async (rq, importe) => {
      if ((await peutEcrire(rq, importe)) === null) return refusal(await importPage(rq, importe));
      await saveEtat(rq.db, rq.territoire.id, importe.id, { etat: 'a_ecrire' });
      await enqueue(rq.db, rq.territoire.id, importJob, { import: importe.id });
      return redirect(pathOf(importe));
    },
  }),

  post('/conventions/importer/:import/abandonner', {
    load,
    access,
    acte: 'abandonner un import',
    collecte: 'rien',
    handle: async (rq, importe) => {
      if (importe.etat === 'ecrit' || importe.etat === 'a_ecrire') return refusal(await importPage(rq, importe));
      await deleteImport(rq.db, rq.territoire.id, importe.id);
      return redirect('/conventions/importer', { flash: 'L’import est abandonné : rien n’a été écrit.' });
    },
  }),
];
