import type { Role } from '../../domain/compte.ts';
import { formatDate, formatDateCourte } from '../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { RadioGroup, SelectField } from '../../ui/choice.tsx';
import { Alert, DescriptionList, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import { DateField, TextArea, TextField } from '../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { type Column, DataTable } from '../../ui/table.tsx';
import type { TableQuery } from '../../ui/table-query.ts';
import { CRITERES_CODES } from './forms.ts';
import {
  CRITERES,
  constatsAu,
  isConvenu,
  phraseManque,
  USAGES,
  type Usage,
  type UsagePossible,
  usagesPossibles,
} from './rules.ts';
import type { ConstatLieu, Lieu } from './store.ts';

export type LieuListe = Lieu & { readonly usages: Readonly<Record<Usage, UsagePossible>> };

const USAGES_CODES: readonly Usage[] = ['permanence', 'atelier'];

function usagesOuverts(lieu: LieuListe): string {
  const open = USAGES_CODES.filter((usage) => lieu.usages[usage].possible).map((usage) => USAGES[usage]);
  return open.length === 0 ? 'Aucun' : open.join(', ');
}

export function colonnesLieux(today: Temporal.PlainDate): readonly Column<LieuListe>[] {
  return [
    {
      key: 'nom',
      label: 'Lieu',
      value: ({ nom }) => nom,
      render: (lieu) => <a href={`/lieux/${lieu.id}/fiche`}>{lieu.nom}</a>,
      sortable: true,
    },
    { key: 'commune', label: 'Commune', value: ({ commune }) => commune, sortable: true },
    {
      key: 'structure',
      label: 'À qui est le lieu',
      value: ({ structureNom }) => structureNom ?? 'Le Département',
      sortable: true,
    },
    { key: 'usages', label: 'Peut accueillir', value: usagesOuverts, sortable: true },
    {
      key: 'etat',
      label: 'État',
      value: ({ fermeLe }) => (fermeLe === null ? 'Ouvert' : `Fermé le ${formatDateCourte(fermeLe)}`),
      render: (lieu) => <EtatLieu lieu={lieu} today={today} />,
    },
  ];
}

function EtatLieu({ lieu, today }: { readonly lieu: Lieu; readonly today: Temporal.PlainDate }) {
  if (lieu.fermeLe !== null) return <StatusTag tone="neutral" label={`fermé le ${formatDateCourte(lieu.fermeLe)}`} />;
  return convenu(lieu, today) ? (
    <StatusTag tone="success" label="ouvert" />
  ) : (
    <StatusTag tone="warning" label="accord à recueillir" />
  );
}

function convenu(lieu: Lieu, today: Temporal.PlainDate): boolean {
  const { structureId, accordBeneficiaireLe, accordDepartementLe } = lieu;
  return isConvenu({ structureId, beneficiaireLe: accordBeneficiaireLe, departementLe: accordDepartementLe }, today);
}

export function ListePage(props: {
  readonly columns: readonly Column<LieuListe>[];
  readonly listed: { readonly rows: readonly LieuListe[]; readonly total: number; readonly query: TableQuery };
  readonly peutDeclarer: boolean;
}) {
  const declarer = props.peutDeclarer && (
    <ButtonLink href="/lieux/nouveau" variant="primary">
      Déclarer un lieu
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Lieux"
        lead="Où le public est reçu : chez les Bénéficiaires et au Département."
        actions={declarer}
      />
      <DataTable
        caption="Lieux"
        columns={props.columns}
        {...props.listed}
        path="/lieux"
        searchLabel="Rechercher un lieu, une commune, une structure"
        csvPath={props.peutDeclarer ? '/lieux.csv' : undefined}
        empty={{ title: 'Aucun lieu n’est encore déclaré', action: declarer }}
      />
    </>
  );
}

export function FichePage(props: {
  readonly lieu: Lieu;
  readonly constats: readonly ConstatLieu[];
  readonly today: Temporal.PlainDate;
  readonly role: Role;
}) {
  const { lieu, constats, today, role } = props;
  const equipe = role === 'equipe';
  return (
    <>
      <PageHeader
        title={lieu.nom}
        kicker={lieu.structureNom ? `Lieu du Bénéficiaire : ${lieu.structureNom}` : 'Lieu du Département'}
        status={<EtatLieu lieu={lieu} today={today} />}
        actions={
          <>
            <ButtonLink href={`/lieux/${lieu.id}/affiche.pdf`} variant="primary">
              Affiche (PDF)
            </ButtonLink>
            <ButtonLink href={`/lieux/${lieu.id}`}>Page publique</ButtonLink>
            {equipe && <ButtonLink href={`/lieux/${lieu.id}/modifier`}>Modifier</ButtonLink>}
          </>
        }
      />
      <DescriptionList
        items={[
          { term: 'Adresse', details: `${lieu.adresse}, ${lieu.codePostal} ${lieu.commune}` },
          { term: 'Téléphone', details: lieu.telephone },
          { term: 'Comment venir', details: lieu.acces },
          { term: 'À apporter', details: lieu.aApporter },
          ...(lieu.structureId === null
            ? []
            : [
                {
                  term: 'Accord du Bénéficiaire',
                  details: lieu.accordBeneficiaireLe && formatDate(lieu.accordBeneficiaireLe),
                },
                {
                  term: 'Accord du Département',
                  details: lieu.accordDepartementLe && formatDate(lieu.accordDepartementLe),
                },
              ]),
        ]}
      />
      {equipe && lieu.structureId !== null && (
        <p>
          <a href={`/structures/${lieu.structureId}`}>Voir la structure et ses conventions</a>
        </p>
      )}
      <UsagesSection constats={constats} today={today} />
      <ConstatsSection lieu={lieu} constats={constats} today={today} equipe={equipe} />
      {equipe && (
        <div class="e-actions">
          <ButtonLink href={`/permanences/nouvelle?lieu=${lieu.id}`}>Mettre en place une permanence</ButtonLink>
          <ButtonLink href={`/lieux/${lieu.id}/fermer`} variant="tertiary">
            {lieu.fermeLe === null ? 'Fermer ce lieu' : 'Rouvrir ce lieu'}
          </ButtonLink>
        </div>
      )}
    </>
  );
}

function UsagesSection({
  constats,
  today,
}: {
  readonly constats: readonly ConstatLieu[];
  readonly today: Temporal.PlainDate;
}) {
  const usages = usagesPossibles(constats, today);
  return (
    <Section title="Ce que le lieu peut accueillir">
      {USAGES_CODES.map((usage) => {
        const verdict = usages[usage];
        return (
          <Alert tone={verdict.possible ? 'success' : 'warning'} title={USAGES[usage]}>
            {verdict.possible ? (
              'Tous les critères sont constatés.'
            ) : (
              <>
                Pas encore possible :
                <ul>
                  {verdict.manques.map((manque) => (
                    <li>{phraseManque(manque)}</li>
                  ))}
                </ul>
              </>
            )}
          </Alert>
        );
      })}
    </Section>
  );
}

function ConstatsSection(props: {
  readonly lieu: Lieu;
  readonly constats: readonly ConstatLieu[];
  readonly today: Temporal.PlainDate;
  readonly equipe: boolean;
}) {
  const latest = constatsAu(props.constats, props.today);
  return (
    <Section
      title="Ce qui a été constaté"
      actions={props.equipe && <ButtonLink href={`/lieux/${props.lieu.id}/visite`}>Noter une visite</ButtonLink>}
    >
      <table class="ds-table e-stack">
        <caption class="ds-sr-only">Critères de l’article 1.2</caption>
        <thead>
          <tr>
            <th scope="col">Critère</th>
            <th scope="col">Constat</th>
            <th scope="col">Le</th>
            <th scope="col">Par</th>
          </tr>
        </thead>
        <tbody>
          {CRITERES_CODES.map((critere) => {
            const constat = latest.get(critere);
            return (
              <tr>
                <th scope="row" data-label="Critère">
                  {CRITERES[critere]}
                </th>
                <td data-label="Constat">
                  {constat === undefined && <StatusTag tone="neutral" label="jamais constaté" />}
                  {constat && (
                    <StatusTag
                      tone={constat.satisfait ? 'success' : 'danger'}
                      label={constat.satisfait ? 'oui' : 'non'}
                    />
                  )}
                </td>
                <td data-label="Le">{constat ? formatDateCourte(constat.constateLe) : '—'}</td>
                <td data-label="Par">{constat?.constatePar ?? '—'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}

export function LieuFormPage(props: {
  readonly title: string;
  readonly state: FormState;
  readonly cle: string;
  readonly action: string;
  readonly existing: Lieu | undefined;
  readonly structures: readonly { readonly id: string; readonly nom: string }[];
  readonly communes: readonly string[];
}) {
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
        <TextField
          state={state}
          name="nom"
          label="Nom du lieu"
          hint="Tel que les habitants le connaissent : « Médiathèque de Céret »."
        />
        <TextField state={state} name="adresse" label="Adresse" hint="Numéro et rue." />
        <TextField state={state} name="codePostal" label="Code postal" inputmode="numeric" width={5} />
        <TextField
          state={state}
          name="commune"
          label="Commune"
          hint="Son nom, ou son code INSEE."
          suggestions={props.communes}
        />
        <TextField state={state} name="telephone" label="Téléphone du lieu" type="tel" optional />
        <TextArea
          state={state}
          name="acces"
          label="Comment venir"
          hint="Arrêt de bus, parking, étage, entrée accessible…"
          optional
        />
        <TextArea
          state={state}
          name="aApporter"
          label="Ce qu’il faut apporter"
          hint="Pièce d’identité, courrier reçu, téléphone…"
          optional
        />
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

export function VisitePage({
  lieu,
  state,
  cle,
}: {
  readonly lieu: Lieu;
  readonly state: FormState;
  readonly cle: string;
}) {
  const options = [
    { value: 'oui', label: 'Oui' },
    { value: 'non', label: 'Non' },
    { value: '', label: 'Pas vérifié' },
  ];
  return (
    <>
      <PageHeader
        title="Noter une visite"
        kicker={lieu.nom}
        lead="Qui a vu quoi, et quand : un constat ne s’efface pas, le plus récent compte."
      />
      <Form state={state} action={`/lieux/${lieu.id}/visite`} idempotencyKey={cle}>
        <DateField state={state} name="constateLe" label="Date de la visite" />
        <TextField state={state} name="constatePar" label="Constaté par" />
        {CRITERES_CODES.map((critere) => (
          <RadioGroup state={state} name={critere} label={CRITERES[critere]} options={options} />
        ))}
        <TextField
          state={state}
          name="precision"
          label="Précision"
          hint="Par exemple : rampe amovible à demander à l’accueil."
          optional
        />
        <FormActions>
          <SubmitButton>Enregistrer la visite</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/fiche`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function FermerPage({
  lieu,
  prevues,
  cle,
}: {
  readonly lieu: Lieu;
  readonly prevues: number;
  readonly cle: string;
}) {
  if (lieu.fermeLe === null && prevues > 0) {
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
  const ouvert = lieu.fermeLe === null;
  return (
    <>
      <PageHeader title={ouvert ? 'Fermer ce lieu ?' : 'Rouvrir ce lieu ?'} kicker={lieu.nom} />
      <p>
        {ouvert
          ? 'Il n’apparaîtra plus sur les pages publiques et aucune permanence n’y sera possible. Vous pourrez le rouvrir.'
          : 'Il pourra de nouveau accueillir des permanences.'}
      </p>
      <form method="post" action={`/lieux/${lieu.id}/fermer`}>
        <HiddenField name="_cle" value={cle} />
        <FormActions>
          <SubmitButton>{ouvert ? 'Fermer le lieu' : 'Rouvrir le lieu'}</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/fiche`}>Revenir au lieu</ButtonLink>
        </FormActions>
      </form>
    </>
  );
}
