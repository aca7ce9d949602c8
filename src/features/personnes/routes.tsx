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
import { doublonsDe } from './doublons.ts';
import { personneForm, rattacherForm, rechercheForm } from './forms.ts';
import { fusionRoutes } from './fusion/routes.tsx';
import { fusionsDe } from './fusion/store.ts';
import { anneesPossibles, PHRASES_FUSION } from './rules.ts';
import {
  chercherPersonnes,
  findPersonne,
  type Personne,
  rattacher,
  rendezVousDePersonne,
  savePersonne,
  updatePersonne,
} from './store.ts';
import { suiviRoutes } from './suivi/routes.tsx';
import { litLesAccompagnements, suiviDe } from './suivi/rules.ts';
import { aidesDe, derniereAideDe, liensDe, personnesSuiviesPar } from './suivi/store.ts';
import { MiennesPage, type SuiviProps } from './suivi/views.tsx';
import { type Doublon, PersonnePage, RecherchePage, SaisiePage } from './views.tsx';

/** Those who receive, and nobody else: never the structure that lends its place, nor those who count. */
const access = { agent: true, equipe: true } as const;
const LISTE = { href: '/personnes', label: 'Personnes' } as const;

const load = (rq: Rq): Promise<Personne | undefined> =>
  findPersonne(rq.db, rq.territoire.id, rq.params['personne'] ?? '');
const pathOf = (id: string): string => `/personnes/${id}`;

/** Who follows the person, and what was done for those who may read it. */
async function suiviDePersonne(rq: SignedRq, personne: Personne): Promise<SuiviProps> {
  const { db, territoire, today } = rq;
  const agentId = rq.compte.role === 'agent' ? rq.compte.agentId : null;
  const isReader = agentId !== null && litLesAccompagnements(await liensDe(db, territoire.id, personne.id, agentId));
  const aides = isReader ? await aidesDe(db, territoire.id, personne.id) : null;
  return { personneId: personne.id, suivi: suiviDe(personne), agentId, today, aides, cleDe: randomUUID };
}

function recherchePage(rq: Rq, state: FormState, trouvees: readonly Personne[] | null): PageContent {
  return {
    title: 'Personnes',
    breadcrumbs: [{ href: '/rendez-vous', label: 'Rendez-vous' }],
    body: <RecherchePage state={state} cle={rq.key} trouvees={trouvees} isAgent={rq.compte?.role === 'agent'} />,
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
  get('/personnes', {
    access,
    handle: async (rq) => {
      const { agentId } = rq.compte;
      if (rq.query.get('miennes') !== '1' || agentId === null) return page(recherchePage(rq, blankForm(), null));
      const personnes = await personnesSuiviesPar(rq.db, rq.territoire.id, agentId);
      return page({
        title: 'Personnes que je suis',
        breadcrumbs: [LISTE],
        body: <MiennesPage personnes={personnes} />,
      });
    },
  }),

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
            suivi={await suiviDePersonne(rq, personne)}
            derniereAide={await derniereAideDe(rq.db, rq.territoire.id, personne.id)}
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

  ...fusionRoutes,
  ...suiviRoutes,

  post('/personnes/:personne/rattacher', {
    access,
    load,
    acte: 'rattacher un rendez-vous à une fiche',
    collecte: 'rien',
    handle: async (rq, { id, fusionneeDans }) => {
      const form = parseForm(rattacherForm, rq.form);
      if (!form.ok) return notFound();
      if (fusionneeDans !== null)
        return redirect(pathOf(id), { flash: phrase(PHRASES_FUSION, { refus: 'deja_fusionnee' }) });
      const done = await rattacher(rq.db, rq.territoire.id, id, form.data.pourRdv);
      return redirect(`/rendez-vous/${form.data.pourRdv}`, {
        flash: done
          ? 'Le rendez-vous est rattaché à cette fiche.'
          : phrase(PHRASES_FUSION, { refus: 'meme_permanence' }),
      });
    },
  }),
];
