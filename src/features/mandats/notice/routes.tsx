import { isDeepStrictEqual } from 'node:util';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { type PageContent, page, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../../platform/http/route.ts';
import { blankForm, type FieldError, type FormState } from '../../../ui/form-state.ts';
import { reglagesDe } from '../reglages/store.ts';
import { NOTICE_1, parametresInconnus, type Rubrique, type TexteNotice } from '../rules.ts';
import { champ, noticeForm, TEXTE_MONTRE, texteDe, valeursDe } from './forms.ts';
import { noticeRemplie } from './notice.ts';
import { noticeEnVigueur, noticesDe, publierNotice } from './store.ts';
import { NoticePage } from './views.tsx';

const access = { dpo: true } as const;

async function noticePage(rq: Rq, state: FormState | null, apercu: TexteNotice | null): Promise<PageContent> {
  const versions = await noticesDe(rq.db, rq.territoire.id);
  const reglages = await reglagesDe(rq.db, rq.territoire.id);
  const fill = (texte: TexteNotice) => noticeRemplie(texte, rq.territoire, reglages);
  return {
    title: 'Notice des mandats',
    body: (
      <NoticePage
        versions={versions.map(({ texte, ...version }) => ({ ...version, rubriques: fill(texte) }))}
        state={state ?? blankForm(valeursDe(versions[0]?.texte ?? NOTICE_1))}
        cle={rq.key}
        apercu={apercu && fill(apercu)}
      />
    ),
  };
}

function erreursDe(texte: TexteNotice): readonly FieldError[] {
  return (Object.entries(texte) as [Rubrique, string][]).flatMap(([cle, part]) => {
    const unknown = parametresInconnus(part);
    if (unknown.length === 0) return [];
    return [
      { field: champ(cle), message: `Escale ne sait pas remplacer ${unknown.join(', ')} : corrigez ou retirez.` },
    ];
  });
}

/** The information notice of mandats: read, previewed, published in a new version. */
export const noticeRoutes: readonly Route[] = [
  get('/mandats/notice', { access, handle: async (rq) => page(await noticePage(rq, null, null)) }),

  post('/mandats/notice', {
    access,
    acte: 'publier une notice des mandats',
    collecte: 'rien',
    handle: async (rq) => {
      const form = parseForm(noticeForm, rq.form, TEXTE_MONTRE);
      if (!form.ok) return refusal(await noticePage(rq, form.state, null));
      const texte = texteDe(form.data);
      const errors = erreursDe(texte);
      if (errors.length > 0) return refusal(await noticePage(rq, withErrors(form.state, errors, noticeForm), null));
      // A preview writes nothing: the page is shown, and its transaction undone.
      if (rq.form.values['suite']?.[0] !== 'publier') return page(await noticePage(rq, form.state, texte));
      const { texte: present } = await noticeEnVigueur(rq.db, rq.territoire.id);
      if (isDeepStrictEqual(present, texte)) {
        return redirect('/mandats/notice', { flash: 'Rien n’a changé : la version en vigueur reste la même.' });
      }
      const version = await publierNotice(rq.db, rq.territoire.id, texte, { compteId: rq.compte.id, now: rq.now });
      return redirect('/mandats/notice', { flash: `La version ${version} de la notice est en vigueur.` });
    },
  }),
];
