import type { Child } from 'hono/jsx';
import { SelectField } from '../../ui/choice.tsx';
import { DateField, TextArea, TextField } from '../../ui/field.tsx';
import type { FormState } from '../../ui/form-state.ts';
import type { TypeSaisi } from './evenement-form.ts';
import { enClair } from './recit.ts';
import { evenementsDeType } from './rules.ts';
import { CHAMPS_FIN } from './views-champs-fin.tsx';
import { type Champs, PartieField } from './views-champs-partie.tsx';
import { CHAMPS_SUIVI } from './views-champs-suivi.tsx';

function AccuseFields({ state, name }: { readonly state: FormState; readonly name: 'numero' | 'accuseNumero' }) {
  const optional = name === 'accuseNumero';
  return (
    <>
      <TextField
        state={state}
        name={name}
        label="Numéro de l’accusé de réception en préfecture"
        hint={
          optional ? 'Laissez l’accusé vide s’il n’est pas encore arrivé : vous l’enregistrerez plus tard.' : undefined
        }
        width={30}
        optional={optional}
      />
      <DateField state={state} name="transmiseLe" label="Date de télétransmission" optional={optional} />
      <DateField state={state} name="recueLe" label="Date de réception en préfecture" optional={optional} />
    </>
  );
}

/** The fields of each form, in the order of its schema. */
export const CHAMPS_EVENEMENT: Readonly<Record<TypeSaisi, (props: Champs) => Child>> = {
  deliberation: (props) => (
    <>
      <PartieField
        {...props}
        name="partie"
        label="Qui a délibéré ?"
        hint={
          props.convention.beneficiaireTransmet ? undefined : (
            <>
              Ce Bénéficiaire n’est pas une collectivité :{' '}
              <a href={`/conventions/${props.convention.id}/evenements/nouveau?type=autorisation`}>
                enregistrez plutôt son autorisation
              </a>
              , il n’a rien à transmettre à la préfecture.
            </>
          )
        }
      />
      <TextField
        state={props.state}
        name="numero"
        label="Numéro de la délibération"
        hint="Par exemple DL2022-0167."
        width={30}
      />
      <DateField state={props.state} name="date" label="Date de la délibération" />
      <AccuseFields state={props.state} name="accuseNumero" />
    </>
  ),
  autorisation: (props) => (
    <>
      <TextField
        state={props.state}
        name="numero"
        label="Acte qui autorise à signer"
        hint="Ce qui tient lieu de délibération : par exemple « décision du conseil d’administration » ou « pouvoir donné par l’assemblée générale ». Il n’y a rien à transmettre à la préfecture."
      />
      <DateField state={props.state} name="date" label="Date de la décision" />
    </>
  ),
  teletransmission: (props) => (
    <>
      <SelectField
        state={props.state}
        name="deliberationId"
        label="Ce qui a été transmis"
        blank="La convention elle-même"
        options={evenementsDeType(props.convention, 'deliberation').map((decision) => ({
          value: decision.id,
          label: enClair(decision),
        }))}
        optional
      />
      <AccuseFields state={props.state} name="numero" />
    </>
  ),
  signature: (props) => (
    <>
      <PartieField
        {...props}
        name="partie"
        label="Qui a signé ?"
        hint="La convention prend effet le jour de la dernière signature (art. 6)."
      />
      <DateField state={props.state} name="date" label="Date de signature" />
      <TextField state={props.state} name="signataire" label="Nom du signataire" />
      <TextField
        state={props.state}
        name="qualite"
        label="Qualité du signataire"
        hint="Par exemple « Présidente en exercice »."
      />
    </>
  ),
  ...CHAMPS_FIN,
  ...CHAMPS_SUIVI,
  representant: (props) => (
    <>
      <PartieField {...props} name="partie" label="Quelle partie change de représentant ?" />
      <DateField
        state={props.state}
        name="date"
        label="À partir du"
        hint="De ce jour, les papiers et la page de la convention nomment cette personne. Aucun avenant n’est nécessaire."
      />
      <TextField state={props.state} name="nom" label="Nom du représentant" />
      <TextField state={props.state} name="qualite" label="Qualité du représentant" />
    </>
  ),
  lieu_convenu: (props) => (
    <>
      <SelectField
        state={props.state}
        name="lieuId"
        label="Lieu"
        hint="Un lieu de la structure, défini par le Bénéficiaire en accord avec le Département (art. 1.2), dont la fiche date les deux accords."
        options={props.lieux}
      />
      <DateField state={props.state} name="date" label="Date de l’accord" />
    </>
  ),
  assurance: (props) => (
    <>
      <TextField
        state={props.state}
        name="assureur"
        label="Assureur"
        hint="Responsabilité civile du Bénéficiaire, pendant toute la durée de la convention (art. 4.2)."
      />
      <DateField state={props.state} name="valableDu" label="Valable du" />
      <DateField state={props.state} name="valableAu" label="Valable jusqu’au" />
    </>
  ),
  note: (props) => (
    <>
      <DateField state={props.state} name="date" label="Date" />
      <TextArea
        state={props.state}
        name="texte"
        label="Note"
        hint="Visible de l’équipe technique et du référent de la structure."
      />
    </>
  ),
};
