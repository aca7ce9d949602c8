import { SubmitButton } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/choice.tsx';
import { Alert, DescriptionList, PageHeader } from '../../../ui/content.tsx';
import { FieldErrors, fieldErrors, fieldId, typedValue } from '../../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { Bloc } from '../../conventions/documents/bloc.ts';
import { CADRE, type NoticeRemplie } from '../rules.ts';
import type { SectionTexte } from './texte.ts';

export function NoticeLisible({ rubriques, level = 3 }: { readonly rubriques: NoticeRemplie; readonly level?: 3 | 4 }) {
  const Heading = level === 3 ? 'h3' : 'h4';
  return (
    <>
      {rubriques.map(({ titre, paragraphes }) => (
        <>
          <Heading>{titre}</Heading>
          {paragraphes.map((paragraph) => (
            <p>{paragraph}</p>
          ))}
        </>
      ))}
    </>
  );
}

function UnBloc({ bloc }: { readonly bloc: Bloc }) {
  if ('texte' in bloc) return <p>{bloc.texte}</p>;
  if ('liste' in bloc) {
    return (
      <ul>
        {bloc.liste.map((one) => (
          <li>{one}</li>
        ))}
      </ul>
    );
  }
  if ('tableau' in bloc) {
    return (
      <SimpleTable
        caption="Ce qui est confié"
        captionHidden
        columns={bloc.tableau.colonnes.map((label) => ({ label }))}
        rows={bloc.tableau.lignes}
      />
    );
  }
  if ('titre' in bloc) return <h4>{bloc.titre}</h4>;
  const facts = 'faits' in bloc ? bloc.faits : bloc.reperes;
  return <DescriptionList items={facts.map(({ libelle, valeur }) => ({ term: libelle, details: valeur }))} />;
}

/** The text of a mandat, as its PDF will say it. */
export function TexteLisible({ sections }: { readonly sections: readonly SectionTexte[] }) {
  return (
    <>
      {sections.map(({ titre, blocs }) => (
        <>
          <h3>{titre}</h3>
          {blocs.map((bloc) => (
            <UnBloc bloc={bloc} />
          ))}
        </>
      ))}
    </>
  );
}

/** Reads a part of the page aloud. Needs a script, which shows it, or says why this device does not read. */
function LireAHauteVoix({ cible }: { readonly cible: string }) {
  return (
    <>
      <button class="ds-button" type="button" data-variant="secondary" data-lire={cible} hidden>
        Lire à voix haute
      </button>
      <span class="e-lecture__dit" role="status" data-lecture={cible}></span>
    </>
  );
}

export type Cadre = { readonly name: string; readonly titre: string; readonly nom: string; readonly optional: boolean };

/** Where somebody signs, with a finger, a pen or a mouse. */
function Signature({ state, name, titre, nom, optional }: Cadre & { readonly state: FormState }) {
  const id = fieldId(name);
  const invalid = fieldErrors(state, name).length > 0;
  return (
    <fieldset class="ds-fieldset e-field e-trait" aria-describedby={invalid ? `${id}-erreur` : undefined}>
      <legend class="ds-label">
        {titre} : {nom}
        {optional && <span class="e-optional"> (facultatif)</span>}
      </legend>
      <div class="e-trait__cadre" data-cadre={name} data-largeur={CADRE.largeur} data-hauteur={CADRE.hauteur}>
        <canvas id={`${id}-dessin`} role="img" aria-label={`Cadre où signe ${nom}`}></canvas>
        <input type="hidden" name={name} value={typedValue(state, name)} />
      </div>
      <div class="e-trait__pied">
        <button class="ds-button" type="button" data-variant="tertiary" data-effacer={name} id={id}>
          Effacer la signature de {nom}
        </button>
        <span role="status" data-etat={name}></span>
      </div>
      <FieldErrors state={state} name={name} />
    </fieldset>
  );
}

export type SignerProps = {
  readonly id: string;
  readonly state: FormState;
  readonly cle: string;
  readonly vu: string;
  readonly changements: readonly string[];
  readonly sections: readonly SectionTexte[];
  readonly notice: { readonly version: number; readonly rubriques: NoticeRemplie };
  readonly cadres: readonly Cadre[];
};

export function SignerPage(props: SignerProps) {
  const { id, state, cle, vu, changements, sections, notice, cadres } = props;
  return (
    <>
      <PageHeader
        title="Lire et signer"
        lead="Lisez ensemble la notice, puis le mandat. Signez ensuite tous les deux."
      />
      {changements.length > 0 && (
        <Alert tone="warning" title="À relire : ce n’est plus ce qui avait été montré">
          <ul>
            {changements.map((one) => (
              <li>{one}</li>
            ))}
          </ul>
          <p>Les signatures d’avant sont annulées : relisez, puis signez à nouveau.</p>
        </Alert>
      )}
      <nav class="e-actions" aria-label="Avant de signer">
        <a href={`/mandats/${id}/modifier`}>Modifier le mandat</a>
        <a href={`/mandats/${id}/abandonner`}>Abandonner</a>
        <a href="/mandats/papier">Signer plutôt sur papier</a>
      </nav>
      <section class="e-lecture" aria-labelledby="notice-titre">
        <div class="e-lecture__tete">
          <h2 id="notice-titre">1. La notice d’information</h2>
          <LireAHauteVoix cible="notice" />
        </div>
        <div id="notice">
          <NoticeLisible rubriques={notice.rubriques} />
        </div>
        <p class="e-muted">Version {notice.version}</p>
      </section>
      <section class="e-lecture" aria-labelledby="texte-titre">
        <div class="e-lecture__tete">
          <h2 id="texte-titre">2. Le mandat</h2>
          <LireAHauteVoix cible="texte" />
        </div>
        <div id="texte">
          <TexteLisible sections={sections} />
        </div>
      </section>
      <section class="e-section" aria-labelledby="signer-titre">
        <h2 id="signer-titre">3. Les signatures</h2>
        <SansScript id={id} />
        <Form state={state} action={`/mandats/${id}/signer`} idempotencyKey={cle}>
          <HiddenField name="vu" value={vu} />
          <div class="e-traits" data-traits hidden>
            <Alert tone="warning" title="Ici, on signe en dessinant">
              <p>
                Qui ne peut pas dessiner dans un cadre ne signe pas ici : utilisez un{' '}
                <a href="/mandats/papier">mandat papier</a>, qui vaut autant. Le dessin seul est gardé : ni vitesse, ni
                pression.
              </p>
            </Alert>
            <div>
              <Checkbox
                state={state}
                name="noticeLue"
                label="La notice a été lue, ou expliquée, et la personne l’a comprise."
              />
              <Checkbox
                state={state}
                name="accord"
                label="La personne donne ce mandat librement, et l’agent l’accepte."
              />
            </div>
            {cadres.map((cadre) => (
              <Signature state={state} {...cadre} />
            ))}
            <FormActions>
              <SubmitButton>Signer le mandat</SubmitButton>
            </FormActions>
          </div>
        </Form>
      </section>
    </>
  );
}

/** What to do where nothing can be drawn; the script that draws hides it. */
function SansScript({ id }: { readonly id: string }) {
  return (
    <div data-sans-script>
      <Alert tone="warning" title="Cet appareil ne permet pas de signer ici">
        <p>
          La signature se dessine, et il y faut JavaScript, que ce navigateur n’exécute pas. Ouvrez cette page sur un
          autre appareil avant la fin de la séance, ou signez sur papier : un mandat papier vaut autant.
        </p>
        <ol>
          <li>
            prenez un formulaire numéroté, imprimé d’avance (<a href="/mandats/papier">Mandats papier</a>) ;
          </li>
          <li>recopiez-y ce mandat, lisez-le avec la personne, signez tous les deux ;</li>
          <li>
            enregistrez-le avec son scan, puis <a href={`/mandats/${id}/abandonner`}>abandonnez celui-ci</a>.
          </li>
        </ol>
      </Alert>
    </div>
  );
}
