import { randomUUID } from 'node:crypto';
import { parseDate } from '../../../domain/date.ts';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { urlDe } from '../../../domain/territoire.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { lockSeance } from '../../permanences/seances/store.ts';
import { lireAFaire } from '../a-faire.tsx';
import { chezDe, type RendezVousOptions } from '../chemin.ts';
import { lireCode } from '../code.ts';
import { RENDEZ_VOUS } from '../conservation.ts';
import { alternatives, type Creneau } from '../creneaux.ts';
import { findMotif } from '../motifs/store.ts';
import { annuler, deplacer } from '../prise.ts';
import { PHRASES_CHANGEMENT, PHRASES_VENUE, verifierChangement, verifierVenue } from '../rules/etat.ts';
import { PHRASES_PRISE } from '../rules.ts';
import { deplacerForm } from '../saisie.ts';
import { findRendezVous, markVenue, type RendezVous, rendezVousDesSeances, rendezVousDuCode } from '../store.ts';
import { annulerForm, rechercheForm, venueForm } from './forms.ts';
import { LISTE, nouveauRoutes } from './routes-nouveau.tsx';
import { chercherPrenom, seancesDuJour } from './store.ts';
import { JourPage, TrouvesPage } from './views.tsx';
import { AnnulerPage, DeplacerPage, RdvPage } from './views-fiche.tsx';

/** Whoever receives: a person shows a code at any counter, or telephones about any place. */
const access = { agent: true, equipe: true } as const;

const load = (rq: Rq): Promise<RendezVous | undefined> =>
  findRendezVous(rq.db, rq.territoire.id, rq.params['rdv'] ?? '');

/** The agent whose séances are listed; null: all of them. */
const sien = ({ compte }: SignedRq): string | null => (compte.role === 'agent' ? (compte.agentId ?? AUCUN) : null);
const AUCUN = '00000000-0000-0000-0000-000000000000';

async function jourPage(rq: SignedRq): Promise<Reply> {
  const asked = parseDate(rq.query.get('jour') ?? '');
  const jour = estRefus(asked) ? rq.today : asked;
  const seances = await seancesDuJour(rq.db, rq.territoire.id, jour, sien(rq));
  const ids = seances.map(({ id }) => id);
  const rdvs = Map.groupBy(await rendezVousDesSeances(rq.db, rq.territoire.id, ids), ({ seanceId }) => seanceId);
  return page({
    title: 'Rendez-vous',
    body: (
      <JourPage
        jour={jour}
        today={rq.today}
        seances={seances.map((seance) => ({ seance, rdvs: rdvs.get(seance.id) ?? [] }))}
        cle={randomUUID}
        equipe={rq.compte.role === 'equipe'}
        aFaire={await lireAFaire(rq.db, rq.territoire.id, { agentId: sien(rq), today: rq.today })}
      />
    ),
  });
}

async function rechercher(rq: SignedRq): Promise<Reply> {
  const form = parseForm(rechercheForm, rq.form);
  const content = (rdvs: readonly RendezVous[]) => ({
    title: 'Retrouver un rendez-vous',
    breadcrumbs: [LISTE],
    body: <TrouvesPage rdvs={rdvs} state={form.state} cle={randomUUID} />,
  });
  if (!form.ok) return refusal(content([]));
  const { cherche } = form.data;
  const code = lireCode(cherche);
  const duCode = code === null ? undefined : await rendezVousDuCode(rq.db, rq.territoire.id, code);
  if (duCode !== undefined) return page(content([duCode]));
  return page(content(await chercherPrenom(rq.db, rq.territoire.id, cherche, { today: rq.today, agentId: sien(rq) })));
}

function rdvPage(rq: SignedRq, { url }: RendezVousOptions, rdv: RendezVous, errors: FormState['errors'] = []) {
  const refus = verifierChangement(rdv, { ...rdv, parLaPersonne: false }, rq.now);
  return {
    title: 'Rendez-vous',
    breadcrumbs: [{ href: `/rendez-vous?jour=${rdv.jour}`, label: 'Rendez-vous' }],
    body: (
      <RdvPage
        rdv={rdv}
        site={urlDe(url, rq.territoire).replace(/^https?:\/\//, '')}
        telephone={rq.territoire.telephone}
        fige={refus && phrase(PHRASES_CHANGEMENT, refus)}
        venuesOuvertes={Temporal.PlainDate.compare(rdv.jour, rq.today) <= 0}
        errors={errors}
        cle={rq.key}
      />
    ),
  };
}

async function noterVenue(rq: SignedRq, options: RendezVousOptions, rdv: RendezVous): Promise<Reply> {
  const form = parseForm(venueForm, rq.form);
  if (!form.ok) return refusal(rdvPage(rq, options, rdv, form.state.errors));
  const { venue } = form.data;
  const refuse = (message: string) => refusal(rdvPage(rq, options, rdv, [{ field: '', message }]));
  const refus = verifierVenue(rdv, venue, rq.now);
  if (refus !== null) return refuse(phrase(PHRASES_VENUE, refus));
  const outcome = await markVenue(rq.db, rq.territoire.id, rdv.id, { venue, now: rq.now });
  if ('conflit' in outcome) return refuse(phrase(PHRASES_VENUE, { refus: 'reprise' }));
  return redirect(`/rendez-vous?jour=${rdv.jour}`, { flash: 'C’est noté.' });
}

/** The rendez-vous of a form, its séance held: what is decided stays true until it is written. */
async function loadHeld(rq: Rq): Promise<RendezVous | undefined> {
  const known = await load(rq);
  if (known !== undefined) await lockSeance(rq.db, rq.territoire.id, known.seanceId);
  return load(rq);
}

function annulerPage(rq: SignedRq, rdv: RendezVous, state: FormState) {
  return {
    title: 'Annuler le rendez-vous',
    breadcrumbs: [LISTE, { href: `/rendez-vous/${rdv.id}`, label: 'Le rendez-vous' }],
    body: <AnnulerPage rdv={rdv} state={state} cle={rq.key} />,
  };
}

async function annulerAuGuichet(rq: SignedRq, options: RendezVousOptions, rdv: RendezVous): Promise<Reply> {
  const form = parseForm(annulerForm, rq.form);
  if (!form.ok) return refusal(annulerPage(rq, rdv, form.state));
  const par = form.data.demandePar === 'personne' ? 'personne' : rq.compte.role === 'agent' ? 'agent' : 'equipe';
  const acte = { par, motif: form.data.annuleMotif, parLaPersonne: false } as const;
  const outcome = await annuler(rq.db, chezDe(rq, options), rdv.id, acte);
  if ('changement' in outcome) {
    const errors = [{ field: '', message: phrase(PHRASES_CHANGEMENT, outcome.changement) }];
    return refusal(annulerPage(rq, rdv, withErrors(form.state, errors)));
  }
  return redirect(`/rendez-vous/${rdv.id}`, { flash: 'Le rendez-vous est annulé, et la place est rendue.' });
}

async function deplacerPage(
  rq: SignedRq,
  rdv: RendezVous,
  { state, creneaux }: { readonly state: FormState; readonly creneaux?: readonly Creneau[] },
) {
  const motif = await findMotif(rq.db, rq.territoire.id, rdv.motifId);
  const voulu = rdv.lieuId === null ? null : { lieuId: rdv.lieuId, jour: rdv.jour, debut: rdv.debut };
  const found =
    creneaux ??
    (motif === undefined || voulu === null
      ? []
      : await alternatives(rq.db, rq.territoire.id, voulu, { motif, canal: 'agent', now: rq.now }));
  return {
    title: 'Déplacer le rendez-vous',
    breadcrumbs: [LISTE, { href: `/rendez-vous/${rdv.id}`, label: 'Le rendez-vous' }],
    body: <DeplacerPage rdv={rdv} creneaux={found} state={state} cle={rq.key} />,
  };
}

async function deplacerAuGuichet(rq: SignedRq, options: RendezVousOptions, rdv: RendezVous): Promise<Reply> {
  const form = parseForm(deplacerForm, rq.form);
  if (!form.ok) return refusal(await deplacerPage(rq, rdv, form));
  const vers = { ...form.data.creneau, canal: 'agent', parLaPersonne: false, createdBy: rq.compte.id } as const;
  const outcome = await deplacer(rq.db, chezDe(rq, options), rdv.id, vers);
  if ('rdv' in outcome) {
    const flash = 'Le rendez-vous est déplacé. Il a un nouveau code ; l’ancien y mène aussi.';
    return redirect(`/rendez-vous/${outcome.rdv.id}`, { flash, objet: ['rendezvous', outcome.rdv.id] });
  }
  const message =
    'refus' in outcome ? phrase(PHRASES_PRISE, outcome.refus) : phrase(PHRASES_CHANGEMENT, outcome.changement);
  const state = { values: { creneau: '' }, errors: [{ field: 'creneau', message }] };
  return refusal(
    await deplacerPage(rq, rdv, 'refus' in outcome ? { state, creneaux: outcome.alternatives } : { state }),
  );
}

/** The rendez-vous, for those who receive: never for the structure that lends its place. */
export function guichetRoutes(options: RendezVousOptions): readonly Route[] {
  return [
    ...nouveauRoutes(options),
    get('/rendez-vous', { access, handle: jourPage }),
    post('/rendez-vous/recherche', {
      access,
      lecture: true,
      acte: 'chercher un rendez-vous',
      collecte: 'rien',
      handle: rechercher,
    }),
    get('/rendez-vous/:rdv', { access, load, handle: async (rq, rdv) => page(rdvPage(rq, options, rdv)) }),
    post('/rendez-vous/:rdv/venue', {
      access,
      acte: 'noter une venue',
      collecte: 'rien',
      load: loadHeld,
      handle: (rq, rdv) => noterVenue(rq, options, rdv),
    }),
    get('/rendez-vous/:rdv/annuler', {
      access,
      load,
      handle: async (rq, rdv) => page(annulerPage(rq, rdv, blankForm())),
    }),
    post('/rendez-vous/:rdv/annuler', {
      access,
      acte: 'annuler un rendez-vous',
      collecte: [RENDEZ_VOUS],
      load,
      handle: (rq, rdv) => annulerAuGuichet(rq, options, rdv),
    }),
    get('/rendez-vous/:rdv/deplacer', {
      access,
      load,
      handle: async (rq, rdv) => page(await deplacerPage(rq, rdv, { state: blankForm() })),
    }),
    post('/rendez-vous/:rdv/deplacer', {
      access,
      acte: 'déplacer un rendez-vous',
      collecte: [RENDEZ_VOUS],
      load,
      handle: (rq, rdv) => deplacerAuGuichet(rq, options, rdv),
    }),
  ];
}
