import { phrase } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { type PageContent, page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { blankForm, type FieldError, type FormState } from '../../ui/form-state.ts';
import type { Agent } from '../equipe/store.ts';
import { TEMPS } from './conservation.ts';
import { hrefMois } from './dire.ts';
import { trajetsForm } from './form.ts';
import { lireTrajets, noterTemps } from './lecture.ts';
import { moisDemande } from './rules/heures.ts';
import { PHRASES_TEMPS } from './rules/temps.ts';
import type { TrajetPropose } from './rules/trajets.ts';
import { verrouillerTemps } from './store.ts';
import { TrajetsPage } from './views-form.tsx';

const RIEN_DE_COCHE = 'Cochez les trajets que vous avez faits, ou revenez à vos heures.';
const PLUS_PROPOSE = 'Un trajet coché n’est plus proposé : relisez la liste, qui est à jour.';

async function trajetsPage(
  rq: Rq,
  mois: Temporal.PlainYearMonth,
  trajets: readonly TrajetPropose[],
  state: FormState = blankForm(),
): Promise<PageContent> {
  return {
    title: 'Préremplir les trajets',
    breadcrumbs: [{ href: hrefMois(mois), label: 'Mes heures' }],
    body: (
      <TrajetsPage
        trajets={trajets}
        state={state}
        action={`/mes-heures/trajets?mois=${mois}`}
        cle={rq.key}
        retour={hrefMois(mois)}
      />
    ),
  };
}

/** Notes each road, as the planning estimates it now, and says what refuses one. */
async function noterTrajets(rq: SignedRq, agent: Agent, chosen: readonly TrajetPropose[]): Promise<FieldError[]> {
  const errors: FieldError[] = [];
  for (const { seanceId, jour, minutes, precision } of chosen) {
    const saisie = { jour, nature: 'trajet', minutes, precision, seanceId } as const;
    const refus = await noterTemps(rq, agent, saisie, { compteId: rq.compte.id });
    errors.push(...refus.map((one) => ({ field: 'trajets', message: `${precision} : ${phrase(PHRASES_TEMPS, one)}` })));
  }
  return errors;
}

/** Roads that the planning estimates, and that the agent accepts one by one: none is written without him. */
export function trajetsRoutes(load: (rq: Rq) => Promise<Agent | undefined>): readonly Route[] {
  return [
    get('/mes-heures/trajets', {
      access: { agent: true },
      load,
      handle: async (rq, agent) => {
        const mois = moisDemande(rq.query.get('mois'), rq.today);
        return page(await trajetsPage(rq, mois, await lireTrajets(rq, agent.id, mois)));
      },
    }),

    post('/mes-heures/trajets', {
      access: { agent: true },
      load,
      acte: 'noter des trajets',
      collecte: [TEMPS],
      handle: async (rq, agent) => {
        const mois = moisDemande(rq.query.get('mois'), rq.today);
        await verrouillerTemps(rq.db, rq.territoire.id, agent.id);
        const proposed = await lireTrajets(rq, agent.id, mois);
        const form = parseForm(trajetsForm, rq.form);
        const asked = new Set(form.ok ? form.data.trajets : []);
        const chosen = proposed.filter(({ seanceId }) => asked.has(seanceId));
        const fault = asked.size === 0 ? RIEN_DE_COCHE : chosen.length < asked.size ? PLUS_PROPOSE : null;
        const errors = fault === null ? await noterTrajets(rq, agent, chosen) : [{ field: 'trajets', message: fault }];
        if (errors.length > 0) return refusal(await trajetsPage(rq, mois, proposed, withErrors(form.state, errors)));
        const many = chosen.length > 1 ? `${chosen.length} trajets sont notés.` : 'Le trajet est noté.';
        return redirect(hrefMois(mois), { flash: many });
      },
    }),
  ];
}
