import { z } from 'zod';
import { phrase } from '../../../domain/refus.ts';
import { choice, id } from '../../../platform/http/fields.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { clausesProposees } from '../clauses-form.ts';
import { piecesDe } from '../pieces/store.ts';
import { type ConventionComplete, loadConvention, lockConvention } from '../store.ts';
import { PHRASES_CHANGEMENT, refusDeChangement } from './publication.ts';
import { changerModele, findVersion, versionsProposees } from './store.ts';
import { ChangerModelePage } from './views-decision.tsx';

const equipe = { equipe: true } as const;

const changementForm = z.object({
  modele: id('le modèle'),
  clauses: choice('les clauses', ['garder', 'reprendre']),
});

const idConvention = (rq: Rq): string => rq.params['convention'] ?? '';

async function changerPage(rq: Rq, convention: ConventionComplete, state: FormState): Promise<PageContent> {
  const versions = await versionsProposees(rq.db, rq.territoire.id);
  return {
    title: 'Changer de modèle',
    breadcrumbs: [
      { href: '/conventions', label: 'Conventions' },
      { href: `/conventions/${convention.id}`, label: convention.reference },
    ],
    body: (
      <ChangerModelePage
        convention={convention}
        versions={versions.filter(({ cle }) => cle !== convention.modele)}
        state={state}
        cle={rq.key}
      />
    ),
  };
}

/** Why this convention keeps its version, said on its page; null: it may change. */
async function refuse(rq: Rq, convention: ConventionComplete): Promise<Reply | null> {
  const refus = refusDeChangement(convention, await piecesDe(rq.db, rq.territoire.id, convention.id));
  return refus && redirect(`/conventions/${convention.id}`, { flash: phrase(PHRASES_CHANGEMENT, refus) });
}

async function change(rq: SignedRq, loaded: ConventionComplete): Promise<Reply> {
  // Whoever records a signature meanwhile waits, or is waited for.
  const convention = await lockConvention(rq.db, rq.territoire.id, loaded.id);
  if (convention === undefined) return notFound();
  const refused = await refuse(rq, convention);
  if (refused !== null) return refused;
  const sent = parseForm(changementForm, rq.form);
  if (!sent.ok) return refusal(await changerPage(rq, convention, sent.state));
  const version = await findVersion(rq.db, rq.territoire.id, sent.data.modele);
  if (version === undefined) {
    const error = { field: 'modele', message: 'Choisissez le modèle dans la liste.' };
    return refusal(await changerPage(rq, convention, withErrors(sent.state, [error])));
  }
  const clauses = sent.data.clauses === 'reprendre' ? clausesProposees(version.contenu.clauses, rq.today) : null;
  await changerModele(rq.db, rq.territoire.id, convention.id, { cle: version.cle, clauses });
  return redirect(`/conventions/${convention.id}#modele`, {
    flash: `La convention porte maintenant le ${version.libelle}.`,
  });
}

/** The version of a convention, as long as nobody has signed it. */
export const changementRoutes: readonly Route[] = [
  get('/conventions/:convention/modele', {
    access: equipe,
    load: (rq) => loadConvention(rq.db, rq.territoire.id, idConvention(rq)),
    handle: async (rq, convention) =>
      (await refuse(rq, convention)) ?? page(await changerPage(rq, convention, blankForm({ clauses: 'garder' }))),
  }),
  post('/conventions/:convention/modele', {
    access: equipe,
    load: (rq) => loadConvention(rq.db, rq.territoire.id, idConvention(rq)),
    acte: 'changer le modèle d’une convention',
    collecte: 'rien',
    handle: change,
  }),
];
