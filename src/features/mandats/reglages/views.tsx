import { formatDate } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Checkbox, CheckboxGroup, Fieldset, toOptions } from '../../../ui/choice.tsx';
import { Alert, PageHeader } from '../../../ui/content.tsx';
import { DateField, NumberField, TextArea, TextField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { quand } from '../quand.ts';
import { PIECES_IDENTITE, REGLAGES, type Reglage, type Reglages, type Visa } from '../rules.ts';
import { BORNES } from './form.ts';
import type { Depuis } from './store.ts';

function direVisa(visa: Visa | null): string {
  return visa === null ? 'Aucun' : `${visa.reference}, du ${formatDate(visa.date)} : ${visa.portee}`;
}

const EN_VIGUEUR: Readonly<Record<Reglage, (reglages: Reglages) => string>> = {
  pieces: ({ piecesAcceptees }) => piecesAcceptees.map((piece) => PIECES_IDENTITE[piece]).join(', '),
  perimees: ({ perimeesAcceptees }) => (perimeesAcceptees ? 'Acceptées' : 'Refusées'),
  duree_defaut: ({ dureeDefautMois }) => `${dureeDefautMois} mois`,
  duree_max: ({ dureeMaxMois }) => `${dureeMaxMois} mois`,
  delai_tiers: ({ delaiTiersHeures }) =>
    delaiTiersHeures === 0 ? 'Aucun : la clé part aussitôt' : `${delaiTiersHeures} h`,
  rappel: ({ rappelJours }) => `${rappelJours} jour${rappelJours > 1 ? 's' : ''} avant`,
  visa: ({ visa }) => direVisa(visa),
};

/** Said wherever the visa is missing: nobody should believe that what is over is destroyed. */
export function SansVisa() {
  return (
    <Alert tone="warning" title="La destruction attend">
      Le visa permanent des archives départementales n’est pas renseigné : ce qui est fini ne se lit plus, mais aucune
      clé n’est détruite.
    </Alert>
  );
}

export function ReglagesPage({ reglages, depuis }: { readonly reglages: Reglages; readonly depuis: Depuis }) {
  return (
    <>
      <PageHeader
        title="Réglages des mandats"
        lead="Ce que le Département a choisi, et depuis quand. L’équipe technique et le délégué à la protection des données les changent ; le journal garde chaque changement."
        actions={
          <ButtonLink href="/mandats/reglages/modifier" variant="primary">
            Changer les réglages
          </ButtonLink>
        }
      />
      {reglages.visa === null && <SansVisa />}
      <SimpleTable
        caption="Réglages en vigueur"
        columns={[{ label: 'Réglage' }, { label: 'En vigueur' }, { label: 'Depuis' }]}
        rows={(Object.keys(REGLAGES) as Reglage[]).map((cle) => {
          const since = depuis.get(cle);
          return [
            REGLAGES[cle],
            EN_VIGUEUR[cle](reglages),
            since === undefined ? 'l’origine : valeur proposée par Escale' : quand(since),
          ];
        })}
      />
    </>
  );
}

function entre({ min, max, unite }: { readonly min: number; readonly max: number; readonly unite: string }): string {
  return `De ${min} à ${max} ${unite}.`;
}

/** The settings that are a number, in the order of the form. */
const NOMBRES = [
  {
    name: 'dureeDefautMois',
    label: REGLAGES.duree_defaut,
    hint: entre(BORNES.dureeDefautMois),
    unit: 'mois',
  },
  { name: 'dureeMaxMois', label: REGLAGES.duree_max, hint: entre(BORNES.dureeMaxMois), unit: 'mois' },
  {
    name: 'delaiTiersHeures',
    label: REGLAGES.delai_tiers,
    hint: 'Après un retrait, l’agent relit la démarche pendant ce temps, le temps de prévenir. Zéro : la clé part aussitôt.',
    unit: 'heures',
  },
  { name: 'rappelJours', label: REGLAGES.rappel, hint: entre(BORNES.rappelJours), unit: 'jours' },
] as const;

export function ModifierReglagesPage({ state, cle }: { readonly state: FormState; readonly cle: string }) {
  return (
    <>
      <PageHeader
        title="Changer les réglages des mandats"
        lead="Ils valent pour les mandats signés ensuite ; ceux qui sont déjà signés ne changent pas."
      />
      <Form state={state} action="/mandats/reglages/modifier" idempotencyKey={cle}>
        <CheckboxGroup
          state={state}
          name="pieces"
          label={REGLAGES.pieces}
          hint="Seuls le type de la pièce et le résultat sont notés : jamais son numéro, jamais une copie."
          options={toOptions(PIECES_IDENTITE)}
        />
        <Checkbox
          state={state}
          name="perimees"
          label="Accepter une pièce périmée"
          hint="Qui renouvelle ses papiers a besoin d’aide aussi."
          optional
        />
        {NOMBRES.map((nombre) => (
          <NumberField state={state} width={3} {...nombre} />
        ))}
        <Fieldset
          legend={REGLAGES.visa}
          hint="Le tableau de gestion qu’elles ont visé autorise la destruction. Sans ce visa, rien n’est détruit."
        >
          <TextField state={state} name="visaReference" label="Référence" optional width={30} />
          <DateField state={state} name="visaDate" label="Date du visa" optional />
          <TextArea state={state} name="visaPortee" label="Ce qu’il couvre" optional rows={3} />
        </Fieldset>
        <FormActions>
          <SubmitButton>Enregistrer les réglages</SubmitButton>
          <ButtonLink href="/mandats/reglages" variant="tertiary">
            Ne rien changer
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
