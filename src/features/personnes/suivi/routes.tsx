import type { Compte } from '../../../domain/compte.ts';
import { phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { delier, lier } from '../../accompagnements/liens/store.ts';
import { allAgents } from '../../equipe/store.ts';
import { findPersonne, holdPersonnes, type Personne } from '../store.ts';
import { lienForm, passageForm } from './forms.ts';
import { PHRASES_SUIVI, type RefusSuivi, suiviDe, verifierPassage, verifierPrise } from './rules.ts';
import { aidesALier, ecrireReferent } from './store.ts';
import { ArreterPage, LierPage, PasserPage } from './views.tsx';

const LISTE = { href: '/personnes', label: 'Personnes' } as const;
const agent = { agent: true } as const;

/** The référent, who lets go of what is theirs; the équipe technique, when the référent no longer can. */
const estReferent = ({ agentId }: Compte, { referentAgentId }: Personne): boolean =>
  agentId !== null && agentId === referentAgentId;
const lachent = { agent: estReferent, equipe: true } as const;

const load = (rq: Rq): Promise<Personne | undefined> =>
  findPersonne(rq.db, rq.territoire.id, rq.params['personne'] ?? '');
async function loadHeld(rq: Rq): Promise<Personne | undefined> {
  await holdPersonnes(rq.db, rq.territoire.id, [rq.params['personne'] ?? '']);
  return load(rq);
}

const pathOf = ({ id }: Personne): string => `/personnes/${id}`;
const nomDe = ({ prenom, nom }: Personne): string => [prenom, nom].filter(Boolean).join(' ');
const etatDe = (personne: Personne) => ({ suivi: suiviDe(personne), isReunie: personne.fusionneeDans !== null });
const content = (personne: Personne, title: string, body: PageContent['body']): PageContent => ({
  title,
  breadcrumbs: [LISTE, { href: pathOf(personne), label: 'La fiche' }],
  body,
});
const retour = (personne: Personne, flash: string): Reply => redirect(pathOf(personne), { flash });
const refuse = (personne: Personne, refus: RefusSuivi): Reply => retour(personne, phrase(PHRASES_SUIVI, refus));

async function prendre(rq: SignedRq, personne: Personne): Promise<Reply> {
  const agentId = rq.compte.agentId ?? '';
  const etat = etatDe(personne);
  const refus = verifierPrise(etat, agentId, rq.today);
  if (refus !== null) return refuse(personne, refus);
  const depuis = etat.suivi?.depuis ?? rq.today;
  await ecrireReferent(rq.db, rq.territoire.id, personne.id, { agentId, depuis });
  return retour(personne, 'Vous êtes le professionnel référent de cette personne.');
}

async function passerPage(rq: SignedRq, personne: Personne, state: FormState): Promise<Reply> {
  const { suivi } = etatDe(personne);
  if (suivi === null) return refuse(personne, { refus: 'pas_suivie' });
  const agents = (await allAgents(rq.db, rq.territoire.id)).filter(
    ({ id, contratDebut: debut, contratFin: fin }) =>
      verifierPassage(etatDe(personne), { id, contrat: { debut, fin } }, rq.today) === null,
  );
  const body = (
    <PasserPage
      personneId={personne.id}
      nom={nomDe(personne)}
      suivi={suivi}
      agents={agents.map(({ id, prenom, nom }) => ({ value: id, label: `${prenom} ${nom}` }))}
      state={state}
      cle={rq.key}
    />
  );
  const shown = content(personne, 'Confier le suivi', body);
  return state.errors.length === 0 ? page(shown) : refusal(shown);
}

async function passer(rq: SignedRq, personne: Personne): Promise<Reply> {
  const form = parseForm(passageForm, rq.form);
  if (!form.ok) return passerPage(rq, personne, form.state);
  const etat = etatDe(personne);
  if (etat.suivi === null) return refuse(personne, { refus: 'pas_suivie' });
  const vers = (await allAgents(rq.db, rq.territoire.id)).find(({ id }) => id === form.data.vers);
  const refus =
    vers &&
    verifierPassage(etat, { id: vers.id, contrat: { debut: vers.contratDebut, fin: vers.contratFin } }, rq.today);
  const errors = [
    ...(vers === undefined ? [{ field: 'vers', message: 'Choisissez un agent dans la liste.' }] : []),
    ...(refus ? [{ field: 'vers', message: phrase(PHRASES_SUIVI, refus) }] : []),
    ...(form.data.accord ? [] : [{ field: 'accord', message: 'Demandez d’abord leur accord, puis confirmez-le ici.' }]),
  ];
  if (vers === undefined || errors.length > 0) {
    return passerPage(rq, personne, withErrors(form.state, errors, passageForm));
  }
  const next = { agentId: vers.id, depuis: etat.suivi.depuis };
  await ecrireReferent(rq.db, rq.territoire.id, personne.id, next);
  return retour(personne, `Le suivi est confié à ${vers.prenom} ${vers.nom}.`);
}

const JOURS_A_LIER = 90;

async function lierPage(rq: SignedRq, personne: Personne, state: FormState): Promise<PageContent> {
  const depuis = rq.today.subtract({ days: JOURS_A_LIER });
  const aides = await aidesALier(rq.db, rq.territoire.id, rq.compte.agentId ?? '', depuis);
  const body = (
    <LierPage
      personneId={personne.id}
      nom={nomDe(personne)}
      aides={aides}
      jours={JOURS_A_LIER}
      state={state}
      cle={rq.key}
    />
  );
  return content(personne, 'Rattacher un accompagnement', body);
}

const parole = ({ compte, now }: SignedRq) => ({ compteId: compte.id, now });

async function rattacherAide(rq: SignedRq, personne: Personne): Promise<Reply> {
  if (personne.fusionneeDans !== null) return refuse(personne, { refus: 'fiche_reunie' });
  const form = parseForm(lienForm, rq.form);
  if (!form.ok) return refusal(await lierPage(rq, personne, form.state));
  const what = { id: form.data.accompagnement, agentId: rq.compte.agentId ?? '', personneId: personne.id };
  if (await lier(rq.db, rq.territoire.id, what, parole(rq)))
    return retour(personne, 'L’accompagnement est rattaché à cette fiche.');
  const message = 'Cet accompagnement n’est pas le vôtre, ou est déjà rattaché : choisissez-en un dans la liste.';
  return refusal(await lierPage(rq, personne, withErrors(form.state, [{ field: 'accompagnement', message }])));
}

async function detacherAide(rq: SignedRq, personne: Personne): Promise<Reply> {
  const form = parseForm(lienForm, rq.form);
  if (!form.ok) return notFound();
  const what = { id: form.data.accompagnement, agentId: rq.compte.agentId ?? '', personneId: personne.id };
  const done = await delier(rq.db, rq.territoire.id, what, parole(rq));
  return retour(
    personne,
    done ? 'L’accompagnement est détaché : il reste noté, sans lien avec personne.' : 'Rien n’a été détaché.',
  );
}

/** A person followed over time: who is their référent, and which acts of help are theirs. */
export const suiviRoutes: readonly Route[] = [
  post('/personnes/:personne/referent/prendre', {
    access: agent,
    load: loadHeld,
    acte: 'devenir le professionnel référent d’une personne',
    collecte: 'rien',
    handle: prendre,
  }),
  get('/personnes/:personne/referent/passer', {
    access: lachent,
    load,
    handle: (rq, personne) => passerPage(rq, personne, blankForm()),
  }),
  post('/personnes/:personne/referent/passer', {
    access: lachent,
    load: loadHeld,
    acte: 'confier le suivi d’une personne',
    collecte: 'rien',
    handle: passer,
  }),
  get('/personnes/:personne/referent/arreter', {
    access: lachent,
    load,
    handle: async (rq, personne) => {
      const { suivi } = etatDe(personne);
      if (suivi === null) return refuse(personne, { refus: 'pas_suivie' });
      const of = { personneId: personne.id, nom: nomDe(personne), suivi, state: blankForm(), cle: rq.key };
      return page(content(personne, 'Ne plus suivre', <ArreterPage {...of} />));
    },
  }),
  post('/personnes/:personne/referent/arreter', {
    access: lachent,
    load: loadHeld,
    acte: 'ne plus suivre une personne',
    collecte: 'rien',
    handle: async (rq, personne) => {
      await ecrireReferent(rq.db, rq.territoire.id, personne.id, null);
      return retour(personne, 'Cette personne n’a plus de professionnel référent.');
    },
  }),
  get('/personnes/:personne/accompagnements/lier', {
    access: agent,
    load,
    handle: async (rq, personne) => page(await lierPage(rq, personne, blankForm())),
  }),
  post('/personnes/:personne/accompagnements/lier', {
    access: agent,
    load,
    acte: 'rattacher un accompagnement à une personne',
    collecte: 'rien',
    handle: rattacherAide,
  }),
  post('/personnes/:personne/accompagnements/delier', {
    access: agent,
    load,
    acte: 'détacher un accompagnement d’une personne',
    collecte: 'rien',
    handle: detacherAide,
  }),
];
