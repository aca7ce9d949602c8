import { SubmitButton } from '../../../ui/button.tsx';
import { Alert, PageHeader } from '../../../ui/content.tsx';
import { FieldErrors, fieldId, typedValue } from '../../../ui/field.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { Creneau } from '../creneaux.ts';
import { direOu, direQuand } from '../dire.ts';
import type { Choix } from '../prise.ts';
import type { Motif } from '../rules.ts';
import { creneauDe } from '../saisie.ts';
import { ChoixCreneau } from '../views.tsx';
import { ChampsPersonne, ChampsPrescripteur } from '../views-personne.tsx';
import { PRENDRE } from './views.tsx';

export type VousProps = {
  readonly state: FormState;
  readonly cle: string;
  readonly motif: Motif;
  /** The moment that was chosen, while it is free. */
  readonly choisi: Creneau | undefined;
  /** The nearest, once it is not. */
  readonly autres: readonly Creneau[];
  /** The moment that was wanted, free or not; null: what was sent names none. */
  readonly voulu: Choix | null;
  /** Why it is not. */
  readonly raison: string | undefined;
  readonly attente: string;
};

/** The last question: who. A first name is enough. What was typed stays there, even when no moment is left. */
export function VousPage(props: VousProps) {
  const { state, motif, choisi, autres } = props;
  const isNoneLeft = choisi === undefined && autres.length === 0;
  const isTyped = state.errors.length > 0;
  const pour = ['prescripteurNom', 'prescripteurStructure', 'prescripteurCourriel'];
  return (
    <>
      <PageHeader
        title="Votre rendez-vous"
        lead={choisi === undefined ? motif.nom : `${direQuand(choisi)}, ${direOu(choisi)}. ${motif.nom}.`}
      />
      {props.raison !== undefined && state.errors.length === 0 && <Alert tone="warning">{props.raison}</Alert>}
      {isNoneLeft && !isTyped && <AucuneAutre attente={props.attente} />}
      {(!isNoneLeft || isTyped) && (
        <Form state={state} action={`${PRENDRE}/vous`} idempotencyKey={props.cle}>
          <HiddenField name="motifId" value={motif.id} />
          {isNoneLeft && (
            <div id={fieldId('creneau')}>
              <FieldErrors state={state} name="creneau" />
              {props.voulu !== null && <HiddenField name="creneau" value={creneauDe(props.voulu)} />}
              <AucuneAutre attente={props.attente} />
              <p>Ce que vous avez écrit reste ci-dessous : si une place se libère, vous pouvez essayer encore.</p>
            </div>
          )}
          {choisi === undefined && autres.length > 0 && (
            <ChoixCreneau
              state={state}
              creneaux={autres}
              label="Choisissez un autre moment"
              hint="Les plus proches de celui que vous vouliez."
            />
          )}
          {choisi !== undefined && <Choisi state={state} choisi={choisi} />}
          <ChampsPersonne state={state} />
          <Disclosure
            summary="Je suis un professionnel, je prends ce rendez-vous pour quelqu’un"
            open={pour.some((name) => typedValue(state, name) !== '')}
          >
            <ChampsPrescripteur state={state} />
          </Disclosure>
          <FormActions>
            <SubmitButton>{isNoneLeft ? 'Essayer encore' : 'Prendre ce rendez-vous'}</SubmitButton>
          </FormActions>
        </Form>
      )}
    </>
  );
}

/** Nothing is free near there: where else to ask. */
function AucuneAutre({ attente }: { readonly attente: string }) {
  return (
    <p>
      Aucune autre heure n’est libre près d’ici. <a href={attente}>S’inscrire sur la liste d’attente</a>, ou{' '}
      <a href={PRENDRE}>chercher ailleurs</a>.
    </p>
  );
}

/** The moment that is being taken; an error about it leads here. */
function Choisi({ state, choisi }: { readonly state: FormState; readonly choisi: Creneau }) {
  return (
    <div id={fieldId('creneau')}>
      <FieldErrors state={state} name="creneau" />
      <HiddenField name="creneau" value={creneauDe(choisi)} />
    </div>
  );
}
