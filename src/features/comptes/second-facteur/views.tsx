import { rolesLibelles } from '../../../domain/compte.ts';
import { ButtonLink, PrintButton, SubmitButton } from '../../../ui/button.tsx';
import { Alert, PageHeader, Section } from '../../../ui/content.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { QrCode } from '../../../ui/qr.tsx';
import { avecSuite, formatSecours } from '../rules.ts';
import type { Casquette } from '../store.ts';

type Suite = { readonly cle: string; readonly suite: string | undefined };

function SuiteField({ suite }: { readonly suite: string | undefined }) {
  return suite === undefined ? null : <HiddenField name="suite" value={suite} />;
}

function ChampCode({
  state,
  label,
  hint,
}: {
  readonly state: FormState;
  readonly label: string;
  readonly hint: string;
}) {
  return (
    <TextField
      state={state}
      name="code"
      label={label}
      hint={hint}
      inputmode="numeric"
      autocomplete="one-time-code"
      width={8}
    />
  );
}

export function CodePage(
  props: Suite & {
    /** Where whoever gives up a confirmation goes back. */
    readonly retour: string | undefined;
    readonly titre: string;
    readonly action: '/connexion/code' | '/confirmer';
    readonly state: FormState;
    readonly application: boolean;
    readonly passkey: boolean;
    readonly demo: { readonly code: string | null } | undefined;
  },
) {
  const isConfirm = props.action === '/confirmer';
  const annuler = isConfirm && (
    <ButtonLink href={props.retour ?? '/accueil'} variant="tertiary">
      Annuler
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title={props.titre}
        lead={
          isConfirm
            ? 'Ce que vous allez faire est important : prouvez une fois encore que c’est bien vous.'
            : 'Votre adresse est vérifiée. Il reste à prouver que vous avez aussi votre téléphone ou votre clé.'
        }
      />
      {props.demo && props.application && <CodeDemo code={props.demo.code} />}
      {props.application && (
        <Form state={props.state} action={props.action} idempotencyKey={props.cle}>
          <ChampCode
            state={props.state}
            label="Code à 6 chiffres"
            hint="Ouvrez l’application de votre téléphone et recopiez le code affiché pour Escale."
          />
          <SuiteField suite={props.suite} />
          {props.retour !== undefined && <HiddenField name="retour" value={props.retour} />}
          <FormActions>
            <SubmitButton>Continuer</SubmitButton>
            {annuler}
          </FormActions>
        </Form>
      )}
      {props.passkey && (
        <p class="e-actions">
          <ButtonLink href={avecSuite(`${isConfirm ? '/confirmer' : '/connexion'}/cle`, props.suite, props.retour)}>
            Utiliser ma clé d’accès
          </ButtonLink>
          {!props.application && annuler}
        </p>
      )}
      {!isConfirm && (
        <p class="e-stack">
          <a href={avecSuite('/connexion/secours', props.suite)}>J’ai perdu mon téléphone</a>
        </p>
      )}
    </>
  );
}

function CodeDemo({ code }: { readonly code: string | null }) {
  return (
    <Alert title="Démonstration">
      {code === null ? (
        <p>Le code vient de servir deux fois. Rechargez cette page dans une demi-minute pour lire le suivant.</p>
      ) : (
        <p>
          L’application de cette personne fictive afficherait{' '}
          <strong class="e-code">
            {code.slice(0, 3)} {code.slice(3)}
          </strong>
          .
        </p>
      )}
    </Alert>
  );
}

export function SecoursPage(props: Suite & { readonly state: FormState; readonly restants: number }) {
  return (
    <>
      <PageHeader title="Téléphone perdu" lead="Un de vos codes de secours remplace votre téléphone, une fois." />
      {props.restants > 0 ? (
        <Form state={props.state} action="/connexion/secours" idempotencyKey={props.cle}>
          <TextField
            state={props.state}
            name="code"
            label="Code de secours"
            hint="Dix lettres et chiffres, comme abcde-fghjk. Chaque code sert une seule fois."
            autocomplete="off"
            width={14}
          />
          <SuiteField suite={props.suite} />
          <FormActions>
            <SubmitButton>Continuer</SubmitButton>
          </FormActions>
        </Form>
      ) : (
        <Alert tone="warning">Il ne vous reste aucun code de secours.</Alert>
      )}
      <Section title="Vous n’avez plus vos codes ?">
        <p>
          Demandez à un administrateur de votre Département, en personne. Après avoir vérifié qui vous êtes, il retire
          votre ancien téléphone ; vous en choisissez un nouveau à la connexion suivante.
        </p>
      </Section>
    </>
  );
}

export function ChoixPage(props: Suite) {
  return (
    <>
      <PageHeader
        title="Protéger votre compte"
        lead="Votre messagerie seule ne suffit pas : si quelqu’un la lisait, il entrerait ici à votre place. Choisissez une seconde preuve, une fois pour toutes."
      />
      <Section title="Une application sur votre téléphone">
        <p>
          Elle affiche un code à 6 chiffres, même sans réseau. FreeOTP, Aegis, Google Authenticator ou celle que vous
          avez déjà conviennent.
        </p>
        <Form state={blankForm()} action="/connexion/second-facteur" idempotencyKey={props.cle}>
          <SuiteField suite={props.suite} />
          <FormActions>
            <SubmitButton>Choisir l’application</SubmitButton>
          </FormActions>
        </Form>
      </Section>
      <Section title="Une clé d’accès">
        <p>
          L’empreinte, le visage ou le code de votre appareil, ou une clé USB de sécurité. Rien à recopier, et aucun
          faux site ne peut vous la prendre.
        </p>
        <p>
          <ButtonLink href={avecSuite('/connexion/cle/nouvelle', props.suite)}>Choisir la clé d’accès</ButtonLink>
        </p>
      </Section>
    </>
  );
}

export function NouvelleApplicationPage({ cle }: { readonly cle: string }) {
  return (
    <>
      <PageHeader
        title="Ajouter une application"
        lead="Sur un autre téléphone ou une tablette : celle que vous avez déjà continue de servir."
      />
      <Form state={blankForm()} action="/mon-compte/application/nouvelle" idempotencyKey={cle}>
        <FormActions>
          <SubmitButton>Préparer l’application</SubmitButton>
          <ButtonLink href="/mon-compte">Annuler</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function ApplicationPage(
  props: Suite & {
    readonly action: string;
    readonly state: FormState;
    readonly adresse: string;
    readonly secret: string;
  },
) {
  return (
    <>
      <PageHeader title="Votre application" lead="Trois gestes, une seule fois." />
      <ol class="e-stack">
        <li>Ouvrez l’application de codes de votre téléphone et choisissez d’ajouter un compte.</li>
        <li>
          Photographiez cette image avec l’application.
          <p>
            <QrCode text={props.adresse} label="Image à photographier avec l’application de codes" />
          </p>
          <details>
            <summary>Vous êtes sur ce même téléphone, ou l’image ne passe pas</summary>
            <p>
              <a href={props.adresse}>Ouvrir l’application sur cet appareil</a>, ou recopiez-y cette clé :{' '}
              <strong class="e-code">{props.secret}</strong>
            </p>
          </details>
        </li>
        <li>Recopiez ici le code qu’elle affiche.</li>
      </ol>
      <Form state={props.state} action={props.action} idempotencyKey={props.cle}>
        <ChampCode state={props.state} label="Code à 6 chiffres" hint="Il change toutes les 30 secondes." />
        <SuiteField suite={props.suite} />
        <FormActions>
          <SubmitButton>Vérifier</SubmitButton>
        </FormActions>
      </Form>
    </>
  );
}

export function SecoursANoterPage(props: Suite & { readonly codes: readonly string[]; readonly territoire: string }) {
  return (
    <>
      <PageHeader
        title="Vos codes de secours"
        lead="Si vous perdez votre téléphone, un de ces codes vous laisse entrer. Chacun sert une seule fois."
        actions={<PrintButton>Imprimer mes codes</PrintButton>}
      />
      <p>Escale, {props.territoire}</p>
      <ul class="e-secours">
        {props.codes.map((code) => (
          <li>
            <code>{formatSecours(code)}</code>
          </li>
        ))}
      </ul>
      <Alert tone="warning">
        Imprimez-les ou notez-les, et gardez-les ailleurs que sur votre téléphone. Ils ne seront plus jamais affichés.
      </Alert>
      <Form state={blankForm()} action="/mon-compte/codes-de-secours" idempotencyKey={props.cle}>
        <SuiteField suite={props.suite} />
        <FormActions>
          <SubmitButton>J’ai noté mes codes</SubmitButton>
        </FormActions>
      </Form>
    </>
  );
}

export function CasquettePage(props: Suite & { readonly casquettes: readonly Casquette[]; readonly portee: string }) {
  return (
    <>
      <PageHeader
        title="Choisir une casquette"
        lead="Votre adresse ouvre plusieurs comptes. Vous pourrez en changer à tout moment depuis « Mon compte »."
      />
      <ul class="e-comptes">
        {props.casquettes.map((compte) => (
          <li>
            <form method="post" action="/connexion/casquette">
              <HiddenField name="_cle" value={props.cle} />
              <HiddenField name="compte" value={compte.id} />
              <SuiteField suite={props.suite} />
              <SubmitButton variant="secondary">
                <strong>{rolesLibelles[compte.role]}</strong>
                <small>
                  {compte.structure ?? compte.nom}
                  {compte.id === props.portee && ' (en ce moment)'}
                </small>
              </SubmitButton>
            </form>
          </li>
        ))}
      </ul>
    </>
  );
}
