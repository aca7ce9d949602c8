import { formatDate, formatDateCourte, formatDateLongue, formatPlage } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { Lieu } from '../../lieux/store.ts';
import type { ContenuAffiche, EtatAffiche } from '../rules/affichage.ts';
import type { Affichage } from './etat.ts';

export function AffichePage(props: {
  readonly lieu: Lieu;
  readonly affichage: Affichage;
  readonly state: FormState;
  readonly cle: string;
  readonly today: Temporal.PlainDate;
}) {
  const { lieu, affichage, today } = props;
  return (
    <>
      <PageHeader
        title="L’affiche posée"
        kicker={lieu.nom}
        lead="Les horaires doivent être affichés de façon visible (article 1.2). Comparez l’affiche qui est au mur avec ce qui suit, puis confirmez."
        actions={<ButtonLink href={`/lieux/${lieu.id}/affiche.pdf`}>Imprimer l’affiche (PDF)</ButtonLink>}
      />
      <Etat etat={affichage.etat} />
      <Section title={`Ce qu’elle doit dire le ${formatDate(today)}`}>
        <Dates contenu={affichage.actuel} />
        <Form state={props.state} action={`/lieux/${lieu.id}/affiche`} idempotencyKey={props.cle}>
          <FormActions>
            <SubmitButton>L’affiche est posée, et dit cela</SubmitButton>
            <ButtonLink href={`/lieux/${lieu.id}/fiche`} variant="tertiary">
              Pas encore
            </ButtonLink>
          </FormActions>
        </Form>
      </Section>
      <Section title="Confirmations précédentes">
        {affichage.poses.length === 0 ? (
          <EmptyState title="Personne n’a encore confirmé l’affiche de ce lieu" />
        ) : (
          <SimpleTable
            caption="Confirmations précédentes"
            captionHidden
            columns={[{ label: 'Le' }, { label: 'Par' }]}
            rows={affichage.poses.map(({ poseeLe, auteur }) => [formatDateCourte(poseeLe), auteur])}
          />
        )}
      </Section>
    </>
  );
}

function Etat({ etat }: { readonly etat: EtatAffiche }) {
  if (etat.etat === 'jamais') return <Alert tone="info">Personne n’a encore confirmé que l’affiche est posée.</Alert>;
  const { poseeLe, auteur } = etat.pose;
  const quand = `posée le ${formatDate(poseeLe)}, confirmée par ${auteur}`;
  if (etat.etat === 'a_jour') return <Alert tone="success">L’affiche est à jour : {quand}.</Alert>;
  return (
    <Alert tone="warning" title={`L’affiche n’est plus à jour : ${quand}`}>
      <ul>
        {etat.raisons.map((raison) => (
          <li>{raison} ;</li>
        ))}
        <li>imprimez la nouvelle, posez-la, puis confirmez-la.</li>
      </ul>
    </Alert>
  );
}

function Dates({ contenu }: { readonly contenu: ContenuAffiche }) {
  if (contenu.lignes.length === 0) return <p>« Pas de permanence prévue ».</p>;
  return (
    <SimpleTable
      caption="Dates que l’affiche annonce"
      captionHidden
      columns={[{ label: 'Jour' }, { label: 'Horaires' }]}
      rows={contenu.lignes.map(({ jour, debut, fin, ferme }) => [
        formatDateLongue(jour),
        ferme === null ? formatPlage(debut, fin) : <span class="e-muted">{ferme}</span>,
      ])}
    />
  );
}
