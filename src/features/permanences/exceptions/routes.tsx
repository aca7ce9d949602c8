import { calendrierDe } from '../../../domain/calendrier.ts';
import { formatDateLongue, parseDate } from '../../../domain/date.ts';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../../platform/http/route.ts';
import type { FormState } from '../../../ui/form-state.ts';
import { conformites } from '../../lieux/conformite/store.ts';
import { estAnnoncable } from '../../lieux/rules.ts';
import { allLieux } from '../../lieux/store.ts';
import { direLesChangements } from '../../rendez-vous/avis/prevenir.ts';
import { findSeancePlanning, lockPlanning, lockSeance, type SeancePlanning } from '../seances/store.ts';
import { findPermanence } from '../store.ts';
import { modificationForm } from './forms.ts';
import { deplacerUneSeance, occurrenceDeSerie, revenirALaSerie } from './modifier.ts';
import { PHRASES_MODIFICATION, type RefusModification, verifierModifiable } from './rules.ts';
import { rendezVousTouches } from './store.ts';
import { ModifierSeancePage, RevenirPage } from './views.tsx';

const equipe = { equipe: true } as const;
const liste = { href: '/permanences', label: 'Permanences' } as const;

function load(rq: Rq): Promise<SeancePlanning | undefined> {
  return findSeancePlanning(rq.db, rq.territoire.id, rq.params['seance'] ?? '');
}

/**
 * The same, once whoever notes an accompagnement in it, or changes it, is done. The planning is held first: an absence or a closure,
 * which holds it as well, then takes many séances.
 */
async function hold(rq: Rq): Promise<SeancePlanning | undefined> {
  await lockPlanning(rq.db, rq.territoire.id);
  await lockSeance(rq.db, rq.territoire.id, rq.params['seance'] ?? '');
  return load(rq);
}

const retour = (of: SeancePlanning): string =>
  of.permanenceId === null ? `/planning?semaine=${of.jour}` : `/permanences/${of.permanenceId}`;

/** The field that each refusal is about; above the form what none is. */
const CHAMPS: Partial<Readonly<Record<RefusModification['refus'], string>>> = {
  horaire_inverse: 'heureFin',
  jour_passe: 'seanceLe',
  jour_ferie: 'seanceLe',
  jour_hors_convention: 'seanceLe',
  jour_hors_contrat: 'seanceLe',
  derogation_finie: 'seanceLe',
  agent_absent: 'seanceLe',
  agent_occupe: 'heureDebut',
  trajet_trop_court: 'heureDebut',
  lieu_ferme: 'lieuId',
  lieu_ferme_ces_jours: 'lieuId',
  lieu_non_conforme: 'lieuId',
  lieu_non_convenu: 'lieuId',
  lieu_occupe: 'lieuId',
  salle_a_nommer: 'lieuId',
};

function toErrors(refus: readonly RefusModification[]): FormState['errors'] {
  return refus.map((one) => ({ field: CHAMPS[one.refus] ?? '', message: phrase(PHRASES_MODIFICATION, one) }));
}

/** Where a séance may be held: the open lieux that both parties agreed to and that may host a permanence. */
async function lieuxPossibles(rq: Rq) {
  const { de } = await conformites(rq.db, rq.territoire.id, rq.today);
  return (await allLieux(rq.db, rq.territoire.id))
    .filter((one) => one.fermeLe === null && estAnnoncable(one, rq.today) && de(one.id).usages.permanence.possible)
    .map(({ id, nom, commune }) => ({ value: id, label: `${nom} — ${commune}` }));
}

function breadcrumbs(of: SeancePlanning) {
  return [liste, { href: retour(of), label: of.endroit }];
}

async function modifierPage(rq: Rq, of: SeancePlanning, state: FormState): Promise<PageContent> {
  return {
    title: 'Modifier cette séance',
    breadcrumbs: breadcrumbs(of),
    body: (
      <ModifierSeancePage
        seance={of}
        retour={retour(of)}
        state={state}
        cle={rq.key}
        lieux={await lieuxPossibles(rq)}
        rendezVous={await rendezVousTouches(rq.db, rq.territoire.id, [of.id])}
      />
    ),
  };
}

function valuesOf({ jour, heureDebut, heureFin, lieuId }: SeancePlanning): FormState['values'] {
  const hour = (time: Temporal.PlainTime) => time.toString({ smallestUnit: 'minute' });
  return { seanceLe: `${jour}`, heureDebut: hour(heureDebut), heureFin: hour(heureFin), lieuId: lieuId ?? '' };
}

const jourDe = (rq: Rq) => ({ today: rq.today, calendrier: calendrierDe(rq.territoire.codeDepartement) });

/** What is said once a séance has changed, of those who counted on it. */
function prevenus(rendezVous: number): string {
  if (rendezVous === 0) return '';
  return rendezVous === 1
    ? ' La personne attendue est prévenue.'
    : ` Les ${rendezVous} personnes attendues sont prévenues.`;
}

function modifier(url: string) {
  return async (rq: Rq, of: SeancePlanning): Promise<Reply> => {
    const form = parseForm(modificationForm, rq.form);
    if (!form.ok) return refusal(await modifierPage(rq, of, form.state));
    const { seanceLe, ...reste } = form.data;
    const refuse = async (errors: FormState['errors']) =>
      refusal(await modifierPage(rq, of, withErrors(form.state, errors, modificationForm)));
    if (!(await lieuxPossibles(rq)).some(({ value }) => value === reste.lieuId) && reste.lieuId !== of.lieuId) {
      return refuse([{ field: 'lieuId', message: 'Choisissez le lieu dans la liste.' }]);
    }
    const touches = await rendezVousTouches(rq.db, rq.territoire.id, [of.id]);
    const vers = { ...reste, jour: seanceLe, agentId: of.agentId };
    const refus = await deplacerUneSeance(rq.db, rq.territoire.id, { seance: of, vers }, jourDe(rq));
    if (refus.length > 0) return refuse(toErrors(refus));
    await direLesChangements(rq.db, { territoire: rq.territoire, url, now: rq.now });
    return redirect(retour(of), {
      flash: `La séance est modifiée : ${formatDateLongue(seanceLe)}. Les affiches et les pages publiques des lieux le disent déjà.${prevenus(touches.length)}`,
    });
  };
}

async function revenirPage(rq: Rq, of: SeancePlanning, errors: FormState['errors']): Promise<PageContent> {
  const serie = await occurrenceDeSerie(rq.db, rq.territoire.id, of, rq.today);
  const { permanenceId } = of;
  const permanence =
    permanenceId === null ? undefined : await findPermanence(rq.db, rq.territoire.id, permanenceId, rq.today);
  const kept = {
    jour: of.jour,
    heureDebut: of.heureDebut,
    heureFin: of.heureFin,
    lieuId: of.lieuId,
    agentId: of.agentId,
  };
  return {
    title: 'Revenir à la série',
    breadcrumbs: breadcrumbs(of),
    body: (
      <RevenirPage
        seance={of}
        serie={serie ?? kept}
        lieuNom={permanence?.lieuNom ?? of.endroit}
        agentNom={permanence?.agentNom ?? of.agentNom}
        retour={retour(of)}
        state={{ values: {}, errors }}
        cle={rq.key}
        rendezVous={await rendezVousTouches(rq.db, rq.territoire.id, [of.id])}
      />
    ),
  };
}

function revenir(url: string) {
  return async (rq: Rq, of: SeancePlanning): Promise<Reply> => {
    const refus = await revenirALaSerie(rq.db, rq.territoire.id, of, jourDe(rq));
    if (refus.length > 0) {
      const errors = toErrors(refus).map(({ message }) => ({ field: '', message }));
      return refusal(await revenirPage(rq, of, errors));
    }
    await direLesChangements(rq.db, { territoire: rq.territoire, url, now: rq.now });
    return redirect(retour(of), { flash: 'La séance se tient de nouveau comme sa permanence la prévoit.' });
  };
}

/** One date of a permanence held otherwise: only that date changes, and the series goes on around it. `url`: where people reach the site. */
export function exceptionsRoutes(url: string): readonly Route[] {
  return [
    get('/seances/:seance/modifier', {
      access: equipe,
      load,
      handle: async (rq, of) => {
        const kept = verifierModifiable(of, rq.today);
        // Asked for another day, from the planning of the team.
        const asked = parseDate(rq.query.get('jour') ?? '');
        const values = { ...valuesOf(of), ...(estRefus(asked) ? {} : { seanceLe: asked.toString() }) };
        return page(await modifierPage(rq, of, { values, errors: toErrors(kept) }));
      },
    }),
    post('/seances/:seance/modifier', {
      access: equipe,
      load: hold,
      acte: 'déplacer une séance',
      collecte: 'rien',
      handle: modifier(url),
    }),

    get('/seances/:seance/revenir', {
      access: equipe,
      load,
      handle: async (rq, of) => page(await revenirPage(rq, of, [])),
    }),
    post('/seances/:seance/revenir', {
      access: equipe,
      load: hold,
      acte: 'rendre une séance à sa série',
      collecte: 'rien',
      handle: revenir(url),
    }),
  ];
}
