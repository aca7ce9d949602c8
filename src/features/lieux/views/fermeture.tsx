import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, PageHeader } from '../../../ui/content.tsx';
import { FormActions, HiddenField } from '../../../ui/form.tsx';
import type { Lieu } from '../store.ts';

export function FermerPage({
  lieu,
  prevues,
  cle,
}: {
  readonly lieu: Lieu;
  readonly prevues: number;
  readonly cle: string;
}) {
  if (prevues > 0) {
    return (
      <>
        <PageHeader title="Ce lieu ne peut pas encore être fermé" kicker={lieu.nom} />
        <Alert tone="warning">
          {prevues === 1 ? '1 séance y est encore prévue.' : `${prevues} séances y sont encore prévues.`} Arrêtez
          d’abord ses <a href={`/permanences?q=${encodeURIComponent(lieu.nom)}`}>permanences</a>.
        </Alert>
      </>
    );
  }
  return (
    <>
      <PageHeader title="Fermer ce lieu ?" kicker={lieu.nom} />
      <p>
        Il n’apparaîtra plus sur les pages publiques et aucune permanence n’y sera possible. Vous pourrez le rouvrir.
      </p>
      <form method="post" action={`/lieux/${lieu.id}/fermer`}>
        <HiddenField name="_cle" value={cle} />
        <FormActions>
          <SubmitButton>Fermer le lieu</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/fiche`}>Revenir au lieu</ButtonLink>
        </FormActions>
      </form>
    </>
  );
}

export function RouvrirPage({ lieu, cle }: { readonly lieu: Lieu; readonly cle: string }) {
  return (
    <>
      <PageHeader title="Rouvrir ce lieu ?" kicker={lieu.nom} />
      <p>Il pourra de nouveau accueillir des permanences.</p>
      <form method="post" action={`/lieux/${lieu.id}/rouvrir`}>
        <HiddenField name="_cle" value={cle} />
        <FormActions>
          <SubmitButton>Rouvrir le lieu</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/fiche`}>Revenir au lieu</ButtonLink>
        </FormActions>
      </form>
    </>
  );
}
