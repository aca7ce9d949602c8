import type { Compte } from '../../../domain/compte.ts';
import { parisDate } from '../../../domain/date.ts';
import { phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { file, notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, guarded, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { LISTE, type MandatsOptions, sien } from '../chemin.ts';
import { chercherParNom } from '../recherche/liste/store.ts';
import { PHRASES_FICHIER, PHRASES_REMISE, refusFichier, refusRemise } from '../rules.ts';
import { lireMandats, type Mandat, mandatsParIds } from '../store.ts';
import { lireEntier, type MandatEntier } from './entier.ts';
import { fichierDesMandats } from './fichier.tsx';
import { lireMandatsCoches, lireNom, remiseForm } from './forms.ts';
import { clore, findRemise, noterFichier, type RemiseDemandee } from './store.ts';
import { type Candidat, RemisePage } from './views.tsx';

const MONTRES = 20;

/** What is asked of an agent, while nothing came of it and it is established who asks. */
async function load(rq: Rq): Promise<RemiseDemandee | undefined> {
  const found = await findRemise(rq.db, rq.territoire.id, rq.params['remise'] ?? '');
  return found?.issue === null && found.identite ? found : undefined;
}

const access = {
  agent: ({ agentId }: Compte, remise: RemiseDemandee) => agentId !== null && agentId === remise.agentId,
} as const;

/** The agent's mandats that answer to a name, with who they are of: those that may be read alone. */
async function candidatsDe(rq: SignedRq, { cles }: MandatsOptions, nom: string): Promise<readonly Candidat[]> {
  const { db, territoire, compte, now } = rq;
  if (compte.agentId === null) return [];
  const asked = { nom, max: MONTRES + 1, now };
  const mandats = await chercherParNom({ db, cles }, territoire.id, compte.agentId, asked);
  const lisibles = await lireMandats({ db, cles }, territoire.id, mandats, now);
  return mandats.flatMap((mandat) => {
    const identite = lisibles.get(mandat.id)?.identite ?? null;
    return identite === null ? [] : [{ mandat, identite }];
  });
}

type Etats = { readonly nom?: string; readonly choix?: FormState; readonly remis?: FormState };

async function remisePage(
  rq: SignedRq,
  options: MandatsOptions,
  remise: RemiseDemandee,
  { nom = remise.nom, choix = blankForm(), remis = blankForm({ closeLe: rq.today.toString() }) }: Etats = {},
): Promise<PageContent> {
  const found = await candidatsDe(rq, options, nom);
  return {
    title: 'Remettre ce que disent des mandats',
    breadcrumbs: [LISTE],
    body: (
      <RemisePage
        remise={remise}
        agentId={rq.compte.agentId ?? ''}
        nom={nom}
        candidats={found.slice(0, MONTRES)}
        deTrop={found.length > MONTRES}
        choix={choix}
        remis={remis}
        cle={rq.key}
        today={rq.today}
      />
    ),
  };
}

/** The mandats that were ticked, opened; undefined as soon as one is not the agent's, or may not be read. */
async function ouvrirCoches(
  rq: SignedRq,
  options: MandatsOptions,
  ids: readonly string[],
): Promise<readonly MandatEntier[] | undefined> {
  const mandats: readonly Mandat[] = await mandatsParIds(rq.db, rq.territoire.id, ids);
  const own = mandats.filter((mandat) => mandat.etat === 'signe' && sien(rq.compte, mandat));
  if (own.length < ids.length) return undefined;
  const entiers: MandatEntier[] = [];
  for (const mandat of own) {
    const entier = await lireEntier(rq, options, mandat);
    if (entier === undefined) return undefined;
    entiers.push(entier);
  }
  return entiers;
}

/** Makes the file and hands it over to the browser: it is kept nowhere. One line of the journal a mandat. */
async function faire(rq: SignedRq, options: MandatsOptions, remise: RemiseDemandee): Promise<Reply> {
  const ids = lireMandatsCoches(rq.query);
  if (ids === undefined) return notFound();
  const refus = refusFichier(ids.length);
  if (refus !== null) {
    const errors = [{ field: 'mandat', message: phrase(PHRASES_FICHIER, refus) }];
    return refusal(await remisePage(rq, options, remise, { choix: { values: {}, errors } }));
  }
  const entiers = await ouvrirCoches(rq, options, ids);
  if (entiers === undefined) return notFound();
  const { db, territoire, now, compte } = rq;
  for (const { mandat } of entiers)
    await rq.note('mettre un mandat dans le fichier de sa personne', ['mandat', mandat.id]);
  await noterFichier(db, territoire.id, remise.id, { mandats: entiers.length, now });
  const bytes = fichierDesMandats({ remise, entiers, territoire, agent: compte.nom, now });
  return file({ bytes, type: 'application/zip', name: `mandats-${remise.reference}.zip` });
}

async function noterRemis(rq: SignedRq, options: MandatsOptions, remise: RemiseDemandee): Promise<Reply> {
  const form = parseForm(remiseForm, rq.form);
  if (!form.ok) return refusal(await remisePage(rq, options, remise, { remis: form.state }));
  const { canal, closeLe } = form.data;
  const fichierLe = remise.fichierAt === null ? null : parisDate(remise.fichierAt);
  const refus = refusRemise(closeLe, fichierLe, rq.today);
  if (refus !== null) {
    const field = refus.refus === 'remise_sans_fichier' ? '' : 'closeLe';
    const remis = withErrors(form.state, [{ field, message: phrase(PHRASES_REMISE, refus) }], remiseForm);
    return refusal(await remisePage(rq, options, remise, { remis }));
  }
  await clore(rq.db, rq.territoire.id, remise.id, { issue: 'remis', closeLe, canal });
  return redirect(LISTE.href, { flash: 'C’est noté : la demande dit que le fichier est remis.' });
}

/** What the mandataire alone can hand over to a person: asked by the DPO, made and handed over here. */
export function remisesRoutes(options: MandatsOptions): readonly Route[] {
  return guarded('remise', [
    get('/remises/:remise', {
      load,
      access,
      niveau: 'confirme',
      acte: 'chercher les mandats d’une personne qui exerce ses droits',
      handle: async (rq, remise) => page(await remisePage(rq, options, remise)),
    }),

    post('/remises/:remise/recherche', {
      load,
      access,
      lecture: true,
      acte: 'chercher les mandats d’une personne qui exerce ses droits',
      collecte: 'rien',
      handle: async (rq, remise) =>
        page(await remisePage(rq, options, remise, { nom: lireNom(rq.form) ?? remise.nom })),
    }),

    get('/remises/:remise/fichier', {
      load,
      access,
      niveau: 'confirme',
      acte: 'demander le fichier de ce que disent les mandats d’une personne',
      handle: (rq, remise) => faire(rq, options, remise),
    }),

    post('/remises/:remise/remis', {
      load,
      access,
      acte: 'noter la remise à une personne de ce que disent ses mandats',
      collecte: 'rien',
      handle: (rq, remise) => noterRemis(rq, options, remise),
    }),

    post('/remises/:remise/aucun', {
      load,
      access,
      acte: 'dire qu’aucun mandat n’est à une personne',
      collecte: 'rien',
      handle: async (rq, remise) => {
        await clore(rq.db, rq.territoire.id, remise.id, { issue: 'aucun', closeLe: rq.today });
        return redirect(LISTE.href, { flash: 'C’est noté : la demande dit que vous avez cherché.' });
      },
    }),
  ]);
}
