import type { Compte } from '../../../domain/compte.ts';
import type { TypeActivite } from '../../../domain/nomenclatures.ts';
import { isUuid } from '../../../platform/http/idempotence.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { SAISIES } from '../conservation.ts';
import { auteurDe, envoiDe, erreursDe } from '../envoyer.ts';
import { choixDe } from '../fiche/choix.ts';
import { attendusDeSeance } from '../fiche/store.ts';
import { recevoir } from '../reception/recevoir.ts';
import { mandatsConnus, personnesConnues } from '../reception/store.ts';
import { type Accompagnement, findAccompagnement, findSeance, type SeanceAgent, seancesAgent } from '../store.ts';
import { direSupprime, type Supprime, supprimeDe, versHistorique } from '../supprime.tsx';
import { adresseRetour, estCoordination, LISTE, NOUVEAU } from './adresses.ts';
import { choixDuCadre } from './choix.ts';
import { envoyer, type Impose, type Refusee } from './envoi.ts';
import { etatDe, etatInitial, etatRefait } from './etat.ts';
import { listeRoutes } from './liste/routes.tsx';
import { ChoixPage, SaisiePage, SupprimerPage } from './views.tsx';

const AGENDA = { href: '/agenda', label: 'Mon agenda' } as const;

const agent = { agent: true } as const;
/** The agent's own, and nobody else's. */
const sien = { agent: (compte: Compte, objet: { readonly agentId: string }) => objet.agentId === compte.agentId };

const TITRES: Readonly<Record<TypeActivite, string>> = {
  Individuel: 'Noter un accompagnement hors séance',
  Collectif: 'Noter un atelier',
  Evenement: 'Noter un évènement',
  Partenariat: 'Noter un partenariat',
  Animation: 'Noter une animation',
};
const TITRES_CORRIGER: Readonly<Record<TypeActivite, string>> = {
  Individuel: 'Modifier l’accompagnement',
  Collectif: 'Modifier l’atelier',
  Evenement: 'Modifier l’évènement',
  Partenariat: 'Modifier le partenariat',
  Animation: 'Modifier l’animation',
};
const NOTES: Readonly<Record<TypeActivite, string>> = {
  Individuel: 'L’accompagnement est noté.',
  Collectif: 'L’atelier est noté.',
  Evenement: 'L’évènement est noté.',
  Partenariat: 'Le partenariat est noté.',
  Animation: 'L’animation est notée.',
};

type Ecran = {
  readonly type: TypeActivite;
  readonly state: FormState;
  readonly seance: SeanceAgent | null;
  readonly existing?: Accompagnement | undefined;
  readonly communesPossibles?: Refusee['communesPossibles'];
};

async function saisiePage(rq: SignedRq, ecran: Ecran): Promise<PageContent> {
  const { type, state, seance, existing, communesPossibles = [] } = ecran;
  const title = existing === undefined ? TITRES[type] : TITRES_CORRIGER[type];
  const binomeId = existing?.binomeId ?? '';
  const agentId = rq.compte.agentId ?? '';
  const choix = await choixDuCadre(rq, agentId, { enSeance: seance !== null, binomeId });
  const jour = existing?.jour ?? rq.today;
  const attendus = seance === null ? [] : await attendusDeSeance(rq.db, rq.territoire.id, seance.id);
  const liens =
    type === 'Individuel'
      ? await choixDe(rq, { agentId, seanceId: seance?.id ?? null, jour, id: existing?.id }, state, attendus)
      : undefined;
  const isNewOutside = existing === undefined && seance === null;
  return {
    title,
    breadcrumbs: [
      ...(seance === null ? [LISTE] : [AGENDA, { href: `/seances/${seance.id}`, label: seance.endroit }]),
      ...(isNewOutside ? [NOUVEAU] : []),
    ],
    body: (
      <SaisiePage
        title={title}
        type={type}
        state={state}
        choix={{ ...choix, communesPossibles }}
        liens={liens}
        seance={seance}
        action={rq.path}
        retour={isNewOutside ? NOUVEAU.href : adresseRetour(seance?.id ?? null)}
        cle={rq.key}
        base={existing === undefined ? null : (existing.versionId ?? '')}
        supprimer={existing === undefined ? null : `${rq.path}/supprimer`}
      />
    ),
  };
}

/** The mandat and the person that the address names (`?mandat=`, `?personne=`), when this agent may link help to them. */
async function liensDemandes(rq: SignedRq): Promise<FormState['values']> {
  const asked = (name: string) => [rq.query.get(name) ?? ''].filter(isUuid);
  const { db, territoire } = rq;
  const [mandat] = await mandatsConnus(db, territoire.id, rq.compte.agentId ?? '', asked('mandat'));
  const [personne] = (await personnesConnues(db, territoire.id, asked('personne'))).values();
  return { ...(mandat === undefined ? {} : { mandat }), ...(personne === undefined ? {} : { personne }) };
}

/** An empty form, or the answers of one of the agent's own records of that kind, to be noted again (`?de=`). */
async function nouvellePage(rq: SignedRq, type: TypeActivite, seance: SeanceAgent | null): Promise<Reply> {
  const asked = rq.query.get('de') ?? '';
  const found = isUuid(asked) ? await findAccompagnement(rq.db, rq.territoire.id, asked) : undefined;
  const isOwn = found !== undefined && found.agentId === rq.compte.agentId && found.typeActivite === type;
  const ou = rq.query.get('ou') ?? '';
  const values = isOwn ? await etatRefait(rq, found) : etatInitial(type, { seance, ou, today: rq.today });
  const liens = type === 'Individuel' ? await liensDemandes(rq) : {};
  return page(await saisiePage(rq, { type, state: blankForm({ ...values, ...liens }), seance }));
}

async function noter(
  rq: SignedRq,
  { type, seanceId }: Impose,
  seance: SeanceAgent | null,
  encore?: string,
): Promise<Reply> {
  const refusee = await envoyer(rq, { type, seanceId });
  if (refusee !== null) return refusal(await saisiePage(rq, { type: type ?? 'Evenement', seance, ...refusee }));
  const another = encore !== undefined && rq.form.values['suite']?.[0] === 'autre';
  return redirect(another ? encore : adresseRetour(seanceId), { flash: NOTES[type ?? 'Evenement'] });
}

function supprimerPage(rq: Rq, accompagnement: Accompagnement, errors: FormState['errors'] = []): PageContent {
  const corriger = `/accompagnements/${accompagnement.id}/corriger`;
  return {
    title: 'Supprimer définitivement ?',
    breadcrumbs: [LISTE, { href: corriger, label: TITRES_CORRIGER[accompagnement.typeActivite] }],
    body: (
      <SupprimerPage
        accompagnement={accompagnement}
        state={{ values: {}, errors }}
        action={`${corriger}/supprimer`}
        retour={corriger}
        cle={rq.key}
      />
    ),
  };
}

const laSeance = (rq: Rq) => findSeance(rq.db, rq.territoire.id, rq.params['seance'] ?? '');
const leSien = (rq: Rq) => findAccompagnement(rq.db, rq.territoire.id, rq.params['accompagnement'] ?? '');

const leSienOuSupprime = async (rq: Rq): Promise<Accompagnement | Supprime | undefined> =>
  (await leSien(rq)) ?? supprimeDe(rq);

/** The séance of a record, when it has one. */
async function seanceDe(rq: Rq, { seanceId }: Accompagnement): Promise<SeanceAgent | null> {
  return seanceId === null ? null : ((await findSeance(rq.db, rq.territoire.id, seanceId)) ?? null);
}

const ecrire = { access: agent, collecte: SAISIES } as const;

export const autresRoutes: readonly Route[] = [
  ...listeRoutes,

  get(NOUVEAU.href, {
    access: agent,
    handle: async (rq) => {
      const jour = { du: rq.today, au: rq.today };
      const seances = await seancesAgent(rq.db, rq.territoire.id, rq.compte.agentId ?? '', jour);
      const open = seances.filter(({ statut }) => statut === 'prevue');
      return page({ title: NOUVEAU.label, breadcrumbs: [LISTE], body: <ChoixPage seances={open} /> });
    },
  }),

  get('/accompagnements/nouveau/individuel', {
    access: agent,
    handle: async (rq) => nouvellePage(rq, 'Individuel', null),
  }),
  post('/accompagnements/nouveau/individuel', {
    ...ecrire,
    acte: 'noter un accompagnement hors séance',
    handle: async (rq) =>
      noter(rq, { type: 'Individuel', seanceId: null }, null, '/accompagnements/nouveau/individuel'),
  }),

  get('/accompagnements/nouveau/atelier', {
    access: agent,
    handle: async (rq) => nouvellePage(rq, 'Collectif', null),
  }),
  post('/accompagnements/nouveau/atelier', {
    ...ecrire,
    acte: 'noter un atelier',
    handle: async (rq) => noter(rq, { type: 'Collectif', seanceId: null }, null),
  }),

  get('/accompagnements/nouveau/coordination', {
    access: agent,
    handle: async (rq) => {
      const type = rq.query.get('type');
      return estCoordination(type) ? nouvellePage(rq, type, null) : redirect(NOUVEAU.href);
    },
  }),
  post('/accompagnements/nouveau/coordination', {
    ...ecrire,
    acte: 'noter une action de coordination',
    handle: async (rq) => {
      const type = rq.form.values['typeActivite']?.[0];
      return noter(rq, { type: estCoordination(type) ? type : null, seanceId: null }, null);
    },
  }),

  get('/seances/:seance/atelier/nouveau', {
    access: sien,
    load: laSeance,
    handle: async (rq, of) => nouvellePage(rq, 'Collectif', of),
  }),
  post('/seances/:seance/atelier/nouveau', {
    access: sien,
    load: laSeance,
    collecte: SAISIES,
    acte: 'noter un atelier',
    handle: async (rq, of) => noter(rq, { type: 'Collectif', seanceId: of.id }, of),
  }),

  get('/accompagnements/:accompagnement/corriger', {
    access: sien,
    load: leSienOuSupprime,
    handle: async (rq, of) => {
      if ('supprime' in of) return versHistorique(of);
      const state = blankForm(await etatDe(rq, of));
      return page(await saisiePage(rq, { type: of.typeActivite, state, seance: await seanceDe(rq, of), existing: of }));
    },
  }),
  post('/accompagnements/:accompagnement/corriger', {
    access: sien,
    load: leSienOuSupprime,
    collecte: SAISIES,
    acte: 'corriger un accompagnement',
    handle: async (rq, of) => {
      if ('supprime' in of) return direSupprime(rq, of);
      const { typeActivite: type, seanceId } = of;
      const refusee = await envoyer(rq, { type, seanceId }, of);
      if (refusee === null) return redirect(adresseRetour(seanceId), { flash: 'La modification est enregistrée.' });
      return refusal(await saisiePage(rq, { type, seance: await seanceDe(rq, of), existing: of, ...refusee }));
    },
  }),

  get('/accompagnements/:accompagnement/corriger/supprimer', {
    access: sien,
    load: leSien,
    handle: async (rq, of) => page(supprimerPage(rq, of)),
  }),
  post('/accompagnements/:accompagnement/corriger/supprimer', {
    access: sien,
    load: leSien,
    collecte: 'rien',
    acte: 'supprimer un accompagnement',
    handle: async (rq, of) => {
      const envoi = envoiDe(rq, 'supprimer', of);
      const [reponse] = await recevoir(rq.db, rq.territoire.id, auteurDe(rq), [envoi], rq);
      const errors = erreursDe(reponse);
      if (errors !== null) return refusal(supprimerPage(rq, of, errors));
      return redirect(adresseRetour(of.seanceId), { flash: 'La suppression est faite.' });
    },
  }),
];
