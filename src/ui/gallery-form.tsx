import { ButtonLink, SubmitButton } from './button.tsx';
import { Checkbox, CheckboxGroup, Fieldset, RadioGroup, SelectField } from './choice.tsx';
import { DateField, FileField, NumberField, TextArea, TextField, TimeField } from './field.tsx';
import { Form, FormActions } from './form.tsx';
import type { FormState } from './form-state.ts';

/** The sample form as somebody sent it, every answer refused. */
export const gallerySent: FormState = {
  values: {
    'refuse-nom': '<script>alert(1)</script>',
    'refuse-date': '2023-02-31',
    'refuse-heure': '25:00',
    'refuse-places': 'beaucoup',
    'refuse-remarque': 'Deux lignes\nde remarque',
    'refuse-quai': 'est',
    'refuse-services': ['eau'],
  },
  errors: [
    { field: 'refuse-nom', message: 'Écrivez un nom sans chevrons.' },
    { field: 'refuse-date', message: 'Le 31 février n’existe pas : choisissez un autre jour.' },
    { field: 'refuse-heure', message: 'Écrivez une heure entre 00:00 et 23:59.' },
    { field: 'refuse-places', message: 'Écrivez le nombre de places en chiffres, par exemple 12.' },
    { field: 'refuse-remarque', message: 'Écrivez moins de 10 caractères.' },
    { field: 'refuse-pays', message: 'Choisissez un pays.' },
    { field: 'refuse-quai', message: 'Le quai est est fermé : choisissez-en un autre.' },
    { field: 'refuse-services', message: 'Choisissez au moins deux services.' },
    { field: 'refuse-plan', message: 'Ce fichier n’est pas une image.' },
    { field: 'refuse-accord', message: 'Cochez la case pour continuer.' },
    { field: '', message: 'Ce port vient d’être modifié par quelqu’un d’autre : relisez-le.' },
  ],
};

/** One field of each kind; `prefix` keeps two such forms apart on the page. */
export function GalleryForm({ state, prefix }: { readonly state: FormState; readonly prefix: string }) {
  const named = (name: string) => ({ state, name: `${prefix}${name}` });
  return (
    <Form state={state} action="/demo/composants" idempotencyKey="demonstration" multipart>
      <TextField {...named('nom')} label="Nom du port" hint="Tel qu’il figure sur la carte." />
      <TextField {...named('courriel')} label="Adresse électronique" type="email" autocomplete="email" optional />
      <TextField {...named('commune')} label="Commune" suggestions={['Argelès-sur-Mer', 'Collioure']} optional />
      <DateField {...named('date')} label="Date d’arrivée" />
      <TimeField {...named('heure')} label="Heure d’arrivée" />
      <NumberField {...named('places')} label="Nombre de places" unit="places" />
      <TextArea {...named('remarque')} label="Remarque" optional rows={3} />
      <SelectField
        {...named('pays')}
        label="Pays"
        options={[
          { value: 'fr', label: 'France' },
          { label: 'Voisins', options: [{ value: 'es', label: 'Espagne' }] },
        ]}
      />
      <Fieldset legend="Amarrage" hint="Ce que le bateau demande à quai.">
        <RadioGroup
          {...named('quai')}
          label="Quai"
          options={[
            { value: 'nord', label: 'Nord', hint: 'Abrité de la tramontane' },
            { value: 'est', label: 'Est' },
          ]}
        />
        <CheckboxGroup
          {...named('services')}
          label="Services"
          hint="Plusieurs choix possibles."
          optional
          options={[
            { value: 'eau', label: 'Eau' },
            { value: 'quai', label: 'Électricité' },
          ]}
        />
      </Fieldset>
      <FileField
        {...named('plan')}
        label="Plan"
        hint="Une image PNG ou SVG, 1 Mo au plus."
        accept="image/png,image/svg+xml"
        optional
      />
      <Checkbox {...named('accord')} label="J’ai lu le règlement du port" hint="Il est affiché à la capitainerie." />
      <FormActions>
        <SubmitButton />
        <ButtonLink href="#tableau" variant="tertiary">
          Annuler
        </ButtonLink>
      </FormActions>
    </Form>
  );
}
