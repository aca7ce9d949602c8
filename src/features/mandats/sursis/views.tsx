import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, EmptyState, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { quand } from '../quand.ts';
import { EtatTag, Faits } from '../recherche/faits.tsx';
import type { MandatSigne } from '../recherche/signe.ts';
import type { Etat } from '../rules.ts';
import type { Sursis } from './store.ts';

export function SursisListe({ sursis }: { readonly sursis: readonly Sursis[] }) {
  const nouveau = (
    <ButtonLink href="/mandats/sursis/recherche" variant="primary">
      Mettre un mandat en sursis
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Sursis"
        lead="Un mandat en sursis n’est ni lu ni détruit, par exemple pendant une plainte ou une enquête."
        actions={nouveau}
      />
      {sursis.length === 0 ? (
        <EmptyState title="Aucun mandat n’a été mis en sursis" />
      ) : (
        <SimpleTable
          caption="Sursis, du plus récent au plus ancien"
          columns={[{ label: 'Mandat' }, { label: 'Posé' }, { label: 'Raison' }, { label: 'Levé' }]}
          rows={sursis.map((un) => [
            <a href={`/mandats/${un.mandatId}/sursis`}>{un.code}</a>,
            `${quand(un.poseAt)}${un.posePar === null ? '' : `, par ${un.posePar}`}`,
            un.motif,
            un.leveAt === null ? <StatusTag tone="warning" label="En sursis" /> : quand(un.leveAt),
          ])}
        />
      )}
    </>
  );
}

export function SursisPage(props: {
  readonly mandat: MandatSigne;
  readonly etat: Etat;
  /** The hold that is on. */
  readonly present: Sursis | undefined;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { mandat, etat, present } = props;
  return (
    <>
      <PageHeader kicker="Sursis" title={`Mandat ${mandat.code}`} status={<EtatTag etat={etat} />} />
      <Section title="Ce qui en est connu">
        <Faits mandat={mandat} />
      </Section>
      {present !== undefined && <Lever {...props} present={present} />}
      {present === undefined && mandat.detruitAt === null && <Poser {...props} />}
      {present === undefined && mandat.detruitAt !== null && (
        <Alert tone="info" title="Ce mandat est détruit">
          Il n’y a plus rien à mettre en sursis.
        </Alert>
      )}
    </>
  );
}

function Lever({
  mandat,
  present,
  cle,
}: {
  readonly mandat: MandatSigne;
  readonly present: Sursis;
  readonly cle: string;
}) {
  return (
    <Section title="Lever le sursis">
      <Alert tone="warning" title={`En sursis depuis le ${quand(present.poseAt)}`}>
        Raison donnée : « {present.motif} ». Une fois levé, ce qui est en cours se lit de nouveau, et ce qui est fini
        peut être détruit.
      </Alert>
      {present.droitDemandeId === null ? (
        <form class="e-form" method="post" action={`/mandats/${mandat.id}/sursis/lever`}>
          <HiddenField name="_cle" value={cle} />
          <FormActions>
            <SubmitButton danger>Lever le sursis</SubmitButton>
            <ButtonLink href="/mandats/sursis" variant="tertiary">
              Le garder
            </ButtonLink>
          </FormActions>
        </form>
      ) : (
        <p>
          Il répond à une demande de droits, et se lève depuis elle, une fois la personne prévenue :{' '}
          <a href={`/gels/${present.droitDemandeId}`}>Ce que cette demande gèle</a>
        </p>
      )}
    </Section>
  );
}

function Poser({
  mandat,
  state,
  cle,
}: {
  readonly mandat: MandatSigne;
  readonly state: FormState;
  readonly cle: string;
}) {
  return (
    <Section title="Mettre en sursis">
      <p>
        Tant que vous ne l’aurez pas levé, personne ne lira ce mandat, son mandataire compris, et rien n’en sera
        détruit.
      </p>
      <Form state={state} action={`/mandats/${mandat.id}/sursis`} idempotencyKey={cle}>
        <TextArea
          state={state}
          name="motif"
          label="Raison"
          hint="10 caractères au moins. Ne nommez personne, ni aucun organisme, et ne dites rien de la démarche."
          rows={3}
        />
        <FormActions>
          <SubmitButton>Mettre en sursis</SubmitButton>
          <ButtonLink href="/mandats/sursis" variant="tertiary">
            Ne rien faire
          </ButtonLink>
        </FormActions>
      </Form>
    </Section>
  );
}
