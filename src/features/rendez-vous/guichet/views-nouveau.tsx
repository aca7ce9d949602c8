import { SubmitButton } from '../../../ui/button.tsx';
import { RadioGroup } from '../../../ui/choice.tsx';
import { Alert, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { typedValue } from '../../../ui/field.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { CommuneTrouvee } from '../../portail/rules.ts';
import { adresse } from '../chemin.ts';
import type { Creneau } from '../creneaux.ts';
import type { Motif } from '../rules.ts';
import { ChoixCreneau } from '../views.tsx';
import { ChampsPersonne, ChampsPrescripteur } from '../views-personne.tsx';

const NOUVEAU = '/rendez-vous/nouveau';

export type NouveauProps = {
  readonly motifs: readonly Motif[];
  readonly motif: Motif | undefined;
  /** The place as typed, and as the address of the page says it. */
  readonly ou: string;
  readonly query: Readonly<Record<string, string>>;
  readonly titreOu: string | undefined;
  readonly inconnue: boolean;
  readonly communes: readonly CommuneTrouvee[];
  readonly creneaux: readonly Creneau[] | undefined;
  readonly attente: string;
  readonly state: FormState;
  readonly cle: string;
};

/** All of it on one page, for who is on the telephone: where and what for, then the hours and the person. */
export function NouveauPage(props: NouveauProps) {
  const { creneaux, communes, motif } = props;
  return (
    <>
      <PageHeader title="Nouveau rendez-vous" />
      <Chercher {...props} />
      {props.inconnue && (
        <Alert tone="warning">Aucune commune ne répond à « {props.ou} ». Essayez le code postal.</Alert>
      )}
      {communes.length > 0 && (
        <Section title="Quelle commune ?" id="heures">
          <ul class="e-communes">
            {communes.map(({ codeInsee, nom, codesPostaux: [codePostal] }) => (
              <li>
                <a href={`${adresse(NOUVEAU, { ou: nom, commune: codeInsee, motif: motif?.id })}#heures`}>{nom}</a>{' '}
                {codePostal}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {creneaux !== undefined && motif !== undefined && (
        <Section title={`Heures libres : ${props.titreOu ?? ''}`} id="heures">
          {creneaux.length === 0 ? (
            <EmptyState title="Aucune heure n’est libre.">
              <a href={props.attente}>Inscrire sur la liste d’attente</a>, ou chercher ailleurs.
            </EmptyState>
          ) : (
            <Prendre {...props} motif={motif} creneaux={creneaux} />
          )}
        </Section>
      )}
    </>
  );
}

function Chercher({ ou, motifs, motif }: NouveauProps) {
  return (
    <search class="e-search">
      <form class="e-form" method="get" action={`${NOUVEAU}#heures`}>
        <div class="ds-field e-field">
          <label class="ds-label" for="ou">
            Commune ou code postal
          </label>
          <input class="ds-input" type="search" id="ou" name="ou" value={ou} maxlength={80} autocomplete="off" />
        </div>
        <div class="ds-field e-field">
          <label class="ds-label" for="motif">
            Pour quoi
          </label>
          <select class="ds-input" id="motif" name="motif">
            {motifs.map(({ id, nom, dureeMinutes }) => (
              <option value={id} selected={id === motif?.id}>
                {nom} ({dureeMinutes} min)
              </option>
            ))}
          </select>
        </div>
        <button class="ds-button" type="submit" data-variant="secondary">
          Voir les heures libres
        </button>
      </form>
    </search>
  );
}

function Prendre(props: NouveauProps & { readonly motif: Motif; readonly creneaux: readonly Creneau[] }) {
  const { state, motif, query } = props;
  const pour = ['prescripteurNom', 'prescripteurStructure', 'prescripteurCourriel'];
  return (
    <Form state={state} action={NOUVEAU} idempotencyKey={props.cle}>
      {Object.entries(query).map(([name, value]) => (
        <HiddenField name={name} value={value} />
      ))}
      <HiddenField name="motifId" value={motif.id} />
      <ChoixCreneau state={state} creneaux={props.creneaux} label="Quand" />
      <ChampsPersonne state={state} tiers />
      <RadioGroup
        state={state}
        name="canal"
        label="La personne"
        options={[
          { value: 'telephone', label: 'téléphone' },
          { value: 'agent', label: 'est au guichet' },
        ]}
        columns="inline"
      />
      <Disclosure
        summary="Un professionnel le demande pour elle"
        open={pour.some((name) => typedValue(state, name) !== '')}
      >
        <ChampsPrescripteur state={state} />
      </Disclosure>
      <FormActions>
        <SubmitButton>Prendre ce rendez-vous</SubmitButton>
      </FormActions>
    </Form>
  );
}
