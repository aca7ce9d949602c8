import type { Child } from 'hono/jsx';
import { EmptyState, Hero, Section } from '../../../ui/content.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { type CommuneTrouvee, deCommune } from '../rules.ts';
import { type Passage, Passages } from './passages.tsx';
import { Telephone } from './telephone.tsx';

type Territoire = { readonly nom: string; readonly nomComplet: string; readonly telephone: string | null };

export type AccueilProps = {
  readonly territoire: Territoire;
  readonly aujourdhui: Temporal.PlainDate;
  /** What was typed, shown again in the field. */
  readonly ou: string;
  readonly passages: readonly Passage[];
  readonly total: number;
};

/** The first page anyone sees: where do you live, and who comes near there soon. */
export function Accueil(props: AccueilProps) {
  return (
    <>
      <Hero
        title="De l’aide pour vos démarches sur Internet"
        lead={`Un agent du ${props.territoire.nomComplet} vous reçoit près de chez vous. C’est gratuit et confidentiel.`}
      >
        <Recherche ou={props.ou} />
        <p class="e-hero__suite">
          <a href="/prendre-rendez-vous">Prendre rendez-vous</a>, ou <a href="/mon-rendez-vous">changer le vôtre</a>.
        </p>
      </Hero>
      <div class="e-deux">
        <Section title="Les prochaines permanences dans le département">
          <ListeOuRien {...props} />
          {props.total > props.passages.length && (
            <p>
              <a href="/?page=1">Voir les {props.total} lieux de permanence</a>
            </p>
          )}
        </Section>
        <Section title="Comment ça se passe ?">
          <ul class="e-promesses">
            <Promesse icon="person" title="Une personne vous aide">
              Impôts, santé, CAF, retraite, papiers d’identité : vous faites la démarche ensemble, à votre rythme.
            </Promesse>
            <Promesse icon="success" title="C’est gratuit">
              Vous ne payez rien, jamais. Vous n’avez pas besoin d’ordinateur.
            </Promesse>
            <Promesse icon="lock" title="C’est confidentiel">
              L’agent garde le secret : il ne répète pas ce que vous lui dites. Vous êtes reçu dans un bureau fermé.
            </Promesse>
          </ul>
        </Section>
      </div>
      <p>
        Vous êtes une commune, une association, un organisme ?{' '}
        <a href="/accueillir-une-permanence">Accueillez une permanence chez vous</a>.
      </p>
    </>
  );
}

function Promesse(props: { readonly icon: IconName; readonly title: string; readonly children?: Child }) {
  return (
    <li>
      <Icon name={props.icon} />
      <div>
        <h3>{props.title}</h3>
        <p>{props.children}</p>
      </div>
    </li>
  );
}

function Recherche({ ou }: { readonly ou: string }) {
  return (
    <search class="e-search">
      <form method="get" action="/">
        <label class="ds-label" for="ou">
          Votre commune ou votre code postal
        </label>
        <div class="e-search__row">
          <input
            class="ds-input e-search__commune"
            type="search"
            id="ou"
            name="ou"
            value={ou}
            maxlength={80}
            autocomplete="postal-code"
          />
          <button class="ds-button" type="submit" data-variant="primary">
            <Icon name="search" />
            Chercher
          </button>
        </div>
      </form>
    </search>
  );
}

function ListeOuRien(props: Pick<AccueilProps, 'territoire' | 'aujourdhui' | 'passages'>) {
  if (props.passages.length > 0) return <Passages passages={props.passages} aujourdhui={props.aujourdhui} />;
  return (
    <EmptyState title="Aucune permanence n’est prévue pour le moment.">
      Revenez bientôt
      {props.territoire.telephone && (
        <>
          , ou téléphonez au Département : <Telephone numero={props.territoire.telephone} />
        </>
      )}
      .
    </EmptyState>
  );
}

export type ListePage = AccueilProps & {
  readonly page: number;
  readonly pages: number;
  /** Address of another page of the same list. */
  readonly href: (page: number) => string;
};

function Suite(props: ListePage) {
  return (
    <>
      <ListeOuRien {...props} />
      <Pagination page={props.page} pages={props.pages} href={props.href} />
    </>
  );
}

/** Every lieu of the territoire, by the date of its next permanence. */
export function ToutesPage(props: ListePage) {
  return (
    <>
      <Hero
        title="Toutes les permanences"
        lead="De la plus proche dans le temps à la plus lointaine. L’aide est gratuite."
      >
        <Recherche ou={props.ou} />
      </Hero>
      <Suite {...props} />
    </>
  );
}

/** The permanences around a place, the nearest first. */
export function ProchesPage(
  props: ListePage & {
    /** « Céret », or « 66400 ». */
    readonly lieu: string;
    /** Of another département: the nearest permanences are still ours. */
    readonly estAilleurs: boolean;
    /** Its coordinates are not known: the list is by name. */
    readonly estSansPosition: boolean;
    readonly autres: readonly CommuneTrouvee[];
  },
) {
  return (
    <>
      <Hero title={`Permanences près ${deCommune(props.lieu)}`} lead="L’aide est gratuite et confidentielle.">
        <Recherche ou={props.ou} />
        <p class="e-hero__suite">
          <a href={`/prendre-rendez-vous?ou=${encodeURIComponent(props.lieu)}`}>
            Prendre rendez-vous près {deCommune(props.lieu)}
          </a>
        </p>
      </Hero>
      {props.estAilleurs && (
        <p>
          {props.lieu} n’est pas dans le département. Voici les lieux les plus proches, dans le département :{' '}
          {props.territoire.nom}.
        </p>
      )}
      {props.estSansPosition && (
        <p>Nous ne savons pas situer {props.lieu} sur la carte : voici tous les lieux, dans l’ordre de leur nom.</p>
      )}
      <Suite {...props} />
      {props.autres.length > 0 && (
        <nav aria-label="Autres communes">
          <p>Vous cherchiez une autre commune ?</p>
          <Communes communes={props.autres} />
        </nav>
      )}
    </>
  );
}

/** Several communes answer: which one? */
export function ChoixPage(props: { readonly ou: string; readonly communes: readonly CommuneTrouvee[] }) {
  return (
    <>
      <Hero
        title="Quelle est votre commune ?"
        lead={`Plusieurs communes répondent à « ${props.ou} ». Choisissez la vôtre.`}
      >
        <Communes communes={props.communes} />
      </Hero>
      <p>Votre commune n’est pas dans la liste ? Écrivez son nom en entier, ou son code postal.</p>
      <Recherche ou={props.ou} />
    </>
  );
}

const french = new Intl.Collator('fr');

/** By name, the communes of the département of the first one, which is ours when it has any, before those of the others. */
function Communes({ communes }: { readonly communes: readonly CommuneTrouvee[] }) {
  const ailleurs = ({ departement }: CommuneTrouvee) => Number(departement !== communes[0]?.departement);
  return (
    <ul class="e-communes">
      {communes
        .toSorted((a, b) => ailleurs(a) - ailleurs(b) || french.compare(a.nom, b.nom))
        .map(({ codeInsee, nom, codesPostaux: [codePostal] }) => (
          <li>
            <a href={`/?ou=${encodeURIComponent(nom)}&commune=${codeInsee}`}>{nom}</a> {codePostal}
          </li>
        ))}
    </ul>
  );
}

/** Nothing answers: everything is shown instead. */
export function InconnuePage(props: ListePage) {
  return (
    <>
      <Hero
        title="Nous ne trouvons pas cette commune"
        lead={`Nous ne connaissons pas « ${props.ou} ». Vérifiez le nom, ou écrivez les 5 chiffres du code postal.`}
      >
        <Recherche ou={props.ou} />
      </Hero>
      <Section title="Toutes les permanences à venir">
        <Suite {...props} />
      </Section>
    </>
  );
}
