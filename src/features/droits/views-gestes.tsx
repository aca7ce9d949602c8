import { formatDate, formatDateLongue } from '../../domain/date.ts';
import type { Territoire } from '../../domain/territoire.ts';
import { ButtonLink, PrintButton, SubmitButton } from '../../ui/button.tsx';
import { RadioGroup, toOptions } from '../../ui/choice.tsx';
import { Alert, PageHeader, Section } from '../../ui/content.tsx';
import { DateField, TextArea } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import type { LigneLue } from './dossier/lecture.ts';
import type { Reponse } from './reponse.ts';
import { CANAUX, DECISIONS, MOTIFS_PROLONGATION, MOTIFS_REFUS, motifsDe } from './rules.ts';
import type { DemandeDroit } from './store.ts';

type Geste = { readonly demande: DemandeDroit; readonly state: FormState; readonly cle: string };

function Actions({ demande, label }: { readonly demande: DemandeDroit; readonly label: string }) {
  return (
    <FormActions>
      <SubmitButton>{label}</SubmitButton>
      <ButtonLink href={`/droits/${demande.id}`} variant="tertiary">
        Annuler
      </ButtonLink>
    </FormActions>
  );
}

export function ProlongerPage({
  demande,
  state,
  cle,
  limite,
  dernierJour,
}: Geste & { readonly limite: Temporal.PlainDate; readonly dernierJour: Temporal.PlainDate }) {
  return (
    <>
      <PageHeader
        kicker={demande.reference}
        title="Prolonger le délai"
        lead={`De deux mois, une seule fois : la réponse sera due le ${formatDateLongue(dernierJour)}. La personne doit savoir pourquoi, le ${formatDate(limite)} au plus tard (RGPD, article 12.3).`}
      />
      <Form state={state} action={`/droits/${demande.id}/prolonger`} idempotencyKey={cle}>
        <RadioGroup state={state} name="prolongationMotif" label="Raison" options={toOptions(MOTIFS_PROLONGATION)} />
        <TextArea
          state={state}
          name="prolongationPrecision"
          label="Ce que vous en dites à la personne"
          hint={
            demande.courriel === null
              ? 'Elle n’a pas donné de courriel : dites-le-lui vous-même.'
              : 'Ce texte part aussitôt à son adresse électronique.'
          }
        />
        <DateField state={state} name="prolongeeLe" label="Elle en est prévenue le" />
        <Actions demande={demande} label="Prolonger le délai" />
      </Form>
    </>
  );
}

export function DecisionPage({ demande, state, cle }: Geste) {
  const motifs = motifsDe(demande.droit).map((value) => ({
    value,
    label: MOTIFS_REFUS[value].libelle,
    hint: `Article ${MOTIFS_REFUS[value].article} du RGPD`,
  }));
  return (
    <>
      <PageHeader
        kicker={demande.reference}
        title="Décider"
        lead="La réponse se compose d’après cette décision : vous la relirez avant de la donner."
      />
      {!demande.identite && (
        <Alert tone="warning">L’identité n’est pas établie : rien ne peut encore être accordé.</Alert>
      )}
      <Form state={state} action={`/droits/${demande.id}/decision`} idempotencyKey={cle}>
        <RadioGroup state={state} name="decision" label="Décision" options={toOptions(DECISIONS)} />
        <RadioGroup
          state={state}
          name="motif"
          label="Raison du refus"
          hint="Pour ce qui est refusé, en tout ou en partie."
          // A reason ticked by mistake can be taken back.
          options={[{ value: '', label: 'Rien n’est refusé' }, ...motifs]}
          optional
        />
        <TextArea
          state={state}
          name="precision"
          label="Précision"
          hint="La personne la lira. Ce qui a été corrigé, effacé ou gardé y figure déjà."
          optional
        />
        <Actions demande={demande} label="Enregistrer la décision" />
      </Form>
    </>
  );
}

export function EffacerPage(props: {
  readonly demande: DemandeDroit;
  readonly lignes: readonly LigneLue[];
  readonly cle: string;
}) {
  const { demande, lignes, cle } = props;
  return (
    <>
      <PageHeader
        kicker={demande.reference}
        title="Effacer ce qui peut l’être ?"
        lead="Sans retour. Ce qui doit être gardé le reste : la demande en dira la raison, et la réponse aussi."
      />
      <Section title="Les lignes retenues">
        <ul>
          {lignes.map(({ nom, resume }) => (
            <li>
              <strong>{nom}</strong> : {resume}
            </li>
          ))}
        </ul>
        <p>Ce qui dépend d’une ligne part avec elle.</p>
      </Section>
      <Form state={blankForm()} action={`/droits/${demande.id}/effacer`} idempotencyKey={cle}>
        <FormActions>
          <SubmitButton danger>Effacer ces lignes</SubmitButton>
          <ButtonLink href={`/droits/${demande.id}`} variant="tertiary">
            Ne rien effacer
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function ReponsePage({
  demande,
  state,
  cle,
  reponse,
  territoire,
  today,
}: Geste & { readonly reponse: Reponse; readonly territoire: Territoire; readonly today: Temporal.PlainDate }) {
  return (
    <>
      <PageHeader
        kicker={demande.reference}
        title="Réponse"
        lead="À imprimer, ou à copier dans un courriel. Joignez-y son dossier, s’il est accordé."
        actions={<PrintButton />}
      />
      <article class="e-lettre">
        <p>
          {territoire.nomComplet}
          <br />
          {territoire.adresse}
        </p>
        <p class="e-pre">
          {demande.nom}
          {demande.adresse !== null && `\n${demande.adresse}`}
        </p>
        <p>Le {formatDate(demande.repondueLe ?? today)}</p>
        <p>Madame, Monsieur,</p>
        {reponse.paragraphes.map((paragraphe) => (
          <p>{paragraphe}</p>
        ))}
        {reponse.listes.map(({ titre, lignes }) => (
          <>
            <h2>{titre}</h2>
            <ul>
              {lignes.map((ligne) => (
                <li>{ligne}</li>
              ))}
            </ul>
          </>
        ))}
        <p>
          Si cette réponse ne vous convient pas, vous pouvez adresser une réclamation à la CNIL, gratuitement :{' '}
          www.cnil.fr/fr/plaintes, ou par courrier, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07. Vous pouvez
          aussi saisir la justice.
        </p>
        <p>Le délégué à la protection des données du {territoire.nomComplet}</p>
      </article>
      {demande.repondueLe === null && (
        <Section title="La réponse est donnée" id="donnee">
          <Form state={state} action={`/droits/${demande.id}/reponse`} idempotencyKey={cle}>
            <RadioGroup state={state} name="canal" label="Comment" options={toOptions(CANAUX)} />
            <DateField state={state} name="repondueLe" label="Le" max={today.toString()} />
            <Actions demande={demande} label="La réponse est donnée" />
          </Form>
        </Section>
      )}
    </>
  );
}
