import { estRefus } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { file, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import type { FormState } from '../../../ui/form-state.ts';
import { findLogo } from '../../territoires/store.ts';
import { access, lire, loadSigne, type MandatsOptions, pathOf, pathTo } from '../chemin.ts';
import { MANDATS } from '../conservation.ts';
import { choisirParRang, enCours, instantActe, refusActe } from '../rules.ts';
import type { Lisible, Mandat } from '../store.ts';
import { renderComptes } from './comptes.ts';
import { acteForm, acteVierge, erreursActe } from './forms.ts';
import { actesDe, saveActe } from './store.ts';
import { ActePage, ComptesPage } from './views.tsx';

const load = loadSigne;

/** What may be read of a mandat, with its acts. */
async function lireTout(rq: Rq, { cles }: MandatsOptions, mandat: Mandat) {
  const lisible = await lire(rq, cles, mandat);
  const ids = mandat.demarches.map(({ id }) => id);
  const opened = new Set(lisible.objets.keys());
  return { lisible, actes: await actesDe({ db: rq.db, cles }, rq.territoire.id, ids, opened) };
}

function actePage(rq: Rq, mandat: Mandat, lisible: Lisible, state: FormState): PageContent {
  const inForce = enCours(mandat, rq.now).filter(({ id }) => lisible.objets.has(id));
  return {
    title: 'Noter un acte',
    breadcrumbs: pathTo(mandat),
    body: <ActePage mandat={mandat} lisible={lisible} inForce={inForce} state={state} cle={rq.key} />,
  };
}

async function noter(rq: SignedRq, options: MandatsOptions, mandat: Mandat): Promise<Reply> {
  const form = parseForm(acteForm, rq.form);
  const lisible = await lire(rq, options.cles, mandat);
  const refuse = (errors: FormState['errors']) =>
    refusal(actePage(rq, mandat, lisible, withErrors(form.state, errors, acteForm)));
  if (!form.ok) return refuse([]);
  const { demarche, faitLe, faitA, quoi, mode, resultat } = form.data;
  const chosen = choisirParRang(mandat.demarches, [demarche]);
  const [{ id: demarcheId } = { id: '' }] = estRefus(chosen) ? [] : chosen;
  const faitAt = instantActe(faitLe, faitA, mandat.signeAt);
  const { agentId } = rq.compte;
  const acte = { demarcheId, agentId, faitAt, mode };
  const refused = refusActe(acte, mandat, lisible.identite?.execution ?? null, rq.now);
  if (refused.length > 0 || agentId === null) return refuse(erreursActe(refused));
  const contenu = { quoi, mode, resultat };
  const sealing = { demarcheId, agentId, faitAt, contenu, compteId: rq.compte.id };
  if (await saveActe({ db: rq.db, cles: options.cles }, rq.territoire.id, sealing)) {
    return redirect(`${pathOf(mandat)}#actes`, { flash: 'L’acte est noté.' });
  }
  // Somebody has ended it, or set a hold, meanwhile: PostgreSQL said so.
  const present = await loadSigne(rq);
  return refuse(erreursActe([{ refus: present?.isRetenu ? 'acte_suspendu' : 'acte_apres_fin' }]));
}

/** Acts accounted for one by one, and the accounts that they make. */
export function actesRoutes(options: MandatsOptions): readonly Route[] {
  return [
    get('/mandats/:mandat/actes/nouveau', {
      load,
      access,
      acte: 'ouvrir un mandat pour y noter un acte',
      collecte: [MANDATS],
      handle: async (rq, mandat) => {
        const lisible = await lire(rq, options.cles, mandat);
        const state = acteVierge(rq.now, lisible.identite?.execution ?? 'presence', rangDemande(rq, mandat));
        return page(actePage(rq, mandat, lisible, state));
      },
    }),

    post('/mandats/:mandat/actes', {
      load,
      access,
      acte: 'noter un acte d’un mandat',
      collecte: [MANDATS],
      handle: (rq, mandat) => noter(rq, options, mandat),
    }),

    get('/mandats/:mandat/comptes', {
      load,
      access,
      acte: 'consulter les comptes d’un mandat',
      handle: async (rq, mandat) =>
        page({
          title: 'Comptes du mandat',
          breadcrumbs: pathTo(mandat),
          body: <ComptesPage mandat={mandat} now={rq.now} {...(await lireTout(rq, options, mandat))} />,
        }),
    }),

    get('/mandats/:mandat/comptes.pdf', {
      load,
      access,
      acte: 'télécharger les comptes d’un mandat',
      handle: async (rq, mandat) => {
        const { lisible, actes } = await lireTout(rq, options, mandat);
        const logo = (await findLogo(rq.db, rq.territoire.id))?.octets ?? null;
        const bytes = await renderComptes({ territoire: rq.territoire, logo, mandat, lisible, now: rq.now }, actes);
        return file({ bytes, type: 'application/pdf', name: `comptes-${mandat.id}.pdf` });
      },
    }),
  ];
}

/** The démarche chosen already: the one that the address says, or the only one. */
function rangDemande(rq: Rq, mandat: Mandat): string {
  const [first, ...others] = enCours(mandat, rq.now);
  return rq.query.get('rang') ?? (first !== undefined && others.length === 0 ? String(first.rang) : '');
}
