import { calendrierDe } from '../../domain/calendrier.ts';
import { parseDate } from '../../domain/date.ts';
import { estAvant, lePlusTard } from '../../domain/periode.ts';
import { estRefus } from '../../domain/refus.ts';
import { connuesJusquAu } from '../../domain/rythme.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { file, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { conformites } from '../lieux/conformite/store.ts';
import { derogationEnCours } from '../lieux/rules.ts';
import { direLesChangements } from '../rendez-vous/avis/prevenir.ts';
import { arreterAvecBinome } from './binome/arret.ts';
import { binomeRoutes } from './binome/routes.tsx';
import { binomeEnPlace } from './binome/store.ts';
import { gardantAvant } from './changements/annuler.ts';
import { changementsRoutes } from './changements/routes.tsx';
import { changementDuJour } from './changements/store.ts';
import { chargerPermanence, tenirPermanence } from './charger.ts';
import { choixPermanence, lireChoix } from './choix.ts';
import { SEANCES } from './conservation.ts';
import { arretForm, permanenceForm } from './forms.ts';
import { ecartsFrequence } from './frequence/ecarts.ts';
import { planifier } from './planification.ts';
import { reaffectationRoutes } from './reaffectation/routes.tsx';
import { horizonSeances } from './rules.ts';
import { erreursDe, lireSaisie } from './saisie.ts';
import { sallesRoutes } from './salles/routes.tsx';
import { sallesDuLieu } from './salles/store.ts';
import { lockPlanning, seancesDePermanence } from './seances/store.ts';
import { serieRoutes } from './serie/routes.tsx';
import { allPermanences, findSuite, type PermanenceSuivie } from './store.ts';
import { vacancesRoutes } from './vacances/routes.tsx';
import { vacancesDe } from './vacances/store.ts';
import { ArreterPage, PermanencePage } from './views/fiche.tsx';
import { PermanenceFormPage } from './views/formulaire.tsx';
import { colonnesCsv, colonnesPermanences, ListePage } from './views/liste.tsx';

const equipe = { equipe: true } as const;
const liste = { href: '/permanences', label: 'Permanences' };

function listQuery(rq: Rq) {
  return tableQuery(rq.query, { sortable: ['lieu', 'commune', 'agent', 'jour', 'prochaine'], defaultSort: 'lieu' });
}

async function formPage(rq: Rq, state: FormState) {
  const choix = await choixPermanence(rq);
  return {
    title: 'Nouvelle permanence',
    breadcrumbs: [liste],
    body: <PermanenceFormPage state={state} cle={rq.key} {...choix} />,
  };
}

async function create(rq: SignedRq): Promise<Reply> {
  const form = parseForm(permanenceForm, rq.form);
  if (!form.ok) return refusal(await formPage(rq, form.state));
  // Nobody closes the lieu between its reading and the writing of its séances.
  await lockPlanning(rq.db, rq.territoire.id);
  const { permanence, accueil, errors: wrong } = lireSaisie(form.data);
  const { lieu, agent, errors: missing } = await lireChoix(rq, form.data);
  const refuse = async (errors: FormState['errors']) =>
    refusal(await formPage(rq, withErrors(form.state, errors, permanenceForm)));
  if (lieu === undefined || agent === undefined || wrong.length + missing.length > 0) {
    return refuse([...missing, ...wrong]);
  }
  const outcome = await planifier(
    rq.db,
    rq.territoire.id,
    { permanence, accueil, agent, lieu, salleId: form.data.salleId },
    { today: rq.today, compteId: rq.compte.id, calendrier: calendrierDe(rq.territoire.codeDepartement) },
  );
  if (!('id' in outcome)) return refuse(erreursDe(outcome.refus));
  return redirect(`/permanences/${outcome.id}`, {
    flash: 'La permanence est en place. L’affiche du lieu est à jour.',
    objet: ['permanence', outcome.id],
  });
}

async function arreterPage(rq: Rq, of: PermanenceSuivie, state: FormState) {
  const binome = await binomeEnPlace(rq.db, rq.territoire.id, of, rq.today);
  return {
    title: 'Arrêter la permanence',
    breadcrumbs: [liste, { href: `/permanences/${of.id}`, label: of.lieuNom }],
    body: <ArreterPage permanence={of} binome={binome} state={state} cle={rq.key} />,
  };
}

async function stop(rq: SignedRq, of: PermanenceSuivie, url: string): Promise<Reply> {
  const form = parseForm(arretForm, rq.form);
  if (!form.ok) return refusal(await arreterPage(rq, of, form.state));
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
  if (errors.length > 0) return refusal(await arreterPage(rq, of, withErrors(form.state, errors)));
  const arret = { au, motif, aussi: form.data.aussi };
  const { today, now } = rq;
  const acte = { nature: 'arretee', aPartirDu: au.add({ days: 1 }), today, now, compteId: rq.compte.id } as const;
  const outcome = await gardantAvant(rq.db, rq.territoire.id, of, acte, () =>
    arreterAvecBinome(rq.db, rq.territoire.id, of, arret, today),
  );
  if ('conflit' in outcome) {
    const message =
      'La salle est prise par une autre permanence un de ces jours : l’autre agent ne peut pas y rester seul. Arrêtez aussi la sienne.';
    return refusal(await arreterPage(rq, of, withErrors(form.state, [{ field: 'aussi', message }])));
  }
  await direLesChangements(rq.db, { territoire: rq.territoire, url, now: rq.now });
  const count = outcome.value;
  const annulees =
    count === 0 ? 'aucune séance à annuler' : count === 1 ? '1 séance annulée' : `${count} séances annulées`;
  return redirect(`/permanences/${of.id}`, { flash: `La permanence est arrêtée : ${annulees}.` });
}

/** `url`: where people reach the site. */
export const permanencesRoutes = (url: string): readonly Route[] => [
  get('/permanences', {
    access: equipe,
    handle: async (rq) => {
      const columns = colonnesPermanences();
      const all = await allPermanences(rq.db, rq.territoire.id, rq.today);
      const vacances = {
        connuesJusquAu: connuesJusquAu(await vacancesDe(rq.db, rq.territoire.id)),
        horizon: horizonSeances(rq.today),
        concernees: all.filter(({ horsVacances, au }) => horsVacances && (au === null || !estAvant(au, rq.today)))
          .length,
      };
      const listed = tablePage(all, columns, listQuery(rq));
      return page({
        title: 'Permanences',
        body: <ListePage columns={columns} listed={listed} vacances={vacances} />,
      });
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
        rythme: '1',
        accueil: 'libre',
        du: rq.today.add({ days: 1 }).toString(),
      };
      return page(await formPage(rq, blankForm(values)));
    },
  }),
  post('/permanences/nouvelle', { acte: 'ouvrir une permanence', collecte: 'rien', access: equipe, handle: create }),

  get('/permanences/:permanence', {
    access: equipe,
    load: chargerPermanence,
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
            binome={await binomeEnPlace(rq.db, rq.territoire.id, of, rq.today)}
            suite={await findSuite(rq.db, rq.territoire.id, of.id, rq.today)}
            salles={(await sallesDuLieu(rq.db, rq.territoire.id, of.lieuId)).length > 0}
            changement={
              await changementDuJour(rq.db, rq.territoire.id, {
                permanenceId: of.id,
                compteId: rq.compte.id,
                jour: rq.today,
              })
            }
            today={rq.today}
          />
        ),
      });
    },
  }),

  get('/permanences/:permanence/arreter', {
    access: equipe,
    load: chargerPermanence,
    handle: async (rq, of) => {
      const asked = parseDate(rq.query.get('au') ?? '');
      return page(await arreterPage(rq, of, blankForm({ au: (estRefus(asked) ? rq.today : asked).toString() })));
    },
  }),
  post('/permanences/:permanence/arreter', {
    acte: 'arrêter une permanence',
    collecte: [SEANCES],
    access: equipe,
    load: tenirPermanence,
    handle: (rq, of) => stop(rq, of, url),
  }),

  ...serieRoutes(url),
  ...changementsRoutes(url),
  ...binomeRoutes,
  ...sallesRoutes,
  ...vacancesRoutes(url),
  ...reaffectationRoutes,
];
