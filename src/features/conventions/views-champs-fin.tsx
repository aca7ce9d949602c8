import type { Child } from 'hono/jsx';
import { formatDate } from '../../domain/date.ts';
import { Checkbox, RadioGroup, SelectField } from '../../ui/choice.tsx';
import { Alert } from '../../ui/content.tsx';
import { DateField, TextField } from '../../ui/field.tsx';
import type { TypeSaisi } from './evenement-form.ts';
import { enClair } from './recit.ts';
import { evenementsDeType } from './rules.ts';
import { type Champs, PartieField } from './views-champs-partie.tsx';

type TypeFin = Extract<
  TypeSaisi,
  'opposition' | 'decision_opposition' | 'mise_en_demeure' | 'remede' | 'constat' | 'force_majeure' | 'dissolution'
>;

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

/** The fields of what may end a convention, in the order of each schema. */
export const CHAMPS_FIN: Readonly<Record<TypeFin, (props: Champs) => Child>> = {
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
  decision_opposition: (props) => (
    <>
      <SelectField
        state={props.state}
        name="oppositionId"
        label="Opposition"
        options={evenementsDeType(props.convention, 'opposition').map((one) => ({
          value: one.id,
          label: enClair(one),
        }))}
      />
      <DateField state={props.state} name="date" label="Date de la décision" />
      <RadioGroup
        state={props.state}
        name="issue"
        label="Qu’est-il décidé ?"
        options={[
          {
            value: 'admise',
            label: 'L’opposition est admise',
            hint: 'Elle compte du jour de son envoi : la convention n’est pas reconduite.',
          },
          {
            value: 'maintenue',
            label: 'On s’en tient à sa réception',
            hint: 'La convention est reconduite ; l’opposition vaut pour l’anniversaire suivant, s’il y en a un.',
          },
        ]}
      />
      <TextField state={props.state} name="motif" label="Motif" />
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
};
