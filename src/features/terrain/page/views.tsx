import { raw } from 'hono/html';
import { formatDuree } from '../../../domain/date.ts';
import {
  cles,
  DEMARCHES,
  DUREES,
  THEMATIQUES,
  TYPES_COORDINATION,
  TYPES_LIEU,
  type TypeActivite,
} from '../../../domain/nomenclatures.ts';
import { assetUrl } from '../../../platform/assets.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Alert, PageHeader } from '../../../ui/content.tsx';
import { FORMULAIRE } from '../../accompagnements/formulaire.ts';
import { type ChoixFormulaires, Formulaires } from './formulaires.tsx';

/**
 * The page that a device keeps: places to fill, the forms and the shape of each line. Nothing here depends on who asks for it; what it
 * shows comes from the device, by `src/browser/terrain.ts`, which names its places by `data-c`.
 */
export function TerrainPage({ communes, today }: ChoixFormulaires) {
  return (
    <>
      <PageHeader title="Ma journée" lead="Même sans réseau : vos séances, et ce que vous notez." />
      <noscript>
        <Alert tone="warning">
          Cette page a besoin de JavaScript pour garder votre journée sur l’appareil. Sans lui, avec du réseau, tout se
          note depuis <a href="/agenda">votre agenda</a>.
        </Alert>
      </noscript>
      <div data-c="terrain" data-formulaire={String(FORMULAIRE)} hidden data-saisie={assetUrl('saisie.js')}>
        <p class="e-terrain__message" data-c="message" role="alert" tabindex={-1} hidden></p>
        <p class="e-terrain__etat" data-c="etat" role="status"></p>
        <p data-c="reconnecter" hidden>
          <ButtonLink href="/connexion?suite=%2Fterrain" variant="primary">
            Me reconnecter
          </ButtonLink>
        </p>
        <Listes />
        <Saisie />
      </div>
      <Modeles />
      <Donnees id="libelles" type="application/json">
        {JSON.stringify(LIBELLES)}
      </Donnees>
      <Donnees id="formulaires" type="text/html">
        {String(<Formulaires communes={communes} today={today} />)}
      </Donnees>
    </>
  );
}

const HORS_SEANCE = [
  ['Individuel', 'Une personne aidée'],
  ['Collectif', 'Un atelier'],
  ['Evenement', 'Un évènement'],
  ['Partenariat', 'Un partenariat'],
  ['Animation', 'Une animation'],
] as const satisfies readonly (readonly [TypeActivite, string])[];

/** What is missing, said before it is kept. */
const MANQUE = {
  thematiques: 'Choisissez au moins un thème.',
  demarches: 'Précisez la démarche administrative dont il s’agit.',
  demarchesEnTrop: 'Une démarche n’est attendue qu’avec le thème « Aide aux démarches administratives ».',
  duree: 'Choisissez la durée.',
  dureeAutre: 'La durée est comprise entre 1 et 1 439 minutes.',
  issuePrecision: 'Dites pourquoi c’était impossible.',
  orientation: 'Choisissez vers qui la personne est orientée.',
  lieu: 'Choisissez le lieu, ou un autre type de lieu.',
  commune: 'Indiquez la commune.',
} as const;

/** What the script says of this page alone. */
const PHRASES = {
  portail:
    'Le réseau ne mène pas à Escale : il demande sans doute de s’identifier. Ce que vous notez est gardé ici, et partira ensuite.',
  illisible: 'Cette saisie est illisible : elle a été abîmée ou modifiée sur l’appareil. Elle ne peut qu’être retirée.',
  ecartee: 'Une version notée plus tard, sur un autre appareil, a été gardée à la place de celle-ci.',
  attente: 'Le serveur ne répond pas pour l’instant : nouvel essai dans un moment.',
  pleineALEnvoi:
    'Cet appareil n’a plus de place pour garder la réponse du serveur : libérez-en. Rien de ce qui attend n’est perdu.',
  sansFormulaire: 'Ce formulaire n’est pas encore sur cet appareil. Rechargez cette page dès le retour du réseau.',
  sansServeur:
    'Ce navigateur ne peut pas ouvrir cette page sans réseau. Ce que vous notez ici est gardé, mais laissez la page ouverte.',
} as const;

/** The words of the lists of this page, by field. */
const LIBELLES = {
  phrases: PHRASES,
  manque: MANQUE,
  thematiques: THEMATIQUES,
  demarches: DEMARCHES,
  typeLieu: TYPES_LIEU,
  typeActivite: TYPES_COORDINATION,
  duree: Object.fromEntries(
    cles(DUREES).flatMap((one) => (one === 'personnaliser' ? [] : [[one, formatDuree(Number(one))]])),
  ),
} as const;

/** What the script reads when it needs it: a browser neither draws nor runs it, and takes no time to read it. */
function Donnees({ id, type, children }: { readonly id: string; readonly type: string; readonly children: string }) {
  return (
    <script id={id} type={type}>
      {raw(children)}
    </script>
  );
}

function Listes() {
  return (
    <div data-c="vue-journee">
      <section class="e-section" data-c="section-corriger" hidden>
        <h2>À corriger</h2>
        <p class="e-muted">
          Ces saisies ne sont pas enregistrées. Elles restent ici jusqu’à ce que vous les repreniez.
        </p>
        <ul class="e-accompagnements" data-c="corriger"></ul>
      </section>
      <section class="e-section" data-c="section-attente" hidden>
        <h2>En attente d’envoi</h2>
        <ul class="e-accompagnements" data-c="attente"></ul>
      </section>
      <section class="e-section">
        <h2>Séances</h2>
        <p class="e-muted" data-c="lue"></p>
        <div data-c="jours"></div>
      </section>
      <section class="e-section" data-c="section-hors">
        <h2>Noter hors séance</h2>
        <p class="e-actions">
          {HORS_SEANCE.map(([type, label]) => (
            <ButtonLink href={`#hors-${type}`}>{label}</ButtonLink>
          ))}
        </p>
        <div data-c="hors"></div>
      </section>
      <p>
        <a href="/agenda">Mon agenda en ligne</a>
      </p>
    </div>
  );
}

function Saisie() {
  return (
    <section class="e-section" data-c="vue-fiche" hidden>
      <h2 data-c="titre-fiche" tabindex={-1}>
        Noter un accompagnement
      </h2>
      <p data-c="contexte"></p>
      <p class="e-muted">
        N’écrivez rien qui désigne la personne : ni nom, ni numéro, ni adresse. Le secret professionnel s’applique
        (article 2).
      </p>
      <div data-c="section-derniers" hidden>
        <h3>Repartir de vos derniers choix</h3>
        <div class="e-actions" data-c="derniers"></div>
      </div>
      <div data-c="fiche"></div>
    </section>
  );
}

function Modeles() {
  return (
    <>
      <template id="modele-seance">
        <article class="ds-card e-card e-terrain__seance">
          <h4 class="e-card__title" data-c="endroit">
            Séance
          </h4>
          <p data-c="horaire"></p>
          <p data-c="annulee" hidden>
            Séance annulée.
          </p>
          <ul class="e-accompagnements" data-c="rendez-vous"></ul>
          <p class="e-actions">
            <a class="ds-button" href="#noter" data-variant="primary" data-c="noter">
              Noter un accompagnement
            </a>
            <a class="ds-button" href="#noter" data-variant="secondary" data-c="atelier">
              Noter un atelier
            </a>
          </p>
          <details class="e-details" data-c="notes">
            <summary data-c="nombre"></summary>
            <ul class="e-accompagnements" data-c="accompagnements"></ul>
          </details>
        </article>
      </template>
      <template id="modele-ligne">
        <li>
          <strong data-c="titre"></strong>
          <br />
          <span data-c="details"></span>
          <ul class="e-terrain__raisons" data-c="raisons"></ul>
          <p class="e-gestes" data-c="actions"></p>
        </li>
      </template>
    </>
  );
}
