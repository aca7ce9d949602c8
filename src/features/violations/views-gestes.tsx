import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { RadioGroup, toOptions } from '../../ui/choice.tsx';
import { Alert, PageHeader } from '../../ui/content.tsx';
import { DateField, NumberField, TextArea, TextField, TimeField } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import type { Geste } from './gestes.ts';
import { type Horloge, ISSUES_CLOTURE, MOTIFS_SANS_INFORMATION, phraseHorloge } from './rules.ts';
import type { ViolationInscrite } from './store.ts';
import { FaitsChamps } from './views.tsx';

type Props = { readonly state: FormState; readonly horloge: Horloge };

/** The page that adds something to a breach. */
export function GestePage(
  props: Props & { readonly geste: Geste; readonly violation: ViolationInscrite; readonly cle: string },
) {
  const { geste, violation, state, cle } = props;
  const back = `/violations/${violation.id}`;
  return (
    <>
      <PageHeader kicker={violation.reference} title={geste.titre} lead={geste.explique} />
      <Form state={state} action={`${back}/${geste.chemin}`} idempotencyKey={cle}>
        <Champs {...props} />
        <FormActions>
          <SubmitButton>{geste.bouton}</SubmitButton>
          <ButtonLink href={back} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

function Champs({ geste, state, horloge }: Props & { readonly geste: Geste }) {
  switch (geste.type) {
    case 'notification':
      return (
        <>
          <Delai horloge={horloge} />
          <DateField state={state} name="notifieeLe" label="Notifiée le" />
          <TimeField state={state} name="notifieeHeure" label="À" />
          <TextField
            state={state}
            name="numero"
            label="Numéro de la notification"
            hint="Celui que porte l’accusé de la CNIL."
            autocomplete="off"
          />
          <TextArea
            state={state}
            name="raisonRetard"
            label="Motifs du retard"
            hint="Seulement si les 72 heures étaient passées."
            optional
          />
        </>
      );
    case 'sans_notification':
      return (
        <>
          <Delai horloge={horloge} />
          <TextArea
            state={state}
            name="raison"
            label="Pourquoi la violation n’engendre pas de risque"
            hint="Par exemple : le téléphone perdu était chiffré et bloqué dans l’heure."
          />
        </>
      );
    case 'information':
      return (
        <>
          <DateField state={state} name="informeesLe" label="Informées le" />
          <NumberField state={state} name="informees" label="Personnes informées" unit="personnes" width={8} />
          <TextField
            state={state}
            name="moyen"
            label="Par quel moyen"
            hint="Par exemple : courrier, appel de l’agent qui les suit."
            autocomplete="off"
          />
        </>
      );
    case 'sans_information':
      return (
        <>
          <RadioGroup state={state} name="cas" label="Le cas" options={toOptions(MOTIFS_SANS_INFORMATION)} />
          <TextArea state={state} name="raison" label="Pourquoi il s’applique ici" />
        </>
      );
    case 'mesure':
      return <TextArea state={state} name="mesure" label="Mesure prise" />;
    case 'correction':
      return (
        <>
          <FaitsChamps state={state} />
          <TextArea state={state} name="raison" label="Pourquoi cette correction" rows={2} />
        </>
      );
    case 'cloture':
      return (
        <>
          <RadioGroup state={state} name="denouement" label="Dénouement" options={toOptions(ISSUES_CLOTURE)} />
          <TextArea
            state={state}
            name="raison"
            label="Précision"
            hint="Obligatoire pour une violation écartée : pourquoi ce n’en était pas une."
            optional
          />
        </>
      );
    case 'reouverture':
      return <TextArea state={state} name="raison" label="Pourquoi la rouvrir" />;
  }
}

function Delai({ horloge }: { readonly horloge: Horloge }) {
  if (horloge.etat === 'arretee') return null;
  return <Alert tone={horloge.etat === 'court' ? 'info' : 'warning'}>{phraseHorloge(horloge)}</Alert>;
}
