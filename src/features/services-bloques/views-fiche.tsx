import { formatDate, formatDateCourte } from '../../domain/date.ts';
import { DEMARCHES, OBSTACLES } from '../../domain/nomenclatures.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { RadioGroup } from '../../ui/choice.tsx';
import { Alert, DescriptionList, PageHeader, Section } from '../../ui/content.tsx';
import { DateField, TextArea, TextField } from '../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../ui/form.tsx';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { ATTENTE_JOURS, attendDepuis, direAmpleur, nomOperateur, SUITES, suitesPossibles } from './rules.ts';
import type { ServiceBloque, SuiteNotee } from './store.ts';
import { type Signalement, SuiviTag } from './views.tsx';

export type FicheProps = {
  readonly service: Signalement;
  /** The other reports of the same service, the last first. */
  readonly semblables: readonly ServiceBloque[];
  /** Why it does not say what its record says; null: it does, or it follows it still. */
  readonly ecart: string | null;
  /** The day since when its operator is late; null: it is not. */
  readonly enRetard: boolean;
  /** Direction counts walls, not who met them. */
  readonly voitLesAuteurs: boolean;
  readonly peutModifier: boolean;
  /** The équipe technique alone; null for the others. */
  readonly suivi: {
    readonly state: FormState;
    readonly lettre: string;
    /** The step that may still be taken back by who looks. */
    readonly retirable: string | null;
    readonly cles: { readonly suite: string; readonly retour: string };
  } | null;
};

export function FichePage(props: FicheProps) {
  const { service, semblables, suivi } = props;
  const since = attendDepuis(service.suites);
  return (
    <>
      <PageHeader
        kicker="Service en ligne qui bloque"
        title={service.service}
        status={<SuiviTag suivi={service.suivi} />}
        lead={`${nomOperateur(service.operateur)} ; ${direAmpleur(service.ampleur)} de ce service.`}
        actions={
          props.peutModifier && <ButtonLink href={`/services-bloques/${service.id}/modifier`}>Modifier</ButtonLink>
        }
      />
      {props.enRetard && since !== null && (
        <Alert tone="warning" title="L’opérateur n’a pas répondu">
          <p>
            Il a été joint la dernière fois le {formatDate(since)}, il y a plus de {ATTENTE_JOURS} jours.
            {suivi !== null && ' Relancez-le, puis notez la relance ci-dessous.'}
          </p>
        </Alert>
      )}
      {props.ecart !== null && <Alert tone="info">{props.ecart}</Alert>}
      <DescriptionList
        items={[
          { term: 'Ce qui bloque', details: OBSTACLES[service.obstacle] },
          { term: 'Précision', details: service.obstacleTexte },
          { term: 'Démarche', details: service.demarche && DEMARCHES[service.demarche] },
          { term: 'Constaté le', details: formatDate(service.constateLe) },
          ...(props.voitLesAuteurs ? [{ term: 'Signalé par', details: service.agent }] : []),
          {
            term: 'D’où il vient',
            details: service.dunAccompagnement ? 'Noté avec un accompagnement' : 'Signalé hors d’un accompagnement',
          },
        ]}
      />
      <Suites {...props} />
      {suivi !== null && <SuiteForm service={service} {...suivi} />}
      {suivi !== null && <Lettre texte={suivi.lettre} />}
      {semblables.length > 0 && (
        <Section title="Autres signalements du même service" id="semblables">
          <SimpleTable
            caption="Autres signalements du même service, le dernier d’abord"
            captionHidden
            columns={[{ label: 'Constaté le' }, { label: 'Ce qui bloque' }, { label: 'Suivi' }]}
            rows={semblables.map((one) => [
              <a href={`/services-bloques/${one.id}`}>{formatDateCourte(one.constateLe)}</a>,
              OBSTACLES[one.obstacle],
              <SuiviTag suivi={one.suivi} />,
            ])}
          />
        </Section>
      )}
    </>
  );
}

function Suites({ service, voitLesAuteurs, suivi }: FicheProps) {
  const by = voitLesAuteurs ? [{ label: 'Noté par' }] : [];
  const line = (suite: SuiteNotee) => [
    formatDateCourte(suite.le),
    suite.a === null ? SUITES[suite.nature] : `${SUITES[suite.nature]} : ${suite.a}`,
    <>
      {suite.texte ?? '—'}
      {suivi !== null && suivi.retirable === suite.id && (
        <form method="post" action={`/services-bloques/${service.id}/suites/retirer`}>
          <HiddenField name="_cle" value={suivi.cles.retour} />
          <HiddenField name="suite" value={suite.id} />
          <SubmitButton variant="tertiary">
            Retirer cette étape<span class="ds-sr-only"> : {SUITES[suite.nature]}</span>
          </SubmitButton>
        </form>
      )}
    </>,
    ...(voitLesAuteurs ? [suite.par ?? 'Compte effacé'] : []),
  ];
  return (
    <Section title="Suivi" id="suivi">
      {service.suites.length === 0 ? (
        <p>Rien n’est encore transmis à l’opérateur.</p>
      ) : (
        <SimpleTable
          caption="Étapes du suivi, la première d’abord"
          captionHidden
          columns={[{ label: 'Jour' }, { label: 'Étape' }, { label: 'Ce qui a été dit' }, ...by]}
          rows={service.suites.map(line)}
        />
      )}
    </Section>
  );
}

function SuiteForm(props: { readonly service: ServiceBloque } & NonNullable<FicheProps['suivi']>) {
  const { service, state } = props;
  return (
    <Section title="Noter une étape" id="etape">
      <Form state={state} action={`/services-bloques/${service.id}/suites`} idempotencyKey={props.cles.suite}>
        <RadioGroup
          state={state}
          name="suite"
          label="Ce qui a été fait"
          options={suitesPossibles(service.suites).map((nature) => ({ value: nature, label: SUITES[nature] }))}
        />
        <DateField state={state} name="suiteJour" label="Jour" />
        <TextField
          state={state}
          name="suiteA"
          label="À qui"
          hint="Un service ou une fonction, jamais un nom : « service des usagers », « référente accessibilité »."
          autocomplete="off"
          optional
        />
        <TextArea
          state={state}
          name="suiteTexte"
          label="Ce qui a été dit"
          hint="La réponse, la raison, le délai annoncé. N’écrivez aucun nom de personne."
          rows={3}
          optional
        />
        <FormActions>
          <SubmitButton>Noter cette étape</SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}

function Lettre({ texte }: { readonly texte: string }) {
  const state = blankForm({ texteLettre: texte });
  return (
    <Section title="Texte pour l’opérateur" id="lettre">
      <p>
        À copier dans un courrier, un courriel ou le formulaire de l’opérateur. Il ne contient que des réponses choisies
        dans des listes et des nombres : relisez ce que vous y ajoutez, sans rien qui désigne quelqu’un.
      </p>
      <TextArea state={state} name="texteLettre" label="Texte à copier" rows={16} optional />
    </Section>
  );
}
