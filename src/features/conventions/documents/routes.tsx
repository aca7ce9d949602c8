import type { Compte } from '../../../domain/compte.ts';
import { PHRASES_DATE, parseDate } from '../../../domain/date.ts';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { file, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { findLogoStructure } from '../../structures/logo-store.ts';
import { lieuxDe } from '../../structures/store.ts';
import { findLogo } from '../../territoires/store.ts';
import type { Partie } from '../rules.ts';
import { allConventions, type ConventionComplete, loadConvention } from '../store.ts';
import { renderActe } from './acte.ts';
import { acteAttestation } from './attestation.ts';
import { type Contexte, representantAu } from './contexte.ts';
import { type EvenementImprime, evenementsImprimes, notificationDe, papierDe } from './enregistres.ts';
import { type Papier, saisiesLettres } from './forms.ts';
import { renderLettre } from './lettre.ts';
import { constatsPossibles, LETTRES, type LettreAPreparer } from './preparation.ts';
import { registre, renderRegistre } from './registre.ts';
import { PapiersPage } from './views.tsx';
import { LettrePage } from './views-lettre.tsx';

/** The équipe technique prints the papers of every convention; a référent, those of his structure. */
const lecteurs = {
  equipe: true,
  referent: (compte: Compte, convention: ConventionComplete) => convention.structureId === compte.structureId,
} as const;

const load = (rq: Rq) => loadConvention(rq.db, rq.territoire.id, rq.params['convention'] ?? '');

/** The équipe technique writes for the Département, a référent for his structure. */
function auteurDe({ compte }: SignedRq): Partie {
  return compte.role === 'referent' ? 'beneficiaire' : 'departement';
}

async function contexteDe(rq: SignedRq, { structureId }: ConventionComplete): Promise<Contexte> {
  const { db, territoire, today } = rq;
  const departement = (await findLogo(db, territoire.id))?.octets ?? null;
  const beneficiaire = (await findLogoStructure(db, territoire.id, structureId))?.octets ?? null;
  return { territoire, today, logos: { departement, beneficiaire } };
}

function pathTo(rq: SignedRq, convention: ConventionComplete, isPapier: boolean) {
  const home =
    rq.compte.role === 'referent'
      ? { href: '/ma-structure', label: 'Ma structure' }
      : { href: '/conventions', label: 'Conventions' };
  const url = `/conventions/${convention.id}`;
  const own = { href: url, label: convention.reference };
  return isPapier ? [home, own, { href: `${url}/documents`, label: 'Papiers' }] : [home, own];
}

/** « lettre-CNV-2022-001.pdf »: nothing but what a header can hold. */
function fileName(...parts: readonly string[]): string {
  const plain = parts.join('-').normalize('NFD').replaceAll(/\p{M}/gu, '');
  return `${plain
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .toLowerCase()
    .slice(0, 100)}.pdf`;
}

async function pdf(papier: Papier, convention: ConventionComplete, inline: boolean): Promise<Reply> {
  const isLettre = papier.forme === 'lettre';
  const bytes = isLettre ? await renderLettre(papier.lettre) : await renderActe(papier.acte);
  const { titre } = isLettre ? papier.lettre : papier.acte;
  return file({ bytes, type: 'application/pdf', name: fileName(titre, convention.reference), inline });
}

function papiersPage(rq: SignedRq, convention: ConventionComplete, auState: FormState): PageContent {
  return {
    title: `Papiers, convention ${convention.reference}`,
    breadcrumbs: pathTo(rq, convention, false),
    body: (
      <PapiersPage
        convention={convention}
        auteur={auteurDe(rq)}
        today={rq.today}
        evenements={evenementsImprimes(convention)}
        auState={auState}
      />
    ),
  };
}

async function attestation(rq: SignedRq, convention: ConventionComplete): Promise<Reply> {
  const typed = (rq.query.get('au') ?? '').slice(0, 100);
  const au = typed === '' ? rq.today : parseDate(typed);
  if (estRefus(au)) {
    const errors = [{ field: 'au', message: phrase(PHRASES_DATE, au) }];
    return refusal(papiersPage(rq, convention, { values: { au: typed }, errors }));
  }
  const lieux = await lieuxDe(rq.db, rq.territoire.id, convention.structureId);
  const acte = acteAttestation(convention, au, await contexteDe(rq, convention), lieux);
  return pdf({ forme: 'acte', acte }, convention, true);
}

/** The paper that `make` draws of the event of the path; the page of papers says when it has none. */
async function imprimer(
  rq: SignedRq,
  convention: ConventionComplete,
  make: (evenement: EvenementImprime, contexte: Contexte) => Papier | null,
): Promise<Reply> {
  const evenement = evenementsImprimes(convention).find(({ id }) => id === rq.params['evenement']);
  const papier = evenement === undefined ? null : make(evenement, await contexteDe(rq, convention));
  if (papier !== null) return pdf(papier, convention, true);
  return redirect(`/conventions/${convention.id}/documents`, {
    flash: 'Cet enregistrement n’a pas de papier à imprimer, ou il a été annulé.',
  });
}

/** The convention, when the event of the path is one of its own. */
async function loadWithEvenement(rq: Rq): Promise<ConventionComplete | undefined> {
  const convention = await load(rq);
  return convention?.evenements.some(({ id }) => id === rq.params['evenement']) ? convention : undefined;
}

/** What the form proposes: today, and whoever represents the author. */
async function proposed(rq: SignedRq, convention: ConventionComplete, quoi: LettreAPreparer): Promise<FormState> {
  const auteur = auteurDe(rq);
  const { nom, qualite } = representantAu(convention, auteur, rq.today, await contexteDe(rq, convention));
  const [only, ...others] = constatsPossibles(convention, auteur, rq.today);
  return blankForm({
    date: rq.today.toString(),
    signataire: nom,
    qualite,
    ...(quoi === 'opposition' ? { mode: 'recommandee' } : {}),
    ...(only !== undefined && others.length === 0 ? { miseEnDemeureId: only.miseEnDemeure.id } : {}),
  });
}

function lettrePage(
  rq: SignedRq,
  convention: ConventionComplete,
  quoi: LettreAPreparer,
  state: FormState,
): PageContent {
  return {
    title: LETTRES[quoi].titre,
    breadcrumbs: pathTo(rq, convention, true),
    body: (
      <LettrePage
        convention={convention}
        quoi={quoi}
        auteur={auteurDe(rq)}
        today={rq.today}
        state={state}
        cle={rq.key}
      />
    ),
  };
}

function lettreRoutes(quoi: LettreAPreparer): readonly Route[] {
  const path = `/conventions/:convention/documents/${quoi}`;
  return [
    get(path, {
      access: lecteurs,
      load,
      handle: async (rq, convention) => page(lettrePage(rq, convention, quoi, await proposed(rq, convention, quoi))),
    }),
    // Sent as a form so that what is typed stays out of addresses; it answers a file, and writes nothing.
    post(path, {
      access: lecteurs,
      acte: 'préparer une lettre',
      collecte: 'rien',
      load,
      handle: async (rq, convention) => {
        const contexte = await contexteDe(rq, convention);
        const read = saisiesLettres[quoi].read(rq.form, { convention, auteur: auteurDe(rq), contexte });
        if (!read.ok) return refusal(lettrePage(rq, convention, quoi, read.state));
        return pdf(read.papier, convention, false);
      },
    }),
  ];
}

export const documentsRoutes: readonly Route[] = [
  get('/conventions/registre.pdf', {
    access: { equipe: true },
    handle: async (rq) => {
      const { db, territoire, today } = rq;
      const logo = (await findLogo(db, territoire.id))?.octets ?? null;
      const all = await allConventions(db, territoire.id);
      const bytes = await renderRegistre(registre(all, territoire, logo, today));
      return file({
        bytes,
        type: 'application/pdf',
        name: fileName('registre des conventions', `${today}`),
        inline: true,
      });
    },
  }),
  get('/conventions/:convention/documents', {
    access: lecteurs,
    load,
    handle: async (rq, convention) => page(papiersPage(rq, convention, blankForm({ au: rq.today.toString() }))),
  }),
  get('/conventions/:convention/attestation.pdf', { access: lecteurs, load, handle: attestation }),
  get('/conventions/:convention/evenements/:evenement/document.pdf', {
    access: lecteurs,
    load: loadWithEvenement,
    handle: async (rq, convention) =>
      imprimer(rq, convention, (evenement, contexte) => papierDe(convention, evenement, contexte)),
  }),
  get('/conventions/:convention/evenements/:evenement/notification.pdf', {
    access: lecteurs,
    load: loadWithEvenement,
    handle: async (rq, convention) =>
      imprimer(rq, convention, (evenement, contexte) => notificationDe(convention, evenement, contexte)),
  }),
  ...(Object.keys(LETTRES) as LettreAPreparer[]).flatMap(lettreRoutes),
];
