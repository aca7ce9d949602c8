import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/choice.tsx';
import { PageHeader } from '../../../ui/content.tsx';
import { DateField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { Lieu } from '../store.ts';
import { ChampsLieu, type ChampsLieuProps } from './champs.tsx';

export function LieuFormPage(
  props: ChampsLieuProps & {
    readonly title: string;
    readonly cle: string;
    readonly action: string;
    readonly existing: Lieu | undefined;
    readonly structures: readonly { readonly id: string; readonly nom: string }[];
  },
) {
  const { title, state, existing } = props;
  const duDepartement = existing !== undefined && existing.structureId === null;
  return (
    <>
      <PageHeader title={title} kicker={existing?.nom} />
      <Form state={state} action={props.action} idempotencyKey={props.cle}>
        {existing === undefined && (
          <SelectField
            state={state}
            name="structureId"
            label="À qui est le lieu ?"
            hint="Un lieu d’un Bénéficiaire demande une convention en vigueur ; un lieu du Département n’en demande aucune."
            blank="Au Département (maison sociale de proximité…)"
            options={props.structures.map(({ id, nom }) => ({ value: id, label: nom }))}
            optional
          />
        )}
        <ChampsLieu state={state} communes={props.communes} candidates={props.candidates} />
        {!duDepartement && (
          <>
            <DateField
              state={state}
              name="accordBeneficiaireLe"
              label="Accord du Bénéficiaire sur ce lieu"
              hint="Article 1.2 : le lieu est défini par le Bénéficiaire en accord avec le Département."
              optional
            />
            <DateField state={state} name="accordDepartementLe" label="Accord du Département sur ce lieu" optional />
          </>
        )}
        <FormActions>
          <SubmitButton>{existing ? 'Enregistrer' : 'Déclarer le lieu'}</SubmitButton>
          <ButtonLink href={existing ? `/lieux/${existing.id}/fiche` : '/lieux'} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
