import { TOUS } from '../../domain/compte.ts';
import { estCle } from '../../domain/nomenclatures.ts';
import { file, notFound, type PageContent, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { LISTE, loadViolation as load, pathOf } from './chemin.ts';
import { VIOLATIONS } from './conservation.ts';
import { annoncerViolation } from './courriels.ts';
import { declarationDebut, GESTES, type Geste, lireDeclaration } from './gestes.ts';
import { ETATS_VIOLATION, etatViolation, horloge } from './rules.ts';
import {
  ajouterEvenement,
  allViolations,
  declarerViolation,
  findViolation,
  holdViolation,
  type ViolationInscrite,
  violationsDeclareesPar,
} from './store.ts';
import { colonnesCsv, colonnesViolations, ListePage, SignaleePage, SignalerPage, type ViolationLue } from './views.tsx';
import { FichePage } from './views-fiche.tsx';
import { GestePage } from './views-gestes.tsx';

const dpo = { dpo: true } as const;

const lue = (violation: ViolationInscrite, { now }: Rq): ViolationLue => ({
  ...violation,
  etat: etatViolation(violation, now),
});

/** The list as its address says: the CSV gets all that was found, the page twenty rows of it. */
async function listed(rq: Rq) {
  const etat = rq.query.get('etat') ?? '';
  const kept = { etat: estCle(ETATS_VIOLATION, etat) ? etat : '' };
  const all = (await allViolations(rq.db, rq.territoire.id)).map((one) => lue(one, rq));
  const rows = all.filter((one) => kept.etat === '' || one.etat === kept.etat);
  const query = tableQuery(rq.query, {
    sortable: colonnesViolations.filter(({ sortable }) => sortable).map(({ key }) => key),
    defaultSort: 'connue',
    defaultDirection: 'desc',
  });
  const attente = all.filter((one) => one.etat === 'a_decider' || one.etat === 'en_retard').length;
  return { kept, attente, ...tablePage(rows, colonnesViolations, query) };
}

async function signalerPage(rq: SignedRq, state: FormState): Promise<PageContent> {
  const siennes = await violationsDeclareesPar(rq.db, rq.territoire.id, rq.compte.id);
  return {
    title: 'Signaler une fuite ou une perte de données',
    body: <SignalerPage state={state} cle={rq.key} siennes={siennes.map((one) => lue(one, rq)).toReversed()} />,
  };
}

async function signaler(rq: SignedRq, url: string): Promise<Reply> {
  const read = lireDeclaration(rq.form, rq.now);
  if ('refuse' in read) return refusal(await signalerPage(rq, read.refuse));
  const id = await declarerViolation(rq.db, rq.territoire.id, read.evenement, rq.compte.id);
  const violation = await findViolation(rq.db, rq.territoire.id, id);
  if (violation === undefined) throw new Error(`The breach ${id} was not written`);
  await annoncerViolation(rq.db, rq.territoire, violation, { url });
  const objet = ['violation', id] as const;
  return rq.compte.role === 'dpo'
    ? redirect(pathOf(violation), { flash: 'La violation est inscrite au registre.', objet })
    : redirect('/violations/signalee', { objet });
}

function gestePage(rq: Rq, geste: Geste, violation: ViolationInscrite, state: FormState): PageContent {
  return {
    title: geste.titre,
    breadcrumbs: [LISTE, { href: pathOf(violation), label: violation.reference }],
    body: (
      <GestePage geste={geste} violation={violation} state={state} horloge={horloge(violation, rq.now)} cle={rq.key} />
    ),
  };
}

async function ajouter(rq: SignedRq, geste: Geste, id: string): Promise<Reply> {
  const violation = await holdViolation(rq.db, rq.territoire.id, id);
  if (violation === undefined) return notFound();
  const read = geste.lire(rq.form, violation, rq.now);
  if ('refuse' in read) return refusal(gestePage(rq, geste, violation, read.refuse));
  await ajouterEvenement(rq.db, rq.territoire.id, id, read.evenement, rq.compte.id);
  return redirect(pathOf(violation), { flash: geste.flash });
}

const ACTES: Readonly<Record<Geste['type'], string>> = {
  notification: 'noter la notification d’une violation',
  sans_notification: 'décider de ne pas notifier une violation',
  information: 'noter l’information des personnes d’une violation',
  sans_information: 'décider de ne pas informer les personnes d’une violation',
  mesure: 'noter une mesure contre une violation',
  correction: 'corriger les faits d’une violation',
  cloture: 'clore une violation',
  reouverture: 'rouvrir une violation',
};

function routesDuGeste(geste: Geste): readonly Route[] {
  const path = `/violations/:violation/${geste.chemin}`;
  return [
    get(path, {
      access: dpo,
      load,
      handle: async (rq, violation) => page(gestePage(rq, geste, violation, blankForm(geste.debut(violation, rq.now)))),
    }),
    post(path, {
      access: dpo,
      load,
      acte: ACTES[geste.type],
      collecte: [VIOLATIONS],
      handle: (rq, { id }) => ajouter(rq, geste, id),
    }),
  ];
}

/** Breaches: declared by anyone signed in, followed by the DPO. `url`: where people reach the site, for the mails. */
export function violationsRoutes(url: string): readonly Route[] {
  return [
    get('/violations/signaler', {
      access: TOUS,
      handle: async (rq) => page(await signalerPage(rq, blankForm(declarationDebut(rq.now)))),
    }),

    post('/violations/signaler', {
      access: TOUS,
      acte: 'signaler une violation de données',
      collecte: [VIOLATIONS],
      handle: (rq) => signaler(rq, url),
    }),

    get('/violations/signalee', {
      access: TOUS,
      handle: async () => page({ title: 'Votre signalement est envoyé', body: <SignaleePage /> }),
    }),

    get('/violations', {
      access: dpo,
      handle: async (rq) => {
        const { kept, attente, rows, total, query } = await listed(rq);
        return page({
          title: 'Violations de données',
          body: <ListePage listed={{ rows, total, query }} kept={kept} attente={attente} />,
        });
      },
    }),

    get('/violations.csv', {
      access: dpo,
      acte: 'exporter le registre des violations',
      handle: async (rq) => {
        const { found } = await listed(rq);
        const name = `violations-${rq.today}.csv`;
        return file({ bytes: toCsv(colonnesCsv, found), type: 'text/csv; charset=utf-8', name });
      },
    }),

    get('/violations/:violation', {
      access: dpo,
      load,
      handle: async (rq, violation) =>
        page({
          title: violation.reference,
          breadcrumbs: [LISTE],
          body: <FichePage violation={lue(violation, rq)} horloge={horloge(violation, rq.now)} />,
        }),
    }),

    ...GESTES.flatMap(routesDuGeste),
  ];
}
