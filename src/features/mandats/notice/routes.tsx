import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FieldError, type FormState } from '../../../ui/form-state.ts';
import { comparerTextes } from '../../conventions/modeles/comparaison.ts';
import { reglagesDe } from '../reglages/store.ts';
import { NOTICE_1, parametresInconnus, RUBRIQUES, type Rubrique, type TexteNotice } from '../rules.ts';
import { champ, noticeForm, TEXTE_MONTRE, texteDe, valeursDe } from './forms.ts';
import { noticeRemplie } from './notice.ts';
import {
  abandonnerNotice,
  holdNotice,
  noticeEnVigueur,
  noticeProposee,
  noticesDe,
  proposerNotice,
  publierNotice,
} from './store.ts';
import { NoticePage } from './views.tsx';
import { type Changement, PublierPage } from './views-publier.tsx';

const access = { dpo: true } as const;
const NOTICE = { href: '/mandats/notice', label: 'Notice des mandats' } as const;
const PUBLIER = '/mandats/notice/publier';

async function noticePage(rq: Rq, state: FormState | null, apercu: TexteNotice | null): Promise<PageContent> {
  const versions = await noticesDe(rq.db, rq.territoire.id);
  const reglages = await reglagesDe(rq.db, rq.territoire.id);
  const proposee = await noticeProposee(rq.db, rq.territoire.id);
  const fill = (texte: TexteNotice) => noticeRemplie(texte, rq.territoire, reglages);
  return {
    title: NOTICE.label,
    body: (
      <NoticePage
        versions={versions.map(({ texte, ...version }) => ({ ...version, rubriques: fill(texte) }))}
        state={state ?? blankForm(valeursDe(proposee?.texte ?? versions[0]?.texte ?? NOTICE_1))}
        cle={rq.key}
        apercu={apercu && fill(apercu)}
        proposeeAt={proposee?.createdAt ?? null}
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

type Proposition = {
  readonly version: number;
  readonly texte: TexteNotice;
  readonly changements: readonly Changement[];
};

/** What would be published and what that changes, part by part; undefined when nothing waits. */
async function propositionDe(rq: Rq): Promise<Proposition | undefined> {
  const { version, texte: present } = await noticeEnVigueur(rq.db, rq.territoire.id);
  const texte = (await noticeProposee(rq.db, rq.territoire.id))?.texte;
  if (texte === undefined || isDeepStrictEqual(present, texte)) return undefined;
  const changements = (Object.entries(RUBRIQUES) as [Rubrique, string][]).flatMap(([cle, titre]) =>
    present[cle] === texte[cle] ? [] : [{ titre, mots: comparerTextes(present[cle], texte[cle]) }],
  );
  return { version: version + 1, texte, changements };
}

/** By which a text and its number are known again between the page that shows them and the form that publishes them. */
const vueDe = ({ version, texte }: Proposition): string =>
  createHash('sha256')
    .update(JSON.stringify([version, valeursDe(texte)]))
    .digest('hex');

function publierPage(rq: Rq, proposition: Proposition, errors: readonly FieldError[] = []): PageContent {
  return {
    title: 'Publier la notice',
    breadcrumbs: [NOTICE],
    body: (
      <PublierPage
        version={proposition.version}
        changements={proposition.changements}
        vue={vueDe(proposition)}
        state={{ values: {}, errors }}
        cle={rq.key}
      />
    ),
  };
}

const RIEN = 'Rien n’a changé : la version en vigueur reste la même.';

async function publier(rq: SignedRq): Promise<Reply> {
  const { db, territoire, compte, now } = rq;
  await holdNotice(db, territoire.id);
  const proposition = await propositionDe(rq);
  if (proposition === undefined) return redirect(NOTICE.href, { flash: RIEN });
  if (rq.form.values['vue']?.[0] !== vueDe(proposition)) {
    const message = 'Ce texte a changé depuis que cette page s’est ouverte : relisez ce qui suit, puis décidez.';
    return refusal(publierPage(rq, proposition, [{ field: '', message }]));
  }
  const version = await publierNotice(db, territoire.id, proposition.texte, { compteId: compte.id, now });
  return redirect(NOTICE.href, { flash: `La version ${version} de la notice est en vigueur.` });
}

/** The information notice of mandats: read, previewed, kept to be confirmed, then published in a new version. */
export const noticeRoutes: readonly Route[] = [
  get(NOTICE.href, { access, handle: async (rq) => page(await noticePage(rq, null, null)) }),

  post(NOTICE.href, {
    access,
    acte: 'proposer une notice des mandats',
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
        await abandonnerNotice(rq.db, rq.territoire.id);
        return redirect(NOTICE.href, { flash: RIEN });
      }
      // Kept before the code is asked for again: nobody types nine parts twice.
      await proposerNotice(rq.db, rq.territoire.id, texte, { compteId: rq.compte.id, now: rq.now });
      return redirect(PUBLIER);
    },
  }),

  get(PUBLIER, {
    access,
    niveau: 'confirme',
    handle: async (rq) => {
      const proposition = await propositionDe(rq);
      return proposition === undefined ? redirect(NOTICE.href, { flash: RIEN }) : page(publierPage(rq, proposition));
    },
  }),

  post(PUBLIER, {
    access,
    niveau: 'confirme',
    acte: 'publier une notice des mandats',
    collecte: 'rien',
    handle: publier,
  }),

  post('/mandats/notice/abandonner', {
    access,
    acte: 'abandonner une notice des mandats proposée',
    collecte: 'rien',
    handle: async (rq) => {
      await abandonnerNotice(rq.db, rq.territoire.id);
      return redirect(NOTICE.href, { flash: 'Le texte proposé est abandonné : la version en vigueur reste la même.' });
    },
  }),
];
