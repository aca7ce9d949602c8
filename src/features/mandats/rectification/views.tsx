import { formatDate, parisDate } from '../../../domain/date.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import { PrintButton, SubmitButton } from '../../../ui/button.tsx';
import { Alert, DescriptionList, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { moment, nomDe, titreSansNom } from '../recit.ts';
import type { Identite } from '../rules.ts';
import type { Mandat } from '../store.ts';
import type { Rectification } from './store.ts';

/** Notes, each in a sentence. */
export function Notes({ notes }: { readonly notes: readonly Rectification[] }) {
  return (
    <ul>
      {notes.map(({ champ, faux, juste, noteAt, agent }) => (
        <li>
          <strong>{champ}</strong> : au lieu de « {faux} », il faut lire « {juste} ».{' '}
          <span class="e-muted">
            Noté le {moment(noteAt)}, par {agent}.
          </span>
        </li>
      ))}
    </ul>
  );
}

export function RectificationsPage(props: {
  readonly mandat: Mandat;
  /** Null when it may not be read. */
  readonly identite: Identite | null;
  readonly notes: readonly Rectification[];
  readonly territoire: Pick<Territoire, 'nomComplet'>;
  readonly state: FormState;
  readonly cle: string;
  readonly now: Temporal.Instant;
}) {
  const { mandat, identite, notes, territoire, state, cle, now } = props;
  if (identite === null) {
    return (
      <>
        <PageHeader kicker="Mandat" title="Notes de rectification" />
        <Alert tone="warning" title="Rien ne peut être noté">
          <p>Ce mandat ne se lit plus, ou il est retenu pour une raison de droit.</p>
        </Alert>
      </>
    );
  }
  return (
    <>
      <PageHeader
        kicker="Mandat"
        title="Notes de rectification"
        lead="Le document signé ne change pas. Ce qu’il dit de faux se note à côté, se lit avec lui, et part avec lui."
        actions={notes.length > 0 && <PrintButton />}
      />
      {notes.length === 0 ? (
        <EmptyState title="Aucune rectification n’est notée" />
      ) : (
        <article class="e-lettre">
          <p>{territoire.nomComplet}</p>
          <DescriptionList
            items={[
              { term: 'Personne', details: nomDe(identite) },
              { term: 'Mandat', details: `${titreSansNom(mandat)}, ${mandat.endroit}` },
              { term: 'Code du mandat', details: mandat.code },
              { term: 'Mandataire', details: mandat.agent },
            ]}
          />
          <h2>Ce qu’il faut lire</h2>
          <Notes notes={notes} />
          <p>
            Le document signé reste tel quel. Cette note s’y ajoute (règlement européen 2016/679, article 16). Imprimé
            le {formatDate(parisDate(now))}.
          </p>
        </article>
      )}
      <Section title="Noter une rectification" id="noter">
        <Form state={state} action={`/mandats/${mandat.id}/rectifications`} idempotencyKey={cle}>
          <TextField
            state={state}
            name="champ"
            label="Ce qui est faux"
            hint="Par exemple : date de naissance. Jamais de numéro de pièce d’identité ni de sécurité sociale."
            autocomplete="off"
          />
          <TextField state={state} name="faux" label="Ce que dit le document" autocomplete="off" />
          <TextField state={state} name="juste" label="Ce qu’il faut lire" autocomplete="off" />
          <p>
            Une démarche, un organisme ou une exclusion ne se corrigent pas ainsi : ce que la personne confie, elle le
            signe. Renouvelez alors le mandat, sur place.
          </p>
          <FormActions>
            <SubmitButton>Noter la rectification</SubmitButton>
          </FormActions>
        </Form>
      </Section>
    </>
  );
}
