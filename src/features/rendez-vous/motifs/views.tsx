import { formatDuree } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { CheckboxGroup } from '../../../ui/choice.tsx';
import { EmptyState, PageHeader, StatusTag } from '../../../ui/content.tsx';
import { NumberField, TextArea, TextField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { Motif } from '../rules.ts';

const CHEMIN = '/rendez-vous/motifs';

/** Who may take it besides agents and the équipe technique. */
function direOuvert(ouvertA: readonly string[]): string {
  const who = [
    ...(ouvertA.includes('public') ? ['public'] : []),
    ...(ouvertA.includes('prescripteur') ? ['professionnels'] : []),
  ];
  return who.length === 0 ? 'agents et équipe seulement' : who.join(', ');
}

export function MotifsPage({ motifs, cle }: { readonly motifs: readonly Motif[]; readonly cle: () => string }) {
  const columns = [
    { label: 'Intitulé' },
    { label: 'Durée', numeric: true },
    { label: 'Se prend' },
    { label: 'Se change jusqu’à' },
    { label: 'Ouvert à' },
    { label: 'État' },
    { label: 'Action' },
  ];
  return (
    <>
      <PageHeader
        title="Types de rendez-vous"
        lead="Ce que le public choisit d’abord, et qui décide de la longueur des heures proposées."
        actions={
          <ButtonLink href={`${CHEMIN}/nouveau`} variant="primary">
            Nouveau type
          </ButtonLink>
        }
      />
      {motifs.length === 0 ? (
        <EmptyState title="Aucun type de rendez-vous.">Sans lui, aucune heure ne se prend.</EmptyState>
      ) : (
        <SimpleTable
          caption="Types de rendez-vous"
          captionHidden
          columns={columns}
          rows={motifs.map((motif) => [
            <a href={`${CHEMIN}/${motif.id}`}>{motif.nom}</a>,
            formatDuree(motif.dureeMinutes),
            `${motif.delaiHeures} h avant au plus tard, ${motif.horizonJours} jours avant au plus tôt`,
            `${motif.limiteHeures} h avant`,
            direOuvert(motif.ouvertA),
            <StatusTag tone={motif.actif ? 'success' : 'neutral'} label={motif.actif ? 'Proposé' : 'Arrêté'} />,
            <Bascule motif={motif} cle={cle()} />,
          ])}
        />
      )}
    </>
  );
}

function Bascule({ motif, cle }: { readonly motif: Motif; readonly cle: string }) {
  const verbe = motif.actif ? 'arreter' : 'reprendre';
  return (
    <Form state={blankForm()} action={`${CHEMIN}/${motif.id}/${verbe}`} idempotencyKey={cle}>
      <SubmitButton variant="tertiary">
        {motif.actif ? 'Arrêter' : 'Proposer de nouveau'}
        <span class="ds-sr-only"> : {motif.nom}</span>
      </SubmitButton>
    </Form>
  );
}

export function MotifPage(props: { readonly motif: Motif | null; readonly state: FormState; readonly cle: string }) {
  const { motif, state } = props;
  return (
    <>
      <PageHeader
        title={motif === null ? 'Nouveau type de rendez-vous' : motif.nom}
        lead={motif === null ? undefined : 'Les rendez-vous déjà pris gardent leur heure et leur durée.'}
      />
      <Form
        state={state}
        action={motif === null ? `${CHEMIN}/nouveau` : `${CHEMIN}/${motif.id}`}
        idempotencyKey={props.cle}
      >
        <TextField state={state} name="intitule" label="Intitulé" hint="Exemple : Faire une démarche en ligne." />
        <NumberField state={state} name="dureeMinutes" label="Durée" unit="minutes" />
        <NumberField
          state={state}
          name="delaiHeures"
          label="Se prend au plus tard"
          hint="Les agents et l’équipe n’y sont pas tenus."
          unit="heures avant"
        />
        <NumberField state={state} name="horizonJours" label="Se prend au plus tôt" unit="jours avant" />
        <NumberField
          state={state}
          name="limiteHeures"
          label="La personne le change ou l’annule jusqu’à"
          unit="heures avant"
        />
        <CheckboxGroup
          state={state}
          name="ouvertA"
          label="Qui peut le prendre en ligne"
          hint="Sans réponse : les agents et l’équipe technique seulement."
          options={[
            { value: 'public', label: 'Tout le monde' },
            { value: 'prescripteur', label: 'Un professionnel, pour quelqu’un' },
          ]}
          optional
        />
        <TextArea state={state} name="aApporter" label="À apporter" rows={3} optional />
        <FormActions>
          <SubmitButton />
          <ButtonLink href={CHEMIN}>Ne rien changer</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
