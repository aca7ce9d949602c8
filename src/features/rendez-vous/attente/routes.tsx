import type { Compte } from '../../../domain/compte.ts';
import { phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { isUuid } from '../../../platform/http/idempotence.ts';
import type { Rythme } from '../../../platform/http/limits.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FieldError, type FormState } from '../../../ui/form-state.ts';
import { COURRIELS } from '../../courriels/conservation.ts';
import { SMS } from '../../sms/conservation.ts';
import { chezDe, type RendezVousOptions } from '../chemin.ts';
import { jetonDe } from '../code.ts';
import { RENDEZ_VOUS } from '../conservation.ts';
import { listMotifs } from '../motifs/store.ts';
import { cookieDuTicket } from '../publique/preuve.ts';
import { PHRASES_JOINDRE, verifierJoindre } from '../rules/joindre.ts';
import { findRendezVous } from '../store.ts';
import { attenteForm, reponseForm } from './forms.ts';
import { inscrire } from './inscrire.ts';
import { tenueDe, tenueDuJeton } from './places/store.ts';
import { accepterPlace, laisserPlace, retirerAttente } from './proposer.ts';
import { PHRASES_ATTENTE, verifierDates } from './rules.ts';
import { type Attente, attendDeja, attenteDuJeton, attentesOuvertes, findAttente, lieuxOuLonAttend } from './store.ts';
import { attenteOuverte, cookieDeLAttente } from './ticket.ts';
import {
  AttentePage,
  InscriptionPage,
  InscritPage,
  ListePage,
  PlaceLaisseePage,
  PlacePage,
  PlacePartiePage,
  RetireePage,
} from './views.tsx';

/** Links are opened, never tried by hundreds; and nobody waits in ten places an hour. */
const RYTHME_LIEN: Rythme = { fois: 30, minutes: 15 };
/** Links that only show: one address may stand for all the telephones of an operator. */
const RYTHME_LECTURE: Rythme = { fois: 120, minutes: 10 };
const RYTHME_INSCRIPTION: Rythme = { fois: 20, minutes: 60 };
const JOURS_D_AVANCE = 30;

const estDeLaMaison = (compte: Compte | undefined): boolean => compte?.role === 'agent' || compte?.role === 'equipe';

async function inscriptionPage(rq: Rq, state: FormState): Promise<PageContent> {
  const lieux = await lieuxOuLonAttend(rq.db, rq.territoire.id, rq.today);
  const motifs = await listMotifs(rq.db, rq.territoire.id);
  const tiers = estDeLaMaison(rq.compte);
  const open = motifs.filter(({ actif, ouvertA }) => actif && (tiers || ouvertA.includes('public')));
  const body = (
    <InscriptionPage
      state={state}
      cle={rq.key}
      lieux={lieux.map(({ id, nom }) => ({ value: id, label: nom }))}
      motifs={open.map(({ id, nom }) => ({ value: id, label: nom }))}
      tiers={tiers}
    />
  );
  return { title: 'Liste d’attente', body };
}

/** What the database alone can say of what was chosen. */
async function erreursDesChoix(
  rq: Rq,
  { attenteLieu, motifId }: { readonly attenteLieu: string; readonly motifId: string },
): Promise<readonly FieldError[]> {
  const lieux = await lieuxOuLonAttend(rq.db, rq.territoire.id, rq.today);
  const motif = (await listMotifs(rq.db, rq.territoire.id)).find(({ id }) => id === motifId);
  const isOpen = motif?.actif === true && (estDeLaMaison(rq.compte) || motif.ouvertA.includes('public'));
  return [
    ...(lieux.some(({ id }) => id === attenteLieu)
      ? []
      : [{ field: 'attenteLieu', message: 'Choisissez le lieu dans la liste.' }]),
    ...(isOpen ? [] : [{ field: 'motifId', message: 'Choisissez le type de rendez-vous dans la liste.' }]),
  ];
}

async function inscrireSurLaListe(rq: Rq, options: RendezVousOptions): Promise<Reply> {
  const form = parseForm(attenteForm, rq.form);
  if (!form.ok) return refusal(await inscriptionPage(rq, form.state));
  const { attenteLieu: lieuId, motifId, attenteDu: du, attenteAu: au, attenteMoment: moment, ...who } = form.data;
  const dates = verifierDates({ du, au }, rq.today);
  const joindre = verifierJoindre(who);
  const errors: FieldError[] = [
    ...(await erreursDesChoix(rq, form.data)),
    ...(dates === null ? [] : [{ field: 'attenteAu', message: phrase(PHRASES_ATTENTE, dates) }]),
    ...('refus' in joindre ? [{ field: joindre.champ, message: phrase(PHRASES_JOINDRE, joindre) }] : []),
  ];
  if (errors.length > 0 || 'refus' in joindre)
    return refusal(await inscriptionPage(rq, withErrors(form.state, errors, attenteForm)));
  const saisie = { lieuId, motifId, du, au, moment, ...who, prevenir: joindre.prevenir };
  if (await attendDeja(rq.db, rq.territoire.id, saisie)) {
    const message = phrase(PHRASES_ATTENTE, { refus: 'deja' });
    return refusal(await inscriptionPage(rq, withErrors(form.state, [{ field: 'prenom', message }])));
  }
  const createdBy = estDeLaMaison(rq.compte) ? (rq.compte?.id ?? null) : null;
  const id = await inscrire(rq.db, chezDe(rq, options), saisie, createdBy);
  return redirect('/attente/inscrite', {
    cookies: [cookieDeLAttente(options, rq.now, id)],
    objet: ['attente', id],
  });
}

const jetonTape = (rq: Rq): string => {
  const jeton = rq.form.values['jeton']?.[0] ?? '';
  return isUuid(jeton) ? jeton : '';
};

const PARTIE: PageContent = { title: 'Cette place n’est plus proposée', body: <PlacePartiePage /> };

/** The page of a place that is offered; the same for one that no longer is and for one that never was. */
async function placePage(rq: Rq, jeton: string, state: FormState = blankForm()): Promise<PageContent | undefined> {
  const tenue = await tenueDuJeton(rq.db, rq.territoire.id, jeton);
  const { tenuJusqua = null } = tenue ?? {};
  const isOffered = tenue?.statut === 'tenu' && tenuJusqua !== null && Temporal.Instant.compare(tenuJusqua, rq.now) > 0;
  const rdv = isOffered ? await findRendezVous(rq.db, rq.territoire.id, tenue.id) : undefined;
  if (rdv === undefined) return undefined;
  return {
    title: 'Une place se libère',
    body: <PlacePage rdv={rdv} tenuJusqua={tenuJusqua} jeton={jeton} state={state} cle={rq.key} />,
  };
}

async function repondre(rq: Rq, options: RendezVousOptions): Promise<Reply> {
  const jeton = jetonTape(rq);
  const form = parseForm(reponseForm, rq.form);
  if (!form.ok) {
    const again = await placePage(rq, jeton, form.state);
    return again === undefined ? page(PARTIE, 404) : refusal(again);
  }
  const tenue = await tenueDuJeton(rq.db, rq.territoire.id, jeton);
  if (tenue === undefined) return page(PARTIE, 404);
  const chez = chezDe(rq, options);
  const objet = ['rendezvous', tenue.id] as const;
  if (form.data.reponsePlace === 'accepte') {
    if (!(await accepterPlace(rq.db, chez, tenue.id))) return page(PARTIE, 404);
    return redirect('/mon-rendez-vous/ticket?nouveau=oui', {
      cookies: [cookieDuTicket(options, rq.now, tenue.id)],
      objet,
    });
  }
  const attendEncore = form.data.reponsePlace === 'laisse';
  if (!(await laisserPlace(rq.db, chez, tenue.id, { attendEncore }))) return page(PARTIE, 404);
  return redirect('/place/laissee', { objet });
}

async function retirerParLien(rq: Rq, options: RendezVousOptions): Promise<Reply> {
  const attente = await attenteDuJeton(rq.db, rq.territoire.id, jetonTape(rq));
  if (attente === undefined) return page(PARTIE, 404);
  await retirer(rq, options, attente);
  return redirect('/attente/retiree', { objet: ['attente', attente.id] });
}

async function retirer(rq: Rq, options: RendezVousOptions, attente: Attente): Promise<void> {
  if (attente.statut !== 'en_attente' && attente.statut !== 'propose') return;
  const tenue = await tenueDe(rq.db, rq.territoire.id, attente.id);
  await retirerAttente(rq.db, chezDe(rq, options), attente.id, tenue ?? null);
}

/** The agent whose lieux are listed; all of them for the équipe technique. */
const desLieuxDe = ({ compte, today }: SignedRq) =>
  compte.role === 'agent' && compte.agentId !== null ? { agentId: compte.agentId, today } : null;

const maison = { agent: true, equipe: true } as const;

export function attenteRoutes(options: RendezVousOptions): readonly Route[] {
  const duLien = (rq: Rq, name: string) => {
    const jeton = rq.params[name] ?? '';
    return isUuid(jeton) ? jeton : '';
  };
  return [
    get('/attente', {
      access: maison,
      handle: async (rq) =>
        page({
          title: 'Liste d’attente',
          breadcrumbs: [{ href: '/rendez-vous', label: 'Rendez-vous' }],
          body: <ListePage attentes={await attentesOuvertes(rq.db, rq.territoire.id, desLieuxDe(rq))} cle={rq.key} />,
        }),
    }),

    get('/attente/nouvelle', {
      access: 'public',
      handle: async (rq) => {
        const attenteDu = rq.today.toString();
        const attenteAu = rq.today.add({ days: JOURS_D_AVANCE }).toString();
        const [lieu, motif] = [rq.query.get('lieu') ?? '', rq.query.get('motif') ?? ''];
        const values = {
          attenteDu,
          attenteAu,
          attenteLieu: isUuid(lieu) ? lieu : '',
          motifId: isUuid(motif) ? motif : '',
        };
        return page(await inscriptionPage(rq, blankForm(values)));
      },
    }),

    post('/attente/nouvelle', {
      access: 'public',
      rythme: RYTHME_INSCRIPTION,
      acte: 's’inscrire sur la liste d’attente',
      collecte: [RENDEZ_VOUS, SMS, COURRIELS],
      handle: (rq) => inscrireSurLaListe(rq, options),
    }),

    get('/attente/inscrite', {
      access: 'public',
      handle: async (rq) => {
        const id = attenteOuverte(rq, options);
        const attente = id === undefined ? undefined : await findAttente(rq.db, rq.territoire.id, id);
        if (attente === undefined) return redirect('/attente/nouvelle');
        return page({ title: 'Vous êtes sur la liste d’attente', body: <InscritPage attente={attente} /> });
      },
    }),

    get('/attente/retiree', {
      access: 'public',
      handle: async () => page({ title: 'C’est noté', body: <RetireePage /> }),
    }),

    post('/attente/retirer', {
      access: 'public',
      rythme: RYTHME_LIEN,
      anonyme: true,
      acte: 'quitter la liste d’attente',
      collecte: 'rien',
      handle: (rq) => retirerParLien(rq, options),
    }),

    get('/attente/:lienattente', {
      access: 'public',
      rythme: RYTHME_LECTURE,
      load: (rq) => attenteDuJeton(rq.db, rq.territoire.id, duLien(rq, 'lienattente')),
      handle: async (rq, attente) =>
        page({
          title: 'Votre attente',
          body: <AttentePage attente={attente} jeton={jetonDe(options.coffre, attente.id)} cle={rq.key} />,
        }),
    }),

    post('/attente/:attente/retirer', {
      access: maison,
      load: (rq) => findAttente(rq.db, rq.territoire.id, rq.params['attente'] ?? ''),
      acte: 'retirer de la liste d’attente',
      collecte: 'rien',
      handle: async (rq, attente) => {
        await retirer(rq, options, attente);
        return redirect('/attente', { flash: 'La personne n’est plus sur la liste.' });
      },
    }),

    post('/place', {
      access: 'public',
      rythme: RYTHME_LIEN,
      anonyme: true,
      acte: 'répondre à une place proposée',
      collecte: 'rien',
      handle: (rq) => repondre(rq, options),
    }),

    get('/place/laissee', {
      access: 'public',
      handle: async () => page({ title: 'C’est noté', body: <PlaceLaisseePage /> }),
    }),

    get('/place/:lienplace', {
      access: 'public',
      rythme: RYTHME_LECTURE,
      load: (rq) => tenueDuJeton(rq.db, rq.territoire.id, duLien(rq, 'lienplace')),
      handle: async (rq) => page((await placePage(rq, duLien(rq, 'lienplace'))) ?? PARTIE),
    }),
  ];
}
