import { formatDateCourte } from '../../domain/date.ts';
import { NATURES_STRUCTURE } from '../../domain/nomenclatures.ts';
import { formatSiret } from '../../domain/siret.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { Fieldset, type Option, SelectField, toOptions } from '../../ui/choice.tsx';
import { MailLink, PhoneLink } from '../../ui/contact.tsx';
import { PageHeader, StatusTag } from '../../ui/content.tsx';
import type { CsvColumn } from '../../ui/csv.ts';
import { DateField, NumberField, TextField } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { LookupField } from '../../ui/lookup-field.tsx';
import { type Column, DataTable } from '../../ui/table.tsx';
import type { TableQuery } from '../../ui/table-query.ts';
import { ETATS_MEMBRE, type EtatMembre } from './rules.ts';
import type { Membre } from './store.ts';

/** A member as it stands today. */
export type MembreLu = Membre & { readonly etat: EtatMembre };

const TONES = { actuel: 'success', a_venir: 'info', ancien: 'neutral' } as const;

export const colonnesMembres: readonly Column<MembreLu>[] = [
  {
    key: 'nom',
    label: 'Organisme',
    sortable: true,
    value: ({ nom }) => nom,
    render: ({ id, nom, nature }) => (
      <>
        <a href={`/membres/${id}/modifier`}>{nom}</a>
        <br />
        <span class="e-muted">{NATURES_STRUCTURE[nature]}</span>
      </>
    ),
  },
  { key: 'commune', label: 'Commune', sortable: true, value: ({ commune }) => commune },
  {
    key: 'conseillers',
    label: 'Conseillers',
    sortable: true,
    numeric: true,
    value: ({ conseillers }) => conseillers,
  },
  {
    key: 'contact',
    label: 'À joindre',
    value: ({ contactNom, contactCourriel }) => [contactNom, contactCourriel].filter(Boolean).join(' '),
    render: (membre) => (
      <div>
        <Contact membre={membre} />
      </div>
    ),
  },
  {
    key: 'etat',
    label: 'État',
    sortable: true,
    value: ({ etat }) => ETATS_MEMBRE[etat],
    render: ({ id, nom, etat, du, au }) => (
      <div>
        <StatusTag tone={TONES[etat]} label={ETATS_MEMBRE[etat]} />
        <br />
        <span class="e-muted">
          {au === null ? `depuis le ${formatDateCourte(du)}` : `du ${formatDateCourte(du)} au ${formatDateCourte(au)}`}
        </span>
        <br />
        <a href={`/membres/${id}/fin`}>
          {au === null ? 'Dire la fin' : 'Changer la fin'}
          <span class="ds-sr-only"> de {nom}</span>
        </a>
      </div>
    ),
  },
];

function Contact({ membre }: { readonly membre: MembreLu }) {
  const { contactNom, contactFonction, contactCourriel, contactTelephone } = membre;
  if (contactNom === null && contactCourriel === null && contactTelephone === null) {
    return <span class="e-muted">non renseigné</span>;
  }
  return (
    <>
      {contactNom}
      {contactFonction && <span class="e-muted">, {contactFonction}</span>}
      {contactCourriel && (
        <>
          <br />
          <MailLink address={contactCourriel} />
        </>
      )}
      {contactTelephone && (
        <>
          <br />
          <PhoneLink number={contactTelephone} />
        </>
      )}
    </>
  );
}

/** What a spreadsheet gets of each member: enough to call the comité. */
export const colonnesCsv: readonly CsvColumn<MembreLu>[] = [
  { label: 'Organisme', value: ({ nom }) => nom },
  { label: 'Nature', value: ({ nature }) => NATURES_STRUCTURE[nature] },
  { label: 'SIRET', value: ({ siret }) => siret && formatSiret(siret) },
  { label: 'Commune', value: ({ commune }) => commune },
  { label: 'Conseillers numériques', value: ({ conseillers }) => conseillers },
  { label: 'Du', value: ({ du }) => formatDateCourte(du) },
  { label: 'Au', value: ({ au }) => au && formatDateCourte(au) },
  { label: 'État', value: ({ etat }) => ETATS_MEMBRE[etat] },
  { label: 'À joindre', value: ({ contactNom }) => contactNom },
  { label: 'Fonction', value: ({ contactFonction }) => contactFonction },
  { label: 'Courriel', value: ({ contactCourriel }) => contactCourriel },
  { label: 'Téléphone', value: ({ contactTelephone }) => contactTelephone },
];

export function MembresPage(props: {
  readonly listed: { readonly rows: readonly MembreLu[]; readonly total: number; readonly query: TableQuery };
  readonly etat: string;
  readonly actuels: number;
  readonly conseillers: number;
}) {
  const { actuels, conseillers } = props;
  const nouveau = (
    <ButtonLink href="/membres/nouveau" variant="primary">
      Ajouter un membre
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Autres membres du dispositif"
        lead="Les organismes qui emploient au moins un conseiller numérique sans avoir de convention : ils siègent au comité technique (art. 3.4)."
        actions={nouveau}
      />
      {actuels > 0 && (
        <p>
          Aujourd’hui : {actuels} {actuels > 1 ? 'organismes' : 'organisme'}, {conseillers}{' '}
          {conseillers > 1 ? 'conseillers numériques' : 'conseiller numérique'}.
        </p>
      )}
      <DataTable
        caption="Autres membres du dispositif"
        columns={colonnesMembres}
        path="/membres"
        csvPath="/membres.csv"
        kept={{ etat: props.etat }}
        searchLabel="Rechercher un organisme ou une commune"
        filters={[{ name: 'etat', label: 'État', blank: 'Tous', options: toOptions(ETATS_MEMBRE) }]}
        empty={{
          title: 'Aucun autre membre pour l’instant',
          text: 'Ajoutez les employeurs de conseillers numériques que le comité technique réunit.',
          action: nouveau,
        }}
        {...props.listed}
      />
    </>
  );
}

export function MembreFormPage(props: {
  readonly title: string;
  readonly state: FormState;
  readonly cle: string;
  readonly action: string;
  readonly communes: readonly string[];
  readonly candidates: readonly Option[];
}) {
  const { state } = props;
  return (
    <>
      <PageHeader title={props.title} />
      <Form state={state} action={props.action} idempotencyKey={props.cle}>
        <TextField state={state} name="nom" label="Nom de l’organisme" autocomplete="off" />
        <SelectField state={state} name="nature" label="Nature" options={toOptions(NATURES_STRUCTURE)} />
        <TextField
          state={state}
          name="siret"
          label="Numéro SIRET"
          inputmode="numeric"
          width={20}
          optional
          autocomplete="off"
        />
        <LookupField
          state={state}
          name="commune"
          label="Commune"
          hint="Son nom, ou son code INSEE."
          suggestions={props.communes}
          candidates={props.candidates}
          candidatesLabel="De quelle commune s’agit-il ?"
          autocomplete="off"
        />
        <NumberField state={state} name="conseillers" label="Conseillers numériques employés" />
        <DateField state={state} name="du" label="Membre depuis le" />
        <DateField state={state} name="au" label="Jusqu’au" hint="Dernier jour compris, s’il est connu." optional />
        <Fieldset legend="Personne à joindre">
          <TextField state={state} name="contactNom" label="Prénom et nom" optional autocomplete="off" />
          <TextField state={state} name="contactFonction" label="Fonction" optional autocomplete="off" />
          <TextField state={state} name="contactCourriel" label="Courriel" type="email" optional autocomplete="off" />
          <TextField
            state={state}
            name="contactTelephone"
            label="Téléphone"
            type="tel"
            width={16}
            optional
            autocomplete="off"
          />
        </Fieldset>
        <FormActions>
          <SubmitButton>Enregistrer le membre</SubmitButton>
          <ButtonLink href="/membres" variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function FinPage(props: { readonly membre: Membre; readonly state: FormState; readonly cle: string }) {
  const { membre, state } = props;
  return (
    <>
      <PageHeader
        kicker={membre.nom}
        title="Fin de l’appartenance"
        lead="Ce jour est le dernier. Le membre reste dans la liste, parmi les anciens ; sa personne à joindre est effacée à l’échéance dite ci-dessous."
      />
      <Form state={state} action={`/membres/${membre.id}/fin`} idempotencyKey={props.cle}>
        <DateField state={state} name="au" label="Dernier jour" />
        <FormActions>
          <SubmitButton>Enregistrer la fin</SubmitButton>
          <ButtonLink href="/membres" variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
