import type { Compte } from '../../domain/compte.ts';
import { estCle } from '../../domain/nomenclatures.ts';
import type { Coffre } from '../../platform/coffre.ts';
import { parseForm } from '../../platform/http/form.ts';
import { file, page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { type TableQuery, tablePage, tableQuery } from '../../ui/table-query.ts';
import { findStructure, type Structure } from '../structures/store.ts';
import { calendrierRoutes } from './calendrier/routes.tsx';
import { lireReglages, rappelsForm, rappelsState } from './forms.ts';
import {
  cleElement,
  dansLaPeriode,
  type Element,
  joursDuMois,
  QUAND,
  type Quand,
  repond,
  reunir,
  TYPES_ELEMENT,
} from './rules.ts';
import { lireEcheancier } from './sources.ts';
import { reglagesDe, saveReglages } from './store.ts';
import { colonnesCsv, colonnesEcheancier } from './views/element.tsx';
import { EcheancierPage, ImprimerPage, MesEcheancesPage } from './views/liste.tsx';
import { CalendrierPage } from './views/mois.tsx';
import { RappelsPage } from './views/rappels.tsx';
import { SemainePage } from './views/semaine.tsx';

const equipe = { equipe: true } as const;
const ECHEANCIER = { href: '/echeancier', label: 'Échéancier' } as const;

function typeChosen(rq: Rq): keyof typeof TYPES_ELEMENT | '' {
  const type = rq.query.get('type') ?? '';
  return estCle(TYPES_ELEMENT, type) ? type : '';
}

function quandChosen(rq: Rq): Quand | '' {
  const quand = rq.query.get('quand') ?? '';
  return Object.hasOwn(QUAND, quand) ? (quand as Quand) : '';
}

/** The list as its address says: paper and CSV get all that was found, the page twenty rows of it. */
async function listed(rq: Rq) {
  const choix = { type: typeChosen(rq), quand: quandChosen(rq) };
  const columns = colonnesEcheancier(rq.today);
  const query: TableQuery = tableQuery(rq.query, { sortable: columns.map(({ key }) => key), defaultSort: 'date' });
  const all = (await lireEcheancier(rq.db, rq.territoire.id, null))(rq.today);
  const kept = all.filter(
    (element) =>
      (choix.type === '' || element.type === choix.type) &&
      (choix.quand === '' || repond(element, choix.quand, rq.today)),
  );
  return { choix, ...tablePage<Element>(kept, columns, query) };
}

const ANNEES = { min: 1900, max: 2100 };

/** The month that the address names, this one otherwise. */
function moisChosen(rq: Rq): Temporal.PlainYearMonth {
  const [, year, month] = /^(\d{4})-(\d{2})$/.exec(rq.query.get('mois') ?? '') ?? [];
  const isMonth = Number(month) >= 1 && Number(month) <= 12;
  const isYear = Number(year) >= ANNEES.min && Number(year) <= ANNEES.max;
  if (!isMonth || !isYear) return rq.today.toPlainYearMonth();
  return Temporal.PlainYearMonth.from({ year: Number(year), month: Number(month) });
}

/** What falls in a month, read from its first day and from today: of the renewals, each reading knows the next one only. */
async function duMois(rq: Rq, mois: Temporal.PlainYearMonth) {
  const lecture = await lireEcheancier(rq.db, rq.territoire.id, null);
  const jours = joursDuMois(mois);
  const now = lecture(rq.today);
  return { elements: dansLaPeriode(reunir(lecture(jours.debut), now), jours), attendus: new Set(now.map(cleElement)) };
}

/** The structure of the account itself: the address names none. */
async function sienne(rq: Rq): Promise<Structure | undefined> {
  const structureId = rq.compte?.structureId ?? null;
  return structureId === null ? undefined : findStructure(rq.db, rq.territoire.id, structureId);
}

function rappelsPage(rq: Rq, state: Parameters<typeof RappelsPage>[0]['state']) {
  return {
    title: 'Rappels par courriel',
    breadcrumbs: [ECHEANCIER],
    body: <RappelsPage state={state} cle={rq.key} />,
  };
}

export function echeancierRoutes(options: { readonly url: string; readonly coffre: Coffre }): readonly Route[] {
  return [
    get('/echeancier', {
      access: equipe,
      handle: async (rq) => {
        const { choix, rows, total, query } = await listed(rq);
        const body = <EcheancierPage rows={rows} total={total} query={query} choix={choix} today={rq.today} />;
        return page({ title: 'Échéancier', body });
      },
    }),

    get('/echeancier.csv', {
      access: equipe,
      handle: async (rq) => {
        const { found } = await listed(rq);
        const name = `echeancier-${rq.today}.csv`;
        return file({ bytes: toCsv(colonnesCsv(rq.today), found), type: 'text/csv; charset=utf-8', name });
      },
    }),

    get('/echeancier/imprimer', {
      access: equipe,
      handle: async (rq) => {
        const { found } = await listed(rq);
        const body = <ImprimerPage found={found} today={rq.today} />;
        return page({ title: 'Échéancier à imprimer', breadcrumbs: [ECHEANCIER], body });
      },
    }),

    get('/echeancier/calendrier', {
      access: equipe,
      handle: async (rq) => {
        const mois = moisChosen(rq);
        const type = typeChosen(rq);
        const { elements, attendus } = await duMois(rq, mois);
        const body = (
          <CalendrierPage
            mois={mois}
            elements={elements.filter((element) => type === '' || element.type === type)}
            attendus={attendus}
            type={type}
            today={rq.today}
          />
        );
        return page({ title: 'Calendrier', breadcrumbs: [ECHEANCIER], body });
      },
    }),

    get('/cette-semaine', {
      access: equipe,
      handle: async (rq) => {
        const elements = (await lireEcheancier(rq.db, rq.territoire.id, null))(rq.today);
        return page({ title: 'Cette semaine', body: <SemainePage elements={elements} today={rq.today} /> });
      },
    }),

    get('/echeancier/rappels', {
      access: equipe,
      handle: async (rq) => page(rappelsPage(rq, rappelsState(await reglagesDe(rq.db, rq.territoire.id)))),
    }),

    post('/echeancier/rappels', {
      access: equipe,
      acte: 'régler les rappels des échéances',
      collecte: 'rien',
      handle: async (rq) => {
        const form = parseForm(rappelsForm, rq.form);
        if (!form.ok) return refusal(rappelsPage(rq, form.state));
        await saveReglages(rq.db, rq.territoire.id, lireReglages(form.data));
        return redirect('/echeancier', { flash: 'Les rappels sont réglés. Ils valent dès demain matin.' });
      },
    }),

    get('/ma-structure/echeances', {
      access: { referent: (compte: Compte, of: Structure) => of.id === compte.structureId },
      load: sienne,
      handle: async (rq, structure) => {
        const elements = (await lireEcheancier(rq.db, rq.territoire.id, structure.id))(rq.today);
        return page({
          title: 'Vos échéances',
          breadcrumbs: [{ href: '/ma-structure', label: 'Ma structure' }],
          body: <MesEcheancesPage elements={elements} structure={structure.nom} today={rq.today} />,
        });
      },
    }),

    ...calendrierRoutes(options),
  ];
}
