import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { typedValue } from '../../../ui/field.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { SAISIES } from '../conservation.ts';
import { auteurDe, CHANGE_ENTRE_TEMPS, envoiDe, erreursDe } from '../envoyer.ts';
import { individuelForm, toSaisie, toState, toValeursMontrees } from '../formulaire.ts';
import { differences } from '../historique/mots.ts';
import { nomsPublics } from '../historique/store.ts';
import { recevoir } from '../reception/recevoir.ts';
import { avecPersonne, personneDe } from '../rules/saisie.ts';
import type { SeanceAgent } from '../store.ts';
import { direSupprime, type Supprime, supprimeDe, versHistorique } from '../supprime.tsx';
import { SupprimerPage } from '../views.tsx';
import { ConflitPage } from './conflit.tsx';
import {
  AGENDA,
  type AvecSeance,
  accompagnementDe,
  accompagnementTenu,
  seanceDe,
  seanceTenue,
  sien,
} from './objets.ts';
import { certifiee, formPage, nouveauPage, refusSeance } from './page.tsx';

/** Fields of a record that the form of a séance does not show: what is wrong with them is said above it. */
const HORS_PAGE: ReadonlySet<string> = new Set(['seance', 'jour', 'lieu']);

/** Every reason at once, each said once, in the order of the page. */
export function erreursDePage(...lists: readonly FormState['errors'][]): FormState['errors'] {
  const said = new Set<string>();
  return lists
    .flat()
    .map(({ field, message }) => ({ field: HORS_PAGE.has(field) ? '' : field, message }))
    .filter(({ message }) => !said.has(message) && said.add(message) !== undefined);
}

/** What was typed, held to the séance of the page, whatever else it says. */
function typeDans(rq: SignedRq, of: SeanceAgent): SignedRq['form'] {
  return { ...rq.form, values: { ...rq.form.values, seance: [of.id], typeActivite: ['Individuel'] } };
}

/** Receives what the form of a page asks; `done` answers once it is written. */
async function enregistrer(
  rq: SignedRq,
  of: SeanceAgent,
  existing: AvecSeance | undefined,
  done: () => Reply,
): Promise<Reply> {
  const form = typeDans(rq, of);
  const envoi = { ...envoiDe(rq, existing ? 'modifier' : 'creer', existing), form };
  const [reponse] = await recevoir(rq.db, rq.territoire.id, auteurDe(rq), [envoi], rq);
  const errors = erreursDe(reponse);
  if (errors === null) return done();
  const { values } = parseForm(individuelForm, form).state;
  const all = erreursDePage(refusSeance(of, rq.today), errors);
  return refusal(await formPage(rq, of, { state: withErrors({ values, errors: [] }, all, individuelForm), existing }));
}

/** Both versions, when the record is no more what its page showed; undefined: it still is, or the form is to be corrected first. */
async function conflit(rq: SignedRq, of: AvecSeance): Promise<PageContent | 'pareil' | undefined> {
  const base = rq.form.values['base']?.[0];
  if (base === undefined || base === (of.versionId ?? '')) return undefined;
  const form = typeDans(rq, of.seance);
  const read = parseForm(individuelForm, form);
  const lue = read.ok ? toSaisie('Individuel', read.data, of.seance, rq.today) : undefined;
  if (lue === undefined || 'erreurs' in lue) return undefined;
  const isPersonneIntacte = typedValue(read.state, 'personneVue') === typedValue(read.state, 'personne');
  const typed = isPersonneIntacte ? avecPersonne(lue.saisie, personneDe(of)) : lue.saisie;
  const changed = differences(of, typed, await nomsPublics(rq.db, rq.territoire.id, [of, typed]));
  if (changed.length === 0) return 'pareil';
  const { _cle, base: _, suite, ...valeurs } = form.values;
  return {
    title: 'Deux versions de cet accompagnement',
    breadcrumbs: [AGENDA, { href: `/seances/${of.seance.id}`, label: of.seance.endroit }],
    body: (
      <ConflitPage
        id={of.id}
        cle={rq.key}
        base={of.versionId ?? ''}
        valeurs={valeurs}
        differences={changed}
        retour={`/seances/${of.seance.id}`}
      />
    ),
  };
}

async function modifier(rq: SignedRq, of: AvecSeance): Promise<Reply> {
  const both = await conflit(rq, of);
  const done = redirect(`/seances/${of.seance.id}`, { flash: 'La modification est enregistrée.' });
  if (both === 'pareil') return done;
  if (both !== undefined) return page(both, 422);
  return enregistrer(rq, of.seance, of, () => done);
}

function supprimerPage(rq: Rq, of: AvecSeance, avis?: string): PageContent {
  return {
    title: 'Supprimer l’accompagnement',
    breadcrumbs: [AGENDA, { href: `/seances/${of.seance.id}`, label: of.seance.endroit }],
    body: <SupprimerPage accompagnement={of} retour={`/seances/${of.seance.id}`} cle={rq.key} avis={avis} />,
  };
}

async function supprimer(rq: SignedRq, of: AvecSeance): Promise<Reply> {
  const base = rq.form.values['base']?.[0];
  const isStale = base !== undefined && base !== (of.versionId ?? '');
  if (isStale) return refusal(supprimerPage(rq, of, CHANGE_ENTRE_TEMPS));
  const [reponse] = await recevoir(rq.db, rq.territoire.id, auteurDe(rq), [envoiDe(rq, 'supprimer', of)], rq);
  const errors = erreursDe(reponse);
  if (errors !== null) return refusal(supprimerPage(rq, of, errors[0]?.message));
  return redirect(`/seances/${of.seance.id}`, { flash: 'L’accompagnement est supprimé.' });
}

type Trouve = Promise<AvecSeance | Supprime | undefined>;
const leSienOuSupprime = async (rq: Rq): Trouve => (await accompagnementDe(rq)) ?? supprimeDe(rq);
const leSienTenuOuSupprime = async (rq: Rq): Trouve => (await accompagnementTenu(rq)) ?? supprimeDe(rq);

export const ficheRoutes: readonly Route[] = [
  get('/seances/:seance/accompagnements/nouveau', {
    access: sien,
    load: seanceDe,
    handle: async (rq, of) => page(await nouveauPage(rq, of)),
  }),

  post('/seances/:seance/accompagnements/nouveau', {
    acte: 'noter un accompagnement',
    collecte: SAISIES,
    access: sien,
    load: seanceTenue,
    handle: async (rq, of) =>
      enregistrer(rq, of, undefined, () => {
        const another = rq.form.values['suite']?.[0] === 'autre';
        return redirect(another ? `/seances/${of.id}/accompagnements/nouveau` : `/seances/${of.id}`, {
          flash: 'L’accompagnement est noté.',
        });
      }),
  }),

  get('/accompagnements/:accompagnement/modifier', {
    access: sien,
    load: leSienOuSupprime,
    handle: async (rq, of) => {
      if ('supprime' in of) return versHistorique(of);
      const state = blankForm(toState(toValeursMontrees(of)));
      const closed = await certifiee(rq, of.seance, of);
      return page(closed ?? (await formPage(rq, of.seance, { state, existing: of })));
    },
  }),

  post('/accompagnements/:accompagnement/modifier', {
    acte: 'modifier un accompagnement',
    collecte: SAISIES,
    access: sien,
    load: leSienTenuOuSupprime,
    handle: async (rq, of) => ('supprime' in of ? direSupprime(rq, of) : modifier(rq, of)),
  }),

  get('/accompagnements/:accompagnement/supprimer', {
    access: sien,
    load: accompagnementDe,
    handle: async (rq, of) => page((await certifiee(rq, of.seance, of)) ?? supprimerPage(rq, of)),
  }),

  post('/accompagnements/:accompagnement/supprimer', {
    acte: 'supprimer un accompagnement',
    collecte: 'rien',
    access: sien,
    load: accompagnementTenu,
    handle: supprimer,
  }),
];
