import { formatDate, formatDateCourte, formatHeure, parisDate, parisTime } from '../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { CheckboxGroup, RadioGroup, SelectField, toOptions } from '../../ui/choice.tsx';
import { DescriptionList, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import type { CsvColumn } from '../../ui/csv.ts';
import { DateField, NumberField, TextArea, TextField } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { type Column, DataTable } from '../../ui/table.tsx';
import type { TableQuery } from '../../ui/table-query.ts';
import {
  ALERTES,
  alertesEchange,
  CANAUX,
  DESTINATAIRES,
  type Difference,
  differences,
  type Echange,
  FONDEMENTS,
  NATURES_DONNEES,
} from './rules.ts';
import type { EchangeInscrit } from './store.ts';

const natures = (one: Echange): string => one.natures.map((nature) => NATURES_DONNEES[nature]).join(', ');

function Alertes({ echange }: { readonly echange: Echange }) {
  return (
    <>
      {alertesEchange(echange).map((alerte) => (
        <StatusTag tone="warning" label={ALERTES[alerte]} />
      ))}
    </>
  );
}

/** What the list of exchanges shows, searches and sorts. */
export const colonnesEchanges: readonly Column<EchangeInscrit>[] = [
  {
    key: 'le',
    label: 'Échange du',
    sortable: true,
    value: ({ le }) => le.toString(),
    render: ({ id, le }) => <a href={`/echanges/${id}`}>{formatDateCourte(le)}</a>,
  },
  { key: 'service', label: 'Service', sortable: true, value: ({ service }) => service },
  { key: 'demandeur', label: 'Demandé par', sortable: true, value: ({ demandeur }) => demandeur },
  {
    key: 'natures',
    label: 'Sortes de données',
    value: natures,
    render: (one) => (
      <>
        {natures(one)} <Alertes echange={one} />
      </>
    ),
  },
  { key: 'personnes', label: 'Personnes', sortable: true, numeric: true, value: ({ personnes }) => personnes },
  { key: 'canal', label: 'Canal', sortable: true, value: ({ canal }) => CANAUX[canal] },
  { key: 'envoye', label: 'Envoyé par', sortable: true, value: ({ envoyePar }) => envoyePar },
];

/** What a spreadsheet gets of each exchange. */
export const colonnesCsv: readonly CsvColumn<EchangeInscrit>[] = [
  { label: 'Date', value: ({ le }) => formatDateCourte(le) },
  { label: 'Demandé par', value: ({ demandeur }) => demandeur },
  { label: 'Service', value: ({ service }) => service },
  { label: 'Destinataire', value: ({ destinataire }) => DESTINATAIRES[destinataire] },
  { label: 'Sortes de données', value: natures },
  { label: 'Précisions', value: ({ precisions }) => precisions },
  { label: 'Fondement', value: ({ fondement }) => FONDEMENTS[fondement] },
  { label: 'Finalité', value: ({ finalite }) => finalite },
  { label: 'Personnes', value: ({ personnes }) => personnes },
  { label: 'Envoyé par', value: ({ envoyePar }) => envoyePar },
  { label: 'Canal', value: ({ canal }) => CANAUX[canal] },
  {
    label: 'À regarder',
    value: (one) =>
      alertesEchange(one)
        .map((alerte) => ALERTES[alerte])
        .join(' ; '),
  },
  { label: 'Corrections', value: ({ versions }) => versions.length - 1 },
];

export function ListePage(props: {
  readonly listed: { readonly rows: readonly EchangeInscrit[]; readonly total: number; readonly query: TableQuery };
  readonly kept: { readonly canal: string; readonly donnees: string };
  /** Whether the reader may record one, and export all. */
  readonly peutInscrire: boolean;
  readonly exporte: boolean;
}) {
  const { listed, kept, peutInscrire, exporte } = props;
  const noter = (
    <ButtonLink href="/echanges/nouveau" variant="primary">
      Noter un échange
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Échanges de données"
        lead="Chaque fois que des données sont données à un autre service ou à un partenaire (article 2) : à qui, pourquoi, comment. Jamais les données elles-mêmes."
        actions={peutInscrire && noter}
      />
      <DataTable
        caption="Échanges de données"
        columns={colonnesEchanges}
        path="/echanges"
        csvPath={exporte ? '/echanges.csv' : undefined}
        kept={kept}
        searchLabel="Rechercher un service ou une personne"
        filters={[
          { name: 'donnees', label: 'Données', blank: 'Toutes', options: toOptions(NATURES_DONNEES) },
          { name: 'canal', label: 'Canal', blank: 'Tous', options: toOptions(CANAUX) },
        ]}
        empty={{
          title: 'Aucun échange n’est noté',
          text: 'L’équipe technique et les agents notent ici chaque échange, une fois fait.',
        }}
        {...listed}
      />
    </>
  );
}

export function EchangePage({ echange, corrige }: { readonly echange: EchangeInscrit; readonly corrige: boolean }) {
  const { id, le, versions } = echange;
  const corrections = versions.slice(1);
  return (
    <>
      <PageHeader
        kicker="Échange de données"
        title={`${echange.service}, ${formatDate(le)}`}
        status={alertesEchange(echange).length > 0 && <Alertes echange={echange} />}
        actions={corrige && <ButtonLink href={`/echanges/${id}/corriger`}>Corriger</ButtonLink>}
      />
      <EchangeListe echange={echange} />
      {corrections.length > 0 && (
        <Section title="Corrections" id="corrections">
          <SimpleTable
            caption="Corrections, de la plus ancienne à la plus récente"
            captionHidden
            columns={[{ label: 'Quand' }, { label: 'Par' }, { label: 'Ce qui a changé' }, { label: 'Raison' }]}
            rows={corrections.map(({ at, par, raisonCorrection, echange: after }, rank) => {
              const before = versions[rank]?.echange ?? after;
              return [
                moment(at),
                par ?? 'Identité effacée',
                <Changements liste={differences(before, after)} />,
                raisonCorrection,
              ];
            })}
          />
          <h3>Ce qui était d’abord inscrit</h3>
          {versions[0] !== undefined && <EchangeListe echange={versions[0].echange} />}
        </Section>
      )}
    </>
  );
}

function Changements({ liste }: { readonly liste: readonly Difference[] }) {
  return (
    <ul class="e-links">
      {liste.map(({ champ, avant, apres }) => (
        <li>
          {champ} : {avant} → {apres}
        </li>
      ))}
    </ul>
  );
}

const moment = (at: Temporal.Instant): string => `${formatDate(parisDate(at))} à ${formatHeure(parisTime(at))}`;

function EchangeListe({ echange }: { readonly echange: Echange }) {
  return (
    <DescriptionList
      items={[
        { term: 'Date', details: formatDate(echange.le) },
        { term: 'Demandé par', details: `${echange.demandeur}, ${echange.service}` },
        { term: 'Destinataire', details: DESTINATAIRES[echange.destinataire] },
        {
          term: 'Sortes de données',
          details: echange.precisions === null ? natures(echange) : `${natures(echange)} (${echange.precisions})`,
        },
        { term: 'Fondement', details: FONDEMENTS[echange.fondement] },
        { term: 'Pourquoi', details: echange.finalite },
        { term: 'Personnes concernées', details: `environ ${echange.personnes.toLocaleString('fr-FR')}` },
        { term: 'Envoyé par', details: `${echange.envoyePar} ; ${CANAUX[echange.canal].toLowerCase()}` },
      ]}
    />
  );
}

export function SaisiePage(props: {
  readonly state: FormState;
  readonly cle: string;
  /** The exchange that is corrected; null for a new one. */
  readonly corrige: EchangeInscrit | null;
}) {
  const { state, cle, corrige } = props;
  const titre = corrige === null ? 'Noter un échange de données' : 'Corriger un échange de données';
  const retour = corrige === null ? '/echanges' : `/echanges/${corrige.id}`;
  return (
    <>
      <PageHeader
        title={titre}
        lead={
          corrige === null
            ? 'Une fois les données données. N’écrivez ici aucun nom d’usager, ni aucune des données.'
            : 'Ce qui était inscrit reste lisible, avec la date et la raison de la correction.'
        }
      />
      <Form state={state} action={corrige === null ? '/echanges/nouveau' : `${retour}/corriger`} idempotencyKey={cle}>
        <DateField state={state} name="le" label="Date de l’échange" />
        <TextField state={state} name="demandeur" label="Qui a demandé" hint="Nom et fonction." autocomplete="off" />
        <TextField state={state} name="service" label="Service ou organisme" autocomplete="off" />
        <RadioGroup state={state} name="destinataire" label="À qui" options={toOptions(DESTINATAIRES)} />
        <CheckboxGroup
          state={state}
          name="natures"
          label="Sortes de données"
          hint="La sorte, jamais le contenu."
          options={toOptions(NATURES_DONNEES)}
          columns={2}
        />
        <TextField state={state} name="precisions" label="Précision sur ces données" optional autocomplete="off" />
        <RadioGroup state={state} name="fondement" label="Fondement" options={toOptions(FONDEMENTS)} />
        <TextField
          state={state}
          name="finalite"
          label="Pourquoi cet échange"
          hint="Par exemple : étude d’une demande d’aide au logement."
          autocomplete="off"
        />
        <NumberField state={state} name="personnes" label="Combien de personnes, à peu près" unit="personnes" />
        <TextField state={state} name="envoyePar" label="Qui a envoyé" autocomplete="off" />
        <SelectField state={state} name="canal" label="Par quel canal" options={toOptions(CANAUX)} />
        {corrige !== null && (
          <TextArea state={state} name="raisonCorrection" label="Pourquoi cette correction" rows={2} />
        )}
        <FormActions>
          <SubmitButton>{corrige === null ? 'Enregistrer l’échange' : 'Enregistrer la correction'}</SubmitButton>
          <ButtonLink href={retour} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
