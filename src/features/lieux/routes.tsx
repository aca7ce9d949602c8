import type { Compte } from '../../domain/compte.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { file, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { findCommune, nomsCommunes, PHRASES_COMMUNE } from '../territoires/commune-saisie.ts';
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
import { colonnesLieux, FermerPage, FichePage, LieuFormPage, type LieuListe, ListePage, VisitePage } from './views.tsx';

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

async function formPage(rq: Rq, state: FormState, existing?: Lieu) {
  const title = existing ? 'Modifier le lieu' : 'Déclarer un lieu';
  return {
    title,
    breadcrumbs: existing ? [liste, ficheDe(existing)] : [liste],
    body: (
      <LieuFormPage
        title={title}
        state={state}
        cle={rq.key}
        action={existing ? `/lieux/${existing.id}/modifier` : '/lieux/nouveau'}
        existing={existing}
        structures={existing ? [] : await structuresOuvertes(rq.db, rq.territoire.id)}
        communes={await nomsCommunes(rq.db, rq.territoire.codeDepartement)}
      />
    ),
  };
}

type SaisieCommune = { readonly commune: string; readonly codePostal: string };

/** The commune that the form names, or its refusal as an error of the field that is wrong. */
async function communeOf(rq: Rq, saisie: SaisieCommune) {
  const found = await findCommune(rq.db, { ...saisie, departement: rq.territoire.codeDepartement });
  if (!estRefus(found)) return { codeInsee: found.codeInsee, errors: [] };
  const field = found.refus === 'code_postal_autre' ? 'codePostal' : 'commune';
  return { codeInsee: '', errors: [{ field, message: phrase(PHRASES_COMMUNE, found) }] };
}

async function create(rq: SignedRq): Promise<Reply> {
  const form = parseForm(lieuForm, rq.form);
  if (!form.ok) return refusal(await formPage(rq, form.state));
  const { commune, ...saisie } = form.data;
  const { codeInsee, errors } = await communeOf(rq, form.data);
  const structures = await structuresOuvertes(rq.db, rq.territoire.id);
  const unknown = saisie.structureId !== null && !structures.some(({ id }) => id === saisie.structureId);
  const all = unknown
    ? [...errors, { field: 'structureId', message: 'Choisissez la structure dans la liste.' }]
    : errors;
  if (all.length > 0) return refusal(await formPage(rq, withErrors(form.state, all)));
  const id = await saveLieu(rq.db, rq.territoire.id, { ...saisie, codeInsee });
  return redirect(`/lieux/${id}/fiche`, {
    flash: `Le lieu « ${saisie.nom} » est déclaré. Notez maintenant ce qui y a été constaté.`,
  });
}

async function update(rq: SignedRq, of: Lieu): Promise<Reply> {
  const form = parseForm(lieuModifieForm, rq.form);
  if (!form.ok) return refusal(await formPage(rq, form.state, of));
  const { commune, ...saisie } = form.data;
  const { codeInsee, errors } = await communeOf(rq, form.data);
  if (errors.length > 0) return refusal(await formPage(rq, withErrors(form.state, errors), of));
  await updateLieu(rq.db, rq.territoire.id, of.id, { ...saisie, codeInsee }, rq.now);
  return redirect(`/lieux/${of.id}/fiche`, { flash: 'La modification est enregistrée.' });
}

function visitePage(rq: Rq, of: Lieu, state: FormState) {
  const title = 'Noter une visite';
  return { title, breadcrumbs: [liste, ficheDe(of)], body: <VisitePage lieu={of} state={state} cle={rq.key} /> };
}

async function recordVisite(rq: SignedRq, of: Lieu): Promise<Reply> {
  const form = parseForm(visiteForm, rq.form);
  if (!form.ok) return refusal(visitePage(rq, of, form.state));
  const { constateLe, constatePar, precision } = form.data;
  const constats = CRITERES_CODES.flatMap((critere) => {
    const answer = form.data[critere];
    return answer === null ? [] : [{ critere, satisfait: answer === 'oui' }];
  });
  const errors = [
    ...(Temporal.PlainDate.compare(constateLe, rq.today) > 0
      ? [{ field: 'constateLe', message: 'La date de la visite ne peut pas être dans le futur.' }]
      : []),
    ...(constats.length === 0
      ? [{ field: CRITERES_CODES[0], message: 'Répondez oui ou non pour au moins un critère.' }]
      : []),
  ];
  if (errors.length > 0) return refusal(visitePage(rq, of, withErrors(form.state, errors)));
  const visite = { constateLe, constatePar, precision, constats };
  await saveVisite(rq.db, rq.territoire.id, { lieuId: of.id, visite, compteId: rq.compte.id });
  return redirect(`/lieux/${of.id}/fiche`, { flash: 'La visite est notée.' });
}

async function close(rq: SignedRq, of: Lieu): Promise<Reply> {
  if (of.fermeLe !== null) {
    await closeLieu(rq.db, rq.territoire.id, of.id, null);
    return redirect(`/lieux/${of.id}/fiche`, { flash: 'Le lieu est rouvert.' });
  }
  const prevues = await seancesPrevues(rq.db, rq.territoire.id, of.id, rq.today);
  if (prevues > 0) return refusal(fermerPage(rq, of, prevues));
  await closeLieu(rq.db, rq.territoire.id, of.id, rq.today);
  return redirect(`/lieux/${of.id}/fiche`, { flash: 'Le lieu est fermé : il n’apparaît plus au public.' });
}

function fermerPage(rq: Rq, of: Lieu, prevues: number) {
  const title = of.fermeLe === null ? 'Fermer le lieu' : 'Rouvrir le lieu';
  return { title, breadcrumbs: [liste, ficheDe(of)], body: <FermerPage lieu={of} prevues={prevues} cle={rq.key} /> };
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
    handle: async (rq) => page(await formPage(rq, blankForm({ structureId: rq.query.get('structure') ?? '' }))),
  }),
  post('/lieux/nouveau', { access: equipe, handle: create }),

  get('/lieux/:lieu/fiche', {
    access: { equipe: true, agent: true, referent: sien },
    load: lieu,
    handle: async (rq, of) => {
      const constats = await constatsDe(rq.db, rq.territoire.id, of.id);
      return page({
        title: of.nom,
        breadcrumbs: rq.compte.role === 'referent' ? [] : [liste],
        body: <FichePage lieu={of} constats={constats} today={rq.today} role={rq.compte.role} />,
      });
    },
  }),

  get('/lieux/:lieu/modifier', {
    access: equipe,
    load: lieu,
    handle: async (rq, of) => page(await formPage(rq, blankForm(lieuToValues(of)), of)),
  }),
  post('/lieux/:lieu/modifier', { access: equipe, load: lieu, handle: update }),

  get('/lieux/:lieu/visite', {
    access: equipe,
    load: lieu,
    handle: async (rq, of) =>
      page(visitePage(rq, of, blankForm({ constateLe: rq.today.toString(), constatePar: rq.compte.nom }))),
  }),
  post('/lieux/:lieu/visite', { access: equipe, load: lieu, handle: recordVisite }),

  get('/lieux/:lieu/fermer', {
    access: equipe,
    load: lieu,
    handle: async (rq, of) => page(fermerPage(rq, of, await seancesPrevues(rq.db, rq.territoire.id, of.id, rq.today))),
  }),
  post('/lieux/:lieu/fermer', { access: equipe, load: lieu, handle: close }),
];
