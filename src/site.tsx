import type { Role } from './domain/compte.ts';
import { rolesLibelles } from './domain/compte.ts';
import type { PageContent } from './platform/http/reply.ts';
import type { Trouble, TroublePage, View } from './platform/http/server.ts';
import { PageHeader } from './ui/content.tsx';
import { Layout, type NavigationGroup, type NavigationItem } from './ui/layout.tsx';
import { NoticeDonnees } from './ui/notice.tsx';
import { withNoBreakSpaces } from './ui/typography.ts';

type Entree = { readonly href: string; readonly label: string };

const PUBLIC: readonly Entree[] = [{ href: '/', label: 'Trouver de l’aide' }];

/** An entry of the menu; `groupe`: pages that go together, of which the menu has room for the first alone. */
type EntreeDeMenu = Entree & { readonly groupe?: { readonly nom: string; readonly pages: readonly Entree[] } };

const NOTES: Entree = { href: '/accompagnements', label: 'Mes accompagnements' };
const CE_QUE_J_AI_FAIT = {
  nom: 'Ce que j’ai fait',
  pages: [NOTES, { href: '/mes-heures', label: 'Mes heures' }, { href: '/mon-activite', label: 'Mon activité' }],
} as const;

/** What each role finds in the navigation, the first entry being where it arrives. */
const navigation: Record<Role, readonly EntreeDeMenu[]> = {
  agent: [
    { href: '/agenda', label: 'Mon agenda' },
    { href: '/terrain', label: 'Ma journée' },
    { href: '/rendez-vous', label: 'Rendez-vous' },
    { ...NOTES, groupe: CE_QUE_J_AI_FAIT },
    { href: '/mandats', label: 'Mandats' },
    { href: '/releves', label: 'Relevés' },
    { href: '/lieux', label: 'Lieux' },
  ],
  equipe: [
    { href: '/tableau-de-bord', label: 'Tableau de bord' },
    { href: '/demandes', label: 'Demandes' },
    { href: '/structures', label: 'Structures' },
    { href: '/conventions', label: 'Conventions' },
    { href: '/echeancier', label: 'Échéancier' },
    { href: '/lieux', label: 'Lieux' },
    { href: '/agents', label: 'Agents' },
    { href: '/permanences', label: 'Permanences' },
  ],
  referent: [{ href: '/ma-structure', label: 'Ma structure' }],
  direction: [{ href: '/pilotage', label: 'Pilotage' }],
  dpo: [
    { href: '/dpo', label: 'Tableau du DPO' },
    { href: '/violations', label: 'Violations' },
    { href: '/echanges', label: 'Échanges' },
    { href: '/dossiers', label: 'Dossiers' },
    { href: '/conservation', label: 'Conservation' },
    { href: '/droits', label: 'Droits' },
    { href: '/mandats/acces', label: 'Mandats' },
    { href: '/journal', label: 'Journal' },
  ],
  administrateur: [
    { href: '/reglages', label: 'Réglages' },
    { href: '/administration', label: 'Administration' },
    { href: '/dossiers', label: 'Dossiers' },
  ],
};

const RETRAITS: Entree = { href: '/retraits/nouveau', label: 'Retirer un mandat avec ses codes' };
/** What a person asks, at a counter, about their own data. */
const DROITS: Entree = { href: '/droits/nouvelle', label: 'Enregistrer une demande de droits' };

/** What follows rendez-vous once they are taken. */
const SUIVI_RENDEZ_VOUS: readonly Entree[] = [
  { href: '/appels', label: 'Appels à passer' },
  { href: '/a-replacer', label: 'Rendez-vous à replacer' },
  { href: '/attente', label: 'Liste d’attente' },
  { href: '/personnes', label: 'Personnes' },
];

const SERVICES: Entree = { href: '/services-bloques', label: 'Services qui bloquent' };

/** What each role may open, and its navigation has no room for: it has one in the map of the site. */
const AUSSI: Record<Role, readonly Entree[]> = {
  agent: [
    { href: '/accompagnements/nouveau', label: 'Noter hors séance' },
    { href: '/absences', label: 'Mes absences' },
    ...SUIVI_RENDEZ_VOUS,
    { href: '/personnes?miennes=1', label: 'Personnes que je suis' },
    SERVICES,
    { href: '/echanges', label: 'Échanges de données' },
    RETRAITS,
    DROITS,
  ],
  equipe: [
    { href: '/planning', label: 'Planning de l’équipe' },
    { href: '/rendez-vous', label: 'Rendez-vous' },
    { href: '/rendez-vous/motifs', label: 'Types de rendez-vous' },
    ...SUIVI_RENDEZ_VOUS,
    SERVICES,
    { href: '/releves', label: 'Relevés d’activité' },
    { href: '/mandats/suivi', label: 'Suivi des mandats' },
    { href: '/mandats/reglages', label: 'Réglages des mandats' },
    { href: '/destructions', label: 'Destructions' },
    { href: '/absences', label: 'Absences des agents' },
    { href: '/reglages/planning', label: 'Vacances scolaires et trajets' },
    RETRAITS,
    DROITS,
  ],
  referent: [],
  direction: [{ href: '/releves', label: 'Relevés d’activité' }, SERVICES],
  dpo: [
    { href: '/destructions', label: 'Destructions' },
    { href: '/mandats/notice', label: 'Notice des mandats' },
    { href: '/mandats/reglages', label: 'Réglages des mandats' },
    { href: '/registre-des-traitements', label: 'Registre des traitements' },
    DROITS,
  ],
  administrateur: [{ href: '/reglages/planning', label: 'Vacances scolaires et trajets' }],
};

/** Where a role arrives once signed in. */
export function accueil(role: Role): string {
  return navigation[role][0]?.href ?? '/';
}

const LEGALES: readonly Entree[] = [
  { href: '/mentions-legales', label: 'Mentions légales' },
  { href: '/donnees-personnelles', label: 'Données personnelles' },
  { href: '/exercer-mes-droits', label: 'Exercer mes droits' },
  { href: '/accessibilite', label: 'Accessibilité' },
  { href: '/plan-du-site', label: 'Plan du site' },
];

/** The pages of a menu, those of its groups included. */
function pagesDe(role: Role): readonly Entree[] {
  return navigation[role].flatMap((entree) => entree.groupe?.pages ?? [entree]);
}

/** The links of the site: those of everyone, and those of the role signed in. */
export function planDuSite(role: Role | undefined): readonly { titre: string; entrees: readonly Entree[] }[] {
  const toutes = { href: '/?page=1', label: 'Toutes les permanences' };
  const prendre = { href: '/prendre-rendez-vous', label: 'Prendre rendez-vous' };
  const mien = { href: '/mon-rendez-vous', label: 'Mon rendez-vous' };
  const verifier = { href: '/verifier', label: 'Vérifier un document' };
  const retirer = { href: '/retirer-un-mandat', label: 'Retirer un mandat' };
  const accueillir = { href: '/accueillir-une-permanence', label: 'Accueillir une permanence' };
  const connexion = { href: '/connexion', label: 'Se connecter' };
  const pourTous = [
    ...PUBLIC,
    toutes,
    prendre,
    mien,
    accueillir,
    retirer,
    verifier,
    ...(role === undefined ? [connexion] : []),
  ];
  return [
    { titre: 'Pour tous', entrees: pourTous },
    ...(role === undefined
      ? []
      : [{ titre: `Votre espace : ${rolesLibelles[role]}`, entrees: [...pagesDe(role), ...AUSSI[role]] }]),
    { titre: 'Le site', entrees: LEGALES },
  ];
}

/** One line on a desk: where it is full, the name of the site leads to what anyone sees. */
const ENTREES_MAX = 7;

function entreesDe(role: Role): readonly EntreeDeMenu[] {
  const own = navigation[role];
  return own.length < ENTREES_MAX ? [...own, ...PUBLIC] : own;
}

function isCurrent(path: string, href: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}

function itemsDe(path: string, entrees: readonly EntreeDeMenu[]): NavigationItem[] {
  return entrees.map(({ href, label, groupe }) => {
    const pages = groupe?.pages ?? [{ href }];
    return { href, label, current: pages.some((one) => isCurrent(path, one.href)) };
  });
}

/** The pages that go with that of a path, when it is one of them. */
function groupeDe(path: string, entrees: readonly EntreeDeMenu[]): NavigationGroup | undefined {
  const groupe = entrees.find((one) => one.groupe?.pages.some(({ href }) => href === path))?.groupe;
  return groupe && { nom: groupe.nom, pages: itemsDe(path, groupe.pages) };
}

/** In the place of whoever is signed in, on a page that a device keeps. */
const QUICONQUE = { nom: 'Mon compte', roleLibelle: '' } as const;

/** Wraps a page in the house's layout, with the navigation of whoever is signed in. */
export function layout(demo: boolean): (view: View, content: PageContent) => string {
  return (view, content) => {
    const entries = view.compte === undefined ? PUBLIC : entreesDe(view.compte.role);
    const site = {
      territoireNom: view.territoire?.nomComplet ?? 'Escale',
      nomCourt: view.territoire?.nom ?? '',
      theme: view.territoire?.theme,
      logoUrl: view.territoire?.logo ? `/logo?v=${view.territoire.logo}` : undefined,
      demo,
      compte:
        view.compte &&
        (content.coquille ? QUICONQUE : { nom: view.compte.nom, roleLibelle: rolesLibelles[view.compte.role] }),
      signOut: { action: '/deconnexion', idempotencyKey: view.key },
      terrain:
        view.compte?.role === 'agent'
          ? { compte: content.coquille ? undefined : view.compte.id, travailleur: '/sw.js' }
          : undefined,
      navigation: itemsDe(view.path, entries),
      groupe: groupeDe(view.path, entries),
      nonce: view.nonce,
      path: view.path,
    };
    return withNoBreakSpaces(
      String(
        <Layout
          site={site}
          title={content.title}
          breadcrumbs={content.breadcrumbs}
          flash={view.flash}
          hasErrors={content.hasErrors}
          script={content.script}
          body={content.body}
          notice={notice(view)}
        />,
      ),
    );
  };
}

/** Under each form that collects something of people. */
function notice({ territoire, collecte }: View) {
  if (territoire === undefined || collecte.length === 0) return undefined;
  const { dureesConservation, nomComplet, courriel } = territoire;
  return (
    <NoticeDonnees donnees={collecte} reglages={dureesConservation} responsable={nomComplet} courriel={courriel} />
  );
}

const troubles: Record<Trouble, { title: string; sentences: readonly string[] }> = {
  'not-found': {
    title: 'Page introuvable',
    sentences: ['Cette page n’existe pas, ou n’existe plus.', 'Vérifiez l’adresse, ou repartez de la page d’accueil.'],
  },
  forbidden: {
    title: 'Page réservée',
    sentences: [
      'Votre rôle ne donne pas accès à cette page.',
      'Si vous en avez besoin, parlez-en à l’équipe technique de votre Département.',
    ],
  },
  'stale-form': {
    title: 'Formulaire incomplet',
    sentences: [
      'Ce formulaire ne nous est pas parvenu en entier, ou a déjà servi.',
      'Revenez à la page précédente, rechargez-la, puis recommencez.',
    ],
  },
  'foreign-origin': {
    title: 'Envoi refusé',
    sentences: ['Cet envoi ne vient pas d’une page d’Escale.', 'Ouvrez la page dans Escale, puis recommencez.'],
  },
  'too-large': {
    title: 'Envoi trop volumineux',
    sentences: [
      'Ce que vous avez envoyé dépasse la taille acceptée.',
      'Choisissez un fichier plus léger, puis recommencez.',
    ],
  },
  'too-many': {
    title: 'Trop d’envois',
    sentences: [
      'Cette page a reçu trop d’envois de votre adresse, ou de votre compte, en peu de temps.',
      'Attendez quelques minutes, puis recommencez. Rien de ce qui était enregistré n’est perdu.',
    ],
  },
  'already-sent': {
    title: 'Formulaire déjà envoyé',
    sentences: [
      'Ce formulaire a déjà été enregistré, avec d’autres réponses. Celles-ci ne le sont pas.',
      'Regardez d’abord ce qui est enregistré ; pour le changer, ouvrez à nouveau la page et recommencez.',
    ],
  },
  busy: {
    title: 'Escale est très demandée',
    sentences: ['Trop de personnes la consultent en ce moment.', 'Réessayez dans quelques secondes.'],
  },
  away: {
    title: 'Escale est momentanément indisponible',
    sentences: [
      'La base de données ne répond pas. Rien de ce que vous aviez enregistré n’est perdu.',
      'Réessayez dans quelques instants.',
    ],
  },
  bug: {
    title: 'Une erreur est survenue',
    sentences: [
      'Escale n’a pas pu répondre. L’erreur est notée et rien n’a été enregistré à moitié.',
      'Réessayez ; si cela recommence, prévenez l’équipe technique.',
    ],
  },
};

/** The page that says what went wrong and what to do next. */
export function trouble(kind: Trouble, reference?: string): TroublePage {
  const { title, sentences } = troubles[kind];
  return {
    title,
    message: [`${title}.`, ...sentences].join(' '),
    body: (
      <>
        <PageHeader title={title} />
        {sentences.map((sentence) => (
          <p>{sentence}</p>
        ))}
        {reference !== undefined && (
          <p>
            Référence à donner : <code>{reference}</code>
          </p>
        )}
        <p>
          <a href="/">Aller à la page d’accueil</a>
        </p>
      </>
    ),
  };
}
