import { randomUUID } from 'node:crypto';
import { idsDeLignes, LIGNES_DE_PLUS, type Ligne, lireLignes, nombreDeLignes } from '../../../domain/serie.ts';
import { readValues } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { ACCOMPAGNEMENTS } from '../conservation.ts';
import { auteurDe, erreursDe } from '../envoyer.ts';
import { choixDe } from '../fiche/choix.ts';
import { AGENDA, seanceDe, seanceTenue, sien } from '../fiche/objets.ts';
import { certifiee, refusSeance } from '../fiche/page.tsx';
import { FORMULAIRE, toState } from '../formulaire.ts';
import { type Envoi, recevoir } from '../reception/recevoir.ts';
import type { SeanceAgent } from '../store.ts';
import { communsDeDepart, erreursDeLignes } from './lignes.ts';
import { SeriePage } from './views.tsx';

async function seriePage(rq: Rq, of: SeanceAgent, state: FormState, ids: readonly string[]): Promise<PageContent> {
  const { binomes } = await choixDe(rq, { agentId: of.agentId, seanceId: of.id, jour: of.jour }, state);
  return {
    title: 'Noter une demi-journée',
    breadcrumbs: [AGENDA, { href: `/seances/${of.id}`, label: of.endroit }],
    body: <SeriePage seance={of} state={state} ids={ids} cle={rq.key} binomes={binomes} />,
  };
}

const RIEN = [
  { field: '', message: 'Aucune ligne n’est remplie : choisissez au moins une réponse par personne reçue.' },
];

function envoiDeLigne(rq: SignedRq, { id, valeurs }: Ligne): Envoi {
  const commun = { nature: 'creer', base: null, formulaire: FORMULAIRE, saisiAt: rq.now } as const;
  return { ...commun, id, accompagnement: id, form: readValues(valeurs) };
}

/** All the lines, or none: what is written before a refusal is undone with it. */
async function noterSerie(rq: SignedRq, of: SeanceAgent): Promise<Reply> {
  const { values } = rq.form;
  const typed = toState(values);
  const nombre = nombreDeLignes(values['lignes']?.[0]);
  if (values['suite']?.[0] === 'lignes') {
    const more = nombreDeLignes(String(nombre + LIGNES_DE_PLUS));
    return page(await seriePage(rq, of, blankForm(typed), idsDeLignes(more, values, randomUUID)));
  }
  const ids = idsDeLignes(nombre, values, randomUUID);
  const lignes = lireLignes(values, ids, of.id);
  const refuse = async (errors: FormState['errors'], kept = ids) =>
    refusal(await seriePage(rq, of, { values: typed, errors }, kept));
  if (lignes.length === 0) return refuse([...refusSeance(of, rq.today), ...RIEN]);
  const envois = lignes.map((ligne) => envoiDeLigne(rq, ligne));
  const reponses = await recevoir(rq.db, rq.territoire.id, auteurDe(rq), envois, rq);
  const refus = lignes.flatMap(({ rang }, index) => {
    const raisons = erreursDe(reponses[index]);
    return raisons === null ? [] : [{ rang, raisons }];
  });
  if (refus.length > 0) return refuse(erreursDeLignes(refus));
  const flash = lignes.length === 1 ? 'Un accompagnement est noté.' : `${lignes.length} accompagnements sont notés.`;
  return redirect(`/seances/${of.id}`, { flash });
}

export const serieRoutes: readonly Route[] = [
  get('/seances/:seance/accompagnements/serie', {
    access: sien,
    load: seanceDe,
    handle: async (rq, of) => {
      const closed = await certifiee(rq, of);
      const state = { ...blankForm(communsDeDepart), errors: refusSeance(of, rq.today) };
      const ids = idsDeLignes(nombreDeLignes(rq.query.get('lignes')), {}, randomUUID);
      return page(closed ?? (await seriePage(rq, of, state, ids)));
    },
  }),

  post('/seances/:seance/accompagnements/serie', {
    acte: 'noter une demi-journée d’accompagnements',
    collecte: [ACCOMPAGNEMENTS],
    access: sien,
    load: seanceTenue,
    handle: noterSerie,
  }),
];
