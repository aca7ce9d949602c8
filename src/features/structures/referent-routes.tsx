import { phrase } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { type Breadcrumb, type PageContent, page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { COMPTES } from '../comptes/conservation.ts';
import { PHRASES_COMPTE } from '../comptes/rules.ts';
import { closeCompte, followCourriel } from '../comptes/store.ts';
import { CONTACTS } from './conservation.ts';
import { referentForm, referentValues } from './forms.ts';
import { ReferentFormPage, RetirerReferentPage } from './referent-views.tsx';
import { PHRASES_REFERENT, verifierCourrielReferent } from './rules.ts';
import { deleteReferent, findStructure, type Referent, referentsDe, type Structure, saveReferent } from './store.ts';

type Loaded = { readonly structure: Structure; readonly referents: readonly Referent[] };
type LoadedReferent = Loaded & { readonly referent: Referent };

async function load(rq: Rq): Promise<Loaded | undefined> {
  const structure = await findStructure(rq.db, rq.territoire.id, rq.params['structure'] ?? '');
  if (structure === undefined) return undefined;
  return { structure, referents: await referentsDe(rq.db, rq.territoire.id, structure.id) };
}

/** The référent that the path names, among those of the structure that it names. */
async function loadReferent(rq: Rq): Promise<LoadedReferent | undefined> {
  const loaded = await load(rq);
  const referent = loaded?.referents.find(({ id }) => id === rq.params['referent']);
  return loaded === undefined || referent === undefined ? undefined : { ...loaded, referent };
}

function breadcrumbs({ id, nom }: Structure): readonly Breadcrumb[] {
  return [
    { href: '/structures', label: 'Structures' },
    { href: `/structures/${id}`, label: nom },
  ];
}

function formPage(rq: Rq, structure: Structure, referent: Referent | null, refused?: FormState): PageContent {
  const title = referent === null ? 'Nouveau référent' : 'Modifier le référent';
  const state = refused ?? (referent === null ? blankForm() : referentValues(referent));
  return {
    title,
    breadcrumbs: breadcrumbs(structure),
    body: (
      <ReferentFormPage
        title={title}
        structure={structure}
        state={state}
        cle={rq.key}
        action={rq.path}
        rouvrable={referent !== null && referent.courriel !== null && !referent.peutSeConnecter}
      />
    ),
  };
}

/** Saves the card of a référent, and opens, moves or closes the account that goes with its address. */
async function save(rq: Rq, { structure, referents }: Loaded, referent: Referent | null, flash: string) {
  const form = parseForm(referentForm, rq.form);
  if (!form.ok) return refusal(formPage(rq, structure, referent, form.state));
  const refuse = (message: string) =>
    refusal(formPage(rq, structure, referent, withErrors(form.state, [{ field: 'courriel', message }])));

  const { rouvrir, ...saisie } = form.data;
  const { nom, courriel } = saisie;
  const shared = verifierCourrielReferent(referents, referent?.id ?? null, courriel);
  if (shared !== null) return refuse(phrase(PHRASES_REFERENT, shared));
  await saveReferent(rq.db, rq.territoire.id, structure.id, referent?.id ?? null, saisie);
  const taken = await followCourriel(
    rq.db,
    rq.territoire.id,
    { role: 'referent', structureId: structure.id },
    { before: referent?.courriel ?? null, after: courriel, nom, rouvrir },
    rq.now,
  );
  if (taken !== null) return refuse(phrase(PHRASES_COMPTE, taken));
  return redirect(`/structures/${structure.id}`, { flash });
}

export const referentsRoutes: readonly Route[] = [
  get('/structures/:structure/referents/nouveau', {
    load,
    access: { equipe: true },
    handle: async (rq, { structure }) => page(formPage(rq, structure, null)),
  }),

  post('/structures/:structure/referents/nouveau', {
    acte: 'ajouter un référent',
    collecte: [CONTACTS, COMPTES],
    load,
    access: { equipe: true },
    handle: (rq, loaded) => save(rq, loaded, null, 'Le référent est enregistré.'),
  }),

  get('/structures/:structure/referents/:referent/modifier', {
    load: loadReferent,
    access: { equipe: true },
    handle: async (rq, { structure, referent }) => page(formPage(rq, structure, referent)),
  }),

  post('/structures/:structure/referents/:referent/modifier', {
    acte: 'modifier un référent',
    collecte: [CONTACTS, COMPTES],
    load: loadReferent,
    access: { equipe: true },
    handle: (rq, loaded) => save(rq, loaded, loaded.referent, 'Le référent est à jour.'),
  }),

  get('/structures/:structure/referents/:referent/retirer', {
    load: loadReferent,
    access: { equipe: true },
    handle: async (rq, { structure, referent }) =>
      page({
        title: 'Retirer le référent',
        breadcrumbs: breadcrumbs(structure),
        body: <RetirerReferentPage structure={structure} referent={referent} cle={rq.key} />,
      }),
  }),

  post('/structures/:structure/referents/:referent/retirer', {
    acte: 'retirer un référent',
    collecte: 'rien',
    load: loadReferent,
    access: { equipe: true },
    handle: async (rq, { structure, referent }) => {
      await deleteReferent(rq.db, rq.territoire.id, structure.id, referent.id);
      if (referent.courriel !== null) {
        const titulaire = { role: 'referent', structureId: structure.id } as const;
        await closeCompte(rq.db, rq.territoire.id, titulaire, referent.courriel, rq.now);
      }
      return redirect(`/structures/${structure.id}`, { flash: `${referent.nom} n’est plus référent de la structure.` });
    },
  }),
];
