import { parseForm } from '../../../platform/http/form.ts';
import { type PageContent, page, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { reglagesDe } from '../reglages/store.ts';
import type { TexteNotice } from '../rules.ts';
import { noticeForm, TEXTE_MONTRE } from './forms.ts';
import { noticeRemplie } from './notice.ts';
import { noticesDe, publierNotice } from './store.ts';
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
        state={state ?? blankForm({ ...versions[0]?.texte })}
        cle={rq.key}
        apercu={apercu && fill(apercu)}
      />
    ),
  };
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
      // A preview writes nothing: the page is shown, and its transaction undone.
      if (rq.form.values['suite']?.[0] !== 'publier') return page(await noticePage(rq, form.state, form.data));
      const version = await publierNotice(rq.db, rq.territoire.id, form.data, { compteId: rq.compte.id, now: rq.now });
      return redirect('/mandats/notice', { flash: `La version ${version} de la notice est en vigueur.` });
    },
  }),
];
