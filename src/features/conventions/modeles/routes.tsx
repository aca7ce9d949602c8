import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { file, notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../../ui/table-query.ts';
import { renderApercu } from './apercu.ts';
import { createBrouillon, createModele } from './brouillon/store.ts';
import { comparer } from './comparaison.ts';
import { brouillonForm, modeleForm } from './forms.ts';
import { brouillonRoutes } from './routes-brouillon.tsx';
import { changementRoutes } from './routes-convention.tsx';
import { decisionRoutes } from './routes-decision.tsx';
import {
  allModeles,
  conventionsDeVersion,
  conventionsParVersion,
  findModele,
  findVersion,
  type ModeleSuivi,
  type VersionModele,
  versionsPubliees,
} from './store.ts';
import {
  colonnesModeles,
  ModelePage,
  ModelesPage,
  NouveauBrouillonPage,
  NouveauModelePage,
  VersionPage,
} from './views.tsx';

const equipe = { equipe: true } as const;
const MODELES = { href: '/modeles', label: 'Modèles' } as const;
/** As many conventions as the page of a version names. */
const CONVENTIONS_NOMMEES = 50;

const loadModele = (rq: Rq) => findModele(rq.db, rq.territoire.id, rq.params['modele'] ?? '');

async function loadVersion(rq: Rq): Promise<VersionModele | undefined> {
  const version = await findVersion(rq.db, rq.territoire.id, rq.params['version'] ?? '');
  return version?.modeleId === rq.params['modele'] ? version : undefined;
}

const pathTo = ({ id, nom }: Pick<ModeleSuivi, 'id' | 'nom'>) => [MODELES, { href: `/modeles/${id}`, label: nom }];

async function liste(rq: Rq): Promise<Reply> {
  const borne = await conventionsParVersion(rq.db, rq.territoire.id);
  const modeles = (await allModeles(rq.db, rq.territoire.id)).map((modele) => ({
    ...modele,
    conventions: modele.versions.reduce((sum, { id }) => sum + (borne.get(id) ?? 0), 0),
  }));
  const sortable = colonnesModeles.filter((one) => one.sortable).map(({ key }) => key);
  const query = tableQuery(rq.query, { sortable, defaultSort: 'nom' });
  const listed = tablePage(modeles, colonnesModeles, query);
  return page({
    title: 'Modèles de convention',
    breadcrumbs: [{ href: '/conventions', label: 'Conventions' }],
    body: <ModelesPage listed={listed} />,
  });
}

/** Newest first: what is usually wanted. */
const versionsRecentes = async (rq: Rq) => (await versionsPubliees(rq.db, rq.territoire.id)).toReversed();

async function nouveauPage(rq: Rq, state: FormState): Promise<PageContent> {
  return {
    title: 'Créer un modèle',
    breadcrumbs: [MODELES],
    body: <NouveauModelePage state={state} cle={rq.key} versions={await versionsRecentes(rq)} />,
  };
}

const choisirVersion = { field: 'origine', message: 'Choisissez la version de départ dans la liste.' };

async function creer(rq: SignedRq): Promise<Reply> {
  const sent = parseForm(modeleForm, rq.form);
  const refuse = async (state: FormState, errors: FormState['errors'] = []) =>
    refusal(await nouveauPage(rq, withErrors(state, errors, modeleForm)));
  if (!sent.ok) return refuse(sent.state);
  const { nom, origine: asked } = sent.data;
  const origine = await findVersion(rq.db, rq.territoire.id, asked);
  const taken = (await allModeles(rq.db, rq.territoire.id)).some((one) => one.nom === nom);
  const errors = [
    ...(taken ? [{ field: 'nom', message: 'Un autre modèle porte déjà ce nom.' }] : []),
    ...(origine === undefined ? [choisirVersion] : []),
  ];
  if (errors.length > 0 || origine === undefined) return refuse(sent.state, errors);
  const created = await createModele(rq.db, rq.territoire.id, { nom, origine }, rq.compte.id);
  if ('constraint' in created) {
    return refuse(sent.state, [{ field: 'nom', message: 'Un autre modèle porte déjà ce nom.' }]);
  }
  return redirect(`/modeles/${created.value}/brouillon`, {
    flash: 'Le modèle est créé. Changez-en le brouillon, puis publiez-le.',
    objet: ['modele', created.value],
  });
}

async function nouveauBrouillonPage(rq: Rq, modele: ModeleSuivi, state: FormState): Promise<PageContent> {
  return {
    title: 'Préparer une nouvelle version',
    breadcrumbs: pathTo(modele),
    body: <NouveauBrouillonPage modele={modele} state={state} cle={rq.key} versions={await versionsRecentes(rq)} />,
  };
}

async function commencer(rq: SignedRq, modele: ModeleSuivi): Promise<Reply> {
  if (modele.integre) return notFound();
  const sent = parseForm(brouillonForm, rq.form);
  const refuse = async (state: FormState, errors: FormState['errors'] = []) =>
    refusal(await nouveauBrouillonPage(rq, modele, withErrors(state, errors)));
  if (!sent.ok) return refuse(sent.state);
  const origine = await findVersion(rq.db, rq.territoire.id, sent.data.origine);
  if (origine === undefined) return refuse(sent.state, [choisirVersion]);
  const started = await createBrouillon(rq.db, rq.territoire.id, { modeleId: modele.id, origine }, rq.compte.id);
  return redirect(`/modeles/${modele.id}/brouillon`, {
    flash: started ? 'Le brouillon est commencé.' : 'Un brouillon était déjà en cours : le voici, tel qu’il est.',
  });
}

async function showVersion(rq: Rq, version: VersionModele): Promise<Reply> {
  const origine = version.origine === null ? undefined : await findVersion(rq.db, rq.territoire.id, version.origine);
  const borne = await conventionsParVersion(rq.db, rq.territoire.id);
  return page({
    title: `${version.modeleNom}, version ${version.numero}`,
    breadcrumbs: pathTo({ id: version.modeleId, nom: version.modeleNom }),
    body: (
      <VersionPage
        version={version}
        depuis={origine === undefined ? null : { origine, differences: comparer(origine.contenu, version.contenu) }}
        conventions={await conventionsDeVersion(rq.db, rq.territoire.id, version.cle, CONVENTIONS_NOMMEES)}
        total={borne.get(version.id) ?? 0}
      />
    ),
  });
}

/** Models and their versions: what is published, and what is being written. */
export const modelesRoutes: readonly Route[] = [
  get('/modeles', { access: equipe, handle: liste }),

  get('/modeles/nouveau', {
    access: equipe,
    handle: async (rq) => {
      const asked = rq.query.get('origine') ?? '';
      const known = (await versionsRecentes(rq)).some(({ id }) => id === asked);
      return page(await nouveauPage(rq, blankForm({ origine: known ? asked : '' })));
    },
  }),
  post('/modeles/nouveau', { access: equipe, acte: 'créer un modèle de convention', collecte: 'rien', handle: creer }),

  get('/modeles/:modele', {
    access: equipe,
    load: loadModele,
    handle: async (rq, modele) =>
      page({
        title: modele.nom,
        breadcrumbs: [MODELES],
        body: <ModelePage modele={modele} conventions={await conventionsParVersion(rq.db, rq.territoire.id)} />,
      }),
  }),

  get('/modeles/:modele/versions/:version', { access: equipe, load: loadVersion, handle: showVersion }),
  get('/modeles/:modele/versions/:version/apercu.pdf', {
    access: equipe,
    load: loadVersion,
    handle: async (rq, { contenu, libelle }) => {
      const bytes = await renderApercu(contenu, libelle, rq);
      return file({ bytes, type: 'application/pdf', name: 'apercu-du-modele.pdf', inline: true });
    },
  }),

  get('/modeles/:modele/brouillon/nouveau', {
    access: equipe,
    load: loadModele,
    handle: async (rq, modele) => {
      if (modele.integre) return notFound();
      if (modele.brouillon !== null) return redirect(`/modeles/${modele.id}/brouillon`);
      return page(await nouveauBrouillonPage(rq, modele, blankForm({ origine: modele.versions[0]?.id ?? '' })));
    },
  }),
  post('/modeles/:modele/brouillon/nouveau', {
    access: equipe,
    load: loadModele,
    acte: 'commencer le brouillon d’un modèle',
    collecte: 'rien',
    handle: commencer,
  }),

  ...brouillonRoutes,
  ...decisionRoutes,
  ...changementRoutes,
];
