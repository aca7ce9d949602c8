import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { EmptyState, PageHeader } from '../../../ui/content.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { Filtre } from './store.ts';

/** A filter, and what it asks in words. */
export type FiltreDit = Filtre & { readonly quoi: string };

const LISTE = '/conventions/filtres';

type FormProps = { readonly state: FormState; readonly cle: string };

export function EnregistrerPage(props: FormProps & { readonly requete: string; readonly quoi: string }) {
  const { state, cle, requete, quoi } = props;
  return (
    <>
      <PageHeader
        title="Enregistrer ce filtre"
        lead={`Ce qu’il montre : ${quoi}. Vous seul le verrez, en tête de la liste des conventions.`}
      />
      <Form state={state} action={`${LISTE}/nouveau`} idempotencyKey={cle}>
        <HiddenField name="requete" value={requete} />
        <TextField state={state} name="nom" label="Nom du filtre" hint="Par exemple : à renouveler avant l’été." />
        <FormActions>
          <SubmitButton>Enregistrer le filtre</SubmitButton>
          <ButtonLink href={`/conventions?${requete}`} variant="tertiary">
            Ne rien enregistrer
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function MesFiltresPage({ filtres }: { readonly filtres: readonly FiltreDit[] }) {
  return (
    <>
      <PageHeader title="Mes filtres" lead="Les filtres que vous avez enregistrés. Vous seul les voyez." />
      {filtres.length === 0 ? (
        <EmptyState
          title="Aucun filtre n’est enregistré"
          action={<ButtonLink href="/conventions">Voir les conventions</ButtonLink>}
        >
          Filtrez la liste des conventions, puis choisissez « Enregistrer ce filtre sous un nom ».
        </EmptyState>
      ) : (
        <SimpleTable
          caption="Mes filtres"
          captionHidden
          columns={[{ label: 'Filtre' }, { label: 'Ce qu’il montre' }, { label: 'À faire' }]}
          rows={filtres.map(({ id, nom, requete, quoi }) => [
            <a href={`/conventions?${requete}`}>{nom}</a>,
            quoi,
            <ul class="e-links">
              <li>
                <a href={`${LISTE}/${id}/renommer`}>
                  Renommer<span class="ds-sr-only"> {nom}</span>
                </a>
              </li>
              <li>
                <a href={`${LISTE}/${id}/supprimer`}>
                  Supprimer<span class="ds-sr-only"> {nom}</span>
                </a>
              </li>
            </ul>,
          ])}
        />
      )}
    </>
  );
}

export function RenommerPage({ filtre, state, cle }: FormProps & { readonly filtre: Filtre }) {
  return (
    <>
      <PageHeader kicker="Mes filtres" title={`Renommer « ${filtre.nom} »`} />
      <Form state={state} action={`${LISTE}/${filtre.id}/renommer`} idempotencyKey={cle}>
        <TextField state={state} name="nom" label="Nom du filtre" />
        <FormActions>
          <SubmitButton>Renommer</SubmitButton>
          <ButtonLink href={LISTE} variant="tertiary">
            Garder ce nom
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function SupprimerPage({ filtre, cle }: { readonly filtre: FiltreDit; readonly cle: string }) {
  return (
    <>
      <PageHeader
        kicker="Mes filtres"
        title={`Supprimer « ${filtre.nom} » ?`}
        lead={`Ce qu’il montre : ${filtre.quoi}. Aucune convention ne change.`}
      />
      <Form state={blankForm()} action={`${LISTE}/${filtre.id}/supprimer`} idempotencyKey={cle}>
        <FormActions>
          <SubmitButton danger>Supprimer le filtre</SubmitButton>
          <ButtonLink href={LISTE} variant="tertiary">
            Le garder
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
