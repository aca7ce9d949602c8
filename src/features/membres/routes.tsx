import { formatCommune } from '../../domain/commune.ts';
import { estCle } from '../../domain/nomenclatures.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { file, type PageContent, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { type Commune, lireCommune, nomsCommunes } from '../territoires/commune-saisie.ts';
import { MEMBRES } from './conservation.ts';
import { finForm, membreForm, membreValues, refusMembre } from './forms.ts';
import { ETATS_MEMBRE, etatMembre, membresAu } from './rules.ts';
import { allMembres, endMembre, findMembre, type Membre, saveMembre } from './store.ts';
import { colonnesCsv, colonnesMembres, FinPage, MembreFormPage, type MembreLu, MembresPage } from './views.tsx';

const access = { equipe: true } as const;
const LISTE = { href: '/membres', label: 'Autres membres' } as const;
const load = (rq: Rq) => findMembre(rq.db, rq.territoire.id, rq.params['membre'] ?? '');

/** The list as its address says: the CSV gets all that was found, the page twenty rows of it. */
async function listed(rq: Rq) {
  const asked = rq.query.get('etat') ?? '';
  const etat = estCle(ETATS_MEMBRE, asked) ? asked : '';
  const all = (await allMembres(rq.db, rq.territoire.id)).map(
    (membre): MembreLu => ({ ...membre, etat: etatMembre(membre, rq.today) }),
  );
  const query = tableQuery(rq.query, {
    sortable: colonnesMembres.filter(({ sortable }) => sortable).map(({ key }) => key),
    defaultSort: 'nom',
  });
  const kept = etat === '' ? all : all.filter((membre) => membre.etat === etat);
  return { etat, all, ...tablePage(kept, colonnesMembres, query) };
}

async function formPage(
  rq: Rq,
  membre: Membre | null,
  state: FormState,
  candidates: readonly Commune[] = [],
): Promise<PageContent> {
  const title = membre === null ? 'Nouveau membre' : 'Modifier le membre';
  return {
    title,
    breadcrumbs: [LISTE],
    body: (
      <MembreFormPage
        title={title}
        state={state}
        cle={rq.key}
        action={rq.path}
        communes={await nomsCommunes(rq.db, rq.territoire.codeDepartement)}
        candidates={candidates.map((commune) => ({ value: commune.codeInsee, label: formatCommune(commune) }))}
      />
    ),
  };
}

async function save(rq: Rq, membre: Membre | null): Promise<Reply> {
  const form = parseForm(membreForm, rq.form);
  const { commune, candidates, errors } = await lireCommune(rq.db, rq.territoire.codeDepartement, form.state.values);
  const all = [...errors, ...(form.ok ? refusMembre(form.data) : [])];
  if (!form.ok || commune === undefined || all.length > 0) {
    return refusal(await formPage(rq, membre, withErrors(form.state, all, membreForm), candidates));
  }
  const { commune: _, communeChoix: __, ...facts } = form.data;
  const saved = await saveMembre(rq.db, rq.territoire.id, membre?.id ?? null, {
    ...facts,
    codeInsee: commune.codeInsee,
  });
  if (saved === null) {
    const taken = [{ field: 'siret', message: 'Un autre membre porte déjà ce numéro SIRET.' }];
    return refusal(await formPage(rq, membre, withErrors(form.state, taken)));
  }
  const flash = membre === null ? `${facts.nom} est membre du dispositif.` : 'Le membre est à jour.';
  return redirect('/membres', { flash, objet: ['membre', saved.id] });
}

function finPage(rq: Rq, membre: Membre, state: FormState): PageContent {
  return {
    title: 'Fin de l’appartenance',
    breadcrumbs: [LISTE],
    body: <FinPage membre={membre} state={state} cle={rq.key} />,
  };
}

export const membresRoutes: readonly Route[] = [
  get('/membres', {
    access,
    handle: async (rq) => {
      const { etat, all, rows, total, query } = await listed(rq);
      const present = membresAu(all, rq.today);
      return page({
        title: 'Autres membres du dispositif',
        breadcrumbs: [{ href: '/structures', label: 'Structures' }],
        body: (
          <MembresPage
            listed={{ rows, total, query }}
            etat={etat}
            actuels={present.membres.length}
            conseillers={present.conseillers}
          />
        ),
      });
    },
  }),

  get('/membres.csv', {
    access,
    handle: async (rq) => {
      const { found } = await listed(rq);
      const name = `membres-${rq.today}.csv`;
      return file({ bytes: toCsv(colonnesCsv, found), type: 'text/csv; charset=utf-8', name });
    },
  }),

  get('/membres/nouveau', {
    access,
    handle: async (rq) => page(await formPage(rq, null, blankForm({ du: rq.today.toString() }))),
  }),

  post('/membres/nouveau', {
    access,
    acte: 'ajouter un membre du dispositif',
    collecte: [MEMBRES],
    handle: (rq) => save(rq, null),
  }),

  get('/membres/:membre/modifier', {
    load,
    access,
    handle: async (rq, membre) => page(await formPage(rq, membre, membreValues(membre))),
  }),

  post('/membres/:membre/modifier', {
    load,
    access,
    acte: 'modifier un membre du dispositif',
    collecte: [MEMBRES],
    handle: save,
  }),

  get('/membres/:membre/fin', {
    load,
    access,
    collecte: [MEMBRES],
    handle: async (rq, membre) => page(finPage(rq, membre, blankForm({ au: (membre.au ?? rq.today).toString() }))),
  }),

  post('/membres/:membre/fin', {
    load,
    access,
    acte: 'mettre fin à l’appartenance d’un membre',
    collecte: 'rien',
    handle: async (rq, membre) => {
      const form = parseForm(finForm, rq.form);
      const errors = form.ok ? refusMembre({ du: membre.du, au: form.data.au }) : [];
      if (!form.ok || errors.length > 0) return refusal(finPage(rq, membre, withErrors(form.state, errors)));
      await endMembre(rq.db, rq.territoire.id, membre.id, form.data.au);
      return redirect('/membres', { flash: `La fin de ${membre.nom} est enregistrée.` });
    },
  }),
];
