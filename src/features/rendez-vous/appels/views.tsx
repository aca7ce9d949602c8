import { formatDateLongue, formatHeure, parisDate, parisTime } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { RadioGroup, toOptions } from '../../../ui/choice.tsx';
import { PhoneLink } from '../../../ui/contact.tsx';
import { DescriptionList, EmptyState, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { type Moment, momentDe, RAISONS, REPONSES, RESULTATS } from './rules.ts';
import type { Appel } from './store.ts';

const MOMENTS: Readonly<Record<Moment, string>> = {
  en_retard: 'En retard',
  aujourdhui: 'Aujourd’hui',
  demain: 'Demain',
  plus_tard: 'Plus tard',
};

const avantLe = (avant: Temporal.Instant): string =>
  `avant le ${formatDateLongue(parisDate(avant))}, ${formatHeure(parisTime(avant))}`;

function Numero({ appel }: { readonly appel: Appel }) {
  if (appel.telephone !== null) return <PhoneLink number={appel.telephone} />;
  if (appel.prescripteur !== null) return <>Pas de téléphone : par {appel.prescripteur}</>;
  return <>Pas de téléphone : à dire quand la personne vient</>;
}

/** Where a call is made: its list, whom, what to say. */
export function AppelsPage(props: {
  readonly appels: readonly Appel[];
  readonly faits: readonly Appel[];
  readonly now: Temporal.Instant;
  readonly cle: string;
}) {
  const { appels, faits, now, cle } = props;
  const parMoment = Map.groupBy(appels, ({ avant }) => momentDe(avant, now));
  return (
    <>
      <PageHeader
        title="Appels à passer"
        lead="Ce qui reste à dire à des personnes que rien d’autre ne joint. Le plus pressé d’abord."
      />
      {appels.length === 0 && (
        <EmptyState title="Personne n’attend d’appel">
          <p>Un changement de permanence, une place qui se libère, un rappel : les appels à passer viendront ici.</p>
        </EmptyState>
      )}
      {(['en_retard', 'aujourdhui', 'demain', 'plus_tard'] as const).map((moment) => {
        const own = parMoment.get(moment) ?? [];
        return own.length === 0 ? null : (
          <Section title={MOMENTS[moment]} id={moment.replace('_', '-')}>
            <SimpleTable
              caption={`Appels : ${MOMENTS[moment].toLowerCase()}`}
              captionHidden
              columns={[{ label: 'Qui' }, { label: 'Numéro' }, { label: 'Que dire' }, { label: 'Action' }]}
              rows={own.map((appel) => [
                <>
                  {appel.prenom} {appel.resultat === 'injoignable' && <StatusTag tone="warning" label="déjà essayé" />}
                </>,
                <Numero appel={appel} />,
                <>
                  {appel.aDire}
                  <br />
                  <span class="e-muted">{avantLe(appel.avant)}</span>
                </>,
                <a href={`/appels/${appel.id}`}>
                  {RAISONS[appel.raison]}
                  <span class="ds-sr-only"> : appeler {appel.prenom}</span>
                </a>,
              ])}
            />
          </Section>
        );
      })}
      {faits.length > 0 && (
        <Section title="Passés aujourd’hui" id="passes">
          <SimpleTable
            caption="Appels passés aujourd’hui"
            captionHidden
            columns={[{ label: 'Qui' }, { label: 'Pourquoi' }, { label: 'Résultat' }, { label: 'Action' }]}
            rows={faits.map((appel) => [
              appel.prenom ?? 'Identité effacée',
              RAISONS[appel.raison],
              appel.resultat === null || appel.resultat === 'sans_objet' ? '' : RESULTATS[appel.resultat],
              <form method="post" action={`/appels/${appel.id}/defaire`}>
                <input type="hidden" name="_cle" value={cle} />
                <SubmitButton variant="tertiary">
                  Remettre à faire<span class="ds-sr-only"> : {appel.prenom}</span>
                </SubmitButton>
              </form>,
            ])}
          />
        </Section>
      )}
    </>
  );
}

/** One call: the number, what to say, then what came of it. */
export function AppelPage(props: { readonly appel: Appel; readonly state: FormState; readonly cle: string }) {
  const { appel, state, cle } = props;
  const isOffer = appel.raison === 'place' && appel.statut === 'tenu';
  return (
    <>
      <PageHeader kicker={RAISONS[appel.raison]} title={`Appeler ${appel.prenom ?? 'la personne'}`} />
      <DescriptionList
        items={[
          { term: 'Numéro', details: <Numero appel={appel} /> },
          { term: 'Que dire', details: appel.aDire },
          { term: 'Utile', details: avantLe(appel.avant) },
        ]}
      />
      {appel.statut === 'a_replacer' && (
        <p>
          <ButtonLink href={`/rendez-vous/${appel.rendezVousId}/deplacer`}>Choisir une autre date avec elle</ButtonLink>
        </p>
      )}
      <Form state={state} action={`/appels/${appel.id}`} idempotencyKey={cle}>
        <RadioGroup state={state} name="resultatAppel" label="Résultat de l’appel" options={toOptions(RESULTATS)} />
        {isOffer && (
          <RadioGroup
            state={state}
            name="reponsePlace"
            label="La place"
            hint="Quand la personne a répondu."
            options={toOptions(REPONSES)}
            optional
          />
        )}
        <FormActions>
          <SubmitButton>Noter l’appel</SubmitButton>
          <ButtonLink href="/appels" variant="tertiary">
            Revenir aux appels
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
