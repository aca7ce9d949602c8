import { formatDateCourte, parisDate } from '../../domain/date.ts';
import { file, type PageContent, type Reply, redirect } from '../../platform/http/reply.ts';
import type { SignedRq } from '../../platform/http/route.ts';
import { XLSX_TYPE } from '../../platform/spreadsheet/write.ts';
import type { FormState } from '../../ui/form-state.ts';
import { findLogoStructure } from '../structures/logo-store.ts';
import { findLogo } from '../territoires/store.ts';
import { renderReleve } from './document/releve.ts';
import { renderTableur } from './document/tableur.ts';
import { contenuDe, type Dossier, isPublic } from './dossier.ts';
import { empreinteCourte, empreinteDe } from './empreinte.ts';
import { avancementDe, estLa } from './lecture.ts';
import { attente, ETATS_RELEVE, ecarts, montrer } from './rules.ts';
import { actesDe, type Releve, versionsDe } from './store.ts';
import { refusDEnvoi } from './vie.ts';
import { titreDuMois } from './views/commun.tsx';
import { CertifierPage, CorrigerPage, PartPage, RetournerPage } from './views/gestes.tsx';
import { type Peut, RelevePage, titreDuReleve } from './views/releve.tsx';

export const urlOf = ({ releve }: Pick<Dossier, 'releve'>): string => `/releves/${releve.id}`;

/** Who reads it may go back to his own list. */
function breadcrumbs(rq: SignedRq, { convention }: Dossier) {
  if (rq.compte.role === 'agent') return [{ href: '/releves', label: 'Mes relevés' }];
  const list = { href: `/conventions/${convention.id}/releves`, label: `Relevés, ${convention.reference}` };
  return rq.compte.role === 'equipe'
    ? [{ href: '/releves', label: 'Relevés d’activité' }, list]
    : [{ href: '/ma-structure', label: 'Ma structure' }, list];
}

/** Outside of the team a version is read once it is sent: read day after day as it is prepared, its figures would tell who came. */
function estLisible(rq: SignedRq, { releve }: Dossier): boolean {
  return !isPublic(rq) || releve.etat === 'envoye' || releve.etat === 'certifie';
}

async function lire(rq: SignedRq, dossier: Dossier) {
  const { releve } = dossier;
  const contenu = await contenuDe(rq.db, rq.territoire.id, dossier);
  const versions = await versionsDe(rq.db, rq.territoire.id, releve);
  const empreinte = empreinteDe({ contenu, part: releve.part }, releve.sel);
  // A version is opened beside a certified one: all those before are.
  const before = versions.flatMap(({ numero, contenu: certified, part }) =>
    numero < releve.numero && certified !== null ? [{ contenu: certified, part }] : [],
  );
  const options = { isPublic: isPublic(rq) };
  return {
    versions,
    empreinte,
    montre: montrer(contenu, { ...options, avant: before.map((one) => one.contenu) }),
    isIntact: releve.empreinte === null || releve.empreinte === empreinte,
    /** What changed since the version before; null: there is none. */
    ecarts: before.length === 0 ? null : ecarts([...before, { contenu, part: releve.part }], options),
  };
}

function peut(rq: SignedRq, dossier: Dossier, versions: readonly Releve[]): Peut {
  const { releve } = dossier;
  const { role } = rq.compte;
  const isReferent = role === 'referent';
  const isLast = versions.at(-1)?.id === releve.id;
  return {
    envoyer: !isReferent && refusDEnvoi(rq, dossier) === null,
    reprendre: !isReferent && releve.etat === 'envoye',
    part: isReferent && releve.etat !== 'certifie',
    certifier: isReferent && releve.etat === 'envoye',
    corriger: !isReferent && releve.etat === 'certifie' && isLast,
  };
}

export async function relevePage(rq: SignedRq, dossier: Dossier): Promise<PageContent> {
  const { releve, convention, agents } = dossier;
  const { versions, empreinte, montre, ecarts: changes, isIntact } = await lire(rq, dossier);
  const isLisible = estLisible(rq, dossier);
  const waited = attente(avancementDe(releve.mois, releve));
  const ids = versions.map(({ id }) => id);
  return {
    title: titreDuReleve(dossier),
    breadcrumbs: breadcrumbs(rq, dossier),
    body: (
      <RelevePage
        montre={isLisible ? montre : null}
        ecarts={isLisible ? changes : null}
        isIntact={isIntact}
        releve={releve}
        convention={convention}
        versions={versions}
        empreinte={empreinteCourte(empreinte)}
        isLate={waited !== null && Temporal.PlainDate.compare(rq.today, waited.enRetardLe) >= 0}
        actes={await actesDe(rq.db, rq.territoire.id, ids)}
        agents={agents.filter((one) => estLa(one, rq.today)).map(({ nom }) => nom)}
        peut={peut(rq, dossier, versions)}
        cle={rq.key}
      />
    ),
  };
}

export async function pdf(rq: SignedRq, dossier: Dossier): Promise<Reply> {
  const { db, territoire, today } = rq;
  const { releve, convention } = dossier;
  if (!estLisible(rq, dossier)) return redirect(urlOf(dossier));
  const { montre, empreinte, ecarts: changes } = await lire(rq, dossier);
  const bytes = await renderReleve({
    ...{ releve, convention, montre, territoire, today, ecarts: changes },
    empreinte: empreinteCourte(empreinte),
    logo: (await findLogo(db, territoire.id))?.octets ?? null,
    logoStructure: (await findLogoStructure(db, territoire.id, convention.structure.id))?.octets ?? null,
  });
  return file({ bytes, type: 'application/pdf', name: `${nomDeFichier(dossier)}.pdf`, inline: true });
}

function nomDeFichier({ releve, convention }: Dossier): string {
  const reference = convention.reference.replace(/[^A-Za-z0-9-]+/g, '-');
  return `releve-${reference}-${releve.mois.toPlainYearMonth()}-v${releve.numero}`;
}

const DIFFUSION = ['Diffusion', 'Équipe seulement : les nombres de 1 à 4 y figurent'] as const;

export async function xlsx(rq: SignedRq, dossier: Dossier): Promise<Reply> {
  const { releve, convention } = dossier;
  if (!estLisible(rq, dossier)) return redirect(urlOf(dossier));
  const { montre, empreinte } = await lire(rq, dossier);
  const certifie =
    releve.certifieAt === null
      ? ''
      : ` par ${releve.certifieNom}, le ${formatDateCourte(parisDate(releve.certifieAt))}`;
  const sel = releve.sel === null ? [] : [['Sel de l’empreinte', releve.sel] as const];
  const bytes = await renderTableur({
    titre: [
      ['Structure', convention.structure.nom],
      ['Convention', convention.reference],
      ['Mois', titreDuMois(releve.mois)],
      ['Version', String(releve.numero)],
      ['État', `${ETATS_RELEVE[releve.etat]}${certifie}`],
      ['Empreinte', empreinteCourte(empreinte)],
      ...(montre.isPublic ? [] : [...sel, DIFFUSION]),
    ],
    montre,
    part: releve.part,
  });
  return file({ bytes, type: XLSX_TYPE, name: `${nomDeFichier(dossier)}.xlsx` });
}

/** Where one comes from, and back: a form about a relevé. */
function formPage(rq: SignedRq, dossier: Dossier, title: string, body: PageContent['body']): PageContent {
  const back = { href: urlOf(dossier), label: titreDuMois(dossier.releve.mois) };
  return { title, breadcrumbs: [...breadcrumbs(rq, dossier), back], body };
}

export function partPage(rq: SignedRq, dossier: Dossier, state: FormState): PageContent {
  return formPage(rq, dossier, 'Votre part', <PartPage {...dossier} state={state} cle={rq.key} />);
}

export function retournerPage(rq: SignedRq, dossier: Dossier, state: FormState): PageContent {
  return formPage(rq, dossier, 'Retourner ce relevé', <RetournerPage {...dossier} state={state} cle={rq.key} />);
}

export function corrigerPage(rq: SignedRq, dossier: Dossier, state: FormState): PageContent {
  return formPage(rq, dossier, 'Ouvrir une correction', <CorrigerPage {...dossier} state={state} cle={rq.key} />);
}

export async function certifierPage(rq: SignedRq, dossier: Dossier, state: FormState): Promise<PageContent> {
  const { montre, empreinte } = await lire(rq, dossier);
  const body = <CertifierPage {...dossier} state={state} cle={rq.key} montre={montre} empreinte={empreinte} />;
  return formPage(rq, dossier, 'Certifier ce relevé', body);
}
