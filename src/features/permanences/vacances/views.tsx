import { formatDate, formatDateLongue } from '../../../domain/date.ts';
import { connuesJusquAu, type Vacances } from '../../../domain/rythme.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/choice.tsx';
import { Alert, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { FileField, NumberField } from '../../../ui/field.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { ZONES } from './rules.ts';
import type { SeanceEnVacances } from './store.ts';

export function PlanningReglagesPage(props: {
  readonly reglages: FormState;
  readonly calendrier: FormState;
  readonly zone: string | null;
  /** Those under way or to come. */
  readonly vacances: readonly Vacances[];
  /** Last day up to which séances are planned. */
  readonly horizon: Temporal.PlainDate;
  readonly enVacances: readonly SeanceEnVacances[];
  readonly cle: string;
}) {
  const { reglages, calendrier, zone, enVacances, cle } = props;
  return (
    <>
      <PageHeader
        title="Vacances scolaires et trajets"
        lead="Ce que le planning doit savoir, en plus des jours fériés qu’Escale calcule pour toute année."
      />
      {enVacances.length > 0 && <AAnnuler enVacances={enVacances} cle={cle} />}
      <Section title="Zone et vitesse">
        <Form state={reglages} action="/reglages/planning" idempotencyKey={cle}>
          <SelectField
            state={reglages}
            name="zoneScolaire"
            label="Zone des vacances scolaires"
            hint="Celle de l’académie du Département : Montpellier est en zone C."
            blank="Aucune"
            options={ZONES.map((one) => ({ value: one, label: one }))}
            optional
          />
          <NumberField
            state={reglages}
            name="vitesseKmh"
            label="Vitesse moyenne entre deux lieux"
            hint="À vol d’oiseau. Elle donne le temps de route qu’un agent doit avoir entre deux séances d’un même jour. 0 : rien n’est demandé."
            unit="km/h"
          />
          <FormActions>
            <SubmitButton />
          </FormActions>
        </Form>
      </Section>
      <Section title="Calendrier connu">
        <Connues {...props} />
      </Section>
      <Section title="Importer le calendrier officiel">
        <p>
          Le ministère de l’Éducation nationale le publie sur data.education.gouv.fr, sous le nom « Le calendrier
          scolaire » : téléchargez-le au format CSV, et envoyez-le ici tel quel.
        </p>
        <Form state={calendrier} action="/reglages/planning/calendrier" idempotencyKey={cle} multipart>
          <FileField
            state={calendrier}
            name="calendrier"
            label="Fichier du calendrier"
            hint={
              zone === null
                ? 'Choisissez d’abord la zone, ci-dessus.'
                : `CSV ou Excel, 3 Mo au plus. Seule « ${zone} » est gardée. La page suivante montre ce qui sera enregistré.`
            }
            accept=".csv,.xlsx"
          />
          <FormActions>
            <SubmitButton>Lire le fichier</SubmitButton>
          </FormActions>
        </Form>
      </Section>
    </>
  );
}

function AAnnuler({ enVacances, cle }: { readonly enVacances: readonly SeanceEnVacances[]; readonly cle: string }) {
  const count = enVacances.length;
  return (
    <>
      <Alert
        tone="warning"
        title={
          count === 1
            ? 'Une séance tombe pendant des vacances scolaires'
            : `${count} séances tombent pendant des vacances scolaires`
        }
      >
        <p>
          Leur permanence se tient hors vacances scolaires, et elles étaient prévues avant que ces vacances soient
          connues. Rien ne s’annule tout seul.
        </p>
        <ListeSeances seances={enVacances} />
      </Alert>
      <form method="post" action="/reglages/planning/vacances">
        <HiddenField name="_cle" value={cle} />
        <FormActions>
          <SubmitButton danger>{count === 1 ? 'Annuler cette séance' : `Annuler ces ${count} séances`}</SubmitButton>
        </FormActions>
      </form>
    </>
  );
}

function ListeSeances({ seances }: { readonly seances: readonly SeanceEnVacances[] }) {
  return (
    <Disclosure summary="Voir lesquelles">
      <ul>
        {seances.map(({ jour, lieuNom }) => (
          <li>{`${formatDateLongue(jour)}, ${lieuNom}`}</li>
        ))}
      </ul>
    </Disclosure>
  );
}

function Connues(props: {
  readonly zone: string | null;
  readonly vacances: readonly Vacances[];
  readonly horizon: Temporal.PlainDate;
}) {
  const { zone, vacances, horizon } = props;
  const last = connuesJusquAu(vacances);
  if (zone === null) return <EmptyState title="Aucune zone n’est choisie" />;
  if (last === null) return <EmptyState title={`Aucun calendrier de « ${zone} » n’est connu pour les mois à venir`} />;
  return (
    <>
      {Temporal.PlainDate.compare(last, horizon) < 0 && (
        <Alert tone="warning" title={`Le calendrier est connu jusqu’au ${formatDate(last)}`}>
          Les permanences hors vacances scolaires ne sont pas prévues au-delà. Importez le suivant dès qu’il paraît.
        </Alert>
      )}
      <TableVacances vacances={vacances} />
    </>
  );
}

function TableVacances({ vacances }: { readonly vacances: readonly Vacances[] }) {
  return (
    <SimpleTable
      caption="Vacances scolaires"
      captionHidden
      columns={[{ label: 'Vacances' }, { label: 'Premier jour' }, { label: 'Dernier jour' }]}
      rows={vacances.map(({ nom, du, au }) => [
        nom.charAt(0).toUpperCase() + nom.slice(1),
        formatDate(du),
        formatDate(au),
      ])}
    />
  );
}

export function CalendrierPage(props: {
  readonly zone: string;
  readonly vacances: readonly Vacances[];
  readonly periodes: string;
  readonly today: Temporal.PlainDate;
  readonly enVacances: readonly SeanceEnVacances[];
  readonly cle: string;
}) {
  const { zone, vacances, periodes, today, enVacances, cle } = props;
  const coming = vacances.filter(({ au }) => Temporal.PlainDate.compare(au, today) >= 0);
  const past = vacances.length - coming.length;
  return (
    <>
      <PageHeader
        title="Calendrier à enregistrer"
        kicker={zone}
        lead={`Rien n’est encore enregistré. ${vacances.length} périodes ont été lues${past > 0 ? `, dont ${past} passées` : ''}.`}
      />
      {coming.length === 0 ? (
        <Alert tone="warning" title="Toutes ces vacances sont passées">
          Ce n’est sans doute pas le fichier que vous cherchiez.
        </Alert>
      ) : (
        <TableVacances vacances={coming} />
      )}
      {enVacances.length > 0 && (
        <Alert
          tone="warning"
          title={
            enVacances.length === 1
              ? 'Une séance déjà prévue tombe pendant ces vacances'
              : `${enVacances.length} séances déjà prévues tombent pendant ces vacances`
          }
        >
          <p>Elles resteront prévues : la page suivante vous proposera de les annuler.</p>
          <ListeSeances seances={enVacances} />
        </Alert>
      )}
      <form method="post" action="/reglages/planning/calendrier/confirmer">
        <HiddenField name="_cle" value={cle} />
        <HiddenField name="periodes" value={periodes} />
        <FormActions>
          <SubmitButton>Enregistrer ce calendrier</SubmitButton>
          <ButtonLink href="/reglages/planning" variant="tertiary">
            Ne rien enregistrer
          </ButtonLink>
        </FormActions>
      </form>
    </>
  );
}
