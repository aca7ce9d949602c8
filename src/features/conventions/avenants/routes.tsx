import type { z } from 'zod';
import { formatDate } from '../../../domain/date.ts';
import { parseForm, type FormData as SentForm, withErrors } from '../../../platform/http/form.ts';
import { isUuid } from '../../../platform/http/idempotence.ts';
import { notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { blankForm, type FieldError, type FormState } from '../../../ui/form-state.ts';
import { CONVENTIONS as DONNEES_CONVENTIONS } from '../conservation.ts';
import { isCited } from '../recit.ts';
import { refusDeSaisie } from '../refus-saisie.ts';
import {
  type Annulation,
  type Avenant,
  clausesAu,
  derniereJournee,
  evenementsDeType,
  numeroPropose,
} from '../rules.ts';
import { type ConventionComplete, loadConvention, lockConvention, saveEvenements } from '../store.ts';
import { avenantForm, avenantValues, readAvenant } from './forms.ts';
import { AvenantPage } from './views.tsx';
import { ApercuPage } from './views-apercu.tsx';

type Jour = Temporal.PlainDate;

const equipe = { equipe: true } as const;
const load = (rq: Rq) => loadConvention(rq.db, rq.territoire.id, rq.params['convention'] ?? '');

/** The avenant to be replaced: it still counts, and nobody has signed it since. `null`: none was asked for. */
function remplace(convention: ConventionComplete, id: string): Avenant | null | undefined {
  if (id === '') return null;
  const target = isUuid(id) ? evenementsDeType(convention, 'avenant').find((one) => one.id === id) : undefined;
  return target === undefined || isCited(convention.evenements, id) ? undefined : target;
}

/** The replaced avenant no longer counts: what is read and checked is the convention without it. */
function sans(convention: ConventionComplete, replaced: Avenant | null, today: Jour) {
  const annulation: Annulation[] =
    replaced === null
      ? []
      : [
          {
            id: uuidv7(),
            type: 'annulation',
            evenementId: replaced.id,
            date: today,
            motif: 'remplacé par un enregistrement corrigé.',
          },
        ];
  return { annulation, before: { ...convention, evenements: [...convention.evenements, ...annulation] } };
}

function breadcrumbs(convention: ConventionComplete) {
  return [
    { href: '/conventions', label: 'Conventions' },
    { href: `/conventions/${convention.id}`, label: convention.reference },
  ];
}

function formPage(rq: Rq, convention: ConventionComplete, replaced: Avenant | null, state: FormState): PageContent {
  const { before } = sans(convention, replaced, rq.today);
  return {
    title: replaced === null ? 'Préparer un avenant' : `Corriger l’avenant n° ${replaced.numero}`,
    breadcrumbs: breadcrumbs(convention),
    body: <AvenantPage convention={before} remplace={replaced} today={rq.today} state={state} />,
  };
}

type Lu =
  | { readonly ok: true; readonly avenant: Avenant; readonly suppose: Jour | null; readonly state: FormState }
  | { readonly ok: false; readonly state: FormState };

/** Reads the avenant that was typed and checks it against the convention; every reason to refuse it at once. */
function read(rq: Rq, convention: ConventionComplete, form: SentForm): Lu {
  const sent = parseForm(avenantForm, form);
  if (!sent.ok) return sent;
  const refuse = (errors: readonly FieldError[]): Lu => ({
    ok: false,
    state: withErrors(sent.state, errors, avenantForm),
  });
  const made = readAvenant(sent.data, clausesAu(convention, sent.data.date));
  if (!made.ok) return refuse(made.errors);
  const errors = refusDeSaisie(convention, [made.avenant], rq.today);
  if (errors.length > 0) return refuse(errors);
  return { ok: true, avenant: made.avenant, suppose: sent.data.suppose, state: sent.state };
}

/** What the address carries: a page to look at, nothing is written. */
function formOf(query: URLSearchParams): SentForm {
  const names: readonly (keyof z.output<typeof avenantForm>)[] = avenantForm.keyof().options;
  return { values: Object.fromEntries(names.map((name) => [name, query.getAll(name).slice(0, 1)])), files: {} };
}

/** The day that the preview supposes: the one asked for; else today, or the avenant's own day once the end is past. */
function jourSuppose(convention: ConventionComplete, { date }: Avenant, asked: Jour | null, today: Jour): Jour {
  if (asked !== null) return asked;
  const fin = derniereJournee(convention);
  const isOver = fin !== null && Temporal.PlainDate.compare(fin, today) < 0;
  return isOver || Temporal.PlainDate.compare(today, date) < 0 ? date : today;
}

async function ask(rq: Rq, convention: ConventionComplete): Promise<Reply> {
  const replaced = remplace(convention, rq.query.get('remplace') ?? '');
  if (replaced === undefined) return notFound();
  const { before } = sans(convention, replaced, rq.today);
  if (!rq.query.has('numero')) {
    const blank = { numero: numeroPropose(before), date: rq.today.toString() };
    return page(formPage(rq, convention, replaced, blankForm(replaced === null ? blank : avenantValues(replaced))));
  }
  const form = formOf(rq.query);
  const lu = read(rq, before, form);
  if (!lu.ok) return refusal(formPage(rq, convention, replaced, lu.state));
  if (rq.query.get('modifier') === 'oui') return page(formPage(rq, convention, replaced, lu.state));
  const jour = jourSuppose(before, lu.avenant, lu.suppose, rq.today);
  return page({
    title: `Avenant n° ${lu.avenant.numero} : ce qu’il changerait`,
    breadcrumbs: breadcrumbs(convention),
    body: (
      <ApercuPage
        convention={before}
        avenant={lu.avenant}
        remplace={replaced}
        jour={jour}
        values={lu.state.values}
        cle={rq.key}
      />
    ),
  });
}

async function record(rq: SignedRq, loaded: ConventionComplete): Promise<Reply> {
  // Whoever records on the same convention meanwhile waits here, then is checked against what the first wrote.
  const convention = await lockConvention(rq.db, rq.territoire.id, loaded.id);
  const replaced = convention && remplace(convention, rq.form.values['remplace']?.[0] ?? '');
  if (convention === undefined || replaced === undefined) return notFound();
  const { annulation, before } = sans(convention, replaced, rq.today);
  const lu = read(rq, before, rq.form);
  if (!lu.ok) return refusal(formPage(rq, convention, replaced, lu.state));
  const { avenant } = lu;
  await saveEvenements(rq.db, rq.territoire.id, convention.id, [...annulation, avenant], rq.compte.id);
  return redirect(`/conventions/${convention.id}#avenants`, {
    flash: `L’avenant n° ${avenant.numero} du ${formatDate(avenant.date)} est enregistré. Il prendra effet à la dernière des deux signatures.`,
  });
}

/** The draft of an avenant: typed, looked at, then recorded. Its signatures are events, recorded when they come. */
export const avenantRoutes: readonly Route[] = [
  get('/conventions/:convention/avenants/nouveau', { access: equipe, load, handle: ask }),
  post('/conventions/:convention/avenants/nouveau', {
    acte: 'enregistrer un projet d’avenant',
    collecte: [DONNEES_CONVENTIONS],
    access: equipe,
    load,
    handle: record,
  }),
];
