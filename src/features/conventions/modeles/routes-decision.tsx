import { phrase } from '../../../domain/refus.ts';
import { parseForm } from '../../../platform/http/form.ts';
import { notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import type { FormState } from '../../../ui/form-state.ts';
import { abandonnerBrouillon, type Brouillon, publierBrouillon, saveBrouillon } from './brouillon/store.ts';
import { comparer } from './comparaison.ts';
import { nommer, type Place, retirer, trouver } from './contenu.ts';
import { vueForm } from './forms.ts';
import { PHRASES_PUBLICATION, remarques, verifierPublication } from './publication.ts';
import { conventionsEnTout } from './store.ts';
import { disparu, loadBrouillon, pathTo, type Tenu, tenirBrouillon, urlDe } from './tenir.tsx';
import { derniereEcriture } from './views-brouillon.tsx';
import { AbandonnerPage, PublierPage, RetirerPage } from './views-decision.tsx';
import { vueContenu, vueEntiere } from './vue.ts';

const equipe = { equipe: true } as const;

/** Whether what is decided on is still what the page showed; the page is shown again otherwise. */
function refusVue(rq: Rq, brouillon: Brouillon, vue: string): FormState['errors'] {
  const sent = parseForm(vueForm, rq.form);
  if (sent.ok && sent.data.vue === vue) return [];
  const message = `Le brouillon a changé depuis l’ouverture de cette page (${derniereEcriture(brouillon)}). Relisez ce qui suit, puis décidez.`;
  return [{ field: '', message }];
}

const placeVisee = (rq: Rq, brouillon: Brouillon): Place | undefined =>
  trouver(brouillon.contenu, rq.params['element'] ?? '');

function retirerPage(rq: Rq, brouillon: Brouillon, place: Place, errors: FormState['errors'] = []): PageContent {
  const vue = vueEntiere(place.element);
  return {
    title: `Retirer ${nommer(place)}`,
    breadcrumbs: pathTo(brouillon),
    body: <RetirerPage brouillon={brouillon} place={place} vue={vue} cle={rq.key} errors={errors} />,
  };
}

async function remove(rq: SignedRq, tenu: Tenu): Promise<Reply> {
  const { brouillon } = tenu;
  if (brouillon === null) return disparu(rq, tenu);
  const place = placeVisee(rq, brouillon);
  if (place === undefined) return redirect(urlDe(brouillon), { flash: 'Il était déjà retiré du brouillon.' });
  const errors = refusVue(rq, brouillon, vueEntiere(place.element));
  if (errors.length > 0) return refusal(retirerPage(rq, brouillon, place, errors));
  const contenu = retirer(brouillon.contenu, place.element.cle);
  await saveBrouillon(rq.db, rq.territoire.id, brouillon.modeleId, contenu, { compteId: rq.compte.id, at: rq.now });
  return redirect(urlDe(brouillon), { flash: `${nommer(place)} : retiré du brouillon.` });
}

async function publierPage(rq: Rq, brouillon: Brouillon, errors: FormState['errors'] = []): Promise<PageContent> {
  const { contenu, origine } = brouillon;
  return {
    title: `Publier la version ${brouillon.numero}`,
    breadcrumbs: pathTo(brouillon),
    body: (
      <PublierPage
        brouillon={brouillon}
        vue={vueContenu(contenu)}
        cle={rq.key}
        errors={errors}
        refus={verifierPublication(contenu).map((refus) => phrase(PHRASES_PUBLICATION, refus))}
        remarques={remarques(contenu)}
        differences={comparer(origine.contenu, contenu)}
        conventions={await conventionsEnTout(rq.db, rq.territoire.id)}
      />
    ),
  };
}

async function publish(rq: SignedRq, tenu: Tenu): Promise<Reply> {
  const { brouillon } = tenu;
  if (brouillon === null) return disparu(rq, tenu);
  const errors = refusVue(rq, brouillon, vueContenu(brouillon.contenu));
  const refused = verifierPublication(brouillon.contenu).length > 0;
  if (errors.length > 0 || refused) return refusal(await publierPage(rq, brouillon, errors));
  const by = { compteId: rq.compte.id, at: rq.now };
  const id = await publierBrouillon(rq.db, rq.territoire.id, brouillon, by);
  return redirect(`/modeles/${brouillon.modeleId}/versions/${id}`, {
    flash: `La version ${brouillon.numero} est publiée. Les nouvelles conventions peuvent en partir.`,
    objet: ['modele_version', id],
  });
}

function abandonnerPage(rq: Rq, brouillon: Brouillon, errors: FormState['errors'] = []): PageContent {
  const { contenu, origine } = brouillon;
  return {
    title: 'Abandonner un brouillon',
    breadcrumbs: pathTo(brouillon),
    body: (
      <AbandonnerPage
        brouillon={brouillon}
        vue={vueContenu(contenu)}
        cle={rq.key}
        errors={errors}
        changements={comparer(origine.contenu, contenu).length}
      />
    ),
  };
}

async function abandon(rq: SignedRq, tenu: Tenu): Promise<Reply> {
  const { brouillon } = tenu;
  if (brouillon === null) return disparu(rq, tenu);
  const errors = refusVue(rq, brouillon, vueContenu(brouillon.contenu));
  if (errors.length > 0) return refusal(abandonnerPage(rq, brouillon, errors));
  const remains = await abandonnerBrouillon(rq.db, rq.territoire.id, brouillon);
  return redirect(remains ? `/modeles/${brouillon.modeleId}` : '/modeles', { flash: 'Le brouillon est abandonné.' });
}

const BROUILLON = '/modeles/:modele/brouillon';

/** What is confirmed before it is done: an article removed, a version published, a draft abandoned. */
export const decisionRoutes: readonly Route[] = [
  get(`${BROUILLON}/elements/:element/retirer`, {
    access: equipe,
    load: loadBrouillon,
    handle: async (rq, brouillon) => {
      const place = placeVisee(rq, brouillon);
      return place === undefined ? notFound() : page(retirerPage(rq, brouillon, place));
    },
  }),
  post(`${BROUILLON}/elements/:element/retirer`, {
    access: equipe,
    load: tenirBrouillon,
    acte: 'retirer un article d’un modèle',
    collecte: 'rien',
    handle: remove,
  }),

  get(`${BROUILLON}/publier`, {
    access: equipe,
    load: loadBrouillon,
    handle: async (rq, brouillon) => page(await publierPage(rq, brouillon)),
  }),
  post(`${BROUILLON}/publier`, {
    access: equipe,
    load: tenirBrouillon,
    acte: 'publier une version d’un modèle',
    collecte: 'rien',
    handle: publish,
  }),

  get(`${BROUILLON}/abandonner`, {
    access: equipe,
    load: loadBrouillon,
    handle: async (rq, brouillon) => page(abandonnerPage(rq, brouillon)),
  }),
  post(`${BROUILLON}/abandonner`, {
    access: equipe,
    load: tenirBrouillon,
    acte: 'abandonner le brouillon d’un modèle',
    collecte: 'rien',
    handle: abandon,
  }),
];
