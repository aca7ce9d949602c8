import { phrase } from '../../../domain/refus.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import type { Rythme } from '../../../platform/http/limits.ts';
import { page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../../platform/http/route.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { adresse, chezDe, type RendezVousOptions } from '../chemin.ts';
import { RENDEZ_VOUS } from '../conservation.ts';
import { findSeanceRdv } from '../creneaux/store.ts';
import { alternatives, type Creneau, creneauxLibres } from '../creneaux.ts';
import { findMotif, listMotifs } from '../motifs/store.ts';
import { type Choix, prendre } from '../prise.ts';
import { lireOu, type Ou, perimetreDe, queryDe } from '../recherche.ts';
import { estOuvert, type Motif, PHRASES_PRISE, type RefusPrise } from '../rules.ts';
import { lireCreneau, lirePersonne, priseForm } from '../saisie.ts';
import { retrouver } from '../store.ts';
import { cookieDuTicket } from './preuve.ts';
import { CommunesPage, CreneauxPage, MotifsPage, OuPage, PRENDRE, TITRE_MOTIFS, titreCreneaux } from './views.tsx';
import { VousPage } from './views-vous.tsx';

const TITRE = 'Prendre rendez-vous';
const VOUS = `${PRENDRE}/vous`;
const PAR_PAGE = 20;
const PAGES_MAX = 10;
/** A mairie may take some for its visitors; nobody takes a hundred. */
const RYTHME_PRISE: Rythme = { fois: 30, minutes: 60 };
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The motif of the address, when the public or a professional may take it. */
async function motifDe(rq: Rq, id: string | null): Promise<Motif | undefined> {
  const motif = id !== null && UUID.test(id) ? await findMotif(rq.db, rq.territoire.id, id) : undefined;
  return motif !== undefined && (estOuvert(motif, 'public') || estOuvert(motif, 'prescripteur')) ? motif : undefined;
}

/** Where to wait for a place, with what is known already. */
function attenteDe(motif: Motif, lieuId: string | undefined): string {
  return adresse('/attente/nouvelle', { motif: motif.id, lieu: lieuId });
}

function pageDemandee(rq: Rq): number {
  const asked = rq.query.get('page') ?? '1';
  return /^[0-9]{1,2}$/.test(asked) ? Math.min(Math.max(Number(asked), 1), PAGES_MAX) : 1;
}

async function chercher(rq: Rq): Promise<Reply> {
  const ou = await lireOu(rq, rq.query);
  const motif = await motifDe(rq, rq.query.get('motif'));
  const motifId = motif?.id;
  if (ou.ou === 'rien' || ou.ou === 'inconnue') {
    const texte = ou.ou === 'rien' ? '' : ou.texte;
    return page({ title: TITRE, body: <OuPage ou={texte} motif={motifId} inconnue={ou.ou === 'inconnue'} /> });
  }
  if (ou.ou === 'a_choisir') {
    return page({ title: TITRE, body: <CommunesPage ou={ou.texte} communes={ou.communes} motif={motifId} /> });
  }
  if (motif === undefined) return choisirMotif(rq, ou);
  return montrerCreneaux(rq, ou, motif);
}

type OuTrouve = Extract<Ou, { ou: 'autour' | 'lieu' }>;

function lieudit({ ou, nom }: OuTrouve) {
  return { nom, isLieu: ou === 'lieu' };
}

async function choisirMotif(rq: Rq, ou: OuTrouve): Promise<Reply> {
  const all = await listMotifs(rq.db, rq.territoire.id);
  const motifs = all.filter((one) => estOuvert(one, 'public') || estOuvert(one, 'prescripteur'));
  const { telephone } = rq.territoire;
  return page({
    title: TITRE_MOTIFS,
    breadcrumbs: [{ href: PRENDRE, label: TITRE }],
    body: <MotifsPage ou={lieudit(ou)} motifs={motifs} query={queryDe(ou)} telephone={telephone} />,
  });
}

async function montrerCreneaux(rq: Rq, ou: OuTrouve, motif: Motif): Promise<Reply> {
  const numero = pageDemandee(rq);
  const canal = estOuvert(motif, 'public') ? 'public' : 'prescripteur';
  const limite = numero * PAR_PAGE + 1;
  const cherche = { ...perimetreDe(ou), motif, canal, limite, now: rq.now } as const;
  const creneaux = await creneauxLibres(rq.db, rq.territoire.id, cherche);
  return page({
    title: titreCreneaux(lieudit(ou)),
    breadcrumbs: [{ href: PRENDRE, label: TITRE }],
    body: (
      <CreneauxPage
        ou={lieudit(ou)}
        motif={motif}
        creneaux={creneaux.slice((numero - 1) * PAR_PAGE, numero * PAR_PAGE)}
        query={queryDe(ou)}
        page={numero}
        hasNext={creneaux.length > numero * PAR_PAGE && numero < PAGES_MAX}
        attente={attenteDe(motif, ou.ou === 'lieu' ? ou.id : creneaux[0]?.lieuId)}
        telephone={rq.territoire.telephone}
      />
    ),
  });
}

/** The form, for the moment chosen while it is free; for the nearest ones otherwise, what was typed kept. */
async function vousPage(
  rq: Rq,
  {
    motif,
    choix,
    state,
    perdu,
  }: {
    readonly motif: Motif;
    readonly choix: Choix | null;
    readonly state: FormState;
    readonly perdu?: { readonly refus: RefusPrise; readonly alternatives: readonly Creneau[] };
  },
) {
  const { db, territoire, now } = rq;
  const canal = estOuvert(motif, 'public') ? 'public' : 'prescripteur';
  const seance = choix === null ? undefined : await findSeanceRdv(db, territoire.id, choix.seanceId);
  const libres =
    choix === null || (perdu !== undefined && perdu.refus.refus !== 'trop')
      ? []
      : await creneauxLibres(db, territoire.id, { seanceIds: [choix.seanceId], motif, canal, limite: 100, now });
  const choisi = libres.find(({ debut }) => choix !== null && debut.equals(choix.debut));
  const isLost = choisi === undefined && perdu === undefined && seance !== undefined && choix !== null;
  const voulu = seance && choix && { lieuId: seance.lieuId, jour: seance.jour, debut: choix.debut };
  const autres = isLost && voulu ? await alternatives(db, territoire.id, voulu, { motif, canal, now }) : [];
  return {
    title: 'Votre rendez-vous',
    breadcrumbs: [{ href: PRENDRE, label: TITRE }],
    body: (
      <VousPage
        state={state}
        cle={rq.key}
        motif={motif}
        choisi={choisi}
        voulu={choix}
        autres={perdu?.alternatives ?? autres}
        raison={isLost ? phrase(PHRASES_PRISE, { refus: 'pris' }) : undefined}
        attente={attenteDe(motif, seance?.lieuId)}
      />
    ),
  };
}

async function demanderQui(rq: Rq): Promise<Reply> {
  const motif = await motifDe(rq, rq.query.get('motif'));
  const choix = lireCreneau(rq.query.get('creneau') ?? '');
  if (motif === undefined || choix === null) return redirect(PRENDRE);
  return page(await vousPage(rq, { motif, choix, state: blankForm() }));
}

async function prendreEnLigne(rq: Rq, options: RendezVousOptions): Promise<Reply> {
  const form = parseForm(priseForm, rq.form);
  const typed = rq.form.values['motifId']?.[0] ?? null;
  const motif = await motifDe(rq, typed);
  if (motif === undefined) return redirect(PRENDRE, { flash: phrase(PHRASES_PRISE, { refus: 'motif_ferme' }) });
  const choix = lireCreneau(rq.form.values['creneau']?.[0] ?? '');
  const lu = form.ok ? lirePersonne(form.data, estOuvert(motif, 'public')) : { errors: [] };
  if (!form.ok || 'errors' in lu) {
    const state = 'errors' in lu ? withErrors(form.state, lu.errors, priseForm) : form.state;
    return refusal(await vousPage(rq, { motif, choix, state }));
  }
  const { creneau, motifId } = form.data;
  const canal = lu.identite.prescripteurNom === null ? 'public' : 'prescripteur';
  const demande = { ...lu.identite, ...creneau, motifId, canal, createdBy: null } as const;
  const outcome = await prendre(rq.db, chezDe(rq, options), demande);
  if ('refus' in outcome) {
    // The moment that was lost is none of those offered: nothing is chosen yet.
    const values = { ...form.state.values, creneau: '' };
    const state = withErrors({ values, errors: [] }, [
      { field: 'creneau', message: phrase(PHRASES_PRISE, outcome.refus) },
    ]);
    return refusal(await vousPage(rq, { motif, choix: creneau, state, perdu: outcome }));
  }
  return redirect('/mon-rendez-vous/ticket?nouveau=oui', {
    cookies: [cookieDuTicket(options, rq.now, outcome.rdv.id)],
    objet: ['rendezvous', outcome.rdv.id],
  });
}

/** The slip once more, for the form that has just taken it and is sent again. */
async function ticketEncore(rq: Rq, options: RendezVousOptions): Promise<readonly string[]> {
  const form = parseForm(priseForm, rq.form);
  if (!form.ok) return [];
  const id = await retrouver(rq.db, rq.territoire.id, { ...form.data.creneau, prenom: form.data.prenom });
  return id === undefined ? [] : [cookieDuTicket(options, rq.now, id)];
}

/** How anybody takes a rendez-vous: where, what for, when, who. */
export function priseRoutes(options: RendezVousOptions): readonly Route[] {
  return [
    get(PRENDRE, { access: 'public', handle: chercher }),
    get(VOUS, { access: 'public', handle: demanderQui }),
    post(VOUS, {
      access: 'public',
      rythme: RYTHME_PRISE,
      anonyme: true,
      acte: 'prendre rendez-vous',
      collecte: [RENDEZ_VOUS],
      cookiesEncore: (rq) => ticketEncore(rq, options),
      handle: (rq) => prendreEnLigne(rq, options),
    }),
  ];
}
