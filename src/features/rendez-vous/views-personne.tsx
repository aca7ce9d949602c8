import { RadioGroup } from '../../ui/choice.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import type { FormState } from '../../ui/form-state.ts';

const PREVENIR = [
  { value: 'sms', label: 'Par SMS' },
  { value: 'courriel', label: 'Par courriel' },
  { value: 'appel', label: 'Par un appel' },
  { value: 'guichet', label: 'Pas besoin : le ticket suffit' },
] as const;

/** Who comes, and how to tell them. `tiers`: an agent fills it for somebody. */
export function ChampsPersonne({ state, tiers = false }: { readonly state: FormState; readonly tiers?: boolean }) {
  return (
    <>
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
        hint="Pour prévenir si le rendez-vous change, et le rappeler la veille."
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
        options={PREVENIR}
        columns={2}
        optional
      />
      <TextArea
        state={state}
        name="besoin"
        label="De quoi s’agit-il ?"
        hint="En quelques mots. N’écrivez ni numéro de sécurité sociale, ni mot de passe."
        rows={2}
        optional
      />
    </>
  );
}

/** The professional who takes it for somebody: told of what changes, besides the person. */
export function ChampsPrescripteur({ state }: { readonly state: FormState }) {
  return (
    <>
      <TextField state={state} name="prescripteurNom" label="Nom du professionnel" optional />
      <TextField state={state} name="prescripteurStructure" label="Sa structure" optional />
      <TextField
        state={state}
        name="prescripteurCourriel"
        label="Son adresse électronique"
        hint="Il est prévenu lui aussi de ce qui change."
        type="email"
        optional
      />
    </>
  );
}
