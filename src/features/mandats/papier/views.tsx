import { formatDate, formatDateLongue, parisDate } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Fieldset, SelectField, toOptions } from '../../../ui/choice.tsx';
import { EmptyState, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { DateField, FileField, NumberField, TimeField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { Conditions, Lignes, Personne, Verification } from '../preparation/views-champs.tsx';
import { DELAI_ENREGISTREMENT_JOURS, LOT_MAX, MOTIFS_ANNULATION, POIDS_SCAN, type Reglages } from '../rules.ts';
import type { Formulaire } from './store.ts';

function Etat({ un }: { readonly un: Formulaire }) {
  if (un.mandatId !== null) return <StatusTag tone="success" label="enregistré" />;
  if (un.annuleMotif !== null)
    return <StatusTag tone="neutral" label={MOTIFS_ANNULATION[un.annuleMotif].toLowerCase()} />;
  return <StatusTag tone="info" label="à signer" />;
}

function Suite({ un }: { readonly un: Formulaire }) {
  if (un.mandatId !== null) return <a href={`/mandats/${un.mandatId}`}>Ouvrir le mandat {un.numero}</a>;
  if (un.annuleAt !== null) return <>Annulé le {formatDate(parisDate(un.annuleAt))}</>;
  return <a href={`/mandats/papier/enregistrer?numero=${un.numero}`}>Enregistrer {un.numero}</a>;
}

export function PapierPage(props: {
  readonly formulaires: readonly Formulaire[];
  readonly disponibles: readonly string[];
  readonly impression: FormState;
  readonly annulation: FormState;
  readonly cle: string;
}) {
  const { formulaires, disponibles, impression, annulation, cle } = props;
  const lots = [...Map.groupBy(formulaires, ({ imprimeAt }) => imprimeAt.toString())];
  return (
    <>
      <PageHeader
        title="Mandats papier"
        lead="Pour les jours sans réseau, et pour qui ne peut pas signer sur un écran. Imprimez-les d’avance."
      />
      <Section title="Imprimer des formulaires">
        <p>
          Chaque formulaire porte un numéro, qui ne sert qu’une fois, et s’imprime en deux exemplaires : l’un pour la
          personne, l’autre à numériser. Il s’enregistre ici dans les {DELAI_ENREGISTREMENT_JOURS} jours qui suivent sa
          signature.
        </p>
        <Form state={impression} action="/mandats/papier" idempotencyKey={cle}>
          <NumberField
            state={impression}
            name="nombre"
            label="Nombre de formulaires"
            hint={`De 1 à ${LOT_MAX}.`}
            unit="formulaires"
            width={3}
          />
          <FormActions>
            <SubmitButton>Préparer les formulaires</SubmitButton>
          </FormActions>
        </Form>
      </Section>
      <Section title="Vos formulaires">
        {lots.length === 0 && <EmptyState title="Aucun formulaire n’est encore imprimé" />}
        {lots.map(([lot, own]) => (
          <>
            <h3>
              Imprimés le {own[0] && formatDateLongue(parisDate(own[0].imprimeAt))}{' '}
              {own.some(({ mandatId, annuleAt }) => mandatId === null && annuleAt === null) && (
                <ButtonLink
                  href={`/mandats/papier/formulaires.pdf?lot=${encodeURIComponent(lot)}`}
                  variant="tertiary"
                  icon="download"
                >
                  Ouvrir le PDF à imprimer
                </ButtonLink>
              )}
            </h3>
            <SimpleTable
              caption={`Formulaires imprimés, ${own.length}`}
              captionHidden
              columns={[{ label: 'Numéro' }, { label: 'État' }, { label: 'Suite' }]}
              rows={own.map((un) => [un.numero, <Etat un={un} />, <Suite un={un} />])}
            />
          </>
        ))}
      </Section>
      {disponibles.length > 0 && (
        <Section title="Annuler un numéro" id="annuler">
          <p>Perdu, abîmé ou inutile : un numéro annulé ne s’enregistre plus.</p>
          <Form state={annulation} action="/mandats/papier/annuler" idempotencyKey={cle}>
            <SelectField
              state={annulation}
              name="numero"
              label="Numéro"
              options={disponibles.map((value) => ({ value, label: value }))}
            />
            <SelectField state={annulation} name="raison" label="Pourquoi" options={toOptions(MOTIFS_ANNULATION)} />
            <FormActions>
              <SubmitButton variant="secondary">Annuler ce numéro</SubmitButton>
            </FormActions>
          </Form>
        </Section>
      )}
    </>
  );
}

export function EnregistrerPage(props: {
  readonly state: FormState;
  readonly cle: string;
  readonly disponibles: readonly string[];
  readonly reglages: Reglages;
  readonly suppleants: readonly { readonly value: string; readonly label: string }[];
}) {
  const { state, cle, disponibles, reglages, suppleants } = props;
  return (
    <>
      <PageHeader
        title="Enregistrer un mandat papier"
        lead="Recopiez le formulaire signé, puis joignez-le numérisé. Gardez le papier."
      />
      {disponibles.length === 0 ? (
        <EmptyState
          title="Aucun de vos formulaires n’attend"
          action={<ButtonLink href="/mandats/papier">Mandats papier</ButtonLink>}
        />
      ) : (
        <Form state={state} action="/mandats/papier/enregistrer" idempotencyKey={cle} multipart>
          <Fieldset legend="Le formulaire">
            <SelectField
              state={state}
              name="numero"
              label="Numéro du formulaire"
              options={disponibles.map((value) => ({ value, label: value }))}
            />
            <div class="e-cote-a-cote">
              <DateField state={state} name="signeLe" label="Jour de la signature" />
              <TimeField state={state} name="signeA" label="Heure de la signature" />
            </div>
            <FileField
              state={state}
              name="scan"
              label="Le formulaire signé, numérisé"
              hint="PDF, JPEG ou PNG, 10 Mo au plus. Jamais de document d’identité."
              accept="application/pdf,image/jpeg,image/png"
              maxBytes={POIDS_SCAN}
            />
          </Fieldset>
          <Personne state={state} />
          <Verification state={state} reglages={reglages} />
          <Lignes state={state} />
          <Conditions state={state} reglages={reglages} suppleants={suppleants} />
          <FormActions>
            <SubmitButton>Enregistrer le mandat</SubmitButton>
            <ButtonLink href="/mandats/papier" variant="tertiary">
              Annuler
            </ButtonLink>
          </FormActions>
        </Form>
      )}
    </>
  );
}
