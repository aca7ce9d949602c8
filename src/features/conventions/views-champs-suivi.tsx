import type { Child } from 'hono/jsx';
import { formatDate } from '../../domain/date.ts';
import { RadioGroup, SelectField } from '../../ui/choice.tsx';
import { Alert } from '../../ui/content.tsx';
import { DateField, NumberField, TextArea, TextField } from '../../ui/field.tsx';
import type { TypeSuivi } from './evenement-form-suivi.ts';
import { evenementsDeType } from './rules.ts';
import { type Champs, PartieField } from './views-champs-partie.tsx';

function AvenantField({ state, convention }: Champs) {
  const options = evenementsDeType(convention, 'avenant').map(({ id, numero, date, objet }) => ({
    value: id,
    label: `n° ${numero} du ${formatDate(date)} : ${objet}`,
  }));
  if (options.length === 0) {
    return (
      <Alert tone="warning">
        Aucun avenant n’est enregistré :{' '}
        <a href={`/conventions/${convention.id}/avenants/nouveau`}>préparez-le d’abord</a>.
      </Alert>
    );
  }
  return <SelectField state={state} name="avenantId" label="Avenant" options={options} />;
}

/** The fields of what follows a signature, in the order of each schema. */
export const CHAMPS_SUIVI: Readonly<Record<TypeSuivi, (props: Champs) => Child>> = {
  signature_avenant: (props) => (
    <>
      <AvenantField {...props} />
      <PartieField
        {...props}
        name="partie"
        label="Qui a signé ?"
        hint="L’avenant prend effet le jour de la dernière signature (art. 8.2)."
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
  original: (props) => (
    <>
      <RadioGroup
        state={props.state}
        name="exemplaire"
        label="Quel exemplaire ?"
        hint="La convention est faite en deux exemplaires originaux."
        options={[
          { value: '1', label: 'Exemplaire n° 1' },
          { value: '2', label: 'Exemplaire n° 2' },
        ]}
        columns="inline"
      />
      <PartieField {...props} name="detenteur" label="Qui le garde ?" />
      <TextField
        state={props.state}
        name="emplacement"
        label="Où ?"
        hint="Par exemple « service des assemblées, armoire 3 »."
      />
      <DateField
        state={props.state}
        name="date"
        label="Depuis le"
        hint="S’il change de place, enregistrez un nouvel événement : l’ancienne place reste lisible."
      />
    </>
  ),
  charte: (props) => (
    <>
      <PartieField
        {...props}
        name="partie"
        label="Qui donne son accord ?"
        hint="La charte vaut quand les deux parties ont accepté le même texte (art. 5)."
      />
      <DateField state={props.state} name="date" label="Date de l’accord" />
      <TextField state={props.state} name="nom" label="Nom de la charte" hint="Par exemple « Charte du kit 2026 »." />
      <TextArea
        state={props.state}
        name="mention"
        label="Mention exacte"
        hint="Mot pour mot, telle qu’elle sera imprimée."
      />
      <TextField
        state={props.state}
        name="logos"
        label="Logos et emplacement"
        hint="Par exemple « logo du Département en bas à gauche, logo de la commune à droite »."
      />
      <NumberField
        state={props.state}
        name="taillePourcent"
        label="Format du logo et de la mention du Département"
        hint="En pourcentage du plus grand des autres partenaires, 100 % au moins : « leur format sera au moins aussi important » (art. 5)."
        unit="%"
        width={4}
      />
    </>
  ),
  responsable: (props) => (
    <>
      <PartieField {...props} name="partie" label="Pour quelle partie ?" />
      <DateField state={props.state} name="date" label="À partir du" />
      <TextField state={props.state} name="nom" label="Prénom et nom" hint="Qui suit cette convention au quotidien." />
      <TextField state={props.state} name="qualite" label="Fonction" />
    </>
  ),
};
