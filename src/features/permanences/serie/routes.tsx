import { calendrierDe } from '../../../domain/calendrier.ts';
import { phrase } from '../../../domain/refus.ts';
import { type FormData, parseForm, readForm, withErrors } from '../../../platform/http/form.ts';
import { page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FieldError, type FormState } from '../../../ui/form-state.ts';
import { direLesChangements } from '../../rendez-vous/avis/prevenir.ts';
import { gardantAvant } from '../changements/annuler.ts';
import { chargerPermanence, tenirPermanence } from '../charger.ts';
import { choixPermanence, lireChoix } from '../choix.ts';
import { modificationForm } from '../forms.ts';
import { PHRASES_SUITE, premierJourDeSuite, verifierJourDeSuite } from '../rules.ts';
import { erreursDe, lireSaisie, valeursDe } from '../saisie.ts';
import type { PermanenceSuivie } from '../store.ts';
import { type Apercu, type Demande, lireModification, modifierSerie } from './modification.ts';
import { ApercuPage, ModifierPage } from './views.tsx';

const equipe = { equipe: true } as const;
const liste = { href: '/permanences', label: 'Permanences' };

function options(rq: Rq) {
  return { today: rq.today, calendrier: calendrierDe(rq.territoire.codeDepartement) };
}

const CHEMIN = 'Modifier à partir d’un jour';

async function formPage(rq: Rq, of: PermanenceSuivie, state: FormState) {
  return {
    title: CHEMIN,
    breadcrumbs: [liste, { href: `/permanences/${of.id}`, label: of.lieuNom }],
    body: <ModifierPage permanence={of} state={state} {...(await choixPermanence(rq))} />,
  };
}

function apercuPage(rq: Rq, of: PermanenceSuivie, shown: { apercu: Apercu; demande: Demande; state: FormState }) {
  return {
    title: 'Ce qui change',
    breadcrumbs: [
      liste,
      { href: `/permanences/${of.id}`, label: of.lieuNom },
      { href: `/permanences/${of.id}/modifier`, label: CHEMIN },
    ],
    body: <ApercuPage permanence={of} cle={rq.key} {...shown} />,
  };
}

/** Names of the fields that this form calls otherwise than the rules of a new permanence do. */
const RENAMED = { du: 'le', agentId: 'le' };

/** What the form asks, or every reason not to. */
async function lireDemande(
  rq: Rq,
  of: PermanenceSuivie,
  sent: FormData,
): Promise<{ readonly state: FormState; readonly demande: Demande } | { readonly refused: FormState }> {
  const form = parseForm(modificationForm, sent);
  if (!form.ok) return { refused: form.state };
  const { le, au, salleId } = form.data;
  const { permanence: asked, accueil, errors: wrong } = lireSaisie({ ...form.data, du: le, au });
  const { lieu, errors: missing } = await lireChoix(rq, { ...form.data, agentId: of.agentId });
  const refus = verifierJourDeSuite(of, le, rq.today);
  const errors: FieldError[] = [
    ...(refus === null ? [] : [{ field: 'le', message: phrase(PHRASES_SUITE, refus) }]),
    // Whose contract is over is said of its days, by the rules.
    ...missing.filter(({ field }) => field !== 'agentId'),
    ...wrong,
  ];
  if (lieu === undefined || errors.length > 0) return { refused: withErrors(form.state, errors, modificationForm) };
  const next = { ...asked, du: premierJourDeSuite(of, asked, le) };
  return { state: form.state, demande: { permanence: next, accueil, lieu, salleId, le } };
}

/** The form; or, once it is filled, what it would change. Nothing is written. */
async function show(rq: Rq, of: PermanenceSuivie): Promise<Reply> {
  if (rq.query.get('voir') !== 'oui') {
    const le = Temporal.PlainDate.compare(of.du, rq.today) > 0 ? of.du : rq.today.add({ days: 1 });
    return page(await formPage(rq, of, blankForm({ ...valeursDe(of), le: le.toString() })));
  }
  const read = await lireDemande(rq, of, fromQuery(rq.query));
  if ('refused' in read) return refusal(await formPage(rq, of, read.refused));
  const apercu = await lireModification(rq.db, rq.territoire.id, of, read.demande, options(rq));
  if (apercu.refus.length > 0) {
    const errors = erreursDe(apercu.refus, RENAMED);
    return refusal(await formPage(rq, of, withErrors(read.state, errors, modificationForm)));
  }
  return page(apercuPage(rq, of, { apercu, ...read }));
}

function fromQuery(query: URLSearchParams): FormData {
  const sent = new globalThis.FormData();
  for (const [name, value] of query) sent.append(name, value);
  return readForm(sent);
}

async function modify(rq: SignedRq, of: PermanenceSuivie, url: string): Promise<Reply> {
  const read = await lireDemande(rq, of, rq.form);
  if ('refused' in read) return refusal(await formPage(rq, of, read.refused));
  const vue = rq.form.values['vue']?.[0] ?? '';
  const { today, now } = rq;
  const acte = { nature: 'modifiee', aPartirDu: read.demande.le, today, now, compteId: rq.compte.id } as const;
  const outcome = await gardantAvant(rq.db, rq.territoire.id, of, acte, () =>
    modifierSerie(rq.db, rq.territoire.id, of, read.demande, { ...options(rq), vue, compteId: rq.compte.id }),
  );
  if ('refus' in outcome) {
    const errors = erreursDe(outcome.refus, RENAMED);
    return refusal(await formPage(rq, of, withErrors(read.state, errors, modificationForm)));
  }
  if ('changeDepuis' in outcome) {
    const message =
      'Le planning a changé depuis que vous avez ouvert cette page : relisez ce qui suit avant de confirmer.';
    const state = withErrors(read.state, [{ field: '', message }]);
    return refusal(apercuPage(rq, of, { apercu: outcome.changeDepuis, demande: read.demande, state }));
  }
  await direLesChangements(rq.db, { territoire: rq.territoire, url, now: rq.now });
  return redirect(`/permanences/${outcome.id}`, {
    flash:
      'La permanence est modifiée. L’affiche et la page publique du lieu le disent déjà. Vous pouvez annuler ce changement jusqu’à ce soir.',
    objet: ['permanence', outcome.id],
  });
}

/** `url`: where people reach the site. */
export const serieRoutes = (url: string): readonly Route[] => [
  get('/permanences/:permanence/modifier', { access: equipe, load: chargerPermanence, handle: show }),
  post('/permanences/:permanence/modifier', {
    acte: 'modifier une permanence',
    collecte: 'rien',
    access: equipe,
    load: tenirPermanence,
    handle: (rq, of) => modify(rq, of, url),
  }),
];
