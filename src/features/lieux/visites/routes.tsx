import type { Compte } from '../../../domain/compte.ts';
import { formatDate, parseDate } from '../../../domain/date.ts';
import { estAvant } from '../../../domain/periode.ts';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { file, notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { estSien, ficheDe, LISTE, lieuDemande, racine } from '../chemin.ts';
import { LIEUX, PHOTOS } from '../conservation.ts';
import { CRITERES_CODES } from '../rules.ts';
import { constatsDe, findLieu, type Lieu } from '../store.ts';
import { champRemarque, photoForm, visiteForm, visitePrevueForm } from './forms.ts';
import { lirePhoto, MAX_PHOTO_OCTETS, PHRASES_PHOTO } from './photo.ts';
import {
  deletePhoto,
  findPhoto,
  findVisite,
  lockVisite,
  octetsDePhoto,
  type Photo,
  photosDe,
  planVisite,
  type SaisieVisite,
  savePhoto,
  saveVisite,
  type Visite,
} from './store.ts';
import { PrevoirPage, RapportPage, RetirerPhotoPage, VisitePage } from './views.tsx';

const equipe = { equipe: true } as const;

type VisiteDuLieu = { readonly visite: Visite; readonly lieu: Lieu };
type PhotoDuLieu = { readonly photo: Photo; readonly lieu: Lieu };

/** Whoever may see the sheet of the lieu. */
const lecteurs = {
  equipe: true,
  agent: true,
  referent: (compte: Compte, { lieu }: { readonly lieu: Lieu }) => estSien(compte, lieu),
} as const;

async function loadVisite(rq: Rq): Promise<VisiteDuLieu | undefined> {
  const visite = await findVisite(rq.db, rq.territoire.id, rq.params['visite'] ?? '');
  const lieu = visite && (await findLieu(rq.db, rq.territoire.id, visite.lieuId));
  return visite && lieu && { visite, lieu };
}

async function loadPhoto(rq: Rq): Promise<PhotoDuLieu | undefined> {
  const photo = await findPhoto(rq.db, rq.territoire.id, rq.params['photo'] ?? '');
  const lieu = photo && (await findLieu(rq.db, rq.territoire.id, photo.lieuId));
  return photo && lieu && { photo, lieu };
}

function visitePage(rq: Rq, of: Lieu, state: FormState): PageContent {
  const title = 'Noter une visite';
  return { title, breadcrumbs: [LISTE, ficheDe(of)], body: <VisitePage lieu={of} state={state} cle={rq.key} /> };
}

/** What the fields do not see one by one. */
function refusVisite(values: FormState['values'], today: Temporal.PlainDate): FormState['errors'] {
  const jour = parseDate(String(values['constateLe'] ?? ''));
  const isFuture = !estRefus(jour) && estAvant(today, jour);
  const isEmpty = CRITERES_CODES.every((critere) => (values[critere] ?? '') === '');
  return [
    ...(isFuture ? [{ field: 'constateLe', message: 'La date de la visite ne peut pas être dans le futur.' }] : []),
    ...(isEmpty ? [{ field: CRITERES_CODES[0], message: 'Répondez oui ou non pour au moins un critère.' }] : []),
  ];
}

async function record(rq: SignedRq, of: Lieu): Promise<Reply> {
  const form = parseForm(visiteForm, rq.form);
  const errors = refusVisite(form.state.values, rq.today);
  if (!form.ok || errors.length > 0) {
    return refusal(visitePage(rq, of, withErrors(form.state, errors, visiteForm)));
  }
  const { constateLe: faiteLe, constatePar: faitePar, precision: remarque } = form.data;
  const answers = CRITERES_CODES.map((critere) => ({
    critere,
    answer: form.data[critere],
    said: form.data[champRemarque(critere)],
  }));
  const visite: SaisieVisite = {
    faiteLe,
    faitePar,
    remarque,
    constats: answers.flatMap(({ critere, answer, said: precision }) =>
      answer === null ? [] : [{ critere, satisfait: answer === 'oui', precision }],
    ),
    nonVus: Object.fromEntries(
      answers.flatMap(({ critere, answer, said }) => (answer === null && said !== null ? [[critere, said]] : [])),
    ),
  };
  const id = await saveVisite(rq.db, rq.territoire.id, { lieuId: of.id, visite, compteId: rq.compte.id });
  return redirect(`/visites/${id}`, {
    flash: 'La visite est notée. Ajoutez les photos que vous avez prises, s’il y en a.',
    objet: ['visite', id],
  });
}

function prevoirPage(rq: Rq, of: Lieu, state: FormState): PageContent {
  const title = 'Prévoir une visite';
  return { title, breadcrumbs: [LISTE, ficheDe(of)], body: <PrevoirPage lieu={of} state={state} cle={rq.key} /> };
}

async function plan(rq: SignedRq, of: Lieu): Promise<Reply> {
  const form = parseForm(visitePrevueForm, rq.form);
  if (!form.ok) return refusal(prevoirPage(rq, of, form.state));
  if (estAvant(form.data.visitePrevueLe, rq.today)) {
    const error = { field: 'visitePrevueLe', message: 'Choisissez aujourd’hui ou un jour à venir.' };
    return refusal(prevoirPage(rq, of, withErrors(form.state, [error], visitePrevueForm)));
  }
  await planVisite(rq.db, rq.territoire.id, of.id, form.data);
  return redirect(`/lieux/${of.id}/fiche`, {
    flash: `La visite est prévue le ${formatDate(form.data.visitePrevueLe)}.`,
  });
}

async function rapportPage(rq: SignedRq, { visite, lieu }: VisiteDuLieu, state: FormState): Promise<PageContent> {
  const constats = (await constatsDe(rq.db, rq.territoire.id, lieu.id)).filter((one) => one.visiteId === visite.id);
  return {
    title: `Visite du ${formatDate(visite.faiteLe)}`,
    breadcrumbs: [racine(rq), ficheDe(lieu)],
    body: (
      <RapportPage
        lieu={lieu}
        visite={visite}
        constats={constats}
        photos={await photosDe(rq.db, rq.territoire.id, visite.id)}
        state={state}
        cle={rq.key}
        peutAjouter={rq.compte.role === 'equipe'}
      />
    ),
  };
}

async function addPhoto(rq: SignedRq, of: VisiteDuLieu): Promise<Reply> {
  await lockVisite(rq.db, rq.territoire.id, of.visite.id);
  const form = parseForm(photoForm, rq.form);
  const sent = rq.form.files['photo'];
  const octets = new Uint8Array(sent === undefined ? [] : await sent.arrayBuffer());
  const dejaGardees = (await photosDe(rq.db, rq.territoire.id, of.visite.id)).length;
  const photo = lirePhoto(octets, dejaGardees);
  if (!form.ok || estRefus(photo)) {
    const errors = estRefus(photo) ? [{ field: 'photo', message: phrase(PHRASES_PHOTO, photo) }] : [];
    return refusal(await rapportPage(rq, of, withErrors(form.state, errors)));
  }
  const { type, bytes } = photo;
  const { legende } = form.data;
  await savePhoto(rq.db, rq.territoire.id, { visiteId: of.visite.id, type, octets: bytes, legende }, rq.compte.id);
  return redirect(`/visites/${of.visite.id}#photos`, {
    flash: 'La photo est gardée, sans l’endroit, l’heure ni l’appareil qu’elle portait.',
  });
}

function retirerPage(rq: SignedRq, { photo, lieu }: PhotoDuLieu): PageContent {
  return {
    title: 'Retirer la photo',
    breadcrumbs: [racine(rq), ficheDe(lieu)],
    body: <RetirerPhotoPage photo={photo} lieu={lieu} cle={rq.key} />,
  };
}

/** What was seen in a lieu: planned, noted, printed, with its photos. */
export const visitesRoutes: readonly Route[] = [
  get('/lieux/:lieu/visite', {
    access: equipe,
    load: lieuDemande,
    handle: async (rq, of) =>
      page(visitePage(rq, of, blankForm({ constateLe: rq.today.toString(), constatePar: rq.compte.nom }))),
  }),
  post('/lieux/:lieu/visite', {
    acte: 'noter la visite d’un lieu',
    collecte: [LIEUX],
    access: equipe,
    load: lieuDemande,
    handle: record,
  }),

  get('/lieux/:lieu/visite/prevoir', {
    access: equipe,
    load: lieuDemande,
    handle: async (rq, of) => {
      const visitePrevueLe = of.visitePrevueLe?.toString() ?? '';
      return page(
        prevoirPage(rq, of, blankForm({ visitePrevueLe, visitePrevuePar: of.visitePrevuePar ?? rq.compte.nom })),
      );
    },
  }),
  post('/lieux/:lieu/visite/prevoir', {
    acte: 'prévoir la visite d’un lieu',
    collecte: [LIEUX],
    access: equipe,
    load: lieuDemande,
    handle: plan,
  }),

  get('/visites/:visite', {
    access: lecteurs,
    load: loadVisite,
    collecte: [PHOTOS],
    handle: async (rq, of) => page(await rapportPage(rq, of, blankForm())),
  }),
  post('/visites/:visite/photos', {
    acte: 'ajouter une photo de visite',
    collecte: [PHOTOS],
    access: equipe,
    load: loadVisite,
    // Read before anybody is known to be signed in: a flood of them stops here.
    rythme: { fois: 120, minutes: 10 },
    // The picture, and what a form weighs around it.
    poids: MAX_PHOTO_OCTETS + 64 * 1024,
    handle: addPhoto,
  }),

  get('/photos/:photo', {
    access: lecteurs,
    load: loadPhoto,
    handle: async (rq, { photo }) => {
      const kept = await octetsDePhoto(rq.db, rq.territoire.id, photo.id);
      return kept === undefined
        ? notFound()
        : file({ bytes: kept.octets, type: kept.type, name: `photo-${photo.id}`, inline: true });
    },
  }),
  get('/photos/:photo/retirer', {
    access: equipe,
    load: loadPhoto,
    handle: async (rq, of) => page(retirerPage(rq, of)),
  }),
  post('/photos/:photo/retirer', {
    acte: 'retirer une photo de visite',
    collecte: 'rien',
    access: equipe,
    load: loadPhoto,
    handle: async (rq, { photo }) => {
      await deletePhoto(rq.db, rq.territoire.id, photo.id);
      return redirect(`/visites/${photo.visiteId}#photos`, { flash: 'La photo est effacée.' });
    },
  }),
];
