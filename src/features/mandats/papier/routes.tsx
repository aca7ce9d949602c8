import { z } from 'zod';
import { parisDate } from '../../../domain/date.ts';
import { cles } from '../../../domain/nomenclatures.ts';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { urlDe } from '../../../domain/territoire.ts';
import { choice, date, line, time, whole } from '../../../platform/http/fields.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { file, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FieldError, type FormState } from '../../../ui/form-state.ts';
import { seancesAgent } from '../../accompagnements/store.ts';
import { findAgent } from '../../equipe/store.ts';
import { findLogo } from '../../territoires/store.ts';
import { LISTE } from '../chemin.ts';
import { MANDATS } from '../conservation.ts';
import { lireNotice } from '../notice/notice.ts';
import { agentsActifs } from '../preparation/contexte.ts';
import { lireMandatSaisi, valeursInitiales } from '../preparation/form.ts';
import { porteFermee, sansCachet, siScelle } from '../preparation/porte.tsx';
import type { CreationOptions } from '../preparation/signer.ts';
import { nomDe } from '../preparation/texte.ts';
import { reglagesDe } from '../reglages/store.ts';
import { LOT_MAX, MOTIFS_ANNULATION, PHRASES_PAPIER, PIECES_IDENTITE, POIDS_SCAN, seanceDuPapier } from '../rules.ts';
import { renderFormulaires } from './document.ts';
import { enregistrerPapier } from './enregistrer.ts';
import { lireScan, PHRASES_SCAN } from './scan.ts';
import { annuler, estDisponible, type Formulaire, formulairesDe, numeroter, promesseDe } from './store.ts';
import { EnregistrerPage, PapierPage } from './views.tsx';

const access = { agent: true } as const;
const PAPIER = { href: '/mandats/papier', label: 'Mandats papier' } as const;
/** A form around the heaviest scan. */
const POIDS_FORMULAIRE = POIDS_SCAN + 128 * 1024;
const NOMBRE = { min: 1, max: LOT_MAX };
const impressionForm = z.object({ nombre: whole('le nombre de formulaires', NOMBRE) });
const annulationForm = z.object({
  numero: line('le numéro', 20),
  raison: choice('pourquoi ce numéro est annulé', cles(MOTIFS_ANNULATION)),
});
const papierForm = z.object({
  numero: line('le numéro du formulaire', 20),
  signeLe: date('le jour de la signature'),
  signeA: time('l’heure de la signature'),
});

const agentDe = (rq: SignedRq): string => rq.compte.agentId ?? '';
const miens = (rq: SignedRq): Promise<readonly Formulaire[]> => formulairesDe(rq.db, rq.territoire.id, agentDe(rq));

async function papierPage(
  rq: SignedRq,
  states: { readonly impression?: FormState; readonly annulation?: FormState } = {},
): Promise<PageContent> {
  const formulaires = await miens(rq);
  return {
    title: 'Mandats papier',
    breadcrumbs: [LISTE],
    body: (
      <PapierPage
        formulaires={formulaires}
        disponibles={formulaires.filter(estDisponible).map(({ numero }) => numero)}
        impression={states.impression ?? blankForm({ nombre: '5' })}
        annulation={states.annulation ?? blankForm()}
        cle={rq.key}
      />
    ),
  };
}

async function imprimer(rq: SignedRq): Promise<Reply> {
  const form = parseForm(impressionForm, rq.form);
  if (!form.ok) return refusal(await papierPage(rq, { impression: form.state }));
  await numeroter(rq.db, rq.territoire.id, {
    agentId: agentDe(rq),
    nombre: form.data.nombre,
    notice: await lireNotice(rq.db, rq.territoire),
    imprimeAt: rq.now,
    createdBy: rq.compte.id,
  });
  return redirect('/mandats/papier', { flash: 'Les formulaires sont prêts : ouvrez le PDF, puis imprimez-le.' });
}

const NOTICE_CHANGEE =
  'La notice que portent ces formulaires a changé depuis. Ceux qui sont déjà imprimés se signent et s’enregistrent ; pour en imprimer, préparez-en d’autres.';

/** The forms that may still be signed, of one batch or the last one, as a PDF: they bear one version of the notice. */
async function formulairesPdf(rq: SignedRq, { url }: CreationOptions): Promise<Reply> {
  const available = (await miens(rq)).filter(estDisponible);
  const lot = rq.query.get('lot') ?? available[0]?.imprimeAt.toString();
  const own = available.filter(({ imprimeAt }) => imprimeAt.toString() === lot);
  const [first] = own;
  const agent = await findAgent(rq.db, rq.territoire.id, agentDe(rq));
  if (first === undefined || agent === undefined) return redirect(PAPIER.href);
  const { territoire, db } = rq;
  const notice = await lireNotice(db, territoire, first.noticeVersion);
  // One number never stands under two texts: some of its papers may have been signed.
  if (own.some((un) => promesseDe(un).sha256 !== notice.sha256)) {
    const errors = [{ field: '', message: NOTICE_CHANGEE }];
    return refusal(await papierPage(rq, { impression: withErrors(blankForm({ nombre: String(own.length) }), errors) }));
  }
  const reglages = await reglagesDe(db, territoire.id);
  const bytes = await renderFormulaires({
    departement: { nom: territoire.nomComplet, logo: (await findLogo(db, territoire.id))?.octets ?? null },
    couleur: territoire.couleur,
    agent: nomDe(agent),
    formulaires: own.map(({ numero }) => ({
      numero,
      adresse: `${urlDe(url, territoire)}/mandats/papier/enregistrer?numero=${numero}`,
    })),
    pieces: reglages.piecesAcceptees.map((piece) => PIECES_IDENTITE[piece]),
    perimees: reglages.perimeesAcceptees,
    dureeMaxMois: reglages.dureeMaxMois,
    notice,
    etablie: parisDate(first.imprimeAt).toString(),
  });
  return file({ bytes, type: 'application/pdf', name: 'mandats-papier.pdf', inline: true });
}

async function annulerNumero(rq: SignedRq): Promise<Reply> {
  const form = parseForm(annulationForm, rq.form);
  if (!form.ok) return refusal(await papierPage(rq, { annulation: form.state }));
  const { numero, raison: motif } = form.data;
  const done = await annuler(rq.db, rq.territoire.id, { numero, agentId: agentDe(rq), motif, now: rq.now });
  if (done) return redirect('/mandats/papier', { flash: `Le numéro ${numero} est annulé.` });
  const errors = [{ field: 'numero', message: 'Ce numéro n’est pas l’un des vôtres, ou ne peut plus être annulé.' }];
  return refusal(await papierPage(rq, { annulation: withErrors(form.state, errors) }));
}

async function enregistrerPage(rq: SignedRq, state: FormState): Promise<PageContent> {
  const disponibles = (await miens(rq)).filter(estDisponible);
  const others = (await agentsActifs(rq, rq.today)).filter(({ id }) => id !== rq.compte.agentId);
  return {
    title: 'Enregistrer un mandat papier',
    breadcrumbs: [LISTE, PAPIER],
    body: (
      <EnregistrerPage
        state={state}
        cle={rq.key}
        disponibles={disponibles.map(({ numero }) => numero)}
        reglages={await reglagesDe(rq.db, rq.territoire.id)}
        suppleants={others.map((agent) => ({ value: agent.id, label: nomDe(agent) }))}
      />
    ),
  };
}

const SERVI: FieldError = {
  field: 'numero',
  message: 'Ce numéro n’est pas l’un des vôtres, ou a déjà servi : un numéro ne sert qu’une fois.',
};

const ABIME: FieldError = { field: 'scan', message: phrase(PHRASES_SCAN, { refus: 'scan_abime' }) };
const REFUS_GARDE = { servi: SERVI, abime: ABIME } as const;

/** When it was signed, and in which séance; or why not, on its field. */
async function signature(rq: SignedRq, formulaires: readonly Formulaire[]) {
  const sent = parseForm(papierForm, rq.form);
  if (!sent.ok) return { erreurs: sent.state.errors };
  const { numero, signeLe, signeA } = sent.data;
  const formulaire = formulaires.find((un) => un.numero === numero && estDisponible(un));
  const signeAt = signeLe.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: signeA }).toInstant();
  const around = { du: signeLe.subtract({ days: 1 }), au: signeLe };
  const seances = await seancesAgent(rq.db, rq.territoire.id, agentDe(rq), around);
  const imprimeAt = formulaire?.imprimeAt ?? signeAt;
  const seance = seanceDuPapier({ signeAt, imprimeAt }, seances, rq.now);
  const erreurs = [
    ...(formulaire === undefined ? [SERVI] : []),
    ...(estRefus(seance) ? [{ field: 'signeLe', message: phrase(PHRASES_PAPIER, seance) }] : []),
  ];
  if (formulaire === undefined || estRefus(seance)) return { erreurs };
  return { formulaire, seance, signeAt, signeLe };
}

async function enregistrer(rq: SignedRq, options: CreationOptions): Promise<Reply> {
  const fermee = await porteFermee(rq, options);
  if (fermee !== undefined) return refusal(fermee);
  const signee = await signature(rq, await miens(rq));
  const scan = await lireScan(rq.form.files['scan']);
  const jour = 'signeLe' in signee ? signee.signeLe : rq.today;
  const others = (await agentsActifs(rq, jour)).filter(({ id }) => id !== rq.compte.agentId);
  const more: FieldError[] = [
    ...('erreurs' in signee ? signee.erreurs : []),
    ...(estRefus(scan) ? [{ field: 'scan', message: phrase(PHRASES_SCAN, scan) }] : []),
  ];
  const contexte = {
    reglages: await reglagesDe(rq.db, rq.territoire.id),
    jour,
    suppleants: new Set(others.map(({ id }) => id)),
  };
  const lu = lireMandatSaisi(rq.form, contexte, { allowed: 'scan', more });
  if ('state' in lu || 'erreurs' in signee || estRefus(scan)) {
    const state = 'state' in lu ? lu.state : { values: {}, errors: more };
    return refusal(await enregistrerPage(rq, state));
  }
  const { formulaire, seance, signeAt } = signee;
  const papier = { formulaire, seance, signeAt, scan, brouillon: lu.brouillon };
  const kept = await siScelle(() => enregistrerPapier(rq, papier, options));
  if (typeof kept === 'string' || 'cachet' in kept) {
    const refused = typeof kept === 'string' ? REFUS_GARDE[kept] : { field: '', message: kept.cachet };
    return refusal(await enregistrerPage(rq, { values: lu.values, errors: [refused] }));
  }
  return redirect(`/mandats/${kept.id}/signe`, {
    flash: 'Le mandat papier est enregistré et scellé.',
    objet: ['mandat', kept.id],
  });
}

/** Mandats signed on paper: numbered ahead, recorded afterwards. */
export function papierRoutes(options: CreationOptions): readonly Route[] {
  return [
    get('/mandats/papier', { access, handle: async (rq) => page(await papierPage(rq)) }),

    post('/mandats/papier', { acte: 'préparer des mandats papier', collecte: 'rien', access, handle: imprimer }),

    get('/mandats/papier/formulaires.pdf', {
      acte: 'imprimer des mandats papier',
      access,
      handle: (rq) => formulairesPdf(rq, options),
    }),

    post('/mandats/papier/annuler', {
      acte: 'annuler un mandat papier',
      collecte: 'rien',
      access,
      handle: annulerNumero,
    }),

    get('/mandats/papier/enregistrer', {
      niveau: 'confirme',
      access,
      handle: async (rq) => {
        const fermee = (await porteFermee(rq, options)) ?? (await sansCachet(rq, options));
        if (fermee !== undefined) return page(fermee);
        const values = valeursInitiales(await reglagesDe(rq.db, rq.territoire.id));
        const numero = rq.query.get('numero') ?? '';
        return page(await enregistrerPage(rq, blankForm({ ...values, numero })));
      },
    }),

    post('/mandats/papier/enregistrer', {
      acte: 'enregistrer un mandat papier',
      niveau: 'confirme',
      collecte: [MANDATS],
      poids: POIDS_FORMULAIRE,
      access,
      handle: (rq) => enregistrer(rq, options),
    }),
  ];
}
