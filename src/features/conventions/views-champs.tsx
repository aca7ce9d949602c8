import type { Child } from 'hono/jsx';
import { formatDate } from '../../domain/date.ts';
import { Checkbox, RadioGroup, SelectField } from '../../ui/choice.tsx';
import { Alert } from '../../ui/content.tsx';
import { DateField, TextArea, TextField } from '../../ui/field.tsx';
import type { FormState } from '../../ui/form-state.ts';
import type { TypeSaisi } from './evenement-form.ts';
import { enClair } from './recit.ts';
import { evenementsDeType } from './rules.ts';
import { type Champs, PartieField } from './views-champs-partie.tsx';
import { CHAMPS_SUIVI } from './views-champs-suivi.tsx';

function CourrierFields({ state }: Champs) {
  return (
    <>
      <TextField
        state={state}
        name="numero"
        label="Numéro de la lettre recommandée"
        hint="Lettre avec avis de réception."
        width={24}
      />
      <DateField state={state} name="envoyeLe" label="Envoyée le" />
      <RadioGroup
        state={state}
        name="sort"
        label="Qu’est devenue la lettre ?"
        options={[
          { value: 'en_cours', label: 'Elle est en route' },
          { value: 'remis', label: 'Elle a été remise' },
          { value: 'refuse', label: 'Elle a été refusée' },
          { value: 'non_reclame', label: 'Elle n’a pas été réclamée' },
        ]}
      />
      <DateField state={state} name="recuLe" label="Reçue le" hint="Si elle a été remise." optional />
      <DateField
        state={state}
        name="premierePresentationLe"
        label="Première présentation le"
        hint="Si elle a été refusée ou n’a pas été réclamée : c’est cette date qui compte, sauf clause contraire."
        optional
      />
    </>
  );
}

function MiseEnDemeureField({ state, convention }: Champs) {
  const options = evenementsDeType(convention, 'mise_en_demeure').map((lettre) => ({
    value: lettre.id,
    label: `${lettre.motif} (envoyée le ${formatDate(lettre.courrier.envoyeLe)})`,
  }));
  if (options.length === 0) {
    return (
      <Alert tone="warning">
        Aucune mise en demeure n’est enregistrée :{' '}
        <a href={`/conventions/${convention.id}/evenements/nouveau?type=mise_en_demeure`}>enregistrez-la d’abord</a>.
      </Alert>
    );
  }
  return <SelectField state={state} name="miseEnDemeureId" label="Mise en demeure" options={options} />;
}

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
  opposition: (props) => (
    <>
      <PartieField {...props} name="auteur" label="Qui s’oppose à la reconduction ?" />
      <DateField state={props.state} name="envoyeeLe" label="Envoyée le" />
      <DateField
        state={props.state}
        name="recueLe"
        label="Reçue par l’autre partie le"
        hint="Une opposition tardive est enregistrée et signalée : elle n’est ni perdue, ni acceptée en silence."
        optional
      />
    </>
  ),
  mise_en_demeure: (props) => (
    <>
      <PartieField {...props} name="auteur" label="Qui met l’autre partie en demeure ?" />
      <TextField state={props.state} name="motif" label="Manquement reproché" />
      <CourrierFields {...props} />
    </>
  ),
  remede: (props) => (
    <>
      <MiseEnDemeureField {...props} />
      <DateField state={props.state} name="date" label="Date du remède" />
      <RadioGroup
        state={props.state}
        name="ampleur"
        label="Le manquement est-il réparé ?"
        hint="Seul un remède complet, dans le délai, clôt la procédure."
        options={[
          { value: 'complet', label: 'Oui, complètement' },
          { value: 'partiel', label: 'En partie' },
        ]}
      />
    </>
  ),
  constat: (props) => (
    <>
      <Alert tone="warning">
        Constater que la mise en demeure est restée sans effet, même en partie, résilie la convention de plein droit
        (art. 7.1).
      </Alert>
      <MiseEnDemeureField {...props} />
      <DateField state={props.state} name="date" label="Date du constat" />
      <RadioGroup
        state={props.state}
        name="resultat"
        label="Qu’a donné la mise en demeure ?"
        options={[
          { value: 'totalement_infructueuse', label: 'Elle est restée sans aucun effet' },
          { value: 'partiellement_infructueuse', label: 'Elle est restée en partie sans effet' },
          { value: 'remediee', label: 'Le manquement est réparé' },
        ]}
      />
    </>
  ),
  force_majeure: (props) => (
    <>
      <PartieField {...props} name="auteur" label="Quelle partie est empêchée ?" />
      <TextField state={props.state} name="motif" label="Événement" />
      <Checkbox
        state={props.state}
        name="covid19"
        label="Il s’agit de l’épidémie de Covid-19"
        hint="Cas que la convention nomme (art. 7.2)."
        optional
      />
      <CourrierFields {...props} />
    </>
  ),
  dissolution: (props) => (
    <DateField
      state={props.state}
      name="date"
      label="Date de dissolution du Bénéficiaire"
      hint="La convention prend fin ce jour-là (art. 7.2)."
    />
  ),
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
        hint="Un lieu de la structure, défini par le Bénéficiaire en accord avec le Département (art. 1.2)."
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
