import { estRefus, phrase } from '../../../domain/refus.ts';
import { type PageContent, type Reply, refusal } from '../../../platform/http/reply.ts';
import type { Rq, SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import type { Lieu } from '../../lieux/store.ts';
import { type Choix, choisir, finConventionDuLieu } from '../choix.ts';
import { dernierJourUsuel, PERIODE_USUELLE, PHRASES_PERIODE } from '../rules/periode.ts';
import { type Affichage, affichages } from './etat.ts';
import { AffichePage } from './views.tsx';

/** Where a page starts from: what was chosen, or the usual period beside what was refused. */
type Demande = { readonly choix: Choix; readonly fin: Temporal.PlainDate | null; readonly periode: FormState };

/** The period that the values of the parameter or of the field ask for; refused, it says why. */
export async function demandeDe(rq: Rq, of: Lieu, asked: readonly string[]): Promise<Demande> {
  const fin = await finConventionDuLieu(rq.db, rq.territoire.id, of, rq.today);
  const choix = choisir(asked, rq.today, fin);
  if (!estRefus(choix)) return { choix, fin, periode: blankForm() };
  return {
    choix: { periode: PERIODE_USUELLE, demande: dernierJourUsuel(rq.today) },
    fin,
    periode: { values: {}, errors: [{ field: 'periode', message: phrase(PHRASES_PERIODE, choix) }] },
  };
}

/** What a poster of the chosen period says, and where the one on the door stands. */
export async function affichage(rq: Rq, of: Lieu, { demande }: Choix): Promise<Affichage> {
  const found = (await affichages(rq.db, rq.territoire, [of], rq.today, demande)).get(of.id);
  if (found === undefined) throw new Error('A lieu has a poster');
  return found;
}

export async function affichePage(rq: SignedRq, of: Lieu, demande: Demande, state = blankForm()): Promise<PageContent> {
  const racine =
    rq.compte.role === 'referent'
      ? { href: '/ma-structure', label: 'Ma structure' }
      : { href: '/lieux', label: 'Lieux' };
  const shown = { ...demande, affichage: await affichage(rq, of, demande.choix) };
  return {
    title: 'L’affiche posée',
    breadcrumbs: [racine, { href: `/lieux/${of.id}/fiche`, label: of.nom }],
    body: <AffichePage {...shown} lieu={of} state={state} cle={rq.key} today={rq.today} />,
  };
}

/** The page with its refusal when the period is not one of those offered; null when it is. */
export async function refusDePeriode(rq: SignedRq, of: Lieu, demande: Demande): Promise<Reply | null> {
  return demande.periode.errors.length === 0 ? null : refusal(await affichePage(rq, of, demande));
}
