import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, PageHeader } from '../../../ui/content.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import { blankForm } from '../../../ui/form-state.ts';
import { avecSuite } from '../rules.ts';

type Suites = {
  readonly action: string;
  readonly suite: string | undefined;
  /** Where whoever gives up a confirmation goes back. */
  readonly retour: string | undefined;
};
type Suite = Suites & { readonly cle: string };

function ailleurs(action: string): { readonly href: string; readonly label: string } {
  if (action.startsWith('/connexion/cle/')) return { href: '/connexion/second-facteur', label: 'Choisir autre chose' };
  if (action.startsWith('/connexion/')) return { href: '/connexion/code', label: 'Utiliser autre chose' };
  if (action.startsWith('/confirmer')) return { href: '/confirmer', label: 'Utiliser autre chose' };
  return { href: '/mon-compte', label: 'Annuler' };
}

function Retour({ action, suite, retour }: Suites) {
  const { href, label } = ailleurs(action);
  return (
    <>
      <ButtonLink href={avecSuite(href, suite, retour)}>{label}</ButtonLink>
      {action === '/confirmer/cle' && (
        <ButtonLink href={retour ?? '/accueil'} variant="tertiary">
          Annuler
        </ButtonLink>
      )}
    </>
  );
}

function SuiteFields({ suite, retour }: Pick<Suites, 'suite' | 'retour'>) {
  return (
    <>
      {suite !== undefined && <HiddenField name="suite" value={suite} />}
      {retour !== undefined && <HiddenField name="retour" value={retour} />}
    </>
  );
}

export function PreparerPage(props: Suite & { readonly titre: string; readonly refus: boolean }) {
  return (
    <>
      <PageHeader
        title={props.titre}
        lead="Votre appareil vous demandera votre empreinte, votre visage, votre code, ou de toucher votre clé USB."
      />
      {props.refus && (
        <Alert tone="danger">
          La clé n’a pas été reconnue, ou l’attente a été trop longue. Essayez encore, ou choisissez un autre moyen.
        </Alert>
      )}
      <Form state={blankForm()} action={`${props.action}/defi`} idempotencyKey={props.cle}>
        <SuiteFields suite={props.suite} retour={props.retour} />
        <FormActions>
          <SubmitButton>Continuer</SubmitButton>
          <Retour action={props.action} suite={props.suite} retour={props.retour} />
        </FormActions>
      </Form>
    </>
  );
}

export function CleNouvellePage(props: Suite & { readonly options: object }) {
  return <ClePage {...props} titre="Ajouter une clé d’accès" genre="creation" bouton="Créer la clé" />;
}

export function CleUsagePage(props: Suite & { readonly options: object }) {
  return <ClePage {...props} titre="Utiliser ma clé d’accès" genre="usage" bouton="Présenter ma clé" />;
}

/** The options travel in an attribute; the script of the site asks the key and sends its answer as any other field. */
function ClePage(
  props: Suite & {
    readonly titre: string;
    readonly genre: 'creation' | 'usage';
    readonly bouton: string;
    readonly options: object;
  },
) {
  return (
    <>
      <PageHeader title={props.titre} />
      <noscript>
        <Alert tone="warning">
          Une clé d’accès a besoin de JavaScript. Sans lui, choisissez une application : elle donne un code à recopier.
        </Alert>
      </noscript>
      <div
        data-cle={props.genre}
        data-options={JSON.stringify(props.options)}
        data-refus="La clé n’a pas répondu. Essayez encore, ou choisissez un autre moyen."
        data-absente="Ce navigateur ne connaît pas les clés d’accès. Choisissez une application."
      >
        <p role="status" class="e-muted" data-message></p>
        <Form state={blankForm()} action={props.action} idempotencyKey={props.cle}>
          <SuiteFields suite={props.suite} retour={props.retour} />
          <HiddenField name="reponse" value="" />
          <FormActions>
            <SubmitButton>{props.bouton}</SubmitButton>
            <Retour action={props.action} suite={props.suite} retour={props.retour} />
          </FormActions>
        </Form>
      </div>
    </>
  );
}
