import type { Child } from 'hono/jsx';
import type { TypeActivite } from '../../../domain/nomenclatures.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, PageHeader } from '../../../ui/content.tsx';
import { FormActions, HiddenField } from '../../../ui/form.tsx';
import { blankForm } from '../../../ui/form-state.ts';
import { Icon } from '../../../ui/icon.tsx';
import { ChampsCadre } from '../../accompagnements/autres/cadre.tsx';
import { ChampsAtelier } from '../../accompagnements/autres/champs.tsx';
import { ChampsIndividuel } from '../../accompagnements/fiche/champs.tsx';
import { FORMULAIRE, saisieInitiale } from '../../accompagnements/formulaire.ts';

/**
 * The page that a device keeps: places to fill, the form and the shape of each line. Nothing here depends on who asks for it; what it
 * shows comes from the device, by `src/browser/terrain.ts`, which names its places by `data-c`.
 */
export function TerrainPage() {
  return (
    <>
      <PageHeader title="Ma journée" lead="Même sans réseau : vos séances, et ce que vous notez." />
      <noscript>
        <Alert tone="warning">
          Cette page a besoin de JavaScript pour garder votre journée sur l’appareil. Sans lui, avec du réseau, tout se
          note depuis <a href="/agenda">votre agenda</a>.
        </Alert>
      </noscript>
      <div data-c="terrain" data-formulaire={String(FORMULAIRE)} hidden>
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
    </>
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

/** The usual answers of an atelier held in a séance. */
const ATELIER = blankForm({ duree: '120', typeLieu: 'LieuActivite', objectif: 'atelier' });

/** A form that is drawn when it is opened. */
function ModeleFiche({ type, children }: { readonly type: TypeActivite; readonly children: Child }) {
  return (
    <template data-modele-fiche={type}>
      <form class="e-form" data-fiche={type} novalidate>
        {children}
        <FormActions>
          <SubmitButton>Enregistrer</SubmitButton>
          {type === 'Individuel' && (
            <SubmitButton variant="secondary" name="suite" value="autre">
              Enregistrer et en noter un autre
            </SubmitButton>
          )}
          <ButtonLink href="#contenu" variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </form>
    </template>
  );
}

function Modeles() {
  return (
    <>
      <ModeleFiche type="Individuel">
        <ChampsIndividuel state={blankForm(saisieInitiale)} />
      </ModeleFiche>
      <ModeleFiche type="Collectif">
        <HiddenField name="formulaire" value={String(FORMULAIRE)} />
        <HiddenField name="typeActivite" value="Collectif" />
        <ChampsCadre state={ATELIER} lieux={[]} sauf={['axe']} enSeance />
        <ChampsAtelier state={ATELIER} />
      </ModeleFiche>
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
          <p data-c="typees"></p>
          <p class="e-gestes" data-c="actions"></p>
        </li>
      </template>
      <template id="modele-erreurs">
        <section
          class="ds-error-summary e-error-summary"
          data-erreur=""
          tabindex={-1}
          aria-labelledby="fiche-erreurs-titre"
        >
          <h3 id="fiche-erreurs-titre">
            <Icon name="danger" />
            <span data-c="titre"></span>
          </h3>
          <ul data-c="liste"></ul>
        </section>
      </template>
    </>
  );
}
