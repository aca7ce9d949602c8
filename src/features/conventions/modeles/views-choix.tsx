import { SelectField } from '../../../ui/choice.tsx';
import { HiddenField } from '../../../ui/form.tsx';
import { blankForm } from '../../../ui/form-state.ts';
import type { VersionModele } from './store.ts';

/** « Convention de 2022, version 2 ». */
export function nomVersion({ modeleNom, numero }: Pick<VersionModele, 'modeleNom' | 'numero'>): string {
  return `${modeleNom}, version ${numero}`;
}

export const optionsVersions = (versions: readonly VersionModele[]) =>
  versions.map((version) => ({ value: version.id, label: nomVersion(version) }));

/** Which version a new convention starts from; changing it opens the form again with its clauses. */
export function ChoixModele(props: {
  readonly versions: readonly VersionModele[];
  readonly version: VersionModele;
  /** Kept from one form to the other. */
  readonly structureId: string;
}) {
  const { versions, version, structureId } = props;
  if (versions.length < 2) return null;
  return (
    <form class="e-form" method="get" action="/conventions/nouvelle">
      <SelectField
        state={blankForm({ modele: version.id })}
        name="modele"
        label="Modèle de convention"
        hint="Le changer rouvre le formulaire, avec les clauses que l’autre modèle propose."
        options={optionsVersions(versions.some(({ id }) => id === version.id) ? versions : [version, ...versions])}
      />
      {structureId !== '' && <HiddenField name="structure" value={structureId} />}
      <button class="ds-button" type="submit" data-variant="secondary">
        Reprendre les clauses de ce modèle
      </button>
    </form>
  );
}
