import { estRefus, phrase } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type SignedRq } from '../../platform/http/route.ts';
import { ErrorSummary } from '../../ui/form.tsx';
import { blankForm } from '../../ui/form-state.ts';
import { RELEVES } from './conservation.ts';
import { auteurs, certificateurs, chargerDossier, type Dossier, lecteurs } from './dossier.ts';
import { certifierForm, correctionForm, partForm, partState, retourForm } from './form.ts';
import { certifierPage, corrigerPage, partPage, pdf, relevePage, retournerPage, urlOf, xlsx } from './pages.tsx';
import { listesRoutes } from './routes-listes.tsx';
import { PART_VIDE, PHRASES_RELEVE, type RefusReleve } from './rules.ts';
import { certifier, corriger, enregistrerPart, envoyer, type Geste, reprendre, retourner } from './vie.ts';

/** Back to the page, which shows where it stands now, with the reason. */
async function refuse(rq: SignedRq, dossier: Dossier, refus: RefusReleve): Promise<Reply> {
  const now = (await chargerDossier(rq)) ?? dossier;
  const content = await relevePage(rq, now);
  const error = { field: '', message: phrase(PHRASES_RELEVE, refus) };
  return refusal({
    ...content,
    body: (
      <>
        <ErrorSummary state={{ values: {}, errors: [error] }} />
        {content.body}
      </>
    ),
  });
}

async function certifie(rq: SignedRq, geste: Geste, dossier: Dossier): Promise<Reply> {
  const form = parseForm(certifierForm, rq.form);
  if (!form.ok) return refusal(await certifierPage(rq, dossier, form.state));
  const done = await certifier(geste, dossier, form.data.empreinte);
  if (estRefus(done)) {
    if (done.refus !== 'chiffres_changes') return refuse(rq, dossier, done);
    const now = (await chargerDossier(rq)) ?? dossier;
    const message = phrase(PHRASES_RELEVE, done);
    return refusal(await certifierPage(rq, now, withErrors(blankForm(), [{ field: '', message }])));
  }
  return redirect(urlOf(dossier), { flash: 'Le relevé est certifié. Ses chiffres ne changent plus.' });
}

async function enregistreLaPart(rq: SignedRq, geste: Geste, dossier: Dossier): Promise<Reply> {
  const form = parseForm(partForm, rq.form);
  if (!form.ok) return refusal(partPage(rq, dossier, form.state));
  const done = await enregistrerPart(geste, dossier, form.data);
  return estRefus(done)
    ? refuse(rq, dossier, done)
    : redirect(urlOf(dossier), { flash: 'Votre part est enregistrée.' });
}

async function retourne(rq: SignedRq, geste: Geste, dossier: Dossier): Promise<Reply> {
  const form = parseForm(retourForm, rq.form);
  if (!form.ok) return refusal(retournerPage(rq, dossier, form.state));
  const done = await retourner(geste, dossier, form.data.remarques);
  const flash = 'Le relevé est retourné. L’agent reçoit vos remarques par courriel.';
  return estRefus(done) ? refuse(rq, dossier, done) : redirect(urlOf(dossier), { flash });
}

async function corrige(rq: SignedRq, geste: Geste, dossier: Dossier): Promise<Reply> {
  const form = parseForm(correctionForm, rq.form);
  if (!form.ok) return refusal(corrigerPage(rq, dossier, form.state));
  const done = await corriger(geste, dossier, form.data.raison);
  if (estRefus(done)) return refuse(rq, dossier, done);
  const flash = 'La correction est ouverte : corrigez les saisies du mois, puis envoyez cette version.';
  return redirect(`/releves/${done.id}`, { flash, objet: ['releve', done.id] });
}

/** A form of the team: one button, no question. */
async function simple(
  rq: SignedRq,
  dossier: Dossier,
  faire: () => Promise<{ readonly fait: true } | RefusReleve>,
  flash: string,
): Promise<Reply> {
  const done = await faire();
  return estRefus(done) ? refuse(rq, dossier, done) : redirect(urlOf(dossier), { flash });
}

/** `url`: where the mails lead. */
export function relevesRoutes({ url }: { readonly url: string }): readonly Route[] {
  const geste = (rq: SignedRq): Geste => ({ ...rq, url });
  const load = chargerDossier;
  return [
    ...listesRoutes,

    get('/releves/:releve', {
      access: lecteurs,
      load,
      handle: async (rq, dossier) => page(await relevePage(rq, dossier)),
    }),
    get('/releves/:releve/document.pdf', { access: lecteurs, load, handle: pdf }),
    get('/releves/:releve/tableur.xlsx', { access: lecteurs, load, handle: xlsx }),

    post('/releves/:releve/envoyer', {
      access: auteurs,
      load,
      acte: 'envoyer un relevé',
      collecte: 'rien',
      handle: async (rq, dossier) =>
        simple(rq, dossier, () => envoyer(geste(rq), dossier), 'Le relevé est envoyé. Le référent est prévenu.'),
    }),

    post('/releves/:releve/reprendre', {
      access: auteurs,
      load,
      acte: 'reprendre un relevé',
      collecte: 'rien',
      handle: async (rq, dossier) =>
        simple(
          rq,
          dossier,
          () => reprendre(geste(rq), dossier),
          'Le relevé est repris : il n’attend plus le Bénéficiaire.',
        ),
    }),

    get('/releves/:releve/part', {
      access: certificateurs,
      load,
      handle: async (rq, dossier) =>
        dossier.releve.etat === 'certifie'
          ? redirect(urlOf(dossier))
          : page(partPage(rq, dossier, partState(dossier.releve.part ?? PART_VIDE))),
    }),
    post('/releves/:releve/part', {
      access: certificateurs,
      load,
      acte: 'ajouter la part du Bénéficiaire',
      collecte: [RELEVES],
      handle: async (rq, dossier) => enregistreLaPart(rq, geste(rq), dossier),
    }),

    get('/releves/:releve/certifier', {
      access: certificateurs,
      niveau: 'confirme',
      load,
      handle: async (rq, dossier) =>
        dossier.releve.etat !== 'envoye' || dossier.releve.part === null
          ? redirect(urlOf(dossier))
          : page(await certifierPage(rq, dossier, blankForm())),
    }),
    post('/releves/:releve/certifier', {
      access: certificateurs,
      niveau: 'confirme',
      load,
      acte: 'certifier un relevé',
      collecte: [RELEVES],
      handle: async (rq, dossier) => certifie(rq, geste(rq), dossier),
    }),

    get('/releves/:releve/retourner', {
      access: certificateurs,
      load,
      handle: async (rq, dossier) =>
        dossier.releve.etat === 'envoye' ? page(retournerPage(rq, dossier, blankForm())) : redirect(urlOf(dossier)),
    }),
    post('/releves/:releve/retourner', {
      access: certificateurs,
      load,
      acte: 'retourner un relevé',
      collecte: [RELEVES],
      handle: async (rq, dossier) => retourne(rq, geste(rq), dossier),
    }),

    get('/releves/:releve/corriger', {
      access: auteurs,
      load,
      handle: async (rq, dossier) =>
        dossier.releve.etat === 'certifie' ? page(corrigerPage(rq, dossier, blankForm())) : redirect(urlOf(dossier)),
    }),
    post('/releves/:releve/corriger', {
      access: auteurs,
      load,
      acte: 'ouvrir la correction d’un relevé',
      collecte: [RELEVES],
      handle: async (rq, dossier) => corrige(rq, geste(rq), dossier),
    }),
  ];
}
