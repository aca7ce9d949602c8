import { formatCommune } from '../../../domain/commune.ts';
import type { Compte } from '../../../domain/compte.ts';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import type { Partie } from '../../conventions/rules.ts';
import { findStructure, type Structure } from '../../structures/store.ts';
import { type Commune, lireCommune, nomsCommunes } from '../../territoires/commune-saisie.ts';
import { estSien, ficheDe, LISTE, lieuDemande, racine } from '../chemin.ts';
import { conformites } from '../conformite/store.ts';
import { LIEUX } from '../conservation.ts';
import { etatLieu, PHRASES_ACCORD, type RefusAccord } from '../rules.ts';
import type { Lieu } from '../store.ts';
import { accorder } from './accord.ts';
import { propositionForm, refusForm } from './forms.ts';
import { lockLieu, refuserProposition, saveProposition } from './store.ts';
import { AccordPage, ProposerPage, RefuserPage, ReproposerPage } from './views.tsx';

const equipe = { equipe: true } as const;
const maStructure = { href: '/ma-structure', label: 'Ma structure' };

/** The structure of the account itself: the address names none. */
async function sienne(rq: Rq): Promise<Structure | undefined> {
  const structureId = rq.compte?.structureId ?? null;
  const found = structureId === null ? undefined : await findStructure(rq.db, rq.territoire.id, structureId);
  return found?.fermeeLe === null ? found : undefined;
}

const referent = { referent: (compte: Compte, of: Structure) => of.id === compte.structureId } as const;

type Saisie = { readonly state: FormState; readonly candidates?: readonly Commune[] };

async function proposerPage(rq: Rq, of: Structure, { state, candidates = [] }: Saisie): Promise<PageContent> {
  return {
    title: 'Proposer un lieu',
    breadcrumbs: [maStructure],
    body: (
      <ProposerPage
        structure={of.nom}
        state={state}
        cle={rq.key}
        communes={await nomsCommunes(rq.db, rq.territoire.codeDepartement)}
        candidates={candidates.map((commune) => ({
          value: commune.codeInsee,
          label: `${formatCommune(commune)}, ${commune.codesPostaux.join(', ')}`,
        }))}
      />
    ),
  };
}

async function propose(rq: SignedRq, of: Structure): Promise<Reply> {
  const form = parseForm(propositionForm, rq.form);
  const { commune, candidates, errors } = await lireCommune(rq.db, rq.territoire.codeDepartement, form.state.values);
  if (!form.ok || commune === undefined || errors.length > 0) {
    return refusal(await proposerPage(rq, of, { state: withErrors(form.state, errors, propositionForm), candidates }));
  }
  const { commune: _, communeChoix: __, declares, message, ...saisie } = form.data;
  const lieu = { ...saisie, structureId: of.id, codeInsee: commune.codeInsee };
  const options = { today: rq.today, compteId: rq.compte.id };
  const id = await saveProposition(rq.db, rq.territoire.id, { lieu, declares, message }, options);
  return redirect(`/lieux/${id}/fiche`, {
    flash: `Le lieu « ${saisie.nom} » est proposé à l’équipe technique, qui conviendra d’une visite avec vous.`,
    objet: ['lieu', id],
  });
}

/** For whom an account agrees: the référent for the Bénéficiaire, the équipe technique for the Département. */
function partieDe({ role }: Compte): Partie {
  return role === 'referent' ? 'beneficiaire' : 'departement';
}

const deuxParties = { equipe: true, referent: estSien } as const;

async function accordPage(rq: SignedRq, of: Lieu, refus: RefusAccord | null): Promise<PageContent> {
  const { usages } = (await conformites(rq.db, rq.territoire.id, rq.today, of.id)).de(of.id);
  const errors = refus === null ? [] : [{ field: '', message: phrase(PHRASES_ACCORD, refus) }];
  return {
    title: 'Donner l’accord',
    breadcrumbs: [racine(rq), ficheDe(of)],
    body: (
      <AccordPage
        lieu={of}
        partie={partieDe(rq.compte)}
        usage={usages.permanence}
        state={{ values: {}, errors }}
        cle={rq.key}
        today={rq.today}
      />
    ),
  };
}

async function agree(rq: SignedRq, of: Lieu): Promise<Reply> {
  const options = { today: rq.today, compteId: rq.compte.id };
  const outcome = await accorder(rq.db, rq.territoire.id, { lieuId: of.id, partie: partieDe(rq.compte) }, options);
  if (estRefus(outcome)) return refusal(await accordPage(rq, of, outcome));
  const { convenu, ecrit } = outcome;
  return redirect(`/lieux/${of.id}/fiche`, {
    flash: convenu
      ? `Les deux parties sont d’accord : le lieu est convenu${ecrit ? ', et la convention en vigueur le dit' : ''}.`
      : 'L’accord est daté d’aujourd’hui. Il manque encore celui de l’autre partie.',
  });
}

function refuserPage(rq: Rq, of: Lieu, state: FormState): PageContent {
  return {
    title: 'Refuser la proposition',
    breadcrumbs: [LISTE, ficheDe(of)],
    body: <RefuserPage lieu={of} state={state} cle={rq.key} />,
  };
}

async function refuse(rq: SignedRq, of: Lieu): Promise<Reply> {
  const form = parseForm(refusForm, rq.form);
  await lockLieu(rq.db, rq.territoire.id, of.id);
  const etat = etatLieu((await lieuDemande(rq)) ?? of, rq.today);
  const errors = etat === 'propose' ? [] : [{ field: '', message: 'Ce lieu n’attend plus de réponse.' }];
  if (!form.ok || errors.length > 0) return refusal(refuserPage(rq, of, withErrors(form.state, errors)));
  const { refusMotif: motif } = form.data;
  await refuserProposition(rq.db, rq.territoire.id, of.id, { le: rq.today, motif });
  return redirect(`/lieux/${of.id}/fiche`, { flash: 'La proposition est refusée. Le référent en lit le motif.' });
}

export const propositionsRoutes: readonly Route[] = [
  get('/lieux/proposer', {
    access: referent,
    load: sienne,
    handle: async (rq, of) => page(await proposerPage(rq, of, { state: blankForm() })),
  }),
  post('/lieux/proposer', {
    acte: 'proposer un lieu',
    collecte: [LIEUX],
    access: referent,
    load: sienne,
    handle: propose,
  }),

  get('/lieux/:lieu/accord', {
    access: deuxParties,
    load: lieuDemande,
    handle: async (rq, of) => page(await accordPage(rq, of, null)),
  }),
  post('/lieux/:lieu/accord', {
    acte: 'donner un accord sur un lieu',
    collecte: 'rien',
    access: deuxParties,
    load: lieuDemande,
    handle: agree,
  }),

  get('/lieux/:lieu/refuser', {
    access: equipe,
    load: lieuDemande,
    handle: async (rq, of) => page(refuserPage(rq, of, blankForm())),
  }),
  post('/lieux/:lieu/refuser', {
    acte: 'refuser un lieu proposé',
    collecte: [LIEUX],
    access: equipe,
    load: lieuDemande,
    handle: refuse,
  }),

  get('/lieux/:lieu/reproposer', {
    access: { referent: estSien },
    load: lieuDemande,
    handle: async (rq, of) =>
      of.refuseeLe === null
        ? redirect(`/lieux/${of.id}/fiche`)
        : page({
            title: 'Proposer de nouveau',
            breadcrumbs: [maStructure, ficheDe(of)],
            body: <ReproposerPage lieu={of} cle={rq.key} />,
          }),
  }),
  post('/lieux/:lieu/reproposer', {
    acte: 'proposer de nouveau un lieu',
    collecte: 'rien',
    access: { referent: estSien },
    load: lieuDemande,
    handle: async (rq, of) => {
      await refuserProposition(rq.db, rq.territoire.id, of.id, null);
      return redirect(`/lieux/${of.id}/fiche`, { flash: 'Le lieu est proposé de nouveau à l’équipe technique.' });
    },
  }),
];
