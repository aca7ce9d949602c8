import { formatDate, formatDuree, formatPlage } from '../../../domain/date.ts';
import { cles, TYPES_COORDINATION, type TypeActivite } from '../../../domain/nomenclatures.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, PageHeader, Section } from '../../../ui/content.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { Choix } from '../fiche/champs.tsx';
import type { Accompagnement } from '../ligne.ts';
import { resume } from '../resume.ts';
import type { SeanceAgent } from '../store.ts';
import { adresseNouveau, NOUVEAU } from './adresses.ts';
import type { ChoixDuCadre } from './cadre.tsx';
import { Champs } from './saisie.tsx';

const OU = {
  Domicile: 'À domicile',
  ADistance: 'À distance, au téléphone ou en visio',
  Autre: 'Dans un autre lieu',
  LieuActivite: 'Dans un lieu d’activité, sans séance',
} as const;

const COORDINATIONS = {
  Evenement: 'Un évènement : forum, salon, journée d’inclusion numérique',
  Partenariat: 'Un partenariat : rencontre d’un élu, parcours, subvention',
  Animation: 'Une animation : réunion, groupe de travail, webinaire',
} as const satisfies Record<keyof typeof TYPES_COORDINATION, string>;

/** What can be noted, and from where. `seances`: those of the day, where help is noted faster. */
export function ChoixPage({ seances }: { readonly seances: readonly SeanceAgent[] }) {
  return (
    <>
      <PageHeader title="Noter hors séance" lead="Que voulez-vous noter ?" />
      {seances.length > 0 && (
        <Section title="Vos séances du jour">
          <ul class="e-links">
            {seances.map((seance) => (
              <li>
                {seance.endroit}, {formatPlage(seance.heureDebut, seance.heureFin)} :{' '}
                <a href={`/seances/${seance.id}`}>ouvrir la séance</a> ou{' '}
                <a href={`/seances/${seance.id}/atelier/nouveau`}>y noter un atelier</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Une personne aidée">
        <ul class="e-links">
          {Object.entries(OU).map(([typeLieu, label]) => (
            <li>
              <a href={`${adresseNouveau('Individuel')}?ou=${typeLieu}`}>{label}</a>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Un atelier">
        <ul class="e-links">
          <li>
            <a href={adresseNouveau('Collectif')}>Un atelier, sans séance</a>
          </li>
        </ul>
      </Section>
      <Section title="Une action de coordination">
        <ul class="e-links">
          {cles(TYPES_COORDINATION).map((type) => (
            <li>
              <a href={adresseNouveau(type)}>{COORDINATIONS[type]}</a>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

export type Saisie = {
  readonly title: string;
  readonly type: TypeActivite;
  readonly state: FormState;
  readonly choix: ChoixDuCadre;
  /** Of help to one person: what it may be linked to. */
  readonly liens?: Choix | undefined;
  /** The séance in which it was held; null: out of any. */
  readonly seance: SeanceAgent | null;
  readonly action: string;
  readonly retour: string;
  readonly cle: string;
  /** The version that is corrected; null: it is new. */
  readonly base: string | null;
  /** Where it is deleted; null: it is new. */
  readonly supprimer: string | null;
};

export function SaisiePage(props: Saisie) {
  const { title, type, state, seance, base } = props;
  return (
    <>
      <PageHeader title={title} lead={seance === null ? undefined : `${seance.endroit}, ${formatDate(seance.jour)}`} />
      <p class="e-muted">
        N’écrivez rien qui désigne une personne accompagnée : ni nom, ni numéro, ni adresse. Le secret professionnel
        s’applique (article 2).
      </p>
      <Form state={state} action={props.action} idempotencyKey={props.cle}>
        {base !== null && <HiddenField name="base" value={base} />}
        <HiddenField name="seance" value={seance?.id ?? ''} />
        <Champs type={type} state={state} choix={props.choix} liens={props.liens} enSeance={seance !== null} />
        <FormActions>
          <SubmitButton>Enregistrer</SubmitButton>
          {base === null && type === 'Individuel' && (
            <SubmitButton variant="secondary" name="suite" value="autre">
              Enregistrer et en noter un autre
            </SubmitButton>
          )}
          <ButtonLink href={props.retour} variant="tertiary">
            Annuler
          </ButtonLink>
          {props.supprimer !== null && (
            <ButtonLink href={props.supprimer} variant="tertiary">
              Supprimer
            </ButtonLink>
          )}
        </FormActions>
      </Form>
      {base === null && seance === null && (
        <p>
          <a href={NOUVEAU.href}>Noter autre chose</a>
        </p>
      )}
    </>
  );
}

export function SupprimerPage(props: {
  readonly accompagnement: Accompagnement;
  readonly state: FormState;
  readonly action: string;
  readonly retour: string;
  readonly cle: string;
}) {
  const { accompagnement } = props;
  return (
    <>
      <PageHeader title="Supprimer définitivement ?" />
      <Alert tone="warning">
        {resume(accompagnement)}, {formatDuree(accompagnement.dureeMinutes)}, le {formatDate(accompagnement.jour)}. La
        suppression est définitive.
      </Alert>
      <Form state={props.state} action={props.action} idempotencyKey={props.cle}>
        <HiddenField name="base" value={accompagnement.versionId ?? ''} />
        <FormActions>
          <SubmitButton danger>Supprimer</SubmitButton>
          <ButtonLink href={props.retour}>Ne pas supprimer</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
