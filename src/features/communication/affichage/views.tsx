import { formatDate, formatDateCourte, formatDateLongue, formatPlage } from '../../../domain/date.ts';
import { estAvant } from '../../../domain/periode.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { RadioGroup } from '../../../ui/choice.tsx';
import { Alert, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { ErrorSummary, Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { Lieu } from '../../lieux/store.ts';
import type { Choix } from '../choix.ts';
import type { ContenuAffiche, EtatAffiche } from '../rules/affichage.ts';
import { PERIODE_USUELLE, type PeriodeAffiche } from '../rules/periode.ts';
import type { Affichage } from './etat.ts';

export function AffichePage(props: {
  readonly lieu: Lieu;
  readonly affichage: Affichage;
  readonly choix: Choix;
  /** Last day covered by a convention of its structure; null: that period is not offered. */
  readonly fin: Temporal.PlainDate | null;
  /** The choice of a period, as it was refused; blank when none was. */
  readonly periode: FormState;
  readonly state: FormState;
  readonly cle: string;
  readonly today: Temporal.PlainDate;
}) {
  const { lieu, affichage, choix, today } = props;
  return (
    <>
      <PageHeader
        title="L’affiche posée"
        kicker={lieu.nom}
        lead="Les horaires doivent être affichés de façon visible (article 1.2). Comparez l’affiche qui est au mur avec ce qui suit, puis confirmez."
        actions={<ButtonLink href={adressePdf(lieu.id, choix.periode)}>Imprimer l’affiche (PDF)</ButtonLink>}
      />
      <Etat etat={affichage.etat} />
      <ChoixPeriode {...props} />
      <Section title={`Ce qu’elle doit dire le ${formatDate(today)}`}>
        <Portee contenu={affichage.actuel} choix={choix} />
        <Dates contenu={affichage.actuel} />
        <Form state={props.state} action={`/lieux/${lieu.id}/affiche`} idempotencyKey={props.cle}>
          <HiddenField name="periode" value={choix.periode} />
          <FormActions>
            <SubmitButton>L’affiche est posée, et dit cela</SubmitButton>
            <ButtonLink href={`/lieux/${lieu.id}/fiche`} variant="tertiary">
              Pas encore
            </ButtonLink>
          </FormActions>
        </Form>
      </Section>
      <Section title="Confirmations précédentes">
        {affichage.poses.length === 0 ? (
          <EmptyState title="Personne n’a encore confirmé l’affiche de ce lieu" />
        ) : (
          <SimpleTable
            caption="Confirmations précédentes"
            captionHidden
            columns={[{ label: 'Le' }, { label: 'Par' }]}
            rows={affichage.poses.map(({ poseeLe, auteur }) => [formatDateCourte(poseeLe), auteur])}
          />
        )}
      </Section>
    </>
  );
}

function adressePdf(lieuId: string, periode: PeriodeAffiche): string {
  return `/lieux/${lieuId}/affiche.pdf${periode === PERIODE_USUELLE ? '' : `?periode=${periode}`}`;
}

/** How far the poster looks. A GET form: the address keeps the choice, and nothing is written. */
function ChoixPeriode(props: {
  readonly lieu: Lieu;
  readonly choix: Choix;
  readonly fin: Temporal.PlainDate | null;
  readonly periode: FormState;
}) {
  const { lieu, choix, fin, periode } = props;
  const state = periode.errors.length > 0 ? periode : blankForm({ periode: choix.periode });
  return (
    <Section title="Période de l’affiche" id="periode-affiche">
      <form class="e-form" method="get" action={`/lieux/${lieu.id}/affiche`} novalidate>
        <ErrorSummary state={periode} />
        <RadioGroup
          state={state}
          name="periode"
          label="Annoncer les dates"
          options={[
            { value: '6-semaines', label: 'Des six prochaines semaines' },
            { value: 'trimestre', label: 'D’un trimestre (treize semaines)' },
            ...(fin === null
              ? []
              : [{ value: 'convention', label: `Jusqu’à la fin de la convention, le ${formatDate(fin)}` }]),
          ]}
        />
        <FormActions>
          <SubmitButton variant="secondary">Voir ces dates</SubmitButton>
        </FormActions>
      </form>
    </Section>
  );
}

/** How far it goes, when it is not as far as was asked. */
function Portee({ contenu: { au }, choix: { demande } }: { readonly contenu: ContenuAffiche; readonly choix: Choix }) {
  if (!estAvant(au, demande)) return <p>Dates jusqu’au {formatDate(demande)}.</p>;
  return (
    <Alert tone="warning" title={`L’affiche ne va que jusqu’au ${formatDate(au)}`}>
      Au-delà, les dates ne tiendraient pas lisiblement sur une page, ou ne sont pas encore planifiées. L’affiche le dit
      aussi, et renvoie à l’accueil et à la page du lieu. Imprimez-en une nouvelle avant ce jour.
    </Alert>
  );
}

function Etat({ etat }: { readonly etat: EtatAffiche }) {
  if (etat.etat === 'jamais') return <Alert tone="info">Personne n’a encore confirmé que l’affiche est posée.</Alert>;
  const { poseeLe, auteur } = etat.pose;
  const quand = `posée le ${formatDate(poseeLe)}, confirmée par ${auteur}`;
  if (etat.etat === 'a_jour') return <Alert tone="success">L’affiche est à jour : {quand}.</Alert>;
  return (
    <Alert tone="warning" title={`L’affiche n’est plus à jour : ${quand}`}>
      <ul>
        {etat.raisons.map((raison) => (
          <li>{raison} ;</li>
        ))}
        <li>imprimez la nouvelle, posez-la, puis confirmez-la.</li>
      </ul>
    </Alert>
  );
}

function Dates({ contenu }: { readonly contenu: ContenuAffiche }) {
  if (contenu.lignes.length === 0) return <p>« Pas de permanence prévue ».</p>;
  return (
    <SimpleTable
      caption="Dates que l’affiche annonce"
      captionHidden
      columns={[{ label: 'Jour' }, { label: 'Horaires' }]}
      rows={contenu.lignes.map(({ jour, debut, fin, ferme }) => [
        formatDateLongue(jour),
        ferme === null ? formatPlage(debut, fin) : <span class="e-muted">{ferme}</span>,
      ])}
    />
  );
}
