import { formatDate, formatDates, formatPlage } from '../../../domain/date.ts';
import { JOURS } from '../../../domain/demi-journee.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/choice.tsx';
import { Alert, Card, CardGrid, PageHeader } from '../../../ui/content.tsx';
import { DateField, TextField } from '../../../ui/field.tsx';
import { ErrorSummary, Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { PermanenceSuivie } from '../../permanences/store.ts';
import { CHOIX_DECISION, phraseManque } from '../rules.ts';
import type { Lieu } from '../store.ts';
import type { Dossier } from './dossier.ts';

function Manques({ dossier }: { readonly dossier: Dossier }) {
  if (dossier.manques.length === 0) return <Alert tone="success">Ce lieu a tout ce qu’une permanence demande.</Alert>;
  return (
    <Alert tone="warning" title="Ce qui manque pour une permanence">
      <ul>
        {dossier.manques.map((manque) => (
          <li>{phraseManque(manque)}</li>
        ))}
      </ul>
    </Alert>
  );
}

function prevues(seances: number): string {
  if (seances === 0) return 'Aucune séance n’y est prévue.';
  return seances === 1 ? '1 séance y est prévue.' : `${seances} séances y sont prévues.`;
}

export function ChoixPage({ lieu, dossier }: { readonly lieu: Lieu; readonly dossier: Dossier }) {
  const url = `/lieux/${lieu.id}/decision`;
  return (
    <>
      <PageHeader
        title="Que deviennent les permanences ?"
        kicker={lieu.nom}
        lead={`${prevues(dossier.seances)} Rien ne s’annule tout seul : la décision est datée, signée de votre nom, et se ferme par un nouveau constat.`}
      />
      <Manques dossier={dossier} />
      {dossier.manques.length > 0 && (
        <CardGrid>
          <Card title={CHOIX_DECISION.remettre} href={`${url}/remettre`} level={2}>
            Les séances restent. Une dérogation court jusqu’à cette date ; passée, il faudra décider de nouveau.
          </Card>
          <Card title={CHOIX_DECISION.demenager} href={`${url}/demenager`} level={2}>
            Mêmes jours, mêmes heures, mêmes agents, dans un lieu qui convient. Les séances d’ici sont annulées.
          </Card>
          <Card title={CHOIX_DECISION.suspendre} href={`${url}/suspendre`} level={2}>
            Les séances sont annulées jusqu’à cette date, avec leur motif. Les suivantes restent prévues.
          </Card>
        </CardGrid>
      )}
      <p>
        Le critère est revenu ? <a href={`/lieux/${lieu.id}/visite`}>Noter une visite</a> suffit.
      </p>
    </>
  );
}

type Props = {
  readonly lieu: Lieu;
  readonly dossier: Dossier;
  readonly state: FormState;
  readonly cle: string;
};

function MotifField({ state, hint }: { readonly state: FormState; readonly hint: string }) {
  return <TextField state={state} name="motif" label="Motif" hint={hint} />;
}

export function RemettrePage({ lieu, dossier, state, cle }: Props) {
  return (
    <>
      <PageHeader
        title="Remettre en conformité"
        kicker={lieu.nom}
        lead={`${prevues(dossier.seances)} Elles restent : une dérogation court jusqu’au dernier jour, et se lit sur les pages du lieu, publiques comprises.`}
      />
      <Manques dossier={dossier} />
      <Form state={state} action={`/lieux/${lieu.id}/decision/remettre`} idempotencyKey={cle}>
        <DateField state={state} name="echeance" label="À faire au plus tard le" hint="Inclus, dans les douze mois." />
        <MotifField state={state} hint="Par exemple : le bureau est en travaux, la mairie le rend en janvier." />
        <FormActions>
          <SubmitButton>Demander la remise en conformité</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/decision`} variant="tertiary">
            Choisir autre chose
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function DemenagerPage(
  props: Props & {
    readonly lieux: readonly Lieu[];
    readonly permanences: readonly PermanenceSuivie[];
  },
) {
  const { lieu, dossier, lieux, permanences, state, cle } = props;
  return (
    <>
      <PageHeader
        title="Déplacer les permanences"
        kicker={lieu.nom}
        lead="Escale vérifie l’autre lieu, sa convention, les contrats et les horaires : si une seule permanence n’y tient pas, rien ne change."
      />
      <Manques dossier={dossier} />
      {permanences.length > 0 && (
        <>
          <p>Ce qui sera déplacé :</p>
          <ul>
            {permanences.map(({ jour, heureDebut, heureFin, agentNom }) => (
              <li>
                {JOURS[jour]}, {formatPlage(heureDebut, heureFin)}, {agentNom}
              </li>
            ))}
          </ul>
        </>
      )}
      <Form state={state} action={`/lieux/${lieu.id}/decision/demenager`} idempotencyKey={cle}>
        <DateField
          state={state}
          name="echeance"
          label="Dernier jour dans ce lieu"
          hint="Inclus. Les séances d’après sont annulées ici, et prévues dans l’autre lieu."
        />
        <SelectField
          state={state}
          name="versLieuId"
          label="Autre lieu"
          blank="Choisir un lieu"
          options={lieux.map(({ id, nom, commune, structureNom }) => ({
            value: id,
            label: `${nom} — ${commune} (${structureNom ?? 'Département'})`,
          }))}
        />
        <MotifField state={state} hint="Il est gardé avec les séances annulées, et n’est pas montré au public." />
        <FormActions>
          <SubmitButton danger>Déplacer les permanences</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/decision`} variant="tertiary">
            Choisir autre chose
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** `prevue`: the day asked for and what it would cancel; null: the day is still to be asked. */
export function SuspendrePage(props: {
  readonly lieu: Lieu;
  readonly prevue: { readonly echeance: Temporal.PlainDate; readonly jours: readonly Temporal.PlainDate[] } | null;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { lieu, prevue, state, cle } = props;
  const url = `/lieux/${lieu.id}/decision`;
  if (prevue === null) {
    return (
      <>
        <PageHeader
          title="Suspendre les permanences"
          kicker={lieu.nom}
          lead="Choisissez jusqu’à quand : ce qui serait annulé est montré avant de l’être."
        />
        <form class="e-form" method="get" action={`${url}/suspendre`} novalidate>
          <ErrorSummary state={state} />
          <DateField state={state} name="echeance" label="Dernier jour de la suspension" hint="Inclus." />
          <FormActions>
            <SubmitButton>Continuer</SubmitButton>
            <ButtonLink href={url} variant="tertiary">
              Choisir autre chose
            </ButtonLink>
          </FormActions>
        </form>
      </>
    );
  }
  const { echeance, jours } = prevue;
  return (
    <>
      <PageHeader
        title={`Suspendre jusqu’au ${formatDate(echeance)} ?`}
        kicker={lieu.nom}
        lead={
          jours.length === 0
            ? 'Aucune séance n’est prévue d’ici là : il n’y a rien à suspendre.'
            : `${jours.length === 1 ? '1 séance sera annulée' : `${jours.length} séances seront annulées`} : ${formatDates(jours, 8)}.`
        }
      />
      <p>Celles qui suivent restent prévues. Une séance annulée se rétablit, une fois le lieu de nouveau conforme.</p>
      <Form state={state} action={`${url}/suspendre`} idempotencyKey={cle}>
        <HiddenField name="echeance" value={echeance.toString()} />
        <MotifField state={state} hint="Il est gardé avec chaque séance annulée, et n’est pas montré au public." />
        <FormActions>
          <SubmitButton danger>Suspendre les permanences</SubmitButton>
          <ButtonLink href={`${url}/suspendre`}>Changer la date</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
