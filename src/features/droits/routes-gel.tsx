import { z } from 'zod';
import { cles } from '../../domain/nomenclatures.ts';
import { phrase } from '../../domain/refus.ts';
import { choice, choices, date, optionalText } from '../../platform/http/fields.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { notFound, type PageContent, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { COURRIELS } from '../courriels/conservation.ts';
import { REFUSABLES } from '../courriels/rules.ts';
import { queueMail, saveRefus } from '../courriels/store.ts';
import { demanderDestruction } from '../mandats/destruction/store.ts';
import { findSigne } from '../mandats/recherche/signe.ts';
import { annoncerLevee, annoncerSursis } from '../mandats/sursis/courriels.ts';
import { leverSursis, poserSursis, sursisDuDroit } from '../mandats/sursis/store.ts';
import { pathOf, pathTo } from './chemin.ts';
import { DROITS } from './conservation.ts';
import { courrielLevee } from './courriels.ts';
import { estMemeLigne, lireRetenue } from './dossier/lecture.ts';
import { exporterLignes } from './dossier/sources.ts';
import { lireCodes } from './gel/codes.ts';
import { degeler, type GelPose, gelDe, geler, noterAnnonce } from './gel/store.ts';
import { type LigneRetenue, lignesDe } from './lignes/store.ts';
import { CANAUX, geleQuelqueChose, PHRASES_GEL, peutGeler, refusAnnonce, refusLevee } from './rules.ts';
import { type DemandeDroit, findDemande } from './store.ts';
import { GelPage } from './views-gel.tsx';

const access = { dpo: true } as const;

export const annonceForm = z.object({
  canal: choice('comment la personne est prévenue', cles(CANAUX)),
  le: date('le jour où la personne en est prévenue'),
});

type Gelante = { readonly demande: DemandeDroit; readonly gel: GelPose | undefined };

/** A request of which what was granted freezes something, with what it froze. */
async function load(rq: Rq): Promise<Gelante | undefined> {
  const demande = await findDemande(rq.db, rq.territoire.id, rq.params['gel'] ?? '');
  if (demande === undefined) return undefined;
  const gel = await gelDe(rq.db, rq.territoire.id, demande.id);
  return gel !== undefined || geleQuelqueChose(demande.droit, demande.decision) ? { demande, gel } : undefined;
}

/** The same, while something may still be frozen: it waits for its answer, and was not lifted. */
async function loadAGeler(rq: Rq): Promise<Gelante | undefined> {
  const found = await load(rq);
  return found?.demande.repondueLe === null && (found.gel === undefined || found.gel.leveLe === null)
    ? found
    : undefined;
}

type Pose = { readonly demande: DemandeDroit; readonly gel: GelPose };

/** The same, while something is frozen. */
async function loadPose(rq: Rq): Promise<Pose | undefined> {
  const found = await load(rq);
  return found?.gel !== undefined && found.gel.leveLe === null ? { demande: found.demande, gel: found.gel } : undefined;
}

type Etats = { readonly pose?: FormState; readonly annonce?: FormState; readonly levee?: FormState };

async function gelPage(rq: Rq, { demande, gel }: Gelante, etats: Etats = {}): Promise<PageContent> {
  const { db, territoire } = rq;
  const lignes = await lignesDe(db, territoire.id, demande.id);
  const trouvailles = await exporterLignes(db, territoire.id, lignes);
  const lues = lignes.map((ligne) => lireRetenue(ligne, trouvailles));
  return {
    title: 'Ce qui est gelé',
    breadcrumbs: pathTo(demande),
    body: (
      <GelPage
        demande={demande}
        gel={gel}
        lignes={lues}
        sursis={await sursisDuDroit(db, territoire.id, demande.id)}
        pose={etats.pose ?? blankForm({ lignes: lues.filter(estAGeler).map(({ id }) => id) })}
        annonce={
          etats.annonce ?? blankForm({ le: rq.today.toString(), canal: demande.courriel === null ? '' : 'courriel' })
        }
        levee={etats.levee ?? blankForm()}
        cle={rq.key}
        today={rq.today}
      />
    ),
  };
}

/** What may be frozen, and is not yet. */
function estAGeler(ligne: LigneRetenue): boolean {
  return ligne.fait === null && peutGeler(ligne);
}

/** Stops what an address does without: that of each frozen account. */
async function taire(rq: Rq, lignes: readonly LigneRetenue[]): Promise<void> {
  const comptes = lignes.filter(({ table }) => table === 'compte');
  const trouvailles = await exporterLignes(rq.db, rq.territoire.id, comptes);
  for (const { valeurs } of trouvailles.filter((one) => comptes.some((ligne) => estMemeLigne(one, ligne)))) {
    const { courriel } = valeurs;
    if (typeof courriel === 'string') await saveRefus(rq.db, rq.territoire.id, courriel, REFUSABLES);
  }
}

async function poser(rq: SignedRq, gelante: Gelante): Promise<Reply> {
  const { db, territoire, compte, now, today } = rq;
  const { demande } = gelante;
  const lignes = (await lignesDe(db, territoire.id, demande.id)).filter(estAGeler);
  const ids = lignes.map(({ id }) => id);
  const formulaire = z.object({
    lignes: choices('ce qui est gelé', ids),
    codes: optionalText('les codes', 1000),
  });
  const form = parseForm(formulaire, rq.form);
  if (!form.ok) return refusal(await gelPage(rq, gelante, { pose: form.state }));
  // An objection to a mandat is its withdrawal: the person, or whoever they ask, withdraws it.
  const codes = demande.droit === 'limitation' ? form.data.codes : null;
  const read = await lireCodes(db, territoire.id, codes);
  if ('message' in read) {
    const pose = withErrors(form.state, [{ field: 'codes', message: read.message }], formulaire);
    return refusal(await gelPage(rq, gelante, { pose }));
  }
  const chosen = form.data.lignes;
  await geler(db, territoire.id, demande.id, { lignes: chosen, compteId: compte.id, today });
  await taire(
    rq,
    lignes.filter(({ id }) => chosen.includes(id)),
  );
  for (const mandat of read.mandats) {
    const motif = `Limitation demandée par la personne (${demande.reference})`;
    const sursis = { mandatId: mandat.id, motif, compteId: compte.id, now, droitDemandeId: demande.id };
    if (!(await poserSursis(db, territoire.id, sursis))) return notFound();
    await rq.note('mettre un mandat en sursis', ['mandat', mandat.id]);
    await annoncerSursis(rq, mandat);
  }
  return redirect(`${pathOf(demande)}#gel`, { flash: 'Ce que la décision couvre est gelé.' });
}

async function prevenir(rq: SignedRq, pose: Pose): Promise<Reply> {
  const { db, territoire, today } = rq;
  const { demande, gel } = pose;
  const form = parseForm(annonceForm, rq.form);
  if (!form.ok) return refusal(await gelPage(rq, pose, { annonce: form.state }));
  // A mail leaves now, whatever day was typed.
  const annonce = form.data.canal === 'courriel' ? { ...form.data, le: today } : form.data;
  const refus = refusAnnonce(gel, { ...annonce, courriel: demande.courriel }, today);
  if (refus !== null) {
    const field = refus.refus === 'annonce_sans_courriel' ? 'canal' : 'le';
    const annonce = withErrors(form.state, [{ field, message: phrase(PHRASES_GEL, refus) }], annonceForm);
    return refusal(await gelPage(rq, pose, { annonce }));
  }
  await noterAnnonce(db, territoire.id, demande.id, annonce);
  if (annonce.canal === 'courriel' && demande.courriel !== null) {
    const { courriel: destinataire, reference } = demande;
    await queueMail(db, territoire.id, courrielLevee({ destinataire, departement: territoire.nomComplet, reference }));
  }
  return redirect(`/gels/${demande.id}`, { flash: 'C’est noté : la personne est prévenue.' });
}

/** What was frozen may be used again: rows, and the mandats held, whose destruction is asked for where it is due. */
async function lever(rq: SignedRq, pose: Pose): Promise<Reply> {
  const { db, territoire, compte, now, today } = rq;
  const { demande, gel } = pose;
  const refus = refusLevee(gel);
  if (refus !== null) {
    const levee = { values: {}, errors: [{ field: '', message: phrase(PHRASES_GEL, refus) }] };
    return refusal(await gelPage(rq, pose, { levee }));
  }
  if (!(await degeler(db, territoire.id, demande.id, { compteId: compte.id, today }))) return notFound();
  for (const { mandatId, leveAt } of await sursisDuDroit(db, territoire.id, demande.id)) {
    if (leveAt !== null || !(await leverSursis(db, territoire.id, { mandatId, compteId: compte.id, now }))) continue;
    await rq.note('lever le sursis d’un mandat', ['mandat', mandatId]);
    const mandat = await findSigne(db, territoire.id, mandatId);
    if (mandat !== undefined) await annoncerLevee(rq, mandat);
  }
  await demanderDestruction(db, territoire.id);
  return redirect(`${pathOf(demande)}#gel`, { flash: 'Le gel est levé.' });
}

/** What an accepted objection or limitation freezes, and how that ends. */
export const gelRoutes: readonly Route[] = [
  get('/gels/:gel', {
    load,
    access,
    niveau: 'confirme',
    acte: 'lire ce qui est gelé à la demande d’une personne',
    handle: async (rq, gelante) => page(await gelPage(rq, gelante)),
  }),

  post('/gels/:gel', {
    load: loadAGeler,
    access,
    niveau: 'confirme',
    acte: 'geler des données à la demande de leur personne',
    collecte: [DROITS, COURRIELS],
    handle: poser,
  }),

  post('/gels/:gel/prevenir', {
    load: loadPose,
    access,
    niveau: 'confirme',
    acte: 'prévenir une personne que ses données vont servir à nouveau',
    collecte: [DROITS, COURRIELS],
    handle: prevenir,
  }),

  post('/gels/:gel/lever', {
    load: loadPose,
    access,
    niveau: 'confirme',
    acte: 'lever le gel des données d’une personne',
    collecte: 'rien',
    handle: lever,
  }),
];
