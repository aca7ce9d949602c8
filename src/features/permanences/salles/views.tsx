import { formatDate } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, EmptyState, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { NumberField, TextField } from '../../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { Lieu } from '../../lieux/store.ts';
import type { Melange, Salle } from './store.ts';

/** The rule of `voisinage`, as one reads it. */
const VOISINAGES = [
  ['dans une salle', 'dans une autre salle', 'Oui'],
  ['dans une salle', 'dans la même', 'Non : la salle est prise'],
  ['sans salle', 'sans salle', 'Non : le lieu est pris'],
  ['dans une salle', 'sans salle', 'Non : sans salle, elle occupe tout le lieu. Dites la sienne'],
  ['n’importe où', 'en binôme avec elle', 'Oui : les deux agents partagent la salle'],
] as const;

export function SallesPage(props: {
  readonly lieu: Lieu;
  readonly salles: readonly Salle[];
  readonly melees: readonly Melange[];
  readonly state: FormState;
  readonly cle: string;
}) {
  const { lieu, salles, melees, state, cle } = props;
  return (
    <>
      <PageHeader
        title="Salles"
        kicker={lieu.nom}
        lead="Un lieu sans salle nommée n’accueille qu’une permanence à la fois. Nommez ses salles pour qu’il en accueille plusieurs au même moment, une par salle."
      />
      {melees.length > 0 && (
        <Alert tone="warning" title="Deux permanences au même moment, dont une sans salle">
          <p>Dites la salle de celles-ci : en attendant, rien de nouveau ne s’y ajoute à ces heures.</p>
          <ul>
            {melees.map(({ permanenceId, agentNom, jour }) => (
              <li>
                <a href={`/permanences/${permanenceId}/modifier`}>Celle de {agentNom}</a>, dès le {formatDate(jour)}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {salles.length === 0 ? (
        <EmptyState title="Aucune salle n’est nommée dans ce lieu" />
      ) : (
        <SimpleTable
          caption="Salles du lieu"
          captionHidden
          columns={[{ label: 'Salle' }, { label: 'Places' }, { label: 'État' }]}
          rows={salles.map(({ id, nom, places, fermeeLe }) => [
            <a href={`/salles/${id}`}>{nom}</a>,
            String(places),
            fermeeLe === null ? 'ouverte' : <StatusTag tone="neutral" label={`fermée le ${formatDate(fermeeLe)}`} />,
          ])}
        />
      )}
      <Section title="Deux permanences au même moment">
        <SimpleTable
          caption="Ce qui se tient en même temps dans ce lieu"
          captionHidden
          columns={[{ label: 'L’une' }, { label: 'L’autre' }, { label: 'Est-ce possible ?' }]}
          rows={VOISINAGES.map((row) => [...row])}
        />
      </Section>
      <Section title="Ajouter une salle">
        <Form state={state} action={`/lieux/${lieu.id}/salles`} idempotencyKey={cle}>
          <TextField state={state} name="nomSalle" label="Nom de la salle" hint="Tel qu’il est écrit sur sa porte." />
          <NumberField state={state} name="places" label="Places assises" unit="places" />
          <FormActions>
            <SubmitButton>Ajouter la salle</SubmitButton>
          </FormActions>
        </Form>
      </Section>
    </>
  );
}

export function SallePage(props: { readonly salle: Salle; readonly prevues: number; readonly cle: string }) {
  const { salle, prevues, cle } = props;
  const isOpen = salle.fermeeLe === null;
  return (
    <>
      <PageHeader title={isOpen ? `Fermer « ${salle.nom} » ?` : `Rouvrir « ${salle.nom} » ?`} />
      {isOpen && prevues > 0 ? (
        <Alert tone="warning" title="Cette salle ne peut pas encore être fermée">
          {prevues === 1 ? '1 séance y est encore prévue.' : `${prevues} séances y sont encore prévues.`} Donnez d’abord
          une autre salle aux <a href="/permanences">permanences</a> qui s’y tiennent.
        </Alert>
      ) : (
        <>
          <p>
            {isOpen
              ? 'Aucune permanence ne pourra plus y être prévue.'
              : 'Des permanences pourront de nouveau y être prévues.'}
          </p>
          <form method="post" action={`/salles/${salle.id}`}>
            <HiddenField name="_cle" value={cle} />
            <FormActions>
              <SubmitButton>{isOpen ? 'Fermer la salle' : 'Rouvrir la salle'}</SubmitButton>
              <ButtonLink href={`/lieux/${salle.lieuId}/salles`} variant="tertiary">
                Revenir aux salles
              </ButtonLink>
            </FormActions>
          </form>
        </>
      )}
    </>
  );
}
