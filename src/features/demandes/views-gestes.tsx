import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { type Option, RadioGroup, SelectField, toOptions } from '../../ui/choice.tsx';
import { Alert, PageHeader, Section } from '../../ui/content.tsx';
import { TextField } from '../../ui/field.tsx';
import { Disclosure } from '../../ui/figure.tsx';
import { Form, FormActions, HiddenField } from '../../ui/form.tsx';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { MOTIFS_SANS_SUITE } from './rules.ts';
import type { Demande, StructureProche } from './store.ts';

/** Before a structure is added: those of the register that the demande may come from. */
export function Proches(props: {
  readonly demande: Demande;
  readonly proches: readonly StructureProche[];
  readonly structures: readonly Option[];
  readonly relier: FormState;
  readonly cle: string;
}) {
  const { demande, proches, cle } = props;
  const action = `/demandes/${demande.id}/relier`;
  return (
    <Section title="Est-elle déjà au registre ?" id="registre">
      {proches.length === 0 && <p>Aucune structure du registre ne lui ressemble.</p>}
      {proches.map(({ id, nom, commune, raison }) => (
        <Alert tone={raison === 'siret' ? 'warning' : 'info'}>
          <p>
            <a href={`/structures/${id}`}>{nom}</a>, {commune} :{' '}
            {raison === 'siret' ? 'elle porte ce numéro SIRET.' : 'son nom ressemble.'}
          </p>
          <form method="post" action={action}>
            <HiddenField name="_cle" value={cle} />
            <HiddenField name="structureId" value={id} />
            <SubmitButton variant="secondary">
              C’est cette structure<span class="ds-sr-only"> : {nom}</span>
            </SubmitButton>
          </form>
        </Alert>
      ))}
      <Disclosure summary="C’est une autre structure du registre" open={props.relier.errors.length > 0}>
        <Form state={props.relier} action={action} idempotencyKey={cle}>
          <SelectField state={props.relier} name="structureId" label="Structure" options={props.structures} />
          <FormActions>
            <SubmitButton variant="secondary">Relier à cette structure</SubmitButton>
          </FormActions>
        </Form>
      </Disclosure>
      <p>Sinon, inscrivez-la : ce qu’elle a écrit est déjà repris ci-dessous.</p>
    </Section>
  );
}

export function ReferentPage(props: { readonly demande: Demande; readonly state: FormState; readonly cle: string }) {
  const { demande, state } = props;
  return (
    <>
      <PageHeader
        kicker={demande.structureNom ?? demande.nom}
        title="Inviter le référent"
        lead="La personne qui suit la convention pour la structure. Elle reçoit un courriel qui lui dit comment se connecter ; son compte s’ouvre quand elle a choisi un second facteur."
      />
      <Form state={state} action={`/demandes/${demande.id}/referent`} idempotencyKey={props.cle}>
        <TextField state={state} name="nom" label="Prénom et nom" autocomplete="off" />
        <TextField state={state} name="fonction" label="Fonction" autocomplete="off" />
        <TextField state={state} name="telephone" label="Téléphone" type="tel" width={16} optional autocomplete="off" />
        <TextField
          state={state}
          name="courriel"
          label="Courriel"
          hint="L’invitation y est envoyée. Elle ne donne accès qu’à ce qui concerne cette structure."
          type="email"
          autocomplete="off"
        />
        <FormActions>
          <SubmitButton>Envoyer l’invitation</SubmitButton>
          <ButtonLink href={`/demandes/${demande.id}`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function SansSuitePage(props: { readonly demande: Demande; readonly state: FormState; readonly cle: string }) {
  const { demande, state } = props;
  return (
    <>
      <PageHeader
        kicker={demande.nom}
        title="Classer sans suite"
        lead="La demande quitte le tableau. Elle reste dans la liste, et peut être reprise."
      />
      <Form state={state} action={`/demandes/${demande.id}/sans-suite`} idempotencyKey={props.cle}>
        <RadioGroup state={state} name="sansSuiteMotif" label="Raison" options={toOptions(MOTIFS_SANS_SUITE)} />
        <TextField state={state} name="sansSuitePrecision" label="Précision" optional autocomplete="off" />
        <p>Rien n’est envoyé à la structure : dites-le-lui vous-même, par téléphone ou par courriel.</p>
        <FormActions>
          <SubmitButton>Classer sans suite</SubmitButton>
          <ButtonLink href={`/demandes/${demande.id}`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function EffacerPage({ demande, cle }: { readonly demande: Demande; readonly cle: string }) {
  return (
    <>
      <PageHeader
        kicker={demande.nom}
        title="Effacer cette demande ?"
        lead="Ce que la structure a écrit, ses lieux et vos notes disparaissent, sans retour. Ce qui est au registre y reste."
      />
      <Form state={blankForm()} action={`/demandes/${demande.id}/effacer`} idempotencyKey={cle}>
        <FormActions>
          <SubmitButton danger>Effacer la demande</SubmitButton>
          <ButtonLink href={`/demandes/${demande.id}`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
