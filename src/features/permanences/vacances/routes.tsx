import { z } from 'zod';
import { calendrierDe } from '../../../domain/calendrier.ts';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { optionalChoice, text, whole } from '../../../platform/http/fields.ts';
import { parseForm } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { PHRASES_TABLEUR, readSheet, SheetRefusal } from '../../../platform/spreadsheet/read.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { direLesChangements } from '../../rendez-vous/avis/prevenir.ts';
import { prolongerPermanences } from '../planification.ts';
import { horizonSeances } from '../rules.ts';
import { lockPlanning } from '../seances/store.ts';
import { ecrirePeriodes, lireCalendrier, PHRASES_CALENDRIER, relirePeriodes, ZONES } from './rules.ts';
import {
  annulerSeances,
  reglagesPlanning,
  remplacerVacances,
  saveReglagesPlanning,
  seancesEnVacances,
  vacancesDe,
} from './store.ts';
import { CalendrierPage, PlanningReglagesPage } from './views.tsx';

const access = { equipe: true, administrateur: true } as const;
const CHEMIN = '/reglages/planning';
const TITRE = 'Vacances scolaires et trajets';

const MO_MAX = 3;
const OCTETS_MAX = MO_MAX * 1024 * 1024;
/** The whole calendar of the country, since 2017, has fewer than 3,000 rows. */
const LIMITES = { rows: 20_000, columns: 30 };

const reglagesForm = z.object({
  zoneScolaire: optionalChoice('la zone', ZONES),
  vitesseKmh: whole('la vitesse', { min: 0, max: 130, unite: 'km/h' }),
});

const periodesForm = z.object({ periodes: text('les vacances', 40_000) });

async function reglagesPage(
  rq: Rq,
  states: { readonly reglages?: FormState; readonly calendrier?: FormState } = {},
): Promise<PageContent> {
  const { db, territoire, today } = rq;
  const { zoneScolaire, vitesseKmh } = await reglagesPlanning(db, territoire.id);
  const vacances = await vacancesDe(db, territoire.id);
  return {
    title: TITRE,
    breadcrumbs: [{ href: '/permanences', label: 'Permanences' }].filter(() => rq.compte?.role === 'equipe'),
    body: (
      <PlanningReglagesPage
        reglages={states.reglages ?? blankForm({ zoneScolaire: zoneScolaire ?? '', vitesseKmh: String(vitesseKmh) })}
        calendrier={states.calendrier ?? blankForm()}
        zone={zoneScolaire}
        vacances={vacances.filter(({ au }) => Temporal.PlainDate.compare(au, today) >= 0)}
        horizon={horizonSeances(today)}
        enVacances={await seancesEnVacances(db, territoire.id, vacances, today)}
        cle={rq.key}
      />
    ),
  };
}

/** Plans at once what the calendar, as it is now known, makes possible. */
async function prolonger(rq: SignedRq): Promise<void> {
  const { db, territoire, today } = rq;
  await prolongerPermanences(db, territoire.id, today, calendrierDe(territoire.codeDepartement));
}

async function save(rq: SignedRq): Promise<Reply> {
  const form = parseForm(reglagesForm, rq.form);
  if (!form.ok) return refusal(await reglagesPage(rq, { reglages: form.state }));
  await lockPlanning(rq.db, rq.territoire.id);
  await saveReglagesPlanning(rq.db, rq.territoire.id, form.data);
  await prolonger(rq);
  return redirect(CHEMIN, { flash: 'Les réglages sont enregistrés.' });
}

/** Reads the file sent and shows what would be written. Nothing is. */
async function apercu(rq: SignedRq): Promise<Reply> {
  const refuse = async (message: string) =>
    refusal(await reglagesPage(rq, { calendrier: { values: {}, errors: [{ field: 'calendrier', message }] } }));
  const sent = rq.form.files['calendrier'];
  if (sent === undefined) return refuse('Choisissez le fichier du calendrier.');
  if (sent.size > OCTETS_MAX) return refuse(`Ce fichier dépasse ${MO_MAX} Mo : ce n’est pas le calendrier officiel.`);
  const { zoneScolaire } = await reglagesPlanning(rq.db, rq.territoire.id);
  if (zoneScolaire === null)
    return refuse('Choisissez d’abord la zone, ci-dessus : d’un calendrier, seule la vôtre est gardée.');
  try {
    const lignes = await Array.fromAsync(readSheet(new Uint8Array(await sent.arrayBuffer()), LIMITES));
    const vacances = lireCalendrier(lignes, zoneScolaire);
    if (estRefus(vacances)) return refuse(phrase(PHRASES_CALENDRIER, vacances));
    return page({
      title: 'Calendrier à enregistrer',
      breadcrumbs: [{ href: CHEMIN, label: TITRE }],
      body: (
        <CalendrierPage
          zone={zoneScolaire}
          vacances={vacances}
          periodes={ecrirePeriodes(vacances)}
          today={rq.today}
          enVacances={await seancesEnVacances(rq.db, rq.territoire.id, vacances, rq.today)}
          cle={rq.key}
        />
      ),
    });
  } catch (error) {
    if (error instanceof SheetRefusal) return refuse(phrase(PHRASES_TABLEUR, error.refus));
    throw error;
  }
}

async function confirm(rq: SignedRq): Promise<Reply> {
  const refuse = async () =>
    refusal(
      await reglagesPage(rq, {
        calendrier: {
          values: {},
          errors: [
            {
              field: 'calendrier',
              message: 'Envoyez de nouveau le fichier : ce qui a été confirmé n’est pas ce qui était montré.',
            },
          ],
        },
      }),
    );
  const form = parseForm(periodesForm, rq.form);
  const vacances = form.ok ? relirePeriodes(form.data.periodes) : null;
  await lockPlanning(rq.db, rq.territoire.id);
  const { zoneScolaire } = await reglagesPlanning(rq.db, rq.territoire.id);
  if (vacances === null || zoneScolaire === null) return refuse();
  await remplacerVacances(rq.db, rq.territoire.id, zoneScolaire, vacances);
  await prolonger(rq);
  return redirect(CHEMIN, { flash: 'Le calendrier est enregistré. Les séances qu’il rend possibles sont prévues.' });
}

async function cancel(rq: SignedRq, url: string): Promise<Reply> {
  await lockPlanning(rq.db, rq.territoire.id);
  const vacances = await vacancesDe(rq.db, rq.territoire.id);
  const seances = await seancesEnVacances(rq.db, rq.territoire.id, vacances, rq.today);
  const ids = seances.map(({ id }) => id);
  await annulerSeances(rq.db, rq.territoire.id, ids, 'Vacances scolaires');
  await direLesChangements(rq.db, { territoire: rq.territoire, url, now: rq.now });
  const said = ids.length === 1 ? '1 séance est annulée.' : `${ids.length} séances sont annulées.`;
  return redirect(CHEMIN, { flash: said });
}

/** `url`: where people reach the site. */
export const vacancesRoutes = (url: string): readonly Route[] => [
  get(CHEMIN, { access, handle: async (rq) => page(await reglagesPage(rq)) }),
  post(CHEMIN, { access, acte: 'changer les réglages du planning', collecte: 'rien', handle: save }),
  post(`${CHEMIN}/calendrier`, {
    access,
    acte: 'lire un calendrier scolaire',
    collecte: 'rien',
    poids: OCTETS_MAX + 64 * 1024,
    lecture: true,
    handle: apercu,
  }),
  post(`${CHEMIN}/calendrier/confirmer`, {
    access,
    acte: 'enregistrer un calendrier scolaire',
    collecte: 'rien',
    handle: confirm,
  }),
  post(`${CHEMIN}/vacances`, {
    access,
    acte: 'annuler les séances des vacances scolaires',
    collecte: 'rien',
    handle: (rq) => cancel(rq, url),
  }),
];
