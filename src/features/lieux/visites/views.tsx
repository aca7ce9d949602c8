import { formatDate } from '../../../domain/date.ts';
import { ButtonLink, PrintButton, SubmitButton } from '../../../ui/button.tsx';
import { RadioGroup } from '../../../ui/choice.tsx';
import { DescriptionList, EmptyState, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { DateField, FileField, TextField, typedValue } from '../../../ui/field.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import { ErrorSummary, Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { CRITERES, CRITERES_CODES, type Critere } from '../rules.ts';
import type { ConstatLieu, Lieu } from '../store.ts';
import { champRemarque } from './forms.ts';
import { MAX_PHOTOS } from './photo.ts';
import type { Photo, Visite } from './store.ts';

const REPONSES = [
  { value: 'oui', label: 'Oui' },
  { value: 'non', label: 'Non' },
  { value: '', label: 'Pas vérifié' },
];

type FormProps = { readonly lieu: Lieu; readonly state: FormState; readonly cle: string };

export function VisitePage({ lieu, state, cle }: FormProps) {
  return (
    <>
      <PageHeader
        title="Noter une visite"
        kicker={lieu.nom}
        lead="Qui a vu quoi, et quand : un constat ne s’efface pas, le plus récent compte."
      />
      <Form state={state} action={`/lieux/${lieu.id}/visite`} idempotencyKey={cle}>
        <DateField state={state} name="constateLe" label="Date de la visite" />
        <TextField state={state} name="constatePar" label="Constaté par" />
        {CRITERES_CODES.map((critere) => (
          <RadioGroup state={state} name={critere} label={CRITERES[critere]} options={REPONSES} columns="inline" />
        ))}
        <Disclosure summary="Ajouter une remarque à un critère" open={CRITERES_CODES.some((one) => isSaid(state, one))}>
          {CRITERES_CODES.map((critere) => (
            <TextField state={state} name={champRemarque(critere)} label={`Remarque (${CRITERES[critere]})`} optional />
          ))}
        </Disclosure>
        <TextField
          state={state}
          name="precision"
          label="Remarque générale"
          hint="Par exemple : rampe amovible à demander à l’accueil."
          optional
        />
        <FormActions>
          <SubmitButton>Enregistrer la visite</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/fiche`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** Something was typed of a criterion, or refused. */
function isSaid(state: FormState, critere: Critere): boolean {
  const champ = champRemarque(critere);
  return typedValue(state, champ) !== '' || state.errors.some(({ field }) => field === champ);
}

export function PrevoirPage({ lieu, state, cle }: FormProps) {
  return (
    <>
      <PageHeader title="Prévoir une visite" kicker={lieu.nom} lead="La date se lit sur la fiche du lieu." />
      <Form state={state} action={`/lieux/${lieu.id}/visite/prevoir`} idempotencyKey={cle}>
        <DateField state={state} name="visitePrevueLe" label="Date prévue" />
        <TextField state={state} name="visitePrevuePar" label="Qui ira" />
        <FormActions>
          <SubmitButton>Prévoir la visite</SubmitButton>
          <ButtonLink href={`/lieux/${lieu.id}/fiche`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

type RapportProps = {
  readonly lieu: Lieu;
  readonly visite: Visite;
  readonly constats: readonly ConstatLieu[];
  readonly photos: readonly Photo[];
  readonly state: FormState;
  readonly cle: string;
  readonly peutAjouter: boolean;
};

/** The report of a visit, as it is printed. */
export function RapportPage(props: RapportProps) {
  const { lieu, visite } = props;
  return (
    <>
      <PageHeader
        title={`Visite du ${formatDate(visite.faiteLe)}`}
        kicker={lieu.nom}
        lead="Ce qui a été constaté, critère par critère (article 1.2)."
        actions={
          <>
            <PrintButton />
            <ButtonLink href={`/lieux/${lieu.id}/fiche`}>Fiche du lieu</ButtonLink>
          </>
        }
      />
      <DescriptionList
        items={[
          { term: 'Adresse', details: `${lieu.adresse}, ${lieu.codePostal} ${lieu.commune}` },
          { term: 'À qui est le lieu', details: lieu.structureNom ?? 'Le Département' },
          { term: 'Constaté par', details: visite.faitePar },
          ...(visite.remarque === null ? [] : [{ term: 'Remarque générale', details: visite.remarque }]),
        ]}
      />
      <CriteresSection {...props} />
      <PhotosSection {...props} />
    </>
  );
}

function CriteresSection({ visite, constats }: RapportProps) {
  return (
    <Section title="Critères">
      <SimpleTable
        caption="Ce qui a été vu, critère par critère"
        captionHidden
        columns={[{ label: 'Critère' }, { label: 'Constat' }, { label: 'Remarque' }]}
        rows={CRITERES_CODES.map((critere) => {
          const constat = constats.find((one) => one.critere === critere);
          const said = constat === undefined ? visite.nonVus[critere] : constat.precision;
          return [CRITERES[critere], <Vu constat={constat} />, said ?? '—'];
        })}
      />
    </Section>
  );
}

function Vu({ constat }: { readonly constat: ConstatLieu | undefined }) {
  if (constat === undefined) return <StatusTag tone="neutral" label="pas vu" />;
  return <StatusTag tone={constat.satisfait ? 'success' : 'danger'} label={constat.satisfait ? 'oui' : 'non'} />;
}

function PhotosSection({ visite, photos, state, cle, peutAjouter }: RapportProps) {
  return (
    <Section title="Photos" id="photos">
      {photos.length === 0 ? (
        <EmptyState title="Aucune photo" />
      ) : (
        <div class="e-photos">
          {photos.map((photo, rank) => (
            <figure>
              <img src={`/photos/${photo.id}`} alt={photo.legende ?? `Photo ${rank + 1} de la visite`} loading="lazy" />
              <figcaption>{photo.legende ?? `Photo ${rank + 1}`}</figcaption>
              {peutAjouter && (
                <a class="e-ecran" href={`/photos/${photo.id}/retirer`}>
                  Retirer<span class="ds-sr-only"> la photo {rank + 1}</span>
                </a>
              )}
            </figure>
          ))}
        </div>
      )}
      {photos.length >= MAX_PHOTOS && <ErrorSummary state={state} />}
      {peutAjouter && photos.length < MAX_PHOTOS && (
        <div class="e-ecran">
          <Form state={state} action={`/visites/${visite.id}/photos`} idempotencyKey={cle} multipart>
            <FileField
              state={state}
              name="photo"
              label="Ajouter une photo"
              hint={`JPEG ou PNG, 6 Mo au plus, ${MAX_PHOTOS} par visite. Évitez les visages et les noms : ce sont des données personnelles.`}
              accept="image/jpeg,image/png"
            />
            <TextField
              state={state}
              name="legende"
              label="Légende"
              hint="Ce qu’il faut y voir : « La porte du bureau ferme »."
              optional
            />
            <FormActions>
              <SubmitButton>Ajouter la photo</SubmitButton>
            </FormActions>
          </Form>
        </div>
      )}
    </Section>
  );
}

export function RetirerPhotoPage(props: { readonly photo: Photo; readonly lieu: Lieu; readonly cle: string }) {
  const { photo, lieu, cle } = props;
  return (
    <>
      <PageHeader title="Retirer cette photo ?" kicker={lieu.nom} />
      <div class="e-photos">
        <figure>
          <img src={`/photos/${photo.id}`} alt={photo.legende ?? 'La photo à retirer'} />
          <figcaption>{photo.legende ?? 'Sans légende'}</figcaption>
        </figure>
      </div>
      <p>Elle sera effacée pour de bon ; le reste de la visite ne change pas.</p>
      <form method="post" action={`/photos/${photo.id}/retirer`}>
        <HiddenField name="_cle" value={cle} />
        <FormActions>
          <SubmitButton danger>Effacer la photo</SubmitButton>
          <ButtonLink href={`/visites/${photo.visiteId}`}>La garder</ButtonLink>
        </FormActions>
      </form>
    </>
  );
}
