import { z } from 'zod';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { box } from '../../../platform/http/fields.ts';
import { parseForm } from '../../../platform/http/form.ts';
import { file, notFound, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type SignedRq } from '../../../platform/http/route.ts';
import { blankForm, type FieldError, type FormState } from '../../../ui/form-state.ts';
import { findSeance, type SeanceAgent } from '../../accompagnements/store.ts';
import { lockSeance } from '../../permanences/seances/store.ts';
import { access, LISTE, loadMandat, loadSigne } from '../chemin.ts';
import { MANDATS } from '../conservation.ts';
import {
  copieImprimable,
  type Dessin,
  lireDessin,
  memeDessin,
  PHRASES_SEANCE,
  PHRASES_TRAIT,
  type RefusTrait,
  ROLES_TIERS,
  verifierSeance,
} from '../rules.ts';
import { lireDocument, lireMandats, type Mandat } from '../store.ts';
import { sien, versSeance } from './acces.ts';
import { type ALire, aLire, changements } from './contexte.ts';
import { porteFermee, sansCachet, siScelle } from './porte.tsx';
import {
  type CreationOptions,
  type Dessins,
  documentScelle,
  empreintesDe,
  garder,
  nouvelActe,
  signataire,
} from './signer.ts';
import { dejaServi, lireBrouillon, lireCopie, lockMandat } from './store.ts';
import { DejaSignePage, HorsSeancePage, SignePage } from './views.tsx';
import { type Cadre, SignerPage } from './views-signature.tsx';

/** A drawing comes whole, and goes back whole when the form is refused. */
const TRAIT_MAX = 70_000;
const signatureForm = z.object({ noticeLue: box(), accord: box() });

function cadresDe({ brouillon, agent }: ALire): readonly Cadre[] {
  const { tiers } = brouillon.identite;
  return [
    { name: 'traitMandant', ...signataire(brouillon.identite), optional: false },
    { name: 'traitMandataire', titre: 'Le mandataire, qui accepte', nom: agent, optional: false },
    ...(tiers === null ? [] : [{ name: 'traitTiers', titre: ROLES_TIERS[tiers.role], nom: tiers.nom, optional: true }]),
  ];
}

type Ouvert = { readonly seance: SeanceAgent; readonly lu: ALire };

async function ouvrir(rq: SignedRq, mandat: Mandat, { cles }: CreationOptions): Promise<Ouvert | undefined> {
  const seance = await findSeance(rq.db, rq.territoire.id, mandat.seanceId);
  const brouillon = await lireBrouillon({ db: rq.db, cles }, rq.territoire.id, mandat.id);
  return seance && brouillon && { seance, lu: await aLire(rq, seance, brouillon, { jour: rq.today }) };
}

function signerPage(
  rq: SignedRq,
  mandat: Mandat,
  { seance, lu }: Ouvert,
  { state, changed = [] }: { readonly state: FormState; readonly changed?: readonly string[] },
): PageContent {
  return {
    title: 'Lire et signer',
    breadcrumbs: versSeance(seance),
    script: 'mandat.js',
    body: (
      <SignerPage
        id={mandat.id}
        state={state}
        cle={rq.key}
        vu={lu.vu}
        changements={changed}
        sections={lu.sections}
        notice={lu.notice}
        cadres={cadresDe(lu)}
      />
    ),
  };
}

function horsSeance(rq: SignedRq, mandat: Mandat, seance: SeanceAgent): PageContent | undefined {
  const refus = verifierSeance(seance, rq.now);
  if (refus === null) return undefined;
  const raison = phrase(PHRASES_SEANCE, refus);
  return {
    title: 'Pas de signature maintenant',
    breadcrumbs: versSeance(seance),
    body: <HorsSeancePage raison={raison} retour={`/seances/${seance.id}`} brouillon={mandat.id} />,
  };
}

/** The drawings that were sent, or each refusal on its frame. */
function lireDessins(form: SignedRq['form'], cadres: readonly Cadre[]): Dessins | readonly FieldError[] {
  const errors: FieldError[] = [];
  const read: Dessin[] = [];
  const of = (name: string): Dessin | null => {
    const sent = form.values[name]?.[0] ?? '';
    const dessin = lireDessin(sent);
    const isOptional = cadres.find((cadre) => cadre.name === name)?.optional ?? true;
    if (isOptional && (sent === '' || sent === '[]')) return null;
    const refus: RefusTrait | null = estRefus(dessin)
      ? dessin
      : read.some((other) => memeDessin(other, dessin))
        ? { refus: 'trait_meme_dessin' }
        : null;
    if (refus !== null) errors.push({ field: name, message: phrase(PHRASES_TRAIT, refus) });
    if (estRefus(dessin)) return null;
    read.push(dessin);
    return dessin;
  };
  const [mandant, mandataire] = [of('traitMandant'), of('traitMandataire')];
  const tiers = cadres.some(({ name }) => name === 'traitTiers') ? of('traitTiers') : null;
  if (errors.length > 0 || mandant === null || mandataire === null) return errors;
  return { mandant, mandataire, tiers };
}

const VIDES = { traitMandant: '', traitMandataire: '', traitTiers: '' };

async function signer(rq: SignedRq, loaded: Mandat, options: CreationOptions): Promise<Reply> {
  const { db, territoire } = rq;
  const etat = await lockMandat(db, territoire.id, loaded.id);
  if (etat === undefined) return notFound();
  if (etat === 'signe') return page({ title: 'Mandat déjà signé', body: <DejaSignePage id={loaded.id} /> }, 409);
  await lockSeance(db, territoire.id, loaded.seanceId);
  const ouvert = await ouvrir(rq, loaded, options);
  if (ouvert === undefined) return notFound();
  const closed = (await porteFermee(rq, options)) ?? horsSeance(rq, loaded, ouvert.seance);
  if (closed !== undefined) return refusal(closed);
  const { lu, seance } = ouvert;
  const form = parseForm(signatureForm, rq.form, TRAIT_MAX);
  const { values } = form.state;
  const changed = changements(rq.form.values['vu']?.[0] ?? '', lu);
  if (changed.length > 0) {
    return refusal(signerPage(rq, loaded, ouvert, { state: { values: VIDES, errors: lu.obstacles }, changed }));
  }
  const dessins = lireDessins(rq.form, cadresDe(lu));
  const errors: FieldError[] = [
    ...lu.obstacles,
    ...(form.ok && form.data.noticeLue
      ? []
      : [{ field: 'noticeLue', message: 'Lisez ou expliquez la notice, puis cochez la case.' }]),
    ...(form.ok && form.data.accord ? [] : [{ field: 'accord', message: 'Recueillez l’accord, puis cochez la case.' }]),
    ...('mandant' in dessins ? [] : dessins),
  ];
  const refuse = (all: readonly FieldError[]) => {
    const kept = {
      ...values,
      ...Object.fromEntries(all.filter(({ field }) => field in VIDES).map(({ field }) => [field, ''])),
    };
    return refusal(signerPage(rq, loaded, ouvert, { state: { values: kept, errors: all } }));
  };
  if (!('mandant' in dessins) || errors.length > 0) return refuse(errors);
  // Which of them has signed before is not told: both are drawn again.
  const message = phrase(PHRASES_TRAIT, { refus: 'trait_deja_servi' });
  const replayed: FieldError[] = ['traitMandant', 'traitMandataire'].map((field) => ({ field, message }));
  if (await dejaServi(db, territoire.id, empreintesDe(options.coffre, dessins))) return refuse(replayed);
  const acte = nouvelActe({ id: loaded.id, seance, lu, signeAt: rq.now });
  const refused = await siScelle(async () => {
    const { pdf: document, stampedAt: horodateAt } = await documentScelle(rq, acte, dessins, options);
    const { remplaceId } = loaded;
    return garder(rq, acte, { forme: 'tablette', document, horodateAt, dessins, remplaceId }, options);
  });
  if (refused !== undefined && 'cachet' in refused) return refuse([{ field: '', message: refused.cachet }]);
  if (refused?.constraint === 'mandat_trait_unique') return refuse(replayed);
  if (refused !== undefined) throw new Error(`A signed mandat was refused by ${refused.constraint}`);
  return redirect(`/mandats/${loaded.id}/signe`, { flash: 'Le mandat est signé et scellé.' });
}

/** Whether the document of a mandat may be read: as long as one of its démarches may. */
async function estOuvert(rq: SignedRq, mandat: Mandat, { cles }: CreationOptions): Promise<boolean> {
  const lu = (await lireMandats({ db: rq.db, cles }, rq.territoire.id, [mandat], rq.now)).get(mandat.id);
  return lu?.identite != null;
}

/** A mandat from the page where it is read and signed to what the person leaves with. */
export function signatureRoutes(options: CreationOptions): readonly Route[] {
  return [
    get('/mandats/:mandat/signer', {
      acte: 'relire un mandat à signer',
      niveau: 'confirme',
      access: sien,
      load: loadMandat,
      handle: async (rq, mandat) => {
        if (mandat.etat === 'signe') return redirect(`/mandats/${mandat.id}/signe`);
        const ouvert = await ouvrir(rq, mandat, options);
        if (ouvert === undefined) return notFound();
        const closed = horsSeance(rq, mandat, ouvert.seance) ?? (await sansCachet(rq, options));
        if (closed !== undefined) return page(closed);
        return page(signerPage(rq, mandat, ouvert, { state: { ...blankForm(), errors: ouvert.lu.obstacles } }));
      },
    }),

    post('/mandats/:mandat/signer', {
      acte: 'signer un mandat',
      niveau: 'confirme',
      collecte: [MANDATS],
      access: sien,
      load: loadMandat,
      handle: (rq, mandat) => signer(rq, mandat, options),
    }),

    get('/mandats/:mandat/signe', {
      access: sien,
      load: loadSigne,
      handle: async (rq, mandat) => {
        const copie = copieImprimable(mandat, rq.now) && (await estOuvert(rq, mandat, options));
        return page({
          title: 'Le mandat est signé',
          breadcrumbs: [LISTE],
          body: <SignePage id={mandat.id} seanceId={mandat.seanceId} code={mandat.code ?? ''} copie={copie} />,
        });
      },
    }),

    get('/mandats/:mandat/document.pdf', {
      acte: 'lire le document d’un mandat',
      access,
      load: loadSigne,
      handle: async (rq, mandat) => {
        const places = { db: rq.db, cles: options.cles };
        const bytes = (await estOuvert(rq, mandat, options))
          ? await lireDocument(places, rq.territoire.id, mandat.id)
          : null;
        if (bytes === null) return notFound();
        return file({ bytes, type: 'application/pdf', name: `mandat-${mandat.code}.pdf`, inline: true });
      },
    }),

    get('/mandats/:mandat/copie.pdf', {
      acte: 'imprimer la copie d’un mandat',
      access: sien,
      load: loadSigne,
      handle: async (rq, mandat) => {
        const isOpen = copieImprimable(mandat, rq.now) && (await estOuvert(rq, mandat, options));
        const places = { db: rq.db, cles: options.cles };
        const bytes = isOpen ? await lireCopie(places, rq.territoire.id, mandat.id) : null;
        if (bytes === null) return redirect(`/mandats/${mandat.id}/signe`);
        return file({ bytes, type: 'application/pdf', name: `mandat-${mandat.code}-copie.pdf`, inline: true });
      },
    }),
  ];
}
