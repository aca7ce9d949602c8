import type { Compte } from '../../../domain/compte.ts';
import { phrase } from '../../../domain/refus.ts';
import { emptyForm, parseForm, type FormData as SentForm, withErrors } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { direLesChangements } from '../../rendez-vous/avis/prevenir.ts';
import { ABSENCES } from '../conservation.ts';
import { rendezVousTouches } from '../exceptions/store.ts';
import { PHRASES_REAFFECTATION } from '../reaffectation/rules.ts';
import { seancesChangeesPar } from '../seances/store.ts';
import { type AgentChoix, agentsPlanifiables } from '../store.ts';
import { annoncerAbsence, parAgent } from './avis.ts';
import {
  type Choix,
  type Declaree,
  declarerAbsence,
  type Levee,
  lireImpact,
  lireRetour,
  type RefusDeclaration,
  reprendre,
  verifierDeclaration,
} from './declarer.ts';
import { absenceForm, choixDe, declarationForm, leveeForm } from './forms.ts';
import { type Absence, PHRASES_ABSENCE, type RefusAbsence } from './rules.ts';
import { type AbsenceNotee, absencesDe, findAbsence } from './store.ts';
import { AbsencesPage, ImpactPage, JoursPage } from './views.tsx';
import { AbsencePage, LeverPage } from './views-suites.tsx';

const deux = { equipe: true, agent: true } as const;
/** An agent reaches his own absences. */
const sienne = {
  equipe: true,
  agent: (compte: Compte, { agentId }: AbsenceNotee): boolean => agentId === compte.agentId,
} as const;
const LISTE = { href: '/absences', label: 'Absences' } as const;

const isAgent = ({ compte }: SignedRq): boolean => compte.role === 'agent';

/** Of whom one may note an absence: anybody for the équipe technique, oneself for an agent. */
async function agentsPossibles(rq: SignedRq): Promise<readonly AgentChoix[]> {
  const all = await agentsPlanifiables(rq.db, rq.territoire.id, rq.today);
  return isAgent(rq) ? all.filter(({ id }) => id === rq.compte.agentId) : all;
}

/** What the address of the page says, as a form would have sent it; an agent’s own is always theirs. */
function demande(rq: SignedRq, sent: SentForm): SentForm {
  return isAgent(rq) ? { ...sent, values: { ...sent.values, agentId: [rq.compte.agentId ?? ''] } } : sent;
}

/** « ?agent=…&jour=… », from the day of somebody who is away: all of it, unforeseen, until somebody says otherwise. */
function leJourMeme(jour: string, agentId: string): SentForm['values'] {
  const day = [jour];
  return {
    agentId: [agentId],
    absentDu: day,
    absentAu: day,
    absentMoment: ['journee'],
    absentNature: ['imprevue'],
  };
}

function fromQuery(rq: SignedRq): SentForm {
  const { query } = rq;
  const jour = query.get('jour');
  const values =
    jour === null
      ? Object.fromEntries(Object.keys(absenceForm.shape).map((name) => [name, query.getAll(name)]))
      : leJourMeme(jour, query.get('agent') ?? '');
  return demande(rq, { ...emptyForm, values });
}

const CHAMPS: Readonly<Record<RefusAbsence['refus'], string>> = {
  dates_inversees: 'absentAu',
  jours_passes: 'absentDu',
  trop_longue: 'absentAu',
  deja_notee: 'absentDu',
};

function toErrors(refus: readonly RefusAbsence[]): FormState['errors'] {
  return refus.map((one) => ({ field: CHAMPS[one.refus], message: phrase(PHRASES_ABSENCE, one) }));
}

async function joursPage(rq: SignedRq, state: FormState): Promise<PageContent> {
  const agents = isAgent(rq) ? [] : await agentsPossibles(rq);
  return {
    title: 'Noter une absence',
    breadcrumbs: [LISTE],
    body: <JoursPage state={state} agents={agents.map(({ id, nom }) => ({ value: id, label: nom }))} />,
  };
}

type Lue = { readonly agent: AgentChoix; readonly absence: Absence };

async function impactPage(rq: SignedRq, { agent, absence }: Lue, state: FormState): Promise<PageContent> {
  const kept = Object.keys(absenceForm.shape).map((name): [string, string] => [name, String(state.values[name] ?? '')]);
  return {
    title: 'Ce que touche l’absence',
    breadcrumbs: [LISTE],
    body: (
      <ImpactPage
        agentNom={agent.nom}
        absence={absence}
        touchees={await lireImpact(rq.db, rq.territoire.id, agent.id, absence)}
        state={state}
        cle={rq.key}
        autresJours={`/absences/nouvelle?${new URLSearchParams([...kept, ['changer', 'oui']])}`}
      />
    ),
  };
}

const choisirAgent = { field: 'agentId', message: 'Choisissez l’agent dans la liste.' } as const;

/** The days, then what they touch: a page that writes nothing, whose address says it all. */
async function nouvelle(rq: SignedRq): Promise<Reply> {
  if (!rq.query.has('absentDu') && !rq.query.has('jour')) {
    const day = rq.today.toString();
    const agentId = rq.query.get('agentId') ?? '';
    return page(await joursPage(rq, blankForm({ agentId, absentDu: day, absentAu: day, absentMoment: 'journee' })));
  }
  const form = parseForm(absenceForm, fromQuery(rq));
  if (rq.query.has('changer')) return page(await joursPage(rq, { values: form.state.values, errors: [] }));
  if (!form.ok) return page(await joursPage(rq, form.state));
  const { agentId, absentDu: du, absentAu: au, absentMoment: moment } = form.data;
  const absence = { du, au, moment };
  const agent = (await agentsPossibles(rq)).find(({ id }) => id === agentId);
  if (agent === undefined) return page(await joursPage(rq, withErrors(form.state, [choisirAgent], absenceForm)));
  const refus = await verifierDeclaration(rq.db, rq.territoire.id, { agentId, absence }, rq.today);
  if (refus.length > 0) return page(await joursPage(rq, withErrors(form.state, toErrors(refus), absenceForm)));
  return page(await impactPage(rq, { agent, absence }, blankForm({ ...form.state.values, parDefaut: 'remplacer' })));
}

/** What each séance chose for itself, as typed: those that chose nothing follow the others. */
function lireChoix(sent: SentForm): ReadonlyMap<string, Choix> {
  const prefix = choixDe('');
  return new Map(
    Object.entries(sent.values).flatMap(([name, [value = '']]): [string, Choix][] => {
      if (!name.startsWith(prefix) || value === '') return [];
      return [[name.slice(prefix.length), value === 'annuler' ? value : { agentId: value }]];
    }),
  );
}

function toErrorsDeclaration({ absence, seances }: RefusDeclaration): FormState['errors'] {
  return [
    ...toErrors(absence).map(({ message }) => ({ field: '', message })),
    ...seances.map(({ seanceId, refus }) => ({
      field: choixDe(seanceId),
      message: refus.map((one) => phrase(PHRASES_REAFFECTATION, one)).join(' '),
    })),
  ];
}

/** Tells the lieux and the agents what an absence changes. */
function annoncerDeclaration(rq: SignedRq, url: string, lue: Lue, { confiees, annulees }: Declaree) {
  const own = [
    { agentId: lue.agent.id, titre: 'Vos séances annulées', seances: annulees },
    { agentId: lue.agent.id, titre: 'Vos séances tenues par un autre agent', seances: confiees },
  ];
  return annoncerAbsence(rq.db, rq.territoire, url, {
    absence: { ...lue.absence, agentId: lue.agent.id },
    lieux: [
      { titre: 'Annulées', seances: annulees },
      { titre: 'Maintenues, avec un autre agent', seances: confiees },
    ],
    agents: [...parAgent('Séances qui vous sont confiées', confiees), ...own],
  });
}

function declarer(url: string) {
  return async (rq: SignedRq): Promise<Reply> => {
    const sent = demande(rq, rq.form);
    const form = parseForm(declarationForm, sent);
    const days = parseForm(absenceForm, sent);
    const agent = (await agentsPossibles(rq)).find(({ id }) => days.ok && id === days.data.agentId);
    if (!days.ok || agent === undefined) {
      const errors = days.ok ? [choisirAgent] : [];
      return refusal(await joursPage(rq, withErrors(days.state, errors, absenceForm)));
    }
    const { absentDu: du, absentAu: au, absentMoment: moment, absentNature: nature } = days.data;
    const lue = { agent, absence: { du, au, moment } };
    if (!form.ok) return refusal(await impactPage(rq, lue, form.state));
    const outcome = await declarerAbsence(
      rq.db,
      rq.territoire.id,
      {
        agentId: agent.id,
        absence: lue.absence,
        nature,
        compteId: rq.compte.id,
        parDefaut: form.data.parDefaut,
        choix: lireChoix(sent),
      },
      rq.today,
    );
    if (!('id' in outcome)) {
      if (outcome.absence.length > 0) {
        return refusal(await joursPage(rq, withErrors(days.state, toErrors(outcome.absence), absenceForm)));
      }
      return refusal(await impactPage(rq, lue, withErrors(form.state, toErrorsDeclaration(outcome))));
    }
    const told = await direLesChangements(rq.db, { territoire: rq.territoire, url, now: rq.now });
    await annoncerDeclaration(rq, url, lue, outcome);
    return redirect(`/absences/${outcome.id}`, {
      flash: `L’absence est enregistrée.${direPrevenus(told)}`,
      objet: ['absence', outcome.id],
    });
  };
}

/** « 2 SMS et 1 courriel partent, 1 appel est à passer. » */
function direPrevenus({ sms, courriels, appels }: { sms: number; courriels: number; appels: number }): string {
  const many = (count: number, word: string): string => `${count} ${word}${count > 1 ? 's' : ''}`;
  const sent = [...(sms > 0 ? [`${sms} SMS`] : []), ...(courriels > 0 ? [many(courriels, 'courriel')] : [])];
  const leaves = sms + courriels > 1 ? 'partent' : 'part';
  return [
    ...(sent.length > 0 ? [` ${sent.join(' et ')} ${leaves}.`] : []),
    ...(appels > 0 ? [` ${many(appels, 'appel')} à passer.`] : []),
  ].join('');
}

function load(rq: Rq): Promise<AbsenceNotee | undefined> {
  return findAbsence(rq.db, rq.territoire.id, rq.params['absence'] ?? '');
}

async function absencePage(rq: Rq, absence: AbsenceNotee): Promise<Reply> {
  const seances = await seancesChangeesPar(rq.db, rq.territoire.id, { absenceId: absence.id });
  const ids = seances.map(({ id }) => id);
  return page({
    title: `Absence de ${absence.agentNom}`,
    breadcrumbs: [LISTE],
    body: (
      <AbsencePage
        absence={absence}
        seances={seances}
        rendezVous={await rendezVousTouches(rq.db, rq.territoire.id, ids)}
        today={rq.today}
      />
    ),
  });
}

async function leverPage(rq: Rq, absence: AbsenceNotee, state: FormState): Promise<PageContent> {
  return {
    title: 'Lever l’absence',
    breadcrumbs: [LISTE, { href: `/absences/${absence.id}`, label: absence.agentNom }],
    body: (
      <LeverPage
        absence={absence}
        aRendre={await lireRetour(rq.db, rq.territoire.id, absence, rq.today)}
        state={state}
        cle={rq.key}
      />
    ),
  };
}

const nombre = (count: number): string => `${count} séance${count > 1 ? 's' : ''}`;

function direLevee({ retablies, rendues, perdues, gardees }: Levee): string {
  const many = (count: number, one: string, more: string): string => (count > 1 ? more : one);
  return [
    'L’absence est levée.',
    ...(retablies.length > 0
      ? [`${nombre(retablies.length)} de nouveau ${many(retablies.length, 'prévue', 'prévues')}.`]
      : []),
    ...(rendues.length > 0
      ? [`${nombre(rendues.length)} ${many(rendues.length, 'rendue', 'rendues')} à l’agent.`]
      : []),
    ...(perdues.length > 0
      ? [
          `${nombre(perdues.length)} ${many(perdues.length, 'reste annulée', 'restent annulées')} : leur place est prise, ou le lieu ne reçoit plus.`,
        ]
      : []),
    ...(gardees.length > 0
      ? [`${nombre(gardees.length)} ${many(gardees.length, 'reste confiée', 'restent confiées')} à l’autre agent.`]
      : []),
  ].join(' ');
}

function lever(url: string) {
  return async (rq: SignedRq, absence: AbsenceNotee): Promise<Reply> => {
    if (absence.leveeAt !== null)
      return redirect(`/absences/${absence.id}`, { flash: 'Cette absence est déjà levée.' });
    const form = parseForm(leveeForm, rq.form);
    if (!form.ok) return refusal(await leverPage(rq, absence, form.state));
    const { rendre } = form.data;
    const levee = await reprendre(rq.db, rq.territoire.id, absence, { rendre, today: rq.today, now: rq.now });
    await direLesChangements(rq.db, { territoire: rq.territoire, url, now: rq.now });
    await annoncerAbsence(rq.db, rq.territoire, url, {
      absence,
      lieux: [
        { titre: 'Rétablies', seances: levee.retablies },
        { titre: 'Maintenues, avec leur agent habituel', seances: levee.rendues },
      ],
      agents: [
        ...parAgent('Séances que vous ne tenez plus', levee.rendues),
        { agentId: absence.agentId, titre: 'Vos séances rétablies', seances: levee.retablies },
        { agentId: absence.agentId, titre: 'Séances qui vous sont rendues', seances: levee.rendues },
      ],
    });
    return redirect(`/absences/${absence.id}`, { flash: direLevee(levee) });
  };
}

/** Days when an agent is away: what they touch, who replaces, who is told. `url`: where people reach the site. */
export function absencesRoutes(url: string): readonly Route[] {
  return [
    get('/absences', {
      access: deux,
      handle: async (rq) => {
        const own = isAgent(rq);
        // An account of an agent always names them.
        const absences =
          own && rq.compte.agentId === null
            ? []
            : await absencesDe(rq.db, rq.territoire.id, own ? rq.compte.agentId : null);
        return page({
          title: own ? 'Mes absences' : 'Absences',
          body: <AbsencesPage absences={absences} today={rq.today} siennes={own} />,
        });
      },
    }),

    get('/absences/nouvelle', { access: deux, handle: nouvelle }),
    post('/absences/nouvelle', {
      access: deux,
      acte: 'noter une absence',
      collecte: [ABSENCES],
      handle: declarer(url),
    }),

    get('/absences/:absence', { access: sienne, load, handle: absencePage }),

    get('/absences/:absence/lever', {
      access: sienne,
      load,
      handle: async (rq, absence) => page(await leverPage(rq, absence, blankForm({ rendre: 'oui' }))),
    }),
    post('/absences/:absence/lever', {
      access: sienne,
      load,
      acte: 'lever une absence',
      collecte: 'rien',
      handle: lever(url),
    }),
  ];
}
