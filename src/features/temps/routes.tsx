import { calendrierDe, estFerie, joursFeries } from '../../domain/calendrier.ts';
import type { Compte } from '../../domain/compte.ts';
import { parseDate } from '../../domain/date.ts';
import { estRefus } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { type Agent, findAgent } from '../equipe/store.ts';
import { TEMPS } from './conservation.ts';
import { direSeance, hrefJour, hrefMois } from './dire.ts';
import { feuilleRoutes } from './feuille/routes.ts';
import { tempsForm, tempsValues, toErrors } from './form.ts';
import { lireHeures, noterTemps } from './lecture.ts';
import { joursMontres, moisDemande, type TempsDeclare } from './rules/heures.ts';
import { deleteTemps, findTemps, seancesDuJour } from './store.ts';
import { trajetsRoutes } from './trajets-routes.tsx';
import { HeuresPage } from './views.tsx';
import type { Ouvert } from './views-form.tsx';

const LISTE = { href: '/mes-heures', label: 'Mes heures' } as const;

type Jour = Temporal.PlainDate;

const TITRES: Readonly<Record<Ouvert['quoi'], string>> = {
  nouveau: 'Ajouter un temps',
  modifier: 'Modifier un temps',
  supprimer: 'Supprimer un temps',
};

function lireJour(text: string | undefined | null): Jour | null {
  const read = parseDate(text ?? '');
  return estRefus(read) ? null : read;
}

/** The month of an agent, with what he opened in it. */
async function moisPage(
  rq: Rq,
  agent: Agent,
  mois: Temporal.PlainYearMonth,
  ouvert: Ouvert | null,
): Promise<PageContent> {
  const calendrier = calendrierDe(rq.territoire.codeDepartement);
  const heures = await lireHeures(rq, agent.id, mois);
  const asked = ouvert?.quoi === 'nouveau' ? ouvert.jour : null;
  const ouvre = (jour: Jour) =>
    asked?.equals(jour) === true ||
    (jour.dayOfWeek <= 5 &&
      !estFerie(jour, calendrier) &&
      Temporal.PlainDate.compare(jour, agent.contratDebut) >= 0 &&
      Temporal.PlainDate.compare(jour, agent.contratFin) <= 0);
  const feries = new Map(joursFeries(mois.year, calendrier).map(({ date, nom }) => [date.toString(), nom]));
  return {
    title: ouvert === null ? 'Mes heures' : TITRES[ouvert.quoi],
    breadcrumbs: ouvert === null ? [] : [LISTE],
    body: (
      <HeuresPage
        agentId={agent.id}
        mois={heures}
        jours={joursMontres(heures, rq.today, ouvre)}
        today={rq.today}
        ferie={(jour) => feries.get(jour.toString()) ?? null}
        ouvert={ouvert}
        cle={rq.key}
      />
    ),
  };
}

async function seancesPour(rq: Rq, agent: Agent, jour: Jour | null) {
  if (jour === null) return [];
  const seances = await seancesDuJour(rq.db, rq.territoire.id, agent.id, jour);
  return seances.map((seance) => ({ value: seance.id, label: direSeance(seance) }));
}

/** The form of a new entry, in the day that its address names, or at the top of the month. */
async function nouveauPage(rq: Rq, agent: Agent, refused?: FormState): Promise<PageContent> {
  const jour = lireJour(rq.query.get('jour'));
  const asked = moisDemande(rq.query.get('mois'), rq.today);
  const mois = jour === null ? asked : jour.toPlainYearMonth();
  const last = mois.toPlainDate({ day: mois.daysInMonth });
  const proposed = jour ?? (Temporal.PlainDate.compare(last, rq.today) < 0 ? last : rq.today);
  const state = refused ?? blankForm({ tempsJour: proposed.toString() });
  return moisPage(rq, agent, mois, {
    quoi: 'nouveau',
    jour,
    state,
    action: jour === null ? `/mes-heures/nouveau?mois=${mois}` : `/mes-heures/nouveau?jour=${jour}`,
    seances: await seancesPour(rq, agent, lireJour(String(state.values['tempsJour'] ?? ''))),
    max: rq.today,
  });
}

type Note = { readonly agent: Agent; readonly temps: TempsDeclare };

async function modifierPage(rq: Rq, { agent, temps }: Note, refused?: FormState): Promise<PageContent> {
  const state = refused ?? blankForm(tempsValues(temps));
  return moisPage(rq, agent, temps.jour.toPlainYearMonth(), {
    quoi: 'modifier',
    temps,
    state,
    action: `/mes-heures/${temps.id}/modifier`,
    seances: await seancesPour(rq, agent, lireJour(String(state.values['tempsJour'] ?? ''))),
    max: rq.today,
  });
}

/** Writes what the form says, of a new entry or of one that exists; `refused` shows the form again. */
async function enregistrer(
  rq: SignedRq,
  agent: Agent,
  existing: TempsDeclare | null,
  refused: (state: FormState) => Promise<PageContent>,
): Promise<Reply> {
  const form = parseForm(tempsForm, rq.form);
  if (!form.ok) return refusal(await refused(form.state));
  const { tempsJour: jour, tempsNature: nature, tempsMinutes: minutes, tempsPrecision: precision, seance } = form.data;
  const saisie = { jour, nature, minutes, precision, seanceId: seance };
  const refus = await noterTemps(rq, agent, saisie, { compteId: rq.compte.id, existingId: existing?.id ?? null });
  if (refus.length > 0) return refusal(await refused(withErrors(form.state, toErrors(refus), tempsForm)));
  return redirect(hrefJour(jour), {
    flash: existing === null ? 'Le temps est noté.' : 'La modification est enregistrée.',
  });
}

const siens = { agent: true } as const;
/** The agent's own, and nobody else's. */
const sien = { agent: (compte: Compte, { temps }: Note): boolean => temps.agentId === compte.agentId };

function agentConnecte(rq: Rq): Promise<Agent | undefined> {
  return findAgent(rq.db, rq.territoire.id, rq.compte?.agentId ?? '');
}

async function note(rq: Rq): Promise<Note | undefined> {
  const temps = await findTemps(rq.db, rq.territoire.id, rq.params['temps'] ?? '');
  const agent = temps && (await findAgent(rq.db, rq.territoire.id, temps.agentId));
  return temps && agent && { temps, agent };
}

export const tempsRoutes: readonly Route[] = [
  get('/mes-heures', {
    access: siens,
    load: agentConnecte,
    handle: async (rq, agent) => page(await moisPage(rq, agent, moisDemande(rq.query.get('mois'), rq.today), null)),
  }),

  get('/mes-heures/nouveau', {
    access: siens,
    load: agentConnecte,
    handle: async (rq, agent) => page(await nouveauPage(rq, agent)),
  }),
  post('/mes-heures/nouveau', {
    access: siens,
    load: agentConnecte,
    acte: 'noter un temps',
    collecte: [TEMPS],
    handle: (rq, agent) => enregistrer(rq, agent, null, (state) => nouveauPage(rq, agent, state)),
  }),

  ...trajetsRoutes(agentConnecte),

  get('/mes-heures/:temps/modifier', {
    access: sien,
    load: note,
    handle: async (rq, of) => page(await modifierPage(rq, of)),
  }),
  post('/mes-heures/:temps/modifier', {
    access: sien,
    load: note,
    acte: 'modifier un temps',
    collecte: [TEMPS],
    handle: (rq, of) => enregistrer(rq, of.agent, of.temps, (state) => modifierPage(rq, of, state)),
  }),

  get('/mes-heures/:temps/supprimer', {
    access: sien,
    load: note,
    handle: async (rq, { agent, temps }) =>
      page(await moisPage(rq, agent, temps.jour.toPlainYearMonth(), { quoi: 'supprimer', temps })),
  }),
  post('/mes-heures/:temps/supprimer', {
    access: sien,
    load: note,
    acte: 'supprimer un temps',
    collecte: 'rien',
    handle: async (rq, { temps }) => {
      await deleteTemps(rq.db, rq.territoire.id, temps);
      return redirect(`${hrefMois(temps.jour)}#jour-${temps.jour}`, { flash: 'Le temps est supprimé.' });
    },
  }),

  ...feuilleRoutes,
];
