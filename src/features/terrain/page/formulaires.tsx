import type { Child } from 'hono/jsx';
import { cles, TYPES_COORDINATION, type TypeActivite } from '../../../domain/nomenclatures.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { FormActions, HiddenField } from '../../../ui/form.tsx';
import { blankForm } from '../../../ui/form-state.ts';
import { Icon } from '../../../ui/icon.tsx';
import { ChampsCadre } from '../../accompagnements/autres/cadre.tsx';
import { ChampsAtelier } from '../../accompagnements/autres/champs.tsx';
import { etatInitial } from '../../accompagnements/autres/etat.ts';
import { Champs } from '../../accompagnements/autres/saisie.tsx';
import { ChampsIndividuel } from '../../accompagnements/fiche/champs.tsx';
import { FORMULAIRE, saisieInitiale } from '../../accompagnements/formulaire.ts';

export type ChoixFormulaires = {
  /** Names of the communes of the département, proposed while typing. */
  readonly communes: readonly string[];
  readonly today: Temporal.PlainDate;
};

/** The usual answers of an atelier held in a séance. */
const ATELIER = blankForm({ duree: '120', typeLieu: 'LieuActivite', objectif: 'atelier' });

const TITRES: Readonly<Record<TypeActivite, string>> = {
  Individuel: 'Noter un accompagnement',
  Collectif: 'Noter un atelier',
  Evenement: 'Noter un évènement',
  Partenariat: 'Noter un partenariat',
  Animation: 'Noter une animation',
};

/** `nom`: how the script of the page calls it. */
function Modele({
  nom,
  type,
  children,
}: {
  readonly nom: string;
  readonly type: TypeActivite;
  readonly children: Child;
}) {
  return (
    <template data-modele-fiche={nom}>
      <form class="e-form" data-fiche={nom} data-titre={TITRES[type]} novalidate>
        {children}
        <FormActions>
          <SubmitButton>Enregistrer</SubmitButton>
          {type === 'Individuel' && (
            <SubmitButton variant="secondary" name="suite" value="autre">
              Enregistrer et en noter un autre
            </SubmitButton>
          )}
          <ButtonLink href="#contenu" variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </form>
    </template>
  );
}

/** Done out of any séance, the same fields as online: the lieux come from the device, and the day is that on which it is noted. */
function ModeleHorsSeance({ type, today }: { readonly type: TypeActivite; readonly today: Temporal.PlainDate }) {
  const { jour: _, ...values } = etatInitial(type, { seance: null, ou: '', today });
  return (
    <Modele nom={`${type}-hors`} type={type}>
      <Champs type={type} state={blankForm(values)} choix={{ lieux: [], communes: [] }} enSeance={false} />
    </Modele>
  );
}

const HORS_SEANCE: readonly TypeActivite[] = ['Individuel', 'Collectif', ...cles(TYPES_COORDINATION)];

/** The forms of the page, one for each kind of record, in a séance and out of any. */
export function Formulaires({ communes, today }: ChoixFormulaires) {
  return (
    <>
      <Modele nom="Individuel" type="Individuel">
        <ChampsIndividuel state={blankForm(saisieInitiale)} />
      </Modele>
      <Modele nom="Collectif" type="Collectif">
        <HiddenField name="formulaire" value={String(FORMULAIRE)} />
        <HiddenField name="typeActivite" value="Collectif" />
        <ChampsCadre state={ATELIER} lieux={[]} sauf={['axe']} enSeance />
        <ChampsAtelier state={ATELIER} />
      </Modele>
      {HORS_SEANCE.map((type) => (
        <ModeleHorsSeance type={type} today={today} />
      ))}
      <template id="modele-communes">
        {communes.map((nom) => (
          <option value={nom} />
        ))}
      </template>
      <template id="modele-erreurs">
        <section
          class="ds-error-summary e-error-summary"
          data-erreur=""
          tabindex={-1}
          aria-labelledby="fiche-erreurs-titre"
        >
          <h3 id="fiche-erreurs-titre">
            <Icon name="danger" />
            <span data-c="titre"></span>
          </h3>
          <ul data-c="liste"></ul>
        </section>
      </template>
    </>
  );
}
