import { formatDate } from '../../domain/date.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { isUuid } from '../../platform/http/idempotence.ts';
import { notFound, type PageContent, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { typedValue } from '../../ui/field.tsx';
import { blankForm, type FieldError, type FormState } from '../../ui/form-state.ts';
import { avecDemande, demandeSuivie } from '../demandes/suite.ts';
import { allStructures, lieuxDe } from '../structures/store.ts';
import { clausesProposees, clausesValues, conventionForm, readClausesSaisies } from './clauses-form.ts';
import { CONVENTIONS as DONNEES_CONVENTIONS } from './conservation.ts';
import {
  annulationForm,
  saisieDe,
  saisieDuType,
  saisies,
  saisiesPossibles,
  TITRES_SAISIE,
  type TypeSaisi,
} from './evenement-form.ts';
import { refusLieuConvenu } from './lieux-convenus.ts';
import { motifDesManquements } from './manquements/rules.ts';
import { citer, manquementsDe, reciter } from './manquements/store.ts';
import { findVersion, type VersionModele, versionsProposees } from './modeles/store.ts';
import { isCited } from './recit.ts';
import { refusDeSaisie } from './refus-saisie.ts';
import { type Annulation, type Evenement, evenementsEffectifs } from './rules.ts';
import { saisieProposee } from './saisie-proposee.ts';
import {
  type ConventionComplete,
  createConvention,
  loadConvention,
  lockConvention,
  nextReference,
  saveEvenements,
} from './store.ts';
import { NouvellePage } from './views-nouvelle.tsx';
import { AnnulerPage, EvenementPage } from './views-saisie.tsx';

const equipe = { equipe: true } as const;
const CONVENTIONS = { href: '/conventions', label: 'Conventions' } as const;

const idConvention = (rq: Rq) => rq.params['convention'] ?? '';
const load = (rq: Rq) => loadConvention(rq.db, rq.territoire.id, idConvention(rq));

function pathTo(convention: ConventionComplete) {
  return [CONVENTIONS, { href: `/conventions/${convention.id}`, label: convention.reference }];
}

async function structuresOuvertes(rq: Rq) {
  const all = await allStructures(rq.db, rq.territoire.id);
  return all.filter(({ fermeeLe }) => fermeeLe === null);
}

/** The version asked for, even one that another replaced while the form was being filled in; else the last published. */
async function choixDeVersion(rq: Rq, asked: string) {
  const versions = await versionsProposees(rq.db, rq.territoire.id);
  const version = (isUuid(asked) ? await findVersion(rq.db, rq.territoire.id, asked) : undefined) ?? versions[0];
  if (version === undefined) throw new Error('No version of a model is proposed');
  return { versions, version };
}

async function nouvellePage(
  rq: Rq,
  state: FormState,
  choix: { readonly versions: readonly VersionModele[]; readonly version: VersionModele },
): Promise<PageContent> {
  return {
    title: 'Nouvelle convention',
    breadcrumbs: [CONVENTIONS],
    body: (
      <NouvellePage
        state={state}
        structures={await structuresOuvertes(rq)}
        action={avecDemande('/conventions/nouvelle', rq.query)}
        cle={rq.key}
        {...choix}
      />
    ),
  };
}

async function createFromForm(rq: SignedRq): Promise<Reply> {
  const sent = parseForm(conventionForm, rq.form);
  const choix = await choixDeVersion(rq, typedValue(sent.state, 'modele'));
  const refuse = async (state: FormState, errors: readonly FieldError[] = []) =>
    refusal(await nouvellePage(rq, withErrors(state, errors), choix));
  if (!sent.ok) return refuse(sent.state);
  const read = readClausesSaisies(sent.data);
  const { structureId, reference, pointAccueil, note } = sent.data;
  const isOpen = (await structuresOuvertes(rq)).some(({ id }) => id === structureId);
  const errors: FieldError[] = isOpen
    ? []
    : [{ field: 'structureId', message: 'Choisissez la structure dans la liste.' }];
  const { version } = choix;
  if (sent.data.modele !== null && sent.data.modele !== version.id) {
    errors.push({ field: '', message: 'Ce modèle n’existe pas : choisissez-en un dans la liste.' });
  }
  if (!read.ok) return refuse(sent.state, [...errors, ...read.errors]);
  if (errors.length > 0) return refuse(sent.state, errors);
  const convention = { structureId, reference, pointAccueil, note, modele: version.cle, clauses: read.clauses };
  const created = await createConvention(rq.db, rq.territoire.id, convention, rq.compte.id);
  if ('constraint' in created) {
    return refuse(sent.state, [{ field: 'reference', message: 'Une autre convention porte déjà cette référence.' }]);
  }
  return redirect(demandeSuivie(rq.query) ?? `/conventions/${created.value}`, {
    flash: 'La convention est créée. Enregistrez maintenant les délibérations, puis les signatures.',
    objet: ['convention', created.value],
  });
}

/** The event to be replaced: recorded by a form, still counting, and nothing else rests on it. */
function remplacable(convention: ConventionComplete, id: string, type: TypeSaisi): Evenement | undefined {
  const target = evenementsEffectifs(convention.evenements).find((evenement) => evenement.id === id);
  if (target === undefined || isCited(convention.evenements, id)) return undefined;
  return saisieDuType(target, convention) === type ? target : undefined;
}

type Demande = { readonly type: TypeSaisi; readonly remplace: Evenement | undefined };

/** What the address or the form asks to record; undefined when it makes no sense. */
function readDemande(convention: ConventionComplete, read: (name: string) => string): Demande | undefined {
  const asked = read('type');
  const type = saisiesPossibles(convention).find((one) => one === asked);
  if (type === undefined) return undefined;
  const id = read('remplace');
  if (id === '') return { type, remplace: undefined };
  const remplace = isUuid(id) ? remplacable(convention, id, type) : undefined;
  return remplace && { type, remplace };
}

async function evenementPage(rq: Rq, convention: ConventionComplete, demande: Demande, state: FormState) {
  const lieux = await lieuxDe(rq.db, rq.territoire.id, convention.structureId);
  const options = lieux.map(({ id, nom, fermeLe }) => ({
    value: id,
    label: fermeLe === null ? nom : `${nom} (fermé le ${formatDate(fermeLe)})`,
  }));
  return {
    title: TITRES_SAISIE[demande.type],
    breadcrumbs: pathTo(convention),
    body: <EvenementPage convention={convention} lieux={options} state={state} cle={rq.key} {...demande} />,
  };
}

/** The breaches that a mise en demeure answers, when the address asks for them: its author, its motif, and which they are. */
async function manquementsACiter(
  rq: Rq,
  convention: ConventionComplete,
  type: TypeSaisi,
): Promise<Record<string, string>> {
  if (type !== 'mise_en_demeure' || !rq.query.has('manquements')) return {};
  const all = await manquementsDe(rq.db, rq.territoire.id, convention.id);
  const cites = all.filter((one) => one.reponduLe === null && one.miseEnDemeureId === null);
  if (cites.length === 0) return {};
  return {
    auteur: 'departement',
    motif: motifDesManquements(cites),
    manquements: cites.map(({ id }) => id).join(' '),
  };
}

async function record(rq: SignedRq, loaded: ConventionComplete): Promise<Reply> {
  // Whoever records on the same convention meanwhile waits here, then is checked against what the first wrote.
  const convention = await lockConvention(rq.db, rq.territoire.id, loaded.id);
  if (convention === undefined) return notFound();
  const demande = readDemande(convention, (name) => rq.form.values[name]?.[0] ?? '');
  if (demande === undefined) return notFound();
  const { type, remplace } = demande;
  const refuse = async (state: FormState) => refusal(await evenementPage(rq, convention, demande, state));
  const sent = saisies[type].read(rq.form);
  if (!sent.ok) return refuse(sent.state);
  const annulation: Annulation[] =
    remplace === undefined
      ? []
      : [
          {
            id: uuidv7(),
            type: 'annulation',
            evenementId: remplace.id,
            date: rq.today,
            motif: 'remplacé par un enregistrement corrigé.',
          },
        ];
  const before = { ...convention, evenements: [...convention.evenements, ...annulation] };
  const errors = [
    ...refusDeSaisie(before, sent.evenements, rq.today),
    ...refusLieuConvenu(await lieuxDe(rq.db, rq.territoire.id, convention.structureId), sent.evenements),
  ];
  if (errors.length > 0) return refuse(withErrors(sent.state, errors));
  await saveEvenements(rq.db, rq.territoire.id, convention.id, [...annulation, ...sent.evenements], rq.compte.id);
  const lettre = sent.evenements.find((evenement) => evenement.type === 'mise_en_demeure');
  if (lettre !== undefined) {
    if (remplace !== undefined) {
      await reciter(rq.db, rq.territoire.id, { annulee: remplace.id, remplacante: lettre.id });
    }
    // Breaches are those that our agents saw: a letter of the Bénéficiaire cites none.
    if (lettre.auteur === 'departement') {
      const ids = (rq.form.values['manquements']?.[0] ?? '').split(' ').filter(isUuid);
      await citer(rq.db, rq.territoire.id, { conventionId: convention.id, evenementId: lettre.id, ids });
    }
  }
  return redirect(`/conventions/${convention.id}#historique`, {
    flash: `${TITRES_SAISIE[type]} : c’est enregistré.`,
  });
}

const evenementVise = (convention: ConventionComplete, rq: Rq) =>
  convention.evenements.find(({ id }) => id === rq.params['evenement']);

function annulerPage(rq: Rq, convention: ConventionComplete, evenement: Evenement, state: FormState): PageContent {
  return {
    title: 'Annuler un enregistrement',
    breadcrumbs: pathTo(convention),
    body: <AnnulerPage convention={convention} evenement={evenement} state={state} cle={rq.key} />,
  };
}

async function cancel(rq: SignedRq, loaded: ConventionComplete): Promise<Reply> {
  const convention = await lockConvention(rq.db, rq.territoire.id, loaded.id);
  const evenement = convention && evenementVise(convention, rq);
  if (convention === undefined || evenement === undefined) return notFound();
  const sent = parseForm(annulationForm, rq.form);
  const refuse = (state: FormState) => refusal(annulerPage(rq, convention, evenement, state));
  if (!sent.ok) return refuse(sent.state);
  const { motif } = sent.data;
  const annulation: Annulation = {
    id: uuidv7(),
    type: 'annulation',
    evenementId: evenement.id,
    date: rq.today,
    motif,
  };
  const errors = refusDeSaisie(convention, [annulation], rq.today);
  if (errors.length > 0) return refuse(withErrors(sent.state, errors));
  await saveEvenements(rq.db, rq.territoire.id, convention.id, [annulation], rq.compte.id);
  await reciter(rq.db, rq.territoire.id, { annulee: evenement.id, remplacante: null });
  return redirect(`/conventions/${convention.id}#historique`, {
    flash: 'L’enregistrement est annulé : il reste lisible, et ne compte plus.',
  });
}

/** What the équipe technique writes: a convention, its events, their cancellations. */
export const saisieRoutes: readonly Route[] = [
  get('/conventions/nouvelle', {
    access: equipe,
    handle: async (rq) => {
      const reference = await nextReference(rq.db, rq.territoire.id, rq.today.year);
      const asked = rq.query.get('structure') ?? '';
      const structureId = (await structuresOuvertes(rq)).some(({ id }) => id === asked) ? asked : '';
      const choix = await choixDeVersion(rq, rq.query.get('modele') ?? '');
      const clauses = clausesValues(clausesProposees(choix.version.contenu.clauses, rq.today));
      return page(await nouvellePage(rq, blankForm({ ...clauses, structureId, reference, note: '' }), choix));
    },
  }),

  post('/conventions/nouvelle', {
    acte: 'ouvrir une convention',
    collecte: [DONNEES_CONVENTIONS],
    access: equipe,
    handle: createFromForm,
  }),

  get('/conventions/:convention/evenements/nouveau', {
    access: equipe,
    load,
    handle: async (rq, convention) => {
      const demande = readDemande(convention, (name) => rq.query.get(name) ?? '');
      if (demande === undefined) return notFound();
      const { type, remplace } = demande;
      const proposed = { ...saisieProposee(rq, convention, type), ...(await manquementsACiter(rq, convention, type)) };
      const state = blankForm(remplace === undefined ? proposed : saisieDe(remplace));
      return page(await evenementPage(rq, convention, demande, state));
    },
  }),

  post('/conventions/:convention/evenements/nouveau', {
    acte: 'enregistrer un événement de convention',
    collecte: [DONNEES_CONVENTIONS],
    access: equipe,
    load,
    handle: record,
  }),

  get('/conventions/:convention/evenements/:evenement/annuler', {
    access: equipe,
    load,
    handle: async (rq, convention) => {
      const evenement = evenementVise(convention, rq);
      if (evenement === undefined) return notFound();
      return page(annulerPage(rq, convention, evenement, blankForm()));
    },
  }),

  post('/conventions/:convention/evenements/:evenement/annuler', {
    acte: 'annuler un événement de convention',
    collecte: [DONNEES_CONVENTIONS],
    access: equipe,
    load,
    handle: cancel,
  }),
];
