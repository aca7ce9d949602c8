import { parseDate } from '../../domain/date.ts';
import { parseJour } from '../../domain/demi-journee.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { file, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { allLieux } from '../lieux/store.ts';
import { annulationForm, arretForm, permanenceForm, ponctuelleForm } from './forms.ts';
import { planifier } from './planification.ts';
import { PHRASES_PERMANENCE, type RefusPermanence } from './rules.ts';
import {
  agentsPlanifiables,
  allPermanences,
  cancelSeance,
  findPermanence,
  findSeancePlanning,
  type PermanenceSuivie,
  restoreSeance,
  type SeancePlanning,
  savePonctuelle,
  seancesDePermanence,
  seancesDuTerritoire,
  stopPermanence,
} from './store.ts';
import {
  AnnulerPage,
  ArreterPage,
  colonnesPermanences,
  ListePage,
  PermanenceFormPage,
  PermanencePage,
  PonctuellePage,
  SemainePage,
} from './views.tsx';

const equipe = { equipe: true } as const;
const liste = { href: '/permanences', label: 'Permanences' };

function permanence(rq: Rq): Promise<PermanenceSuivie | undefined> {
  return findPermanence(rq.db, rq.territoire.id, rq.params['permanence'] ?? '', rq.today);
}

function seance(rq: Rq): Promise<SeancePlanning | undefined> {
  return findSeancePlanning(rq.db, rq.territoire.id, rq.params['seance'] ?? '');
}

function listQuery(rq: Rq) {
  return tableQuery(rq.query, { sortable: ['lieu', 'commune', 'agent', 'jour', 'prochaine'], defaultSort: 'lieu' });
}

async function formPage(rq: Rq, state: FormState) {
  const lieux = (await allLieux(rq.db, rq.territoire.id)).filter(({ fermeLe }) => fermeLe === null);
  const agents = await agentsPlanifiables(rq.db, rq.territoire.id, rq.today);
  return {
    title: 'Nouvelle permanence',
    breadcrumbs: [liste],
    body: <PermanenceFormPage state={state} cle={rq.key} lieux={lieux} agents={agents} />,
  };
}

/** The field that each refusal is about, so that the summary leads to it. */
const CHAMPS: Readonly<Record<RefusPermanence['refus'], string>> = {
  horaire_inverse: 'heureFin',
  dates_inversees: 'au',
  aucune_date: 'du',
  lieu_non_conforme: 'lieuId',
  lieu_non_convenu: 'lieuId',
  hors_convention: 'au',
  agent_hors_contrat: 'agentId',
  agent_occupe: 'agentId',
  lieu_occupe: 'lieuId',
};

async function create(rq: SignedRq): Promise<Reply> {
  const form = parseForm(permanenceForm, rq.form);
  if (!form.ok) return refusal(await formPage(rq, form.state));
  const { agentId, lieuId, jour, ...reste } = form.data;
  const lieu = (await allLieux(rq.db, rq.territoire.id)).find((one) => one.id === lieuId && one.fermeLe === null);
  const agent = (await agentsPlanifiables(rq.db, rq.territoire.id, rq.today)).find((one) => one.id === agentId);
  const jourSemaine = parseJour(jour);
  if (lieu === undefined || agent === undefined || jourSemaine === null) {
    const errors = [
      ...(lieu ? [] : [{ field: 'lieuId', message: 'Choisissez le lieu dans la liste.' }]),
      ...(agent ? [] : [{ field: 'agentId', message: 'Choisissez l’agent dans la liste.' }]),
    ];
    return refusal(await formPage(rq, withErrors(form.state, errors)));
  }
  if (Temporal.PlainDate.compare(reste.du, rq.today) < 0) {
    const errors = [{ field: 'du', message: 'Le premier jour ne peut pas être passé.' }];
    return refusal(await formPage(rq, withErrors(form.state, errors)));
  }
  const outcome = await planifier(
    rq.db,
    rq.territoire.id,
    { permanence: { jour: jourSemaine, ...reste }, agent, lieu },
    { today: rq.today, compteId: rq.compte.id },
  );
  if ('id' in outcome) {
    return redirect(`/permanences/${outcome.id}`, {
      flash: 'La permanence est en place. L’affiche du lieu est à jour.',
    });
  }
  const errors = outcome.refus.map((refus) => ({
    field: CHAMPS[refus.refus],
    message: phrase(PHRASES_PERMANENCE, refus),
  }));
  return refusal(await formPage(rq, withErrors(form.state, errors)));
}

function arreterPage(rq: Rq, of: PermanenceSuivie, state: FormState) {
  return {
    title: 'Arrêter la permanence',
    breadcrumbs: [liste, { href: `/permanences/${of.id}`, label: of.lieuNom }],
    body: <ArreterPage permanence={of} state={state} cle={rq.key} />,
  };
}

async function stop(rq: SignedRq, of: PermanenceSuivie): Promise<Reply> {
  const form = parseForm(arretForm, rq.form);
  if (!form.ok) return refusal(arreterPage(rq, of, form.state));
  const { au, motif } = form.data;
  const yesterday = rq.today.subtract({ days: 1 });
  const errors = [
    ...(Temporal.PlainDate.compare(au, yesterday) < 0
      ? [
          {
            field: 'au',
            message: 'Les séances passées ne s’annulent pas : choisissez hier, aujourd’hui ou un jour à venir.',
          },
        ]
      : []),
    ...(Temporal.PlainDate.compare(au, of.du) < 0
      ? [{ field: 'au', message: 'Le dernier jour ne peut pas précéder le premier.' }]
      : []),
    ...(of.au !== null && Temporal.PlainDate.compare(au, of.au) > 0
      ? [{ field: 'au', message: 'Cette permanence s’arrête déjà avant ce jour.' }]
      : []),
  ];
  if (errors.length > 0) return refusal(arreterPage(rq, of, withErrors(form.state, errors)));
  const count = await stopPermanence(rq.db, rq.territoire.id, { id: of.id, au, motif });
  const annulees =
    count === 0 ? 'aucune séance à annuler' : count === 1 ? '1 séance annulée' : `${count} séances annulées`;
  return redirect(`/permanences/${of.id}`, { flash: `La permanence est arrêtée : ${annulees}.` });
}

function annulerPage(rq: Rq, of: SeancePlanning, state: FormState) {
  return {
    title: of.statut === 'prevue' ? 'Annuler la séance' : 'Rétablir la séance',
    breadcrumbs: [liste],
    body: <AnnulerPage seance={of} state={state} cle={rq.key} />,
  };
}

async function cancelOrRestore(rq: SignedRq, of: SeancePlanning): Promise<Reply> {
  const back = of.permanenceId === null ? `/planning?semaine=${of.jour}` : `/permanences/${of.permanenceId}`;
  if (Temporal.PlainDate.compare(of.jour, rq.today) < 0) {
    const errors = [{ field: '', message: 'Cette séance est passée : elle ne change plus.' }];
    return refusal(annulerPage(rq, of, { values: {}, errors }));
  }
  if (of.statut === 'annulee') {
    const outcome = await restoreSeance(rq.db, rq.territoire.id, of.id);
    if ('value' in outcome) return redirect(back, { flash: 'La séance est rétablie.' });
    const message =
      outcome.conflit === 'agent_occupe'
        ? 'L’agent est désormais pris à cet horaire.'
        : 'Le lieu est désormais occupé à cet horaire.';
    return refusal(annulerPage(rq, of, { values: {}, errors: [{ field: '', message }] }));
  }
  const form = parseForm(annulationForm, rq.form);
  if (!form.ok) return refusal(annulerPage(rq, of, form.state));
  await cancelSeance(rq.db, rq.territoire.id, of.id, form.data.motif);
  return redirect(back, { flash: 'La séance est annulée. L’affiche et la page publique du lieu le disent déjà.' });
}

async function ponctuellePage(rq: SignedRq, state: FormState) {
  const agents = await agentsPlanifiables(rq.db, rq.territoire.id, rq.today);
  const mine = rq.compte.role === 'agent' ? agents.filter(({ id }) => id === rq.compte.agentId) : agents;
  return {
    title: 'Aide ponctuelle ailleurs',
    breadcrumbs: [rq.compte.role === 'agent' ? { href: '/agenda', label: 'Mon agenda' } : liste],
    body: <PonctuellePage state={state} cle={rq.key} agents={mine} />,
  };
}

async function createPonctuelle(rq: SignedRq): Promise<Reply> {
  const form = parseForm(ponctuelleForm, rq.form);
  if (!form.ok) return refusal(await ponctuellePage(rq, form.state));
  const { jour, ...saisie } = form.data;
  const agents = await agentsPlanifiables(rq.db, rq.territoire.id, rq.today);
  const agent = agents.find(({ id }) => id === saisie.agentId);
  const allowed = agent !== undefined && (rq.compte.role === 'equipe' || agent.id === rq.compte.agentId);
  const underContract =
    agent !== undefined &&
    Temporal.PlainDate.compare(jour, agent.contratDebut) >= 0 &&
    Temporal.PlainDate.compare(jour, agent.contratFin) <= 0;
  const errors = [
    ...(allowed ? [] : [{ field: 'agentId', message: 'Choisissez l’agent dans la liste.' }]),
    ...(!allowed || underContract
      ? []
      : [{ field: 'jour', message: 'L’agent n’a pas de contrat en cours ce jour-là.' }]),
    ...(Temporal.PlainTime.compare(saisie.heureDebut, saisie.heureFin) < 0
      ? []
      : [{ field: 'heureFin', message: phrase(PHRASES_PERMANENCE, { refus: 'horaire_inverse' }) }]),
  ];
  if (errors.length > 0) return refusal(await ponctuellePage(rq, withErrors(form.state, errors)));
  const outcome = await savePonctuelle(rq.db, rq.territoire.id, { date: jour, ...saisie }, rq.compte.id);
  if ('conflit' in outcome) {
    const error = { field: 'heureDebut', message: 'L’agent est déjà pris à cet horaire ce jour-là.' };
    return refusal(await ponctuellePage(rq, withErrors(form.state, [error])));
  }
  const to = rq.compte.role === 'agent' ? `/agenda?jour=${jour}` : `/planning?semaine=${jour}`;
  return redirect(to, { flash: 'La séance est enregistrée.' });
}

export const permanencesRoutes: readonly Route[] = [
  get('/permanences', {
    access: equipe,
    handle: async (rq) => {
      const columns = colonnesPermanences();
      const listed = tablePage(await allPermanences(rq.db, rq.territoire.id, rq.today), columns, listQuery(rq));
      return page({ title: 'Permanences', body: <ListePage columns={columns} listed={listed} /> });
    },
  }),

  get('/permanences.csv', {
    access: equipe,
    handle: async (rq) => {
      const columns = colonnesPermanences();
      const { found } = tablePage(await allPermanences(rq.db, rq.territoire.id, rq.today), columns, listQuery(rq));
      return file({
        bytes: toCsv(columns, found),
        type: 'text/csv; charset=utf-8',
        name: `permanences-${rq.today}.csv`,
      });
    },
  }),

  get('/permanences/nouvelle', {
    access: equipe,
    handle: async (rq) => {
      const values = {
        lieuId: rq.query.get('lieu') ?? '',
        agentId: rq.query.get('agent') ?? '',
        heureDebut: '09:00',
        heureFin: '12:00',
        du: rq.today.add({ days: 1 }).toString(),
      };
      return page(await formPage(rq, blankForm(values)));
    },
  }),
  post('/permanences/nouvelle', { access: equipe, handle: create }),

  get('/permanences/:permanence', {
    access: equipe,
    load: permanence,
    handle: async (rq, of) => {
      const seances = await seancesDePermanence(rq.db, rq.territoire.id, of.id, rq.today);
      return page({
        title: of.lieuNom,
        breadcrumbs: [liste],
        body: <PermanencePage permanence={of} seances={seances} />,
      });
    },
  }),

  get('/permanences/:permanence/arreter', {
    access: equipe,
    load: permanence,
    handle: async (rq, of) => page(arreterPage(rq, of, blankForm({ au: rq.today.toString() }))),
  }),
  post('/permanences/:permanence/arreter', { access: equipe, load: permanence, handle: stop }),

  get('/seances/:seance/annuler', {
    access: equipe,
    load: seance,
    handle: async (rq, of) => page(annulerPage(rq, of, blankForm())),
  }),
  post('/seances/:seance/annuler', { access: equipe, load: seance, handle: cancelOrRestore }),

  get('/ponctuelles/nouvelle', {
    access: { equipe: true, agent: true },
    handle: async (rq) => {
      const values = {
        jour: rq.today.toString(),
        agentId: rq.compte.agentId ?? '',
        heureDebut: '14:00',
        heureFin: '16:00',
      };
      return page(await ponctuellePage(rq, blankForm(values)));
    },
  }),
  post('/ponctuelles/nouvelle', { access: { equipe: true, agent: true }, handle: createPonctuelle }),

  get('/planning', {
    access: equipe,
    handle: async (rq) => {
      const asked = parseDate(rq.query.get('semaine') ?? '');
      const jour = estRefus(asked) ? rq.today : asked;
      const lundi = jour.subtract({ days: jour.dayOfWeek - 1 });
      const seances = await seancesDuTerritoire(rq.db, rq.territoire.id, { du: lundi, au: lundi.add({ days: 6 }) });
      return page({
        title: 'Planning de la semaine',
        breadcrumbs: [liste],
        body: <SemainePage lundi={lundi} seances={seances} />,
      });
    },
  }),
];
