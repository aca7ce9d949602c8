import { phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { type Access, get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { direRequete, epciDe, requeteDe } from '../liste/criteres.ts';
import { portefeuille } from '../store.ts';
import { FILTRES } from './conservation.ts';
import { filtreForm, renommerForm } from './forms.ts';
import { FILTRES_AU_PLUS, PHRASES_FILTRE, type RefusFiltre } from './rules.ts';
import { deleteFiltre, type Filtre, filtresDe, findFiltre, renameFiltre, saveFiltre } from './store.ts';
import { EnregistrerPage, type FiltreDit, MesFiltresPage, RenommerPage, SupprimerPage } from './views.tsx';

const equipe = { equipe: true } as const;
const sien: Access<Filtre> = { equipe: (compte, filtre) => filtre.compteId === compte.id };

const load = (rq: Rq) => findFiltre(rq.db, rq.territoire.id, rq.params['filtre'] ?? '');

const CONVENTIONS = { href: '/conventions', label: 'Conventions' } as const;
const MES_FILTRES = { href: '/conventions/filtres', label: 'Mes filtres' } as const;

const toErrors = (refus: RefusFiltre): FormState['errors'] => [
  { field: 'nom', message: phrase(PHRASES_FILTRE, refus) },
];

/** Says what requests ask, with the names of the intercommunalités. */
async function direToutes(rq: Rq, requetes: readonly string[]): Promise<readonly string[]> {
  const epci = epciDe(await portefeuille(rq.db, rq.territoire.id));
  return requetes.map((requete) => direRequete(new URLSearchParams(requete), epci));
}

async function dire(rq: Rq, filtre: Filtre): Promise<FiltreDit> {
  const [quoi = ''] = await direToutes(rq, [filtre.requete]);
  return { ...filtre, quoi };
}

async function enregistrerPage(rq: Rq, requete: string, state: FormState): Promise<PageContent> {
  const [quoi = ''] = await direToutes(rq, [requete]);
  return {
    title: 'Enregistrer ce filtre',
    breadcrumbs: [CONVENTIONS],
    body: <EnregistrerPage state={state} cle={rq.key} requete={requete} quoi={quoi} />,
  };
}

async function enregistrer(rq: SignedRq): Promise<Reply> {
  const form = parseForm(filtreForm, rq.form);
  const typed = form.ok ? (form.data.requete ?? '') : String(form.state.values['requete'] ?? '');
  const requete = requeteDe(new URLSearchParams(typed));
  if (!form.ok) return refusal(await enregistrerPage(rq, requete, form.state));
  const refuse = async (refus: RefusFiltre) =>
    refusal(await enregistrerPage(rq, requete, withErrors(form.state, toErrors(refus))));
  const { id } = rq.territoire;
  const mine = await filtresDe(rq.db, id, rq.compte.id);
  if (mine.length >= FILTRES_AU_PLUS) return refuse({ refus: 'trop_de_filtres' });
  const { nom } = form.data;
  const isSaved = await saveFiltre(rq.db, id, { compteId: rq.compte.id, nom, requete });
  if (!isSaved) return refuse({ refus: 'nom_pris' });
  return redirect(`/conventions?${requete}`, { flash: `Le filtre « ${nom} » est enregistré, en tête de cette liste.` });
}

function renommerPage(rq: Rq, filtre: Filtre, state: FormState): PageContent {
  return {
    title: 'Renommer un filtre',
    breadcrumbs: [CONVENTIONS, MES_FILTRES],
    body: <RenommerPage filtre={filtre} state={state} cle={rq.key} />,
  };
}

async function renommer(rq: SignedRq, filtre: Filtre): Promise<Reply> {
  const form = parseForm(renommerForm, rq.form);
  if (!form.ok) return refusal(renommerPage(rq, filtre, form.state));
  const { nom } = form.data;
  if (!(await renameFiltre(rq.db, rq.territoire.id, filtre.id, nom))) {
    return refusal(renommerPage(rq, filtre, withErrors(form.state, toErrors({ refus: 'nom_pris' }))));
  }
  return redirect(MES_FILTRES.href, { flash: `Le filtre s’appelle désormais « ${nom} ».` });
}

/** The filters that a person keeps of the list of conventions: nobody else sees them. */
export const filtresRoutes: readonly Route[] = [
  get('/conventions/filtres', {
    access: equipe,
    handle: async (rq) => {
      const mine = await filtresDe(rq.db, rq.territoire.id, rq.compte.id);
      const said = await direToutes(
        rq,
        mine.map(({ requete }) => requete),
      );
      const filtres = mine.map((filtre, rank) => ({ ...filtre, quoi: said[rank] ?? '' }));
      return page({ title: 'Mes filtres', breadcrumbs: [CONVENTIONS], body: <MesFiltresPage filtres={filtres} /> });
    },
  }),

  get('/conventions/filtres/nouveau', {
    access: equipe,
    handle: async (rq) => page(await enregistrerPage(rq, requeteDe(rq.query), blankForm())),
  }),
  post('/conventions/filtres/nouveau', {
    acte: 'enregistrer un filtre de conventions',
    collecte: [FILTRES],
    access: equipe,
    handle: enregistrer,
  }),

  get('/conventions/filtres/:filtre/renommer', {
    access: sien,
    load,
    handle: async (rq, filtre) => page(renommerPage(rq, filtre, blankForm({ nom: filtre.nom }))),
  }),
  post('/conventions/filtres/:filtre/renommer', {
    acte: 'renommer un filtre de conventions',
    collecte: [FILTRES],
    access: sien,
    load,
    handle: renommer,
  }),

  get('/conventions/filtres/:filtre/supprimer', {
    access: sien,
    load,
    handle: async (rq, filtre) =>
      page({
        title: 'Supprimer un filtre',
        breadcrumbs: [CONVENTIONS, MES_FILTRES],
        body: <SupprimerPage filtre={await dire(rq, filtre)} cle={rq.key} />,
      }),
  }),
  post('/conventions/filtres/:filtre/supprimer', {
    acte: 'supprimer un filtre de conventions',
    collecte: 'rien',
    access: sien,
    load,
    handle: async (rq, filtre) => {
      await deleteFiltre(rq.db, rq.territoire.id, filtre.id);
      return redirect(MES_FILTRES.href, { flash: `Le filtre « ${filtre.nom} » est supprimé.` });
    },
  }),
];
