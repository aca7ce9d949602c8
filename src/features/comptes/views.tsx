import { type Role, rolesLibelles } from '../../domain/compte.ts';
import { SubmitButton } from '../../ui/button.tsx';
import { Alert, PageHeader, Section } from '../../ui/content.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';

type CompteDemo = { readonly id: string; readonly nom: string; readonly role: Role; readonly de: string | null };

export function ConnexionPage(props: {
  readonly state: FormState;
  readonly cle: string;
  readonly suite: string | undefined;
  readonly comptes: readonly CompteDemo[];
  /** The other Départements of a demonstration. */
  readonly voisins: readonly { readonly nom: string; readonly href: string }[];
}) {
  return (
    <>
      <PageHeader
        title="Se connecter"
        lead="Pour les agents, l’équipe technique, les structures d’accueil et les élus. Pour être aidé, aucun compte n’est nécessaire."
      />
      <Form state={props.state} action="/connexion" idempotencyKey={props.cle}>
        <TextField
          state={props.state}
          name="courriel"
          label="Votre adresse électronique"
          hint="Nous vous envoyons un lien de connexion, valable 15 minutes."
          type="email"
          autocomplete="email"
        />
        {props.suite && <HiddenField name="suite" value={props.suite} />}
        <FormActions>
          <SubmitButton>Recevoir le lien</SubmitButton>
        </FormActions>
      </Form>
      {props.comptes.length > 0 && <ComptesDemo {...props} />}
      {props.voisins.length > 0 && (
        <Section title="L’autre Département de la démonstration">
          <p>La même installation en sert un autre, à sa propre adresse : aucun des deux ne voit l’autre.</p>
          <ul class="e-links">
            {props.voisins.map(({ nom, href }) => (
              <li>
                <a href={href}>{nom}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function ComptesDemo(props: {
  readonly cle: string;
  readonly suite: string | undefined;
  readonly comptes: readonly CompteDemo[];
}) {
  return (
    <Section title="Essayer la démonstration">
      <p>Choisissez un rôle : un seul bouton, ni mot de passe ni courriel.</p>
      <ul class="e-comptes">
        {props.comptes.map((compte) => (
          <li>
            <form method="post" action="/connexion/demo">
              <HiddenField name="_cle" value={props.cle} />
              <HiddenField name="compte" value={compte.id} />
              {props.suite && <HiddenField name="suite" value={props.suite} />}
              <SubmitButton variant="secondary">
                <strong>{rolesLibelles[compte.role]}</strong>
                <small>
                  {compte.nom}
                  {compte.de && `, ${compte.de}`}
                </small>
              </SubmitButton>
            </form>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function LienEnvoyePage({ demo, minutes }: { readonly demo: boolean; readonly minutes: number }) {
  return (
    <>
      <PageHeader title="Consultez votre messagerie" />
      <p>
        Si cette adresse correspond à un compte, un lien de connexion vient de lui être envoyé. Il sert une seule fois
        et reste valable {minutes} minutes.
      </p>
      <p>
        Rien reçu ? Regardez dans les courriers indésirables, puis <a href="/connexion">demandez un nouveau lien</a>. Si
        rien ne vient, parlez-en à l’équipe technique de votre Département.
      </p>
      {demo && (
        <Alert>
          Cette démonstration n’envoie aucun courriel : <a href="/demo/courriels">lisez-les ici</a>.
        </Alert>
      )}
    </>
  );
}

export function LienPage(props: {
  readonly cle: string;
  readonly jeton: string;
  readonly suite: string | undefined;
  readonly refuse: boolean;
}) {
  if (props.refuse || props.jeton === '') {
    return (
      <>
        <PageHeader title="Ce lien ne fonctionne plus" />
        <p>Il a déjà servi, ou il a été envoyé il y a plus de 15 minutes.</p>
        <p>
          <a href="/connexion">Demander un nouveau lien</a>
        </p>
      </>
    );
  }
  return (
    <>
      <PageHeader title="Confirmer la connexion" lead="Appuyez sur le bouton pour entrer dans Escale." />
      <form method="post" action="/connexion/lien">
        <HiddenField name="_cle" value={props.cle} />
        <HiddenField name="jeton" value={props.jeton} />
        {props.suite && <HiddenField name="suite" value={props.suite} />}
        <SubmitButton>Me connecter</SubmitButton>
      </form>
    </>
  );
}
