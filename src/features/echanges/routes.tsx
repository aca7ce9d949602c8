import type { Compte } from '../../domain/compte.ts';
import { formatDate } from '../../domain/date.ts';
import { estCle } from '../../domain/nomenclatures.ts';
import { phrase } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { file, notFound, type PageContent, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { ECHANGES } from './conservation.ts';
import { CHAMPS, correctionForm, echangeForm, echangeValues } from './forms.ts';
import { CANAUX, differences, NATURES_DONNEES, PHRASES_ECHANGE, type RefusEchange, verifierEchange } from './rules.ts';
import {
  allEchanges,
  corrigerEchange,
  type EchangeInscrit,
  echangesInscritsPar,
  findEchange,
  holdEchange,
  saveEchange,
} from './store.ts';
import { colonnesCsv, colonnesEchanges, EchangePage, ListePage, SaisiePage } from './views.tsx';

const LISTE = { href: '/echanges', label: 'Échanges de données' } as const;

const sien = (compte: Compte, { createdBy }: EchangeInscrit): boolean => createdBy === compte.id;
/** The DPO reads; the équipe technique records and corrects all; an agent, those he recorded. */
const lecteurs = { dpo: true, equipe: true, agent: sien } as const;
const auteurs = { equipe: true, agent: sien } as const;
const inscrivent = { equipe: true, agent: true } as const;

const load = (rq: Rq) => findEchange(rq.db, rq.territoire.id, rq.params['echange'] ?? '');
const pathOf = ({ id }: Pick<EchangeInscrit, 'id'>): string => `/echanges/${id}`;
const peutCorriger = (compte: Compte, echange: EchangeInscrit): boolean =>
  compte.role === 'equipe' || (compte.role === 'agent' && sien(compte, echange));

/** The list as its address says: the CSV gets all that was found, the page twenty rows of it. */
async function listed(rq: SignedRq) {
  const [canal, donnees] = [rq.query.get('canal') ?? '', rq.query.get('donnees') ?? ''];
  const kept = {
    canal: estCle(CANAUX, canal) ? canal : '',
    donnees: estCle(NATURES_DONNEES, donnees) ? donnees : '',
  };
  const { db, territoire, compte } = rq;
  const all =
    compte.role === 'agent'
      ? await echangesInscritsPar(db, territoire.id, compte.id)
      : await allEchanges(db, territoire.id);
  const rows = all.filter(
    (one) =>
      (kept.canal === '' || one.canal === kept.canal) &&
      (kept.donnees === '' || one.natures.some((nature) => nature === kept.donnees)),
  );
  const query = tableQuery(rq.query, {
    sortable: colonnesEchanges.filter(({ sortable }) => sortable).map(({ key }) => key),
    defaultSort: 'le',
    defaultDirection: 'desc',
  });
  return { kept, ...tablePage(rows, colonnesEchanges, query) };
}

function saisiePage(rq: Rq, state: FormState, corrige: EchangeInscrit | null = null): PageContent {
  return {
    title: corrige === null ? 'Noter un échange de données' : 'Corriger un échange de données',
    breadcrumbs: corrige === null ? [LISTE] : [LISTE, { href: pathOf(corrige), label: nomDe(corrige) }],
    body: <SaisiePage state={state} cle={rq.key} corrige={corrige} />,
  };
}

const nomDe = ({ service, le }: EchangeInscrit): string => `${service}, ${formatDate(le)}`;

const refus = (state: FormState, refused: readonly RefusEchange[]): FormState =>
  withErrors(
    state,
    refused.map((one) => ({ field: CHAMPS[one.refus], message: phrase(PHRASES_ECHANGE, one) })),
    correctionForm,
  );

async function inscrire(rq: SignedRq): Promise<Reply> {
  const form = parseForm(echangeForm, rq.form);
  const refused = form.ok ? verifierEchange(form.data, rq.today) : [];
  if (!form.ok || refused.length > 0) return refusal(saisiePage(rq, refus(form.state, refused)));
  const id = await saveEchange(rq.db, rq.territoire.id, form.data, rq.compte.id);
  return redirect(pathOf({ id }), { flash: 'L’échange est noté.', objet: ['echange', id] });
}

async function corriger(rq: SignedRq, { id }: EchangeInscrit): Promise<Reply> {
  const echange = await holdEchange(rq.db, rq.territoire.id, id);
  if (echange === undefined) return notFound();
  const form = parseForm(correctionForm, rq.form);
  if (!form.ok) return refusal(saisiePage(rq, form.state, echange));
  const { raisonCorrection, ...corrected } = form.data;
  const refused: readonly RefusEchange[] = [
    ...verifierEchange(corrected, rq.today),
    ...(differences(echange, corrected).length === 0 ? [{ refus: 'rien_de_change' } as const] : []),
  ];
  if (refused.length > 0) return refusal(saisiePage(rq, refus(form.state, refused), echange));
  await corrigerEchange(rq.db, rq.territoire.id, echange, { echange: corrected, raisonCorrection }, rq.compte.id);
  return redirect(pathOf(echange), { flash: 'La correction est enregistrée ; ce qui était inscrit reste lisible.' });
}

/** The register of the data given to other services. */
export const echangesRoutes: readonly Route[] = [
  get('/echanges', {
    access: { dpo: true, equipe: true, agent: true },
    handle: async (rq) => {
      const { kept, rows, total, query } = await listed(rq);
      return page({
        title: 'Échanges de données',
        body: (
          <ListePage
            listed={{ rows, total, query }}
            kept={kept}
            peutInscrire={rq.compte.role !== 'dpo'}
            exporte={rq.compte.role !== 'agent'}
          />
        ),
      });
    },
  }),

  get('/echanges.csv', {
    access: { dpo: true, equipe: true },
    acte: 'exporter le registre des échanges de données',
    handle: async (rq) => {
      const { found } = await listed(rq);
      const name = `echanges-de-donnees-${rq.today}.csv`;
      return file({ bytes: toCsv(colonnesCsv, found), type: 'text/csv; charset=utf-8', name });
    },
  }),

  get('/echanges/nouveau', {
    access: inscrivent,
    handle: async (rq) =>
      page(saisiePage(rq, blankForm({ le: rq.today.toString(), envoyePar: rq.compte.nom, personnes: '1' }))),
  }),

  post('/echanges/nouveau', {
    access: inscrivent,
    acte: 'noter un échange de données',
    collecte: [ECHANGES],
    handle: inscrire,
  }),

  get('/echanges/:echange', {
    access: lecteurs,
    load,
    handle: async (rq, echange) =>
      page({
        title: nomDe(echange),
        breadcrumbs: [LISTE],
        body: <EchangePage echange={echange} corrige={peutCorriger(rq.compte, echange)} />,
      }),
  }),

  get('/echanges/:echange/corriger', {
    access: auteurs,
    load,
    handle: async (rq, echange) => page(saisiePage(rq, blankForm(echangeValues(echange)), echange)),
  }),

  post('/echanges/:echange/corriger', {
    access: auteurs,
    load,
    acte: 'corriger un échange de données',
    collecte: [ECHANGES],
    handle: corriger,
  }),
];
