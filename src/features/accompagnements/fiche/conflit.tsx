import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, PageHeader } from '../../../ui/content.tsx';
import { FormActions, HiddenField } from '../../../ui/form.tsx';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { Valeurs } from '../formulaire.ts';
import type { Difference } from '../historique/mots.ts';

/** Two versions of one record, typed without seeing one another: both are shown, and whoever typed the second chooses. */
export function ConflitPage(props: {
  readonly id: string;
  readonly cle: string;
  /** The version that is recorded now. */
  readonly base: string;
  readonly valeurs: Valeurs;
  /** From what is recorded to what was typed. */
  readonly differences: readonly Difference[];
  readonly retour: string;
}) {
  const { id, cle, base, valeurs, differences, retour } = props;
  return (
    <>
      <PageHeader title="Deux versions de cet accompagnement" />
      <Alert tone="warning">
        Cet accompagnement a été modifié sur un autre appareil pendant que vous le corrigiez. Rien n’est encore changé :
        choisissez la version à garder. L’autre restera lisible dans l’historique.
      </Alert>
      <SimpleTable
        caption="Ce qui diffère"
        columns={[{ label: 'Réponse' }, { label: 'Enregistré maintenant' }, { label: 'Votre saisie' }]}
        rows={differences.map(({ libelle, avant, apres }) => [libelle, avant, apres])}
      />
      <form method="post" action={`/accompagnements/${id}/modifier`}>
        <HiddenField name="_cle" value={cle} />
        {Object.entries(valeurs).flatMap(([name, list]) =>
          list.map((value) => <HiddenField name={name} value={value} />),
        )}
        <HiddenField name="base" value={base} />
        <FormActions>
          <SubmitButton>Enregistrer ma saisie</SubmitButton>
          <ButtonLink href={retour}>Garder ce qui est enregistré</ButtonLink>
          <ButtonLink href={`/accompagnements/${id}/modifier`} variant="tertiary">
            Repartir de ce qui est enregistré
          </ButtonLink>
        </FormActions>
      </form>
    </>
  );
}
