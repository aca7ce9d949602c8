import type { Territoire } from '../../domain/territoire.ts';
import { SubmitButton } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice.tsx';
import { PageHeader, Section } from '../../ui/content.tsx';
import { DateField, FileField, TextField } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { PorteDesDonnees } from '../dossiers/porte.tsx';
import type { Porte } from '../dossiers/rules.ts';

export function ReglagesPage(props: {
  readonly territoire: Territoire;
  readonly porte: Porte;
  readonly coordonnees: FormState;
  readonly logo: FormState;
  readonly themes: readonly string[];
  readonly cle: string;
}) {
  const { territoire, porte, coordonnees: state, logo, themes, cle } = props;
  return (
    <>
      <PageHeader
        title="Réglages"
        kicker={territoire.nomComplet}
        lead="Ce que les pages et les documents disent du Département."
      />
      <PorteDesDonnees porte={porte} />
      <Section title="Coordonnées et représentant">
        <Form state={state} action="/reglages" idempotencyKey={cle}>
          <TextField state={state} name="adresse" label="Adresse" autocomplete="street-address" />
          <TextField
            state={state}
            name="representantFonction"
            label="Fonction du représentant"
            hint="Telle que les conventions l’écrivent : « la Présidente du Département »."
          />
          <TextField state={state} name="representantNom" label="Nom du représentant" />
          <TextField state={state} name="telephone" label="Téléphone" type="tel" autocomplete="tel" optional />
          <TextField
            state={state}
            name="courriel"
            label="Adresse électronique"
            type="email"
            autocomplete="email"
            optional
          />
          <TextField state={state} name="ville" label="Ville où les conventions sont signées" optional />
          <TextField
            state={state}
            name="tribunal"
            label="Tribunal compétent"
            hint="Avec son adresse, tel que l’article 8.1 des conventions le nomme."
            optional
          />
          <DateField
            state={state}
            name="strategieAdopteeLe"
            label="Délibération qui a adopté la stratégie d’inclusion numérique"
            hint="Celle que le préambule et l’annexe 1 des conventions citent."
            optional
          />
          <SelectField
            state={state}
            name="theme"
            label="Thème de couleurs"
            hint="Chaque thème garantit des contrastes lisibles."
            options={themes.map((theme) => ({ value: theme, label: theme.charAt(0).toUpperCase() + theme.slice(1) }))}
          />
          <FormActions>
            <SubmitButton />
          </FormActions>
        </Form>
      </Section>
      <Section title="Planning">
        <p>
          <a href="/reglages/planning">Zone et calendrier des vacances scolaires, temps de route entre deux lieux</a>
        </p>
      </Section>
      <Section title="Logo">
        {territoire.logo && (
          <p>
            <img
              class="e-logo"
              src={`/logo?v=${territoire.logo}`}
              alt={`Logo actuel : ${territoire.nomComplet}`}
              height="72"
            />
          </p>
        )}
        <Form state={logo} action="/reglages/logo" idempotencyKey={cle} multipart>
          <FileField
            state={logo}
            name="logo"
            label="Fichier du logo"
            hint="Image PNG ou JPEG, 500 Ko au plus."
            accept="image/png,image/jpeg"
          />
          <FormActions>
            <SubmitButton>Remplacer le logo</SubmitButton>
          </FormActions>
        </Form>
      </Section>
    </>
  );
}
