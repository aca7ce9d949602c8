import { formatCommune } from '../../domain/commune.ts';
import type { Compte } from '../../domain/compte.ts';
import { parseDate } from '../../domain/date.ts';
import { estRefus } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { isUuid } from '../../platform/http/idempotence.ts';
import { file, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { avecDemande, demandeSuivie } from '../demandes/suite.ts';
import { lockPlanning } from '../permanences/seances/store.ts';
import { type Commune, lireCommune, nomsCommunes } from '../territoires/commune-saisie.ts';
import { LIEUX } from './conservation.ts';
import { CRITERES_CODES, lieuForm, lieuModifieForm, lieuToValues, visiteForm } from './forms.ts';
import { usagesPossibles } from './rules.ts';
import {
  allLieux,
  closeLieu,
  constatsDe,
  findLieu,
  type Lieu,
  saveLieu,
  saveVisite,
  seancesPrevues,
  structuresOuvertes,
  updateLieu,
} from './store.ts';
import { FermerPage, RouvrirPage } from './views/fermeture.tsx';
import { FichePage } from './views/fiche.tsx';
import { LieuFormPage } from './views/lieu-form.tsx';
import { colonnesLieux, type LieuListe, ListePage } from './views/liste.tsx';
import { VisitePage } from './views/visite.tsx';

const equipe = { equipe: true } as const;
const liste = { href: '/lieux', label: 'Lieux' };

function lieu(rq: Rq): Promise<Lieu | undefined> {
  return findLieu(rq.db, rq.territoire.id, rq.params['lieu'] ?? '');
}

/** A référent reads the lieux of his own structure. */
const sien = (compte: Compte, of: Lieu) => of.structureId !== null && of.structureId === compte.structureId;

function ficheDe(of: Lieu) {
  return { href: `/lieux/${of.id}/fiche`, label: of.nom };
}

function listQuery(rq: Rq) {
  return tableQuery(rq.query, { sortable: ['nom', 'commune', 'structure', 'usages'], defaultSort: 'nom' });
}

async function tousAvecUsages(rq: Rq): Promise<LieuListe[]> {
  const [lieux, constats] = [await allLieux(rq.db, rq.territoire.id), await constatsDe(rq.db, rq.territoire.id)];
  const byLieu = Map.groupBy(constats, ({ lieuId }) => lieuId);
  return lieux.map((one) => ({ ...one, usages: usagesPossibles(byLieu.get(one.id) ?? [], rq.today) }));
}

/** What the address of the form already knows. */
function proposed(query: URLSearchParams): FormState['values'] {
  const known = (name: string) => (query.get(name) ?? '').slice(0, 200);
  return { structureId: known('structure'), nom: known('nom'), adresse: known('adresse'), commune: known('commune') };
}

/** A form with what goes with it: the communes to choose from, when what was typed fits several. */
type Saisie = { readonly state: FormState; readonly candidates?: readonly Commune[] };

async function formPage(rq: Rq, { state, candidates = [] }: Saisie, existing?: Lieu) {
  const title = existing ? 'Modifier le lieu' : 'Déclarer un lieu';
  return {
    title,
    breadcrumbs: existing ? [liste, ficheDe(existing)] : [liste],
    body: (
      <LieuFormPage
        title={title}
        state={state}
        cle={rq.key}
        action={existing ? `/lieux/${existing.id}/modifier` : avecDemande('/lieux/nouveau', rq.query)}
        existing={existing}
        structures={existing ? [] : await structuresOuvertes(rq.db, rq.territoire.id)}
        communes={await nomsCommunes(rq.db, rq.territoire.codeDepartement)}
        candidates={candidates.map((commune) => ({
          value: commune.codeInsee,
          label: `${formatCommune(commune)}, ${commune.codesPostaux.join(', ')}`,
        }))}
      />
    ),
  };
}

/** Says what only the register knows: a structure that is none of those that may host. */
async function refusStructure(rq: Rq, values: FormState['values']): Promise<FormState['errors']> {
  const structureId = values['structureId'] ?? '';
  if (typeof structureId !== 'string' || !isUuid(structureId)) return [];
  const structures = await structuresOuvertes(rq.db, rq.territoire.id);
  return structures.some(({ id }) => id === structureId)
    ? []
    : [{ field: 'structureId', message: 'Choisissez la structure dans la liste.' }];
}

async function create(rq: SignedRq): Promise<Reply> {
  const form = parseForm(lieuForm, rq.form);
  const { commune, candidates, errors } = await lireCommune(rq.db, rq.territoire.codeDepartement, form.state.values);
  const all = [...errors, ...(await refusStructure(rq, form.state.values))];
  if (!form.ok || commune === undefined || all.length > 0) {
    return refusal(await formPage(rq, { state: withErrors(form.state, all, lieuForm), candidates }));
  }
  const { commune: _, communeChoix: __, ...saisie } = form.data;
  const id = await saveLieu(rq.db, rq.territoire.id, { ...saisie, codeInsee: commune.codeInsee });
  return redirect(demandeSuivie(rq.query) ?? `/lieux/${id}/fiche`, {
    flash: `Le lieu « ${saisie.nom} » est déclaré. Notez maintenant ce qui y a été constaté.`,
    objet: ['lieu', id],
  });
}

async function update(rq: SignedRq, of: Lieu): Promise<Reply> {
  const form = parseForm(lieuModifieForm, rq.form);
  const { commune, candidates, errors } = await lireCommune(rq.db, rq.territoire.codeDepartement, form.state.values);
  if (!form.ok || commune === undefined || errors.length > 0) {
    return refusal(await formPage(rq, { state: withErrors(form.state, errors, lieuModifieForm), candidates }, of));
  }
  const { commune: _, communeChoix: __, ...saisie } = form.data;
  await updateLieu(rq.db, rq.territoire.id, of.id, { ...saisie, codeInsee: commune.codeInsee }, rq.now);
  return redirect(`/lieux/${of.id}/fiche`, { flash: 'La modification est enregistrée.' });
}

function visitePage(rq: Rq, of: Lieu, state: FormState) {
  const title = 'Noter une visite';
  return { title, breadcrumbs: [liste, ficheDe(of)], body: <VisitePage lieu={of} state={state} cle={rq.key} /> };
}

/** What the fields do not see one by one. */
function refusVisite(values: FormState['values'], today: Temporal.PlainDate): FormState['errors'] {
  const jour = parseDate(String(values['constateLe'] ?? ''));
  const isFuture = !estRefus(jour) && Temporal.PlainDate.compare(jour, today) > 0;
  const isEmpty = CRITERES_CODES.every((critere) => (values[critere] ?? '') === '');
  return [
    ...(isFuture ? [{ field: 'constateLe', message: 'La date de la visite ne peut pas être dans le futur.' }] : []),
    ...(isEmpty ? [{ field: CRITERES_CODES[0], message: 'Répondez oui ou non pour au moins un critère.' }] : []),
  ];
}

async function recordVisite(rq: SignedRq, of: Lieu): Promise<Reply> {
  const form = parseForm(visiteForm, rq.form);
  const errors = refusVisite(form.state.values, rq.today);
  if (!form.ok || errors.length > 0) {
    return refusal(visitePage(rq, of, withErrors(form.state, errors, visiteForm)));
  }
  const { constateLe, constatePar, precision } = form.data;
  const constats = CRITERES_CODES.flatMap((critere) => {
    const answer = form.data[critere];
    return answer === null ? [] : [{ critere, satisfait: answer === 'oui' }];
  });
  const visite = { constateLe, constatePar, precision, constats };
  await saveVisite(rq.db, rq.territoire.id, { lieuId: of.id, visite, compteId: rq.compte.id });
  return redirect(`/lieux/${of.id}/fiche`, { flash: 'La visite est notée.' });
}

async function close(rq: SignedRq, of: Lieu): Promise<Reply> {
  // Nobody plans a séance there between the count and the closing.
  await lockPlanning(rq.db, rq.territoire.id);
  const prevues = await seancesPrevues(rq.db, rq.territoire.id, of.id, rq.today);
  if (prevues > 0) return refusal(fermerPage(rq, of, prevues));
  if (of.fermeLe === null) await closeLieu(rq.db, rq.territoire.id, of.id, rq.today);
  return redirect(`/lieux/${of.id}/fiche`, { flash: 'Le lieu est fermé : il n’apparaît plus au public.' });
}

async function reopen(rq: SignedRq, of: Lieu): Promise<Reply> {
  await closeLieu(rq.db, rq.territoire.id, of.id, null);
  return redirect(`/lieux/${of.id}/fiche`, { flash: 'Le lieu est rouvert.' });
}

function fermerPage(rq: Rq, of: Lieu, prevues: number) {
  return {
    title: 'Fermer le lieu',
    breadcrumbs: [liste, ficheDe(of)],
    body: <FermerPage lieu={of} prevues={prevues} cle={rq.key} />,
  };
}

export const lieuxRoutes: readonly Route[] = [
  get('/lieux', {
    access: { equipe: true, agent: true },
    handle: async (rq) => {
      const columns = colonnesLieux(rq.today);
      const listed = tablePage(await tousAvecUsages(rq), columns, listQuery(rq));
      return page({
        title: 'Lieux',
        body: <ListePage columns={columns} listed={listed} peutDeclarer={rq.compte.role === 'equipe'} />,
      });
    },
  }),

  get('/lieux.csv', {
    access: equipe,
    handle: async (rq) => {
      const columns = colonnesLieux(rq.today);
      const { found } = tablePage(await tousAvecUsages(rq), columns, listQuery(rq));
      return file({ bytes: toCsv(columns, found), type: 'text/csv; charset=utf-8', name: `lieux-${rq.today}.csv` });
    },
  }),

  get('/lieux/nouveau', {
    access: equipe,
    handle: async (rq) => page(await formPage(rq, { state: blankForm(proposed(rq.query)) })),
  }),
  post('/lieux/nouveau', { acte: 'ajouter un lieu', collecte: [LIEUX], access: equipe, handle: create }),

  get('/lieux/:lieu/fiche', {
    access: { equipe: true, agent: true, referent: sien },
    load: lieu,
    handle: async (rq, of) => {
      const constats = await constatsDe(rq.db, rq.territoire.id, of.id);
      return page({
        title: of.nom,
        breadcrumbs: [rq.compte.role === 'referent' ? { href: '/ma-structure', label: 'Ma structure' } : liste],
        body: <FichePage lieu={of} constats={constats} today={rq.today} role={rq.compte.role} />,
      });
    },
  }),

  get('/lieux/:lieu/modifier', {
    access: equipe,
    load: lieu,
    handle: async (rq, of) => page(await formPage(rq, { state: blankForm(lieuToValues(of)) }, of)),
  }),
  post('/lieux/:lieu/modifier', {
    acte: 'modifier un lieu',
    collecte: [LIEUX],
    access: equipe,
    load: lieu,
    handle: update,
  }),

  get('/lieux/:lieu/visite', {
    access: equipe,
    load: lieu,
    handle: async (rq, of) =>
      page(visitePage(rq, of, blankForm({ constateLe: rq.today.toString(), constatePar: rq.compte.nom }))),
  }),
  post('/lieux/:lieu/visite', {
    acte: 'noter la visite d’un lieu',
    collecte: [LIEUX],
    access: equipe,
    load: lieu,
    handle: recordVisite,
  }),

  get('/lieux/:lieu/fermer', {
    access: equipe,
    load: lieu,
    handle: async (rq, of) => page(fermerPage(rq, of, await seancesPrevues(rq.db, rq.territoire.id, of.id, rq.today))),
  }),
  post('/lieux/:lieu/fermer', { acte: 'fermer un lieu', collecte: 'rien', access: equipe, load: lieu, handle: close }),

  get('/lieux/:lieu/rouvrir', {
    access: equipe,
    load: lieu,
    handle: async (rq, of) =>
      page({
        title: 'Rouvrir le lieu',
        breadcrumbs: [liste, ficheDe(of)],
        body: <RouvrirPage lieu={of} cle={rq.key} />,
      }),
  }),
  post('/lieux/:lieu/rouvrir', {
    acte: 'rouvrir un lieu',
    collecte: 'rien',
    access: equipe,
    load: lieu,
    handle: reopen,
  }),
];
