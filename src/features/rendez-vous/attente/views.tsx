import { formatDate, formatDateLongue, formatHeure, parisDate, parisTime } from '../../../domain/date.ts';
import { ButtonLink, PrintButton, SubmitButton } from '../../../ui/button.tsx';
import { type Option, RadioGroup, SelectField, toOptions } from '../../../ui/choice.tsx';
import { DescriptionList, EmptyState, PageHeader } from '../../../ui/content.tsx';
import { DateField, TextField } from '../../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { PREVENIR } from '../avis/store.ts';
import { direCode } from '../code.ts';
import { direQuand } from '../dire.ts';
import type { RendezVous } from '../store.ts';
import { MOMENTS, STATUTS_ATTENTE } from './rules.ts';
import type { Attente } from './store.ts';

/** Somebody asks to be told when a place is freed; or whoever receives asks it for them. */
export function InscriptionPage(props: {
  readonly state: FormState;
  readonly cle: string;
  readonly lieux: readonly Option[];
  readonly motifs: readonly Option[];
  readonly tiers: boolean;
}) {
  const { state, cle, lieux, motifs, tiers } = props;
  return (
    <>
      <PageHeader
        title={tiers ? 'Inscrire sur la liste d’attente' : 'Attendre qu’une place se libère'}
        lead="Quand quelqu’un annule, la place est proposée à la première personne qui attend, et gardée le temps de répondre."
      />
      <Form state={state} action="/attente/nouvelle" idempotencyKey={cle}>
        <SelectField state={state} name="attenteLieu" label="Lieu" blank="Choisir un lieu" options={lieux} />
        <SelectField state={state} name="motifId" label="Pour quoi" blank="Choisir" options={motifs} />
        <DateField state={state} name="attenteDu" label="À partir du" />
        <DateField state={state} name="attenteAu" label="Jusqu’au" />
        <RadioGroup
          state={state}
          name="attenteMoment"
          label="Plutôt"
          hint="Sans réponse : l’un ou l’autre."
          options={toOptions(MOMENTS)}
          columns="inline"
          optional
        />
        <TextField
          state={state}
          name="prenom"
          label={tiers ? 'Prénom de la personne' : 'Votre prénom'}
          hint="Un prénom ou un surnom suffit."
          autocomplete={tiers ? 'off' : 'given-name'}
          width={24}
        />
        <TextField
          state={state}
          name="telephone"
          label="Téléphone"
          type="tel"
          autocomplete={tiers ? 'off' : 'tel'}
          width={16}
          optional
        />
        <TextField
          state={state}
          name="courriel"
          label="Adresse électronique"
          type="email"
          autocomplete={tiers ? 'off' : 'email'}
          optional
        />
        <RadioGroup
          state={state}
          name="prevenir"
          label="Comment prévenir"
          hint="Sans réponse : par SMS sur un mobile, par un appel sur un fixe, sinon par courriel."
          options={toOptions(PREVENIR)}
          columns={2}
          optional
        />
        <FormActions>
          <SubmitButton>Attendre une place</SubmitButton>
        </FormActions>
      </Form>
    </>
  );
}

function Faits({ attente }: { readonly attente: Attente }) {
  const { lieu, motif, du, au, moment, code, statut } = attente;
  return (
    <DescriptionList
      items={[
        { term: 'Lieu', details: lieu },
        { term: 'Pour', details: motif },
        {
          term: 'Entre',
          details: `le ${formatDate(du)} et le ${formatDate(au)}${moment === null ? '' : `, ${MOMENTS[moment].toLowerCase()}`}`,
        },
        { term: 'Code', details: direCode(code) },
        { term: 'État', details: STATUTS_ATTENTE[statut] },
      ]}
    />
  );
}

const COMMENT: Readonly<Record<Attente['prevenir'], string>> = {
  sms: 'un SMS vous la proposera, avec un lien pour la prendre.',
  courriel: 'un courriel vous la proposera, avec un lien pour la prendre.',
  appel: 'un agent vous appellera.',
  guichet: 'un agent vous le dira à votre prochaine venue : gardez ce papier.',
};

export function InscritPage({ attente }: { readonly attente: Attente }) {
  return (
    <>
      <PageHeader
        title="Vous êtes sur la liste d’attente"
        lead={`Dès qu’une place se libère, ${COMMENT[attente.prevenir]}`}
        actions={<PrintButton>Imprimer ce papier</PrintButton>}
      />
      <Faits attente={attente} />
      <p>
        <a href="/">Revenir à l’accueil</a>
      </p>
    </>
  );
}

/** What the link of the waiting list shows, and how to leave it. */
export function AttentePage(props: { readonly attente: Attente; readonly jeton: string; readonly cle: string }) {
  const { attente, jeton, cle } = props;
  const isWaiting = attente.statut === 'en_attente' || attente.statut === 'propose';
  return (
    <>
      <PageHeader title="Votre attente" />
      <Faits attente={attente} />
      {isWaiting && (
        <form method="post" action="/attente/retirer" class="e-form">
          <HiddenField name="_cle" value={cle} />
          <HiddenField name="jeton" value={jeton} />
          <FormActions>
            <SubmitButton danger>Ne plus attendre</SubmitButton>
          </FormActions>
        </form>
      )}
      <p>
        <a href="/prendre-rendez-vous">Voir les rendez-vous libres</a>
      </p>
    </>
  );
}

export function RetireePage() {
  return (
    <>
      <PageHeader title="C’est noté" />
      <p>Vous n’êtes plus sur la liste d’attente.</p>
      <p>
        <ButtonLink href="/prendre-rendez-vous">Prendre rendez-vous</ButtonLink>
      </p>
    </>
  );
}

/** A place that is offered: take it, or let it go. */
export function PlacePage(props: {
  readonly rdv: RendezVous;
  readonly tenuJusqua: Temporal.Instant | null;
  readonly jeton: string;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { rdv, tenuJusqua, jeton, state, cle } = props;
  return (
    <>
      <PageHeader
        title="Une place se libère"
        lead={
          tenuJusqua !== null &&
          `Elle vous est gardée jusqu’au ${formatDateLongue(parisDate(tenuJusqua))}, ${formatHeure(parisTime(tenuJusqua))}.`
        }
      />
      <DescriptionList
        items={[
          { term: 'Quand', details: direQuand(rdv) },
          { term: 'Où', details: [rdv.lieu, rdv.adresse].filter(Boolean).join(', ') },
          { term: 'Pour', details: rdv.motif },
        ]}
      />
      <Form state={state} action="/place" idempotencyKey={cle}>
        <HiddenField name="jeton" value={jeton} />
        <FormActions>
          <SubmitButton name="reponsePlace" value="accepte">
            Prendre cette place
          </SubmitButton>
          <SubmitButton name="reponsePlace" value="laisse" variant="secondary">
            La laisser, et attendre encore
          </SubmitButton>
          <SubmitButton name="reponsePlace" value="retire" variant="tertiary">
            Ne plus attendre
          </SubmitButton>
        </FormActions>
      </Form>
    </>
  );
}

/** A place that is no longer offered, or never was: the same words for all. */
export function PlacePartiePage() {
  return (
    <>
      <PageHeader title="Cette place n’est plus proposée" />
      <p>
        Elle a déjà reçu une réponse, le temps de répondre est passé, ou ce lien a été coupé en chemin. Si vous attendez
        encore, la prochaine place vous sera proposée à votre tour.
      </p>
      <p>
        <ButtonLink href="/prendre-rendez-vous">Voir les rendez-vous libres</ButtonLink>
      </p>
    </>
  );
}

export function PlaceLaisseePage() {
  return (
    <>
      <PageHeader title="C’est noté" />
      <p>La place va à quelqu’un d’autre.</p>
      <p>
        <ButtonLink href="/">Revenir à l’accueil</ButtonLink>
      </p>
    </>
  );
}

/** Who waits, for those who receive. */
export function ListePage({ attentes, cle }: { readonly attentes: readonly Attente[]; readonly cle: string }) {
  return (
    <>
      <PageHeader
        title="Liste d’attente"
        lead="Une place qui se libère est proposée à la première personne qui peut venir, l’une après l’autre."
        actions={
          <ButtonLink href="/attente/nouvelle" variant="primary">
            Inscrire quelqu’un
          </ButtonLink>
        }
      />
      {attentes.length === 0 ? (
        <EmptyState title="Personne n’attend" />
      ) : (
        <SimpleTable
          caption="Personnes qui attendent, la première d’abord"
          captionHidden
          columns={[
            { label: 'Qui' },
            { label: 'Où' },
            { label: 'Pour' },
            { label: 'Entre' },
            { label: 'Prévenir' },
            { label: 'État' },
            { label: 'Action' },
          ]}
          rows={attentes.map((attente) => [
            attente.prenom ?? 'Identité effacée',
            attente.lieu,
            attente.motif,
            `le ${formatDate(attente.du)} et le ${formatDate(attente.au)}`,
            PREVENIR[attente.prevenir],
            STATUTS_ATTENTE[attente.statut],
            <form method="post" action={`/attente/${attente.id}/retirer`}>
              <HiddenField name="_cle" value={cle} />
              <SubmitButton variant="tertiary">
                Retirer<span class="ds-sr-only"> {attente.prenom} de la liste</span>
              </SubmitButton>
            </form>,
          ])}
        />
      )}
    </>
  );
}
