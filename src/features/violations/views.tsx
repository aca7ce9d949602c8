import { rolesLibelles } from '../../domain/compte.ts';
import { formatDateCourte, parisDate } from '../../domain/date.ts';
import { estCle } from '../../domain/nomenclatures.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { RadioGroup, toOptions } from '../../ui/choice.tsx';
import { Alert, ConfirmationPage, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import type { CsvColumn } from '../../ui/csv.ts';
import { DateField, NumberField, TextArea, TimeField } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { type Column, DataTable } from '../../ui/table.tsx';
import type { TableQuery } from '../../ui/table-query.ts';
import type { Tone } from '../../ui/tone.ts';
import {
  ATTEINTES,
  ETATS_VIOLATION,
  type EtatViolation,
  echeanceNotification,
  MOTIFS_SANS_INFORMATION,
  momentLong,
} from './rules.ts';
import type { ViolationInscrite } from './store.ts';

/** A breach as it stands now. */
export type ViolationLue = ViolationInscrite & { readonly etat: EtatViolation };

const TONES: Readonly<Record<EtatViolation, Tone>> = {
  a_decider: 'warning',
  en_retard: 'danger',
  en_cours: 'info',
  close: 'success',
  ecartee: 'neutral',
};

export function EtatTag({ etat }: { readonly etat: EtatViolation }) {
  return (
    <span class="e-nowrap">
      <StatusTag tone={TONES[etat]} label={ETATS_VIOLATION[etat]} />
    </span>
  );
}

/** What is known of a breach: the same fields when it is declared, then corrected. */
export function FaitsChamps({ state }: { readonly state: FormState }) {
  return (
    <>
      <RadioGroup state={state} name="atteinte" label="Ce qui est arrivé" options={toOptions(ATTEINTES)} />
      <TextArea
        state={state}
        name="quoi"
        label="Comment cela s’est passé"
        hint="Où, comment, ce qui est déjà fait. N’écrivez aucun nom d’usager, ni aucune des données en cause."
      />
      <TextArea
        state={state}
        name="sortes"
        label="Sortes de données"
        hint="Par exemple : noms et téléphones ; copies de papiers d’identité."
        rows={2}
      />
      <NumberField
        state={state}
        name="personnes"
        label="Nombre de personnes, à peu près"
        hint="Laissez vide si vous ne le savez pas."
        unit="personnes"
        width={8}
        optional
      />
      <DateField state={state} name="connueLe" label="Jour où vous l’avez su" />
      <TimeField state={state} name="connueHeure" label="Heure où vous l’avez su" />
    </>
  );
}

export function SignalerPage(props: {
  readonly state: FormState;
  readonly cle: string;
  /** What this account declared already. */
  readonly siennes: readonly ViolationLue[];
}) {
  const { state, cle, siennes } = props;
  return (
    <>
      <PageHeader
        title="Signaler une fuite ou une perte de données"
        lead="Dans le doute, signalez : un message envoyé au mauvais destinataire, un téléphone perdu, un dossier laissé sur une table. Personne ne vous le reprochera, et le Département n’a que 72 heures pour agir."
      />
      <Form state={state} action="/violations/signaler" idempotencyKey={cle}>
        <FaitsChamps state={state} />
        <FormActions>
          <SubmitButton>Envoyer le signalement</SubmitButton>
        </FormActions>
      </Form>
      {siennes.length > 0 && (
        <Section title="Vos signalements" id="siennes">
          <SimpleTable
            caption="Ce que vous avez signalé"
            captionHidden
            columns={[{ label: 'Référence' }, { label: 'Signalé le' }, { label: 'État' }]}
            rows={siennes.map(({ reference, declareeAt, etat }) => [
              reference,
              formatDateCourte(parisDate(declareeAt)),
              <EtatTag etat={etat} />,
            ])}
          />
        </Section>
      )}
    </>
  );
}

export function SignaleePage() {
  return (
    <ConfirmationPage
      title="Votre signalement est envoyé"
      next={[
        { href: '/violations/signaler#siennes', label: 'Voir où en sont vos signalements' },
        { href: '/accueil', label: 'Reprendre votre travail' },
      ]}
    >
      <p>
        La personne déléguée à la protection des données est prévenue par courriel, à l’instant. Elle peut vous appeler
        pour comprendre.
      </p>
      <p>D’ici là :</p>
      <ul>
        <li>n’effacez rien : ni le message, ni le fichier, ni l’historique ;</li>
        <li>un appareil perdu ou volé : appelez aussi le service informatique, qui peut le bloquer ;</li>
        <li>un envoi au mauvais destinataire : demandez-lui de l’effacer, et notez sa réponse.</li>
      </ul>
    </ConfirmationPage>
  );
}

const echeance = ({ faits }: ViolationLue): string => momentLong(echeanceNotification(faits));
const declarant = ({ declarant: who }: ViolationLue): string | null => {
  if (who === null) return null;
  return estCle(rolesLibelles, who.role) ? `${who.nom} (${rolesLibelles[who.role]})` : who.nom;
};

/** What the list of breaches shows, searches and sorts. */
export const colonnesViolations: readonly Column<ViolationLue>[] = [
  {
    key: 'reference',
    label: 'Violation',
    sortable: true,
    value: ({ reference }) => reference,
    render: ({ id, reference }) => <a href={`/violations/${id}`}>{reference}</a>,
  },
  {
    key: 'etat',
    label: 'État',
    sortable: true,
    value: ({ etat }) => ETATS_VIOLATION[etat],
    render: ({ etat }) => <EtatTag etat={etat} />,
  },
  {
    key: 'connue',
    label: 'Connue le',
    sortable: true,
    value: ({ faits }) => faits.connueAt.toString(),
    render: ({ faits }) => momentLong(faits.connueAt),
  },
  {
    key: 'echeance',
    label: 'Notification au plus tard',
    sortable: true,
    value: ({ faits }) => echeanceNotification(faits).toString(),
    render: echeance,
  },
  { key: 'sortes', label: 'Données', value: ({ faits }) => faits.sortes },
  { key: 'personnes', label: 'Personnes', sortable: true, numeric: true, value: ({ faits }) => faits.personnes },
];

/** What a spreadsheet gets of each breach: the register of article 33.5. */
export const colonnesCsv: readonly CsvColumn<ViolationLue>[] = [
  { label: 'Violation', value: ({ reference }) => reference },
  { label: 'État', value: ({ etat }) => ETATS_VIOLATION[etat] },
  { label: 'Signalée le', value: ({ declareeAt }) => momentLong(declareeAt) },
  { label: 'Par', value: declarant },
  { label: 'Connue le', value: ({ faits }) => momentLong(faits.connueAt) },
  { label: 'Atteinte', value: ({ faits }) => ATTEINTES[faits.atteinte] },
  { label: 'Faits', value: ({ faits }) => faits.quoi },
  { label: 'Données', value: ({ faits }) => faits.sortes },
  { label: 'Personnes', value: ({ faits }) => faits.personnes },
  { label: 'Notification au plus tard', value: echeance },
  {
    label: 'Notifiée le',
    value: ({ notification: one }) => (one?.type === 'notification' ? momentLong(one.notifieeAt) : null),
  },
  { label: 'Numéro', value: ({ notification: one }) => (one?.type === 'notification' ? one.numero : null) },
  {
    label: 'Motifs du retard',
    value: ({ notification: one }) => (one?.type === 'notification' ? one.raisonRetard : null),
  },
  {
    label: 'Pourquoi pas de notification',
    value: ({ notification: one }) => (one?.type === 'sans_notification' ? one.raison : null),
  },
  {
    label: 'Personnes informées le',
    value: ({ information: one }) => (one?.type === 'information' ? formatDateCourte(one.informeesLe) : null),
  },
  {
    label: 'Pourquoi pas d’information',
    value: ({ information: one }) =>
      one?.type === 'sans_information' ? `${MOTIFS_SANS_INFORMATION[one.cas]} ; ${one.raison}` : null,
  },
  { label: 'Mesures', value: ({ mesures }) => mesures.map(({ mesure }) => mesure).join(' ; ') },
];

export function ListePage(props: {
  readonly listed: { readonly rows: readonly ViolationLue[]; readonly total: number; readonly query: TableQuery };
  readonly kept: { readonly etat: string };
  /** How many wait for a decision. */
  readonly attente: number;
}) {
  const { attente } = props;
  return (
    <>
      <PageHeader
        title="Violations de données"
        lead="Le registre de l’article 33.5 du règlement européen 2016/679 : ce qui est arrivé, ce qui a été décidé. Rien ne s’y efface à la main."
        actions={
          <ButtonLink href="/violations/signaler" variant="primary">
            Inscrire une violation
          </ButtonLink>
        }
      />
      {attente > 0 && (
        <Alert tone="warning">
          {attente === 1 ? 'Une violation attend' : `${attente} violations attendent`} votre décision : le délai de 72
          heures court, ou a fini de courir.
        </Alert>
      )}
      <DataTable
        caption="Violations de données"
        columns={colonnesViolations}
        path="/violations"
        csvPath="/violations.csv"
        kept={props.kept}
        searchLabel="Rechercher une violation"
        filters={[{ name: 'etat', label: 'État', blank: 'Tous', options: toOptions(ETATS_VIOLATION) }]}
        empty={{
          title: 'Aucune violation au registre',
          text: 'Chacun peut en signaler une, depuis le bas de chacune de ses pages.',
        }}
        {...props.listed}
      />
    </>
  );
}
