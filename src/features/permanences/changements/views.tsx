import { formatDate, formatDates, formatHeure, parisTime } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, DescriptionList, PageHeader } from '../../../ui/content.tsx';
import { FormActions, HiddenField } from '../../../ui/form.tsx';
import { retourDe } from './rules.ts';
import type { ChangementSuivi, NatureChangement } from './store.ts';

const FAITS: Readonly<Record<NatureChangement, string>> = {
  modifiee: 'modifié cette permanence',
  confiee: 'confié cette permanence à un autre agent',
  arretee: 'arrêté cette permanence',
};

function dates(jours: readonly Temporal.PlainDate[]): string {
  if (jours.length === 0) return 'aucune';
  return `${jours.length === 1 ? '1 séance' : `${jours.length} séances`} : ${formatDates(jours)}`;
}

/** On the page of the permanence, to whoever changed it, until the end of the day. */
export function ChangementDuJour({ changement }: { readonly changement: ChangementSuivi | undefined }) {
  if (changement === undefined) return null;
  const { id, nature, createdAt } = changement;
  return (
    <Alert title={`Vous avez ${FAITS[nature]} aujourd’hui à ${formatHeure(parisTime(createdAt))}`}>
      <p>Jusqu’à ce soir, vous pouvez la remettre exactement comme elle était.</p>
      <ButtonLink href={`/permanences/changements/${id}/annuler`}>Annuler ce changement</ButtonLink>
    </Alert>
  );
}

export function AnnulerChangementPage(props: {
  readonly changement: ChangementSuivi;
  readonly lieuNom: string;
  /** Why it cannot be; empty: it can. */
  readonly raisons: readonly string[];
  readonly cle: string;
}) {
  const { changement, raisons, cle } = props;
  const { id, nature, aPartirDu, createdAt, permanenceId } = changement;
  const { retirees, retablies, reprises, rendezVous } = retourDe(changement);
  const isPossible = raisons.length === 0;
  return (
    <>
      <PageHeader
        title={isPossible ? 'Annuler ce changement ?' : 'Ce changement ne peut pas être annulé'}
        kicker={props.lieuNom}
        lead={`Le ${formatDate(changement.faitLe)} à ${formatHeure(parisTime(createdAt))}, vous avez ${FAITS[nature]} à partir du ${formatDate(aPartirDu)}.`}
      />
      {isPossible ? (
        <>
          <p>La permanence et ses séances seront exactement comme avant :</p>
          <DescriptionList
            items={[
              { term: 'De nouveau prévues', details: dates(retablies) },
              { term: 'Retirées', details: dates(retirees) },
              {
                term: 'Reprennent leur jour, leurs heures, leur lieu et leur agent',
                details: reprises === 0 ? 'aucune' : reprises === 1 ? '1 séance' : `${reprises} séances`,
              },
            ]}
          />
          {rendezVous > 0 && (
            <Alert title={rendezVous === 1 ? '1 rendez-vous est concerné' : `${rendezVous} rendez-vous sont concernés`}>
              Les personnes qui avaient été prévenues du changement le seront de son annulation, par le même moyen.
            </Alert>
          )}
          <form method="post" action={`/permanences/changements/${id}/annuler`}>
            <HiddenField name="_cle" value={cle} />
            <FormActions>
              <SubmitButton>Annuler ce changement</SubmitButton>
              <ButtonLink href={`/permanences/${permanenceId}`} variant="tertiary">
                Garder le changement
              </ButtonLink>
            </FormActions>
          </form>
        </>
      ) : (
        <>
          <Alert tone="warning" title="Voici ce qui l’empêche">
            <ul>
              {raisons.map((raison) => (
                <li>{raison}</li>
              ))}
            </ul>
          </Alert>
          <FormActions>
            <ButtonLink href={`/permanences/${permanenceId}`}>Revenir à la permanence</ButtonLink>
          </FormActions>
        </>
      )}
    </>
  );
}
