import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { isUuid } from '../../../platform/http/idempotence.ts';
import { file, notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { typedValue } from '../../../ui/field.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { renderApercu } from './apercu.ts';
import { type Brouillon, libelleDe, saveBrouillon } from './brouillon/store.ts';
import { comparer } from './comparaison.ts';
import { ajouter, type ContenuModele, deplacer, nommer, trouver } from './contenu.ts';
import { ajoutForm, deplacementForm, TEXTE_RENDU } from './forms.ts';
import {
  ecriture,
  lireSaisie,
  type Piece,
  pieceClauses,
  pieceElement,
  pieceEntete,
  piecePreambule,
  refusNumero,
  refusTitre,
} from './pieces.ts';
import { disparu, loadBrouillon, pathTo, type Tenu, tenirBrouillon, urlDe } from './tenir.tsx';
import { BrouillonPage, derniereEcriture } from './views-brouillon.tsx';
import { ComparaisonPage } from './views-decision.tsx';
import { AjoutPage, type Destination, PiecePage } from './views-piece.tsx';

const equipe = { equipe: true } as const;

const cleElement = (rq: Rq): string => rq.params['element'] ?? '';

function piecePage(rq: Rq, brouillon: Brouillon, piece: Piece, state: FormState, conflit = false): PageContent {
  return {
    title: `Modifier : ${piece.nom}`,
    breadcrumbs: pathTo(brouillon),
    body: (
      <PiecePage brouillon={brouillon} piece={piece} action={rq.path} state={state} conflit={conflit} cle={rq.key} />
    ),
  };
}

async function save(rq: SignedRq, { modeleId }: Brouillon, contenu: ContenuModele): Promise<void> {
  await saveBrouillon(rq.db, rq.territoire.id, modeleId, contenu, { compteId: rq.compte.id, at: rq.now });
}

type Lire = (contenu: ContenuModele, rq: Rq) => Piece | undefined;

async function showPiece(rq: Rq, brouillon: Brouillon, lire: Lire): Promise<Reply> {
  const piece = lire(brouillon.contenu, rq);
  return piece === undefined ? notFound() : page(piecePage(rq, brouillon, piece, blankForm(piece.values)));
}

const CONFLIT = 'Quelqu’un a changé cela entre-temps : comparez les deux textes avant d’enregistrer le vôtre.';

async function writePiece(rq: SignedRq, tenu: Tenu, lire: Lire): Promise<Reply> {
  const { brouillon } = tenu;
  if (brouillon === null) return disparu(rq, tenu);
  const piece = lire(brouillon.contenu, rq);
  if (piece === undefined) return elementRetire(rq, brouillon);
  const { state, contenu } = piece.ecrire(rq.form);
  const conflit = typedValue(state, 'vue') !== piece.vue;
  if (conflit) {
    const told = withErrors(state, [{ field: '', message: CONFLIT }]);
    return refusal(piecePage(rq, brouillon, piece, told, true));
  }
  if (contenu === null) return refusal(piecePage(rq, brouillon, piece, state));
  await save(rq, brouillon, contenu);
  const anchor = piece.champs === 'element' ? `#e-${cleElement(rq)}` : piece.champs === 'clauses' ? '#clauses' : '';
  return redirect(`${urlDe(brouillon)}${anchor}`, { flash: `${piece.nom} : c’est enregistré dans le brouillon.` });
}

/** An article that somebody removed while another wrote in it: the text can be added again. */
function elementRetire(rq: Rq, brouillon: Brouillon): Reply {
  const sent = parseForm(ajoutForm.omit({ dans: true }), rq.form, TEXTE_RENDU);
  const message = `Ce texte a été retiré du brouillon ${derniereEcriture(brouillon)}. Ce que vous aviez écrit est gardé : ajoutez-le, ou renoncez.`;
  const state = withErrors({ ...sent.state, errors: [] }, [{ field: '', message }]);
  return refusal(ajoutPage(rq, brouillon, { dans: 'articles', nom: 'Ajouter un article' }, state));
}

function ajoutPage(rq: Rq, brouillon: Brouillon, destination: Destination, state: FormState): PageContent {
  return {
    title: destination.nom,
    breadcrumbs: pathTo(brouillon),
    body: <AjoutPage brouillon={brouillon} destination={destination} state={state} cle={rq.key} />,
  };
}

/** Where something is added, as the address or the form says it; undefined when there is no such place. */
function destinationDe(contenu: ContenuModele, dans: string): Destination | undefined {
  if (dans === 'articles') return { dans, nom: 'Ajouter un article' };
  if (dans === 'annexes') return { dans, nom: 'Ajouter une annexe' };
  const place = isUuid(dans) ? trouver(contenu, dans) : undefined;
  if (place === undefined || place.parent !== null) return undefined;
  return { dans, nom: `Ajouter une partie : ${nommer(place)}` };
}

async function add(rq: SignedRq, tenu: Tenu): Promise<Reply> {
  const { brouillon } = tenu;
  if (brouillon === null) return disparu(rq, tenu);
  const { contenu } = brouillon;
  const sent = parseForm(ajoutForm, rq.form, TEXTE_RENDU);
  const asked = destinationDe(contenu, typedValue(sent.state, 'dans'));
  const destination = asked ?? { dans: 'articles', nom: 'Ajouter un article' };
  const refuse = (state: FormState) => refusal(ajoutPage(rq, brouillon, destination, state));
  if (asked === undefined) {
    const message =
      'L’article où ajouter cette partie a été retiré du brouillon : ajoutez-la comme article, ou renoncez.';
    return refuse(withErrors({ ...sent.state, errors: [] }, [{ field: '', message }]));
  }
  if (!sent.ok) return refuse(sent.state);
  const { numero, titre } = sent.data;
  const read = lireSaisie(sent.state, sent.data.texte);
  const cle = uuidv7();
  const element = { cle, numero, titre, blocs: read.blocs, parties: [] };
  const place = asked.dans === 'articles' || asked.dans === 'annexes' ? asked.dans : { cle: asked.dans };
  const freres = typeof place === 'string' ? contenu[place] : (trouver(contenu, place.cle)?.element.parties ?? []);
  const written = ecriture(sent.state, ajouter(contenu, place, element), [
    ...refusNumero(numero, freres, null),
    ...refusTitre('titre', titre),
    ...read.errors,
  ]);
  if (written.contenu === null) return refuse(written.state);
  await save(rq, brouillon, written.contenu);
  return redirect(`${urlDe(brouillon)}#e-${cle}`, { flash: 'C’est ajouté au brouillon.' });
}

async function move(rq: SignedRq, tenu: Tenu): Promise<Reply> {
  const { brouillon } = tenu;
  if (brouillon === null) return disparu(rq, tenu);
  const sent = parseForm(deplacementForm, rq.form);
  const [sens, cle = ''] = sent.ok ? sent.data.deplacement.split('/') : [];
  if (sens !== 'avant' && sens !== 'apres') return notFound();
  const contenu = deplacer(brouillon.contenu, cle, sens);
  if (trouver(contenu, cle) === undefined) {
    return redirect(urlDe(brouillon), { flash: 'Cet article n’est plus dans le brouillon.' });
  }
  await save(rq, brouillon, contenu);
  return redirect(`${urlDe(brouillon)}#e-${cle}`, { flash: 'C’est déplacé.' });
}

/** The two routes of one piece of a draft. */
function piece(path: string, acte: string, lire: Lire): readonly Route[] {
  return [
    get(path, { access: equipe, load: loadBrouillon, handle: (rq, brouillon) => showPiece(rq, brouillon, lire) }),
    post(path, {
      access: equipe,
      load: tenirBrouillon,
      acte,
      collecte: 'rien',
      handle: (rq, tenu) => writePiece(rq, tenu, lire),
    }),
  ];
}

const BROUILLON = '/modeles/:modele/brouillon';

/** A draft, article by article. */
export const brouillonRoutes: readonly Route[] = [
  get(BROUILLON, {
    access: equipe,
    load: loadBrouillon,
    handle: async (rq, brouillon) =>
      page({
        title: `Brouillon : ${brouillon.modeleNom}`,
        breadcrumbs: pathTo(brouillon).slice(0, 2),
        body: <BrouillonPage brouillon={brouillon} cle={rq.key} />,
      }),
  }),

  get(`${BROUILLON}/apercu.pdf`, {
    access: equipe,
    load: loadBrouillon,
    handle: async (rq, brouillon) => {
      const bytes = await renderApercu(brouillon.contenu, `${libelleDe(brouillon)}, brouillon`, rq);
      return file({ bytes, type: 'application/pdf', name: 'apercu-du-brouillon.pdf', inline: true });
    },
  }),

  get(`${BROUILLON}/comparaison`, {
    access: equipe,
    load: loadBrouillon,
    handle: async (_, brouillon) =>
      page({
        title: 'Ce qui a changé',
        breadcrumbs: pathTo(brouillon),
        body: (
          <ComparaisonPage brouillon={brouillon} differences={comparer(brouillon.origine.contenu, brouillon.contenu)} />
        ),
      }),
  }),

  ...piece(`${BROUILLON}/entete`, 'modifier le titre d’un modèle', pieceEntete),
  ...piece(`${BROUILLON}/preambule`, 'modifier le préambule d’un modèle', piecePreambule),
  ...piece(`${BROUILLON}/parametres`, 'modifier les clauses d’un modèle', pieceClauses),
  ...piece(`${BROUILLON}/elements/:element`, 'modifier un article d’un modèle', (contenu, rq) =>
    pieceElement(contenu, cleElement(rq)),
  ),

  get(`${BROUILLON}/ajouter`, {
    access: equipe,
    load: loadBrouillon,
    handle: async (rq, brouillon) => {
      const destination = destinationDe(brouillon.contenu, rq.query.get('dans') ?? 'articles');
      return destination === undefined ? notFound() : page(ajoutPage(rq, brouillon, destination, blankForm()));
    },
  }),
  post(`${BROUILLON}/ajouter`, {
    access: equipe,
    load: tenirBrouillon,
    acte: 'ajouter un article à un modèle',
    collecte: 'rien',
    handle: add,
  }),
  post(`${BROUILLON}/deplacer`, {
    access: equipe,
    load: tenirBrouillon,
    acte: 'déplacer un article d’un modèle',
    collecte: 'rien',
    handle: move,
  }),
];
