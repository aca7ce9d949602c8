import { calendrierDe } from '../../domain/calendrier.ts';
import { parisTime, parseDate } from '../../domain/date.ts';
import { estRefus } from '../../domain/refus.ts';
import { page, type Reply } from '../../platform/http/reply.ts';
import { get, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { type Agent, findAgent } from '../equipe/store.ts';
import { admisParDerogation } from '../lieux/conformite/store.ts';
import { findLieu, type Lieu } from '../lieux/store.ts';
import { AFaireRendezVous, lireAFaire } from '../rendez-vous/a-faire.tsx';
import { feuilleRoutes } from './feuille/routes.ts';
import { fluxRoutes } from './flux/routes.ts';
import {
  direAbsence,
  duJour,
  fenetreDe,
  joursDe,
  lireVue,
  marquesDe,
  type RendezVousAgenda,
  sansPrenoms,
  type Vue,
} from './rules.ts';
import {
  absencesDeLAgenda,
  agentsDeLAgenda,
  type DeQui,
  fermeturesDeLAgenda,
  joursDesAgents,
  rendezVousDesSeances,
  rendezVousParJour,
  seancesDeLAgenda,
  vacancesDeLAgenda,
} from './store.ts';
import { ActionsAgent, AgendaPage } from './views/agenda.tsx';
import type { Cadre } from './views/barre.tsx';
import { EquipeJourPage } from './views/equipe-jour.tsx';
import { EquipeMoisPage } from './views/equipe-mois.tsx';
import { direFermeture, EquipeSemainePage } from './views/equipe-semaine.tsx';
import type { Regard } from './views/seance.tsx';

/** What follows the day of an agent, under it. */
const JOURS_SUIVANTS = 14;

/** The day that an address asks for, today when it names none; `semaine` is the older name of it. */
function jourDemande(rq: Rq): Temporal.PlainDate {
  const asked = parseDate(rq.query.get('jour') ?? rq.query.get('semaine') ?? '');
  return estRefus(asked) ? rq.today : asked;
}

async function cadreDe(rq: Rq, chemin: string, defaut: Vue): Promise<Cadre> {
  const jour = jourDemande(rq);
  const vue = lireVue(rq.query.get('vue'), defaut);
  const fenetre = fenetreDe(vue, jour);
  const vacances = await vacancesDeLAgenda(rq.db, rq.territoire.id, fenetre);
  const marque = marquesDe(fenetre, vacances, calendrierDe(rq.territoire.codeDepartement));
  return { chemin, vue, jour, today: rq.today, marque };
}

/** The rendez-vous of the séances shown, by séance; first names where `estLisible` says so. */
async function rendezVous(
  rq: Rq,
  seanceIds: readonly string[],
  estLisible: (seanceId: string) => boolean,
): Promise<ReadonlyMap<string, readonly RendezVousAgenda[]>> {
  const all = await rendezVousDesSeances(rq.db, rq.territoire.id, seanceIds);
  return Map.groupBy(sansPrenoms(all, estLisible), ({ seanceId }) => seanceId);
}

/** What an agenda of one agent or one lieu shows; first names only of the séances that whoever asks may read. */
async function agendaDe(rq: SignedRq, cadre: Cadre, de: DeQui) {
  const { db, compte, today } = rq;
  const { id } = rq.territoire;
  const fenetre = fenetreDe(cadre.vue, cadre.jour);
  const seances = await seancesDeLAgenda(db, id, fenetre, de);
  const own = new Set(seances.filter(({ agentId }) => agentId === compte.agentId).map((one) => one.id));
  const shown = cadre.vue === 'jour' ? seances.map((one) => one.id) : [];
  const absences = de.agentId === undefined ? [] : await absencesDeLAgenda(db, id, fenetre, de.agentId);
  const fermetures = await fermeturesDeLAgenda(db, id, fenetre, de.lieuId);
  const lieux = new Set(seances.map(({ lieuId }) => lieuId));
  return {
    cadre,
    jours: joursDe(fenetre),
    seances,
    rendezVous: await rendezVous(rq, shown, (seance) => compte.role === 'equipe' || own.has(seance)),
    empechements: (jour: Temporal.PlainDate) => [
      ...duJour(absences, jour).map(direAbsence),
      // Of an agent, those of the places where something was to be held.
      ...duJour(fermetures, jour)
        .filter(({ lieuId }) => de.lieuId !== undefined || lieux.has(lieuId))
        .map(direFermeture),
    ],
    admis: await admisParDerogation(db, id, today),
  };
}

async function monAgenda(rq: SignedRq): Promise<Reply> {
  const cadre = await cadreDe(rq, '/agenda', 'jour');
  const de = { agentId: rq.compte.agentId ?? '' };
  const suivants = { du: cadre.jour.add({ days: 1 }), au: cadre.jour.add({ days: JOURS_SUIVANTS }) };
  const suite =
    cadre.vue === 'jour'
      ? { jours: JOURS_SUIVANTS, seances: await seancesDeLAgenda(rq.db, rq.territoire.id, suivants, de) }
      : undefined;
  return page({
    title: 'Mon agenda',
    body: (
      <AgendaPage
        {...(await agendaDe(rq, cadre, de))}
        titre="Mon agenda"
        regard="agent"
        de="agent"
        actions={<ActionsAgent jour={cadre.jour} today={cadre.today} />}
        aFaire={<AFaireRendezVous aFaire={await lireAFaire(rq.db, rq.territoire.id, { ...de, today: rq.today })} />}
        {...(suite === undefined ? {} : { suite })}
      />
    ),
  });
}

async function agendaAgent(rq: SignedRq, agent: Agent): Promise<Reply> {
  const cadre = await cadreDe(rq, `/agents/${agent.id}/agenda`, 'semaine');
  const nom = `${agent.prenom} ${agent.nom}`;
  return page({
    title: `Agenda de ${nom}`,
    breadcrumbs: [
      { href: `/planning?vue=${cadre.vue}&jour=${cadre.jour}`, label: 'Planning' },
      { href: `/agents/${agent.id}`, label: nom },
    ],
    body: (
      <AgendaPage
        {...(await agendaDe(rq, cadre, { agentId: agent.id }))}
        titre={`Agenda de ${nom}`}
        regard="equipe"
        de="agent"
        actions={
          <ButtonLink href={`/absences/nouvelle?agent=${agent.id}&jour=${cadre.jour}`}>Déclarer une absence</ButtonLink>
        }
      />
    ),
  });
}

async function agendaLieu(rq: SignedRq, lieu: Lieu): Promise<Reply> {
  const cadre = await cadreDe(rq, `/lieux/${lieu.id}/agenda`, 'semaine');
  const regard: Regard = rq.compte.role === 'equipe' ? 'equipe' : 'autre';
  return page({
    title: `Agenda : ${lieu.nom}`,
    breadcrumbs: [
      { href: '/lieux', label: 'Lieux' },
      { href: `/lieux/${lieu.id}/fiche`, label: lieu.nom },
    ],
    body: (
      <AgendaPage
        {...(await agendaDe(rq, cadre, { lieuId: lieu.id }))}
        titre={`Agenda : ${lieu.nom}`}
        regard={regard}
        de="lieu"
        actions={<ButtonLink href={`/lieux/${lieu.id}/calendrier.ics`}>Dates publiques (iCalendar)</ButtonLink>}
      />
    ),
  });
}

async function planning(rq: SignedRq): Promise<Reply> {
  const cadre = await cadreDe(rq, '/planning', 'semaine');
  const { db } = rq;
  const { id } = rq.territoire;
  const fenetre = fenetreDe(cadre.vue, cadre.jour);
  const base = {
    cadre,
    jours: joursDe(fenetre),
    agents: await agentsDeLAgenda(db, id, fenetre),
    absences: await absencesDeLAgenda(db, id, fenetre),
    fermetures: await fermeturesDeLAgenda(db, id, fenetre),
  };
  const breadcrumbs = [{ href: '/permanences', label: 'Permanences' }];
  if (cadre.vue === 'mois') {
    const tenus = await joursDesAgents(db, id, fenetre);
    const parJour = await rendezVousParJour(db, id, fenetre);
    const body = <EquipeMoisPage {...base} tenus={tenus} rendezVous={parJour} />;
    return page({ title: 'Planning du mois', breadcrumbs, body });
  }
  const seances = await seancesDeLAgenda(db, id, fenetre);
  const admis = await admisParDerogation(db, id, rq.today);
  if (cadre.vue === 'semaine') {
    const body = <EquipeSemainePage {...base} seances={seances} admis={admis} />;
    return page({ title: 'Planning de la semaine', breadcrumbs, body, script: 'agenda.js' });
  }
  const shown = seances.map((one) => one.id);
  const body = (
    <EquipeJourPage
      {...base}
      heure={cadre.jour.equals(rq.today) ? parisTime(rq.now) : null}
      seances={seances}
      rendezVous={await rendezVous(rq, shown, () => true)}
      fermetures={base.fermetures.map(direFermeture)}
      admis={admis}
    />
  );
  return page({ title: 'Planning du jour', breadcrumbs, body });
}

/** `url`: where people reach the site, for what leaves it. */
export function agendaRoutes(url: string): readonly Route[] {
  return [
    get('/agenda', { access: { agent: true }, handle: monAgenda }),

    get('/planning', { access: { equipe: true }, handle: planning }),

    get('/agents/:agent/agenda', {
      access: { equipe: true },
      load: (rq) => findAgent(rq.db, rq.territoire.id, rq.params['agent'] ?? ''),
      handle: agendaAgent,
    }),

    get('/lieux/:lieu/agenda', {
      access: { equipe: true, agent: true },
      load: (rq) => findLieu(rq.db, rq.territoire.id, rq.params['lieu'] ?? ''),
      handle: agendaLieu,
    }),

    ...feuilleRoutes,
    ...fluxRoutes(url),
  ];
}
