import { ButtonLink, PrintButton, SubmitButton } from '../../../ui/button.tsx';
import { RadioGroup, toOptions } from '../../../ui/choice.tsx';
import { Alert, DescriptionList, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { DateField, TextArea, TimeField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { dernierJourDit, direDemarche, direSort, moment, nomDe, numeroDe, titreSansNom } from '../recit.ts';
import { EXECUTIONS, type Identite, JAMAIS, MODES_ACTE, RESULTATS_ACTE } from '../rules.ts';
import type { DemarcheRangee, Lisible, Mandat } from '../store.ts';
import type { Acte } from './store.ts';

export function Exclusions({ exclusions }: Pick<Identite, 'exclusions'>) {
  return (
    <ul>
      <li>{JAMAIS}</li>
      {exclusions.map((exclusion) => (
        <li>{exclusion}</li>
      ))}
    </ul>
  );
}

export function ActePage(props: {
  readonly mandat: Mandat;
  readonly lisible: Lisible;
  readonly inForce: readonly DemarcheRangee[];
  readonly state: FormState;
  readonly cle: string;
}) {
  const { mandat, state, inForce } = props;
  const { identite, objets } = props.lisible;
  const retour = `/mandats/${mandat.id}`;
  if (inForce.length === 0 || identite === null) {
    return (
      <>
        <PageHeader kicker="Mandat" title="Noter un acte" />
        <Alert tone="warning" title="Rien ne peut être noté">
          <p>
            {mandat.isRetenu
              ? 'Ce mandat est en sursis : tant qu’il dure, rien ne peut y être ajouté.'
              : 'Plus aucune démarche de ce mandat n’est en cours : rien ne peut plus être fait au nom de la personne.'}
          </p>
        </Alert>
        <p>
          <a href={retour}>Revenir au mandat</a>
        </p>
      </>
    );
  }
  return (
    <>
      <PageHeader
        kicker={nomDe(identite)}
        title="Noter un acte"
        lead="Un acte à la fois, dès qu’il est fait : la personne a droit aux comptes de ce qui est fait en son nom."
      />
      <Alert tone="info" title="Ce que ce mandat exclut">
        <Exclusions exclusions={identite.exclusions} />
      </Alert>
      <Form state={state} action={`${retour}/actes`} idempotencyKey={props.cle}>
        <RadioGroup
          state={state}
          name="demarche"
          label="Démarche"
          hint="Celles en cours de ce mandat, et rien d’autre."
          options={inForce.map((demarche) => ({
            value: String(demarche.rang),
            label: direDemarche(demarche, objets.get(demarche.id)),
          }))}
        />
        <TextArea
          state={state}
          name="quoi"
          label="Ce qui a été fait"
          hint="Par exemple : formulaire envoyé, accusé reçu. Jamais de mot de passe, de numéro de sécurité sociale ni de compte bancaire."
          rows={3}
        />
        <DateField state={state} name="faitLe" label="Le" />
        <TimeField state={state} name="faitA" label="À" />
        <RadioGroup
          state={state}
          name="mode"
          label="Comment"
          hint={`Ce mandat prévoit : ${EXECUTIONS[identite.execution].toLowerCase()}.`}
          options={toOptions(MODES_ACTE)}
        />
        <RadioGroup state={state} name="resultat" label="Résultat" options={toOptions(RESULTATS_ACTE)} />
        <FormActions>
          <SubmitButton>Noter l’acte</SubmitButton>
          <ButtonLink href={retour} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** The acts of one démarche, those that may be read and the count of the others. */
export function ActesDe({ actes, titre }: { readonly actes: readonly Acte[]; readonly titre: string }) {
  const lus = actes.filter(({ contenu }) => contenu !== null);
  const fermes = actes.length - lus.length;
  return (
    <>
      {lus.length > 0 && (
        <SimpleTable
          caption={titre}
          captionHidden
          columns={['Ce qui a été fait', 'Quand', 'Comment', 'Résultat', 'Par'].map((label) => ({ label }))}
          rows={lus.map(({ contenu, faitAt, agent }) => [
            contenu?.quoi,
            moment(faitAt),
            contenu && MODES_ACTE[contenu.mode],
            contenu && RESULTATS_ACTE[contenu.resultat],
            agent,
          ])}
        />
      )}
      {fermes > 0 && (
        <p class="e-muted">
          {fermes === 1 ? 'Un acte a été fait, qui' : `${fermes} actes ont été faits, qui`} ne se{' '}
          {fermes === 1 ? 'lit' : 'lisent'} plus.
        </p>
      )}
      {actes.length === 0 && <p class="e-muted">Aucun acte noté.</p>}
    </>
  );
}

/** What was done in the person's name, to be read with them and handed over. Source: Code civil, 1993. */
export function ComptesPage(props: {
  readonly mandat: Mandat;
  readonly lisible: Lisible;
  readonly actes: readonly Acte[];
  readonly now: Temporal.Instant;
}) {
  const { mandat, actes, now } = props;
  const { identite, objets } = props.lisible;
  return (
    <>
      <PageHeader
        kicker="Mandat"
        title="Comptes du mandat"
        lead="Ce qui a été fait au nom de la personne, acte par acte. Remettez-le-lui avant d’achever une démarche : ensuite, plus rien ne s’en lit."
        actions={
          <>
            <ButtonLink href={`/mandats/${mandat.id}/comptes.pdf`} icon="download">
              Télécharger le PDF
            </ButtonLink>
            <PrintButton />
          </>
        }
      />
      <DescriptionList
        items={[
          { term: 'Personne', details: identite === null ? 'Ne se lit plus' : nomDe(identite) },
          { term: 'Mandataire', details: mandat.agent },
          ...(mandat.suppleant === null ? [] : [{ term: 'Suppléant', details: mandat.suppleant }]),
          { term: 'Signature', details: mandat.signeAt && `${moment(mandat.signeAt)}, ${mandat.endroit}` },
          { term: 'Dernier jour', details: dernierJourDit(mandat) },
          { term: 'Code du mandat', details: mandat.code },
        ]}
      />
      {actes.length === 0 && (
        <EmptyState title="Rien n’a encore été fait au nom de la personne.">
          Les actes notés paraissent ici, un par un.
        </EmptyState>
      )}
      {actes.length > 0 &&
        mandat.demarches.map((demarche) => (
          <Section title={direDemarche(demarche, objets.get(demarche.id))}>
            <p>{direSort(demarche, mandat, now)}.</p>
            <ActesDe actes={actes.filter(({ demarcheId }) => demarcheId === demarche.id)} titre={numeroDe(demarche)} />
          </Section>
        ))}
      <p class="e-muted">
        {titreSansNom(mandat)}. Code civil, article 1993 : tout mandataire rend compte de sa gestion.
      </p>
    </>
  );
}
