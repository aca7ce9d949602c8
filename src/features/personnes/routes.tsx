import { randomUUID } from 'node:crypto';
import { formatCommune } from '../../domain/commune.ts';
import { phrase } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { isUuid } from '../../platform/http/idempotence.ts';
import { notFound, type PageContent, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { findRendezVous } from '../rendez-vous/store.ts';
import { type Commune, lireCommune, nomsCommunes } from '../territoires/commune-saisie.ts';
import { PERSONNES } from './conservation.ts';
import { defusionForm, fusionForm, personneForm, rattacherForm, rechercheForm } from './forms.ts';
import { anneesPossibles, nomCherche, PHRASES_FUSION, raisonsDeDoublon, type Saisie } from './rules.ts';
import {
  chercherPersonnes,
  defusionner,
  findPersonne,
  fusionner,
  fusionsDe,
  holdPersonnes,
  type Personne,
  rattacher,
  rendezVousDePersonne,
  savePersonne,
  toutesPersonnes,
  updatePersonne,
} from './store.ts';
import { type Doublon, PersonnePage, RecherchePage, SaisiePage } from './views.tsx';
import { FusionPage } from './views-reunir.tsx';

/** Those who receive, and nobody else: never the structure that lends its place, nor those who count. */
const access = { agent: true, equipe: true } as const;
const LISTE = { href: '/personnes', label: 'Personnes' } as const;
const DOUBLONS_MAX = 10;

const load = (rq: Rq): Promise<Personne | undefined> =>
  findPersonne(rq.db, rq.territoire.id, rq.params['personne'] ?? '');
const pathOf = (id: string): string => `/personnes/${id}`;

/** Records that may be the same person, those that share a telephone or a mail first. */
async function doublonsDe(rq: Rq, saisie: Saisie, sauf: string | null): Promise<readonly Doublon[]> {
  const own = { ...saisie, nomCherche: nomCherche(saisie) };
  return (await toutesPersonnes(rq.db, rq.territoire.id))
    .filter(({ id }) => id !== sauf)
    .map((personne) => ({ personne, raisons: raisonsDeDoublon(own, personne) }))
    .filter(({ raisons }) => raisons.length > 0)
    .sort((a, b) => b.raisons.length - a.raisons.length)
    .slice(0, DOUBLONS_MAX);
}

function recherchePage(rq: Rq, state: FormState, trouvees: readonly Personne[] | null): PageContent {
  return {
    title: 'Personnes',
    breadcrumbs: [{ href: '/rendez-vous', label: 'Rendez-vous' }],
    body: <RecherchePage state={state} cle={rq.key} trouvees={trouvees} />,
  };
}

type Page = {
  readonly state: FormState;
  readonly existante?: Personne | undefined;
  readonly candidates?: readonly Commune[];
  readonly doublons?: readonly Doublon[];
  readonly pourRdv: string;
};

async function saisiePage(
  rq: Rq,
  { state, existante, candidates = [], doublons = [], pourRdv }: Page,
): Promise<PageContent> {
  const titre = existante === undefined ? 'Nouvelle fiche' : 'Modifier la fiche';
  const retour = existante === undefined ? '/personnes' : pathOf(existante.id);
  return {
    title: titre,
    breadcrumbs: [LISTE],
    body: (
      <SaisiePage
        titre={titre}
        action={existante === undefined ? '/personnes/nouvelle' : `${retour}/modifier`}
        retour={pourRdv === '' ? retour : `/rendez-vous/${pourRdv}`}
        state={state}
        cle={rq.key}
        communes={await nomsCommunes(rq.db, rq.territoire.codeDepartement)}
        candidates={candidates.map((commune) => ({ value: commune.codeInsee, label: formatCommune(commune) }))}
        doublons={doublons}
        pourRdv={pourRdv}
        cleDe={randomUUID}
      />
    ),
  };
}

/** Reads the form of a record; a new one that looks like another asks to be confirmed first. */
async function enregistrer(rq: SignedRq, existante?: Personne): Promise<Reply> {
  const schema = personneForm(anneesPossibles(rq.today));
  const form = parseForm(schema, rq.form);
  const lue = await lireCommune(rq.db, rq.territoire.codeDepartement, form.state.values);
  const pourRdv = (form.ok ? form.data.pourRdv : null) ?? '';
  const context = { existante, candidates: lue.candidates, pourRdv };
  if (!form.ok || lue.errors.length > 0)
    return refusal(await saisiePage(rq, { ...context, state: withErrors(form.state, lue.errors, schema) }));
  const { prenom, nom, telephone, courriel, anneeNaissance, malgre } = form.data;
  const communeInsee = lue.commune?.codeInsee ?? null;
  const saisie = { prenom, nom, telephone, courriel, anneeNaissance, communeInsee };
  if (existante !== undefined) {
    await updatePersonne(rq.db, rq.territoire.id, existante.id, saisie);
    return redirect(pathOf(existante.id), { flash: 'La fiche est enregistrée.' });
  }
  const doublons = malgre ? [] : await doublonsDe(rq, saisie, null);
  if (doublons.length > 0) {
    const message = 'Cette personne a peut-être déjà une fiche : regardez celles qui lui ressemblent, ou confirmez.';
    return refusal(
      await saisiePage(rq, { ...context, doublons, state: withErrors(form.state, [{ field: 'malgre', message }]) }),
    );
  }
  const id = await savePersonne(rq.db, rq.territoire.id, saisie, rq.compte.id);
  if (pourRdv !== '') await rattacher(rq.db, rq.territoire.id, id, pourRdv);
  return redirect(pathOf(id), { flash: 'La fiche est créée.', objet: ['personne', id] });
}

async function fusionPage(rq: Rq, personne: Personne, state: FormState): Promise<PageContent> {
  return {
    title: 'Réunir deux fiches',
    breadcrumbs: [LISTE, { href: pathOf(personne.id), label: 'La fiche' }],
    body: (
      <FusionPage
        personne={personne}
        doublons={await doublonsDe(rq, personne, personne.id)}
        state={state}
        cle={rq.key}
      />
    ),
  };
}

async function reunir(rq: SignedRq, { id }: Personne): Promise<Reply> {
  const form = parseForm(fusionForm, rq.form);
  const autreId = form.ok ? form.data.autre : id;
  await holdPersonnes(rq.db, rq.territoire.id, [id, autreId]);
  const gardee = await findPersonne(rq.db, rq.territoire.id, id);
  const autre = await findPersonne(rq.db, rq.territoire.id, autreId);
  if (gardee === undefined) return notFound();
  const refuse = async (code: keyof typeof PHRASES_FUSION) =>
    refusal(
      await fusionPage(
        rq,
        gardee,
        withErrors(form.state, [{ field: 'autre', message: phrase(PHRASES_FUSION, { refus: code }) }]),
      ),
    );
  if (!form.ok) return refusal(await fusionPage(rq, gardee, form.state));
  if (autre === undefined || autreId === id) return refuse('elle_meme');
  if (gardee.fusionneeDans !== null || autre.fusionneeDans !== null) return refuse('deja_fusionnee');
  const done = await fusionner(rq.db, rq.territoire.id, { gardee, autre }, { par: rq.compte.id, now: rq.now });
  if (!done) return refuse('meme_permanence');
  return redirect(pathOf(id), { flash: 'Les deux fiches sont réunies.' });
}

async function defaire(rq: SignedRq, { id }: Personne): Promise<Reply> {
  const form = parseForm(defusionForm, rq.form);
  if (!form.ok) return notFound();
  await holdPersonnes(rq.db, rq.territoire.id, [id]);
  const gardee = await findPersonne(rq.db, rq.territoire.id, id);
  const [last] = (await fusionsDe(rq.db, rq.territoire.id, id)).filter(({ defaiteAt }) => defaiteAt === null);
  if (gardee === undefined || last === undefined || last.id !== form.data.fusion)
    return redirect(pathOf(id), { flash: 'Défaites d’abord la dernière réunion.' });
  // Whatever is written to a record dates it: the merge did so last, or something changed since.
  if (Temporal.Instant.compare(gardee.updatedAt, last.createdAt) > 0)
    return redirect(pathOf(id), { flash: phrase(PHRASES_FUSION, { refus: 'change_depuis' }) });
  await defusionner(rq.db, rq.territoire.id, last, gardee);
  return redirect(pathOf(id), { flash: 'La réunion est défaite : chaque fiche a repris ce qui était le sien.' });
}

async function nouvelle(rq: SignedRq): Promise<Reply> {
  const rdvId = rq.query.get('rdv') ?? '';
  const rdv = isUuid(rdvId) ? await findRendezVous(rq.db, rq.territoire.id, rdvId) : undefined;
  if (rdv === undefined || rdv.prenom === null) return page(await saisiePage(rq, { state: blankForm(), pourRdv: '' }));
  const { prenom, telephone, courriel } = rdv;
  const state = blankForm({ prenom, telephone: telephone ?? '', courriel: courriel ?? '' });
  const known = { prenom, nom: null, telephone, courriel, anneeNaissance: null, communeInsee: null };
  return page(await saisiePage(rq, { state, pourRdv: rdv.id, doublons: await doublonsDe(rq, known, null) }));
}

export const personnesRoutes: readonly Route[] = [
  get('/personnes', { access, handle: async (rq) => page(recherchePage(rq, blankForm(), null)) }),

  post('/personnes/recherche', {
    access,
    lecture: true,
    acte: 'chercher une personne',
    collecte: 'rien',
    handle: async (rq) => {
      const form = parseForm(rechercheForm, rq.form);
      if (!form.ok) return refusal(recherchePage(rq, form.state, null));
      const found = await chercherPersonnes(rq.db, rq.territoire.id, form.data.cherche);
      return page(recherchePage(rq, form.state, found));
    },
  }),

  get('/personnes/nouvelle', { access, handle: nouvelle }),
  post('/personnes/nouvelle', {
    access,
    acte: 'créer une fiche de personne',
    collecte: [PERSONNES],
    handle: (rq) => enregistrer(rq),
  }),

  get('/personnes/:personne', {
    access,
    load,
    acte: 'lire une fiche de personne',
    handle: async (rq, personne) =>
      page({
        title: 'Personne',
        breadcrumbs: [LISTE],
        body: (
          <PersonnePage
            personne={personne}
            rendezVous={await rendezVousDePersonne(rq.db, rq.territoire.id, personne.id)}
            fusions={await fusionsDe(rq.db, rq.territoire.id, personne.id)}
            doublons={await doublonsDe(rq, personne, personne.id)}
            cle={rq.key}
          />
        ),
      }),
  }),

  get('/personnes/:personne/modifier', {
    access,
    load,
    handle: async (rq, existante) => {
      const { prenom, nom, telephone, courriel, anneeNaissance, commune } = existante;
      const text = (value: string | number | null) => (value === null ? '' : String(value));
      const values = { prenom, nom: text(nom), telephone: text(telephone), courriel: text(courriel) };
      const state = blankForm({ ...values, anneeNaissance: text(anneeNaissance), commune: text(commune) });
      return page(await saisiePage(rq, { state, existante, pourRdv: '' }));
    },
  }),
  post('/personnes/:personne/modifier', {
    access,
    load,
    acte: 'modifier une fiche de personne',
    collecte: [PERSONNES],
    handle: enregistrer,
  }),

  get('/personnes/:personne/fusionner', {
    access,
    load,
    handle: async (rq, personne) => page(await fusionPage(rq, personne, blankForm())),
  }),
  post('/personnes/:personne/fusionner', {
    access,
    load,
    acte: 'réunir deux fiches',
    collecte: [PERSONNES],
    handle: reunir,
  }),
  post('/personnes/:personne/defusionner', {
    access,
    load,
    acte: 'défaire une réunion de fiches',
    collecte: 'rien',
    handle: defaire,
  }),

  post('/personnes/:personne/rattacher', {
    access,
    load,
    acte: 'rattacher un rendez-vous à une fiche',
    collecte: 'rien',
    handle: async (rq, { id }) => {
      const form = parseForm(rattacherForm, rq.form);
      if (!form.ok) return notFound();
      const done = await rattacher(rq.db, rq.territoire.id, id, form.data.pourRdv);
      return redirect(`/rendez-vous/${form.data.pourRdv}`, {
        flash: done
          ? 'Le rendez-vous est rattaché à cette fiche.'
          : phrase(PHRASES_FUSION, { refus: 'meme_permanence' }),
      });
    },
  }),
];
