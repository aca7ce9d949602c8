import { calendrierDe } from '../../domain/calendrier.ts';
import { parseDate } from '../../domain/date.ts';
import { parseJour } from '../../domain/demi-journee.ts';
import { lePlusTard } from '../../domain/periode.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { file, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { conformites } from '../lieux/conformite/store.ts';
import { derogationEnCours, estAnnoncable } from '../lieux/rules.ts';
import { allLieux } from '../lieux/store.ts';
import { SEANCES } from './conservation.ts';
import { arretForm, permanenceForm } from './forms.ts';
import { ecartsFrequence } from './frequence/ecarts.ts';
import { planifier } from './planification.ts';
import { reaffectationRoutes } from './reaffectation/routes.tsx';
import { PHRASES_PERMANENCE, type RefusPermanence } from './rules.ts';
import { lockPlanning, seancesDePermanence } from './seances/store.ts';
import { agentsPlanifiables, allPermanences, findPermanence, type PermanenceSuivie, stopPermanence } from './store.ts';
import {
  ArreterPage,
  colonnesCsv,
  colonnesPermanences,
  ListePage,
  PermanenceFormPage,
  PermanencePage,
} from './views.tsx';

const equipe = { equipe: true } as const;
const liste = { href: '/permanences', label: 'Permanences' };

function permanence(rq: Rq): Promise<PermanenceSuivie | undefined> {
  return findPermanence(rq.db, rq.territoire.id, rq.params['permanence'] ?? '', rq.today);
}

function listQuery(rq: Rq) {
  return tableQuery(rq.query, { sortable: ['lieu', 'commune', 'agent', 'jour', 'prochaine'], defaultSort: 'lieu' });
}

async function formPage(rq: Rq, state: FormState) {
  const lieux = (await allLieux(rq.db, rq.territoire.id)).filter(
    (one) => one.fermeLe === null && estAnnoncable(one, rq.today),
  );
  const { de } = await conformites(rq.db, rq.territoire.id, rq.today);
  const agents = await agentsPlanifiables(rq.db, rq.territoire.id, rq.today);
  const ecarts = await ecartsFrequence(rq.db, rq.territoire.id, rq.today);
  return {
    title: 'Nouvelle permanence',
    breadcrumbs: [liste],
    body: (
      <PermanenceFormPage
        state={state}
        cle={rq.key}
        lieux={lieux.map((one) => ({
          ...one,
          derogation: derogationEnCours(de(one.id).usages.permanence),
          ecart: ecarts.get(one.structureId ?? ''),
        }))}
        agents={agents}
      />
    ),
  };
}

/** The field that each refusal is about, so that the summary leads to it. */
const CHAMPS: Readonly<Record<RefusPermanence['refus'], string>> = {
  horaire_inverse: 'heureFin',
  dates_inversees: 'au',
  aucune_date: 'du',
  premier_jour_passe: 'du',
  lieu_non_conforme: 'lieuId',
  lieu_non_convenu: 'lieuId',
  hors_convention: 'au',
  agent_hors_contrat: 'agentId',
  agent_occupe: 'agentId',
  trajet_trop_court: 'heureDebut',
  lieu_occupe: 'lieuId',
};

async function create(rq: SignedRq): Promise<Reply> {
  const form = parseForm(permanenceForm, rq.form);
  if (!form.ok) return refusal(await formPage(rq, form.state));
  const { agentId, lieuId, jour, ...reste } = form.data;
  // Nobody closes the lieu between its reading and the writing of its séances.
  await lockPlanning(rq.db, rq.territoire.id);
  const lieu = (await allLieux(rq.db, rq.territoire.id)).find((one) => one.id === lieuId && one.fermeLe === null);
  const agent = (await agentsPlanifiables(rq.db, rq.territoire.id, rq.today)).find((one) => one.id === agentId);
  const jourSemaine = parseJour(jour);
  if (lieu === undefined || agent === undefined || jourSemaine === null) {
    const errors = [
      ...(lieu ? [] : [{ field: 'lieuId', message: 'Choisissez le lieu dans la liste.' }]),
      ...(agent ? [] : [{ field: 'agentId', message: 'Choisissez l’agent dans la liste.' }]),
    ];
    return refusal(await formPage(rq, withErrors(form.state, errors, permanenceForm)));
  }
  const outcome = await planifier(
    rq.db,
    rq.territoire.id,
    { permanence: { jour: jourSemaine, ...reste }, agent, lieu },
    { today: rq.today, compteId: rq.compte.id, calendrier: calendrierDe(rq.territoire.codeDepartement) },
  );
  if ('id' in outcome) {
    return redirect(`/permanences/${outcome.id}`, {
      flash: 'La permanence est en place. L’affiche du lieu est à jour.',
      objet: ['permanence', outcome.id],
    });
  }
  const errors = outcome.refus.map((refus) => ({
    field: CHAMPS[refus.refus],
    message: phrase(PHRASES_PERMANENCE, refus),
  }));
  return refusal(await formPage(rq, withErrors(form.state, errors, permanenceForm)));
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
  await lockPlanning(rq.db, rq.territoire.id);
  const count = await stopPermanence(rq.db, rq.territoire.id, { id: of.id, au, motif });
  const annulees =
    count === 0 ? 'aucune séance à annuler' : count === 1 ? '1 séance annulée' : `${count} séances annulées`;
  return redirect(`/permanences/${of.id}`, { flash: `La permanence est arrêtée : ${annulees}.` });
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
      const all = await allPermanences(rq.db, rq.territoire.id, rq.today);
      const { found } = tablePage(all, colonnesPermanences(), listQuery(rq));
      return file({
        bytes: toCsv(colonnesCsv, found),
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
  post('/permanences/nouvelle', { acte: 'ouvrir une permanence', collecte: 'rien', access: equipe, handle: create }),

  get('/permanences/:permanence', {
    access: equipe,
    load: permanence,
    handle: async (rq, of) => {
      const seances = await seancesDePermanence(rq.db, rq.territoire.id, of.id, rq.today);
      const { usages } = (await conformites(rq.db, rq.territoire.id, rq.today, of.lieuId)).de(of.lieuId);
      const derogation = derogationEnCours(usages.permanence);
      // On its first day, when it has not begun.
      const le = lePlusTard(rq.today, of.du);
      const { structureId } = of;
      const ecarts = structureId === null ? null : await ecartsFrequence(rq.db, rq.territoire.id, le, structureId);
      return page({
        title: of.lieuNom,
        breadcrumbs: [liste],
        body: (
          <PermanencePage
            permanence={of}
            seances={seances}
            derogation={derogation}
            ecart={ecarts?.get(structureId ?? '')}
            today={rq.today}
          />
        ),
      });
    },
  }),

  get('/permanences/:permanence/arreter', {
    access: equipe,
    load: permanence,
    handle: async (rq, of) => {
      const asked = parseDate(rq.query.get('au') ?? '');
      return page(arreterPage(rq, of, blankForm({ au: (estRefus(asked) ? rq.today : asked).toString() })));
    },
  }),
  post('/permanences/:permanence/arreter', {
    acte: 'arrêter une permanence',
    collecte: [SEANCES],
    access: equipe,
    load: permanence,
    handle: stop,
  }),

  ...reaffectationRoutes,
];
