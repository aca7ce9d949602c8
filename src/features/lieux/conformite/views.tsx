import { formatDate } from '../../../domain/date.ts';
import { cles } from '../../../domain/nomenclatures.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { CheckboxGroup, Fieldset, RadioGroup, toOptions } from '../../../ui/choice.tsx';
import { PageHeader } from '../../../ui/content.tsx';
import { DateField, NumberField, TextField } from '../../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { CRITERES, CRITERES_CODES, type Manque, phraseCriteres, phraseManque, USAGES, type Usage } from '../rules.ts';
import type { Lieu } from '../store.ts';
import { champValidite } from './forms.ts';
import type { DerogationLieu } from './store.ts';

export function ReglesPage({ state, cle }: { readonly state: FormState; readonly cle: string }) {
  return (
    <>
      <PageHeader
        title="Ce qu’un lieu doit avoir"
        lead="L’article 1.2 énumère les critères ; ce que chaque usage demande, et pendant combien de temps un constat vaut, se règle ici pour tout le Département."
      />
      <Form state={state} action="/lieux/regles" idempotencyKey={cle}>
        {cles(USAGES).map((usage) => (
          <CheckboxGroup
            state={state}
            name={usage}
            label={`Demandé pour : ${USAGES[usage].toLowerCase()}`}
            options={toOptions(CRITERES)}
            columns={2}
          />
        ))}
        <Fieldset
          legend="Combien de temps un constat vaut"
          hint="En mois. Laissez vide pour ce qui ne s’use pas : les murs restent où ils sont."
        >
          {CRITERES_CODES.map((critere) => (
            <NumberField state={state} name={champValidite(critere)} label={CRITERES[critere]} unit="mois" optional />
          ))}
        </Fieldset>
        <NumberField
          state={state}
          name="graceJours"
          label="Délai de grâce"
          hint="Passé sa date, un constat compte encore pendant ce délai, et il est demandé de le refaire. Ensuite, il ne compte plus."
          unit="jours"
        />
        <FormActions>
          <SubmitButton />
          <ButtonLink href="/lieux" variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function DerogationPage(props: {
  readonly lieu: Lieu;
  readonly manques: Readonly<Record<Usage, readonly Manque[]>>;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { lieu, manques, state, cle } = props;
  return (
    <>
      <PageHeader
        title="Accorder une dérogation"
        kicker={lieu.nom}
        lead="Un usage est admis malgré ce qui manque aujourd’hui, jusqu’à un dernier jour. Elle se lit sur les pages du lieu, publiques comprises ; ce qui se perdrait ensuite n’y est pas compris."
      />
      <Form state={state} action={`/lieux/${lieu.id}/derogation`} idempotencyKey={cle}>
        <RadioGroup
          state={state}
          name="usage"
          label="Ce qui est admis"
          options={cles(USAGES).map((usage) => ({
            value: usage,
            label: USAGES[usage],
            hint: manques[usage].length === 0 ? 'Rien ne manque.' : manques[usage].map(phraseManque).join(' ; '),
          }))}
        />
        <TextField
          state={state}
          name="motif"
          label="Motif"
          hint="Pourquoi c’est admis, et ce qui en tient lieu : « Travaux jusqu’en mars ; accueil dans la salle du conseil »."
        />
        <DateField state={state} name="au" label="Dernier jour" hint="Inclus, dans les douze mois." />
        <FormActions>
          <SubmitButton>Accorder la dérogation</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/fiche`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function LeverPage(props: { readonly derogation: DerogationLieu; readonly lieu: Lieu; readonly cle: string }) {
  const { derogation, lieu, cle } = props;
  return (
    <>
      <PageHeader
        title="Lever cette dérogation ?"
        kicker={lieu.nom}
        lead={`${USAGES[derogation.usage]}, malgré : ${phraseCriteres(derogation.criteres)}. Elle court jusqu’au ${formatDate(derogation.au)}.`}
      />
      <p>
        Levée, elle ne compte plus dès aujourd’hui : sans nouveau constat, plus rien ne se planifie dans ce lieu. Les
        séances déjà prévues restent, jusqu’à ce que quelqu’un en décide.
      </p>
      <form method="post" action={`/derogations/${derogation.id}/lever`}>
        <HiddenField name="_cle" value={cle} />
        <FormActions>
          <SubmitButton danger>Lever la dérogation</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/fiche#derogations`}>La garder</ButtonLink>
        </FormActions>
      </form>
    </>
  );
}
