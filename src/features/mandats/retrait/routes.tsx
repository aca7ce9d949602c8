import { phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { RYTHME_PORTE } from '../../../platform/http/limits.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { COURRIELS } from '../../courriels/conservation.ts';
import type { MandatsOptions } from '../chemin.ts';
import { type Choix, lireChoix, lireRangs } from '../choix.ts';
import { PREUVES_MANDAT } from '../conservation.ts';
import { holdDemarches } from '../fins/store.ts';
import { enCours, PHRASES_CODES, traceDuCode } from '../rules.ts';
import { findMandat, type Mandat } from '../store.ts';
import { codesForm, lireCodes } from './forms.ts';
import { openPreuve, type Preuve, sealPreuve } from './preuve.ts';
import { retirer } from './retirer.ts';
import { lettreRoutes } from './routes-lettre.tsx';
import { retraitPublicRoutes } from './routes-publiques.tsx';
import { essayerCodes } from './store.ts';
import { ChoixPage, CodesPage, FaitPage } from './views.tsx';

/** Any agent, and the équipe technique: the codes are what lets them, and they read nothing that is sealed. */
const access = { agent: true, equipe: true } as const;
const NOUVEAU = '/retraits/nouveau';

function codesPage(rq: Rq, state: FormState): PageContent {
  return { title: 'Retirer un mandat avec ses codes', body: <CodesPage state={state} cle={rq.key} /> };
}

/** A wrong code is counted, and what is counted must be committed: it leads back here, which says the refusal. */
function stateAsked(rq: Rq): FormState {
  if (rq.query.get('refus') !== 'faux') return blankForm();
  return { values: {}, errors: [{ field: 'code', message: phrase(PHRASES_CODES, { refus: 'codes_faux' }) }] };
}

async function essayer(rq: SignedRq, { coffre }: MandatsOptions): Promise<Reply> {
  const form = parseForm(codesForm, rq.form);
  if (!form.ok) return refusal(codesPage(rq, form.state));
  const codes = lireCodes(form.data);
  if (!('code' in codes)) return refusal(codesPage(rq, withErrors(form.state, codes, codesForm)));
  const trace = coffre.print(traceDuCode(codes.code, codes.codeRetrait));
  const mandat = await essayerCodes(rq.db, rq.territoire.id, { code: codes.code, trace });
  if (mandat === undefined) return redirect(`${NOUVEAU}?refus=faux`);
  const given = { mandat, compte: rq.compte.id, canal: form.data.ou };
  const sealed = sealPreuve(coffre, given, rq.now);
  return redirect(`/retraits/choix?preuve=${sealed}`, { objet: ['mandat', mandat] });
}

type Prouve = { readonly preuve: Preuve; readonly sealed: string; readonly mandat: Mandat };

/** What the codes opened, for the account that was given them and for a moment. */
async function prouve(rq: SignedRq, { coffre }: MandatsOptions, sealed: string): Promise<Prouve | undefined> {
  const preuve = openPreuve(coffre, sealed, rq.compte.id, rq.now);
  const mandat = preuve && (await findMandat(rq.db, rq.territoire.id, preuve.mandat));
  return preuve === undefined || mandat === undefined ? undefined : { preuve, sealed, mandat };
}

function choixPage(rq: Rq, { mandat, sealed }: Prouve, choix: Choix): PageContent {
  const inForce = enCours(mandat, rq.now);
  return {
    title: 'Ce que la personne retire',
    breadcrumbs: [{ href: NOUVEAU, label: 'Retirer un mandat avec ses codes' }],
    body: <ChoixPage mandat={mandat} inForce={inForce} preuve={sealed} choix={choix} cle={rq.key} />,
  };
}

const asked = (rq: Rq): string => rq.query.get('preuve') ?? '';

/** Withdrawal by whoever is given both codes, at a counter or by telephone; then the ways that need no account. */
export function retraitsRoutes(options: MandatsOptions): readonly Route[] {
  return [
    get(NOUVEAU, {
      access,
      handle: async (rq) => {
        const state = stateAsked(rq);
        return page({ ...codesPage(rq, state), hasErrors: state.errors.length > 0 });
      },
    }),

    post(NOUVEAU, {
      access,
      acte: 'donner les codes d’un mandat à retirer',
      collecte: 'rien',
      rythme: RYTHME_PORTE,
      handle: (rq) => essayer(rq, options),
    }),

    get('/retraits/choix', {
      access,
      handle: async (rq) => {
        const found = await prouve(rq, options, asked(rq));
        if (found === undefined) return redirect(NOUVEAU);
        const choix = lireChoix(enCours(found.mandat, rq.now), rq.query);
        const content = choixPage(rq, found, choix);
        return 'state' in choix && choix.state.errors.length > 0 ? refusal(content) : page(content);
      },
    }),

    post('/retraits/choix', {
      access,
      acte: 'retirer un mandat avec ses codes',
      collecte: [PREUVES_MANDAT, COURRIELS],
      handle: async (rq) => {
        const found = await prouve(rq, options, rq.form.values['preuve']?.[0] ?? '');
        if (found === undefined) return redirect(NOUVEAU);
        await holdDemarches(rq.db, rq.territoire.id, found.mandat.id);
        const held = (await findMandat(rq.db, rq.territoire.id, found.mandat.id)) ?? found.mandat;
        const { preuve, sealed } = found;
        const choix = lireRangs(enCours(held, rq.now), (rq.form.values['rang'] ?? []).slice(0, 20));
        if ('state' in choix) return refusal(choixPage(rq, { ...found, mandat: held }, choix));
        await retirer(rq, options, held, { canal: preuve.canal, demarches: choix.demarches });
        return redirect(`/retraits/fait?preuve=${sealed}`, { objet: ['mandat', held.id] });
      },
    }),

    get('/retraits/fait', {
      access,
      handle: async (rq) => {
        const found = await prouve(rq, options, asked(rq));
        if (found === undefined) return redirect(NOUVEAU);
        return page({
          title: 'Le retrait est enregistré',
          body: <FaitPage mandat={found.mandat} autre={NOUVEAU} now={rq.now} />,
        });
      },
    }),

    ...lettreRoutes(options),
    ...retraitPublicRoutes(options),
  ];
}
