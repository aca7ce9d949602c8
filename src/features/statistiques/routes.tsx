import type { Compte } from '../../domain/compte.ts';
import { formatDate } from '../../domain/date.ts';
import { intersect, type Periode } from '../../domain/periode.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { file, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import type { FormState } from '../../ui/form-state.ts';
import { formatNombre } from '../accompagnements/rules.ts';
import { type ConventionComplete, loadConvention } from '../conventions/store.ts';
import { lectureDesMois } from '../releves/lecture.ts';
import { findLogoStructure } from '../structures/logo-store.ts';
import { findLogo } from '../territoires/store.ts';
import { renderBilan } from './bilan-document.ts';
import { periodeForm } from './form.ts';
import {
  type BilanPeriode,
  barres,
  barresDesMois,
  bilanDePeriode,
  choisirPeriode,
  formatPeriode,
  heuresDAide,
  heuresDePermanence,
  type LigneBilan,
  lignesBilan,
  moisEntiers,
  PHRASES_PERIODE,
  permanencesPrevues,
  vieDeLaConvention,
} from './rules.ts';
import { loadActivite } from './store.ts';
import { BilanPage, SansBilanPage } from './views.tsx';

/** The équipe reads every bilan, a référent those of his own structure. */
const acces = {
  equipe: true,
  referent: (compte: Compte, of: ConventionComplete) => of.structureId === compte.structureId,
} as const;

function convention(rq: Rq): Promise<ConventionComplete | undefined> {
  return loadConvention(rq.db, rq.territoire.id, rq.params['convention'] ?? '');
}

/** Outside the team small numbers are hidden, so that nobody can be recognised. */
function isPublic(rq: SignedRq): boolean {
  return rq.compte.role !== 'equipe';
}

type Demande = { readonly periode: Periode; readonly state: FormState };

/** The period that the address asks for; with errors, that of the whole convention. */
function demande(rq: SignedRq, vie: Periode): Demande {
  const values = { du: [rq.query.get('du') ?? ''], au: [rq.query.get('au') ?? ''] };
  const form = parseForm(periodeForm, { values, files: {} });
  if (!form.ok) return { periode: vie, state: form.state };
  const chosen = choisirPeriode(form.data, vie);
  if (estRefus(chosen)) {
    const error = { field: 'au', message: phrase(PHRASES_PERIODE, chosen) };
    return { periode: vie, state: withErrors(form.state, [error]) };
  }
  const asked = form.data.du !== null || form.data.au !== null;
  const periode = asked && isPublic(rq) ? moisEntiers(chosen) : chosen;
  return { periode, state: { values: { du: `${periode.debut}`, au: `${periode.fin}` }, errors: [] } };
}

/** Whatever the dates asked for, nothing counts outside the life of the convention: it covered nothing there. */
async function compute(rq: SignedRq, of: ConventionComplete, vie: Periode, periode: Periode): Promise<BilanPeriode> {
  const couverte = intersect(periode, vie);
  const activite =
    couverte === null
      ? { seances: [], accompagnements: [], ateliers: [], actions: [] }
      : await loadActivite(rq.db, rq.territoire.id, couverte, of.id);
  const options = { periode, aujourdhui: rq.today, public: isPublic(rq) };
  if (!options.public) return bilanDePeriode(activite, options);
  return bilanDePeriode(activite, { ...options, lecture: await lectureDesMois(rq.db, rq.territoire, rq.today, of.id) });
}

function pageUrl(of: ConventionComplete): string {
  return `/conventions/${of.id}/bilan`;
}

async function show(rq: SignedRq, of: ConventionComplete): Promise<Reply> {
  const breadcrumbs = [
    rq.compte.role === 'equipe'
      ? { href: '/conventions', label: 'Conventions' }
      : { href: '/ma-structure', label: 'Ma structure' },
    { href: `/conventions/${of.id}`, label: of.reference },
  ];
  const vie = vieDeLaConvention(of, rq.today);
  if (vie === null) return page({ title: 'Bilan', breadcrumbs, body: <SansBilanPage convention={of} /> });
  const { periode, state } = demande(rq, vie);
  const total = await compute(rq, of, vie, periode);
  const content = {
    title: `Bilan, ${of.structure.nom}`,
    breadcrumbs,
    body: <BilanPage convention={of} total={total} vie={vie} state={state} isPublic={isPublic(rq)} />,
  };
  return state.errors.length > 0 ? refusal(content) : page(content);
}

/** Runs `make` on the bilan asked for; where there is none, or when the dates are wrong, the page says why. */
async function document(
  rq: SignedRq,
  of: ConventionComplete,
  make: (total: BilanPeriode) => Reply | Promise<Reply>,
): Promise<Reply> {
  const vie = vieDeLaConvention(of, rq.today);
  const asked = vie && demande(rq, vie);
  if (vie === null || asked === null || asked.state.errors.length > 0) {
    const params = new URLSearchParams({ du: rq.query.get('du') ?? '', au: rq.query.get('au') ?? '' });
    return redirect(`${pageUrl(of)}?${params}`);
  }
  return make(await compute(rq, of, vie, asked.periode));
}

async function pdf(rq: SignedRq, of: ConventionComplete, total: BilanPeriode): Promise<Reply> {
  const { territoire, today } = rq;
  const logo = await findLogo(rq.db, territoire.id);
  const logoStructure = await findLogoStructure(rq.db, territoire.id, of.structure.id);
  const bytes = await renderBilan({
    reference: of.reference,
    departement: { nom: territoire.nomComplet, logo: logo?.octets ?? null },
    beneficiaire: { nom: of.structure.nom, logo: logoStructure?.octets ?? null },
    periode: formatPeriode(total.periode),
    certifie: isPublic(rq),
    permanencesTenues: String(total.permanencesTenues),
    permanencesPrevues: String(permanencesPrevues(total)),
    personnesAidees: formatNombre(total.personnesAidees),
    ateliers: String(total.ateliers),
    participants: formatNombre(total.participants),
    heuresPermanence: heuresDePermanence(total),
    heuresAccompagnement: heuresDAide(total),
    themes: barres(total.parThematique),
    ages: barres(total.parTrancheAge),
    genres: barres(total.parGenre),
    statuts: barres(total.parStatutSocial),
    mois: barresDesMois(total.mois),
    mention: territoire.mention,
    couleur: territoire.couleur,
    etablie: { iso: today.toString(), texte: formatDate(today) },
  });
  return file({ bytes, type: 'application/pdf', name: `${fileName(of)}.pdf`, inline: true });
}

function fileName(of: ConventionComplete): string {
  return `bilan-${of.reference.replace(/[^A-Za-z0-9-]+/g, '-')}`;
}

const colonnes = [
  { label: 'Rubrique', value: ({ rubrique }: LigneBilan) => rubrique },
  { label: 'Libellé', value: ({ libelle }: LigneBilan) => libelle },
  { label: 'Valeur', value: ({ valeur }: LigneBilan) => valeur },
];

export const statistiquesRoutes: readonly Route[] = [
  get('/conventions/:convention/bilan', { access: acces, load: convention, handle: show }),
  get('/conventions/:convention/bilan.pdf', {
    access: acces,
    load: convention,
    handle: async (rq, of) => document(rq, of, (total) => pdf(rq, of, total)),
  }),
  get('/conventions/:convention/bilan.csv', {
    access: acces,
    load: convention,
    handle: async (rq, of) =>
      document(rq, of, (total) =>
        file({
          bytes: toCsv(colonnes, lignesBilan(total)),
          type: 'text/csv; charset=utf-8',
          name: `${fileName(of)}.csv`,
        }),
      ),
  }),
];
