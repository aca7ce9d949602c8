import { createHash } from 'node:crypto';
import { estCle } from '../../domain/nomenclatures.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { file, type PageContent, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { dangersOf } from '../../platform/pdf/read/dangers.ts';
import { blankForm, type FieldError, type FormState } from '../../ui/form-state.ts';
import { estEntier, nomFichier, typeFichier } from '../conventions/pieces/rules.ts';
import { DOSSIERS } from './conservation.ts';
import { decisionForm, retraitForm, signatureForm, versionForm } from './forms.ts';
import {
  GENRES_DOSSIER,
  type GenreDossier,
  PHRASES_DECISION,
  PHRASES_VERSION,
  POIDS_MAX,
  porteDesDonnees,
  type RefusVersion,
  verifierDates,
  verifierDecision,
} from './rules.ts';
import { allVersions, findVersion, octetsDe, saveActe, saveVersion, type VersionInscrite } from './store.ts';
import { DecisionPage, DossiersPage, NouvellePage, RetirerPage, SignerPage } from './views.tsx';

const tenus = { dpo: true, administrateur: true } as const;
const dpo = { dpo: true } as const;
const LISTE = { href: '/dossiers', label: 'Dossiers' } as const;
/** A form around the heaviest file. */
const POIDS_FORMULAIRE = POIDS_MAX + 64 * 1024;

const load = (rq: Rq) => findVersion(rq.db, rq.territoire.id, rq.params['dossier'] ?? '');

/** The version that the path names, when it is of that kind. */
const loadDu =
  (genre: GenreDossier) =>
  async (rq: Rq): Promise<VersionInscrite | undefined> => {
    const version = await findVersion(rq.db, rq.territoire.id, rq.params[genre] ?? '');
    return version?.genre === genre ? version : undefined;
  };

type Recu = { readonly octets: Uint8Array; readonly fichier: string; readonly sha256: string };

/** The file of a form, when it is a PDF that may be kept. */
async function recevoir(sent: File | undefined): Promise<Recu | RefusVersion> {
  if (sent === undefined) return { refus: 'absent' };
  if (sent.size > POIDS_MAX) return { refus: 'trop_lourd' };
  const octets = new Uint8Array(await sent.arrayBuffer());
  if (typeFichier(octets) !== 'application/pdf') return { refus: 'type' };
  if (!estEntier('application/pdf', octets)) return { refus: 'tronque' };
  const { isEncrypted, isActive } = dangersOf(octets);
  if (isEncrypted) return { refus: 'protege' };
  if (isActive) return { refus: 'actif' };
  return { octets, fichier: nomFichier(sent.name), sha256: createHash('sha256').update(octets).digest('hex') };
}

const CHAMPS: Partial<Record<RefusVersion['refus'], string>> = { etabli_a_venir: 'etabliLe', revoir_avant: 'revoirLe' };
const erreur = (refused: RefusVersion): FieldError => ({
  field: CHAMPS[refused.refus] ?? 'fichier',
  message: phrase(PHRASES_VERSION, refused),
});

function nouvellePage(rq: Rq, genre: GenreDossier, state: FormState): PageContent {
  return {
    title: 'Ajouter une version',
    breadcrumbs: [LISTE],
    body: <NouvellePage genre={genre} state={state} cle={rq.key} />,
  };
}

async function joindre(rq: SignedRq, genre: GenreDossier): Promise<Reply> {
  const form = parseForm(versionForm, rq.form);
  const recu = await recevoir(rq.form.files['fichier']);
  const versions = await allVersions(rq.db, rq.territoire.id);
  const isThere =
    !estRefus(recu) &&
    versions.some((one) => one.genre === genre && one.retrait === null && one.sha256 === recu.sha256);
  const refused: readonly RefusVersion[] = [
    ...(estRefus(recu) ? [recu] : []),
    ...(isThere ? [{ refus: 'deja_joint' } as const] : []),
    ...(form.ok ? verifierDates(form.data, rq.today) : []),
  ];
  if (!form.ok || estRefus(recu) || refused.length > 0) {
    return refusal(nouvellePage(rq, genre, withErrors(form.state, refused.map(erreur), versionForm)));
  }
  const { octets, fichier } = recu;
  const id = await saveVersion(rq.db, rq.territoire.id, { genre, octets, fichier, ...form.data }, rq.compte.id);
  const suite = genre === 'aipd' ? 'elle attend la signature du délégué' : 'elle attend la décision de l’autorité';
  return redirect(`/dossiers#${genre}`, { flash: `La version est au dossier : ${suite}.`, objet: ['dossier', id] });
}

type Page = (rq: SignedRq, version: VersionInscrite, state: FormState) => PageContent;

const signerPage: Page = (rq, version, state) => ({
  title: 'Signer l’analyse d’impact',
  breadcrumbs: [LISTE],
  body: <SignerPage version={version} state={state} cle={rq.key} qui={rq.compte.nom} />,
});

const decisionPage: Page = (rq, version, state) => ({
  title: 'Enregistrer la décision d’homologation',
  breadcrumbs: [LISTE],
  body: <DecisionPage version={version} state={state} cle={rq.key} />,
});

const retirerPage: Page = (rq, version, state) => ({
  title: 'Retirer cette version ?',
  breadcrumbs: [LISTE],
  body: <RetirerPage version={version} state={state} cle={rq.key} />,
});

const back = ({ genre }: VersionInscrite): string => `/dossiers#${genre}`;

async function signer(rq: SignedRq, version: VersionInscrite): Promise<Reply> {
  if (version.signature !== null || version.retrait !== null) return redirect(back(version));
  const form = parseForm(signatureForm, rq.form);
  if (!form.ok) return refusal(signerPage(rq, version, form.state));
  const acte = { type: 'signature', le: rq.today, texte: form.data.texte } as const;
  await saveActe(rq.db, rq.territoire.id, version, acte, rq.compte.id);
  return redirect(back(version), { flash: 'L’analyse d’impact est signée : cette version est en vigueur.' });
}

async function decider(rq: SignedRq, version: VersionInscrite): Promise<Reply> {
  if (version.decision !== null || version.retrait !== null) return redirect(back(version));
  const form = parseForm(decisionForm, rq.form);
  if (!form.ok) return refusal(decisionPage(rq, version, form.state));
  const refused = verifierDecision(version, form.data, rq.today);
  if (refused !== null) {
    const message = phrase(PHRASES_DECISION, refused);
    return refusal(decisionPage(rq, version, withErrors(form.state, [{ field: 'le', message }])));
  }
  await saveActe(rq.db, rq.territoire.id, version, { type: 'decision', ...form.data }, rq.compte.id);
  return redirect(back(version), { flash: 'La décision d’homologation est enregistrée.' });
}

async function retirer(rq: SignedRq, version: VersionInscrite): Promise<Reply> {
  if (version.retrait !== null) return redirect(back(version));
  const form = parseForm(retraitForm, rq.form);
  if (!form.ok) return refusal(retirerPage(rq, version, form.state));
  const acte = { type: 'retrait', le: rq.today, texte: form.data.texte } as const;
  await saveActe(rq.db, rq.territoire.id, version, acte, rq.compte.id);
  return redirect(back(version), { flash: 'La version est retirée : elle reste dans l’historique.' });
}

/** The two pages of a kind of file: the address names it, so that each form has its own. */
function routesDuGenre(genre: GenreDossier): readonly Route[] {
  return [
    get(`/dossiers/${genre}/nouvelle`, {
      access: tenus,
      handle: async (rq) => page(nouvellePage(rq, genre, blankForm())),
    }),
    post(`/dossiers/${genre}/nouvelle`, {
      access: tenus,
      acte: genre === 'aipd' ? 'ajouter une version de l’AIPD' : 'ajouter une version du dossier d’homologation',
      collecte: [DOSSIERS],
      poids: POIDS_FORMULAIRE,
      handle: (rq) => joindre(rq, genre),
    }),
  ];
}

/** AIPD and security homologation. `demo`: the gate before real data is open, and says so. */
export function dossiersRoutes({ demo }: { readonly demo: boolean }): readonly Route[] {
  return [
    get('/dossiers', {
      access: tenus,
      handle: async (rq) => {
        const versions = await allVersions(rq.db, rq.territoire.id);
        return page({
          title: 'Dossiers',
          body: (
            <DossiersPage
              versions={versions}
              porte={porteDesDonnees(versions, rq.today, { demo })}
              today={rq.today}
              isDpo={rq.compte.role === 'dpo'}
            />
          ),
        });
      },
    }),

    ...Object.keys(GENRES_DOSSIER)
      .filter((genre) => estCle(GENRES_DOSSIER, genre))
      .flatMap(routesDuGenre),

    get('/dossiers/:dossier/fichier', {
      access: tenus,
      load,
      handle: async (rq, version) =>
        file({
          bytes: await octetsDe(rq.db, rq.territoire.id, version.id),
          type: 'application/pdf',
          name: `${version.genre}-version-${version.numero}.pdf`,
          inline: true,
        }),
    }),

    get('/dossiers/aipd/:aipd/signer', {
      access: dpo,
      niveau: 'confirme',
      load: loadDu('aipd'),
      handle: async (rq, version) =>
        version.signature !== null || version.retrait !== null
          ? redirect(back(version))
          : page(signerPage(rq, version, blankForm())),
    }),

    post('/dossiers/aipd/:aipd/signer', {
      access: dpo,
      niveau: 'confirme',
      load: loadDu('aipd'),
      acte: 'signer une version de l’AIPD',
      collecte: [DOSSIERS],
      handle: signer,
    }),

    get('/dossiers/homologation/:homologation/decision', {
      access: tenus,
      niveau: 'confirme',
      load: loadDu('homologation'),
      handle: async (rq, version) =>
        version.decision !== null || version.retrait !== null
          ? redirect(back(version))
          : page(decisionPage(rq, version, blankForm())),
    }),

    post('/dossiers/homologation/:homologation/decision', {
      access: tenus,
      niveau: 'confirme',
      load: loadDu('homologation'),
      acte: 'enregistrer une décision d’homologation',
      collecte: [DOSSIERS],
      handle: decider,
    }),

    get('/dossiers/:dossier/retirer', {
      access: tenus,
      niveau: 'confirme',
      load,
      handle: async (rq, version) =>
        version.retrait === null ? page(retirerPage(rq, version, blankForm())) : redirect(back(version)),
    }),

    post('/dossiers/:dossier/retirer', {
      access: tenus,
      niveau: 'confirme',
      load,
      acte: 'retirer une version d’un dossier',
      collecte: [DOSSIERS],
      handle: retirer,
    }),
  ];
}
