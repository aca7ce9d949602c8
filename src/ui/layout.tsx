import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { assetUrl, themeColour } from '../platform/assets.ts';
import { Alert } from './content.tsx';
import type { Tone } from './tone.ts';

/** What every page of a territoire shows around its own content. */
export type Site = {
  /** Full name, in the footer and the logo’s alternative: « Département des Pyrénées-Orientales ». */
  readonly territoireNom: string;
  /** Short name, in the header: « Pyrénées-Orientales ». */
  readonly nomCourt: string;
  readonly logoUrl?: string | undefined;
  /** Name of the style sheet of the territoire: a file of `src/ui/theme/`. `escale` unless said. */
  readonly theme?: string | undefined;
  /** Demonstration instance: a banner says so on every page. */
  readonly demo: boolean;
  /** Who is signed in; a link to `/connexion` stands in its place otherwise. */
  readonly compte?: { readonly nom: string; readonly roleLibelle: string } | undefined;
  /** Where the « Se déconnecter » button posts, with its idempotency key. */
  readonly signOut?: { readonly action: string; readonly idempotencyKey: string } | undefined;
  /** Whose day this device may keep without network: the account, and the worker that keeps it. */
  readonly terrain?: { readonly compte: string | undefined; readonly travailleur: string } | undefined;
  readonly navigation: readonly NavigationItem[];
  /** Nonce of the Content-Security-Policy, for the one script. */
  readonly nonce: string;
  /** Path of the request, such as `/structures`. */
  readonly path: string;
};

export type NavigationItem = { readonly href: string; readonly label: string; readonly current: boolean };
export type Breadcrumb = { readonly label: string; readonly href?: string | undefined };
export type Flash = string | { readonly tone: Tone; readonly text: string };

export type LayoutProps = {
  readonly site: Site;
  /** The page’s own name; the window shows « Page — Escale ». */
  readonly title: string;
  /** From the home page down to the parent; the current page is added from `title`. */
  readonly breadcrumbs?: readonly Breadcrumb[] | undefined;
  /** Said once, after a redirection. */
  readonly flash?: Flash | undefined;
  /** The form of this page was refused: the window title begins by « Erreur : ». */
  readonly hasErrors?: boolean | undefined;
  /** A script that this page alone needs. */
  readonly script?: string | undefined;
  /** Content of `<main>`, which brings its own `<h1>` (see `PageHeader`). */
  readonly body: Child;
  /** Under the content: what its forms collect of people. */
  readonly notice?: Child;
};

const DEFER = { defer: true } as const;
/** On the page that a device keeps: its script asks the device for the day while the page is still being read. */
const TOT = { async: true, fetchpriority: 'high' } as const;

/** A whole HTML document, doctype included. Usage: `c.html(<Layout site={site} title="Lieux" body={<Lieux … />} />)`. */
export function Layout({ site, title, breadcrumbs = [], flash, hasErrors = false, script, body, notice }: LayoutProps) {
  const { theme = 'escale' } = site;
  const isCoquille = site.terrain !== undefined && site.terrain.compte === undefined;
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="fr">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${hasErrors ? 'Erreur : ' : ''}${title} — Escale`}</title>
          <link rel="stylesheet" href={assetUrl(`${theme}.css`)} />
          <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
          <meta name="theme-color" content={themeColour(theme)} />
          {site.terrain && <link rel="manifest" href="/manifest.webmanifest" />}
          {site.terrain && <link rel="apple-touch-icon" href="/icone-apple-180.png" />}
          <script src={assetUrl('escale.js')} nonce={site.nonce} defer></script>
          {site.terrain?.compte && <script src={assetUrl('attente.js')} nonce={site.nonce} defer></script>}
          {script && <script src={assetUrl(script)} nonce={site.nonce} {...(isCoquille ? TOT : DEFER)}></script>}
        </head>
        <body data-terrain={site.terrain?.travailleur} data-compte={site.terrain?.compte}>
          <a class="e-skip" href="#contenu">
            Aller au contenu
          </a>
          <a class="e-skip" href="#navigation">
            Aller à la navigation
          </a>
          <Header site={site} />
          {breadcrumbs.length > 0 && <Breadcrumbs trail={breadcrumbs} current={title} />}
          <main id="contenu" tabindex={-1} class="e-wrap e-main">
            {flash && <FlashMessage flash={flash} />}
            {site.terrain?.compte && <Attente />}
            {body}
            {notice}
          </main>
          <Footer site={site} />
        </body>
      </html>
    </>
  );
}

function Header({ site }: { readonly site: Site }) {
  const isLong = site.navigation.length > 2;
  return (
    <header class="e-header">
      {site.demo && (
        <p class="e-demo">
          <strong>Instance de démonstration :</strong> personnes et données fictives, rien de ce qui est saisi ici n’a
          d’effet.
        </p>
      )}
      <div class="e-header__band">
        <div class="e-wrap e-header__row">
          <a class="e-brand" href="/">
            <Mark />
            <span>
              <span class="e-brand__name">Escale</span>
              <span class="e-brand__place">{site.nomCourt}</span>
            </span>
          </a>
          <Account site={site} />
          {site.logoUrl && <img class="e-logo" src={site.logoUrl} alt={site.territoireNom} height="48" />}
        </div>
      </div>
      <nav id="navigation" tabindex={-1} class="e-nav" aria-label="Navigation principale">
        <div class="e-wrap">
          {isLong && (
            <details class="e-nav__toggle">
              <summary>Menu</summary>
            </details>
          )}
          <ul class={isLong ? 'e-nav__list' : 'e-nav__list e-nav__list--short'}>
            {site.navigation.map((item) => (
              <li>
                <a href={item.href} aria-current={item.current ? 'page' : undefined}>
                  {item.label}
                </a>
              </li>
            ))}
          </ul>
        </div>
      </nav>
    </header>
  );
}

function Account({ site }: { readonly site: Site }) {
  if (!site.compte) {
    return (
      <p class="e-account">
        <a href="/connexion">Se connecter</a>
      </p>
    );
  }
  return (
    <div class="e-account e-account--signed">
      <p>
        <a href="/mon-compte">{site.compte.nom}</a> <span class="e-account__role">{site.compte.roleLibelle}</span>
      </p>
      {site.signOut && (
        <form method="post" action={site.signOut.action}>
          <input type="hidden" name="_cle" value={site.signOut.idempotencyKey} />
          {site.terrain && <input type="hidden" name="appareil" value="" />}
          <button type="submit">Se déconnecter</button>
        </form>
      )}
    </div>
  );
}

/** The mark of Escale: a sun above two waves. */
function Mark() {
  return (
    <svg class="e-mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">
      <circle class="e-mark__sun" cx="20" cy="15" r="9" />
      <path
        class="e-mark__sea"
        d="M3 23q4.25-4 8.5 0t8.5 0 8.5 0 8.5 0v4q-4.25 4-8.5 0t-8.5 0-8.5 0-8.5 0ZM3 32q4.25-4 8.5 0t8.5 0 8.5 0 8.5 0v4q-4.25 4-8.5 0t-8.5 0-8.5 0-8.5 0Z"
      />
    </svg>
  );
}

function Breadcrumbs({ trail, current }: { readonly trail: readonly Breadcrumb[]; readonly current: string }) {
  return (
    <nav class="e-wrap e-breadcrumbs" aria-label="Fil d’Ariane">
      <ol>
        {trail.map((crumb) => (
          <li>{crumb.href ? <a href={crumb.href}>{crumb.label}</a> : crumb.label}</li>
        ))}
        <li aria-current="page">{current}</li>
      </ol>
    </nav>
  );
}

/** What waits on the device for the network, told by its script. */
function Attente() {
  return (
    <p class="e-attente" role="status" data-attente hidden>
      <a href="/terrain">Ma journée</a> <span></span>
    </p>
  );
}

function FlashMessage({ flash }: { readonly flash: Flash }) {
  const { tone, text } = typeof flash === 'string' ? ({ tone: 'success', text: flash } as const) : flash;
  return (
    <div role="status" class="e-flash">
      <Alert tone={tone}>{text}</Alert>
    </div>
  );
}

function Footer({ site }: { readonly site: Site }) {
  return (
    <footer class="e-footer">
      <div class="e-wrap">
        <p class="e-footer__name">{site.territoireNom}</p>
        {site.compte && (
          <p class="e-footer__alert">
            <a href="/violations/signaler">Signaler une fuite ou une perte de données</a>
          </p>
        )}
        <ul class="e-footer__links">
          <li>
            <a href="/verifier">Vérifier un document</a>
          </li>
          <li>
            <a href="/retirer-un-mandat">Retirer un mandat</a>
          </li>
          <li>
            <a href="/mentions-legales">Mentions légales</a>
          </li>
          <li>
            <a href="/donnees-personnelles">Données personnelles</a>
          </li>
          <li>
            <a href="/accessibilite">Accessibilité</a>
          </li>
          <li>
            <a href="/plan-du-site">Plan du site</a>
          </li>
        </ul>
      </div>
    </footer>
  );
}
