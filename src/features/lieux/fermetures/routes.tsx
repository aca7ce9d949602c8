import type { Compte } from '../../../domain/compte.ts';
import { phrase } from '../../../domain/refus.ts';
import { emptyForm, parseForm, withErrors } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { SEANCES } from '../../permanences/conservation.ts';
import type { SeancePlanning } from '../../permanences/seances/store.ts';
import { annoncerSuites } from '../../permanences/suites/avis.ts';
import { direLesChangements } from '../../rendez-vous/avis/prevenir.ts';
import { estSien, ficheDe, lieuDemande, racine } from '../chemin.ts';
import type { Lieu } from '../store.ts';
import { fermerQuelquesJours, lireImpact, lireRetour, lireSuites, rouvrir, verifierJours } from './fermer.ts';
import { fermetureForm, joursForm } from './forms.ts';
import { direFermeture, type Fermeture, PHRASES_FERMETURE, type RefusFermeture } from './rules.ts';
import { type FermetureNotee, fermeturesDe, findFermeture } from './store.ts';
import { direRetour, FermeturePage, FermeturesPage, LeverFermeturePage, NouvelleFermeturePage } from './views.tsx';

/** The équipe technique, and the référent for the lieux of his own structure. */
const access = { equipe: true, referent: estSien } as const;

type Notee = { readonly lieu: Lieu; readonly fermeture: FermetureNotee };
const accessNotee = {
  equipe: true,
  referent: (compte: Compte, { lieu }: Notee): boolean => estSien(compte, lieu),
} as const;

const adresse = ({ id }: Lieu): string => `/lieux/${id}/fermetures`;

function breadcrumbs(rq: SignedRq, lieu: Lieu, isDeeper: boolean) {
  return [racine(rq), ficheDe(lieu), ...(isDeeper ? [{ href: adresse(lieu), label: 'Fermetures' }] : [])];
}

const CHAMPS: Readonly<Record<RefusFermeture['refus'], string>> = {
  dates_inversees: 'fermeAu',
  jours_passes: 'fermeDu',
  trop_longue: 'fermeAu',
  lieu_ferme: '',
  deja_fermee: 'fermeDu',
};

function toErrors(refus: readonly RefusFermeture[]): FormState['errors'] {
  return refus.map((one) => ({ field: CHAMPS[one.refus], message: phrase(PHRASES_FERMETURE, one) }));
}

async function listePage(rq: SignedRq, lieu: Lieu, state: FormState): Promise<PageContent> {
  const fermetures = await fermeturesDe(rq.db, rq.territoire.id, lieu.id);
  return {
    title: 'Fermetures du lieu',
    breadcrumbs: breadcrumbs(rq, lieu, false),
    body: <FermeturesPage lieu={lieu} fermetures={fermetures} state={state} today={rq.today} />,
  };
}

async function impactPage(rq: SignedRq, lieu: Lieu, fermeture: Fermeture, state: FormState): Promise<PageContent> {
  return {
    title: 'Fermer le lieu quelques jours',
    breadcrumbs: breadcrumbs(rq, lieu, true),
    body: (
      <NouvelleFermeturePage
        lieu={lieu}
        fermeture={fermeture}
        impact={await lireImpact(rq.db, rq.territoire.id, lieu.id, fermeture)}
        state={state}
        cle={rq.key}
      />
    ),
  };
}

/** What the closure would touch: a page that writes nothing, whose address says the days. */
async function nouvelle(rq: SignedRq, lieu: Lieu): Promise<Reply> {
  const values = Object.fromEntries(Object.keys(joursForm.shape).map((name) => [name, rq.query.getAll(name)]));
  const form = parseForm(joursForm, { ...emptyForm, values });
  if (!form.ok) return page(await listePage(rq, lieu, form.state));
  const fermeture = { du: form.data.fermeDu, au: form.data.fermeAu };
  const refus = await verifierJours(rq.db, rq.territoire.id, lieu, fermeture, rq.today);
  if (refus.length > 0) return page(await listePage(rq, lieu, withErrors(form.state, toErrors(refus), joursForm)));
  return page(await impactPage(rq, lieu, fermeture, blankForm()));
}

/** Tells the agents concerned and the référents of the structure; never why it closes. */
function annoncer(
  rq: Rq,
  url: string,
  lieu: Lieu,
  of: {
    readonly quoi: 'annulees' | 'retablies';
    readonly precision: string;
    readonly seances: readonly SeancePlanning[];
  },
) {
  const structureIds = lieu.structureId === null ? [] : [lieu.structureId];
  if (of.seances.length === 0) return Promise.resolve(0);
  return annoncerSuites(rq.db, rq.territoire, url, { ...of, structureIds, nom: lieu.nom, maintien: null });
}

function fermer(url: string) {
  return async (rq: SignedRq, lieu: Lieu): Promise<Reply> => {
    const form = parseForm(fermetureForm, rq.form);
    const days = parseForm(joursForm, rq.form);
    if (!days.ok) return refusal(await listePage(rq, lieu, days.state));
    const fermeture = { du: days.data.fermeDu, au: days.data.fermeAu };
    if (!form.ok) return refusal(await impactPage(rq, lieu, fermeture, form.state));
    const demande = { ...fermeture, motif: form.data.motif, compteId: rq.compte.id, today: rq.today };
    const outcome = await fermerQuelquesJours(rq.db, rq.territoire.id, lieu, demande);
    if ('refus' in outcome) {
      return refusal(await listePage(rq, lieu, withErrors(days.state, toErrors(outcome.refus), joursForm)));
    }
    const { seances } = outcome.impact;
    await direLesChangements(rq.db, { territoire: rq.territoire, url, now: rq.now });
    const precision = `Le lieu est fermé ${direFermeture(fermeture)}.`;
    await annoncer(rq, url, lieu, { quoi: 'annulees', precision, seances });
    return redirect(`${adresse(lieu)}/${outcome.id}`, {
      flash: 'La fermeture est enregistrée. La page publique et l’affiche du lieu le disent déjà.',
      objet: ['fermeture', outcome.id],
    });
  };
}

async function load(rq: Rq): Promise<Notee | undefined> {
  const lieu = await lieuDemande(rq);
  if (lieu === undefined) return undefined;
  const id = rq.params['fermeture'] ?? '';
  const fermeture = await findFermeture(rq.db, rq.territoire.id, { lieuId: lieu.id, id });
  return fermeture && { lieu, fermeture };
}

async function fermeturePage(rq: SignedRq, { lieu, fermeture }: Notee): Promise<Reply> {
  return page({
    title: `Fermé ${direFermeture(fermeture)}`,
    breadcrumbs: breadcrumbs(rq, lieu, true),
    body: (
      <FermeturePage
        lieu={lieu}
        fermeture={fermeture}
        suites={await lireSuites(rq.db, rq.territoire.id, fermeture.id)}
        today={rq.today}
        equipe={rq.compte.role === 'equipe'}
      />
    ),
  });
}

async function leverPage(rq: SignedRq, { lieu, fermeture }: Notee): Promise<Reply> {
  return page({
    title: 'Rouvrir plus tôt',
    breadcrumbs: breadcrumbs(rq, lieu, true),
    body: (
      <LeverFermeturePage
        lieu={lieu}
        fermeture={fermeture}
        seances={await lireRetour(rq.db, rq.territoire.id, fermeture.id, rq.today)}
        cle={rq.key}
      />
    ),
  });
}

function lever(url: string) {
  return async (rq: SignedRq, { lieu, fermeture }: Notee): Promise<Reply> => {
    const to = `${adresse(lieu)}/${fermeture.id}`;
    if (fermeture.leveeAt !== null) return redirect(to, { flash: 'Cette fermeture est déjà levée.' });
    const retour = await rouvrir(rq.db, rq.territoire.id, fermeture, { today: rq.today, now: rq.now });
    await direLesChangements(rq.db, { territoire: rq.territoire, url, now: rq.now });
    const precision = 'Le lieu rouvre plus tôt que prévu.';
    await annoncer(rq, url, lieu, { quoi: 'retablies', precision, seances: retour.retablies });
    return redirect(to, { flash: direRetour(retour) });
  };
}

/** Days when a lieu does not open. `url`: where people reach the site. */
export function fermeturesRoutes(url: string): readonly Route[] {
  return [
    get('/lieux/:lieu/fermetures', {
      access,
      load: lieuDemande,
      handle: async (rq, lieu) => page(await listePage(rq, lieu, blankForm())),
    }),
    get('/lieux/:lieu/fermetures/nouvelle', { access, load: lieuDemande, handle: nouvelle }),
    post('/lieux/:lieu/fermetures/nouvelle', {
      access,
      load: lieuDemande,
      acte: 'fermer un lieu quelques jours',
      collecte: [SEANCES],
      handle: fermer(url),
    }),
    get('/lieux/:lieu/fermetures/:fermeture', { access: accessNotee, load, handle: fermeturePage }),
    get('/lieux/:lieu/fermetures/:fermeture/lever', { access: accessNotee, load, handle: leverPage }),
    post('/lieux/:lieu/fermetures/:fermeture/lever', {
      access: accessNotee,
      load,
      acte: 'rouvrir un lieu plus tôt',
      collecte: 'rien',
      handle: lever(url),
    }),
  ];
}
