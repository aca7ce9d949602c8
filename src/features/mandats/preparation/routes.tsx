import { phrase } from '../../../domain/refus.ts';
import { notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { findSeance, type SeanceAgent, seancesAgent } from '../../accompagnements/store.ts';
import { lockSeance } from '../../permanences/seances/store.ts';
import { access, loadMandat, loadSigne } from '../chemin.ts';
import { MANDATS } from '../conservation.ts';
import { noticeEnVigueur } from '../notice/store.ts';
import { reglagesDe } from '../reglages/store.ts';
import { estMajeur, PHRASES_SEANCE, type Reglages, seanceEnCours, seRepropose, verifierSeance } from '../rules.ts';
import { findMandat, lireMandats, type Mandat } from '../store.ts';
import { loadSeance, sien, versSeance } from './acces.ts';
import { enAttente } from './attente.ts';
import type { Brouillon } from './brouillon.ts';
import { agentsActifs } from './contexte.ts';
import { type ContexteSaisie, lireMandatSaisi, valeursDe, valeursInitiales } from './form.ts';
import { porteFermee } from './porte.tsx';
import type { CreationOptions } from './signer.ts';
import {
  abandonnerBrouillons,
  brouillonsDeSeance,
  creerBrouillon,
  lireBrouillon,
  lockMandat,
  modifierBrouillon,
} from './store.ts';
import { nomDe } from './texte.ts';
import { AbandonnerPage, HorsSeancePage, MandatFormPage } from './views.tsx';
import { BrouillonsEnAttente } from './views-attente.tsx';

/** Everything that the form needs to be shown and read, besides the séance. */
async function saisieDe(
  rq: SignedRq,
): Promise<ContexteSaisie & { readonly choix: readonly { value: string; label: string }[] }> {
  const reglages = await reglagesDe(rq.db, rq.territoire.id);
  const others = (await agentsActifs(rq, rq.today)).filter(({ id }) => id !== rq.compte.agentId);
  return {
    reglages,
    jour: rq.today,
    suppleants: new Set(others.map(({ id }) => id)),
    choix: others.map((agent) => ({ value: agent.id, label: nomDe(agent) })),
  };
}

type Montre = {
  readonly seance: SeanceAgent;
  readonly state: FormState;
  readonly action: string;
  readonly remplace: string | null;
  readonly title: string;
  readonly retour: string;
};

async function formPage(rq: SignedRq, montre: Montre): Promise<PageContent> {
  const { seance, title } = montre;
  const { reglages, choix } = await saisieDe(rq);
  return {
    title,
    breadcrumbs: versSeance(seance),
    body: <MandatFormPage {...montre} cle={rq.key} reglages={reglages} suppleants={choix} />,
  };
}

function horsSeance(rq: Rq, seance: SeanceAgent): PageContent | undefined {
  const refus = verifierSeance(seance, rq.now);
  if (refus === null) return undefined;
  return {
    title: 'Pas de signature maintenant',
    breadcrumbs: versSeance(seance),
    body: <HorsSeancePage raison={phrase(PHRASES_SEANCE, refus)} retour={`/seances/${seance.id}`} />,
  };
}

const nouveau = (seance: SeanceAgent, state: FormState, remplace: string | null): Montre => ({
  seance,
  state,
  action: `/seances/${seance.id}/mandats/nouveau`,
  remplace,
  title: remplace === null ? 'Nouveau mandat' : 'Renouveler un mandat',
  retour: `/seances/${seance.id}`,
});

/** The mandat that a new one takes the place of; undefined when the form names none that this agent may renew. */
async function remplaceDe(rq: SignedRq): Promise<Mandat | null | undefined> {
  const asked = rq.form.values['remplace']?.[0] ?? '';
  if (asked === '') return null;
  const found = /^[0-9a-f-]{36}$/.test(asked) ? await findMandat(rq.db, rq.territoire.id, asked) : undefined;
  return found?.etat === 'signe' && access.agent(rq.compte, found) ? found : undefined;
}

async function preparer(rq: SignedRq, loaded: SeanceAgent, { cles, demo }: CreationOptions): Promise<Reply> {
  const fermee = await porteFermee(rq, { demo });
  if (fermee !== undefined) return refusal(fermee);
  await lockSeance(rq.db, rq.territoire.id, loaded.id);
  const seance = await findSeance(rq.db, rq.territoire.id, loaded.id);
  if (seance === undefined) return notFound();
  const closed = horsSeance(rq, seance);
  if (closed !== undefined) return refusal(closed);
  const remplace = await remplaceDe(rq);
  const more =
    remplace === undefined ? [{ field: '', message: 'Le mandat à remplacer n’est pas l’un des vôtres.' }] : [];
  const lu = lireMandatSaisi(rq.form, await saisieDe(rq), { more });
  if ('state' in lu) return refusal(await formPage(rq, nouveau(seance, lu.state, remplace?.id ?? null)));
  const id = uuidv7();
  const { version } = await noticeEnVigueur(rq.db, rq.territoire.id);
  await creerBrouillon({ db: rq.db, cles }, rq.territoire.id, {
    id,
    agentId: seance.agentId,
    seanceId: seance.id,
    conventionId: seance.conventionId,
    noticeVersion: version,
    remplaceId: remplace?.id ?? null,
    compteId: rq.compte.id,
    contenu: lu.brouillon,
  });
  return redirect(`/mandats/${id}/signer`, { objet: ['mandat', id] });
}

type Ouvert = { readonly seance: SeanceAgent; readonly brouillon: Brouillon };

/** The draft of a mandat with its séance; undefined once it is signed, abandoned, or its key is gone. */
async function ouvrirBrouillon(rq: Rq, mandat: Mandat, { cles }: CreationOptions): Promise<Ouvert | undefined> {
  const seance = await findSeance(rq.db, rq.territoire.id, mandat.seanceId);
  const brouillon = await lireBrouillon({ db: rq.db, cles }, rq.territoire.id, mandat.id);
  return seance && brouillon && { seance, brouillon };
}

const modification = (mandat: Mandat, seance: SeanceAgent, state: FormState): Montre => ({
  seance,
  state,
  action: `/mandats/${mandat.id}/modifier`,
  remplace: null,
  title: 'Modifier le mandat',
  retour: `/mandats/${mandat.id}/signer`,
});

async function modifier(rq: SignedRq, mandat: Mandat, options: CreationOptions): Promise<Reply> {
  const etat = await lockMandat(rq.db, rq.territoire.id, mandat.id);
  if (etat === 'signe') return redirect(`/mandats/${mandat.id}/signe`);
  const ouvert = await ouvrirBrouillon(rq, mandat, options);
  if (ouvert === undefined) return notFound();
  const closed = horsSeance(rq, ouvert.seance);
  if (closed !== undefined) return refusal(closed);
  const lu = lireMandatSaisi(rq.form, await saisieDe(rq));
  if ('state' in lu) return refusal(await formPage(rq, modification(mandat, ouvert.seance, lu.state)));
  await modifierBrouillon({ db: rq.db, cles: options.cles }, rq.territoire.id, mandat.id, {
    contenu: lu.brouillon,
    now: rq.now,
  });
  return redirect(`/mandats/${mandat.id}/signer`);
}

async function abandonner(rq: SignedRq, mandat: Mandat, { cles }: CreationOptions): Promise<Reply> {
  const etat = await lockMandat(rq.db, rq.territoire.id, mandat.id);
  if (etat === undefined) return notFound();
  if (etat === 'signe') return redirect(`/mandats/${mandat.id}/signe`);
  await abandonnerBrouillons({ db: rq.db, cles }, rq.territoire.id, [mandat.id]);
  return redirect(`/seances/${mandat.seanceId}`, { flash: 'Le mandat est abandonné : rien n’en reste.' });
}

/**
 * What a new mandat starts from: what the old one says, for its mandataire and while it may be read, without what was taken back;
 * nothing otherwise.
 */
async function depart(
  rq: SignedRq,
  mandat: Mandat,
  reglages: Reglages,
  { cles }: CreationOptions,
): Promise<FormState['values']> {
  const blank = valeursInitiales(reglages);
  if (mandat.agentId !== rq.compte.agentId) return blank;
  const lu = (await lireMandats({ db: rq.db, cles }, rq.territoire.id, [mandat], rq.now)).get(mandat.id);
  if (lu?.identite == null) return blank;
  const { identite, objets } = lu;
  const lignes = mandat.demarches.flatMap((demarche) => {
    const objet = objets.get(demarche.id);
    const isAsked = mandat.finPrevueAt !== null && seRepropose(demarche, mandat.finPrevueAt, rq.now);
    return objet === undefined || !isAsked ? [] : [objet];
  });
  if (lignes.length === 0) return blank;
  const isAdult = estMajeur(Temporal.PlainDate.from(identite.naissance), rq.today);
  const brouillon = {
    identite,
    isProtege: identite.representant !== null && isAdult,
    lignes,
    dureeMois: reglages.dureeDefautMois,
    suppleantId: mandat.suppleantId,
  };
  return { ...blank, ...valeursDe(brouillon, { isNouveau: true }) };
}

async function renouveler(rq: SignedRq, mandat: Mandat, options: CreationOptions): Promise<Reply> {
  const today = { du: rq.today.subtract({ days: 1 }), au: rq.today };
  const seances = await seancesAgent(rq.db, rq.territoire.id, rq.compte.agentId ?? '', today);
  const seance = seances.find((one) => seanceEnCours(one, rq.now));
  if (seance === undefined) {
    const raison =
      'Un mandat se renouvelle sur place, la personne présente et son identité vérifiée à nouveau : aucune de vos séances n’est en cours. Si vous la recevez maintenant, enregistrez d’abord une aide ponctuelle.';
    return page({
      title: 'Pas de signature maintenant',
      body: <HorsSeancePage raison={raison} retour={`/mandats/${mandat.id}`} />,
    });
  }
  const reglages = await reglagesDe(rq.db, rq.territoire.id);
  const values = await depart(rq, mandat, reglages, options);
  return page(await formPage(rq, nouveau(seance, blankForm(values), mandat.id)));
}

/** A mandat from its first field to the page where it is signed. */
export function preparationRoutes(options: CreationOptions): readonly Route[] {
  return [
    get('/seances/:seance/mandats/nouveau', {
      acte: 'ouvrir un mandat à préparer',
      access: sien,
      load: loadSeance,
      handle: async (rq, seance) => {
        const closed = (await porteFermee(rq, options)) ?? horsSeance(rq, seance);
        if (closed !== undefined) return page(closed);
        const reglages = await reglagesDe(rq.db, rq.territoire.id);
        const content = await formPage(rq, nouveau(seance, blankForm(valeursInitiales(reglages)), null));
        const brouillons = await brouillonsDeSeance(rq.db, rq.territoire.id, seance.id);
        return page({
          ...content,
          body: (
            <>
              <BrouillonsEnAttente brouillons={await enAttente(rq, options.cles, brouillons)} />
              {content.body}
            </>
          ),
        });
      },
    }),

    post('/seances/:seance/mandats/nouveau', {
      acte: 'préparer un mandat',
      collecte: [MANDATS],
      access: sien,
      load: loadSeance,
      handle: (rq, seance) => preparer(rq, seance, options),
    }),

    get('/mandats/:mandat/modifier', {
      acte: 'relire un mandat à signer',
      access: sien,
      load: loadMandat,
      handle: async (rq, mandat) => {
        if (mandat.etat === 'signe') return redirect(`/mandats/${mandat.id}/signe`);
        const ouvert = await ouvrirBrouillon(rq, mandat, options);
        if (ouvert === undefined) return notFound();
        const state = blankForm(valeursDe(ouvert.brouillon, { isNouveau: false }));
        return page(await formPage(rq, modification(mandat, ouvert.seance, state)));
      },
    }),

    post('/mandats/:mandat/modifier', {
      acte: 'modifier un mandat à signer',
      collecte: [MANDATS],
      access: sien,
      load: loadMandat,
      handle: (rq, mandat) => modifier(rq, mandat, options),
    }),

    get('/mandats/:mandat/abandonner', {
      access: sien,
      load: loadMandat,
      handle: async (rq, mandat) =>
        mandat.etat === 'signe'
          ? redirect(`/mandats/${mandat.id}/signe`)
          : page({ title: 'Abandonner ce mandat', body: <AbandonnerPage id={mandat.id} cle={rq.key} /> }),
    }),

    post('/mandats/:mandat/abandonner', {
      acte: 'abandonner un mandat à signer',
      collecte: 'rien',
      access: sien,
      load: loadMandat,
      handle: (rq, mandat) => abandonner(rq, mandat, options),
    }),

    get('/mandats/:mandat/renouveler', {
      acte: 'préparer le renouvellement d’un mandat',
      collecte: [MANDATS],
      access,
      load: loadSigne,
      handle: (rq, mandat) => renouveler(rq, mandat, options),
    }),
  ];
}
