import { formatDate, parisDate } from '../../../domain/date.ts';
import { ButtonLink, PrintButton, SubmitButton } from '../../../ui/button.tsx';
import { RadioGroup, toOptions } from '../../../ui/choice.tsx';
import { Alert, PageHeader, Section } from '../../../ui/content.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { Choix } from '../choix.ts';
import { direSort, numeroDe } from '../recit.ts';
import type { DemarcheRangee, Lisible, Mandat } from '../store.ts';
import { ChoixDemarches, Confirmation } from '../views-choix.tsx';
import { OU_EST_LA_PERSONNE } from './forms.ts';

/** Whoever types the codes reads nothing of what is sealed: the person's copy numbers what they withdraw. */
export const FERME: Lisible['objets'] = new Map();

export function CodesPage({ state, cle }: { readonly state: FormState; readonly cle: string }) {
  return (
    <>
      <PageHeader
        title="Retirer un mandat avec ses codes"
        lead="La personne, ou son représentant, vous donne les deux codes imprimés sur sa copie. Elle n’a pas à dire pourquoi."
      />
      <Form state={state} action="/retraits/nouveau" idempotencyKey={cle}>
        <RadioGroup state={state} name="ou" label="La personne est" options={toOptions(OU_EST_LA_PERSONNE)} />
        <TextField
          state={state}
          name="code"
          label="Code du mandat"
          hint="12 chiffres et lettres, au pied de chaque page. Par exemple : 7K3M-QX2F-9TRB."
          width={18}
          autocomplete="off"
        />
        <TextField
          state={state}
          name="codeRetrait"
          label="Code de retrait"
          hint="8 chiffres, sur la feuille remise à la personne seule. Par exemple : 4821-7730."
          inputmode="numeric"
          width={12}
          autocomplete="off"
        />
        <FormActions>
          <SubmitButton>Continuer</SubmitButton>
        </FormActions>
      </Form>
      <Section title="Si la personne n’a plus ses codes">
        <ul>
          <li>l’agent nommé dans le mandat, ou son suppléant, le retire avec elle ;</li>
          <li>le lien imprimé sur sa copie le fait aussi, sans vous ;</li>
          <li>
            la page <a href="/retirer-un-mandat">Retirer un mandat</a> lui envoie un nouveau lien.
          </li>
        </ul>
      </Section>
    </>
  );
}

type Prouve = {
  readonly mandat: Mandat;
  readonly inForce: readonly DemarcheRangee[];
  readonly preuve: string;
};

export function quoi({ signeAt, endroit, agent }: Mandat): string {
  const when = signeAt === null ? '' : ` le ${formatDate(parisDate(signeAt))}`;
  return `Mandat signé${when} (${endroit}), avec ${agent}.`;
}

export function ChoixPage({
  mandat,
  inForce,
  preuve,
  choix,
  cle,
}: Prouve & { readonly choix: Choix; readonly cle: string }) {
  const path = '/retraits/choix';
  if (inForce.length === 0) {
    return (
      <>
        <PageHeader title="Ce que la personne retire" lead={quoi(mandat)} />
        <Alert tone="neutral" title="Plus rien n’est en cours">
          <p>Tout ce que ce mandat confiait est déjà fini : il n’y a rien à retirer.</p>
        </Alert>
        <p>
          <a href="/retraits/nouveau">Un autre mandat</a>
        </p>
      </>
    );
  }
  if ('state' in choix) {
    return (
      <>
        <PageHeader title="Ce que la personne retire" lead={quoi(mandat)} />
        <p>Vous ne lisez pas ce qui est confié : les numéros sont ceux de la copie de la personne.</p>
        <ChoixDemarches
          action={path}
          demarches={inForce}
          objets={FERME}
          state={choix.state}
          label="Ce que la personne retire"
          champs={{ preuve }}
          suite="Retirer ce qui est coché"
          tout="Tout retirer"
          annuler="/retraits/nouveau"
        />
      </>
    );
  }
  return (
    <>
      <PageHeader title="Retirer, sans retour" lead={quoi(mandat)} />
      <p>Faites-le répéter à la personne : elle retire</p>
      <Confirmation
        action={path}
        cle={cle}
        demarches={choix.demarches}
        objets={FERME}
        champs={{ preuve }}
        bouton="Retirer"
        annuler={`${path}?preuve=${preuve}`}
      />
    </>
  );
}

/** What was withdrawn, for whoever typed the codes: to be told, or printed, without anything sealed. */
export function FaitPage({
  mandat,
  autre,
  now,
}: {
  readonly mandat: Mandat;
  /** Where another mandat is withdrawn in the same way. */
  readonly autre: string;
  readonly now: Temporal.Instant;
}) {
  return (
    <>
      <PageHeader
        title="Le retrait est enregistré"
        lead={quoi(mandat)}
        actions={
          <>
            <ButtonLink href={autre}>Un autre mandat</ButtonLink>
            <PrintButton>Imprimer pour la personne</PrintButton>
          </>
        }
      />
      <ul>
        {mandat.demarches.map((demarche) => (
          <li>
            {numeroDe(demarche)} : {direSort(demarche, mandat, now)}.
          </li>
        ))}
      </ul>
      <p>
        Les agents nommés sont avertis et préviennent les organismes. Le reçu qui les nomme est à demander à{' '}
        {mandat.agent}.
      </p>
    </>
  );
}
