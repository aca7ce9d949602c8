import type { Compte } from '../../../domain/compte.ts';
import { file, notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import type { DataKeys } from '../../../platform/keys/store.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../../ui/table-query.ts';
import { PREUVES_MANDAT } from '../conservation.ts';
import { codeInconnu, lireCode } from '../recherche/form.ts';
import { loadSigne, type MandatSigne } from '../recherche/signe.ts';
import { mandatDuCode } from '../recherche/store.ts';
import { RecherchePage } from '../recherche/views.tsx';
import { rectificationsDe } from '../rectification/store.ts';
import { estLisible, etatAu } from '../rules.ts';
import { lireDocument, lireMandats } from '../store.ts';
import { annoncerAcces } from './courriels.ts';
import { avecRefus, lireMotif } from './form.ts';
import { type Acces, accesOuvert, fermerAcces, lireActes, ouvrirAcces, tousLesAcces } from './store.ts';
import { AccesPage, colonnes, OuvrirPage } from './views.tsx';
import { LecturePage } from './views-lecture.tsx';

type Outils = { readonly url: string; readonly cles: DataKeys };

const equipe = { equipe: true } as const;
const SUIVI = { href: '/mandats/suivi', label: 'Suivi des mandats' } as const;
const RECHERCHE = { href: '/mandats/suivi/recherche', label: 'Retrouver un mandat' } as const;

/** A mandat, with what the account that asks has open on it. */
type Ouvert = { readonly mandat: MandatSigne; readonly acces: Acces | undefined };

async function loadOuvert(rq: Rq): Promise<Ouvert | undefined> {
  const mandat = await loadSigne(rq);
  // Asked for even when there is no such mandat: what exists costs no more time than what does not.
  const of = { mandatId: rq.params['mandat'] ?? '', compteId: rq.compte?.id ?? '', now: rq.now };
  const acces = rq.compte === undefined ? undefined : await accesOuvert(rq.db, rq.territoire.id, of);
  return mandat && { mandat, acces };
}

/** Whoever opened the mandat, while it stays open. */
const tantQuOuvert = { equipe: (_: Compte, { acces }: Ouvert) => acces !== undefined } as const;

/** What may be read of a mandat now, the time that `acces` leaves. */
const lisibles = ({ demarches, finPrevueAt, isRetenu }: MandatSigne, now: Temporal.Instant) =>
  demarches.filter((demarche) => estLisible(demarche, { finPrevueAt, isRetenu }, now));

function recherchePage(rq: SignedRq, state: FormState): PageContent {
  return {
    title: RECHERCHE.label,
    breadcrumbs: [SUIVI],
    body: <RecherchePage state={state} cle={rq.key} action={RECHERCHE.href} retour={SUIVI.href} />,
  };
}

function ouvrirPage(rq: SignedRq, mandat: MandatSigne, state: FormState): PageContent {
  return {
    title: 'Ouvrir un mandat',
    breadcrumbs: [SUIVI, RECHERCHE],
    body: <OuvrirPage mandat={mandat} etat={etatAu(mandat, rq.now)} state={state} cle={rq.key} />,
  };
}

async function ouvrir(rq: SignedRq, mandat: MandatSigne, url: string): Promise<Reply> {
  const { db, territoire, compte, now } = rq;
  const lecture = `/mandats/${mandat.id}/lecture`;
  const of = { mandatId: mandat.id, compteId: compte.id, now };
  if ((await accesOuvert(db, territoire.id, of)) !== undefined) return redirect(lecture);
  const read = lireMotif(rq.form);
  if ('refused' in read) return refusal(ouvrirPage(rq, mandat, read.refused));
  if (lisibles(mandat, now).length === 0) {
    const refus = mandat.isRetenu ? ({ refus: 'retenu' } as const) : ({ refus: 'illisible' } as const);
    return refusal(ouvrirPage(rq, mandat, avecRefus(read.state, refus)));
  }
  await ouvrirAcces(db, territoire.id, { ...of, motif: read.motif });
  await annoncerAcces(rq, mandat, url);
  return redirect(lecture, { flash: 'L’accès est ouvert. Le délégué et le mandataire en sont avertis.' });
}

async function lecture(rq: SignedRq, { mandat, acces }: Ouvert, cles: DataKeys): Promise<Reply> {
  if (acces === undefined) return notFound();
  const { db, territoire, now } = rq;
  const ids = lisibles(mandat, now).map(({ id }) => id);
  const lu = (await lireMandats({ db, cles }, territoire.id, [mandat], now)).get(mandat.id);
  const notes = lu?.identite == null ? [] : await rectificationsDe({ db, cles }, territoire.id, mandat.id);
  const body = (
    <LecturePage
      mandat={mandat}
      etat={etatAu(mandat, now)}
      acces={acces}
      identite={lu?.identite ?? null}
      objets={lu?.objets ?? new Map()}
      notes={notes}
      actes={await lireActes({ db, cles }, territoire.id, ids)}
      now={now}
      cle={rq.key}
    />
  );
  return page({ title: 'Lecture d’un mandat', breadcrumbs: [SUIVI], body });
}

async function leDocument(rq: SignedRq, { mandat }: Ouvert, cles: DataKeys): Promise<Reply> {
  const { db, territoire, now } = rq;
  if (lisibles(mandat, now).length === 0) return notFound();
  const bytes = await lireDocument({ db, cles }, territoire.id, mandat.id);
  return bytes === null
    ? notFound()
    : file({ bytes, type: 'application/pdf', name: `mandat-${mandat.code}.pdf`, inline: true });
}

/** Access for a serious reason: found by its code, opened with a reason, read for a while, told to whom it concerns. */
export function accesRoutes({ url, cles }: Outils): readonly Route[] {
  return [
    get('/mandats/acces', {
      acte: 'consulter les accès aux mandats',
      access: { dpo: true },
      handle: async (rq) => {
        const sortable = colonnes.map(({ key }) => key);
        const query = tableQuery(rq.query, { sortable, defaultSort: 'ouvert', defaultDirection: 'desc' });
        const { found: _, ...shown } = tablePage(await tousLesAcces(rq.db, rq.territoire.id), colonnes, query);
        return page({ title: 'Accès aux mandats', body: <AccesPage {...shown} /> });
      },
    }),

    get('/mandats/suivi/recherche', {
      access: equipe,
      handle: async (rq) => page(recherchePage(rq, blankForm())),
    }),

    post('/mandats/suivi/recherche', {
      acte: 'chercher un mandat par son code',
      collecte: 'rien',
      access: equipe,
      handle: async (rq) => {
        const read = lireCode(rq.form);
        if ('refused' in read) return refusal(recherchePage(rq, read.refused));
        const id = await mandatDuCode(rq.db, rq.territoire.id, read.code);
        if (id === undefined) return refusal(recherchePage(rq, codeInconnu(read.state)));
        return redirect(`/mandats/${id}/acces`, { objet: ['mandat', id] });
      },
    }),

    get('/mandats/:mandat/acces', {
      load: loadSigne,
      access: equipe,
      niveau: 'confirme',
      handle: async (rq, mandat) => page(ouvrirPage(rq, mandat, blankForm())),
    }),

    post('/mandats/:mandat/acces', {
      acte: 'ouvrir un mandat par accès exceptionnel',
      collecte: [PREUVES_MANDAT],
      load: loadSigne,
      access: equipe,
      niveau: 'confirme',
      handle: (rq, mandat) => ouvrir(rq, mandat, url),
    }),

    post('/mandats/:mandat/acces/fermer', {
      acte: 'fermer un accès exceptionnel à un mandat',
      collecte: 'rien',
      load: loadOuvert,
      access: tantQuOuvert,
      handle: async (rq, { mandat }) => {
        const of = { mandatId: mandat.id, compteId: rq.compte.id, now: rq.now };
        await fermerAcces(rq.db, rq.territoire.id, of);
        return redirect('/mandats/suivi', { flash: 'L’accès est fermé.' });
      },
    }),

    get('/mandats/:mandat/lecture', {
      acte: 'lire un mandat par accès exceptionnel',
      load: loadOuvert,
      access: tantQuOuvert,
      handle: (rq, ouvert) => lecture(rq, ouvert, cles),
    }),

    get('/mandats/:mandat/lecture/document.pdf', {
      acte: 'lire le document d’un mandat par accès exceptionnel',
      load: loadOuvert,
      access: tantQuOuvert,
      handle: (rq, ouvert) => leDocument(rq, ouvert, cles),
    }),
  ];
}
