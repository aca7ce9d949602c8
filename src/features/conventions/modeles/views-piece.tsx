import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, PageHeader } from '../../../ui/content.tsx';
import { TextArea, TextField } from '../../../ui/field.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { ClausesFields } from '../views-clauses.tsx';
import type { Brouillon } from './brouillon/store.ts';
import type { Suite } from './contenu.ts';
import { PARAMETRES } from './parametres.ts';
import type { Piece } from './pieces.ts';
import { derniereEcriture } from './views-brouillon.tsx';

type StateProps = { readonly state: FormState };

function TexteField({ state, optional }: StateProps & { readonly optional?: boolean }) {
  return (
    <>
      <TextArea
        state={state}
        name="texte"
        label="Texte"
        hint="Une ligne vide sépare deux paragraphes. Une ligne qui commence par « - » est un élément de liste. Un paramètre s’écrit entre accolades, par exemple {duree}."
        rows={20}
        optional={optional}
      />
      <Disclosure summary="Les paramètres à citer">
        <p>
          Chaque convention imprime sa propre valeur à leur place. Ceux qui peuvent être vides demandent un paragraphe à
          eux, qui commence par une condition : <code>[si finAuPlusTard]</code> Elle prend fin au plus tard le{' '}
          <code>{'{finAuPlusTard}'}</code>.
        </p>
        <ul>
          {Object.entries(PARAMETRES).map(([nom, { sens, exemple, facultatif }]) => (
            <li>
              <code>{`{${nom}}`}</code> : {sens}. <span class="e-muted">Exemple : {exemple}.</span>
              {facultatif && (
                <>
                  {' '}
                  Peut être vide : <code>{`[si ${nom}]`}</code>
                </>
              )}
            </li>
          ))}
        </ul>
        <p>
          Dans un formulaire à remplir à la main, <code>____</code> trace une ligne où écrire, <code>________</code> une
          ligne où signer, et <code>[ ]</code> une case à cocher.
        </p>
      </Disclosure>
    </>
  );
}

function ElementFields({ state }: StateProps) {
  return (
    <>
      <TextField
        state={state}
        name="numero"
        label="Numéro"
        hint="Imprimé devant le titre : 3, 7.1, Axe 2. Déplacer un article ne le renumérote pas."
        width={12}
      />
      <TextField state={state} name="titre" label="Titre" />
      <TexteField state={state} optional />
    </>
  );
}

function Champs({ piece, state }: StateProps & { readonly piece: Piece }) {
  if (piece.champs === 'clauses') return <ClausesFields state={state} />;
  if (piece.champs === 'preambule') return <TexteField state={state} optional />;
  if (piece.champs === 'element') return <ElementFields state={state} />;
  return (
    <>
      <TextField state={state} name="titre" label="Titre" />
      <TextField state={state} name="sousTitre" label="Sous-titre" />
    </>
  );
}

/** One piece of a draft in a form. `conflit`: somebody changed it while this text was being written. */
export function PiecePage(props: {
  readonly brouillon: Brouillon;
  readonly piece: Piece;
  readonly action: string;
  readonly state: FormState;
  readonly conflit: boolean;
  readonly cle: string;
}) {
  const { brouillon, piece, action, state, conflit, cle } = props;
  return (
    <>
      <PageHeader
        kicker={`${brouillon.modeleNom}, brouillon de la version ${brouillon.numero}`}
        title={`Modifier : ${piece.nom}`}
      />
      {conflit && (
        <Alert tone="warning" title="Quelqu’un a changé cela pendant que vous écriviez">
          <p>
            Le brouillon a été modifié {derniereEcriture(brouillon)}. Rien n’est perdu : votre texte est dans le
            formulaire, le sien est ci-dessous. Reprenez dans le vôtre ce qui doit rester, puis enregistrez : votre
            texte remplacera le sien.
          </p>
          <Disclosure summary="Ce que dit maintenant le brouillon" open>
            <p class="e-difference__texte">{piece.texte}</p>
          </Disclosure>
        </Alert>
      )}
      <Form state={state} action={action} idempotencyKey={cle}>
        <HiddenField name="vue" value={piece.vue} />
        <Champs piece={piece} state={state} />
        <FormActions>
          <SubmitButton>{conflit ? 'Remplacer par mon texte' : 'Enregistrer'}</SubmitButton>
          <ButtonLink href={`/modeles/${brouillon.modeleId}/brouillon`} variant="tertiary">
            Ne rien changer
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** Where a new element goes. */
export type Destination = { readonly dans: Suite | string; readonly nom: string };

export function AjoutPage(props: {
  readonly brouillon: Brouillon;
  readonly destination: Destination;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { brouillon, destination, state, cle } = props;
  const url = `/modeles/${brouillon.modeleId}/brouillon`;
  return (
    <>
      <PageHeader
        kicker={`${brouillon.modeleNom}, brouillon de la version ${brouillon.numero}`}
        title={destination.nom}
        lead="Il s’ajoute à la fin ; vous pourrez le monter ensuite."
      />
      <Form state={state} action={`${url}/ajouter`} idempotencyKey={cle}>
        <HiddenField name="dans" value={destination.dans} />
        <ElementFields state={state} />
        <FormActions>
          <SubmitButton>Ajouter</SubmitButton>
          <ButtonLink href={url} variant="tertiary">
            Renoncer
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** The draft was published or abandoned while somebody wrote in it: what they wrote is given back. */
export function BrouillonDisparuPage(props: { readonly modeleId: string; readonly ecrit: readonly string[] }) {
  return (
    <>
      <PageHeader
        title="Ce brouillon n’existe plus"
        lead="Quelqu’un l’a publié ou abandonné pendant que vous écriviez. Rien n’a été changé par votre envoi."
      />
      {props.ecrit.length > 0 && (
        <>
          <p>Voici ce que vous aviez écrit : copiez-le si vous voulez le reprendre dans un autre brouillon.</p>
          {props.ecrit.map((texte) => (
            <p class="e-difference__texte">{texte}</p>
          ))}
        </>
      )}
      <p>
        <a href={`/modeles/${props.modeleId}`}>Voir ce modèle</a>
      </p>
    </>
  );
}
