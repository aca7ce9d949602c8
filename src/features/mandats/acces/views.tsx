import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, PageHeader, Section } from '../../../ui/content.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { type Column, DataTable } from '../../../ui/table.tsx';
import type { TableQuery } from '../../../ui/table-query.ts';
import { quand } from '../quand.ts';
import { EtatTag, Faits } from '../recherche/faits.tsx';
import type { MandatSigne } from '../recherche/signe.ts';
import { DUREE_ACCES_MINUTES, type Etat } from '../rules.ts';
import type { AccesConnu } from './store.ts';

export function OuvrirPage(props: {
  readonly mandat: MandatSigne;
  readonly etat: Etat;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { mandat, etat, state, cle } = props;
  return (
    <>
      <PageHeader
        kicker="Accès exceptionnel"
        title={`Mandat ${mandat.code}`}
        status={<EtatTag etat={etat} />}
        lead="Ce que dit ce mandat n’est lu que par son mandataire et le suppléant nommé à la signature. Ouvrez-le seulement pour une raison sérieuse."
      />
      <Section title="Ce qui en est connu">
        <Faits mandat={mandat} />
      </Section>
      <Section title="Une lettre le retire">
        <p>
          La personne a écrit au Département : <a href={`/mandats/${mandat.id}/lettre`}>enregistrer son retrait</a>,
          sans rien lire du mandat.
        </p>
      </Section>
      <Section title="L’ouvrir">
        <Alert tone="warning" title="Cet accès est dit à d’autres">
          Le délégué à la protection des données et le mandataire reçoivent aussitôt un courriel : votre nom, l’heure et
          le code du mandat, sans votre raison, qui se lit dans Escale. Chaque page lue entre au journal. L’accès est en
          lecture seule et se ferme au bout de {DUREE_ACCES_MINUTES} minutes.
        </Alert>
        <Form state={state} action={`/mandats/${mandat.id}/acces`} idempotencyKey={cle}>
          <TextArea
            state={state}
            name="motif"
            label="Raison"
            hint="10 caractères au moins. Ne nommez personne, ni aucun organisme, et ne dites rien de la démarche."
            rows={3}
          />
          <FormActions>
            <SubmitButton danger>Ouvrir ce mandat</SubmitButton>
            <ButtonLink href="/mandats/suivi" variant="tertiary">
              Ne pas l’ouvrir
            </ButtonLink>
          </FormActions>
        </Form>
      </Section>
    </>
  );
}

/** What the DPO reads of each access, searches and sorts. */
export const colonnes: readonly Column<AccesConnu>[] = [
  {
    key: 'ouvert',
    label: 'Ouvert le',
    sortable: true,
    value: ({ ouvertAt }) => ouvertAt.toString(),
    render: ({ ouvertAt }) => quand(ouvertAt),
  },
  {
    key: 'ferme',
    label: 'Jusqu’au',
    value: ({ expireAt }) => expireAt.toString(),
    render: ({ expireAt }) => quand(expireAt),
  },
  { key: 'compte', label: 'Par', sortable: true, value: ({ compte }) => compte },
  { key: 'code', label: 'Mandat', value: ({ code }) => code },
  { key: 'motif', label: 'Raison donnée', value: ({ motif }) => motif },
  {
    key: 'pages',
    label: 'Pages lues',
    value: () => null,
    render: ({ mandatId, code }) => (
      <a href={`/journal?q=${mandatId}`}>
        Voir au journal<span class="ds-sr-only"> ce qui touche le mandat {code}</span>
      </a>
    ),
  },
];

export function AccesPage(props: {
  readonly rows: readonly AccesConnu[];
  readonly total: number;
  readonly query: TableQuery;
}) {
  return (
    <>
      <PageHeader
        title="Accès aux mandats"
        lead="Qui a ouvert un mandat sans en être mandataire, quand et pourquoi. Vous êtes averti de chacun quand il s’ouvre."
        actions={
          <>
            <ButtonLink href="/mandats/sursis">Sursis</ButtonLink>
            <ButtonLink href="/mandats/reglages">Réglages</ButtonLink>
            <ButtonLink href="/mandats/suivi">Chiffres</ButtonLink>
          </>
        }
      />
      <DataTable
        caption="Accès exceptionnels"
        columns={colonnes}
        rows={props.rows}
        total={props.total}
        query={props.query}
        path="/mandats/acces"
        searchLabel="Rechercher par nom, code ou raison"
        empty={{ title: 'Personne n’a ouvert de mandat par accès exceptionnel' }}
      />
      <Section title="Au journal">
        <ul class="e-links">
          <li>
            <a href="/journal?q=acc%C3%A8s+exceptionnel">Chaque page lue par accès exceptionnel</a>
          </li>
          <li>
            <a href="/journal?q=acc%C3%A8s+refus%C3%A9">Les accès refusés à un mandat</a>
          </li>
          <li>
            <a href="/journal?q=mandat">Tout ce qui touche les mandats, lectures des mandataires comprises</a>
          </li>
        </ul>
      </Section>
    </>
  );
}
