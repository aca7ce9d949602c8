import { formatDate, parisDate } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, PageHeader, Section } from '../../../ui/content.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { NoticeLisible } from '../preparation/views-signature.tsx';
import { moment } from '../recit.ts';
import { type NoticeRemplie, PARAMETRES_NOTICE, RUBRIQUES, type Rubrique } from '../rules.ts';
import { champ } from './forms.ts';

export type VersionLue = {
  readonly version: number;
  readonly createdAt: Temporal.Instant | null;
  readonly rubriques: NoticeRemplie;
};

const quand = ({ createdAt }: VersionLue): string =>
  createdAt === null ? 'fournie avec Escale' : `publiée le ${formatDate(parisDate(createdAt))}`;

export function NoticePage(props: {
  readonly versions: readonly VersionLue[];
  readonly state: FormState;
  readonly cle: string;
  /** What the form would publish, as people would read it; null before it is asked for. */
  readonly apercu: NoticeRemplie | null;
  /** When the text that waits to be published was proposed; null: none waits. */
  readonly proposeeAt: Temporal.Instant | null;
}) {
  const { versions, state, cle, apercu, proposeeAt } = props;
  const [current, ...former] = versions;
  return (
    <>
      <PageHeader
        title="Notice des mandats"
        lead="Ce que chaque personne lit, ou qu’on lui lit, avant de signer un mandat."
      />
      {proposeeAt !== null && apercu === null && <EnAttente proposeeAt={proposeeAt} cle={cle} />}
      {apercu !== null && (
        <section class="e-lecture" id="apercu" aria-labelledby="apercu-titre">
          <h2 id="apercu-titre">Aperçu de la version {(current?.version ?? 0) + 1}, pas encore publiée</h2>
          <NoticeLisible rubriques={apercu} />
        </section>
      )}
      {current && apercu === null && (
        <Section title={`La notice en vigueur : version ${current.version}, ${quand(current)}`}>
          <div class="e-lecture">
            <NoticeLisible rubriques={current.rubriques} />
          </div>
        </Section>
      )}
      <Section title="Publier une autre version" id="publier">
        <Alert>
          Toutes les parties sont obligatoires. Avant de publier, vous verrez ce qui change, et votre code vous sera
          demandé : une version publiée ne change plus, et les mandats signés gardent la leur.
        </Alert>
        <Disclosure summary="Les mots entre accolades">
          <SimpleTable
            caption="Mots remplacés dans chaque notice"
            captionHidden
            columns={[{ label: 'Mot' }, { label: 'Ce qui le remplace' }]}
            rows={Object.entries(PARAMETRES_NOTICE).map(([mot, sens]) => [<code>{`{${mot}}`}</code>, sens])}
          />
        </Disclosure>
        <Form state={state} action="/mandats/notice" idempotencyKey={cle}>
          {(Object.keys(RUBRIQUES) as Rubrique[]).map((cleRubrique) => (
            <TextArea
              state={state}
              name={champ(cleRubrique)}
              label={RUBRIQUES[cleRubrique]}
              hint={cleRubrique === 'essentiel' ? 'Une ligne vide sépare deux paragraphes.' : undefined}
              rows={6}
            />
          ))}
          <FormActions>
            <SubmitButton variant="secondary" name="suite" value="apercu">
              Voir l’aperçu
            </SubmitButton>
            <SubmitButton name="suite" value="publier">
              Publier cette version
            </SubmitButton>
          </FormActions>
        </Form>
      </Section>
      {former.length > 0 && (
        <Section title="Versions d’avant">
          {former.map((one) => (
            <Disclosure summary={`Version ${one.version}, ${quand(one)}`}>
              <NoticeLisible rubriques={one.rubriques} />
            </Disclosure>
          ))}
        </Section>
      )}
    </>
  );
}

/** A text was proposed and not published: it is what the form below holds. */
function EnAttente({ proposeeAt, cle }: { readonly proposeeAt: Temporal.Instant; readonly cle: string }) {
  return (
    <Alert tone="warning" title="Un texte attend d’être publié">
      <p>
        Proposé le {moment(proposeeAt)}, il n’est lu par personne tant qu’il n’est pas publié. Le formulaire ci-dessous
        le reprend.
      </p>
      <form method="post" action="/mandats/notice/abandonner">
        <HiddenField name="_cle" value={cle} />
        <FormActions>
          <ButtonLink href="/mandats/notice/publier" variant="primary">
            Voir ce qui change, puis publier
          </ButtonLink>
          <SubmitButton variant="tertiary">Abandonner ce texte</SubmitButton>
        </FormActions>
      </form>
    </Alert>
  );
}
